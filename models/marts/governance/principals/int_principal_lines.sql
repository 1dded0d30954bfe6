-- One row per billing period, principal, provider, product of a seat, owner, what is known of the person,
-- basis of the figure and currency; `cell_id` is what a row would show of a person besides who it is.
{%- set measures = ['billed_cost', 'effective_cost', 'billed_cost_reporting', 'effective_cost_reporting'] %}
with united as (
    select
        billing_period, principal_kind, principal_id, api_key_id, principal_reason, provider_name,
        seat_product, team, team_reason, cost_basis, billing_currency, reporting_currency, count_rows,
        count_with_effective,
        cast(null as bigint) as count_estimated, cast(null as decimal(38, 12)) as count_seat_days,
        cast(null as bigint) as count_days_active, cast(null as bigint) as count_days_told,
        {% for measure in measures -%}
            {{ measure }},
        {% endfor -%}
        cast(null as decimal(38, 12)) as estimated_cost
    from {{ ref('int_principal_costs__billed') }}
    {% for step in [ref('int_principal_costs__told'), ref('int_principal_costs__priced')] -%}
        union all
        select
            billing_period, principal_kind, principal_id, api_key_id, principal_reason, provider_name,
            cast(null as varchar) as seat_product, team, team_reason, cost_basis, billing_currency,
            cast(null as varchar) as reporting_currency, count_rows,
            cast(null as bigint) as count_with_effective,
            count_estimated, cast(null as decimal(38, 12)) as count_seat_days,
            cast(null as bigint) as count_days_active, cast(null as bigint) as count_days_told,
            {% for measure in measures -%}
                cast(null as decimal(38, 12)) as {{ measure }},
            {% endfor -%}
            estimated_cost
        from {{ step }}
    {% endfor %}
    union all
    select
        billing_period, principal_kind, principal_id, cast(null as varchar) as api_key_id, principal_reason,
        provider_name, seat_product, team, team_reason, cost_basis, billing_currency,
        cast(null as varchar) as reporting_currency, count_rows,
        cast(null as bigint) as count_with_effective,
        count_estimated, count_seat_days, count_days_active, count_days_told,
        {% for measure in measures -%}
            cast(null as decimal(38, 12)) as {{ measure }},
        {% endfor -%}
        estimated_cost
    from {{ ref('int_principal_costs__seats') }}
),

with_people as (
    select
        united.*,
        {{ is_person('united.principal_kind') }} as is_person,
        lower(united.principal_id) as person,
        people.department,
        people.works_as,
        case
            when not ({{ is_person('united.principal_kind') }}) then 'no_person'
            when people.department is null or people.works_as is null then 'not_stated'
        end as person_reason
    from united
    left join {{ ref('int_person_months') }} as people
        on
            {{ is_person('united.principal_kind') }}
            and lower(united.principal_id) = people.person
            and united.billing_period = people.billing_period
)

select
    *,
    md5({{ identity([
        'billing_period', 'principal_kind', 'provider_name', 'cost_basis', 'billing_currency',
        'reporting_currency',
    ]) }}) as pool_id,
    md5({{ identity([
        'billing_period', 'principal_kind', 'provider_name', 'cost_basis', 'billing_currency',
        'reporting_currency', 'seat_product', 'team', 'team_reason', 'department', 'works_as', 'person_reason',
    ]) }}) as cell_id
from with_people
