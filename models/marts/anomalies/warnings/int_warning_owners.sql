-- One row per gateway, key and day with attempts: the team and product of most of its attempts.
with counted as (
    select
        source_name,
        delivery_scope,
        api_key_id,
        usage_date,
        team,
        product,
        count(*) as count_attempts
    from {{ ref('int_warning_attempts') }}
    group by source_name, delivery_scope, api_key_id, usage_date, team, product
),

placed as (
    select
        *,
        row_number() over (
            partition by source_name, delivery_scope, api_key_id, usage_date
            order by count_attempts desc, team asc nulls last, product asc nulls last
        ) as place
    from counted
)

select
    placed.source_name,
    placed.delivery_scope,
    placed.api_key_id,
    placed.usage_date,
    placed.team,
    placed.product,
    coalesce(placed.team, products.owner_name) as owner_name,
    case
        when owners.team is not null then 'key'
        when placed.team is not null then 'principal_or_gateway'
        when products.owner_name is not null then 'product'
        else 'none'
    end as owner_evidence
from placed
left join {{ ref('dim_owner') }} as owners
    on
        owners.owner_kind = 'key'
        and placed.api_key_id = owners.owner_value
        and placed.usage_date >= owners.valid_from
        and placed.usage_date < owners.valid_to
left join {{ ref('dim_product') }} as products
    on
        placed.product = products.product_id
        and placed.usage_date >= products.valid_from
        and placed.usage_date < products.valid_to
where placed.place = 1
