"""What the demo tells twice, what it says became of its traffic, and that every source has a file."""

import csv
import gzip
import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops.demo import generate
from finops.landing.sources import SOURCES

# What one token is in the unit of each of the bill's meters of the model.
METERS = {
    "USE1-Claude4.6Sonnet-input-tokens": "input",
    "USE1-Claude4.6Sonnet-output-tokens": "output",
    "USE1-Claude4.6Sonnet-cache-read-input-token-count": "read",
    "USE1-Claude4.6Sonnet-cache-write-input-token-count": "written",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, scale=0.02)
    return folder


@pytest.fixture(scope="module")
def written(demo: Path) -> dict:
    return json.loads((demo / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def attempts(demo: Path) -> list[dict]:
    found = []
    for path in sorted((demo / "litellm").iterdir()):
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            found += [json.loads(line, parse_float=Decimal) for line in handle]
    return found


def test_every_source_has_a_file(written: dict) -> None:
    """The reference rates are public: they are pulled and no company's own."""
    sources = set(SOURCES)
    assert sources - {entry["source"] for entry in written["files"]} == {"ecb_rates"}


def test_gateway_logs_a_part_of_what_aws_bills(demo: Path, written: dict, attempts: list[dict]) -> None:
    planted = written["planted"]["gateway_cloud_overlap"]
    logged: dict = defaultdict(Counter)
    spend: Counter = Counter()
    for row in attempts:
        if row["custom_llm_provider"] != "bedrock":
            continue
        assert row["model"] == "anthropic.claude-sonnet-4-6"
        metadata = json.loads(row["metadata"])
        assert metadata["user_api_key_alias"] == planted["key_name"]
        spend[row["startTime"][:7]] += row["spend"]
        if row["status"] == "success" and row["cache_hit"] != "True":
            used = metadata["usage_object"]
            counted = logged[row["startTime"][:10]]
            counted["read"] += used["cache_read_input_tokens"]
            counted["written"] += used["cache_creation_input_tokens"]
            counted["input"] += row["prompt_tokens"]
            counted["input"] -= used["cache_read_input_tokens"] + used["cache_creation_input_tokens"]
            counted["output"] += row["completion_tokens"]
    assert {month: Decimal(amount) for month, amount in planted["amounts"].items()} == spend
    assert set(spend) == set(written["planted"]["billing_periods"]) and min(spend.values()) > 0
    meters = ", ".join(f"'{meter}'" for meter in METERS)
    billed: dict = defaultdict(Counter)
    # A closed month counts as it was delivered in the end.
    for month in written["planted"]["billing_periods"]:
        (path, *_) = [
            found
            for delivery in ("final", "open")
            for found in demo.glob(f"aws_cur/{delivery}/BILLING_PERIOD={month}/*.parquet")
        ]
        for day, meter, quantity in (
            duckdb.connect()
            .execute(
                "SELECT line_item_usage_start_date::DATE::VARCHAR, line_item_usage_type,"
                f" line_item_usage_amount FROM read_parquet('{path}')"
                f" WHERE line_item_usage_type IN ({meters}) AND pricing_unit = '1K tokens'"
            )
            .fetchall()
        ):
            billed[day][METERS[meter]] += Decimal(repr(quantity)) * 1000
    for day, tokens in logged.items():
        for token_class, count in tokens.items():
            assert count <= billed[day][token_class], (day, token_class)


def test_analytics_tells_days_of_the_cost_report_again(demo: Path, written: dict) -> None:
    planted = written["planted"]["analytics_overlap"]
    first, last = (date.fromisoformat(day) for day in planted["days"])
    days = {str(first + timedelta(days=number)) for number in range((last - first).days + 1)}
    told: Counter = Counter()
    for row in json.loads((demo / "anthropic_analytics" / "cost.json").read_text())["data"]:
        told[row["starting_at"][:10]] += Decimal(row["cost"]["amount"]) / 100
    billed: Counter = Counter()
    for path in (demo / "anthropic" / "costs" / "second-pull").glob("*.json"):
        for bucket in json.loads(path.read_text())["data"]:
            if bucket["starting_at"][:10] in days:
                billed[bucket["starting_at"][:10]] += sum(
                    Decimal(row["amount"]) / 100 for row in bucket["results"]
                )
    assert set(told) == days and told == billed
    assert told.total() == Decimal(planted["amount"])


def test_outcomes_are_of_what_the_gateway_logged(demo: Path, attempts: list[dict]) -> None:
    known = {
        "request": {row["request_id"] for row in attempts},
        "session": {row["session_id"] for row in attempts},
        "task": {json.loads(row["metadata"])["spend_logs_metadata"]["task_id"] for row in attempts} - {None},
    }
    with (demo / "organisation" / "outcomes.csv").open(encoding="utf-8", newline="") as handle:
        outcomes = list(csv.DictReader(handle))
    assert all(row["subject_id"] in known[row["subject_kind"]] for row in outcomes)
    assert {(row["subject_kind"], row["accepted"]) for row in outcomes} == {
        (kind, accepted) for kind in known for accepted in ("yes", "no")
    }
    assert len({(row["subject_kind"], row["subject_id"]) for row in outcomes}) == len(outcomes)
    assert all((row["value"] == "") == (row["accepted"] == "no") for row in outcomes)


def test_other_endpoints_are_billed_at_their_price(demo: Path) -> None:
    counted: Counter = Counter()
    fields = {
        "embeddings": "input_tokens",
        "images": "images",
        "audio_speeches": "characters",
        "audio_transcriptions": "seconds",
        "web_search_calls": "num_requests",
    }
    items = {
        "text-embedding-3-small, input": ("embeddings", "0.00000002"),
        "Image models": ("images", "0.042"),
        "tts-1": ("audio_speeches", "0.000015"),
        "whisper-1": ("audio_transcriptions", "0.0001"),
        "Web search tool calls": ("web_search_calls", "0.01"),
    }

    def pages(folder: str) -> list[dict]:
        return [
            row
            for path in sorted((demo / "openai" / folder).rglob("*.json"))
            for bucket in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["data"]
            for row in bucket["results"]
        ]

    for endpoint, field in fields.items():
        counted[endpoint] = sum(row[field] for row in pages(endpoint))
    billed: Counter = Counter()
    for row in pages("costs"):
        if row["line_item"] in items:
            endpoint, price = items[row["line_item"]]
            billed[endpoint] += row["quantity"]
            assert Decimal(str(row["amount"]["value"])) == row["quantity"] * Decimal(price)
    assert counted == billed and min(counted.values()) > 0
