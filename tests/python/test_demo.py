"""The demo exports: what the manifest says is what an independent reader finds in the files."""

import csv
import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pytest

from finops.demo import generate, llm
from finops.demo.engine import open_demo
from finops.demo.story import KEYS, Story, key_id
from finops.landing import land, read_ledger
from finops.landing.contracts import contract
from finops.project import Project

OWN_BILLS = ("vendor_costs", "asset_costs", "labour_costs", "billing_accounts", "prepaid_movements")
TEMPLATES = ("invoices", "owners", "tag_keys", "settings", "fx_rates", *OWN_BILLS)
# Lists that are the same for every seed, and those that follow the bills or are drawn.
CONSTANT_LISTS = (
    "comparisons", "sites", "hardware",
    "allocation_rules", "contracts", "customers", "fiscal_periods", "gl_accounts", "initiatives", "keys",
    "known_changes", "legal_entities", "policy_exceptions", "pool_policies", "products", "thresholds",
    "training_runs", "seats",
)  # fmt: skip
LISTS = (*CONSTANT_LISTS, "budgets", "business_drivers", "gl_postings", "revenue", "outcomes")
TOKEN_FIELDS = ("uncached", "cache_read", "cache_write", "output")
STORY = Story.of(6, "2026-10")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, scale=0.02)
    return folder


@pytest.fixture(scope="module")
def short_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shortest demo: one closed month and the open one."""
    folder = tmp_path_factory.mktemp("short_demo")
    generate(folder, months=2, scale=0.02)
    return folder


@pytest.fixture(scope="module")
def written(demo: Path) -> dict:
    return json.loads((demo / "manifest.json").read_text(encoding="utf-8"))


def csv_rows(path: Path) -> list[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def parquet_rows(path: Path) -> list[dict]:
    cursor = duckdb.connect().execute(f"SELECT * FROM read_parquet('{path!s}', hive_partitioning = false)")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def exact(value: object) -> Decimal:
    """A number as the shortest decimal text gives it."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(str(value or 0))


def results(folder: Path) -> Iterator[tuple[date, dict]]:
    """Day and result of all pages below a folder; numbers as the text that stands in the file."""
    for path in sorted(folder.rglob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for bucket in page["data"]:
            start = bucket.get("starting_at") or bucket["start_time"]
            day = date.fromisoformat(start[:10]) if isinstance(start, str) else date.fromtimestamp(start)
            for result in bucket["results"]:
                yield day, result


def newest(folder: Path) -> Iterator[tuple[date, dict]]:
    """Results where the second pull has replaced the days it asked for."""
    window_start, _ = STORY.repull_window
    yield from ((day, one) for day, one in results(folder / "first-pull") if day < window_start)
    yield from results(folder / "second-pull")


def gateway_rows(demo: Path) -> Iterator[dict]:
    for path in sorted((demo / "litellm").iterdir()):
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            yield from (json.loads(line, parse_float=Decimal) for line in handle)


def focus_rows(demo: Path) -> Iterator[tuple[str, dict]]:
    for path in sorted(demo.glob("azure/**/*.csv.gz")):
        yield from (("azure", row) for row in csv_rows(path))
    for path in sorted(demo.glob("oci/**/*.csv.gz")):
        yield from (("oci", row) for row in csv_rows(path))
    for path in sorted(demo.glob("gcp/**/*.parquet")):
        yield from (("gcp", row) for row in parquet_rows(path))


def lab_rows(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        yield from (json.loads(line, parse_float=Decimal) for line in handle)


def lab_cost(row: dict) -> Decimal:
    return sum((exact(one["amount"]) for one in row["credits"]), exact(row["cost"]))


def cur_rows(demo: Path, delivery: str, month: str) -> list[dict]:
    (path,) = demo.glob(f"aws_cur/{delivery}/BILLING_PERIOD={month}/*.parquet")
    return parquet_rows(path)


def test_same_seed_same_bytes(short_demo: Path, tmp_path: Path) -> None:
    def fingerprints(folder: Path) -> dict[str, str]:
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        return {str(path.relative_to(folder)): hashlib.md5(path.read_bytes()).hexdigest() for path in files}

    generate(tmp_path / "again", months=2, scale=0.02)
    generate(tmp_path / "other", months=2, scale=0.02, seed=2)
    once, again, other = map(fingerprints, (short_demo, tmp_path / "again", tmp_path / "other"))
    assert once == again
    assert once.keys() == other.keys()
    fixed = ("settings", "tag_keys", "owners", "fx_rates", *CONSTANT_LISTS, *OWN_BILLS)
    labels = {f"openshift/{name}_labels.csv" for name in ("node", "namespace")}
    constant = {f"organisation/{name}.csv" for name in fixed} | labels
    assert {path for path in once if once[path] == other[path]} == constant


def billed(path: Path, source: str) -> tuple[int, Decimal | None]:
    """Rows and billed sum of a file, read without the generator."""
    if source == "azure_cost":
        charges = list(csv_rows(path))
        return len(charges), sum((exact(row["Cost"]) for row in charges), Decimal(0))
    if source == "aws_cur":
        rows = parquet_rows(path)
        return len(rows), sum((exact(row["line_item_unblended_cost"]) for row in rows), Decimal(0))
    if source == "gcp_billing":
        rows = list(lab_rows(path))
        return len(rows), sum(map(lab_cost, rows), Decimal(0))
    if source == "focus":
        rows = csv_rows(path) if path.suffix == ".gz" else parquet_rows(path)
        return len(rows), sum((exact(row["BilledCost"]) for row in rows), Decimal(0))
    if source.endswith("_carbon"):
        is_json = path.suffix == ".json"
        rows = json.loads(path.read_text(encoding="utf-8"))["value"] if is_json else parquet_rows(path)
        return len(rows), None
    if source == "opencost_allocation":
        sets = json.loads(path.read_text(encoding="utf-8"))["data"]
        return sum(map(len, sets)), None
    if source == "dcgm_metrics":
        return len(path.read_text(encoding="utf-8").splitlines()), None
    if source in ("copilot_seats", "anthropic_claude_code"):
        document = json.loads(path.read_text(encoding="utf-8"))
        return len(document.get("seats") or document["data"]), None
    if source == "anthropic_analytics":
        groups = json.loads(path.read_text(encoding="utf-8"))["data"]
        return len(groups), sum((Decimal(one["cost"]["amount"]) / 100 for one in groups), Decimal(0))
    if source == "copilot_usage":
        rows = csv_rows(path)
        return len(rows), sum((Decimal(row["net_amount"]) for row in rows), Decimal(0))
    if path.suffix == ".json":
        page = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        rows = [result for bucket in page["data"] for result in bucket["results"]]
        amounts = {
            "openai_costs": lambda row: Decimal(row["amount"]["value"]),
            "anthropic_costs": lambda row: Decimal(row["amount"]) / 100,
        }
        of_row = amounts.get(source)
        return len(rows), sum(map(of_row, rows), Decimal(0)) if of_row else None
    if source == "vendor_costs":
        return len(csv_rows(path)), sum((Decimal(row["amount"]) for row in csv_rows(path)), Decimal(0))
    if path.suffix == ".csv":
        return len(csv_rows(path)), None
    with gzip.open(path, "rb") as handle:
        return sum(1 for _ in handle), None


def test_manifest_agrees_with_the_files(demo: Path, written: dict) -> None:
    files = {path for path in demo.rglob("*") if path.is_file() and path.name != "manifest.json"}
    assert {demo / entry["path"] for entry in written["files"]} == files
    for entry in written["files"]:
        rows, total = billed(demo / entry["path"], entry["source"])
        assert rows == entry["rows"] > 0, entry["path"]
        stated = entry["billed_total"]
        assert total == (None if stated is None else Decimal(stated)), entry["path"]


def test_steps_cover_every_file_once(demo: Path, written: dict) -> None:
    reached = Counter(
        file
        for step in written["steps"]
        for path in step["paths"]
        for file in ([demo / path] if (demo / path).is_file() else (demo / path).rglob("*"))
        if file.is_file()
    )
    assert reached == Counter(demo / entry["path"] for entry in written["files"])
    steps = [step["step"] for step in written["steps"]]
    assert len(set(steps)) == len(steps)
    assert steps.index("AWS 2026-09, open") < steps.index("AWS 2026-09, final")
    assert steps.index("OpenAI costs, first-pull") < steps.index("OpenAI costs, second-pull")


def test_headers_are_those_of_the_contracts(demo: Path) -> None:
    cur = {column.name for column in contract("aws_cur", "line_items")}
    assert set(cur_rows(demo, "final", "2026-09")[0]) == cur - {"line_item_user_identifier"}
    focus = {column.name for column in contract("focus", "cost_and_usage")}
    for provider, row in focus_rows(demo):
        own = {name for name in row if not name.startswith(("x_", "oci_"))}
        assert own <= focus, provider
    lab = {column.name for column in contract("gcp_billing", "billing_export")}
    for path in demo.glob("gcp_billing/**/*.gz"):
        for row in lab_rows(path):
            members = {
                f"{name}_{inner}" if isinstance(value, dict) else name
                for name, value in row.items()
                if value is not None
                for inner in (value if isinstance(value, dict) else [""])
            }
            assert members <= lab
    for template in (*TEMPLATES, *LISTS):
        header = list(csv_rows(demo / "organisation" / f"{template}.csv")[0])
        assert header == [column.name for column in contract(template, template)]
    spend_logs = {column.name for column in contract("litellm_spend_logs", "spend_logs")}
    assert set(next(gateway_rows(demo))) <= spend_logs


@pytest.mark.parametrize(
    ("folder", "source", "table"),
    [
        ("openai/costs", "openai_costs", "costs"),
        ("openai/usage", "openai_usage", "completions"),
        ("openai/embeddings", "openai_usage", "embeddings"),
        ("openai/images", "openai_usage", "images"),
        ("openai/audio_speeches", "openai_usage", "audio_speeches"),
        ("openai/audio_transcriptions", "openai_usage", "audio_transcriptions"),
        ("openai/web_search_calls", "openai_usage", "web_search_calls"),
        ("anthropic/costs", "anthropic_costs", "cost_report"),
        ("anthropic/usage", "anthropic_usage", "messages"),
    ],
)
def test_results_have_the_fields_of_the_contracts(demo: Path, folder: str, source: str, table: str) -> None:
    known = {column.name: column for column in contract(source, table)}
    _, result = next(results(demo / folder))
    flat = {
        f"{name}_{inner}" if isinstance(value, dict) else name
        for name, value in result.items()
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert flat <= known.keys()
    mandatory = {name for name, column in known.items() if column.is_mandatory} - {"bucket_start"}
    assert mandatory <= flat


@pytest.mark.samples
def test_headers_are_those_of_the_providers(demo: Path, samples: Path) -> None:
    schemas = samples.parent / "reference" / "schemas"
    if not schemas.is_dir():
        pytest.skip("no column lists of the providers beside the samples")
    azure = [row["column"] for row in csv_rows(schemas / "azure_focuscost_1_2_preview_columns.csv")]
    assert list(next(row for provider, row in focus_rows(demo) if provider == "azure")) == azure
    cur = [row["column"] for row in csv_rows(schemas / "aws_cur2_columns.csv")]
    assert list(cur_rows(demo, "final", "2026-09")[0]) == cur


def test_gateway_and_vendors_tell_of_the_same_tokens(demo: Path) -> None:
    behind = {key_id(key.name): key.name for key in KEYS if key.via == "gateway" and key.is_named}
    logged: dict = defaultdict(Counter)
    for row in gateway_rows(demo):
        metadata = json.loads(row["metadata"])
        if row["custom_llm_provider"] == "bedrock":
            continue
        if row["status"] == "failure" or row["cache_hit"] == "True":
            assert row["spend"] == 0
            continue
        details = metadata["usage_object"]
        read, written = details["cache_read_input_tokens"], details["cache_creation_input_tokens"]
        assert row["prompt_tokens"] == details["prompt_tokens"]
        counted = logged[row["startTime"][:10], metadata["user_api_key_alias"], row["model"]]
        counted["uncached"] += row["prompt_tokens"] - read - written
        counted["cache_read"] += read
        counted["cache_write"] += written
        counted["output"] += row["completion_tokens"]
    vendors: dict = defaultdict(Counter)
    for day, row in newest(demo / "openai" / "usage"):
        if row["api_key_id"] in behind:
            counted = vendors[day.isoformat(), behind[row["api_key_id"]], row["model"]]
            assert row["input_tokens"] == sum(
                row[f"input_{part}_tokens"] for part in ("uncached", "cached", "cache_write")
            )
            counted["uncached"] += row["input_uncached_tokens"]
            counted["cache_read"] += row["input_cached_tokens"]
            counted["cache_write"] += row["input_cache_write_tokens"]
            counted["output"] += row["output_tokens"]
    for day, row in newest(demo / "anthropic" / "usage"):
        if row["api_key_id"] in behind:
            counted = vendors[day.isoformat(), behind[row["api_key_id"]], row["model"]]
            counted["uncached"] += row["uncached_input_tokens"]
            counted["cache_read"] += row["cache_read_input_tokens"]
            counted["cache_write"] += sum(row["cache_creation"].values())
            counted["output"] += row["output_tokens"]
    assert logged and logged == vendors
    assert all(sum(total[field] for total in logged.values()) > 0 for field in TOKEN_FIELDS)


def test_gateway_logs_hold_retries_failures_and_cache_hits(demo: Path) -> None:
    rows = list(gateway_rows(demo))
    assert len({row["request_id"] for row in rows}) == len(rows)
    attempts = Counter(row["litellm_call_id"] for row in rows)
    assert 0 < sum(count > 1 for count in attempts.values()) < len(rows) / 10
    assert {row["status"] for row in rows} == {"success", "failure"}
    assert {row["cache_hit"] for row in rows} == {"True", "None"}
    assert {row["end_user"] for row in rows} >= {"", "alder-freight"}


def test_scale_makes_more_resources_and_keys(tmp_path: Path) -> None:
    def rows(scale: float) -> Counter:
        files = generate(tmp_path / str(scale), months=2, scale=scale)["files"]
        counted: Counter = Counter()
        for entry in files:
            counted[entry["path"].split("/")[0]] += entry["rows"]
        return counted

    small, large = rows(0.1), rows(0.4)
    for provider in ("aws_cur", "azure", "gcp", "litellm"):
        assert 1.9 < large[provider] / small[provider] < 4.2, provider
    with open_demo(tmp_path / "keys", STORY, seed=1, scale=3, progress=None) as three:
        llm.make_keys(three)
        named = [key for key in KEYS if key.is_named]
        found = {row[0] for row in three.rows("SELECT DISTINCT key_id FROM llm_keys WHERE is_named")}
        assert found == {key_id(key.name, copy) for key in named for copy in range(3)}


def test_price_times_quantity_is_cost(demo: Path) -> None:
    checked: Counter = Counter()
    for provider, row in focus_rows(demo):
        pairs = [("ListUnitPrice", "ListCost"), ("ContractedUnitPrice", "ContractedCost")]
        for price, cost in pairs:
            if row.get(price) and row["PricingQuantity"]:
                assert exact(row[price]) * exact(row["PricingQuantity"]) == exact(row[cost]), row
                checked[provider] += 1
    for row in cur_rows(demo, "final", "2026-09"):
        if row["line_item_line_item_type"] in ("Usage", "SavingsPlanCoveredUsage"):
            cost = exact(row["line_item_usage_amount"]) * Decimal(row["line_item_unblended_rate"])
            assert cost == exact(row["line_item_unblended_cost"]), row["line_item_usage_type"]
            checked["aws"] += 1
    prices = {}
    for _, row in newest(demo / "openai" / "costs"):
        price = Decimal(row["amount"]["value"]) / row["quantity"]
        assert prices.setdefault(row["line_item"], price) == price
        checked["openai"] += 1
    assert min(checked[name] for name in ("azure", "gcp", "oci", "aws", "openai")) > 100


def test_focus_rows_keep_the_rules_of_their_category(demo: Path) -> None:
    for provider, row in focus_rows(demo):
        if provider == "oci":
            continue
        assert row["ServiceCategory"] and row["ServiceSubcategory"] and row["ChargeCategory"]
        assert bool(row["PricingUnit"]) == bool(row["PricingQuantity"])
        assert bool(row["ConsumedUnit"]) == bool(row["ConsumedQuantity"])
        if row["ChargeCategory"] in ("Tax", "Adjustment"):
            assert not row["SkuId"] and not row["ListUnitPrice"]
        if row["CommitmentDiscountId"]:
            assert row["CommitmentDiscountQuantity"] and row["CommitmentDiscountType"]
            is_purchase = row["ChargeCategory"] == "Purchase"
            assert (exact(row["EffectiveCost"]) == 0) == is_purchase
            assert (exact(row["BilledCost"]) == 0) != is_purchase


def test_reservation_of_a_closed_month_is_used_up(demo: Path) -> None:
    totals: dict = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for provider, row in focus_rows(demo):
        if provider == "azure" and row["CommitmentDiscountId"]:
            totals[row["BillingPeriodStart"][:7]][0] += exact(row["BilledCost"])
            totals[row["BillingPeriodStart"][:7]][1] += exact(row["EffectiveCost"])
    closed = {f"{month:%Y-%m}" for month in STORY.closed}
    assert closed <= totals.keys()
    assert all(totals[month][0] == totals[month][1] > 0 for month in closed)


def test_opencost_explains_the_nodes_of_the_bill(demo: Path, written: dict) -> None:
    """Per node and day OpenCost comes to what the bill says in effect, but for days before the bill."""
    told: dict = defaultdict(Decimal)
    for path in demo.glob("opencost/*/*.json"):
        for one in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["data"]:
            for entry in one.values():
                instance = entry["properties"]["providerID"].split("/")[-1]
                told[instance, entry["window"]["start"][:10]] += entry["totalCost"]
    costs = {
        "Usage": "line_item_unblended_cost",
        "SavingsPlanCoveredUsage": "savings_plan_savings_plan_effective_cost",
        "DiscountedUsage": "reservation_effective_cost",
    }
    billed_nodes = {
        (row["line_item_resource_id"], f"{row['line_item_usage_start_date']:%Y-%m-%d}"): exact(
            row[costs[row["line_item_line_item_type"]]]
        )
        for delivery, month in (("final", "2026-09"), ("open", "2026-10"))
        for row in cur_rows(demo, delivery, month)
        if row["line_item_line_item_type"] in costs and row["line_item_resource_id"]
    }
    late = set(written["planted"]["opencost_before_the_bill"]["days"])
    assert len(told) > 50 and {day for _, day in told} >= late
    compared = Counter(day in late for (node, day) in told if (node, day) in billed_nodes)
    assert compared[False] > 50
    for (node, day), cost in told.items():
        if (node, day) in billed_nodes and day not in late:
            assert abs(cost - billed_nodes[node, day]) < Decimal("0.0001"), (node, day)
    above = sum(
        cost - billed_nodes[key] for key, cost in told.items() if key[1] in late and key in billed_nodes
    )
    assert above > 1


def test_cur_commitments_balance(demo: Path) -> None:
    rows = cur_rows(demo, "final", "2026-09")
    cost: Counter = Counter()
    for row in rows:
        cost[row["line_item_line_item_type"]] += exact(row["line_item_unblended_cost"])

    def total(column: str) -> Decimal:
        return sum((exact(row[column]) for row in rows), Decimal(0))

    assert cost["SavingsPlanCoveredUsage"] == -cost["SavingsPlanNegation"] > 0
    assert cost["SavingsPlanRecurringFee"] == total("savings_plan_total_commitment_to_date")
    assert total("savings_plan_used_commitment") == total("savings_plan_savings_plan_effective_cost")
    assert total("savings_plan_used_commitment") < cost["SavingsPlanRecurringFee"]
    assert cost["DiscountedUsage"] == 0 < cost["RIFee"]
    assert cost["RIFee"] == total("reservation_effective_cost") + total("reservation_unused_recurring_fee")
    assert total("reservation_unused_recurring_fee") > 0


def test_bedrock_comes_in_all_forms_and_units(demo: Path) -> None:
    rows = [row for row in cur_rows(demo, "final", "2026-09") if "Bedrock" in row["product"]["product_name"]]
    usage = {row["line_item_usage_type"]: row["pricing_unit"] for row in rows if row["pricing_unit"]}
    for form, unit in {
        "USE1-Claude4.6Sonnet-input-tokens": "1K tokens",
        "USE1-Claude4.6Sonnet-cache-read-input-token-count": "1K tokens",
        "USE1-NovaPro-output-tokens-batch": "1K tokens",
        "USE1-anthropic.claude-opus-4-8-mantle-input-tokens-standard": "1M tokens",
        "USE1-MP:USE1_OutputTokenCount-Units": "Units",
        "USE1_input_tokens_global_standard-Units": "Units",
    }.items():
        assert usage[form] == unit
    assert {row["bill_billing_entity"] for row in rows} == {"AWS", "AWS Marketplace"}


def test_last_closed_month_comes_open_and_final(demo: Path) -> None:
    first, final = cur_rows(demo, "open", "2026-09"), cur_rows(demo, "final", "2026-09")
    kinds = [Counter(row["line_item_line_item_type"] for row in rows) for rows in (first, final)]
    assert 0 < kinds[1]["Usage"] - kinds[0]["Usage"] < kinds[1]["Usage"] / 20
    assert {row["bill_invoice_id"] for row in first} == {None}
    assert None not in {row["bill_invoice_id"] for row in final}
    assert {row["bill_payer_account_id"] for row in final} == {"001234567890"}
    assert not {row["line_item_line_item_type"] for row in first} & {"Tax", "Refund"}
    assert {row["bill_invoice_id"] for row in cur_rows(demo, "open", "2026-10")} == {None}


def test_planted_credits_refund_and_tax(demo: Path, written: dict) -> None:
    planted = written["planted"]
    found: dict = defaultdict(list)
    for month in STORY.closed:
        for row in cur_rows(demo, "final", f"{month:%Y-%m}"):
            kind = row["line_item_line_item_type"]
            if kind in ("Credit", "Refund", "Tax"):
                found[kind].append((f"{month:%Y-%m}", exact(row["line_item_unblended_cost"])))
    credits = planted["credits"]
    expected = [(month, Decimal(credits["amount_each"])) for month in credits["billing_periods"]]
    assert [(month, amount) for month, amount in found["Credit"]] == expected
    assert found["Refund"] == [(planted["refund"]["billing_period"], Decimal(planted["refund"]["amount"]))]
    assert {month for month, _ in found["Tax"]} == {f"{month:%Y-%m}" for month in STORY.closed}
    assert all(amount > 0 and amount == round(amount, 2) for _, amount in found["Tax"])
    assert any(row["ChargeCategory"] == "Tax" for provider, row in focus_rows(demo) if provider == "gcp")


def test_planted_incident_doubles_a_key(demo: Path, written: dict) -> None:
    incident = written["planted"]["incident"]
    days: dict = defaultdict(Decimal)
    for day, row in newest(demo / "openai" / "costs"):
        if row["api_key_id"] == key_id(incident["key_name"]):
            days[day] += Decimal(row["amount"]["value"])
    planted = [date.fromisoformat(day) for day in incident["days"]]
    usual: dict = defaultdict(list)
    for day in set(days) - set(planted):
        usual[day.weekday()].append(days[day])
    times = {day: days[day] * len(usual[day.weekday()]) / sum(usual[day.weekday()]) for day in days}
    assert all(times[day] > Decimal("1.6") for day in planted)
    assert all(times[day] < Decimal("1.4") for day in set(days) - set(planted))


def test_planted_restatement(demo: Path, written: dict) -> None:
    planted = written["planted"]["restatement"]
    share = Decimal(planted["first_pull_share"])
    first_restated, last_restated = (date.fromisoformat(day) for day in planted["restated_days"])
    window = [date.fromisoformat(day) for day in planted["window"]]
    for vendor, amount in {
        "openai": lambda row: Decimal(row["amount"]["value"]),
        "anthropic": lambda row: Decimal(row["amount"]),
    }.items():
        pulls: dict = defaultdict(Counter)
        for pull in ("first-pull", "second-pull"):
            for day, row in results(demo / vendor / "costs" / pull):
                pulls[pull][day] += amount(row)
        assert min(pulls["second-pull"]) == window[0] and max(pulls["first-pull"]) == window[1]
        for day in set(pulls["first-pull"]) & set(pulls["second-pull"]):
            told = pulls["first-pull"][day] / pulls["second-pull"][day]
            if first_restated <= day <= last_restated:
                assert abs(told - share) < Decimal("0.001")
            else:
                assert told == 1


def test_first_day_has_an_empty_bucket(demo: Path) -> None:
    for folder in ("openai/costs", "openai/usage", "anthropic/costs", "anthropic/usage"):
        page = json.loads((demo / folder / "first-pull" / "2026-05_page01.json").read_text())
        assert page["data"][0]["results"] == [] and all(bucket["results"] for bucket in page["data"][1:])
        assert len(page["data"]) == 31 and page["has_more"] is False


def test_priority_tier_is_in_usage_and_not_in_costs(demo: Path, written: dict) -> None:
    planted = written["planted"]["invoice_off"]
    tokens: Counter = Counter()
    for _, row in newest(demo / "anthropic" / "usage"):
        if row["service_tier"] == "priority":
            tokens["input"] += row["uncached_input_tokens"]
            tokens["output"] += row["output_tokens"]
    assert tokens["input"] == planted["priority_input_tokens"]
    assert tokens["output"] == planted["priority_output_tokens"]
    tiers = {row["service_tier"] for _, row in newest(demo / "anthropic" / "costs")}
    assert tiers == {"standard", "batch", None}


def test_invoices_equal_the_data_but_for_what_is_planted(demo: Path, written: dict) -> None:
    data: Counter = Counter()
    for month in STORY.closed:
        for row in cur_rows(demo, "final", f"{month:%Y-%m}"):
            data["Amazon Web Services", f"{month:%Y-%m}", "USD"] += exact(row["line_item_unblended_cost"])
    for _, row in focus_rows(demo):
        issuer = row.get("InvoiceIssuerName") or row["InvoiceIssuer"]
        data[issuer, str(row["BillingPeriodStart"])[:7], row["BillingCurrency"]] += exact(row["BilledCost"])
    for path in demo.glob("gcp_billing/**/*.gz"):
        for row in lab_rows(path):
            month = f"{row['invoice']['month'][:4]}-{row['invoice']['month'][4:]}"
            data["Google Cloud", month, row["currency"]] += lab_cost(row)
    for path in demo.glob("azure_ea/actualcost/**/*.csv.gz"):
        for row in csv_rows(path):
            month = row["BillingPeriodStartDate"][6:] + "-" + row["BillingPeriodStartDate"][:2]
            data["Microsoft", month, row["BillingCurrency"]] += exact(row["Cost"])
    for day, row in newest(demo / "openai" / "costs"):
        data["OpenAI", f"{day:%Y-%m}", "USD"] += Decimal(row["amount"]["value"])
    for day, row in newest(demo / "anthropic" / "costs"):
        data["Anthropic", f"{day:%Y-%m}", "USD"] += Decimal(row["amount"]) / 100
    for path in (demo / "copilot" / "billing").glob("*.csv"):
        for row in csv_rows(path):
            data["GitHub", row["date"][:7], "USD"] += Decimal(row["net_amount"])
    # Bills without an export: those with a number, and the credit that is bought ahead.
    for row in csv_rows(demo / "organisation" / "vendor_costs.csv"):
        if row["invoice_id"]:
            data[row["vendor"], row["invoice_date"][:7], "USD"] += Decimal(row["amount"]) + Decimal(
                row["tax"]
            )
    for row in csv_rows(demo / "organisation" / "prepaid_movements.csv"):
        if row["movement"] == "bought":
            data[row["provider_name"], row["movement_date"][:7], "USD"] += Decimal(row["amount"])
    planted = written["planted"]
    off, missing = planted["invoice_off"], planted["invoice_missing"]
    data[off["issuer"], off["billing_period"], "USD"] += Decimal(off["amount"])
    del data[missing["issuer"], missing["billing_period"], "USD"]
    expected = {key: total for key, total in data.items() if key[1] != planted["open_billing_period"]}
    invoiced: Counter = Counter()
    for row in csv_rows(demo / "organisation" / "invoices.csv"):
        assert Decimal(row["amount_before_tax"]) + Decimal(row["tax_amount"]) == Decimal(row["total_amount"])
        invoiced[row["invoice_issuer_name"], row["billing_period"], row["currency"]] += Decimal(
            row["total_amount"]
        )
    assert invoiced == expected


def test_planted_exchange_rate(demo: Path, written: dict) -> None:
    planted = written["planted"]["exchange_rate"]
    stating = [row for row in csv_rows(demo / "organisation" / "invoices.csv") if row["exchange_rate"]]
    assert [(row["invoice_issuer_name"], row["billing_period"]) for row in stating] == [
        (planted["issuer"], planted["billing_period"])
    ]
    assert stating[0]["exchange_rate"] == planted["rate"] and stating[0]["currency"] == "EUR"
    months = {row["valid_from"][:7] for row in csv_rows(demo / "organisation" / "fx_rates.csv")}
    assert months == set(written["planted"]["billing_periods"]) - {planted["billing_period"]}


def test_some_resources_have_no_tags(demo: Path) -> None:
    tagged = Counter(bool(row["Tags"]) for _, row in focus_rows(demo))
    assert Decimal("0.02") < Decimal(tagged[False]) / tagged.total() < Decimal("0.3")


def test_owners_leave_some_keys_out_and_one_key_moves(demo: Path, written: dict) -> None:
    owners = csv_rows(demo / "organisation" / "owners.csv")
    keys = {row["owner_value"] for row in owners if row["owner_kind"] == "key"}
    assert key_id("legacy-scripts") not in keys and key_id("doc-summaries") in keys
    change = written["planted"]["team_change"]
    moved = [row for row in owners if row["owner_value"] == change["key_id"]]
    assert [(row["team"], row["valid_from"], row["valid_to"]) for row in moved] == [
        (change["from_team"], "", change["day"]),
        (change["to_team"], change["day"], ""),
    ]
    assert {row["owner_kind"] for row in owners} == {"key", "project", "account", "tag"}


def test_lands_whole_and_without_drift(short_demo: Path, project: Project) -> None:
    written = json.loads((short_demo / "manifest.json").read_text(encoding="utf-8"))
    for step in written["steps"]:
        report = land(
            project,
            [str(short_demo / path) for path in step["paths"]],
            source=step["source"],
            scope=step["scope"],
            delivered_at=step["delivered_at"],
            is_demo=True,
        )
        assert report.ok, step["step"]
    files = [(entry, file) for entry in read_ledger(project) for file in entry["files"]]
    landed: Counter = Counter()
    for entry, file in files:
        assert file["rows_quarantined"] == 0 and entry["drift"] == [], file["source_file"]
        landed[entry["source_name"]] += Decimal(file["billed_total"] or 0)
    stated: Counter = Counter()
    for entry in written["files"]:
        stated[entry["source"]] += Decimal(entry["billed_total"] or 0)
    assert landed == stated
    rows = sum(file["rows_in_delivery"] for _, file in files)
    assert rows == sum(file["rows"] for file in written["files"])


def test_refuses_what_makes_no_demo(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 2 months"):
        generate(tmp_path, months=1)
    with pytest.raises(ValueError, match="scale must be positive"):
        generate(tmp_path, scale=0)


def test_lists_refer_to_each_other(demo: Path) -> None:
    """Products, customers, legal entities and accounts that a list names are in their own lists.

    A seat is of a product that somebody else sells.
    """
    lists = {name: csv_rows(demo / "organisation" / f"{name}.csv") for name in LISTS if name != "seats"}
    known = {
        "product": {row["product"] for row in lists["products"]},
        "customer": {row["customer"] for row in lists["customers"]},
        "legal_entity": {row["legal_entity"] for row in lists["legal_entities"]},
        "gl_account": {row["gl_account"] for row in lists["gl_accounts"]},
        "fiscal_period": {row["fiscal_period"] for row in lists["fiscal_periods"]},
        "initiative": {row["initiative"] for row in lists["initiatives"]},
    }
    for name, rows in lists.items():
        for column, values in known.items():
            assert {row[column] for row in rows if row.get(column)} <= values, (name, column)


def test_every_invoice_is_posted_and_postings_add_up_to_nothing(demo: Path) -> None:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    payable: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in csv_rows(demo / "organisation" / "gl_postings.csv"):
        key = row["invoice_id"], row["currency"]
        sums[key] += Decimal(row["amount"])
        payable[key] -= Decimal(row["amount"]) if row["gl_account"] == "331000" else 0
    assert set(sums.values()) == {Decimal(0)}
    invoices = csv_rows(demo / "organisation" / "invoices.csv")
    assert payable == {
        (row["invoice_id"], row["currency"]): Decimal(row["total_amount"])
        for row in invoices
        if row["billing_period"] and Decimal(row["total_amount"])
    }


def test_invoiced_revenue_is_recognised(demo: Path) -> None:
    by_basis: dict[str, Decimal] = defaultdict(Decimal)
    for row in csv_rows(demo / "organisation" / "revenue.csv"):
        by_basis[row["basis"]] += Decimal(row["amount"])
    assert by_basis["recognised"] == by_basis["invoiced"] > 0


def test_shares_of_a_rule_make_a_hundred(demo: Path) -> None:
    shares: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in csv_rows(demo / "organisation" / "allocation_rules.csv"):
        if row["method"] == "fixed_share":
            shares[row["rule_id"], row["version"]] += Decimal(row["share"])
    assert set(shares.values()) == {Decimal(100)}
