-- One row per day, account, reservation and unit that a provider billed: what was reserved, what was used.
with costs as (
    select * from {{ ref('fct_costs') }}
    where charge_category = 'Usage'
),

-- Both kinds say of each row whether it was used. A commitment in money reserves no capacity.
statuses as (
    select
        *,
        'commitment' as capacity_kind,
        commitment_discount_id as capacity_id,
        commitment_discount_name as capacity_name,
        commitment_discount_unit as capacity_unit,
        commitment_discount_quantity as status_quantity,
        commitment_discount_status as capacity_status
    from costs
    where commitment_discount_id is not null and lower(commitment_discount_category) = 'usage'
    union all
    select
        *,
        'capacity_reservation' as capacity_kind,
        capacity_reservation_id as capacity_id,
        cast(null as varchar) as capacity_name,
        coalesce(consumed_unit, pricing_unit) as capacity_unit,
        coalesce(consumed_quantity, pricing_quantity) as status_quantity,
        capacity_reservation_status as capacity_status
    from costs
    where capacity_reservation_id is not null
),

-- A row whose quantity is not stated leaves the day's quantity unknown.
reserved as (
    select
        cast(charge_period_start as date) as usage_date,
        source_name, delivery_scope, provider_name, billing_account_id, capacity_kind, capacity_id,
        capacity_unit,
        min(sub_account_id) as sub_account_id,
        min(region_id) as region_id,
        min(capacity_name) as capacity_name,
        case
            when count(*) = count(case when capacity_status in ('Used', 'Unused') then status_quantity end)
                then cast(sum(status_quantity) as decimal(28, 12))
        end as reserved_quantity,
        case
            when count(*) = count(case when capacity_status in ('Used', 'Unused') then status_quantity end)
                then
                    cast(
                        sum(case when capacity_status = 'Used' then status_quantity else 0 end)
                        as decimal(28, 12)
                    )
        end as used_quantity,
        count(*) as count_rows
    from statuses
    group by
        cast(charge_period_start as date), source_name, delivery_scope, provider_name, billing_account_id,
        capacity_kind, capacity_id, capacity_unit
)

select * from reserved
