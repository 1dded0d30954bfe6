-- One row: the currency that every amount is also reported in.
with settings as (
    select * from {{ ref('int_settings__newest') }}
),

reporting_currency as (
    select
        upper(
            coalesce(min(case when setting = 'reporting_currency' then setting_value end), 'USD')
        ) as reporting_currency
    from settings
)

select * from reporting_currency
