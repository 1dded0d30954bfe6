-- One row per rule and version, with the days on which it holds: a later version ends the one before.
-- Only a direct rule names the pool it fills; any other rule shares a pool of its own name.
with rule_lines as (
    select * from {{ ref('dim_allocation_rule') }}
),

headed as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until,
        row_number() over (partition by rule_id, rule_version order by allocation_rule_id) as line_place
    from rule_lines
),

versions as (
    select
        *,
        lead(valid_since) over (partition by rule_id order by rule_version) as next_version_from
    from headed
    where line_place = 1
),

staged as (
    select
        versions.*,
        stages.stage_order
    from versions
    left join {{ ref('allocation_stages') }} as stages on versions.stage = stages.stage_name
)

select
    rule_id,
    rule_version,
    priority,
    stage,
    stage_order,
    valid_since as valid_from,
    least(valid_until, coalesce(next_version_from, valid_until)) as valid_to,
    filter_provider_name,
    filter_billing_account_id,
    filter_sub_account_id,
    filter_service_name,
    filter_charge_category,
    filter_tag,
    filter_team,
    filter_pool,
    method,
    case when method = 'weighted_driver' then driver_name || '_by_price' else driver_name end as driver_name,
    coalesce(driver_grain, 'month') as driver_grain,
    coalesce(nullif(replace(fallback, ' ', ''), ''), 'trailing_28_days>proportional>even') as fallback,
    target_kind,
    target,
    case when method = 'direct' and target_kind = 'pool' then target else rule_id end as pool_name,
    coalesce(materiality_amount, 0) as materiality_amount,
    owner_name
from staged
