"""Pages of the vendors' APIs: what was pulled when, and one JSON file per page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from finops.demo.engine import Demo, literal
from finops.demo.llm import CLASSES
from finops.demo.story import RESTATED_FIRST_PULL_SHARE, Story


@dataclass(frozen=True)
class Pull:
    """One call of the APIs: the days it asked for, and the share of the restated days' tokens it was told."""

    name: str
    first_day: date
    last_day: date
    restated_share: Decimal
    pulled_at: datetime


def pulls(story: Story) -> tuple[Pull, Pull]:
    """The first pull over all closed months, and the second over its trailing window and the open month."""
    window_start, window_end = story.repull_window
    morning = timedelta(days=1, hours=6)
    midnight = datetime.min.time()
    return (
        Pull("first-pull", story.first_day, window_end, RESTATED_FIRST_PULL_SHARE,
             datetime.combine(window_end, midnight) + morning),
        Pull("second-pull", window_start, story.last_day, Decimal(1),
             datetime.combine(story.last_day, midnight) + morning),
    )  # fmt: skip


def make_pulled(demo: Demo, pull: Pull) -> None:
    """Create `pulled`: the usage of all days as the vendors told it at the time of a pull."""
    start, end = demo.story.restated_days
    is_restated = f"day BETWEEN {literal(start)} AND {literal(end)}"
    restated = ", ".join(
        f"CASE WHEN {is_restated} THEN floor({name} * {pull.restated_share})::BIGINT ELSE {name} END"
        f" AS {name}"
        for name in (*CLASSES, "requests", "searches")
    )
    demo.run(f"CREATE OR REPLACE TABLE pulled AS SELECT * REPLACE ({restated}) FROM llm_usage")


def unpivoted(columns: str, where: str) -> str:
    """Return a query with a row per usage row and token class: `columns`, token_class, tokens, price."""
    classes = ", ".join(f"{{'class': '{name}', 'tokens': {name}, 'price': {name}_price}}" for name in CLASSES)
    return f"""
        SELECT {columns}, part.class AS token_class, part.tokens AS tokens, part.price AS price
        FROM (SELECT *, unnest([{classes}]) AS part FROM pulled WHERE {where}) WHERE part.tokens != 0
    """


def write_pages(
    demo: Demo,
    source: str,
    pull: Pull,
    results: str,
    *,
    result: str,
    bucket: str,
    is_openai: bool,
    billed: str | None,
    folder: str | None = None,
) -> None:
    """Write the pages of one pull: a bucket per day, empty ones too.

    `results` is a table with `day` and `position` (the order within the day),
    `result` the SQL struct of a result,
    `bucket` the fields of a bucket before its results, `billed` the SQL amount of a result,
    `folder` where the pulls lie (the words of the source where it is not given).
    """
    folder = folder or source.replace("_", "/")
    for month in demo.story.months:
        first, last = demo.story.days_of(month)
        chunks = list(
            _chunks(max(first, pull.first_day), min(last, pull.last_day), _days_per_page(demo.scale))
        )
        for number, (start, end) in enumerate(chunks, start=1):
            has_more = number < len(chunks)
            token = f"page_{source.replace('_', '')}{end:%Y%m%d}" if has_more else None
            ending = f"{literal(has_more)} AS has_more, {literal(token)} AS next_page"
            between = f"BETWEEN {literal(start)} AND {literal(end)}"
            object_field = "'page' AS object, " if is_openai else ""
            select = f"""
                WITH per_day AS (
                    SELECT day, list({result} ORDER BY position) AS results
                    FROM {results} WHERE day {between} GROUP BY day
                ),
                buckets AS (
                    SELECT day, {{{bucket}, 'results': coalesce(results, [])}} AS bucket
                    FROM days LEFT JOIN per_day USING (day) WHERE day {between}
                )
                SELECT {object_field}list(bucket ORDER BY day) AS data, {ending} FROM buckets
            """
            path = f"{folder}/{pull.name}/{month:%Y-%m}_page{number:02d}.json"
            rows = demo.value(f"SELECT count(*) FROM {results} WHERE day {between}")
            total = None if billed is None else f"SELECT sum({billed}) FROM {results} WHERE day {between}"
            demo.copy(source, path, select, "FORMAT json", rows=rows, billed=total)


def _days_per_page(scale: float) -> int:
    """Pages stay of a readable size: a month a page at scale 1, a day a page at a large one."""
    return 31 if scale <= 2 else 7 if scale <= 10 else 1


def _chunks(first: date, last: date, size: int) -> Iterable[tuple[date, date]]:
    while first <= last:
        end = min(first + timedelta(days=size - 1), last)
        yield first, end
        first = end + timedelta(days=1)
