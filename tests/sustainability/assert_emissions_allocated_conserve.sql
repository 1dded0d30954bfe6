-- Every measure of every row of emissions that counts is handed out whole, to the last place.
{{ config(group='sustainability') }}
with handed_out as (
    select
        emission_id,
        {% for measure in emission_parts() %}
            sum({{ measure }}) as {{ measure }},
        {% endfor %}
        count(*) as count_parts
    from {{ ref('fct_emissions_allocated') }}
    group by emission_id
)

select
    counting.emission_id,
    handed_out.count_parts
from {{ ref('int_emissions__counting') }} as counting
full outer join handed_out on counting.emission_id = handed_out.emission_id
where
    counting.emission_id is null
    or handed_out.emission_id is null
    {% for measure in emission_parts() %}
        or {{ differs('counting.' ~ measure, 'handed_out.' ~ measure) }}
    {% endfor %}
