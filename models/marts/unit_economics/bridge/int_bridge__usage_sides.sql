-- One row per comparison, side, provider, account, model, tier, class, list currency: tokens, or requests.
with sides as (
    select * from {{ ref('int_bridge__comparisons') }}
),

counted as (
    select * from {{ ref('int_bridge__usage') }}
),

billed as (
    select * from {{ ref('int_bridge__cost_sides') }}
    where kind = 'tokens'
),

-- Where only one account of a model is billed, it is that of usage which says none; a bill that is not split
-- by account meets all usage. Then the same of tiers.
billed_accounts as (
    select
        comparison_id,
        side,
        provider_name,
        model_id,
        min(sub_account_id) as only_account
    from billed
    group by comparison_id, side, provider_name, model_id
    having min(sub_account_id) = max(sub_account_id)
),

billed_tiers as (
    select
        comparison_id,
        side,
        provider_name,
        sub_account_id,
        model_id,
        min(service_tier) as only_tier
    from billed
    group by comparison_id, side, provider_name, sub_account_id, model_id
    having min(service_tier) = max(service_tier)
),

placed as (
    {{ in_side('counted', 'usage_date') }}
),

of_account as (
    select
        placed.*,
        {{ as_billed('placed.sub_account_id', 'billed_accounts.only_account') }} as billed_account
    from placed
    left join billed_accounts
        on
            placed.comparison_id = billed_accounts.comparison_id
            and placed.side = billed_accounts.side
            and placed.provider_name = billed_accounts.provider_name
            and placed.model_id = billed_accounts.model_id
),

of_tier as (
    select
        of_account.*,
        {{ as_billed('of_account.service_tier', 'billed_tiers.only_tier') }} as billed_tier
    from of_account
    left join billed_tiers
        on
            of_account.comparison_id = billed_tiers.comparison_id
            and of_account.side = billed_tiers.side
            and of_account.provider_name = billed_tiers.provider_name
            and of_account.billed_account = billed_tiers.sub_account_id
            and of_account.model_id = billed_tiers.model_id
)

select
    comparison_id,
    side,
    provider_name,
    billed_account as sub_account_id,
    model_id,
    billed_tier as service_tier,
    token_class,
    list_currency,
    cast(sum(quantity) as decimal(38, 12)) as quantity,
    {{ sum_if_all('list_cost') }} as list_cost,
    {{ sum_if_all('contracted_cost') }} as contracted_cost
from of_tier
group by
    comparison_id, side, provider_name, billed_account, model_id, billed_tier, token_class, list_currency
