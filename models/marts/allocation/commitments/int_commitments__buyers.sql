-- One row per commitment, team that its purchases name and days on which that team is its buyer.
with purchases as (
    select
        costs.commitment_discount_id,
        purposes.charge_date,
        purposes.team,
        row_number() over (
            partition by costs.commitment_discount_id, purposes.charge_date
            order by abs(costs.billed_cost) desc nulls last, purposes.team asc
        ) as first_wins
    from {{ ref('fct_costs') }} as costs
    inner join {{ ref('fct_cost_purposes') }} as purposes on costs.charge_id = purposes.charge_id
    where
        costs.charge_category = 'Purchase'
        and costs.commitment_discount_id is not null
        and purposes.team is not null
),

changes as (
    select
        *,
        lag(team) over (partition by commitment_discount_id order by charge_date) as team_before
    from purchases
    where first_wins = 1
),

buyers as (
    select * from changes
    where team_before is null or team_before != team
)

-- Who bought first has it from the start: a purchase may be older than what is landed.
select
    commitment_discount_id,
    team,
    case when team_before is null then date '1970-01-01' else charge_date end as valid_from,
    coalesce(
        lead(charge_date) over (partition by commitment_discount_id order by charge_date), date '9999-12-31'
    ) as valid_to
from buyers
