"""What became of the gateway's traffic: tickets that an answer closed, sessions that found something.

Only part of the traffic is judged, as in life. Table `outcome_rows` has the columns of the list.
"""

from finops.demo import litellm
from finops.demo.engine import Demo

# What is judged: keys, kind of the subject, its id, outcome, share judged, share accepted, worth of one.
JUDGED = (
    ("assist-%", "task", litellm.TASK, "ticket closed", 0.15, 0.72, "4.50"),
    ("search-answers-%", "session", litellm.SESSION, "answer found", 0.4, 0.85, "0.35"),
    ("fleet-reports-%", "request", litellm.REQUEST, "report read", 0.2, 0.6, "1.20"),
)


def make(demo: Demo) -> None:
    """Create `outcome_rows`, still empty."""
    demo.run("""
        CREATE TABLE outcome_rows (
            subject_kind VARCHAR, subject_id VARCHAR, outcome VARCHAR, accepted VARCHAR,
            value DECIMAL(12, 2), currency VARCHAR, occurred_on DATE
        )
    """)


def make_month(demo: Demo) -> None:
    """Add what is known of the attempts of the month in `gateway_attempts`; what is refused has no worth."""
    for keys, kind, subject, outcome, judged, accepted, value in JUDGED:
        demo.run(f"""
            INSERT INTO outcome_rows
            WITH subjects AS (
                SELECT DISTINCT {subject} AS subject_id, day
                FROM gateway_attempts INNER JOIN llm_keys USING (key_model)
                WHERE name LIKE '{keys}' AND status = 'success'
            ),
            drawn AS (
                SELECT *, dice(subject_id, 'accepted') < {accepted} AS is_accepted
                FROM subjects WHERE dice(subject_id, 'judged') < {judged}
            )
            SELECT
                '{kind}', subject_id, '{outcome}', CASE WHEN is_accepted THEN 'yes' ELSE 'no' END,
                CASE WHEN is_accepted THEN {value}::DECIMAL(12, 2) END,
                CASE WHEN is_accepted THEN 'USD' END, day + 1
            FROM drawn
        """)


def rows(demo: Demo) -> list[dict[str, object]]:
    """Return the rows of the list in order."""
    columns = ("subject_kind", "subject_id", "outcome", "accepted", "value", "currency", "occurred_on")
    found = demo.rows(f"SELECT {', '.join(columns)} FROM outcome_rows ORDER BY subject_kind, subject_id")
    return [dict(zip(columns, row, strict=True)) for row in found]
