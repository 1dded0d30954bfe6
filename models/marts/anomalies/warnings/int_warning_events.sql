-- One row per early warning: its hours joined, quiet ones between them counted.
{%- set rules = warning_rules() %}
{%- set scope = ['warning_kind', 'source_name', 'delivery_scope', 'currency', 'scope_value'] %}
{%- set of_dearest = [
    'provider_name', 'model_name', 'api_key_id', 'session_id', 'team', 'product', 'owner_name', 'owner_evidence',
] %}
with hours as (
    select
        *,
        lag(usage_hour) over (
            partition by {{ scope | join(', ') }} order by usage_hour, api_key_id, model_name
        ) as hour_before
    from {{ ref('int_warning_hours__fired') }}
),

-- What is new is one warning for as long as it is new.
numbered as (
    select
        *,
        sum(
            case
                when hour_before is null then 1
                when began_at is not null then 0
                when {{ hours_between('hour_before', 'usage_hour') }} > {{ rules.gap_hours }} then 1
                else 0
            end
        ) over (
            partition by {{ scope | join(', ') }} order by usage_hour, api_key_id, model_name
            rows between unbounded preceding and current row
        ) as event_number
    from hours
),

placed as (
    select
        *,
        row_number() over (
            partition by {{ scope | join(', ') }}, event_number
            order by
                observed_cost desc nulls last,
                count_attempts desc,
                usage_hour asc,
                api_key_id asc,
                model_name asc
        ) as place
    from numbered
)

select
    {{ scope | join(', ') }},
    {% for column in of_dearest -%}
        max(case when place = 1 then {{ column }} end) as {{ column }},
    {% endfor -%}
    min(coalesce(began_at, usage_hour)) as first_hour,
    max(usage_hour) as last_hour,
    min(case when is_fired then usage_hour end) as fired_hour,
    cast(count(distinct usage_hour) as bigint) as count_hours,
    {% for cost in ['observed_cost', 'highest_observed_cost', 'expected_cost'] -%}
        cast(sum({{ cost }}) as decimal(38, 12)) as {{ cost }},
    {% endfor -%}
    cast(sum(count_attempts) as bigint) as count_attempts,
    cast(sum(count_shown) as bigint) as count_shown,
    cast(sum(count_of) as bigint) as count_of,
    max(case when place = 1 then usual end) as usual,
    max(reason) as reason
from placed
group by {{ scope | join(', ') }}, event_number
having count(case when is_fired then 1 end) > 0
