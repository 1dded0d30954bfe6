-- One row per billing period, legal entity, target and currencies: what it bears, kinds of cost side by side.
{%- set measures = ['billed_cost', 'effective_cost', 'billed_cost_reporting', 'effective_cost_reporting'] %}
select
    billing_period,
    {{ period_after('billing_period') }} as period_after,
    legal_entity,
    target_kind,
    target_id,
    billing_currency,
    reporting_currency,
    cast(count(*) - count(effective_cost) as bigint) as count_without_effective,
    {% for measure in measures -%}
        cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }},
    {% endfor -%}
    {% for suffix in ['', '_reporting'] -%}
        {% for cost_part in cost_parts() -%}
            {{ showback_part(cost_part, suffix) }} as {{ cost_part }}_cost{{ suffix }},
        {% endfor -%}
    {% endfor -%}
    cast(count(*) as bigint) as count_rows
from {{ ref('fct_allocated_costs') }}
group by
    billing_period, {{ period_after('billing_period') }}, legal_entity, target_kind, target_id,
    billing_currency, reporting_currency
