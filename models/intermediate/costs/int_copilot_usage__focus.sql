-- One row per line of a GitHub report in a slice to build that counts, in the FOCUS contract.
with lines as (
    select * from {{ ref('int_copilot_usage__lines') }}
),

described as (
    select
        *,
        product = 'copilot' or sku like 'copilot%' as is_copilot,
        coalesce(unit_type in ('seats', 'seat', 'user-months', 'usermonths', 'user-month'), false) as is_seat,
        coalesce(unit_type in ('ai-credits', 'ai-credit', 'credits', 'aic'), sku like '%ai_credit%')
            as is_credit
    from lines
),

-- What a plan includes is a discount of all of the gross amount: it stays a row with nothing billed. AI
-- credits are GitHub's virtual currency; their price in dollars is the unit price.
mapped as (
    select
        *,
        'copilot_usage' as source_name,
        {{ identity([
            'report_name', 'charge_date', 'product', 'sku', 'model_name', 'principal_id',
            'organization_name', 'repository_name', 'cost_center_name', 'unit_type', 'unit_price',
        ]) }} as charge_identity,
        {{ vendor_account('github', 'delivery_scope') }} as billing_account_id,
        'Enterprise' as billing_account_type,
        organization_name as sub_account_id,
        organization_name as sub_account_name,
        case when organization_name is not null then 'Organization' end as sub_account_type,
        'provisional|GitHub|' || billing_period as invoice_id,
        'GitHub' as invoice_issuer_name,
        'GitHub' as provider_name,
        'GitHub' as publisher_name,
        'GitHub' as service_provider_name,
        'GitHub' as host_provider_name,
        case when is_seat then 'Purchase' else 'Usage' end as charge_category,
        case when is_seat then 'Recurring' else 'Usage-Based' end as charge_frequency,
        concat_ws(', ', sku, model_name) as charge_description,
        case when is_copilot then 'AI and Machine Learning' else 'Developer Tools' end as service_category,
        case when is_copilot then 'Generative AI' else 'Other (Developer Tools)' end as service_subcategory,
        case when is_copilot then 'GitHub Copilot' else 'GitHub ' || product end as service_name,
        repository_name as resource_id,
        case when repository_name is not null then 'Repository' end as resource_type,
        sku as sku_id,
        sku as sku_price_id,
        sku as sku_meter,
        'Standard' as pricing_category,
        case when is_credit then 'AI Credits' else 'USD' end as pricing_currency,
        case when is_credit then 'AI Credits' else unit_type end as pricing_unit,
        quantity as pricing_quantity,
        case
            when not is_seat then case when is_credit then 'AI Credits' else unit_type end
        end as consumed_unit,
        case when not is_seat then quantity end as consumed_quantity,
        unit_price as list_unit_price,
        case when is_credit then 1 else unit_price end as pricing_currency_list_unit_price,
        case
            when is_credit and net_amount = 0 then 0
            when is_credit and net_amount = gross_amount then quantity
            when not is_credit then net_amount
        end as pricing_currency_effective_cost,
        'USD' as billing_currency,
        {{ json_object_text([
            ('organization', 'organization_name'), ('repository', 'repository_name'),
            ('cost_center', 'cost_center_name'),
        ]) }} as tags,
        {{ day_start("date_trunc('month', charge_date)") }} as billing_period_start,
        {{ next_month_start('charge_date') }} as billing_period_end,
        cast(charge_date as timestamp) as charge_period_start,
        {{ next_day_start('charge_date') }} as charge_period_end,
        net_amount as billed_cost,
        net_amount as effective_cost,
        gross_amount as list_cost
    from described
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'billing_account_type', 'sub_account_id',
        'sub_account_name', 'sub_account_type', 'invoice_id', 'invoice_issuer_name', 'provider_name',
        'publisher_name', 'service_provider_name', 'host_provider_name', 'charge_category',
        'charge_frequency', 'charge_description', 'service_category', 'service_subcategory', 'service_name',
        'resource_id', 'resource_type', 'sku_id', 'sku_price_id', 'sku_meter', 'pricing_category',
        'pricing_unit', 'pricing_currency', 'pricing_quantity', 'consumed_unit', 'consumed_quantity',
        'list_unit_price', 'pricing_currency_list_unit_price', 'pricing_currency_effective_cost',
        'billing_currency', 'principal_id', 'model_name', 'tags', 'billing_period_start',
        'billing_period_end', 'charge_period_start', 'charge_period_end', 'billed_cost', 'effective_cost',
        'list_cost',
    ]) }}
from mapped
