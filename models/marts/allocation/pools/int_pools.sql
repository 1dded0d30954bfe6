-- One row per pool: charges of one node, billing period, currencies, legal entity and kind of cost, added up.
select
    pool_id,
    node_id,
    pool_name,
    sharing_rule_id,
    sharing_rule_version,
    pool_stage,
    period_start,
    period_end,
    {{ pool_restrictions() | join(', ') }},
    cost_part,
    legal_entity,
    billing_period,
    billing_currency,
    reporting_currency,
    {% for measure in cost_measures() %}
        cast(sum({{ measure }}) as decimal(28, 12)) as {{ measure }},
    {% endfor %}
    cast(count(*) as bigint) as count_charges
from {{ ref('int_charges__allocated') }}
where pool_id is not null
group by
    pool_id, node_id, pool_name, sharing_rule_id, sharing_rule_version, pool_stage, period_start, period_end,
    {{ pool_restrictions() | join(', ') }}, cost_part, legal_entity, billing_period,
    billing_currency, reporting_currency
