"""Who bears it, and what nobody owns."""

from finops.reporting.catalogue.spend import NO_COSTS
from finops.reporting.figure import Figure, columns

ALLOCATED = (
    "billed_cost as amount, allocated_cost_id as id,"
    " case when charge_id = allocated_cost_id then 'charge' else 'allocated cost' end as id_kind"
    " from allocation.fct_allocated_costs"
)

# Teams by spend, what nobody owns last.
TEAMS = Figure(
    id="teams",
    title="Allocated cost by team, as billed",
    table="allocation.fct_allocated_costs",
    rule="Billed cost of all months by who bears it: owner of the charge, else of its pool's shares.",
    sql="""
select
    target_id,
    billing_currency,
    cast(sum(billed_cost) as decimal(38, 12)),
    case when count(*) filter (where billed_cost_reporting is null and billed_cost != 0) = 0
        then cast(coalesce(sum(billed_cost_reporting), 0) as decimal(38, 12)) end
from allocation.fct_allocated_costs
group by target_id, billing_currency
order by
    target_id = 'unallocated',
    sum(sum(coalesce(billed_cost_reporting, billed_cost))) over (partition by target_id) desc,
    target_id,
    billing_currency
""",
    columns=columns(
        "target_id|Team||key",
        "billing_currency|Currency||key",
        "billed_cost|Billed|money",
        "billed_cost_reporting|In reporting currency|money",
    ),
    behind=f"select target_id, billing_currency, {ALLOCATED}",
    empty=NO_COSTS,
)

OWNED = Figure(
    id="owned",
    title="Share owned",
    table="allocation.fct_allocated_costs",
    rule="Billed cost of all months with a team, of all. What has none is a row called unallocated.",
    sql="""
select
    billing_currency,
    cast(sum(billed_cost) as decimal(38, 12)),
    cast(coalesce(sum(billed_cost) filter (where team is not null), 0) as decimal(38, 12)),
    cast(coalesce(sum(billed_cost) filter (where team is null), 0) as decimal(38, 12)) as unowned
from allocation.fct_allocated_costs
group by billing_currency
order by billing_currency
""",
    columns=columns(
        "billing_currency|Currency||key",
        "billed_cost|Billed|money",
        "owned_cost|Owned|money",
        "unowned_cost|Owned by nobody|money",
    ),
    behind=f"select billing_currency, {ALLOCATED}",
    empty=NO_COSTS,
)

UNOWNED = Figure(
    id="unowned",
    title="What nobody owns, costliest first",
    table="allocation.fct_unallocated_costs",
    rule="Accrual cost of all months that no owner is found for, why, and which team may know. A rule may"
    " have given it to a team in the meantime.",
    sql="""
select
    owner_kind,
    owner_value,
    reason,
    billing_currency,
    fixer_team,
    cast(sum(effective_cost) as decimal(38, 12)) as cost,
    max(last_seen_date)
from allocation.fct_unallocated_costs
group by owner_kind, owner_value, reason, billing_currency, fixer_team
order by cost desc, owner_kind, owner_value, fixer_team
""",
    columns=columns(
        "owner_kind|Kind|words|key",
        "owner_value|What||key",
        "reason|Why|words|key",
        "billing_currency|Currency||key",
        "fixer_team|May know||key",
        "effective_cost|Accrual cost|money",
        "last_seen_date|Last seen|day",
    ),
    behind="select unowned.*, allocated.effective_cost as amount, allocated.allocated_cost_id as id,"
    " case when allocated.charge_id = allocated.allocated_cost_id then 'charge' else 'allocated cost' end"
    " as id_kind from allocation.fct_allocated_costs as allocated"
    " left join core.fct_costs as costs on allocated.charge_id = costs.charge_id"
    " inner join (select distinct owner_kind, owner_value, reason, billing_currency, fixer_team"
    " from allocation.fct_unallocated_costs) as unowned"
    " on allocated.billing_currency = unowned.billing_currency and unowned.owner_value in ("
    " allocated.pool_name, costs.api_key_id, costs.sub_account_id, costs.billing_account_id)"
    " and (allocated.team is null or allocated.owner_rule = 'none')",
    empty="Everything has an owner.",
    shown=12,
)

FIGURES = (OWNED, TEAMS, UNOWNED)
