{#-
    Product, environment or customer of a charge: what the evidence that names the team says; else what other evidence says, from
    the strongest to the weakest, as long as it names no other team. Reads owner_rule, team and the columns <kind>_team and
    <kind>_<attribute> of the kinds tag, key, principal, project and account. Shape: scalar text.
-#}
{% macro owner_attribute(attribute) -%}
{%- set kinds = ['tag', 'key', 'principal', 'project', 'account'] -%}
coalesce(
    case owner_rule
        {%- for kind in kinds %}
        when '{{ kind }}' then {{ kind }}_{{ attribute }}
        {%- endfor %}
    end,
    {%- for kind in kinds %}
    case when {{ kind }}_team is null or {{ kind }}_team = team then {{ kind }}_{{ attribute }} end{{ ',' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{#- The columns that owner_attribute reads, of a relation of owners joined as <kind>_owners. Shape: a select list. -#}
{% macro owner_columns(kinds) -%}
{%- for kind in kinds -%}
    {%- for attribute in ['team', 'product', 'environment', 'customer'] -%}
{{ kind }}_owners.{{ attribute }} as {{ kind }}_{{ attribute }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{{ ', ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
