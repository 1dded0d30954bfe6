"""Landing files: read, judge, split into deliveries, check at the door, commit each by one rename."""

import errno
import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from finops.landing import ledger, mapping, report
from finops.landing.boundaries import boundary
from finops.landing.documents import read_documents
from finops.landing.drift import columns_before, drift
from finops.landing.explaining import explain, reasons, unknown_currencies
from finops.landing.exposition import moment_of_name
from finops.landing.heads import Head, in_utf8, read_head
from finops.landing.judging import Judged, Share, judge
from finops.landing.lacking import lacking
from finops.landing.ledger import Entry
from finops.landing.pages import read_pages
from finops.landing.paths import InputFile, fingerprint, resolve, said_of, utc_text
from finops.landing.reading import Reading, connect, kinds_of_text, read, settle_decimal_mark, with_lines
from finops.landing.recognising import Recognised, recognise
from finops.landing.report import (
    DeliveryOutcome,
    FileOutcome,
    LandReport,
    MappingNeeded,
    NothingFilledIn,
    Refusal,
    Replaced,
    would_replace,
)
from finops.landing.sources import SOURCES, Source
from finops.landing.spellings import gather, in_contract_names
from finops.landing.sql import csv_field
from finops.landing.tidying import tidy
from finops.landing.versions import Batch, batches, grouping_of
from finops.landing.writing import Call, batch_id, entry_of, now_text, set_aside, sync, write, write_entry
from finops.project import FinopsError, Project

Confirm = Callable[[DeliveryOutcome], bool]
Progress = Callable[[str], None]
REASONS_SHOWN = 5


@dataclass
class Landing:
    """One call to land: what was asked, what lies in `landing/`, and what has been found so far."""

    project: Project
    call: Call
    con: duckdb.DuckDBPyConnection
    work: Path
    source: Source | None
    scope: str | None
    accept_mappings: bool
    is_dry_run: bool
    say: Progress
    entries: list[Entry]
    demo: list[Entry]
    pruned: list[Entry]
    report: LandReport
    judged: dict[int, Judged] = field(default_factory=dict)
    outcomes: dict[str, FileOutcome] = field(default_factory=dict)


def land(
    project: Project,
    paths: list[str],
    *,
    source: str | None = None,
    scope: str | None = None,
    is_append: bool = False,
    is_demo: bool = False,
    delivered_at: str | None = None,
    is_dry_run: bool = False,
    confirm: Confirm | None = None,
    accept_mappings: bool = False,
    progress: Progress | None = None,
) -> LandReport:
    """Land files, folders, globs or object-store addresses and return what became of each.

    `source` and `scope` override what the files say. `is_append` adds to what is landed instead of
    replacing it. `delivered_at` orders deliveries of the same month. `confirm` is asked before a
    delivery replaces one that holds more (rows, days, accounts); without it such a delivery waits.
    Raises FinopsError for what concerns the whole call: an unknown source, demo beside own data, a full
    disk, no permission.
    """
    if source is not None and source not in SOURCES:
        raise FinopsError(f"Unknown source {source}. Known are: {', '.join(SOURCES)}.")
    if scope is not None and "|" in scope:
        raise FinopsError(f"The scope {scope} holds a bar (|). Choose a name without one.")
    try:
        delivered = utc_text(delivered_at) if delivered_at else None
    except Refusal as refusal:
        raise FinopsError(f"--delivered-at: {refusal}") from None
    with _disk_errors(), ledger.landing_lock(project, "finops land"), _work_folder(project) as work:
        # A bare `dbt build` of this home needs the folder.
        project.warehouse.parent.mkdir(parents=True, exist_ok=True)
        entries = ledger.read_ledger(project)
        if is_demo and any(_is_own(entry) for entry in entries):
            raise FinopsError(
                "Own data is landed, so the demo is not. Set AI_FINOPS_HOME to an empty folder for it."
            )
        landing = Landing(
            project,
            Call(is_append, is_demo, delivered, now_text()),
            connect(work),
            work,
            SOURCES[source] if source else None,
            scope,
            accept_mappings,
            is_dry_run,
            progress or (lambda _: None),
            # The demo goes when anything own lands, so own data meets nothing of it.
            [entry for entry in entries if is_demo or not entry["is_demo"]],
            [entry for entry in entries if entry["is_demo"]],
            ledger.read_pruned(project, entries),
            LandReport(is_dry_run=is_dry_run),
        )
        with landing.con:
            _land_all(landing, paths, confirm)
        boundary("finished")
        return landing.report


@contextmanager
def _work_folder(project: Project) -> Iterator[Path]:
    """Sweep what dead loads left behind, give a folder for this one, and remove it at the end."""
    staging = project.landing / ".staging"
    shutil.rmtree(staging, ignore_errors=True)
    work = staging / str(os.getpid())
    work.mkdir(parents=True)
    boundary("staging_swept")
    try:
        yield work
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        if _is_disk_full(error):
            raise FinopsError(
                "The disk is full: the delivery being written was not landed, what was landed before is"
                " whole. Free some space, or set AI_FINOPS_HOME to another disk, and land again."
            ) from None
        text = str(error).splitlines()[0]
        raise FinopsError(f"Landing stopped ({text}). What was not reported as landed was not.") from None


def _is_disk_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return any(words in str(error) for words in ("No space left", "File too large", "Could not write"))


def _is_own(entry: Entry) -> bool:
    return not entry["is_demo"] and not SOURCES[entry["source_name"]].is_reference


def _land_all(landing: Landing, paths: list[str], confirm: Confirm | None) -> None:
    files, others = resolve(paths, landing.work)
    landing.report.files.extend(others)
    new, known = _split_known(landing, files)
    for file in new:
        _read_file(landing, file)
    for file in _companions(landing, known):
        _read_file(landing, file)
    _refuse_untold_datasets(landing)
    pairs = list(_deliveries(landing))
    committed = _commit(landing, pairs, confirm)
    _settle_outcomes(landing, committed)
    if not landing.is_dry_run:
        _note_refusals(landing)
        _remove_demo(landing)


def _split_known(landing: Landing, files: list[InputFile]) -> tuple[list[InputFile], list[InputFile]]:
    """Return files to read and files whose content is landed already."""
    new, known = [], []
    seen: set[str] = set()
    for file in files:
        outcome = FileOutcome(file.path, file.source_file, report.PASSED_OVER)
        landing.report.files.append(outcome)
        landing.outcomes[file.path] = outcome
        try:
            fingerprint(landing.con, file)
        except Refusal as refusal:
            _refuse(outcome, refusal)
            continue
        outcome.content_hash, outcome.bytes = file.content_hash, file.bytes
        if file.bytes and file.content_hash in seen:
            outcome.reason = "the same content as another file of this call"
            continue
        seen.add(file.content_hash)
        found = _entries_of(landing, file)
        if found and _is_whole(found):
            _already(outcome, found)
            outcome.reason = _replaced_since(landing, found)
            known.append(file)
        else:
            new.append(file)
    return new, known


def _entries_of(landing: Landing, file: InputFile) -> list[tuple[Entry, dict]]:
    """Return the ledger entries, with their file record, that hold the content of `file`."""
    return [
        (entry, record)
        for entry in (*landing.entries, *landing.pruned)
        for record in entry["files"]
        if record["content_hash"] == file.content_hash
        and (landing.source is None or entry["source_name"] == landing.source.name)
        and (
            landing.scope is None
            or entry["delivery_scope"].removeprefix(f"{entry['dialect']}/") == landing.scope
            or SOURCES[entry["source_name"]].scope
        )
    ]


def _is_whole(found: list[tuple[Entry, dict]]) -> bool:
    """Say whether all deliveries that a file's records make are landed: a load may have ended between two."""
    months = {(entry["delivery_scope"], entry["billing_period"]) for entry, _ in found}
    return len(months) >= found[0][1]["deliveries_of_file"]


def _already(outcome: FileOutcome, found: list[tuple[Entry, dict]]) -> None:
    entry, record = found[0]
    outcome.outcome = report.ALREADY_LANDED
    outcome.source_name, outcome.dialect = entry["source_name"], entry["dialect"]
    outcome.rows_in_file, outcome.rows_landed = record["rows_in_file"], record["rows_landed"]
    outcome.rows_quarantined = record["rows_quarantined"]


def _replaced_since(landing: Landing, found: list[tuple[Entry, dict]]) -> str:
    """Say which deliveries count instead of those that hold a landed file; nothing where one counts."""
    ids = {entry["delivery_id"] for entry, _ in found}
    current = {
        one["delivery_id"]
        for entry, _ in found
        for one in ledger.counting(ledger.same_month(landing.entries, *ledger.month_of(entry)))
    }
    if ids & current or not current:
        return ""
    return f"what is landed of it does not count: {', '.join(sorted(current))} does; unland that to go back"


def _refuse(outcome: FileOutcome, refusal: Refusal) -> None:
    outcome.outcome, outcome.reason, outcome.what_to_do = report.REFUSED, refusal.reason, refusal.what_to_do


def _companions(landing: Landing, known: list[InputFile]) -> list[InputFile]:
    """Return the known files that may be parts of a delivery with new files of this call, and count now."""
    if landing.call.is_append:
        return []
    months = {
        _month(share)
        for judged in landing.judged.values()
        for share in judged.shares
        if share.reading.recognised.source.restatement_style(share.reading.recognised.dialect)
        == "whole_period"
    }
    companions = []
    for file in known:
        for entry, _ in _entries_of(landing, file):
            month = ledger.month_of(entry)
            current = ledger.counting(ledger.same_month(landing.entries, *month))
            if month in months and entry in current:
                companions.append(file)
                break
    return companions


def _read_file(landing: Landing, file: InputFile) -> None:
    outcome = landing.outcomes[file.path]
    number = len(landing.judged) + 1
    try:
        judged = _judge_file(landing, number, file, outcome)
    except Refusal as refusal:
        _refuse(outcome, refusal)
        return
    except MappingNeeded:
        outcome.outcome = report.NEEDS_MAPPING
        return
    except NothingFilledIn:
        outcome.reason = "nothing is filled in yet"
        return
    landing.judged[number] = judged
    reading = judged.reading
    outcome.source_name, outcome.dialect = reading.recognised.source.name, reading.recognised.dialect
    outcome.rows_in_file, outcome.rows_quarantined = reading.rows_in_file, set_aside(reading, landing.judged)
    outcome.rows_landed = reading.rows_in_file - outcome.rows_quarantined
    outcome.set_aside = reasons(landing.con, judged, REASONS_SHOWN) if outcome.rows_quarantined else []
    outcome.kept = reading.warnings + unknown_currencies(landing.con, judged)
    if outcome.outcome == report.PASSED_OVER:
        outcome.reason = "; ".join(reading.notes)
    landing.say(f"{file.source_file}: {reading.rows_in_file:,} records read")
    boundary("file_read")


def _refuse_untold_datasets(landing: Landing) -> None:
    """Refuse files whose dataset nothing tells, where the other dataset of their month is here or landed.

    Alone such a file is the same in either dataset; beside the other it might be a part or a version of it.
    """
    told = {
        (share.reading.recognised.source.name, share.scope, share.period)
        for judged in landing.judged.values()
        for share in judged.shares
    } | {(one["source_name"], one["delivery_scope"], one["billing_period"]) for one in landing.entries}
    for number, judged in list(landing.judged.items()):
        recognised, file = judged.reading.recognised, judged.reading.file
        others = [one for one in recognised.source.datasets if one != recognised.dialect]
        clash = next(
            (
                (other, share.period)
                for share in judged.shares
                for other in others
                if (
                    recognised.source.name,
                    f"{other}/{share.scope.removeprefix(f'{recognised.dialect}/')}",
                    share.period,
                )
                in told
            ),
            None,
        )
        if not judged.reading.is_dataset_told and clash:
            del landing.judged[number]
            datasets = " or ".join(recognised.source.datasets)
            refusal = Refusal(
                f"{file.source_file}: nothing says whether it is {datasets}, and {clash[0]} of the same"
                f" account and {clash[1]} is there.",
                f"Put it in a folder called {datasets} and land it again.",
            )
            _refuse(landing.outcomes[file.path], refusal)


def _judge_file(landing: Landing, number: int, file: InputFile, outcome: FileOutcome) -> Judged:
    """Read and judge a file. Whatever a damaged file makes a reader raise becomes a Refusal."""
    landing.say(f"{file.source_file}: reading")
    try:
        return _judged(landing, _reading(landing, number, file, outcome))
    except (EOFError, UnicodeError, zlib.error, gzip.BadGzipFile) as error:
        raise Refusal(
            f"{file.source_file}: cannot be unpacked or read to its end ({said_of(file, error)}).",
            "Download it again; it is cut short or damaged.",
        ) from None
    except duckdb.Error as error:
        raise _unreadable([file], error) from None


def _reading(landing: Landing, number: int, file: InputFile, outcome: FileOutcome) -> Reading:
    plain = in_utf8(file, number, landing.work)
    tidied = tidy(plain, number, landing.work, landing.source)
    if tidied and not tidied.rows and not tidied.aside:
        raise NothingFilledIn
    plain = tidied.file if tidied else plain
    delivered = read_head(landing.con, plain)
    head = in_contract_names(delivered)
    recognised, mapping_path = _recognise(landing, file, head, outcome)
    plain.scraped_at = moment_of_name(file.source_file) or landing.call.delivered_at
    reader = {"json": read_pages, "documents": read_documents}.get(head.format, read)
    reading = reader(landing.con, number, plain, head, recognised, landing.work)
    reading.file, reading.format = file, head.format
    if tidied:
        with_lines(landing.con, reading, tidied)
        delivered = tidied.own_columns(delivered)
    titles = delivered.header
    reading.header = delivered.delimiter.join(map(csv_field, titles)) if titles else None
    if recognised.table.gathered:
        gather(reading, head)
    if mapping_path:
        mapping.apply_mapping(landing.con, reading, mapping_path)
    settle_decimal_mark(landing.con, reading)
    if recognised.source.prepare:
        recognised.source.prepare(landing.con, reading)
    return reading


def _judged(landing: Landing, reading: Reading) -> Judged:
    judged = judge(landing.con, reading, landing.scope, kinds_of_text(reading))
    explain(landing.con, judged)
    if reading.recognised.source.style == "days":
        reading.grouping = grouping_of(landing.con, judged)
        _refuse_overlapping(reading)
    if not judged.shares:
        judged.shares.append(_share_without_rows(landing, reading))
    ahead = sorted({share.period for share in judged.shares if share.period} - _months_so_far(judged))
    if ahead:
        reading.notes.append(f"billing period {', '.join(ahead)} lies in the future")
    return judged


def _refuse_overlapping(reading: Reading) -> None:
    split_by = (reading.grouping or "").split(",")
    for column, why in reading.recognised.table.overlapping_groups.items():
        if column in split_by:
            raise Refusal(
                f"{reading.file.source_file}: it is split by {column}: {why}.",
                "Export it without that grouping.",
            )


def _months_so_far(judged: Judged) -> set[str]:
    now = now_text()[:7]
    return {share.period for share in judged.shares if share.period and share.period <= now}


def _unreadable(files: list[InputFile], error: duckdb.Error) -> Refusal:
    """Return the refusal of files that DuckDB cannot read. Raises `error` again where the disk is full."""
    if isinstance(error, duckdb.IOException) and _is_disk_full(error):
        raise error
    said = str(error)
    for file in files:
        said = said_of(file, duckdb.Error(said))
    names = ", ".join(file.source_file for file in files)
    return Refusal(f"{names}: cannot be read ({said.splitlines()[0]}).", "Export it again.")


def _share_without_rows(landing: Landing, reading: Reading) -> Share:
    """An export without a readable record is a load of zero rows.

    It replaces nothing: its scope is not known.
    """
    source = reading.recognised.source
    scope = source.scope or landing.scope or ("none" if source.account else "default")
    return Share(reading, scope, reading.file.manifest_period, 0, None, [], False)


def _recognise(
    landing: Landing, file: InputFile, head: Head, outcome: FileOutcome
) -> tuple[Recognised, Path | None]:
    """Return where a file belongs, and the column mapping to read it by where it is a console's download."""
    if head.format == "csv":
        found = mapping.find_mapping(landing.project, head.header)
        if found and landing.source in (None, found[0]):
            return Recognised(found[0], found[0].tables[0], is_console=True), found[1]
    try:
        recognised = recognise(file, head, landing.source)
    except Refusal:
        guess = mapping.guess_source(head.header) if head.format == "csv" and landing.source is None else None
        if guess is None:
            raise
        recognised = Recognised(*guess, is_console=True)
    if not recognised.is_console:
        return recognised, None
    outcome.source_name = recognised.source.name
    path = mapping.write_proposal(landing.project, recognised.source, head.header, landing.accept_mappings)
    if landing.accept_mappings:
        return recognised, path
    outcome.mapping_path = str(path.relative_to(landing.project.home))
    outcome.reason = f"{file.source_file}: a console download; a mapping of its columns is proposed."
    outcome.what_to_do = (
        f"Read {outcome.mapping_path}, correct it if needed, then land again with --accept-mapping. It"
        f" is kept for"
        " downloads with this header."
    )
    raise MappingNeeded


def _deliveries(landing: Landing) -> Iterator[tuple[Batch, Entry | None]]:
    """Yield the deliveries the shares make, oldest first, each with the ledger's entry where it is
    landed already.
    """
    groups: dict[tuple, list[Share]] = {}
    for judged in landing.judged.values():
        for share in judged.shares:
            groups.setdefault(_month(share), []).append(share)
    landed = {entry["delivery_id"]: entry for entry in landing.entries}
    for key in sorted(groups, key=lambda one: (one[0], one[1], one[2] or "", one[3])):
        try:
            found = _batches(landing, groups[key])
        except Refusal as refusal:
            for share in groups[key]:
                _refuse(landing.outcomes[share.reading.file.path], refusal)
            continue
        for batch in found:
            is_new = any(not _is_landed(landing, share) for share in batch.shares)
            if is_new:
                yield batch, landed.get(batch_id(batch, landing.call))


def _month(share: Share) -> tuple[str, str, str | None, str]:
    """Return what ledger.month_of says of the delivery a share goes to."""
    recognised = share.reading.recognised
    return recognised.source.name, share.scope, share.period, recognised.table.name


def _batches(landing: Landing, shares: list[Share]) -> list[Batch]:
    try:
        return batches(landing.con, shares, landing.judged)
    except duckdb.Error as error:
        raise _unreadable([share.reading.file for share in shares], error) from None


def _is_landed(landing: Landing, share: Share) -> bool:
    """Say whether a delivery of the share's scope and month holds its file already."""
    return any(
        record["content_hash"] == share.reading.file.content_hash
        for entry in ledger.same_month([*landing.entries, *landing.pruned], *_month(share))
        for record in entry["files"]
    )


def _commit(landing: Landing, pairs: list[tuple[Batch, Entry | None]], confirm: Confirm | None) -> set[int]:
    """Write, check and commit the deliveries. Returns the numbers of the files that are landed by it."""
    landed = (*landing.entries, *landing.demo)
    sequence = max((entry["landing_sequence"] for entry in landed), default=0)
    staged: list[tuple[Batch, Entry, DeliveryOutcome, Path]] = []
    aside_done: set[int] = set()
    planned = list(landing.entries)
    for batch, existing in pairs:
        sequence += 1
        month = ledger.same_month(planned, *_month(batch.shares[0]))
        table = batch.shares[0].reading.recognised.table.name
        before = columns_before(landing.con, landing.project, _of_scope(landing, batch), table)
        changes = [change for share in batch.shares for change in drift(share.reading, before)]
        entry = entry_of(batch, landing.call, sequence, landing.judged, changes)
        aside = [
            number
            for number in (share.reading.number for share in batch.shares)
            if number not in aside_done and not _has_quarantine_elsewhere(landing, number, batch)
        ]
        outcome = _outcome(landing, entry, batch, month, aside)
        landing.report.deliveries.append(outcome)
        if existing:
            outcome.outcome = report.ALREADY_LANDED
        elif outcome.replaces and _waits(outcome, outcome.replaces, confirm, landing.is_dry_run):
            outcome.outcome = report.NEEDS_CONFIRMATION
            outcome.reason = would_replace(outcome, outcome.replaces)
            outcome.what_to_do = (
                "Land it with --yes if that is right, or with --append if it is a further part."
                if outcome.replaces.rows
                else "Export those days whole and land that, or land it with --yes if this is right."
            )
        else:
            planned.append(entry)
        if outcome.outcome == report.LANDED:
            folder = landing.work / entry["delivery_id"]
            aside_done.update(aside)
            landing.say(
                f"{outcome.source_name} {outcome.delivery_scope} {outcome.billing_period or ''}: writing"
            )
            try:
                write(landing.con, folder, entry, batch, landing.judged, aside)
            except duckdb.Error as error:
                # A damaged page of a column that nothing is judged by shows only now.
                refusal = _unreadable([share.reading.file for share in batch.shares], error)
                outcome.outcome = report.REFUSED
                outcome.reason, outcome.what_to_do = refusal.reason, refusal.what_to_do
                planned.remove(entry)
                aside_done.difference_update(aside)
                shutil.rmtree(folder)
                for share in batch.shares:
                    _refuse(landing.outcomes[share.reading.file.path], refusal)
                continue
            boundary("delivery_written")
            write_entry(folder, entry)
            boundary("ledger_entry_written")
            sync(folder)
            boundary("delivery_synced")
            staged.append((batch, entry, outcome, folder))
    _check_at_the_door(landing, staged)
    boundary("door_passed")
    return {number for one in staged for number in _rename(landing, *one)}


def _has_quarantine_elsewhere(landing: Landing, number: int, batch: Batch) -> bool:
    """Say whether a delivery of another month that counts carries what was set aside of a file."""
    judged = landing.judged[number]
    if not set_aside(judged.reading, landing.judged):
        return False
    file = judged.reading.file
    for entry, _ in _entries_of(landing, file):
        month = ledger.month_of(entry)
        is_other = month[1:3] != (batch.scope, batch.period)
        if is_other and entry in ledger.counting(ledger.same_month(landing.entries, *month)):
            rows = ledger.quarantine_rows(landing.project, entry["delivery_id"])
            if any(row["content_hash"] == file.content_hash for row in rows):
                return True
    return False


def _of_scope(landing: Landing, batch: Batch) -> list[Entry]:
    source, scope, _, table = _month(batch.shares[0])
    return [
        one
        for one in landing.entries
        if (one["source_name"], one["delivery_scope"], one["tables"][0]["table_name"])
        == (source, scope, table)
    ]


def _outcome(
    landing: Landing, entry: Entry, batch: Batch, month: list[Entry], aside: list[int]
) -> DeliveryOutcome:
    """Return what is to be said of a delivery: what it holds, what it replaces, and whether it will count."""
    totals = [share.billed_total for share in batch.shares if share.billed_total is not None]
    outcome = DeliveryOutcome(
        report.WOULD_LAND if landing.is_dry_run else report.LANDED,
        entry["delivery_id"],
        entry["source_name"],
        entry["dialect"],
        entry["delivery_scope"],
        entry["billing_period"],
        entry["currencies"],
        sum(share.rows for share in batch.shares),
        sum(set_aside(landing.judged[number].reading, landing.judged) for number in aside),
        f"{sum(totals, Decimal(0)):f}" if totals else None,
        [file["source_file"] for file in entry["files"]],
    )
    if entry["restatement_style"] == "days":
        again = set(entry["days"] or ()) & {day for one in month for day in one["days"] or ()}
        if again:
            outcome.reason = f"{len(again)} of its days were landed before: this delivery counts for them now"
            before = [one for one in month if again & set(one["days"] or ())]
            missing = lacking(landing.con, landing.project, batch, landing.judged, before, again)
            if missing:
                newest = max(before, key=ledger.rank)
                outcome.replaces = Replaced(newest["delivery_id"], 0, None, newest["currencies"], missing)
    if entry["restatement_style"] == "whole_period" and not entry["is_append_part"] and month:
        newest = ledger.newest_whole(month)
        if newest and ledger.rank(newest) > ledger.rank(entry):
            outcome.reason = "a later export of the same month is landed already, so this one does not count"
        elif newest:
            counted = ledger.counting(month)
            billed = [Decimal(total) for one in counted if (total := ledger.billed_total(one)) is not None]
            outcome.replaces = Replaced(
                newest["delivery_id"],
                sum(ledger.rows_of(one) for one in counted),
                f"{sum(billed, Decimal(0)):f}" if billed else None,
                sorted({currency for one in counted for currency in one["currencies"]}),
                lacking(landing.con, landing.project, batch, landing.judged, counted),
            )
    return outcome


def _waits(outcome: DeliveryOutcome, replaced: Replaced, confirm: Confirm | None, is_dry_run: bool) -> bool:
    holds_less = outcome.rows < replaced.rows or bool(replaced.lacking)
    if holds_less and is_dry_run:
        outcome.reason = f"{would_replace(outcome, replaced)}; it would wait for --yes or --append"
    return holds_less and not is_dry_run and not (confirm is not None and confirm(outcome))


def _check_at_the_door(landing: Landing, staged: list[tuple[Batch, Entry, DeliveryOutcome, Path]]) -> None:
    """Run the door suite on what is staged; a delivery that fails stays outside."""
    if not staged:
        return
    from finops.expectations import door

    landing.say("checking at the door")
    page = landing.project.landing / ".door.html"
    failures = door.check([(folder, entry) for _, entry, _, folder in staged], report=page)
    for _, entry, outcome, folder in staged:
        if failures.get(entry["delivery_id"]):
            outcome.outcome = report.REFUSED
            outcome.reason = "; ".join(str(failure) for failure in failures[entry["delivery_id"]])
            outcome.what_to_do = (
                "Export the files again; if it fails again, the export and its own figures disagree."
            )
            shutil.rmtree(folder)


def _rename(
    landing: Landing, batch: Batch, entry: Entry, outcome: DeliveryOutcome, folder: Path
) -> list[int]:
    if outcome.outcome != report.LANDED:
        for share in batch.shares:
            _refuse(landing.outcomes[share.reading.file.path], Refusal(outcome.reason, outcome.what_to_do))
        return []
    target = ledger.delivery_folder(landing.project, entry)
    target.parent.mkdir(exist_ok=True)
    for demo in [one for one in landing.demo if one["delivery_id"] == entry["delivery_id"]]:
        _take_out_demo(landing, demo)
    boundary("before_rename")
    folder.rename(target)
    boundary("after_rename")
    landing.entries.append(entry)
    return [share.reading.number for share in batch.shares]


def _settle_outcomes(landing: Landing, committed: set[int]) -> None:
    """Say of each file that was read whether it is landed, would be, is already, or waits."""
    for number, judged in landing.judged.items():
        outcome = landing.outcomes[judged.reading.file.path]
        if outcome.outcome != report.PASSED_OVER:
            continue
        if number in committed:
            outcome.outcome = report.LANDED
            continue
        mine = [one for one in landing.report.deliveries if outcome.source_file in one.files]
        found = {one.outcome for one in mine}
        outcome.outcome = next(
            (choice for choice in (report.NEEDS_CONFIRMATION, report.WOULD_LAND) if choice in found),
            report.ALREADY_LANDED,
        )


def _note_refusals(landing: Landing) -> None:
    """Keep a note of each refused file, and drop the notes of files that have landed since."""
    folder = landing.project.landing / ".refused"
    for outcome in landing.report.files:
        key = (
            outcome.content_hash
            or hashlib.md5(outcome.source_file.encode(), usedforsecurity=False).hexdigest()
        )
        note = folder / f"{key}.json"
        if outcome.outcome == report.REFUSED and (outcome.content_hash or os.path.isfile(outcome.path)):
            folder.mkdir(exist_ok=True)
            content = {
                "source_file": outcome.source_file,
                "source_name": outcome.source_name,
                "reason": outcome.reason,
                "what_to_do": outcome.what_to_do,
                "refused_at": landing.call.landed_at,
            }
            partial = landing.work / note.name
            partial.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
            partial.rename(note)
        elif outcome.outcome in (report.LANDED, report.ALREADY_LANDED):
            note.unlink(missing_ok=True)
            for earlier in folder.glob("*.json"):
                refused = json.loads(earlier.read_text(encoding="utf-8"))["source_file"]
                if outcome.source_file == refused or outcome.source_file.startswith(f"{refused}/"):
                    earlier.unlink()


def _remove_demo(landing: Landing) -> None:
    """Take the demo out once anything own is landed."""
    if not any(_is_own(entry) for entry in landing.entries):
        return
    for entry in list(landing.demo):
        _take_out_demo(landing, entry)
    boundary("demo_removed")


def _take_out_demo(landing: Landing, entry: Entry) -> None:
    ledger.remove(landing.project, entry)
    landing.demo.remove(entry)
    landing.report.removed_demo.append(entry["delivery_id"])
