-- One row per pool and day on which charges come into it: the rule that shares it, and the period it is
-- shared for.
with charges as (
    select distinct
        pool_name,
        charge_date
    from {{ ref('int_charges__routed') }}
    where pool_name is not null
),

rules as (
    select * from {{ ref('int_allocation_rules__pools') }}
),

ranked as (
    select
        charges.pool_name,
        charges.charge_date,
        rules.rule_id,
        rules.rule_version,
        rules.method,
        coalesce(rules.stage, 'business') as stage,
        case
            when rules.driver_grain = 'day' then charges.charge_date
            else {{ month_start('charges.charge_date') }}
        end as period_start,
        case
            when rules.driver_grain = 'day' then charges.charge_date + 1
            else {{ month_after('charges.charge_date') }}
        end as period_end,
        row_number() over (
            partition by charges.pool_name, charges.charge_date
            order by rules.priority asc, rules.rule_id asc, rules.rule_version desc
        ) as first_wins
    from charges
    left join rules
        on
            charges.pool_name = rules.pool_name
            and charges.charge_date >= rules.valid_from
            and charges.charge_date < rules.valid_to
)

select * from ranked
where first_wins = 1
