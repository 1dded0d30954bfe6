"""The demo as dbt builds it: in silence, with something in every public table."""

from collections import defaultdict
from decimal import Decimal

import duckdb
import pytest

from finops.figures import published_file
from finops.project import Project
from running_dbt import Dbt

# The demo's files are whole and keep their columns: faults are planted in copies, by the tests of landing.
EMPTY_ON_THE_DEMO = {
    "core.fct_quarantined_records",
    "core.fct_schema_drift",
    # Nothing is restated before a month is closed.
    "allocation.fct_restatements",
    # Every target of the demo's rules is there to the end.
    "allocation.fct_moved_shares",
    # And none of its pools sends round.
    "allocation.fct_stopped_shares",
    # The demo's providers export no split of machines of their own.
    "allocation.rpt_split_comparison",
}

SHOWN_OF_PERSONS = (
    "billing_period", "principal_kind", "provider_name", "cost_basis", "billing_currency",
    "reporting_currency", "seat_product", "team", "team_reason", "department", "works_as", "person_reason",
)  # fmt: skip


def test_the_demo_builds_in_silence(built_demo: Dbt) -> None:
    assert (built_demo.home / "built").read_text(encoding="utf-8") == ""


def test_the_demo_fills_every_public_table(built_demo: Dbt) -> None:
    public = sorted(
        f"{node.schema}.{node.name}"
        for node in built_demo.manifest.nodes.values()
        if node.resource_type == "model" and node.access == "public"
    )
    with built_demo.warehouse() as connection:
        rows = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in public}
    assert {name for name, count in rows.items() if count == 0} == EMPTY_ON_THE_DEMO


def test_the_demo_is_fit_to_publish(published_demo: Project) -> None:
    assert published_file(published_demo).is_file()


def test_no_person_and_no_small_group_leaves_with_principals(
    built_demo: Dbt, published_demo: Project
) -> None:
    """Groups are counted here by Python, on what is published, by all that its rows show of persons."""
    named = {
        row[0]
        for row in built_demo.rows(
            "select principal_id from core.dim_principal union select principal_id from core.fct_seat_days"
            " where principal_id is not null"
        )
    }
    with duckdb.connect(str(published_file(published_demo)), read_only=True) as con:
        found = con.execute("select * from governance.fct_principal_costs").fetchall()
        columns = [one[0] for one in con.description or []]
        seats = con.execute("select count(department), count(works_as) from core.fct_seat_days").fetchall()
        bills = con.execute(
            "select billing_period, billing_currency, sum(billed_cost) from core.fct_costs group by all"
        ).fetchall()
    assert seats == [(0, 0)]
    assert not named & {value for row in found for value in row if isinstance(value, str)}
    groups: dict[tuple, set[str]] = defaultdict(set)
    billed: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in (dict(zip(columns, values, strict=True)) for values in found):
        billed[row["billing_period"], row["billing_currency"]] += row["billed_cost"] or 0
        if row["principal_kind"] not in ("user", "role_session", "seat"):
            continue
        if row["principal_id"] is None:
            assert row["count_principals"] >= 5 and row["principal_reason"] == "fewer_than_five"
            assert row["team"] is row["department"] is row["works_as"] is row["seat_product"] is None
        else:
            assert row["principal_id"].startswith("p-")
            groups[tuple(row[column] for column in SHOWN_OF_PERSONS)].add(row["principal_id"])
    assert groups and min(len(persons) for persons in groups.values()) >= 5
    sums = {row[:2]: row[2] for row in bills}
    assert sums and {key: billed[key] for key in sums} == sums
    assert sum(billed.values()) == sum(sums.values()), "estimates bill nothing"


def test_small_groups_of_the_demo_are_pooled_with_the_next(built_demo: Dbt) -> None:
    """Two Copilot seats are on no list: alone in the pool they would be told, so marketing's five join them.
    No team has five sessions of roles, so all teams are one pool."""
    september = "billing_period = '2026-09' and provider_name"
    seats = (
        "select department, principal_reason, sum(count_principals) from governance.fct_principal_costs"
        f" where {september} = 'GitHub' and principal_kind = 'seat' group by all order by all"
    )
    assert built_demo.rows(seats) == [("engineering", None, 7), (None, "fewer_than_five", 7)]
    sessions = f"from core.fct_costs where {september} = 'Amazon Web Services' and principal_id like 'arn:%'"
    pools = (
        "select count_principals, billed_cost from governance.fct_principal_costs"
        f" where {september} = 'Amazon Web Services' and principal_kind = 'role_session'"
    )
    expected = built_demo.rows(f"select count(distinct principal_id), sum(billed_cost) {sessions}")
    assert built_demo.rows(pools) == expected and expected[0][0] >= 5


def test_the_demo_shows_who_is_no_engineer(built_demo: Dbt) -> None:
    seats = built_demo.rows(
        "select department, works_as, count(*), sum(estimated_cost) from governance.fct_principal_costs"
        " where billing_period = '2026-09' and provider_name = 'Penmark' and principal_kind = 'seat'"
        " group by all order by all"
    )
    assert seats == [("engineering", "engineer", 7, Decimal(140)), ("marketing", "other", 5, Decimal(100))]


@pytest.mark.parametrize("measure", ["billed_cost", "effective_cost", "contracted_cost", "list_cost"])
def test_the_demo_is_allocated_to_the_cent(built_demo: Dbt, measure: str) -> None:
    sums = "select billing_currency, sum({}) from {} group by billing_currency order by billing_currency"
    costs = built_demo.rows(sums.format(measure, "core.fct_costs"))
    assert len(costs) > 1
    assert built_demo.rows(sums.format(measure, "allocation.fct_allocated_costs")) == costs


def test_what_the_demo_tells_twice_is_counted_once(built_demo: Dbt) -> None:
    overlaps = """
        select explaining_source_name, counting_source_name, sum(explaining_cost)
        from core.bridge_cost_overlap
        where
            (provider_name = 'Amazon Web Services' and overlap_kind = 'gateway_estimate')
            or explaining_source_name = 'anthropic_analytics'
        group by explaining_source_name, counting_source_name
        order by explaining_source_name
    """
    analytics, gateway = built_demo.rows(overlaps)
    assert analytics[:2] == ("anthropic_analytics", "anthropic_costs") and analytics[2] > 0
    assert gateway[:2] == ("litellm_spend_logs", "aws_cur")
    logged = (
        "select sum(estimated_cost) from core.fct_ai_requests where provider_name = 'Amazon Web Services'"
    )
    assert built_demo.rows(logged) == [(gateway[2],)] and gateway[2] > 0
    roles = """
        select source_name, usage_role, is_cache_hit from core.fct_token_usage
        where provider_name = 'Amazon Web Services'
        group by source_name, usage_role, is_cache_hit
    """
    found = {(source, role) for source, role, _ in built_demo.rows(roles)}
    assert found == {("aws_cur", "counts"), ("litellm_spend_logs", "explains")}
