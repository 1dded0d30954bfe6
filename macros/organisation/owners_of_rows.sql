{#-
    Who answers for a row by what it names, strongest evidence first: its key, principal or project. Shape: a map of kind of owner to
    the column that names it.
-#}
{% macro owner_evidence() -%}
{{ return({'key': 'api_key_id', 'principal': 'principal_id', 'project': 'sub_account_id'}) }}
{%- endmacro %}

{#-
    Rows with the owners that the list names for them on their day, as key_owners and so on for each kind. Shape: left joins; no row is
    lost or doubled, because periods of an owner never overlap. Arguments: alias of the rows; their column of the day; kinds, a map as
    of owner_evidence(). Reads `owners`, the rows of core.dim_owner.
-#}
{% macro join_owners(relation, day, kinds=none) -%}
{%- for kind, column in (kinds or owner_evidence()).items() %}
left join owners as {{ kind }}_owners
    on
        {{ kind }}_owners.owner_kind = '{{ kind }}'
        and {{ relation }}.{{ column }} = {{ kind }}_owners.owner_value
        and {{ relation }}.{{ day }} >= {{ kind }}_owners.valid_from
        and {{ relation }}.{{ day }} < {{ kind }}_owners.valid_to
{%- endfor %}
{%- endmacro %}

{#-
    What the strongest owner of a row says: only the one who gives the team speaks, so that a key's team never gets a project's product;
    without a team the last kind does. Shape: scalar; NULL where nobody is listed. Arguments: column of core.dim_owner; kinds as of
    join_owners.
-#}
{% macro owner_says(name, kinds=none) -%}
case
    {%- for kind in kinds or owner_evidence() %}
        {% if loop.last %}else{% else %}when {{ kind }}_owners.team is not null then{% endif %} {{ kind }}_owners.{{ name }}
    {%- endfor %}
end
{%- endmacro %}
