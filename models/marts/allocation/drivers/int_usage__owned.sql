-- One row per row of usage, counting or explaining, with its owner that day: key, else principal, else
-- project.
with usage_rows as (
    select * from {{ ref('fct_token_usage') }}
),

owners as (
    select * from {{ ref('dim_owner') }}
)

select
    usage_rows.*,
    {% for name in ['product', 'environment', 'customer'] %}
        {{ owner_says(name) }} as {{ name }},
    {% endfor %}
    {{ owner_says('team') }} as team
from usage_rows
{{ join_owners('usage_rows', 'usage_date') }}
