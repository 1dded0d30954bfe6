{#-
    Google Cloud's credits, held as JSON text (a list of records, or one record), as a list of credits that bill something or have
    a name. Shape: a list of (credit_id, credit_type, credit_name, full_name, amount), amount as money; empty for none.
-#}
{% macro credit_records(expression) -%}
{{ return(adapter.dispatch('credit_records', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__credit_records(expression) -%}
list_filter(
    list_transform(
        case
            when not json_valid({{ expression }}) then []
            when json_type({{ expression }}) = 'ARRAY' then cast(cast({{ expression }} as json) as json [])
            when json_type({{ expression }}) = 'OBJECT' then [cast({{ expression }} as json)]
            else []
        end,
        lambda record: {
            'credit_id': {{ text_value("(record ->> 'id')") }},
            'credit_type': {{ text_value("(record ->> 'type')") }},
            'credit_name': {{ text_value("(record ->> 'name')") }},
            'full_name': {{ text_value("(record ->> 'full_name')") }},
            'amount': {{ to_money("(record ->> 'amount')") }}
        }
    ),
    lambda credit:
    credit.amount != 0 or coalesce(credit.credit_id, credit.credit_type, credit.credit_name, credit.full_name) is not null
)
{%- endmacro %}

{#- What a list of credits adds up to, all of them or those that lower the cost of what they stand on. Shape: scalar DECIMAL(28,12). -#}
{% macro credit_sum(credits, only_discounts=false) -%}
{{ return(adapter.dispatch('credit_sum', 'ai_finops')(credits, only_discounts)) }}
{%- endmacro %}

{% macro duckdb__credit_sum(credits, only_discounts) -%}
cast(
    coalesce(
        list_sum(
            list_transform(
                {{ credits }},
                lambda credit:
                {% if only_discounts -%}
                case when {{ is_usage_discount('credit.credit_type') }} then credit.amount else 0 end
                {%- else -%}
                credit.amount
                {%- endif %}
            )
        ), 0
    ) as decimal(28, 12)
)
{%- endmacro %}

{#-
    What a row of the export bills, part by part: its cost, then each of its credits. Shape: a list of (charge_part, credit_id,
    credit_type, credit_name, full_name, amount).
-#}
{% macro cost_and_credits(cost, credits) -%}
{{ return(adapter.dispatch('cost_and_credits', 'ai_finops')(cost, credits)) }}
{%- endmacro %}

{% macro duckdb__cost_and_credits(cost, credits) -%}
list_concat(
    [{
        'charge_part': 'cost', 'credit_id': cast(null as varchar), 'credit_type': cast(null as varchar),
        'credit_name': cast(null as varchar), 'full_name': cast(null as varchar), 'amount': {{ cost }}
    }],
    list_transform(
        {{ credits }},
        lambda credit: {
            'charge_part': 'credit', 'credit_id': credit.credit_id, 'credit_type': credit.credit_type,
            'credit_name': credit.credit_name, 'full_name': credit.full_name, 'amount': credit.amount
        }
    )
)
{%- endmacro %}
