"""A catalog written as a list of links in Markdown, and as a marketplace of Claude Code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from generator.errors import Problem
from generator.exchange.proposal import left_out
from generator.markdown_text import escaped
from generator.model import Artifact, ArtifactStatus, CatalogEntry, Settings, Source
from generator.printable import printable_json
from generator.schema import slugged
from generator.urls import repo_url, tree_url

EXPORTS = {
    "csv": "a table of all fields of definitions, and of facts",
    "json": "all that is known, artifacts included, with the names of the data model",
    "markdown": "a list of links, under the first tag of each",
    "marketplace": "a marketplace.json of the plugins that were found",
}
"""The forms that are written, by name."""

OTHER = "Other"
"""Heading of the sources without tags."""

_MANIFEST = re.compile(r"(?:(?P<home>.+)/)?\.claude-plugin/plugin\.json")
_SCHEMA = "https://json.schemastore.org/claude-code-marketplace.json"


# ------------------------------------------------------------------- Markdown


def export_markdown(settings: Settings, entries: Iterable[CatalogEntry]) -> str:
    """A list that ``catalog import awesome-list`` and people read: one item a source."""
    groups: dict[str, list[CatalogEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.source.tags[0] if entry.source.tags else "", []).append(entry)
    lines = [f"# {_words(settings.title)}"]
    if settings.description:
        lines += ["", _words(settings.description)]
    for tag in sorted(groups, key=lambda tag: (tag == "", tag)):
        lines += ["", f"## {_words(tag or OTHER)}", ""]
        ordered = sorted(groups[tag], key=lambda e: (e.source.title.casefold(), e.source.id))
        lines += [_item(entry, settings) for entry in ordered]
    return "\n".join(lines) + "\n"


def _item(entry: CatalogEntry, settings: Settings) -> str:
    source = entry.source
    name, address = _words(source.title), address_of(source, settings)
    text = f"- [{name}]({address})" if address else f"- {name}"
    if entry.description:
        text += f" - {_words(entry.description)}"
    return " ".join((text, *(f"`{tag}`" for tag in source.tags[1:])))


def _words(text: str) -> str:
    return escaped(" ".join(text.split()))


def address_of(source: Source, settings: Settings) -> str:
    """The page of the repository, or of the folder in it; empty where there is none.

    A folder beside the catalog has one in the catalog's own repository, where that is known.
    """
    if source.path is not None:
        return tree_url(settings.repository, settings.branch, source.path) if settings.repository else ""
    if source.ref or source.root_hint:
        return tree_url(source.full_name, source.ref or "HEAD", source.root_hint or "")
    return repo_url(source.full_name)


# ---------------------------------------------------------------- marketplace


def export_marketplace(
    settings: Settings, entries: Iterable[CatalogEntry]
) -> tuple[str, tuple[Problem, ...]]:
    """The text of a ``marketplace.json``, and why some sources have nothing in it."""
    plugins: list[dict[str, Any]] = []
    out: list[Problem] = []
    names: set[str] = set()
    for entry in entries:
        found = [a for a in entry.artifacts if _is_plugin(a)]
        if not found:
            place = entry.source.file
            known = "no plugin with a plugin.json of its own was found in it"
            reason = known if entry.snapshot else "it was never fetched"
            out.append(left_out(place, (0, 0), "not-an-entry", reason, title=entry.source.title))
        plugins += [_plugin(entry, a, names) for a in sorted(found, key=lambda a: a.path)]
    owner = (settings.repository or "").partition("/")[0] or settings.title
    whole: dict[str, Any] = {
        "$schema": _SCHEMA,
        "name": slugged(settings.title) or "catalog",
        "owner": {"name": owner},
        **({"metadata": {"description": settings.description}} if settings.description else {}),
        "plugins": plugins,
    }
    return printable_json(whole) + "\n", tuple(out)


def _is_plugin(artifact: Artifact) -> bool:
    return artifact.status is ArtifactStatus.LISTED and _MANIFEST.fullmatch(artifact.path) is not None


def _plugin(entry: CatalogEntry, artifact: Artifact, names: set[str]) -> dict[str, Any]:
    source = entry.source
    match = _MANIFEST.fullmatch(artifact.path)
    home = match["home"] if match else None
    full_name = (entry.snapshot and entry.snapshot.name_with_owner) or source.full_name
    clone_url = source.clone_url or f"{repo_url(full_name)}.git"
    where: str | dict[str, Any]
    if source.path is not None:
        where = f"./{source.path}/{home}" if home else f"./{source.path}"
    elif home:
        where = {"source": "git-subdir", "url": clone_url, "path": home}
    elif source.clone_url:
        where = {"source": "url", "url": clone_url}
    else:
        where = {"source": "github", "repo": full_name}
    if source.ref and isinstance(where, dict):
        where["ref"] = source.ref
    plugin: dict[str, Any] = {"name": _free_name(artifact.name, source, names), "source": where}
    if description := artifact.description or entry.description:
        plugin["description"] = description
    if source.homepage:
        plugin["homepage"] = source.homepage
    if address := repo_url(full_name):
        plugin["repository"] = address
    if entry.snapshot and entry.snapshot.license:
        plugin["license"] = entry.snapshot.license
    if source.tags:
        plugin["category"] = source.tags[0]
        plugin["tags"] = list(source.tags)
    return plugin


def _free_name(name: str, source: Source, names: set[str]) -> str:
    """The plugin's name, with its owner's before it where another one has it."""
    base = slugged(name) or source.id
    number, found = 1, base
    if found in names:
        found = base = slugged(f"{source.owner} {name}")
    while found in names:
        number += 1
        found = f"{base}-{number}"
    names.add(found)
    return found
