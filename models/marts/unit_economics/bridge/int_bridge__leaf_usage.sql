-- One row per leaf, side, account, class and list currency of tokens or requests: its part of what was used.
{%- set leaf = bridge_leaf() | join(', ') %}
{%- set account = 'comparison_id, side, provider_name, sub_account_id, model_id, service_tier' %}
with counted as (
    select * from {{ ref('int_bridge__usage_sides') }}
),

-- What an account used of a model is split between the scopes that bear it by what they bear: to read, never
-- to book.
leaf_costs as (
    select
        {{ leaf }}, side, sub_account_id,
        cast(sum(greatest(billing_cost, 0)) as decimal(38, 12)) as weight,
        sum(sum(greatest(billing_cost, 0))) over (partition by {{ account }}) as weights,
        count(*) over (partition by {{ account }}) as count_leaves
    from {{ ref('int_bridge__cost_sides') }}
    where kind = 'tokens'
    group by side, sub_account_id, {{ leaf }}
),

shares as (
    select
        *,
        cast(
            coalesce({{ ratio('weight', 'weights') }}, {{ ratio('1', 'count_leaves') }}) as decimal(20, 12)
        ) as part
    from leaf_costs
)

select
    shares.*,
    counted.token_class,
    {{ money_times('cast(counted.quantity as decimal(28, 12))', 'shares.part') }} as quantity,
    case
        when counted.list_currency = shares.billing_currency
            then {{ money_times('cast(counted.list_cost as decimal(28, 12))', 'shares.part') }}
    end as list_cost,
    case
        when counted.list_currency = shares.billing_currency
            then {{ money_times('cast(counted.contracted_cost as decimal(28, 12))', 'shares.part') }}
    end as contracted_cost
from shares
inner join counted
    on
        shares.comparison_id = counted.comparison_id
        and shares.side = counted.side
        and shares.provider_name = counted.provider_name
        and shares.sub_account_id = counted.sub_account_id
        and shares.model_id = counted.model_id
        and shares.service_tier = counted.service_tier
