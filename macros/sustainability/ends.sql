{#- The ends of a range, in order. Shape: list of names. -#}
{% macro ends() -%}
{{ return(['low', 'central', 'high']) }}
{%- endmacro %}

{#- Names of a measure's three ends, in order. Shape: list of column names. -#}
{% macro ends_of(measure) -%}
{{ return([measure ~ '_low', measure ~ '_central', measure ~ '_high']) }}
{%- endmacro %}

{#-
    The physical measures of a row of emissions, in the order of its columns. The unit is in the name. Shape: list of column names,
    DECIMAL(28,12) each. Market-based carbon is one figure: only providers state it.
-#}
{% macro emission_measures() -%}
{{ return(
    ends_of('it_kwh') + ends_of('facility_kwh') + ends_of('location_g') + ['market_g'] + ends_of('embodied_g')
    + ends_of('water_litres')
) }}
{%- endmacro %}

{#- Measures that a relation does not have, as NULL. Shape: select items, each with a comma behind it. -#}
{% macro no_measures(measures) -%}
{%- for measure in measures %}
cast(null as decimal(28, 12)) as {{ measure }},
{%- endfor -%}
{%- endmacro %}

{#- The right order of tests in a range: no end is below the one before it. Shape: scalar boolean; false for a NULL pair. -#}
{% macro out_of_order(measure) -%}
coalesce({{ measure }}_low > {{ measure }}_central, false) or coalesce({{ measure }}_central > {{ measure }}_high, false)
or coalesce({{ measure }}_low > {{ measure }}_high, false)
{%- endmacro %}

{#- The scopes of its own that a provider's report tells. Shape: list of names, kilograms in core.fct_provider_emissions. -#}
{% macro provider_scopes() -%}
{{ return(['scope_1', 'scope_2_location', 'scope_2_market', 'scope_3_location', 'scope_3_market']) }}
{%- endmacro %}
