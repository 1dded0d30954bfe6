-- One row per work of a day, way to know its emissions and basis of the factor; nothing known is a row too.
{%- set told_columns = [
    'evidence_tier', 'method', 'evidence_grade', 'method_version', 'factor_basis', 'boundary', 'energy_reason',
    'carbon_reason', 'grid_zone', 'grid_data_year', 'grid_g_per_kwh',
] + emission_measures() %}
with works as (
    select * from {{ ref('int_emissions__works') }}
),

told as (
    select * from {{ ref('int_emissions__told') }}
),

-- The best that has a location-based figure; a cluster whose machines no bill names is never counted.
ranked as (
    select
        works.*,
        {% for column in told_columns %}
            told.{{ column }},
        {% endfor %}
        works.work_kind != 'cluster' as may_count,
        row_number() over (
            partition by works.work_id
            order by
                told.location_g_central is null asc, {{ method_order('told.method') }} asc,
                {{ basis_order('told.factor_basis') }} asc
        ) as carbon_place,
        row_number() over (
            partition by works.work_id
            order by
                told.facility_kwh_central is null asc, {{ method_order('told.method') }} asc,
                {{ basis_order('told.factor_basis') }} asc
        ) as energy_place
    from works
    left join told on works.work_id = told.work_id
)

select
    md5(
        {{ identity(['work_id', "coalesce(method, 'none')", "coalesce(factor_basis, 'none')"]) }}
    ) as emission_id,
    work_id, usage_date, usage_period, provider_name, account_id, region_id, work_kind, work_name,
    service_name, scope_name,
    coalesce(evidence_tier, 'none') as evidence_tier,
    coalesce(method, 'none') as method,
    method_version,
    evidence_grade,
    coalesce(factor_basis, 'none') as factor_basis,
    boundary,
    may_count and carbon_place = 1 as is_chosen,
    case
        when not may_count then 'machines_in_no_bill'
        when carbon_place = 1 then null
        when location_g_central is null then coalesce(carbon_reason, 'no_figure')
        else 'better_evidence_or_basis'
    end as not_chosen_reason,
    may_count and energy_place = 1 and facility_kwh_central is not null as is_energy_chosen,
    {% for measure in emission_measures() %}
        {{ measure }},
    {% endfor %}
    case when method is null then 'no_method' else energy_reason end as energy_reason,
    case when method is null then 'no_method' else carbon_reason end as carbon_reason,
    case when market_g is null then 'not_published' end as market_reason,
    grid_zone,
    grid_data_year,
    grid_g_per_kwh,
    count_tokens,
    count_requests,
    gpu_hours,
    effective_cost_reporting,
    reporting_currency
from ranked
