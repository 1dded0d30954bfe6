-- One row per day, source, provider, legal entity, key, currency and flow: charges, before any pool.
with purposes as (
    select
        charge_id,
        charge_date,
        legal_entity
    from {{ ref('fct_cost_purposes') }}
)

select
    purposes.charge_date,
    costs.source_name as cost_source,
    costs.provider_name,
    purposes.legal_entity,
    costs.api_key_id,
    costs.billing_currency,
    case costs.charge_category
        when 'Credit' then 'credit'
        when 'Usage' then 'daily'
        else flows.cost_flow
    end as cost_flow,
    {{ planning_sums('costs') }}
from {{ ref('fct_costs') }} as costs
inner join purposes on costs.charge_id = purposes.charge_id
left join {{ ref('int_charge_flows') }} as flows on costs.charge_id = flows.charge_id
group by
    purposes.charge_date, purposes.legal_entity, costs.source_name, costs.provider_name, costs.api_key_id,
    costs.billing_currency, costs.charge_category, flows.cost_flow
