-- One row per pool, price, invoice, bill or rule of a month that has something to do, with its amount.
select
    'unowned_spend' as kind,
    owner_kind,
    coalesce(owner_value, reason) as owner_value,
    reason as detail,
    provider_name,
    billing_period,
    billing_currency,
    coalesce(effective_cost, billed_cost) as amount,
    last_seen_date
from {{ ref('fct_unallocated_costs') }}
where owner_kind in ('pool', 'none', 'resource')
union all
select
    'unpriced_usage' as kind,
    'model' as owner_kind,
    model_name || ' ' || token_class || ' ' || service_tier as owner_value,
    reason as detail,
    provider_name,
    billing_period,
    billing_currency,
    billed_cost as amount,
    cast(null as date) as last_seen_date
from {{ ref('fct_token_prices') }}
where reason is not null
union all
select
    'unreconciled_invoice' as kind,
    'invoice' as owner_kind,
    coalesce(invoice_id, invoice_issuer_name || ' ' || billing_period) as owner_value,
    cause as detail,
    invoice_issuer_name as provider_name,
    billing_period,
    billing_currency,
    coalesce(invoiced_amount, 0) - coalesce(billed_cost, 0) as amount,
    invoice_date as last_seen_date
from {{ ref('fct_invoice_reconciliation') }}
where cause not in ('agrees', 'not_yet_invoiced')
union all
select
    'rule_finding' as kind,
    'rule' as owner_kind,
    rule || ': ' || detail as owner_value,
    title as detail,
    cast(null as varchar) as provider_name,
    billing_period,
    billing_currency,
    amount,
    cast(null as date) as last_seen_date
from {{ ref('int_open_items__rules') }}
union all
select
    'unpriced_bill' as kind,
    'model' as owner_kind,
    model_id || ' ' || token_class || ' ' || service_tier as owner_value,
    reason as detail,
    provider_name,
    billing_period,
    currency as billing_currency,
    unpriced_cost as amount,
    usage_date as last_seen_date
from {{ ref('fct_bill_match') }}
where unpriced_cost != 0
{% for cause in ['quantity', 'contract', 'list', 'class', 'tier', 'unknown'] %}
    union all
    select
        'bill_gap' as kind,
        'model' as owner_kind,
        model_id || ' ' || token_class || ' ' || service_tier || ' {{ cause }}' as owner_value,
        '{{ cause }}_gap' as detail,
        provider_name,
        billing_period,
        currency as billing_currency,
        {{ cause }}_gap as amount,
        usage_date as last_seen_date
    from {{ ref('fct_bill_match') }}
    where {{ cause }}_gap != 0
{% endfor %}
union all
select
    'budget_over' as kind,
    'budget' as owner_kind,
    budget_name || ' ' || scope_kind || ' ' || scope_value || ' ' || cost_basis || ' ' || currency || ' '
    || billing_period as owner_value,
    status as detail,
    case when scope_kind = 'provider' then scope_value end as provider_name,
    billing_period,
    currency as billing_currency,
    month_end_estimate - budget_amount as amount,
    as_of_date as last_seen_date
from {{ ref('fct_budget_status') }}
where
    is_newest and is_current_version and month_end_estimate > budget_amount
    and billing_period = {{ period_of('complete_until') }}
union all
select
    'cost_anomaly' as kind,
    'anomaly' as owner_kind,
    scope_kind || ' ' || scope_value || coalesce(' ' || provider_name, '')
    || coalesce(' ' || service_name, '')
    || coalesce(' ' || model_name, '') || ' from ' || cast(first_date as varchar) as owner_value,
    evidence as detail,
    provider_name,
    {{ period_of('first_date') }} as billing_period,
    currency as billing_currency,
    excess_cost as amount,
    last_date as last_seen_date
from {{ ref('fct_cost_anomalies') }}
where known_change_id is null and direction = 'up'
