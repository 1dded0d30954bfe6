"""What the registry says of a source and its tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from finops.landing.contracts import Column, contract

if TYPE_CHECKING:
    from finops.landing.reading import Reading


@dataclass(frozen=True)
class Sum:
    """A quantity that must come through: its sum in the files equals its sum in staging, to the last digit.

    `in_files` is a SQL expression over the landed columns, each of which is text; None takes what the ledger
    counted as billed. `staged` is one over the staging model.
    """

    quantity: str
    in_files: str | None
    staged: str


@dataclass(frozen=True)
class Table:
    """One table of a source.

    `recognised_by` columns (or JSON markers) tell its files apart. `period` names the column whose
    month is the billing period. `checked` columns go to quarantine when they hold what cannot be read.
    `billed` is the column that is summed as billed total, times `billed_factor`. `staging` is the dbt model
    that stages it, one row per landed row; `sums` are compared between files and staging. `gathered` are JSON
    columns that hold the columns of a prefix, where an older format has a column per key. `billed_records` is
    a column of records (credits) whose amounts are billed besides.

    `group_keys` are columns an export of days may be split by, `row_keys` columns that tell its rows apart
    besides; an export split by one of `overlapping_groups` (column and why) is refused. An export that
    names no currency is in `default_currency`. `held_again` are columns whose values (of times: days) a later
    export of a whole month has again: one without some of them may be another part of the month.

    JSON documents: `json_records` is the way from a document to its records (`seats[]`, `data[]{}`; see
    document_paths.py), `json_members` are members that tell a record, `json_whole` the columns that stay one
    JSON text because the names of their members are data (labels).
    """

    name: str
    recognised_by: tuple[str, ...]
    period: str | None = None
    billed: str | None = None
    billed_factor: str = "1"
    billed_records: str | None = None
    currency: str | None = None
    invoice_id: str | None = None
    keys: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    may_be_blank: tuple[str, ...] = ()
    allowed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    json_marker: str | None = None
    json_records: str | None = None
    json_members: tuple[str, ...] = ()
    json_whole: tuple[str, ...] = ()
    group_keys: tuple[str, ...] = ()
    row_keys: tuple[str, ...] = ()
    overlapping_groups: dict[str, str] = field(default_factory=dict)
    held_again: tuple[str, ...] = ()
    default_currency: str | None = None
    staging: str | None = None
    sums: tuple[Sum, ...] = ()
    gathered: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One source.

    `account` is the column that is the delivery scope, `account_parts` further columns of it; `scope` is the
    fixed scope without them. `spelling` gives the contract's name of a column as an older format spells it,
    other names as they are. `datasets` are dialects that are exports of their own and begin the scope.
    `prepare` is called on each file that was read, before its records are judged.
    """

    name: str
    tables: tuple[Table, ...]
    style: str
    formats: tuple[str, ...]
    scope: str | None = None
    account: str | None = None
    account_parts: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    dialects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    append_dialects: tuple[str, ...] = ()
    is_reference: bool = False
    spelling: Callable[[str], str] | None = None
    datasets: tuple[str, ...] = ()
    prepare: "Callable[[duckdb.DuckDBPyConnection, Reading], None] | None" = None

    def table(self, name: str) -> Table:
        """Return the table called `name`. Raises KeyError without one."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def columns(self, table: str) -> tuple[Column, ...]:
        """Return the contract columns of `table`."""
        return contract(self.name, table)

    @property
    def is_template(self) -> bool:
        """Whether people fill it in: its contract says what the columns mean."""
        return any(column.meaning for table in self.tables for column in self.columns(table.name))

    def restatement_style(self, dialect: str | None) -> str:
        """Return how a later delivery of `dialect` relates to an earlier one."""
        return "append" if dialect in self.append_dialects else self.style


def billed(staged: str) -> Sum:
    """What the ledger counted as billed, against the money column `staged` of the staging model."""
    return Sum("billed", None, staged)


def added(staged: str, *columns: str, quantity: str | None = None) -> Sum:
    """The landed columns added up, blanks as nothing, against the expression `staged` of staging."""
    values = " + ".join(f'coalesce(try_cast("{column}" as decimal(38, 12)), 0)' for column in columns)
    return Sum(quantity or " + ".join(columns), values, staged)


def template(name: str, recognised_by: tuple[str, ...] = (), **options: object) -> Source:
    """A list of the organisation: undated, the newest row per key wins.

    It is recognised by its mandatory columns where nothing else is said. Its contract says which words a
    column takes; what is no number, date, month or currency is set aside.
    """
    columns = contract(name, name)
    options.setdefault("staging", f"stg_{name}__{name}")
    options.setdefault("checked", tuple(column.name for column in columns if column.kind != "text"))
    options.setdefault("allowed", {column.name: column.allowed for column in columns if column.allowed})
    markers = recognised_by or tuple(column.name for column in columns if column.is_mandatory)
    return Source(name, (Table(name, markers, **options),), "upsert", ("csv",), scope="organisation")  # type: ignore[arg-type]
