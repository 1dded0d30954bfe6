-- The groups hold every token that is billed by the day, counted or seen by a gateway, and its cost.
with groups as (
    select
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        cast(coalesce(sum(usage_tokens), 0) as decimal(38, 12)) as usage_tokens,
        cast(coalesce(sum(ledger_tokens), 0) as decimal(38, 12)) as ledger_tokens
    from {{ ref('fct_bill_match') }}
),

charges as (
    select cast(sum(billed_cost) as decimal(38, 12)) as billed_cost
    from {{ ref('fct_costs') }}
    where
        token_class is not null and charge_category = 'Usage' and cost_origin = 'provider_bill'
        and charge_period_end <= charge_period_start + interval 1 day
),

usage_rows as (
    select
        cast(coalesce(sum(case when usage_role = 'counts' then quantity end), 0) as decimal(38, 12))
            as usage_tokens,
        cast(coalesce(sum(case when usage_origin = 'gateway_log' then quantity end), 0) as decimal(38, 12))
            as ledger_tokens
    from {{ ref('fct_token_usage') }}
    where usage_unit = 'tokens' and not coalesce(is_cache_hit, false)
)

select
    groups.billed_cost,
    charges.billed_cost as billed_in_core,
    groups.usage_tokens,
    usage_rows.usage_tokens as counted_in_core,
    groups.ledger_tokens,
    usage_rows.ledger_tokens as seen_in_core
from groups
cross join charges
cross join usage_rows
where
    {{ differs('groups.billed_cost', 'charges.billed_cost') }}
    or {{ differs('groups.usage_tokens', 'usage_rows.usage_tokens') }}
    or {{ differs('groups.ledger_tokens', 'usage_rows.ledger_tokens') }}
