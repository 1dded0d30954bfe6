"""Claude Code, Anthropic analytics, Copilot and outcomes from file to core, beside independent readers."""

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from finops.checking import check
from finops.landing import land
from finops.landing.report import LANDED, REFUSED
from finops.project import Project
from landing_kit import EXPORTS, csv_rows, exact
from running_dbt import Dbt

CLAUDE_CODE = sorted((EXPORTS / "anthropic_claude_code").glob("*.json"))
ANALYTICS = EXPORTS / "anthropic_analytics" / "analytics_cost_2026-10.json"
BILLING = EXPORTS / "copilot_usage" / "copilot_billing_2026-10.csv"
CREDITS = EXPORTS / "copilot_usage" / "copilot_ai_credits_2026-10.csv"
PREMIUM = EXPORTS / "copilot_usage" / "copilot_premium_requests_2026-05.csv"
SEATS = EXPORTS / "copilot_seats"
TOKENS = {"input": "input", "output": "output", "cache_read": "cache_read", "cache_creation": "cache_write"}


def build(dbt: Dbt, *models: str) -> None:
    selected = [f"+{model}" for model in models]
    dbt("run", "-s", *selected).check()


def records(*paths: Path) -> list[dict]:
    return [one for path in paths for one in json.loads(path.read_text(), parse_float=Decimal)["data"]]


def test_claude_code_is_an_estimate_and_explains(dbt: Dbt, project: Project, tmp_path: Path) -> None:
    assert land(project, [str(path) for path in CLAUDE_CODE]).ok
    build(dbt, "int_anthropic_claude_code__estimates", "fct_token_usage", "fct_costs")
    told = records(*CLAUDE_CODE)
    models = [(one, model) for one in told for model in one["model_breakdown"]]
    cents = sum(exact(model["estimated_cost"]["amount"]) for _, model in models)
    held = "select sum(estimated_cost) from intermediate.int_anthropic_claude_code__estimates"
    assert dbt.rows(held) == [(cents / 100,)]
    assert dbt.rows("select count(*) from core.fct_costs") == [(0,)]
    expected: Counter = Counter()
    for one, model in models:
        role = "counts" if one["customer_type"] == "subscription" else "explains"
        for said, ours in TOKENS.items():
            expected[role, ours] += model["tokens"][said]
    expected["counts", "sessions"] = sum(one["core_metrics"]["num_sessions"] for one in told)
    query = (
        "select usage_role, coalesce(token_class, usage_unit), sum(quantity)::bigint"
        " from core.fct_token_usage where usage_unit in ('tokens', 'sessions') group by all"
    )
    assert Counter({(role, what): count for role, what, count in dbt.rows(query)}) == +expected
    assert [one.problems for one in check(project)] == [[]]

    # The day is read again: one person's tokens grew, another's record is gone.
    again = tmp_path / "again.json"
    kept = records(CLAUDE_CODE[0])[0]
    kept["model_breakdown"][0]["tokens"]["input"] = 7
    again.write_text(json.dumps({"data": [kept], "has_more": False}, default=float))
    assert land(project, [str(again)]).ok
    build(dbt, "fct_token_usage")
    inputs = dbt.rows("select sum(quantity)::bigint from core.fct_token_usage where token_class = 'input'")
    assert inputs == [(7 + 7,)]


def test_analytics_give_list_and_effective(dbt: Dbt, project: Project, tmp_path: Path) -> None:
    assert land(project, [str(ANALYTICS)]).ok
    build(dbt, "fct_costs")
    told = [one["cost"] for one in records(ANALYTICS)]
    sums = "select sum(billed_cost), sum(effective_cost), sum(list_cost) from core.fct_costs"
    amount, listed = (
        sum(exact(Decimal(one[name]) / 100) for one in told) for name in ("amount", "list_amount")
    )
    assert dbt.rows(sums) == [(amount, amount, listed)]
    assert dbt.rows("select distinct billing_currency, billing_account_id from core.fct_costs") == [
        ("USD", "anthropic:default")
    ]
    assert [one.problems for one in check(project)] == [[]]

    again = json.loads(ANALYTICS.read_text())
    again["data"] = [{**again["data"][0], "cost": {"amount": "1", "list_amount": "2"}}]
    path = tmp_path / "again.json"
    path.write_text(json.dumps(again))
    assert land(project, [str(path)]).ok
    build(dbt, "fct_costs")
    first_day = (
        "select sum(billed_cost), sum(list_cost) from core.fct_costs where charge_period_start < '2026-10-02'"
    )
    assert dbt.rows(first_day) == [(Decimal("0.01"), Decimal("0.02"))]

    again["data"][0]["group"]["rbac_group_id"] = "rbac_1"
    path.write_text(json.dumps(again))
    outcome = land(project, [str(path)]).files[0]
    assert outcome.outcome == REFUSED and "two groups" in outcome.reason


def test_copilot_reports_count_once(dbt: Dbt, project: Project) -> None:
    """The report by person counts where it adds up to the bill: not where the bill holds a correction."""
    assert land(project, [str(path) for path in (BILLING, CREDITS, PREMIUM)]).ok
    build(dbt, "fct_costs", "fct_token_usage")
    bill, detail, older = (list(csv_rows(path)) for path in (BILLING, CREDITS, PREMIUM))
    whole = bill + older
    sums = "select sum(billed_cost), sum(effective_cost), sum(list_cost) from core.fct_costs"
    net, gross = (sum(exact(row[name]) for row in whole) for name in ("net_amount", "gross_amount"))
    assert dbt.rows(sums) == [(net, net, gross)]
    persons = (
        "select principal_id, model_name, sum(billed_cost) from core.fct_costs where principal_id is not null"
        " and billing_period = '2026-10' group by all order by all"
    )
    assert dbt.rows(persons) == [
        ("ann", "Auto: Claude Sonnet 4.5", Decimal(0)),
        ("bob", "GPT-5", Decimal("0.6")),
    ]
    seats = (
        "select charge_category, charge_frequency, sum(billed_cost) from core.fct_costs"
        " where sku_id = 'copilot_business' group by all"
    )
    assert dbt.rows(seats) == [("Purchase", "Recurring", Decimal(228))]
    credits = (
        "select distinct pricing_currency, pricing_unit from core.fct_costs"
        " where sku_id = 'copilot_ai_credit'"
    )
    assert dbt.rows(credits) == [("AI Credits", "AI Credits")]
    tokens = "select token_class, sum(quantity)::bigint from core.fct_token_usage group by 1"
    expected = Counter()
    for row in detail:
        for said in ("input", "output", "cache_read", "cache_write"):
            expected[said] += int(row[said])
    assert Counter(dict(dbt.rows(tokens))) == expected
    assert [one.problems for one in check(project)] == [[]]


def test_copilot_columns_in_any_order(project: Project, tmp_path: Path) -> None:
    rows = list(csv_rows(CREDITS))
    columns = sorted(set(rows[0]) - {"aic_quantity", "aic_gross_amount", "cache_write"}, reverse=True)
    path = tmp_path / "shuffled.csv"
    with open(path, "w", newline="", encoding="utf-8-sig") as handle:
        writer = csv.DictWriter(handle, [name.upper() for name in columns])
        writer.writeheader()
        writer.writerows({name.upper(): row[name] for name in columns} for row in rows)
    outcome = land(project, [str(path)]).files[0]
    assert (outcome.outcome, outcome.source_name, outcome.rows_landed) == (LANDED, "copilot_usage", 3)


def test_seats_are_what_snapshots_prove(dbt: Dbt, project: Project, tmp_path: Path) -> None:
    """Twice-listed persons have one seat; days between snapshots are carried; use is said where proved."""
    first = {"delivered_at": "2026-10-10T12:00:00Z"}
    assert land(project, [str(SEATS / "seats_acme_2026-10-10.json")], scope="acme", **first).ok
    assert land(project, [str(SEATS / "seats_enterprise_2026-10-10.json")], scope="enterprise", **first).ok
    later = json.loads((SEATS / "seats_acme_2026-10-10.json").read_text())
    later["seats"] = [{**later["seats"][1], "last_activity_at": "2026-10-12T09:00:00Z"}]
    path = tmp_path / "later.json"
    path.write_text(json.dumps(later))
    assert land(project, [str(path)], scope="acme", delivered_at="2026-10-13T12:00:00Z").ok
    assert land(project, [str(EXPORTS / "seats" / "seats.csv")], delivered_at="2026-10-13T12:00:00Z").ok
    build(dbt, "fct_seat_days")
    query = (
        "select seat_date, lower(principal_id), evidence, is_active, plan_name from core.fct_seat_days"
        " where vendor_name = 'GitHub' and seat_date <= '2026-10-13' order by 1, 2"
    )
    by_day: dict = {}
    for day, person, evidence, is_active, _ in dbt.rows(query):
        by_day[day.day, person] = (evidence, is_active)
    assert by_day[10, "bob"] == ("snapshot", None) and by_day[11, "bob"] == ("carried", None)
    assert by_day[12, "bob"] == ("carried", True) and by_day[13, "bob"] == ("snapshot", None)
    # The seat of eve ends as announced, that of ann goes on in the enterprise's snapshot.
    assert by_day[11, "eve"] == ("carried", None) and (12, "eve") not in by_day
    assert by_day[13, "ann"] == ("carried", None)
    assert len([one for one in dbt.rows(query) if one[0] == date(2026, 10, 10)]) == 3
    named = (
        "select product_name, count(*), sum(count_seats) from core.fct_seat_days"
        " where evidence = 'list' and seat_date <= '2026-10-13' group by 1 order by 1"
    )
    assert dbt.rows(named) == [("Cursor", 3, 3), ("Zendesk AI agents", 12, 300)]


@pytest.mark.parametrize("subject", ["session", "task", "request"])
def test_outcomes_reach_the_attempts(dbt: Dbt, project: Project, tmp_path: Path, subject: str) -> None:
    logs = [
        json.loads(line)
        for line in (EXPORTS / "litellm_spend_logs" / "spend_logs.jsonl").read_text().splitlines()
    ]
    for number, row in enumerate(logs):
        row["session_id"] = f"s{number % 2}"
        row["request_tags"] = json.dumps(["release:r7", f"task:t{number}", "customer:acme"])
        row["end_user"] = ""
    path = tmp_path / "logs.jsonl"
    path.write_text("\n".join(map(json.dumps, logs)))
    key = {"session": "s0", "task": "t0", "request": logs[0]["request_id"]}[subject]
    outcomes = tmp_path / "outcomes.csv"
    outcomes.write_text(
        "subject_kind,subject_id,outcome,accepted\n"
        f"{subject},{key},good,yes\n{subject},{key},again,no\nsession,none,good,yes\n"
    )
    assert land(project, [str(path), str(outcomes)]).ok
    build(dbt, "fct_request_outcomes")
    attempts = len(logs[::2]) if subject == "session" else 1
    found = dbt.rows(
        "select stated_of, is_accepted, count_outcomes, count(*) from core.fct_request_outcomes group by all"
    )
    assert found == [(subject, False, 2, attempts)]
    said = dbt.rows("select distinct release_name, customer_id, task_id like 't%' from core.fct_ai_requests")
    assert said == [("r7", "acme", True)]
