"""The close pack: CSVs that a ledger can load, and a README with the figures. Persons are pseudonyms."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from finops.landing.sql import name, quote
from finops.project import FinopsError, Project
from finops.publishing import pseudonyms
from finops.screen import money

# File, table, and what it says; a table that is not built is left out. Rows are those of the month.
TABLES = (
    ("journal.csv", "allocation.fct_chargeback_journal", "journal lines, debit = credit per journal"),
    ("accruals.csv", "allocation.fct_accruals", "what is owed and not invoiced yet, per issuer"),
    ("restatements.csv", "allocation.fct_restatements", "differences of months closed before, posted here"),
    (
        "prepaid.csv",
        "governance.fct_prepaid_rollforward",
        "prepaid credit: opening + movements = closing",
    ),
    (
        "commitments.csv",
        "allocation.fct_commitment_amortisation",
        "commitments: bought, used, unused",
    ),
    ("reconciliation.csv", "governance.fct_invoice_reconciliation", "invoices against charges"),
    ("open_items.csv", "governance.fct_open_items", "what was still to do"),
    ("rule_diff.csv", "allocation.rpt_rule_diff", "who gains and who loses by a new version of a rule"),
)
PERIOD_COLUMNS = ("posted_period", "billing_period", "period")
# Tables in which persons are known by name.
PERSONS = ("core.dim_principal", "core.dim_owner", "core.dim_api_key")
ALLOCATED = """
select
    billing_period, legal_entity, target_kind, target_id, cost_part, billing_currency, count(*) as count_rows,
    {sums}
from allocation.fct_allocated_costs
where billing_period = {period}
group by billing_period, legal_entity, target_kind, target_id, cost_part, billing_currency
order by billing_currency, legal_entity, target_kind, target_id, cost_part
"""
MEASURES = ("billed_cost", "effective_cost", "contracted_cost", "list_cost")


def write_pack(
    project: Project, con: duckdb.DuckDBPyConnection, entry: dict[str, Any], folder: Path
) -> dict[str, int]:
    """Write the pack of a closing into `folder`. Returns the files written with their number of rows.

    Raises FinopsError where a file would name a person.
    """
    folder.mkdir()
    _make_missing(con, entry["missing"])
    period = quote(entry["billing_period"])
    sums = ", ".join(f"sum({one}) as {one}" for one in MEASURES)
    parts = [("allocated.csv", ALLOCATED.format(sums=sums, period=period), "who bears how much of the month")]
    for file, table, says in TABLES:
        query = _of_period(con, table, period)
        if query:
            parts.append((file, query, says))
    parts.append(("missing.csv", "select * from missing_at_closing", "what was missing and accepted"))
    for number, (_, query, _) in enumerate(parts):
        con.execute(f"create or replace temp table pack_{number} as {query}")
    relations = [f"temp.main.pack_{number}" for number in range(len(parts))]
    _hide_persons(project, con, relations)
    written = {}
    for (file, _, _), relation in zip(parts, relations, strict=True):
        row = con.execute(
            f"copy (select * from {relation}_hidden order by all) to {quote(str(folder / file))}"
            " (format csv, header)"
        ).fetchone()
        written[file] = row[0] if row else 0
    says = {file: text for file, _, text in parts}
    lacks = con.execute(f"select what, who, detail from {relations[-1]}_hidden order by all").fetchall()
    (folder / "README.txt").write_text(_readme(entry, written, says, lacks), encoding="utf-8")
    return written


def _of_period(con: duckdb.DuckDBPyConnection, table: str, period: str) -> str | None:
    """Return a query for the rows of the month, all where the table knows none; None without the table."""
    schema, relation = table.split(".")
    columns = [
        row[0]
        for row in con.execute(
            "select column_name from duckdb_columns() where schema_name = ? and table_name = ?",
            [schema, relation],
        ).fetchall()
    ]
    if not columns:
        return None
    column = next((one for one in PERIOD_COLUMNS if one in columns), None)
    return f"select * from {table}" + (f" where {name(column)} = {period}" if column else "")


def _hide_persons(project: Project, con: duckdb.DuckDBPyConnection, relations: list[str]) -> None:
    """Make <relation>_hidden of each relation, with pseudonyms in place of persons."""
    key = pseudonyms.read_key(project)
    identities = pseudonyms.find_identities(con, [*PERSONS, *relations], key)
    touched = pseudonyms.prepare(con, relations, identities)
    for relation in relations:
        query = pseudonyms.hiding_select(con, relation, touched.get(relation, set()))
        con.execute(f"create or replace temp table {relation.removeprefix('temp.main.')}_hidden as {query}")
    found = pseudonyms.leaks(con, [f"{relation}_hidden" for relation in relations], identities)
    if found:
        raise FinopsError(
            f"The close pack would name persons in {', '.join(sorted({one[1] for one in found}))}, so"
            " nothing was closed. Report this with the names of the columns, not their values."
        )


def _make_missing(con: duckdb.DuckDBPyConnection, missing: list[dict[str, Any]]) -> None:
    """Fill the temporary table `missing_at_closing`: it may name persons as any other."""
    con.execute(
        "create or replace temp table missing_at_closing"
        " (what varchar, who varchar, currency varchar, amount varchar, detail varchar)"
    )
    columns = [[one[key] for one in missing] for key in ("what", "who", "currency", "amount", "detail")]
    lists = ", ".join("unnest(cast(? as varchar[]))" for _ in columns)
    con.execute(f"insert into missing_at_closing select {lists}", columns)


def _readme(
    entry: dict[str, Any], written: dict[str, int], says: dict[str, str], lacks: list[tuple[str, ...]]
) -> str:
    """Return the text that explains the pack: the figures of the month, and what each file is."""
    lines = [
        f"Books of {entry['billing_period']}, version {entry['version']}",
        f"Closed at {entry['closed_at']} (UTC) by version {entry['project_version']} of the project.",
        f"md5 of the frozen rows: {entry['content_md5']}",
        "",
        "Allocated",
    ]
    for one in entry["sums"]:
        if one["table"] == "fct_allocated_costs":
            billed, effective = (one[measure] for measure in MEASURES[:2])
            lines.append(
                f"  {one['rows']:,} rows: billed {_exact(billed, one['currency'])},"
                f" effective {_exact(effective, one['currency'])}"
            )
    lines += ["", "Files (persons are pseudonyms, amounts have twelve places)"]
    lines += [f"  {file:<20}{rows:>9,} rows  {says[file]}" for file, rows in written.items()]
    lines += ["", f"Missing and accepted: {len(lacks)}"]
    lines += [f"  {what}: {who}, {detail}" for what, who, detail in lacks]
    return "\n".join(lines) + "\n"


def _exact(amount: str | None, currency: str) -> str:
    return "-" if amount is None else f"{money(Decimal(amount), currency)} (exactly {amount})"
