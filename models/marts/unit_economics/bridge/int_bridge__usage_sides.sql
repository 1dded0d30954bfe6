-- One row per comparison, side, provider, account, model, tier, class, list currency: tokens, or requests.
with sides as (
    select * from {{ ref('int_bridge__comparisons') }}
),

counted as (
    select * from {{ ref('int_bridge__usage') }}
),

-- Where only one tier of a model is billed, it is that of usage which says none; a bill that is not split by
-- tier meets all usage.
billed_tiers as (
    select
        comparison_id,
        side,
        provider_name,
        sub_account_id,
        model_id,
        min(service_tier) as only_tier
    from {{ ref('int_bridge__cost_sides') }}
    where kind = 'tokens'
    group by comparison_id, side, provider_name, sub_account_id, model_id
    having min(service_tier) = max(service_tier)
),

placed as (
    {{ in_side('counted', 'usage_date') }}
),

tiered as (
    select
        placed.*,
        case
            when billed_tiers.only_tier = '' then ''
            when placed.service_tier = '' then coalesce(billed_tiers.only_tier, '')
            else placed.service_tier
        end as billed_tier
    from placed
    left join billed_tiers
        on
            placed.comparison_id = billed_tiers.comparison_id
            and placed.side = billed_tiers.side
            and placed.provider_name = billed_tiers.provider_name
            and placed.sub_account_id = billed_tiers.sub_account_id
            and placed.model_id = billed_tiers.model_id
)

select
    comparison_id,
    side,
    provider_name,
    sub_account_id,
    model_id,
    billed_tier as service_tier,
    token_class,
    list_currency,
    cast(sum(quantity) as decimal(38, 12)) as quantity,
    {{ sum_if_all('list_cost') }} as list_cost,
    {{ sum_if_all('contracted_cost') }} as contracted_cost
from tiered
group by
    comparison_id, side, provider_name, sub_account_id, model_id, billed_tier, token_class, list_currency
