"""One dollar once: of two sources that describe the same spend one counts, whichever was landed first."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from landing_kit import Kit, focus_csv, focus_row, total
from running_dbt import Dbt
from slices_company import gateway, vendor_costs, vendor_usage

PAYER = "004512340001"
FOCUS_COSTS = ["100.000000000001", "-12.5", "0.25"]
CUR_COSTS = ["100.000000000002", "-12.5", "0.25"]
OTHER_ACCOUNT = ["7.77"]
CARD = Decimal("99.99")
LONE = Decimal("12.34")


def focus_of(payer: str, costs: list[str]) -> str:
    return focus_csv(
        [
            focus_row(
                cost,
                ProviderName="AWS",
                BillingAccountId=payer,
                ChargeDescription=f"line {number}",
                x_Operation="Run",
                x_UsageType="Box",
            )
            for number, cost in enumerate(costs)
        ]
    )


def cur_of(payer: str, costs: list[str]) -> str:
    rows = [
        {
            "bill_payer_account_id": payer,
            "bill_billing_entity": "AWS",
            "bill_billing_period_start_date": "2026-09-01T00:00:00Z",
            "bill_billing_period_end_date": "2026-10-01T00:00:00Z",
            "line_item_usage_account_id": payer,
            "line_item_line_item_type": "Usage",
            "line_item_usage_start_date": "2026-09-03T00:00:00Z",
            "line_item_usage_end_date": "2026-09-04T00:00:00Z",
            "line_item_usage_type": f"BoxUsage:{number}",
            "line_item_line_item_description": f"line {number}",
            "line_item_product_code": "AmazonEC2",
            "line_item_usage_amount": "1",
            "line_item_currency_code": "USD",
            "line_item_unblended_cost": cost,
        }
        for number, cost in enumerate(costs)
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


CARD_LINES = f"""vendor,invoice_date,service_start,service_end,amount,tax,currency,description,channel
OpenAI,2026-10-02,2026-09-01,2026-09-30,{CARD},,USD,card,card
OpenAI,2026-08-02,2026-07-01,2026-07-31,{LONE},,USD,before it was connected,card
"""
DAYS = {"2026-09-01": [1.5, 2.25], "2026-09-02": [40.5]}


def exports(kit: Kit) -> dict[str, Callable[[], object]]:
    files = {
        "focus": ("focus.csv", focus_of(PAYER, FOCUS_COSTS)),
        "other account": ("other.csv", focus_of("009", OTHER_ACCOUNT)),
        "cur": ("cur.csv", cur_of(PAYER, CUR_COSTS)),
        "card": ("card.csv", CARD_LINES),
        "costs": ("costs.json", vendor_costs("c.json", DAYS).content),
        "usage": ("usage.json", vendor_usage("u.json", {day: [10] for day in DAYS}).content),
        "gateway": ("log.jsonl", gateway("l.jsonl", [("r1", "2026-09-01T08:00:00Z", 10)]).content),
    }
    return {
        name: lambda path=path, content=content: kit.land(kit.write(path, content))
        for name, (path, content) in files.items()
    }


MODELS = ("-s", "+bridge_cost_overlap", "+fct_token_usage")
TABLES = (*MODELS, "--indirect-selection", "cautious")
ORDERS = (
    pytest.param(
        [["focus", "other account", "cur", "card", "costs", "usage", "gateway"]],
        marks=pytest.mark.prove,
        id="at once",
    ),
    pytest.param(
        [["gateway", "card", "focus", "usage"], ["costs", "cur", "other account"]],
        id="the lesser source first",
    ),
)


@pytest.fixture(scope="module", params=ORDERS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable) -> Dbt:
    """A home where every pair of sources overlaps, built after each group of landings."""
    kit = Kit(tmp_path_factory.mktemp("overlap"))
    dbt = dbt_of(kit.project.home)
    for name in ("warehouse", "inputs"):
        (kit.project.home / name).mkdir(parents=True, exist_ok=True)
    land = exports(kit)
    for group in request.param:
        for name in group:
            land[name]()
        run = dbt("build", *TABLES).check()
        assert run.warnings == []
    return dbt


def test_each_dollar_counts_once(built: Dbt) -> None:
    """The native bill, other accounts, the vendor's report, and a card line of a month nobody else covers."""
    found = dict(built.rows("select source_name, sum(billed_cost) from core.fct_costs group by source_name"))
    assert found == {
        "aws_cur": total(CUR_COSTS),
        "focus": total(OTHER_ACCOUNT),
        "openai_costs": Decimal("44.25"),
        "vendor_costs": LONE,
    }


def test_the_bridge_says_by_how_much_two_sources_differ(built: Dbt) -> None:
    found = built.rows(
        "select provider_name, billing_period, counting_source_name, explaining_source_name, counted_cost,"
        " explaining_cost, difference from core.bridge_cost_overlap where overlap_kind = 'other_bill'"
        " and explaining_cost != 0"
    )
    assert sorted(found) == [
        (
            "Amazon Web Services",
            "2026-09",
            "aws_cur",
            "focus",
            total(CUR_COSTS),
            total(FOCUS_COSTS),
            Decimal("0.000000000001"),
        ),
        (
            "OpenAI",
            "2026-09",
            "openai_costs",
            "vendor_costs",
            Decimal("44.25"),
            CARD,
            Decimal("44.25") - CARD,
        ),
    ]


def test_tokens_count_once(built: Dbt) -> None:
    roles = built.rows(
        "select usage_origin, usage_role, sum(quantity) from core.fct_token_usage"
        " where usage_unit = 'tokens' and provider_name = 'OpenAI' group by all order by all"
    )
    assert [(origin, role) for origin, role, _ in roles] == [
        ("gateway_log", "explains"),
        ("provider_usage", "counts"),
    ]


def test_nothing_that_only_explains_is_lost(built: Dbt) -> None:
    """What is delivered is in the costs or among the estimates, never in both."""
    counted = built.rows("select count(*) from core.fct_costs where delivery_scope like 'aws/00451%'")
    kept = built.rows(
        "select sum(count_rows), sum(billed_cost) from core.fct_cost_estimates where source_name = 'focus'"
    )
    assert (counted, kept) == ([(0,)], [(len(FOCUS_COSTS), total(FOCUS_COSTS))])


def test_building_again_changes_nothing(built: Dbt) -> None:
    tables = ("core.fct_costs", "core.fct_cost_estimates", "core.bridge_cost_overlap")
    text = "select cast(rows_of as varchar) as row from {} as rows_of"
    md5 = f"select md5(string_agg(row, '|' order by row)) from ({text})"
    queries = [md5.format(table) for table in tables]
    before = [built.rows(query) for query in queries]
    built("run", *MODELS).check()
    assert [built.rows(query) for query in queries] == before


@pytest.mark.prove
def test_the_card_line_counts_again_once_the_vendor_is_taken_out(built: Dbt, tmp_path: Path) -> None:
    from finops.landing.ledger import read_ledger, unland
    from finops.project import Project
    from running_dbt import ROOT

    project = Project(root=ROOT, home=built.home)
    entries = [one for one in read_ledger(project) if one["source_name"] == "openai_costs"]
    for entry in entries:
        unland(project, entry["delivery_id"])
    built("run", *MODELS).check()
    costs = "select sum(billed_cost) from core.fct_costs where source_name = 'vendor_costs'"
    assert built.rows(costs) == [(CARD + LONE,)]
    Kit(built.home.parent).land(built.home.parent / "exports" / "costs.json")
    built("run", *MODELS).check()
    assert built.rows(costs) == [(LONE,)]
