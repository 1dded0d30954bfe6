-- One row per counting row of emissions, who bears it, and the pool through which.
{%- set targets = emission_targets() | join(', ') %}
with parts as (
    select emission_id, measure, pool_id, bearer_key, part, {{ targets }}
    from {{ ref('int_emissions__borne') }}
    where pool_id is null
    union all
    select emission_id, measure, pool_id, bearer_key, part, {{ targets }}
    from {{ ref('int_emissions__pooled') }}
),

borne as (
    select
        emission_id,
        pool_id,
        bearer_key,
        {{ targets }},
        {% for measure in emission_parts() %}
            cast(sum(case when measure = '{{ measure }}' then part end) as decimal(28, 12)) as {{ measure }},
        {% endfor %}
        count(*) as count_measures
    from parts
    group by emission_id, pool_id, bearer_key, {{ targets }}
),

emissions as (
    select * from {{ ref('fct_emissions_daily') }}
)

select
    md5({{ identity(['borne.emission_id', 'borne.pool_id', 'borne.bearer_key']) }}) as allocated_emission_id,
    borne.emission_id,
    borne.pool_id,
    emissions.usage_date,
    emissions.usage_period,
    emissions.provider_name,
    emissions.account_id,
    emissions.region_id,
    emissions.work_kind,
    emissions.work_name,
    emissions.evidence_tier,
    emissions.method,
    emissions.evidence_grade,
    emissions.factor_basis,
    coalesce(borne.target_kind, 'team') as target_kind,
    coalesce(borne.target_id, 'unallocated') as target_id,
    borne.team,
    borne.product,
    borne.customer,
    {% for measure in emission_parts() %}
        borne.{{ measure }},
    {% endfor %}
    emissions.reporting_currency
from borne
inner join emissions on borne.emission_id = emissions.emission_id
