-- One row per counting row of emissions and measure that it has.
{% for measure in emission_parts() %}
    select emission_id, work_id, '{{ measure }}' as measure, {{ measure }} as amount
    from {{ ref('int_emissions__counting') }}
    where {{ measure }} is not null
    union all
{% endfor %}
-- What has no measure at all is work too.
select emission_id, work_id, 'none' as measure, cast(null as decimal(28, 12)) as amount
from {{ ref('int_emissions__counting') }}
