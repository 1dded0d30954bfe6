"""One alert to the webhook: tried again where that may help, and nothing said of the address but its host."""

import os
from urllib.parse import urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from finops.alerting.alerts import Alert
from finops.project import FinopsError

VARIABLE = "AI_FINOPS_WEBHOOK"
ATTEMPTS = 5
TIMEOUT_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 30.0
BACKOFF = wait_exponential_jitter(initial=1, max=LONGEST_WAIT_SECONDS)
LOOPBACK = ("localhost", "127.0.0.1", "::1")
# Answers after which the same request may be taken.
PASSING = (408, 425, 429, 500, 502, 503, 504)


class TryAgain(Exception):
    """A failure that may pass. `after` is how many seconds the webhook asks to wait."""

    def __init__(self, said: str, after: float | None = None) -> None:
        super().__init__(said)
        self.after = after


def address(given: str | None) -> str:
    """Return the address of the webhook, the environment's where none is given.

    Raises FinopsError without one, and for one that would be read on the way.
    """
    url = (given or os.environ.get(VARIABLE, "")).strip()
    if not url:
        raise FinopsError(
            f"Say where alerts go: --webhook URL, or {VARIABLE} in the environment."
            " `finops alerts --dry-run` prints what would be sent."
        )
    try:
        parts = urlsplit(url)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        is_whole = is_safe and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole or any(character.isspace() for character in url):
        raise FinopsError(
            "The address of the webhook is none to send alerts to: it begins with https:// and a host, or"
            " with http:// on this machine. It is not shown here, because it may hold a secret."
        )
    return url


def host(url: str) -> str:
    """Return what may be said of an address."""
    return urlsplit(url).hostname or "the webhook"


def send(url: str, alert: Alert) -> None:
    """Deliver one alert. Raises FinopsError where it was not taken, after trying again."""
    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS), wait=_wait, retry=retry_if_exception_type(TryAgain), reraise=True
    )
    trouble = None
    try:
        retrying(_post, url, alert)
        return
    except TryAgain as error:
        trouble = f"{host(url)} {error}, {ATTEMPTS} times."
    raise FinopsError(trouble)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TryAgain) and error.after is not None:
        return min(error.after, LONGEST_WAIT_SECONDS)
    return BACKOFF(state)


def _post(url: str, alert: Alert) -> None:
    trouble: Exception | None = None
    try:
        # No redirect is followed, and no password of another file is added.
        answer = requests.post(
            url,
            json=alert.payload,
            headers={"Idempotency-Key": alert.key},
            timeout=TIMEOUT_SECONDS,
            allow_redirects=False,
            auth=lambda request: request,
        )
    except requests.Timeout:
        trouble = TryAgain(f"gave no answer in {TIMEOUT_SECONDS:g} s")
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError):
        trouble = FinopsError("The address of the webhook cannot be used. It is not shown here.")
    except requests.RequestException as error:
        trouble = TryAgain(f"could not be reached ({type(error).__name__})")
    if trouble is not None:
        # Raised outside the handlers: the error of a request names its address.
        raise trouble
    if 200 <= answer.status_code < 300:
        return
    if answer.status_code in PASSING:
        raise TryAgain(f"answered {answer.status_code}", _after(answer.headers.get("Retry-After")))
    raise FinopsError(
        f"{host(url)} answered {answer.status_code} and did not take the alert. Check the address and what it"
        " expects: JSON with a field `text`."
    )


def _after(header: str | None) -> float | None:
    return float(header) if header and header.isdecimal() else None
