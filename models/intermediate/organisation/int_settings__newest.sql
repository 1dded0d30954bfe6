-- One row per setting: the value landed last.
with settings as (
    select * from {{ ref('stg_settings__settings') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('settings', ['setting'], then_by=['setting_value']) }}
)

select
    setting,
    setting_value
from newest
