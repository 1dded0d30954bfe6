"""Cloud Billing exports of Google, standard and detailed, in each format: one truth, and each dollar once."""

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from finops.landing import read_ledger
from landing_kit import EXPORTS, Kit, billed, csv_rows, exact, text_of
from running_dbt import Dbt, make_home

FOLDER = EXPORTS / "gcp_billing"
DETAILED = [FOLDER / f"detailed_2026-09_{part}.jsonl" for part in ("1", "2", "tax")]
STANDARD, FLATTENED = FOLDER / "standard_2026-09.jsonl", FOLDER / "standard_flattened_2026-09.csv"
BUILT = ("run", "-s", "+fct_costs", "+bridge_cost_overlap")
SAMPLE = "gcp/detailed_export_2026-09_2026-10.jsonl.gz"


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield account, month, amounts of a row and of its credits, read without the lander."""
    if path.suffix == ".csv":
        for row in csv_rows(path):
            amounts = [repr(one["amount"]) for one in ast.literal_eval(row["credits"])]
            yield {"account": row["billing_account_id"], "month": row["invoice.month"]} | {
                "amounts": [row["cost"], *amounts],
                "whole": tuple(row.values()),
            }
        return
    for line in text_of(path).splitlines():
        row = json.loads(line, parse_float=Decimal)
        credits = row.get("credits") or []
        listed = credits if isinstance(credits, list) else [credits]
        yield {
            "account": row["billing_account_id"],
            "month": row["invoice"]["month"],
            "amounts": [row["cost"], *(one["amount"] for one in listed)],
            "whole": json.dumps(row, default=str, sort_keys=True),
        }


def net(row: dict[str, Any]) -> Decimal:
    return sum(map(exact, row["amounts"]), Decimal(0))


def month(text: str) -> str:
    return f"{text[:4]}-{text[4:]}"


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, has_door=True)


@pytest.mark.parametrize("path", [*DETAILED, STANDARD, FLATTENED], ids=lambda path: path.stem)
def test_rows_and_money_are_those_of_the_file(kit: Kit, path: Path) -> None:
    rows = list(records(path))
    outcome = kit.land_one(path)
    assert (outcome.outcome, outcome.reason) == ("landed", "")
    assert (outcome.rows_in_file, outcome.rows_quarantined) == (len(rows), 0)
    assert outcome.dialect == ("detailed" if path in DETAILED else "standard")
    assert not any(entry["drift"] for entry in kit.ledger())
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        expected[month(row["month"])] += net(row)
    assert {entry["billing_period"]: billed([entry]) for entry in kit.ledger()} == expected
    kit.check()


def test_nested_parquet_lands_as_json_lines_do(kit: Kit) -> None:
    path = kit.folder / "detailed.parquet"
    duckdb.execute(f"copy (from read_json('{DETAILED[0]}')) to '{path}' (format parquet)")
    outcome = kit.land_one(path)
    assert (outcome.outcome, outcome.reason, outcome.dialect) == ("landed", "", "detailed")
    assert billed(kit.ledger()) == sum(map(net, records(DETAILED[0])), Decimal(0))


def test_unreadable_credits_and_months_are_set_aside(kit: Kit) -> None:
    """A credit is money: where one cannot be read, its row waits; what is optional lands."""
    good = json.loads(text_of(DETAILED[0]).splitlines()[0])
    changes = [
        {"credits": [{"name": "x", "amount": "a lot"}]},
        {"credits": [{"name": "x"}]},
        {"credits": "[{'name': 'x"},
        {"cost": "NaN"},
        {"invoice": {"month": "202613"}},
        {"invoice": {}},
        {"export_time": "soon"},
        {"labels": "no list", "credits": None},
    ]
    path = kit.write("x.jsonl", "".join(json.dumps(good | change) + "\n" for change in changes))
    outcome = kit.land_one(path)
    assert (outcome.rows_landed, outcome.rows_quarantined) == (1, len(changes) - 1)
    assert Counter((row[1], row[2]) for row in kit.quarantine()) == {
        ("credits", "not a list of records with an amount each"): 3,
        ("cost", "not a number"): 1,
        ("invoice_month", "not a date or time"): 1,
        ("invoice_month", "mandatory value missing"): 1,
        ("export_time", "not a date or time"): 1,
    }
    kit.check()


def test_a_file_that_does_not_tell_its_table_is_refused(kit: Kit) -> None:
    """A file of tax alone may be of either table; its folder tells."""
    tax = text_of(DETAILED[2]).splitlines()[0]
    outcome = kit.land_one(kit.write("tax.jsonl", tax))
    assert outcome.outcome == "refused"
    assert "detailed or of the standard" in outcome.reason and "folder" in outcome.what_to_do
    assert kit.land_one(kit.write("detailed/tax.jsonl", tax)).dialect == "detailed"


def once(paths: list[Path]) -> dict[tuple[str, str], Decimal]:
    """Return what the files bill per account and month, a row as often as one file has it at most."""
    copies: dict[str, Counter] = defaultdict(Counter)
    rows = {}
    for path in paths:
        for row in records(path):
            copies[row["whole"]][path] += 1
            rows[row["whole"]] = row
    total: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for whole, found in copies.items():
        row = rows[whole]
        total[row["account"], month(row["month"])] += net(row) * max(found.values())
    return total


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, dbt_of) -> tuple[Kit, Dbt]:  # type: ignore[no-untyped-def]
    """Both tables of one account and the standard one of another, all at once."""
    kit = Kit(tmp_path_factory.mktemp("gcp"))
    home = make_home(kit.project.home)
    kit.land(FOLDER)
    dbt = dbt_of(home)
    dbt(*BUILT).check()
    return kit, dbt


def test_core_bills_what_the_files_bill_once(built: tuple[Kit, Dbt]) -> None:
    _, dbt = built
    rows = dbt.rows(
        "select billing_account_id, billing_period, sum(billed_cost), sum(effective_cost) from core.fct_costs"
        " group by all"
    )
    detailed, flattened = once(DETAILED), once([FLATTENED])
    assert {(account, period): money for account, period, money, _ in rows} == detailed | flattened
    assert all(money == effective for _, _, money, effective in rows)


def test_the_standard_table_explains_what_the_detailed_one_counts(built: tuple[Kit, Dbt]) -> None:
    _, dbt = built
    rows = dbt.rows(
        "select counting_delivery_scope, explaining_delivery_scope, billing_period, counted_cost,"
        " explaining_cost from core.bridge_cost_overlap"
    )
    account = "0011AA-22BB33-CC44DD"
    key = (account, "2026-09")
    assert rows == [
        (f"detailed/{account}", f"standard/{account}", "2026-09", once(DETAILED)[key], once([STANDARD])[key])
    ]


def test_models_and_tokens_are_read_and_what_is_unknown_is_kept(built: tuple[Kit, Dbt]) -> None:
    _, dbt = built
    rows = dbt.rows(
        "select model_name, token_class, sum(token_quantity), sum(billed_cost) from core.fct_costs where"
        " charge_category = 'Usage' and delivery_scope like 'detailed/%' and service_name != 'Compute Engine'"
        " group by all"
    )
    found = {(model, token_class): (tokens, money) for model, token_class, tokens, money in rows}
    assert found["gemini-2.5-flash", "input"] == (1234567 + 100000 + 200000, Decimal("0.4603701"))
    assert found["gemini-2.5-flash", "output"][0] == 59605
    assert found["gemini-2.5-flash", "reasoning"][0] == 414506
    assert found["gemini-2.5-flash-lite", "input"][0] == 4289554
    assert found["gemini-2.5-flash-preview", "input"][0] == 1000
    assert found["gemini-2.5-flash", "cache_read"][0] == 83478
    assert found["gemini-3-flash", None] == (None, Decimal("0.0000125"))
    assert found["claude-sonnet-4-5", "output"] == (1000000, Decimal(15))
    assert found[None, None] == (None, Decimal("0.2"))
    assert dbt.rows("select consumed_quantity from core.fct_costs where consumed_unit = 'GSU Hours'") == [
        (2,)
    ]


def test_credits_stand_on_rows_of_their_own(built: tuple[Kit, Dbt]) -> None:
    _, dbt = built
    rows = dbt.rows(
        "select charge_description, billed_cost, effective_cost, commitment_discount_id,"
        " commitment_discount_category from core.fct_costs"
        " where charge_category = 'Credit' and delivery_scope like 'detailed/%'"
    )
    cud = Decimal("-48.5375")
    assert Counter(rows) == Counter(
        [
            ("PROMOTION: FreeTrial", Decimal("-0.1"), Decimal("-0.1"), None, None),
            ("DISCOUNT: Agreed price", exact("-0.0518132499999999"), 0, None, None),
            ("PROMOTION: O'Brien's \"gift\"", exact("-1e-07"), exact("-1e-07"), None, None),
            ("SOMETHING_NEW: new", Decimal("-0.5"), Decimal("-0.5"), None, None),
            (
                "COMMITTED_USAGE_DISCOUNT: Committed Usage Discount: GPU for 1 Year",
                *(cud, 0, "cud-7", "Usage"),
            ),
            ("COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE: Flex CUD", exact("-1.000000000001"), 0, "cud-8", "Spend"),
        ]
    )


@pytest.mark.prove
def test_day_by_day_in_any_order_gives_the_same_tables(
    built: tuple[Kit, Dbt],
    tmp_path: Path,
    dbt_of,  # type: ignore[no-untyped-def]
) -> None:
    kit = Kit(tmp_path)
    dbt = dbt_of(make_home(kit.project.home))
    columns = (
        "* exclude (delivery_id, source_file, source_row, slice_version, row_hash)"
        " replace (cast(tags as varchar) as tags)"
    )
    for path in (STANDARD, DETAILED[2], DETAILED[1], FLATTENED, DETAILED[0]):
        kit.land(path)
        dbt(*BUILT).check()
    assert len({entry["delivery_id"] for entry in read_ledger(kit.project)}) > 5
    for table in ("core.fct_costs", "core.bridge_cost_overlap"):
        sql = f"select {columns if table.endswith('costs') else '*'} from {table} order by all"
        assert dbt.rows(sql) == built[1].rows(sql)


@pytest.mark.samples
def test_sample_is_whole_in_core(samples: Path, tmp_path: Path, dbt_of) -> None:  # type: ignore[no-untyped-def]
    """Cost and credits per invoice month of the sample, by json and Decimal; twins are below a thousandth."""
    kit = Kit(tmp_path, has_door=True)
    dbt = dbt_of(make_home(kit.project.home))
    assert kit.land_one(samples / SAMPLE).rows_quarantined == 0
    dbt("run", "-s", "+fct_costs").check()
    costs: dict[str, Decimal] = defaultdict(Decimal)
    credits: dict[str, Decimal] = defaultdict(Decimal)
    for row in records(samples / SAMPLE):
        costs[month(row["month"])] += exact(row["amounts"][0])
        credits[month(row["month"])] += exact(row["amounts"][1])
    found = dbt.rows(
        "select billing_period, sum(billed_cost) filter (charge_category = 'Usage'),"
        " coalesce(sum(billed_cost) filter (charge_category = 'Credit'), 0) from core.fct_costs group by all"
    )
    assert {period: (cost, credit) for period, cost, credit in found} == {
        period: (costs[period], credits[period]) for period in costs
    }
    rows, twins = dbt.rows(
        "select count(*), count(*) filter (copies > 1) from (select count(*) over (partition by slice_id,"
        " row_hash) as copies from core.fct_costs)"
    )[0]
    assert twins * 1000 < rows
