"""Step boundaries of a long command, where a kill test may end the process."""

import os
import signal


def boundary(step: str, steps: tuple[str, ...]) -> None:
    """Mark that `step` is done: with AI_FINOPS_KILL_AT set to its name, the process kills itself here.

    Raises ValueError for a step that is not in `steps`.
    """
    if step not in steps:
        raise ValueError(f"Unknown step: {step}")
    if os.environ.get("AI_FINOPS_KILL_AT") == step:
        os.kill(os.getpid(), signal.SIGKILL)
