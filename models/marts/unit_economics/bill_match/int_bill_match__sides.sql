-- One row per provider, scope, model, class, tier, day and currency that is used or billed, with both sides,
-- each in its own currency.
with charges as (
    select
        *,
        count(*) over (
            partition by provider_name, delivery_scope, model_id, token_class, usage_date
        ) as count_tiers,
        row_number() over (
            partition by provider_name, delivery_scope, model_id, token_class, service_tier, usage_date
            order by currency asc
        ) as place
    from {{ ref('int_bill_match__charges') }}
),

-- Usage that says no tier is of the tier that is billed, where only one is.
only_tiers as (
    select * from charges
    where count_tiers = 1
),

usage_rows as (
    select
        used.* exclude (service_tier),
        coalesce(used.service_tier, only_tiers.service_tier, 'unknown') as service_tier
    from {{ ref('int_bill_match__usage') }} as used
    left join only_tiers
        on
            case when used.service_tier is null then used.provider_name end = only_tiers.provider_name
            and used.delivery_scope = only_tiers.delivery_scope
            and used.model_id = only_tiers.model_id
            and used.token_class = only_tiers.token_class
            and used.usage_date = only_tiers.usage_date
),

-- A day's tokens at two prices (two sizes of requests) are one group of the bill.
usage_days as (
    select
        provider_name,
        delivery_scope,
        model_id,
        token_class,
        service_tier,
        usage_date,
        min(usage_origin) as usage_origin,
        cast(sum(usage_tokens) as decimal(38, 12)) as usage_tokens,
        {{ sum_if_all('list_cost') }} as list_cost,
        {{ sum_if_all('contracted_cost') }} as contracted_cost,
        {{ sum_if_all('lowest_list_cost') }} as lowest_list_cost,
        {{ sum_if_all('highest_list_cost') }} as highest_list_cost,
        case when count(*) = 1 then min(list_unit_price) end as list_unit_price,
        case when count(*) = 1 then min(contracted_unit_price) end as contracted_unit_price,
        list_sort(list(distinct list_currency)) as list_currencies,
        max(reason) as price_reason
    from usage_rows
    group by provider_name, delivery_scope, model_id, token_class, service_tier, usage_date
),

joined as (
    select
        coalesce(charges.provider_name, usage_days.provider_name) as provider_name,
        coalesce(charges.delivery_scope, usage_days.delivery_scope) as delivery_scope,
        coalesce(charges.model_id, usage_days.model_id) as model_id,
        coalesce(charges.token_class, usage_days.token_class) as token_class,
        coalesce(charges.service_tier, usage_days.service_tier) as service_tier,
        coalesce(charges.usage_date, usage_days.usage_date) as usage_date,
        coalesce(charges.currency, usage_days.list_currencies[1], 'unknown') as currency,
        usage_days.usage_origin,
        usage_days.usage_tokens,
        usage_days.list_cost,
        usage_days.contracted_cost,
        usage_days.lowest_list_cost,
        usage_days.highest_list_cost,
        usage_days.list_unit_price,
        usage_days.contracted_unit_price,
        usage_days.price_reason,
        charges.count_charges,
        charges.billed_cost,
        charges.billed_tokens,
        charges.printed_unit,
        charges.billed_cost is not null as is_billed,
        usage_days.usage_tokens is not null as is_used,
        usage_days.list_currencies[1] as list_currency,
        coalesce(usage_days.list_currencies[1] != charges.currency, false) as is_of_other_currency
    from charges
    full outer join usage_days
        on
            charges.provider_name = usage_days.provider_name
            and charges.delivery_scope = usage_days.delivery_scope
            and charges.model_id = usage_days.model_id
            and charges.token_class = usage_days.token_class
            and charges.service_tier = usage_days.service_tier
            and charges.usage_date = usage_days.usage_date
            and charges.place = 1
)

select * from joined
