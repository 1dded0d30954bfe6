-- One row per cost of own assets or labour and day in a slice to build, in the FOCUS contract.
with lines as (
    select * from {{ ref('int_own_costs__lines') }}
),

days as (
    select * from {{ ref('int_own_costs__days') }}
),

-- Nobody bills them, so there is no invoice, no issuer and no list or contract price.
mapped as (
    select
        lines.slice_id, lines.slice_version, lines.source_name, lines.delivery_scope, lines.delivery_id,
        lines.source_file, lines.source_row, lines.cost_origin, lines.provider_name,
        lines.charge_description, lines.resource_id,
        {{ identity([
            'lines.charge_description', 'lines.resource_id', 'lines.period_start', 'lines.period_end',
            'lines.currency', 'lines.quantity_unit', 'lines.team', 'lines.product', 'lines.cost_class',
            'lines.legal_entity', 'days.service_date',
        ]) }} as charge_identity,
        lines.account_id as billing_account_id,
        'Usage' as charge_category,
        'Recurring' as charge_frequency,
        lines.provider_name as service_name,
        case when lines.cost_origin = 'own_asset' then 'Compute' end as service_category,
        case when days.quantity_of_day is not null then lines.quantity_unit end as consumed_unit,
        days.quantity_of_day as consumed_quantity,
        lines.currency as billing_currency,
        lines.currency as pricing_currency,
        lines.team as stated_team,
        lines.product as stated_product,
        lines.cost_class as stated_cost_class,
        lines.legal_entity as stated_legal_entity,
        {{ day_start("date_trunc('month', days.service_date)") }} as billing_period_start,
        {{ next_month_start('days.service_date') }} as billing_period_end,
        {{ day_start('days.service_date') }} as charge_period_start,
        {{ next_day_start('days.service_date') }} as charge_period_end,
        cast(0 as decimal(28, 12)) as billed_cost,
        days.amount_of_day as effective_cost
    from lines
    inner join days on lines.line_number = days.line_number
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'provider_name', 'charge_category',
        'charge_frequency', 'charge_description', 'service_category', 'service_name', 'resource_id',
        'pricing_currency', 'consumed_unit', 'consumed_quantity', 'billing_currency', 'cost_origin',
        'stated_team', 'stated_product', 'stated_cost_class', 'stated_legal_entity', 'billing_period_start',
        'billing_period_end', 'charge_period_start', 'charge_period_end', 'billed_cost', 'effective_cost',
    ]) }}
from mapped
