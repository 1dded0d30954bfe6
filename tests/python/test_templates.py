"""Lists that people fill in: written with what each column means, read however a spreadsheet leaves them."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from finops.landing import land
from finops.landing.sources import SOURCES
from finops.landing.written_numbers import readings
from finops.project import FinopsError, Project
from finops.refreshing import files_to_land
from finops.templates import template_text, templates, write_template
from finops.todo import TAG_KEY_MEANINGS, is_open_list, update
from landing_kit import Kit
from running_dbt import Dbt

NAMES = sorted(name for name, source in SOURCES.items() if source.is_template)
HEADER = "product,name,cost_class,valid_from,valid_to"


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


def examples(name: str) -> list[dict[str, str]]:
    """The two examples of a template, by Python's own reader of the text that the command writes."""
    lines = template_text(Kit(Path()).project, name).splitlines(keepends=True)
    start = max(number for number, line in enumerate(lines) if not line.startswith("#"))
    text = "".join([lines[start], *(line.removeprefix("# ") for line in lines[start + 1 :])])
    return list(csv.DictReader(io.StringIO(text)))


def reasons(kit: Kit) -> list[str]:
    return [row[2] for row in kit.quarantine()]


def products(
    kit: Kit, text: str | bytes, rows: int, quarantined: int = 0, name: str = "products.csv"
) -> None:
    outcome = kit.land_one(kit.write(name, text))
    assert outcome.outcome == "landed", outcome
    assert (outcome.source_name, outcome.rows_landed) == ("products", rows), outcome
    assert outcome.rows_quarantined == quarantined, outcome
    kit.check()


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize("name", NAMES)
def test_written_filled_and_landed(kit: Kit, name: str) -> None:
    """As written it is passed over; with its examples filled in, each value lands as it stands there."""
    path = write_template(kit.project, name)
    outcome = kit.land_one(path)
    assert (outcome.outcome, outcome.reason) == ("passed over", "nothing is filled in yet")
    assert kit.ledger() == []
    filled = examples(name)
    with open(path, "a", encoding="utf-8", newline="") as handle:
        csv.DictWriter(handle, filled[0], lineterminator="\n").writerows(filled)
    outcome = kit.land_one(path)
    assert (outcome.outcome, outcome.source_name) == ("landed", name), outcome
    assert (outcome.rows_in_file, outcome.rows_landed) == (2, 2), kit.quarantine()
    columns = ", ".join(f'"{column}"' for column in filled[0])
    landed = kit.rows(f"select {columns} from landed order by _source_row", name)
    assert landed == [tuple(value or None for value in row.values()) for row in filled]
    assert kit.ledger()[0]["drift"] == []
    kit.check()


@pytest.mark.parametrize("name", NAMES)
def test_mandatory_columns_alone_are_recognised(kit: Kit, name: str) -> None:
    source = SOURCES[name]
    mandatory = [column.name for column in source.columns(name) if column.is_mandatory]
    row = examples(name)[0]
    text = f"{','.join(mandatory)}\n" + ",".join(f'"{row[column]}"' for column in mandatory) + "\n"
    outcome = kit.land_one(kit.write("list.csv", text))
    assert (outcome.source_name, outcome.rows_landed) == (name, 1), (outcome, kit.quarantine())


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_meaning(name: str) -> None:
    columns = SOURCES[name].columns(name)
    assert [column.name for column in columns if not column.meaning] == []
    assert [column.name for column in columns if column.is_mandatory and "" in column.examples] == []
    for column in columns:
        assert not {example for example in column.examples if example} - set(
            column.allowed or column.examples
        )


def test_a_template_is_never_overwritten(kit: Kit) -> None:
    path = write_template(kit.project, "products")
    path.write_text("mine")
    with pytest.raises(FinopsError, match="left as it is"):
        write_template(kit.project, "products")
    assert path.read_text() == "mine"


def test_an_unknown_template_names_the_nearest(kit: Kit) -> None:
    with pytest.raises(FinopsError, match="products"):
        write_template(kit.project, "product")
    assert not kit.project.inputs.exists()


def test_every_template_has_a_title(kit: Kit) -> None:
    assert [name for name, title in templates(kit.project).items() if not title] == []


def test_the_template_of_a_proposed_list_is_filled_in_by_the_proposals(kit: Kit) -> None:
    """first-look writes inputs/tag_keys.csv too: its rows come under the header of the template."""
    path = write_template(kit.project, "tag_keys")
    written = update(path.parent, TAG_KEY_MEANINGS, [{"tag_key": "team", "suggested_meaning": "team"}])
    assert (written.filled, written.open) == (0, 1)
    with open(path, encoding="utf-8", newline="") as handle:
        assert [row["tag_key"] for row in csv.DictReader(handle)] == ["team"]


def test_a_list_that_nobody_filled_in_waits_for_nothing(kit: Kit) -> None:
    """Refresh leaves it, and the demo lands beside it; once a row is there it is the person's."""
    path = write_template(kit.project, "products")
    assert is_open_list(path) and files_to_land(kit.project) == []
    path.write_text(path.read_text() + "a,A,,,,,,,,\n")
    assert not is_open_list(path) and files_to_land(kit.project) == [path]


# ---------------------------------------------------------------- what is said of unfit values


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,A,cogs,,", "line 2, cost_class: 'cogs' must be one of"),
        ("a,A,reserch,,", "nearest is 'research'"),
        ("a,A,Cost of revenue,,", "nearest is 'cost_of_revenue'"),
        ("a,A,,2026-02-30,", "valid_from: '2026-02-30' is not a date or time; nearest is '2026-02-28'"),
        ("a,A,,,31.12.2026", "valid_to: '31.12.2026' is not a date or time; nearest is '2026-12-31'"),
        ("a,,,,", "line 2, name: mandatory value missing"),
        ("a,A,,2026/1x,", "valid_from: '2026/1x' is not a date or time; nearest is '2026-01-01'"),
        ("a,A,,soon,", "valid_from: 'soon' is not a date or time"),
        ("a,A,,2026-05-01,2026-05-01", "line 2, valid_to: '2026-05-01' is not after valid_from"),
    ],
)
def test_errors_name_line_column_value_and_the_nearest(kit: Kit, row: str, said: str) -> None:
    products(kit, f"{HEADER}\n{row}\nb,B,internal,,\n", 1, 1)
    assert said in reasons(kit)[0]
    assert kit.rows("select product from landed") == [("b",)]


@pytest.mark.parametrize(
    ("columns", "fit", "unfit", "said"),
    [
        ("site,boundary_approach,pue", "h,leased,1", "h,leased,0.99", "pue: '0.99' is less than 1"),
        ("site,boundary_approach,wue_onsite", "h,leased,0", "h,leased,-1", "wue_onsite: '-1' is less than 0"),
        (
            "asset_id,site,purchased_on,quantity,embodied_kg",
            "a,h,2026-09-01,1,0",
            "a,h,2026-09-01,-1,5",
            "quantity: '-1' is less than 0",
        ),
        (
            "budget,version,scope_kind,billing_period,amount,currency,basis",
            "b,1,company,2026-09,0,USD,billed",
            "b,1,company,2026-09,-0.01,USD,billed",
            "amount: '-0.01' is less than 0",
        ),
    ],
)
def test_numbers_that_cannot_be_are_set_aside(
    kit: Kit, columns: str, fit: str, unfit: str, said: str
) -> None:
    outcome = kit.land_one(kit.write("given.csv", f"{columns}\n{fit}\n{unfit}\n"))
    assert (outcome.rows_landed, outcome.rows_quarantined) == (1, 1)
    assert said in outcome.set_aside[0]


def test_the_summary_of_landing_says_why(kit: Kit) -> None:
    path = kit.write("p.csv", f"{HEADER}\nb,B,internal,,\n\na,A,cogs,,\nTotal,,,,\nx,X,sells,,\n")
    outcome = kit.land_one(path)
    assert [text.split(":")[0] for text in outcome.set_aside] == [
        "line 4, cost_class",
        "line 5",
        "line 6, cost_class",
    ]


def test_unfit_rows_can_be_mended_and_landed(kit: Kit) -> None:
    products(kit, f"{HEADER}\nb,B,internal,,\na,A,cogs,,\n", 1, 1)
    path = kit.export_quarantine(kit.ledger()[0]["delivery_id"], "mend.csv")
    path.write_text(path.read_text().replace("cogs", "cost_of_revenue"))
    assert kit.land_one(path, is_append=True).rows_landed == 1
    assert kit.rows("select product from landed order by product") == [("a",), ("b",)]


# ---------------------------------------------------------------- what spreadsheets do


@pytest.mark.parametrize(
    "text",
    [
        HEADER.replace(",", ";") + "\na;A, B;sales;2026-01-01;\n",
        "\ufeff" + HEADER + '\na,"A, B",sales,2026-01-01,\n',
        "Products of the firm,,,,\n,,,,\nWhat,,Books,Validity,\n" + HEADER + '\na,"A, B",sales,2026-01-01,\n',
        "Our list; as of today\n" + HEADER.replace(",", ";") + "\na;A, B;sales;2026-01-01;\n",
        HEADER + ',,\na,"A, B",sales,2026-01-01,,,\n,,,,,,\n\n',
        "\n\n" + HEADER + '\n\n# , a note, \n"# so, this",,\na,"A, B",sales,2026-01-01\n\n\n',
        HEADER.upper() + '\r\na,"A, B",sales,2026-01-01,\r\n',
    ],
    ids=[
        "semicolons",
        "bom",
        "titles above",
        "title and semicolons",
        "blank columns",
        "blank lines",
        "capitals",
    ],
)
def test_what_stands_around_the_rows_is_left_out(kit: Kit, text: str) -> None:
    products(kit, text, 1)
    columns = [name for name, *_ in kit.rows("select column_name from (describe landed)") if name[0] != "_"]
    assert [one.lower() for one in columns] == HEADER.split(",")
    assert kit.rows("select product, name, cost_class, valid_from from landed") == [
        ("a", "A, B", "sales", "2026-01-01")
    ]


@pytest.mark.parametrize("word", ["Total", "Summe", "Grand total:", "GESAMT"])
def test_total_rows_are_set_aside(kit: Kit, word: str) -> None:
    """Not so a row that has all it needs, whatever its name."""
    products(kit, f"{HEADER}\na,A,sales,,\nTotal,Total energy,sales,,\n{word},,,,\n", 2, 1)
    assert reasons(kit) == ["line 4: a total row, not a record"]


BILL = "vendor,invoice_date,amount,tax,currency,description"


@pytest.mark.parametrize(
    "row",
    [
        "Total,2026-09-30,27850.40,3467.58,USD,",
        "Grand total,2026-09-30,27850.4,3467.58,USD,",
        "Corvid GPU,2026-09-30,27850.40,3467.58,USD,Total September",
        'Total amount due,2026-09-30,"27,850.40","3,467.58",USD,',
        "Summe:,2026-09-30,1.00,,USD,",
    ],
    ids=["by name", "grand", "in the text", "with thousands", "not the sum"],
)
def test_total_rows_with_all_values(kit: Kit, row: str) -> None:
    """A total is one by its name, or by being the sum of the rows above, though it has all values."""
    above = "Corvid GPU,2026-09-30,18250.40,3467.58,USD,H100\nPenmark,2026-09-15,9600,0,USD,40 seats"
    outcome = kit.land_one(kit.write("bills.csv", f"{BILL}\n{above}\n{row}\n"))
    assert (outcome.source_name, outcome.rows_landed, outcome.rows_quarantined) == ("vendor_costs", 2, 1)
    assert reasons(kit)[0].startswith("line 4: a total row")
    assert sum(Decimal(one) for (one,) in kit.rows("select amount from landed")) == Decimal("27850.40")


def test_subtotals_and_a_grand_total(kit: Kit) -> None:
    """Each adds up the rows since the last one, the last all of them; a line that is only called so stays."""
    text = (
        f"{BILL}\nA,2026-09-01,1.5,,USD,\nA,2026-09-02,2,,USD,\nA,2026-09-02,3.5,,USD,Subtotal A\n"
        "B,2026-09-01,4,,USD,\nB,2026-09-01,4,,USD,Total care plan\nTotal B,2026-09-02,8,,USD,\n"
        "Total,2026-09-30,11.5,,USD,\n"
    )
    outcome = kit.land_one(kit.write("bills.csv", text))
    assert (outcome.rows_landed, outcome.rows_quarantined) == (4, 3)
    assert {reason.split(":")[0] for reason in reasons(kit)} == {"line 4", "line 7", "line 8"}


def test_a_comma_that_moves_the_columns_on(kit: Kit) -> None:
    """The surplus value is a blank: the row is told by having more values than the header and most rows."""
    text = f"{BILL}\nA,2026-09-01,12,5x,,USD,\nB,2026-09-01,1,,USD,\nC,2026-09-01,2,,USD,\n"
    kit.land(kit.write("bills.csv", text))
    assert reasons(kit) == ["line 2: 7 values under 6 columns; a value with a ',' stands in quotation marks"]


def test_a_file_that_ends_within_its_last_line(kit: Kit) -> None:
    text = f"{BILL}\nA,2026-09-01,12.50,,USD,one\nB,2026-09-01,9600.4,,USD"
    outcome = kit.land_one(kit.write("bills.csv", text))
    assert outcome.rows_landed == 2 and "line 3 has fewer values" in outcome.kept[0]
    assert not kit.land_one(kit.write("whole.csv", f"{text},two\n"), is_append=True).kept


def test_an_unknown_currency_of_a_bill_is_kept_and_said(kit: Kit) -> None:
    text = f"{BILL}\nA,2026-09-01,1,,EURO,\nA,2026-09-02,2,,XQZ,\nA,2026-09-02,2,,eur,\n"
    outcome = kit.land_one(kit.write("bills.csv", text))
    assert outcome.rows_landed == 3 and kit.quarantine() == []
    said = [one.split(". ")[0] for one in outcome.kept]
    assert said == [
        "line 2, currency: 'EURO' is not a currency of ISO 4217; nearest is 'EUR'",
        "line 3, currency: 'XQZ' is not a currency of ISO 4217",
    ]


def test_more_values_than_columns(kit: Kit) -> None:
    products(kit, f"{HEADER}\na,A,sales,,,surplus\nb,B,sales,,,\nc,C,nonsense,,\n", 1, 2)
    assert [(row[0], row[2].split(";")[0]) for row in kit.quarantine()] == [
        (1, "line 2: 6 values under 5 columns"),
        (3, "line 4, cost_class: 'nonsense' must be one of cost_of_revenue, research, internal, sales"),
    ]


def test_a_column_that_stands_twice(kit: Kit) -> None:
    outcome = kit.land_one(kit.write("p.csv", "product,name,Name\na,A,B\n"))
    assert outcome.outcome == "refused" and "twice" in outcome.reason


def test_lines_of_many_rows_are_those_of_the_file(kit: Kit) -> None:
    """A value over several lines moves the lines behind it on."""
    products(kit, f'{HEADER}\na,"A\nB",sales,,\nb,B,cogs,,\n', 1, 1)
    assert reasons(kit)[0].startswith("line 4, cost_class")


def test_a_hash_that_begins_a_value_is_data(kit: Kit) -> None:
    products(kit, "product,name\n#1,First\n# 2,Second\n", 1)
    assert kit.rows("select product from landed") == [("#1",)]


def test_amounts_with_decimal_commas(kit: Kit) -> None:
    header = "invoice_id;invoice_issuer_name;currency;total_amount"
    text = f"{header}\n1;A;EUR;1.234,56\n2;A;EUR;0,105\nSumme;;;1.234,665\n"
    outcome = kit.land_one(kit.write("i.csv", text))
    assert (outcome.source_name, outcome.rows_landed, outcome.rows_quarantined) == ("invoices", 2, 1)
    landed = kit.rows("select cast(total_amount as decimal(28, 12)) from landed order by 1")
    assert landed == [(Decimal("0.105"),), (Decimal("1234.56"),)]
    assert "the comma is the decimal mark of its numbers, as in 0,105" in outcome.reason


def test_amounts_with_commas_between_thousands(kit: Kit) -> None:
    """One number with both marks tells what the comma means, in this file; without it nothing is guessed."""
    header = "invoice_id,invoice_issuer_name,currency,total_amount"
    told = f'{header}\n1,A,EUR,"1,234.56"\n2,A,EUR,"-1,250"\n3,A,EUR,0.5\n'
    assert kit.land_one(kit.write("told.csv", told)).rows_quarantined == 0
    landed = kit.rows("select cast(total_amount as decimal(28, 12)) from landed order by 1")
    assert landed == [(Decimal(-1250),), (Decimal("0.5"),), (Decimal("1234.56"),)]
    untold = f'{header}\n4,A,EUR,"1,250"\n5,A,EUR,7\n'
    assert kit.land_one(kit.write("untold.csv", untold)).rows_quarantined == 1
    assert reasons(kit) == ["line 2, total_amount: '1,250' is not a number; nearest is '1250' or '1.250'"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("(12.50)", ["-12.50"]),
        ("12.50-", ["-12.50"]),
        ("-$ 1,250.40", ["-1250.40"]),
        ("$1,250.40", ["1250.40"]),
        ("1.250,40 €", ["1250.40"]),
        ("1'250.40", ["1250.40"]),
        ("1,250", ["1250", "1.250"]),
        ("0,250", ["0.250"]),
        ("1,250,000", ["1250000"]),
        ("12 apples", ["12"]),
        ("2026-09", ["2026"]),
        ("none", []),
    ],
)
def test_what_a_written_number_may_mean(text: str, meant: list[str]) -> None:
    assert readings(text) == meant


MONEY = "billing_period,basis,amount,currency"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-13,mrr,1,USD", "billing_period: '2026-13' is not a month, YYYY-MM; nearest is '2026-12'"),
        ("09/2026,mrr,1,USD", "billing_period: '09/2026' is not a month, YYYY-MM; nearest is '2026-09'"),
        ("2026-09,mrr,12 apples,USD", "amount: '12 apples' is not a number; nearest is '12'"),
        (
            "2026-09,mrr,12345678901234567,USD",
            "is a number of more than 16 digits",
        ),
        ("2026-09,mrr,1,USX", "currency: 'USX' is not a currency of ISO 4217; nearest is 'USD'"),
        ("2026-09,mrr,1,€", "currency: '€' is not a currency of ISO 4217; nearest is 'EUR'"),
        ("2026-09,recognized,1,USD", "nearest is 'recognised'"),
        ("2026-09,,1,USD", "basis: mandatory value missing"),
    ],
)
def test_errors_of_months_numbers_and_currencies(kit: Kit, row: str, said: str) -> None:
    outcome = kit.land_one(kit.write("r.csv", f"{MONEY}\n2026-09,MRR,1.5,usd\n{row}\n"))
    assert (outcome.source_name, outcome.rows_landed, outcome.rows_quarantined) == ("revenue", 1, 1), outcome
    assert said in reasons(kit)[0] and outcome.set_aside == reasons(kit)
    assert reasons(kit)[0].startswith("line 3, ")


def test_versions_are_whole_numbers(kit: Kit) -> None:
    header = "budget,version,scope_kind,billing_period,amount,currency,basis"
    text = f"{header}\na,1.5,company,2026-09,1,USD,billed\na,2,company,2026-09,1,USD,billed\n"
    assert kit.land_one(kit.write("b.csv", text)).rows_landed == 1
    assert "version: '1.5' is not a whole number; nearest is '1'" in reasons(kit)[0]


# ---------------------------------------------------------------- from file to core


def test_lists_reach_core_with_every_amount(project: Project, dbt: Dbt, tmp_path: Path) -> None:
    """Landed as people leave them, and read again by Python; what is set aside is in neither."""
    revenue = ["0.000000000001", "-1234567.89", "9999999999999999.999999999999", "0", "310.40", "310.40"]
    postings = ["0.1", "-0.1", "1234.005", "-1234.005"]
    budgets = ["60000", "0.015", "1e3"]
    files = {
        "revenue.csv": "Revenue 2026;;;;\n" + MONEY.replace(",", ";") + ";customer\n"
        + "".join(f"2026-09;invoiced;{one.replace('.', ',')};USD;c\n" for one in revenue)
        + "Summe;;99;;\n",
        "gl_postings.csv": "posting_id,gl_account,posting_date,amount,currency\n"
        + "".join(f"p{number},620100,2026-09-30,{one},EUR\n" for number, one in enumerate(postings))
        + "p9,620100,2026-09-31,5,EUR\n",
        "budgets.csv": "# finops\nbudget,version,scope_kind,billing_period,amount,currency,basis\n"
        + "".join(f"b,1,company,2026-0{number},{one},USD,billed\n" for number, one in enumerate(budgets, 7)),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert land(project, [str(tmp_path / name) for name in files]).ok
    dbt("run", "-s", "+fct_revenue", "+fct_gl_postings", "+fct_budgets").check()
    for table, amounts in (("fct_revenue", revenue), ("fct_gl_postings", postings), ("fct_budgets", budgets)):
        found = dbt.rows(f"select amount from core.{table}")
        assert sorted(amount for (amount,) in found) == sorted(Decimal(one) for one in amounts), table
    assert dbt.rows("select distinct source_file from core.fct_revenue") == [("revenue.csv",)]


def test_absent_lists_are_empty_tables(dbt: Dbt) -> None:
    tables = ["dim_product", "dim_api_key", "fct_revenue", "fct_contracts", "dim_allocation_rule"]
    dbt("run", "-s", *(f"+{table}" for table in tables)).check()
    for table in tables:
        assert dbt.rows(f"select count(*) from core.{table}") == [(0,)]
