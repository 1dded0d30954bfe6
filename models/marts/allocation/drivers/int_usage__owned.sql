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
        case
            when key_owners.team is not null then key_owners.{{ name }}
            when principal_owners.team is not null then principal_owners.{{ name }}
            else project_owners.{{ name }}
        end as {{ name }},
    {% endfor %}
    coalesce(key_owners.team, principal_owners.team, project_owners.team) as team
from usage_rows
{% for kind, column in [
    ('key', 'api_key_id'), ('principal', 'principal_id'), ('project', 'sub_account_id'),
] -%}
    left join owners as {{ kind }}_owners
        on
            {{ kind }}_owners.owner_kind = '{{ kind }}'
            and usage_rows.{{ column }} = {{ kind }}_owners.owner_value
            and usage_rows.usage_date >= {{ kind }}_owners.valid_from
            and usage_rows.usage_date < {{ kind }}_owners.valid_to
{% endfor %}
