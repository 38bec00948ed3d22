"""How ``catalog.yaml`` is read into :class:`~generator.model.Settings`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.errors import Problem
from generator.model import ArtifactType, Defaults, DetectionRule, Exclusion, Settings, TrustLevel
from generator.scan.defaults import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE
from generator.schema.reading import INVALID, Reader
from generator.schema.repository import RepoAddress
from generator.schema.settings_fields import SETTINGS, SETTINGS_VERSION
from generator.schema.shipped import DEFAULT_TRUST_LEVELS
from generator.schema.source import newer_schema
from generator.yaml_text import MappingNode, Node, ScalarNode


def read_settings(node: Node, file: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Check ``catalog.yaml``; None where there is an error among the problems."""
    reader = Reader(file)
    if newer := newer_schema(node, SETTINGS_VERSION):
        message = (
            f"the settings are of schema {newer.text}, newer than schema {SETTINGS_VERSION} of this program"
        )
        hint = "update sources-catalog"
        reader.problem(
            newer, "schema", "newer-schema", message, expected=f"at most {SETTINGS_VERSION}", hint=hint
        )
        return None, tuple(reader.problems)
    if isinstance(node, ScalarNode) and node.value is None:
        reader.problem(
            node,
            "",
            "empty-file",
            "the file is empty",
            expected="at least a title",
            hint='write "title: …"',
            found="",
        )
        return None, tuple(reader.problems)
    if not isinstance(node, MappingNode):
        reader.record(SETTINGS, node, "")
        return None, tuple(reader.problems)
    found, _ = reader.fields(SETTINGS, node)
    kinds = DEFAULT_ARTIFACT_TYPES
    if (given := found.get("artifact_types", INVALID)) is not INVALID:
        kinds = tuple(_artifact_type(name, said) for name, said in given)
        _check_names(kinds, node, reader)
    if isinstance(address := found.get("repository"), RepoAddress) and address.inside:
        place = node.get("repository") or node
        message = "the address of a folder"
        reader.problem(
            place,
            "repository",
            "bad-repository",
            message,
            expected="OWNER/NAME",
            hint=f'write "{address.full_name}"',
        )
    settings = None if reader.failed else _settings(found, kinds)
    return settings, tuple(reader.problems)


def _artifact_type(name: str, said: dict[str, Any]) -> ArtifactType:
    """A type as the file describes it, what is left out taken from the shipped type of that id."""
    shipped = next((kind for kind in DEFAULT_ARTIFACT_TYPES if kind.id == name), None)
    words = re.sub("[_-]", " ", name)
    label = said.get("label") or (shipped.label if shipped else words[0].upper() + words[1:])
    plural = shipped.plural if shipped and "label" not in said else f"{label}s"
    base = shipped or ArtifactType(name, label, plural)
    return ArtifactType(
        id=name,
        label=label,
        plural=said.get("plural", plural),
        description=said.get("description", base.description),
        icon=said.get("icon", base.icon),
        aliases=said.get("aliases", base.aliases),
        rules=tuple(_rule(*pair) for pair in said["detect"]) if "detect" in said else base.rules,
    )


def _rule(name: str, said: dict[str, Any]) -> DetectionRule:
    return DetectionRule(id=name, **{"says": name.replace("-", " ").replace("_", " "), **said})


def _check_names(kinds: tuple[ArtifactType, ...], node: MappingNode, reader: Reader) -> None:
    """Every word for a type leads to one type, and every rule's id to one rule."""
    places = node.get("artifact_types")
    words: dict[str, str] = {kind.id: kind.id for kind in kinds}
    rules: dict[str, str] = {}
    for kind in kinds:
        place = (places.get(kind.id) if isinstance(places, MappingNode) else None) or node
        field = f"artifact_types.{kind.id}"
        for alias in kind.aliases:
            if words.setdefault(alias, kind.id) != kind.id or alias == kind.id:
                message, hint = f'"{alias}" already means {words[alias]}', "use each word for one type"
                reader.problem(
                    place,
                    f"{field}.aliases",
                    "duplicate-name",
                    message,
                    expected="a word of its own",
                    hint=hint,
                    found=alias,
                )
        for rule in kind.rules:
            if rules.setdefault(rule.id, kind.id) != kind.id:
                message, hint = f'the rule "{rule.id}" is also one of {rules[rule.id]}', "rename one of them"
                reader.problem(
                    place,
                    f"{field}.detect",
                    "duplicate-name",
                    message,
                    expected="an id of its own",
                    hint=hint,
                    found=rule.id,
                )


def _settings(found: dict[str, Any], kinds: tuple[ArtifactType, ...]) -> Settings:
    """The value of a file without errors."""
    worded = dict(found.get("trust_levels", ()))
    defaults = dict(found.get("defaults", {}))
    if level := defaults.get("trust_level"):
        defaults["trust_level"] = TrustLevel(level)
    repository = found.get("repository")
    ignored = tuple(Exclusion(**one) for one in found.get("ignore", ()))
    plain = ("title", "description", "base_url", "branch", "language", "stale_after_days", "page_size")
    return Settings(
        **{name: found[name] for name in plain if name in found},
        artifact_types=kinds,
        trust_levels=tuple(replace(info, **worded.get(info.level, {})) for info in DEFAULT_TRUST_LEVELS),
        repository=repository.full_name if repository else None,
        defaults=Defaults(**defaults),
        ignore=((DEFAULT_IGNORE if found.get("ignore_shipped", True) else ()) + ignored),
    )
