-- One row per slice of which all or part only explains: its role, and what of it another source covers.
with overlapped as (
    select * from {{ ref('int_cost_slices__overlaps') }}
),

roles as (
    select
        slice_id,
        case when is_by_line or min(covered_date) is not null then 'by_line' else 'explains' end as cost_role,
        md5(string_agg(
            {{ identity([
                'covered_period', 'covered_date', 'counting_source_name', 'counting_delivery_scope',
            ]) }}, ','
            order by covered_period, covered_date
        )) as overlap_fingerprint
    from overlapped
    group by slice_id, is_by_line
)

select * from roles
