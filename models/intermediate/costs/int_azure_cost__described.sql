-- One row per charge of an Azure cost export in a slice to build, with what FOCUS says of it in words.
with charges as (
    select * from {{ ref('int_azure_cost__named') }}
),

described as (
    select
        *,
        case when charge_kind = 'refund' then 'Correction' end as charge_class,
        case
            when charge_category = 'Usage' or frequency = 'usagebased' then 'Usage-Based'
            when frequency = 'recurring' then 'Recurring'
            else 'One-Time'
        end as charge_frequency,
        coalesce(product, product_order_name, meter_name) as charge_description,
        case
            when is_generative_ai then 'AI and Machine Learning'
            else coalesce(known_service_category, category_of_family)
        end as service_category,
        case
            when is_generative_ai then 'Generative AI'
            else coalesce(known_service_subcategory, 'Other (' || category_of_family || ')')
        end as service_subcategory,
        case
            when is_openai then 'Azure OpenAI'
            when is_generative_ai then 'Azure AI Foundry Models'
            else coalesce(known_service_name, meter_category, product_order_name, product)
        end as service_name,
        lower(replace(resource_location, ' ', '')) as region_id,
        coalesce(location_name, meter_region, resource_location) as region_name,
        nullif(
            regexp_extract(charged_resource_id, '/providers/([^/]+/[^/]+)/[^/]+$', 1), ''
        ) as resource_type,
        charge_category != 'Tax' as has_sku,
        case
            when is_covered or is_unused then 'Committed'
            when pricing_model = 'spot' then 'Dynamic'
            when is_priced then 'Standard'
        end as pricing_category,
        case when pricing_quantity is not null then block_name end as pricing_unit,
        case when consumed_quantity is not null then unit_name end as consumed_unit,
        case when commitment_kind is not null then coalesce(benefit_name, reservation_name) end
            as commitment_discount_name,
        case commitment_kind when 'reservation' then 'Usage' when 'savingsplan' then 'Spend' end
            as commitment_discount_category,
        case commitment_kind when 'reservation' then 'Reservation' when 'savingsplan' then 'Savings Plan' end
            as commitment_discount_type,
        case when is_unused then 'Unused' when is_covered then 'Used' end as commitment_discount_status,
        case commitment_kind when 'reservation' then quantity when 'savingsplan' then cost end
            as commitment_discount_quantity,
        case
            when commitment_kind = 'reservation' and quantity is not null then block_name
            when commitment_kind = 'savingsplan' then billing_currency
        end as commitment_discount_unit
    from charges
)

select * from described
