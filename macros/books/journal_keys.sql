{#-
    Identity of a journal, and of a line of it: the same words give the same id in every build, so that a closed month and a trace keep
    pointing at something. Shape: scalar text. Arguments are expressions; a literal stands in quotes of its own.
-#}
{% macro journal_id(
    journal_type='journal_type', billing_period='billing_period', reference_period='reference_period',
    legal_entity='legal_entity', currency='currency', source='source_name'
) -%}
md5({{ identity([journal_type, billing_period, reference_period, legal_entity, currency, source]) }})
{%- endmacro %}

{% macro journal_line_id(
    journal_type='journal_type', billing_period='billing_period', reference_period='reference_period',
    legal_entity='legal_entity', currency='currency', source='source_name', account_kind='account_kind',
    cost_center_kind='cost_center_kind', cost_center='cost_center', cost_class='cost_class'
) -%}
md5({{ identity([
    journal_type, billing_period, reference_period, legal_entity, currency, source, account_kind, cost_center_kind, cost_center,
    cost_class,
]) }})
{%- endmacro %}

{#-
    The journal line that an allocated cost leads to, from the columns of allocation.fct_allocated_costs, or of a restatement with its
    month of posting as billing_period. Shape: scalar text, never NULL; recoverable tax (setting recoverable_tax) is charged to nobody
    and has no line of this id.
-#}
{% macro reallocation_line_id(reference_period='billing_period') -%}
{{ journal_line_id(
    "'reallocation'", 'billing_period', reference_period, 'legal_entity', "coalesce(billing_currency, 'unknown')",
    'cast(null as varchar)', "'expense'", cost_center_kind(), cost_center(), 'cost_class'
) }}
{%- endmacro %}

{#-
    Who bears an allocated cost in the books: its team, else the target it went to. Shape: scalar text. Kinds: team, product, customer,
    environment, legal_entity, or unallocated where nobody is named.
-#}
{% macro cost_center() -%}
coalesce(team, target_id)
{%- endmacro %}

{% macro cost_center_kind() -%}
case when team is not null then 'team' when target_id = 'unallocated' then 'unallocated' else target_kind end
{%- endmacro %}
