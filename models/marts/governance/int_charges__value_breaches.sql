-- One row per charge of a provider's bill; per rule on its values: is it broken (NULL: does not apply).
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

-- Corrections are free of most rules on prices, quantities and SKUs.
classed as (
    select
        *,
        {{ differs('charge_class', "'Correction'") }} as is_ordinary,
        coalesce(charge_category, '') in ('Usage', 'Purchase') as is_priced
    from costs
),

breaches as (
    select
        *,
        {{ breach('billed_cost is null') }} as billed_cost_missing,
        {{ breach('effective_cost is null') }} as effective_cost_missing,
        {{ breach('contracted_cost is null') }} as contracted_cost_missing,
        {{ breach('list_cost is null') }} as list_cost_missing,
        {{ breach('billing_account_id is null') }} as billing_account_missing,
        {{ breach('billing_currency is null') }} as billing_currency_missing,
        {{ breach('billing_period_start is null or billing_period_end is null') }} as billing_period_missing,
        {{ breach('charge_period_start is null or charge_period_end is null') }} as charge_period_missing,
        {{ breach('service_name is null') }} as service_name_missing,
        {{ breach('invoice_issuer_name is null') }} as invoice_issuer_missing,
        {{ breach('provider_name is null') }} as provider_missing,
        {{ breach('publisher_name is null') }} as publisher_missing,
        {{ breach("charge_category not in ('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment')") }}
            as charge_category_unknown,
        {{ breach("charge_class != 'Correction'", 'charge_class is not null') }} as charge_class_unknown,
        {{ breach(
            "charge_frequency not in ('One-Time', 'Recurring', 'Usage-Based')", 'charge_frequency is not null'
        ) }} as charge_frequency_unknown,
        {{ breach(
            "pricing_category not in ('Standard', 'Dynamic', 'Committed', 'Other')",
            'pricing_category is not null'
        ) }} as pricing_category_unknown,
        {{ breach(
            "commitment_discount_status not in ('Used', 'Unused')", 'commitment_discount_status is not null'
        ) }} as commitment_status_unknown,
        {{ breach(
            "commitment_discount_category not in ('Spend', 'Usage')",
            'commitment_discount_category is not null'
        ) }} as commitment_category_unknown,
        {{ breach(
            "capacity_reservation_status not in ('Used', 'Unused')", 'capacity_reservation_status is not null'
        ) }} as reservation_status_unknown,
        {{ breach(
            "service_category not in ('AI and Machine Learning', 'Analytics', 'Business Applications', 'Compute', 'Databases', "
            "'Developer Tools', 'Multicloud', 'Identity', 'Integration', 'Internet of Things', 'Management and Governance', "
            "'Media', 'Migration', 'Mobile', 'Networking', 'Security', 'Storage', 'Web', 'Other')"
        ) }} as service_category_unknown,
        {{ breach(
            'sku_id is not null or sku_price_id is not null or sku_meter is not null or sku_price_details is not null '
            'or list_unit_price is not null or contracted_unit_price is not null or pricing_quantity is not null '
            'or pricing_unit is not null or pricing_category is not null', "charge_category = 'Tax'"
        ) }} as tax_with_price,
        {{ breach('sku_id is null', 'is_priced and is_ordinary') }} as sku_missing,
        {{ breach('sku_price_id is null', 'is_priced and is_ordinary') }} as sku_price_missing,
        {{ breach('sku_price_id is null', 'sku_price_details is not null') }} as sku_details_without_price,
        {{ breach('list_unit_price is null', 'is_priced and is_ordinary') }} as list_unit_price_missing,
        {{ breach('contracted_unit_price is null', 'is_priced and is_ordinary') }}
            as contracted_unit_price_missing,
        {{ breach('pricing_category is null', 'is_priced and is_ordinary') }} as pricing_category_missing,
        {{ breach('pricing_quantity is null', 'is_priced and is_ordinary') }} as pricing_quantity_missing,
        {{ breach('(pricing_quantity is null) != (pricing_unit is null)') }} as pricing_unit_mismatch,
        {{ breach(
            'consumed_quantity is null',
            "charge_category = 'Usage' and is_ordinary and coalesce(commitment_discount_status, '') != 'Unused'"
        ) }} as consumed_quantity_missing,
        {{ breach(
            'consumed_quantity is not null',
            "coalesce(charge_category, '') != 'Usage' or commitment_discount_status = 'Unused'"
        ) }} as consumed_quantity_unexpected,
        {{ breach('(consumed_quantity is null) != (consumed_unit is null)') }} as consumed_unit_mismatch
    from classed
)

select * from breaches
