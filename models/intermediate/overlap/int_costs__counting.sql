-- One row per charge that counts, of a slice that core.fct_costs lacks.
select charges.*
from {{ ref('int_costs__by_role') }} as charges
where charges.cost_role = 'counts' and {{ not_built('fct_costs', 'charges') }}
