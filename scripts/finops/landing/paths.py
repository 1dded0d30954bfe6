"""From what a person typed to the files to read: folders, globs, object-store addresses, manifests."""

import glob
import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from finops.landing.archives import unpack
from finops.landing.report import PASSED_OVER, REFUSED, FileOutcome, Refusal
from finops.landing.sql import quote

REMOTE = re.compile(r"^[a-z][a-z0-9+]*://", re.IGNORECASE)
ARCHIVE = ".zip"
DATA_SUFFIXES = {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".prom", ".metrics", ARCHIVE}
COMPRESSION = {".gz": "gzip", ".zst": "zstd"}
MANIFEST_KEYS = ({"runInfo", "blobs"}, {"exportConfig", "runInfo"}, {"dataFiles"}, {"reportKeys"})


@dataclass
class InputFile:
    """One file to read. `path` is what DuckDB opens, `source_file` what the ledger keeps (never absolute).

    `scraped_at` is the time of samples that have none of their own.

    What its manifest says: `export_time`, `manifest_period`, the kind of export `export_type`, and which
    export it is and which run of it, `export_run`.
    """

    path: str
    source_file: str
    is_remote: bool = False
    content_hash: str = ""
    bytes: int = 0
    export_time: str | None = None
    manifest_period: str | None = None
    scraped_at: str | None = None
    export_type: str | None = None
    export_run: tuple[str, str] | None = None

    @property
    def compression(self) -> str:
        return next(
            (kind for suffix, kind in COMPRESSION.items() if self.path.lower().endswith(suffix)), "none"
        )

    @property
    def suffix(self) -> str:
        """The suffix below any compression suffix, in lower case."""
        path = REMOTE.sub("", self.path).split("?")[0] if self.is_remote else self.path
        plain = Path(path.lower())
        return plain.with_suffix("").suffix if plain.suffix in COMPRESSION else plain.suffix


def resolve(paths: list[str], work: Path) -> tuple[list[InputFile], list[FileOutcome]]:
    """Return the files behind `paths` in order, each once, and what became of paths that are none.

    Archives are unpacked under `work`; what they hold is named `archive.zip/member.csv`.
    """
    files: list[InputFile] = []
    others: list[FileOutcome] = []
    for given in paths:
        try:
            _resolve(given, files, others)
        except PermissionError:
            others.append(_closed(given, Path(given).name))
    unique = {file.path: file for file in files}
    return _unpacked(list(unique.values()), others, work), others


def _unpacked(files: list[InputFile], others: list[FileOutcome], work: Path) -> list[InputFile]:
    """Return `files` with each archive among them replaced by its members."""
    found: list[InputFile] = []
    for number, file in enumerate(files):
        if file.is_remote or file.suffix != ARCHIVE:
            found.append(file)
            continue
        folder = work / f"archive.{number}"
        try:
            unpack(file.path, file.source_file, folder)
        except PermissionError:
            others.append(_closed(file.path, file.source_file))
        except Refusal as refusal:
            others.append(_refused(file.path, file.source_file, refusal.reason, refusal.what_to_do))
        else:
            members: list[InputFile] = []
            _add_folder(folder, members, others, file.source_file)
            for member in members:
                if member.suffix == ARCHIVE:
                    reason = f"{member.source_file}: an archive within an archive."
                    others.append(_refused(member.path, member.source_file, reason, "Unpack the outer one."))
                else:
                    found.append(member)
    return found


def _resolve(given: str, files: list[InputFile], others: list[FileOutcome]) -> None:
    if REMOTE.match(given):
        files.append(InputFile(given, given.split("?")[0].rstrip("/").rsplit("/", 1)[-1], is_remote=True))
        return
    path = Path(given)
    if path.is_dir():
        _add_folder(path, files, others)
        return
    if path.exists() or path.is_symlink():
        _add_file(path, path.name, files, others, is_named=True)
        return
    matches = sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []
    if not matches:
        others.append(_refused(given, path.name, f"{given}: no such file or folder.", "Check the path."))
    for match in map(Path, matches):
        if match.is_dir():
            _add_folder(match, files, others)
        else:
            _add_file(match, match.name, files, others, is_named=False)


def _add_folder(
    folder: Path, files: list[InputFile], others: list[FileOutcome], label: str | None = None
) -> None:
    label = label or folder.resolve().name
    before = len(files) + len(others)

    def closed(error: OSError) -> None:
        inside = Path(error.filename).relative_to(folder).as_posix()
        others.append(_closed(error.filename, label if inside == "." else f"{label}/{inside}"))

    for parent, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for path in (Path(parent, one) for one in sorted(names) if not one.startswith(".")):
            if path.is_file():
                inside = path.relative_to(folder).as_posix()
                _add_file(path, f"{label}/{inside}", files, others, is_named=False)
    if len(files) + len(others) == before:
        others.append(_refused(folder, label, f"{label}: no data file in it.", "Check the path."))


def _closed(path: Path | str, label: str) -> FileOutcome:
    return _refused(path, label, f"{label}: no permission to read it.", "Ask its owner, or copy it.")


def _refused(path: Path | str, label: str, reason: str, what_to_do: str) -> FileOutcome:
    return FileOutcome(str(path), label, REFUSED, reason=reason, what_to_do=what_to_do)


def _add_file(
    path: Path, label: str, files: list[InputFile], others: list[FileOutcome], is_named: bool
) -> None:
    if os.fsencode(path).decode("utf-8", "replace") != str(path):
        shown = os.fsencode(label).decode("utf-8", "replace")
        others.append(_refused(shown, shown, f"{shown}: its path is not text in UTF-8.", "Rename it."))
        return
    file = InputFile(str(path), label)
    if file.suffix not in DATA_SUFFIXES and not is_named:
        others.append(FileOutcome(str(path), label, PASSED_OVER, reason="not a data file"))
    elif read_manifest(path) is not None:
        others.append(FileOutcome(str(path), label, PASSED_OVER, reason="a manifest, not data"))
    else:
        try:
            _take_from_manifest(file, path.parent)
        except Refusal as refusal:
            reason = f"{label}: its manifest says when it was exported, but {refusal.reason}"
            others.append(_refused(path, label, reason, "Export it again, or land it without the manifest."))
            return
        files.append(file)


def _take_from_manifest(file: InputFile, folder: Path) -> None:
    """Fill in what the manifest in `folder` says of the export. Raises Refusal for a time that can not be."""
    manifests = map(read_manifest, sorted(folder.glob("*anifest*.json")))
    manifest = next((found for found in manifests if found), {})
    run = manifest.get("runInfo") or {}
    submitted = run.get("submittedTime")
    file.export_time = utc_text(submitted) if submitted else None
    start = run.get("startDate")
    file.manifest_period = start[:7] if isinstance(start, str) and re.match(r"\d{4}-\d{2}", start) else None
    export = manifest.get("exportConfig") or {}
    file.export_type = str(export["type"]) if export.get("type") else None
    name = export.get("resourceId") or export.get("exportName")
    file.export_run = (str(name), str(run["runId"])) if name and run.get("runId") else None


def read_manifest(path: Path) -> dict | None:
    """Return the content of an export manifest, None for any other file."""
    if path.suffix.lower() != ".json" or "manifest" not in path.name.lower():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    is_manifest = isinstance(content, dict) and any(keys <= content.keys() for keys in MANIFEST_KEYS)
    return content if is_manifest else None


def utc_text(moment: str) -> str:
    """Return an ISO moment as `YYYY-MM-DDTHH:MM:SSZ` in UTC. Raises Refusal when it is none or lies ahead."""
    try:
        # The fraction goes: providers write seven digits, and seconds are enough to order deliveries.
        read = datetime.fromisoformat(re.sub(r"\.\d+", "", moment.strip()))
    except ValueError:
        raise Refusal(
            f"{moment!r} is no date or time.", "Write it as 2026-09-30 or 2026-09-30T12:00:00Z."
        ) from None
    moment_utc = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    if moment_utc > datetime.now(UTC):
        raise Refusal(f"{moment} lies in the future.", "Give the time the export was made.")
    return moment_utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def fingerprint(con: duckdb.DuckDBPyConnection, file: InputFile) -> None:
    """Fill in the file's size and md5. Raises Refusal when it cannot be read."""
    if file.is_remote:
        try:
            row = con.execute(f"select md5(content), size from read_blob({quote(file.path)})").fetchone()
        except duckdb.Error as error:
            raise Refusal(*_remote_trouble(file, error)) from None
        if row is None:
            raise Refusal(f"{file.path}: nothing there.", "Check the address.")
        file.content_hash, file.bytes = row
        return
    digest = hashlib.md5(usedforsecurity=False)
    try:
        with open(file.path, "rb") as handle:
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
                file.bytes += len(chunk)
    except PermissionError:
        raise Refusal(
            f"{file.source_file}: no permission to read it.", "Ask its owner, or copy it."
        ) from None
    except OSError as error:
        raise Refusal(f"{file.source_file}: cannot be read ({error.strerror}).", "Check the disk.") from None
    file.content_hash = digest.hexdigest()


def said_of(file: InputFile, error: Exception) -> str:
    """Return the first line of an error, the file by its name and not by its path on this machine."""
    text = (str(error).splitlines() or [type(error).__name__])[0]
    return text.replace(file.path, file.source_file)


def _remote_trouble(file: InputFile, error: duckdb.Error) -> tuple[str, str]:
    first_line = str(error).splitlines()[0]
    lowered = str(error).lower()
    if "extension" in lowered or "httpfs" in lowered or "protocol" in lowered:
        return (
            f"{file.path}: this DuckDB has no extension for such addresses (httpfs).",
            "Install the extension (INSTALL httpfs in DuckDB), or download the files and land the folder.",
        )
    return f"{file.path}: cannot be read ({first_line}).", "Check the address and the access rights."
