{#-
    Why data and invoice differ, the first that fits. Shape: scalar text, one of agrees, rounding (within one cent), tax_not_in_data,
    no_charges, no_invoice, not_yet_invoiced, several_invoices, no_amount, charges_missing, charges_beyond_invoice. Reads the columns
    of both sides.
-#}
{% macro reconciliation_cause() -%}
case
    when is_unclear then 'several_invoices'
    when not has_invoice and is_invoice_named_in_data then 'no_invoice'
    when not has_invoice then 'not_yet_invoiced'
    when invoiced_amount is null then 'no_amount'
    when count_charges is null then 'no_charges'
    when invoiced_amount = billed_cost then 'agrees'
    when abs(invoiced_amount - billed_cost) <= 0.01 then 'rounding'
    when billed_tax = 0 and abs(invoiced_amount - billed_cost - invoiced_tax) <= 0.01 then 'tax_not_in_data'
    when invoiced_amount < billed_cost then 'charges_beyond_invoice'
    else 'charges_missing'
end
{%- endmacro %}
