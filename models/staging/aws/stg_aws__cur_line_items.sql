-- One row per line item of an AWS Cost and Usage Report as landed, legacy or 2.0.
with line_items as (
    select
        *,
        {{ json_texts(json_or_null('product'), ['product_name', 'region']) }} as product_texts
    from {{ source('raw_aws_cur', 'line_items') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('bill_billing_entity') }} as billing_entity,
        {{ text_value('bill_invoicing_entity') }} as invoicing_entity,
        {{ text_value('line_item_legal_entity') }} as legal_entity,
        {{ text_value('bill_payer_account_id') }} as billing_account_id,
        {{ text_value('bill_payer_account_name') }} as billing_account_name,
        {{ text_value('line_item_usage_account_id') }} as sub_account_id,
        {{ text_value('line_item_usage_account_name') }} as sub_account_name,
        {{ text_value('bill_invoice_id') }} as invoice_id,
        {{ text_value('line_item_line_item_type') }} as line_item_type,
        {{ text_value('line_item_line_item_description') }} as charge_description,
        {{ text_value('line_item_product_code') }} as product_code,
        {{ text_value('line_item_usage_type') }} as usage_type,
        {{ text_value('line_item_operation') }} as operation,
        {{ text_value('line_item_resource_id') }} as resource_id,
        {{ text_value('line_item_availability_zone') }} as availability_zone,
        {{ text_value('line_item_tax_type') }} as tax_type,
        {{ currency_value('line_item_currency_code') }} as billing_currency,
        coalesce({{ text_value('line_item_iam_principal') }}, {{ text_value('line_item_user_identifier') }})
            as principal_id,
        {{ text_value('pricing_currency') }} as pricing_currency,
        {{ text_value('pricing_unit') }} as delivered_unit,
        {{ text_value('pricing_term') }} as pricing_term,
        {{ text_value('pricing_purchase_option') }} as purchase_option,
        {{ text_value('pricing_rate_code') }} as rate_code,
        {{ text_value('pricing_rate_id') }} as rate_id,
        {{ text_value('product_sku') }} as product_sku,
        {{ text_value('product_product_family') }} as product_family,
        {{ text_value('product_instance_type') }} as instance_type,
        {{ text_value('product_location') }} as region_name,
        {{ text_value('product_from_location') }} as from_location,
        {{ text_value('product_to_location') }} as to_location,
        {{ text_value(list_item('product_texts', 1)) }} as product_name,
        coalesce(
            {{ text_value('product_region_code') }}, {{ text_value(list_item('product_texts', 2)) }}
        ) as region_id,
        {{ text_value('savings_plan_savings_plan_a_r_n') }} as savings_plan_id,
        {{ text_value('savings_plan_payment_option') }} as savings_plan_payment_option,
        {{ text_value('reservation_reservation_a_r_n') }} as reservation_id,
        {{ text_value('split_line_item_parent_resource_id') }} as split_parent_resource_id,
        {{ text_value('resource_tags') }} as resource_tags,
        {{ text_value('tags') }} as attribute_tags,
        {{ text_value('cost_category') }} as cost_categories,
        md5({{ identity(['resource_tags', 'tags', 'cost_category']) }}) as tag_set_id,
        {{ utc_timestamp('bill_billing_period_start_date') }} as billing_period_start,
        {{ utc_timestamp('bill_billing_period_end_date') }} as billing_period_end,
        {{ utc_timestamp('line_item_usage_start_date') }} as charge_period_start,
        {{ utc_timestamp('line_item_usage_end_date') }} as charge_period_end,
        {{ to_money('line_item_unblended_cost') }} as unblended_cost,
        {{ to_money('line_item_net_unblended_cost') }} as net_unblended_cost,
        {{ to_money('line_item_unblended_rate') }} as unblended_rate,
        {{ to_money('line_item_net_unblended_rate') }} as net_unblended_rate,
        {{ to_money('line_item_usage_amount') }} as usage_amount,
        {{ to_money('pricing_public_on_demand_cost') }} as delivered_list_cost,
        {{ to_money('pricing_public_on_demand_rate') }} as delivered_list_unit_price,
        coalesce(
            {{ to_money('savings_plan_net_savings_plan_effective_cost') }},
            {{ to_money('savings_plan_savings_plan_effective_cost') }}
        ) as savings_plan_effective_cost,
        {{ to_money('savings_plan_total_commitment_to_date') }} as savings_plan_commitment,
        {{ to_money('savings_plan_used_commitment') }} as savings_plan_used_commitment,
        {{ to_money('savings_plan_savings_plan_effective_cost') }} as savings_plan_commitment_used_here,
        coalesce(
            {{ to_money('reservation_net_effective_cost') }}, {{ to_money('reservation_effective_cost') }}
        ) as reservation_effective_cost,
        coalesce(
            {{ to_money('reservation_net_unused_amortized_upfront_fee_for_billing_period') }},
            {{ to_money('reservation_unused_amortized_upfront_fee_for_billing_period') }}
        ) as reservation_unused_upfront_fee,
        coalesce(
            {{ to_money('reservation_net_unused_recurring_fee') }},
            {{ to_money('reservation_unused_recurring_fee') }}
        ) as reservation_unused_recurring_fee,
        {{ to_money('reservation_unused_quantity') }} as reservation_unused_quantity,
        coalesce(
            {{ to_money('split_line_item_net_split_cost') }}, {{ to_money('split_line_item_split_cost') }}
        ) as split_cost,
        coalesce(
            {{ to_money('split_line_item_net_unused_cost') }}, {{ to_money('split_line_item_unused_cost') }}
        ) as split_unused_cost
    from line_items
)

select * from renamed
