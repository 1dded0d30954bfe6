{#- How cost came to be borne: the rungs of reference.owner_rules, by rule, shared, unowned. Shape: list of names. -#}
{% macro coverage_classes() -%}
{{ return([
    'split_tag', 'tag', 'stated', 'resource', 'key', 'principal', 'project', 'account', 'name_pattern', 'rule', 'shared', 'unowned',
]) }}
{%- endmacro %}
