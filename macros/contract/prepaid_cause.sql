{#-
    Why a stated balance of prepaid credit and its movements differ, the first that fits. Shape: scalar text: use_not_counted (the account
    is not listed as prepaid, so its use is billed), not_stated, overdrawn (not stated either, and more is used than was bought), agrees,
    rounding (within one cent), credit_missing (stated is more: something bought is not listed), use_missing (stated is less: use or an
    expiry is in no data). Reads is_listed_prepaid, stated_closing, closing_balance and difference.
-#}
{% macro prepaid_cause() -%}
case
    when not is_listed_prepaid then 'use_not_counted'
    when stated_closing is null and closing_balance < 0 then 'overdrawn'
    when stated_closing is null then 'not_stated'
    when difference = 0 then 'agrees'
    when abs(difference) <= 0.01 then 'rounding'
    when difference > 0 then 'credit_missing'
    else 'use_missing'
end
{%- endmacro %}
