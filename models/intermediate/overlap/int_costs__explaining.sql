-- One row per charge that only explains, of a slice that the estimates lack.
select charges.*
from {{ ref('int_costs__by_role') }} as charges
where charges.cost_role = 'explains' and {{ not_built('int_cost_estimates__charges', 'charges') }}
