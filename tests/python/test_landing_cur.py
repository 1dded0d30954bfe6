"""Both Cost and Usage Reports of AWS land under one contract: legacy and 2.0, CSV, packed and Parquet."""

import gzip
import json
import re
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from finops.landing.contracts import contract
from finops.landing.registry.aws import cur2_name
from landing_kit import EXPORTS, Kit, billed, csv_rows, total

LEGACY = EXPORTS / "aws_cur" / "legacy_2026-08.csv"
TAGS = {
    "user:Team": "Data",
    "user:team": "data",
    "aws:createdBy": "Root:1",
    'user:prüfung "x"': 'ja, "sehr"',
}


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, has_door=True)


def unblended(path: Path) -> Decimal:
    return total([row["lineItem/UnblendedCost"] for row in csv_rows(path)])


def flat_name(title: str) -> str:
    """The name AWS gives a column of the legacy report in Parquet, tags included."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", title).lower()).strip("_")


def flat_header() -> list[str]:
    """The legacy header as in Parquet; of two tags that differ in letter case one is numbered."""
    flat: list[str] = []
    for title in next(iter(csv_rows(LEGACY))):
        name = flat_name(title).replace("_arn", "_a_r_n")
        flat.append(f"{name}_1" if name in flat else name)
    return flat


@pytest.mark.parametrize(
    ("delivered", "name"),
    [
        ("lineItem/UsageStartDate", "line_item_usage_start_date"),
        ("savingsPlan/SavingsPlanARN", "savings_plan_savings_plan_a_r_n"),
        ("savingsPlan/SavingsPlanArn", "savings_plan_savings_plan_a_r_n"),
        ("reservation/ReservationARN", "reservation_reservation_a_r_n"),
        ("product/productFamily", "product_product_family"),
        ("product/ProductName", "product_product_name"),
        ("pricing/publicOnDemandCost", "pricing_public_on_demand_cost"),
        ("resourceTags/user:CostCenter", "resource_tags_user:CostCenter"),
        ("line_item_usage_start_date", "line_item_usage_start_date"),
        ("BilledCost", "BilledCost"),
    ],
)
def test_legacy_names_by_one_rule(delivered: str, name: str) -> None:
    assert cur2_name(delivered) == name


def test_legacy_columns_are_those_of_cur_2(kit: Kit) -> None:
    """Nothing of the legacy header lands outside the contract, and nothing of it is lost."""
    assert kit.land_one(LEGACY).dialect == "legacy"
    known = {column.name for column in contract("aws_cur", "line_items")}
    columns = {row[0] for row in kit.rows("describe landed")}
    assert {name for name in columns if not name.startswith("_")} <= known
    assert not [change for entry in kit.ledger() for change in entry["drift"]]


def landed_rows(kit: Kit) -> list[dict]:
    (file,) = kit.project.landing.glob("aws_cur/*/line_items.*.parquet")
    found = duckdb.sql(f"select * from read_parquet('{file}') order by identity_line_item_id")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_tags_categories_and_product_attributes_are_gathered(kit: Kit) -> None:
    """Keys that differ in letter case, quotes and letters beyond ASCII; an object of nothing is NULL."""
    kit.land(LEGACY)
    rows = landed_rows(kit)
    assert len(rows) == len(list(csv_rows(LEGACY)))
    (tagged,) = [row for row in rows if row["cost_category"]]
    assert json.loads(tagged["resource_tags"]) == TAGS
    assert json.loads(tagged["cost_category"]) == {"Business Unit": "R&D"}
    assert json.loads(tagged["product"]) == {"product_name": "Amazon Simple Storage Service"}
    on_demand = next(row for row in rows if row["line_item_resource_id"] == "i-0a")
    assert json.loads(on_demand["product"]) == {
        "product_name": "Amazon Elastic Compute Cloud",
        "instance_type_family": "p4d",
        "operating_system": "Linux",
        "region": "us-east-1",
    }
    assert on_demand["product_region_code"] == "us-east-1"
    assert next(row for row in rows if row["line_item_line_item_type"] == "Tax")["resource_tags"] is None


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "zip", "parquet", "typed.parquet"])
def test_legacy_in_every_format(kit: Kit, kind: str) -> None:
    path = kit.write(f"legacy.{kind}", "")
    text = LEGACY.read_text(encoding="utf-8")
    if kind == "csv":
        path.write_text(text, encoding="utf-8")
    elif kind == "csv.gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("legacy.csv", text)
    else:
        number = "double" if kind.startswith("typed") else "varchar"
        duckdb.sql(
            "copy (select * replace (line_item_unblended_cost::" + number + " as line_item_unblended_cost)"
            f" from read_csv('{LEGACY}', header = false, skip = 1, names = {flat_header()},"
            f" all_varchar = true)) to '{path}'"
        )
    outcome = kit.land_one(path)
    assert (outcome.outcome, outcome.dialect, outcome.rows_quarantined) == ("landed", "legacy", 0), outcome
    assert billed(kit.ledger()) == unblended(LEGACY)
    teams = Counter(
        row["resourceTags/user:team"] for row in csv_rows(LEGACY) if row["resourceTags/user:team"]
    )
    key = "user_team" if "parquet" in kind else "user:team"
    landed = [json.loads(row["resource_tags"] or "{}") for row in landed_rows(kit)]
    values = [tags.get("user_team_1", tags.get(key)) for tags in landed]
    assert Counter(value for value in values if value) == teams
    kit.check()


def test_set_aside_records_of_a_legacy_report_come_back(kit: Kit) -> None:
    """A broken amount goes to quarantine with its tags; mended, it lands beside the rest."""
    text = LEGACY.read_text(encoding="utf-8")
    broken = text.replace(",24.4800000001,24.4800000001,", ",24.4800000001,about 24,", 1)
    assert broken != text
    outcome = kit.land_one(kit.write("legacy.csv", broken))
    assert (outcome.rows_quarantined, outcome.outcome) == (1, "landed")
    (entry,) = kit.ledger()
    exported = kit.export_quarantine(entry["delivery_id"], "mend.csv")
    exported.write_text(exported.read_text(encoding="utf-8").replace("about 24", "24.4800000001"))
    kit.land(exported, is_append=True)
    assert billed(kit.ledger()) == unblended(LEGACY)
    kit.check()


def as_cur_2(kit: Kit, name: str, invoice_id: str = "") -> Path:
    """Write the month of the legacy report as a CUR 2.0 of two line items."""
    rows = list(csv_rows(EXPORTS / "aws_cur" / "2026-09_open.csv"))[:2]
    lines = [",".join(rows[0])]
    for row in rows:
        row |= {
            "bill_payer_account_id": "000987654321",
            "bill_billing_period_start_date": "2026-08-01T00:00:00.000Z",
            "bill_billing_period_end_date": "2026-09-01T00:00:00.000Z",
            "bill_invoice_id": invoice_id,
        }
        lines.append(",".join('"' + value.replace('"', '""') + '"' for value in row.values()))
    return kit.write(name, "\n".join(lines) + "\n")


def test_a_month_in_both_formats_is_one_month(kit: Kit) -> None:
    """In two calls the newer replaces; in one call the invoiced one counts; else the person is asked."""
    kit.land(LEGACY)
    newer = kit.land(as_cur_2(kit, "cur2.csv"), confirm=lambda _: True)
    (delivery,) = newer.deliveries
    assert (delivery.outcome, delivery.replaces.rows) == ("landed", len(list(csv_rows(LEGACY))))
    other = Kit(kit.folder / "other")
    folder = as_cur_2(other, "both/cur2.csv", invoice_id="77").parent
    (folder / "legacy.csv").write_bytes(LEGACY.read_bytes())
    other.land(folder, confirm=lambda _: True)
    assert [len(entry["files"]) for entry in other.ledger()] == [1, 1]
    assert {entry["dialect"]: entry["is_invoiced"] for entry in other.ledger()} == {
        "legacy": False,
        "cur2": True,
    }
    third = Kit(kit.folder / "third")
    folder = as_cur_2(third, "both/cur2.csv").parent
    (folder / "legacy.csv").write_bytes(LEGACY.read_bytes())
    report = third.land(folder)
    assert {one.outcome for one in report.files} == {"refused"} and not third.ledger()


def test_month_of_forty_files_is_one_delivery(kit: Kit) -> None:
    header, *lines = (EXPORTS / "aws_cur" / "2026-09_open.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 2
    many = [line.replace(",id", f",part{number}id", 1) for number in range(20) for line in lines[:4]]
    for number in range(40):
        kit.write(f"cur/part-{number:05d}.csv", "\n".join([header, *many[number::40]]) + "\n")
    kit.land(kit.folder / "exports" / "cur")
    (entry,) = kit.ledger()
    assert (len(entry["files"]), sum(table["rows"] for table in entry["tables"])) == (40, len(many))
    kit.check()
