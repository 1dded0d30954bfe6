-- One row per scope, day, unit and currency: attempts, cost by contract, quantity, and how cost is spread
-- over what is counted.
{%- set keys = ['scope_kind', 'usage_date', 'unit', 'currency'] + unit_dimensions() %}
with subjects as (
    select * from {{ ref('int_unit_subjects') }}
),

-- Only what is priced whole has a place among the dear ones.
ranked as (
    select
        *,
        case when count_priced = count_attempts then lowest_cost end as whole_cost,
        row_number() over (
            partition by {{ keys | join(', ') }}
            order by
                case when count_priced = count_attempts then lowest_cost end desc nulls last, subject_id asc
        ) as place,
        count(case when count_priced = count_attempts then 1 end) over (
            partition by {{ keys | join(', ') }}
        ) as count_whole
    from subjects
)

select
    {{ keys | join(', ') }},
    cast(sum(count_attempts) as bigint) as count_attempts,
    cast(sum(count_priced) as bigint) as count_priced,
    cast(sum(lowest_cost) as decimal(38, 12)) as lowest_cost,
    cast(sum(highest_cost) as decimal(38, 12)) as highest_cost,
    cast(count(case when is_done then 1 end) as decimal(38, 12)) as quantity,
    percentile_cont(0.5) within group (order by cast(whole_cost as double)) as cost_p50,
    percentile_cont(0.9) within group (order by cast(whole_cost as double)) as cost_p90,
    percentile_cont(0.99) within group (order by cast(whole_cost as double)) as cost_p99,
    {{ ratio('sum(case when place <= ceil(count_whole * 0.01) then whole_cost end)', 'sum(whole_cost)') }}
        as top_1_percent_part
from ranked
group by {{ keys | join(', ') }}
