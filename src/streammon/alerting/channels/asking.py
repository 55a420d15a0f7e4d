"""One call to a provider's interface, and what its answer means before the provider's own codes are looked at."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx

from streammon.errors import Transient
from streammon.model.message import Delivery, Outcome

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Errors after which nothing has left."""

_asking: ContextVar[bool] = ContextVar("asking", default=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON object that a provider has answered with, whatever the HTTP status."""

    status: int
    said: dict[str, Any]


async def ask(client: httpx.AsyncClient, request: httpx.Request, provider: str) -> Answer | Delivery:
    """Send `request` once. A Delivery says what became of it where the answer is none of the provider's own.

    Redirects are not followed: nobody else is to read what is sent. Raises Transient, naming `provider` and no
    address, when nothing has left or the answer is HTTP 429 or 503.
    """
    token = _asking.set(True)
    try:
        answer = await client.send(request, follow_redirects=False)
    except NOT_SENT as error:
        raise Transient(f"{provider} can't be reached ({type(error).__name__})") from None
    except httpx.RequestError as error:
        return Delivery(Outcome.UNKNOWN, type(error).__name__)
    finally:
        _asking.reset(token)
    if answer.status_code in {429, 503}:
        raise Transient(f"{provider} answers HTTP {answer.status_code}", _retry_after(answer))
    try:
        said = answer.json()
    except ValueError:
        said = None
    if isinstance(said, dict):
        return Answer(answer.status_code, said)
    refused = 300 <= answer.status_code < 500
    return Delivery(Outcome.REFUSED if refused else Outcome.UNKNOWN, f"HTTP {answer.status_code} without a JSON object")


def _retry_after(answer: httpx.Response) -> float | None:
    seconds = answer.headers.get("Retry-After", "")
    return float(seconds) if seconds.isdecimal() else None


def _may_be_logged(_: logging.LogRecord) -> bool:
    """At INFO httpx writes the whole address, and those of providers hold keys, tokens and phone numbers."""
    return not _asking.get()


logging.getLogger("httpx").addFilter(_may_be_logged)
