{#-
    The billing account of a vendor whose exports name none: the scope they were landed under. Without --scope all such vendors
    have the scope `default`, so the vendor is said too and no owner of one vendor's account owns another's. Shape: scalar text.
-#}
{% macro vendor_account(vendor, scope) -%}
case when {{ scope }} = 'default' then '{{ vendor }}:default' else {{ scope }} end
{%- endmacro %}
