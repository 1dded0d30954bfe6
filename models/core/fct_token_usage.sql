-- One row per native bucket, account or project, principal or key, model, tier, token class and unit counted.
-- depends_on: {{ ref('int_token_usage__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_token_usage__wanted'}
) }}
{%- set dimensions = usage_contract() | map('first') | reject('equalto', 'quantity') | list %}
{%- set kept = dimensions | reject('equalto', 'delivery_id') | list %}

with usage_rows as (
    select * from {{ ref('int_token_usage__unioned') }}
),

-- A provider may give several results of one identity, where it splits by something that is not kept, and
-- exports that append may give them in several deliveries.
added_up as (
    select
        {{ kept | join(', ') }},
        max(delivery_id) as delivery_id,
        cast(sum(quantity) as bigint) as quantity
    from usage_rows
    group by {{ kept | join(', ') }}
),

token_usage as (
    select
        md5(
            {{ identity(dimensions | reject('in', ['slice_version', 'delivery_id', 'usage_role']) | list) }}
        ) as token_usage_id,
        {{ period_of('bucket_start') }} as billing_period,
        cast(bucket_start as date) as usage_date,
        {{ dimensions | join(', ') }},
        quantity
    from added_up
)

select * from token_usage
