-- One row per key of usage prices, with the list price of the day and what was agreed for that day.
with prices as (
    select
        prices.*,
        models.model_id
    from {{ ref('int_usage_prices') }} as prices
    inner join {{ ref('dim_ai_model') }} as models
        on prices.provider_name = models.provider_name and prices.model_name = models.model_name
),

-- A price from some quantity on cannot be told of a day: only prices from the first unit are taken. A
-- contract's prices are of the standard tier, its discounts of any.
contracts as (
    select
        *,
        {{ money_times('price', contract_unit_part('unit')) }} as agreed_unit_price,
        cast((100 - discount_percent) * 0.01 as decimal(20, 12)) as remaining_part
    from {{ ref('fct_contracts') }}
    where coalesce(tier_from, 0) = 0 and (model_name is not null or sku_id is null)
),

agreed as (
    select
        prices.price_key,
        contracts.contract_id,
        contracts.agreed_unit_price,
        contracts.remaining_part,
        contracts.currency_code,
        row_number() over (
            partition by prices.price_key
            order by
                contracts.model_name is null asc, contracts.token_class is null asc,
                contracts.price is null asc,
                -- A price that the bill is compared with goes before one in another currency than the list.
                {{ differs('contracts.currency_code', 'prices.price_currency') }} asc,
                contracts.valid_from desc nulls last, contracts.contract_price_id asc
        ) as place
    from prices
    inner join contracts
        on
            prices.provider_name = contracts.vendor_name
            and coalesce(contracts.valid_from, prices.usage_date) <= prices.usage_date
            and coalesce(contracts.valid_to, cast('9999-12-31' as date)) > prices.usage_date
            and (contracts.model_name is null or contracts.model_name in (prices.model_id, prices.model_name))
            and coalesce(contracts.token_class, prices.token_class, '') = coalesce(prices.token_class, '')
            and (contracts.price is null or coalesce(prices.service_tier, 'standard') = 'standard')
    -- A price below nothing is no price.
    where coalesce(contracts.agreed_unit_price, contracts.remaining_part) >= 0
)

select
    prices.*,
    agreed.contract_id,
    agreed.agreed_unit_price,
    agreed.remaining_part,
    case
        when agreed.agreed_unit_price is not null then agreed.agreed_unit_price
        when agreed.remaining_part is not null
            then {{ money_times('prices.unit_price', 'agreed.remaining_part') }}
        else prices.unit_price
    end as contracted_unit_price,
    case when agreed.agreed_unit_price is not null then agreed.currency_code else prices.price_currency end
        as contract_currency
from prices
left join agreed on prices.price_key = agreed.price_key and agreed.place = 1
