"""Carbon exports: figures land as an independent reader finds them; newer model versions replace older."""

import csv
import itertools
import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest

from finops.checking import check
from finops.landing import land, read_ledger
from finops.landing.sources import SOURCES
from finops.project import Project
from landing_kit import EXPORTS
from running_dbt import ROOT, Dbt, make_home

AWS, AZURE, GCP = (sorted((EXPORTS / f"{name}_carbon").iterdir()) for name in ("aws", "azure", "gcp"))
FIFTEEN, TWELVE = Decimal("1e-15"), Decimal("1e-12")
KILOGRAMS = {"MTCO2e": Decimal(1000), "kgCO2e": Decimal(1)}
BUILD = ("build", "-s", "+fct_provider_emissions", "+fct_source_findings", "--indirect-selection", "cautious")
WITHOUT_TESTS = ("run", "-s", "+fct_provider_emissions")
COUNTED = (
    "select source_name, usage_month, sum(location_based_kg), sum(market_based_kg)"
    " from core.fct_provider_emissions where is_counted group by all order by all"
)


def placed(text: object, place: Decimal = FIFTEEN) -> Decimal:
    """A delivered number as exact text, rounded once."""
    return Decimal(str(text)).quantize(place, ROUND_HALF_UP)


def aws_rows() -> Iterator[dict[str, str]]:
    for path in AWS:
        with path.open(newline="", encoding="utf-8") as handle:
            yield from csv.DictReader(handle)


def azure_items() -> Iterator[dict]:
    for path in AZURE:
        yield from json.loads(path.read_text(), parse_float=Decimal)["value"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, dbt_of: object) -> Dbt:
    """A home with all carbon fixtures landed, the oldest model version last."""
    home = make_home(tmp_path_factory.mktemp("carbon") / "home")
    project = Project(root=ROOT, home=home)
    for path in (*reversed(AWS), *AZURE, *reversed(GCP)):
        report = land(project, [str(path)])
        assert report.ok, report
    dbt = dbt_of(home)  # type: ignore[operator]
    dbt(*BUILD).check()
    return dbt


def test_rows_and_sums_are_those_of_the_files(built: Dbt) -> None:
    checked = {one.source: one for one in check(Project(root=ROOT, home=built.home))}
    assert sorted(checked) == ["aws_carbon", "azure_carbon", "gcp_carbon"]
    assert not [problem for one in checked.values() for problem in one.problems]
    assert checked["aws_carbon"].rows_staged == len(list(aws_rows()))
    assert checked["azure_carbon"].rows_staged == len(list(azure_items()))
    assert checked["gcp_carbon"].rows_staged == 6
    sums = {one.quantity: one.staged for one in checked["aws_carbon"].sums}
    assert sums["total_mbm_emissions_value"] == sum(
        placed(placed(row["total_mbm_emissions_value"]), TWELVE) for row in aws_rows()
    )
    staged = sum(one.staged for one in checked["azure_carbon"].sums)
    assert staged == sum(placed(item["latestMonthEmissions"], TWELVE) for item in azure_items())


def test_core_tells_what_the_newest_version_tells(built: Dbt) -> None:
    rows = built.rows(
        "select usage_month, sum(location_based_kg), sum(market_based_kg) from core.fct_provider_emissions"
        " where is_counted and source_name = 'aws_carbon' group by all order by all"
    )
    expected: dict[str, list[Decimal]] = {}
    for row in aws_rows():
        if row["model_version"] == "v3.0.0":
            sums = expected.setdefault(row["usage_period_start"][:7], [Decimal(0), Decimal(0)])
            for place, name in enumerate(("lbm", "mbm")):
                factor = KILOGRAMS.get(row[f"total_{name}_emissions_unit"])
                if factor and row[f"total_{name}_emissions_value"]:
                    value = placed(row[f"total_{name}_emissions_value"])
                    sums[place] += (value * factor).quantize(TWELVE, ROUND_HALF_UP)
    assert [(month, *sums) for month, sums in sorted(expected.items())] == rows
    older = built.rows(
        "select distinct model_version, not_counted_reason from core.fct_provider_emissions"
        " where not is_counted and source_name in ('aws_carbon', 'gcp_carbon') order by all"
    )
    assert older == [("16", "older_model_version"), ("v2.1.0", "older_model_version")]


def test_google_months_of_older_forms_stay(built: Dbt) -> None:
    rows = built.rows(
        "select usage_month, model_version, sum(location_based_kg), sum(market_based_kg)"
        " from core.fct_provider_emissions where is_counted and source_name = 'gcp_carbon'"
        " group by all order by all"
    )
    assert rows == [
        ("2023-01", "4", Decimal("7.751234567890"), None),
        ("2026-07", "16", Decimal("1.10004"), Decimal("0.85004")),
        ("2026-08", "17", Decimal("7.976234567890"), Decimal("3.026234567890")),
        ("2026-09", "17", Decimal("8.002"), None),
    ]


def test_azure_levels_are_not_added(built: Dbt) -> None:
    rows = built.rows(
        "select usage_month, report_level, count(*), sum(scope_1_kg), sum(scope_2_market_kg),"
        " sum(market_based_kg) from core.fct_provider_emissions"
        " where is_counted and source_name = 'azure_carbon' group by all order by all"
    )
    assert rows == [
        ("2026-07", "total", 1, None, None, Decimal("6.125")),
        ("2026-08", "total", 1, None, None, Decimal("7.25")),
        # The second machine has no scope 3: its total is not known, its scopes are.
        ("2026-09", "resource", 2, Decimal("0.250012345679"), Decimal("3.625"), Decimal("1.625012345679")),
        ("2026-09", "subscription", 1, None, None, Decimal("3.3")),
    ]
    intensity = built.rows("select sum(carbon_intensity) from staging.stg_azure__carbon_monthly_summary")
    assert intensity == [(Decimal("67.5"),)]


def test_what_does_not_add_up_is_a_finding(built: Dbt) -> None:
    rows = built.rows(
        "select source_name, billing_period, rule, count_rows from governance.fct_source_findings"
        " where rule_family = 'emissions' order by all"
    )
    assert rows == [
        ("aws_carbon", "2026-09", "emissions_total_differs", 1),
        ("aws_carbon", "2026-09", "emissions_unit_unknown", 1),
    ]


def test_any_order_of_landing_gives_the_same(tmp_path: Path, dbt_of: object, built: Dbt) -> None:
    """Re-versioned months: the newest model version counts, whether it comes first, last or together."""
    expected = built.rows(COUNTED)
    for number, aws in enumerate(itertools.permutations(AWS)):
        home = make_home(tmp_path / f"home{number}")
        project = Project(root=ROOT, home=home)
        paths = [str(path) for path in (*aws, *(GCP if number else reversed(GCP)), *AZURE)]
        if number:
            assert land(project, paths).ok
        else:
            assert all(land(project, [path]).ok for path in paths)
        other = dbt_of(home)  # type: ignore[operator]
        other(*WITHOUT_TESTS).check()
        assert other.rows(COUNTED) == expected


def test_parquet_lands_as_text_does(tmp_path: Path, dbt_of: object, built: Dbt) -> None:
    home = make_home(tmp_path / "home")
    project = Project(root=ROOT, home=home)
    with duckdb.connect() as con:
        accounts = "types = {'payer_account_id': 'VARCHAR', 'usage_account_id': 'VARCHAR'}"
        for path in AWS:
            target = tmp_path / f"{path.stem}.parquet"
            con.execute(f"copy (from read_csv('{path}', {accounts})) to '{target}' (format parquet)")
        lines = next(path for path in GCP if path.suffix == ".jsonl")
        con.execute(f"copy (from read_json('{lines}')) to '{tmp_path / 'gcp.parquet'}' (format parquet)")
    assert land(project, [str(path) for path in sorted(tmp_path.glob("*.parquet"))]).ok
    dbt = dbt_of(home)  # type: ignore[operator]
    dbt(*WITHOUT_TESTS).check()
    newest = "model_version in ('17', 'v3.0.0')"
    query = COUNTED.replace("where", f"where {newest} and")
    assert dbt.rows(query) == built.rows(query)
    assert [one.problems for one in check(project)] == [[], []]


def test_an_item_without_a_month_is_set_aside(tmp_path: Path) -> None:
    project = Project(root=ROOT, home=make_home(tmp_path / "home"))
    content = json.loads(next(path for path in AZURE if "scope1" in path.name).read_text())
    del content["value"][0]["reportMonth"]
    path = tmp_path / "items.json"
    path.write_text(json.dumps(content))
    (outcome,) = land(project, [str(path)]).files
    assert (outcome.rows_in_file, outcome.rows_landed, outcome.rows_quarantined) == (2, 1, 1)
    assert [one["source_name"] for one in read_ledger(project)] == ["azure_carbon"]


def test_aws_columns_are_those_of_the_schema() -> None:
    with AWS[0].open(newline="", encoding="utf-8") as handle:
        header = next(csv.reader(handle))
    contract = [column.name for column in SOURCES["aws_carbon"].columns("carbon_emissions")]
    assert header == contract and len(contract) == 23
