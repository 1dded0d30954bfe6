"""Generations of the published copy: one folder each, one link that says which is current.

`published` points into `published.generations/`; a rename of the link is the swap. A candidate is written in
`.candidate`, which no reader looks at.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from finops.project import FinopsError, Project

DATABASE = "ai_finops.duckdb"
STAMP = "generation.json"


def folder(project: Project) -> Path:
    """Return where generations lie."""
    return project.home / f"{project.published.name}.generations"


def refused(project: Project) -> Path:
    """Return where the report of the last candidate lies that failed its expectations."""
    return project.home / f"{project.published.name}.refused"


def current(project: Project) -> Path | None:
    """Return the folder of the current generation, None before the first. Raises FinopsError if a folder is
    in the way."""
    link = project.published
    if not link.is_symlink():
        if link.exists():
            raise FinopsError(
                f"{link} is a folder, not the link that publishing swaps. Move it away, then publish."
            )
        return None
    target = link.resolve()
    return target if target.is_dir() else None


def stamp_of(generation: Path | None) -> dict[str, Any]:
    """Return what a generation says of itself; empty where there is none or it cannot be read."""
    if generation is None:
        return {}
    try:
        return json.loads((generation / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def fresh_candidate(project: Project) -> Path:
    """Return an empty candidate folder; what an earlier attempt left there is removed."""
    candidate = folder(project) / ".candidate"
    shutil.rmtree(candidate, ignore_errors=True)
    candidate.mkdir(parents=True)
    return candidate


def next_number(project: Project) -> int:
    """Return the number of the next generation: one above all that lie there, linked or not."""
    return 1 + max((int(path.name) for path in folder(project).iterdir() if path.name.isdigit()), default=0)


def seal(candidate: Path, number: int) -> Path:
    """Write the candidate's files through to the disk and give its folder the number. Returns the folder."""
    for path in [*candidate.rglob("*"), candidate]:
        _sync(path)
    generation = candidate.with_name(str(number))
    os.rename(candidate, generation)
    _sync(generation.parent)
    return generation


def swap(project: Project, generation: Path) -> None:
    """Make `generation` the current one in one rename."""
    link = folder(project) / ".next"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(generation.parent.name) / generation.name, target_is_directory=True)
    os.replace(link, project.published)
    _sync(project.published.parent)


def remove_old(project: Project, keep: set[Path]) -> None:
    """Remove generations but those in `keep`. Readers that hold a file open keep it until they let go."""
    for path in folder(project).iterdir():
        if path.name.isdigit() and path.resolve() not in {kept.resolve() for kept in keep}:
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
