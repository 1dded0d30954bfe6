"""The demo's clusters when the company grows: nodes by the hundred, and no name twice in one JSON object."""

import json
from pathlib import Path

from finops.demo import clusters
from finops.demo.engine import open_demo
from finops.demo.story import Story

NODES = 250


def once(members: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in members]
    assert len(names) == len(set(names))
    return dict(members)


def test_no_name_twice_however_many_nodes(tmp_path: Path) -> None:
    story = Story.of(2, "2026-10")
    with open_demo(tmp_path, story, seed=1, scale=10, progress=None) as demo:
        demo.run(f"""
            CREATE TABLE cluster_nodes AS
            SELECT 30000000 + number AS resource, kind AS instance_type, DATE '2026-10-01' AS day,
                24::DECIMAL(20, 4) AS hours, 9.5::DECIMAL(18, 5) AS list_cost,
                9::DECIMAL(18, 5) AS effective_cost
            FROM range({NODES}) AS numbers(number), unnest({sorted(clusters.CLUSTERS)}) AS kinds(kind)
        """)
        clusters.write(demo)
    for cluster in clusters.CLUSTERS.values():
        text = (tmp_path / "opencost" / cluster / "2026-10.json").read_text(encoding="utf-8")
        (entries,) = json.loads(text, object_pairs_hook=once)["data"]
        pods = {entry["properties"]["pod"] for entry in entries.values()} - {None}
        nodes = {entry["properties"]["node"] for entry in entries.values()}
        assert (len(entries), len(pods), len(nodes)) == (4 * NODES, 3 * NODES, NODES)
