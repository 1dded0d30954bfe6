-- One row per day, provider and owner's dimensions: unit hours of model throughput reserved for them.
-- What the list business_drivers states for a day speaks alone for it: a bill knows the buyer only.
{%- set unknown = 'cast(null as varchar)' %}
with stated as (
    select * from {{ ref('fct_business_drivers') }}
    where driver_name = 'reserved_capacity'
),

billed as (
    select * from {{ ref('fct_capacity_hours') }}
    where reserved_quantity is not null and lower(capacity_unit) in {{ throughput_units() }}
),

owners as (
    select * from {{ ref('dim_owner') }}
),

billed_owners as (
    select
        billed.usage_date,
        billed.provider_name,
        coalesce(projects.team, account_owners.team) as team,
        case when projects.team is not null then projects.product else account_owners.product end
            as product,
        case when projects.team is not null then projects.environment else account_owners.environment end
            as environment,
        case when projects.team is not null then projects.customer else account_owners.customer end
            as customer,
        billed.reserved_quantity
    from billed
    left join owners as projects
        on
            projects.owner_kind = 'project'
            and billed.sub_account_id = projects.owner_value
            and billed.usage_date >= projects.valid_from
            and billed.usage_date < projects.valid_to
    left join owners as account_owners
        on
            account_owners.owner_kind = 'account'
            and billed.billing_account_id = account_owners.owner_value
            and billed.usage_date >= account_owners.valid_from
            and billed.usage_date < account_owners.valid_to
)

select
    usage_date, provider_name, team, product, environment, customer,
    cast(sum(reserved_quantity) as decimal(28, 12)) as reserved_quantity
from billed_owners
where
    not exists (
        select 1 from stated
        where stated.driver_date = billed_owners.usage_date
    )
group by usage_date, provider_name, team, product, environment, customer
union all
select
    driver_date as usage_date, {{ unknown }} as provider_name, team, product, {{ unknown }} as environment,
    customer,
    cast(sum(quantity) as decimal(28, 12)) as reserved_quantity
from stated
group by driver_date, team, product, customer
