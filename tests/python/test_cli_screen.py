"""How figures are written: to the cent, and never rounder than they are."""

from decimal import Decimal

import pytest

from finops.screen import Stages, money, print_entries, print_table, share, shorten, spinner


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1234567.005", "1,234,567.01"),
        ("-0.005", "-0.01"),
        ("0", "0.00"),
        ("99999999999999999999999999.99", "99,999,999,999,999,999,999,999,999.99"),
    ],
)
def test_money_is_exact_to_the_cent(amount: str, text: str) -> None:
    assert money(Decimal(amount)) == text
    assert money(Decimal(amount), "EUR") == f"EUR {text}"


def test_what_is_not_there_is_not_zero() -> None:
    assert money(None) == "-"
    assert share(None, Decimal(1)) == share(Decimal(1), Decimal(0)) == "-"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        ("1", "3", "33.3 %"),
        ("99.99", "100", ">99.9 %"),
        ("100", "100", "100.0 %"),
        ("0.01", "100", "<0.1 %"),
        ("0", "100", "0.0 %"),
        ("-5", "100", "-5.0 %"),
    ],
)
def test_a_share_is_never_whole_or_nothing_by_rounding(part: str, whole: str, text: str) -> None:
    assert share(Decimal(part), Decimal(whole)) == text


WORDS = "the mapping that starts later counts and everything else that is to be said about it to the end"


@pytest.mark.parametrize("width", ["150", "100", "80", "60"])
def test_nothing_is_cut_however_narrow_the_terminal(
    width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What does not fit beside the rest follows under its key again, with every figure whole."""
    monkeypatch.setenv("COLUMNS", width)
    months = [f"2026-{month:02d}" for month in range(1, 9)]
    amounts = [f"1,234,567,{month}00.12" for month in range(1, 9)]
    rows = [("Amazon Web Services", "USD", *amounts, WORDS, "#" * 70)]
    print_table("Spend", ("vendor", "currency", *months, "why", "id"), rows, "note " * 40, months, keys=2)
    print_entries("Entries", [("USD 1.00", WORDS, "%" * 90)])
    output = capsys.readouterr().out
    assert max(map(len, output.splitlines())) <= int(width)
    assert "…" not in output
    assert all(output.count(amount) == 1 for amount in amounts)
    assert output.count("#") == 70 and output.count("%") == 90
    # A column of text is read from top to bottom.
    assert all(output.count(word) >= 2 for word in set(WORDS.split()) if len(word) > 5)


def test_long_work_says_its_stages_where_no_line_can_be_written_over(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """At once, then every ten seconds; short work and a terminal get no lines."""
    with spinner("landing") as progress:
        progress("landing one")
    assert capsys.readouterr().err == ""
    with spinner("Building: it takes minutes.", is_long=True) as progress:
        clock = iter([5.0, 9.9, 11.0, 11.0])
        assert isinstance(progress, Stages)
        progress._clock, progress._said_at = (lambda: next(clock)), 1.0
        for text in ("building 1 of 3: a", "building 2 of 3: b", "building 3 of 3: c"):
            progress(text)
    assert capsys.readouterr().err.splitlines() == ["Building: it takes minutes.", "building 3 of 3: c"]


def test_long_text_is_one_line_of_a_given_length() -> None:
    assert shorten("a\nb " + "c" * 50, 10) == "a b ccccc…"
