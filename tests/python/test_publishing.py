"""Publishing: one generation at a time, nobody named, nothing written twice, nothing half seen."""

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from cli_home import entry, ledger_file, write_entry
from finops import building, refreshing
from finops.building import BuildSummary
from finops.expectations import exit as exit_suite
from finops.locks import hold
from finops.project import FinopsError, Project
from finops.publishing import generations, pseudonyms, publish
from finops.publishing.publish import STEPS
from published_project import PRINCIPALS, TABLES, build, make_project


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("published"))
    publish(project)
    return project


def rows(project: Project, query: str) -> list[tuple]:
    with duckdb.connect(str(project.published / "ai_finops.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def build_number(project: Project) -> int:
    return rows(project, "select max(build_number) from core.fct_ai_requests")[0][0]


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the expectations out, where a test is about something else."""
    monkeypatch.setattr(exit_suite, "run", lambda candidate: [])


def test_public_tables_are_published_as_tables_with_comments(published: Project) -> None:
    kinds = rows(
        published, "select table_schema || '.' || table_name, table_type from information_schema.tables"
    )
    assert dict(kinds) == dict.fromkeys(TABLES, "BASE TABLE")
    comment = (
        "select comment from duckdb_columns() where table_name = 'fct_costs' and column_name = 'billed_cost'"
    )
    assert rows(published, comment) == [("The billed_cost.",)]


def test_money_and_rows_are_those_of_the_warehouse(published: Project) -> None:
    query = (
        "select billing_period, billing_currency, count(*), sum(billed_cost) from {}"
        " group by billing_period, billing_currency order by billing_period, billing_currency"
    )
    with duckdb.connect(str(published.warehouse), read_only=True) as con:
        expected = con.execute(query.format("core.fct_costs")).fetchall()
    assert rows(published, query.format("core.fct_costs")) == expected
    files = f"read_parquet('{published.published}/core/fct_costs/*.parquet')"
    assert rows(published, query.format(files)) == expected


def test_facts_are_a_file_per_source_and_period(published: Project) -> None:
    names = sorted(path.name for path in (published.published / "core" / "focus_cost_and_usage").iterdir())
    assert names == ["focus.2025-08.parquet", "focus.2025-09.parquet"]


def test_report_is_one_file_that_loads_nothing(published: Project) -> None:
    page = (published.published / "expectations.html").read_text(encoding="utf-8")
    assert "expectations held" in page
    for word in ("http", "src=", "<script", "<link", "@import", "url("):
        assert word not in page


def test_nobody_is_named(published: Project) -> None:
    whole = " ".join(str(rows(published, f"select {table.split('.')[1]} from {table}")) for table in TABLES)
    for name in ("alice", "carol", "dora", "user-9f27", "'bob'", '"bob"', "=bob"):
        assert name not in whole
    assert "bobsleigh" in whole, "a word that only begins like a short name stays"
    assert "customer-1" in whole and '"n":7' in whole
    assert rows(published, "select distinct team from core.dim_owner order by 1") == [
        ("platform",),
        ("search",),
    ]
    assert rows(published, "select count(*) from core.fct_ai_requests where principal_id = 'platform'") == [
        (0,)
    ]


def test_what_is_withheld_stays_in_the_warehouse(published: Project) -> None:
    query = "select department, count(*) from core.fct_ai_requests group by department"
    assert rows(published, query) == [(None, 5)]
    with duckdb.connect(str(published.warehouse), read_only=True) as con:
        assert con.execute(query).fetchall() == [("engineering", 5)]


def test_one_person_has_one_pseudonym_everywhere(published: Project) -> None:
    found = rows(
        published,
        "select owner.owner_value, count(distinct costs.principal_id), count(distinct"
        " allocated.owner_evidence)"
        " from core.dim_owner as owner inner join core.fct_costs as costs on costs.principal_id ="
        " owner.owner_value"
        " inner join allocation.fct_allocated_costs as allocated on allocated.owner_evidence ="
        " owner.owner_value"
        " where owner.owner_kind = 'principal' group by owner.owner_value",
    )
    assert len(found) == 1 and found[0][0].startswith("p-") and found[0][1:] == (1, 1)
    assert rows(published, f"select count(*) from core.fct_costs where contains(tags, '{found[0][0]}')") != [
        (0,)
    ]


def test_key_is_made_once_and_kept_from_others(published: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = published.home / pseudonyms.KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert pseudonyms.read_key(published) == path.read_bytes()
    path.chmod(0o644)
    with pytest.raises(FinopsError, match="chmod 600"):
        pseudonyms.read_key(published)
    path.chmod(0o600)
    monkeypatch.setenv(pseudonyms.KEY_VARIABLE, "short")
    with pytest.raises(FinopsError, match="too short"):
        pseudonyms.read_key(published)
    monkeypatch.setenv(pseudonyms.KEY_VARIABLE, "sixteen letters!")
    assert pseudonyms.read_key(published) == b"sixteen letters!"


@pytest.mark.parametrize(
    "text",
    [
        "user-9f27",
        "by user-9f27.",
        "carol@example.org",
        '{"a":"bob"}',
        "x=bob",
        "bob",
        "see carol%40example.org!",
    ],
)
def test_scan_finds_a_planted_leak(text: str) -> None:
    con = duckdb.connect()
    con.execute("create table t as select 'sound bobsleigh' as fine, ? as planted, 1 as number", [text])
    identities = pseudonyms.Identities(b"key", set(PRINCIPALS), {"platform"})
    assert pseudonyms.leaks(con, ["t"], identities) == [("t", "planted", 1)]


def test_leak_stops_publishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path)
    monkeypatch.setattr(
        pseudonyms, "hiding_select", lambda con, relation, *hidden: f"select * from {relation}"
    )
    with pytest.raises(FinopsError, match=r"would name persons in .*core\.fct_costs\.principal_id") as raised:
        publish(project)
    assert "alice" not in str(raised.value)
    assert not project.published.exists()


def test_unchanged_warehouse_is_not_published_again(published: Project) -> None:
    before = published.published.resolve()
    report = publish(published)
    assert report.is_unchanged and report.seconds < 2
    assert published.published.resolve() == before


def test_unchanged_partitions_are_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    project = make_project(tmp_path)
    first = publish(project)
    inodes = {path.name: path.stat().st_ino for path in (first.folder / "core" / "fct_costs").iterdir()}
    build(project, 2)
    second = publish(project)
    now = {path.name: path.stat().st_ino for path in (second.folder / "core" / "fct_costs").iterdir()}
    assert now["focus.2025-08.parquet"] == inodes["focus.2025-08.parquet"]
    assert now["focus.2025-09.parquet"] != inodes["focus.2025-09.parquet"]
    table = next(one for one in second.tables if one.full_name == "core.fct_costs")
    assert (table.files, table.files_linked) == (2, 1)
    monkeypatch.setenv(pseudonyms.KEY_VARIABLE, "another key than before")
    third = publish(project)
    changed = {path.name: path.stat().st_ino for path in (third.folder / "core" / "fct_costs").iterdir()}
    assert set(changed.values()).isdisjoint(now.values()), "another key hides the same people anew"


def test_old_generations_go_but_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    project = make_project(tmp_path)
    for number in range(1, 5):
        build(project, number)
        publish(project)
    lying = sorted(path.name for path in generations.folder(project).iterdir() if path.name.isdigit())
    assert lying == ["3", "4"] and project.published.resolve().name == "4"


def test_failed_expectation_leaves_the_old_generation(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    publish(project)
    build(project, 2)
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("insert into core.fct_ai_requests select * from core.fct_ai_requests limit 1")
    with pytest.raises(FinopsError, match="one row per request_id"):
        publish(project)
    assert build_number(project) == 1
    page = (generations.refused(project) / "expectations.html").read_text(encoding="utf-8")
    assert "1 of" in page and "expectations failed" in page
    assert not (generations.folder(project) / ".candidate").exists()
    build(project, 3)
    publish(project)
    assert build_number(project) == 3 and not generations.refused(project).exists()


def test_a_refusal_names_table_column_value_file_and_what_to_do(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    for delivery, source, scope in (
        ("wrong", "focus", "aws/1"),
        ("right", "focus", "gcp/1"),
        ("owner", "owners", "x"),
    ):
        write_entry(
            project,
            entry(delivery, source_name=source, delivery_scope=scope, files=[ledger_file(delivery, 2, None)]),
        )
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("alter table core.fct_costs add column delivery_scope text")
        con.execute("update core.fct_costs set delivery_scope = 'gcp/1'")
        con.execute(
            "update core.fct_costs set billing_currency = 'usd', delivery_scope = 'aws/1'"
            " where charge_id = '2025-09-1'"
        )
        con.execute("insert into core.dim_owner select * from core.dim_owner where owner_kind = 'tag'")
    with pytest.raises(FinopsError) as caught:
        publish(project)
    lines = str(caught.value).splitlines()
    costs = next(line for line in lines if "capital letters" in line)
    assert "core.fct_costs: billing_currency" in costs and "billing_currency usd" in costs
    assert costs.endswith("; landed from wrong.csv (delivery wrong)")
    owners = next(line for line in lines if "core.dim_owner" in line)
    assert "key_1 tag, key_2 owner=" in owners and owners.endswith("landed from owner.csv (delivery owner)")
    assert "finops unland DELIVERY" in lines[-1] and "finops refresh" in lines[-1]


def test_a_refused_refresh_says_that_it_is_built_and_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(tmp_path)
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("insert into core.fct_ai_requests select * from core.fct_ai_requests limit 1")
    monkeypatch.setattr(refreshing, "land_ecb_rates", lambda project: None)
    monkeypatch.setattr(building, "build", lambda *args, **more: BuildSummary(seconds=7))
    with pytest.raises(FinopsError) as caught:
        refreshing.build_and_publish(project, lambda _: None)
    assert str(caught.value).startswith("The warehouse is built, in 7 s, but it is not published")
    assert "one row per request_id" in str(caught.value)
    assert refreshing.refused_report(project).is_file()
    assert refreshing.unpublished_build(project) is not None
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("create or replace table core.fct_ai_requests as from core.fct_ai_requests limit 4")
    refreshing.build_and_publish(project, lambda _: None)
    assert refreshing.unpublished_build(project) is None


def test_what_stands_in_the_way_is_said(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    writer = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb, sys; c = duckdb.connect({str(project.warehouse)!r});"
         "print('open', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout and writer.stdout.readline() == "open\n"
    with pytest.raises(FinopsError, match="is being written by another program"):
        publish(project)
    writer.communicate("")
    with duckdb.connect(str(project.warehouse)) as con:
        con.execute("drop table core.dim_owner")
    with pytest.raises(FinopsError, match=r"lacks core\.dim_owner"):
        publish(project)
    project.warehouse.unlink()
    with pytest.raises(FinopsError, match="nothing to publish"):
        publish(project)
    (project.root / "target" / "manifest.json").unlink()
    with pytest.raises(FinopsError, match="which tables are public"):
        publish(project)
    assert not project.published.exists()


def test_second_publisher_is_told_who_publishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_project(tmp_path)
    steps = importlib.import_module("finops.publishing.publish")
    monkeypatch.setattr(steps, "hold", lambda path, purpose: hold(path, purpose, 0))
    with (
        hold(generations.folder(project) / ".lock", "another publish"),
        pytest.raises(FinopsError, match="another publish"),
    ):
        publish(project)


PUBLISH = (
    "import sys\nfrom pathlib import Path\nfrom finops.expectations import exit\nfrom finops.project import"
    " Project\n"
    "from finops.publishing import publish\nexit.run = lambda candidate: []\n"
    "home = Path(sys.argv[1])\npublish(Project(home, home))\n"
)


@pytest.mark.parametrize(
    "step",
    [
        one if one in ("parquet_written", "sealed", "swapped") else pytest.param(one, marks=pytest.mark.prove)
        for one in STEPS
    ],
)
def test_kill_at_a_step_leaves_a_whole_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    quick(monkeypatch)
    project = make_project(tmp_path)
    publish(project)
    build(project, 2)
    killed = subprocess.run(
        [sys.executable, "-c", PUBLISH, str(tmp_path)], env=os.environ | {"AI_FINOPS_KILL_AT": step}
    )
    assert killed.returncode == -signal.SIGKILL
    expected = 2 if step in ("swapped", "finished") else 1
    assert build_number(project) == expected
    assert rows(project, "select max(build_number) from core.fct_costs") == [(expected,)]
    build(project, 3)
    report = publish(project)
    assert build_number(project) == 3
    assert report.generation == max(int(path.name) for path in generations.folder(project).glob("[0-9]*"))
    assert len(list(generations.folder(project).glob("[0-9]*"))) <= 2


READER = """
import sys, duckdb
path, seen = sys.argv[1], []
held = duckdb.connect(path, read_only=True)
print('reading', flush=True)
while not seen or seen[-1] < 6:
    con = duckdb.connect(path, read_only=True)
    first = con.execute('select max(build_number) from core.fct_costs').fetchone()[0]
    for _ in range(3):
        again = con.execute('select min(build_number), max(build_number) from core.fct_ai_requests')
        again = again.fetchone()
        extra = con.execute("select count(*) from core.fct_costs where charge_id like 'new-%'").fetchone()[0]
        assert again == (first, first) and extra == first, (first, again, extra)
    seen.append(first)
    con.close()
assert held.execute('select max(build_number) from core.fct_costs').fetchone()[0] in (1, 6)
print(sorted(set(seen)), len(seen))
"""


def test_reader_stops_nobody_and_sees_whole_generations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    project = make_project(tmp_path)
    publish(project)
    path = project.published / "ai_finops.duckdb"
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert reader.stdout and reader.stdout.readline() == "reading\n"
    for number in range(2, 7):
        build(project, number)
        publish(project)
        time.sleep(0.1)
    out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    assert out.strip().split("]")[0].count(",") >= 1, f"the reader saw one generation only: {out}"
