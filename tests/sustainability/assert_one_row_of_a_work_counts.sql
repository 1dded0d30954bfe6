-- Exactly one row of a work counts for carbon and cost, none of a cluster, and one at most for energy.
{{ config(group='sustainability') }}
select
    work_id,
    work_kind
from {{ ref('fct_emissions_daily') }}
group by work_id, work_kind
having
    count(*) filter (where is_chosen) != case when work_kind = 'cluster' then 0 else 1 end
    or count(*) filter (where is_energy_chosen) > 1
    or count(*) filter (where not is_chosen and not_chosen_reason is null) > 0
