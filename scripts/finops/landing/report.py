"""What a call to `land` tells the person: one outcome per file and one per delivery."""

from dataclasses import dataclass, field

LANDED = "landed"
ALREADY_LANDED = "already landed"
REFUSED = "refused"
NEEDS_CONFIRMATION = "needs_confirmation"
NEEDS_MAPPING = "needs_mapping"
PASSED_OVER = "passed over"
WOULD_LAND = "would land"


class Refusal(Exception):
    """A file or delivery that cannot land.

    `reason` says what is wrong and where, `what_to_do` the way out.
    """

    def __init__(self, reason: str, what_to_do: str = "") -> None:
        super().__init__(f"{reason} {what_to_do}".strip())
        self.reason = reason
        self.what_to_do = what_to_do


class MappingNeeded(Exception):
    """A console download whose columns nobody has confirmed yet."""


class NothingFilledIn(Exception):
    """A list that has its header and comments only."""


@dataclass
class FileOutcome:
    """What became of one file. Counts are None where the file was not read.

    `set_aside` says of the first unfit records of a list that people fill in where they stand and why, `kept`
    what landed though it needs a look.
    """

    path: str
    source_file: str
    outcome: str
    source_name: str | None = None
    dialect: str | None = None
    content_hash: str | None = None
    bytes: int | None = None
    rows_in_file: int | None = None
    rows_landed: int | None = None
    rows_quarantined: int | None = None
    reason: str = ""
    what_to_do: str = ""
    mapping_path: str | None = None
    set_aside: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@dataclass
class Replaced:
    """The delivery that a newer one takes the place of. It stays on disk until pruned.

    `lacking` says what it holds and the newer one does not, though a later export of a month has it again.
    """

    delivery_id: str
    rows: int
    billed_total: str | None
    currencies: list[str]
    lacking: list[str] = field(default_factory=list)


@dataclass
class DeliveryOutcome:
    """What became of one delivery (source, scope, period)."""

    outcome: str
    delivery_id: str
    source_name: str
    dialect: str | None
    delivery_scope: str
    billing_period: str | None
    currencies: list[str]
    rows: int
    rows_quarantined: int
    billed_total: str | None
    files: list[str]
    replaces: Replaced | None = None
    reason: str = ""
    what_to_do: str = ""


def would_replace(outcome: DeliveryOutcome, replaced: Replaced) -> str:
    """Return in words what a delivery that holds less would take the place of."""
    said = f"it has {outcome.rows:,} rows and would replace {replaced.rows:,}"
    if not replaced.rows:
        said = "it would count for days that were landed before"
    return f"{said}; it lacks {' and '.join(replaced.lacking)}" if replaced.lacking else said


@dataclass
class LandReport:
    """Everything one call did.

    `ok` is False when anything was refused or waits for an answer, or no record of a file could be read.
    """

    files: list[FileOutcome] = field(default_factory=list)
    deliveries: list[DeliveryOutcome] = field(default_factory=list)
    removed_demo: list[str] = field(default_factory=list)
    is_dry_run: bool = False

    @property
    def ok(self) -> bool:
        waiting = {REFUSED, NEEDS_CONFIRMATION, NEEDS_MAPPING}
        is_bare = any(item.rows_quarantined and not item.rows_landed for item in self.files)
        return not is_bare and not any(item.outcome in waiting for item in (*self.files, *self.deliveries))

    def with_outcome(self, outcome: str) -> list[FileOutcome]:
        """Return the files with this outcome."""
        return [item for item in self.files if item.outcome == outcome]
