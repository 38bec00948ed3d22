"""``.claude-plugin/marketplace.json``: the plugins that a marketplace of Claude Code offers.

https://code.claude.com/docs/en/plugin-marketplaces
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from json import JSONDecoder
from typing import Any

from generator.errors import Problem
from generator.exchange.proposal import Options, Proposal, Reading, given, left_out, passed_over
from generator.yaml_text import Plain, place_of

_TAKEN = {
    "name",
    "displayName",
    "description",
    "source",
    "homepage",
    "category",
    "tags",
    "keywords",
    "repository",
}

_REASONS = {
    "author": "the repository's owner is shown",
    "license": "it is fetched from GitHub",
    "version": "the repository's newest commit is shown",
    "skills": "the repository is scanned for them",
    "commands": "the repository is scanned for them",
    "agents": "the repository is scanned for them",
    "hooks": "the repository is scanned for them",
    "mcpServers": "the repository is scanned for them",
}

_SPACE = re.compile(r"[ \t\r\n]*")


def read_marketplace(text: str, file: str, options: Options) -> Reading:
    """The plugins that lie in a repository on GitHub, one proposal a plugin."""
    try:
        whole = json.loads(text)
        places = list(_places(text))
    except (ValueError, RecursionError, IndexError) as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        message = (
            "nested too deep" if isinstance(error, RecursionError) else "the text is no JSON of a marketplace"
        )
        return Reading(left_out=(left_out(file, place_of(text, at), "no-json", message),))
    plugins = whole.get("plugins") if isinstance(whole, dict) else None
    if not isinstance(plugins, list):
        hint = 'it is to have a list "plugins"'
        return Reading(left_out=(left_out(file, (1, 1), "no-json", "no marketplace", hint=hint),))
    metadata = whole.get("metadata")
    base = _text(metadata, "pluginRoot") if isinstance(metadata, dict) else ""
    proposals: list[Proposal] = []
    out: list[Problem] = []
    over: Counter[str] = Counter()
    for plugin, offset in zip(plugins, places, strict=True):
        read = _plugin(plugin, file, place_of(text, offset), base, options)
        if isinstance(read, Proposal):
            proposals.append(read)
            over.update(name for name in plugin if name not in _TAKEN)
            if isinstance(plugin["source"], dict) and plugin["source"].get("sha"):
                over["source.sha"] += 1
        else:
            out.append(read)
    reasons = {**_REASONS, "source.sha": "a source follows its branch; write it into ref to hold it there"}
    return Reading(tuple(proposals), tuple(out), tuple(passed_over(file, over, reasons)))


def _places(text: str) -> Iterator[int]:
    """Where each item of the last list ``plugins`` at the top starts, as ``json`` reads it."""
    decode = JSONDecoder().raw_decode
    found: list[int] = []
    at = _skip(text, _skip(text, 0) + 1)
    while text[at] == '"':
        name, at = decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == "plugins" and text[at] == "[":
            found = []
            at = _skip(text, at + 1)
            while text[at] != "]":
                found.append(at)
                at = _skip(text, decode(text, at)[1])
                at = _skip(text, at + 1) if text[at] == "," else at
            at += 1
        else:
            at = decode(text, at)[1]
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at] == "," else at
    yield from found


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def _texts(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = values.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _plugin(
    plugin: object, file: str, place: tuple[int, int], base: str, options: Options
) -> Proposal | Problem:
    if not isinstance(plugin, dict):
        return left_out(file, place, "not-an-entry", "not a plugin")
    title = _text(plugin, "displayName") or _text(plugin, "name")
    where = _where(plugin.get("source"), base, options)
    if isinstance(where, tuple):
        code, reason, hint = where
        return left_out(file, place, code, reason, title=title, hint=hint)
    repository, inside = where["repository"], where["fields"]
    return Proposal(
        file=file,
        line=place[0],
        column=place[1],
        title=title,
        repository=repository,
        certain=True,
        fields={
            **given(name=title, description=_text(plugin, "description"), homepage=_text(plugin, "homepage")),
            **inside,
        },
        tags=(_text(plugin, "category"), *_texts(plugin, "tags"), *_texts(plugin, "keywords")),
    )


def _where(source: object, base: str, options: Options) -> dict[str, Any] | tuple[str, str, str]:
    """The repository and the fields that say where in it, or code, reason and hint."""
    if isinstance(source, str):
        if not options.repository:
            hint = "name the marketplace's own repository: --repository OWNER/NAME"
            return "local-source", "it lies in the marketplace's own repository", hint
        path = "/".join(part for part in f"{base}/{source}".split("/") if part not in ("", "."))
        return {"repository": options.repository, "fields": given(root_hint=path)}
    if not isinstance(source, dict):
        return "not-an-entry", "no source", 'it is to be a path or an object with "source"'
    kind = _text(source, "source")
    address = _text(source, "repo") or _text(source, "url")
    if not address:
        if package := _text(source, "package"):
            return "package-source", f"it is the package {package} of {kind or 'a registry'}", ""
        return "no-repository", "its source names no repository", ""
    path = _text(source, "path").removeprefix("./").strip("/")
    fields: dict[str, Plain] = given(ref=_text(source, "ref"), root_hint=path)
    return {"repository": address, "fields": fields}
