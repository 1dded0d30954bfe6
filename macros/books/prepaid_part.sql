{#-
    What of invoices so far pays ahead: of what a month pays ahead as much as they come to. Shape: scalar DECIMAL(38,12). Arguments: paid
    ahead in the month; invoiced so far, before recoverable tax. Prepayments given back count with the first invoice.
-#}
{% macro prepaid_part(paid_ahead, invoiced) -%}
cast(
    case
        when {{ invoiced }} = 0 then 0
        when {{ paid_ahead }} < 0 then {{ paid_ahead }}
        else least({{ paid_ahead }}, greatest({{ invoiced }}, 0))
    end as decimal(38, 12)
)
{%- endmacro %}
