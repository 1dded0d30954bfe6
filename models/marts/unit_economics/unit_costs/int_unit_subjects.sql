-- One row per scope, day, unit and request, session, cycle or task: what all its attempts cost, failed ones
-- too.
with attempts as (
    select * from {{ ref('int_unit_attempts') }}
),

by_scope as (
    {% for scope, kept in unit_scopes().items() %}
        select
            '{{ scope }}' as scope_kind,
            usage_date,
            unit,
            subject_id,
            currency,
            {{ columns_of_scope(kept) | indent(12) }}
            cast(count(*) as bigint) as count_attempts,
            cast(count(lowest_cost) as bigint) as count_priced,
            cast(sum(lowest_cost) as decimal(28, 12)) as lowest_cost,
            cast(sum(highest_cost) as decimal(28, 12)) as highest_cost,
            bool_or(is_done) as is_done
        from attempts
        {{ has_scope(kept) }}
        group by
            {% for column in kept %}
                {{ column }},
            {% endfor %}
            usage_date, unit, subject_id, currency
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from by_scope
