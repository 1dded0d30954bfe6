{#-
    CTEs that split overlapping periods of one key, ending in `periods_of_keys`: all columns of `relation`, `period_from`, `period_to`
    (half-open) and `count_rows`, the rows that cover the period. Where two rows cover the same days the one that starts later counts,
    and the other one again when it ends. `relation` has valid_from and valid_to without NULL; `keys` hold none either.
    Price: of two rows with one start the shorter counts, then the first by `then_by`.
-#}
{% macro validity_periods(relation, keys, then_by=[]) -%}
boundaries as (
    {% for boundary in ['valid_from', 'valid_to'] -%}
    select {{ keys | join(', ') }}, {{ boundary }} as boundary from {{ relation }} where valid_from < valid_to
    {{ 'union' if not loop.last }}
    {% endfor %}
),

bounded as (
    select
        {{ keys | join(', ') }},
        boundary as period_from,
        lead(boundary) over (partition by {{ keys | join(', ') }} order by boundary) as period_to
    from boundaries
),

covering as (
    select
        {{ relation }}.*,
        bounded.period_from,
        bounded.period_to,
        row_number() over (
            partition by {% for key in keys %}bounded.{{ key }}, {% endfor %}bounded.period_from
            order by
                {{ relation }}.valid_from desc, {{ relation }}.valid_to asc
                {%- for column in then_by %}, {{ relation }}.{{ column }} asc{% endfor %}
        ) as latest_start_first,
        count(*) over (
            partition by {% for key in keys %}bounded.{{ key }}, {% endfor %}bounded.period_from
        ) as count_rows
    from bounded
    inner join {{ relation }}
        on
            {% for key in keys -%}
            bounded.{{ key }} = {{ relation }}.{{ key }} and
            {% endfor -%}
            bounded.period_from >= {{ relation }}.valid_from
            and bounded.period_to <= {{ relation }}.valid_to
),

periods_of_keys as (
    select * from covering
    where latest_start_first = 1
)
{%- endmacro %}
