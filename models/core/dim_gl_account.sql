-- One row per account of the general ledger and period of validity; periods never overlap.
with gl_accounts as (
    select * from {{ ref('int_gl_accounts__newest') }}
),

{{ validity_periods('gl_accounts', ['gl_account']) }}

select
    gl_account,
    gl_account_name,
    account_kind,
    cost_class,
    vendor_name,
    legal_entity,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
