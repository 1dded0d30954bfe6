-- One row per line of any journal in whole coins, and one for what rounding leaves of a journal.
{%- set kept = [
    'journal_id', 'journal_type', 'billing_period', 'reference_period', 'legal_entity', 'currency', 'source_name',
    'basis', 'minor_units',
] | join(', ') %}
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

-- What is proven of the line against all others is what is booked; the rest of a coin is a line of its own.
proven as (
    select
        *,
        case when is_total then booked_amount else exact_amount end as proven_amount
    from booked
),

leftovers as (
    select
        {{ kept }},
        cast(sum(booked_amount) - sum(amount) as decimal(38, 12)) as left_over
    from booked
    where not is_total
    group by {{ kept }}
)

select
    {% for name, type in journal_line_contract() %}
        {{ name if name != 'exact_amount' else 'proven_amount as exact_amount' }},
    {% endfor %}
    journal_id,
    journal_line_id,
    pooled_into,
    booked_amount
from proven
union all
select
    {{- journal_line_row({
        'journal_type': 'journal_type', 'billing_period': 'billing_period', 'reference_period': 'reference_period',
        'legal_entity': 'legal_entity', 'currency': 'currency', 'source_name': 'source_name',
        'account_kind': "'rounding'", 'is_total': 'false', 'cost_center_kind': "'rounding'", 'basis': 'basis',
        'exact_amount': 'left_over', 'evidence': "'part of a coin that is not booked'", 'count_rows': '0',
    }) }},
    journal_id,
    md5({{ identity(['journal_id', "'rounding'"]) }}) as journal_line_id,
    cast(null as varchar) as pooled_into,
    cast(0 as decimal(38, 12)) as booked_amount
from leftovers
where left_over != 0
