-- One row per charge of an Azure cost export in a slice to build, with its costs, prices and quantities.
with charges as (
    select * from {{ ref('int_azure_cost__metered') }}
),

-- Prices are in the pricing currency, which in an enterprise agreement is the billing currency.
exchanged as (
    select
        *,
        charge_category in ('Usage', 'Purchase') and not is_unused as is_priced,
        coalesce(pricing_currency, billing_currency) as currency_of_price,
        nullif(payg_price, 0) as list_price,
        coalesce(nullif(unit_price, 0), nullif(effective_price, 0)) as agreed_price,
        case
            when coalesce(pricing_currency, billing_currency) = billing_currency then 1
            else pricing_exchange_rate
        end as exchange_rate
    from charges
),

unit_priced as (
    select
        *,
        case when is_priced then {{ money_product('list_price', 'exchange_rate') }} end as list_unit_price,
        case when is_priced then {{ money_product('agreed_price', 'exchange_rate') }} end
            as contracted_unit_price
    from exchanged
),

multiplied as (
    select
        *,
        {{ money_product('list_unit_price', 'quantity') }} as listed_cost,
        {{ money_product('contracted_unit_price', 'quantity') }} as agreed_cost
    from unit_priced
),

-- Amortized cost spreads what commitments cost over what they cover: the purchase is billed, the usage not.
-- What covered usage really cost is not in actual cost.
costed as (
    select
        *,
        case
            when dataset = 'amortized' and (is_unused or is_covered or is_commitment_purchase) then 0
            else cost
        end as billed_cost,
        case
            when dataset = 'amortized' then cost
            when is_commitment_purchase then 0
            when not is_covered and not is_unused then cost
        end as effective_cost,
        case
            when is_unused then 0
            when is_covered then agreed_cost
            else cost
        end as contracted_cost,
        case
            when is_unused then 0
            when not is_priced then cost
            when charge_category = 'Purchase' or publisher_type = 'Marketplace'
                then coalesce(listed_cost, cost)
            else coalesce(listed_cost, payg_cost)
        end as list_cost,
        case
            when dataset != 'amortized' and is_commitment_purchase then 0
            when dataset != 'amortized' and (is_covered or is_unused) then null
            when currency_of_price = billing_currency then cost
            else cost_in_pricing_currency
        end as pricing_currency_effective_cost,
        case when is_priced then quantity end as pricing_quantity,
        case
            when charge_category != 'Usage' or is_unused then null
            when block_size = 1 then quantity
            when abs(cast(quantity as double)) * block_size < 1e15
                then {{ tokens_of('quantity', 'block_size') }}
        end as consumed_quantity
    from multiplied
)

select * from costed
