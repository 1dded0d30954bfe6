"""What is to be done, the costliest first: rows of governance.fct_open_items."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finops.figures import Figures
from finops.screen import count, money, print_entries

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
    def is_fault(self) -> bool:
        """Whether it is a fault in the organisation's own rules and lists."""
        return self.kind == "rule_finding"

    @property
    def money_text(self) -> str:
        """The money with its currency, else the amounts as billed, else why there is none.

        Every screen and list shows this one figure for an item.
        """
        if self.money is not None:
            return money(self.money, self.currency)
        reason = (self.money_reason or "no amount known").replace("_", " ")
        return f"{self.billed} ({reason})" if self.billed else reason

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


def print_items(items: list[OpenItem], title: str, limit: int = ITEMS_SHOWN) -> None:
    """Print the costliest items, what each is about in full. Faults have a block of their own."""
    others = [item for item in items if not item.is_fault]
    entries = [(item.money_text, _text(item), _more(item)) for item in others[:limit]]
    note = (
        "One charge can have a key, a project, tags and an account: these amounts overlap and do not add up."
    )
    if not entries:
        return
    print_entries(f"{title}: top {len(entries)} of {count(len(others))}", entries, note)


def print_faults(items: list[OpenItem], limit: int | None = None) -> None:
    """Print what is wrong in the organisation's own rules and lists, the costliest first, and what to do."""
    faults = [item for item in items if item.is_fault]
    if not faults:
        return
    shown = faults[:limit]
    entries = [
        (item.money_text, f"{item.name or item.kind}: {_without_rule(item.owner_value)}.", item.what_to_do)
        for item in shown
    ]
    note = (
        "The amount is all that the rule shares; where a target is gone, the share that others bear;"
        " where pools send it round, what stopped."
    )
    if len(shown) < len(faults):
        note = f"{note} `finops todo` shows all {len(faults)}, governance.fct_open_items too."
    number = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}"
    worst = f", the worst {len(shown)}" if len(shown) < len(faults) else ""
    print_entries(f"{number} in your own rules and lists{worst}", entries, note)


def _without_rule(value: str) -> str:
    """Return what a fault is about: its value begins with the name of the rule that it breaks."""
    return value.partition(": ")[2] or value


def _text(item: OpenItem) -> str:
    name = f" ({item.name})" if item.name and item.name != item.owner_value else ""
    return f"{item.kind.replace('_', ' ')} {item.owner_value}{name}: {item.what_to_do}"


def _more(item: OpenItem) -> str:
    because = f" ({item.because})" if item.because else ""
    said = (
        item.provider,
        f"{item.coverage_text} of unowned" if item.coverage_text else None,
        f"last seen {item.last_seen.isoformat()}" if item.last_seen else None,
        f"suggested: {item.suggestion}{because}" if item.suggestion else None,
    )
    return ", ".join(filter(None, said))
