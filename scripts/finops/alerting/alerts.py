"""What is to be said: rows of the figures of alerts, without addresses and keys, each with its own key."""

import hashlib
import re
import shlex
from dataclasses import dataclass
from typing import Any

from finops.figures import Figures
from finops.reporting.catalogue.alerts import ALERTS
from finops.reporting.figure import Row, ask, exact, written

# What the money of each kind is.
MONEY = {
    "early_warning": "{} a day at stake",
    "cost_anomaly": "{} off what is usual",
    "budget_breach": "Budget {}",
    "failed_reconciliation": "{} differs",
    "failed_bill_match": "{} unexplained",
}
SEVERITIES = ("high", "medium", "low")
# The published copy has pseudonyms; what people wrote into lists may still hold an address or a key.
HIDDEN = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "(address)"),
    (re.compile(r"\b(?:sk|pk|rk|xox[abp])-[\w-]{8,}|\bA[KS]IA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}"), "(key)"),
)


@dataclass(frozen=True)
class Alert:
    """One message. `key` is the same whenever the same thing is said: kind, id and severity."""

    key: str
    kind: str
    severity: str
    text: str
    payload: dict[str, Any]


def open_alerts(figures: Figures) -> tuple[list[Alert], list[str]]:
    """Return what may be said now, the worst first, and the tables that this copy does not have."""
    found, missing = [], []
    for figure in ALERTS:
        answer = ask(figures, figure)
        found += [_alert(row) for row in answer.rows]
        if answer.missing:
            missing.append(answer.missing)
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity)), missing


def summary(alerts: list[Alert]) -> Alert:
    """Return one alert that stands for many; what it stands for is its key."""
    kinds: dict[str, int] = {}
    for one in alerts:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    said = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(kinds.items()))
    text = f"{len(alerts)} more alerts: {said}. `finops report` shows them all."
    return _made("summary", "+".join(sorted(one.key for one in alerts)), "medium", text, {"counts": kinds})


def clean(text: str) -> str:
    """Return a text without e-mail addresses and what looks like a key."""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def _alert(row: Row) -> Alert:
    said = {
        name: clean(row.values[name]) if row.values[name] else None
        for name in ("what", "evidence", "owner", "explained_by")
    }
    amount = f"{row.values['currency']} {written(row.values['amount'], 'money')}"
    is_owned = row.figure.id in ("early_warning", "cost_anomaly")
    parts = (
        f"{said['what']}.",
        f"{MONEY[row.figure.id].format(amount)}." if row.values["amount"] is not None else None,
        f"{said['evidence'].rstrip('.')}." if said["evidence"] else None,
        f"Owner: {said['owner']}." if said["owner"] else "Nobody owns it." if is_owned else None,
        f"More: finops explain {shlex.quote(said['explained_by'])}",
    )
    text = f"[{row.values['severity']}] {' '.join(filter(None, parts))}"
    details = {
        "id": row.values["alert_id"],
        **said,
        "since": written(row.values["since"], "moment"),
        "currency": row.values["currency"],
        "amount": exact(row.values["amount"]) or None,
        "table": row.figure.table,
        "rule": row.figure.rule,
    }
    return _made(row.figure.id, row.values["alert_id"], row.values["severity"], text, details)


def _made(kind: str, id_: str, severity: str, text: str, details: dict[str, Any]) -> Alert:
    key = hashlib.sha256("|".join((kind, id_, severity)).encode()).hexdigest()[:32]
    payload = {"text": text, "idempotency_key": key, "kind": kind, "severity": severity, **details}
    return Alert(key, kind, severity, text, payload)
