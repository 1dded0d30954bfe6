-- One row per charge of a Cloud Billing export in a slice to build: the cost of a row, and each credit of it.
with described as (
    select * from {{ ref('int_gcp_billing__described') }}
),

exploded as (
    select
        *,
        {{ explode(cost_and_credits('cost', 'credits')) }} as part
    from described
),

parted as (
    select
        *,
        part.charge_part,
        part.credit_id,
        part.credit_type,
        part.credit_name,
        part.full_name as credit_full_name,
        part.amount as billed_cost,
        part.charge_part = 'credit' and {{ is_usage_discount('part.credit_type') }} as is_discount,
        case when part.charge_part = 'credit' then 'Credit' else row_category end as charge_category,
        case when part.charge_part = 'cost' then row_class end as charge_class
    from exploded
),

-- A discount lowers the effective cost of the row it stands on, and nothing else; a promotion lowers what is
-- paid, whatever it stands on. Both are billed.
costed as (
    select
        *,
        case
            when is_discount then 0
            when charge_part = 'cost' then cost + usage_discount
            else billed_cost
        end as effective_cost,
        case when is_discount then 0 else billed_cost end as contracted_cost,
        case
            when is_discount then 0
            when charge_category in ('Usage', 'Purchase') then cost_at_list
            else billed_cost
        end as list_cost
    from parted
)

select * from costed
