-- Comparisons of two versions of a rule in which targets do not bear with each what the charges compared
-- cost.
{{ config(group='allocation') }}
{%- set columns = [] %}
{%- for measure in cost_measures() %}{% do columns.append(measure ~ '_from_version') %}{% endfor %}
{%- for measure in cost_measures() %}{% do columns.append(measure ~ '_to_version') %}{% endfor %}
{%- set keys = [
    'rule_id', 'from_version', 'to_version', 'version_in_force', 'billing_period', 'billing_currency',
    'reporting_currency',
] %}
with charges as (
    select
        comparisons.rule_id,
        comparisons.from_version,
        comparisons.to_version,
        comparisons.version_in_force,
        charge_lines.billing_period,
        charge_lines.billing_currency,
        charge_lines.reporting_currency,
        {% for column in columns -%}
            charge_lines.{{ column.replace('_from_version', '').replace('_to_version', '') }} as {{ column }},
        {% endfor -%}
        charge_lines.comparison_id
    from {{ ref('int_charges__tried') }} as charge_lines
    inner join {{ ref('int_rules__compared') }} as comparisons
        on charge_lines.comparison_id = comparisons.comparison_id
),

summed_charges as (
    {{ sums_by('charges', columns, keys) }}
),

summed_rows as (
    {{ sums_by(ref('rpt_rule_diff'), columns, keys) }}
)

select
    coalesce(summed_charges.key_1, summed_rows.key_1) as rule_id,
    coalesce(summed_charges.key_5, summed_rows.key_5) as billing_period
from summed_charges
full outer join summed_rows
    on
        {% for key in keys -%}
            summed_charges.key_{{ loop.index }} = summed_rows.key_{{ loop.index }}
            and
        {% endfor -%}
        true
where
    {% for column in columns %}
        {{ differs('summed_charges.' ~ column, 'summed_rows.' ~ column) }}
        or
    {% endfor %}
    false
