"""A stand-in for the vendors' report APIs on the loopback: pages, throttles, fails, repeats, restates."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Result = dict[str, Any]


@dataclass
class Fault:
    """What a request gets instead of its page: from the `after`-th request of a path on, `times` times."""

    path: str
    status: int = 200
    after: int = 0
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    seconds: float = 0


class StandIn:
    """Ledgers of results per path and day; what is asked is noted in `asked`."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.url = ""
        self.ledgers: dict[str, dict[date, list[Result]]] = {}
        self.faults: list[Fault] = []
        self.days_per_page = 7
        self.repeats = False
        # What a day becomes when the page after it is asked for.
        self.changing: list[tuple[str, date, list[Result]]] = []
        self.missing_days: set[date] = set()
        self.asked: list[tuple[float, str, dict[str, list[str]]]] = []
        self.raw_numbers: dict[str, str] = {}

    def answer(self, target: str, headers: Any) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(target)
        path, query = parts.path.removeprefix("/v1/"), parse_qs(parts.query)
        before = sum(one[1] == path for one in self.asked)
        self.asked.append((time.monotonic(), path, query))
        if self.key not in (
            headers.get("Authorization", "").removeprefix("Bearer "),
            headers.get("x-api-key"),
        ):
            return 401, {}, json.dumps({"error": {"message": f"Incorrect key {self.key}"}}).encode()
        for fault in self.faults:
            if fault.path == path and before >= fault.after and fault.times:
                fault.times -= 1
                time.sleep(fault.seconds)
                return fault.status, fault.headers, fault.body
        if path not in self.ledgers:
            return 404, {}, b"{}"
        return 200, {}, self._page(path, query)

    def _page(self, path: str, query: dict[str, list[str]]) -> bytes:
        is_openai = "start_time" in query
        if not is_openai and "ending_at" not in query:
            # A report of one day: records without buckets.
            records = self.ledgers[path].get(date.fromisoformat(query["starting_at"][0]), [])
            return json.dumps({"data": records, "has_more": False, "next_page": None}).encode()
        if is_openai:
            first, end = (
                datetime.fromtimestamp(int(query[name][0]), UTC).date() for name in ("start_time", "end_time")
            )
        else:
            first, end = (date.fromisoformat(query[name][0][:10]) for name in ("starting_at", "ending_at"))
        start = date.fromisoformat(query["page"][0].removeprefix("page_")) if "page" in query else first
        size = min(self.days_per_page, int(query["limit"][0]))
        days = [start + timedelta(days=number) for number in range(size)]
        days = [day for day in days if day < end and day not in self.missing_days]
        following = start + timedelta(days=size)
        if self.changing and self.changing[0][:2] == (path, start - timedelta(days=1)):
            self.ledgers[path][start - timedelta(days=1)] = self.changing.pop(0)[2]
        repeated = [start - timedelta(days=1)] if self.repeats and "page" in query else []
        page: Result = {
            "data": [self._bucket(path, day, is_openai) for day in (*repeated, *days)],
            "has_more": following < end,
            "next_page": f"page_{following}" if following < end else None,
        }
        text = json.dumps({"object": "page"} | page if is_openai else page)
        for name, number in self.raw_numbers.items():
            text = text.replace(f'"{name}"', number)
        return text.encode()

    def _bucket(self, path: str, day: date, is_openai: bool) -> Result:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        end = start + timedelta(days=1)
        bounds: Result = (
            {"object": "bucket", "start_time": int(start.timestamp()), "end_time": int(end.timestamp())}
            if is_openai
            else {"starting_at": f"{day}T00:00:00Z", "ending_at": f"{end:%Y-%m-%d}T00:00:00Z"}
        )
        return bounds | {"results": self.ledgers[path].get(day, [])}

    def total(self, path: str, *way: str) -> Decimal:
        """The sum of a member over all that the ledger of `path` holds."""
        total = Decimal(0)
        for results in self.ledgers[path].values():
            for result in results:
                value: Any = result
                for step in way:
                    value = value[step]
                total += Decimal(str(self.raw_numbers.get(value, value)))
        return total


@contextmanager
def standing_in(key: str) -> Iterator[StandIn]:
    """Serve a stand-in on a free port of the loopback while the block runs."""
    stand_in = StandIn(key)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = stand_in.answer(self.path, self.headers)
            try:
                self.send_response(status)
                for name, value in (headers | {"Content-Type": "application/json"}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # The client gave up waiting.

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def openai_cost(project_id: str, line_item: str, value: Any, quantity: int | None = 1000) -> Result:
    """A result of the organization costs report."""
    return {
        "object": "organization.costs.result",
        "amount": {"value": value, "currency": "usd"},
        "line_item": line_item,
        "project_id": project_id,
        "api_key_id": "key_1",
        "quantity": quantity,
        "quantity_unit": "tokens",
    }


def openai_tokens(project_id: str, tokens: int, model: str = "gpt-4o-mini") -> Result:
    """A result of the completions usage report."""
    return {
        "object": "organization.usage.completions.result",
        "input_tokens": tokens,
        "input_cached_tokens": tokens // 4,
        "output_tokens": tokens // 2,
        "num_model_requests": 3,
        "project_id": project_id,
        "user_id": "user_1",
        "api_key_id": "key_1",
        "model": model,
        "batch": False,
        "service_tier": "default",
    }


def anthropic_cost(workspace_id: str | None, description: str, cents: str) -> Result:
    """A result of Anthropic's cost report."""
    return {
        "currency": "USD",
        "amount": cents,
        "workspace_id": workspace_id,
        "description": description,
        "cost_type": "tokens",
        "context_window": "0-200k",
        "model": "claude-sonnet-4-6",
        "service_tier": "standard",
        "token_type": "output_tokens",
        "inference_geo": "global",
    }


def anthropic_tokens(workspace_id: str | None, tokens: int) -> Result:
    """A result of Anthropic's messages usage report."""
    return {
        "uncached_input_tokens": tokens,
        "cache_creation": {"ephemeral_5m_input_tokens": 7, "ephemeral_1h_input_tokens": 0},
        "cache_read_input_tokens": 11,
        "output_tokens": tokens // 3,
        "server_tool_use": {"web_search_requests": 0},
        "api_key_id": "apikey_1",
        "workspace_id": workspace_id,
        "model": "claude-sonnet-4-6",
        "service_tier": "standard",
        "context_window": "0-200k",
        "inference_geo": "global",
    }


def claude_code(day: date, email: str, sessions: int) -> Result:
    """A record of Anthropic's Claude Code report."""
    return {
        "date": f"{day}T00:00:00Z",
        "actor": {"type": "user_actor", "email_address": email},
        "organization_id": "org_1",
        "customer_type": "api",
        "terminal_type": "vscode",
        "core_metrics": {"num_sessions": sessions, "lines_of_code": {"added": 1, "removed": 0}},
        "tool_actions": {},
        "model_breakdown": [],
    }
