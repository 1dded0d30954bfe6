{#-
    Whether a text fits a pattern in which `*` stands for any characters, the case of letters left aside. A percent sign or underscore
    in the pattern stands for itself. Shape: scalar boolean, NULL where the text is.
-#}
{% macro fits_pattern(text, pattern) -%}
lower({{ text }}) like
replace(replace(replace(replace(lower({{ pattern }}), '!', '!!'), '%', '!%'), '_', '!_'), '*', '%') escape '!'
{%- endmacro %}
