"""Pseudonyms: what names a person is replaced by a keyed hash before anything is published.

Two kinds of text count as naming a person: a *known principal* (a value of a principal column anywhere in the
public tables) and whatever looks like an e-mail address. A principal of six characters or more with a letter
in it is found anywhere as a word; a shorter one, or a mere number, only as a whole value, as a JSON string or
after `=`, because replacing every `1` or `ann` would change what means something else. A principal that is
also the name of a team, product, provider, service or model keeps that meaning outside principal columns.
"""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from finops.landing.sql import name, quote
from finops.project import FinopsError, Project

KEY_VARIABLE = "AI_FINOPS_PSEUDONYM_KEY"
KEY_FILE = ".pseudonym.key"
KEY_LENGTH = 16
PRINCIPAL_COLUMNS = {"principal_id", "x_PrincipalId", "approved_by"}
# Columns that hold a principal only where the column beside says so.
PRINCIPALS_BY_KIND = {"owner_value": "owner_kind", "owner_evidence": "owner_rule"}
WORD_COLUMNS = {
    "source_name", "provider_name", "publisher_name", "service_provider_name", "host_provider_name",
    "invoice_issuer_name", "service_name", "service_category", "service_subcategory", "charge_category",
    "region_id", "region_name", "model_name", "token_class", "service_tier", "team", "product",
    "environment", "tag_key", "billing_currency",
}  # fmt: skip
# Every character beyond ASCII counts as a letter: the engine compiles that a hundred times faster than \pL.
LETTER = r"A-Za-z\x{80}-\x{10FFFF}"
EMAIL = rf"[{LETTER}0-9._%+-]+(?:@|%40)(?:[{LETTER}0-9-]+\.)+[{LETTER}]{{2,}}"
DIGEST = "[0-9a-f]{32}"
DISTINCTIVE_LENGTH = 6
PRINCIPALS_PER_PATTERN = 1000


def read_key(project: Project) -> bytes:
    """Return the key of the pseudonyms: the environment's, else the key file's, which is made where there is
    none.

    Raises FinopsError for a key that is too short, or a file that others can read.
    """
    given = os.environ.get(KEY_VARIABLE, "")
    if given:
        if len(given) < KEY_LENGTH:
            raise FinopsError(
                f"{KEY_VARIABLE} is too short to keep a secret: give it {KEY_LENGTH} characters or more."
            )
        return given.encode()
    path = project.home / KEY_FILE
    if not path.exists():
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise FinopsError(
            f"{path} can be read by others, and with it every pseudonym undone. Run chmod 600 {path}."
        )
    key = path.read_bytes().strip()
    if len(key) < KEY_LENGTH:
        raise FinopsError(
            f"{path} is damaged. Restore it; a new key changes every pseudonym that was published."
        )
    return key


def _make_key(path: Path) -> None:
    """Write a random key in one step, so that a crash leaves none or a whole one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(os.urandom(32).hex().encode())
        handle.flush()
        os.fsync(handle.fileno())
    os.rename(draft, path)


def pseudonym(identity: str, key: bytes) -> str:
    """Return the pseudonym of one identity: the same for the same key, 64 bits of HMAC-SHA256."""
    return "p-" + hmac.new(key, identity.encode(), hashlib.sha256).hexdigest()[:16]


@dataclass
class Identities:
    """The principals to hide. `words` are principals that also name a team, product or the like."""

    key: bytes
    principals: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def patterns(self) -> list[str]:
        """Return regular expressions that find every trace; each match is one trace."""
        hidden = sorted(self.spellings(), key=lambda one: (-len(one), one))
        distinctive = [one for one in hidden if _is_distinctive(one)]
        short = [one for one in hidden if not _is_distinctive(one)]
        found = [EMAIL]
        for batch in _batches(distinctive):
            found.append("|".join(_bounded(one) for one in batch))
        for batch in _batches(short):
            found.append(f'(?:^|["=])(?:{"|".join(re.escape(one) for one in batch)})(?:"|$)')
        return found

    def spellings(self) -> dict[str, str]:
        """Return how a hidden principal may be spelled, inside JSON text too, and which principal it is."""
        return {
            spelling: one
            for one in self.principals - self.words
            for spelling in (json.dumps(one)[1:-1], json.dumps(one, ensure_ascii=False)[1:-1], one)
        }

    def replacements(self, traces: Iterable[str]) -> list[tuple[str, str]]:
        """Return (trace, what to write in its place) for traces that a pattern found."""
        spellings = self.spellings()
        return [(trace, self._replacement(trace, spellings)) for trace in traces]

    def _replacement(self, trace: str, spellings: dict[str, str]) -> str:
        if trace in spellings or re.search("@|%40", trace):
            return pseudonym(spellings.get(trace, trace), self.key)
        start = trace[:1] if trace[:1] in ('"', "=") else ""
        end = '"' if trace[len(start) :].endswith('"') else ""
        inner = trace[len(start) : len(trace) - len(end)]
        return start + pseudonym(spellings.get(inner, inner), self.key) + end


def _is_distinctive(principal: str) -> bool:
    return len(principal) >= DISTINCTIVE_LENGTH and any(letter.isalpha() for letter in principal)


def _bounded(principal: str) -> str:
    """A word boundary stands only beside an ASCII word character: elsewhere the engine knows none."""
    start = r"\b" if re.match(r"\w", principal[0], re.ASCII) else ""
    end = r"\b" if re.match(r"\w", principal[-1], re.ASCII) else ""
    return start + re.escape(principal) + end


def _batches(principals: list[str]) -> Iterable[list[str]]:
    for first in range(0, len(principals), PRINCIPALS_PER_PATTERN):
        yield principals[first : first + PRINCIPALS_PER_PATTERN]


def text_columns(
    con: duckdb.DuckDBPyConnection, relation: str, types: tuple[str, ...] | None = None
) -> list[str]:
    """Return the columns of `relation` of these types, else all that can hold text, nested ones included."""
    described = con.execute(f"describe select * from {relation}").fetchall()
    return [
        row[0] for row in described if (row[1] in types if types else "VARCHAR" in row[1] or row[1] == "JSON")
    ]


def find_identities(con: duckdb.DuckDBPyConnection, relations: list[str], key: bytes) -> Identities:
    """Return the principals of `relations`, and which of them are words of the organisation or a provider."""
    identities = Identities(key)
    words: set[str] = set()
    for relation in relations:
        columns = text_columns(con, relation)
        for column in columns:
            kind = PRINCIPALS_BY_KIND.get(column)
            if column in PRINCIPAL_COLUMNS:
                identities.principals |= _values(con, relation, column)
            elif kind in columns:
                identities.principals |= _values(con, relation, column, f"{name(kind)} = 'principal'")
            elif column in WORD_COLUMNS:
                words |= _values(con, relation, column)
    identities.words = {one for one in identities.principals & words if not re.search("@|%40", one)}
    return identities


def _values(con: duckdb.DuckDBPyConnection, relation: str, column: str, condition: str = "true") -> set[str]:
    column = name(column)
    rows = con.execute(
        f"select distinct {column} from {relation} where {condition} and trim({column}) <> ''"
    ).fetchall()
    return {row[0] for row in rows}


def prepare(
    con: duckdb.DuckDBPyConnection, relations: list[str], identities: Identities
) -> dict[str, set[str]]:
    """Fill temporary tables `principals` (identity, pseudonym) and `rewrites` (old_text, new_text).

    Returns, per relation, the columns that hold a text to be rewritten.
    """
    con.execute("create or replace temp table principals (identity varchar, pseudonym varchar)")
    con.execute("create or replace temp table found_texts (old_text varchar)")
    con.execute("create or replace temp table replacements (trace varchar, replacement varchar)")
    _insert(
        con, "principals", [(one, pseudonym(one, identities.key)) for one in sorted(identities.principals)]
    )
    holds_trace = _holds_trace("text", identities)
    touched: dict[str, set[str]] = {}
    for relation in relations:
        columns = [one for one in text_columns(con, relation, ("VARCHAR",)) if one not in PRINCIPAL_COLUMNS]
        for column, _ in _columns_with_traces(con, relation, columns, holds_trace):
            con.execute(
                f"insert into found_texts select text from (select distinct {name(column)} as text"
                f" from {relation}) where {holds_trace}"
            )
            touched.setdefault(relation, set()).add(column)
    traces = " || ".join(
        f"regexp_extract_all(old_text, {quote(pattern)})" for pattern in identities.patterns()
    )
    con.execute(
        "create or replace temp table traces as"
        f" select distinct old_text, unnest({traces}) as trace"
        " from (select distinct old_text from found_texts)"
    )
    found = [row[0] for row in con.execute("select distinct trace from traces").fetchall()]
    _insert(con, "replacements", identities.replacements(found))
    _rewrite(con)
    return touched


def _columns_with_traces(
    con: duckdb.DuckDBPyConnection, relation: str, columns: list[str], holds_trace: str
) -> list[tuple[str, int]]:
    """Return the columns of `relation` that hold a trace, with the number of different texts that do.

    `holds_trace` is a condition on a column `text`.
    """
    found = []
    for column in columns:
        row = con.execute(
            f"select count(*) filter ({holds_trace}) from"
            f" (select distinct cast({name(column)} as varchar) as text from {relation})"
        ).fetchone()
        if row and row[0]:
            found.append((column, row[0]))
    return found


def _holds_trace(text: str, identities: Identities) -> str:
    """Return a condition: the text holds a trace. E-mail is only looked for where there is an @.

    Most texts of a large warehouse are md5 ids, which are one word: such a text is a principal or holds none.
    """
    mail, *others = identities.patterns()
    conditions = [
        f"case when contains({text}, '@') or contains({text}, '%40')"
        f" then regexp_matches({text}, {quote(mail)}) else false end"
    ]
    conditions += [f"regexp_matches({text}, {quote(pattern)})" for pattern in others]
    digests = ", ".join(quote(one) for one in sorted(identities.spellings()) if re.fullmatch(DIGEST, one))
    is_principal = f"{text} in ({digests})" if digests else "false"
    return (
        f"case when length({text}) = 32 and regexp_full_match({text}, '{DIGEST}') then {is_principal}"
        f" else {' or '.join(conditions)} end"
    )


def _rewrite(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `rewrites`: in each text found, every trace gives way to its replacement, longer ones first."""
    con.execute(
        "create or replace temp table rewrites as"
        " with texts as (select old_text, list({'text': '', 'trace': trace, 'replacement': replacement}"
        " order by length(trace) desc, trace) as steps"
        " from traces inner join replacements using (trace) group by old_text)"
        " select old_text, list_reduce(steps, lambda done, step:"
        " {'text': replace(done.text, step.trace, step.replacement), 'trace': '', 'replacement': ''},"
        " {'text': old_text, 'trace': '', 'replacement': ''}).text as new_text from texts"
    )


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[str, str]]) -> None:
    first, second = [row[0] for row in rows], [row[1] for row in rows]
    con.execute(
        f"insert into {table} select unnest(cast(? as varchar[])), unnest(cast(? as varchar[]))",
        [first, second],
    )


def hiding_select(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    touched: set[str],
    withheld: frozenset[str] = frozenset(),
) -> str:
    """Return a query over `relation` with pseudonyms in place of identities: same columns, same rows. Columns
    that are `withheld` are NULL."""
    rows = con.execute(f"describe select * from {relation}").fetchall()
    described = {row[0]: row[1] for row in rows}
    chosen, joins = [], []
    for number, column in enumerate(described):
        if column in withheld:
            chosen.append(f"cast(null as {described[column]}) as {name(column)}")
            continue
        source, alias = f"source_rows.{name(column)}", f"joined_{number}"
        kind = PRINCIPALS_BY_KIND.get(column)
        is_principal = column in PRINCIPAL_COLUMNS
        expression = source
        if column in touched:
            joins.append(f"left join rewrites as {alias} on {source} = {alias}.old_text")
            expression = f"coalesce({alias}.new_text, {source})"
        if is_principal or kind in described:
            joins.append(f"left join principals as {alias}_p on {source} = {alias}_p.identity")
            condition = f"trim({source}) <> ''" + (
                "" if is_principal else f" and source_rows.{name(kind)} = 'principal'"
            )
            expression = f"case when {condition} then {alias}_p.pseudonym else {expression} end"
        chosen.append(f"{expression} as {name(column)}")
    return f"select {', '.join(chosen)} from {relation} as source_rows {' '.join(joins)}"


def leaks(
    con: duckdb.DuckDBPyConnection, relations: list[str], identities: Identities
) -> list[tuple[str, str, int]]:
    """Scan every text column of `relations`. Returns (relation, column, texts) where one names a person."""
    holds_trace = _holds_trace("text", identities)
    return [
        (relation, column, texts)
        for relation in relations
        for column, texts in _columns_with_traces(con, relation, text_columns(con, relation), holds_trace)
    ]
