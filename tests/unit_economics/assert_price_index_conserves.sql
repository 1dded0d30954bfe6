-- All that has a price is in the index of the company and of its provider: cost matched, new, and tokens.
{{ config(group='unit_economics') }}
with indexed as (
    select
        scope_kind,
        price_kind,
        billing_period,
        cast(sum(priced_cost) as decimal(38, 12)) as priced_cost,
        cast(sum(matched_cost + new_cost) as decimal(38, 12)) as parts,
        cast(sum(tokens) as decimal(38, 12)) as tokens
    from {{ ref('fct_price_index') }}
    group by scope_kind, price_kind, billing_period
),

priced as (
    {% for kind in ['list', 'contracted'] -%}
        select
            '{{ kind }}' as price_kind,
            billing_period,
            cast(sum({{ kind }}_cost) as decimal(38, 12)) as priced_cost,
            cast(sum(quantity) as decimal(38, 12)) as tokens
        from {{ ref('fct_priced_usage') }}
        where
            usage_role = 'counts' and usage_unit = 'tokens' and {{ kind }}_cost is not null and quantity > 0
        group by billing_period
        union all
    {% endfor -%}
    select
        'billed' as price_kind,
        billing_period,
        cast(sum(billed_cost) as decimal(38, 12)) as priced_cost,
        cast(sum(tokens) as decimal(38, 12)) as tokens
    from {{ ref('fct_token_prices') }}
    where tokens > 0
    group by billing_period
),

by_scope as (
    select
        'company' as scope_kind,
        priced.*
    from priced
    union all
    select
        'provider' as scope_kind,
        priced.*
    from priced
)

select
    coalesce(indexed.scope_kind, by_scope.scope_kind) as scope_kind,
    coalesce(indexed.price_kind, by_scope.price_kind) as price_kind,
    coalesce(indexed.billing_period, by_scope.billing_period) as billing_period
from indexed
full outer join by_scope
    on
        indexed.scope_kind = by_scope.scope_kind
        and indexed.price_kind = by_scope.price_kind
        and indexed.billing_period = by_scope.billing_period
where
    {{ differs('indexed.priced_cost', 'by_scope.priced_cost') }}
    or {{ differs('indexed.parts', 'by_scope.priced_cost') }}
    or {{ differs('indexed.tokens', 'by_scope.tokens') }}
