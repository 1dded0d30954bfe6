-- One row per delivery of bills that are spread over service days, currency and month of those days.
with spread as (
    select
        delivery_id,
        currency as billing_currency,
        service_start as first_day,
        service_end as last_day
    from {{ ref('stg_vendor_costs__vendor_costs') }}
    union all
    select
        delivery_id,
        currency as billing_currency,
        period_start as first_day,
        period_end as last_day
    from {{ ref('stg_asset_costs__asset_costs') }}
    union all
    select
        delivery_id,
        currency as billing_currency,
        period_start as first_day,
        period_end as last_day
    from {{ ref('stg_labour_costs__labour_costs') }}
),

periods as (
    select
        delivery_id,
        billing_currency,
        {{ each_period('first_day', 'last_day') }} as billing_period
    from spread
    where {{ is_service_period('first_day', 'last_day') }}
)

select distinct
    delivery_id,
    billing_currency,
    billing_period
from periods
