-- One row per provider, scope, billing period and currency of a bill with tokens: what foots, what does not.
{%- set keys = ['provider_name', 'delivery_scope', 'billing_period', 'currency'] %}
{%- set causes = ['quantity', 'fx', 'contract', 'list', 'class', 'tier', 'rounding', 'unknown'] %}
{%- set categories = {
    'purchases': 'Purchase', 'credits': 'Credit', 'tax': 'Tax', 'adjustments': 'Adjustment',
} %}

with token_groups as (
    select
        {{ keys | join(', ') }},
        count(*) as count_groups,
        count(case when expected_cost is null and billed_cost != 0 then 1 end) as count_unpriced_groups,
        count(case when evidence = 'provider_usage' then 1 end) as count_proven_groups,
        cast(sum(ledger_list_cost) as decimal(38, 12)) as ledger_list_cost,
        cast(sum(expected_cost) as decimal(38, 12)) as expected_cost,
        cast(sum(billed_cost) as decimal(38, 12)) as token_cost,
        {% for cause in causes -%}
            cast(sum({{ cause }}_gap) as decimal(38, 12)) as {{ cause }}_gap,
        {% endfor -%}
        cast(sum(unpriced_cost) as decimal(38, 12)) as unpriced_cost,
        cast(sum(case when expected_cost is not null then billed_cost end) as decimal(38, 12))
            as priced_token_cost
    from {{ ref('fct_bill_match') }}
    group by {{ keys | join(', ') }}
),

charges as (
    select
        provider_name,
        delivery_scope,
        billing_period,
        billing_currency as currency,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        {% for name, category in categories.items() -%}
            cast(
                sum(case when charge_category = '{{ category }}' then billed_cost else 0 end)
                as decimal(38, 12)
            ) as {{ name }},
        {% endfor -%}
        count(case when token_class is not null then 1 end) as count_token_charges
    from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
    group by provider_name, delivery_scope, billing_period, billing_currency
)

select
    charges.provider_name,
    charges.delivery_scope,
    charges.billing_period,
    charges.currency,
    token_groups.count_groups,
    token_groups.count_proven_groups,
    token_groups.count_unpriced_groups,
    token_groups.ledger_list_cost,
    token_groups.expected_cost,
    {% for cause in causes -%}
        coalesce(token_groups.{{ cause }}_gap, 0) as {{ cause }}_gap,
    {% endfor -%}
    coalesce(token_groups.unpriced_cost, 0) as unpriced_cost,
    coalesce(token_groups.token_cost, 0) as token_cost,
    {{ categories.keys() | join(', ') }},
    charges.billed_cost - coalesce(token_groups.token_cost, 0)
    - {{ categories.keys() | join(' - ') }} as other_usage_cost,
    charges.billed_cost,
    {{ ratio('token_groups.priced_token_cost', 'token_groups.expected_cost') }} as bill_factor,
    {{ ratio('token_groups.priced_token_cost', 'token_groups.token_cost') }} as priced_part,
    case
        when coalesce(token_groups.count_groups, 0) = 0 then 'billed_by_month_only'
        when token_groups.expected_cost is null then 'unpriced'
        when token_groups.unknown_gap != 0 then 'gap_unknown'
        when
            abs({{ ratio('token_groups.priced_token_cost', 'token_groups.expected_cost') }} - 1)
            > {{ bill_factor_band() }}
            then 'gap_explained'
        else 'foots'
    end as status
from charges
left join token_groups
    on
        charges.provider_name = token_groups.provider_name
        and charges.delivery_scope = token_groups.delivery_scope
        and charges.billing_period = token_groups.billing_period
        and charges.currency = token_groups.currency
where charges.count_token_charges > 0
