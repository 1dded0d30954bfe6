"""Step boundaries of a load, where a kill test may end the process.

With AI_FINOPS_KILL_AT set to the name of a step, the process kills itself there; otherwise nothing happens.
"""

import os
import signal

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
    if step not in STEPS:
        raise ValueError(f"Unknown step: {step}")
    if os.environ.get("AI_FINOPS_KILL_AT") == step:
        os.kill(os.getpid(), signal.SIGKILL)
