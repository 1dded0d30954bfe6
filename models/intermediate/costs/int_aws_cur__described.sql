-- One row per charge of a CUR in a slice to build, in FOCUS words.
with charges as (
    select * from {{ ref('int_aws_cur__charges') }}
),

measured as (
    select
        *,
        coalesce(commitment_effective_cost, case
            when charge_part = 'whole' and charge_kind not in ('savings_plan_usage', 'reservation_usage')
                then billed_cost
        end) as effective_cost,
        case
            when delivered_unit in ('Hrs', 'hrs', 'Hours', 'hours', 'Hour') then 'Hours'
            when delivered_unit = 'GB-Mo' then 'GB-Months'
            when tokens_per_unit is not null and token_words != '' and service_tier != 'reserved'
                then case tokens_per_unit when 1 then 'Tokens' else tokens_per_unit || ' Tokens' end
            else delivered_unit
        end as unit_name,
        is_savings_plan or (not is_reservation and savings_plan_id is not null) as is_of_savings_plan,
        charge_category in ('Usage', 'Purchase') as is_priced,
        charge_category = 'Usage' and charge_part != 'unused' as is_consumed,
        -- Reserved capacity is billed by tokens per minute and hour, which is no count of tokens.
        case
            when charge_category = 'Usage' and token_words != '' and service_tier != 'reserved'
                and split_parent_resource_id is null
                then cast(cast(usage_amount as decimal(28, 10)) * tokens_per_unit as decimal(28, 12))
        end as token_quantity
    from charges
),

described as (
    select
        slice_id, slice_version, delivery_scope, delivery_id, source_file, source_row, billing_account_id,
        billing_account_name, sub_account_id, sub_account_name, charge_category, region_id, region_name, availability_zone,
        commitment_discount_id, capacity_reservation_id, billing_currency, tags, principal_id, model_name, service_tier,
        billing_period_start, charge_period_start, charge_period_end, billed_cost, effective_cost, token_quantity,
        usage_type as sku_meter,
        service_name,
        {{ identity([
            'billing_account_id', 'sub_account_id', 'resource_id', 'line_item_type', 'charge_part', 'product_code',
            'product_sku', 'product_name', 'usage_type', 'operation', 'region_id', 'availability_zone', 'from_location',
            'to_location', 'instance_type', 'product_family', 'charge_period_start', 'charge_period_end', 'rate_code',
            'rate_id', 'pricing_term', 'purchase_option', 'delivered_unit', 'charge_description', 'tax_type',
            'savings_plan_id', 'reservation_id', 'split_parent_resource_id', 'billing_entity', 'legal_entity',
            'billing_currency', 'principal_id', 'tags',
        ]) }} as charge_identity,
        coalesce(invoice_id, 'provisional|' || billing_account_id || '|' || billing_period) as invoice_id,
        coalesce(invoicing_entity_name, 'Amazon Web Services') as invoice_issuer_name,
        coalesce(legal_entity_name, case when not is_marketplace then 'Amazon Web Services' end) as publisher_name,
        case when is_marketplace then coalesce(legal_entity_name, 'Amazon Web Services') else 'Amazon Web Services' end
            as service_provider_name,
        -- A refund is a correction where it is for usage before the billing period: that period is invoiced.
        case when charge_kind = 'refund' and charge_period_start < billing_period_start then 'Correction' end
            as charge_class,
        case
            when charge_category = 'Usage' then 'Usage-Based'
            when charge_kind in ('savings_plan_fee', 'reservation_fee') then 'Recurring'
            else 'One-Time'
        end as charge_frequency,
        case when charge_part = 'unused' then coalesce(charge_description || ', unused', 'Unused commitment')
            when charge_kind = 'negation' then coalesce(charge_description, 'Savings plan negation')
            else charge_description
        end as charge_description,
        case when is_bedrock then 'AI and Machine Learning' else coalesce(service_category, 'Other') end as service_category,
        case when is_bedrock then 'Generative AI' else coalesce(service_subcategory, 'Other (Other)') end
            as service_subcategory,
        case when charge_part = 'unused' or is_priced and charge_part = 'purchase' or charge_kind in (
            'savings_plan_upfront', 'reservation_upfront'
        ) then commitment_discount_id else resource_id end as resource_id,
        case when charge_category != 'Tax' then coalesce(product_sku, model_name || '/' || metered_token_class) end as sku_id,
        case when charge_category != 'Tax' then coalesce(
            rate_code, rate_id, model_name || '/' || metered_token_class || '/' || service_tier
        ) end as sku_price_id,
        case
            when charge_kind in ('savings_plan_usage', 'reservation_usage') or charge_part = 'unused' then 'Committed'
            when is_consumed and usage_type like '%SpotUsage%' then 'Dynamic'
            when is_priced then 'Standard'
        end as pricing_category,
        case when is_of_savings_plan then 'Spend' else 'Usage' end as commitment_category,
        case when is_of_savings_plan then 'Savings Plan' else 'Reserved Instance' end as commitment_type,
        case when charge_part = 'unused' then 'Unused' when charge_category = 'Usage' then 'Used' end as commitment_status,
        case when is_of_savings_plan then billing_currency else unit_name end as commitment_unit,
        commitment_discount_quantity,
        case when usage_type like '%Unused%' then 'Unused' else 'Used' end as capacity_status,
        coalesce(pricing_currency, billing_currency) as pricing_currency,
        case when is_consumed then metered_token_class end as token_class,
        coalesce(billing_period_end, {{ next_month_start('cast(billing_period_start as date)') }}) as billing_period_end,
        case
            when charge_part = 'unused' or charge_kind = 'negation' then 0
            when charge_category in ('Credit', 'Adjustment') then billed_cost
            when split_parent_resource_id is null then list_cost
        end as list_cost,
        case
            when charge_part = 'unused' or charge_kind = 'negation' then 0
            when charge_kind = 'reservation_usage' and invoiced_cost = 0 then list_cost
            when charge_kind = 'savings_plan_usage' then invoiced_cost
            when charge_kind = 'discount' then billed_cost
            else invoiced_cost
        end as contracted_cost,
        case when is_priced and charge_part != 'unused' then list_unit_price end as list_unit_price,
        case
            when charge_kind = 'reservation_usage' and invoiced_cost = 0 then list_unit_price
            when is_priced and charge_part != 'unused' then invoiced_rate
        end as contracted_unit_price,
        case when is_priced and charge_part != 'unused' and split_parent_resource_id is null then usage_amount end
            as pricing_quantity,
        case when is_consumed and split_parent_resource_id is null then coalesce(token_quantity, usage_amount) end
            as consumed_quantity,
        case when token_quantity is not null then 'Tokens' else unit_name end as delivered_consumed_unit,
        unit_name
    from measured
)

select * from described
