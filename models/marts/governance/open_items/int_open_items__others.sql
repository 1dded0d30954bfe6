-- One row per thing to do that is no missing owner: a pool, a price, a bill, an invoice or a rule.
with rates as (
    select
        billing_currency,
        billing_period,
        reporting_currency,
        fx_rate
    from {{ ref('fct_fx_rates') }}
    where invoice_id is null
),

items as (
    select * from {{ ref('int_open_items__listed') }}
),

valued as (
    select
        items.*,
        rates.reporting_currency,
        abs({{ money_times('cast(items.amount as decimal(28, 12))', 'rates.fx_rate') }}) as money
    from items
    left join rates
        on items.billing_currency = rates.billing_currency and items.billing_period = rates.billing_period
),

by_currency as (
    select
        kind,
        owner_kind,
        owner_value,
        billing_currency,
        min(detail) as detail,
        min(provider_name) as provider_name,
        string_agg(distinct reporting_currency, ', ' order by reporting_currency) as reporting_currency,
        sum(abs(amount)) as amount,
        sum(money) as money,
        count(*) filter (where money is null) as count_without_money,
        max(coalesce(last_seen_date, cast(billing_period || '-01' as date))) as last_seen_date
    from valued
    group by kind, owner_kind, owner_value, billing_currency
)

select
    kind,
    owner_kind,
    owner_value,
    min(detail) as item_name,
    min(provider_name) as provider_name,
    case when sum(count_without_money) = 0 then cast(sum(money) as decimal(38, 12)) end as money,
    cast(coalesce(sum(
        coalesce(case when count_without_money = 0 then money end, amount)
    ), 0) as decimal(38, 12)) as ranked_by,
    string_agg(distinct reporting_currency, ', ' order by reporting_currency) as reporting_currency,
    string_agg(
        billing_currency || ' ' || cast(cast(amount as decimal(38, 2)) as varchar), '; '
        order by billing_currency
    ) as billed_by_currency,
    max(last_seen_date) as last_seen_date
from by_currency
group by kind, owner_kind, owner_value
