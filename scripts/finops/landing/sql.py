"""SQL pieces every reader shares: quoting, and text read as exact money and as time."""

import re


def quote(text: str) -> str:
    """Return `text` as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """Return `identifier` as a quoted SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def csv_field(text: str) -> str:
    """Return `text` as a field of a CSV line."""
    return text if text.replace("_", "").isalnum() else '"' + text.replace('"', '""') + '"'


def glob_free(path: str) -> str:
    """Return `path` as a SQL literal DuckDB takes as one file, however many brackets and stars it holds."""
    return quote(re.sub(r"([*?\[])", r"[\1]", path))


def is_text(type_name: str) -> bool:
    """Say whether a DuckDB type is text."""
    return type_name.upper() in ("VARCHAR", "TEXT", "STRING")


def is_blank(column: str, type_name: str) -> str:
    """Return a condition: the value says nothing (NULL, empty or the text NULL)."""
    if is_text(type_name):
        return f"({column} is null or trim({column}) in ('', 'NULL'))"
    return f"({column} is null)"


def as_decimal(column: str, type_name: str) -> str:
    """Return DECIMAL(38,12) of a value: the shortest decimal text, rounded half away once; NULL if
    unreadable.

    Short numbers go through 64-bit decimals, which is several times faster.
    """
    kind = type_name.upper()
    if kind.startswith("DECIMAL") or kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"):
        return f"try_cast({column} as decimal(38, 12))"
    text = column if is_text(type_name) else f"cast({column} as varchar)"
    return (
        f"case when strpos({text}, '_') > 0 then null"
        f" when strpos(lower({text}), 'e') = 0 and length({text}) - strpos({text}, '.') <= 12"
        f" then coalesce(cast(try_cast({text} as decimal(18, 12)) as decimal(38, 12)),"
        f" try_cast({text} as decimal(38, 12)))"
        f" else try_cast({text} as decimal(38, 12)) end"
    )


def as_timestamp(column: str, type_name: str) -> str:
    """Return TIMESTAMP of a value as the provider wrote it (times without seconds too); NULL if
    unreadable.
    """
    if not is_text(type_name):
        return f"try_cast({column} as timestamp)"
    with_seconds = f"regexp_replace({column}, '([T ][0-9]{{2}}:[0-9]{{2}})(Z?)$', '\\1:00\\2')"
    return f"coalesce(try_cast({column} as timestamp), try_cast({with_seconds} as timestamp))"
