-- One row per API key and period of validity; periods never overlap.
with keys as (
    select * from {{ ref('int_keys__newest') }}
),

{{ validity_periods('keys', ['api_key_id']) }}

select
    api_key_id,
    api_key_name,
    provider_name,
    team,
    product,
    environment,
    customer,
    use_case,
    principal_id,
    period_from as valid_from,
    period_to as valid_to,
    count_rows > 1 as is_overlap_resolved
from periods_of_keys
