-- One row per source, delivery scope, billing period, rule that something breaks and billing currency.
with rules as (
    select * from {{ ref('source_rules') }}
),

checks as (
    select
        source_name,
        delivery_scope,
        billing_period,
        rule,
        billing_currency,
        count_rows,
        count_rows_checked,
        money,
        example_charge_id,
        cast(null as varchar) as example_detail
    from {{ ref('int_charge_checks') }}
    union all
    select
        source_name,
        delivery_scope,
        billing_period,
        rule,
        billing_currency,
        count_rows,
        count_rows_checked,
        money,
        example_charge_id,
        cast(null as varchar) as example_detail
    from {{ ref('int_service_checks') }}
    {% for relation in [
        ref('int_invoice_checks'), ref('int_allocation_outcomes'), ref('int_price_checks'),
    ] -%}
        union all
        select
            source_name,
            delivery_scope,
            billing_period,
            rule,
            billing_currency,
            count_rows,
            count_rows_checked,
            money,
            cast(null as varchar) as example_charge_id,
            example_detail
        from {{ relation }}
    {% endfor -%}
    {% for relation in [ref('int_landing_checks'), ref('int_emission_checks')] -%}
        union all
        select
            source_name,
            delivery_scope,
            billing_period,
            rule,
            cast(null as varchar) as billing_currency,
            count_rows,
            count_rows_checked,
            cast(null as decimal(38, 12)) as money,
            cast(null as varchar) as example_charge_id,
            example_detail
        from {{ relation }}
    {% endfor -%}
),

findings as (
    select
        checks.source_name,
        checks.delivery_scope,
        coalesce(checks.billing_period, 'none') as billing_period,
        checks.rule,
        coalesce(checks.billing_currency, 'none') as billing_currency,
        rules.rule_family,
        rules.title,
        rules.reference,
        rules.severity,
        checks.count_rows,
        checks.count_rows_checked,
        checks.money,
        checks.example_charge_id,
        checks.example_detail,
        rules.what_to_ask
    from checks
    left join rules on checks.rule = rules.rule
    where
        checks.count_rows > 0
        and ' ' || coalesce(rules.exempts, '') || ' ' not like '% ' || checks.source_name || ' %'
)

select * from findings
