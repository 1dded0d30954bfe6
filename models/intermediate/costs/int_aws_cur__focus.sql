-- One row per charge of an AWS Cost and Usage Report in a slice to build, in the FOCUS contract.
{%- set own = [
    'source_name', 'billing_account_type', 'sub_account_type', 'provider_name', 'host_provider_name',
] -%}
{%- set of_both = [
    'slice_id', 'slice_version', 'delivery_scope', 'delivery_id', 'source_file', 'charge_identity',
    'billing_account_id', 'billing_account_name', 'sub_account_id', 'sub_account_name', 'invoice_id',
    'invoice_issuer_name', 'publisher_name', 'service_provider_name', 'charge_category', 'charge_frequency',
    'charge_description', 'service_category', 'service_subcategory', 'service_name', 'pricing_currency',
    'billing_currency', 'billing_period_start', 'billing_period_end', 'charge_period_start',
    'charge_period_end', 'billed_cost', 'effective_cost', 'contracted_cost', 'list_cost',
    'pricing_currency_effective_cost',
] -%}
{%- set of_line_items = [
    'source_row', 'charge_class', 'region_id', 'region_name', 'availability_zone', 'resource_id', 'sku_id',
    'sku_price_id', 'sku_meter', 'sku_price_details', 'pricing_category', 'pricing_unit', 'consumed_unit',
    'commitment_discount_id', 'commitment_discount_category', 'commitment_discount_type',
    'commitment_discount_status', 'commitment_discount_unit', 'capacity_reservation_id',
    'capacity_reservation_status', 'tags', 'split_tags', 'principal_id', 'model_name', 'token_class', 'service_tier',
    'list_unit_price', 'contracted_unit_price', 'pricing_quantity', 'consumed_quantity',
    'commitment_discount_quantity', 'token_quantity',
] %}
with described as (
    select * from {{ ref('int_aws_cur__described') }}
),

negation_residuals as (
    select * from {{ ref('int_aws_cur__negation_residuals') }}
),

token_classes as (
    select * from {{ ref('token_classes') }}
),

line_item_charges as (
    select
        described.*,
        case when described.split_parent_resource_id is not null then described.tags end as split_tags,
        case
            when
                described.sku_price_id is not null
                and coalesce(described.measure, described.split_parent_resource_id) is not null
                then {{ json_object_text([
                    ('x_ModelId', 'described.model_name'),
                    ('x_ModelReason', 'described.model_unknown_reason'),
                    ('x_Measure', 'described.measure'), ('x_TokenDirection', 'token_classes.direction'),
                    ('x_TokenCacheAction', 'token_classes.cache_action'),
                    ('x_TokenCacheTtl', 'token_classes.cache_ttl'),
                    ('x_ServiceTier', 'described.service_tier'),
                    ('x_Routing', 'described.routing'), ('x_ContextWindow', 'described.context_window'),
                    ('x_SplitParentResourceId', 'described.split_parent_resource_id'),
                    ('x_SplitCost', 'cast(described.split_cost as varchar)'),
                    ('x_SplitUnusedCost', 'cast(described.split_unused_cost as varchar)'),
                ]) }}
        end as sku_price_details
    from described
    left join token_classes on described.token_class = token_classes.token_class
),

line_item_charges_named as (
    select
        *,
        'aws_cur' as source_name,
        'Payer account' as billing_account_type,
        'Member account' as sub_account_type,
        'Amazon Web Services' as provider_name,
        'Amazon Web Services' as host_provider_name
    from line_item_charges
),

negation_residuals_named as (
    select
        *,
        'aws_cur' as source_name,
        'Payer account' as billing_account_type,
        'Member account' as sub_account_type,
        'Amazon Web Services' as provider_name,
        'Amazon Web Services' as host_provider_name
    from negation_residuals
)

select {{ focus_row(own + of_both + of_line_items) }}
from line_item_charges_named
union all
select {{ focus_row(own + of_both) }}
from negation_residuals_named
