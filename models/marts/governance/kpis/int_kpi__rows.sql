-- One row per month, KPI, formula, scope and currency: sums of numerator and denominator.
{%- for definition in kpi_definitions() %}
    {{ kpi_rows(definition) }}
    {% if not loop.last %}union all{% endif %}
{%- endfor %}
