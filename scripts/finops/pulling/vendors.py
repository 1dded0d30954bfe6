"""What is asked of each vendor: address, key, endpoints, and the one grouping each is read by."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from finops.landing.sources import SOURCES

MOST_BUCKETS = 31


@dataclass(frozen=True)
class Endpoint:
    """One report of a vendor and the table that its pages land in.

    `group_by` never changes between calls, so days of two groupings never meet. A report `is_by_day` where
    each call returns one day and no buckets. An optional one may be closed to an organisation.
    """

    source: str
    table: str
    path: str
    group_by: tuple[str, ...] = ()
    is_by_day: bool = False
    is_optional: bool = False

    @property
    def name(self) -> str:
        """`source.table`, as it is called in files and messages."""
        return f"{self.source}.{self.table}"


@dataclass(frozen=True)
class Vendor:
    """One vendor. The key is read from the environment, the address may be."""

    name: str
    title: str
    url: str
    url_variable: str
    key_variable: str
    key_page: str
    key_header: str | None
    headers: tuple[tuple[str, str], ...]
    endpoints: tuple[Endpoint, ...]

    def landable(self) -> tuple[Endpoint, ...]:
        """Return the endpoints whose table the registry of sources knows."""
        return tuple(
            one
            for one in self.endpoints
            if one.source in SOURCES and one.table in {table.name for table in SOURCES[one.source].tables}
        )

    def parameters(self, endpoint: Endpoint, first: date, last: date) -> dict[str, str | int | list[str]]:
        """Return the query of one request for the days from `first` to `last`, both included."""
        if endpoint.is_by_day:
            return {"starting_at": first.isoformat(), "limit": 1000}
        buckets = min(MOST_BUCKETS, (last - first).days + 1)
        start, end = _midnight(first), _midnight(last + timedelta(days=1))
        if self.name == "openai":
            asked: dict[str, str | int | list[str]] = {
                "start_time": int(start.timestamp()),
                "end_time": int(end.timestamp()),
                "bucket_width": "1d",
                "limit": buckets,
            }
            return asked | ({"group_by": list(endpoint.group_by)} if endpoint.group_by else {})
        return {
            "starting_at": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "ending_at": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "bucket_width": "1d",
            "limit": buckets,
            "group_by[]": list(endpoint.group_by),
        }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _usage(table: str, *group_by: str) -> Endpoint:
    path = f"organization/usage/{table}"
    return Endpoint("openai_usage", table, path, group_by, is_optional=table != "completions")


WHO = ("project_id", "user_id", "api_key_id")
OPENAI = Vendor(
    name="openai",
    title="OpenAI",
    url="https://api.openai.com/v1",
    url_variable="AI_FINOPS_OPENAI_URL",
    key_variable="OPENAI_ADMIN_KEY",
    key_page="the organization's settings, Admin keys",
    key_header=None,
    headers=(),
    endpoints=(
        # The costs report refuses users beside projects.
        Endpoint("openai_costs", "costs", "organization/costs", ("project_id", "line_item", "api_key_id")),
        _usage("completions", *WHO, "model", "batch", "service_tier"),
        _usage("embeddings", *WHO, "model"),
        _usage("moderations", *WHO, "model"),
        _usage("images", *WHO, "model", "size", "source"),
        _usage("audio_speeches", *WHO, "model"),
        _usage("audio_transcriptions", *WHO, "model"),
        _usage("vector_stores", "project_id"),
        _usage("code_interpreter_sessions", "project_id"),
        _usage("file_search_calls", *WHO, "vector_store_id"),
        _usage("web_search_calls", *WHO, "model", "context_level"),
    ),
)
ANTHROPIC = Vendor(
    name="anthropic",
    title="Anthropic",
    url="https://api.anthropic.com/v1",
    url_variable="AI_FINOPS_ANTHROPIC_URL",
    key_variable="ANTHROPIC_ADMIN_KEY",
    key_page="the Console's settings, Admin keys",
    key_header="x-api-key",
    headers=(("anthropic-version", "2023-06-01"),),
    endpoints=(
        Endpoint(
            "anthropic_costs", "cost_report", "organizations/cost_report", ("workspace_id", "description")
        ),
        Endpoint(
            "anthropic_usage",
            "messages",
            "organizations/usage_report/messages",
            ("api_key_id", "workspace_id", "model", "service_tier", "context_window", "inference_geo"),
        ),
        Endpoint(
            "anthropic_claude_code",
            "claude_code",
            "organizations/usage_report/claude_code",
            is_by_day=True,
            is_optional=True,
        ),
    ),
)
VENDORS = {vendor.name: vendor for vendor in (OPENAI, ANTHROPIC)}
