-- The kinds of cost of a row of the showback make its effective cost; a kind without a column is found here.
{%- set parts_in_currency = [] %}
{%- set parts_reporting = [] %}
{%- for cost_part in cost_parts() %}
    {%- do parts_in_currency.append(cost_part ~ '_cost') %}
    {%- do parts_reporting.append(cost_part ~ '_cost_reporting') %}
{%- endfor %}
select
    billing_period,
    legal_entity,
    target_kind,
    target_id,
    billing_currency
from {{ ref('rpt_showback_monthly') }}
where
    {{ differs('effective_cost', parts_in_currency | join(' + ')) }}
    or {{ differs('effective_cost_reporting', parts_reporting | join(' + ')) }}
