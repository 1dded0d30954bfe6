"""JSON documents that are no pages of buckets: records found by their way, counted, flattened, kept whole."""

import gzip
import json
from pathlib import Path

import pytest

from finops.landing import ledger
from finops.landing.contracts import Column
from finops.landing.document_paths import NotThere, records_of, steps
from finops.landing.report import LANDED, REFUSED
from finops.landing.source_types import Source, Table
from finops.landing.sources import SOURCES
from landing_kit import Kit


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


def test_ways() -> None:
    assert steps("data[]{}") == ["data", "[]", "{}"] and steps("a.b[]") == ["a", "b", "[]"]
    assert records_of({"a": {"b": [[1], [2, 3]]}}, "a.b[][]") == [1, 2, 3]
    with pytest.raises(NotThere, match=r"a\.b"):
        records_of({"a": {}}, "a.b[]")
    with pytest.raises(ValueError, match="is not a way"):
        steps("a[")
