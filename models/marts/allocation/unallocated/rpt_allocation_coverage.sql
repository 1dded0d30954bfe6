-- One row per billing period, provider and currencies: effective cost by how it came to be borne.
with covered as (
    select * from {{ ref('int_charges__covered') }}
),

added_up as (
    select
        billing_period,
        provider_name,
        billing_currency,
        reporting_currency,
        {% for class in coverage_classes() %}
            cast(coalesce(sum(
                case when coverage_class = '{{ class }}' then effective_cost end
            ), 0) as decimal(38, 12)) as {{ class }}_cost,
        {% endfor %}
        {% for confidence in ['high', 'medium', 'low'] %}
            cast(coalesce(sum(case
                when coverage_class in ('rule', 'shared', 'unowned') then null
                when owner_confidence = '{{ confidence }}' then effective_cost
            end), 0) as decimal(38, 12)) as {{ confidence }}_confidence_cost,
        {% endfor %}
        cast(sum(count_lines) as bigint) as count_lines,
        cast(sum(count_lines_without_cost) as bigint) as count_lines_without_cost,
        cast(sum(effective_cost) as decimal(38, 12)) as effective_cost,
        cast(sum(effective_cost_reporting) as decimal(38, 12)) as effective_cost_reporting
    from covered
    group by billing_period, provider_name, billing_currency, reporting_currency
),

-- Credits are less than nothing: shares are of amounts without their sign, so that they lie within 0 and 1.
sized as (
    select
        *,
        abs(high_confidence_cost) as sure_size,
        abs(high_confidence_cost) + abs(medium_confidence_cost) + abs(low_confidence_cost) as owned_size,
        abs(rule_cost + shared_cost) as ruled_size,
        abs(unowned_cost) as unowned_size
    from added_up
)

select
    md5({{ identity(['billing_period', 'provider_name', 'billing_currency', 'reporting_currency']) }})
        as allocation_coverage_id,
    billing_period, provider_name, billing_currency, reporting_currency, count_lines,
    count_lines_without_cost, effective_cost, effective_cost_reporting, high_confidence_cost,
    medium_confidence_cost, low_confidence_cost,
    split_tag_cost, tag_cost, stated_cost, resource_cost, key_cost, principal_cost, project_cost,
    account_cost, name_pattern_cost, rule_cost, shared_cost, unowned_cost,
    {{ ratio('owned_size', 'owned_size + ruled_size + unowned_size') }} as owned_share,
    {{ ratio('sure_size', 'owned_size + ruled_size + unowned_size') }} as high_confidence_share,
    {{ ratio('ruled_size', 'owned_size + ruled_size + unowned_size') }} as ruled_share,
    {{ ratio('unowned_size', 'owned_size + ruled_size + unowned_size') }} as unowned_share,
    case
        when effective_cost is null then 'source_has_no_effective_cost'
        when owned_size + ruled_size + unowned_size = 0 then 'no_cost'
    end as share_reason
from sized
