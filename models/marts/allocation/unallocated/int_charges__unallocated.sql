-- One row per line of a charge that nobody owns, with why, what would name its owner and who may know.
with lines as (
    select * from {{ ref('fct_allocated_costs') }}
    where charge_id is not null and (target_id = 'unallocated' or cost_part = 'unowned')
),

fixers as (
    select * from {{ ref('int_accounts__fixers') }}
)

select
    lines.*,
    costs.principal_id,
    case
        when lines.owner_rule = 'none' and lines.is_owner_ambiguous then 'ambiguous_tag'
        when lines.allocation_method = 'direct_rule' then 'rule_without_target'
        when lines.charge_category = 'Credit' then 'credit_without_owner'
        when lines.charge_category = 'Tax' then 'tax_without_owner'
        when costs.commitment_discount_status = 'Unused' then 'unused_commitment_without_buyer'
        else 'no_owner_listed'
    end as reason,
    case
        when lines.owner_rule = 'none' and lines.is_owner_ambiguous then 'tag'
        when costs.api_key_id is not null then 'key'
        when costs.sub_account_id is not null then 'project'
        when costs.billing_account_id is not null then 'account'
        when coalesce(costs.resource_id, costs.resource_name) is not null then 'resource'
        when costs.principal_id is not null then 'principal'
        else 'none'
    end as owner_kind,
    case
        when lines.owner_rule = 'none' and lines.is_owner_ambiguous then lines.owner_evidence
        else coalesce(
            costs.api_key_id, costs.sub_account_id, costs.billing_account_id, costs.resource_id,
            costs.resource_name, costs.principal_id
        )
    end as owner_value,
    coalesce(project_fixers.fixer_team, account_fixers.fixer_team) as fixer_team,
    coalesce(project_fixers.fixer_reason, account_fixers.fixer_reason) as fixer_reason
from lines
left join {{ ref('fct_costs') }} as costs on lines.charge_id = costs.charge_id
left join fixers as project_fixers
    on
        costs.sub_account_id = project_fixers.sub_account_id
        and {{ same('costs.provider_name', 'project_fixers.provider_name') }}
        and {{ same('costs.billing_account_id', 'project_fixers.billing_account_id') }}
left join fixers as account_fixers
    on
        account_fixers.sub_account_id is null
        and costs.billing_account_id = account_fixers.billing_account_id
        and {{ same('costs.provider_name', 'account_fixers.provider_name') }}
