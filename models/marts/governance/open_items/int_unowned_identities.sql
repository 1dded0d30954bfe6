-- One row per identity of charges that nobody owns, with their money: what would be owned if it were mapped.
with unowned as (
    select * from {{ ref('int_unowned_charges') }}
),

tag_keys as (
    select * from {{ ref('dim_tag_key') }}
),

tagged as (
    select
        unowned.*,
        tags.tag_key,
        tags.tag_key || '=' || tags.tag_value as tag,
        tags.tag_value,
        tag_keys.meaning
    from unowned
    inner join {{ ref('bridge_cost_tags') }} as tags on unowned.charge_id = tags.charge_id
    left join tag_keys on tags.tag_key = tag_keys.tag_key
),

named as (
    {% for kind, value, name in [
        ('key', 'api_key_id', 'null'),
        ('project', 'sub_account_id', 'sub_account_name'),
        ('account', 'billing_account_id', 'billing_account_name'),
        ('principal', 'principal_id', 'null'),
    ] %}
        select
            '{{ kind }}' as owner_kind, {{ value }} as owner_value, cast({{ name }} as varchar) as item_name,
            provider_name, billing_currency, reporting_currency, billed_cost, money, charge_date, principal_id
        from unowned
        union all
    {% endfor %}
    -- The values of these keys name no owner.
    select
        'tag' as owner_kind, tag as owner_value, cast(null as varchar) as item_name,
        provider_name, billing_currency, reporting_currency, billed_cost, money, charge_date, principal_id
    from tagged
    where coalesce(meaning not in ('ignore', 'environment'), true)
    union all
    select
        'tag_key' as owner_kind, tag_key as owner_value, tag_value as item_name,
        provider_name, billing_currency, reporting_currency, billed_cost, money, charge_date, principal_id
    from tagged
    where meaning is null
),

by_currency as (
    select
        owner_kind,
        owner_value,
        billing_currency,
        min(item_name) as item_name,
        min(provider_name) as provider_name,
        string_agg(distinct reporting_currency, ', ' order by reporting_currency) as reporting_currency,
        sum(billed_cost) as billed_cost,
        sum(money) as money,
        count(*) filter (where money is null) as count_without_money,
        max(charge_date) as last_seen_date,
        min(principal_id) as first_principal_id,
        max(principal_id) as last_principal_id
    from named
    where coalesce(owner_value, '') != ''
    group by owner_kind, owner_value, billing_currency
)

-- A person is named where one alone used it.
select
    owner_kind,
    owner_value,
    min(item_name) as item_name,
    min(provider_name) as provider_name,
    string_agg(distinct reporting_currency, ', ' order by reporting_currency) as reporting_currency,
    case when sum(count_without_money) = 0 then cast(sum(money) as decimal(38, 12)) end as money,
    cast(sum(coalesce(case when count_without_money = 0 then money end, billed_cost)) as decimal(38, 12))
        as ranked_by,
    string_agg(
        billing_currency || ' ' || cast(cast(billed_cost as decimal(38, 2)) as varchar), '; '
        order by billing_currency
    ) as billed_by_currency,
    max(last_seen_date) as last_seen_date,
    case when min(first_principal_id) = max(last_principal_id) then min(first_principal_id) end
        as principal_id
from by_currency
group by owner_kind, owner_value
