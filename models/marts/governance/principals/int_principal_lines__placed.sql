-- One row per line with what is shown of it: itself, the pool of groups with too few persons, or nobody where
-- even the pool has too few.
with placed as (
    select
        cost_lines.*,
        coalesce(cells.is_pooled, false) as is_pooled,
        coalesce(cells.is_too_few, false) as is_too_few
    from {{ ref('int_principal_lines') }} as cost_lines
    left join {{ ref('int_person_cells') }} as cells
        on cost_lines.is_person and cost_lines.cell_id = cells.cell_id
)

select
    billing_period,
    case when is_too_few then 'unknown' else principal_kind end as principal_kind,
    {% for name in ['principal_id', 'team', 'department', 'works_as'] -%}
        case when not is_pooled then {{ name }} end as {{ name }},
    {% endfor -%}
    case when not is_pooled or (is_too_few and cost_basis = 'seat_price') then seat_product end
        as seat_product,
    api_key_id,
    case
        when not is_pooled then principal_reason
        when not is_too_few then 'fewer_than_five'
        when cost_basis = 'seat_price' then 'seats_without_names'
        else 'nobody_named'
    end as principal_reason,
    case when is_too_few then 'no_principal' when is_pooled then 'fewer_than_five' else team_reason end
        as team_reason,
    case when is_too_few then 'no_person' when is_pooled then 'fewer_than_five' else person_reason end
        as person_reason,
    is_pooled,
    is_too_few,
    coalesce(person, api_key_id) as principal,
    provider_name,
    cost_basis,
    billing_currency,
    reporting_currency,
    count_rows,
    count_with_effective,
    count_estimated,
    count_seat_days,
    count_days_active,
    count_days_told,
    billed_cost,
    effective_cost,
    billed_cost_reporting,
    effective_cost_reporting,
    estimated_cost
from placed
