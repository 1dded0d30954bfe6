-- One row per charge of an AWS Cost and Usage Report in a slice to build, in the FOCUS contract.
with described as (
    select * from {{ ref('int_aws_cur__described') }}
),

residuals as (
    select * from {{ ref('int_aws_cur__negation_residuals') }}
),

token_classes as (
    select * from {{ ref('token_classes') }}
),

mapped as (
    select
        described.*,
        'aws_cur' as source_name,
        'Payer account' as billing_account_type,
        'Member account' as sub_account_type,
        'Amazon Web Services' as provider_name,
        'Amazon Web Services' as host_provider_name,
        case when commitment_discount_id is not null then commitment_category end as commitment_discount_category,
        case when commitment_discount_id is not null then commitment_type end as commitment_discount_type,
        case when commitment_discount_id is not null then commitment_status end as commitment_discount_status,
        case when commitment_discount_quantity is not null then commitment_unit end as commitment_discount_unit,
        case when capacity_reservation_id is not null and charge_category = 'Usage' then capacity_status end
            as capacity_reservation_status,
        case when pricing_quantity is not null then unit_name end as pricing_unit,
        case when consumed_quantity is not null then delivered_consumed_unit end as consumed_unit,
        case when pricing_currency = billing_currency then effective_cost end as pricing_currency_effective_cost,
        case
            when sku_price_id is not null and coalesce(model_name, described.token_class) is not null
                then {{ json_object_text([
                    ('x_ModelId', 'model_name'), ('x_TokenDirection', 'token_classes.direction'),
                    ('x_TokenCacheAction', 'token_classes.cache_action'), ('x_ServiceTier', 'service_tier'),
                ]) }}
        end as sku_price_details
    from described
    left join token_classes on described.token_class = token_classes.token_class
),

-- What negations leave over or take too much is billed; nothing says which usage it belongs to.
residual_charges as (
    select
        *,
        'aws_cur' as source_name,
        {{ identity(["'negation_residual'", 'billing_account_id', 'sub_account_id', 'invoicing_entity_name', 'billing_currency']) }}
            as charge_identity,
        'Payer account' as billing_account_type,
        'Member account' as sub_account_type,
        coalesce(invoice_id, 'provisional|' || billing_account_id || '|' || billing_period) as charge_invoice_id,
        coalesce(invoicing_entity_name, 'Amazon Web Services') as invoice_issuer_name
    from residuals
),

residual_rows as (
    select
        slice_id, slice_version, source_name, delivery_scope, delivery_id, source_file, charge_identity,
        billing_account_id, billing_account_name, billing_account_type, sub_account_id, sub_account_name,
        sub_account_type, invoice_issuer_name, billing_currency, billing_period_start,
        charge_invoice_id as invoice_id,
        'Amazon Web Services' as provider_name,
        'Amazon Web Services' as publisher_name,
        'Amazon Web Services' as service_provider_name,
        'Amazon Web Services' as host_provider_name,
        'Adjustment' as charge_category,
        'One-Time' as charge_frequency,
        'Savings plan negation residual' as charge_description,
        'Compute' as service_category,
        'Other (Compute)' as service_subcategory,
        'AWS Compute Savings Plans' as service_name,
        billing_currency as pricing_currency,
        coalesce(billing_period_end, {{ next_month_start('cast(billing_period_start as date)') }}) as billing_period_end,
        billing_period_start as charge_period_start,
        coalesce(billing_period_end, {{ next_month_start('cast(billing_period_start as date)') }}) as charge_period_end,
        residual_cost as billed_cost,
        residual_cost as effective_cost,
        residual_cost as contracted_cost,
        residual_cost as list_cost,
        residual_cost as pricing_currency_effective_cost
    from residual_charges
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file', 'source_row',
        'charge_identity', 'billing_account_id', 'billing_account_name', 'billing_account_type', 'sub_account_id',
        'sub_account_name', 'sub_account_type', 'invoice_id', 'invoice_issuer_name', 'provider_name', 'publisher_name',
        'service_provider_name', 'host_provider_name', 'charge_category', 'charge_class', 'charge_frequency',
        'charge_description', 'service_category', 'service_subcategory', 'service_name', 'region_id', 'region_name',
        'availability_zone', 'resource_id', 'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details',
        'pricing_category', 'pricing_unit', 'pricing_currency', 'consumed_unit', 'commitment_discount_id',
        'commitment_discount_category', 'commitment_discount_type', 'commitment_discount_status',
        'commitment_discount_unit', 'capacity_reservation_id', 'capacity_reservation_status', 'billing_currency',
        'tags', 'principal_id', 'model_name', 'token_class', 'service_tier', 'billing_period_start',
        'billing_period_end', 'charge_period_start', 'charge_period_end', 'billed_cost', 'effective_cost',
        'contracted_cost', 'list_cost', 'list_unit_price', 'contracted_unit_price', 'pricing_currency_effective_cost',
        'pricing_quantity', 'consumed_quantity', 'commitment_discount_quantity', 'token_quantity',
    ]) }}
from mapped
union all
select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file', 'charge_identity',
        'billing_account_id', 'billing_account_name', 'billing_account_type', 'sub_account_id', 'sub_account_name',
        'sub_account_type', 'invoice_id', 'invoice_issuer_name', 'provider_name', 'publisher_name',
        'service_provider_name', 'host_provider_name', 'charge_category', 'charge_frequency', 'charge_description',
        'service_category', 'service_subcategory', 'service_name', 'pricing_currency', 'billing_currency',
        'billing_period_start', 'billing_period_end', 'charge_period_start', 'charge_period_end', 'billed_cost',
        'effective_cost', 'contracted_cost', 'list_cost', 'pricing_currency_effective_cost',
    ]) }}
from residual_rows
