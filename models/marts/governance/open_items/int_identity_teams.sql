-- One row per identity of unowned charges that has owned charges too: the team that owns most of these.
with identities as (
    select
        owner_kind,
        owner_value
    from {{ ref('int_unowned_identities') }}
),

owned as (
    select
        purposes.charge_id,
        purposes.team,
        costs.api_key_id,
        costs.sub_account_id,
        costs.billing_account_id,
        costs.principal_id
    from {{ ref('fct_cost_purposes') }} as purposes
    inner join {{ ref('fct_costs') }} as costs on purposes.charge_id = costs.charge_id
    where purposes.team is not null
),

counted as (
    {% for kind, value in [
        ('key', 'api_key_id'), ('project', 'sub_account_id'), ('account', 'billing_account_id'),
        ('principal', 'principal_id'),
    ] %}
        select
            '{{ kind }}' as owner_kind,
            {{ value }} as owner_value,
            team,
            count(*) as count_charges
        from owned
        group by {{ value }}, team
        union all
    {% endfor %}
    select
        'tag' as owner_kind,
        tags.tag_key || '=' || tags.tag_value as owner_value,
        owned.team,
        count(*) as count_charges
    from owned
    inner join {{ ref('bridge_cost_tags') }} as tags on owned.charge_id = tags.charge_id
    group by tags.tag_key || '=' || tags.tag_value, owned.team
),

ranked as (
    select
        counted.*,
        sum(counted.count_charges) over (partition by counted.owner_kind, counted.owner_value)
            as count_owned_charges,
        row_number() over (
            partition by counted.owner_kind, counted.owner_value
            order by counted.count_charges desc, counted.team asc
        ) as place
    from counted
    inner join identities
        on counted.owner_kind = identities.owner_kind and counted.owner_value = identities.owner_value
)

select
    owner_kind,
    owner_value,
    team,
    cast({{ whole_division('100 * count_charges', 'count_owned_charges') }} as integer) as percent_owned
from ranked
where place = 1
