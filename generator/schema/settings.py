"""How ``catalog.yaml`` is read into :class:`~generator.model.Settings`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from generator.errors import Problem
from generator.model import (
    ArtifactType,
    Defaults,
    DetectionRule,
    Exclusion,
    GitHubBy,
    Logo,
    NavItem,
    Settings,
    SocialImages,
    TrustLevel,
)
from generator.printable import printable
from generator.scan.defaults import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE
from generator.schema.reading import INVALID, Reader
from generator.schema.repository import RepoAddress
from generator.schema.settings_fields import SETTINGS, SETTINGS_VERSION
from generator.schema.shipped import DEFAULT_TRUST_LEVELS
from generator.schema.source import newer_schema
from generator.schema.wording import inside
from generator.yaml_text import ListNode, MappingNode, Node, ScalarNode

FLAGS = ("api", "history", "changes", "feeds", "stats", "badges", "markdown")
"""What a site may have or not."""


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
    found, good = reader.fields(SETTINGS, node)
    _check_names(node, reader)
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
    settings = _settings(found) if good and not reader.failed else None
    return settings, tuple(reader.problems)


def artifact_types_of(node: Node, file: str) -> tuple[ArtifactType, ...] | None:
    """The types that ``catalog.yaml`` says, whatever is wrong with its other fields; None where they are."""
    if not isinstance(node, MappingNode):
        return None
    found, _ = Reader(file).fields(SETTINGS, node)
    given = found.get("artifact_types")
    return None if given is INVALID else _types(given)


def _types(given: Any) -> tuple[ArtifactType, ...]:  # noqa: ANN401 - what the reader makes of the field
    """Those of the field, the shipped ones where there is none."""
    return DEFAULT_ARTIFACT_TYPES if given is None else tuple(_artifact_type(*pair) for pair in given)


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
        install=said.get("install", base.install),
    )


def _rule(name: str, said: dict[str, Any]) -> DetectionRule:
    return DetectionRule(id=name, **{"says": name.replace("-", " ").replace("_", " "), **said})


def _check_names(node: MappingNode, reader: Reader) -> None:
    """Every word for a type leads to one type, and every rule's id to one rule."""
    types = node.get("artifact_types")
    if not isinstance(types, MappingNode):
        return
    words = {key.text: key.text for key, _ in types.entries}
    rules: dict[str, str] = {}
    for key, said in types.entries:
        kind, field = key.text, inside("artifact_types", key.text)
        aliases, rule_ids = _names(key, said)
        for alias, place in aliases:
            if words.setdefault(alias, kind) != kind or alias == kind:
                message = f"this word already means {printable(words[alias], 40)}"
                _clash(reader, place, f"{field}.aliases", message, alias)
        for rule, place in rule_ids:
            if rules.setdefault(rule, kind) != kind:
                message = f"{printable(rules[rule], 40)} has a rule of this id as well"
                _clash(reader, place, f"{field}.detect", message, rule)


def _clash(reader: Reader, place: Node, field: str, message: str, word: str) -> None:
    expected, hint = "a word that is used once", "choose another word"
    found = f'"{printable(word, 60)}"'
    reader.problem(place, field, "duplicate-name", message, expected=expected, hint=hint, found=found)


_Names = list[tuple[str, Node]]


def _names(key: ScalarNode, said: Node) -> tuple[_Names, _Names]:
    """The aliases and the rules of a type, each with its place; those of the shipped type at its key."""
    shipped = next((kind for kind in DEFAULT_ARTIFACT_TYPES if kind.id == key.text), None)
    given = said.get("aliases") if isinstance(said, MappingNode) else None
    rules = said.get("detect") if isinstance(said, MappingNode) else None
    aliases: _Names = [(alias, key) for alias in (shipped.aliases if shipped else ())]
    rule_ids: _Names = [(rule.id, key) for rule in (shipped.rules if shipped else ())]
    if isinstance(given, ListNode):
        aliases = [(item.text, item) for item in given.items if isinstance(item, ScalarNode)]
    if isinstance(rules, MappingNode):
        rule_ids = [(rule.text, rule) for rule, _ in rules.entries]
    return aliases, rule_ids


def _look(found: dict[str, Any]) -> dict[str, Any]:
    """The settings on words and looks."""
    look: dict[str, Any] = {}
    if nouns := found.get("nouns"):
        look["nouns"] = tuple((noun, (words["one"], words["many"])) for noun, words in nouns.items())
    if logo := found.get("logo"):
        look["logo"] = Logo(logo["light"], logo.get("dark", logo["light"]), logo.get("show_title", True))
    if "favicon" in found:
        look["favicon"] = found["favicon"]
    if "navigation" in found:
        look["navigation"] = tuple(NavItem(**item) for item in found["navigation"])
    if footer := found.get("footer"):
        look["footer"] = footer.get("text", "")
        look["made_with"] = footer.get("made_with", True)
    if "colours" in found:
        look["colours"] = tuple(
            (name, (pair["light"], pair.get("dark", ""))) for name, pair in found["colours"]
        )
    return look


def _settings(found: dict[str, Any]) -> Settings:
    """The value of a file without errors."""
    worded = dict(found.get("trust_levels", ()))
    defaults = dict(found.get("defaults", {}))
    if level := defaults.get("trust_level"):
        defaults["trust_level"] = TrustLevel(level)
    repository = found.get("repository")
    ignored = tuple(Exclusion(**one) for one in found.get("ignore", ()))
    plain = (
        "title",
        "description",
        "base_url",
        "branch",
        "language",
        "stale_after_days",
        "page_size",
        *FLAGS,
    )
    return Settings(
        **{name: found[name] for name in plain if name in found},
        artifact_types=_types(found.get("artifact_types")),
        trust_levels=tuple(replace(info, **worded.get(info.level, {})) for info in DEFAULT_TRUST_LEVELS),
        repository=repository.full_name if repository else None,
        defaults=Defaults(**defaults),
        **_look(found),
        social_images=SocialImages(found.get("social_images", SocialImages.SITE)),
        github_by=GitHubBy(found.get("github_by", GitHubBy.API)),
        ignore=((DEFAULT_IGNORE if found.get("ignore_shipped", True) else ()) + ignored),
    )
