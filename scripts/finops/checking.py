"""Proof that nothing was lost between file and tables: counts of both, side by side."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from finops.figures import open_read_only
from finops.landing.ledger import billed_total, read_ledger, rows_of
from finops.landing.sql import glob_free
from finops.project import FinopsError, Project
from finops.screen import count, print_table, say

# Staging relation per source and, beside it, the sum that must equal that of the export's own column.
STAGED = {
    "focus": ("stg_focus__cost_and_usage", "billed_cost"),
    "aws_cur": ("stg_aws__cur_line_items", "unblended_cost"),
    "openai_costs": ("stg_openai__costs", "amount"),
    "anthropic_costs": ("stg_anthropic__cost_report", "amount"),
    "openai_usage": ("stg_openai__completions_usage", "delivered_input_tokens + delivered_output_tokens"),
    "anthropic_usage": ("stg_anthropic__messages_usage", "input_tokens + output_tokens"),
    "litellm_spend_logs": ("stg_litellm__spend_logs", "estimated_cost"),
    "invoices": ("stg_invoices__invoices", "total_amount"),
    "owners": ("stg_owners__owners", None),
    "tag_keys": ("stg_tag_keys__tag_keys", None),
    "fx_rates": ("stg_fx_rates__fx_rates", "rate"),
    "settings": ("stg_settings__settings", None),
}
# The same sum from the landed files, for sources whose ledger entry holds no billed total.
EXPORTED = {
    "openai_usage": ("input_tokens", "output_tokens"),
    "anthropic_usage": ("uncached_input_tokens", "output_tokens"),
    "litellm_spend_logs": ("spend",),
    "invoices": ("total_amount",),
    "fx_rates": ("rate",),
}


@dataclass
class Checked:
    """One source, all its deliveries: rows in the files, landed, quarantined, staged; both sums."""

    source: str
    rows_in_files: int
    rows_landed: int
    rows_quarantined: int
    rows_in_deliveries: int
    rows_staged: int | None
    sum_in_files: Decimal | None
    sum_staged: Decimal | None

    @property
    def problems(self) -> list[str]:
        """What does not add up, in words; empty where all does."""
        found = []
        if self.rows_in_files != self.rows_landed + self.rows_quarantined:
            found.append("rows in the files are not landed + quarantined")
        if self.rows_staged is not None and self.rows_staged != self.rows_in_deliveries:
            found.append("rows staged are not those of the deliveries")
        if self.rows_staged is not None and self.sum_in_files != self.sum_staged:
            found.append("the sum staged is not that of the files")
        return found


def check(project: Project) -> list[Checked]:
    """Return one line per landed source. Raises FinopsError where the warehouse cannot be read now."""
    by_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in read_ledger(project):
        by_source[entry["source_name"]].append(entry)
    if not by_source:
        return []
    if not project.warehouse.is_file():
        raise FinopsError(f"Nothing is built yet: {project.warehouse} is missing. Run `finops build` first.")
    with open_read_only(project.warehouse) as connection:
        return [_check_source(project, connection, source, by_source[source]) for source in sorted(by_source)]


def _check_source(
    project: Project, connection: duckdb.DuckDBPyConnection, source: str, entries: list[dict[str, Any]]
) -> Checked:
    files: dict[str, dict[str, Any]] = {}
    for entry in entries:
        for file in entry["files"]:
            files[file["content_hash"]] = file
    staged_rows, staged_sum = _staged(connection, source, entries)
    return Checked(
        source,
        sum(file["rows_in_file"] for file in files.values()),
        sum(file["rows_landed"] for file in files.values()),
        sum(file["rows_quarantined"] for file in files.values()),
        sum(rows_of(entry) for entry in entries),
        staged_rows,
        _sum_in_files(project, source, entries),
        staged_sum,
    )


def _staged(
    connection: duckdb.DuckDBPyConnection, source: str, entries: list[dict[str, Any]]
) -> tuple[int | None, Decimal | None]:
    if source not in STAGED:
        return None, None
    relation, measure = STAGED[source]
    total = f"sum(cast({measure} as decimal(38, 12)))" if measure else "null"
    query = f"select count(*), {total} from staging.{relation} where list_contains(?, delivery_id)"
    try:
        row = connection.execute(query, [[entry["delivery_id"] for entry in entries]]).fetchone()
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise FinopsError(
            f"staging.{relation} cannot be read ({first_line}). Run `finops build`, then check again."
        ) from None
    rows, total = row or (0, None)
    return rows, (total or Decimal(0)) if measure else None


def _sum_in_files(project: Project, source: str, entries: list[dict[str, Any]]) -> Decimal | None:
    """Return the sum counted while landing, else that of the export's own columns in plain decimals."""
    totals = [Decimal(total) for entry in entries if (total := billed_total(entry)) is not None]
    if totals:
        return sum(totals, Decimal(0))
    if source not in EXPORTED:
        return None
    values = " + ".join(
        f"coalesce(try_cast(cast({column} as varchar) as decimal(38, 12)), 0)" for column in EXPORTED[source]
    )
    folder = glob_free(str(project.landing / source)).removesuffix("'")
    query = (
        f"select sum({values}) from read_parquet("
        f"{folder}/*/*.parquet', union_by_name = true, filename = true)"
        " where not contains(filename, 'quarantine.parquet')"
    )
    row = duckdb.connect().execute(query).fetchone()
    return (row[0] if row else None) or Decimal(0)


def print_check(checked: list[Checked]) -> bool:
    """Print the table and return whether everything adds up."""
    if not checked:
        say("Nothing is landed, so there is nothing to check.")
        return True
    rows = [
        (
            item.source,
            count(item.rows_in_files),
            count(item.rows_landed),
            count(item.rows_quarantined),
            count(item.rows_in_deliveries),
            count(item.rows_staged),
            _exact(item.sum_in_files),
            _exact(item.sum_staged),
            "; ".join(item.problems) or "agrees",
        )
        for item in checked
    ]
    numbers = (
        "rows in files",
        "landed",
        "quarantined",
        "in deliveries",
        "staged",
        "sum of files",
        "sum staged",
    )
    note = (
        "Sums are checksums over all deliveries and currencies of a source (tokens for usage),"
        " compared to the twelfth decimal place."
    )
    print_table("Files against tables", ("source", *numbers, "result"), rows, note, right=numbers)
    return not any(item.problems for item in checked)


def _exact(amount: Decimal | None) -> str:
    return "-" if amount is None else f"{amount.normalize():,f}"
