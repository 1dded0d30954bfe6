-- One row per issuer, paying entity, billing period and currency: what its bill is known as and grows to.
with days as (
    select * from {{ ref('int_billed_days__expected') }}
)

select
    invoice_issuer_name,
    legal_entity,
    billing_period,
    billing_currency,
    cast(sum(count_charges) as bigint) as count_charges,
    cast(sum(billed) as decimal(38, 12)) as billed_known,
    cast(sum(paid_ahead) as decimal(38, 12)) as paid_ahead,
    cast(sum(drawn) as decimal(38, 12)) as drawn,
    cast(coalesce(sum(carried) filter (where late_item is null), 0) as decimal(38, 12)) as carried_known,
    cast(coalesce(sum(carried) filter (where late_item = 'tax'), 0) as decimal(38, 12)) as tax_known,
    cast(coalesce(sum(carried) filter (where late_item = 'support'), 0) as decimal(38, 12)) as support_known,
    cast(
        coalesce(sum({{ money_times('carried', 'coalesce(growth, 1)') }}) filter (where late_item is null), 0)
        as decimal(38, 12)
    ) as carried_expected,
    bool_and(is_final) as is_final,
    bool_or(growth is null and late_item is null and carried != 0) as is_growth_unknown,
    max(known_at) as known_until
from days
group by invoice_issuer_name, legal_entity, billing_period, billing_currency
