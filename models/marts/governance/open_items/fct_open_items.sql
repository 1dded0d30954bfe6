-- One row per thing to do, ranked by the money it is about.
with unowned as (
    select sum(money) as money from {{ ref('int_unowned_charges') }}
),

items as (
    select
        'unmapped_' || owner_kind as kind,
        owner_kind, owner_value, item_name, provider_name, money, ranked_by, reporting_currency,
        billed_by_currency, last_seen_date, principal_id, suggestion, because, true as is_about_owners
    from {{ ref('int_open_items__owners') }}
    union all
    select
        kind, owner_kind, owner_value, item_name, provider_name, money, ranked_by, reporting_currency,
        billed_by_currency, last_seen_date, cast(null as varchar) as principal_id,
        cast(null as varchar) as suggestion, cast(null as varchar) as because,
        kind = 'unowned_spend' and owner_kind != 'pool' as is_about_owners
    from {{ ref('int_open_items__others') }}
)

select
    md5({{ identity(['items.kind', 'items.owner_kind', 'items.owner_value']) }}) as open_item_id,
    cast(row_number() over (
        order by abs(items.ranked_by) desc, items.kind asc, items.owner_kind asc, items.owner_value asc
    ) as integer) as item_rank,
    items.kind, items.owner_kind, items.owner_value, items.item_name, items.provider_name,
    items.money as money_at_stake,
    items.reporting_currency,
    case
        when items.money is not null then null
        when items.billed_by_currency is null then 'no_amount_known'
        else 'no_rate'
    end as money_reason,
    items.billed_by_currency, items.last_seen_date, items.principal_id,
    items.suggestion, items.because,
    case when items.is_about_owners then {{ ratio('items.money', 'unowned.money') }} end as coverage_gained,
    fixes.input_file, fixes.input_column,
    coalesce(
        upper(substr(replace(rules.what_to_ask, 'Not for the vendor: ', ''), 1, 1))
        || substr(replace(rules.what_to_ask, 'Not for the vendor: ', ''), 2),
        fixes.what_to_do
    ) as what_to_do
from items
cross join unowned
left join {{ ref('source_rules') }} as rules
    on case when items.kind = 'rule_finding' then split_part(items.owner_value, ':', 1) end = rules.rule
left join {{ ref('open_item_fixes') }} as fixes
    on items.kind = fixes.kind and items.owner_kind = fixes.owner_kind
