"""Reopening a closed month: a file beside its version says when and why; the version itself stays."""

import json
import os

from finops import __version__
from finops.closing.closings import Closing, current_closings, marker
from finops.closing.freezing import sync
from finops.landing.writing import now_text
from finops.project import FinopsError, Project


def reopen_period(project: Project, period: str, reason: str) -> Closing:
    """Mark the closing of `period` as reopened and return it. The caller holds the run lock.

    Raises FinopsError where the month is not closed or no reason is given.
    """
    if not reason.strip():
        raise FinopsError("Say why the month is reopened: `finops reopen 2026-09 --reason TEXT`.")
    closed = current_closings(project)
    if period not in closed:
        listed = ", ".join(sorted(closed)) or "none"
        raise FinopsError(f"{period} is not closed, so there is nothing to reopen. Closed months: {listed}.")
    said = {
        "billing_period": period,
        "version": closed[period].version,
        "reopened_at": now_text(),
        "reason": reason.strip(),
        "project_version": __version__,
    }
    beside = marker(closed[period].folder)
    partial = beside.with_suffix(".part")
    partial.write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")
    sync(partial)
    os.replace(partial, beside)
    sync(beside.parent)
    return Closing(closed[period].folder, closed[period].entry, said)
