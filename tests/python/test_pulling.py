"""Pulling from a stand-in of the vendors: whole or absent, no news no delivery, keys never seen anywhere."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from finops.cli import app
from finops.landing import read_ledger
from finops.landing.sources import SOURCES
from finops.project import FinopsError, Project
from finops.pulling import client
from finops.pulling.pull import Pulled, pull
from finops.pulling.repeats import ChangedMeanwhile, without_repeats
from finops.pulling.vendors import ANTHROPIC, OPENAI, VENDORS
from finops.pulling.window import months_settled, spans
from running_dbt import ROOT, Dbt
from vendor_stand_in import (
    Fault,
    StandIn,
    anthropic_cost,
    anthropic_tokens,
    claude_code,
    openai_cost,
    openai_tokens,
    standing_in,
)

KEY = "sk-admin-Zq9-never-to-be-seen"
TODAY = date(2026, 9, 20)
COSTS, COMPLETIONS = "organization/costs", "organization/usage/completions"
COST_REPORT, MESSAGES = "organizations/cost_report", "organizations/usage_report/messages"
CLAUDE_CODE = "organizations/usage_report/claude_code"
runner = CliRunner()


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Both vendors on one stand-in, August and September filled; a retry waits a hundredth of a second."""
    with standing_in(KEY) as stand_in:
        for one in VENDORS.values():
            monkeypatch.setenv(one.url_variable, stand_in.url)
            monkeypatch.setenv(one.key_variable, KEY)
        monkeypatch.setattr(client, "BACKOFF_SECONDS", 0.01)
        for path in (COSTS, COMPLETIONS, COST_REPORT, MESSAGES):
            stand_in.ledgers[path] = {}
        for number in range((TODAY - date(2026, 8, 1)).days):
            day = date(2026, 8, 1) + timedelta(days=number)
            if day.day % 9 == 0:
                continue
            stand_in.ledgers[COSTS][day] = [
                openai_cost("proj_1", "gpt-4o, input", 0.1 + number),
                openai_cost("proj_2", "gpt-4o, output", f"{number}.000000000123"),
            ]
            stand_in.ledgers[COMPLETIONS][day] = [openai_tokens("proj_1", 1000 + number)]
            stand_in.ledgers[COST_REPORT][day] = [
                anthropic_cost(None, "Claude Sonnet 4.6 Usage - Output Tokens", f"{number}.0305"),
                anthropic_cost("wrkspc_1", "Claude Sonnet 4.6 Usage - Output Tokens", "-0.5"),
            ]
            stand_in.ledgers[MESSAGES][day] = [anthropic_tokens("wrkspc_1", 500 + number)]
        yield stand_in


def landed(project: Project) -> list[str]:
    """The deliveries as `table month rows`, in the order of their landing."""
    return [
        f"{one['tables'][0]['table_name']} {one['billing_period']} {one['tables'][0]['rows']}"
        for one in read_ledger(project)
    ]


def pulled(project: Project, name: str = "openai", today: date = TODAY, **options: object) -> Pulled:
    found = pull(project, VENDORS[name], today=today, **options)  # type: ignore[arg-type]
    assert found.is_ok, found.reports
    return found


def test_pages_and_throttling_come_to_the_vendors_own_sums(
    project: Project, dbt: Dbt, vendor: StandIn
) -> None:
    vendor.days_per_page = 4
    vendor.faults = [
        Fault(COSTS, 429, after=1, times=2),
        Fault(COMPLETIONS, 500, after=2, times=3),
        Fault(MESSAGES, 529, times=1),
    ]
    pulled(project, "openai")
    pulled(project, "anthropic", scope="org_1")
    check_core(dbt, vendor)
    before = landed(project)

    # A day before the trailing window is restated in silence: it is not asked for again...
    vendor.ledgers[COSTS][date(2026, 9, 3)] = [openai_cost("proj_1", "gpt-4o, input", "7777.7")]
    # ... one within it is, and a new day has come.
    vendor.ledgers[COSTS][date(2026, 9, 19)] = [openai_cost("proj_3", "gpt-4o, input", "0.07")]
    vendor.ledgers[COSTS][date(2026, 9, 20)] = [openai_cost("proj_3", "gpt-4o, input", "0.08")]
    pulled(project, "openai", today=TODAY + timedelta(days=1))
    assert landed(project)[len(before) :] == ["costs 2026-09 2", "completions 2026-09 1"]
    pulled(project, "openai", today=TODAY + timedelta(days=1), since=date(2026, 9, 1))
    pulled(project, "anthropic", today=TODAY, scope="org_1", since=date(2026, 8, 1))
    assert len(landed(project)) == len(before) + 3
    check_core(dbt, vendor)


def check_core(dbt: Dbt, vendor: StandIn) -> None:
    """Core holds what the stand-in's ledgers hold, to the twelfth place."""
    dbt("build", "-s", "+fct_costs", "+fct_token_usage", "--indirect-selection", "cautious").check()
    costs = dict(
        dbt.rows("select provider_name, sum(billed_cost) from core.fct_costs group by provider_name")
    )
    assert costs == {
        "OpenAI": vendor.total(COSTS, "amount", "value"),
        "Anthropic": vendor.total(COST_REPORT, "amount") / 100,
    }
    output = dict(
        dbt.rows(
            "select provider_name, sum(quantity) from core.fct_token_usage"
            " where token_class = 'output' group by provider_name"
        )
    )
    assert output == {
        "OpenAI": vendor.total(COMPLETIONS, "output_tokens"),
        "Anthropic": vendor.total(MESSAGES, "output_tokens"),
    }


def test_a_pull_without_news_leaves_no_delivery(project: Project, vendor: StandIn) -> None:
    pulled(project)
    before = landed(project)
    assert before == [
        "costs 2026-08 56",
        "costs 2026-09 34",
        "completions 2026-08 28",
        "completions 2026-09 17",
    ]
    # Other pages than before, the same results.
    vendor.days_per_page = 3
    again = pulled(project, since=date(2026, 8, 1))
    assert landed(project) == before and len(again.unchanged) == 4 and not again.reports
    # A day that a vendor empties is news, and so is a single digit.
    vendor.ledgers[COSTS][date(2026, 9, 19)] = []
    pulled(project)
    assert landed(project)[len(before) :] == ["costs 2026-09 2"]
    vendor.ledgers[COMPLETIONS][date(2026, 9, 19)][0]["output_tokens"] += 1
    pulled(project)
    assert landed(project)[len(before) + 1 :] == ["completions 2026-09 2"]


def test_what_was_taken_out_is_asked_for_again_with_since(project: Project, vendor: StandIn) -> None:
    from finops.landing import unland

    pulled(project)
    gone = next(one for one in read_ledger(project) if one["billing_period"] == "2026-08")
    unland(project, gone["delivery_id"])
    pulled(project, since=date(2026, 8, 1))
    assert gone["delivery_id"] in [one["delivery_id"] for one in read_ledger(project)]


@pytest.mark.parametrize("status", [500, 429, 200])
def test_a_pull_that_fails_half_way_lands_nothing(project: Project, vendor: StandIn, status: int) -> None:
    vendor.faults = [Fault(COMPLETIONS, status, after=3, times=99, body=b'{"data": [{"sta')]
    with pytest.raises(FinopsError, match=r"organization/usage/completions\. Nothing was landed\."):
        pull(project, OPENAI, today=TODAY)
    assert not read_ledger(project)
    assert not [path for path in project.landing.rglob("*") if path.is_file() and path.name != ".pull.lock"]
    vendor.faults.clear()
    pulled(project)
    assert len(landed(project)) == 4


def test_a_killed_pull_lands_nothing_and_is_swept_by_the_next(project: Project, vendor: StandIn) -> None:
    vendor.faults = [Fault(COMPLETIONS, seconds=30)]
    code = (
        "from datetime import date; from finops.project import find_project;"
        " from finops.pulling.pull import OPENAI, pull; pull(find_project(), OPENAI, today=date(2026, 9, 20))"
    )
    code = code.replace("import OPENAI, pull", "import pull; from finops.pulling.vendors import OPENAI")
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    while not any(path == COMPLETIONS for _, path, _ in list(vendor.asked)):
        assert process.poll() is None, "the pull ended before it could be killed"
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert list((project.landing / ".pulled").iterdir()) and not read_ledger(project)
    vendor.faults.clear()
    pulled(project)
    assert len(landed(project)) == 4 and not (project.landing / ".pulled").exists()


def test_retry_after_is_waited_for(project: Project, vendor: StandIn) -> None:
    vendor.faults = [Fault(COSTS, 429, headers={"Retry-After": "1"})]
    pulled(project)
    first, second = [at for at, path, _ in vendor.asked if path == COSTS][:2]
    assert 1 <= second - first < 5


def test_results_repeated_across_pages_count_once(project: Project, vendor: StandIn) -> None:
    vendor.days_per_page, vendor.repeats = 5, True
    vendor.raw_numbers = {"long": "12345678.123456789012", "short": "1.10"}
    vendor.ledgers[COSTS][date(2026, 8, 5)] = [openai_cost("proj_1", "long", "long")]
    vendor.ledgers[COSTS][date(2026, 8, 6)] = [openai_cost("proj_1", "short", "short")] * 2
    pulled(project)
    costs = [one for one in read_ledger(project) if one["source_name"] == "openai_costs"]
    total = sum(Decimal(file["billed_total"]) for one in costs for file in one["files"])
    assert total == vendor.total(COSTS, "amount", "value")


def test_data_that_changes_between_two_pages_is_read_again(project: Project, vendor: StandIn) -> None:
    vendor.days_per_page, vendor.repeats = 5, True
    restated = [openai_cost("proj_1", "gpt-4o, input", 5), openai_cost("proj_2", "gpt-4o, output", 6)]
    vendor.changing = [(COSTS, date(2026, 8, 5), restated)]
    pulled(project)
    costs = [one for one in read_ledger(project) if one["source_name"] == "openai_costs"]
    total = sum(Decimal(file["billed_total"]) for one in costs for file in one["files"])
    assert total == vendor.total(COSTS, "amount", "value")

    other = [openai_cost("proj_1", "gpt-4o, input", value) for value in range(3)]
    vendor.changing = [(COSTS, date(2026, 8, 5), [one]) for one in other]
    before = landed(project)
    with pytest.raises(FinopsError, match=r"changed openai_costs\.costs while it was read"):
        pull(project, OPENAI, today=TODAY, since=date(2026, 8, 1))
    assert landed(project) == before


def test_equal_results_of_one_page_are_two_results() -> None:
    endpoint = OPENAI.endpoints[0]
    result = openai_cost("p", "a", 1)
    body = json.dumps({"data": [{"start_time": 1, "results": [result, result]}]})
    assert without_repeats(endpoint, [body]) == [body]
    cut = without_repeats(endpoint, [body, body.replace("1000", "1000")])
    assert cut[0] == body and json.loads(cut[1]) == {"data": [{"start_time": 1, "results": []}]}
    with pytest.raises(ChangedMeanwhile):
        without_repeats(endpoint, [body, body.replace('"value": 1', '"value": 2')])


def test_days_a_vendor_leaves_out_stay_wanted(project: Project, vendor: StandIn) -> None:
    vendor.missing_days = {date(2026, 9, 14), date(2026, 9, 15)}
    found = pulled(project)
    assert any("sent nothing for 2026-09-14" in note for note in found.notes)
    vendor.missing_days = set()
    vendor.asked.clear()
    pulled(project)
    asked = {int(query["start_time"][0]) for _, path, query in vendor.asked if path == COSTS}
    assert asked == {int(datetime(2026, 9, 14, tzinfo=UTC).timestamp())}


def test_a_report_of_single_days_is_asked_for_day_by_day(project: Project, vendor: StandIn) -> None:
    days = [date(2026, 8, 1) + timedelta(days=number) for number in range(50)]
    vendor.ledgers[CLAUDE_CODE] = {
        day: [claude_code(day, "ann@example.com", 3)] for day in days if day.day > 1
    }
    pulled(project, "anthropic")
    asked = [query["starting_at"][0] for _, path, query in vendor.asked if path == CLAUDE_CODE]
    assert asked == [str(day) for day in days]
    assert landed(project)[-2:] == ["claude_code 2026-08 30", "claude_code 2026-09 18"]
    pulled(project, "anthropic", since=date(2026, 8, 1))
    assert len(landed(project)) == 6


def test_groupings_are_fixed(project: Project, vendor: StandIn) -> None:
    pulled(project)
    pulled(project, "anthropic")
    asked = {
        path: query.get("group_by") or query.get("group_by[]")
        for _, path, query in vendor.asked
        if path in vendor.ledgers
    }
    assert asked == {
        COSTS: ["project_id", "line_item", "api_key_id"],
        COMPLETIONS: ["project_id", "user_id", "api_key_id", "model", "batch", "service_tier"],
        COST_REPORT: ["workspace_id", "description"],
        MESSAGES: ["api_key_id", "workspace_id", "model", "service_tier", "context_window", "inference_geo"],
    }


def test_the_reports_pulled_are_those_that_land() -> None:
    for one in VENDORS.values():
        tables = {
            f"{source.name}.{table.name}"
            for source in SOURCES.values()
            for table in source.tables
            if source.name.startswith(one.name) and "json" in source.formats
        }
        assert tables <= {endpoint.name for endpoint in one.endpoints}


ANSWERS = {
    401: "OPENAI_ADMIN_KEY",
    403: "admin key of the organisation",
    404: "AI_FINOPS_OPENAI_URL",
    429: "--since",
    503: "Try again later",
    302: "AI_FINOPS_OPENAI_URL",
}


@pytest.mark.parametrize("status", ANSWERS)
def test_errors_say_what_to_do_and_never_the_key(
    project: Project, vendor: StandIn, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    headers = {"Location": "http://127.0.0.1:9/elsewhere"}
    vendor.faults = [Fault(COSTS, status, times=99, headers=headers, body=KEY.encode())]
    result = runner.invoke(app, ["pull", "openai", "--since", "2026-09-01", "--until", "2026-09-10"])
    assert result.exit_code == 1
    assert COSTS in result.stderr and ANSWERS[status] in result.stderr, result.stderr
    assert_unseen(project, result.output, result.stderr, caplog.text)


def test_a_redirect_is_not_followed_with_the_key(project: Project, vendor: StandIn) -> None:
    with standing_in(KEY) as elsewhere:
        vendor.faults = [Fault(COSTS, 302, times=9, headers={"Location": f"{elsewhere.url}/{COSTS}"})]
        with pytest.raises(FinopsError):
            pull(project, OPENAI, today=TODAY)
        assert not elsewhere.asked


def test_the_key_is_nowhere_after_a_pull(
    project: Project, vendor: StandIn, dbt: Dbt, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    result = runner.invoke(app, ["pull", "openai", "--since", "2026-09-01", "--until", "2026-09-10"])
    assert result.exit_code == 0, result.output
    dbt("build", "-s", "+fct_deliveries", "--indirect-selection", "cautious").check()
    assert_unseen(project, result.output, result.stderr, caplog.text)


def assert_unseen(project: Project, *texts: str) -> None:
    assert not [text for text in texts if KEY in text]
    holding = [
        path for path in project.home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()
    ]
    assert not holding


def test_a_timeout_is_said_as_one(project: Project, vendor: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr(client, "ATTEMPTS", 2)
    vendor.faults = [Fault(COSTS, seconds=1, times=99)]
    with pytest.raises(FinopsError, match=r"gave no answer in 0\.1 s, 2 times"):
        pull(project, OPENAI, today=TODAY)


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b'{"object": "error"}', b"\xff\xfe", b'{"data": {}}'])
def test_what_is_no_page_is_refused(project: Project, vendor: StandIn, body: bytes) -> None:
    vendor.faults = [Fault(COSTS, body=body)]
    with pytest.raises(FinopsError, match=r"sent (no readable JSON|something else)"):
        pull(project, OPENAI, today=TODAY)


def test_pages_without_an_end_are_refused(project: Project, vendor: StandIn) -> None:
    page = {"data": [], "has_more": True, "next_page": "page_2026-08-05"}
    vendor.faults = [Fault(COSTS, times=99, body=json.dumps(page).encode())]
    with pytest.raises(FinopsError, match="same page again"):
        pull(project, OPENAI, today=TODAY)
    vendor.faults = [Fault(COSTS, times=99, body=json.dumps(page | {"next_page": None}).encode())]
    with pytest.raises(FinopsError, match="more but not where"):
        pull(project, OPENAI, today=TODAY)


@pytest.mark.parametrize("value", ["", "  ", "sk with space", "sk-\u00e9", "sk-a\nb"])
def test_a_missing_or_mangled_key_is_said_without_it(
    project: Project, vendor: StandIn, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_ADMIN_KEY", value)
    result = runner.invoke(app, ["pull", "anthropic"])
    assert result.exit_code == 1 and "ANTHROPIC_ADMIN_KEY" in result.stderr
    assert not value.strip() or value not in result.stderr
    assert not vendor.asked


@pytest.mark.parametrize(
    "url", ["http://api.example.com/v1", "https://u:p@h/v1", "ftp://h", "api.openai.com"]
)
def test_a_key_is_sent_over_https_only(
    project: Project, vendor: StandIn, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_FINOPS_OPENAI_URL", url)
    with pytest.raises(FinopsError, match="AI_FINOPS_OPENAI_URL is no address"):
        pull(project, OPENAI, today=TODAY)


def test_a_dry_run_prints_requests_and_sends_none(
    project: Project, vendor: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_ADMIN_KEY")
    result = runner.invoke(
        app, ["pull", "openai", "--dry-run", "--since", "2026-08-30", "--until", "2026-09-02"]
    )
    assert result.exit_code == 0, result.output
    lines = [line for line in result.output.splitlines() if f"/{COSTS}?" in line]
    assert len(lines) == 2 and "group_by=line_item" in lines[0] and "limit=2" in lines[0]
    assert not vendor.asked and not read_ledger(project)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "soon"], "no day"),
        (["--since", "2999-01-01"], "has not ended"),
        (["--since", "2026-09-02", "--until", "2026-09-01"], "lies before"),
        (["--scope", "a|b"], "without a bar"),
    ],
)
def test_days_that_cannot_be_asked_for(
    project: Project, vendor: StandIn, options: list[str], said: str
) -> None:
    result = runner.invoke(app, ["pull", "openai", *options])
    assert result.exit_code == 1 and said in result.stderr and not vendor.asked


def test_an_unknown_vendor_names_the_known() -> None:
    result = runner.invoke(app, ["pull", "acme"])
    assert result.exit_code == 1 and "openai, anthropic" in result.stderr


def test_what_is_optional_may_be_closed(project: Project, vendor: StandIn) -> None:
    vendor.faults = [Fault("organization/usage/embeddings", 403, times=9)]
    found = pulled(project)
    assert all("not open to this key" in note for note in found.notes)
    assert len(landed(project)) == 4


@pytest.mark.parametrize(
    ("today", "last", "read", "asked"),
    [
        # The first pull: the month before and the days of this one that have ended.
        (date(2026, 9, 20), None, [], [("08-01", "08-31"), ("09-01", "09-19")]),
        # The trailing window, and the month before once.
        (date(2026, 9, 20), date(2026, 9, 19), [], [("08-01", "08-31"), ("09-17", "09-19")]),
        (date(2026, 9, 20), date(2026, 9, 19), ["2026-08"], [("09-17", "09-19")]),
        # Days that were missed.
        (date(2026, 9, 20), date(2026, 9, 9), ["2026-08"], [("09-10", "09-19")]),
        # Over the end of a month: it is not settled in its first days.
        (date(2026, 9, 2), date(2026, 9, 1), [], [("08-30", "08-31"), ("09-01", "09-01")]),
        (date(2026, 9, 4), date(2026, 9, 3), [], [("08-01", "08-31"), ("09-01", "09-03")]),
    ],
)
def test_the_window(today: date, last: date | None, read: list[str], asked: list[tuple[str, str]]) -> None:
    found = [(f"{first:%m-%d}", f"{end:%m-%d}") for first, end in spans(today, last, read)]
    assert found == asked


def test_a_month_is_read_whole_once_it_is_over() -> None:
    august = (date(2026, 8, 1), date(2026, 8, 31))
    assert months_settled(date(2026, 9, 4), [august]) == ["2026-08"]
    assert months_settled(date(2026, 9, 3), [august]) == []
    assert months_settled(date(2026, 9, 20), [(date(2026, 8, 2), date(2026, 8, 31))]) == []


def test_help_does_not_import_dlt() -> None:
    code = "import sys, finops.cli, finops.pull_dialogue as _; print('dlt' in sys.modules)"
    code = code.replace(", finops.pull_dialogue as _", "")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_anthropic_lands_by_scope(project: Project, vendor: StandIn) -> None:
    found = pull(project, ANTHROPIC, scope="org_2", today=TODAY)
    assert found.is_ok and {one["delivery_scope"] for one in read_ledger(project)} == {"org_2"}
    assert not (project.landing / ".pulled").exists()
    noted = json.loads(Path(project.landing / ".pulls.json").read_text())
    assert noted["anthropic"]["org_2"]["anthropic_costs.cost_report"]["last_day"] == "2026-09-19"
