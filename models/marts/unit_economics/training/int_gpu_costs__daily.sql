-- One row per day, account, kind of GPU, workload that charges name, and currency: cost and GPU hours.
{%- set keys = [
    'provider_name', 'account_id', 'account_name', 'gpu_kind', 'workload_name', 'billing_currency',
    'reporting_currency',
] %}
{%- set amounts = {
    'billed_cost': 'billed_part', 'effective_cost': 'effective_part',
    'billed_cost_reporting': 'billed_part_reporting', 'effective_cost_reporting': 'effective_part_reporting',
    'gpu_hours': 'hours_part',
} %}

with charges as (
    select * from {{ ref('int_gpu_charges') }}
),

named as (
    select * from {{ ref('int_gpu_charges__named') }}
),

by_period as (
    select
        charges.provider_name,
        charges.account_id,
        charges.account_name,
        charges.gpu_kind,
        named.workload_name,
        charges.billing_currency,
        charges.reporting_currency,
        charges.first_date,
        charges.last_date,
        cast(sum(charges.billed_cost) as decimal(28, 12)) as billed_cost,
        cast(sum(charges.effective_cost) as decimal(28, 12)) as effective_cost,
        cast({{ sum_if_all('charges.billed_cost_reporting') }} as decimal(28, 12)) as billed_cost_reporting,
        cast({{ sum_if_all('charges.effective_cost_reporting') }} as decimal(28, 12))
            as effective_cost_reporting,
        cast({{ sum_if_all('charges.gpu_hours') }} as decimal(28, 12)) as gpu_hours
    from charges
    left join named on charges.charge_id = named.charge_id
    group by
        charges.provider_name, charges.account_id, charges.account_name, charges.gpu_kind,
        named.workload_name, charges.billing_currency, charges.reporting_currency, charges.first_date,
        charges.last_date
),

with_key as (
    select
        *,
        md5({{ identity(keys + ['first_date', 'last_date']) }}) as period_key
    from by_period
),

days as (
    {{ spread_over_days('with_key', keys, amounts, 'period_key', 'first_date', 'last_date') | indent(4) }}
)

select
    service_date as usage_date,
    provider_name,
    account_id,
    max(account_name) as account_name,
    gpu_kind,
    workload_name,
    billing_currency,
    reporting_currency,
    cast(sum(billed_part) as decimal(28, 12)) as billed_cost,
    cast(sum(effective_part) as decimal(28, 12)) as effective_cost,
    cast({{ sum_if_all('billed_part_reporting') }} as decimal(28, 12)) as billed_cost_reporting,
    cast({{ sum_if_all('effective_part_reporting') }} as decimal(28, 12)) as effective_cost_reporting,
    cast({{ sum_if_all('hours_part') }} as decimal(28, 12)) as gpu_hours
from days
group by
    service_date, provider_name, account_id, gpu_kind, workload_name, billing_currency, reporting_currency
