"""Deliveries: what replaces what, which files are parts of one, and what is recorded of a changed export."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from finops.landing.ledger import counting, month_of, same_month
from finops.landing.report import LandReport
from landing_kit import EXPORTS, FOCUS_COLUMNS, Kit, billed, focus_csv, focus_lines, focus_row, only


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


def counted(kit: Kit, source: str = "focus") -> list[str]:
    """Return the billed totals of the deliveries that count, by scope and month."""
    entries = kit.ledger(source)
    return sorted(
        f"{month[1]} {month[2]} {billed(counting(same_month(entries, *month))).normalize():f}"
        for month in set(map(month_of, entries))
    )


def yes(_: Any) -> bool:
    return True


def month(kit: Kit, name: str, costs: list[str], **changes: str) -> Path:
    return kit.write(name, focus_lines(costs, **changes))


# ---------------------------------------------------------------- a month delivered twice


def test_month_delivered_twice(kit: Kit) -> None:
    """The newer export of a month counts, the older one stays; the report says what is replaced."""
    kit.land(month(kit, "a.csv", ["1", "2"]))
    first = kit.ledger()[0]
    report = kit.land(month(kit, "b.csv", ["1", "2.5"]))
    replaced = only(report.deliveries).replaces
    assert replaced is not None
    assert (replaced.delivery_id, replaced.rows, replaced.billed_total) == (
        first["delivery_id"],
        2,
        "3.000000000000",
    )
    assert len(kit.ledger()) == 2
    assert counted(kit) == ["Nimbus/0012 2026-09 3.5"]
    assert kit.project.warehouse.parent.is_dir()
    kit.check()


def test_a_version_that_was_replaced_says_so_when_landed_again(kit: Kit) -> None:
    first = month(kit, "a.csv", ["1", "2"])
    kit.land(first)
    assert kit.land_one(first).reason == ""
    kit.land(month(kit, "b.csv", ["1", "2.5"]))
    newer = kit.ledger()[-1]["delivery_id"]
    again = kit.land_one(first)
    assert again.outcome == "already landed" and f"{newer} does; unland that to go back" in again.reason


def test_fewer_rows_ask(kit: Kit) -> None:
    kit.land(month(kit, "a.csv", ["1", "2"]))
    short = month(kit, "b.csv", ["7"])
    report = kit.land(short)
    assert not report.ok
    waiting = only(report.deliveries)
    assert (waiting.outcome, report.files[0].outcome) == ("needs_confirmation", "needs_confirmation")
    assert "1 rows and would replace 2" in waiting.reason
    assert "--yes" in waiting.what_to_do and "--append" in waiting.what_to_do
    assert counted(kit) == ["Nimbus/0012 2026-09 3"]
    asked: list[Any] = []
    kit.land(short, confirm=lambda one: asked.append(one) is not None)
    assert len(asked) == 1 and len(kit.ledger()) == 1
    assert kit.land(short, confirm=yes).ok
    assert counted(kit) == ["Nimbus/0012 2026-09 7"]
    kit.check()


def split(day: str, account: str, costs: list[str]) -> str:
    changes = {"ChargePeriodStart": f"2026-09-{day}", "SubAccountId": account}
    return focus_csv([focus_row(cost, **changes) for cost in costs])


@pytest.mark.parametrize(
    ("day", "account", "lacks"),
    [("16", "one", "ChargePeriodStart 2026-09-01"), ("01", "two", "SubAccountId one")],
    ids=["by day", "by account"],
)
def test_another_part_of_the_month_asks(kit: Kit, day: str, account: str, lacks: str) -> None:
    """The second half of a month has more rows and a greater sum, and yet is no later export of it."""
    kit.land(kit.write("first.csv", split("01", "one", ["1", "2"])))
    second = kit.write("second.csv", split(day, account, ["3", "4", "5"]))
    waiting = only(kit.land(second).deliveries)
    assert waiting.outcome == "needs_confirmation" and f"it lacks {lacks}" in waiting.reason
    dry = only(kit.land(second, is_dry_run=True).deliveries)
    assert f"it lacks {lacks}; it would wait for --yes or --append" in dry.reason
    assert counted(kit) == ["Nimbus/0012 2026-09 3"]
    assert kit.land(second, is_append=True).ok
    assert counted(kit) == ["Nimbus/0012 2026-09 15"]
    kit.check()


def test_another_part_of_the_month_by_service_asks(kit: Kit) -> None:
    for name in ("compute", "storage"):
        kit.write(
            f"{name}.csv", focus_csv([focus_row("1", ServiceName=name), focus_row("2", ServiceName=name)])
        )
    folder = kit.folder / "exports"
    kit.land(folder / "compute.csv")
    waiting = only(kit.land(folder / "storage.csv").deliveries)
    assert waiting.outcome == "needs_confirmation" and "it lacks ServiceName compute" in waiting.reason


@pytest.mark.parametrize("changed", [1, 12, 20])
def test_two_versions_of_a_month_in_one_call_are_no_parts(kit: Kit, changed: int) -> None:
    """Nothing says which is the newer, however many of their amounts differ."""
    lines = [focus_row(f"{one}", ChargeDescription=f"line {one}") for one in range(1, 21)]
    kit.write("v1.csv", focus_csv(lines))
    more = [row | {"BilledCost": f"{1000 + one}"} if one < changed else row for one, row in enumerate(lines)]
    kit.write("v2.csv", focus_csv(more))
    report = kit.land(kit.folder / "exports")
    assert [one.outcome for one in report.files] == ["refused", "refused"] and kit.ledger() == []
    assert "nothing says which is the newer" in report.files[0].reason


def costs_of(projects: dict[str, float], days: tuple[str, ...]) -> str:
    data = []
    for day in days:
        start = int(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp())
        results = [
            {"object": "organization.costs.result", "amount": {"value": value, "currency": "usd"},
             "line_item": "gpt-5, input", "project_id": name}
            for name, value in projects.items()
        ]  # fmt: skip
        data.append({"object": "bucket", "start_time": start, "end_time": start + 86400, "results": results})
    return json.dumps({"object": "page", "data": data, "has_more": False, "next_page": None})


def test_days_again_without_a_project_ask(kit: Kit) -> None:
    """An export of another project covers the same days; so does the day after, which asks nothing."""
    kit.land(kit.write("a.json", costs_of({"proj_a": 20.0, "proj_b": 1.0}, ("2026-09-01", "2026-09-02"))))
    other = kit.write("b.json", costs_of({"proj_b": 2.0}, ("2026-09-02",)))
    waiting = only(kit.land(other).deliveries)
    assert waiting.outcome == "needs_confirmation"
    assert waiting.reason == "it would count for days that were landed before; it lacks project_id proj_a"
    assert kit.land(kit.write("c.json", costs_of({"proj_b": 2.0}, ("2026-09-03",)))).ok
    assert kit.land(other, confirm=yes).ok


def test_a_later_export_with_all_days_does_not_ask(kit: Kit) -> None:
    kit.land(kit.write("first.csv", split("01", "one", ["1", "2"])))
    rows = split("01", "one", ["1", "2"]) + split("02", "two", ["-2"]).split("\n", 1)[1]
    assert kit.land(kit.write("later.csv", rows)).ok
    assert counted(kit) == ["Nimbus/0012 2026-09 1"]
    kit.check()


def test_a_second_bill_of_a_vendor_and_month_asks(kit: Kit) -> None:
    header = "vendor,invoice_id,invoice_date,amount,currency"
    kit.land(kit.write("a.csv", f"{header}\nCorvid,C-1,2026-09-10,5,USD\n"))
    report = kit.land(kit.write("b.csv", f"{header}\nCorvid,C-2,2026-09-10,7,USD\n"))
    assert not report.ok and "lacks invoice_id C-1" in only(report.deliveries).reason


def test_a_file_without_a_readable_row_is_not_ok(kit: Kit) -> None:
    report = kit.land(kit.write("a.csv", focus_lines(["x", "y"])))
    assert (report.files[0].rows_quarantined, report.ok) == (2, False)
    assert kit.land(kit.write("b.csv", focus_lines(["x", "1"]))).ok


def test_one_month_of_a_file_waits_and_lands_later(kit: Kit) -> None:
    """A file of two months: one lands, the other waits; landing it again brings the one that waited."""
    august = {"BillingPeriodStart": "2026-08-01", "BillingPeriodEnd": "2026-09-01"}
    kit.land(month(kit, "a.csv", ["1", "2"]))
    rows = [focus_row("5"), focus_row("6", **august), focus_row("x")]
    both = kit.write("b.csv", focus_csv(rows))
    report = kit.land(both)
    assert {one.billing_period: one.outcome for one in report.deliveries} == {
        "2026-08": "landed",
        "2026-09": "needs_confirmation",
    }
    assert sum(one.rows_quarantined for one in report.deliveries) == 1
    assert counted(kit) == ["Nimbus/0012 2026-08 6", "Nimbus/0012 2026-09 3"]
    report = kit.land(both, confirm=yes)
    assert [one.billing_period for one in report.deliveries] == ["2026-09"]
    assert report.files[0].outcome == "landed"
    assert counted(kit) == ["Nimbus/0012 2026-08 6", "Nimbus/0012 2026-09 5"]
    assert len(kit.quarantine()) == 1
    assert kit.land(both).files[0].outcome == "already landed"
    kit.check()


def test_append_adds(kit: Kit) -> None:
    kit.land(month(kit, "a.csv", ["1", "2"]))
    report = kit.land(month(kit, "b.csv", ["4"]), is_append=True)
    assert only(report.deliveries).replaces is None
    assert counted(kit) == ["Nimbus/0012 2026-09 7"]
    kit.land(month(kit, "c.csv", ["10", "20", "30"]))
    assert counted(kit) == ["Nimbus/0012 2026-09 60"]
    report = kit.land(month(kit, "d.csv", ["9", "9"]), confirm=None)
    assert only(report.deliveries).replaces is not None
    assert only(report.deliveries).replaces.rows == 3  # type: ignore[union-attr]


def test_older_by_export_time_does_not_count(kit: Kit) -> None:
    """Order is by the manifest's time, whatever the order of landing."""
    for name, time, cost in (("new", "2026-10-05T08:00:00Z", "2"), ("old", "2026-10-01T08:00:00Z", "1")):
        kit.write(f"{name}/part.csv", focus_lines([cost]))
        run = {"runInfo": {"submittedTime": time, "startDate": "2026-09-01T00:00:00Z"}, "blobs": []}
        kit.write(f"{name}/manifest.json", json.dumps(run))
        report = kit.land(kit.folder / "exports" / name)
    assert "does not count" in only(report.deliveries).reason
    assert [one["export_time"] for one in kit.ledger()] == ["2026-10-05T08:00:00Z", "2026-10-01T08:00:00Z"]
    assert counted(kit) == ["Nimbus/0012 2026-09 2"]


def test_invoiced_beats_open(kit: Kit) -> None:
    kit.land(EXPORTS / "focus" / "aws_2026-09_final.csv")
    report = kit.land(EXPORTS / "focus" / "aws_2026-09_open.csv")
    assert "does not count" in only(report.deliveries).reason
    final, opened = kit.ledger()
    assert (final["is_invoiced"], opened["is_invoiced"]) == (True, False)
    assert counting(kit.ledger()) == [final]


def test_delivered_at_orders(kit: Kit) -> None:
    kit.land(month(kit, "b.csv", ["2"]), delivered_at="2026-10-05")
    kit.land(month(kit, "a.csv", ["1"]), delivered_at="2026-10-01T12:00:00+02:00")
    assert [one["delivered_at"] for one in kit.ledger()] == ["2026-10-05T00:00:00Z", "2026-10-01T10:00:00Z"]
    assert counted(kit) == ["Nimbus/0012 2026-09 2"]


def test_open_and_final_in_one_folder(kit: Kit) -> None:
    """Versions of a month in one call are two deliveries, the invoiced one last."""
    folder = kit.write("f/b_open.csv", (EXPORTS / "focus/aws_2026-09_open.csv").read_bytes()).parent
    kit.write("f/a_final.csv", (EXPORTS / "focus/aws_2026-09_final.csv").read_bytes())
    report = kit.land(folder)
    assert [one.files for one in report.deliveries] == [["f/b_open.csv"], ["f/a_final.csv"]]
    assert [one["is_invoiced"] for one in kit.ledger()] == [False, True]
    assert {one.outcome for one in report.files} == {"landed"}
    kit.check()


def test_versions_that_nothing_orders_are_refused(kit: Kit) -> None:
    costs = [str(i) for i in range(20)]
    folder = month(kit, "f/a.csv", costs).parent
    month(kit, "f/b.csv", [*costs[:-1], "77"])
    report = kit.land(folder)
    assert [one.outcome for one in report.files] == ["refused", "refused"]
    assert "f/a.csv" in report.files[0].reason and "f/b.csv" in report.files[0].reason
    assert "Land the older one first" in report.files[0].what_to_do
    assert kit.ledger() == []
    kit.land(folder / "a.csv")
    kit.land(folder / "b.csv")
    assert len(kit.ledger()) == 2


def test_parts_in_one_folder(kit: Kit) -> None:
    """Files of a month that do not overlap are one delivery; a later part joins those of its folder."""
    folder = month(kit, "f/part_0.csv", ["1", "2"], SkuId="a").parent
    month(kit, "f/part_1.csv", ["4", "8"], SkuId="b")
    report = kit.land(folder)
    assert only(report.deliveries).files == ["f/part_0.csv", "f/part_1.csv"]
    assert counted(kit) == ["Nimbus/0012 2026-09 15"]
    month(kit, "f/part_2.csv", ["16"], SkuId="c")
    report = kit.land(folder)
    assert sorted(one.outcome for one in report.files) == ["already landed", "already landed", "landed"]
    assert counted(kit) == ["Nimbus/0012 2026-09 31"]
    assert kit.land(folder).deliveries == []
    kit.check()


def test_forty_files_of_a_month(kit: Kit) -> None:
    for i in range(40):
        month(kit, f"f/part_{i:02d}.csv", [f"{i}.25", "1"], SkuId=f"s{i}")
    report = kit.land(kit.folder / "exports" / "f")
    assert len(only(report.deliveries).files) == 40
    assert counted(kit) == ["Nimbus/0012 2026-09 830"]
    kit.check()


def test_scopes_never_replace_each_other(kit: Kit) -> None:
    kit.land(EXPORTS / "focus/aws_2026-09_open.csv")
    before = counted(kit)
    report = kit.land(EXPORTS / "focus/gcp_2026-09_a.csv", EXPORTS / "focus/azure_2026-09.csv")
    assert all(one.replaces is None for one in report.deliveries)
    assert set(before) <= set(counted(kit)) and len(counted(kit)) == 3


def test_append_only_dialects_all_count(kit: Kit) -> None:
    """Later increments of GCP add to the month, whether they come together or one after the other."""
    kit.land(EXPORTS / "focus/gcp_2026-09_a.csv")
    report = kit.land(EXPORTS / "focus/gcp_2026-09_b.csv")
    assert only(report.deliveries).replaces is None and report.ok
    assert counted(kit) == ["gcp/01AB23-CD45EF-678901 2026-09 10.9375"]


# ---------------------------------------------------------------- days of the vendors' APIs


def pull(first: int, last: int, factor: float = 1.0, project: str | None = "p", line: bool = True) -> str:
    """Return cost pages of the days from `first` to `last`; later pulls restate by `factor`."""
    buckets = []
    for day in range(first, last + 1):
        start = 1788220800 + 86400 * (day - 1)
        result: dict[str, Any] = {
            "object": "organization.costs.result",
            "amount": {"value": day * factor, "currency": "usd"},
            "line_item": "gpt-5, input" if line else None,
            "project_id": project,
        }
        buckets.append({"start_time": start, "end_time": start + 86400, "results": [result]})
    return json.dumps({"object": "page", "data": buckets, "has_more": False})


def test_trailing_window_pulled_again(kit: Kit) -> None:
    """Both pulls in one folder: two deliveries, the later file's days last."""
    kit.write("f/2026-09-05.json", pull(1, 5))
    kit.write("f/2026-09-07.json", pull(3, 7, 1.5))
    report = kit.land(kit.folder / "exports" / "f")
    assert [one.files for one in report.deliveries] == [["f/2026-09-05.json"], ["f/2026-09-07.json"]]
    assert [len(one["days"]) for one in kit.ledger()] == [5, 5]
    assert kit.ledger()[1]["landing_sequence"] > kit.ledger()[0]["landing_sequence"]
    kit.check()


def test_consecutive_windows_are_one_delivery(kit: Kit) -> None:
    kit.write("f/a.json", pull(1, 5))
    kit.write("f/b.json", pull(6, 9))
    report = kit.land(kit.folder / "exports" / "f")
    assert len(only(report.deliveries).files) == 2
    assert len(kit.ledger()[0]["days"]) == 9


def test_pages_of_one_day_by_project_are_one_delivery(kit: Kit) -> None:
    """The second page of the same days holds other groups: nothing of it is a restatement."""
    kit.write("f/page1.json", pull(1, 5, project="p1"))
    kit.write("f/page2.json", pull(1, 5, project="p2"))
    report = kit.land(kit.folder / "exports" / "f")
    assert len(only(report.deliveries).files) == 2


def test_mixed_groupings_of_one_day_are_refused(kit: Kit) -> None:
    kit.write("f/a.json", pull(1, 3))
    kit.write("f/b.json", pull(2, 4, line=False))
    report = kit.land(kit.folder / "exports" / "f")
    assert [one.outcome for one in report.files] == ["refused", "refused"]
    text = report.files[0].reason
    assert "by project_id,line_item" in text and "by project_id," in text and "2026-09-02" in text
    assert "same grouping" in report.files[0].what_to_do
    assert kit.ledger() == []


def test_month_boundary_in_a_pull(kit: Kit) -> None:
    kit.land(kit.write("a.json", pull(29, 33)))
    assert [(one["billing_period"], len(one["days"])) for one in kit.ledger()] == [
        ("2026-09", 2),
        ("2026-10", 3),
    ]


def test_scope_option(kit: Kit) -> None:
    path = kit.write("a.json", pull(1, 2))
    kit.land(path, scope="org-a")
    assert kit.land(path, scope="org-b").files[0].outcome == "landed"
    assert {one["delivery_scope"] for one in kit.ledger()} == {"org-a", "org-b"}
    assert kit.land(path, scope="org-a").files[0].outcome == "already landed"


# ---------------------------------------------------------------- drift


def changes(kit: Kit) -> set[tuple[str, str]]:
    return {(one["column_name"], one["change"]) for one in kit.ledger()[-1]["drift"]}


def test_new_column_is_kept_and_recorded(kit: Kit) -> None:
    kit.land(month(kit, "a.csv", ["1"]))
    kit.land(month(kit, "b.csv", ["2"], x_Novelty="n"))
    assert changes(kit) == {("x_Novelty", "added")}
    assert kit.rows("select x_Novelty from landed where BilledCost = '2'") == [("n",)]


def test_first_delivery_is_compared_with_the_contract(kit: Kit) -> None:
    kit.land(month(kit, "a.csv", ["1"], x_Novelty="n"))
    assert kit.ledger()[0]["drift"] == [
        {
            "source_file": "a.csv",
            "table_name": "cost_and_usage",
            "column_name": "x_Novelty",
            "change": "added",
            "detail": "not in the contract",
        }
    ]


def test_column_that_vanished_or_moved(kit: Kit) -> None:
    kit.land(month(kit, "a.csv", ["1"]))
    columns = [column for column in FOCUS_COLUMNS if column != "Tags"]
    kit.land(kit.write("b.csv", focus_csv([focus_row("2")], [columns[-1], *columns[:-1]])))
    assert changes(kit) == {("Tags", "removed"), (columns[-1], "moved")}


def test_drift_is_per_scope(kit: Kit) -> None:
    kit.land(EXPORTS / "focus/aws_2026-09_open.csv")
    kit.land(EXPORTS / "focus/azure_2026-09.csv")
    assert not {change for _, change in changes(kit)} & {"removed", "moved"}


# ---------------------------------------------------------------- the consoles' downloads


CONSOLE = {
    "openai_costs": ("15.505678901", 3),
    "openai_usage": (None, 2),
    "anthropic_costs": ("18.734501230000", 3),
    "anthropic_usage": (None, 2),
}


@pytest.mark.parametrize("source", CONSOLE)
@pytest.mark.parametrize("is_named", [True, False])
def test_console_download(kit: Kit, source: str, is_named: bool) -> None:
    """A mapping is proposed, confirmed once and used again; dollars become the contract's unit exactly."""
    expected, rows = CONSOLE[source]
    download = next((EXPORTS / source).glob("console_*.csv"))
    options = {"source": source} if is_named else {}
    outcome = kit.land_one(download, **options)
    if outcome.outcome == "needs_mapping":
        assert outcome.source_name == source
        assert (outcome.mapping_path or "").startswith(f"inputs/column_mappings/{source}.")
        assert "--accept-mapping" in outcome.what_to_do and outcome.mapping_path in outcome.what_to_do
        assert kit.ledger() == []
        assert kit.land_one(download, accept_mappings=True, **options).outcome == "landed"
        assert not list((kit.project.inputs / "column_mappings").glob("*.proposed.csv"))
    else:
        assert outcome.outcome == "landed", outcome
    assert [one["source_name"] for one in kit.ledger()] == [source]
    assert sum(table["rows"] for one in kit.ledger() for table in one["tables"]) == rows
    if expected is not None:
        assert billed(kit.ledger()) == Decimal(expected)
    later = kit.write("october.csv", download.read_text().replace("2026-09-0", "2026-09-1"))
    assert kit.land_one(later).outcome == "landed"
    assert kit.land_one(download).outcome == "already landed"
    kit.check()


def test_mapping_corrected_by_hand(kit: Kit) -> None:
    """A header nobody has seen: the person fills in the column of the amount, and it is used from then on."""
    path = kit.write(
        "c.csv", "Day,What,Spent (EUR),project_id\n2026-09-01,gpt-5,1.25,p1\n2026-09-02,gpt-5,2,p1\n"
    )
    outcome = kit.land_one(path, source="openai_costs")
    assert outcome.outcome == "needs_mapping"
    refused = kit.land_one(path, source="openai_costs", accept_mappings=True)
    assert refused.outcome == "refused" and "amount_value" in refused.reason
    mapping = kit.project.home / (outcome.mapping_path or "")
    text = mapping.read_text()
    assert "amount_value,,," in text
    text = text.replace("amount_value,,,", "amount_value,Spent (EUR),,")
    text = text.replace("amount_currency,,,", "amount_currency,,EUR,")
    mapping.write_text(text + "line_item,What,,\n")
    assert kit.land_one(path, source="openai_costs", accept_mappings=True).outcome == "landed"
    assert billed(kit.ledger()) == Decimal("3.25")
    assert kit.ledger()[0]["currencies"] == ["EUR"]
    kit.check()


def test_mapping_that_names_a_wrong_column(kit: Kit) -> None:
    path = kit.write("c.csv", "Day,cost_usd,project_id\n2026-09-01,1.25,p1\n")
    outcome = kit.land_one(path, source="openai_costs")
    mapping = kit.project.home / (outcome.mapping_path or "")
    mapping.write_text(mapping.read_text().replace("cost_usd", "kost"))
    refused = kit.land_one(path, source="openai_costs", accept_mappings=True)
    assert refused.outcome == "refused" and "kost" in refused.reason and refused.what_to_do
    assert kit.ledger() == []
    mapping.with_name(mapping.name.replace(".proposed", "")).unlink(missing_ok=True)
    mapping.write_text("a,b\n")
    refused = kit.land_one(path, source="openai_costs")
    assert refused.outcome == "needs_mapping" or "Delete it" in refused.what_to_do


# ---------------------------------------------------------------- dry run


def test_dry_run_says_all_and_writes_nothing(kit: Kit) -> None:
    kit.land(month(kit, "a.csv", ["1", "2"]))
    before = kit.snapshot()
    report: LandReport = kit.land(month(kit, "b.csv", ["5"]), is_dry_run=True)
    planned = only(report.deliveries)
    assert (planned.outcome, planned.source_name, planned.delivery_scope) == (
        "would land",
        "focus",
        "Nimbus/0012",
    )
    assert (planned.billing_period, planned.currencies, planned.rows) == ("2026-09", ["USD"], 1)
    assert planned.billed_total == "5.000000000000"
    assert planned.replaces is not None and planned.replaces.billed_total == "3.000000000000"
    assert report.files[0].outcome == "would land"
    kit.land(kit.write("bad.csv", "x,y\n1,2\n"), is_dry_run=True)
    assert kit.snapshot() == before
