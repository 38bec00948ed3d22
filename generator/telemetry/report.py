"""The report of a run: how long each stage took, what was asked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.telemetry.telling import Attribute, Span

FORM = 1
"""Version of the report's file."""


@dataclass(slots=True)
class Report:
    """Gathers what is told; :meth:`plain` is the whole as JSON has it."""

    stages: dict[str, float] = field(default_factory=dict)
    """Seconds by operation, those of one name together; what others contain is counted in both."""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """By name, then by the attributes, joined by spaces."""
    gauges: dict[str, dict[str, float]] = field(default_factory=dict)
    sources: dict[str, dict[str, Attribute]] = field(default_factory=dict)
    """By id, of those that were asked for."""

    def span_started(self, span: Span) -> None:
        """Only ends count."""

    def span_ended(self, span: Span) -> None:
        """Add its time; of a source, keep how it came out."""
        self.stages[span.operation] = self.stages.get(span.operation, 0.0) + span.seconds
        if span.operation == "enrich.source":
            told = {**span.attributes, "seconds": round(span.seconds, 3)}
            self.sources[str(told.pop("source_id", ""))] = told

    def counted(self, name: str, amount: int, attributes: dict[str, Attribute]) -> None:
        """Add up."""
        of_it = self.counts.setdefault(name, {})
        key = _key(attributes)
        of_it[key] = of_it.get(key, 0) + amount

    def measured(self, name: str, value: float, attributes: dict[str, Attribute]) -> None:
        """The last value counts."""
        self.gauges.setdefault(name, {})[_key(attributes)] = value

    def clear(self) -> None:
        """Forget everything."""
        for gathered in (self.stages, self.counts, self.gauges, self.sources):
            gathered.clear()

    def close(self) -> None:
        """Nothing is to be ended."""

    def plain(self, **told: object) -> dict[str, Any]:
        """The report with what the command itself knows."""
        return {
            "report": FORM,
            **told,
            "stages": {name: round(seconds, 3) for name, seconds in self.stages.items()},
            "counts": self.counts,
            "gauges": self.gauges,
            "sources": self.sources,
        }

    def summary(self) -> str:
        """The stages and counts in a line, for a person; empty where there is nothing to tell."""
        parts = [
            f"{name} {seconds:.1f} s"
            for name, seconds in self.stages.items()
            if name in _SHOWN and seconds >= SHOWN_SECONDS
        ]
        cache = self.counts.get("cache", {})
        if cache:
            parts.append(f"cache {cache.get('hit', 0):,} hits, {cache.get('miss', 0):,} misses")
        return " · ".join(parts)


SHOWN_SECONDS = 0.05
"""What takes less is not worth a person's while."""

_SHOWN = ("load", "enrich", "scan", "render", "index", "write")


def _key(attributes: dict[str, Attribute]) -> str:
    return " ".join(str(attributes[name]) for name in sorted(attributes)) or "all"
