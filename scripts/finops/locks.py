"""One writer at a time: advisory file locks that say who holds them."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finops.project import FinopsError


@contextmanager
def hold(path: Path, purpose: str, wait_seconds: float = 60) -> Iterator[None]:
    """Hold the lock file `path` while the block runs.

    Waits up to `wait_seconds` for another holder, then raises FinopsError naming it. The kernel
    releases the lock when the process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a+", encoding="utf-8") as handle:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    handle.seek(0)
                    holder = handle.read().strip() or "another process"
                    raise FinopsError(
                        f"{purpose} waits for {holder}, which holds {path.name}. Try again when it has ended."
                    ) from None
                time.sleep(0.2)
        handle.seek(0)
        handle.truncate()
        handle.write(f"{purpose} (process {os.getpid()})")
        handle.flush()
        try:
            yield
        finally:
            handle.seek(0)
            handle.truncate()
            handle.flush()


def holder(path: Path) -> str | None:
    """Return who holds the lock file `path` now, None where nobody does."""
    try:
        with open(path, encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return handle.read().strip() or "another process"
    except OSError:
        return None
    return None
