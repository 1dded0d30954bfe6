"""The DuckDB behind the generator: repeatable random numbers, constants as tables, files out."""

import gzip
import math
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from finops.demo.story import Story

Progress = Callable[[str], None]


def literal(value: object) -> str:
    """Return a Python value as a SQL literal."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value:%Y-%m-%d %H:%M:%S}'"
    if isinstance(value, date):
        return f"DATE '{value:%Y-%m-%d}'"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(literal(one) for one in value) + "]"
    return "'" + str(value).replace("'", "''") + "'"


def _compress(source: Path, target: Path) -> None:
    """Replace a file by its gzip without a time stamp. DuckDB's own gzip takes several times as long."""
    with (
        source.open("rb") as read,
        target.open("wb") as write,
        gzip.GzipFile(filename="", fileobj=write, mode="wb", compresslevel=3, mtime=0) as archive,
    ):
        shutil.copyfileobj(read, archive, 1 << 20)
    source.unlink()


def plain(amount: Decimal) -> str:
    """Return a decimal as text without exponent and trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass
class Demo:
    """One run: where it writes, how much, and what it wrote."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    story: Story
    seed: int
    scale: float
    progress: Progress | None = None
    files: list[dict] = field(default_factory=list)
    steps: list[dict] = field(default_factory=list)

    @property
    def copies(self) -> int:
        """How often the LLM keys exist: more keys, not bigger ones, when the company grows."""
        return max(1, math.ceil(self.scale))

    def say(self, message: str) -> None:
        if self.progress is not None:
            self.progress(message)

    def run(self, sql: str) -> None:
        self.connection.execute(sql)

    def rows(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()

    def value(self, sql: str) -> object:
        return self.connection.execute(sql).fetchone()[0]

    def table(self, name: str, columns: str, rows: Iterable[Sequence]) -> None:
        """Create a small table of constants; `columns` is `name TYPE, name TYPE`."""
        self.run(f"CREATE OR REPLACE TABLE {name} ({columns})")
        tuples = ", ".join("(" + ", ".join(literal(value) for value in row) + ")" for row in rows)
        self.run(f"INSERT INTO {name} VALUES {tuples}")

    def resources(self, name: str, templates: str) -> None:
        """Create one row per resource out of a table of templates with `template_id` and `count_at_scale_1`.

        Counts are rounded over the running total, so the number of resources follows the scale at any scale.
        """
        self.run(f"""
            CREATE OR REPLACE TABLE {name} AS
            WITH running AS (
                SELECT *, sum(count_at_scale_1) OVER (ORDER BY template_id) AS up_to
                FROM {templates} WHERE count_at_scale_1 > 0
            ),
            counted AS (
                SELECT *, greatest(
                    count_at_least,
                    floor(up_to * {self.scale} + 0.5) - floor((up_to - count_at_scale_1) * {self.scale} + 0.5)
                )::BIGINT AS resource_count
                FROM running
            )
            SELECT template_id, number, template_id * 10000000 + number AS resource
            FROM counted, unnest(range(resource_count)) AS numbers(number)
            ORDER BY template_id, number
        """)

    def copy(
        self,
        source: str,
        path: str,
        select: str,
        options: str,
        *,
        rows: int | None = None,
        billed: str | None = None,
    ) -> None:
        """Write a query to a file below the demo folder and note the file.

        `rows` counts records where a line is none (pages of an API); `billed` is a query of the exact sum
        of what the file bills, in its billing currency.
        """
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        is_compressed = target.suffix == ".gz"
        plain_target = target.with_suffix("") if is_compressed else target
        copied = self.connection.execute(f"COPY ({select}) TO {literal(str(plain_target))} ({options})")
        written = copied.fetchone()[0]
        if is_compressed:
            _compress(plain_target, target)
        total = None if billed is None else plain(self.value(billed) or Decimal(0))
        self.files.append(
            {"source": source, "path": path, "rows": written if rows is None else rows, "billed_total": total}
        )
        self.say(f"{path}: {self.files[-1]['rows']:,} rows")

    def step(
        self,
        step: str,
        paths: Sequence[str],
        source: str | None,
        delivered_at: datetime | None = None,
        scope: str | None = None,
    ) -> None:
        """Note what a person lands in one call; the order of the calls is the order of landing.

        Without a source each file is recognised by its header.
        """
        self.steps.append(
            {
                "step": step,
                "paths": list(paths),
                "source": source,
                "scope": scope,
                "delivered_at": None if delivered_at is None else f"{delivered_at:%Y-%m-%dT%H:%M:%SZ}",
            }
        )

    def note_invoice(self, provider: str, issuer: str, select: str) -> None:
        """Add what an issuer bills: invoice_id, billing_account_id, month, currency, total, tax."""
        self.run(f"INSERT INTO invoice_sums SELECT {literal(provider)}, {literal(issuer)}, * FROM ({select})")


def _macros(seed: int, story: Story) -> Iterable[str]:
    # Hashed twice: hashes of one key under two salts would otherwise differ by a constant only.
    yield f"""CREATE MACRO dice(key, salt) AS
        (hash(hash(key, salt, {seed})) >> 11)::DOUBLE / 9007199254740992.0"""
    yield "CREATE MACRO hexed(key, salt) AS md5(concat_ws('|', key, salt))"
    yield "CREATE MACRO pick(options, key, salt) AS options[1 + floor(dice(key, salt) * len(options))::INT]"
    yield "CREATE MACRO between_dice(low, high, key, salt) AS low + (high - low) * dice(key, salt)"
    yield "CREATE MACRO weekday_share(day) AS CASE WHEN isodow(day) > 5 THEN 0.45 ELSE 1.0 END"
    yield f"""CREATE MACRO month_number(day) AS
        datediff('month', {literal(story.first_day)}, day)"""
    yield "CREATE MACRO growth(rate, day) AS pow(1 + rate, month_number(day))"
    # The double nearest to a decimal: a plain cast may miss it in the last bit.
    yield "CREATE MACRO to_double(x) AS x::VARCHAR::DOUBLE"
    # Whole numbers without a point, small ones in E notation: as Microsoft and Oracle print doubles.
    yield r"CREATE MACRO printed(x) AS regexp_replace(upper(to_double(x)::VARCHAR), '\.0$', '')"
    # An exact decimal without trailing zeros.
    yield r"""CREATE MACRO plain(x) AS
        regexp_replace(regexp_replace(x::VARCHAR, '(\.[0-9]*?)0+$', '\1'), '\.$', '')"""
    yield "CREATE MACRO iso(x) AS strftime(x, '%Y-%m-%dT%H:%M:%SZ')"
    # A value between two of the 41 quantiles, drawn evenly.
    yield """CREATE MACRO from_quantiles(q, u) AS
        floor(q[1 + floor(u * 40)::INT]
            + (q[2 + floor(u * 40)::INT] - q[1 + floor(u * 40)::INT]) * (u * 40 - floor(u * 40)))::BIGINT"""


@contextmanager
def open_demo(
    folder: Path, story: Story, *, seed: int, scale: float, progress: Progress | None
) -> Iterable[Demo]:
    """Open a scratch database beside nothing of the user's, with the macros and the days of the story."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="finops-demo-") as scratch:
        connection = duckdb.connect(str(Path(scratch) / "demo.duckdb"))
        try:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute("SET enable_progress_bar = false")
            # What does not fit is spilled: a large demo needs disk, not memory.
            connection.execute("SET memory_limit = '1GB'")
            connection.execute(f"SET temp_directory = {literal(str(Path(scratch) / 'spill'))}")
            for macro in _macros(seed, story):
                connection.execute(macro)
            demo = Demo(connection, folder, story, seed, scale, progress)
            demo.run(f"""
                CREATE TABLE days AS
                SELECT day::DATE AS day FROM generate_series(
                    {literal(story.first_day)}::TIMESTAMP, {literal(story.last_day)}::TIMESTAMP,
                    INTERVAL 1 DAY
                ) AS series(day)
            """)
            demo.run("""
                CREATE TABLE invoice_sums (
                    provider VARCHAR, issuer VARCHAR, invoice_id VARCHAR, billing_account_id VARCHAR,
                    month DATE,
                    currency VARCHAR, total DECIMAL(38, 12), tax DECIMAL(38, 12)
                )
            """)
            yield demo
        finally:
            connection.close()
