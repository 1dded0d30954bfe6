"""`finops alerts`: what is new goes to the webhook, once each; what was not taken goes next time.

At least once: an alert counts as sent when the webhook has answered 2xx and that is written down. Where the
machine stops between the two it is sent again, with the same idempotency key.
"""

from finops.alerting.alerts import Alert, open_alerts, summary
from finops.alerting.sending import address, host, send
from finops.alerting.state import note_sent, read_sent
from finops.locks import hold
from finops.project import FinopsError, Project
from finops.report_dialogue import open_published
from finops.screen import say

# More than this at once is a storm: the rest is one message.
SENT_AT_ONCE = 10


def run_alerts(project: Project, webhook: str | None, *, is_dry_run: bool = False) -> None:
    """Send what is new, or print it. Raises FinopsError where the webhook did not take an alert."""
    if is_dry_run:
        messages = _messages(project, read_sent(project))
        for message, _ in messages:
            say(message.text)
        say(f"{_count(messages)} would be sent; nothing was.")
        return
    url = address(webhook)
    with hold(project.home / "warehouse" / ".alerts.lock", "finops alerts"):
        sent = read_sent(project)
        messages = _messages(project, sent)
        for number, (message, covered) in enumerate(messages):
            try:
                send(url, message)
            except FinopsError as error:
                raise FinopsError(
                    f"{error} {number} of {_count(messages)} sent; the rest is sent next time."
                ) from None
            note_sent(project, sent, covered)
    say(f"{_count(messages)} sent to {host(url)}." if messages else "Nothing new: no alert was sent.")


def _messages(project: Project, sent: dict[str, dict[str, str]]) -> list[tuple[Alert, list[Alert]]]:
    """What is to be sent, each with the alerts that it says."""
    with open_published(project) as figures:
        found, missing = open_alerts(figures)
    for table in missing:
        say(f"This copy has no table {table} yet: `finops refresh` builds and publishes it.", "yellow")
    new = [one for one in found if one.key not in sent]
    alone = new if len(new) <= SENT_AT_ONCE + 1 else new[:SENT_AT_ONCE]
    rest = new[len(alone) :]
    messages = [(one, [one]) for one in alone]
    return [*messages, (summary(rest), rest)] if rest else messages


def _count(messages: list[tuple[Alert, list[Alert]]]) -> str:
    return "1 alert" if len(messages) == 1 else f"{len(messages)} alerts"
