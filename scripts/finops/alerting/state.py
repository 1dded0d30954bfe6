"""Which alerts were delivered: one small file in the home, written whole after each delivery."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from finops.alerting.alerts import Alert
from finops.project import FinopsError, Project


def state_file(project: Project) -> Path:
    """Return where it lies."""
    return project.home / "warehouse" / ".alerts.json"


def read_sent(project: Project) -> dict[str, dict[str, str]]:
    """Return what was delivered, by key. Raises FinopsError where the file cannot be read."""
    path = state_file(project)
    if not path.exists():
        return {}
    try:
        sent = json.loads(path.read_text(encoding="utf-8"))["sent"]
        if not all(isinstance(one, dict) for one in sent.values()):
            raise TypeError
        return sent
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise FinopsError(
            f"{path} cannot be read, and without it every alert would be sent again. Put the file of before"
            " back, or delete it to send what is open once more."
        ) from None


def note_sent(project: Project, sent: dict[str, dict[str, str]], alerts: list[Alert]) -> None:
    """Write that these are delivered too. Raises FinopsError where it cannot be written."""
    path = state_file(project)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    sent.update({one.key: {"at": now, "kind": one.kind, "severity": one.severity} for one in alerts})
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(partial, "w", encoding="utf-8") as handle:
            json.dump({"sent": sent}, handle, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise FinopsError(
            f"An alert was delivered and {path} cannot be written ({error.strerror}), so it will be sent"
            " again."
        ) from None
