-- One row per group of the bill or of a gateway's tokens, with the cause of its price and what gateways saw.
{%- set group_keys = ['provider_name', 'model_id', 'token_class', 'usage_date'] %}

with groups as (
    select * from {{ ref('int_bill_match__expected') }}
),

hypotheses as (
    select * from {{ ref('int_bill_match__hypotheses') }}
),

caused as (
    select
        groups.*,
        hypotheses.billed_unit_price,
        case
            when groups.price_gap is null or groups.price_gap = 0 then null
            when abs(groups.price_gap) <= groups.rounding_bound then 'rounding'
            else coalesce(hypotheses.cause, 'unknown')
        end as price_cause
    from groups
    left join hypotheses
        on
            groups.provider_name = hypotheses.provider_name
            and groups.delivery_scope = hypotheses.delivery_scope
            and groups.model_id = hypotheses.model_id
            and groups.token_class = hypotheses.token_class
            and groups.service_tier = hypotheses.service_tier
            and groups.usage_date = hypotheses.usage_date
            and groups.currency = hypotheses.currency
),

-- A gateway says neither account nor tier: its tokens stand beside the largest standard group of the day.
placed as (
    select
        *,
        row_number() over (
            partition by {{ group_keys | join(', ') }}
            order by
                service_tier = 'standard' desc, usage_tokens desc nulls last, delivery_scope asc, currency asc
        ) as place
    from caused
),

with_ledger as (
    select
        placed.* exclude (
            provider_name, model_id, token_class, usage_date, delivery_scope, service_tier, currency
        ),
        coalesce(placed.provider_name, ledger.provider_name) as provider_name,
        coalesce(placed.model_id, ledger.model_id) as model_id,
        coalesce(placed.token_class, ledger.token_class) as token_class,
        coalesce(placed.usage_date, ledger.usage_date) as usage_date,
        coalesce(placed.delivery_scope, 'unknown') as delivery_scope,
        coalesce(placed.service_tier, 'unknown') as service_tier,
        coalesce(placed.currency, 'unknown') as currency,
        ledger.ledger_tokens,
        ledger.ledger_list_cost,
        ledger.ledger_requests,
        ledger.usage_requests,
        -- Both by the list, in its currency; what a gateway saw without a price has no gap.
        case
            when coalesce(placed.is_of_other_currency, false) then null
            when ledger.provider_name is null then placed.list_cost
            else placed.list_cost - ledger.ledger_list_cost
        end as traffic_gap,
        case
            when ledger.usage_requests = ledger.ledger_requests then 0
            when ledger.ledger_requests > 0 and ledger.usage_requests > ledger.ledger_requests
                then {{ money_times(
                    'ledger.ledger_list_cost',
                    exact_rate('ledger.usage_requests - ledger.ledger_requests', 'ledger.ledger_requests')
                ) }}
        end as cost_of_missing_requests
    from placed
    full outer join {{ ref('int_bill_match__ledger') }} as ledger
        on
            placed.provider_name = ledger.provider_name
            and placed.model_id = ledger.model_id
            and placed.token_class = ledger.token_class
            and placed.usage_date = ledger.usage_date
            and placed.place = 1
)

select * from with_ledger
