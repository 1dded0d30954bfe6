"""Bad input: what is broken is refused or set aside with a message that says what to do; the rest lands."""

import codecs
import gzip
import json
import os
import random
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from finops.landing.report import FileOutcome
from landing_kit import (
    EXPORTS,
    FOCUS_COLUMNS,
    Kit,
    billed,
    focus_csv,
    focus_lines,
    focus_row,
    land_apart,
    total,
)


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


def refused(outcome: FileOutcome, *words: str) -> None:
    """The file was refused, its message names it and says what to do."""
    assert outcome.outcome == "refused", outcome
    assert outcome.source_file in outcome.reason and outcome.what_to_do, outcome
    for word in words:
        assert word in f"{outcome.reason} {outcome.what_to_do}", (word, outcome)


def landed(outcome: FileOutcome, rows: int, quarantined: int = 0) -> None:
    assert outcome.outcome == "landed", outcome
    assert (outcome.rows_landed, outcome.rows_quarantined) == (rows, quarantined), outcome
    assert outcome.rows_in_file == rows + quarantined


def costs(count: int) -> list[str]:
    return [f"{i}.{i % 97:02d}" for i in range(1, count + 1)]


# ---------------------------------------------------------------- files that cannot be read


@pytest.mark.parametrize("size", [50, 60_000])
def test_truncated_gzip(kit: Kit, size: int) -> None:
    """Cut short within its first bytes, or far behind them: refused either way, nothing of it lands."""
    drawn = random.Random(1)
    lines = focus_csv([focus_row("1", ChargeDescription=f"{drawn.random()}") for _ in range(size)])
    packed = gzip.compress(lines.encode())
    path = kit.write("bill.csv.gz", packed[: len(packed) * 9 // 10])
    refused(kit.land_one(path), "cut short")
    assert kit.ledger() == []


def test_gzip_with_damage_in_the_middle(kit: Kit) -> None:
    drawn = random.Random(1)
    text = focus_csv([focus_row("1", ChargeDescription=f"{drawn.random()}") for _ in range(60_000)])
    packed = bytearray(gzip.compress(text.encode()))
    packed[len(packed) * 9 // 10 : len(packed) * 9 // 10 + 40] = b"\xff" * 40
    with pytest.raises((zlib.error, OSError)):
        gzip.decompress(bytes(packed))
    refused(kit.land_one(kit.write("bill.csv.gz", bytes(packed))), "damaged")
    assert kit.ledger() == []


def test_a_csv_that_ends_within_a_record(kit: Kit) -> None:
    """The last line lacks columns and a line end: set aside, and said that the file may be cut short."""
    text = focus_lines(["1", "2", "3"]).rstrip("\n")
    landed(kit.land_one(kit.write("bill.csv", text[:-20])), 2, 1)
    assert "so it may be cut short" in kit.quarantine()[0][2]


@pytest.mark.parametrize(
    "row",
    [
        {"ServiceName": "Total"},
        {"BillingAccountId": "Grand total:"},
        {"ChargeDescription": "Total October 2026"},
        {"ServiceName": "Compute total", "BilledCost": "3"},
        {"ChargeDescription": "TOTAL", "BilledCost": "99"},
    ],
    ids=["service", "account", "sum", "subtotal", "by name"],
)
def test_total_rows_of_an_export(kit: Kit, row: dict[str, str]) -> None:
    """What a spreadsheet added up below an export is set aside; a service that is only called so is not."""
    rows = [
        focus_row("1", ServiceName="Compute"), focus_row("2", ServiceName="Compute"),
        focus_row("4", ServiceName="Total Recall"), focus_row("7", ServiceName="Other") | row,
    ]  # fmt: skip
    outcome = kit.land_one(kit.write("bill.csv", focus_csv(rows)))
    landed(outcome, 3, 1)
    assert "a total row, not a record" in outcome.set_aside[0] and outcome.set_aside[0].startswith("record 4")
    assert billed(kit.ledger()) == Decimal(7)


def test_unfit_amounts_of_an_export_are_said_with_what_is_near(kit: Kit) -> None:
    outcome = kit.land_one(kit.write("bill.csv", focus_csv([focus_row("(12.50)"), focus_row("1")])))
    assert outcome.set_aside == ["record 1, BilledCost: '(12.50)' is not a number; nearest is '-12.50'"]


def test_empty_files_are_each_said_to_be_empty(kit: Kit) -> None:
    report = kit.land(kit.write("a.csv", ""), kit.write("b.csv", ""))
    for outcome in report.files:
        refused(outcome, "empty")


def test_gzip_that_is_none(kit: Kit) -> None:
    refused(kit.land_one(kit.write("bill.csv.gz", focus_lines(["1"]))), "unpacked")


def test_truncated_gzip_of_pages(kit: Kit) -> None:
    drawn = random.Random(1)
    bucket = {"start_time": 1788220800, "end_time": 1788307200, "results": []}
    bucket["results"] = [
        {
            "object": "organization.costs.result",
            "amount": {"value": drawn.random(), "currency": "usd"},
            "line_item": f"{drawn.random()}",
        }
        for _ in range(30_000)
    ]
    packed = gzip.compress(json.dumps({"object": "page", "data": [bucket]}).encode())
    whole = kit.write("whole.json.gz", packed)
    refused(kit.land_one(kit.write("pages.json.gz", packed[: len(packed) * 9 // 10])))
    landed(kit.land_one(whole), 30_000)


def test_parquet_that_is_none(kit: Kit) -> None:
    refused(kit.land_one(kit.write("a.parquet", focus_lines(["1"]))), "Parquet")
    refused(kit.land_one(kit.write("b.parquet", b"")), "Parquet")
    refused(kit.land_one(kit.write("c.parquet", b"PAR1 and then nothing")), "Parquet")


def focus_parquet(kit: Kit, name: str, costs: list[str], cost_type: str = "DOUBLE", **columns: str) -> Path:
    """Write a FOCUS Parquet file; `columns` are SQL expressions over row number i."""
    path = kit.write(name, "")
    rows = ", ".join(f"({i}, '{cost}')" for i, cost in enumerate(costs))
    base = {
        "BilledCost": f"cast(cost as {cost_type})",
        "EffectiveCost": "cast(cost as DOUBLE)" if cost_type == "DOUBLE" else "cast(1 as DOUBLE)",
        "BillingAccountId": "'0012'",
        "BillingCurrency": "'USD'",
        "BillingPeriodStart": "timestamp '2026-09-01'",
        "BillingPeriodEnd": "timestamp '2026-10-01'",
        "ChargeCategory": "'Usage'",
        "ChargePeriodStart": "timestamp '2026-09-03' + interval (i) minute",
        "ChargePeriodEnd": "timestamp '2026-09-04'",
        "ProviderName": "'Nimbus'",
    } | columns
    listed = ", ".join(f'{value} as "{column}"' for column, value in base.items())
    duckdb.connect().execute(
        f"copy (select {listed} from (values {rows}) as t(i, cost) order by i) to '{path}' (format parquet)"
    )
    return path


def test_parquet_cut_short_or_damaged_inside(kit: Kit) -> None:
    """A damaged page of a column nothing is judged by shows only when the delivery is written."""
    path = focus_parquet(kit, "whole.parquet", costs(3000), ResourceName="md5(i::varchar)")
    content = path.read_bytes()
    refused(kit.land_one(kit.write("short.parquet", content[: len(content) // 2])), "Parquet")
    place = duckdb.execute(
        "select data_page_offset, total_compressed_size from parquet_metadata(?)"
        " where path_in_schema = 'ResourceName'",
        [str(path)],
    ).fetchone()
    assert place is not None
    start, size = place
    damaged = content[:start] + b"\xff" * (size - 10) + content[start + size - 10 :]
    refused(kit.land_one(kit.write("damaged.parquet", damaged)))
    assert kit.ledger() == []
    landed(kit.land_one(path), 3000)
    kit.check()


def test_empty_and_header_only_files(kit: Kit) -> None:
    refused(kit.land_one(kit.write("empty.csv", "")), "empty")
    refused(kit.land_one(kit.write("blank.csv", "\n\n  \n")), "empty")
    refused(kit.land_one(kit.write("empty.json", "")), "empty")
    refused(kit.land_one(kit.write("empty.csv.gz", gzip.compress(b""))), "empty")
    for number, text in enumerate((focus_csv([]), focus_csv([]).rstrip("\n"), "\ufeff" + focus_csv([]))):
        landed(kit.land_one(kit.write(f"header{number}.csv", text)), 0)
    assert [(one["tables"][0]["rows"], one["billing_period"]) for one in kit.ledger()] == [(0, None)] * 3
    kit.check()


def test_header_only_parquet(kit: Kit) -> None:
    path = kit.write("none.parquet", "")
    whole = focus_parquet(kit, "some.parquet", ["1"])
    duckdb.execute(f"copy (select * from read_parquet('{whole}') where false) to '{path}' (format parquet)")
    landed(kit.land_one(path), 0)


def test_file_of_no_source(kit: Kit) -> None:
    refused(kit.land_one(kit.write("a.csv", "name,age\nx,1\n")), "--source", "name, age")
    refused(kit.land_one(kit.write("a.json", '{"a": ')), "JSON")
    refused(kit.land_one(kit.write("b.json", "[1, 2]")), "page")
    refused(kit.land_one(kit.write("c.txt", b"\x00\x01\x02\n")), "UTF-8")
    refused(
        kit.land_one(
            kit.write(
                "usage.json",
                json.dumps(
                    {
                        "data": [
                            {"start_time": 1, "results": [{"object": "organization.usage.decisions.result"}]}
                        ]
                    }
                ),
            )
        ),
        "decisions",
    )


def test_zip_archive_or_spreadsheet(kit: Kit) -> None:
    for name in ("bill.csv.zip", "bill.xlsx", "bill.csv"):
        refused(kit.land_one(kit.write(name, b"PK\x03\x04\x14\x00\x00\x00")), "zip archive", "Unpack")


def test_messages_hold_no_path_of_the_machine(kit: Kit) -> None:
    """Reasons are kept in landing/ and shown in tables: files go by their names."""
    from finops.landing import refusals

    damaged = focus_parquet(kit, "damaged.parquet", costs(500), ResourceName="md5(i::varchar)").read_bytes()
    kit.write("damaged.parquet", damaged[:200] + b"\xff" * 3000 + damaged[3200:])
    drawn = random.Random(1)
    text = focus_csv([focus_row("1", ChargeDescription=f"{drawn.random()}") for _ in range(60_000)])
    kit.write("short.csv.gz", gzip.compress(text.encode())[:-9000])
    for name, content in (("a.parquet", b"no"), ("b.json", b"{"), ("c.csv.gz", b"x"), ("d.csv", b"a,b\n")):
        kit.write(name, content)
    kit.land(kit.folder / "exports")
    assert len(refusals(kit.project)) == 6
    assert str(kit.folder) not in json.dumps(refusals(kit.project))


def test_no_such_file_is_said_and_not_kept(kit: Kit) -> None:
    from finops.landing import refusals

    outcome = kit.land_one("nowhere/bill.csv")
    assert outcome.outcome == "refused" and "no such file" in outcome.reason
    assert refusals(kit.project) == []


def test_folder_without_data_is_said(kit: Kit) -> None:
    folder = kit.write("empty/x", "").parent
    (folder / "x").unlink()
    report = kit.land(folder)
    assert [one.outcome for one in report.files] == ["refused"]
    assert "no data file" in report.files[0].reason


# ---------------------------------------------------------------- the wrong file


@pytest.mark.parametrize("asked", ["aws_cur", "openai_costs", "litellm_spend_logs", "owners"])
def test_file_of_another_source_named(kit: Kit, asked: str) -> None:
    refused(kit.land_one(kit.write("bill.csv", focus_lines(["1"])), source=asked), "focus", asked)
    assert kit.ledger() == []


def test_pages_of_another_source_named(kit: Kit) -> None:
    pages = EXPORTS / "anthropic_costs" / "cost_report_1.json"
    refused(kit.land_one(pages, source="openai_costs"), "anthropic_costs")
    refused(kit.land_one(pages, source="focus"), "anthropic_costs")


def test_missing_mandatory_column(kit: Kit) -> None:
    """The message names file, column and what to do, whether the source is named or not."""
    columns = [column for column in FOCUS_COLUMNS if column != "BillingCurrency"]
    path = kit.write("bill.csv", focus_csv([focus_row("1")], columns))
    for source in ("focus", None):
        refused(kit.land_one(path, source=source), "bill.csv", "BillingCurrency", "export again")
    assert kit.ledger() == []


def test_unknown_source_or_scope(kit: Kit) -> None:
    from finops.project import FinopsError

    path = kit.write("bill.csv", focus_lines(["1"]))
    with pytest.raises(FinopsError, match="Unknown source focsu"):
        kit.land(path, source="focsu")
    with pytest.raises(FinopsError, match="bar"):
        kit.land(path, scope="a|b")


# ---------------------------------------------------------------- CSV as people and programs write it


def test_csv_with_bom(kit: Kit) -> None:
    landed(kit.land_one(kit.write("bill.csv", "\ufeff" + focus_lines(costs(5)))), 5)
    assert [entry["drift"] for entry in kit.ledger()] == [[]]


def test_another_column_order(kit: Kit) -> None:
    rows = [focus_row(cost, ChargeDescription=cost) for cost in costs(5)]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), 5)
    rows[0] |= {"BilledCost": "77"}
    landed(kit.land_one(kit.write("b.csv", focus_csv(rows, FOCUS_COLUMNS[::-1]))), 5)
    assert billed(kit.ledger()[1:]) == total([row["BilledCost"] for row in rows])
    assert {one["change"] for one in kit.ledger()[1]["drift"]} == {"moved"}


def test_lower_case_header(kit: Kit) -> None:
    text = focus_lines(["1.5", "2"])
    header, rest = text.split("\n", 1)
    landed(kit.land_one(kit.write("a.csv", header.lower() + "\n" + rest)), 2)
    assert kit.rows("select sum(BilledCost::decimal(9,2)) from landed") == [(Decimal("3.50"),)]


def test_text_null(kit: Kit) -> None:
    rows = [
        focus_row("1", Tags="NULL", InvoiceId="NULL"),
        focus_row("2", InvoiceId="I1", EffectiveCost="NULL"),
    ]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), 2)
    assert kit.ledger()[0]["is_invoiced"] is False
    bad = [focus_row("NULL"), focus_row("1", BillingAccountId="NULL"), focus_row("3")]
    landed(kit.land_one(kit.write("b.csv", focus_csv(bad, delimiter=",")), scope=None, is_append=True), 1, 2)
    assert [row[1:3] for row in kit.quarantine()] == [
        ("BilledCost", "mandatory value missing"),
        ("BillingAccountId", "mandatory value missing"),
    ]


@pytest.mark.parametrize(
    ("delimiter", "written", "expected"),
    [
        (";", ["1,5", "1.234,56", "-0,000001", "7"], ["1.5", "1234.56", "-0.000001", "7"]),
        (";", ["1.5", "1234.56", "7"], ["1.5", "1234.56", "7"]),
        (";", ["1.234.567,89", "1,25"], ["1234567.89", "1.25"]),
        (",", ["1,5", "12,25"], ["1.5", "12.25"]),
        (";", ["1 234,5", "3,25"], ["1234.5", "3.25"]),
    ],
)
def test_decimal_commas(kit: Kit, delimiter: str, written: list[str], expected: list[str]) -> None:
    rows = [focus_row(one, ChargeDescription=one) for one in written]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows, delimiter=delimiter))), len(rows))
    assert billed(kit.ledger()) == total(expected)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_thousands_separators_are_never_guessed_wrong(kit: Kit, delimiter: str) -> None:
    """1,234 may be 1.234 or 1234: with points elsewhere it is set aside, never misread."""
    rows = [focus_row("1,234.56"), focus_row("10.25"), focus_row("1,234")]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows, delimiter=delimiter))), 1, 2)
    assert billed(kit.ledger()) == Decimal("10.25")
    assert {row[2] for row in kit.quarantine()} == {"not a number"}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(kit: Kit, delimiter: str) -> None:
    rows = [focus_row(cost, Tags='{"a": "b,c"}', ChargeDescription="x,y") for cost in costs(4)]
    name = "a.tsv" if delimiter == "\t" else "a.csv"
    landed(kit.land_one(kit.write(name, focus_csv(rows, delimiter=delimiter))), 4)
    assert kit.rows("select distinct ChargeDescription from landed") == [("x,y",)]


def test_column_that_stands_twice(kit: Kit) -> None:
    """A contract column twice is refused; any other is kept under another name."""
    text = focus_lines(["1", "2"])
    header, *lines = text.splitlines()
    twice = [f"{header},BilledCost", *(f"{line},9" for line in lines)]
    refused(kit.land_one(kit.write("a.csv", "\n".join(twice) + "\n")), "BilledCost", "twice")
    other = [f"{header},note,Note,", *(f"{line},x,y,z" for line in lines)]
    landed(kit.land_one(kit.write("b.csv", "\n".join(other) + "\n")), 2)
    assert kit.rows("select distinct note, Note_1, column_16 from landed") == [("x", "y", "z")]


def test_header_repeated_among_the_records(kit: Kit) -> None:
    """Files that were glued together: the second header is set aside, no record is lost."""
    text = focus_lines(["1", "2"])
    header = text.split("\n", 1)[0]
    landed(kit.land_one(kit.write("a.csv", text + header + "\n" + text.split("\n", 1)[1])), 4, 1)
    assert kit.quarantine()[0][0] == 3 and kit.quarantine()[0][3] == header


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends(kit: Kit, ending: str) -> None:
    rows = [focus_row(cost, Tags='{"a": "b\nc"}', ChargeDescription=cost) for cost in costs(6)]
    path = kit.write("a.csv", focus_csv(rows).replace("\n", ending))
    landed(kit.land_one(path), 6)
    assert billed(kit.ledger()) == total(costs(6))


def test_mixed_line_ends(kit: Kit) -> None:
    lines = focus_lines(costs(9)).splitlines()
    text = "".join(line + ("\r\n" if i % 3 else "\n") for i, line in enumerate(lines))
    landed(kit.land_one(kit.write("a.csv", text)), 9)
    assert billed(kit.ledger()) == total(costs(9))
    assert kit.rows("select count(*) from landed where Tags like '%' || chr(13) || '%'") == [(0,)]


def test_no_newline_at_the_end_and_blank_lines(kit: Kit) -> None:
    landed(kit.land_one(kit.write("a.csv", focus_lines(costs(3)).rstrip("\n"))), 3)
    landed(kit.land_one(kit.write("b.csv", focus_lines([*costs(3), "4"]).replace("\n", "\n\n") + "\n\n")), 4)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(kit: Kit, encoding: str) -> None:
    mark = {"utf-16": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    rows = [focus_row(cost, ChargeDescription="größe 🚀 " + cost) for cost in costs(5)]
    landed(kit.land_one(kit.write("a.csv", mark + focus_csv(rows).encode(encoding))), 5)
    assert kit.rows("select count(*) from landed where ChargeDescription like 'größe 🚀%'") == [(5,)]
    assert billed(kit.ledger()) == total(costs(5))


def test_utf_16_pages(kit: Kit) -> None:
    text = (EXPORTS / "openai_costs" / "costs_page_1.json").read_text()
    outcome = kit.land_one(kit.write("a.json", text.encode("utf-16")))
    if outcome.outcome == "landed":
        landed(outcome, 5)
    else:
        refused(outcome, "UTF-8")


def test_latin_1(kit: Kit) -> None:
    rows = [focus_row(cost, ChargeDescription="größe " + cost) for cost in costs(5)]
    refused(kit.land_one(kit.write("a.csv", focus_csv(rows).encode("latin-1"))), "UTF-8")
    mixed = focus_lines(costs(300)).encode() + focus_csv([focus_row("5", Tags="größe")]).split("\n")[
        1
    ].encode("latin-1")
    landed(kit.land_one(kit.write("b.csv", mixed)), 300, 1)
    kit.check()


def test_quote_never_closed(kit: Kit) -> None:
    """Only the line with the open quote is set aside, not what a parser would swallow behind it."""
    lines = focus_lines(costs(200)).splitlines(keepends=True)
    lines[50] = lines[50].replace("line 49", '"line 49')
    landed(kit.land_one(kit.write("a.csv", "".join(lines))), 199, 1)
    expected = costs(200)
    assert expected.pop(49) in lines[50]
    assert billed(kit.ledger()) == total(expected)
    row, _, reason, record = kit.quarantine()[0]
    assert row == 50 and '"line 49' in record and "quot" in reason
    kit.check()


@pytest.mark.parametrize("count", [30_000, pytest.param(1_000_000, marks=pytest.mark.prove)])
@pytest.mark.parametrize("packed", [False, True])
def test_one_broken_line_among_many(kit: Kit, count: int, packed: bool) -> None:
    lines = focus_lines(costs(count)).splitlines(keepends=True)
    broken = count // 2
    lines[broken] = "1.5,too,few\n"
    lines[broken + 1] = lines[broken + 1].rstrip("\n") + ",too,many\n"
    content = "".join(lines).encode()
    name = "a.csv.gz" if packed else "a.csv"
    landed(kit.land_one(kit.write(name, gzip.compress(content) if packed else content)), count - 2, 2)
    expected = costs(count)
    del expected[broken - 1 : broken + 1]
    assert billed(kit.ledger()) == total(expected)
    assert [(row[0], row[3].strip()) for row in kit.quarantine()] == [
        (broken, "1.5,too,few"),
        (broken + 1, lines[broken + 1].strip()),
    ]
    if count < 100_000:
        row = kit.rows(f"select _source_row from landed where ChargeDescription = 'line {count - 1}'")
        assert row == [(count,)]
    kit.check()


def test_two_copies_of_a_row_both_land(kit: Kit) -> None:
    landed(kit.land_one(kit.write("a.csv", focus_csv([focus_row("1.5")] * 3))), 3)
    assert billed(kit.ledger()) == Decimal("4.5")


def test_values_that_only_look_harmless(kit: Kit) -> None:
    """Exponents land exactly; underscores, words and endless numbers are set aside."""
    good = {"1E-7": "0.0000001", "+2.5": "2.5", " 3 ": "3", "-1e3": "-1000", ".5": "0.5", "4.": "4"}
    good |= {
        "0.1234567890125": "0.123456789013",
        "9999999999999999.999999999999": "9999999999999999.999999999999",
    }
    bad = ["1_000", "NaN", "inf", "0x10", "12345678901234567890", "USD 5", "1e400", "--1"]
    rows = [focus_row(one, EffectiveCost="1", ChargeDescription=one) for one in [*good, *bad]]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), len(good), len(bad))
    assert billed(kit.ledger()) == total(list(good.values()))
    assert {row[1] for row in kit.quarantine()} == {"BilledCost"}


def test_dates_that_are_none(kit: Kit) -> None:
    rows = [
        focus_row("1"),
        focus_row("2", BillingPeriodStart="2026-13-01"),
        focus_row("3", BillingPeriodStart="soon"),
        focus_row("4", ChargePeriodStart="09/03/2026 25:00"),
        focus_row("5", BillingPeriodStart="2026-09-01T00:00Z", ChargePeriodStart="2026-09-03 00:00:00+00:00"),
    ]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), 2, 3)
    assert {row[2] for row in kit.quarantine()} == {"not a date or time"}


def test_every_record_is_broken(kit: Kit) -> None:
    """A file of faults alone lands as zero rows with all of them in quarantine."""
    outcome = kit.land_one(kit.write("a.csv", focus_csv([focus_row("x"), focus_row("y")])))
    landed(outcome, 0, 2)
    assert len(kit.quarantine()) == 2
    kit.check()


def test_refused_enumeration_value_names_the_choices(kit: Kit) -> None:
    landed(kit.land_one(kit.write("o.csv", "owner_kind,owner_value,team\nteam,x,y\nkey,k,Search\n")), 1, 1)
    assert "tag, resource, key" in kit.quarantine()[0][2]


# ---------------------------------------------------------------- values


def test_ids_keep_their_zeros(kit: Kit) -> None:
    rows = [
        focus_row("1", SubAccountId="000123"),
        focus_row("2", SubAccountId="0"),
        focus_row("3", SubAccountId="1e5"),
    ]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), 3)
    assert kit.rows("select SubAccountId, BillingAccountId from landed order by BilledCost") == [
        ("000123", "0012"),
        ("0", "0012"),
        ("1e5", "0012"),
    ]
    assert kit.ledger()[0]["delivery_scope"].endswith("/0012")


def test_all_digit_ids_in_json(kit: Kit) -> None:
    lines = [{"request_id": "0001", "startTime": "2026-09-01 00:00:00", "spend": 1, "model": "m", "user": 12}]
    landed(kit.land_one(kit.write("a.jsonl", "\n".join(map(json.dumps, lines)))), 1)
    assert kit.rows('select request_id, "user" from landed') == [("0001", "12")]


def test_negative_corrections(kit: Kit) -> None:
    rows = [
        focus_row("10"),
        focus_row("-10", ChargeClass="Correction"),
        focus_row("-0.25", ChargeCategory="Credit"),
    ]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), 3)
    assert billed(kit.ledger()) == Decimal("-0.25")


def test_tag_with_emoji_and_ten_thousand_characters(kit: Kit) -> None:
    tags = json.dumps({"team": "🚀" * 5_000 + "é" * 5_000, "q": 'say "hi", you'}, ensure_ascii=False)
    landed(kit.land_one(kit.write("a.csv", focus_csv([focus_row("1", Tags=tags)]))), 1)
    assert kit.rows("select Tags from landed") == [(tags,)]


def test_nested_and_array_tags(kit: Kit) -> None:
    told = ['{"a": {"b": [1, 2]}}', '[{"key": "team", "value": "x"}]', "not json {", "[]"]
    landed(kit.land_one(kit.write("a.csv", focus_csv([focus_row("1", Tags=one) for one in told]))), 4)
    assert {row[0] for row in kit.rows("select Tags from landed")} == set(told)
    nested = focus_parquet(
        kit,
        "b.parquet",
        ["1", "2"],
        Tags="map {'team': 'x', 'q': 'a\"b'}",
        x_Credits="[{'name': 'c', 'amount': 1.5}]",
        BillingAccountId="'77'",
    )
    landed(kit.land_one(nested), 2)
    assert kit.rows("select count(*) from landed where Tags['team'] = 'x'", kind="typed") == [(2,)]


def test_two_currencies_in_one_file(kit: Kit) -> None:
    rows = [focus_row("1"), focus_row("2", BillingCurrency="EUR"), focus_row("3", BillingCurrency="eur")]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), 3)
    assert [one["currencies"] for one in kit.ledger()] == [["EUR", "USD"]]


def test_several_providers_in_one_file(kit: Kit) -> None:
    """Each provider's account is a scope of its own; a later export of one replaces nothing of the other."""
    rows = [
        focus_row("1", ProviderName="AWS"),
        focus_row("2", ProviderName="Oracle"),
        focus_row("4", ProviderName=""),
    ]
    landed(kit.land_one(kit.write("a.csv", focus_csv(rows))), 3)
    assert {one["delivery_scope"] for one in kit.ledger()} == {"AWS/0012", "Oracle/0012", "unknown/0012"}
    report = kit.land(kit.write("b.csv", focus_csv([focus_row("8", ProviderName="AWS")])))
    assert report.deliveries[0].replaces is not None
    assert report.deliveries[0].replaces.billed_total == "1.000000000000"


def test_changed_type_in_parquet(kit: Kit) -> None:
    """BilledCost turned to text: money lands, the rest is set aside, the change is recorded."""
    landed(kit.land_one(focus_parquet(kit, "a.parquet", ["1.5", "2"])), 2)
    path = focus_parquet(kit, "b.parquet", ["1.75", "n/a", "3.1E-7"], cost_type="VARCHAR")
    landed(kit.land_one(path), 2, 1)
    assert kit.quarantine()[0][:3] == (2, "BilledCost", "not a number")
    newest = kit.ledger()[-1]
    assert billed([newest]) == Decimal("1.75000031")
    assert ("BilledCost", "retyped", "DOUBLE to VARCHAR") in {
        (one["column_name"], one["change"], one["detail"]) for one in newest["drift"]
    }
    kit.check()


@pytest.mark.parametrize(
    "type_name", ["DECIMAL(20, 6)", "FLOAT", "BIGINT", "INTEGER", "UBIGINT", "DECIMAL(38, 18)"]
)
def test_money_of_every_parquet_type(kit: Kit, type_name: str) -> None:
    landed(kit.land_one(focus_parquet(kit, "a.parquet", ["1", "20", "300"], cost_type=type_name)), 3)
    assert billed(kit.ledger()) == Decimal(321)


def test_doubles_that_are_no_amounts(kit: Kit) -> None:
    path = focus_parquet(kit, "a.parquet", ["1.5", "nan", "inf", "1e16", "-1e300", "7e-16", "1e-7"])
    landed(kit.land_one(path), 3, 4)
    assert billed(kit.ledger()) == Decimal("1.5000001")
    assert [(row[0], row[2].split(" of")[0]) for row in kit.quarantine()] == [
        (2, "not a number"),
        (3, "not a number"),
        (4, "a number"),
        (5, "a number"),
    ]


def test_parquet_ids_and_dates_of_other_types(kit: Kit) -> None:
    path = focus_parquet(
        kit,
        "a.parquet",
        ["1", "2"],
        BillingAccountId="4512349876::bigint",
        BillingPeriodStart="date '2026-09-01'",
        ChargePeriodStart="timestamptz '2026-09-03 00:00:00+00'",
        BillingPeriodEnd="'2026-10-01T00:00Z'",
    )
    landed(kit.land_one(path), 2)
    assert kit.ledger()[0]["delivery_scope"] == "Nimbus/4512349876"
    assert kit.ledger()[0]["billing_period"] == "2026-09"


def test_parquet_columns_under_our_own_names_are_kept(kit: Kit) -> None:
    path = focus_parquet(kit, "a.parquet", ["1"], _loaded_at="'theirs'", file_row_number="7")
    landed(kit.land_one(path), 1)
    assert kit.rows("select _loaded_at_delivered, file_row_number from landed") == [("theirs", 7)]


# ---------------------------------------------------------------- JSON


def page(*buckets: dict, **more: object) -> str:
    return json.dumps({"object": "page", "data": buckets, "has_more": False} | more)


def bucket(day: int, *results: dict, **more: object) -> dict:
    start = 1788220800 + 86400 * (day - 1)
    return {
        "object": "bucket",
        "start_time": start,
        "end_time": start + 86400,
        "results": list(results),
    } | more


def cost(value: object, item: str = "gpt-5, input", project: str | None = "proj_1", **more: object) -> dict:
    amount = {"value": value, "currency": "usd"}
    return {
        "object": "organization.costs.result",
        "amount": amount,
        "line_item": item,
        "project_id": project,
    } | more


def test_pages_without_results(kit: Kit) -> None:
    path = kit.write("a.json", page(bucket(1), bucket(2)))
    refused(kit.land_one(path), "--source")
    landed(kit.land_one(path, source="openai_costs"), 0)
    assert kit.ledger()[0]["days"] == ["2026-09-01", "2026-09-02"]
    assert kit.ledger()[0]["billing_period"] == "2026-09"
    refused(kit.land_one(kit.write("b.json", page()), source="openai_costs"), "no bucket")


def test_amounts_as_text_and_as_number(kit: Kit) -> None:
    path = kit.write(
        "a.json", page(bucket(1, cost("3.10"), cost(0.1), cost(1e-7), cost("-2"), cost(5), cost("x")))
    )
    landed(kit.land_one(path), 5, 1)
    assert billed(kit.ledger()) == Decimal("6.2000001")
    assert kit.quarantine()[0][1:3] == ("amount_value", "not a number")


def test_missing_bucket_is_said(kit: Kit) -> None:
    outcome = kit.land_one(kit.write("a.json", page(bucket(1, cost(1)), bucket(3, cost(2)))))
    landed(outcome, 2)
    assert "2026-09-02" in outcome.reason
    assert kit.ledger()[0]["days"] == ["2026-09-01", "2026-09-03"]


def test_missing_page_is_said(kit: Kit) -> None:
    outcome = kit.land_one(kit.write("a.json", page(bucket(1, cost(1)), has_more=True, next_page="page_x")))
    landed(outcome, 1)
    assert "further pages" in outcome.reason


def test_buckets_that_are_none(kit: Kit) -> None:
    broken = {"object": "bucket", "results": [cost(4)]}
    landed(kit.land_one(kit.write("a.json", page(bucket(1, cost(1)), broken, {"start_time": "x"}))), 1, 1)
    assert kit.quarantine()[0][1:3] == ("bucket_start", "its bucket has no readable start")
    assert json.loads(kit.quarantine()[0][3])["amount"]["value"] == 4
    kit.check()


def test_results_that_are_none(kit: Kit) -> None:
    """A null or a bare word among the results is a record that cannot be read."""
    content = bucket(1, cost(1))
    content["results"] += [None, "word", 3]
    landed(kit.land_one(kit.write("a.json", page(content))), 1, 3)
    kit.check()


def test_pages_in_a_list_and_a_page_a_line(kit: Kit) -> None:
    pages = [page(bucket(1, cost(1))), page(bucket(2, cost(2)))]
    landed(kit.land_one(kit.write("list.json", f"[{','.join(pages)}]")), 2)
    landed(kit.land_one(kit.write("lines.json", "\n".join([pages[0], page(bucket(2, cost(3)))]))), 2)
    landed(kit.land_one(kit.write("pretty.json", json.dumps(json.loads(pages[1]), indent=2))), 1)
    kit.check()


def test_more_digits_than_a_double_holds(kit: Kit) -> None:
    text = page(bucket(1, cost("VALUE"))).replace('"VALUE"', "1234567890123.123456789012")
    landed(kit.land_one(kit.write("a.json", text)), 1)
    assert billed(kit.ledger()) == Decimal("1234567890123.123456789012")


def test_anthropic_cents_are_exact(kit: Kit) -> None:
    rows = [
        {"amount": one, "currency": "USD", "cost_type": "tokens"}
        for one in ("123.45", "0.0000000001", "1e-3")
    ]
    content = {
        "data": [
            {"starting_at": "2026-09-01T00:00:00Z", "ending_at": "2026-09-02T00:00:00Z", "results": rows}
        ]
    }
    landed(kit.land_one(kit.write("a.json", json.dumps(content))), 3)
    assert billed(kit.ledger()) == Decimal("1.234510000001")


def test_broken_json_lines(kit: Kit) -> None:
    lines = (EXPORTS / "litellm_spend_logs" / "spend_logs.jsonl").read_text().splitlines()
    text = "\n".join([*lines[:3], '{"request_id": "cut', "[1]", "", *lines[3:]])
    landed(kit.land_one(kit.write("a.jsonl", text)), len(lines), 2)
    assert {row[0] for row in kit.quarantine()} == {4, 5}
    kit.check()


def test_json_lines_with_bom(kit: Kit) -> None:
    text = (EXPORTS / "litellm_spend_logs" / "spend_logs.jsonl").read_text()
    landed(kit.land_one(kit.write("a.jsonl", "\ufeff" + text)), len(text.splitlines()))
    assert kit.rows("select count(request_id) from landed") == [(len(text.splitlines()),)]


def test_json_keys_that_differ_in_case_only(kit: Kit) -> None:
    line = {
        "request_id": "r",
        "startTime": "2026-09-01 00:00:00",
        "spend": 1,
        "model": "m",
        "Model": "M",
        "a/b~c": 2,
    }
    landed(kit.land_one(kit.write("a.jsonl", json.dumps(line))), 1)
    assert kit.rows('select model, "Model_1", "a/b~c" from landed') == [("m", "M", "2")]


def test_first_json_line_broken(kit: Kit) -> None:
    lines = (EXPORTS / "litellm_spend_logs" / "spend_logs.jsonl").read_text().splitlines()
    text = "\n".join(['{"request_id": "cut', *lines])
    outcome = kit.land_one(kit.write("a.jsonl", text), source="litellm_spend_logs")
    landed(outcome, len(lines), 1)


# ---------------------------------------------------------------- the future


def test_billing_period_that_lies_ahead(kit: Kit) -> None:
    """It lands, for no cost row is dropped, and the report says so."""
    row = focus_row(
        "1", BillingPeriodStart="2199-01-01", BillingPeriodEnd="2199-02-01", ChargePeriodStart="2199-01-03"
    )
    outcome = kit.land_one(kit.write("a.csv", focus_csv([row, focus_row("2")])))
    landed(outcome, 2)
    assert "2199-01" in outcome.reason and "future" in outcome.reason
    assert "2026-09" not in outcome.reason


def test_delivered_in_the_future_or_never(kit: Kit) -> None:
    from finops.project import FinopsError

    path = kit.write("a.csv", focus_lines(["1"]))
    for text, words in (("2199-01-01", "future"), ("yesterday", "no date"), ("2026-13-45", "no date")):
        with pytest.raises(FinopsError, match=words):
            kit.land(path, delivered_at=text)
    assert kit.ledger() == []


def test_manifest_of_the_future(kit: Kit) -> None:
    """An export time that lies ahead would outrank every later export: the file is refused."""
    path = kit.write("run/part_0.csv", focus_lines(["1"]))
    run = {
        "runInfo": {"submittedTime": "2199-01-01T00:00:00Z", "startDate": "2026-09-01T00:00:00"},
        "blobs": [],
    }
    kit.write("run/manifest.json", json.dumps(run))
    report = kit.land(path.parent)
    refused(report.with_outcome("refused")[0], "future")
    assert kit.ledger() == []


# ---------------------------------------------------------------- paths and the machine


NAMES = [
    "September bill; final.csv",
    'it\'s "quoted".csv',
    "a[1]*?{b}.csv",
    "größe 🚀.csv",
    "-dash.csv",
    "percent%20.csv",
    "back\\slash.csv",
    "$(touch x).csv",
    "new\nline.csv",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["csv", "csv.gz", "parquet", "json", "jsonl"])
def test_awkward_paths(kit: Kit, name: str, kind: str) -> None:
    folder = name.removesuffix(".csv")
    target = f"{folder}/{folder}.{kind}"
    if kind == "parquet":
        content = focus_parquet(kit, "plain.parquet", ["1", "2"]).read_bytes()
    elif kind == "json":
        content = page(bucket(1, cost(1), cost(2, "other"))).encode()
    elif kind == "jsonl":
        text = (EXPORTS / "litellm_spend_logs" / "spend_logs.jsonl").read_text()
        content = "\n".join(text.splitlines()[:2]).encode()
    else:
        content = focus_lines(["1", "2"]).encode()
        content = gzip.compress(content) if kind.endswith("gz") else content
    path = kit.write(target, content)
    (kit.folder / "exports" / "plain.parquet").unlink(missing_ok=True)
    landed(kit.land_one(path), 2)
    assert kit.land_one(path.parent).outcome == "already landed"
    assert kit.ledger()[0]["files"][0]["source_file"] == f"{folder}.{kind}"
    kit.check()


def test_home_with_an_awkward_path(tmp_path: Path) -> None:
    kit = Kit(tmp_path / "it's [a] home; *")
    landed(kit.land_one(kit.write("a.csv", focus_csv([focus_row("1"), focus_row("x")]))), 1, 1)
    assert kit.export_quarantine(kit.ledger()[0]["delivery_id"], "q.csv").read_text().count("\n") == 2


def test_file_name_that_is_no_text(kit: Kit) -> None:
    path = kit.write("x", "").parent / os.fsdecode(b"caf\xe9.csv")
    path.write_text(focus_lines(["1"]))
    refused(kit.land_one(path), "caf\ufffd.csv", "Rename")
    report = kit.land(path.parent)
    assert sorted(one.outcome for one in report.files) == ["passed over", "refused"]


def test_link_into_nothing_and_loop(kit: Kit) -> None:
    folder = kit.write("f/a.csv", focus_lines(["1"])).parent
    (folder / "gone.csv").symlink_to(folder / "nothing.csv")
    (folder / "loop").symlink_to(folder)
    report = kit.land(folder)
    assert [one.outcome for one in report.files if one.source_file == "f/a.csv"] == ["landed"]
    assert kit.land_one(folder / "gone.csv").outcome == "refused"


@pytest.fixture
def open_kit() -> Iterator[Kit]:
    """A kit in a folder that any user may enter, which pytest's own folders are not."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Kit(Path(folder))


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_no_permission(open_kit: Kit) -> None:
    """The file, its folder, or landing/ may be closed to us: a message each, and nothing half landed."""
    kit = open_kit
    closed = kit.write("a.csv", focus_lines(["1"]))
    inside = kit.write("locked/b.csv", focus_lines(["2"]))
    readable = kit.write("c.csv", focus_lines(["3"]))
    kit.project.home.mkdir()
    kit.project.home.chmod(0o777)
    closed.chmod(0)
    inside.parent.chmod(0)
    done = land_apart(kit, closed, inside, inside.parent, readable, is_nobody=True)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert sum(line.startswith("refused") and "no permission" in line for line in lines) == 3, done.stdout
    assert sum(line.startswith("landed") for line in lines) == 2, done.stdout
    kit.check()
    kit.project.landing.chmod(0o555)
    (kit.project.landing / ".lock").chmod(0o444)
    done = land_apart(kit, kit.write("d.csv", focus_lines(["4"])), is_nobody=True)
    assert (done.returncode, done.stderr) == (3, ""), done
    assert "No permission to write landing/" in done.stdout
    assert str(kit.project.home) not in done.stdout
    kit.project.landing.chmod(0o777)


@pytest.mark.parametrize("limit", [0, 2_000, 100_000])
@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_disk_full(kit: Kit, limit: int, kind: str) -> None:
    """No file may grow over a limit: a message, nothing half landed, and without the limit all lands."""
    count = 20_000
    if kind == "parquet":
        path = focus_parquet(
            kit, "a.parquet", costs(count), ResourceName="md5(i::varchar) || md5((i + 1)::varchar)"
        )
    elif kind == "json":
        path = kit.write("a.json", page(bucket(1, *(cost(float(i), f"item {i}") for i in range(count)))))
    else:
        drawn = random.Random(1)
        rows = [focus_row(one, ChargeDescription=f"{drawn.random()}") for one in costs(count)]
        path = kit.write("a.csv", focus_csv(rows))
    earlier = kit.write("earlier.csv", focus_lines(["1"], BillingAccountId="77"))
    kit.land(earlier)
    before = kit.snapshot()
    done = land_apart(kit, path, file_size=limit)
    assert (done.returncode, done.stderr) == (3, ""), done
    assert "disk is full" in done.stdout and "land again" in done.stdout
    assert kit.snapshot() == before
    landed(kit.land_one(path), count)
    kit.check()
