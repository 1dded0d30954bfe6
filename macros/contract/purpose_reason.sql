{#-
    Why an answer that comes from a charge's own tag or from the list of products is blank: no product is known, the product is
    not listed on the day of the charge, or the list leaves the answer open. Reads product and is_product_listed. Shape: scalar
    text, NULL where the answer is given.
-#}
{% macro purpose_reason(answer) -%}
case
        when {{ answer }} is not null then null
        when product is null then 'no_product'
        when not is_product_listed then 'product_not_listed'
        else 'not_said_of_product'
    end
{%- endmacro %}
