"""One pull: read all pages of all reports first, then land them; a pull that fails lands nothing."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from finops.landing import LandReport, land
from finops.locks import hold
from finops.project import FinopsError, Project
from finops.pulling.client import Api, Closed, address
from finops.pulling.comparing import has_news
from finops.pulling.cursor import Progress, read_progress, write_progress
from finops.pulling.repeats import ChangedMeanwhile, first_gap, without_repeats
from finops.pulling.vendors import VENDORS, Endpoint, Vendor
from finops.pulling.window import Span, months_settled, spans

READINGS = 3

Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """The pages of one report for days within one month."""

    endpoint: Endpoint
    first: date
    last: date
    is_cut: bool = False

    @property
    def file_name(self) -> str:
        return f"{self.endpoint.name}.{self.first:%Y-%m}.json"


@dataclass
class Pulled:
    """What a pull did: pages read, what landing said per source, reports without news, notes."""

    pages: int = 0
    reports: list[LandReport] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept_in: Path | None = None

    @property
    def is_ok(self) -> bool:
        return all(report.ok for report in self.reports)


def requests_of(
    project: Project,
    vendor: Vendor,
    scope: str,
    since: date | None,
    until: date | None,
    today: date | None = None,
) -> list[Asked]:
    """Return what a pull would ask for. Raises FinopsError for days that cannot be asked for."""
    today = today or datetime.now(UTC).date()
    _check_days(since, until, today)
    progress = read_progress(project, vendor.name, scope)
    return [
        Asked(endpoint, first, last)
        for endpoint in vendor.landable()
        for first, last in _spans(progress.get(endpoint.name, Progress()), since, until, today)
    ]


def _spans(known: Progress, since: date | None, until: date | None, today: date) -> list[Span]:
    return spans(today, known.last_date, known.months_read, since, until)


def _check_days(since: date | None, until: date | None, today: date) -> None:
    yesterday = today - timedelta(days=1)
    for option, day in (("--since", since), ("--until", until)):
        if day and day > yesterday:
            raise FinopsError(f"{option} {day}: that day has not ended in UTC. Give {yesterday} or earlier.")
    if since and until and until < since:
        raise FinopsError(f"--until {until} lies before --since {since}.")


def vendor_called(name: str) -> Vendor:
    """Return the vendor. Raises FinopsError for an unknown one."""
    if name not in VENDORS:
        raise FinopsError(f"{name} cannot be pulled. These can: {', '.join(VENDORS)}.")
    return VENDORS[name]


def shown(vendor: Vendor, request: Asked) -> str:
    """Return a request as a person reads it: address and query, no key."""
    endpoint = request.endpoint
    query = urlencode(vendor.parameters(endpoint, request.first, request.last), doseq=True, safe="[]:")
    each = f" (and each day to {request.last})" if endpoint.is_by_day and request.last > request.first else ""
    return f"GET {address(vendor)}/{endpoint.path}?{query}{each}"


def pull(
    project: Project,
    vendor: Vendor,
    scope: str = "default",
    since: date | None = None,
    until: date | None = None,
    today: date | None = None,
    say: Say = lambda _: None,
) -> Pulled:
    """Read and land the reports of a vendor; `scope` is what the key covers, `today` the day in UTC.

    Raises FinopsError where anything cannot be read; then nothing is landed.
    """
    today = today or datetime.now(UTC).date()
    api = Api(vendor, say)
    project.landing.mkdir(parents=True, exist_ok=True)
    with hold(project.landing / ".pull.lock", f"finops pull {vendor.name}"), _run_folder(project) as folder:
        requests = requests_of(project, vendor, scope, since, until, today)
        pulled = Pulled()
        read = [found for one in requests if (found := _read(api, vendor, one, folder, pulled))]
        _land(project, scope, read, folder, pulled, say)
        if pulled.is_ok:
            _note(project, vendor, scope, read, today)
            shutil.rmtree(folder)
        else:
            pulled.kept_in = folder
        return pulled


@contextmanager
def _run_folder(project: Project) -> Iterator[Path]:
    """Give a folder for the pages of this pull; those of pulls that were killed go first."""
    folder = project.landing / ".pulled"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _read(api: Api, vendor: Vendor, request: Asked, folder: Path, pulled: Pulled) -> Asked | None:
    """Write the pages of one request to a file, as they were sent.

    Returns what was read: less than was asked for where the vendor leaves days out, None where it sends no
    first day or the report is not open to this key.
    """
    try:
        bodies = [body for asked in _parts(request) for body in _pages(api, vendor, asked)]
    except Closed as closed:
        pulled.notes.append(str(closed))
        return None
    pulled.pages += len(bodies)
    gap = None if request.endpoint.is_by_day else first_gap(bodies, request.first, request.last)
    if gap:
        pulled.notes.append(
            f"{request.endpoint.name}: {vendor.title} sent nothing for {gap}; the next pull asks again."
        )
    if gap == request.first:
        return None
    (folder / request.file_name).write_text("[" + ",\n".join(bodies) + "]", encoding="utf-8")
    return replace(request, last=gap - timedelta(days=1), is_cut=True) if gap else request


def _parts(request: Asked) -> list[Asked]:
    if not request.endpoint.is_by_day:
        return [request]
    days = range((request.last - request.first).days + 1)
    each = (request.first + timedelta(days=number) for number in days)
    return [Asked(request.endpoint, day, day) for day in each]


def _pages(api: Api, vendor: Vendor, request: Asked) -> list[str]:
    endpoint = request.endpoint
    for _ in range(READINGS):
        bodies = api.pages(endpoint, vendor.parameters(endpoint, request.first, request.last))
        try:
            return without_repeats(endpoint, bodies)
        except ChangedMeanwhile:
            continue
    raise FinopsError(
        f"{vendor.title} changed {endpoint.name} while it was read, {READINGS} times from {request.first} to"
        f" {request.last}. Nothing was landed. Pull again in some minutes."
    )


def _land(project: Project, scope: str, read: list[Asked], folder: Path, pulled: Pulled, say: Say) -> None:
    fresh: dict[str, list[str]] = {}
    for request in read:
        path = folder / request.file_name
        if has_news(project, request.endpoint, scope, path):
            fresh.setdefault(request.endpoint.source, []).append(str(path))
        else:
            pulled.unchanged.append(f"{request.endpoint.name} {request.first} to {request.last}")
    for source, paths in fresh.items():
        pulled.reports.append(
            land(project, paths, source=source, scope=scope, confirm=lambda _: True, progress=say)
        )


def _note(project: Project, vendor: Vendor, scope: str, read: list[Asked], today: date) -> None:
    """Note how far each report was read, once all of it is landed."""
    progress = read_progress(project, vendor.name, scope)
    for endpoint in dict.fromkeys(request.endpoint for request in read):
        mine = [one for one in read if one.endpoint == endpoint]
        known = progress.setdefault(endpoint.name, Progress())
        known.finish(
            mine[0].first, _last_day(mine), months_settled(today, [(one.first, one.last) for one in mine])
        )
    write_progress(project, vendor.name, scope, progress)


def _last_day(read: list[Asked]) -> date:
    """Return the last day before which nothing is missing, of requests in the order of their days."""
    return next((one.last for one in read if one.is_cut), read[-1].last)
