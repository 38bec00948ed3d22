"""What a run tells, handed on to OpenTelemetry: spans, counters, gauges and a histogram of durations.

Only the API is needed here; the SDK and the exporter are the extra ``telemetry``. Where the
environment does not ask for it, none of it is imported.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from generator import __version__
from generator.errors import TelemetryError
from generator.telemetry import Attribute, Sink, Span

if TYPE_CHECKING:
    from opentelemetry import metrics, trace

NAME = "sources-catalog"

FLUSH_MS = 5_000
"""Milliseconds that a collector has to take what is left at the end."""

_ASKS = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
)


def is_asked_for(environment: Mapping[str, str]) -> bool:
    """Whether the environment names a collector, and does not turn OpenTelemetry off."""
    off = environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    return not off and any(environment.get(name, "").strip() for name in _ASKS)


class OpenTelemetrySink:
    """Hands on by the given providers; ``prefix`` goes before every name."""

    def __init__(
        self,
        tracers: trace.TracerProvider,
        meters: metrics.MeterProvider,
        *,
        wall_ns: Callable[[], int] = time.time_ns,
        monotonic: Callable[[], float] = time.monotonic,
        close: Callable[[], None] = lambda: None,
        prefix: str = "catalog.",
    ) -> None:
        self._tracer = tracers.get_tracer(NAME, __version__)
        meter = meters.get_meter(NAME, __version__)
        self._meter = meter
        self._durations = meter.create_histogram(
            f"{prefix}operation.duration", unit="s", description="How long operations took"
        )
        self._counters: dict[str, metrics.Counter] = {}
        self._gauges: dict[str, metrics._Gauge] = {}
        self._spans: dict[int, trace.Span] = {}
        # Beginnings are told by the monotonic clock, and wanted by the calendar's.
        self._offset_ns = wall_ns() - int(monotonic() * 1e9)
        self._close = close
        self._prefix = prefix

    def _ns(self, seconds: float) -> int:
        return int(seconds * 1e9) + self._offset_ns

    def span_started(self, span: Span) -> None:
        """Begin one, below its parent."""
        from opentelemetry import trace

        parent = self._spans.get(id(span.parent)) if span.parent else None
        context = trace.set_span_in_context(parent) if parent else None
        name = f"{self._prefix}{span.operation}"
        self._spans[id(span)] = self._tracer.start_span(name, context, start_time=self._ns(span.started))

    def span_ended(self, span: Span) -> None:
        """End it, with its attributes."""
        from opentelemetry.trace import Status, StatusCode

        made = self._spans.pop(id(span), None)
        if made is None or span.ended is None:
            return
        made.set_attributes({f"{self._prefix}{name}": value for name, value in span.attributes.items()})
        if span.error:
            made.set_status(Status(StatusCode.ERROR, span.error))
        made.end(self._ns(span.ended))
        outcome = str(span.attributes.get("outcome", "error" if span.error else "ok"))
        self._durations.record(span.seconds, {"operation": span.operation, "outcome": outcome})

    def counted(self, name: str, amount: int, attributes: dict[str, Attribute]) -> None:
        """Add to a counter."""
        if name not in self._counters:
            self._counters[name] = self._meter.create_counter(f"{self._prefix}{name}")
        self._counters[name].add(amount, attributes)

    def measured(self, name: str, value: float, attributes: dict[str, Attribute]) -> None:
        """Set a gauge."""
        if name not in self._gauges:
            self._gauges[name] = self._meter.create_gauge(f"{self._prefix}{name}")
        self._gauges[name].set(value, attributes)

    def close(self) -> None:
        """Send what is left."""
        self._close()


class Once(logging.Handler):
    """Passes on the first complaint of the SDK, which has many of one cause, and no address in it."""

    def __init__(self, warn: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._warn: Callable[[str], None] | None = warn

    def emit(self, record: logging.LogRecord) -> None:
        """The kind of complaint alone: what follows it names hosts."""
        if self._warn:
            words = str(record.msg).partition("%")[0].strip()[:100]
            self._warn(f"OpenTelemetry: not everything could be sent ({words})")
            self._warn = None


def connect(warn: Callable[[str], None]) -> Sink:
    """The sink that the environment asks for, by OTLP over HTTP as its variables say.

    ``warn`` gets one line where what was told cannot be sent. Raises TelemetryError where
    the extra is not installed.
    """
    from opentelemetry import metrics, trace

    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise TelemetryError(
            f"OpenTelemetry's SDK is not installed ({missing.name}): pip install 'sources-catalog[telemetry]'"
        ) from missing
    given = trace.get_tracer_provider()
    if not isinstance(given, trace.ProxyTracerProvider):  # set up by `opentelemetry-instrument`
        return OpenTelemetrySink(given, metrics.get_meter_provider())
    resource = Resource.create({"service.name": NAME, "service.version": __version__})
    tracers = TracerProvider(resource=resource, shutdown_on_exit=False)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(timeout=FLUSH_MS // 1_000)))
    reader = PeriodicExportingMetricReader(
        OTLPMetricExporter(timeout=FLUSH_MS // 1_000), export_timeout_millis=FLUSH_MS
    )
    meters = MeterProvider([reader], resource=resource, shutdown_on_exit=False)

    own = logging.getLogger("opentelemetry")
    own.addHandler(Once(warn))
    own.propagate = False

    def close() -> None:
        tracers.force_flush(FLUSH_MS)
        tracers.shutdown()
        meters.shutdown(FLUSH_MS)

    return OpenTelemetrySink(tracers, meters, close=close)
