"""What a file of an older version says in today's words: one step a version, each telling what it changed.

A version is the number after ``schema:`` in definitions and settings. The first versions had no
mark, so a file without one may be of any: each step only changes what is written in the older way.

====================  =====================================================================
definitions
====================  =====================================================================
0                     the first: no tags, no record of trust, no switches of what is imported
1                     tags, trust, switches, maps, exclusions; one word an artifact type
2                     exemptions, folders beside the catalog, notes of why a source was removed
====================  =====================================================================

====================  =====================================================================
settings
====================  =====================================================================
1                     the first
2                     switches of the site's parts, texts and nouns of one's own
====================  =====================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.model import Settings
from generator.schema import SCHEMA_VERSION, SETTINGS, SETTINGS_VERSION, SOURCE
from generator.yaml_text import MappingNode, Node, Plain, ScalarNode, edited, parse, plain

Fields = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Step:
    """From any version before ``to`` to that one."""

    to: int
    change: Callable[[Fields, Settings], Iterator[tuple[str, Plain, str]]]
    """Fields with their new values, and what is to be said of each."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """A text in today's words."""

    text: str
    told: tuple[str, ...] = ()
    """What was changed, in words; empty: nothing."""


@dataclass(frozen=True, slots=True)
class _Versions:
    """Those of one kind of file."""

    steps: tuple[Step, ...]
    newest: int
    order: tuple[str, ...]
    """Of its fields."""


def _one_word_a_type(fields: Fields, settings: Settings) -> Iterator[tuple[str, Plain, str]]:
    """``composite`` became ``plugin``, ``mcp`` became ``mcp_server``: aliases give way to ids."""

    def present(word: Plain) -> Plain:
        kind = settings.artifact_type(word) if isinstance(word, str) else None
        return kind.id if kind else word

    single = fields.get("single_artifact")
    if (new := present(single)) != single:
        yield "single_artifact", new, f"single_artifact: {single} is called {new} now"
    given = fields.get("manual_map")
    if isinstance(given, dict):
        words = {path: present(word) for path, word in given.items()}
        for path, word in words.items():
            if word != given[path]:
                yield "manual_map", words, f"manual_map: {given[path]} is called {word} now"


_DEFINITION_STEPS = (Step(1, _one_word_a_type),)
_SETTINGS_STEPS: tuple[Step, ...] = ()


def migrated_definition(text: str, file: str, settings: Settings) -> Migrated:
    """A definition in today's words, everything else of its text kept.

    Raises ProblemsError where it cannot be read, EditError where only a person can change it.
    """
    order = tuple(field.name for field in SOURCE.fields)
    return _migrated(text, file, settings, _Versions(_DEFINITION_STEPS, SCHEMA_VERSION, order))


def migrated_settings(text: str, file: str, settings: Settings) -> Migrated:
    """``catalog.yaml`` in today's words; as above."""
    order = tuple(field.name for field in SETTINGS.fields)
    return _migrated(text, file, settings, _Versions(_SETTINGS_STEPS, SETTINGS_VERSION, order))


def _migrated(text: str, file: str, settings: Settings, versions: _Versions) -> Migrated:
    node = parse(text, file)
    fields = plain(node)
    if not isinstance(fields, dict):
        return Migrated(text)
    mark = version_of(node)
    changes: dict[str, Plain] = {}
    told: list[str] = []
    for step in versions.steps:
        if mark is None or mark < step.to:
            for name, value, says in step.change({**fields, **changes}, settings):
                changes[name] = value
                told.append(says)
    if mark is not None and mark < versions.newest:
        changes["schema"] = versions.newest
        told.append(f"schema: {mark} is {versions.newest} now")
    return Migrated(edited(text, changes, order=versions.order, file=file), tuple(dict.fromkeys(told)))


def version_of(node: Node) -> int | None:
    """The version that a definition or settings file says it is of; None where it says nothing."""
    value = node.get("schema") if isinstance(node, MappingNode) else None
    return value.value if isinstance(value, ScalarNode) and type(value.value) is int else None
