"""The exit: what readers of the published copy rely on, checked on the candidate before it becomes current.

The candidate says in `contract.json` which tables it promises, with their keys and columns. Logic is tested
in dbt; here stands what must be true of the files that are handed out.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from finops.expectations.engine import engine
from finops.expectations.suites import Between, Columns, Expectation, Failure, NoRows, Result, Suite
from finops.landing.sql import glob_free, name, quote

CONTRACT = "contract.json"
DATABASE = "ai_finops.duckdb"
FOCUS_COLUMNS = (
    "AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType",
    "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "CapacityReservationId",
    "CapacityReservationStatus", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
    "ChargePeriodEnd", "ChargePeriodStart", "CommitmentDiscountCategory", "CommitmentDiscountId",
    "CommitmentDiscountName", "CommitmentDiscountQuantity", "CommitmentDiscountStatus",
    "CommitmentDiscountType", "CommitmentDiscountUnit", "ConsumedQuantity", "ConsumedUnit",
    "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost",
    "ListUnitPrice", "PricingCategory", "PricingCurrency", "PricingCurrencyContractedUnitPrice",
    "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "PricingQuantity", "PricingUnit",
    "ProviderName", "PublisherName", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType",
    "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceDetails",
    "SkuPriceId", "SubAccountId", "SubAccountName", "SubAccountType", "Tags",
)  # fmt: skip
FOCUS_1_3_COLUMNS = (
    "AllocatedMethodDetails", "AllocatedMethodId", "AllocatedResourceId", "AllocatedResourceName",
    "AllocatedTags", "ContractApplied", "HostProviderName", "ServiceProviderName",
)  # fmt: skip
FOCUS_ALLOCATED = "allocation.focus_allocated_costs"
MEASURES = ("billed_cost", "effective_cost", "contracted_cost", "list_cost")
MONEY = (
    "(_cost|_cost_reporting|_amount|_unit_price|Cost|UnitPrice|^amount_before_tax|^difference|^billed_total)$"
)
COUNT = "^count_"
# What the tables of a schema write in a key for a period or a currency that there is not.
MARKERS = {
    "anomalies": ("unknown",),
    "core": ("unknown",),
    "governance": ("none", "unknown"),
    "planning": ("unknown",),
    "unit_economics": ("unknown",),
    "sustainability": ("none",),
}
CURRENCY_COLUMNS = ("billing_currency", "BillingCurrency", "currency")
# What is DECIMAL(38,12) is money too, but for these and counts.
NO_MONEY = "(quantity|tokens)$"
PERIOD_COLUMNS = ("billing_period", "x_BillingPeriod")


def check(candidate: Path) -> list[Failure]:
    """Return what does not hold of the candidate generation in the folder `candidate`; empty when all
    does."""
    return [result.failure() for result in run(candidate) if not result.success]


def run(candidate: Path) -> list[Result]:
    """Run the exit suites on the candidate generation in the folder `candidate`."""
    contract: dict[str, dict[str, Any]] = json.loads((candidate / CONTRACT).read_text(encoding="utf-8"))
    with engine() as running:
        present = _views(running.con, candidate, contract)
        return running.run(
            [*_suites_of_all(), *_suites_of_tables(present, contract), *_suites_of_sums(present)]
        )


def _views(
    con: duckdb.DuckDBPyConnection, candidate: Path, contract: dict[str, Any]
) -> dict[str, dict[str, str]]:
    """Make a view per table and the tables that describe all of them. Returns column types by table and
    column."""
    con.execute(f"attach {quote(str(candidate / DATABASE))} as published (read_only)")
    con.execute(
        "create table published_columns as select schema_name || '.' || table_name as full_name,"
        " column_name, data_type"
        " from duckdb_columns() where database_name = 'published' and not internal order by column_index;"
        "create table promised_tables (full_name varchar)"
    )
    con.executemany("insert into promised_tables values (?)", [[full_name] for full_name in contract])
    present: dict[str, dict[str, str]] = {}
    for full_name, column, kind in con.execute("select * from published_columns").fetchall():
        present.setdefault(full_name, {})[column] = kind
    con.execute(
        "create table published_tables as select full_name, promised.full_name is not null as is_promised,"
        " held.full_name is not null as is_published from promised_tables as promised"
        " full join (select distinct full_name from published_columns) as held using (full_name);"
        "create table published_files (full_name varchar, billing_currency varchar, what varchar,"
        " in_database decimal(38, 12), in_parquet decimal(38, 12));"
        "create table promised_focus_columns (column_name varchar)"
    )
    con.executemany("insert into promised_focus_columns values (?)", [[column] for column in FOCUS_COLUMNS])
    for full_name, columns in present.items():
        _, table = full_name.split(".")
        relation = ".".join(name(part) for part in ("published", *full_name.split(".")))
        con.execute(f"create view {name(table)} as select * from {relation}")
        _compare_files(con, candidate, full_name, relation, columns)
    return present


def _compare_files(
    con: duckdb.DuckDBPyConnection, candidate: Path, full_name: str, relation: str, columns: dict[str, str]
) -> None:
    """Add rows and billed cost of a table's Parquet files, beside the database's, to `published_files`."""
    folder = candidate / Path(*full_name.split("."))
    files = ", ".join(glob_free(str(path)) for path in sorted(folder.glob("*.parquet")))
    parquet = (
        f"(select count(*) as found from read_parquet([{files}]))" if files else "(select null as found)"
    )
    con.execute(
        f"insert into published_files select {quote(full_name)}, null, 'rows', held.found, files.found"
        f" from (select count(*) as found from {relation}) as held, {parquet} as files"
    )
    money = next((column for column in ("billed_cost", "BilledCost") if column in columns), None)
    currency = next((column for column in CURRENCY_COLUMNS if column in columns), None)
    if not files or money is None or currency is None:
        return
    chosen = f"select {name(currency)} as currency, sum({name(money)}) as found"
    sums = f"{chosen} from {{}} group by {name(currency)}"
    con.execute(
        f"insert into published_files select {quote(full_name)}, coalesce(held.currency, files.currency),"
        f" 'billed cost', held.found, files.found from ({sums.format(relation)}) as held"
        f" full join ({sums.format(f'read_parquet([{files}])')}) as files"
        " on held.currency is not distinct from files.currency"
    )


def _suites_of_all() -> Iterator[Suite]:
    yield Suite(
        "Tables",
        "published_tables",
        (
            NoRows(
                "the tables of the public contract are published, and no others",
                "select full_name, is_promised, is_published from {batch} where is_promised is distinct"
                " from is_published",
            ),
        ),
    )
    yield Suite(
        "Columns",
        "published_columns",
        (
            NoRows(
                "money is DECIMAL in every table",
                "select full_name, column_name, data_type from {batch}"
                f" where regexp_matches(column_name, '{MONEY}') and data_type not like 'DECIMAL%'"
                f" and not regexp_matches(column_name, '{COUNT}')",
            ),
            NoRows(
                "core.focus_cost_and_usage has the 57 columns of FOCUS 1.2, and besides them only x_ columns",
                "select coalesce(promised.column_name, held.column_name) as column_name,"
                " promised.column_name is not null as in_focus, held.column_name is not null as is_published"
                " from promised_focus_columns as promised full join"
                " (select column_name from {batch} where full_name = 'core.focus_cost_and_usage') as held"
                " on promised.column_name = held.column_name where held.column_name is null"
                " or (promised.column_name is null and held.column_name not like 'x!_%' escape '!')",
            ),
            NoRows(
                "allocation.focus_allocated_costs has the 65 columns of FOCUS 1.3, besides only x_ columns",
                "select coalesce(promised.column_name, held.column_name) as column_name,"
                " promised.column_name is not null as in_focus, held.column_name is not null as is_published"
                " from (select column_name from promised_focus_columns union all select unnest(["
                f"{', '.join(quote(column) for column in FOCUS_1_3_COLUMNS)}])) as promised full join"
                f" (select column_name from {{batch}} where full_name = {quote(FOCUS_ALLOCATED)}) as held"
                " on promised.column_name = held.column_name where (held.column_name is null"
                " or (promised.column_name is null and held.column_name not like 'x!_%' escape '!'))"
                f" and exists (select 1 from {{batch}} where full_name = {quote(FOCUS_ALLOCATED)})",
            ),
        ),
    )
    yield Suite(
        "Parquet files",
        "published_files",
        (
            NoRows(
                "the Parquet files of a table hold the rows and the billed cost of the table in the database",
                "select full_name, what, billing_currency, cast(in_database as varchar) as in_database,"
                " cast(in_parquet as varchar) as in_parquet from {batch} where in_database is distinct from"
                " in_parquet",
            ),
        ),
    )


def _suites_of_tables(present: dict[str, dict[str, str]], contract: dict[str, Any]) -> Iterator[Suite]:
    for full_name, promised in contract.items():
        if full_name in present:
            columns = present[full_name]
            yield Suite(full_name, full_name.split(".")[1], tuple(_of_table(full_name, columns, promised)))


def _of_table(full_name: str, columns: dict[str, str], promised: dict[str, Any]) -> Iterator[Expectation]:
    if promised["columns"]:
        yield Columns("the columns are those of the contract", tuple(promised["columns"]))
    for key in promised["keys"]:
        listed = ", ".join(key)
        shown = ", ".join(
            f"cast({part} as varchar) as key_{number}" for number, part in enumerate(key, start=1)
        )
        nulls = " or ".join(f"{part} is null" for part in key)
        yield NoRows(
            f"one row per {listed.replace(chr(34), '')}, none of them NULL",
            f"select {shown}, count(*) as count_rows from {{batch}} group by {listed} having count(*) > 1"
            f" or {nulls}",
        )
    markers = MARKERS.get(full_name.split(".")[0], ())
    or_marker = "".join(f", or {marker}" for marker in markers)
    amounts = [
        name(one)
        for one, kind in columns.items()
        if (re.search(MONEY, one) or (kind == "DECIMAL(38,12)" and not re.search(NO_MONEY, one)))
        and not re.search(COUNT, one)
    ]
    has_money = " or ".join(f"{amount} is not null" for amount in amounts) or "true"
    for column in columns:
        if column in CURRENCY_COLUMNS:
            yield NoRows(
                f"{column} is in capital letters and there in every row with money{or_marker}",
                _unlike(column, "[^a-z\\s]+", markers, f"({name(column)} is null and ({has_money}))"),
            )
        elif column in PERIOD_COLUMNS:
            yield NoRows(
                f"{column} is a month, as in 2025-09, or NULL{or_marker}",
                _unlike(column, "[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2])", markers, "false"),
            )
        elif column.endswith("_share"):
            yield Between(f"{column} lies within 0 and 1", column, 0, 1)


def _unlike(column: str, pattern: str, markers: tuple[str, ...], or_else: str) -> str:
    """Return a query: values of `column` without the pattern that are no marker, and those `or_else`."""
    value = name(column)
    wanted = "|".join((pattern, *markers))
    return (
        f"select {value}, count(*) as count_rows from {{batch}}"
        f" where not regexp_full_match({value}, '{wanted}') or {or_else} group by {value}"
    )


def _suites_of_sums(present: dict[str, dict[str, str]]) -> Iterator[Suite]:
    if "core.fct_costs" not in present:
        return
    if "allocation.fct_allocated_costs" in present:
        booked = "{batch}"
        if "allocation.fct_restatements" in present:
            columns = ", ".join(("billing_currency", *MEASURES))
            booked = f"(select {columns} from {{batch}} union all select {columns} from fct_restatements)"
        yield Suite(
            "Allocated and billed",
            "fct_allocated_costs",
            tuple(
                NoRows(
                    f"allocated {measure} adds up to that of core.fct_costs, per currency",
                    _same_sums(f"sum({measure})", f"sum({measure})", "billing_currency", "true", booked),
                )
                for measure in MEASURES
            ),
        )
    if "core.focus_cost_and_usage" in present:
        provider_bill = "cost_origin = 'provider_bill'"
        yield Suite(
            "FOCUS and billed",
            "focus_cost_and_usage",
            (
                NoRows(
                    "BilledCost adds up to that of the providers' bills in core.fct_costs, per currency",
                    _same_sums('sum("BilledCost")', "sum(billed_cost)", '"BillingCurrency"', provider_bill),
                ),
                NoRows(
                    "there is a row for each charge of the providers' bills",
                    _same_sums("count(*)", "count(*)", '"BillingCurrency"', provider_bill),
                ),
                NoRows(
                    "no cost is NULL, as FOCUS demands",
                    'select "x_ChargeId", "BilledCost" is null as billed,'
                    ' "EffectiveCost" is null as effective,'
                    ' "ContractedCost" is null as contracted, "ListCost" is null as list from {batch}'
                    ' where "BilledCost" is null or "EffectiveCost" is null or "ContractedCost" is null'
                    ' or "ListCost" is null',
                ),
            ),
        )
    if "core.focus_cost_and_usage" in present and FOCUS_ALLOCATED in present:
        yield Suite(
            "FOCUS allocated and billed",
            "focus_allocated_costs",
            (
                NoRows(
                    "allocated BilledCost adds up to that of the providers' bills in core.fct_costs",
                    _same_sums(
                        'sum("BilledCost")',
                        "sum(billed_cost)",
                        '"BillingCurrency"',
                        "cost_origin = 'provider_bill'",
                    ),
                ),
            ),
        )


def _same_sums(ours: str, theirs: str, currency: str, condition: str, rows: str = "{batch}") -> str:
    """Return a query: currencies for which an aggregate of `rows` differs from one of core.fct_costs.

    A currency that only closed months and their restatements know adds up to zero.
    """
    return (
        "select coalesce(ours.currency, theirs.currency) as currency, cast(ours.total as varchar) as here,"
        " cast(theirs.total as varchar) as in_fct_costs"
        f" from (select {currency} as currency, {ours} as total from {rows} group by {currency}) as ours"
        f" full join (select billing_currency as currency, {theirs} as total from fct_costs where {condition}"
        " group by billing_currency) as theirs on ours.currency is not distinct from theirs.currency"
        " where ours.currency is null or ours.total is distinct from theirs.total"
        " and (theirs.currency is not null or coalesce(ours.total, 0) <> 0)"
    )
