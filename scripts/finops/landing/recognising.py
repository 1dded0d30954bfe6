"""Which source and table a file belongs to, told by its header or its JSON, and in which dialect."""

from dataclasses import dataclass
from itertools import pairwise

from finops.landing.document_paths import document_table
from finops.landing.exposition import SAMPLE_COLUMNS
from finops.landing.heads import Head
from finops.landing.paths import InputFile
from finops.landing.report import Refusal
from finops.landing.sources import SOURCES, Source, Table

ALMOST = 0.5


@dataclass
class Recognised:
    """The source and table of a file. `is_console` marks a download whose columns need a mapping."""

    source: Source
    table: Table
    dialect: str | None = None
    is_console: bool = False


def recognise(file: InputFile, head: Head, asked: Source | None) -> Recognised:
    """Return where `file` belongs. Raises Refusal when it is of no source, or of another than asked for."""
    if head.format == "documents":
        return _by_documents(file, head, asked)
    if head.format == "json" and asked and "documents" in asked.formats and not _has_results(head):
        head.format, head.documents = "documents", list(head.pages)
        return Recognised(asked, next(table for table in asked.tables if table.json_records))
    if head.format == "json":
        source, table = _by_pages(file, head, asked)
        return Recognised(source, table)
    names = [column for column, _ in head.columns]
    found = by_columns(names, head.format)
    if found is None and head.format == "prometheus":
        words = ", ".join(names[len(SAMPLE_COLUMNS) :][:3])
        raise Refusal(
            f"{file.source_file}: samples of no exporter read here (they begin with {words}).",
            "These are read: those of NVIDIA's DCGM exporter (DCGM_FI_...).",
        )
    if asked is None and found is None:
        raise Refusal(*_unknown(file, names))
    if asked and (found is None or found[0] is not asked):
        if found is not None:
            raise Refusal(
                f"{file.source_file}: its header is that of {found[0].name}, not of {asked.name}.",
                f"Land it without a source, or as {found[0].name}.",
            )
        if head.format not in asked.formats:
            expected = " or ".join(asked.formats)
            raise Refusal(
                f"{file.source_file}: {asked.name} comes as {expected}, not as {head.format}.",
                "Name another source, or export the file in that format.",
            )
        if "json" in asked.formats:
            return Recognised(asked, asked.tables[0], is_console=True)
        _require_mandatory(file, asked, asked.tables[0], names)
        found = (asked, asked.tables[0])
    assert found is not None
    source, table = found
    if "json" in source.formats:
        missing = _missing_mandatory(source, table, names)
        return Recognised(source, table, is_console=bool(missing))
    _require_mandatory(file, source, table, names)
    return Recognised(source, table, _dialect(source, names))


def by_columns(names: list[str], file_format: str) -> tuple[Source, Table] | None:
    """Return the table whose markers are all there; of several the one with most markers, then columns."""
    for fold in (str, str.lower):
        present = {fold(column) for column in names}
        found = [
            (source, table)
            for source in SOURCES.values()
            for table in source.tables
            if file_format in source.formats and {fold(column) for column in table.recognised_by} <= present
        ]
        if found:
            return max(found, key=lambda pair: (len(pair[1].recognised_by), _known(*pair, names)))
    return None


def _known(source: Source, table: Table, names: list[str]) -> int:
    """Count the columns that the contract of a table has too."""
    present = {column.lower() for column in names}
    return sum(column.name.lower() in present for column in source.columns(table.name))


def _has_results(head: Head) -> bool:
    return any(page["data"] for page in head.pages)


def _by_documents(file: InputFile, head: Head, asked: Source | None) -> Recognised:
    found = document_table(head.documents)
    assert found is not None
    if asked and found[0] is not asked:
        raise Refusal(
            f"{file.source_file}: its records are those of {found[0].name}, not of {asked.name}.",
            f"Land it without a source, or as {found[0].name}.",
        )
    return Recognised(*found)


def _by_pages(file: InputFile, head: Head, asked: Source | None) -> tuple[Source, Table]:
    result = next(
        (
            result
            for page in head.pages
            for bucket in page["data"]
            if isinstance(bucket, dict)
            for result in bucket.get("results") or []
            if isinstance(result, dict)
        ),
        None,
    )
    if result is None:
        if asked is None:
            raise Refusal(
                f"{file.source_file}: its pages hold no result, so nothing says which source they are of.",
                "Name the source: finops land FILE --source openai_costs (or the one it is).",
            )
        if "json" not in asked.formats:
            raise Refusal(
                f"{file.source_file}: {asked.name} does not come as API pages.", "Name another source."
            )
        return asked, next((one for one in asked.tables if one.name in file.source_file), asked.tables[0])
    found = _by_result(result)
    if found is None:
        described = result.get("object") or ", ".join(list(result)[:6])
        raise Refusal(
            f"{file.source_file}: an API response of a kind not read here ({described}).",
            f"These are read: {', '.join(_markers())}.",
        )
    if asked and found[0] is not asked:
        raise Refusal(
            f"{file.source_file}: its results are those of {found[0].name}, not of {asked.name}.",
            f"Land it without a source, or as {found[0].name}.",
        )
    return found


def _by_result(result: dict) -> tuple[Source, Table] | None:
    kind = result.get("object")
    for source in SOURCES.values():
        for table in source.tables:
            if not table.json_marker:
                continue
            by_name = table.json_marker == kind
            by_keys = kind is None and set(table.json_marker.split(",")) <= result.keys()
            if by_name or by_keys:
                return source, table
    return None


def _markers() -> list[str]:
    tables = [table for source in SOURCES.values() for table in source.tables]
    return [
        *(table.json_marker for table in tables if table.json_marker),
        *(
            f"{table.json_records} with {', '.join(table.json_members)}"
            for table in tables
            if table.json_records
        ),
    ]


def _missing_mandatory(source: Source, table: Table, names: list[str]) -> list[str]:
    present = {column.lower() for column in names}
    return [
        column.name
        for column in source.columns(table.name)
        if column.is_mandatory and column.name.lower() not in present
    ]


def _require_mandatory(file: InputFile, source: Source, table: Table, names: list[str]) -> None:
    missing = _missing_mandatory(source, table, names)
    if missing:
        word = "column" if len(missing) == 1 else "columns"
        raise Refusal(
            f"{file.source_file}: mandatory {word} {', '.join(missing)} of {source.name} missing.",
            f"Add {'it' if len(missing) == 1 else 'them'} to the export's columns and export again.",
        )


def _dialect(source: Source, names: list[str]) -> str | None:
    if not source.dialects:
        return None
    present = {column.lower() for column in names}
    for dialect, markers in source.dialects.items():
        if any(marker.lower() in present for marker in markers):
            return dialect
    return "generic"


def _unknown(file: InputFile, names: list[str]) -> tuple[str, str]:
    present = {column.lower() for column in names}
    best, missing, share = "", [""], 0.0
    for source in SOURCES.values():
        for table in source.tables:
            absent = [column for column in table.recognised_by if column.lower() not in present]
            now = 1 - len(absent) / len(table.recognised_by)
            if now > share:
                best, missing, share = source.name, absent, now
    if share > ALMOST:
        lacking = (
            f"mandatory column {missing[0]} is"
            if len(missing) == 1
            else (f"mandatory columns {', '.join(missing)} are")
        )
        return (
            f"{file.source_file}: looks like {best}, but {lacking} missing.",
            f"Add {'it' if len(missing) == 1 else 'them'} to the export's columns and export again.",
        )
    shown = ", ".join(names[:5])
    return (
        f"{file.source_file}: of no known source (its columns begin with {shown}).",
        f"Name the source with --source; known are {', '.join(SOURCES)}.",
    )


def duplicated(header: list[str]) -> list[str]:
    """Return the names that stand in `header` more than once, letter case aside."""
    folded = sorted((column.lower(), column) for column in header if column)
    return sorted({second[1] for first, second in pairwise(folded) if first[0] == second[0]})
