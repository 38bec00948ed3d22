"""How a definition is read into a :class:`~generator.model.Source`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.errors import Problem
from generator.model import (
    Exclusion,
    Exemption,
    FindingCode,
    Removal,
    Settings,
    Source,
    TrustLevel,
    TrustReview,
    Visibility,
)
from generator.printable import printable
from generator.schema.reading import INVALID, Reader
from generator.schema.repository import RepoAddress
from generator.schema.shapes import Text
from generator.schema.source_fields import SCHEMA_VERSION, SOURCE
from generator.schema.texts import ID, PATH, REF
from generator.yaml_text import ListNode, MappingNode, Node, ScalarNode


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition as it was read, good or not."""

    id: str
    """From the file's name; not a good id where a problem says so."""
    file: str
    source: Source | None
    """None where there is an error among the problems."""
    problems: tuple[Problem, ...] = ()
    places: Mapping[tuple[str, str], tuple[str, int, int]] = field(default_factory=dict)
    """Of the values that other definitions may clash with: by field and, in lists, value,
    the dotted field, line and column."""


def read_source(node: Node, file: str, settings: Settings, *, source_id: str) -> Definition:
    """Check one definition and fill in the defaults of the settings.

    ``file`` is its path as the user would type it; ``source_id`` is the file's name
    without its ending. All problems are found at once, except in a definition of a
    newer schema, of which nothing else can be said.
    """
    reader = Reader(file, settings.artifact_types)
    if newer := newer_schema(node, SCHEMA_VERSION):
        message = (
            f"the definition is of schema {newer.text}, newer than schema {SCHEMA_VERSION} of this program"
        )
        hint = "update sources-catalog"
        reader.problem(
            newer, "schema", "newer-schema", message, expected=f"at most {SCHEMA_VERSION}", hint=hint
        )
        return Definition(source_id, file, None, tuple(reader.problems))
    _check_id(node, source_id, reader)
    source = None
    if isinstance(node, MappingNode):
        found, good = reader.fields(SOURCE, node)
        ref, root = _address_inside(found, node, reader)
        if "path" in found and (place := node.get("ref")) and "ref" in found:
            message = "a folder beside the catalog has no branches, tags and commits"
            reader.problem(place, "ref", "ref-of-a-folder", message, hint="remove the field")
        _check_exemptions(node, reader)
        if good and not reader.failed:
            source = _source(found, settings, source_id=source_id, file=file, ref=ref, root=root)
    elif isinstance(node, ScalarNode) and node.value is None:
        hint = f'write "repo_url: {SOURCE.by_name["repo_url"].example}"'
        reader.problem(
            node,
            "",
            "empty-file",
            "the definition is empty",
            expected="at least repo_url or path",
            hint=hint,
            found="",
        )
    else:
        reader.record(SOURCE, node, "")
    return Definition(source_id, file, source, tuple(reader.problems), _places(node))


def newer_schema(node: Node, newest: int) -> ScalarNode | None:
    """The value of ``schema`` if it is a number above ``newest``."""
    value = node.get("schema") if isinstance(node, MappingNode) else None
    if isinstance(value, ScalarNode) and type(value.value) is int and value.value > newest:
        return value
    return None


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _check_exemptions(node: MappingNode, reader: Reader) -> None:
    """Each finding once, and no last day before the first."""
    given = node.get("exempt")
    seen: set[str] = set()
    for i, item in enumerate(given.items if isinstance(given, ListNode) else ()):
        if not isinstance(item, MappingNode):
            continue
        finding, first, last = (item.get(name) for name in ("finding", "date", "until"))
        if isinstance(finding, ScalarNode):
            if finding.text in seen:
                message = "another exemption is from the same finding"
                reader.problem(
                    finding, f"exempt[{i}].finding", "duplicate-name", message, hint="keep one of them"
                )
            seen.add(finding.text)
        if not isinstance(first, ScalarNode) or not isinstance(last, ScalarNode):
            continue
        if _DAY.fullmatch(first.text) and _DAY.fullmatch(last.text) and last.text < first.text:
            message, expected = (
                "the last day is before the first",
                f"a day from {printable(first.text, 20)} on",
            )
            reader.problem(last, f"exempt[{i}].until", "bad-date", message, expected=expected)


def _check_id(node: Node, source_id: str, reader: Reader) -> None:
    """The file's name must be a good id, and ``id`` must repeat it."""
    reader.read(ID, ScalarNode(source_id, source_id, 0, 0, 0, 0), "id")
    better = slugged(source_id) or "owner-name"
    if better != source_id:
        hint = f'name the file "{better}.yaml"'
        reader.problems[:] = [
            p if p.code == "reserved-id" else replace(p, hint=hint) for p in reader.problems
        ]
    given = node.get("id") if isinstance(node, MappingNode) else None
    if isinstance(given, ScalarNode) and isinstance(given.value, str) and given.value != source_id:
        hint = "remove the field: the file's name is the id"
        reader.problem(
            given, "id", "id-mismatch", "the id is not the file's name", expected=f'"{source_id}"', hint=hint
        )


def checked_tags(tags: Sequence[str], where: str = "") -> tuple[tuple[str, ...], list[Problem]]:
    """Tags as the model has them, or what is wrong with each; ``where`` stands in the place of a file."""
    reader = Reader(where or "tags", ())
    items = tuple(ScalarNode(tag, tag, 0, 0, 0, 0) for tag in tags)
    found = reader.read(SOURCE.by_name["tags"].shape, ListNode(items, 0, 0, 0, 0), "tags")
    return (found if isinstance(found, tuple) else ()), reader.problems


def slugged(text: str) -> str:
    """The nearest good id to a text; empty if nothing of it can be in one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].rstrip("-")


def _address_inside(
    found: dict[str, Any], node: MappingNode, reader: Reader
) -> tuple[str | None, str | None]:
    """The ref and the folder, by their own fields or by an address that ends in ``/tree/REF/PATH``."""
    address, ref, root = found.get("repo_url"), found.get("ref"), found.get("root_hint")
    place = node.get("repo_url")
    if not isinstance(address, RepoAddress) or not address.inside or INVALID in (ref, root) or place is None:
        return ref, root or None
    inner = address.inside
    if ref and f"{inner}/".startswith(f"{ref}/"):
        url_ref, url_root = ref, inner[len(ref) + 1 :]
    elif not ref and root and inner.endswith(f"/{root}"):
        url_ref, url_root = inner[: -len(root) - 1], root
    else:
        url_ref, _, url_root = inner.partition("/")
    url_ref = _part(REF, url_ref, place, reader)
    url_root = _part(PATH, url_root, place, reader) if url_root else ""
    for name, given, said in (("ref", ref, url_ref), ("root_hint", root, url_root)):
        if given is not None and said and given != said and (other := node.get(name)):
            message = f"{name} is not what the address in repo_url says"
            hint = "keep one of them: shorten repo_url, or remove the field"
            reader.problem(
                other, name, "address-conflict", message, expected=f'"{printable(said, 60)}"', hint=hint
            )
    return url_ref, url_root or root or None


def _part(shape: Text, text: str, place: Node, reader: Reader) -> str:
    """A piece of the address, held to the rules of the field that it stands for."""
    piece = ScalarNode(text, text, place.line, place.column, place.line, place.column)
    value = reader.read(shape, piece, "repo_url")
    return value if isinstance(value, str) else ""


def _source(
    found: dict[str, Any], settings: Settings, *, source_id: str, file: str, ref: str | None, root: str | None
) -> Source:
    """The value of a definition without errors."""
    address: RepoAddress = found.get("repo_url") or _beside(found["path"])
    defaults = settings.defaults
    level = found.get("trust_level")
    review = found.get("trust")
    return Source(
        id=source_id,
        owner=address.owner,
        repo=address.name,
        clone_url=address.clone_url,
        path=found.get("path"),
        ref=ref,
        root_hint=root,
        name=found.get("name"),
        description=found.get("description"),
        notes=found.get("notes"),
        homepage=found.get("homepage"),
        tags=found.get("tags", ()),
        trust_level=TrustLevel(level) if level else defaults.trust_level,
        trust=TrustReview(**review) if review else None,
        visibility=Visibility(found.get("visibility", Visibility.PUBLIC)),
        import_repo_description=found.get("import_repo_description", defaults.import_repo_description),
        import_repo_readme=found.get("import_repo_readme", defaults.import_repo_readme),
        import_artifacts=found.get("import_artifacts", defaults.import_artifacts),
        manual_map=found.get("manual_map", ()),
        single_artifact=found.get("single_artifact"),
        exclude=tuple(Exclusion(**one) for one in found.get("exclude", ())),
        aliases=found.get("aliases", ()),
        added=found.get("added"),
        status_note=found.get("status_note"),
        successor=found.get("successor"),
        exempt=tuple(
            Exemption(**{**one, "finding": FindingCode(one["finding"])}) for one in found.get("exempt", ())
        ),
        removed=Removal(**found["removed"]) if found.get("removed") else None,
        file=file,
    )


def _beside(folder: str) -> RepoAddress:
    """The name of a folder beside the catalog, in the form that addresses have."""
    above, _, name = folder.rpartition("/")
    return RepoAddress(f"./{above}" if above else ".", name)


def _places(node: Node) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Where the values stand that other definitions may clash with."""
    found: dict[tuple[str, str], tuple[str, int, int]] = {}
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            name = key.text
            if name in ("repo_url", "path", "successor"):
                found[name, ""] = (name, value.line, value.column)
            elif name in ("aliases", "tags") and isinstance(value, ListNode):
                for i, item in enumerate(value.items):
                    if isinstance(item, ScalarNode):
                        word = item.text.strip().lower()
                        found.setdefault((name, word), (f"{name}[{i}]", item.line, item.column))
    return found
