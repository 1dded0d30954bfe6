"""Cost and Usage Reports through to core: staging and core hold what an independent reader adds up."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops.landing.contracts import contract
from landing_kit import EXPORTS, Kit, csv_rows, exact
from running_dbt import Dbt, make_home

LEGACY = EXPORTS / "aws_cur" / "legacy_2026-08.csv"
TOKENS_PER_UNIT = {"1K tokens": 1_000, "1000 tokens": 1_000, "1M tokens": 1_000_000, "Units": 1_000_000}
SAMPLE_FILES = (
    "aws_legacy_cur/2023-11.csv",
    "aws_cur2/2026-09-final.parquet",
    "aws_cur2/2026-09-open.parquet",
)
STAGED = "select billing_currency, sum(unblended_cost), count(*) from staging.stg_aws__cur_line_items"
HELD = "select billing_currency, sum(billed_cost) from core.fct_costs where source_name = 'aws_cur'"


def built(dbt: Dbt, *paths: Path) -> Dbt:
    """Land `paths`, one call each, and build what core.fct_costs needs."""
    kit = Kit(dbt.home.parent)
    for path in paths:
        kit.land(path, confirm=lambda _: True)
    dbt("run", "-s", "+fct_costs").check()
    return dbt


@pytest.fixture(scope="module")
def legacy(tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt]) -> Dbt:
    """dbt on a home with our legacy report landed and built, to be read only."""
    return built(dbt_of(make_home(tmp_path_factory.mktemp("legacy") / "home")), LEGACY)


def records(path: Path) -> list[dict[str, str]]:
    """The line items of a report as text, under the names of the legacy report or of CUR 2.0."""
    if path.suffix == ".csv":
        return list(csv_rows(path))
    found = duckdb.execute("select * from read_parquet(?)", [str(path)])
    names = [column[0] for column in found.description]
    return [{name: str(value) for name, value in zip(names, row, strict=True)} for row in found.fetchall()]


def cost_of(row: dict[str, str]) -> tuple[str, Decimal]:
    """The currency and the unblended cost of a line item."""
    for currency, cost in (
        ("lineItem/CurrencyCode", "lineItem/UnblendedCost"),
        ("line_item_currency_code", "line_item_unblended_cost"),
    ):
        if cost in row:
            return row[currency], exact(row[cost])
    raise KeyError("no cost column")


def sums(rows: list[dict[str, str]]) -> dict[str, Decimal]:
    """Unblended cost by currency."""
    added: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        currency, cost = cost_of(row)
        added[currency] += cost
    return dict(added)


def test_legacy_report_with_everything_in_it(legacy: Dbt) -> None:
    """Billed is unblended, split rows left out: they repeat the machine's. The fees are used, or unused."""
    rows = records(LEGACY)
    assert legacy.rows(f"{STAGED} group by all") == [("USD", sums(rows)["USD"], len(rows))]
    whole = [row for row in rows if not row["splitLineItem/ParentResourceId"]]
    assert 0 < len(whole) < len(rows)
    assert dict(legacy.rows(f"{HELD} group by all")) == sums(whole)
    by_kind = {
        (category, status): (billed, effective)
        for category, status, billed, effective in legacy.rows(
            "select charge_category, commitment_discount_status, sum(billed_cost), sum(effective_cost)"
            " from core.fct_costs where commitment_discount_id is not null group by all"
        )
    }
    assert by_kind == {
        ("Purchase", None): (Decimal("10242.6928"), 0),
        ("Usage", "Used"): (0, Decimal("14.6737") + exact("1e-13")),
        ("Usage", "Unused"): (0, Decimal("15.2955")),
        ("Adjustment", None): (0, 0),
    }
    evidence = legacy.rows(
        "select sum(cast(json_extract_string(sku_price_details, '$.x_SplitCost') as decimal(28, 12))),"
        " sum(cast(json_extract_string(sku_price_details, '$.x_SplitUnusedCost') as decimal(28, 12)))"
        " from core.fct_costs where sku_price_details like '%x_SplitParentResourceId%'"
    )
    assert evidence == [(Decimal("18.4"), Decimal("6.0800000001"))]


def test_bedrock_tokens_of_every_family(legacy: Dbt) -> None:
    """Tokens are quantity times unit in each naming family; what is no count of tokens has none."""
    rows = [
        row
        for row in records(LEGACY)
        if "oken" in row["lineItem/UsageType"] and "Reserved" not in row["lineItem/UsageType"]
    ]
    expected = {
        row["lineItem/UsageType"]: Decimal(row["lineItem/UsageAmount"]) * TOKENS_PER_UNIT[row["pricing/unit"]]
        for row in rows
    }
    assert expected == dict(
        legacy.rows("select sku_meter, token_quantity from core.fct_costs where token_quantity is not null")
    )
    routed = legacy.rows(
        "select json_extract_string(sku_price_details, '$.x_Routing') as routing, count(*)"
        " from core.fct_costs where token_quantity is not null group by all order by routing"
    )
    assert routed == [("geo", 2), ("global", 4), ("in_region", 4)]
    assert legacy.rows(
        "select count(*) from core.fct_costs where model_name is null and service_name = 'Amazon Bedrock'"
        " and json_extract_string(sku_price_details, '$.x_ModelReason') is not null"
    ) == [(2,)]


def test_newest_format_of_a_month_counts(dbt: Dbt, tmp_path: Path) -> None:
    """The legacy report of a payer's month is replaced by its CUR 2.0, and the other way round."""
    header, *lines = (EXPORTS / "aws_cur" / "2026-09_open.csv").read_text(encoding="utf-8").splitlines()
    cur2 = tmp_path / "cur2.csv"
    august = (
        "\n".join([header, *lines]).replace("2026-10-01", "2026-09-30").replace("2026-09-01T", "2026-08-01T")
    )
    cur2.write_text(august.replace("000123456789", "000987654321") + "\n", encoding="utf-8")
    built(dbt, LEGACY, cur2)
    assert dict(dbt.rows(f"{HELD} group by all")) == sums(records(cur2))
    deliveries = "select count(distinct delivery_id), count(distinct slice_id) from core.fct_costs"
    assert dbt.rows(deliveries) == [(1, 1)]


@pytest.mark.samples
def test_samples_reach_core_whole(dbt: Dbt, samples: Path) -> None:
    """Rows in = staged, sums equal per currency, and under one charge in a thousand a twin of another.

    The open month and the final one are both staged; the final one counts, whichever is landed last.
    """
    legacy, final, opened = (samples / sample for sample in SAMPLE_FILES)
    built(dbt, legacy, final, opened)
    staged = {
        tuple(row)
        for row in dbt.rows(
            "select source_file, billing_currency, sum(unblended_cost), count(*)"
            " from staging.stg_aws__cur_line_items group by all"
        )
    }
    rows = {path: records(path) for path in (legacy, final, opened)}
    assert staged == {(path.name, "USD", sums(found)["USD"], len(found)) for path, found in rows.items()}
    assert dict(dbt.rows(f"{HELD} group by all")) == sums([*rows[legacy], *rows[final]])
    for scope, charges, identities in dbt.rows(
        "select delivery_scope, count(*), count(distinct charge_identity)"
        " from intermediate.int_aws_cur__focus group by all"
    ):
        assert charges - identities < charges / 1000, scope


@pytest.mark.samples
def test_contract_is_the_column_list_of_aws(samples: Path) -> None:
    """Restated from AWS's own template; line_item_user_identifier is named in its documentation only."""
    listed = samples.parent / "reference" / "schemas" / "aws_cur2_columns.csv"
    if not listed.is_file():
        pytest.skip("no column lists of the providers beside the samples")
    types = {row["column"]: row["type"] for row in csv_rows(listed)}
    columns = contract("aws_cur", "line_items")
    assert {column.name for column in columns} == types.keys() | {"line_item_user_identifier"}
    kinds = {"timestamp": "timestamp", "double": "decimal", "string": "text"}
    for column in columns:
        kind = kinds.get(types.get(column.name, ""), "json" if "map" in types.get(column.name, "") else None)
        assert kind in (None, column.kind), column
