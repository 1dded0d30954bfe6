-- One row per charge of a movement of prepaid credit in a slice to build, in the FOCUS contract.
with movements as (
    select * from {{ ref('stg_prepaid_movements__prepaid_movements') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'prepaid_movements'
),

in_slices as (
    select
        movements.*,
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope
    from movements
    inner join slices on movements.delivery_id = slices.delivery_id
),

-- What is bought is billed and not yet used. What expires was billed when bought and bought nothing:
-- effective then, so that over an account's life effective is billed. Balances are no charges.
charges as (
    select
        *,
        case movement when 'bought' then 'Purchase' when 'refunded' then 'Credit' else 'Adjustment' end
            as charge_category,
        case movement when 'bought' then amount when 'refunded' then -amount else 0 end as billed_cost,
        case when movement = 'expired' then amount else 0 end as effective_cost
    from in_slices
    where movement in ('bought', 'refunded', 'expired')
    union all
    select
        *,
        'Tax' as charge_category,
        tax as billed_cost,
        tax as effective_cost
    from in_slices
    where movement = 'bought' and tax != 0
),

mapped as (
    select
        slice_id, slice_version, source_name, delivery_scope, delivery_id, source_file, source_row,
        billing_account_id, provider_name, charge_category, billed_cost, effective_cost,
        {{ identity(['charge_category', 'movement', 'movement_date', 'invoice_id', 'currency']) }}
            as charge_identity,
        coalesce(
            invoice_id,
            'provisional|' || provider_name || '|' || {{ period_of('movement_date') }}
        ) as invoice_id,
        provider_name as invoice_issuer_name,
        provider_name as publisher_name,
        provider_name as service_provider_name,
        'One-Time' as charge_frequency,
        'prepaid credit ' || movement as charge_description,
        'Other' as service_category,
        'Prepaid credit' as service_name,
        case when charge_category = 'Purchase' then 'Standard' end as pricing_category,
        currency as billing_currency,
        currency as pricing_currency,
        {{ day_start("date_trunc('month', movement_date)") }} as billing_period_start,
        {{ next_month_start('movement_date') }} as billing_period_end,
        {{ day_start('movement_date') }} as charge_period_start,
        {{ next_day_start('movement_date') }} as charge_period_end
    from charges
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'invoice_id', 'invoice_issuer_name',
        'provider_name', 'publisher_name', 'service_provider_name', 'charge_category', 'charge_frequency',
        'charge_description', 'service_category', 'service_name', 'pricing_category', 'pricing_currency',
        'billing_currency', 'billing_period_start', 'billing_period_end', 'charge_period_start',
        'charge_period_end', 'billed_cost', 'effective_cost',
    ]) }}
from mapped
