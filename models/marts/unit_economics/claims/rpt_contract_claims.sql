-- One row per provider, scope, model, class, tier, day and currency that is billed above its contract.
{%- set causes = ['contract', 'list', 'class', 'tier', 'unknown'] %}

with groups as (
    select
        *,
        {{ causes | join('_gap + ') }}_gap as price_gap,
        case
            {% for cause in causes -%}
                when {{ cause }}_gap != 0 then '{{ cause }}'
            {% endfor -%}
        end as cause
    from {{ ref('fct_bill_match') }}
),

held as (
    select * from {{ ref('int_contract_claims__held') }}
)

-- Where the list was billed instead of a contract the row stays, even if the list is the lower price.
select
    groups.bill_match_id,
    groups.provider_name,
    groups.delivery_scope,
    groups.model_id,
    groups.token_class,
    groups.service_tier,
    groups.usage_date,
    groups.billing_period,
    groups.currency,
    case when held.count_contracts = 1 then held.contract_id end as contract_id,
    cast(held.contracted_unit_price as decimal(28, 12)) as contracted_unit_price,
    groups.billed_unit_price,
    cast(coalesce(groups.billed_tokens, groups.usage_tokens) as decimal(38, 12)) as billed_tokens,
    groups.expected_cost,
    groups.billed_cost,
    groups.cause,
    cast(groups.price_gap as decimal(38, 12)) as price_gap,
    cast(greatest(groups.price_gap, 0) as decimal(38, 12)) as claimed_amount,
    groups.evidence,
    cast(
        case
            when groups.price_gap < 0 then 'billed_below_contract'
            when coalesce(held.count_contracts, 0) = 0 then 'contract_not_told'
            when held.count_contracts > 1 then 'several_contracts'
            when groups.cause = 'unknown' then 'billed_price_has_no_name'
        end as varchar
    ) as reason
from groups
left join held on groups.bill_match_id = held.bill_match_id
where groups.contract_gap != 0 or (held.bill_match_id is not null and groups.price_gap > 0)
