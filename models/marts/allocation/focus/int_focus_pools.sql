-- One row per pool with charges of providers' bills: in the columns of FOCUS what all of its charges share.
{%- set columns = focus_columns() + focus_provider_columns() %}
with lines as (
    select * from {{ ref('int_focus_lines') }}
    where pool_id is not null
)

select
    pool_id,
    cost_part,
    legal_entity,
    billing_period,
    cast(count(*) as bigint) as count_charges,
    case when count(*) = 1 then min(charge_id) end as origin_charge_id,
    {% for column in columns %}
        {{ focus_of_pool(column) }} as "{{ column }}",
    {% endfor %}
    nullif(concat_ws(
        ',',
        {%- for column in columns if column not in focus_measures() %}
            {{ mixed_in_pool(column) }}{{ ',' if not loop.last }}
        {%- endfor %}
    ), '') as mixed_columns
from lines
group by pool_id, cost_part, legal_entity, billing_period
