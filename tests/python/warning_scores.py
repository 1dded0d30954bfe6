"""Scores of the early warnings on drawn traffic: what is found of what was planted, how late, and what is false."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import duckdb

import gateway_traffic
from compiled_models import Compiled, filled, make
from gateway_traffic import CLEAN_DAYS, INCIDENT_HOURS, KINDS, START, WARM_UP_DAYS, Incident

REQUESTS = "unit_economics.fct_priced_requests"
PRICED = "((input_tokens * input_price + cache_read_tokens * cache_read_price + output_tokens * output_price) / 1000000)"
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
# What three simple rules say of an hour of a key, by its hours before: all of them, or the same hour yesterday.
SIMPLE = {
    "mean_and_deviation": "cost > of_mean + 2 * of_deviation AND cost > 1.2 * of_mean",
    "median_and_distance": "cost > of_median + 3 * 1.4826 * of_distance AND cost > 1.1 * of_median",
    "twice_yesterday": "cost > 2 * yesterday",
}


@dataclass
class Score:
    """Counts over seeds, by kind of fault or by rule."""

    planted: int = 0
    found: int = 0
    in_first_hour: int = 0
    delays: list[float] = field(default_factory=list)
    false: int = 0


def load(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"DELETE FROM {REQUESTS}")
    con.execute(filled(REQUESTS, COLUMNS, gateway_traffic.TABLE))


def warnings(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, datetime, datetime, datetime]]:
    """Kind, key, first and last hour, and the hour that warned."""
    return con.execute(
        "SELECT warning_kind, api_key_id, first_hour, last_hour,"
        " first_hour + to_hours(detected_after_hours - 1) FROM anomalies.fct_early_warnings ORDER BY ALL"
    ).fetchall()


def plant_some(con: duckdb.DuckDBPyConnection, seed: int, least_per_day: int) -> list[Incident]:
    """Two faults of each kind at any minute, five days apart, with so much money a day at stake."""
    of = random.Random(seed)
    kinds = [*KINDS, *KINDS]
    of.shuffle(kinds)
    keys = [row[0] for row in con.execute("SELECT api_key_id FROM keys WHERE style = 'service'").fetchall()]
    incidents: list[Incident] = []
    for number, kind in enumerate(kinds):
        if kind in ("new_vendor", "new_model") and any(one.kind == kind for one in incidents):
            continue
        for _ in range(40):
            minutes = of.randrange(3 * 24 * 60)
            began_at = START + timedelta(days=WARM_UP_DAYS + 5 * number + 1, minutes=minutes)
            con.execute("BEGIN")
            incident = gateway_traffic.plant(con, kind, of.choice(keys), began_at)
            if incident.added_cost * 24 / INCIDENT_HOURS >= least_per_day:
                con.execute("COMMIT")
                incidents.append(incident)
                break
            con.execute("ROLLBACK")
    return incidents


def matched(incident: Incident, key: str | None, first: datetime, last: datetime) -> bool:
    return (
        key == incident.api_key_id
        and first < incident.ended_at + timedelta(hours=1)
        and last > incident.began_at - timedelta(hours=1)
    )


def alarms_of(con: duckdb.DuckDBPyConnection, rule: str, floor: int) -> list[tuple[str, datetime, datetime]]:
    """Alarms of a simple rule on a key's hours, joined as warnings are, above the same floor."""
    before = "OVER (PARTITION BY api_key_id ORDER BY usage_hour RANGE BETWEEN INTERVAL 672 HOUR PRECEDING"
    before += " AND INTERVAL 1 HOUR PRECEDING)"
    return con.execute(f"""
        WITH costs AS (
            SELECT api_key_id, date_trunc('hour', started_at) AS usage_hour, sum({PRICED}) AS cost
            FROM {gateway_traffic.TABLE} GROUP BY ALL
        ),
        every AS (
            SELECT keys.api_key_id, times.usage_hour, coalesce(cost, 0) AS cost
            FROM (SELECT DISTINCT api_key_id FROM costs) AS keys CROSS JOIN
                (SELECT DISTINCT usage_hour FROM costs) AS times
                LEFT JOIN costs USING (api_key_id, usage_hour)
        ),
        with_past AS (
            SELECT *, avg(cost) {before} AS of_mean, stddev_samp(cost) {before} AS of_deviation,
                median(cost) {before} AS of_median, mad(cost) {before} AS of_distance,
                lag(cost, 24) OVER (PARTITION BY api_key_id ORDER BY usage_hour) AS yesterday,
                lag(cost, 24 * 14) OVER (PARTITION BY api_key_id ORDER BY usage_hour) IS NOT NULL AS is_warm
            FROM every
        ),
        flagged AS (
            SELECT *, usage_hour - lag(usage_hour) OVER (PARTITION BY api_key_id ORDER BY usage_hour) AS quiet
            FROM with_past WHERE is_warm AND {SIMPLE[rule]} AND (cost - of_median) * 24 >= {floor}
        ),
        numbered AS (
            SELECT *, sum((quiet IS NULL OR quiet > INTERVAL 3 HOUR)::INT)
                OVER (PARTITION BY api_key_id ORDER BY usage_hour) AS event
            FROM flagged
        )
        SELECT api_key_id, min(usage_hour), max(usage_hour) FROM numbered GROUP BY api_key_id, event
    """).fetchall()


def score(
    con: duckdb.DuckDBPyConnection, models: Compiled, seed: int, scores: dict[str, Score]
) -> list[tuple]:
    """Add what one seed says. Returns the false warnings."""
    gateway_traffic.draw(con, seed)
    for rule in SIMPLE:
        of_rule = scores.setdefault(rule + ", clean", Score())
        of_rule.false += len(alarms_of(con, rule, 10))
    load(con)
    make(con, models)
    clean = warnings(con)
    scores.setdefault("clean", Score()).false += len(clean)
    incidents = plant_some(con, seed, 20)
    load(con)
    make(con, models)
    found = warnings(con)
    for incident in incidents:
        of_kind = scores.setdefault(incident.kind, Score())
        of_kind.planted += 1
        hits = [one for one in found if one[0] == incident.kind and matched(incident, one[1], one[2], one[3])]
        if hits:
            warned_at = min(one[4] for one in hits)
            of_kind.found += 1
            delay = (warned_at + timedelta(hours=1) - incident.began_at).total_seconds() / 3600
            of_kind.delays.append(delay)
            of_kind.in_first_hour += warned_at <= incident.began_at
        else:
            of_kind.false += 0
    false = [one for one in found if not any(matched(it, one[1], one[2], one[3]) for it in incidents)]
    others = [
        one
        for one in found
        if any(matched(it, one[1], one[2], one[3]) for it in incidents)
        and not any(one[0] == it.kind and matched(it, one[1], one[2], one[3]) for it in incidents)
    ]
    for one in false:
        scores.setdefault(one[0], Score()).false += 1
    for one in others:
        scores.setdefault("echo " + one[0], Score()).false += 1
    missed = [
        it for it in incidents if not any(one[0] == it.kind and matched(it, *one[1:4]) for one in found)
    ]
    return (
        [("clean", *one) for one in clean]
        + [("false", *one) for one in false]
        + [("echo", *one) for one in others]
        + [("missed", it) for it in missed]
    )
