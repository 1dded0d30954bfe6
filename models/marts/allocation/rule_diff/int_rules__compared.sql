-- One row per two consecutive versions of a rule and version of them in force: its days, and the version that
-- is tried instead.
{%- set filters = [
    'filter_provider_name', 'filter_billing_account_id', 'filter_sub_account_id', 'filter_service_name',
    'filter_charge_category', 'filter_tag', 'filter_team', 'filter_pool',
] %}
with versions as (
    select
        *,
        lag(rule_version) over (partition by rule_id order by rule_version) as version_before,
        lead(rule_version) over (partition by rule_id order by rule_version) as version_after
    from {{ ref('int_allocation_rules__versions') }}
),

in_force as (
    select
        *,
        rule_version as from_version,
        version_after as to_version,
        version_after as version_tried
    from versions
    where version_after is not null
    union all
    select
        *,
        version_before as from_version,
        rule_version as to_version,
        version_before as version_tried
    from versions
    where version_before is not null
)

-- Where the two take the same, only what the version in force takes is looked at.
select
    md5({{ identity([
        'in_force.rule_id', 'in_force.from_version', 'in_force.to_version', 'in_force.rule_version',
    ]) }}) as comparison_id,
    in_force.rule_id,
    in_force.from_version,
    in_force.to_version,
    in_force.rule_version as version_in_force,
    in_force.version_tried,
    in_force.valid_from,
    in_force.valid_to,
    {% for name in filters -%}
        tried.{{ name }},
    {% endfor -%}
    (
        {% for name in filters + ['priority'] -%}
            {{ differs('in_force.' ~ name, 'tried.' ~ name) }} or
        {% endfor -%}
        (in_force.method = 'capacity') != (tried.method = 'capacity')
    ) as takes_otherwise
from in_force
inner join versions as tried
    on in_force.rule_id = tried.rule_id and in_force.version_tried = tried.rule_version
where in_force.valid_from < in_force.valid_to
