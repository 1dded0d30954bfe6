-- One row per source, delivery scope, billing period, currency and combination of rules broken or kept.
with breaches as (
    select * from {{ ref('int_charges__breaches') }}
)

-- One pass over the charges for all rules: few combinations occur, so what follows works on few rows.
select
    source_name,
    delivery_scope,
    billing_period,
    billing_currency,
    {{ charge_rules() | join(', ') }},
    cast(count(*) as bigint) as count_rows,
    cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
    min(charge_id) as example_charge_id
from breaches
group by source_name, delivery_scope, billing_period, billing_currency, {{ charge_rules() | join(', ') }}
