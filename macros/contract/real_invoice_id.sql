{#-
    An invoice id, or NULL where it is one of ours: `provisional|<issuer or account>|<period>` until the invoice is out.
    Shape: scalar text.
-#}
{% macro real_invoice_id(expression) -%}
case when {{ expression }} not like 'provisional|%' then {{ expression }} end
{%- endmacro %}
