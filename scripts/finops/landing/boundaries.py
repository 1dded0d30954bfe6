"""Step boundaries of a load, where a kill test may end the process.

With AI_FINOPS_KILL_AT set to the name of a step, the process kills itself there; otherwise nothing happens.
"""

from finops import boundaries

STEPS = (
    "staging_swept",
    "file_read",
    "delivery_written",
    "ledger_entry_written",
    "delivery_synced",
    "door_passed",
    "before_rename",
    "after_rename",
    "demo_removed",
    "finished",
)


def boundary(step: str) -> None:
    """Mark that `step` is done. Raises ValueError for a step that is not in STEPS."""
    boundaries.boundary(step, STEPS)
