-- One row per charge that counts, of a slice that core.fct_costs lacks; use of prepaid credit bills nothing.
{%- set columns = focus_contract() | map('first') | list %}

with charges as (
    select * from {{ ref('int_costs__counting') }}
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
            and coalesce(charges.charge_period_start, charges.billing_period_start) >= prepaid_accounts.valid_from
            and coalesce(charges.charge_period_start, charges.billing_period_start) < prepaid_accounts.valid_to
            and charges.source_name != 'prepaid_movements'
            and coalesce(charges.cost_origin, 'provider_bill') = 'provider_bill'
)

select
    {% for column in columns %}
        {%- if column == 'billed_cost' %}
    case when is_drawn then cast(0 as decimal(28, 12)) else billed_cost end as billed_cost
        {%- elif column == 'effective_cost' %}
    case when is_drawn then coalesce(effective_cost, billed_cost) else effective_cost end as effective_cost
        {%- else %}
    {{ column }}
        {%- endif %}{{ ',' if not loop.last }}
    {%- endfor %}
from with_terms
