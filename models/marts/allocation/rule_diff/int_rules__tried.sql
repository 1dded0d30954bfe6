-- One row per comparison of versions and rule that takes charges, as rules would stand with the version
-- tried.
with comparisons as (
    select * from {{ ref('int_rules__compared') }}
),

versions as (
    select * from {{ ref('int_allocation_rules__versions') }}
    where filter_pool is null
)

select
    comparisons.comparison_id,
    versions.rule_id,
    versions.rule_version,
    versions.priority,
    versions.stage,
    versions.filter_provider_name,
    versions.filter_billing_account_id,
    versions.filter_sub_account_id,
    versions.filter_service_name,
    versions.filter_charge_category,
    versions.filter_tag,
    versions.filter_team,
    versions.method,
    versions.target_kind,
    versions.target,
    versions.pool_name,
    case when versions.rule_id = comparisons.rule_id then date '1970-01-01' else versions.valid_from end
        as valid_from,
    case when versions.rule_id = comparisons.rule_id then date '9999-12-31' else versions.valid_to end
        as valid_to
from comparisons
inner join versions
    on
        (comparisons.rule_id != versions.rule_id and versions.valid_from < versions.valid_to)
        or (comparisons.rule_id = versions.rule_id and comparisons.version_tried = versions.rule_version)
