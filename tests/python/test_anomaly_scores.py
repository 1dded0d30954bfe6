"""Cost anomalies on drawn bills: what is found of what was planted, and what is false, beside simple rules.

No rule was tuned on the seeds here. But the same hand wrote the rules and draws the bills: read the
order of the rules rather than the level.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

from compiled_models import Compiled, compiled, make, with_inputs
from running_dbt import make_home

SEEDS = range(101, 104)
START, WARM_UP_DAYS, CLEAN_DAYS, SERIES = date(2026, 1, 5), 45, 90, 120
INPUTS = {
    "fct_costs", "fct_allocated_costs", "fct_day_completeness", "dim_threshold", "dim_owner", "dim_product",
    "fct_known_changes",
}  # fmt: skip
FACTORS = {"doubled": 2.0, "tripled": 3.0, "fell": 0.3, "stopped": 0.0}
LEAST = 50
# By the days before: four weeks of them, or yesterday.
SIMPLE = {
    "mean_and_deviation": "abs(cost - of_mean) > 2 * of_deviation AND abs(cost - of_mean) > 0.2 * of_mean",
    "median_and_distance": "abs(cost - of_median) > 3 * 1.4826 * of_distance"
    " AND abs(cost - of_median) > 0.1 * of_median",
    "twice_yesterday": "cost > 2 * yesterday OR cost < 0.5 * yesterday",
}


@dataclass(frozen=True)
class Fault:
    kind: str
    model_name: str
    first: date
    last: date


@dataclass
class Score:
    clean: int = 0
    false: int = 0
    right: int = 0
    found: Counter[str] = field(default_factory=Counter)
    on_first_day: Counter[str] = field(default_factory=Counter)

    def add(self, faults: list[Fault], events: list[tuple]) -> None:
        """Events are model (NULL for a roll-up), first and last day."""
        for fault in faults:
            hits = [
                first
                for model, first, last in events
                if model == fault.model_name and overlaps(fault, first, last)
            ]
            self.found[fault.kind] += bool(hits)
            self.on_first_day[fault.kind] += bool(hits) and min(hits) <= fault.first
        for model, first, last in events:
            is_right = any(
                overlaps(fault, first, last) and model in (None, fault.model_name) for fault in faults
            )
            self.right += is_right
            self.false += not is_right


def overlaps(fault: Fault, first: date, last: date) -> bool:
    return first <= fault.last and last >= fault.first


def draw(con: duckdb.DuckDBPyConnection, seed: int) -> None:
    """Create `bills`: models with a week, growth and noise of their own; a tenth is billed now and then."""
    days = WARM_UP_DAYS + CLEAN_DAYS
    con.execute(f"""
        CREATE OR REPLACE MACRO dice(what, salt) AS
            (hash(what, salt, {seed}) >> 11)::DOUBLE / 9007199254740992;
        CREATE OR REPLACE MACRO normal(what, salt) AS
            sqrt(-2 * ln(1 - dice(what, salt || '1'))) * cos(2 * pi() * dice(what, salt || '2'));
        CREATE OR REPLACE TABLE bills AS
        WITH series AS (
            SELECT
                number, exp(ln(60) + dice(number, 'size') * ln(30)) AS base,
                0.2 + 0.8 * dice(number, 'week') AS weekend, (dice(number, 'growth') - 0.3) * 0.008 AS growth,
                0.05 + 0.15 * dice(number, 'noise') AS noise,
                dice(number, 'style') < 0.1 AS is_rare
            FROM range({SERIES}) AS numbers(number)
        )
        SELECT
            format('model-{{:03d}}', number) AS model_name, format('team-{{}}', number % 8) AS team,
            format('vendor-{{}}', number % 5) AS provider_name, '{START}'::DATE + day::INT AS charge_date,
            CASE WHEN is_rare AND dice(number * 1000 + day, 'rare') < 0.5 THEN 0 ELSE
                base * exp(growth * day + normal(number * 1000 + day, 'noise') * noise)
                * CASE WHEN isodow('{START}'::DATE + day::INT) >= 6 THEN weekend ELSE 1 END
            END AS cost
        FROM series, range({days}) AS days(day)
    """)


def plant_some(con: duckdb.DuckDBPyConnection, seed: int) -> list[Fault]:
    """Multiply some days of finished bills; each with at least twice the money that an event needs."""
    of = random.Random(seed)
    faults: list[Fault] = []
    models = [row[0] for row in con.execute("SELECT DISTINCT model_name FROM bills ORDER BY 1").fetchall()]
    for number, model in enumerate(of.sample(models, 24)):
        kind, factor = list(FACTORS.items())[number % len(FACTORS)]
        first = START + timedelta(days=WARM_UP_DAYS + of.randrange(CLEAN_DAYS - 6))
        last = first + timedelta(days=of.randrange(1, 5))
        where = f"model_name = '{model}' AND charge_date BETWEEN '{first}' AND '{last}'"
        ((least,),) = con.execute(f"SELECT min(cost) FROM bills WHERE {where}").fetchall()
        if abs(factor - 1) * least >= 2 * LEAST:
            con.execute(f"UPDATE bills SET cost = cost * {factor} WHERE {where}")
            faults.append(Fault(kind, model, first, last))
    return faults


def events_of(con: duckdb.DuckDBPyConnection, models: Compiled) -> list[tuple]:
    for table in ("core.fct_costs", "allocation.fct_allocated_costs", "core.fct_day_completeness"):
        con.execute(f"DELETE FROM {table}")
    con.execute("""
        INSERT INTO core.fct_costs BY NAME
        SELECT
            model_name || charge_date AS charge_id, 'focus' AS source_name, provider_name AS delivery_scope,
            'USD' AS billing_currency, 'Usage' AS charge_category, 'Usage-Based' AS charge_frequency,
            charge_date::TIMESTAMP AS charge_period_start, (charge_date + 1)::TIMESTAMP AS charge_period_end,
            provider_name, 'tokens' AS service_name, model_name, cost AS effective_cost, cost AS billed_cost
        FROM bills WHERE cost > 0;
        INSERT INTO allocation.fct_allocated_costs BY NAME
        SELECT model_name || charge_date AS charge_id, team, 'direct' AS cost_part FROM bills WHERE cost > 0;
        INSERT INTO core.fct_day_completeness BY NAME
        SELECT DISTINCT
            'focus' AS source_name, provider_name AS delivery_scope, 'USD' AS billing_currency, charge_date,
            true AS is_complete
        FROM bills
    """)
    make(con, models)
    return con.execute(
        "SELECT CASE WHEN scope_kind IN ('leaf', 'service') THEN model_name END, first_date, last_date"
        " FROM anomalies.fct_cost_anomalies ORDER BY ALL"
    ).fetchall()


def alarms_of(con: duckdb.DuckDBPyConnection, rule: str) -> list[tuple]:
    """Events of a simple rule on the same leaves, above the same money."""
    before = "OVER (PARTITION BY model_name ORDER BY charge_date ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING)"
    return con.execute(f"""
        WITH with_past AS (
            SELECT
                *, avg(cost) {before} AS of_mean, stddev_samp(cost) {before} AS of_deviation,
                median(cost) {before} AS of_median, mad(cost) {before} AS of_distance,
                lag(cost) OVER (PARTITION BY model_name ORDER BY charge_date) AS yesterday
            FROM bills
        ),
        flagged AS (
            SELECT
                *, charge_date - lag(charge_date) OVER (PARTITION BY model_name ORDER BY charge_date) AS quiet
            FROM with_past
            WHERE
                charge_date >= '{START}'::DATE + {WARM_UP_DAYS} AND ({SIMPLE[rule]})
                AND abs(cost - of_median) >= {LEAST}
        ),
        numbered AS (
            SELECT
                *, sum((quiet IS NULL OR quiet > 3)::INT)
                    OVER (PARTITION BY model_name ORDER BY charge_date) AS event
            FROM flagged
        )
        SELECT model_name, min(charge_date), max(charge_date) FROM numbered GROUP BY model_name, event
    """).fetchall()


def scored(
    con: duckdb.DuckDBPyConnection, models: Compiled, seeds: range
) -> tuple[dict[str, Score], Counter]:
    scores = {rule: Score() for rule in ("anomalies", *SIMPLE)}
    planted: Counter[str] = Counter()
    for seed in seeds:
        draw(con, seed)
        scores["anomalies"].clean += len(events_of(con, models))
        for rule in SIMPLE:
            scores[rule].clean += len(alarms_of(con, rule))
        faults = plant_some(con, seed)
        planted.update(fault.kind for fault in faults)
        scores["anomalies"].add(faults, events_of(con, models))
        for rule in SIMPLE:
            scores[rule].add(faults, alarms_of(con, rule))
    return scores, planted


def shown(scores: dict[str, Score], planted: Counter, seeds: int) -> str:
    return "\n".join(
        f"{rule}: {score.clean / seeds:.1f} in 90 clean days of {SERIES} series; precision"
        f" {score.right / max(score.right + score.false, 1):.2f}, recall"
        f" {sum(score.found.values()) / planted.total():.2f}; "
        + ", ".join(
            f"{kind} {score.found[kind]} of {count} ({score.on_first_day[kind]} on the first day)"
            for kind, count in planted.items()
        )
        for rule, score in scores.items()
    )


@pytest.mark.prove
def test_anomalies_on_seeds_that_tuned_nothing(
    tmp_path_factory: pytest.TempPathFactory, manifest: Manifest
) -> None:
    """Nine of ten faults, most of what is told is one, and each simple rule tells far more that is none."""
    home = make_home(tmp_path_factory.mktemp("scores"))
    models = compiled(home, home / "target", manifest, *SELECTED)
    con = with_sources(manifest)
    scores, planted = scored(con, models, SEEDS)
    report = shown(scores, planted, len(SEEDS))
    print(report)
    ours = scores.pop("anomalies")
    assert sum(ours.found.values()) >= 0.9 * planted.total(), report
    assert ours.right / (ours.right + ours.false) >= 0.5, report
    assert all(score.false > 5 * ours.false for score in scores.values()), report


SELECTED = ("path:models/marts/anomalies/costs", "fct_cost_anomalies")


def with_sources(manifest: Manifest) -> duckdb.DuckDBPyConnection:
    """The inputs, with the one source of the drawn bills."""
    con = with_inputs(manifest, INPUTS, "ai_finops")
    con.execute("CREATE SCHEMA reference")
    con.execute("CREATE TABLE reference.sources AS SELECT 'focus' AS source_name, 48 AS freshness_hours")
    return con
