-- One row per slice, account, invoice, issuer and currency in which savings plan negations do not cancel out what they cover.
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
        max(billing_period_end) as billing_period_end,
        cast(sum(coalesce(net_unblended_cost, unblended_cost)) as decimal(28, 12)) as residual_cost
    from line_items
    group by
        slice_id, slice_version, delivery_scope, delivery_id, billing_period, billing_account_id, sub_account_id,
        invoice_id, invoicing_entity_name, billing_currency, billing_period_start
    having sum(coalesce(net_unblended_cost, unblended_cost)) != 0
)

select * from residuals
