-- One row per comparison of versions, pool and rule or policy that shares it, as rules would stand with the
-- version tried.
with comparisons as (
    select * from {{ ref('int_rules__compared') }}
),

rules as (
    select * from {{ ref('int_allocation_rules__pools') }}
)

select
    comparisons.comparison_id,
    rules.pool_name,
    rules.rule_id,
    rules.rule_version,
    rules.priority,
    rules.stage,
    rules.method,
    rules.driver_grain,
    case when rules.rule_id = comparisons.rule_id then date '1970-01-01' else rules.valid_from end
        as valid_from,
    case when rules.rule_id = comparisons.rule_id then date '9999-12-31' else rules.valid_to end
        as valid_to
from comparisons
inner join rules
    on comparisons.rule_id != rules.rule_id or comparisons.version_tried = rules.rule_version
