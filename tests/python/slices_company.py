"""A small company's exports, written by the tests of slices: clouds, a vendor, a gateway, templates."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from landing_kit import focus_csv, focus_row

Day = str


@dataclass(frozen=True)
class Export:
    """One file to land, and how: exports of one `line` must keep their order, lines may come in any."""

    line: str
    name: str
    content: str
    options: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.name
        path.write_text(self.content, encoding="utf-8")
        return path


def month_after(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def cloud(name: str, month: str, costs: list[str], part: str = "", **changes: str) -> Export:
    """A cloud's FOCUS month: a line per cost, the last two of them twins, every other one tagged."""
    rows = []
    for number, cost in enumerate([*costs, costs[-1]] if costs else []):
        tags = {"team": f"team-{number % 3}", "env": "prod"} if number % 2 else {}
        rows.append(
            focus_row(
                cost,
                ProviderName=name,
                BillingPeriodStart=f"{month}-01T00:00:00Z",
                BillingPeriodEnd=f"{month_after(month)}-01T00:00:00Z",
                ChargePeriodStart=f"{month}-{number % 27 + 1:02d}T00:00:00Z",
                ChargePeriodEnd=f"{month}-{number % 27 + 2:02d}T00:00:00Z",
                ChargeDescription=f"line {min(number, len(costs) - 1)}",
                Tags=json.dumps(tags) if tags else "",
                **changes,
            )
        )
    return Export(f"{name} {month}", f"{name}-{month}{part}.csv", focus_csv(rows))


def pages(buckets: dict[Day, list[dict]]) -> str:
    """API pages of daily buckets; a day without results is covered and empty."""
    data = []
    for day, results in buckets.items():
        start = datetime.fromisoformat(day).replace(tzinfo=UTC)
        end = start + timedelta(days=1)
        data.append(
            {
                "object": "bucket",
                "start_time": int(start.timestamp()),
                "end_time": int(end.timestamp()),
                "results": results,
            }
        )
    return json.dumps({"object": "page", "data": data, "has_more": False, "next_page": None})


def vendor_costs(name: str, buckets: dict[Day, list[float]]) -> Export:
    """The vendor's costs: an amount per project and day."""
    return Export(
        "vendor costs",
        name,
        pages(
            {
                day: [
                    {
                        "object": "organization.costs.result",
                        "amount": {"value": amount, "currency": "usd"},
                        "line_item": "gpt-5, input",
                        "project_id": f"proj_{number}",
                        "quantity": 1000,
                        "quantity_unit": "tokens",
                    }
                    for number, amount in enumerate(amounts)
                ]
                for day, amounts in buckets.items()
            }
        ),
    )


def vendor_usage(name: str, buckets: dict[Day, list[int]]) -> Export:
    """The vendor's usage: input tokens per project and day."""
    return Export(
        "vendor usage",
        name,
        pages(
            {
                day: [
                    {
                        "object": "organization.usage.completions.result",
                        "input_tokens": tokens,
                        "output_tokens": 7,
                        "input_cached_tokens": 3,
                        "num_model_requests": 2,
                        "project_id": f"proj_{number}",
                        "model": "gpt-5",
                    }
                    for number, tokens in enumerate(amounts)
                ]
                for day, amounts in buckets.items()
            }
        ),
    )


def gateway(name: str, attempts: Iterable[tuple[str, str, int]]) -> Export:
    """The gateway's log: (request id, start, prompt tokens). Ids say where the provider is not OpenAI."""
    lines = [
        json.dumps(
            {
                "request_id": request_id,
                "call_type": "acompletion",
                "api_key": "key-1",
                "spend": tokens / 1_000_000,
                "prompt_tokens": tokens,
                "completion_tokens": 5,
                "startTime": start,
                "endTime": start,
                "model": "gpt-5",
                "custom_llm_provider": "groq" if request_id.startswith("groq") else "openai",
                "user": "u1",
                "metadata": "{}",
                "cache_hit": "None",
                "request_tags": "[]",
                "team_id": "search",
                "status": "success",
            }
        )
        for request_id, start, tokens in attempts
    ]
    return Export("gateway", name, "\n".join(lines) + "\n")


def template(name: str, rows: list[dict[str, str]], part: str = "") -> Export:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return Export(name, f"{name}{part}.csv", text.getvalue())


def owner(kind: str, value: str, team: str) -> dict[str, str]:
    return {"owner_kind": kind, "owner_value": value, "team": team}


def invoice(invoice_id: str, month: str, rate: str) -> dict[str, str]:
    return {
        "invoice_id": invoice_id,
        "invoice_issuer_name": "Kiefer",
        "billing_period": month,
        "invoice_date": f"{month_after(month)}-03",
        "currency": "EUR",
        "total_amount": "7.00",
        "exchange_rate": rate,
        "exchange_currency": "USD",
    }


def ecb(part: str, rates: dict[Day, tuple[str, str]]) -> Export:
    """ECB reference rates: units of USD and GBP for one euro."""
    header = "Date,USD,JPY,GBP"
    lines = [f"{day},{usd},160.1,{gbp}" for day, (usd, gbp) in rates.items()]
    return Export("ecb_rates", f"ecb{part}.csv", "\n".join([header, *lines]) + "\n")


KIEFER = {"BillingCurrency": "EUR", "BillingAccountId": "77"}
ISLES = {"BillingCurrency": "GBP", "BillingAccountId": "88"}

BASE = [
    cloud("Nimbus", "2026-12", ["1.10", "-0.25", "3.333333333333"]),
    cloud("Nimbus", "2027-01", ["2.10", "0.25", "1E-7"]),
    cloud("Nimbus", "2027-02", ["4.10", "9999999.99"]),
    cloud("Kiefer", "2026-12", ["1.50", "2.50"], InvoiceId="K-12", **KIEFER),
    cloud("Kiefer", "2027-01", ["3.50", "0.50"], InvoiceId="K-01", **KIEFER),
    cloud("Kiefer", "2027-02", ["20000000000.05", "0.75"], **KIEFER),
    cloud("Isles", "2027-02", ["8.00", "0.01"], **ISLES),
    vendor_costs("costs.json", {"2026-12-31": [0.5, 0.25], "2027-01-01": [0.125], "2027-01-02": [0.375]}),
    vendor_usage("usage.json", {"2026-12-31": [1000, 250]}),
    gateway(
        "log.jsonl",
        [
            ("a", "2026-12-31 23:59:58+00:00", 100),
            ("b", "2026-12-31 23:59:59+00:00", 200),
            ("c", "2027-01-01 00:00:00+00:00", 300),
            ("groq-d", "2027-01-01 10:00:00+00:00", 400),
            ("e", "2027-01-02 10:00:00+00:00", 500),
        ],
    ),
    template("owners", [owner("tag", "team=team-1", "search"), owner("project", "proj_1", "apps")]),
    ecb(
        "-1",
        {"2026-12-31": ("1.1", "0.8"), "2027-01-04": ("1.2", "0.8"), "2027-02-10": ("1.25", "0.75")},
    ),
]

# What comes later, one thing a step; the order within a line matters, that of lines does not.
RESTATED = cloud("Nimbus", "2027-01", ["2.20", "0.25", "1E-7", "5.00"], "-again")
COVERAGE = vendor_usage("usage-more.json", {"2027-01-01": [700], "2027-01-03": []})
LATE_OWNER = template("owners", [owner("project", "proj_0", "apps")], "-late")
MOVED = gateway(
    "log-moved.jsonl",
    [
        ("b", "2027-01-01 00:00:01+00:00", 201),
        ("c", "2027-01-01 00:00:00+00:00", 301),
    ],
)
OWN_RATE = template(
    "fx_rates",
    [
        {
            "from_currency": "EUR",
            "to_currency": "USD",
            "rate": "1.08371234",
            "valid_from": "2027-01-31",
            "valid_to": "2027-02-01",
        }
    ],
)
INVOICE_RATE = template("invoices", [invoice("K-12", "2026-12", "1.15")])
NEWER_ECB = ecb("-2", {"2027-02-26": ("1.3", "0.7"), "2027-03-01": ("1.4", "0.6")})
REPULL = vendor_costs("costs-again.json", {"2027-01-01": [], "2027-01-02": [0.5]})

LATER = [RESTATED, COVERAGE, LATE_OWNER, MOVED, OWN_RATE, INVOICE_RATE, NEWER_ECB, REPULL]
