"""Which days a pull asks for: what is new, what vendors still restate in silence, each month once more."""

from datetime import date, timedelta

TRAILING_DAYS = 3

Span = tuple[date, date]


def spans(
    today: date,
    last_day: date | None,
    months_read: list[str],
    since: date | None = None,
    until: date | None = None,
) -> list[Span]:
    """Return the days to ask for as spans within a calendar month, oldest first, both ends included.

    `today` is the day in UTC and never asked for, as it has not ended. `last_day` is the last day an earlier
    pull finished, `months_read` are months (YYYY-MM) read whole after they were over. A first pull begins
    with the month before; a later one reads `TRAILING_DAYS` again, and the month before once it is settled.
    """
    end = until or today - timedelta(days=1)
    month_start = today.replace(day=1)
    before_start = (month_start - timedelta(days=1)).replace(day=1)
    if since is not None:
        wanted = [(since, end)]
    elif last_day is None:
        wanted = [(before_start, end)]
    else:
        trailing = today - timedelta(days=TRAILING_DAYS)
        wanted = [(min(last_day + timedelta(days=1), trailing), end)]
        is_settled = today.day > TRAILING_DAYS
        if is_settled and until is None and f"{before_start:%Y-%m}" not in months_read:
            wanted.append((before_start, month_start - timedelta(days=1)))
    return _by_month(wanted)


def months_settled(today: date, asked: list[Span]) -> list[str]:
    """Return the months of `asked` that were asked for whole when they were over and settled."""
    settled = []
    for first, last in asked:
        is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
        if is_whole and today - last > timedelta(days=TRAILING_DAYS):
            settled.append(f"{first:%Y-%m}")
    return settled


def _by_month(wanted: list[Span]) -> list[Span]:
    months: dict[tuple[int, int], Span] = {}
    for first, last in wanted:
        while first <= last:
            next_month = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
            part = (first, min(last, next_month - timedelta(days=1)))
            key = (first.year, first.month)
            known = months.get(key, part)
            months[key] = (min(known[0], part[0]), max(known[1], part[1]))
            first = next_month
    return [months[key] for key in sorted(months)]
