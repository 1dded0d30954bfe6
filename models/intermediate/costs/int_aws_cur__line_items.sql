-- One row per CUR line item in a slice to build, with its kind of charge, its commitment and its service.
with line_items as (
    select * from {{ ref('stg_aws__cur_line_items') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'aws_cur'
),

services as (
    select * from {{ ref('aws_services') }}
),

in_slices as (
    select
        line_items.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.billing_period,
        services.service_category as known_service_category,
        services.service_subcategory as known_service_subcategory,
        services.service_name as known_service_name,
        coalesce(line_items.net_unblended_cost, line_items.unblended_cost) as invoiced_cost,
        coalesce(line_items.net_unblended_rate, line_items.unblended_rate) as invoiced_rate,
        coalesce(line_items.billing_entity = 'AWS Marketplace', false) as is_marketplace,
        coalesce(services.service_name = 'Amazon Bedrock' or line_items.product_name like '%Bedrock%', false)
            as is_bedrock,
        {{ legal_entity('line_items.legal_entity') }} as legal_entity_name,
        {{ legal_entity('line_items.invoicing_entity') }} as invoicing_entity_name,
        -- Split cost allocation shares the cost of a machine, which has its own line item, among its pods.
        case
            when line_items.split_parent_resource_id is not null then 'split'
            when line_items.line_item_type = 'DiscountedUsage' then 'reservation_usage'
            when line_items.line_item_type = 'SavingsPlanCoveredUsage' then 'savings_plan_usage'
            when line_items.line_item_type = 'SavingsPlanNegation' then 'negation'
            when line_items.line_item_type = 'RIFee' then 'reservation_fee'
            when line_items.line_item_type = 'SavingsPlanRecurringFee' then 'savings_plan_fee'
            when line_items.line_item_type = 'SavingsPlanUpfrontFee' then 'savings_plan_upfront'
            when line_items.line_item_type = 'Fee' and line_items.reservation_id is not null
                then 'reservation_upfront'
            when line_items.line_item_type = 'Fee' then 'fee'
            when line_items.line_item_type = 'Tax' then 'tax'
            when line_items.line_item_type = 'Credit' then 'credit'
            when line_items.line_item_type = 'Refund' then 'refund'
            when line_items.line_item_type like '%Discount' then 'discount'
            else 'usage'
        end as charge_kind,
        case
            when line_items.reservation_id like '%:capacity-reservation/%' then line_items.reservation_id
            when line_items.resource_id like '%:capacity-reservation/%' then line_items.resource_id
        end as capacity_reservation_id
    from line_items
    inner join slices on line_items.delivery_id = slices.delivery_id
    left join services on line_items.product_code = services.product_code
),

of_commitments as (
    select
        *,
        charge_kind in ('savings_plan_usage', 'savings_plan_fee', 'savings_plan_upfront', 'negation')
            as is_savings_plan,
        charge_kind in ('reservation_usage', 'reservation_fee', 'reservation_upfront') as is_reservation
    from in_slices
),

-- A commitment without an ARN gets an id of ours, so that what was bought, used and left stays together.
classified as (
    select
        *,
        case when is_bedrock then 'AI and Machine Learning' else known_service_category end
            as service_category,
        case when is_bedrock then 'Generative AI' else known_service_subcategory end as service_subcategory,
        -- A marketplace edition of a Bedrock model is Bedrock; which model it is stands in model_name.
        case
            when is_bedrock and is_marketplace then 'Amazon Bedrock'
            else coalesce(known_service_name, product_name, product_code)
        end as service_name,
        case
            when is_savings_plan
                then coalesce(savings_plan_id, 'unstated|' || billing_account_id || '|Savings Plan')
            when is_reservation
                then coalesce(reservation_id, 'unstated|' || billing_account_id || '|Reserved Instance')
            when capacity_reservation_id is null then coalesce(savings_plan_id, reservation_id)
        end as commitment_discount_id
    from of_commitments
)

select * from classified
