-- One row per comparison of versions, side and pool that its charges are in: what they bring into the pool.
with lines as (
    select * from {{ ref('int_charges__tried') }}
),

in_force as (
    select
        comparison_id,
        'in_force' as side,
        pool_id_in_force as pool_id,
        billing_period,
        billing_currency,
        reporting_currency,
        {% for measure in cost_measures() -%}
            cast(sum({{ measure }}) as decimal(28, 12)) as {{ measure }},
        {% endfor -%}
        cast(count(case when not is_transfer then 1 end) as bigint) as count_charges
    from lines
    where pool_id_in_force is not null
    group by comparison_id, pool_id_in_force, billing_period, billing_currency, reporting_currency
),

tried as (
    select
        comparison_id,
        'tried' as side,
        pool_id,
        billing_period,
        billing_currency,
        reporting_currency,
        {% for measure in cost_measures() -%}
            cast(sum({{ measure }}) as decimal(28, 12)) as {{ measure }},
        {% endfor -%}
        cast(count(case when not is_transfer then 1 end) as bigint) as count_charges,
        node_id,
        sharing_rule_id,
        sharing_rule_version
    from lines
    where pool_id is not null
    group by
        comparison_id, pool_id, billing_period, billing_currency, reporting_currency, node_id,
        sharing_rule_id, sharing_rule_version
)

select
    *,
    cast(null as varchar) as node_id,
    cast(null as varchar) as sharing_rule_id,
    cast(null as integer) as sharing_rule_version
from in_force
union all
select * from tried
