-- One row: the fingerprint of the prepaid accounts, which decide what charges bill.
with billing_accounts as (
    select * from {{ ref('dim_billing_account') }}
    where payment_terms = 'prepaid'
),

terms as (
    select {{ identity(['provider_name', 'billing_account_id', 'valid_from', 'valid_to']) }} as terms_used
    from billing_accounts
)

select coalesce(md5(string_agg(terms_used, ',' order by terms_used)), '') as terms_fingerprint
from terms
