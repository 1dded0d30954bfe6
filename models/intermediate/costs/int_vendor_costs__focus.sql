-- One row per charge of a vendor's bill in a slice to build: line, its tax, each service day; FOCUS contract.
with lines as (
    select * from {{ ref('int_vendor_costs__lines') }}
),

days as (
    select * from {{ ref('int_vendor_costs__days') }}
),

-- The line as billed, whole on its invoice date. Its quantity is what was priced; consumed it is by day.
billed as (
    select
        lines.*,
        'billed' as part,
        invoice_date as part_date,
        charge_category as part_category,
        amount as billed_cost,
        case when is_spread then cast(0 as decimal(28, 12)) else amount end as effective_cost,
        quantity as pricing_quantity,
        cast(null as decimal(28, 12)) as consumed_quantity
    from lines
),

-- Tax is due when invoiced and is not spread.
taxes as (
    select
        lines.*,
        'tax' as part,
        invoice_date as part_date,
        'Tax' as part_category,
        tax as billed_cost,
        tax as effective_cost,
        cast(null as decimal(28, 12)) as pricing_quantity,
        cast(null as decimal(28, 12)) as consumed_quantity
    from lines
    where tax != 0
),

used as (
    select
        lines.*,
        'day' as part,
        days.service_date as part_date,
        lines.day_category as part_category,
        cast(0 as decimal(28, 12)) as billed_cost,
        days.amount_of_day as effective_cost,
        case when lines.day_category = 'Usage' then days.quantity_of_day end as pricing_quantity,
        case when lines.day_category = 'Usage' then days.quantity_of_day end as consumed_quantity
    from lines
    inner join days on lines.line_number = days.line_number
),

parts as (
    select * from billed
    union all
    select * from taxes
    union all
    select * from used
),

-- A template states no list and no contract price: both costs are blank rather than a guess.
mapped as (
    select
        slice_id, slice_version, source_name, delivery_scope, delivery_id, source_file, source_row,
        billed_cost, effective_cost, pricing_quantity, consumed_quantity, charge_description,
        service_category, provider_name,
        {{ identity([
            'part', 'part_date', 'invoice_id', 'invoice_date', 'service_start', 'service_end', 'currency',
            'charge_description', 'quantity_unit', 'team', 'product', 'cost_class', 'legal_entity',
            'service_name', 'paying_account_id', 'payment_channel',
        ]) }} as charge_identity,
        paying_account_id as billing_account_id,
        invoice_id_or_ours as invoice_id,
        provider_name as invoice_issuer_name,
        provider_name as publisher_name,
        provider_name as service_provider_name,
        part_category as charge_category,
        case when part_category = 'Usage' then 'Usage-Based' else 'One-Time' end as charge_frequency,
        coalesce(service_name, provider_name) as service_name,
        case when part_category in ('Usage', 'Purchase') then 'Standard' end as pricing_category,
        case when pricing_quantity is not null then quantity_unit end as pricing_unit,
        case when consumed_quantity is not null then quantity_unit end as consumed_unit,
        currency as billing_currency,
        currency as pricing_currency,
        team as stated_team,
        product as stated_product,
        cost_class as stated_cost_class,
        legal_entity as stated_legal_entity,
        covered_period,
        {{ day_start("date_trunc('month', part_date)") }} as billing_period_start,
        {{ next_month_start('part_date') }} as billing_period_end,
        {{ day_start('part_date') }} as charge_period_start,
        {{ next_day_start('part_date') }} as charge_period_end
    from parts
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'invoice_id', 'invoice_issuer_name',
        'provider_name', 'publisher_name', 'service_provider_name', 'charge_category', 'charge_frequency',
        'charge_description', 'service_category', 'service_name', 'pricing_category', 'pricing_unit',
        'pricing_quantity', 'pricing_currency', 'consumed_unit', 'consumed_quantity', 'billing_currency',
        'stated_team', 'stated_product', 'stated_cost_class', 'stated_legal_entity', 'covered_period',
        'billing_period_start', 'billing_period_end', 'charge_period_start', 'charge_period_end',
        'billed_cost', 'effective_cost',
    ]) }}
from mapped
