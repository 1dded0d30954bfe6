-- One row per scope of spend.
with finops_scopes as (
    select * from {{ ref('finops_scopes') }}
)

select
    scope_name,
    title,
    description
from finops_scopes
