"""What an expectation is, and what running one gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field

SHOWN_ROWS = 3


@dataclass(frozen=True)
class NoRows:
    """`query` finds no row. It reads `{batch}` and shows, per row found, what is wrong.

    No other braces and no colons in it: Great Expectations would take them for its own.
    """

    words: str
    query: str


@dataclass(frozen=True)
class Columns:
    """The table has exactly these columns."""

    words: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """Values of `column` are never NULL and have `length` characters."""

    words: str
    column: str
    length: int


@dataclass(frozen=True)
class Between:
    """Values of `column` lie within the bounds, both included; NULL passes."""

    words: str
    column: str
    lowest: float
    highest: float


Expectation = NoRows | Columns | Text | Between


@dataclass(frozen=True)
class Suite:
    """Expectations of one relation. `relation` is a view the engine knows, `title` what people call it."""

    title: str
    relation: str
    expectations: Sequence[Expectation]


@dataclass(frozen=True)
class Failure:
    """An expectation that does not hold. `rows` are examples, `count` all rows found where that is known."""

    suite: str
    expectation: str
    observed: str
    rows: list[dict[str, object]] = field(default_factory=list)

    def __str__(self) -> str:
        shown = "; ".join(
            ", ".join(f"{column} {value}" for column, value in row.items()) for row in self.rows[:SHOWN_ROWS]
        )
        return f"{self.suite}: {self.expectation}: {self.observed}{f' ({shown})' if shown else ''}"


@dataclass(frozen=True)
class Result:
    """One expectation, run. `observed` is in words; `rows` are at most as many as the engine hands out."""

    suite: str
    expectation: str
    success: bool
    observed: str
    rows: list[dict[str, object]] = field(default_factory=list)
    count: int = 0

    def failure(self) -> Failure:
        """Return this result as a failure."""
        return Failure(self.suite, self.expectation, self.observed, self.rows)
