-- One row per provider, billing account and period of validity; periods never overlap.
with billing_accounts as (
    select * from {{ ref('int_billing_accounts__newest') }}
),

{{ validity_periods('billing_accounts', ['provider_name', 'billing_account_id'], ['payment_terms']) }}

select
    provider_name,
    billing_account_id,
    payment_terms,
    legal_entity,
    account_currency,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
