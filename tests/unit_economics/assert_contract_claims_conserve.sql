-- Claims hold every gap between list and contract, and of groups with a contract every price above it.
{{ config(group='unit_economics') }}
with totals as (
    select
        bills.provider_name,
        bills.currency,
        cast(sum(bills.contract_gap) as decimal(38, 12)) as contract_gap,
        cast(sum(
            case
                when bills.contract_gap > 0 then bills.contract_gap
                when held.bill_match_id is not null
                    then
                        greatest(
                            bills.list_gap + bills.class_gap + bills.tier_gap + bills.unknown_gap, 0
                        )
                else 0
            end
        ) as decimal(38, 12)) as above_contract
    from {{ ref('fct_bill_match') }} as bills
    left join {{ ref('int_contract_claims__held') }} as held on bills.bill_match_id = held.bill_match_id
    group by bills.provider_name, bills.currency
),

claims as (
    select
        provider_name,
        currency,
        cast(sum(case when cause = 'contract' then price_gap else 0 end) as decimal(38, 12)) as contract_gap,
        cast(sum(claimed_amount) as decimal(38, 12)) as claimed_amount
    from {{ ref('rpt_contract_claims') }}
    group by provider_name, currency
)

select
    totals.provider_name,
    totals.currency
from totals
left join claims on totals.provider_name = claims.provider_name and totals.currency = claims.currency
where
    totals.contract_gap != coalesce(claims.contract_gap, 0)
    or totals.above_contract != coalesce(claims.claimed_amount, 0)
