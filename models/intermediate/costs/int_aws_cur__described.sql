-- One row per charge of a CUR in a slice to build, in FOCUS words.
with charges as (
    select * from {{ ref('int_aws_cur__measured') }}
),

tag_sets as (
    select * from {{ ref('int_aws_cur__tag_sets') }}
),

tagged as (
    select
        charges.*,
        tag_sets.tags,
        tag_sets.tags_hash
    from charges
    left join tag_sets on charges.tag_set_id = tag_sets.tag_set_id
),

described as (
    select
        slice_id, slice_version, delivery_scope, delivery_id, source_file, source_row, billing_account_id,
        billing_account_name, sub_account_id, sub_account_name, charge_category, service_name, region_id,
        region_name, availability_zone, commitment_discount_id, capacity_reservation_id, billing_currency,
        tags, principal_id, model_name, service_tier, billing_period_start, charge_period_start,
        charge_period_end, billed_cost, effective_cost, list_cost, contracted_cost, list_unit_price,
        contracted_unit_price, pricing_currency_effective_cost, pricing_quantity, pricing_unit,
        consumed_quantity, consumed_unit, commitment_discount_quantity, commitment_discount_unit,
        token_quantity, measure, routing, context_window, model_unknown_reason, split_parent_resource_id,
        split_cost, split_unused_cost,
        usage_type as sku_meter,
        period_end as billing_period_end,
        currency_of_price as pricing_currency,
        md5({{ identity([
            'billing_account_id', 'sub_account_id', 'resource_id', 'line_item_type', 'charge_part',
            'product_code', 'product_sku', 'product_name', 'usage_type', 'operation', 'region_id',
            'availability_zone', 'from_location', 'to_location', 'instance_type', 'product_family',
            'charge_period_start', 'charge_period_end', 'rate_code', 'rate_id', 'pricing_term',
            'purchase_option', 'delivered_unit', 'charge_description', 'tax_type', 'savings_plan_id',
            'reservation_id', 'split_parent_resource_id', 'billing_entity', 'legal_entity',
            'billing_currency', 'principal_id', 'tags_hash',
        ]) }}) as charge_identity,
        coalesce(invoice_id, 'provisional|' || billing_account_id || '|' || billing_period) as invoice_id,
        coalesce(invoicing_entity_name, 'Amazon Web Services') as invoice_issuer_name,
        case
            when is_marketplace then coalesce(legal_entity_name, model_publisher)
            else coalesce(model_publisher, legal_entity_name, 'Amazon Web Services')
        end as publisher_name,
        case
            when is_marketplace then coalesce(legal_entity_name, 'Amazon Web Services')
            else 'Amazon Web Services'
        end as service_provider_name,
        -- A refund is a correction where it is for usage before the billing period: that period is invoiced.
        case when charge_kind = 'refund' and charge_period_start < billing_period_start then 'Correction' end
            as charge_class,
        case
            when charge_category = 'Usage' then 'Usage-Based'
            when charge_kind in ('savings_plan_fee', 'reservation_fee') then 'Recurring'
            else 'One-Time'
        end as charge_frequency,
        case
            when charge_part = 'unused' then coalesce(charge_description || ', unused', 'Unused commitment')
            when charge_kind = 'negation' then coalesce(charge_description, 'Savings plan negation')
            else charge_description
        end as charge_description,
        coalesce(service_category, 'Other') as service_category,
        coalesce(service_subcategory, 'Other (Other)') as service_subcategory,
        case
            when
                charge_part in ('unused', 'purchase')
                or charge_kind in ('savings_plan_upfront', 'reservation_upfront')
                then commitment_discount_id
            else resource_id
        end as resource_id,
        case
            when charge_category != 'Tax' then coalesce(product_sku, model_name || '/' || metered_token_class)
        end as sku_id,
        case
            when charge_category != 'Tax'
                then coalesce(
                    rate_code, rate_id, model_name || '/' || metered_token_class || '/' || service_tier
                )
        end as sku_price_id,
        case
            when charge_kind in ('savings_plan_usage', 'reservation_usage') or charge_part = 'unused'
                then 'Committed'
            when is_consumed and usage_type like '%SpotUsage%' then 'Dynamic'
            when is_priced then 'Standard'
        end as pricing_category,
        case
            when commitment_discount_id is not null
                then case when is_of_savings_plan then 'Spend' else 'Usage' end
        end as commitment_discount_category,
        case
            when commitment_discount_id is not null
                then case when is_of_savings_plan then 'Savings Plan' else 'Reserved Instance' end
        end as commitment_discount_type,
        case
            when commitment_discount_id is null then null
            when charge_part = 'unused' then 'Unused'
            when charge_category = 'Usage' then 'Used'
        end as commitment_discount_status,
        case
            when capacity_reservation_id is not null and charge_category = 'Usage'
                then case when usage_type like '%Unused%' then 'Unused' else 'Used' end
        end as capacity_reservation_status,
        case when is_consumed then metered_token_class end as token_class
    from tagged
)

select * from described
