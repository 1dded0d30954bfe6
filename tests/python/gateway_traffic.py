"""A gateway's priced attempts drawn by seed, and faults planted in them afterwards by another step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import duckdb

START = datetime(2026, 1, 5)
WARM_UP_DAYS, CLEAN_DAYS = 28, 90
KEYS = 12
TABLE = "attempts"
# Vendor, model and price of a million tokens: input, read from a cache, output.
MODELS = (
    ("Anthropic", "claude-sonnet-4-6", "3", "0.3", "15"),
    ("Anthropic", "claude-haiku-4-5", "1", "0.1", "5"),
    ("OpenAI", "gpt-5", "1.25", "0.125", "10"),
    ("OpenAI", "gpt-4.1", "2", "0.5", "8"),
)
NEW_MODEL = ("OpenAI", "gpt-6-astra", "10", "1", "40")
NEW_VENDOR = ("xAI", "grok-4", "3", "0.75", "15")
KINDS = (
    "runaway_session", "broken_cache", "new_vendor", "new_model", "new_key", "spiking_key", "failing_retries",
)  # fmt: skip
INCIDENT_HOURS = 6


@dataclass(frozen=True)
class Incident:
    """What was planted: from when, for how long, on which key, and what it costs more than without it."""

    kind: str
    api_key_id: str
    began_at: datetime
    ended_at: datetime
    added_cost: Decimal


def draw(con: duckdb.DuckDBPyConnection, seed: int, days: int = WARM_UP_DAYS + CLEAN_DAYS) -> None:
    """Create `attempts`, without any fault.

    Keys differ in volume, in the shape of their day and week, in their models and in what a cache gives them.
    Traffic grows, varies by day and by hour, and its tokens have long tails; some sessions are long, one key
    works in one night hour, one now and then, and on one weekday hardly anybody works.
    """
    prices = ", ".join(
        f"({number}, '{vendor}', '{model}', {', '.join(f'{price}::DOUBLE' for price in of)})"
        for number, (vendor, model, *of) in enumerate(MODELS)
    )
    con.execute(f"""
        CREATE OR REPLACE MACRO dice(what, salt) AS
            (hash(what, salt, {seed}) >> 11)::DOUBLE / 9007199254740992;
        CREATE OR REPLACE MACRO normal(what, salt) AS
            sqrt(-2 * ln(1 - dice(what, salt || '1'))) * cos(2 * pi() * dice(what, salt || '2'));
        CREATE OR REPLACE TABLE models AS
            SELECT * FROM (VALUES {prices}) AS prices(model_number, vendor, model, input, cache_read, output);
        CREATE OR REPLACE TABLE keys AS
        SELECT
            number, format('key-{{:02d}}', number) AS api_key_id,
            CASE number WHEN 0 THEN 'night' WHEN 1 THEN 'now and then' ELSE 'service' END AS style,
            exp(ln(6) + dice(number, 'volume') * ln(25)) AS peak_calls,
            8 + 12 * dice(number, 'peak') AS peak_hour,
            0.3 + 0.6 * dice(number, 'swing') AS swing,
            0.15 + 0.85 * dice(number, 'weekend') AS weekend_share,
            floor(dice(number, 'model') * {len(MODELS)})::INT AS first_model,
            CASE WHEN dice(number, 'cached') < 0.35 THEN 0
                ELSE 0.35 + 0.5 * dice(number, 'read') END AS read_share,
            exp(ln(3000) + normal(number, 'prompt') * 0.5) AS prompt,
            exp(ln(350) + normal(number, 'output') * 0.4) AS output
        FROM range({KEYS}) AS numbers(number);
        CREATE OR REPLACE TABLE hours AS
        WITH times AS (
            SELECT
                keys.*, hour_number, '{START:%Y-%m-%d}'::TIMESTAMP + to_hours(hour_number) AS usage_hour,
                hour_number // 24 AS day_number
            FROM keys, range({days} * 24) AS hours(hour_number)
        )
        SELECT
            *,
            CASE style
                WHEN 'night' THEN CASE WHEN hour(usage_hour) = 2 THEN peak_calls * 3 ELSE 0 END
                WHEN 'now and then' THEN
                    CASE WHEN dice(hour_number, 'now and then') < 0.08 THEN peak_calls ELSE 0.2 END
                ELSE peak_calls * (1 - swing * (1 - cos((hour(usage_hour) - peak_hour) * pi() / 12)) / 2)
            END
            * CASE WHEN isodow(usage_hour) >= 6 THEN weekend_share ELSE 1 END
            * CASE WHEN day_number = 59 THEN 0.3 ELSE 1 END
            * exp(day_number * 0.002)
            * exp(normal(number * 1000 + day_number, 'day') * 0.1)
            * exp(normal(number * 100000 + hour_number, 'hour') * 0.12) AS calls
        FROM times;
        CREATE OR REPLACE TABLE {TABLE} AS
        WITH counted AS (
            SELECT
                *,
                CASE
                    WHEN calls < 8 THEN list_sum(list_transform(
                        range(40),
                        lambda one:
                            (dice(number * 1000000 + hour_number * 40 + one, 'few') < calls / 40)::INT
                    ))
                    ELSE greatest(
                        round(calls + sqrt(calls) * normal(number * 100000 + hour_number, 'many')), 0)
                END::BIGINT AS count_calls
            FROM hours
        ),
        calls AS (
            SELECT counted.*, hash(number, hour_number, one) AS call
            FROM counted, unnest(range(count_calls)) AS ones(one)
        ),
        sized AS (
            SELECT
                *,
                round(prompt * exp(normal(call, 'prompt') * 0.9))::BIGINT AS prompt_tokens,
                round(output * exp(normal(call, 'output') * 0.8))::BIGINT AS output_tokens,
                CASE WHEN dice(call, 'hit') < 0.85
                    THEN least(read_share * (0.9 + 0.3 * dice(call, 'part')), 0.97) ELSE 0 END AS part_read,
                CASE WHEN dice(call, 'other model') < 0.8 THEN first_model
                    ELSE (first_model + 1) % {len(MODELS)} END AS model_number,
                dice(call, 'outcome')
                < 0.01 * exp(normal(number * 1000 + day_number, 'bad day') * 0.7) AS is_bad
            FROM calls
        )
        SELECT
            format('{{}}-{{}}', call, attempt) AS request_id, call::VARCHAR AS call_id, api_key_id,
            usage_hour
            + to_milliseconds((dice(call, 'time') * 3590000)::BIGINT + attempt * 4000) AS started_at,
            format('s-{{}}-{{}}-{{}}', number, hour_number // 2, floor(
                count_calls / CASE WHEN dice(number * 100000 + hour_number, 'long') < 0.01 THEN 25 ELSE 4 END
                * power(dice(call, 'session'), 1.5)
            )) AS session_id,
            vendor AS provider_name, model AS model_name,
            CASE WHEN is_bad AND attempt = 0 THEN 'failure' ELSE 'success' END AS status,
            attempt > 0 AS is_retry,
            CASE WHEN is_bad AND attempt = 0 THEN 0
                ELSE prompt_tokens - floor(prompt_tokens * part_read)::BIGINT END AS input_tokens,
            CASE WHEN is_bad AND attempt = 0 THEN 0
                ELSE floor(prompt_tokens * part_read)::BIGINT END AS cache_read_tokens,
            CASE WHEN is_bad AND attempt = 0 THEN 0 ELSE sized.output_tokens END AS output_tokens,
            models.input AS input_price, models.cache_read AS cache_read_price, models.output AS output_price
        FROM sized INNER JOIN models USING (model_number), unnest(range(CASE WHEN is_bad THEN 2 ELSE 1 END))
            AS attempts(attempt)
    """)


def cost(con: duckdb.DuckDBPyConnection, where: str) -> Decimal:
    ((amount,),) = con.execute(
        "SELECT coalesce(sum((input_tokens * input_price + cache_read_tokens * cache_read_price"
        f" + output_tokens * output_price) / 1000000), 0)::DECIMAL(18, 6) FROM {TABLE} WHERE {where}"
    ).fetchall()
    return amount


def plant(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    api_key_id: str,
    began_at: datetime,
    hours: int = INCIDENT_HOURS,
) -> Incident:
    """Plant one fault in the drawn attempts of a key. Reads nothing of how they were drawn."""
    ended_at = began_at + timedelta(hours=hours)
    name = f"{kind}-{began_at:%m%d%H%M}"
    time = f"started_at >= '{began_at}' AND started_at < '{ended_at}'"
    of_key = f"api_key_id = '{api_key_id}' AND {time}"
    before = cost(con, time)
    copied = f"format('{name}-{{}}-{{}}', request_id, one) AS request_id, "
    copied += "started_at + to_seconds(one) AS started_at"
    if kind == "spiking_key":
        con.execute(f"""
            INSERT INTO {TABLE} BY NAME
            SELECT * EXCLUDE (one) REPLACE ({copied}, session_id || '-' || one AS session_id)
            FROM (SELECT * FROM {TABLE} WHERE {of_key}) AS held, range(2) AS copies(one)
        """)
    elif kind == "runaway_session":
        # A call every twenty seconds, each with more of its own history.
        con.execute(f"""
            INSERT INTO {TABLE} BY NAME
            SELECT * EXCLUDE (one) REPLACE (
                '{name}-' || one AS request_id, '{name}-' || one AS call_id, '{name}' AS session_id,
                '{began_at}'::TIMESTAMP + to_seconds(one * 20) AS started_at,
                (4000 + 60 * least(one, 1000))::BIGINT AS input_tokens, 0::BIGINT AS cache_read_tokens,
                500::BIGINT AS output_tokens, 'success' AS status, false AS is_retry
            )
            FROM (SELECT * FROM {TABLE} WHERE api_key_id = '{api_key_id}' AND started_at < '{began_at}'
                ORDER BY started_at DESC LIMIT 1) AS held, range({hours * 180}) AS calls(one)
        """)
    elif kind == "broken_cache":
        con.execute(f"""
            UPDATE {TABLE} SET input_tokens = input_tokens + cache_read_tokens, cache_read_tokens = 0
            WHERE {of_key}
        """)
    elif kind == "failing_retries":
        # Each call fails four times, its prompt paid for, before it succeeds.
        con.execute(f"""
            INSERT INTO {TABLE} BY NAME
            SELECT * EXCLUDE (one) REPLACE ({copied}, 'failure' AS status, one > 0 AS is_retry,
                0::BIGINT AS output_tokens)
            FROM (SELECT * FROM {TABLE} WHERE {of_key} AND status = 'success') AS held,
                range(4) AS copies(one)
        """)
    else:
        vendor, model, *prices = NEW_VENDOR if kind == "new_vendor" else NEW_MODEL
        change = (
            f"'{name}' AS api_key_id"
            if kind == "new_key"
            else f"'{vendor}' AS provider_name, '{model}' AS model_name, {prices[0]}::DOUBLE AS input_price,"
            f" {prices[1]}::DOUBLE AS cache_read_price, {prices[2]}::DOUBLE AS output_price"
        )
        con.execute(f"""
            INSERT INTO {TABLE} BY NAME
            SELECT * EXCLUDE (one) REPLACE ({copied}, session_id || '-{name}' AS session_id, {change})
            FROM (SELECT * FROM {TABLE} WHERE {of_key}) AS held, range(1) AS copies(one)
        """)
    key = name if kind == "new_key" else api_key_id
    return Incident(kind, key, began_at, ended_at, cost(con, time) - before)
