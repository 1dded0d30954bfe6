"""Every OpenAI usage endpoint from file to core.fct_token_usage, beside a reader that is not the lander's."""

import json
from collections import Counter
from pathlib import Path

import pytest

from finops.checking import check
from finops.landing import land
from finops.project import Project
from landing_kit import EXPORTS, results_of
from running_dbt import Dbt

# Endpoint: the member that is counted, the unit, whether its requests are requests of their own.
ENDPOINTS = {
    "embeddings": ("input_tokens", "tokens", True),
    "moderations": ("input_tokens", "tokens", True),
    "images": ("images", "images", True),
    "audio_speeches": ("characters", "characters", True),
    "audio_transcriptions": ("seconds", "seconds", True),
    "vector_stores": ("usage_bytes", "bytes", False),
    "code_interpreter_sessions": ("num_sessions", "sessions", False),
    "file_search_calls": ("num_requests", "file_searches", False),
    "web_search_calls": ("num_requests", "searches", False),
}
HELD = "select usage_kind, usage_unit, sum(quantity)::bigint from core.fct_token_usage group by 1, 2"


def counted(files: dict[str, Path]) -> Counter:
    """Add up, per endpoint and unit, what the files say, in Python's whole numbers."""
    sums: Counter = Counter()
    for endpoint, path in files.items():
        member, unit, has_requests = ENDPOINTS[endpoint]
        for result in results_of(path):
            sums[endpoint, unit] += result[member]
            if has_requests:
                sums[endpoint, "requests"] += result["num_model_requests"]
    return +sums


def held(dbt: Dbt) -> Counter:
    dbt("build", "-s", "+fct_token_usage", "--indirect-selection", "buildable").check()
    return Counter({(kind, unit): quantity for kind, unit, quantity in dbt.rows(HELD)})


def test_every_endpoint_counts_what_its_file_says(dbt: Dbt, project: Project, tmp_path: Path) -> None:
    files = {name: EXPORTS / "openai_usage" / f"{name}_page_1.json" for name in ENDPOINTS}
    report = land(project, [str(path) for path in files.values()])
    assert report.ok, report.files
    assert held(dbt) == counted(files)
    assert [one.problems for one in check(project)] == [[]]

    # The API is read again for the day: images fall, the second day's embeddings come late.
    again = json.loads(files["images"].read_text())
    again["data"][0]["results"] = again["data"][0]["results"][:1]
    later = json.loads(files["embeddings"].read_text())
    later["data"][1]["results"] = [{**later["data"][0]["results"][0], "input_tokens": 5}]
    renewed = dict(files)
    for name, page in (("images", again), ("embeddings", later)):
        renewed[name] = tmp_path / f"{name}.json"
        renewed[name].write_text(json.dumps(page))
    assert land(project, [str(renewed[name]) for name in ("images", "embeddings")]).ok
    assert held(dbt) == counted(renewed)


def test_mixed_groupings_of_one_endpoint_are_refused(project: Project, tmp_path: Path) -> None:
    page = json.loads((EXPORTS / "openai_usage" / "images_page_1.json").read_text())
    for bucket in page["data"]:
        for result in bucket["results"]:
            result.update(project_id=None, user_id=None, api_key_id=None, model=None, size=None)
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(page))
    others = [EXPORTS / "openai_usage" / f"{name}_page_1.json" for name in ("images", "embeddings")]
    report = land(project, [str(path) for path in (bare, *others)])
    outcomes = {Path(one.path).name: one.outcome for one in report.files}
    assert outcomes.pop("embeddings_page_1.json") == "landed"
    assert set(outcomes.values()) == {"refused"}
    assert "grouped by" in report.files[0].reason


@pytest.mark.samples
def test_documented_responses_count_whole(dbt: Dbt, project: Project, samples: Path) -> None:
    files = {name: samples / "openai" / f"organization_usage_{name}.json" for name in ENDPOINTS}
    assert land(project, [str(path) for path in files.values()]).ok
    assert held(dbt) == counted(files)
