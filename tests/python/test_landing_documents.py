"""JSON documents that are no pages of buckets: records found by their way, counted, flattened, kept whole."""

import gzip
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from finops.landing import ledger
from finops.landing.contracts import Column
from finops.landing.cutting import cut_records
from finops.landing.document_paths import NotThere, records_of, steps
from finops.landing.outlines import Outlines, exact_number
from finops.landing.report import LANDED, REFUSED
from finops.landing.source_types import Source, Table
from finops.landing.sources import SOURCES
from landing_kit import Kit
from running_dbt import ROOT


class Cluster(Source):
    """A source of maps in a list, with a contract of its own."""

    def columns(self, table: str) -> tuple[Column, ...]:
        return (
            Column("_key", False, "text"),
            Column("name", False, "text"),
            Column("start", True, "timestamp"),
            Column("cpuCost", False, "decimal"),
            Column("properties_cluster", False, "text"),
            Column("properties_labels", False, "json"),
            Column("_record", False, "json"),
        )


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    table = Table(
        "sets",
        ("name", "cpuCost"),
        period="start",
        keys=("start",),
        checked=("cpuCost",),
        json_records="data[]{}",
        json_members=("name", "cpuCost", "properties"),
        json_whole=("properties_labels",),
    )
    source = Cluster("cluster_sets", (table,), "days", ("documents", "csv"))
    monkeypatch.setitem(SOURCES, "cluster_sets", source)
    return Kit(tmp_path)


def entry(name: str, day: int = 1, **more: object) -> dict:
    return {
        "name": name,
        "start": f"2026-11-{day:02}T00:00:00Z",
        "cpuCost": 0.25,
        "properties": {"cluster": "c", "labels": {f"app/{name}": "x"}},
        **more,
    }


def rows(kit: Kit, columns: str) -> list[tuple]:
    return kit.rows(f"select {columns} from landed order by _source_row")


def test_values_of_maps_in_a_list(kit: Kit) -> None:
    document = {
        "code": 200,
        "data": [{"a/b~c": entry("a"), "": entry("b", 2)}, None, {}, {"d": entry("d", 3)}],
    }
    path = kit.write("sets.json", json.dumps(document, indent=1))
    outcome = kit.land_one(path)
    assert (outcome.outcome, outcome.source_name, outcome.rows_in_file) == (LANDED, "cluster_sets", 3)
    assert rows(kit, "_key, name, cpuCost, properties_cluster, _source_row") == [
        ("a/b~c", "a", "0.25", "c", 1),
        ("", "b", "0.25", "c", 2),
        ("d", "d", "0.25", "c", 3),
    ]
    records = [json.loads(record) for (record,) in rows(kit, "_record")]
    assert records == [entry("a"), entry("b", 2), entry("d", 3)]
    assert [json.loads(labels) for (labels,) in rows(kit, "properties_labels")] == [
        {"app/a": "x"},
        {"app/b": "x"},
        {"app/d": "x"},
    ]
    assert kit.ledger()[0]["days"] == ["2026-11-01", "2026-11-02", "2026-11-03"]


@pytest.mark.parametrize("packed", [False, True])
def test_document_or_record_a_line(kit: Kit, packed: bool) -> None:
    documents = "\n".join(json.dumps({"data": [{"k": entry(name)}]}) for name in "abc") + "\n\n"
    content = gzip.compress(documents.encode()) if packed else documents.encode()
    assert kit.land_one(kit.write("a.json" + ".gz" * packed, content)).rows_landed == 3
    lines = "\n".join(json.dumps({"_key": name, **entry(name, 2)}) for name in "de")
    assert kit.land_one(kit.write("b.jsonl", lines)).rows_landed == 2
    assert {row[0] for row in rows(kit, "_key")} == {"k", "d", "e"}


def test_list_of_documents(kit: Kit) -> None:
    documents = [{"data": [{"k": entry("a")}]}, {"data": []}, {"data": [{"l": entry("b", 2)}]}]
    assert kit.land_one(kit.write("many.json", json.dumps(documents))).rows_landed == 2


def test_long_numbers_stay_exact(kit: Kit) -> None:
    amount = "0.1234567890123456789"
    text = json.dumps({"data": [{"k": entry("a", cpuCost="@")}]}).replace('"@"', amount)
    assert kit.land_one(kit.write("long.json", text)).outcome == LANDED
    assert rows(kit, "cpuCost") == [(amount,)]


def test_records_that_are_none_are_set_aside_and_can_be_mended(kit: Kit) -> None:
    sets = {"a": entry("a"), "b": "gone", "c": entry("c", start="never"), "d": entry("d", cpuCost="dear")}
    outcome = kit.land_one(kit.write("odd.json", json.dumps({"data": [sets]})))
    assert (outcome.rows_in_file, outcome.rows_landed, outcome.rows_quarantined) == (4, 1, 3)
    found = {row["source_row"]: row for row in ledger.quarantine_rows(kit.project)}
    assert found[2]["reason"] == "not a JSON object"
    assert json.loads(found[4]["record"]) == {"_key": "d", **sets["d"]}
    mended = kit.write("mended.json", found[4]["record"].replace('"dear"', "0.5"))
    assert kit.land_one(mended, is_append=True).rows_landed == 1


@pytest.mark.parametrize(
    "content",
    [
        '{"data": [{"a": {"name": "a", "cpu',
        '{"message": "no permission"}',
        json.dumps({"data": [{"a": entry("a")}]})
        + '\n{"data": [\n'
        + json.dumps({"data": [{"b": entry("b")}]}),
        json.dumps([{"data": [{"a": entry("a")}]}, {"message": "later"}]),
        json.dumps([{"data": [{"a": entry("a")}]}, {"data": {"b": 1}}]),
    ],
)
def test_broken_documents_are_refused_in_words(kit: Kit, content: str) -> None:
    outcome = kit.land_one(kit.write("broken.json", content))
    assert outcome.outcome == REFUSED and outcome.reason.startswith("broken.json") and outcome.what_to_do
    assert kit.ledger() == []


def test_nothing_of_a_source_that_was_named(kit: Kit) -> None:
    path = kit.write("empty.json", '{"data": []}')
    assert kit.land_one(path).outcome == REFUSED
    assert kit.land_one(path, source="cluster_sets").rows_in_file == 0


def test_tables_of_a_month_do_not_replace_each_other(kit: Kit) -> None:
    other = Table(
        "other", ("x",), period="start", keys=("start",), json_records="value[]", json_members=("x",)
    )
    source = SOURCES["cluster_sets"]
    SOURCES["cluster_sets"] = Cluster(source.name, (*source.tables, other), source.style, source.formats)
    kit.land(
        kit.write("one.json", json.dumps({"data": [{"a": entry("a")}]})),
        kit.write("two.json", json.dumps({"value": [{"x": 1, "start": "2026-11-01"}]})),
    )
    assert sorted(one["tables"][0]["table_name"] for one in kit.ledger()) == ["other", "sets"]


def test_a_name_twice_in_one_object_is_refused(kit: Kit) -> None:
    twice = f'{{"data": [{{"a": {json.dumps(entry("a"))}, "a": {json.dumps(entry("b"))}}}]}}'
    outcome = kit.land_one(kit.write("twice.json", twice))
    assert (outcome.outcome, outcome.reason) == (REFUSED, "twice.json: 1 records counted, but 2 read.")


def test_records_are_cut_out_as_they_stand() -> None:
    text = (
        ' {"x": "]}", "data": [ {"a" : {"n": 1.50}, "b\\"": null },\nnull, {}, {"": [ 2 ]} ] }\n'
        '{"data":[{"c": 1}]}'
    )
    cuts = [("a", '{"n": 1.50}'), ('b"', "null"), ("", "[ 2 ]"), ("c", "1")]
    assert list(cut_records(text, steps("data[]{}"))) == cuts
    listed = '[{"v":[1 , []]},{"v":[]},{"v":null}]'
    assert list(cut_records(listed, steps("v[]"))) == [(None, "1"), (None, "[]")]
    long = '{"v": [0.1234567890123456789, 0.50, 1e2]}'
    assert [cut for _, cut in cut_records(long, steps("v[]"), are_long=True)] == [
        '"0.1234567890123456789"',
        "0.5",
        "100.0",
    ]
    assert [cut for _, cut in cut_records(' {"v":[1]} 7 ', steps(""))] == ['{"v":[1]}', "7"]


def test_outlines_are_shared_and_keep_what_counts() -> None:
    outlines = Outlines()
    records = [{"name": str(day), "labels": {"a": day}, "of": ["x"], "gone": None} for day in range(5)]
    (one, *others) = outlines.read(json.dumps({"data": records, "object": "list"}))["data"]
    assert one == {"name": "", "labels": {"a": 0}, "of": [0], "gone": None}
    assert all(other is one for other in others)
    assert outlines.read('{"object": "page", "has_more": true}') == {"object": "page", "has_more": True}
    assert outlines.read('{"of": [{"a": 1}, ["b"]], "a": 1}') == {"of": [{"a": 0}, ["b"]], "a": 0}
    assert not outlines.are_long
    outlines.read("[0.1234567890123456789]")
    assert outlines.are_long


@pytest.mark.parametrize("text", ["1", "-1", "0.1", "123456789012345.5", "9223372036854775807", "1E5"])
def test_numbers_that_are_exact(text: str) -> None:
    assert Decimal(exact_number(text)) == Decimal(text) or repr(exact_number(text)) == text


@pytest.mark.parametrize("text", ["1e-400", "9223372036854775808", "0.12345678901234567"])
def test_numbers_that_a_double_does_not_hold(text: str) -> None:
    assert exact_number(text) == text


@pytest.mark.prove
def test_memory_of_a_large_month(tmp_path: Path) -> None:
    """A month of 200 MB lands in less than 1.5 GB: about the text in two forms, not a copy per record."""
    one = json.dumps(
        {"minutes": 1440.0, "totalCost": 5.25, "window": {"start": "2026-10-01"}, "pad": "x" * 900}
    )
    path = tmp_path / "month.json"
    with path.open("w") as month:
        month.write('{"code": 200, "data": [{')
        month.write(",".join(f'"e{number}": {{"name": "e{number}", {one[1:]}' for number in range(200_000)))
        month.write("}]}")
    script = (
        "import resource, sys; from pathlib import Path; from finops.landing import land;"
        " from finops.project import Project; root, home, path = map(Path, sys.argv[1:]);"
        " (file,) = land(Project(root, home), [str(path)]).files;"
        " print(file.rows_in_file, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(tmp_path / "home"), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    rows_in_file, peak = map(int, run.stdout.split())
    assert rows_in_file == 200_000
    assert peak * (1 if sys.platform == "darwin" else 1024) < 1.5e9


def test_ways() -> None:
    assert steps("data[]{}") == ["data", "[]", "{}"] and steps("a.b[]") == ["a", "b", "[]"]
    assert records_of({"a": {"b": [[1], [2, 3]]}}, "a.b[][]") == [1, 2, 3]
    with pytest.raises(NotThere, match=r"a\.b"):
        records_of({"a": {}}, "a.b[]")
    with pytest.raises(ValueError, match="is not a way"):
        steps("a[")
