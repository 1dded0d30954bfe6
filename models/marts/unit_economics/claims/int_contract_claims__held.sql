-- One row per group of the bill whose tokens have a contract: which, and its price of one token.
with usage_rows as (
    select
        priced.*,
        coalesce(models.model_id, 'unknown') as model_id
    from {{ ref('fct_priced_usage') }} as priced
    left join {{ ref('dim_ai_model') }} as models
        on priced.provider_name = models.provider_name and priced.model_name = models.model_name
    where priced.usage_role = 'counts' and priced.usage_unit = 'tokens' and priced.contract_id is not null
),

groups as (
    select * from {{ ref('fct_bill_match') }}
)

-- Usage that says no tier is of the tier that is billed.
select
    groups.bill_match_id,
    count(distinct usage_rows.contract_id) as count_contracts,
    min(usage_rows.contract_id) as contract_id,
    case
        when min(usage_rows.contracted_unit_price) = max(usage_rows.contracted_unit_price)
            then min(usage_rows.contracted_unit_price)
    end as contracted_unit_price
from groups
inner join usage_rows
    on
        groups.provider_name = usage_rows.provider_name
        and groups.delivery_scope = usage_rows.delivery_scope
        and groups.model_id = usage_rows.model_id
        and groups.token_class = usage_rows.token_class
        and groups.usage_date = usage_rows.usage_date
        and groups.service_tier = coalesce(usage_rows.service_tier, groups.service_tier)
group by groups.bill_match_id
