-- One row per setting of the organisation: the value landed last.
with settings as (
    select * from {{ ref('int_settings__newest') }}
)

select
    setting as setting_name,
    setting_value
from settings
