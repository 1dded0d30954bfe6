"""`finops trace`: the way of a charge, invoice, allocated cost, pool or journal line, printed or as CSV."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from finops.figures import Figures, open_figures
from finops.landing.sql import quote
from finops.project import FinopsError, Project
from finops.screen import count, print_table, say, shorten
from finops.tracing.finding import find
from finops.tracing.walking import STEPS, Way, walk

LISTED = 15
TITLES = {
    "billed": "Billed: file and record of each charge",
    "owned": "To a target of its own",
    "pooled": "Into a pool",
    "chained": "From pool to pool, in shares",
    "shared": "What the targets of the pool got",
    "part": "What each target has of it",
    "booked": "Journal lines that bear it, whole",
}
FORWARD = ("billed", "owned", "pooled", "chained", "part", "booked")
BACK = ("booked", "shared", "chained", "part", "owned", "billed")


def run_trace(project: Project, wanted: str, csv: Path | None = None) -> None:
    """Print the way of `wanted`, and write every step to `csv`. Raises FinopsError for an id nobody knows."""
    with open_figures(project) as figures:
        way = walk(figures, find(figures, wanted))
        say(f"{way.found.kind.capitalize()} {way.found.id}, {'forward' if way.is_forward else 'back'}.")
        for step in FORWARD if way.is_forward else BACK:
            _print_step(figures, way, step)
        _print_sums(figures, way)
        if csv is not None:
            say(f"{_write(figures, csv):,} steps written to {csv}.")


# A journal line bears many allocated costs: the screen shows it once, the CSV beside each of them.
STEP = """
    with shown as (
        select
            concat_ws(' ', rule_id, 'v' || rule_version, allocation_method) as decided_by,
            case when step != 'booked' then from_id end as from_id, to_id, pool_name, target_kind, target_id,
            cost_part, share, billing_currency, billed_cost, effective_cost, what, source_row, invoice_id
        from way
        where step = ?
    )

    select distinct * from shown
"""
BY_SIZE = "order by abs(coalesce(effective_cost, billed_cost)) desc nulls last, from_id, to_id"
SUMS = """
    select
        billing_currency,
        cast(sum(case when step = 'billed' then effective_cost end) as decimal(38, 12)),
        cast(sum(case when step in ('owned', 'part') then effective_cost end) as decimal(38, 12)),
        cast(sum(
            case when step in ('owned', 'part') and cost_part = 'commitment_transfer' then effective_cost end
        ) as decimal(38, 12))
    from way
    where step in ('billed', 'owned', 'part')
    group by billing_currency
    order by billing_currency
"""


def _print_step(figures: Figures, way: Way, step: str) -> None:
    rows = figures.rows(f"{STEP} {BY_SIZE} limit {LISTED}", [step])
    if not rows:
        return
    total = figures.rows(f"select count(*) from ({STEP})", [step])[0][0]
    note = f"and {count(total - len(rows))} more; --csv FILE writes them." if total > len(rows) else ""
    shown = [_line(step, way, row) for row in rows]
    print_table(TITLES[step], _columns(step), shown, note, right=("share", "billed", "effective", "record"))


def _columns(step: str) -> Sequence[str]:
    if step == "billed":
        return ("file", "record", "charge", "invoice", "what", "billed", "effective")
    if step == "chained":
        return ("from pool", "into pool", "by", "share")
    if step == "booked":
        return ("journal line", "cost centre", "booked", "effective")
    return ("from", "to", "kind of cost", "by", "share", "billed", "effective")


def _line(step: str, way: Way, row: tuple) -> tuple[str, ...]:
    by, from_id, to_id, pool, kind, target, part, share, currency, billed, effective, what, record, bill = row
    amounts = (_exact(billed, currency), _exact(effective, currency))
    if step == "billed":
        return (shorten(from_id, 40), count(record), to_id, bill or "-", shorten(what, 40), *amounts)
    if step == "chained":
        return (pool or "-", target, by, _share(share))
    if step == "booked":
        return (to_id, f"{kind} {target}", what, amounts[1])
    if step == "owned" and what:
        by = shorten(what, 40)
    is_charge = step in ("owned", "pooled") or (step == "part" and not way.is_forward)
    begin = from_id if is_charge else pool or from_id
    end = f"{pool}: {to_id}" if step == "pooled" else f"{kind} {target}"
    return (begin, end, part or "-", by or "-", _share(share), *amounts)


def _print_sums(figures: Figures, way: Way) -> None:
    """Say whether both ends of the way agree: what was billed, and what its targets have of it."""
    for currency, billed, ended, moved in figures.rows(SUMS):
        if way.is_forward:
            transfer = f", {_exact(moved, currency)} of it moved with a commitment's benefit" if moved else ""
            ends = f"{_exact(billed, currency)} billed, {_exact(ended, currency)} with targets{transfer}"
            say(f"Effective cost: {ends}.")
        else:
            say(f"Effective cost: {_exact(ended, currency)}, the sum of its parts of charges.")


def _exact(amount: object, currency: str | None) -> str:
    """The amount to its last place that is not 0, at least to the cent: parts of a charge are exact."""
    if amount is None:
        return "-"
    whole, _, places = f"{amount:,f}".partition(".")
    text = f"{whole}.{places.rstrip('0').ljust(2, '0')}"
    return f"{currency} {text}" if currency else text


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share * 100:.4g} %"


def _write(figures: Figures, path: Path) -> int:
    """Write every step to a CSV file, in the order of the way. Returns how many."""
    if not path.parent.is_dir():
        raise FinopsError(f"{path} cannot be written: there is no folder {path.parent}.")
    order = " ".join(f"when '{step}' then {place}" for place, step in enumerate(STEPS))
    query = f"select * from way order by case step {order} end, from_id, to_id"
    try:
        figures.connection.execute(f"copy ({query}) to {quote(str(path))} (format csv, header)")
    except duckdb.Error as error:
        raise FinopsError(f"{path} cannot be written: {str(error).splitlines()[0]}") from None
    return figures.rows("select count(*) from way")[0][0]
