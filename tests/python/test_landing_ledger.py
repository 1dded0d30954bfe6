"""What is landed and set aside: quarantine out and back in, unland, prune, demo, refusals, locks."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from finops.landing import prune, quarantine_rows, refusals, unland
from finops.landing.ledger import counting
from finops.project import FinopsError
from landing_kit import (
    EXPORTS,
    Kit,
    Landing,
    billed,
    focus_csv,
    focus_lines,
    focus_row,
    land_apart,
)


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


# ---------------------------------------------------------------- quarantine


def test_quarantine_out_mended_and_back(kit: Kit) -> None:
    """Exported under the export's header, mended and landed as a part: the month is then whole, exactly."""
    rows = [
        focus_row("1.5"),
        focus_row("2,5 USD", ChargeDescription='say "hi", you'),
        focus_row("4", Tags="a\nb"),
    ]
    rows += [focus_row("oops"), focus_row("8")]
    kit.land(kit.write("a.csv", focus_csv(rows)))
    entry = kit.ledger()[0]
    assert billed([entry]) == Decimal("13.5")
    assert [row["source_row"] for row in quarantine_rows(kit.project)] == [2, 4]
    out = kit.export_quarantine(entry["delivery_id"], "aside.csv")
    with open(str(out) + ".reasons.csv", encoding="utf-8", newline="") as handle:
        reasons = list(csv.DictReader(handle))
    assert [(row["source_row"], row["column_name"], row["reason"]) for row in reasons] == [
        ("2", "BilledCost", "not a number"),
        ("4", "BilledCost", "not a number"),
    ]
    text = out.read_text(encoding="utf-8")
    assert text.count("2,5 USD") == 2 or '"2,5 USD"' in text
    out.write_text(text.replace('"2,5 USD"', "2.5").replace("oops", "16"), encoding="utf-8")
    outcome = kit.land_one(out, is_append=True)
    assert (outcome.outcome, outcome.rows_landed, outcome.rows_quarantined) == ("landed", 2, 0)
    assert billed(counting(kit.ledger())) == Decimal("32")
    assert kit.rows("select count(*) from landed where ChargeDescription = 'say \"hi\", you'") == [(1,)]
    kit.check()


def test_broken_lines_out_and_back(kit: Kit) -> None:
    """Lines of too many fields come out as they were, for a person to mend."""
    lines = focus_lines(["1", "2", "4"]).splitlines()
    lines[2] += ",extra"
    kit.land(kit.write("a.csv", "\n".join(lines) + "\n"))
    out = kit.export_quarantine(kit.ledger()[0]["delivery_id"], "aside.csv")
    assert out.read_text().splitlines() == [lines[0], lines[2]]
    out.write_text(out.read_text().replace(",extra", ""))
    assert kit.land_one(out, is_append=True).outcome == "landed"
    assert billed(counting(kit.ledger())) == Decimal(7)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_quarantine_of_other_delimiters_lands_again(kit: Kit, delimiter: str) -> None:
    """Broken lines and unfit records of a semicolon file stand under one header, with one delimiter."""
    rows = [focus_row("1,5"), focus_row("x"), focus_row("2,25"), focus_row("3,125")]
    lines = focus_csv(rows, delimiter=delimiter).splitlines()
    lines[4] += delimiter + "extra"
    kit.land(kit.write("a.csv", "\n".join(lines) + "\n"))
    out = kit.export_quarantine(kit.ledger()[0]["delivery_id"], "aside.csv")
    header, *records = out.read_text().splitlines()
    assert header == lines[0] and sorted(records) == sorted([lines[2], lines[4]])
    mended = [
        one.replace(f"{delimiter}extra", "").replace(f"x{delimiter}x", f"7,5{delimiter}7,5")
        for one in records
    ]
    out.write_text("\n".join([header, *mended]))
    assert (kit.land_one(out, is_append=True).rows_landed, len(kit.ledger())) == (2, 2)
    assert billed(counting(kit.ledger())) == Decimal("14.375")


def test_quarantined_json_comes_out_as_it_was(kit: Kit) -> None:
    lines = (EXPORTS / "litellm_spend_logs/spend_logs.jsonl").read_text().splitlines()
    bad = json.dumps(json.loads(lines[0]) | {"request_id": "r-bad", "spend": "dear"})
    kit.land(kit.write("a.jsonl", "\n".join([*lines, bad, '{"cut'])))
    out = kit.export_quarantine(kit.ledger()[0]["delivery_id"], "aside.jsonl")
    assert out.read_text().splitlines()[-1] == '{"cut'
    mended = json.loads(out.read_text().splitlines()[0])
    assert mended["request_id"] == "r-bad"
    out.write_text(json.dumps(mended | {"spend": 1.5}))
    assert kit.land_one(out).rows_landed == 1


@pytest.mark.parametrize("source", ["openai_costs/costs_page_1.json", "anthropic_costs/cost_report_1.json"])
def test_quarantined_results_come_out_as_pages(kit: Kit, source: str) -> None:
    """A result comes out in a page with its bucket, so that it can be mended and landed as it is."""
    text = (EXPORTS / source).read_text()
    amount = "12.3456789" if source.startswith("openai") else '"123.45"'
    kit.land(kit.write("whole.json", text), scope="whole")
    kit.land(kit.write("a.json", text.replace(amount, '"much"')), scope="mended")
    out = kit.export_quarantine(kit.ledger()[1]["delivery_id"], "aside.csv")
    assert len(out.read_text().splitlines()) == 1
    out.write_text(out.read_text().replace('"much"', amount))
    assert kit.land_one(out, is_append=True, scope="mended").rows_landed == 1
    whole, *parts = kit.ledger()
    assert billed(parts) == billed([whole])
    kit.check()


def test_quarantine_of_two_layouts_comes_out_in_two_files(kit: Kit) -> None:
    kit.write("f/a.csv", focus_csv([focus_row("1"), focus_row("x")]))
    kit.write("f/b.csv", focus_csv([focus_row("2", SkuId="b"), focus_row("y", SkuId="b")]))
    kit.land(kit.folder / "exports" / "f")
    assert len(kit.ledger()) == 1
    out = kit.export_quarantine(kit.ledger()[0]["delivery_id"], "aside.csv")
    texts = [out.read_text(), out.with_name("aside.2.csv").read_text()]
    assert [len(text.splitlines()) for text in texts] == [2, 2]
    assert sorted("SkuId" in text for text in texts) == [False, True]


def test_quarantined_parquet_rows_come_out_as_csv(kit: Kit) -> None:
    import duckdb

    path = kit.write("a.parquet", "")
    source = kit.write("a.csv", focus_csv([focus_row("1.5"), focus_row("nope"), focus_row("2")]))
    duckdb.execute(
        f"copy (select *, map {{'team': 'x'}} as more from read_csv('{source}', all_varchar = true))"
        f" to '{path}' (format parquet)"
    )
    outcome = kit.land_one(path)
    assert (outcome.rows_landed, outcome.rows_quarantined) == (2, 1)
    out = kit.export_quarantine(kit.ledger()[0]["delivery_id"], "aside.csv")
    out.write_text(out.read_text().replace("nope", "4"))
    assert kit.land_one(out, is_append=True).rows_landed == 1
    assert billed(counting(kit.ledger())) == Decimal("7.5")


def test_export_without_quarantine(kit: Kit) -> None:
    kit.land(kit.write("a.csv", focus_lines(["1"])))
    with pytest.raises(FinopsError, match="no quarantined records"):
        kit.export_quarantine(kit.ledger()[0]["delivery_id"], "aside.csv")


# ---------------------------------------------------------------- unland and prune


def test_unland_brings_the_older_month_back(kit: Kit) -> None:
    kit.land(kit.write("a.csv", focus_lines(["1"])))
    kit.land(kit.write("b.csv", focus_lines(["2"])))
    newest = kit.ledger()[-1]["delivery_id"]
    assert unland(kit.project, newest[:8])["delivery_id"] == newest
    assert billed(counting(kit.ledger())) == Decimal(1)
    assert kit.land_one(kit.folder / "exports" / "b.csv").outcome == "landed"
    assert billed(counting(kit.ledger())) == Decimal(2)
    kit.check()


def test_unland_of_one_month_of_a_file(kit: Kit) -> None:
    """Landing the file again brings back that month alone."""
    rows = [focus_row("1"), focus_row("2", BillingPeriodStart="2026-08-01"), focus_row("bad")]
    path = kit.write("a.csv", focus_csv(rows))
    kit.land(path)
    for month in ("2026-08", "2026-09"):
        total_before = billed(kit.ledger())
        gone = next(one for one in kit.ledger() if one["billing_period"] == month)
        unland(kit.project, gone["delivery_id"])
        report = kit.land(path)
        assert [one.outcome for one in report.deliveries] == ["landed"]
        assert report.files[0].outcome == "landed"
        assert billed(kit.ledger()) == total_before
        assert len(kit.quarantine()) == 1
    kit.check()


def test_unland_of_what_is_not_there(kit: Kit) -> None:
    kit.land(
        kit.write("a.csv", focus_lines(["1"])), kit.write("b.csv", focus_lines(["1"], BillingAccountId="2"))
    )
    for wrong in ("zzzz", "", "*"):
        with pytest.raises(FinopsError, match="No delivery"):
            unland(kit.project, wrong)
    assert len(kit.ledger()) == 2


def test_prune_keeps_what_counts(kit: Kit) -> None:
    for i in range(4):
        kit.land(kit.write(f"{i}.csv", focus_lines([f"{i + 1}"])))
    kit.land(kit.write("part.csv", focus_lines(["100"], SkuId="x")), is_append=True)
    kit.land(EXPORTS / "focus/gcp_2026-09_a.csv", EXPORTS / "focus/gcp_2026-09_b.csv")
    ids = [one["delivery_id"] for one in kit.ledger()]
    assert prune(kit.project, keep=1) == [ids[1], ids[0]]
    assert prune(kit.project, keep=0) == [ids[2]]
    assert prune(kit.project, keep=0) == []
    assert [one["delivery_id"] for one in kit.ledger()] == ids[3:]
    with pytest.raises(FinopsError, match="--keep -1"):
        prune(kit.project, keep=-1)
    kit.check()


def test_pruned_file_does_not_come_back(kit: Kit) -> None:
    """The folder still holds the older export: landed again it would replace the newer one."""
    old = kit.write("f/a.csv", focus_lines(["1"]))
    kit.land(old)
    kit.land(kit.write("f/b.csv", focus_lines(["2"])))
    prune(kit.project, keep=0)
    report = kit.land(old.parent)
    assert {one.outcome for one in report.files} == {"already landed"}
    assert billed(counting(kit.ledger())) == Decimal(2)
    unland(kit.project, kit.ledger()[0]["delivery_id"])
    assert kit.land_one(old).outcome == "landed"
    assert billed(counting(kit.ledger())) == Decimal(1)


# ---------------------------------------------------------------- demo


def test_first_own_delivery_removes_the_demo(kit: Kit) -> None:
    kit.land(EXPORTS / "focus/aws_2026-09_open.csv", EXPORTS / "openai_costs/costs_page_1.json", is_demo=True)
    demo = {one["delivery_id"] for one in kit.ledger()}
    report = kit.land(kit.write("own.csv", focus_lines(["1"])))
    assert set(report.removed_demo) == demo
    assert [one["is_demo"] for one in kit.ledger()] == [False]
    with pytest.raises(FinopsError, match="Own data is landed"):
        kit.land(EXPORTS / "focus/azure_2026-09.csv", is_demo=True)
    kit.check()


def test_refused_or_dry_landing_leaves_the_demo(kit: Kit) -> None:
    kit.land(EXPORTS / "focus/aws_2026-09_open.csv", is_demo=True)
    assert not kit.land(kit.write("x.csv", "a,b\n1,2\n")).removed_demo
    assert not kit.land(EXPORTS / "focus/azure_2026-09.csv", is_dry_run=True).removed_demo
    assert len(kit.ledger()) == 1


def test_own_landing_of_the_demos_file(kit: Kit) -> None:
    """A file that is landed as demo and then as one's own stays, as one's own."""
    path = EXPORTS / "focus/aws_2026-09_open.csv"
    kit.land(path, is_demo=True)
    report = kit.land(path)
    assert report.files[0].outcome == "landed"
    assert [one["is_demo"] for one in kit.ledger()] == [False]
    kit.check()


def test_own_month_smaller_than_the_demos_does_not_ask(kit: Kit) -> None:
    """The demo goes anyway: a month of one's own replaces nothing of it."""
    kit.land(EXPORTS / "openai_costs/costs_page_1.json", EXPORTS / "focus/aws_2026-09_open.csv", is_demo=True)
    text = (EXPORTS / "focus/aws_2026-09_open.csv").read_text().splitlines(keepends=True)
    report = kit.land(kit.write("own.csv", "".join(text[:3])))
    assert report.ok and report.deliveries[0].replaces is None
    assert len(report.removed_demo) == 2
    kit.check()


# ---------------------------------------------------------------- refusals


def test_refusal_is_kept_until_the_file_lands(kit: Kit) -> None:
    path = kit.write("bill.csv", focus_lines(["1"]).replace("BillingCurrency", "Money"))
    kit.land(path)
    note = refusals(kit.project)
    assert [one["source_file"] for one in note] == ["bill.csv"]
    assert "BillingCurrency" in note[0]["reason"] and note[0]["what_to_do"]
    kit.land(path)
    assert len(refusals(kit.project)) == 1
    kit.land(kit.write("bill.csv", focus_lines(["1"])))
    assert refusals(kit.project) == []


def test_refusal_goes_when_the_same_content_lands(kit: Kit) -> None:
    """Refused under a wrong source, landed under none."""
    path = kit.write("bill.csv", focus_lines(["1"]))
    kit.land(path, source="aws_cur")
    assert len(refusals(kit.project)) == 1
    kit.land(path)
    assert refusals(kit.project) == []


# ---------------------------------------------------------------- two at once


def test_two_landings_at_once(kit: Kit) -> None:
    """The second waits for the first; both land, in whatever order."""
    kit.project.home.mkdir()
    paths = [kit.write(f"{i}.csv", focus_lines([f"{i}"] * 2000, BillingAccountId=f"{i}")) for i in (1, 2)]
    both = [Landing(kit, path) for path in paths]
    for one in both:
        done = one.wait()
        assert done is not None and (done.returncode, done.stderr) == (0, ""), done
        assert done.stdout.startswith("landed")
    assert sorted(one["landing_sequence"] for one in kit.ledger()) == [1, 2]
    assert billed(kit.ledger()) == Decimal(6000)
    kit.check()


def test_lock_names_its_holder(kit: Kit) -> None:
    from finops import locks

    kit.project.landing.mkdir(parents=True)
    path = kit.write("a.csv", focus_lines(["1"]))
    with locks.hold(kit.project.landing / ".lock", "finops prune"):
        done = land_apart(kit, path, lock_seconds=0.1)
    assert done.returncode == 3 and "finops prune (process" in done.stdout and done.stderr == ""
    assert land_apart(kit, path).returncode == 0
