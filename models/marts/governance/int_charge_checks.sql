-- One row per source, delivery scope, billing period, rule on single charges and billing currency that has charges.
with patterns as (
    select * from {{ ref('int_charges__breach_patterns') }}
),

checks as (
    {% for rule in charge_rules() -%}
    select
        source_name,
        delivery_scope,
        billing_period,
        '{{ rule }}' as rule,
        billing_currency,
        cast(coalesce(sum(count_rows) filter (where {{ rule }}), 0) as bigint) as count_rows,
        cast(coalesce(sum(count_rows) filter (where {{ rule }} is not null), 0) as bigint) as count_rows_checked,
        cast(sum(billed_cost) filter (where {{ rule }}) as decimal(38, 12)) as money_at_stake,
        min(example_charge_id) filter (where {{ rule }}) as example_charge_id
    from patterns
    group by source_name, delivery_scope, billing_period, billing_currency
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from checks
