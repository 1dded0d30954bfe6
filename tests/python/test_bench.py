"""The bench: its floor takes every export of the demo, whatever its format; its bridges foot."""

import json
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

from finops.bench import BRIDGE_FACTORS, bridge, bridge_query, floor
from finops.demo import generate
from finops.project import FinopsError
from running_dbt import invoke, make_home

# Formats in which a row of the manifest is a row of DuckDB's own reader.
ROW_BY_ROW = (".parquet", ".csv", ".csv.gz", ".jsonl.gz")


def test_floor_takes_every_file_of_the_demo(tmp_path: Path) -> None:
    files = generate(tmp_path / "exports", months=2, scale=0.02)["files"]
    floor(str(tmp_path / "exports"), str(tmp_path / "floor.duckdb"))
    checked: Counter[str] = Counter()
    with duckdb.connect(str(tmp_path / "floor.duckdb"), read_only=True) as con:
        for number, file in enumerate(files):
            (rows,) = con.execute(f"select count(*) from export_{number}").fetchone() or (None,)
            kind = "".join(Path(file["path"]).suffixes)
            suffix = next((one for one in ROW_BY_ROW if kind.endswith(one)), "other")
            checked[suffix] += 1
            assert rows == file["rows"] if suffix in ROW_BY_ROW else rows > 0, file
    assert sum(checked.values()) == len(json.loads((tmp_path / "exports/manifest.json").read_text())["files"])
    assert all(checked[suffix] for suffix in (*ROW_BY_ROW, "other"))


def test_bridges_of_the_bench_foot(tmp_path: Path, manifest: Manifest) -> None:
    run, result = invoke(
        make_home(tmp_path / "home"),
        tmp_path / "target",
        "compile",
        "--inline",
        bridge_query(),
        manifest=manifest,
    )
    run.check()
    query = tmp_path / "bridge.sql"
    query.write_text(result.results[0].node.compiled_code)
    assert bridge(str(query), 20) == 20 * len(BRIDGE_FACTORS)
    lame = query.read_text().replace("cost_compared - cost_base as change", "cost_compared as change")
    query.write_text(lame)
    with pytest.raises(FinopsError, match="20 scopes does not foot"):
        bridge(str(query), 20)
