-- One row per day, provider, account, kind of GPU and currency: machines whose activity was measured.
with readings as (
    select
        usage_date,
        source_name,
        {{ machine_key(provider_of_node('provider_resource_id'), 'provider_resource_id') }} as machine_key,
        sum(active_hours) as active_hours,
        sum(activity_hours) as activity_hours
    from {{ ref('fct_gpu_hours') }}
    where activity_hours > 0
    group by
        usage_date, source_name,
        {{ machine_key(provider_of_node('provider_resource_id'), 'provider_resource_id') }}
),

-- Two sources that watch one machine are two answers: the one that saw more of it speaks.
placed as (
    select
        *,
        row_number() over (
            partition by usage_date, machine_key order by activity_hours desc, source_name asc
        ) as place
    from readings
),

charges as (
    select * from {{ ref('int_gpu_charges') }}
    where first_date = last_date
)

-- What is billed beyond the readings is taken to be as busy as what they saw.
select
    charges.first_date as usage_date,
    charges.provider_name,
    coalesce(charges.account_name, charges.account_id) as account_name,
    charges.gpu_kind,
    charges.reporting_currency,
    {{ sum_if_all('charges.effective_cost_reporting') }} as measured_cost,
    {{ sum_if_all(
        'cast(charges.gpu_hours * ' ~ ratio('placed.active_hours', 'placed.activity_hours') ~ ' as decimal(28, 12))'
    ) }} as useful_hours
from charges
inner join placed
    on
        charges.first_date = placed.usage_date
        and charges.machine_key = placed.machine_key
        and placed.place = 1
group by
    charges.first_date, charges.provider_name, coalesce(charges.account_name, charges.account_id),
    charges.gpu_kind, charges.reporting_currency
