"""Console downloads: their headers vary, so a mapping to the contract is proposed, confirmed once and kept.

A mapping is `inputs/column_mappings/<source>.<header>.csv` with a row per contract column: contract_column,
export_column, constant (a value for every row) and factor (export value times factor, exact). A proposal ends
in `.proposed.csv`; a person corrects it and takes the word out of its name, or lands with --accept-mapping.
"""

import csv
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from finops.landing.contracts import contract
from finops.landing.reading import Reading
from finops.landing.report import Refusal
from finops.landing.sources import SOURCES, Source, Table
from finops.landing.sql import as_decimal, name, quote
from finops.project import Project

FIELDS = ("contract_column", "export_column", "constant", "factor")

# Headers seen in downloads of the vendors' consoles, by contract column, in lower-case letters and digits
# only.
SPELLINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "openai_costs": {
        "bucket_start": ("starttimeiso", "startdate", "date", "day", "starttime"),
        "bucket_end": ("endtimeiso", "enddate", "endtime"),
        "amount_value": ("amountvalue", "amount", "cost", "costusd", "costinusd", "amountusd", "totalcost"),
        "amount_currency": ("amountcurrency", "currency"),
        "line_item": ("lineitem", "item", "model"),
        "project_id": ("projectid", "project"),
        "project_name": ("projectname",),
        "organization_id": ("organizationid", "orgid"),
        "organization_name": ("organizationname", "orgname"),
        "user_id": ("userid", "useremail", "user"),
        "api_key_id": ("apikeyid", "apikey"),
    },
    "openai_usage": {
        "bucket_start": ("starttimeiso", "startdate", "date", "day", "starttime"),
        "bucket_end": ("endtimeiso", "enddate", "endtime"),
        "input_tokens": ("inputtokens", "contexttokens", "ncontexttokenstotal", "prompttokens"),
        "output_tokens": ("outputtokens", "generatedtokens", "ngeneratedtokenstotal", "completiontokens"),
        "input_cached_tokens": (
            "inputcachedtokens",
            "cachedinputtokens",
            "ncachedcontexttokenstotal",
            "cachedtokens",
        ),
        "num_model_requests": ("nummodelrequests", "requests", "numrequests", "nrequests"),
        "project_id": ("projectid", "project"),
        "user_id": ("userid", "useremail", "user"),
        "api_key_id": ("apikeyid", "apikey"),
        "model": ("model", "modelname", "snapshotid"),
        "batch": ("batch", "isbatch"),
        "service_tier": ("servicetier",),
    },
    "anthropic_costs": {
        "bucket_start": ("usagedateutc", "startingat", "date", "usagedate", "day"),
        "amount": ("costusd", "cost", "amountusd", "amount"),
        "currency": ("currency",),
        "description": ("description",),
        "cost_type": ("costtype",),
        "model": ("model", "modelversion"),
        "service_tier": ("servicetier", "usagetype"),
        "token_type": ("tokentype",),
        "context_window": ("contextwindow",),
        "inference_geo": ("inferencegeo",),
        "workspace_id": ("workspaceid", "workspace"),
        "api_key_id": ("apikeyid", "apikey"),
        "list_amount": ("listpriceusd", "listamount"),
    },
    "anthropic_usage": {
        "bucket_start": ("usagedateutc", "startingat", "date", "usagedate", "day"),
        "uncached_input_tokens": ("usageinputtokensnocache", "uncachedinputtokens", "inputtokensnocache"),
        "cache_creation_ephemeral_5m_input_tokens": ("usageinputtokenscachewrite5m", "cachewrite5m"),
        "cache_creation_ephemeral_1h_input_tokens": ("usageinputtokenscachewrite1h", "cachewrite1h"),
        "cache_read_input_tokens": ("usageinputtokenscacheread", "cacheread", "cachereadinputtokens"),
        "output_tokens": ("usageoutputtokens", "outputtokens"),
        "server_tool_use_web_search_requests": ("websearchcount", "websearchrequests"),
        "api_key_id": ("apikeyid", "apikey"),
        "workspace_id": ("workspaceid", "workspace"),
        "model": ("modelversion", "model"),
        "service_tier": ("servicetier", "usagetype"),
        "context_window": ("contextwindow",),
        "inference_geo": ("inferencegeo",),
        "speed": ("speed",),
    },
}
BOUNDS = ("bucket_start", "bucket_end")
# These amounts are in cents in the contract; a console writes dollars.
IN_CENTS = {"anthropic_costs": ("amount", "list_amount")}
CURRENCIES = {"openai_costs": "amount_currency", "anthropic_costs": "currency"}


@dataclass(frozen=True)
class MappedColumn:
    """Where one contract column comes from: an export column times a factor, or a constant."""

    contract_column: str
    export_column: str
    constant: str
    factor: str


def header_id(header: list[str]) -> str:
    """Return the id of a header: letter case and order of its columns do not count."""
    return hashlib.md5(
        "|".join(sorted(title.lower() for title in header)).encode(), usedforsecurity=False
    ).hexdigest()[:8]


def find_mapping(project: Project, header: list[str]) -> tuple[Source, Path] | None:
    """Return source and file of the confirmed mapping for `header`, None without one."""
    for path in sorted((project.inputs / "column_mappings").glob(f"*.{header_id(header)}.csv")):
        source = SOURCES.get(path.name.split(".")[0])
        if source is not None:
            return source, path
    return None


def guess_source(header: list[str]) -> tuple[Source, Table] | None:
    """Return the source whose mandatory columns the header can give, the best covered first, None if none."""
    best: tuple[int, Source] | None = None
    for source_name in SPELLINGS:
        mapped = {column.contract_column for column in propose(SOURCES[source_name], header)}
        source = SOURCES[source_name]
        wanted = {
            column.name for column in contract(source_name, source.tables[0].name) if column.is_mandatory
        }
        tells_apart = len(mapped) >= max(3, len(header) / 2)
        if wanted <= mapped and tells_apart and (best is None or len(mapped) > best[0]):
            best = (len(mapped), source)
    return (best[1], best[1].tables[0]) if best else None


def propose(source: Source, header: list[str]) -> list[MappedColumn]:
    """Return the mapping that the header's spelling suggests, contract columns without a match left out."""
    by_spelling = {re.sub(r"[^a-z0-9]", "", title.lower()): title for title in reversed(header)}
    mapped = []
    for column in contract(source.name, source.tables[0].name):
        spellings = (
            re.sub(r"[^a-z0-9]", "", column.name.lower()),
            *SPELLINGS[source.name].get(column.name, ()),
        )
        found = next((by_spelling[spelling] for spelling in spellings if spelling in by_spelling), None)
        if found:
            is_exact = found.lower() == column.name.lower()
            factor = "100" if column.name in IN_CENTS.get(source.name, ()) and not is_exact else ""
            mapped.append(MappedColumn(column.name, found, "", factor))
    names = {column.contract_column for column in mapped}
    currency = CURRENCIES.get(source.name)
    amount = next((column for column in mapped if column.contract_column == source.tables[0].billed), None)
    if currency and currency not in names and amount:
        mapped.append(MappedColumn(currency, "", "USD" if "usd" in amount.export_column.lower() else "", ""))
    return mapped


def write_proposal(project: Project, source: Source, header: list[str], accept: bool) -> Path:
    """Write the proposed mapping and return its path; confirmed at once with `accept`.

    Raises Refusal when a mandatory column has no match, for only a person can say what it is.
    """
    folder = project.inputs / "column_mappings"
    folder.mkdir(parents=True, exist_ok=True)
    confirmed = folder / f"{source.name}.{header_id(header)}.csv"
    proposed = confirmed.with_suffix(".proposed.csv")
    if proposed.exists():
        mapped = read_mapping(proposed)
    else:
        mapped = propose(source, header)
        known = {column.contract_column for column in mapped}
        blank = [
            MappedColumn(column.name, "", "", "")
            for column in contract(source.name, source.tables[0].name)
            if column.is_mandatory and column.name not in known
        ]
        with open(proposed, "w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(FIELDS)
            for column in (*mapped, *blank):
                writer.writerow(
                    (column.contract_column, column.export_column, column.constant, column.factor)
                )
    if not accept:
        return proposed
    _require_mandatory(source, mapped, proposed)
    proposed.replace(confirmed)
    return confirmed


def read_mapping(path: Path) -> list[MappedColumn]:
    """Return the filled rows of a mapping. Raises Refusal when the file has not the mapping's columns."""
    with open(path, encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != FIELDS:
            raise Refusal(
                f"{path.name}: its columns must be {', '.join(FIELDS)}.", "Delete it and land again."
            )
        rows = [MappedColumn(*((row[field] or "").strip() for field in FIELDS)) for row in reader]
    return [row for row in rows if row.export_column or row.constant]


def _require_mandatory(source: Source, mapped: list[MappedColumn], path: Path) -> None:
    known = {column.contract_column for column in mapped if column.export_column or column.constant}
    missing = [
        column.name
        for column in contract(source.name, source.tables[0].name)
        if column.is_mandatory and column.name not in known
    ]
    if missing:
        raise Refusal(
            f"{path.name}: nothing says which column is {', '.join(missing)}.",
            "Fill in export_column or constant for it, then land again with --accept-mapping.",
        )


def apply_mapping(con: duckdb.DuckDBPyConnection, reading: Reading, path: Path) -> None:
    """Make `reading` select contract columns in place of the export's, which stay where they map to nothing.

    Raises Refusal when the mapping names a column the file does not have.
    """
    mapped = read_mapping(path)
    _require_mandatory(reading.recognised.source, mapped, path)
    present = {column.lower(): column for column, _ in reading.columns}
    selected: list[str] = []
    columns: list[tuple[str, str]] = []
    for column in mapped:
        if column.export_column and column.export_column.lower() not in present:
            raise Refusal(
                f"{path.name}: {reading.file.source_file} has no column {column.export_column}.",
                "Correct export_column in the mapping.",
            )
        if not column.export_column:
            value = quote(column.constant)
        else:
            value = name(present[column.export_column.lower()])
            if column.contract_column in BOUNDS:
                seconds = f"make_timestamp(try_cast({value} as bigint) * 1000000)"
                value = (
                    f"case when regexp_full_match({value}, '[0-9]{{10}}')"
                    f" then strftime({seconds}, '%Y-%m-%dT%H:%M:%SZ') else {value} end"
                )
            if column.factor:
                factor = f"cast({quote(column.factor)} as decimal(9, 3))"
                exact = f"cast({as_decimal(value, 'VARCHAR')} * {factor} as decimal(38, 12))"
                value = f"coalesce(cast({exact} as varchar), {value})"
        selected.append(f"{value} as {name(column.contract_column)}")
        columns.append((column.contract_column, "VARCHAR"))
    taken = {column.contract_column.lower() for column in mapped}
    for column_name, type_name in reading.columns:
        if column_name.lower() not in taken:
            selected.append(name(column_name))
            columns.append((column_name, type_name))
    reading.relation = f"select {', '.join(selected)}, _source_row from ({reading.relation})"
    reading.columns = columns
    reading.is_mapped = True
