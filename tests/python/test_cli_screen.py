"""How figures are written: to the cent, and never rounder than they are."""

from decimal import Decimal

import pytest

from finops.screen import money, share, shorten


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


def test_long_text_is_one_line_of_a_given_length() -> None:
    assert shorten("a\nb " + "c" * 50, 10) == "a b ccccc…"
