-- One row: what the organisation settled for its books, else the default.
with settings as (
    select
        setting_name,
        nullif(trim(setting_value), '') as setting_value
    from {{ ref('dim_setting') }}
)

select
    coalesce(
        min(case when setting_name = 'central_cost_center' then setting_value end), 'central'
    ) as central_cost_center,
    greatest(coalesce(min(
        case when setting_name = 'journal_materiality' then {{ to_money('setting_value') }} end
    ), 0), 0) as journal_materiality,
    coalesce(
        min(case when setting_name = 'recoverable_tax' then lower(setting_value) end), 'no'
    ) = 'yes' as is_tax_recoverable
from settings
