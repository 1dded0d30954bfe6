-- The parts of a row of the coverage make its effective cost, and confidences make what evidence owns.
{%- set parts = [] %}
{%- for class in coverage_classes() %}{% do parts.append(class ~ '_cost') %}{% endfor %}
select * from {{ ref('rpt_allocation_coverage') }}
where
    {{ differs('coalesce(effective_cost, 0)', parts | join(' + ')) }}
    or {{ differs(
        'high_confidence_cost + medium_confidence_cost + low_confidence_cost + rule_cost + shared_cost + unowned_cost',
        parts | join(' + ')
    ) }}
