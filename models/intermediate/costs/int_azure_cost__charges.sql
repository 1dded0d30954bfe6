-- One row per charge of an Azure cost export in a slice to build that counts, with its kind and commitment.
with charges as (
    select * from {{ ref('stg_azure__charges') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'azure_cost'
),

paired_slices as (
    select * from {{ ref('int_azure_cost__paired_slices') }}
),

in_slices as (
    select
        charges.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        split_part(slices.delivery_scope, '/', 1) as dataset,
        paired_slices.slice_id is not null as has_amortized,
        coalesce(charges.charge_type, 'usage') as charge_kind,
        case
            when charges.pricing_model in ('reservation', 'savingsplan') then charges.pricing_model
            when charges.charge_type = 'unusedreservation' then 'reservation'
            when charges.charge_type = 'unusedsavingsplan' then 'savingsplan'
            when charges.pricing_model is null and charges.reservation_id is not null then 'reservation'
        end as commitment_kind
    from charges
    inner join slices on charges.delivery_id = slices.delivery_id
    left join paired_slices on slices.slice_id = paired_slices.slice_id
),

classified as (
    select
        *,
        charge_kind in ('unusedreservation', 'unusedsavingsplan') as is_unused,
        commitment_kind is not null and charge_kind = 'usage' as is_covered,
        commitment_kind is not null and charge_kind in ('purchase', 'refund') as is_commitment_purchase,
        case
            when charge_kind in ('usage', 'unusedreservation', 'unusedsavingsplan') then 'Usage'
            when charge_kind in ('purchase', 'refund') then 'Purchase'
            when charge_kind = 'tax' then 'Tax'
            when charge_kind = 'credit' then 'Credit'
            when charge_kind = 'roundingadjustment' then 'Adjustment'
            else charge_kind
        end as charge_category
    from in_slices
),

-- Microsoft's rule: all amortized rows, and of the actual ones what bought or gave back a commitment, because
-- amortized cost has spread that. All else of the actual ones the amortized ones say too; that both agree is
-- the rule azure_datasets_differ. Where a month has no amortized cost, the actual ones are all there is.
counted as (
    select * from classified
    where not (dataset = 'actual' and has_amortized) or is_commitment_purchase
)

select * from counted
