"""The log: one line an operation, as text or JSON, fit for terminals and for the logs of CI."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum

from generator.printable import printable
from generator.telemetry.telling import Attribute, Span


class Level(StrEnum):
    """How much a line matters, least first."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Form(StrEnum):
    """What a line looks like."""

    TEXT = "text"
    JSON = "json"


_RANKS = {level: rank for rank, level in enumerate(Level)}

_TOKENS = re.compile(
    r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})\b"
    r"|(?<=://)[^/\s@]+@"
)
"""Tokens of GitHub and GitLab, and a user with a password in an address."""

_GOOD = frozenset({"ok", "not_modified", "empty"})
_DETAILS = frozenset({"enrich.batch", "scan"})


class Log:
    """Writes lines by ``write``; ``now`` gives the moment in UTC.

    No line holds a control character, an end of line of its own, one of ``secrets``, or what
    looks like a token.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        form: Form = Form.TEXT,
        level: Level = Level.INFO,
        now: Callable[[], datetime],
        secrets: Iterable[str] = (),
    ) -> None:
        self._write = write
        self._form = form
        self._rank = _RANKS[level]
        self._now = now
        self._secrets = tuple(secret for secret in secrets if secret)

    def span_started(self, span: Span) -> None:
        """Operations are told at their end."""

    def span_ended(self, span: Span) -> None:
        """One line, with its fields in the order of their names."""
        outcome = span.attributes.get("outcome", "error" if span.error else "ok")
        fields: dict[str, Attribute] = {
            **span.attributes,
            "duration_ms": round(span.seconds * 1_000, 1),
            "outcome": outcome,
        }
        if span.error:
            fields["error"] = span.error
        level = Level.DEBUG if span.operation in _DETAILS else Level.INFO
        if span.error or outcome not in _GOOD:
            level = Level.ERROR if span.error else Level.WARNING
        self.line(level, span.operation, fields)

    def counted(self, name: str, amount: int, attributes: dict[str, Attribute]) -> None:
        """For those who look closely."""
        self.line(Level.DEBUG, name, {**attributes, "amount": amount})

    def measured(self, name: str, value: float, attributes: dict[str, Attribute]) -> None:
        """For those who look closely."""
        self.line(Level.DEBUG, name, {**attributes, "value": value})

    def close(self) -> None:
        """Lines are written at once."""

    def line(self, level: Level, operation: str, fields: dict[str, Attribute]) -> None:
        """Write one line, if its level is enough."""
        if _RANKS[level] < self._rank:
            return
        safe = {name: self._safe(value) for name, value in sorted(fields.items())}
        moment = self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        if self._form is Form.JSON:
            record = {"time": moment, "level": level.value, "operation": operation, **safe}
            self._write(json.dumps(record, separators=(",", ":")))
            return
        told = " ".join(f"{name}={_quoted(value)}" for name, value in safe.items())
        self._write(f"{moment} {level.value.upper():<7} {operation} {told}")

    def _safe(self, value: Attribute) -> Attribute:
        if not isinstance(value, str):
            return value
        for secret in self._secrets:
            value = value.replace(secret, "***")
        return printable(_TOKENS.sub("***", value))


def _quoted(value: Attribute) -> str:
    """A value in one word, or in quotes."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return text if re.fullmatch(r"[\w.,:/+-]+", text, re.ASCII) else json.dumps(text, ensure_ascii=False)
