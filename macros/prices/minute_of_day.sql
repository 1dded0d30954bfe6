{#- The minute of the day that a text HH:MM names; 24:00 is 1440. Shape: scalar integer; NULL without a text. -#}
{% macro minute_of_day(text) -%}
cast(substr({{ text }}, 1, 2) as integer) * 60 + cast(substr({{ text }}, 4, 2) as integer)
{%- endmacro %}
