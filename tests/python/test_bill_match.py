"""Bill match: faults planted in finished exports are found, each in its own cause and with its own amount."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from finops.landing import land
from finops.project import Project
from running_dbt import Dbt, make_home

MILLION = Decimal(1_000_000)
MODEL = "claude-sonnet-4-6"
# List prices of a million tokens, as Anthropic and OpenAI have them.
PRICES = {
    "uncached_input_tokens": Decimal(3), "cache_read_input_tokens": Decimal("0.3"),
    "output_tokens": Decimal(15), "cache_creation.ephemeral_5m_input_tokens": Decimal("3.75"),
    "cache_creation.ephemeral_1h_input_tokens": Decimal(6),
}  # fmt: skip
CLASSES = {
    "uncached_input_tokens": "input", "cache_read_input_tokens": "cache_read", "output_tokens": "output",
    "cache_creation.ephemeral_5m_input_tokens": "cache_write_5m",
    "cache_creation.ephemeral_1h_input_tokens": "cache_write_1h",
}  # fmt: skip
TOKENS = {
    "uncached_input_tokens": 4_200_000, "cache_read_input_tokens": 9_000_000, "output_tokens": 700_000,
    "cache_creation.ephemeral_5m_input_tokens": 300_000, "cache_creation.ephemeral_1h_input_tokens": 110_000,
}  # fmt: skip
GPT = Decimal("1.25")
Rows = list[dict[str, object]]


def day(number: int) -> str:
    return f"2026-09-{number:02d}"


def bucket(number: int, results: Rows) -> dict[str, object]:
    return {
        "starting_at": f"{day(number)}T00:00:00Z",
        "ending_at": f"{day(number + 1)}T00:00:00Z",
        "results": results,
    }


def usage(tier: str = "standard", context: str = "0-200k") -> dict[str, object]:
    """A day's use of Anthropic, as its usage report has it."""
    creation = "cache_creation."
    return {
        **{name: count for name, count in TOKENS.items() if not name.startswith(creation)},
        "cache_creation": {
            name.removeprefix(creation): count for name, count in TOKENS.items() if name.startswith(creation)
        },
        "server_tool_use": {"web_search_requests": 0}, "api_key_id": "apikey_01", "workspace_id": None,
        "model": MODEL, "service_tier": tier, "context_window": context, "inference_geo": "not_available",
    }  # fmt: skip


def costs(tier: str = "standard", context: str = "0-200k", part: Decimal = Decimal(1)) -> Rows:
    """What that use costs, as the cost report has it: in cents, without tokens."""
    return [
        {
            "currency": "USD", "amount": f"{TOKENS[name] * price * part / MILLION * 100:f}",
            "workspace_id": None,
            "description": f"{MODEL} Usage - {name}", "cost_type": "tokens", "context_window": context,
            "model": MODEL, "service_tier": tier, "token_type": name, "inference_geo": "not_available",
        }
        for name, price in PRICES.items()
    ]  # fmt: skip


def charged(rows: Rows, token_type: str, price: str) -> Rows:
    """The rows, with another price of a million tokens for one class."""
    cents = TOKENS[token_type] * Decimal(price) / MILLION * 100
    return [row | {"amount": f"{cents:f}"} if row["token_type"] == token_type else row for row in rows]


def gap(token_type: str, price: str, part: Decimal = Decimal(1)) -> Decimal:
    return TOKENS[token_type] * (Decimal(price) - PRICES[token_type] * part) / MILLION


HALF = Decimal("0.5")
LONG = "200k-1M"
FIVE_MINUTES, HOUR = "cache_creation.ephemeral_5m_input_tokens", "cache_creation.ephemeral_1h_input_tokens"
# What the damage does to a clean day: (usage, cost rows, token class, cause, amount).
DAMAGES = {
    2: (usage(), costs(), None, None, None),
    3: (usage(), charged(costs(), "cache_read_input_tokens", "0"), "cache_read_input_tokens", "class",
        gap("cache_read_input_tokens", "0")),
    4: (usage(), charged(costs(), HOUR, "3.75"), HOUR, "class", gap(HOUR, "3.75")),
    5: (usage("batch"), charged(costs("batch", part=HALF), "output_tokens", "15"), "output_tokens", "tier",
        gap("output_tokens", "15", HALF)),
    6: (usage("batch"), costs("batch", part=HALF), None, None, None),
    7: (usage(context=LONG), charged(costs(context=LONG), "uncached_input_tokens", "6"),
        "uncached_input_tokens", "list", gap("uncached_input_tokens", "6")),
    8: (usage(), charged(costs(), "output_tokens", "15.7777"), "output_tokens", "unknown",
        gap("output_tokens", "15.7777")),
    9: (usage(), charged(costs(), FIVE_MINUTES, "3.7500000001"), FIVE_MINUTES, "rounding",
        gap(FIVE_MINUTES, "3.7500000001")),
    # Twelve are agreed for the output of this day, and the list's fifteen are billed.
    10: (usage(), costs(), "output_tokens", "contract", TOKENS["output_tokens"] * Decimal(3) / MILLION),
}  # fmt: skip


def openai(number: int, result: dict[str, object]) -> str:
    start = datetime.fromisoformat(day(number)).replace(tzinfo=UTC)
    one = {
        "object": "bucket", "start_time": int(start.timestamp()),
        "end_time": int((start + timedelta(days=1)).timestamp()), "results": [result],
    }  # fmt: skip
    return json.dumps({"object": "page", "data": [one], "has_more": False, "next_page": None})


def gateway(number: int, count: int, tokens: int) -> list[str]:
    """The log lines of so many requests of a day."""
    moment = f"{day(number)}T09:00:00Z"
    line = {
        "call_type": "acompletion", "api_key": "key-1", "spend": 0.1, "prompt_tokens": tokens,
        "completion_tokens": 0, "startTime": moment, "endTime": moment, "model": "gpt-5",
        "custom_llm_provider": "openai", "user": "u1", "metadata": "{}", "cache_hit": "None",
        "request_tags": "[]", "team_id": "search", "status": "success",
    }  # fmt: skip
    return [json.dumps(line | {"request_id": f"chatcmpl-{number}-{one}"}) for one in range(count)]


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]) -> Dbt:
    """A company whose exports are sound but for what DAMAGES says, and for two days of its gateway."""
    home = make_home(tmp_path_factory.mktemp("bill"))
    folder = tmp_path_factory.mktemp("exports")
    for place, name in enumerate(("usage.json", "costs.json")):
        data = [bucket(number, one[1] if place else [one[0]]) for number, one in DAMAGES.items()]
        (folder / name).write_text(json.dumps({"data": data, "has_more": False}), encoding="utf-8")
    for number in (2, 3):
        used = {
            "object": "organization.usage.completions.result", "input_tokens": 100_000, "output_tokens": 0,
            "input_cached_tokens": 0, "num_model_requests": 100, "model": "gpt-5", "batch": False,
        }  # fmt: skip
        (folder / f"openai_usage_{number}.json").write_text(openai(number, used), encoding="utf-8")
    # Of a hundred requests three are missing on one day; on the other each stream is counted twice.
    lines = [*gateway(2, 97, 1000), *gateway(3, 100, 2000)]
    (folder / "gateway.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    agreed = "contract_id,vendor,model,token_class,price,unit,currency,valid_from,valid_to"
    price = f"order-7,Anthropic,{MODEL},output,12,1M tokens,USD,{day(10)},{day(11)}"
    (folder / "contracts.csv").write_text(f"{agreed}\n{price}\n", encoding="utf-8")
    report = land(Project(root=Path(__file__).resolve().parents[2], home=home), [str(folder)])
    assert report.ok, report
    dbt = dbt_of(home)
    dbt("run", "-s", "+rpt_bill_match_status", "+rpt_contract_claims").check()
    dbt("test", "-s", *PROOFS).check()
    return dbt


PROOFS = (
    "assert_bill_match_foots", "assert_bill_match_conserves", "assert_bill_match_status_conserves",
    "assert_contract_claims_conserve",
)  # fmt: skip
CAUSES = ("quantity", "contract", "list", "class", "tier", "rounding", "unknown")


@pytest.mark.parametrize("number", DAMAGES)
def test_each_fault_lands_in_its_cause(matched: Dbt, number: int) -> None:
    """With its planted amount to the last place, and nothing in another cause, class or day."""
    _, _, token_type, cause, amount = DAMAGES[number]
    expected = [(CLASSES[token_type], cause, amount)] if token_type else []
    columns = ", ".join(f"{one}_gap" for one in CAUSES)
    found = matched.rows(
        f"select token_class, {columns} from unit_economics.fct_bill_match"
        f" where provider_name = 'Anthropic' and usage_date = '{day(number)}'"
    )
    assert len(found) == len(TOKENS)
    gaps = [
        (token_class, one, value)
        for token_class, *values in found
        for one, value in zip(CAUSES, values, strict=True)
        if value
    ]
    assert gaps == expected


def test_a_gateway_that_misses_requests_or_counts_twice(matched: Dbt) -> None:
    rows = matched.rows(
        "select usage_date, ledger_list_cost, list_cost, missing_traffic_gap, request_size_gap,"
        " missing_or_quantity_gap from unit_economics.fct_bill_match"
        " where provider_name = 'OpenAI' and token_class = 'input' order by usage_date"
    )
    price = 1000 * GPT / MILLION
    missing, doubled = rows
    assert missing[1:] == (97 * price, 100 * price, 3 * price, 0, None)
    assert doubled[1:] == (200 * price, 100 * price, 0, -100 * price, None)


def test_what_is_billed_above_its_contract_is_a_claim(matched: Dbt) -> None:
    """The list price of the day with a contract, with contract, prices and amount; no other fault is one."""
    rows = matched.rows(
        "select usage_date, contract_id, contracted_unit_price, billed_unit_price, billed_tokens,"
        " claimed_amount, evidence, reason from unit_economics.rpt_contract_claims"
    )
    prices = (Decimal(12) / MILLION, Decimal(15) / MILLION)
    tokens = TOKENS["output_tokens"]
    assert [(str(row[0]), *row[1:]) for row in rows] == [
        (day(10), "order-7", *prices, tokens, tokens * (prices[1] - prices[0]), "provider_usage", None)
    ]


def test_the_month_says_what_is_unknown(matched: Dbt) -> None:
    """The bill of the damaged month is its expectation and its gaps; one gap has no name, and it says so."""
    ((status, unknown, billed),) = matched.rows(
        "select status, unknown_gap, billed_cost from unit_economics.rpt_bill_match_status"
        " where provider_name = 'Anthropic'"
    )
    assert (status, unknown) == ("gap_unknown", gap("output_tokens", "15.7777"))
    cents = sum(Decimal(str(row["amount"])) for one in DAMAGES.values() for row in one[1])
    assert billed == cents / 100
