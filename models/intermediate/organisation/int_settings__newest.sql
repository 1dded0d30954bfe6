-- One row per setting: the value landed last.
with settings as (
    select * from {{ ref('stg_settings__settings') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        settings.*,
        row_number() over (
            partition by settings.setting
            order by {{ landed_last('settings') }}, settings.setting_value asc
        ) as newest_first
    from settings
    inner join deliveries on settings.delivery_id = deliveries.delivery_id
),

newest as (
    select
        setting,
        setting_value
    from ranked
    where newest_first = 1
)

select * from newest
