"""Fingerprints of entries, each taken once: several files are made of the same entry."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter

from generator.fingerprint import fingerprint
from generator.later import artifacts_print
from generator.model import CatalogEntry, Snapshot


class Prints:
    """The fingerprints of the entries of one catalog."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, entry: CatalogEntry) -> str:
        """The fingerprint of everything about an entry."""
        known = self._known.get(entry.source.id)
        if known is None:
            facts = entry.snapshot and _FACTS(entry.snapshot)
            artifacts = artifacts_print(entry.artifacts)
            known = self._known[entry.source.id] = fingerprint(_OWN(entry), facts, artifacts)
        return known


_FACTS = attrgetter(*(f.name for f in fields(Snapshot) if f.name != "artifacts"))
"""Of a snapshot; the artifacts that an entry shows are its own."""

_OWN = attrgetter(*(f.name for f in fields(CatalogEntry) if f.name not in ("snapshot", "artifacts")))
