{#- The kinds of evidence that the list of owners can name, from the strongest to the weakest. Shape: list of names. -#}
{% macro owner_kinds() -%}
{{ return(['tag', 'resource', 'key', 'principal', 'project', 'account', 'name_pattern']) }}
{%- endmacro %}

{#-
    Product, environment or customer of a charge: what the evidence that names the team says; else what other evidence says, from
    the strongest to the weakest, as long as it names no other team. Reads owner_rule, team and the columns <kind>_team and
    <kind>_<attribute> of owner_kinds. Shape: scalar text.
-#}
{% macro owner_attribute(attribute) -%}
coalesce(
    case owner_rule
        when 'split_tag' then tag_{{ attribute }}
        {%- for kind in owner_kinds() %}
        when '{{ kind }}' then {{ kind }}_{{ attribute }}
        {%- endfor %}
    end,
    {%- for kind in owner_kinds() %}
    case when {{ kind }}_team is null or {{ kind }}_team = team then {{ kind }}_{{ attribute }} end{{ ',' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{#- The columns that owner_attribute reads, of a relation of owners joined as <kind>_owners. Shape: a select list. -#}
{% macro owner_columns() -%}
{%- for kind in owner_kinds() -%}
    {%- for attribute in ['team', 'product', 'environment', 'customer'] -%}
{{ kind }}_owners.{{ attribute }} as {{ kind }}_{{ attribute }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{{ ', ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
