"""Azure cost details from file to core.fct_costs: datasets told apart and joined, by an own reader."""

import json
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops.checking import check
from finops.landing import land
from finops.project import Project
from landing_kit import EXPORTS, Kit, billed, csv_rows, exact
from running_dbt import Dbt
from test_landing_exports import SAMPLES

AZURE = EXPORTS / "azure_cost"
EA_ACTUAL, EA_AMORTIZED = AZURE / "ea_actual_2026-09.csv", AZURE / "ea_amortized_2026-09.csv"
COMMITMENTS = ("reservation", "savingsplan")


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


def value(row: dict[str, str], *names: str) -> str:
    """Return the value of the first of `names` that the header has, letter case aside."""
    folded = {title.lower().removeprefix("\ufeff"): text for title, text in row.items()}
    return next(folded[name] for name in names if name in folded)


def sums(files: dict[Path, str]) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    """Return billed and effective cost per account and currency; `files` say which dataset each is."""
    datasets: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for path, dataset in files.items():
        for row in csv_rows(path):
            account = value(row, "billingaccountid")
            currency = value(row, "costinbillingcurrency", "cost") and value(
                row, "billingcurrency", "billingcurrencycode"
            )
            datasets[account, currency][dataset].append(row)
    found = {}
    for key, rows in datasets.items():
        billed_cost = effective_cost = Decimal(0)
        for dataset, row in ((name, row) for name, several in rows.items() for row in several):
            cost = exact(value(row, "costinbillingcurrency", "cost"))
            charge = value(row, "chargetype").lower()
            is_committed = value(row, "pricingmodel").lower() in COMMITMENTS or charge.startswith("unused")
            is_bought = is_committed and charge in ("purchase", "refund")
            if dataset == "amortized":
                billed_cost += 0 if is_committed else cost
                effective_cost += cost
            elif "amortized" not in rows or is_bought:
                billed_cost += cost
                effective_cost += 0 if is_committed else cost
        found[key] = (billed_cost, effective_cost)
    return found


HELD = """
    select
        split_part(split_part(billing_account_id, 'billingAccounts/', 2), '/', 1), billing_currency,
        sum(billed_cost), sum(coalesce(effective_cost, 0))
    from core.fct_costs group by 1, 2
"""


def held(dbt: Dbt) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    dbt("build", "-s", "+fct_costs", "--indirect-selection", "buildable").check()
    return {(account, currency): (paid, used) for account, currency, paid, used in dbt.rows(HELD)}


# ---------------------------------------------------------------- from file to core


def test_both_datasets_are_joined_and_counted_once(dbt: Dbt, project: Project) -> None:
    """Amortized cost arrives after actual cost: the month turns from one to both without doubling."""
    mca = AZURE / "mca_actual_2026-09.csv"
    assert land(project, [str(EA_ACTUAL), str(mca)]).ok
    alone = {EA_ACTUAL: "actual", mca: "actual"}
    assert held(dbt) == sums(alone)
    assert land(project, [str(EA_AMORTIZED)]).ok
    both = held(dbt)
    assert both == sums({**alone, EA_AMORTIZED: "amortized"})
    actual_cost = sum(exact(row["Cost"]) for row in csv_rows(EA_ACTUAL))
    assert both["0870011", "EUR"][0] == actual_cost, "billed is what actual cost says, whichever way told"
    assert [one.problems for one in check(project)] == [[]]
    rows = dbt.rows("""
        select sku_meter, model_name, token_class, service_tier, consumed_unit, sum(consumed_quantity)
        from core.fct_costs where sku_meter is not null and charge_category = 'Usage'
        and (sku_meter like '%Tokens' or sku_meter like 'Provisioned%')
        group by 1, 2, 3, 4, 5 order by 1
    """)
    ptu = "Provisioned Managed Global Unit"
    assert {row[4] for row in rows if row[0] == ptu} == {"PTU Hours", None}, "unused hours are not consumed"
    told = {row[0]: row[1:] for row in rows if row[0] != ptu}
    assert told == {
        "56luna LoCo Cd Wr Fl Gl 1M Tokens": (
            "gpt-5.6-luna", "cache_write", "flex", "Tokens", Decimal("2500000"),
        ),
        "GPT 5 Nano Batch Inpt cchd Dzone 1M Tokens": (
            "gpt-5-nano", "cache_read", "batch", "Tokens", Decimal("3000001"),
        ),
        "Quasar 9 Inp Somewhere Tokens": (
            "quasar-9-somewhere", "input", "standard", "Tokens", Decimal("10000"),
        ),
        "R1 Outp glbl Tokens": ("deepseek-r1", "output", "standard", "Tokens", Decimal("1")),
        "gpt-4o-0806-Inp-glbl Tokens": (
            "gpt-4o-0806", "input", "standard", "Tokens", Decimal("1244567.891"),
        ),
        "gpt-4o-0806-Outp-glbl Tokens": ("gpt-4o-0806", "output", "standard", "Tokens", Decimal("100250")),
    }  # fmt: skip
    tags = dict(dbt.rows("select sku_meter, min(tags) from core.fct_costs group by 1"))
    assert json.loads(tags["gpt-4o-0806-Outp-glbl Tokens"])["team"] == "assist"
    assert "not json at all" in tags["R1 Outp glbl Tokens"]
    assert "broken" in tags["GPT 5 Nano Batch Inpt cchd Dzone 1M Tokens"]


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the checkout")
def test_samples_from_file_to_core(dbt: Dbt, project: Project) -> None:
    samples = SAMPLES / "azure"
    report = land(project, [str(samples)])
    assert {file.source_file: file.rows_in_file for file in report.files} == {
        "azure/ea_2023-09.csv": 27,
        "azure/ea_actual_cost.csv": 11,
        "azure/ea_amortized_cost.csv": 28,
        "azure/ea_no_rows.csv": 0,
    }
    expected = sums(
        {
            samples / "ea_2023-09.csv": "actual",
            samples / "ea_actual_cost.csv": "actual",
            samples / "ea_amortized_cost.csv": "amortized",
        }
    )
    assert held(dbt) == expected
    twins = dbt.rows("select count(*) - count(distinct charge_id), count(*) from core.fct_costs")
    assert twins == [(0, 56)]


# ---------------------------------------------------------------- which dataset a file is


def scopes(kit: Kit) -> list[str]:
    return sorted({entry["delivery_scope"] for entry in kit.ledger()})


def test_content_tells_the_dataset(kit: Kit) -> None:
    for number, origin in enumerate((EA_ACTUAL, EA_AMORTIZED)):
        kit.land_one(shutil.copy(origin, kit.write(f"part_{number}.csv", "")))
    assert scopes(kit) == ["actual/0870011", "amortized/0870011"]


def test_a_name_that_the_content_denies_is_refused(kit: Kit) -> None:
    outcome = kit.land_one(shutil.copy(EA_ACTUAL, kit.write("amortized/part_0.csv", "")))
    assert outcome.outcome == "refused"
    assert "its name says amortized, but it holds what only actual cost has" in outcome.reason


def test_the_manifest_speaks_before_names(kit: Kit) -> None:
    """The newest run of an export counts, in whatever order the runs come, however little they share."""
    header, *lines = EA_ACTUAL.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    for run, rows in (("2", lines[:4]), ("1", lines[5:6]), ("3", lines[:6])):
        folder = f"costs/20260901-20260930/{run}"
        kit.write(f"{folder}/part_0.csv", "".join([header, *rows]))
        manifest = {
            "exportConfig": {"exportName": "costs", "type": "AmortizedCost"},
            "runInfo": {
                "runId": run,
                "submittedTime": f"2026-10-0{run}T04:00:00Z",
                "startDate": "2026-09-01",
            },
            "blobs": [],
        }
        kit.write(f"{folder}/manifest.json", json.dumps(manifest))
    report = kit.land(kit.folder / "exports" / "costs", confirm=lambda _: True)
    assert report.ok, report.files
    entries = sorted(kit.ledger(), key=lambda entry: entry["export_time"])
    assert [entry["delivery_scope"] for entry in entries] == ["amortized/0870011"] * 3
    assert [entry["tables"][0]["rows"] for entry in entries] == [1, 4, 6]


def test_a_file_that_nothing_tells_is_actual_alone_and_refused_beside_amortized(kit: Kit) -> None:
    header, *lines = EA_ACTUAL.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    plain = kit.write("part_0.csv", "".join([header, *lines[:4]]))
    outcome = kit.land_one(plain)
    assert (outcome.outcome, scopes(kit)) == ("landed", ["actual/0870011"])
    assert "taken as actual" in outcome.reason
    kit.land(EA_AMORTIZED)
    later = kit.write("part_1.csv", "".join([header, *lines[4:6]]))
    refused = kit.land_one(later)
    assert refused.outcome == "refused"
    assert "nothing says whether it is actual or amortized" in refused.reason
    told = kit.land_one(shutil.copy(later, kit.write("amortized/part_1.csv", "")), confirm=lambda _: True)
    assert told.outcome == "landed"


def test_scope_of_a_person_keeps_the_datasets_apart(kit: Kit) -> None:
    kit.land(EA_ACTUAL, EA_AMORTIZED, scope="subsidiary")
    assert scopes(kit) == ["actual/subsidiary", "amortized/subsidiary"]
    assert kit.land_one(EA_ACTUAL, scope="subsidiary").outcome == "already landed"


def test_agreements_in_one_folder_are_scopes_of_their_own(kit: Kit) -> None:
    kit.land(AZURE)
    mca = (
        "actual/7c0f4f8a-0000-5c1e-9a3b-1f2e3d4c5b6a:8e9f0a1b-0000-4e5f-8a9b-0c1d2e3f4a5b_2019-05-31"
        "/NLGT-EU01-BG7-PGB"
    )
    assert scopes(kit) == ["actual/0870011", mca, "amortized/0870011"]
    assert [entry["is_invoiced"] for entry in kit.ledger() if entry["delivery_scope"] == mca] == [True]


# ---------------------------------------------------------------- headers of all times


def test_pay_as_you_go_and_translated_headers(kit: Kit) -> None:
    """Older names and translated titles land under the contract's; without an account the subscription is."""
    kit.write(
        "old/usage.csv",
        "Abonnement-GUID (SubscriptionGuid),UsageDateTime,Kategorie der Verbrauchseinheit (MeterCategory),"
        "Name der Verbrauchseinheit (MeterName),UsageQuantity,ResourceRate,PreTaxCost,ConsumedService,"
        "InstanceId,Currency,Maßeinheit (UnitOfMeasure)\n"
        "1111-02,2026-02-28,Load Balancer,Rules,3,0.025,0.075000000001,Microsoft.Network,/x,USD,100 Hours\n",
    )
    assert kit.land_one(kit.folder / "exports" / "old").outcome == "landed"
    assert [(one["delivery_scope"], one["billing_period"]) for one in kit.ledger()] == [
        ("actual/1111-02", "2026-02")
    ]
    assert kit.rows(
        'select "CostInBillingCurrency", "ResourceId", "UnitOfMeasure", "Quantity" from landed'
    ) == [("0.075000000001", "/x", "100 Hours", "3")]


def test_parquet_with_types_of_its_own(kit: Kit, tmp_path: Path) -> None:
    path = kit.write("actual/part_0.snappy.parquet", "")
    duckdb.connect().execute(
        f"copy (select * replace (strptime(Date, '%m/%d/%Y')::date as Date, Cost::double as Cost,"
        f" strptime(BillingPeriodStartDate, '%m/%d/%Y') as BillingPeriodStartDate)"
        f" from read_csv('{EA_ACTUAL}', all_varchar = true)) to '{path}' (format parquet)"
    )
    assert kit.land_one(path).outcome == "landed"
    assert billed(kit.ledger()) == sum(exact(row["Cost"]) for row in csv_rows(EA_ACTUAL))
    assert [one["billing_period"] for one in kit.ledger()] == ["2026-09"]


def test_unreadable_values_are_set_aside(kit: Kit) -> None:
    header, first, *rest = EA_ACTUAL.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    bad = [first.replace("09/01/2026,Azure", "31/12/2026,Azure"), first.replace(",2.8395061493,", ",n/a,")]
    outcome = kit.land_one(kit.write("actual.csv", "".join([header, *bad, *rest])))
    assert (outcome.outcome, outcome.rows_quarantined) == ("landed", 2)
    assert {(column, reason) for _, column, reason, _ in kit.quarantine()} == {
        ("Date", "not a date or time"),
        ("CostInBillingCurrency", "not a number"),
    }


def test_an_export_without_rows_replaces_nothing(kit: Kit) -> None:
    kit.land(EA_ACTUAL)
    header = EA_ACTUAL.read_text(encoding="utf-8-sig").splitlines(keepends=True)[0]
    outcome = kit.land_one(kit.write("actual/empty.csv", header))
    assert (outcome.outcome, outcome.rows_in_file) == ("landed", 0)
    assert "replaces nothing" in outcome.reason
    assert billed(kit.ledger()) == sum(exact(row["Cost"]) for row in csv_rows(EA_ACTUAL))
