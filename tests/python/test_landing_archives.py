"""Zip archives: their members land as files; what is unsafe to unpack is refused and says why."""

import gzip
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from landing_kit import EXPORTS, Kit, billed, csv_rows, focus_lines, total

COSTS = ["1.000000000001", "-2.5", "0.1"]


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, has_door=True)


def archive(members: dict[str, str | bytes]) -> bytes:
    """Return a zip archive of names and contents."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in members.items():
            writer.writestr(name, content)
    return packed.getvalue()


def told(kit: Kit, content: bytes, name: str = "bill.zip") -> str:
    """Land `content` and return why it was refused, with what to do."""
    outcome = kit.land_one(kit.write(name, content))
    assert outcome.outcome == "refused" and not kit.ledger(), outcome
    return f"{outcome.reason} {outcome.what_to_do}"


def test_members_land_as_files_of_the_archive(kit: Kit) -> None:
    """One zip of a CSV, a packed CSV in a folder, a manifest and a note."""
    september, august = focus_lines(COSTS), focus_lines(COSTS, BillingPeriodStart="2026-08-01T00:00:00Z")
    manifest = {"runInfo": {"submittedTime": "2026-09-04T05:06:07.1234567Z"}, "blobs": []}
    members = {
        "bill.csv": september,
        "08/bill.csv.gz": gzip.compress(august.encode()),
        "08/manifest.json": json.dumps(manifest),
        "readme.txt": "not data",
    }
    report = kit.land(kit.write("bills.zip", archive(members)))
    assert {one.source_file: one.outcome for one in report.files} == {
        "bills.zip/bill.csv": "landed",
        "bills.zip/08/bill.csv.gz": "landed",
        "bills.zip/08/manifest.json": "passed over",
        "bills.zip/readme.txt": "passed over",
    }
    assert {one["billing_period"]: one["export_time"] for one in kit.ledger()} == {
        "2026-09": None,
        "2026-08": "2026-09-04T05:06:07Z",
    }
    assert billed(kit.ledger()) == 2 * total(COSTS)
    kit.check()


def test_archive_and_its_content_are_the_same_file(kit: Kit) -> None:
    text = focus_lines(COSTS)
    kit.land(kit.write("bill.csv", text))
    before = kit.snapshot()
    again = kit.land_one(kit.write("bill.csv.zip", archive({"bill.csv": text})))
    assert (again.outcome, kit.snapshot()) == ("already landed", before)


def test_month_in_several_archives_is_one_delivery(kit: Kit) -> None:
    """AWS packs each part of a legacy report in a zip of its own."""
    origin = EXPORTS / "aws_cur" / "legacy_2026-08.csv"
    header, *lines = origin.read_text(encoding="utf-8").splitlines()
    folder = kit.write("cur/README.txt", "").parent
    for part in range(5):
        text = "\n".join([header, *lines[part::5]]) + "\n"
        kit.write(f"cur/cur-{part}.csv.zip", archive({f"cur-{part}.csv": text}))
    kit.land(folder)
    (entry,) = kit.ledger()
    assert len(entry["files"]) == 5
    assert billed([entry]) == total([row["lineItem/UnblendedCost"] for row in csv_rows(origin)])
    kit.check()


def test_broken_archives_say_so(kit: Kit) -> None:
    whole = archive({"bill.csv": focus_lines(COSTS) * 20})
    assert "zip archive" in told(kit, whole[: len(whole) // 2])
    damaged = bytearray(whole)
    damaged[60:80] = b"\0" * 20
    assert "zip archive" in told(kit, bytes(damaged))
    assert "zip archive" in told(kit, b"not an archive")
    assert "no data file in it" in told(kit, archive({}))


def test_spreadsheets_are_refused_under_any_name(kit: Kit) -> None:
    sheet = archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    for name in ("bill.xlsx", "bill.csv", "bill.zip"):
        assert "spreadsheet" in told(kit, sheet, name)


def test_encrypted_archive(kit: Kit) -> None:
    packed = bytearray(archive({"bill.csv": focus_lines(COSTS)}))
    central = packed.rindex(b"PK\x01\x02")
    for place in (6, central + 8):
        packed[place : place + 2] = struct.pack("<H", 1)
    assert "encrypted" in told(kit, bytes(packed))


@pytest.mark.parametrize(
    "name", ["../bill.csv", "a/../../bill.csv", "/bill.csv", "..\\bill.csv", "C:\\bill.csv"]
)
def test_members_cannot_leave_the_archive(kit: Kit, name: str) -> None:
    inside = kit.write("deep/down/README.txt", "").parent
    path = inside / "bill.zip"
    path.write_bytes(archive({name: focus_lines(COSTS)}))
    outcome = kit.land_one(path)
    assert outcome.outcome == "refused" and "outside" in outcome.reason
    assert not list(kit.folder.rglob("*bill.csv"))


def test_links_and_doubled_names(kit: Kit) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writer:
        link = zipfile.ZipInfo("bill.csv")
        link.external_attr = 0o120777 << 16
        writer.writestr(link, "/etc/hostname")
    assert "link" in told(kit, packed.getvalue())
    assert "two members" in told(kit, archive({"bill.csv": "a", "BILL.csv": "b"}))


def test_bombs(kit: Kit) -> None:
    assert "no export" in told(kit, archive({"bill.csv": b"0" * (65 << 20)}))
    many = archive({f"{number}.csv": "" for number in range(10_001)})
    assert "no export" in told(kit, many)
    nested = archive({"inner.zip": archive({"bill.csv": focus_lines(COSTS)})})
    assert "within an archive" in told(kit, nested)


def test_note_of_a_refused_archive_goes_when_it_lands(kit: Kit) -> None:
    path = kit.write("bill.zip", b"cut short")
    kit.land(path)
    notes = list((kit.project.landing / ".refused").glob("*.json"))
    assert len(notes) == 1
    path.write_bytes(archive({"bill.csv": focus_lines(COSTS)}))
    kit.land(path)
    assert not list((kit.project.landing / ".refused").glob("*.json"))
