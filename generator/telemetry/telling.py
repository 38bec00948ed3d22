"""Spans, counts and gauges, and the object that hands them on."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

Attribute = str | int | float | bool


@dataclass(slots=True, eq=False)
class Span:
    """One operation, from its start to its end."""

    operation: str
    started: float
    """Seconds of the monotonic clock."""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    ended: float | None = None
    parent: Span | None = None
    error: str | None = None
    """Name of the exception that ended it; None where it ended well."""

    @property
    def seconds(self) -> float:
        """How long it took; 0 while it lasts."""
        return 0.0 if self.ended is None else self.ended - self.started

    def set(self, **attributes: Attribute) -> None:
        """Say more of it; it may be told only at its end."""
        self.attributes.update(attributes)


class Sink(Protocol):
    """Takes what is told. No method raises."""

    def span_started(self, span: Span) -> None:
        """An operation begins."""

    def span_ended(self, span: Span) -> None:
        """It ended; of one that is told afterwards the beginning was told just before."""

    def counted(self, name: str, amount: int, attributes: dict[str, Attribute]) -> None:
        """So many more of something."""

    def measured(self, name: str, value: float, attributes: dict[str, Attribute]) -> None:
        """How much there is of something now."""

    def close(self) -> None:
        """Nothing more comes."""


_INNERMOST: ContextVar[Span | None] = ContextVar("innermost span", default=None)
"""The operation that lasts, each thread and task its own."""


class Telemetry:
    """Hands everything to its sinks; with none, nothing is made or kept."""

    def __init__(self, sinks: Sequence[Sink] = (), monotonic: Callable[[], float] = lambda: 0.0) -> None:
        self._sinks = tuple(sinks)
        self._monotonic = monotonic

    def span(self, operation: str, **attributes: Attribute) -> contextlib.AbstractContextManager[Span]:
        """An operation that lasts as long as the ``with`` around its steps."""
        return self._span(operation, attributes) if self._sinks else _UNHEARD

    @contextlib.contextmanager
    def _span(self, operation: str, attributes: dict[str, Attribute]) -> Iterator[Span]:
        span = Span(operation, self._monotonic(), attributes, parent=_INNERMOST.get())
        token = _INNERMOST.set(span)
        for sink in self._sinks:
            sink.span_started(span)
        try:
            yield span
        except BaseException as error:
            span.error = type(error).__name__
            raise
        finally:
            _INNERMOST.reset(token)
            self._end(span)

    def done(self, operation: str, started: float, **attributes: Attribute) -> None:
        """An operation that began at ``started`` (of :meth:`now`) and ends now, among others."""
        if not self._sinks:
            return
        span = Span(operation, started, attributes, parent=_INNERMOST.get())
        for sink in self._sinks:
            sink.span_started(span)
        self._end(span)

    def _end(self, span: Span) -> None:
        span.ended = self._monotonic()
        for sink in self._sinks:
            sink.span_ended(span)

    def now(self) -> float:
        """The monotonic clock, for :meth:`done`; 0 where nobody listens."""
        return self._monotonic() if self._sinks else 0.0

    def annotate(self, **attributes: Attribute) -> None:
        """Say more of the innermost operation that lasts."""
        if self._sinks and (span := _INNERMOST.get()):
            span.set(**attributes)

    def count(self, name: str, amount: int = 1, **attributes: Attribute) -> None:
        """So many more of something."""
        for sink in self._sinks:
            sink.counted(name, amount, attributes)

    def measure(self, name: str, value: float, **attributes: Attribute) -> None:
        """How much there is of something now."""
        for sink in self._sinks:
            sink.measured(name, value, attributes)

    def close(self) -> None:
        """Nothing more is told."""
        for sink in self._sinks:
            sink.close()


class _Unheard(Span):
    """The span of those to whom nobody listens."""

    __slots__ = ()

    def set(self, **attributes: Attribute) -> None:
        """Nothing is kept."""


_UNHEARD: contextlib.AbstractContextManager[Span] = contextlib.nullcontext(_Unheard("", 0.0))

SILENT = Telemetry()
"""Tells nobody."""
