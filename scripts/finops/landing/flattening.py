"""Nested exports under flat names: records become columns, lists stay one JSON text.

`project{id, labels[]}` lands as `project_id` and `project_labels`, however it was delivered: nested in JSON
lines or Parquet, or flattened by another tool into `project.id`, with lists as Python prints them. Values
are not touched. A member that the contract does not know lands beside the others.
"""

from typing import TYPE_CHECKING

import duckdb

from finops.landing.sql import as_decimal, is_blank, is_text, name, pointer, quote

if TYPE_CHECKING:
    from finops.landing.reading import Reading

# A quoted stretch of Python text, or what lies between two of them.
PYTHON_TOKENS = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"]+"""
PYTHON_WORDS = (
    (r"\bNone\b|\bnan\b", "null"),
    (r"\bTrue\b", "true"),
    (r"\bFalse\b", "false"),
    (r"\b(array|Decimal)\(|, *dtype=object\)|\)", ""),
    (r"\}\s*\{", "},{"),
)


def flatten(con: duckdb.DuckDBPyConnection, reading: "Reading") -> None:
    """Make `reading` hold a column per member of a record, named `record_member`, and JSON for each list."""
    contract = reading.recognised.source.columns(reading.recognised.table.name)
    kinds = {column.name: column.kind for column in contract}
    selected: dict[str, tuple[str, str]] = {}
    for column, type_name in reading.columns:
        flat = column.replace(".", "_")
        if flat not in kinds and any(known.startswith(f"{flat}_") for known in kinds):
            for member, (value, kind) in _members(con, reading, column, type_name).items():
                selected.setdefault(f"{flat}_{member}", (value, kind))
        else:
            value = name(column)
            if kinds.get(flat) == "json" and is_text(type_name):
                value = as_json(value)
            selected.setdefault(flat, (value, type_name))
    for known, kind in kinds.items():
        if kind == "json" and known not in selected:
            _compose(selected, known, kinds)
    columns = ", ".join(f"{value} as {name(flat)}" for flat, (value, _) in selected.items())
    reading.relation = f"select {columns}, _source_row from ({reading.relation})"
    reading.columns = [(flat, type_name) for flat, (_, type_name) in selected.items()]
    reading.is_mapped = True


def _members(
    con: duckdb.DuckDBPyConnection, reading: "Reading", column: str, type_name: str
) -> dict[str, tuple[str, str]]:
    """Return expression and type of each member of a record column, in the order they were found."""
    if not is_text(type_name):
        described = con.execute(
            f"describe select unnest({name(column)}) from ({reading.relation}) limit 0"
        ).fetchall()
        return {row[0]: (f"{name(column)}.{name(row[0])}", row[1]) for row in described}
    record = as_json(name(column))
    is_record = f"coalesce(json_valid({record}) and json_type({record}) = 'OBJECT', false)"
    found = con.execute(
        f"select distinct unnest(json_keys(case when {is_record} then {record} end)) as member"
        f" from (select distinct {name(column)} from ({reading.relation})) order by member"
    ).fetchall()
    return {
        member: (f"case when {is_record} then {_text_of(record, member)} end", "VARCHAR")
        for (member,) in found
    }


def _text_of(record: str, member: str) -> str:
    return f"json_extract_string({record}, {quote(pointer((member,)))})"


def _compose(selected: dict[str, tuple[str, str]], known: str, kinds: dict[str, str]) -> None:
    """Put a list that was flattened into columns of its one record together again."""
    parts = [flat for flat in selected if flat.startswith(f"{known}_") and flat not in kinds]
    if not parts:
        return
    members = ", ".join(f"{quote(part.removeprefix(f'{known}_'))}, {selected[part][0]}" for part in parts)
    blank = " and ".join(is_blank(f"({selected[part][0]})", selected[part][1]) for part in parts)
    for part in parts:
        del selected[part]
    selected[known] = (f"case when not ({blank}) then cast(json_object({members}) as varchar) end", "VARCHAR")


def as_json(text: str) -> str:
    """Return SQL for JSON text of a value that is JSON or what Python prints for it; else as it is."""
    told = "token"
    for pattern, word in PYTHON_WORDS:
        told = f"regexp_replace({told}, {quote(pattern)}, {quote(word)}, 'g')"
    quoted = r"""replace(replace(substr(token, 2, length(token) - 2), '\''', ''''), '"', '\"')"""
    read = (
        "array_to_string(list_transform("
        f"regexp_extract_all({text}, {quote(PYTHON_TOKENS)}), lambda token: case"
        f" when starts_with(token, '''') then '\"' || {quoted} || '\"'"
        f" when starts_with(token, '\"') then token else {told} end), '')"
    )
    return (
        f"case when {text} is null or json_valid({text}) then {text}"
        f" when json_valid({read}) then {read} else {text} end"
    )


def amounts(column: str, type_name: str) -> str:
    """Return SQL for the list of amounts, as text, of a list of records (or of one record) with an amount."""
    text = records_text(column, type_name)
    valid = f"case when json_valid({text}) then json_type({text}) end"
    return (
        f"case when {valid} = 'ARRAY' then list_transform(cast(cast({text} as json) as json[]),"
        " lambda record: record ->> 'amount')"
        f" when {valid} = 'OBJECT' then [cast({text} as json) ->> 'amount']"
        f" when {valid} = 'NULL' or {is_blank(text, 'VARCHAR')} then [] end"
    )


def amounts_sum(column: str, type_name: str) -> str:
    """Return SQL for the exact sum of those amounts; NULL where there are none."""
    return (
        f"list_sum(list_transform({amounts(column, type_name)},"
        f" lambda amount: {as_decimal('amount', 'VARCHAR')}))"
    )


def records_text(column: str, type_name: str) -> str:
    """Return SQL for the JSON text of a list of records: nested values of a typed file are written out."""
    return column if is_text(type_name) else f"cast(to_json({column}) as varchar)"
