{#-
    Whether a row breaks a rule. Shape: scalar boolean: true where it does, false where it does not, NULL where the rule does not
    apply to the row. A breach that cannot be decided, because a value it needs is missing, is a breach.
-#}
{% macro breach(is_broken, applies='true') -%}
case when {{ applies }} then coalesce({{ is_broken }}, true) end
{%- endmacro %}
