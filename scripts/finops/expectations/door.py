"""The door: what must hold of staged deliveries before they are committed.

Each staged file is read once, into a few rows per delivery: what its Parquet holds beside what its ledger
entry says. The expectations run on those rows, so that sixty deliveries cost little more than one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from finops.expectations.engine import engine
from finops.expectations.report import write_report
from finops.expectations.suites import Failure, NoRows, Result, Suite
from finops.landing.flattening import amounts_sum, records_text
from finops.landing.sources import SOURCES, Source, Table
from finops.landing.sql import as_decimal, as_timestamp, glob_free, is_blank, name, quote

Staged = Sequence[tuple[Path, dict[str, Any]]]

SUITES = (
    Suite(
        "Rows of a delivery",
        "door_tables",
        (
            NoRows(
                "the Parquet files hold as many rows as the ledger entry says",
                "select delivery_id, table_name, rows_in_ledger, rows_in_parquet from {batch}"
                " where rows_in_ledger is distinct from rows_in_parquet",
            ),
            NoRows(
                "every row carries the id of its delivery",
                "select delivery_id, table_name, rows_of_another_delivery from {batch} where"
                " rows_of_another_delivery > 0",
            ),
        ),
    ),
    Suite(
        "Files of a delivery",
        "door_files",
        (
            NoRows(
                "every row names a file of the ledger entry, by name and content hash, and each file has"
                " its rows",
                "select delivery_id, source_file, rows_in_ledger, rows_in_parquet from {batch}"
                " where rows_in_ledger is distinct from rows_in_parquet",
            ),
            NoRows(
                "the billed amounts of a file add up to the total in the ledger entry",
                "select delivery_id, source_file, cast(billed_in_ledger as varchar) as billed_in_ledger,"
                " cast(billed_in_parquet as varchar) as billed_in_parquet from {batch}"
                " where billed_in_ledger is not null and billed_in_ledger is distinct from billed_in_parquet",
            ),
            NoRows(
                "a source with billed amounts has a total in the ledger entry, a source without has none",
                "select delivery_id, source_file, is_billed_source from {batch}"
                " where is_billed_source is distinct from (billed_in_ledger is not null)",
            ),
        ),
    ),
    Suite(
        "Columns of a delivery",
        "door_columns",
        (
            NoRows(
                "every mandatory column is delivered",
                "select delivery_id, table_name, column_name from {batch} where not is_delivered and"
                " count_rows > 0",
            ),
            NoRows(
                "mandatory values are not blank",
                "select delivery_id, column_name, rows_blank from {batch}"
                " where is_delivered and not may_be_blank and rows_blank > 0",
            ),
            NoRows(
                "mandatory numbers and times can be read",
                "select delivery_id, column_name, kind, rows_unreadable from {batch} where rows_unreadable"
                " > 0",
            ),
        ),
    ),
    Suite(
        "Periods and currencies of a delivery",
        "door_values",
        (
            NoRows(
                "rows lie in the billing period of their delivery",
                "select delivery_id, value as month_of_rows, billing_period from {batch}"
                " where what = 'month' and value is distinct from billing_period",
            ),
            NoRows(
                "the ledger entry names the currencies of the rows, and no others",
                "select delivery_id, value as currency, in_ledger, in_parquet from {batch}"
                " where what = 'currency' and in_ledger is distinct from in_parquet",
            ),
            NoRows(
                "rows lie on days that the ledger entry says are covered",
                "select delivery_id, value as day from {batch} where what = 'day' and in_parquet and not"
                " in_ledger",
            ),
        ),
    ),
)


# Ledger and Parquet side by side; what one of them lacks stays a row.
COMPARISON = """
create table door_tables as
with held as (
    select
        files.folder,
        files.table_name,
        sum(files.count_rows) as count_rows,
        sum(files.count_rows) filter (
            files.delivery_id is distinct from deliveries.delivery_id
        ) as strange_rows
    from parquet_files as files
    left join ledger_deliveries as deliveries using (folder)
    group by files.folder, files.table_name
)
select
    deliveries.delivery_id,
    said.table_name,
    said.count_rows as rows_in_ledger,
    cast(coalesce(held.count_rows, 0) as bigint) as rows_in_parquet,
    cast(coalesce(held.strange_rows, 0) as bigint) as rows_of_another_delivery
from ledger_tables as said
inner join ledger_deliveries as deliveries using (folder)
left join held using (folder, table_name);

create table door_files as
with held as (
    select folder, source_file, content_hash, sum(count_rows) as count_rows, sum(billed) as billed
    from parquet_files
    group by folder, source_file, content_hash
)
select
    deliveries.delivery_id,
    source_file,
    said.is_billed_source,
    coalesce(said.count_rows, 0) as rows_in_ledger,
    cast(coalesce(held.count_rows, 0) as bigint) as rows_in_parquet,
    said.billed as billed_in_ledger,
    coalesce(held.billed, 0) as billed_in_parquet
from ledger_files as said
full join held using (folder, source_file, content_hash)
inner join ledger_deliveries as deliveries using (folder);

create table door_columns as
select deliveries.delivery_id, columns.* exclude (folder)
from parquet_columns as columns
inner join ledger_deliveries as deliveries using (folder);

create table door_values as
with said as (
    select folder, 'currency' as what, unnest(currencies) as value from ledger_deliveries
    union
    select folder, 'day' as what, unnest(days) as value from ledger_deliveries
),
held as (
    select folder, 'currency' as what, unnest(currencies) as value from parquet_files
    union
    select files.folder, 'month' as what, unnest(files.months) as value
    from parquet_files as files
    inner join ledger_deliveries as deliveries using (folder)
    where deliveries.billing_period is not null
    union
    select files.folder, 'day' as what, unnest(files.days) as value
    from parquet_files as files
    inner join ledger_deliveries as deliveries using (folder)
    where deliveries.days is not null
)
select
    deliveries.delivery_id,
    deliveries.billing_period,
    what,
    value,
    said.value is not null as in_ledger,
    held.value is not null as in_parquet
from said
full join held using (folder, what, value)
inner join ledger_deliveries as deliveries using (folder);
"""


@dataclass(frozen=True)
class _Column:
    name: str
    kind: str
    may_be_blank: bool


def check(staged: Staged, report: Path | None = None) -> dict[str, list[Failure]]:
    """Return the failures of each staged delivery, by delivery id; empty when all pass.

    `staged` holds, per delivery, its folder and its ledger entry (models/_docs/decisions.md, section 2). All
    results go to the HTML file `report`.
    """
    if not staged:
        return {}
    found: dict[str, list[Failure]] = defaultdict(list)
    results = run(staged)
    if report:
        write_report(report, "What is landed, checked at the door", results)
    for result in results:
        if result.success:
            continue
        rows_by_delivery: dict[str, list[dict[str, object]]] = defaultdict(list)
        for row in result.rows:
            rest = {column: value for column, value in row.items() if column != "delivery_id"}
            rows_by_delivery[str(row["delivery_id"])].append(rest)
        # The engine hands out a limited number of rows: beyond it, nobody knows which delivery is sound.
        blamed = (
            rows_by_delivery
            if result.count <= len(result.rows)
            else {one["delivery_id"] for _, one in staged}
        )
        for delivery_id in blamed:
            rows = rows_by_delivery.get(delivery_id, [])
            found[delivery_id].append(replace(result.failure(), observed=f"{len(rows)} found", rows=rows))
    return dict(found)


def run(staged: Staged) -> list[Result]:
    """Run the door suites on `staged` deliveries."""
    with engine() as running:
        _profile(running.con, staged)
        return running.run(SUITES)


def _profile(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    """Make the tables the suites look at, from the ledger entries and the Parquet files of `staged`."""
    _ledger_tables(con, staged)
    con.execute(
        "create table parquet_files (folder varchar, table_name varchar, delivery_id varchar, source_file"
        " varchar,"
        " content_hash varchar, count_rows bigint, billed decimal(38, 12), months varchar[], currencies"
        " varchar[],"
        " days varchar[]);"
        "create table parquet_columns (folder varchar, table_name varchar, column_name varchar, kind varchar,"
        " may_be_blank boolean, is_delivered boolean, count_rows bigint, rows_blank bigint, rows_unreadable"
        " bigint)"
    )
    folders: dict[tuple[str, str], list[Path]] = defaultdict(list)
    for folder, entry in staged:
        for table in entry["tables"]:
            folders[entry["source_name"], table["table_name"]].append(folder)
    for (source, table), of_table in folders.items():
        _read_table(con, SOURCES[source], SOURCES[source].table(table), of_table)
    _compare(con)


def _ledger_tables(con: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    deliveries, tables, files = [], [], []
    for folder, entry in staged:
        key = entry["delivery_id"]
        deliveries.append((str(folder), key, entry["billing_period"], entry["currencies"], entry["days"]))
        tables += [(str(folder), one["table_name"], one["rows"]) for one in entry["tables"]]
        is_billed = any(
            SOURCES[entry["source_name"]].table(one["table_name"]).billed is not None
            for one in entry["tables"]
        )
        files += [
            (
                str(folder),
                one["source_file"],
                one["content_hash"],
                one["rows_in_delivery"],
                one["billed_total"],
                is_billed,
            )
            for one in entry["files"]
        ]
    con.execute(
        "create table ledger_deliveries (folder varchar, delivery_id varchar, billing_period varchar,"
        " currencies varchar[], days varchar[]);"
        "create table ledger_tables (folder varchar, table_name varchar, count_rows bigint);"
        "create table ledger_files (folder varchar, source_file varchar, content_hash varchar, count_rows"
        " bigint,"
        " billed decimal(38, 12), is_billed_source boolean)"
    )
    for table, rows in (
        ("ledger_deliveries", deliveries),
        ("ledger_tables", tables),
        ("ledger_files", files),
    ):
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            con.executemany(f"insert into {table} values ({marks})", rows)


def _read_table(con: duckdb.DuckDBPyConnection, source: Source, table: Table, folders: list[Path]) -> None:
    """Add what the Parquet files of one source table hold to the tables `parquet_*`."""
    columns = _looked_at(source, table)
    by_schema: dict[tuple[tuple[str, str], ...], list[Path]] = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.glob(f"{table.name}.*.*.parquet")):
            described = con.execute(f"describe select * from read_parquet({glob_free(str(path))})").fetchall()
            by_schema[tuple((row[0], row[1]) for row in described)].append(path)
    if not by_schema:
        return
    branches = [
        _as_text(paths, dict(schema), columns, table.billed_records) for schema, paths in by_schema.items()
    ]
    measured = ", ".join(
        f"{{'column_name': {quote(one.name)}, 'kind': {quote(one.kind)},"
        f" 'may_be_blank': {str(one.may_be_blank).lower()},"
        f" 'is_delivered': bool_and(has_{number}), 'count_rows': count(*),"
        f" 'rows_blank': count(*) filter ({is_blank(f'column_{number}', 'VARCHAR')}),"
        f" 'rows_unreadable': count(*) filter ({_unreadable(f'column_{number}', one.kind)})}}"
        for number, one in enumerate(columns)
    )
    position = {one.name: f"column_{number}" for number, one in enumerate(columns)}
    billed = (
        f"cast({as_decimal(position[table.billed], 'VARCHAR')} * {table.billed_factor}"
        f" + coalesce({amounts_sum('records', 'VARCHAR')}, 0) as decimal(38, 12))"
        if table.billed
        else "null"
    )
    moment = as_timestamp(position[table.period], "VARCHAR") if table.period else "null"
    currency = f"nullif(upper(trim({position[table.currency]})), '')" if table.currency else "null"
    if table.default_currency:
        currency = quote(table.default_currency)
    con.execute(
        f"create or replace temp table measured as select folder, delivery_id, source_file, content_hash,"
        f" count(*) as count_rows, cast(sum({billed}) as decimal(38, 12)) as billed,"
        f" {_distinct(f'''strftime({moment}, '%Y-%m')''') if table.period else '[]'} as months,"
        f" {_distinct(currency) if table.currency or table.default_currency else '[]'} as currencies,"
        f" {_distinct(f'''strftime({moment}, '%Y-%m-%d')''') if table.period else '[]'} as days,"
        f" [{measured}] as columns"
        f" from ({' union all '.join(branches)}) group by folder, delivery_id, source_file, content_hash"
    )
    con.execute(
        f"insert into parquet_files select folder, {quote(table.name)}, delivery_id, source_file,"
        " content_hash, count_rows, billed, months, currencies, days from measured;"
        "insert into parquet_columns with columns as (select folder, unnest(columns) as one from measured)"
        f" select folder, {quote(table.name)}, one.column_name, one.kind, one.may_be_blank,"
        " bool_and(one.is_delivered), sum(one.count_rows), sum(one.rows_blank), sum(one.rows_unreadable)"
        " from columns group by folder, one.column_name, one.kind, one.may_be_blank"
    )


def _looked_at(source: Source, table: Table) -> list[_Column]:
    """Return the mandatory columns of the contract, and those that date, price and key the rows."""
    contract = {one.name: one for one in source.columns(table.name)}
    needed = [column for column in (table.period, table.billed, table.currency) if column]
    mandatory = dict.fromkeys([one.name for one in contract.values() if one.is_mandatory] + needed)
    return [
        _Column(column, contract[column].kind if column in contract else "text", column in table.may_be_blank)
        for column in mandatory
    ]


def _as_text(
    paths: list[Path], delivered: dict[str, str], columns: list[_Column], records: str | None
) -> str:
    """Return a query over files of one schema: the columns looked at, as text, and whether they are there.

    Column `records` holds the records whose amounts are billed besides, as JSON text.
    """
    known = {column.lower(): column for column in delivered}
    chosen = []
    for ours in ("_delivery_id", "_source_file", "_content_hash"):
        value = f"cast({name(known[ours])} as varchar)" if ours in known else "cast(null as varchar)"
        chosen.append(f"{value} as {ours.removeprefix('_')}")
    for number, one in enumerate(columns):
        found = known.get(one.name.lower())
        chosen.append(
            f"{f'cast({name(found)} as varchar)' if found else 'cast(null as varchar)'} as column_{number}"
        )
        chosen.append(f"{str(found is not None).lower()} as has_{number}")
    nested = known.get((records or "").lower())
    chosen.append(
        f"{records_text(name(nested), delivered[nested]) if nested else 'cast(null as varchar)'} as records"
    )
    listed = ", ".join(glob_free(str(path)) for path in paths)
    return (
        f"select parse_dirpath(filename) as folder, {', '.join(chosen)}"
        f" from read_parquet([{listed}], filename = true)"
    )


def _unreadable(column: str, kind: str) -> str:
    reading = {"decimal": as_decimal, "timestamp": as_timestamp}.get(kind)
    if reading is None:
        return "false"
    return f"not {is_blank(column, 'VARCHAR')} and ({reading(column, 'VARCHAR')}) is null"


def _distinct(expression: str) -> str:
    return f"list(distinct {expression}) filter ({expression} is not null)"


def _compare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of the suites."""
    con.execute(COMPARISON)
