-- One row per billing period, principal, provider, owner and currency of what bills say; where they name
-- nobody, a reason stands instead.
{%- set measures = ['billed_cost', 'effective_cost', 'billed_cost_reporting', 'effective_cost_reporting'] %}
with charges as (
    select
        charge_id, billing_period, principal_id, api_key_id, provider_name, cost_origin, billing_currency,
        reporting_currency, billed_cost, effective_cost, billed_cost_reporting, effective_cost_reporting,
        {{ is_seat_unit('coalesce(consumed_unit, pricing_unit)') }} as is_seat,
        coalesce(service_name, provider_name) as service_name
    from {{ ref('fct_costs') }}
),

-- Only what names somebody needs its owner: the rest is one row, whoever owns it.
named as (
    select
        charges.*,
        {{ principal_kind('charges.principal_id', 'charges.api_key_id', 'charges.is_seat') }}
            as principal_kind,
        cast(null as varchar) as principal_reason,
        purposes.team,
        purposes.team_reason
    from charges
    left join {{ ref('fct_cost_purposes') }} as purposes on charges.charge_id = purposes.charge_id
    where charges.principal_id is not null or charges.api_key_id is not null
),

unnamed as (
    select
        *,
        'unknown' as principal_kind,
        case
            when cost_origin != 'provider_bill' then 'no_provider_bills_it'
            when is_seat then 'seats_not_billed_by_person'
            else 'nobody_named'
        end as principal_reason,
        cast(null as varchar) as team,
        'no_principal' as team_reason
    from charges
    where principal_id is null and api_key_id is null
),

united as (
    select
        *,
        case when principal_kind = 'key' then api_key_id end as key_id,
        case when principal_kind = 'seat' then service_name end as seat_product
    from named
    union all
    select
        *,
        cast(null as varchar) as key_id,
        cast(null as varchar) as seat_product
    from unnamed
)

select
    billing_period,
    principal_kind,
    principal_id,
    key_id as api_key_id,
    principal_reason,
    provider_name,
    seat_product,
    team,
    team_reason,
    'billed' as cost_basis,
    billing_currency,
    reporting_currency,
    cast(count(*) as bigint) as count_rows,
    {% for measure in measures -%}
        cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }},
    {% endfor -%}
    cast(count(effective_cost) as bigint) as count_with_effective
from united
group by
    billing_period, principal_kind, principal_id, key_id, principal_reason, provider_name, seat_product, team,
    team_reason, billing_currency, reporting_currency
