-- One row per group of the bill whose price is not the expected one, with the cause whose price it has.
with groups as (
    select * from {{ ref('int_bill_match__expected') }}
    where abs(price_gap) > rounding_bound and priced_tokens > 0
),

-- A model in a region and anywhere is one model here: the bill may have the price of either.
models as (
    select distinct
        spelled.provider_name,
        spelled.model_id,
        book.provider_id,
        {{ model_of_any_region('book.model_ref') }} as book_model
    from {{ ref('dim_ai_model') }} as spelled
    inner join {{ ref('bridge_price_book_models') }} as book
        on spelled.provider_name = book.provider_name and spelled.model_name = book.model_name
),

prices as (
    select
        *,
        {{ model_of_any_region('model_ref') }} as book_model
    from {{ ref('dim_token_prices') }}
    where usage_unit = 'tokens' and known_to is null
),

-- The bill may have the list price where a contract holds, no price at all, or that of another day, class
-- or tier.
candidates as (
    select
        groups.*,
        'contract' as cause,
        1 as cause_order,
        groups.list_unit_price as unit_price
    from groups
    where groups.list_unit_price is not null
    union all
    select
        groups.*,
        'class' as cause,
        2 as cause_order,
        cast(0 as decimal(28, 12)) as unit_price
    from groups
    union all
    select
        groups.*,
        case
            when prices.token_class = groups.token_class and prices.service_tier = groups.service_tier
                then 'list'
            when prices.service_tier = groups.service_tier then 'class'
            else 'tier'
        end as cause,
        case
            when prices.token_class = groups.token_class and prices.service_tier = groups.service_tier then 3
            when prices.service_tier = groups.service_tier then 4
            else 5
        end as cause_order,
        prices.unit_price
    from groups
    inner join models
        on groups.provider_name = models.provider_name and groups.model_id = models.model_id
    inner join prices
        on
            models.provider_id = prices.provider_id
            and models.book_model = prices.book_model
            and groups.currency = prices.price_currency
            and (
                groups.token_class = prices.token_class
                or (
                    groups.service_tier = prices.service_tier
                    and groups.usage_date >= coalesce(prices.valid_from, groups.usage_date)
                    and groups.usage_date < coalesce(prices.valid_to, cast('9999-12-31' as date))
                )
            )
),

fitting as (
    select
        *,
        row_number() over (
            partition by
                provider_name, delivery_scope, model_id, token_class, service_tier, usage_date, currency
            order by cause_order asc, unit_price asc
        ) as place
    from candidates
    where abs(billed_cost - {{ money_times('priced_tokens', 'unit_price') }}) <= rounding_bound
)

select
    provider_name,
    delivery_scope,
    model_id,
    token_class,
    service_tier,
    usage_date,
    currency,
    cause,
    unit_price as billed_unit_price
from fitting
where place = 1
