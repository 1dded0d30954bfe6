"""Early warnings on drawn traffic: what is found of what was planted, how late, and what is false.

No rule was tuned on the seeds here. But the same hand wrote the rules and draws the traffic: read the
order of the rules, and how kinds of fault compare, rather than the level.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

import gateway_traffic
from compiled_models import Compiled, compiled, filled, make, with_inputs
from gateway_traffic import INCIDENT_HOURS, KINDS, START, WARM_UP_DAYS, Incident
from running_dbt import make_home

SEEDS = range(101, 109)
# Of money a day: where a warning begins, and what is at stake at least with what is planted.
FLOOR, PLANTED = 10, 20
INPUTS = {"fct_priced_requests", "dim_threshold", "dim_owner", "dim_product", "fct_known_changes"}
REQUESTS = "unit_economics.fct_priced_requests"
PRICED = (
    "((input_tokens * input_price + cache_read_tokens * cache_read_price + output_tokens * output_price)"
    " / 1000000)"
)
COLUMNS = {
    "source_name": "'drawn'", "delivery_scope": "'gateway'", "request_id": "request_id",
    "request_date": "started_at::DATE", "started_at": "started_at", "call_id": "call_id",
    "session_id": "session_id", "team": "'team of ' || api_key_id", "api_key_id": "api_key_id",
    "provider_name": "provider_name", "model_name": "model_name", "status": "status", "is_retry": "is_retry",
    "input_tokens": "input_tokens", "cache_read_tokens": "cache_read_tokens", "cache_write_tokens": "0",
    "output_tokens": "output_tokens", "list_currency": "'USD'", "contracted_currency": "'USD'",
    "input_list_cost": "input_tokens * input_price / 1000000",
    "cache_read_list_cost": "cache_read_tokens * cache_read_price / 1000000",
    **{f"{side}_{kind}_cost": PRICED for side in ("lowest", "highest") for kind in ("list", "contracted")},
}  # fmt: skip
# What simple rules say of an hour of a key by its hours before: all of four weeks, or the same one yesterday.
SIMPLE = {
    "mean_and_deviation": "cost > of_mean + 2 * of_deviation AND cost > 1.2 * of_mean",
    "median_and_distance": "cost > of_median + 3 * 1.4826 * of_distance AND cost > 1.1 * of_median",
    "twice_yesterday": "cost > 2 * yesterday",
}
# Kind or rule, key, first and last hour, and the end of the hour that warned.
Alarm = tuple[str, str, datetime, datetime, datetime]


@dataclass
class Score:
    """What a rule does: alarms on clean days; on days with faults what is found, when, and what is false."""

    clean: int = 0
    false: int = 0
    right: int = 0
    found: Counter[str] = field(default_factory=Counter)
    in_full_hour: Counter[str] = field(default_factory=Counter)
    hours: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, incidents: list[Incident], alarms: list[Alarm], by_kind: bool) -> None:
        """Add what was found of a seed's incidents; an alarm is right on the key and in the hours of one."""
        for incident in incidents:
            hits = [
                one[4] for one in alarms
                if within(incident, one) and (not by_kind or one[0] == incident.kind)
            ]  # fmt: skip
            if hits:
                hours = (min(hits) - incident.began_at).total_seconds() / 3600
                self.found[incident.kind] += 1
                self.in_full_hour[incident.kind] += hours <= 2
                self.hours[incident.kind].append(hours)
        right = sum(any(within(incident, one) for incident in incidents) for one in alarms)
        self.right += right
        self.false += len(alarms) - right


def within(incident: Incident, alarm: Alarm) -> bool:
    _, key, first, last, _ = alarm
    return (
        key == incident.api_key_id
        and first < incident.ended_at + timedelta(hours=1)
        and last > incident.began_at - timedelta(hours=1)
    )


def load(con: duckdb.DuckDBPyConnection, models: Compiled) -> list[Alarm]:
    """Make the warnings of what is drawn."""
    con.execute(f"DELETE FROM {REQUESTS}")
    con.execute(filled(REQUESTS, COLUMNS, gateway_traffic.TABLE))
    make(con, models)
    return con.execute(
        "SELECT warning_kind, api_key_id, first_hour, last_hour, first_hour + to_hours(detected_after_hours)"
        " FROM anomalies.fct_early_warnings ORDER BY ALL"
    ).fetchall()


def plant_some(con: duckdb.DuckDBPyConnection, seed: int) -> list[Incident]:
    """Two faults of each kind at any minute, five days apart; one vendor and model, which are new once."""
    of = random.Random(seed)
    kinds = [*KINDS, *(kind for kind in KINDS if kind not in ("new_vendor", "new_model"))]
    of.shuffle(kinds)
    keys = [row[0] for row in con.execute("SELECT api_key_id FROM keys WHERE style = 'service'").fetchall()]
    incidents: list[Incident] = []
    for number, kind in enumerate(kinds):
        for _ in range(40):
            began_at = START + timedelta(
                days=WARM_UP_DAYS + 5 * number + 1, minutes=of.randrange(3 * 24 * 60)
            )
            con.execute("BEGIN")
            incident = gateway_traffic.plant(con, kind, of.choice(keys), began_at)
            if incident.added_cost * 24 / INCIDENT_HOURS >= PLANTED:
                con.execute("COMMIT")
                incidents.append(incident)
                break
            con.execute("ROLLBACK")
    return incidents


def alarms_of(con: duckdb.DuckDBPyConnection, rule: str) -> list[Alarm]:
    """Alarms of a simple rule, joined as warnings are, above the same floor."""
    before = (
        "OVER (PARTITION BY api_key_id ORDER BY usage_hour RANGE BETWEEN INTERVAL 672 HOUR PRECEDING"
        " AND INTERVAL 1 HOUR PRECEDING)"
    )
    return con.execute(f"""
        WITH costs AS (
            SELECT api_key_id, date_trunc('hour', started_at) AS usage_hour, sum({PRICED}) AS cost
            FROM {gateway_traffic.TABLE} GROUP BY ALL
        ),
        every AS (
            SELECT keys.api_key_id, times.usage_hour, coalesce(cost, 0) AS cost
            FROM (SELECT DISTINCT api_key_id FROM costs) AS keys
                CROSS JOIN (SELECT DISTINCT usage_hour FROM costs) AS times
                LEFT JOIN costs USING (api_key_id, usage_hour)
        ),
        with_past AS (
            SELECT
                *, avg(cost) {before} AS of_mean, stddev_samp(cost) {before} AS of_deviation,
                median(cost) {before} AS of_median, mad(cost) {before} AS of_distance,
                lag(cost, 24) OVER (PARTITION BY api_key_id ORDER BY usage_hour) AS yesterday,
                lag(cost, 24 * 14) OVER (PARTITION BY api_key_id ORDER BY usage_hour) IS NOT NULL AS is_warm
            FROM every
        ),
        flagged AS (
            SELECT *, usage_hour - lag(usage_hour) OVER (PARTITION BY api_key_id ORDER BY usage_hour) AS quiet
            FROM with_past WHERE is_warm AND {SIMPLE[rule]} AND (cost - of_median) * 24 >= {FLOOR}
        ),
        numbered AS (
            SELECT *, sum((quiet IS NULL OR quiet > INTERVAL 3 HOUR)::INT)
                OVER (PARTITION BY api_key_id ORDER BY usage_hour) AS event
            FROM flagged
        )
        SELECT '{rule}', api_key_id, min(usage_hour), max(usage_hour), min(usage_hour) + INTERVAL 1 HOUR
        FROM numbered GROUP BY api_key_id, event
    """).fetchall()


def scored(
    con: duckdb.DuckDBPyConnection, models: Compiled, seeds: range
) -> tuple[dict[str, Score], Counter]:
    """The scores of the warnings and of the simple rules, and how many faults of each kind were planted."""
    scores: dict[str, Score] = defaultdict(Score)
    planted: Counter[str] = Counter()
    for seed in seeds:
        gateway_traffic.draw(con, seed)
        scores["warnings"].clean += len(load(con, models))
        for rule in SIMPLE:
            scores[rule].clean += len(alarms_of(con, rule))
        incidents = plant_some(con, seed)
        planted.update(incident.kind for incident in incidents)
        scores["warnings"].add(incidents, load(con, models), by_kind=True)
        for rule in SIMPLE:
            scores[rule].add(incidents, alarms_of(con, rule), by_kind=False)
    return scores, planted


def shown(scores: dict[str, Score], planted: Counter, seeds: int) -> str:
    lines = []
    for rule, score in scores.items():
        found = sum(score.found.values())
        lines.append(
            f"{rule}: {score.clean / seeds:.1f} in 90 clean days; precision"
            f" {score.right / max(score.right + score.false, 1):.2f}, recall {found / planted.total():.2f}"
        )
        for kind in KINDS:
            hours = sorted(score.hours[kind]) or [0.0]
            lines.append(
                f"  {kind}: {score.found[kind]} of {planted[kind]}, {score.in_full_hour[kind]} by the end of"
                f" the first full hour, {hours[len(hours) // 2]:.1f} h in the middle, {hours[-1]:.1f} at most"
            )
    return "\n".join(lines)


@pytest.mark.prove
def test_warnings_on_seeds_that_tuned_nothing(
    tmp_path_factory: pytest.TempPathFactory, manifest: Manifest
) -> None:
    """Nearly all by the end of the first full hour; few false ones, and by far the fewest."""
    home = make_home(tmp_path_factory.mktemp("scores"))
    models = compiled(
        home, home / "target", manifest, "path:models/marts/anomalies/warnings", "fct_early_warnings"
    )
    scores, planted = scored(with_inputs(manifest, INPUTS, "ai_finops"), models, SEEDS)
    report = shown(scores, planted, len(SEEDS))
    print(report)
    ours = scores.pop("warnings")
    # A key with few calls trebles by chance, and is believed an hour or two later.
    least = {"spiking_key": 0.7}
    assert all(ours.in_full_hour[kind] >= least.get(kind, 0.9) * planted[kind] for kind in KINDS), report
    assert ours.clean <= 3 * len(SEEDS), report
    assert ours.right / (ours.right + ours.false) >= 0.8, report
    assert all(score.clean > 20 * ours.clean for score in scores.values()), report
