"""A catalog in another form, from what its definitions and its lock say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.api.entry import artifact_json, source_json
from generator.errors import Problem
from generator.exchange import export_csv, export_markdown, export_marketplace
from generator.loaded import Loaded, catalog_of
from generator.model import Catalog, CatalogEntry, Exemption, Source
from generator.printable import printable_json
from generator.regular import read_regular
from generator.schema import SOURCE
from generator.yaml_text import MappingNode, Plain, ScalarNode, decode, parse_all


def export_catalog(loaded: Loaded, form: str, as_of: datetime | None) -> tuple[str, tuple[Problem, ...]]:
    """The text of the catalog in a form of :data:`~generator.exchange.EXPORTS`, and what is not in it.

    ``csv`` and ``json`` are for the catalog's owner and have all sources; ``markdown`` and
    ``marketplace`` are to be published and have no unlisted ones.
    """
    catalog = catalog_of(loaded, as_of)
    match form:
        case "csv":
            removed = (CatalogEntry(source, None) for source in loaded.removed)
            entries = sorted((*catalog.entries, *removed), key=lambda entry: entry.source.id)
            return export_csv((entry, given_fields(loaded.root, entry.source)) for entry in entries), ()
        case "markdown":
            return export_markdown(loaded.settings, catalog.public), ()
        case "marketplace":
            return export_marketplace(loaded.settings, catalog.public)
        case _:
            return _json(catalog), ()


def _json(catalog: Catalog) -> str:
    whole: dict[str, Any] = {
        "title": catalog.settings.title,
        "description": catalog.settings.description,
        "as_of": catalog.as_of.isoformat().replace("+00:00", "Z") if catalog.as_of else None,
        "sources": [_entry(entry) for entry in catalog.entries],
    }
    return printable_json(whole) + "\n"


def _entry(entry: CatalogEntry) -> dict[str, Any]:
    return {**source_json(entry), "artifacts": [artifact_json(entry.source.id, a) for a in entry.artifacts]}


def given_fields(root: Path, source: Source) -> Mapping[str, Plain]:
    """The fields that a source's definition gives itself, as the reader understands them.

    What the settings fill in is not among them; ``id``, ``ref`` and ``root_hint`` are, wherever
    they come from.
    """
    content = read_regular(root / source.file, source.file)
    text = None if isinstance(content, Problem) else decode(content, source.file)[0]
    node = parse_all(text, source.file)[0] if text is not None else None
    said = (
        {
            key.text
            for key, value in node.entries
            if not (isinstance(value, ScalarNode) and value.value is None)
        }
        if isinstance(node, MappingNode)
        else set()
    )
    said |= {"id", "ref", "root_hint"}
    return {
        field.name: value
        for field in SOURCE.fields
        if field.name in said and field.name != "schema" and (value := _plain(source, field.name)) is not None
    }


def _exemption(exemption: Exemption) -> Plain:
    parts = (("finding", exemption.finding), ("reason", exemption.reason))
    days = (("date", exemption.date), ("until", exemption.until))
    return {name: str(value) for name, value in (*parts, *days) if value is not None}


def _plain(source: Source, name: str) -> Plain:
    """A field's value as it would stand in a definition; None where there is none."""
    match name:
        case "trust" if source.trust:
            parts = {part: getattr(source.trust, part) for part in ("reviewer", "date", "commit", "note")}
            return {part: str(value) for part, value in parts.items() if value is not None}
        case "manual_map":
            return dict(source.manual_map) or None
        case "exclude":
            return [
                {"pattern": e.pattern, "reason": e.reason} if e.reason else e.pattern for e in source.exclude
            ] or None
        case "removed" if source.removed:
            removed = source.removed
            return {"reason": removed.reason, **({"date": removed.date.isoformat()} if removed.date else {})}
        case "exempt":
            return [_exemption(one) for one in source.exempt] or None
        case "added":
            return source.added.isoformat() if source.added else None
    value = getattr(source, name)
    if isinstance(value, tuple):
        return list(value) or None
    return value if value is None or isinstance(value, bool) else str(value)
