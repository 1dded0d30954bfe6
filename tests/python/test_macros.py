"""Macros, each as dbt compiles it, against values worked out by hand or by Python's decimal arithmetic."""

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

from running_dbt import invoke, make_home

TWELVE = Decimal("1e-12")

# Expressions over the columns of a table `given` that each test makes; the macros stand as models use them.
EXPRESSIONS = {
    "to_money": "{{ to_money('value') }}",
    "money_times": "{{ money_times('amount', 'rate') }}",
    "exact_rate": "{{ exact_rate('above', 'below') }}",
    "ratio": "{{ ratio('above', 'below') }}",
    "scale_quantity": "{{ scale_quantity('quantity', 1000) }}",
    "scale_to_millions": "{{ scale_quantity('quantity', '0.000001') }}",
    "differs": "{{ differs('one', 'other') }}",
    "identity": "{{ identity(['a', 'b', 'c']) }}",
    "utc_timestamp": "{{ utc_timestamp('value') }}",
    "period_of": "{{ period_of('moment') }}",
    "last_day_of_period": "{{ last_day_of_period('value') }}",
    "next_month_start": "{{ next_month_start('day') }}",
    "day_start": "{{ day_start('moment') }}",
    "next_day_start": "{{ next_day_start('moment') }}",
    "token_count": "{{ token_count('value') }}",
    "token_words": "{{ token_words('value') }}",
    "token_class_of": "{{ token_class_of(token_words('value')) }}",
    "google_model": "{{ google_model(google_words('value')) }}",
    "google_token_class": "{{ google_token_class(google_words('value')) }}",
    "tags_object": "{{ tags_object('value') }}",
    "merged_tags": """{{ merged_tags([
        ('first', [(['user:', 'resourceTags/user:'], 'user/'), (['aws:'], 'aws/')]), ('second', []),
    ]) }}""",
    "json_text": "{{ json_text('value', 'a.b') }}",
    "json_texts": "{{ json_texts('value', ['a', 'b.c', 'd', 'e']) }}",
    "list_item": "{{ list_item(json_texts('value', ['a', 'b.c']), 2) }}",
    "json_object_text": "{{ json_object_text([('a', 'first'), ('b', 'second')]) }}",
    "json_or_null": "{{ json_or_null('value') }}",
    "list_text": "{{ list_text('texts') }}",
    "list_sum": "{{ list_sum('records', 'rows') }}",
    "list_money_sum": "{{ list_money_sum('records', 'total') }}",
    "text_value": "{{ text_value('value') }}",
    "real_invoice_id": "{{ real_invoice_id('value') }}",
    "json_entries": "{{ json_entries('given', ['id'], 'value') }}",
    "apportion": """{{ apportion(
        'given', ['id', 'part'], {'amount': 'share', 'quantity': 'used'}, 'weight', ['id'], ['part']
    ) }}""",
    "spread_over_days": """{{ spread_over_days(
        'given', ['id'], {'amount': 'share'}, 'id', 'first_day', 'last_day'
    ) }}""",
}
MARK = "\n-- next macro\n"


@pytest.fixture(scope="session")
def compiled(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The SQL of every expression, by one dbt command."""
    folder = tmp_path_factory.mktemp("macros")
    run, result = invoke(
        make_home(folder / "home"),
        folder / "target",
        "compile",
        "--inline",
        MARK.join(EXPRESSIONS.values()),
        manifest=manifest,
    )
    run.check()
    return dict(zip(EXPRESSIONS, result.results[0].node.compiled_code.split(MARK), strict=True))


@pytest.fixture
def evaluate(compiled: dict[str, str]) -> Callable[[str, str], list]:
    """What a macro gives for the rows of a table: `evaluate("to_money", "select '1' as value")`."""

    def run(macro: str, rows: str) -> list:
        con = duckdb.connect()
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"create table given as select row_number() over () as place, * from ({rows})")
        return [
            row[0] for row in con.execute(f"select {compiled[macro]} from given order by place").fetchall()
        ]

    return run


def values(columns: str, *rows: str) -> str:
    """Rows of a table: `values("value", "'1'", "null")`."""
    return f"select * from (values {', '.join(f'({row})' for row in rows)}) as given ({columns})"


def texts(*found: str | None) -> str:
    quoted = ("null" if one is None else "'" + one.replace("'", "''") + "'" for one in found)
    return values("value", *(f"cast({one} as varchar)" for one in quoted))


def rounded(text: str) -> Decimal | None:
    """Twelve places, half away from zero; None where it does not fit 28 digits."""
    with localcontext() as context:
        context.prec = 200
        money = Decimal(text).quantize(TWELVE, rounding=ROUND_HALF_UP)
    return money if abs(money) < Decimal(10) ** 16 else None


def test_money_is_read_from_text(evaluate: Callable) -> None:
    expected = {
        "1": "1",
        "-0.10": "-0.1",
        " 1.5 ": "1.5",
        "+.5": "0.5",
        "1.": "1",
        "9999999.99": "9999999.99",
        "999999.9999999999995": "1000000",
        "0.0000000000005": "0.000000000001",
        "-0.0000000000005": "-0.000000000001",
        "0.0000000000004999999": "0",
        "1E-7": "0.0000001",
        "1.5e+3": "1500",
        "6.224020E-17": "0",
        "-7.e-17": "0",
        "4.9999e-13": "0",
        "5e-13": "0.000000000001",
        "9999999999999999.999999999999": "9999999999999999.999999999999",
        "9999999999999999.9999999999995": None,
        "1e16": None,
        "673.56e15": None,
        "1e400": None,
        "": None,
        "NULL": None,
        "nan": None,
        "inf": None,
        "-Infinity": None,
        "1,5": None,
        "one": None,
        "1e": None,
        None: None,
    }
    found = evaluate("to_money", texts(*expected))
    assert dict(zip(expected, found, strict=True)) == {
        text: None if money is None else Decimal(money) for text, money in expected.items()
    }


def test_money_of_a_double_is_its_shortest_text(evaluate: Callable) -> None:
    doubles = ["9999999.99", "0.1", "1e-7", "1.5e15", "-123456.789", "0.30000000000000004"]
    found = evaluate("to_money", values("value", *(f"cast('{one}' as double)" for one in doubles)))
    assert found == [rounded(one) for one in doubles]


def test_money_is_exact_for_any_text(evaluate: Callable) -> None:
    """Thousands of spellings, most of them near a half of the last place, against exact arithmetic."""
    dice = random.Random(20261014)
    spellings = []
    for _ in range(6000):
        digits = "".join(dice.choice("0123456789") for _ in range(dice.randint(1, 24)))
        text = dice.choice("123456789") + "." + digits + dice.choice(["", "5", "49999", "50001"])
        style = dice.random()
        if style < 0.6:
            text += dice.choice("eE") + dice.choice(["-", "-", "+", ""]) + f"{dice.randint(0, 18):02d}"
        elif style < 0.9:
            text = dice.choice(["", "1", "123456", "1234567890123"]) + text
        spellings.append(dice.choice(["", "-"]) + text)
    found = evaluate("to_money", texts(*spellings))
    wrong = {text: money for text, money in zip(spellings, found, strict=True) if money != rounded(text)}
    assert wrong == {}


def test_a_product_is_rounded_once_and_holds_any_amount(evaluate: Callable) -> None:
    pairs = [
        ("1.25", "1"),
        ("0.000000000001", "0.5"),
        ("-0.000000000001", "0.5"),
        ("0.000000000003", "0.5"),
        ("-2.500000000001", "0.5"),
        ("20000000000", "0.000061234567"),
        ("-20000000000.123456789012", "1443.123456789012"),
        ("9999999999999999.999999999999", "1"),
        ("9999999999999999.999999999999", "0.999999999999"),
        ("123456789012345.678901234567", "17.123456789012"),
        ("0.000000000001", "99999999.999999999999"),
        ("0", "1.1"),
    ]
    rows = ", ".join(f"(cast('{amount}' as decimal(28, 12)), '{rate}')" for amount, rate in pairs)
    found = evaluate(
        "money_times", f"select * from (values {rows}, (null, '2'), (1, null)) as pairs (amount, rate)"
    )
    with localcontext() as context:
        context.prec = 100
        expected = [rounded(str(Decimal(amount) * Decimal(rate))) for amount, rate in pairs]
    assert found == [*expected, None, None]


def test_a_cross_rate_is_the_exact_quotient(evaluate: Callable) -> None:
    pairs = [
        ("1.0837", "1"),
        ("1", "1.0837"),
        ("1.0837", "17953.5"),
        ("17953.5", "1.0837"),
        ("1", "3"),
        ("2", "3"),
        ("0.00000001", "99999"),
        ("1655.123", "158.77"),
    ]
    rows = ", ".join(
        f"(cast('{above}' as decimal(28, 12)), cast('{below}' as decimal(28, 12)))" for above, below in pairs
    )
    found = evaluate(
        "exact_rate",
        f"select * from (values {rows}, (1, 0), (0, 1), (-1, 1), (null, 1)) as pairs (above, below)",
    )
    with localcontext() as context:
        context.prec = 100
        expected = [rounded(str(Decimal(above) / Decimal(below))) for above, below in pairs]
    assert found == [*expected, None, None, None, None]


def test_a_ratio_without_a_denominator_is_missing(evaluate: Callable) -> None:
    assert evaluate(
        "ratio", values("above, below", "3, 4", "3, 0", "null, 4", "3, null", "0, 4", "-3, 4")
    ) == [
        0.75,
        None,
        None,
        None,
        0.0,
        -0.75,
    ]


def test_quantities_change_units_exactly(evaluate: Callable) -> None:
    rows = values("quantity", "cast('1000.5' as decimal(28, 12))", "-0.000001", "null")
    assert evaluate("scale_quantity", rows) == [Decimal("1000500"), Decimal("-0.001"), None]
    assert evaluate("scale_to_millions", rows) == [Decimal("0.0010005"), Decimal("-1e-12"), None]


def test_nothing_equals_nothing(evaluate: Callable) -> None:
    rows = values("one, other", "1, 1", "1, 2", "null::int, null", "1, null", "null, 1")
    assert evaluate("differs", rows) == [False, True, False, True, True]


def test_different_rows_have_different_identities(evaluate: Callable) -> None:
    """Bars, quotes, brackets and nothing: text that only joins values confuses some."""
    pieces = [None, "", "|", "a", "a|", "|a", '"', '","', "\\", "null", "]"]
    rows = [(a, b, c) for a in pieces for b in pieces for c in pieces]
    sql = ", ".join(
        "(" + ", ".join("null" if one is None else f"'{one}'" for one in row) + ")" for row in rows
    )
    found = evaluate("identity", f"select * from (values {sql}) as rows (a, b, c)")
    assert len(set(found)) == len(rows) and None not in found


def test_times_are_read_as_utc(evaluate: Callable) -> None:
    expected = {
        "2026-10-14": "2026-10-14 00:00:00",
        "2026-10-14T09:00Z": "2026-10-14 09:00:00",
        "2026-10-14 09:00": "2026-10-14 09:00:00",
        "2026-10-14T09:00+02:00": "2026-10-14 07:00:00",
        "2026-10-14T09:00:00Z": "2026-10-14 09:00:00",
        "2026-10-14T09:00:00.250Z": "2026-10-14 09:00:00.250000",
        "2026-10-14 09:00:00+00": "2026-10-14 09:00:00",
        "2026-11-01T00:30:00+02:00": "2026-10-31 22:30:00",
        "2026-12-31T23:30:00-05:00": "2027-01-01 04:30:00",
        "2028-02-29T23:59:59Z": "2028-02-29 23:59:59",
        "2026-09-01 00:59:59 +0000 UTC": "2026-09-01 00:59:59",
        "2026-09-01 01:30:00 +0530 IST": "2026-08-31 20:00:00",
        "2027-02-29": None,
        "10/14/2026": None,
        "": None,
        None: None,
    }
    found = evaluate("utc_timestamp", texts(*expected))
    assert [None if one is None else str(one) for one in found] == list(expected.values())


def test_months_end_where_they_end(evaluate: Callable) -> None:
    moments = [
        "2026-12-31 23:59:59.999999",
        "2027-01-01 00:00:00",
        "2028-02-29 12:00:00",
        "2027-02-28 12:00:00",
    ]
    rows = values(
        "moment, day",
        *(f"timestamp '{one}', cast(timestamp '{one}' as date)" for one in moments),
        "null, null",
    )
    assert evaluate("period_of", rows) == ["2026-12", "2027-01", "2028-02", "2027-02", None]
    assert [str(one) for one in evaluate("next_month_start", rows)] == [
        "2027-01-01 00:00:00",
        "2027-02-01 00:00:00",
        "2028-03-01 00:00:00",
        "2027-03-01 00:00:00",
        "None",
    ]
    assert [str(one) for one in evaluate("next_day_start", rows)][:3] == [
        "2027-01-01 00:00:00",
        "2027-01-02 00:00:00",
        "2028-03-01 00:00:00",
    ]
    assert [str(one) for one in evaluate("day_start", rows)][:3] == [
        "2026-12-31 00:00:00",
        "2027-01-01 00:00:00",
        "2028-02-29 00:00:00",
    ]
    periods = texts("2026-12", "2028-02", "2027-02", "2026-04", None)
    assert [str(one) for one in evaluate("last_day_of_period", periods)] == [
        "2026-12-31",
        "2028-02-29",
        "2027-02-28",
        "2026-04-30",
        "None",
    ]


def test_tokens_are_counted_and_their_words_read(evaluate: Callable) -> None:
    assert evaluate("token_count", texts("12", "12.0", "1e3", "", None, "many", "-4")) == [
        12,
        12,
        1000,
        0,
        0,
        0,
        -4,
    ]
    assert evaluate("token_words", texts("Cached_Input", "uncached_input_tokens", None)) == [
        "cached input",
        "input tokens",
        None,
    ]
    classes = {
        "input": "input",
        "uncached_input_tokens": "input",
        "input_no_cache": "input",
        "prompt tokens": "input",
        "cached input": "cache_read",
        "cache_read_input_tokens": "cache_read",
        "cache_creation.ephemeral_5m_input_tokens": "cache_write_5m",
        "cache_creation.ephemeral_1h_input_tokens": "cache_write_1h",
        "cache write 30m": "cache_write_30m",
        "cache write": "cache_write",
        "output tokens": "output",
        "completion": "output",
        "reasoning output": "reasoning",
        "audio input": "input_audio",
        "cached audio input": "cache_read_audio",
        "output image tokens": "output_image",
        "batch input": "input",
        "web search": None,
        "code interpreter session": None,
        "storage": None,
        "": None,
        None: None,
    }
    assert dict(zip(classes, evaluate("token_class_of", texts(*classes)), strict=True)) == classes


def test_tags_keep_every_key(evaluate: Callable) -> None:
    given = {
        '{"team":"ml","n":1}': '{"team":"ml","n":1}',
        '[{"Key":"team","Value":"ml"},{"Key":"team","Value":"other"},{"Key":"empty","Value":""}]': (
            '{"empty":"","team":"[\\"ml\\",\\"other\\"]"}'
        ),
        "team=ml": '{"unreadable_tags":"team=ml"}',
        '{"broken': '{"unreadable_tags":"{\\"broken"}',
        '{"emoji":"🚀 \'quoted\' | bar"}': '{"emoji":"🚀 \'quoted\' | bar"}',
        "": None,
        "NULL": None,
        None: None,
    }
    assert dict(zip(given, evaluate("tags_object", texts(*given)), strict=True)) == given


def test_tags_of_several_columns_become_one_object(evaluate: Callable) -> None:
    rows = values(
        "first, second",
        """'{"user:team":"ml","aws:createdBy":"x"}', '{"team":"web","user/team":"late"}'""",
        "null, '{}'",
        "'{}', null",
        """'no json', '{"a":"1"}'""",
        """null, '{"a":null,"b":"2"}'""",
    )
    assert evaluate("merged_tags", rows) == [
        '{"aws/createdBy":"x","team":"web","user/team":"[\\"late\\",\\"ml\\"]"}',
        None,
        None,
        '{"a":"1","unreadable_tags":"no json"}',
        '{"a":null,"b":"2"}',
    ]


def test_members_of_json(evaluate: Callable) -> None:
    rows = texts('{"a":"1","b":{"c":2,"x":null},"d":null}', "{}", None)
    assert evaluate("json_texts", rows) == [["1", "2", None, None], [None] * 4, None]
    assert evaluate("list_item", rows) == ["2", None, None]
    assert evaluate("json_text", texts('{"a.b":"point","a":{"b":"path"}}', "{}", None)) == [
        "point",
        None,
        None,
    ]
    assert evaluate("json_or_null", texts("{}", "{", "plain", None)) == ["{}", None, None, None]
    objects = values("first, second", "'1', 'x'", "null, 'x'", "'1', null", "null, null")
    assert evaluate("json_object_text", objects) == ['{"a":"1","b":"x"}', '{"b":"x"}', '{"a":"1"}', "{}"]


def test_json_entries_are_rows(compiled: dict[str, str]) -> None:
    con = duckdb.connect()
    con.execute("create table given (id integer, value varchar)")
    con.executemany(
        "insert into given values (?, ?)",
        [(1, '{"team":"ml","nested":{"x":[1,2]},"empty":"","nothing":null}'), (2, "{}"), (3, None)],
    )
    assert con.execute(f"select * from ({compiled['json_entries']}) order by id, entry_key").fetchall() == [
        (1, "empty", ""),
        (1, "nested", '{"x":[1,2]}'),
        (1, "nothing", None),
        (1, "team", "ml"),
    ]


def test_lists_of_the_ledger(evaluate: Callable) -> None:
    assert evaluate("list_text", values("texts", "['USD', 'EUR']", "[]", "null")) == ["EUR,USD", "", None]
    records = values(
        "records",
        "[{'rows': 3, 'total': '0.1'}, {'rows': 4, 'total': '0.2'}]",
        "[{'rows': 5, 'total': null}]",
        "[]",
        "null",
    )
    assert evaluate("list_sum", records) == [7, 5, 0, 0]
    assert evaluate("list_money_sum", records) == [Decimal("0.3"), None, None, None]


def test_spellings_of_nothing_and_of_ours(evaluate: Callable) -> None:
    assert evaluate("text_value", texts("a", "", "NULL", None, " ")) == ["a", None, None, None, " "]
    assert evaluate("real_invoice_id", texts("INV-1", "provisional|OpenAI|2026-10", None)) == [
        "INV-1",
        None,
        None,
    ]


def handed_out(compiled: dict[str, str], parts: list[tuple]) -> list[tuple]:
    """Rows (id, part, share, used) of parts (id, part, amount, quantity, weight), given in any order."""
    con = duckdb.connect()
    con.execute(
        "create table given (id varchar, part integer, amount decimal(28, 12), quantity decimal(28, 12),"
        " weight decimal(18, 6))"
    )
    shuffled = random.Random(len(parts)).sample(parts, len(parts))
    con.executemany("insert into given values (?, ?, ?, ?, ?)", shuffled)
    return con.execute(f"select * from ({compiled['apportion']}) order by id, part").fetchall()


def largest_remainder(amount: Decimal, weights: list[Decimal | None]) -> list[Decimal]:
    """The same by whole numbers of Python: shares towards zero, then a unit to the largest remainders."""
    units = int(abs(amount) / TWELVE)
    whole = [max(int((weight or 0) * 1_000_000), 0) for weight in weights]
    whole = whole if sum(whole) else [1] * len(whole)
    shares = [units * weight // sum(whole) for weight in whole]
    order = sorted(range(len(whole)), key=lambda n: (-(units * whole[n] % sum(whole)), n))
    for place in order[: units - sum(shares)]:
        shares[place] += 1
    sign = -1 if amount < 0 else 1
    return [Decimal(sign * share).scaleb(-12) for share in shares]


AMOUNTS = (
    "100",
    "-100",
    "0",
    "0.000000000001",
    "-0.000000000002",
    "1000000000000000",
    "-9999999999999999.999999999999",
    "1234567.890123456789",
)
WEIGHTS = (
    ["1", "1", "1"],
    ["1"],
    ["1"] * 396,
    ["0", "0", "0"],
    [None, None],
    ["-5", "2", None, "3"],
    ["0.000001", "999999999999"],
    ["1", "2", "3", "5", "8", "13", "21"],
    ["0.333333", "0.333333", "0.333334"],
)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_amounts_are_handed_out_to_the_last_unit(compiled: dict[str, str], amount: str) -> None:
    """Parts add up to the amount, tolerance zero, and each is what whole numbers say; two amounts at once."""
    parts, expected = [], []
    with localcontext() as context:
        context.prec = 60
        for number, texts_of_weights in enumerate(WEIGHTS):
            weights = [None if one is None else Decimal(one) for one in texts_of_weights]
            shares = largest_remainder(Decimal(amount), weights)
            used = largest_remainder(Decimal("7.1"), weights)
            assert sum(shares) == Decimal(amount)
            for part, weight in enumerate(weights):
                parts.append((str(number), part, Decimal(amount), Decimal("7.1"), weight))
                expected.append((str(number), part, shares[part], used[part]))
    assert handed_out(compiled, parts) == sorted(expected)


def test_a_tie_goes_to_the_first_in_order(compiled: dict[str, str]) -> None:
    one_unit_over = [("a", part, Decimal("0.000000000010"), None, Decimal(1)) for part in range(3)]
    found = handed_out(compiled, one_unit_over)
    assert [share for _, _, share, _ in found] == [4 * TWELVE, 3 * TWELVE, 3 * TWELVE]
    assert [used for *_, used in found] == [None, None, None]


def test_money_is_spread_over_the_days_of_a_period(compiled: dict[str, str]) -> None:
    """Both ends count; a leap day is a day; the days of each row add up to it."""
    con = duckdb.connect()
    con.execute(
        "create table given as select * from (values"
        " (1, cast(12000.01 as decimal(28, 12)), date '2024-02-28', date '2025-02-28'),"
        " (2, cast(-31 as decimal(28, 12)), date '2026-10-31', date '2026-10-31'),"
        " (3, cast(31 as decimal(28, 12)), date '2026-10-01', date '2026-10-31'))"
        " as given (id, amount, first_day, last_day)"
    )
    found = con.execute(
        "select id, count(*), sum(share), min(service_date), max(service_date), max(share) - min(share)"
        f" from ({compiled['spread_over_days']}) group by id order by id"
    ).fetchall()
    assert [row[:3] for row in found] == [
        (1, 367, Decimal("12000.01")),
        (2, 1, Decimal(-31)),
        (3, 31, Decimal(31)),
    ]
    assert [str(day) for row in found for day in row[3:5]] == [
        "2024-02-28",
        "2025-02-28",
        "2026-10-31",
        "2026-10-31",
        "2026-10-01",
        "2026-10-31",
    ]
    assert [row[5] for row in found] == [TWELVE, 0, 0]


def test_google_skus_say_model_and_token_class(evaluate: Callable) -> None:
    """Flash Lite is not Flash, a preview is not what followed it, thinking is reasoning."""
    skus = {
        "Gemini 2.5 Flash GA Text Input - Predictions": ("gemini-2.5-flash", "input"),
        "Gemini 2.5 Flash Text Input - Predictions": ("gemini-2.5-flash-preview", "input"),
        "Gemini 2.5 Flash GA Text Output (Thinking On) - Predictions": ("gemini-2.5-flash", "output"),
        "Gemini 2.5 Flash GA Thinking Text Output - Predictions": ("gemini-2.5-flash", "reasoning"),
        "Gemini 2.5 Flash Lite Text Input - Predictions": ("gemini-2.5-flash-lite", "input"),
        " Gemini 2.5 Flash GA Input Text Caching": ("gemini-2.5-flash", "cache_read"),
        "Gemini 2.5 Flash Live Audio Output - Predictions": ("gemini-2.5-flash-live", "output_audio"),
        "Gemini 3 Flash Image Input - Predictions": ("gemini-3-flash", "input_image"),
        "Gemini 3 Flash Text Input Caching Storage": ("gemini-3-flash", None),
        "Gemini 1.5 Flash Text Input (Characters) - Predictions": ("gemini-1.5-flash", None),
        "Gemini 2.5 Flash GA Video Input - Predictions": ("gemini-2.5-flash", None),
        "Generate content output token count gemini 2.5 flash short input text": (
            "gemini-2.5-flash",
            "output",
        ),
        "Generate_content image output token count for Gemini 3 Pro Image": (
            "gemini-3-pro-image",
            "output_image",
        ),
        "Generate content input token count gemini 3.7 flash image flex caching": (
            "gemini-3.7-flash",
            "cache_read_image",
        ),
        "Claude Sonnet 4.5 - Input Tokens": ("claude-sonnet-4-5", "input"),
        "Claude Opus 4.1 Cache Write 5m Tokens": ("claude-opus-4-1", "cache_write_5m"),
        "Cloud Vertex AI Model Garden Model as a Service GLM-5.2 Input": ("glm-5.2", "input"),
        "Vertex AI: Provisioned Throughput 1 month": (None, None),
        "Grounding with Google Search": (None, None),
    }
    given = texts(*skus)
    found = zip(evaluate("google_model", given), evaluate("google_token_class", given), strict=True)
    assert dict(zip(skus, found, strict=True)) == skus
