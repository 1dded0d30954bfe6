-- Runs and no_run add up to the charges of GPU machines, each one charge of core with its amounts.
{{ config(group='unit_economics') }}
{%- set measures = [
    'billed_cost', 'effective_cost', 'billed_cost_reporting', 'effective_cost_reporting',
] %}

with charged as (
    select
        charges.provider_name,
        charges.billing_currency,
        count(*) as count_charges,
        count(distinct charges.charge_id) as count_different,
        {% for measure in measures -%}
            cast(sum(costs.{{ measure }}) as decimal(38, 12)) as {{ measure }},
        {% endfor -%}
        cast(sum(charges.gpu_hours) as decimal(38, 12)) as gpu_hours
    from {{ ref('int_gpu_charges') }} as charges
    left join {{ ref('fct_costs') }} as costs on charges.charge_id = costs.charge_id
    group by charges.provider_name, charges.billing_currency
),

held as (
    select
        provider_name,
        billing_currency,
        {% for measure in measures -%}
            cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }},
        {% endfor -%}
        cast(sum(billed_gpu_hours) as decimal(38, 12)) as gpu_hours
    from {{ ref('fct_training_cost_days') }}
    group by provider_name, billing_currency
),

runs as (
    select
        training_run_id,
        cast(sum(effective_cost_reporting) as decimal(38, 12)) as effective_cost
    from {{ ref('fct_training_cost_days') }}
    where training_run_id != 'no_run'
    group by training_run_id
)

select
    coalesce(charged.provider_name, held.provider_name) as provider_name,
    coalesce(charged.billing_currency, held.billing_currency) as billing_currency
from charged
full outer join held
    on charged.provider_name = held.provider_name and charged.billing_currency = held.billing_currency
where
    charged.count_charges != charged.count_different
    {% for measure in measures -%}
        or {{ differs('charged.' ~ measure, 'held.' ~ measure) }}
    {% endfor -%}
    or {{ differs('charged.gpu_hours', 'held.gpu_hours') }}
union all
select
    coalesce(runs.training_run_id, costs.training_run_id) as provider_name,
    'reporting' as billing_currency
from runs
full outer join {{ ref('fct_training_run_costs') }} as costs on runs.training_run_id = costs.training_run_id
where {{ differs('runs.effective_cost', 'costs.effective_cost') }}
