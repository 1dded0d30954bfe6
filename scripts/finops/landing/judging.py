"""What each record of a file is judged to be: fit to land, in which scope and month, or set aside and why."""

from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from finops.landing.contracts import currencies
from finops.landing.export_totals import total_rows
from finops.landing.flattening import amounts, amounts_sum
from finops.landing.reading import Reading
from finops.landing.sources import Source
from finops.landing.sql import as_decimal, as_timestamp, is_blank, name, quote

FAULT, SCOPE, PERIOD = "_quarantine_fault", "_quarantine_scope", "_quarantine_period"
# DECIMAL(28,12) holds 16 digits before the point.
LARGEST = "cast('10000000000000000' as decimal(38, 12))"


@dataclass
class Share:
    """The records of one file that belong to one scope and billing period."""

    reading: Reading
    scope: str
    period: str | None
    rows: int
    billed_total: Decimal | None
    currencies: list[str]
    is_invoiced: bool
    days: list[str] = field(default_factory=list)


@dataclass
class Judged:
    """A file whose records are judged: `relation` adds the columns FAULT (number, NULL if fit), SCOPE
    and PERIOD. `explanations` say more of unfit values of a list that people fill in: (fault, value, text).
    """

    reading: Reading
    relation: str
    faults: list[tuple[str, str]]
    shares: list[Share]
    faulty: int
    explanations: list[tuple[int, str | None, str]] = field(default_factory=list)


# Columns of the organisation's lists that begin and end a period, half-open.
PERIODS = (
    ("valid_from", "valid_to"),
    ("starts_on", "ends_before"),
    ("started_at", "ended_at"),
    ("base_from", "base_before"),
    ("compared_from", "compared_before"),
)

# What a number of one of the organisation's lists is at least: below it no figure could be right.
LEAST = {
    ("budgets", "amount"): 0,
    ("hardware", "embodied_kg"): 0,
    ("hardware", "quantity"): 0,
    ("sites", "pue"): 1,
    ("sites", "wue_onsite"): 0,
}


def judge(
    con: duckdb.DuckDBPyConnection, reading: Reading, scope: str | None, text_kinds: dict[str, str]
) -> Judged:
    """Judge the records of `reading`.

    `scope` overrides what the columns say; `text_kinds` are the kinds of text columns of a typed file.
    """
    source, table = reading.recognised.source, reading.recognised.table
    types = {column.lower(): (column, type_name) for column, type_name in reading.columns}
    conditions = [*total_rows(con, reading, types), *_faults(reading, types, text_kinds)]
    numbered = " ".join(
        f"when {condition} then {number}" for number, (condition, _, _) in enumerate(conditions)
    )
    fault = f"case {numbered} end" if conditions else "null"
    relation = (
        f"select *, cast({fault} as integer) as {FAULT}, {_scope(source, reading, types, scope)} as {SCOPE},"
        f" {_period(table.period, types)} as {PERIOD} from ({reading.relation})"
    )
    judged = Judged(reading, relation, [(column, reason) for _, column, reason in conditions], [], 0)
    _measure(con, judged, types)
    _add_covered_months(judged, source.scope or scope or "default")
    return judged


def _faults(
    reading: Reading, types: dict[str, tuple[str, str]], text_kinds: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Return (condition, column, reason) per way a record can be unfit, the most telling first."""
    source, table = reading.recognised.source, reading.recognised.table
    kinds = {column.name: column.kind for column in source.columns(table.name)}
    mandatory = [key for key in (*table.keys, table.period, table.billed, table.currency) if key]
    mandatory += [column.name for column in source.columns(table.name) if column.is_mandatory]
    looked_at = dict.fromkeys([*mandatory, *table.checked, *text_kinds])
    faults = []
    for column in looked_at:
        if column.lower() not in types:
            continue
        delivered, type_name = types[column.lower()]
        value = name(delivered)
        blank = is_blank(value, type_name)
        if column in mandatory and column not in table.may_be_blank:
            faults.append((blank, column, "mandatory value missing"))
        kind = text_kinds.get(delivered) or kinds.get(column)
        if kind == "decimal":
            is_double = type_name in ("DOUBLE", "FLOAT")
            number = value if is_double else as_decimal(value, type_name)
            is_none = f"not isfinite({value})" if is_double else f"not {blank} and ({number}) is null"
            faults.append((is_none, column, "not a number"))
            faults.append(
                (f"abs({number}) >= {LARGEST}", column, "a number of more than 16 digits before the point")
            )
        elif kind == "timestamp":
            moment = as_timestamp(value, type_name)
            faults.append((f"not {blank} and {moment} is null", column, "not a date or time"))
        elif kind == "integer":
            whole = f"regexp_full_match(trim({value}), '[+-]?[0-9]{{1,9}}')"
            faults.append((f"not {blank} and not {whole}", column, "not a whole number"))
        elif kind == "month":
            form = "'[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?'"
            condition = f"not {blank} and not regexp_full_match(trim({value}), {form})"
            faults.append((condition, column, "not a month, YYYY-MM"))
        elif kind == "currency":
            listed = ", ".join(map(quote, currencies()))
            condition = f"not {blank} and upper(trim({value})) not in ({listed})"
            faults.append((condition, column, "not a currency of ISO 4217"))
    records = types.get((table.billed_records or "").lower())
    if records:
        listed = amounts(name(records[0]), records[1])
        unread = f"list_filter({listed}, lambda amount: ({as_decimal('amount', 'VARCHAR')}) is null)"
        fault = f"({listed}) is null or len({unread}) > 0"
        faults.append((fault, records[0], "not a list of records with an amount each"))
    for column, allowed in table.allowed.items():
        if column.lower() in types:
            value = name(types[column.lower()][0])
            listed = ", ".join(quote(one) for one in allowed)
            condition = f"not {is_blank(value, 'VARCHAR')} and lower(trim({value})) not in ({listed})"
            faults.append((condition, column, f"must be one of {', '.join(allowed)}"))
    for start, end in PERIODS if source.is_template else ():
        if {start, end} <= types.keys():
            first, after = (as_timestamp(name(types[one][0]), types[one][1]) for one in (start, end))
            faults.append((f"{after} <= {first}", end, f"not after {start}"))
    for (listed_in, column), least in LEAST.items():
        if listed_in == source.name and column in types:
            value, type_name = name(types[column][0]), types[column][1]
            number = value if type_name in ("DOUBLE", "FLOAT") else as_decimal(value, type_name)
            faults.append((f"({number}) < {least}", column, f"less than {least}"))
    return faults


def _scope(source: Source, reading: Reading, types: dict[str, tuple[str, str]], scope: str | None) -> str:
    dialect = reading.recognised.dialect
    dataset = f"{dialect}/" if dialect in source.datasets else ""
    if source.scope or scope or not source.account:
        return quote(dataset + (source.scope or scope or "default"))
    if source.account.lower() not in types:
        return quote(f"{dataset}default")
    column, kind = types[source.account.lower()]
    account = f"trim(cast({name(column)} as varchar))"
    for part in source.account_parts:
        if part.lower() in types:
            value = f"trim(cast({name(types[part.lower()][0])} as varchar))"
            account += f" || case when {value} not in ('', {account}) then '/' || {value} else '' end"
    account = f"case when {is_blank(name(column), kind)} then 'default' else {account} end"
    if not source.providers:
        return f"{quote(dataset)} || {account}"
    if dialect and dialect != "generic":
        return f"{quote(dialect + '/')} || {account}"
    named = [types[column.lower()] for column in source.providers if column.lower() in types]
    values = [
        f"case when not {is_blank(name(column), kind)} then trim({name(column)}) end"
        for column, kind in named
    ]
    return f"coalesce({', '.join([*values, quote('unknown')])}) || '/' || {account}"


def _period(column: str | None, types: dict[str, tuple[str, str]]) -> str:
    if column is None or column.lower() not in types:
        return "cast(null as varchar)"
    delivered, type_name = types[column.lower()]
    return f"strftime({as_timestamp(name(delivered), type_name)}, '%Y-%m')"


def _measure(con: duckdb.DuckDBPyConnection, judged: Judged, types: dict[str, tuple[str, str]]) -> None:
    """Fill in the shares of `judged` and how many records are unfit, in one pass over the file."""
    reading = judged.reading
    table = reading.recognised.table
    billed = types.get((table.billed or "").lower())
    amount = f"{as_decimal(name(billed[0]), billed[1])} * {table.billed_factor}" if billed else "null"
    records = types.get((table.billed_records or "").lower())
    if billed and records:
        amount = f"({amount} + coalesce({amounts_sum(name(records[0]), records[1])}, 0))"
    currency = types.get((table.currency or "").lower())
    currencies = f"list(distinct upper(trim({name(currency[0])})))" if currency else "[]"
    if table.default_currency:
        currencies = f"[{quote(table.default_currency)}]"
    invoice = types.get((table.invoice_id or "").lower())
    open_rows = "0"
    if invoice:
        is_money = f"{as_decimal(name(billed[0]), billed[1])} <> 0" if billed else "true"
        open_rows = f"count(*) filter ({is_blank(name(invoice[0]), invoice[1])} and {is_money})"
    has_days = reading.recognised.source.style in ("days", "upsert")
    day = types.get((table.period or "").lower()) if has_days else None
    days = f"list(distinct strftime({as_timestamp(name(day[0]), day[1])}, '%Y-%m-%d'))" if day else "[]"
    rows = con.execute(
        f"select {SCOPE}, {PERIOD}, {FAULT} is not null, count(*),"
        f" cast(sum(case when {FAULT} is null then {amount} end) as decimal(38, 12)), {currencies},"
        f" {open_rows}, {days}"
        f" from ({judged.relation}) group by all order by all"
    ).fetchall()
    for scope, period, is_faulty, count, total, found, count_open, covered in rows:
        if is_faulty:
            judged.faulty += count
            continue
        share = Share(reading, scope, period, count, total, sorted(filter(None, found or [])), False)
        share.is_invoiced = bool(invoice) and count_open == 0 and count > 0
        share.days = sorted(filter(None, covered or []))
        judged.shares.append(share)


def _add_covered_months(judged: Judged, scope_without_rows: str) -> None:
    """Give each month the days its buckets cover, and a share without rows to months of empty buckets
    only.
    """
    covered = judged.reading.days
    if covered is None:
        return
    by_scope: dict[str, dict[str | None, Share]] = {share.scope: {} for share in judged.shares} or {
        scope_without_rows: {}
    }
    for share in judged.shares:
        by_scope[share.scope][share.period] = share
    for scope, by_period in by_scope.items():
        for month in sorted({day[:7] for day in covered}):
            if month not in by_period:
                judged.shares.append(Share(judged.reading, scope, month, 0, None, [], False))
                by_period[month] = judged.shares[-1]
            by_period[month].days = [day for day in covered if day[:7] == month]
