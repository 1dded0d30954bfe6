-- One row per invoice issuer, billing period and currency: its charges, less tax that is paid back.
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

settings as (
    select coalesce(bool_or(lower(trim(setting_value)) = 'yes'), false) as is_tax_recoverable
    from {{ ref('dim_setting') }}
    where setting_name = 'recoverable_tax'
),

-- These exports say themselves what is effective; of all others it is made here, and has to tie.
stated as (
    select
        costs.*,
        costs.source_name in ('focus', 'aws_cur', 'azure_cost', 'gcp_billing') as is_stated,
        costs.charge_category = 'Purchase' and costs.commitment_discount_id is not null as is_purchase,
        costs.commitment_discount_id is not null
        and coalesce(costs.commitment_discount_status in ('Used', 'Unused'), false) as is_covered
    from costs
    cross join settings
    where not (settings.is_tax_recoverable and costs.charge_category = 'Tax')
)

select
    coalesce(invoice_issuer_name, provider_name, 'unknown') as invoice_issuer_name,
    billing_period,
    billing_currency,
    not bool_or(is_stated) as is_made_here,
    coalesce(sum(billed_cost), 0) as billed,
    coalesce(sum(effective_cost), 0) as effective,
    coalesce(sum(billed_cost) filter (where effective_cost is null), 0) as effective_missing,
    coalesce(sum(effective_cost) filter (where is_purchase), 0) as purchase_effective,
    coalesce(sum(billed_cost) filter (where is_covered), 0) as covered_billed
from stated
group by coalesce(invoice_issuer_name, provider_name, 'unknown'), billing_period, billing_currency
