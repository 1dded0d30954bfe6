-- One row per charge of an Azure cost export in a slice to build, with its account, commitment and service.
with charges as (
    select * from {{ ref('int_azure_cost__costed') }}
),

services as (
    select * from {{ ref('azure_services') }}
),

-- What was bought has the reservation order as its benefit, what was used one reservation of it: both get the
-- order, so that what was bought, used and left stays together.
named as (
    select
        charges.*,
        services.service_category as known_service_category,
        services.service_subcategory as known_service_subcategory,
        services.service_name as known_service_name,
        case
            when charges.commitment_kind is null then null
            when charges.benefit_id is not null
                then regexp_replace(charges.benefit_id, '/(reservations|savingsplans)(/.*)?$', '')
            when charges.commitment_kind = 'reservation'
                then
                    '/providers/microsoft.capacity/reservationorders/'
                    || coalesce(charges.product_order_id, charges.reservation_id, 'unstated')
            else
                '/providers/microsoft.billingbenefits/savingsplanorders/'
                || coalesce(charges.product_order_id, 'unstated')
        end as commitment_discount_id,
        '/providers/Microsoft.Billing/billingAccounts/' || charges.billing_account_id
        || case
            when charges.billing_profile_id != charges.billing_account_id
                then '/billingProfiles/' || charges.billing_profile_id
            else ''
        end as account_path,
        coalesce(charges.publisher_type = 'Marketplace', false) as is_marketplace,
        coalesce(charges.product_id, charges.meter_id, charges.part_number, charges.product) as sku
    from charges
    left join services on lower(charges.meter_category) = services.meter_category
),

worded as (
    select
        *,
        {{ azure_service_category('service_family') }} as category_of_family,
        lower(concat_ws(' ', product, meter_category, meter_subcategory)) like '%openai%' as is_openai,
        {{ json_object_text([
            ('azure:resource_group', 'resource_group'), ('azure:cost_center', 'cost_center'),
            ('azure:invoice_section', 'invoice_section_name'),
        ]) }} as azure_tags,
        case when is_unused or is_commitment_purchase then commitment_discount_id else resource_id end
            as charged_resource_id
    from named
)

select * from worded
