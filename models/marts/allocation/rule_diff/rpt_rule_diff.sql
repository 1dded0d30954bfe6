-- One row per rule, two consecutive versions, version in force, billing period, target and currencies: what
-- the target bears with each.
with comparisons as (
    select * from {{ ref('int_rules__compared') }}
),

borne as (
    select * from {{ ref('int_rule_diff__borne') }}
),

sided as (
    select
        comparisons.rule_id,
        comparisons.from_version,
        comparisons.to_version,
        comparisons.version_in_force,
        (borne.side = 'in_force') = (comparisons.version_in_force = comparisons.from_version)
            as is_from_version,
        borne.*
    from borne
    inner join comparisons on borne.comparison_id = comparisons.comparison_id
),

-- Known amounts add up; who bears nothing with one version bears 0 of what is known with the other.
compared as (
    select
        rule_id,
        from_version,
        to_version,
        version_in_force,
        billing_period,
        target_kind,
        target_id,
        billing_currency,
        reporting_currency,
        {% for measure in cost_measures() -%}
            coalesce(
                sum(case when is_from_version then {{ measure }} end),
                case when count({{ measure }}) > 0 then 0 end
            ) as {{ measure }}_from_version,
            coalesce(
                sum(case when not is_from_version then {{ measure }} end),
                case when count({{ measure }}) > 0 then 0 end
            ) as {{ measure }}_to_version,
        {% endfor -%}
        string_agg(
            distinct case when is_from_version then allocation_method end, ', '
            order by case when is_from_version then allocation_method end
        ) as allocation_methods_from_version,
        string_agg(
            distinct case when not is_from_version then allocation_method end, ', '
            order by case when not is_from_version then allocation_method end
        ) as allocation_methods_to_version,
        coalesce(sum(case when is_from_version then count_charges end), 0) as count_charges_from_version,
        coalesce(sum(case when not is_from_version then count_charges end), 0) as count_charges_to_version
    from sided
    group by
        rule_id, from_version, to_version, version_in_force, billing_period, target_kind, target_id,
        billing_currency, reporting_currency
)

select
    rule_id,
    from_version,
    to_version,
    version_in_force,
    billing_period,
    target_kind,
    target_id,
    billing_currency,
    {%- for suffix in ['', '_reporting'] %}
        {%- if suffix %}
            reporting_currency,
        {%- endif %}
        {%- for measure in ['billed_cost', 'effective_cost', 'contracted_cost', 'list_cost'] %}
            {%- set from_version = measure ~ suffix ~ '_from_version' %}
            {%- set to_version = measure ~ suffix ~ '_to_version' %}
            cast({{ from_version }} as decimal(38, 12)) as {{ from_version }},
            cast({{ to_version }} as decimal(38, 12)) as {{ to_version }},
            cast(
                {{ to_version }} - {{ from_version }} as decimal(38, 12)
            ) as {{ measure }}{{ suffix }}_change,
        {%- endfor %}
    {%- endfor %}
    allocation_methods_from_version,
    allocation_methods_to_version,
    cast(count_charges_from_version as bigint) as count_charges_from_version,
    cast(count_charges_to_version as bigint) as count_charges_to_version
from compared
