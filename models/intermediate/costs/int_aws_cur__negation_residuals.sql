-- One row per slice, accounts, invoice, issuer and currency that savings plan negations do not bring to zero.
with line_items as (
    select * from {{ ref('int_aws_cur__line_items') }}
    where charge_kind in ('savings_plan_usage', 'negation')
),

residuals as (
    select
        slice_id,
        slice_version,
        delivery_scope,
        delivery_id,
        billing_period,
        billing_account_id,
        sub_account_id,
        invoice_id,
        invoicing_entity_name,
        billing_currency,
        billing_period_start,
        min(source_file) as source_file,
        max(billing_account_name) as billing_account_name,
        max(sub_account_name) as sub_account_name,
        max(billing_period_end) as delivered_period_end,
        cast(sum(invoiced_cost) as decimal(28, 12)) as residual_cost
    from line_items
    group by
        slice_id, slice_version, delivery_scope, delivery_id, billing_period, billing_account_id,
        sub_account_id, invoice_id, invoicing_entity_name, billing_currency, billing_period_start
    having sum(invoiced_cost) != 0
),

with_period as (
    select
        *,
        coalesce(delivered_period_end, {{ next_month_start('cast(billing_period_start as date)') }})
            as period_end
    from residuals
),

-- What negations leave over or take too much is billed; nothing says which usage it belongs to.
charges as (
    select
        slice_id, slice_version, delivery_scope, delivery_id, source_file, billing_account_id,
        billing_account_name, sub_account_id, sub_account_name, billing_currency, billing_period_start,
        md5({{ identity([
            "'negation_residual'", 'billing_account_id', 'sub_account_id', 'invoicing_entity_name',
            'billing_currency',
        ]) }}) as charge_identity,
        coalesce(invoice_id, 'provisional|' || billing_account_id || '|' || billing_period) as invoice_id,
        coalesce(invoicing_entity_name, 'Amazon Web Services') as invoice_issuer_name,
        'Amazon Web Services' as publisher_name,
        'Amazon Web Services' as service_provider_name,
        'Adjustment' as charge_category,
        'One-Time' as charge_frequency,
        'Savings plan negation residual' as charge_description,
        'Compute' as service_category,
        'Other (Compute)' as service_subcategory,
        'AWS Compute Savings Plans' as service_name,
        billing_currency as pricing_currency,
        period_end as billing_period_end,
        billing_period_start as charge_period_start,
        period_end as charge_period_end,
        residual_cost as billed_cost,
        residual_cost as effective_cost,
        residual_cost as contracted_cost,
        residual_cost as list_cost,
        residual_cost as pricing_currency_effective_cost
    from with_period
)

select * from charges
