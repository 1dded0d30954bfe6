{#-
    What kinds of cost an allocated cost can be, each a column of the showback. Shape: list of values of cost_part. A kind that is
    not here fails the test of the showback, so that a new kind cannot be left out in silence.
-#}
{% macro cost_parts() -%}
{{ return([
    'direct', 'shared', 'idle', 'over_requested', 'overhead', 'unowned', 'unused_commitment', 'commitment_transfer', 'credit', 'tax',
]) }}
{%- endmacro %}
