-- One row per group of a carbon report and work in it, with the weight that the work has in it.
with provider_groups as (
    select * from {{ ref('int_provider_groups') }}
),

works as (
    select
        *,
        {{ reported_account('account_id') }} as account_key
    from {{ ref('int_works') }}
    where work_kind in ('tokens', 'gpus', 'services')
),

matched as (
    select
        provider_groups.*,
        works.work_id,
        works.effective_cost_reporting,
        best.it_kwh_central,
        count(best.it_kwh_central) over (partition by provider_groups.group_id) as count_with_energy,
        count(*) over (partition by provider_groups.group_id) as count_works
    from provider_groups
    inner join works
        on
            provider_groups.usage_month = works.usage_period
            and provider_groups.provider_name = works.provider_name
            and provider_groups.account_key = works.account_key
            and coalesce(provider_groups.region_id, works.region_id) = works.region_id
            and coalesce(provider_groups.service_name, works.service_name, '')
            = coalesce(works.service_name, '')
    left join {{ ref('int_energy__best') }} as best on works.work_id = best.work_id
)

-- By energy where every work of the group has some, else by cost: what is not measured is not nothing.
select
    group_id,
    work_id,
    model_version,
    location_g,
    market_g,
    case when count_with_energy = count_works then 'energy' else 'cost' end as shared_by,
    case when count_with_energy = count_works then it_kwh_central else effective_cost_reporting end as weight
from matched
