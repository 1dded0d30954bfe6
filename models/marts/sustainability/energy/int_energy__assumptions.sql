-- One row, of what stands in for a measurement of GPUs: utilisation and the host's watts for each.
with newest as (
    select
        *,
        row_number() over (partition by assumption order by known_from desc) as recency
    from {{ ref('energy_assumptions') }}
)

select
    {% for end in ends() %}
        max(case when assumption = 'gpu_utilisation' then {{ end }} end) as utilisation_{{ end }},
        max(case when assumption = 'host_w_per_gpu' then {{ end }} end) as host_w_{{ end }},
    {% endfor %}
    count(*) as count_assumptions
from newest
where recency = 1
