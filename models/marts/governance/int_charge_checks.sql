-- One row per source, delivery scope, billing period, rule on single charges and currency.
with patterns as (
    select * from {{ ref('int_charges__breach_patterns') }}
),

checks as (
    {{ charge_checks('patterns') }}
)

select * from checks
