"""Alerts: once though the command runs twice, again after a failed delivery, and nobody's address in them."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from tenacity import wait_none
from typer.testing import CliRunner, Result

from finops.alerting import sending
from finops.alerting.alerts import open_alerts
from finops.alerting.state import state_file
from finops.alerts_dialogue import SENT_AT_ONCE
from finops.cli import app
from finops.figures import open_figures
from finops.project import Project

runner = CliRunner()
SECRET = "T0-very-secret-path"
NOW = datetime(2026, 10, 28, 9)


class Webhook:
    """A stand-in for a webhook: what it was sent, and the answers that it gives first."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.asked = 0
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                webhook.asked += 1
                status, headers = webhook.answers.pop(0) if webhook.answers else (200, {})
                if 200 <= status < 300:
                    webhook.sent.append(body)
                    webhook.headers.append(dict(self.headers))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                webhook.asked += 1
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/services/{SECRET}"

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.sent]


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    """A webhook that listens, named in the environment; between attempts nobody waits."""
    made = Webhook()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv(sending.VARIABLE, made.url)
    monkeypatch.setattr(sending, "BACKOFF", wait_none())
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(10)


@pytest.fixture
def tables(project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published copy with the tables of alerts, open for writing until the command runs."""
    path = project.published / "ai_finops.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as con:
        con.execute(
            """
            create schema anomalies; create schema planning; create schema governance;
            create schema unit_economics;
            create table anomalies.fct_early_warnings (
                warning_id text, warning_kind text, first_hour timestamp, last_hour timestamp,
                is_open boolean, provider_name text, model_name text, team text, owner_name text,
                currency text, cost_per_day decimal(38, 12), known_change_id text, evidence text
            );
            create table anomalies.fct_cost_anomalies (
                anomaly_id text, severity text, direction text, scope_kind text, scope_value text,
                service_name text, model_name text, team text, evidence text, owner_name text,
                first_date date, last_date date, currency text,
                excess_cost decimal(38, 12), known_change_id text, status text
            );
            create table planning.fct_budget_status (
                budget_id text, budget_name text, scope_kind text, scope_value text, billing_period text,
                currency text, status text, budget_amount decimal(38, 12), actual_to_date decimal(38, 12),
                month_end_estimate decimal(38, 12), as_of_date date, owner_name text, is_newest boolean,
                is_current_version boolean
            );
            create table governance.fct_invoice_reconciliation (
                invoice_issuer_name text, invoice_id text, billing_currency text, billing_period text,
                invoice_date date, invoiced_amount decimal(28, 12), billed_cost decimal(38, 12),
                difference decimal(38, 12), cause text
            );
            create table unit_economics.rpt_bill_match_status (
                provider_name text, delivery_scope text, billing_period text, currency text, status text,
                billed_cost decimal(38, 12), unknown_gap decimal(38, 12)
            );
            """
        )
    yield lambda *args: _change(path, *args)


def _change(path: Path, query: str, *parameters: object) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(query, list(parameters))


def warn(change, id_: str, *, is_open: bool = True, days_ago: int = 0, **other: object) -> None:
    row = {"kind": "runaway_session", "evidence": "One session made 900 attempts.", "owner": "search",
           "known": None, "cost": "12.5"} | other  # fmt: skip
    first = NOW - timedelta(days=days_ago, hours=3)
    change(
        "insert into anomalies.fct_early_warnings values (?, ?, ?, ?, ?, 'OpenAI', 'gpt', null, ?, 'USD', ?,"
        " ?, ?)",
        id_, row["kind"], first, NOW - timedelta(days=days_ago), is_open, row["owner"], row["cost"],
        row["known"], row["evidence"],
    )  # fmt: skip


def budget(change, id_: str, status: str) -> None:
    change(
        "insert into planning.fct_budget_status values"
        " (?, 'vendors', 'provider', 'OpenAI', '2026-10', 'USD', ?, 100, 120.005, 140, '2026-10-26', null,"
        " true, true)",
        id_, status,
    )  # fmt: skip


def run(*options: str) -> Result:
    return runner.invoke(app, ["alerts", *options])


def test_each_kind_is_sent_once_though_the_command_runs_twice(tables, webhook: Webhook) -> None:
    warn(tables, "w1")
    budget(tables, "b1", "breached")
    budget(tables, "b2", "on_track")
    tables(
        "insert into anomalies.fct_cost_anomalies values ('a1', 'medium', 'up', 'leaf', 'search',"
        " 'API', 'gpt', 'search', 'Cost rose.', null, '2026-10-20', '2026-10-26', 'USD', 99.999,"
        " null, 'open')"
    )
    tables(
        "insert into governance.fct_invoice_reconciliation values"
        " ('OpenAI', 'I-1', 'USD', '2026-09', '2026-10-02', 10, 7, 3, 'charges_missing'),"
        " ('OpenAI', 'I-2', 'USD', '2026-08', '2026-09-02', 10, 10, 0, 'agrees'),"
        " ('OpenAI', 'none', 'USD', '2026-10', null, null, 5, null, 'not_yet_invoiced')"
    )
    tables(
        "insert into unit_economics.rpt_bill_match_status values"
        " ('OpenAI', 's', '2026-09', 'USD', 'gap_unknown', 10, 1.25),"
        " ('OpenAI', 's', '2026-08', 'USD', 'foots', 10, 0)"
    )
    first = run()
    assert first.exit_code == 0, first.output
    assert "5 alerts sent to 127.0.0.1." in first.output
    kinds = [one["kind"] for one in webhook.sent]
    assert sorted(kinds) == [
        "budget_breach", "cost_anomaly", "early_warning", "failed_bill_match", "failed_reconciliation",
    ]  # fmt: skip
    assert [one["severity"] for one in webhook.sent] == ["high"] * 3 + ["medium"] * 2
    warning = next(one for one in webhook.sent if one["kind"] == "early_warning")
    assert warning["text"] == (
        "[high] Early warning, runaway session: gpt. USD 12.50 a day at stake."
        " One session made 900 attempts. Owner: search. More: finops explain warnings/w1"
    )
    anomaly = next(one for one in webhook.sent if one["kind"] == "cost_anomaly")
    assert "up: search, API, gpt. USD 100.00 off what is usual. Cost rose. Owner: search." in anomaly["text"]
    assert (warning["currency"], warning["amount"]) == ("USD", "12.500000000000")
    assert [one["idempotency_key"] for one in webhook.sent] == [
        headers["Idempotency-Key"] for headers in webhook.headers
    ]
    assert len({one["idempotency_key"] for one in webhook.sent}) == 5
    second = run()
    assert second.exit_code == 0 and "Nothing new" in second.output
    assert len(webhook.sent) == webhook.asked == 5


def test_what_failed_goes_again_and_what_was_taken_does_not(
    tables, webhook: Webhook, project: Project
) -> None:
    """A server's error is tried again five times; then the command says so, and the next run goes on."""
    warn(tables, "w1", cost="3")
    warn(tables, "w2", cost="2")
    warn(tables, "w3", cost="1")
    webhook.answers = [(200, {}), *[(500, {})] * sending.ATTEMPTS]
    failed = run()
    assert failed.exit_code == 1
    assert "127.0.0.1 answered 500, 5 times. 1 of 3 alerts sent; the rest is sent next time." in failed.output
    assert webhook.asked == 1 + sending.ATTEMPTS
    assert len(json.loads(state_file(project).read_text())["sent"]) == 1
    again = run()
    assert again.exit_code == 0 and "2 alerts sent" in again.output
    assert [one["id"] for one in webhook.sent] == ["w1", "w2", "w3"]
    assert run().exit_code == 0 and len(webhook.sent) == 3


def test_what_passes_is_tried_again_at_once(tables, webhook: Webhook) -> None:
    warn(tables, "w1")
    webhook.answers = [(429, {"Retry-After": "0"}), (503, {}), (500, {})]
    assert run().exit_code == 0
    assert len(webhook.sent) == 1 and webhook.asked == 4


def test_a_webhook_that_asks_to_wait_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Outcome:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def exception(self) -> Exception:
            return self.error

    class State:
        attempt_number = 3

        def __init__(self, error: Exception) -> None:
            self.outcome = Outcome(error)

    assert sending._wait(State(sending.TryAgain("", 7.0))) == 7.0
    assert sending._wait(State(sending.TryAgain("", 9999.0))) == sending.LONGEST_WAIT_SECONDS
    assert 4 <= sending._wait(State(sending.TryAgain(""))) <= 5


def test_a_webhook_that_is_not_there_is_said_without_its_address(
    tables, project: Project, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    warn(tables, "w1")
    refused = run("--webhook", f"http://127.0.0.1:{port}/{SECRET}")
    assert refused.exit_code == 1
    assert "could not be reached (ConnectionError), 5 times" in refused.output
    assert SECRET not in refused.output and not state_file(project).exists()
    assert run().exit_code == 0 and len(webhook.sent) == 1


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 410])
def test_an_answer_that_stays_is_not_tried_again(tables, webhook: Webhook, status: int) -> None:
    """No redirect is followed: the alert goes where it was told to and nowhere else."""
    warn(tables, "w1")
    webhook.answers = [(status, {"Location": f"{webhook.url}/elsewhere"})]
    result = run()
    assert result.exit_code == 1 and f"answered {status} and did not take the alert" in result.output
    assert webhook.asked == 1 and webhook.sent == []


@pytest.mark.parametrize(
    "url",
    [
        "hooks.example.com/T0", "http://hooks.example.com/T0", "ftp://127.0.0.1/T0", "https://", "file:///T0",
        "https://a b/T0", "http://[::1/T0", "https://host:notaport/T0", "javascript:T0",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_and_not_shown(tables, url: str) -> None:
    warn(tables, "w1")
    result = run("--webhook", url)
    assert result.exit_code == 1 and "none to send alerts to" in result.output
    assert "T0" not in result.output and "Traceback" not in result.output


def test_without_an_address_or_a_copy_it_is_said(
    project: Project, tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(sending.VARIABLE, raising=False)
    assert "Say where alerts go" in run().output and run().exit_code == 1
    (project.published / "ai_finops.duckdb").unlink()
    for options in (["--dry-run"], ["--webhook", "https://hooks.example.com/x"]):
        result = run(*options)
        assert result.exit_code == 1 and "Nothing is published yet" in result.output


def test_a_change_of_severity_is_news_and_the_same_again_is_not(tables, webhook: Webhook) -> None:
    budget(tables, "b1", "warning")
    assert run().exit_code == 0
    tables("update planning.fct_budget_status set status = 'breached', actual_to_date = 130")
    assert run().exit_code == 0
    tables("update planning.fct_budget_status set actual_to_date = 135")
    assert run().exit_code == 0
    assert [(one["severity"], one["id"]) for one in webhook.sent] == [("medium", "b1"), ("high", "b1")]
    assert len({one["idempotency_key"] for one in webhook.sent}) == 2


def test_a_backlog_is_no_storm(tables, webhook: Webhook) -> None:
    """Open and recent ones only; the worst alone, the rest as one message, and nothing of it again."""
    for number in range(40):
        warn(tables, f"w{number:02}", cost=str(number))
    for number in range(30):
        warn(tables, f"old{number}", is_open=False, days_ago=30)
    warn(tables, "ended yesterday", is_open=False, days_ago=1, cost="500")
    warn(tables, "known", known="c1")
    assert run().exit_code == 0
    assert len(webhook.sent) == SENT_AT_ONCE + 1
    assert [one["id"] for one in webhook.sent[:-1]] == [f"w{number}" for number in range(39, 29, -1)]
    assert webhook.texts[-1] == "31 more alerts: 31 early warning. `finops report` shows them all."
    assert run().exit_code == 0
    assert len(webhook.sent) == SENT_AT_ONCE + 1
    warn(tables, "new")
    assert run().exit_code == 0
    assert [one.get("id") for one in webhook.sent[SENT_AT_ONCE + 1 :]] == ["new"]


def test_no_address_and_no_key_leaves(tables, webhook: Webhook) -> None:
    """Lists are written by people: an owner may be an address, a sentence may hold a key."""
    warn(
        tables, "w1", owner="Ann.Lee+x@corp.example.com",
        evidence="Key sk-proj-abcdef1234567890 and AKIAABCDEFGHIJKLMNOP of bob@x.io spiked.",
    )  # fmt: skip
    shown = run("--dry-run").output
    assert run().exit_code == 0
    said = json.dumps(webhook.sent) + shown
    for hidden in ("Ann.Lee", "corp.example", "sk-proj", "AKIAABC", "bob@"):
        assert hidden not in said
    assert "Owner: (address)" in said and "Key (key) and (key) of (address) spiked" in said


def test_dry_run_prints_sends_nothing_and_remembers_nothing(
    tables, webhook: Webhook, project: Project
) -> None:
    warn(tables, "w1")
    for _ in range(2):
        result = run("--dry-run")
        assert result.exit_code == 0
        assert "Early warning, runaway session" in result.output and "1 alert would be sent" in result.output
    assert webhook.asked == 0 and not state_file(project).exists()


def test_a_spoilt_memory_sends_nothing(tables, webhook: Webhook, project: Project) -> None:
    warn(tables, "w1")
    for spoilt in ("{", "[]", '{"sent": []}', '{"sent": {"a": 1}}'):
        state_file(project).write_text(spoilt, encoding="utf-8")
        result = run()
        assert result.exit_code == 1 and "every alert would be sent again" in result.output
        assert state_file(project).read_text(encoding="utf-8") == spoilt
    assert webhook.asked == 0


def test_a_copy_of_an_older_build_sends_what_it_has(tables, webhook: Webhook) -> None:
    budget(tables, "b1", "breached")
    tables("drop table anomalies.fct_early_warnings")
    result = run()
    assert result.exit_code == 0 and len(webhook.sent) == 1
    assert "no table anomalies.fct_early_warnings yet" in result.output


def test_every_alert_of_the_demo_can_be_explained(published_demo: Project) -> None:
    """The tables as built have the columns that alerts read, and each alert names a row of the report."""
    from finops.reporting.explaining import resolve

    with open_figures(published_demo) as figures:
        found, _ = open_alerts(figures)
        assert {one.kind for one in found} >= {"budget_breach", "failed_reconciliation"}
        for one in found:
            assert resolve(figures, one.payload["explained_by"])[1]


def test_what_was_taken_and_not_noted_goes_again_under_the_same_key(
    tables, webhook: Webhook, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine may stop between the two: at least once, and the webhook can tell."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    warn(tables, "w1")
    with monkeypatch.context() as stopped:
        stopped.setattr("finops.alerts_dialogue.note_sent", stop)
        assert run().exit_code == 130
    assert not state_file(project).exists()
    assert run().exit_code == 0
    assert [one["id"] for one in webhook.sent] == ["w1", "w1"]
    assert len({one["idempotency_key"] for one in webhook.sent}) == 1
    assert "Nothing new" in run().output
