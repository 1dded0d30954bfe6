-- One row per charge to describe: what it is for, each answer NULL with a reason where nothing says so.
with scoped as (
    select * from {{ ref('int_charges__scoped') }}
),

products as (
    select * from {{ ref('dim_product') }}
),

owner_rules as (
    select * from {{ ref('owner_rules') }}
),

accounts as (
    select * from {{ ref('dim_billing_account') }}
),

-- The charge's own tag or statement first, then what is listed for its product.
purposed as (
    select
        scoped.*,
        owner_rules.confidence as owner_confidence,
        products.product_id is not null as is_product_listed,
        coalesce(scoped.tag_use_case, products.use_case) as use_case,
        coalesce(scoped.tag_life_cycle_phase, products.life_cycle_phase) as life_cycle_phase,
        coalesce(scoped.stated_cost_class, scoped.tag_cost_class, products.cost_class) as cost_class,
        coalesce(
            scoped.stated_legal_entity, scoped.tag_legal_entity, products.legal_entity, accounts.legal_entity
        ) as legal_entity
    from scoped
    left join owner_rules on scoped.owner_rule = owner_rules.owner_rule
    left join products
        on
            scoped.product = products.product_id
            and scoped.charge_date >= products.valid_from
            and scoped.charge_date < products.valid_to
    left join accounts
        on
            scoped.provider_name = accounts.provider_name
            and scoped.billing_account_id = accounts.billing_account_id
            and scoped.charge_date >= accounts.valid_from
            and scoped.charge_date < accounts.valid_to
)

select
    *,
    case
        when team is null and is_owner_ambiguous then 'ambiguous_tag'
        when team is null then 'no_owner_listed'
    end as team_reason,
    case when product is null then 'no_evidence' end as product_reason,
    case when environment is null then 'no_evidence' end as environment_reason,
    {{ purpose_reason('use_case') }} as use_case_reason,
    {{ purpose_reason('life_cycle_phase') }} as life_cycle_phase_reason,
    {{ purpose_reason('cost_class') }} as cost_class_reason,
    case
        when legal_entity is null then 'neither_product_nor_account_listed_with_one'
    end as legal_entity_reason
from purposed
