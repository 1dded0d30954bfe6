"""Prometheus text lands as samples: labels, times and what is no sample, found by a reader of its own."""

import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from finops.landing.exposition import moment_of_name
from finops.landing.report import LANDED, REFUSED
from landing_kit import EXPORTS, Kit

BLANK = "9223372036854775794"


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path, has_door=True)


def labels_of(text: str) -> dict[str, str]:
    """Read the labels of a sample character by character, as the format is described."""
    found, at = {}, 0
    while at < len(text):
        name, at = text[at : text.index("=", at)].strip(" ,"), text.index('"', at) + 1
        value = ""
        while text[at] != '"':
            if text[at] == "\\":
                at += 1
                value += {"n": "\n"}.get(text[at], text[at])
            else:
                value += text[at]
            at += 1
        found[name], at = value, at + 1
    return found


def samples_of(path: Path) -> list[tuple[str, dict[str, str], str, str | None]]:
    """Return metric, labels, value and time in milliseconds of each sample."""
    samples = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        head, _, tail = line.rpartition("}") if "}" in line else line.partition(" ")
        metric, _, labels = head.partition("{")
        value, *time = tail.split()
        samples.append((metric, labels_of(labels), value, time[0] if time else None))
    return samples


def test_each_sample_lands_with_its_labels(kit: Kit) -> None:
    for export in sorted((EXPORTS / "dcgm_metrics").iterdir()):
        expected = []
        for metric, labels, value, time in samples_of(export):
            stated = moment_of_name(export.name) if time is None else None
            moment = datetime.fromtimestamp(int(time) / 1000, UTC) if time else datetime.fromisoformat(stated)
            expected.append(
                (metric, labels["UUID"], labels.get("pod"), labels.get("GPU_I_ID"), value, moment)
            )
        outcome = kit.land_one(export)
        assert (outcome.outcome, outcome.rows_in_file, outcome.rows_quarantined) == (LANDED, len(expected), 0)
        columns = {name for (name, *_) in kit.rows("describe select * from landed")}
        instance = "GPU_I_ID" if "GPU_I_ID" in columns else "null"
        found = kit.rows(
            f"select metric_name, UUID, pod, {instance}, sample_value, sample_time from landed"
            f" where _source_file = '{export.name}' order by _source_row"
        )
        assert [(*row[:5], datetime.fromisoformat(row[5])) for row in found] == expected
        total = sum(Decimal(value) for *_, value, _ in samples_of(export) if value not in (BLANK, "NaN"))
        assert total > 0
    kit.check()


def test_values_and_times_of_every_spelling(kit: Kit) -> None:
    lines = [
        "# TYPE DCGM_FI_DEV_FB_USED gauge",
        'DCGM_FI_DEV_FB_USED{UUID="a", pod = "x,pod=" , namespace="{}"} 1.5e+2 1790000000123',
        'DCGM_FI_DEV_FB_USED{UUID="b",metric_name="odd"} -0.5 1790000000.25 # {trace_id="1"} 1',
        "DCGM_FI_DEV_FB_USED +Inf 1790000000",
        '  DCGM_FI_DEV_FB_USED{UUID="c"}\tNaN\t1790000000000\r',
        'DCGM_FI_DEV_FB_USED{UUID="d} 1 1790000000000',
        'DCGM_FI_DEV_FB_USED{UUID="e"} one 1790000000000',
        'DCGM_FI_DEV_FB_USED{UUID="f"} 1 99999999999999999999',
        "",
        "# EOF",
    ]
    outcome = kit.land_one(kit.write("scrape.prom", "\n".join(lines) + "\n"))
    assert (outcome.rows_in_file, outcome.rows_landed, outcome.rows_quarantined) == (7, 4, 3), outcome
    assert kit.rows(
        "select sample_value, sample_time, UUID, pod, namespace, label_metric_name from landed"
        " order by _source_row"
    ) == [
        ("1.5e+2", "2026-09-21T14:13:20.123000Z", "a", "x,pod=", "{}", None),
        ("-0.5", "2026-09-21T14:13:20.250000Z", "b", None, None, "odd"),
        ("+Inf", "2026-09-21T14:13:20.000000Z", None, None, None, None),
        ("NaN", "2026-09-21T14:13:20.000000Z", "c", None, None, None),
    ]
    assert [row[0] for row in kit.quarantine()] == [5, 6, 7]
    kit.check()


def test_a_scrape_without_times_needs_one(kit: Kit) -> None:
    text = 'DCGM_FI_DEV_GPU_TEMP{UUID="a"} 40\n'
    refused = kit.land_one(kit.write("now.prom", text))
    assert (
        refused.outcome == REFUSED and "no time" in refused.reason and "--delivered-at" in refused.what_to_do
    )
    assert kit.land_one(kit.write("now.prom", text), delivered_at="2026-09-30T12:00:00Z").outcome == LANDED
    assert kit.land_one(kit.write("gpu 2026-10-01T08:30.prom", text + "\n")).outcome == LANDED
    assert kit.rows("select sample_time from landed order by 1") == [
        ("2026-09-30T12:00:00Z",),
        ("2026-10-01T08:30:00Z",),
    ]
    twice = kit.land_one(kit.write("two-20261001T0930.prom", text + text.replace("40", "41")))
    assert twice.outcome == REFUSED and "several scrapes" in twice.reason


def test_packed_scrapes_are_the_same(kit: Kit) -> None:
    export = EXPORTS / "dcgm_metrics" / "dcgm_2026-09-29.prom"
    packed = kit.write("packed.prom.gz", gzip.compress(export.read_bytes()))
    assert kit.land_one(packed).rows_landed == len(samples_of(export))


def test_other_exporters_are_refused_by_name(kit: Kit) -> None:
    refused = kit.land_one(kit.write("node.prom", 'node_cpu_seconds_total{cpu="0"} 1 1790000000000\n'))
    assert refused.outcome == REFUSED and "node_cpu" in refused.reason


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("dcgm_20260930T120005Z.prom", "2026-09-30T12:00:05Z"),
        ("2026-09-30_12-00.metrics.gz", "2026-09-30T12:00:00Z"),
        ("scrape-1790000000.prom", "2026-09-21T14:13:20Z"),
        ("scrape-1790000000123.prom", "2026-09-21T14:13:20Z"),
        ("dcgm_2026-09-30.prom", None),
        ("dcgm_20269930T120005Z.prom", None),
        ("2026-09-30T1200/metrics.prom", None),
    ],
)
def test_times_in_names(name: str, moment: str | None) -> None:
    assert moment_of_name(name) == moment


def test_ledger_of_readings(kit: Kit) -> None:
    """Readings of several files of a month all count, whatever they cover; their days are told."""
    kit.land(EXPORTS / "dcgm_metrics")
    entries = kit.ledger()
    assert {entry["restatement_style"] for entry in entries} == {"upsert"}
    assert sorted(json.dumps(entry["days"]) for entry in entries) == [
        '["2026-09-29", "2026-09-30"]',
        '["2026-09-30"]',
    ]
