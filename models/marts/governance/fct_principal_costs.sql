-- One row per billing period, principal, provider, product of a seat, owner, basis of a figure and currency.
{%- set shown = [
    'billing_period', 'principal_kind', 'principal_id', 'api_key_id', 'principal_reason', 'provider_name',
    'seat_product', 'team', 'team_reason', 'department', 'works_as', 'person_reason', 'cost_basis',
    'billing_currency', 'reporting_currency',
] %}
{%- set counts = ['count_rows', 'count_days_active', 'count_days_told'] %}
{%- set measures = ['billed_cost', 'effective_cost', 'billed_cost_reporting', 'effective_cost_reporting'] %}
with placed as (
    select * from {{ ref('int_principal_lines__placed') }}
),

added_up as (
    select
        {% for name in shown -%}
            {{ name }},
        {% endfor -%}
        {% for name in counts -%}
            cast(sum({{ name }}) as bigint) as {{ name }},
        {% endfor -%}
        {% for name in measures -%}
            cast(sum({{ name }}) as decimal(38, 12)) as {{ name }},
        {% endfor -%}
        cast(sum(count_seat_days) as decimal(38, 12)) as count_seat_days,
        cast(sum(estimated_cost) as decimal(38, 12)) as estimated_cost,
        sum(count_rows - count_with_effective) as count_without_effective,
        sum(count_rows - count_estimated) as count_without_estimate,
        count(distinct principal) as count_principals,
        count(*) as count_lines,
        count(case when is_too_few then 1 end) as count_too_few
    from placed
    group by
        {% for name in shown[1:] -%}
            {{ name }},
        {% endfor -%}
        billing_period
),

-- What bills say must add up, so it stays; an estimate of too few persons stands alone and is not told.
judged as (
    select
        *,
        cost_basis != 'billed' and count_too_few = count_lines as is_withheld
    from added_up
)

select
    md5({{ identity(shown) }}) as principal_cost_id,
    billing_period,
    principal_kind,
    principal_id,
    api_key_id,
    case
        when count_too_few = 0 then principal_reason
        when count_too_few = count_lines then 'too_few_persons'
        else principal_reason || '_or_too_few_persons'
    end as principal_reason,
    provider_name,
    seat_product,
    team,
    team_reason,
    department,
    works_as,
    person_reason,
    cost_basis,
    cast(
        case cost_basis
            when 'billed' then 'core.fct_costs'
            when 'usage_at_billed_price' then 'core.fct_token_usage, unit_economics.fct_token_prices'
            when 'seat_price' then 'core.fct_seat_days'
            else 'core.fct_cost_estimates'
        end as varchar
    ) as evidence,
    billing_currency,
    reporting_currency,
    cast(case when principal_kind != 'unknown' then count_principals end as bigint) as count_principals,
    count_rows,
    case when not is_withheld then count_seat_days end as count_seat_days,
    case when not is_withheld and count_days_told > 0 then count_days_active end as count_days_active,
    {% for name in measures -%}
        {{ name }},
    {% endfor -%}
    cast(count_without_effective as bigint) as count_without_effective,
    case when cost_basis != 'billed' then 'estimate_is_no_bill' end as billed_reason,
    case when not is_withheld then estimated_cost end as estimated_cost,
    case
        when cost_basis = 'billed' then 'bill_is_no_estimate'
        when is_withheld then 'too_few_persons'
        when estimated_cost is null then 'no_price'
        when count_without_estimate > 0 then 'some_without_price'
    end as estimate_reason
from judged
