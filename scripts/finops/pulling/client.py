"""Asking a vendor's API: pages, waiting when told to, trying again, and errors that never show the key."""

import json
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from finops.project import FinopsError
from finops.pulling.vendors import Endpoint, Vendor

# dlt reports usage of itself unless told not to before it is imported.
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"

from dlt.common.configuration.specs.runtime_configuration import RuntimeConfiguration
from dlt.sources.helpers.requests import HTTPError, RequestException, Timeout
from dlt.sources.helpers.requests.retry import Client
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.auth import APIKeyAuth, BearerTokenAuth
from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

ATTEMPTS = 6
BACKOFF_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 120.0
TIMEOUT_SECONDS = 60.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Closed(FinopsError):
    """An endpoint that this organisation or key cannot read."""


def address(vendor: Vendor) -> str:
    """Return the vendor's base address, the environment's where it gives one.

    Raises FinopsError for one that would send the key in the open, or that holds a password.
    """
    url = os.environ.get(vendor.url_variable) or vendor.url
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.hostname or parts.username or parts.password or parts.query:
        raise FinopsError(
            f"{vendor.url_variable} is no address to send a key to. Give one like {vendor.url}: https, no"
            " user name and no query."
        )
    return url.rstrip("/")


def key_of(vendor: Vendor) -> str:
    """Return the admin key from the environment. Raises FinopsError without one; its value is never said."""
    key = os.environ.get(vendor.key_variable, "").strip()
    if not key:
        raise FinopsError(
            f"{vendor.key_variable} is not set, so {vendor.title} cannot be asked. Make an admin key"
            f" ({vendor.key_page}) and export it: read -rs {vendor.key_variable}; export"
            f" {vendor.key_variable}"
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise FinopsError(
            f"{vendor.key_variable} holds characters that no key has (spaces, line ends or accents). Copy the"
            f" key again from {vendor.key_page}."
        )
    return key


class Api:
    """One vendor's API. The key lives in this object alone."""

    def __init__(self, vendor: Vendor, say: Callable[[str], None]) -> None:
        self._vendor, self._say = vendor, say
        key = key_of(vendor)
        auth = (
            APIKeyAuth(name=vendor.key_header, api_key=key, location="header")
            if vendor.key_header
            else BearerTokenAuth(key)
        )
        retrying = Client(
            request_timeout=TIMEOUT_SECONDS,
            raise_for_status=False,
            request_max_attempts=ATTEMPTS,
            request_backoff_factor=BACKOFF_SECONDS,
            request_max_retry_delay=LONGEST_WAIT_SECONDS,
            respect_retry_after_header=True,
        )
        self._client = RESTClient(
            base_url=address(vendor),
            headers=dict(vendor.headers) | {"accept": "application/json"},
            auth=auth,
            session=retrying.session,
            config=RuntimeConfiguration(dlthub_telemetry=False, log_level="CRITICAL"),
        )

    def pages(self, endpoint: Endpoint, parameters: dict[str, Any]) -> list[str]:
        """Return the response bodies of all pages, as sent.

        Raises Closed where the endpoint is optional and not open to this key, FinopsError for whatever else
        ends the reading: then there are no pages at all.
        """
        trouble = None
        try:
            return self._pages(endpoint, parameters)
        except HTTPError as error:
            trouble = self._status_trouble(endpoint, error.response.status_code)
        except Timeout:
            seconds = f"{TIMEOUT_SECONDS:g}"
            trouble = self._trouble(
                endpoint, f"gave no answer in {seconds} s, {ATTEMPTS} times", "Try later."
            )
        except ValueError:
            trouble = self._trouble(endpoint, "sent no readable JSON", self._check_address())
        except RequestException as error:
            said = type(error).__name__
            trouble = self._trouble(endpoint, f"could not be reached ({said})", self._check_address())
        # Raised outside the handlers: nothing of a request, and so of its headers, hangs on the error.
        raise trouble

    def _pages(self, endpoint: Endpoint, parameters: dict[str, Any]) -> list[str]:
        bodies: list[str] = []
        seen: set[str] = set()
        found = self._client.paginate(
            endpoint.path,
            params=dict(parameters),
            paginator=JSONResponseCursorPaginator(cursor_path="next_page", cursor_param="page"),
            data_selector="data",
            allow_redirects=False,
        )
        for page in found:
            text = page.response.content.decode("utf-8")
            content = json.loads(text)
            is_page = isinstance(content, dict) and isinstance(content.get("data"), list)
            if page.response.status_code != 200 or not is_page:
                raise self._trouble(
                    endpoint, "sent something else than a page of results", self._check_address()
                )
            bodies.append(text)
            self._say(f"{endpoint.name}: page {len(bodies)}")
            following = content.get("next_page")
            if content.get("has_more") and not following:
                raise self._trouble(endpoint, "says there is more but not where", "Try again later.")
            if following in seen:
                raise self._trouble(endpoint, "sends the same page again and again", "Try again later.")
            seen.add(following)
            if not content.get("has_more"):
                break
        return bodies

    def _status_trouble(self, endpoint: Endpoint, status: int) -> FinopsError:
        vendor = self._vendor
        if status in (403, 404) and endpoint.is_optional:
            return Closed(f"{endpoint.name} is not open to this key ({status}): passed over.")
        told = {
            401: (
                "does not know the key (401)",
                f"Check {vendor.key_variable}; make one in {vendor.key_page}.",
            ),
            403: (
                "does not let this key read it (403)",
                f"It must be an admin key of the organisation: {vendor.key_page}.",
            ),
            404: ("does not know this address (404)", self._check_address()),
            429: (
                f"still limits the rate after {ATTEMPTS} attempts (429)",
                "Wait some minutes and pull again, or ask for fewer days with --since.",
            ),
        }
        what, to_do = told.get(status, (f"answers with status {status}", "Try again later."))
        return self._trouble(endpoint, what, to_do)

    def _check_address(self) -> str:
        return f"Check {self._vendor.url_variable} if it is set; it stands for {self._vendor.url}."

    def _trouble(self, endpoint: Endpoint, what: str, to_do: str) -> FinopsError:
        return FinopsError(f"{self._vendor.title} {what}: {endpoint.path}. Nothing was landed. {to_do}")
