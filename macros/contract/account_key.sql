{#-
    What tells one billing account from another, whichever export names it: the account in a delivery scope without the dialect,
    dataset or provider before it, and of Microsoft's resource paths billing account and profile. Shape: scalar text, lower case.
-#}
{% macro account_key(scope) -%}
lower(
    case
        when contains({{ scope }}, 'billingAccounts/')
            then replace(split_part({{ scope }}, 'billingAccounts/', 2), '/billingProfiles/', '/')
        when contains({{ scope }}, '/')
            then substr({{ scope }}, length(split_part({{ scope }}, '/', 1)) + 2)
        else {{ scope }}
    end
)
{%- endmacro %}
