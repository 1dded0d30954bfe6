-- One row per way in which charges to allocate look to the rules, that some rule takes: the rule that wins.
{%- set looks = [
    'charge_date', 'provider_name', 'billing_account_id', 'sub_account_id', 'service_name', 'charge_category',
    'team', 'is_capacity', 'rule_tags',
] %}
with charges as (
    select * from {{ ref('int_charges__with_rule_tags') }}
),

rules as (
    select * from {{ ref('int_allocation_rules__charges') }}
),

looks as (
    select distinct {{ looks | join(', ') }} from charges
),

-- A rule of method capacity takes charges for capacity alone. The lowest priority wins; of two rules with one
-- priority the first by name.
fitting as (
    select
        {% for look in looks %}looks.{{ look }},
        {% endfor %}
        rules.rule_id,
        rules.rule_version,
        rules.stage,
        rules.pool_name,
        rules.method,
        rules.target_kind,
        rules.target,
        row_number() over (
            partition by
                looks.charge_date, looks.provider_name, looks.billing_account_id, looks.sub_account_id,
                looks.service_name, looks.charge_category, looks.team, looks.is_capacity, looks.rule_tags
            order by rules.priority asc, rules.rule_id asc
        ) as first_wins
    from looks
    inner join rules
        on
            looks.charge_date >= rules.valid_from
            and looks.charge_date < rules.valid_to
            and coalesce(looks.provider_name = rules.filter_provider_name, rules.filter_provider_name is null)
            and coalesce(
                looks.billing_account_id = rules.filter_billing_account_id,
                rules.filter_billing_account_id is null
            )
            and coalesce(
                looks.sub_account_id = rules.filter_sub_account_id, rules.filter_sub_account_id is null
            )
            and coalesce(looks.service_name = rules.filter_service_name, rules.filter_service_name is null)
            and coalesce(
                rules.filter_charge_category = lower(looks.charge_category),
                rules.filter_charge_category is null
            )
            and coalesce(looks.team = rules.filter_team, rules.filter_team is null)
            and (rules.method != 'capacity' or looks.is_capacity)
            and (
                rules.filter_tag is null
                or position('|' || rules.filter_tag || '|' in coalesce(looks.rule_tags, '')) > 0
            )
)

select * from fitting
where first_wins = 1
