"""Demo exports into an empty project: written, landed step by step, marked as demo."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from finops.landing import land, read_ledger, unland
from finops.project import FinopsError, Project
from finops.refreshing import files_to_land, own_deliveries
from finops.todo import is_list


def land_demo(project: Project, options: dict[str, Any], progress: Callable[[str], None]) -> str:
    """Write and land the demo where nothing own is landed or waits in inputs/; return what to say.

    `options` are months, last_month, seed and scale of `finops.demo.generate`. The same demo is landed once;
    another one takes its place. Raises FinopsError where a step is refused.
    """
    own = own_deliveries(project)
    if own:
        return f"{own} own deliveries are landed, so the demo is not. AI_FINOPS_HOME gives it another place."
    if any(not is_list(path) for path in files_to_land(project)):
        return "Files of your own wait in inputs/, so the demo is not landed. `finops refresh` lands them."
    marker = project.home / "warehouse" / ".demo.json"
    landed = sorted(entry["delivery_id"] for entry in read_ledger(project) if entry["is_demo"])
    noted = _read(marker)
    if noted.get("options") == options and set(noted["deliveries"]) <= set(landed):
        return f"This demo is landed already ({len(noted['deliveries'])} deliveries)."
    folder = project.home / "build" / "demo"
    manifest = _generate(folder, options, progress)
    for delivery_id in landed:
        unland(project, delivery_id)
    for step in manifest["steps"]:
        _land_step(project, folder, step, progress)
    ids = sorted(entry["delivery_id"] for entry in read_ledger(project) if entry["is_demo"])
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(json.dumps({"options": options, "deliveries": ids}), encoding="utf-8")
    replaced = f" in place of {len(landed)} of another demo" if landed else ""
    return (
        f"The demo is landed: {len(ids)} deliveries{replaced}. Its exports lie in {_shown(project, folder)}."
    )


def _generate(folder: Path, options: dict[str, Any], progress: Callable[[str], None]) -> dict[str, Any]:
    from finops.demo import generate

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        return generate(folder, **options, progress=progress)
    except ValueError as error:
        raise FinopsError(f"The demo cannot be written: {error}") from None


def _land_step(project: Project, folder: Path, step: dict[str, Any], progress: Callable[[str], None]) -> None:
    progress(f"landing {step['step']}")
    report = land(
        project,
        [str(folder / path) for path in step["paths"]],
        source=step["source"],
        scope=step["scope"],
        is_demo=True,
        delivered_at=step["delivered_at"],
        confirm=lambda _: True,
    )
    refused = next((item for item in (*report.files, *report.deliveries) if item.outcome == "refused"), None)
    if not report.ok or refused:
        reason = f"{refused.reason} {refused.what_to_do}" if refused else "it waits for an answer"
        raise FinopsError(f"The demo's step {step['step']} did not land: {reason}")


def _read(marker: Path) -> dict[str, Any]:
    try:
        return json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _shown(project: Project, path: Path) -> str:
    return str(path.relative_to(project.home)) if path.is_relative_to(project.home) else str(path)
