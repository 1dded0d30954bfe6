"""What is to be done, the costliest first: rows of governance.fct_open_items."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finops.figures import Figures
from finops.screen import count, money, print_table, shorten

OPEN_ITEMS = """
select
    kind, owner_kind, owner_value, item_name, provider_name, money_at_stake, reporting_currency, money_reason,
    billed_by_currency, last_seen_date, suggestion, because, coverage_gained, what_to_do
from governance.fct_open_items
where kind != 'unmapped_principal' or ?
order by item_rank
"""
OWNER_KINDS = ("key", "tag", "project", "account", "principal")
ITEMS_SHOWN = 20


@dataclass(frozen=True)
class OpenItem:
    """One thing to do. `money` is in the reporting currency, None where `money_reason` says why."""

    kind: str
    owner_kind: str
    owner_value: str
    name: str | None
    provider: str | None
    money: Decimal | None
    currency: str | None
    money_reason: str | None
    billed: str | None
    last_seen: date | None
    suggestion: str | None
    because: str | None
    coverage_gained: float | None
    what_to_do: str

    @property
    def is_about_an_owner(self) -> bool:
        """Whether a row of the list of owners closes it."""
        return self.kind == f"unmapped_{self.owner_kind}" and self.owner_kind in OWNER_KINDS

    @property
    def money_text(self) -> str:
        """The money with its currency, else why there is none."""
        if self.money is None:
            return (self.money_reason or "no amount known").replace("_", " ")
        return money(self.money, self.currency)

    @property
    def coverage_text(self) -> str:
        """The part of unowned cost that it would give an owner, in percent; empty where it is about other."""
        return "" if self.coverage_gained is None else f"{100 * self.coverage_gained:.1f} %"


def open_items(figures: Figures, *, with_principals: bool = False) -> list[OpenItem]:
    """Return what is to be done, the costliest first. Persons are left out unless they are asked for."""
    return [OpenItem(*row) for row in figures.rows(OPEN_ITEMS, [with_principals])]


def owners_to_name(items: list[OpenItem], limit: int) -> list[OpenItem]:
    """Return the costliest items that a row of the list of owners closes."""
    return [item for item in items if item.is_about_an_owner][:limit]


def print_items(items: list[OpenItem], title: str) -> None:
    """Print the costliest items as a table."""
    shown = items[:ITEMS_SHOWN]
    rows = [
        (
            item.kind.replace("_", " "),
            shorten(item.owner_value, 44),
            shorten(item.name, 28),
            item.money_text,
            item.coverage_text,
            item.last_seen.isoformat() if item.last_seen else "-",
            shorten(item.suggestion, 24),
            item.because or "",
        )
        for item in shown
    ]
    columns = ("to do", "value", "name", "money", "of unowned", "last seen", "suggestion", "because")
    note = (
        "One charge can have a key, a project, tags and an account: these amounts overlap and do not add up."
    )
    print_table(f"{title}: top {len(rows)} of {count(len(items))}", columns, rows, note, right=columns[3:5])
