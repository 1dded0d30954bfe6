-- One row per comparison of versions, side, billing period, currencies, target, method and rule that says so:
-- what the target bears.
{%- set keys = [
    'comparison_id', 'side', 'billing_period', 'billing_currency', 'reporting_currency', 'target_kind',
    'target_id', 'allocation_method', 'ruled_by',
] %}
{%- set amounts = {} %}
{%- for measure in cost_measures() %}{% do amounts.update({measure: 'part_' ~ measure}) %}{% endfor %}
with lines as (
    select * from {{ ref('int_charges__tried') }}
),

parts as (
    select * from {{ ref('int_rule_diff__parts') }}
),

shared as (
    {{ apportion(
        'parts', keys + ['pool_id', 'edge_part', 'count_charges'], amounts, 'weight',
        ['comparison_id', 'side', 'pool_id'], ['target_kind', 'target_id', 'edge_part']
    ) }}
),

-- A target with several kinds of cost of a pool has its charges once.
borne as (
    select
        {{ keys | join(', ') }},
        {% for measure in cost_measures() -%}
            part_{{ measure }} as {{ measure }},
        {% endfor -%}
        case
            when row_number() over (
                partition by comparison_id, side, pool_id, target_kind, target_id order by edge_part
            ) = 1 then count_charges
            else 0
        end as count_charges
    from shared
    union all
    select
        comparison_id,
        'in_force' as side,
        billing_period,
        billing_currency,
        reporting_currency,
        target_kind_in_force as target_kind,
        target_id_in_force as target_id,
        allocation_method_in_force as allocation_method,
        rule_id_in_force as ruled_by,
        {{ cost_measures() | join(', ') }},
        case when is_transfer then 0 else 1 end as count_charges
    from lines
    where pool_id_in_force is null
    union all
    select
        comparison_id,
        'tried' as side,
        billing_period,
        billing_currency,
        reporting_currency,
        target_kind,
        target_id,
        allocation_method,
        case when not is_transfer then rule_id end as ruled_by,
        {{ cost_measures() | join(', ') }},
        case when is_transfer then 0 else 1 end as count_charges
    from lines
    where pool_id is null
)

select
    {{ keys | join(', ') }},
    {% for measure in cost_measures() -%}
        cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }},
    {% endfor -%}
    cast(sum(count_charges) as bigint) as count_charges
from borne
group by {{ keys | join(', ') }}
