"""What an HTTP answer means, in one word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from generator.github.decode import BadBodyError, parse_json
from generator.model import Outcome
from generator.printable import printable


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    """Decoded; at most as many bytes as were asked for."""
    cut: bool = False
    """Whether there was more."""


class Phase(Enum):
    """How far an attempt came that brought no answer."""

    CONNECTING = "connecting"
    """Nobody was reached: no name, no route, refused, or nothing answered in time."""
    TALKING = "talking"
    """Somebody was, or may have been."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that brought no answer, or none that can be read."""

    outcome: Outcome
    error: str
    phase: Phase = Phase.TALKING


REDIRECTS = frozenset({301, 302, 303, 307, 308})

_BY_STATUS = {
    200: Outcome.OK,
    304: Outcome.NOT_MODIFIED,
    401: Outcome.AUTH,
    404: Outcome.NOT_FOUND,
    409: Outcome.EMPTY,  # "Git Repository is empty."
    410: Outcome.NOT_FOUND,
    451: Outcome.BLOCKED,
}

_DEFAULT_BY_CLASS = {3: Outcome.REDIRECT, 4: Outcome.BAD_INPUT, 5: Outcome.SERVER}


def judge(reply: Reply) -> tuple[Outcome, str | None]:
    """The outcome of a REST answer, and its error text unless all went well."""
    status = reply.status
    if status in (403, 429):
        outcome = _refusal(reply)
    elif status in REDIRECTS:
        outcome = Outcome.REDIRECT
    else:
        outcome = _BY_STATUS.get(status) or _DEFAULT_BY_CLASS.get(status // 100, Outcome.BAD_BODY)
    if outcome in (Outcome.OK, Outcome.NOT_MODIFIED):
        return outcome, None
    return outcome, error_text(status, message_of(reply))


def _refusal(reply: Reply) -> Outcome:
    """Tell the kinds of 403 and 429 apart.

    https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: a spent
    limit has nothing remaining; a secondary one has ``retry-after`` or says so in words.
    """
    if reply.headers.get("x-ratelimit-remaining") == "0":
        return Outcome.RATE_PRIMARY
    message = message_of(reply).casefold()
    if "retry-after" in reply.headers or "secondary rate" in message or "abuse" in message:
        return Outcome.RATE_SECONDARY
    if reply.status == 429:
        return Outcome.RATE_SECONDARY
    if "rate limit exceeded" in message:
        return Outcome.RATE_PRIMARY
    return Outcome.BLOCKED if "blocked" in message or "disabled" in message else Outcome.FORBIDDEN


def message_of(reply: Reply) -> str:
    """The ``message`` of an error's body, where it has one."""
    try:
        body = parse_json(reply.body)
    except BadBodyError:
        return ""
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else ""


def error_text(status: int, message: str) -> str:
    """The status and GitHub's own words, fit to be printed and stored."""
    return printable(f"HTTP {status}: {message}" if message else f"HTTP {status}")
