"""Early warnings: faults planted in a finished gateway export warn within an hour of data, with money."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from finops.landing import land
from finops.project import Project
from running_dbt import Dbt, make_home

FIRST_DAY, DAYS, HOURS = datetime(2026, 9, 1), 25, range(9, 18)
# The export ends an hour after the faults begin.
BEGIN = datetime(2026, 9, 25, 17)
# Calls of an hour, prompt tokens and the part of them that is read from a cache, by key.
KEYS = {
    "steady": (24, 8_000, 0), "cached": (12, 60_000, 48_000), "agent": (12, 8_000, 0),
    "flaky": (12, 20_000, 0), "plain": (12, 8_000, 0),
}  # fmt: skip
OUTPUT = 1_000
# List prices of a token: input, read from a cache, output.
GPT = tuple(Decimal(price) / 1_000_000 for price in ("1.25", "0.125", "10"))
CLAUDE = tuple(Decimal(price) / 1_000_000 for price in ("3", "0.3", "15"))
Line = dict[str, object]


def line(name: str, key: str, moment: datetime, session: str) -> Line:
    """One call as LiteLLM logs it."""
    _, prompt, cached = KEYS[key]
    written = f"{moment:%Y-%m-%d %H:%M:%S}+00:00"
    return {
        "request_id": f"chatcmpl-{name}", "litellm_call_id": f"call-{name}", "call_type": "acompletion",
        "api_key": f"key-{key}", "spend": 0.1, "prompt_tokens": prompt, "completion_tokens": OUTPUT,
        "startTime": written, "endTime": written, "model": "gpt-5", "custom_llm_provider": "openai",
        "user": "u1", "cache_hit": "None", "request_tags": "[]", "team_id": f"team-{key}",
        "status": "success", "session_id": session,
        "metadata": json.dumps({
            "user_api_key_team_alias": f"team of {key}", "attempted_retries": 0,
            "usage_object": {"prompt_tokens": prompt, "prompt_tokens_details": {"cached_tokens": cached}},
        }),
    }  # fmt: skip


def sound() -> Iterator[Line]:
    """Every working hour of 25 days alike: nothing in it is worth a warning."""
    for day in range(DAYS):
        for hour in HOURS:
            start = FIRST_DAY + timedelta(days=day, hours=hour)
            for key, (calls, _, _) in KEYS.items():
                for number in range(calls):
                    name = f"{key}-{start:%d%H}-{number}"
                    session = f"{key}-{start:%d%H}-{number // 4}"
                    yield line(name, key, start + timedelta(seconds=60 * number), session)


def damaged(written: list[str]) -> Iterator[Line]:
    """The lines of a finished export, with a fault of each kind in its last hour."""
    for text in written:
        held = json.loads(text)
        is_late = held["startTime"] >= f"{BEGIN:%Y-%m-%d %H}"
        key = held["api_key"]
        if is_late and key == "key-cached":
            metadata = json.loads(held["metadata"])
            metadata["usage_object"]["prompt_tokens_details"]["cached_tokens"] = 0
            held["metadata"] = json.dumps(metadata)
        yield held
        if is_late and key == "key-steady":
            for copy in range(2):
                other = f"{held['request_id']}-{copy}"
                yield held | {"request_id": other, "litellm_call_id": other, "session_id": other}
            other = f"{held['request_id']}-new"
            yield held | {"request_id": other, "litellm_call_id": other, "api_key": "key-leaked"}
        if is_late and key == "key-flaky":
            for attempt in range(4):
                failed = {"request_id": f"{held['request_id']}-{attempt}", "status": "failure"}
                yield held | failed | {"completion_tokens": 0}
        if is_late and key == "key-plain" and "-0" in held["request_id"][-2:]:
            vendor = {"model": "claude-sonnet-4-6", "custom_llm_provider": "anthropic"}
            yield held | vendor | {"request_id": "claude", "litellm_call_id": "claude"}
            yield held | {"request_id": "unheard", "litellm_call_id": "unheard", "model": "unheard-of-1"}
    last = next(one for one in map(json.loads, reversed(written)) if one["api_key"] == "key-agent")
    for number in range(119):
        moment = f"{BEGIN + timedelta(seconds=30 * number):%Y-%m-%d %H:%M:%S}+00:00"
        name = {"request_id": f"loop-{number}", "litellm_call_id": f"loop-{number}", "session_id": "loop"}
        yield last | name | {"startTime": moment, "endTime": moment}


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]) -> Dbt:
    """A company whose gateway runs well for 25 days, but for the last hour of its export."""
    home = make_home(tmp_path_factory.mktemp("warned"))
    folder = tmp_path_factory.mktemp("exports")
    written = [json.dumps(one) for one in sound()]
    lines = [json.dumps(one) for one in damaged(written)]
    (folder / "gateway.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = "change_id,kind,description,scope_kind,scope_value,starts_on"
    change = "load-test,experiment,Load test of steady,key,key-steady,2026-09-25"
    (folder / "known_changes.csv").write_text(f"{known}\n{change}\n", encoding="utf-8")
    report = land(Project(root=Path(__file__).resolve().parents[2], home=home), [str(folder)])
    assert report.ok, report
    dbt = dbt_of(home)
    dbt("run", "-s", "+fct_early_warnings").check()
    dbt("test", "-s", "fct_early_warnings").check()
    return dbt


def call(key: str, prices: tuple[Decimal, ...] = GPT) -> Decimal:
    _, prompt, cached = KEYS[key]
    return (prompt - cached) * prices[0] + cached * prices[1] + OUTPUT * prices[2]


# By kind: the key, what its hour cost, and what of that is at stake.
EXPECTED = {
    "spiking_key": ("key-steady", 72 * call("steady"), 48 * call("steady")),
    "new_key": ("key-leaked", 24 * call("steady"), 24 * call("steady")),
    "broken_cache": (
        "key-cached", 12 * (60_000 * GPT[0] + OUTPUT * GPT[2]), 12 * 48_000 * (GPT[0] - GPT[1])
    ),
    # The top hour of a session is usually four calls.
    "runaway_session": ("key-agent", 119 * call("plain"), 115 * call("plain")),
    "failing_retries": ("key-flaky", 48 * 20_000 * GPT[0], 48 * 20_000 * GPT[0]),
    "new_vendor": ("key-plain", call("plain", CLAUDE), call("plain", CLAUDE)),
    "new_model": ("key-plain", None, None),
}  # fmt: skip


def test_each_fault_warns_within_an_hour_of_data(warned: Dbt) -> None:
    """Once, of its kind, on its key, from the hour it began in; 25 days of sound traffic say nothing."""
    rows = warned.rows(
        "select warning_kind, api_key_id, first_hour, last_hour, detected_after_hours, is_open"
        " from anomalies.fct_early_warnings order by warning_kind"
    )
    assert rows == [(kind, EXPECTED[kind][0], BEGIN, BEGIN, 1, True) for kind in sorted(EXPECTED)]


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_money_at_stake(warned: Dbt, kind: str) -> None:
    """As added up here from tokens and list prices; a model that no list has is told without money."""
    ((observed, stake, reason),) = warned.rows(
        "select observed_cost, cost_per_day, reason from anomalies.fct_early_warnings"
        f" where warning_kind = '{kind}'"
    )
    _, cost, excess = EXPECTED[kind]
    if cost is None:
        assert (observed, stake, reason) == (None, None, "model_not_in_price_book")
    else:
        assert observed == cost
        assert abs(stake - 24 * excess) <= Decimal("0.000001")


def test_who_is_told_and_what_is_known(warned: Dbt) -> None:
    rows = dict(
        warned.rows(
            "select warning_kind, (owner_name, owner_evidence, known_change_id)"
            " from anomalies.fct_early_warnings"
        )
    )
    assert rows["runaway_session"] == ("team of agent", "principal_or_gateway", None)
    assert rows["broken_cache"] == ("team of cached", "principal_or_gateway", None)
    assert rows["spiking_key"] == ("team of steady", "principal_or_gateway", "load-test")


def test_the_query_shows_the_cost(warned: Dbt) -> None:
    """What the query of a warning lists adds up to what the warning says."""
    for kind, observed, query in warned.rows(
        "select warning_kind, observed_cost, evidence_query from anomalies.fct_early_warnings"
    ):
        shown = warned.rows(f"select sum(cost) from ({query})")
        assert shown == [(observed,)], kind
