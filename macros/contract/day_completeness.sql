{#-
    Whether a day of a source is complete, and why that is said. Shape: two columns, is_complete boolean and reason text. Arguments: alias
    of rows with age_days and is_invoiced; the share of a day's final cost that is known at that age, NULL without history.

    Invoiced days are. Else a day is complete where on average 99 % of the final cost was known at its age; without history from the
    age of two whole days on. Error: a day of a vendor without history may still move; its reason says so.
-#}
{% macro day_completeness(days, share_known) -%}
case
    when {{ days }}.is_invoiced then true
    when {{ days }}.age_days < 0 then false
    when {{ share_known }} is not null then {{ share_known }} >= 0.99
    else {{ days }}.age_days >= 2
end as is_complete,
case
    when {{ days }}.is_invoiced then 'invoiced'
    when {{ days }}.age_days < 0 then 'day_not_over'
    when {{ share_known }} is not null then 'history'
    else 'no_history'
end as reason
{%- endmacro %}
