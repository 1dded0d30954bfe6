-- One row per line of any journal in whole coins, and one for what rounding leaves of a journal.
with lines as (
    select * from {{ ref('int_journal_lines__pooled') }}
),

-- A journal is rounded once: its total, which the line that stands against all others has too.
rounded as (
    select
        *,
        {{ smallest_unit('minor_units') }} as unit,
        case
            when is_total then -{{ smallest_units('-amount', 'minor_units') }}
            else {{ smallest_units('amount', 'minor_units') }}
        end as nearest,
        {{ smallest_units('sum(amount) over (partition by journal_id, is_total)', 'minor_units') }} as total
    from lines
),

-- Coins that are missing or too many go one each to the lines that rounding has moved most.
measured as (
    select
        *,
        total - sum(nearest) over (partition by journal_id, is_total) as missing,
        amount - nearest as moved
    from rounded
),

placed as (
    select
        *,
        row_number() over (
            partition by journal_id, is_total
            order by case when missing < 0 then -moved else moved end desc, journal_line_id
        ) as place
    from measured
),

booked as (
    select
        *,
        cast(
            nearest + case when place * unit <= abs(missing) then sign(missing) * unit else 0 end
            as decimal(38, 12)
        ) as booked_amount
    from placed
),

remainders as (
    select
        journal_id, journal_type, billing_period, reference_period, legal_entity, currency, source_name, basis,
        minor_units, cast(sum(booked_amount) - sum(amount) as decimal(38, 12)) as remainder
    from booked
    where not is_total
    group by
        journal_id, journal_type, billing_period, reference_period, legal_entity, currency, source_name, basis,
        minor_units
)

select
    journal_line_id, journal_id, journal_type, billing_period, reference_period, legal_entity, currency,
    source_name, account_kind, is_total, cost_center_kind, cost_center, cost_class, basis, rule_ids, reversal_of,
    evidence, count_rows, count_without_amount, pooled_into, booked_amount,
    case when is_total then booked_amount else exact_amount end as exact_amount
from booked
union all
select
    md5({{ identity(['journal_id', "'rounding'"]) }}) as journal_line_id, journal_id, journal_type,
    billing_period, reference_period, legal_entity, currency, source_name, 'rounding' as account_kind,
    false as is_total, 'rounding' as cost_center_kind, cast(null as varchar) as cost_center,
    cast(null as varchar) as cost_class, basis, cast(null as varchar) as rule_ids,
    cast(null as varchar) as reversal_of, 'part of a coin that is not booked' as evidence,
    cast(0 as bigint) as count_rows, cast(0 as bigint) as count_without_amount,
    cast(null as varchar) as pooled_into, cast(0 as decimal(38, 12)) as booked_amount, remainder as exact_amount
from remainders
where remainder != 0
