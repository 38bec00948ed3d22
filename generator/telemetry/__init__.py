"""What a run did and how long it took: told to whoever listens, and to nobody by default.

Stages call :meth:`Telemetry.span` and its like on an object that they are handed;
:data:`SILENT` is the one that does nothing. Sinks take what is told: the report
(:mod:`generator.telemetry.report`), the log (:mod:`generator.telemetry.log`), and
OpenTelemetry (:mod:`generator.otel`). No output of a build depends on any of it.

Names of operations: ``load`` ``enrich`` ``enrich.batch`` ``enrich.source`` ``scan`` ``render``
``index`` ``write`` ``filter`` ``edit``, and one of the command around them. Attributes hold ids,
words and numbers of our own, and never a text that somebody wrote, an address or a token.
"""

from generator.telemetry.telling import SILENT, Attribute, Sink, Span, Telemetry

__all__ = ["SILENT", "Attribute", "Sink", "Span", "Telemetry"]
