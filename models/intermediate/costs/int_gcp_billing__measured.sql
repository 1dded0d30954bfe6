-- One row per charge of a Cloud Billing export in a slice to build, with its prices, quantities and units.
with charges as (
    select * from {{ ref('int_gcp_billing__charges') }}
),

flagged as (
    select
        *,
        charge_category in ('Usage', 'Purchase') as is_priced,
        charge_category = 'Usage' as is_consumed,
        case
            when charge_category = 'Credit'
                then concat_ws(': ', credit_type, coalesce(credit_full_name, credit_name, credit_id))
            else coalesce(adjustment_description, sku_description)
        end as charge_description
    from charges
),

-- A price is for so many units as the export says beside it; other numbers than one, a thousand and a million
-- are not met.
measured as (
    select
        *,
        case when is_consumed then counted_tokens end as token_quantity,
        case when is_priced then usage_amount_in_pricing_units end as pricing_quantity,
        case when is_priced and usage_amount_in_pricing_units is not null then usage_pricing_unit end
            as pricing_unit,
        case when is_priced then {{ price_of_unit('list_price', 'pricing_unit_quantity') }} end
            as list_unit_price,
        case when is_priced then {{ price_of_unit('effective_price', 'pricing_unit_quantity') }} end
            as contracted_unit_price,
        case
            when not is_consumed then null
            when is_provisioned_throughput and lower(usage_pricing_unit) in ('hour', 'hours', 'h')
                then usage_amount_in_pricing_units
            else coalesce(counted_tokens, usage_amount)
        end as consumed_quantity
    from flagged
),

united as (
    select
        *,
        case
            when consumed_quantity is null then null
            when token_quantity is not null then 'Tokens'
            when is_provisioned_throughput and lower(usage_pricing_unit) in ('hour', 'hours', 'h')
                then 'GSU Hours'
            else usage_unit
        end as consumed_unit
    from measured
)

select * from united
