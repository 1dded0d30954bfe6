-- One row per billing period, currencies, provider, kind of cost, bearer, reason and missing identity.
with unallocated as (
    select * from {{ ref('int_charges__unallocated') }}
    union all
    select * from {{ ref('int_pool_parts__unallocated') }}
),

-- Of several who may know, the first by how near they are, then by name.
added_up as (
    select
        billing_period,
        billing_currency,
        reporting_currency,
        provider_name,
        cost_part,
        target_id,
        reason,
        owner_kind,
        owner_value,
        min(case fixer_reason when 'owns_most_of_account' then '2|' else '1|' end || fixer_team)
            as first_fixer,
        case when count(distinct principal_id) = 1 then min(principal_id) end as principal_id,
        cast(count(*) as bigint) as count_rows,
        min(charge_date) as first_seen_date,
        {% for measure in cost_measures() %}
            cast(sum({{ measure }}) as decimal(38, 12)) as {{ measure }},
        {% endfor %}
        max(charge_date) as last_seen_date
    from unallocated
    group by
        billing_period, billing_currency, reporting_currency, provider_name, cost_part, target_id, reason,
        owner_kind, owner_value
)

select
    md5({{ identity([
        'billing_period', 'billing_currency', 'reporting_currency', 'provider_name', 'cost_part', 'target_id', 'reason',
        'owner_kind', 'owner_value',
    ]) }}) as unallocated_cost_id,
    billing_period, billing_currency, reporting_currency, provider_name, cost_part, target_id, reason,
    owner_kind, owner_value,
    substr(first_fixer, 3) as fixer_team,
    case
        when first_fixer is null then 'nobody_near_it_is_known'
        when owner_kind = 'pool' then 'answers_for_rule'
        when first_fixer like '1|%' then 'owns_most_of_project'
        else 'owns_most_of_account'
    end as fixer_reason,
    principal_id, count_rows, first_seen_date, last_seen_date,
    {{ cost_measures() | join(', ') }}
from added_up
