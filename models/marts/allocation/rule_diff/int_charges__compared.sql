-- One row per comparison of versions and charge that the version in force takes or shares, or the one tried
-- may, or that is in a pool which sends on into theirs.
with comparisons as (
    select * from {{ ref('int_rules__compared') }}
),

lines as (
    select * from {{ ref('int_charges__allocated') }}
),

touched as (
    select
        comparisons.comparison_id,
        lines.charge_id,
        1 as is_ruled
    from lines
    inner join comparisons
        on lines.rule_id = comparisons.rule_id and lines.rule_version = comparisons.version_in_force
    union all
    select
        comparisons.comparison_id,
        lines.charge_id,
        1 as is_ruled
    from lines
    inner join comparisons
        on
            lines.sharing_rule_id = comparisons.rule_id
            and lines.sharing_rule_version = comparisons.version_in_force
    union all
    select
        comparisons.comparison_id,
        lines.charge_id,
        0 as is_ruled
    from lines
    inner join comparisons
        on
            comparisons.takes_otherwise
            and lines.charge_date >= comparisons.valid_from
            and lines.charge_date < comparisons.valid_to
            and case
                when comparisons.filter_pool is null then {{ rule_fits('lines', 'comparisons') }}
                else lines.pool_name = comparisons.filter_pool
            end
    union all
    select
        comparisons.comparison_id,
        lines.charge_id,
        1 as is_ruled
    from lines
    inner join {{ ref('int_pools__feeding') }} as feeding on lines.pool_name = feeding.pool_name
    inner join comparisons
        on
            feeding.fed_pool_name in (comparisons.shared_pool, comparisons.shared_pool_tried)
            and lines.charge_date >= comparisons.valid_from
            and lines.charge_date < comparisons.valid_to
),

charges as (
    select
        comparison_id,
        charge_id,
        max(is_ruled) = 1 as is_ruled_in_force
    from touched
    group by comparison_id, charge_id
),

tags as (
    {{ tags_that_rules_ask_for('charges', ref('int_allocation_rules__versions')) }}
)

select
    charges.comparison_id,
    charges.charge_id,
    charges.is_ruled_in_force,
    lines.charge_date,
    lines.provider_name,
    lines.billing_account_id,
    costs.sub_account_id,
    lines.service_name,
    lines.charge_category,
    lines.team,
    {{ is_capacity('costs') }} as is_capacity,
    tags.rule_tags,
    lines.owner_rule,
    lines.billing_currency,
    lines.commitment_discount_id,
    lines.commitment_discount_status,
    costs.cost_origin,
    costs.resource_id,
    costs.resource_name,
    costs.charge_period_end
from charges
inner join lines on charges.charge_id = lines.charge_line_id
inner join {{ ref('fct_costs') }} as costs on charges.charge_id = costs.charge_id
left join tags on charges.charge_id = tags.charge_id
