-- One row per charge that counts, of a slice that core.fct_costs lacks; use of prepaid credit bills nothing.
with charges as (
    select
        *,
        coalesce(charge_period_start, billing_period_start) as charged_at
    from {{ ref('int_costs__counting') }}
),

prepaid_accounts as (
    select * from {{ ref('dim_billing_account') }}
    where payment_terms = 'prepaid'
),

-- What the account bought was billed when it was bought; what its data calls billed is drawn from that.
with_terms as (
    select
        charges.*,
        prepaid_accounts.billing_account_id is not null as is_drawn
    from charges
    left join prepaid_accounts
        on
            charges.provider_name = prepaid_accounts.provider_name
            and charges.billing_account_id = prepaid_accounts.billing_account_id
            and charges.charged_at >= prepaid_accounts.valid_from
            and charges.charged_at < prepaid_accounts.valid_to
            and charges.source_name != 'prepaid_movements'
            and coalesce(charges.cost_origin, 'provider_bill') = 'provider_bill'
)

select
    {% for name in focus_contract() | map('first') if name not in ('billed_cost', 'effective_cost') %}
        {{ name }},
    {% endfor %}
    case when is_drawn then cast(0 as decimal(28, 12)) else billed_cost end as billed_cost,
    case when is_drawn then coalesce(effective_cost, billed_cost) else effective_cost end as effective_cost
from with_terms
