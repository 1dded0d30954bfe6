-- One row per provider, billing account and start of validity: its terms landed last.
with billing_accounts as (
    select
        delivery_id, source_file, source_row, provider_name, billing_account_id, payment_terms, legal_entity,
        account_currency,
        coalesce(valid_from, date '1970-01-01') as valid_from,
        coalesce(valid_to, date '9999-12-31') as valid_to
    from {{ ref('stg_billing_accounts__billing_accounts') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows(
        'billing_accounts',
        ['provider_name', 'billing_account_id', 'valid_from'],
        ['payment_terms', 'valid_to']
    ) }}
)

select
    provider_name,
    billing_account_id,
    payment_terms,
    legal_entity,
    account_currency,
    valid_from,
    valid_to
from newest
