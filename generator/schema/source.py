"""The fields of a definition, and how one is read into a :class:`~generator.model.Source`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.errors import Problem
from generator.model import Exclusion, Settings, Source, TrustLevel, TrustReview, Visibility
from generator.printable import printable
from generator.schema.reading import INVALID, Reader, field_of
from generator.schema.repository import REPO_URL, RepoAddress
from generator.schema.shapes import (
    ArtifactTypeName,
    Choice,
    Day,
    Field,
    Flag,
    ListOf,
    MapOf,
    Record,
    Text,
    Whole,
)
from generator.schema.texts import COMMIT, GLOB, ID, PATH, REF, TAG, URL, line, markdown
from generator.yaml_text import ListNode, MappingNode, Node, ScalarNode

SCHEMA_VERSION = 1
"""Of definitions, as this program writes them and as the newest that it reads."""

EXCLUSION = Record(
    short="pattern",
    fields=(
        Field(
            name="pattern",
            shape=GLOB,
            required=True,
            doc="A glob: `*` within a name, `**` over folders, `?`, `{a,b}`. A folder means all in it.",
            example="examples/**",
            also=("path", "glob", "paths"),
        ),
        Field(
            name="reason",
            shape=line(200),
            doc="Why what matches is no artifact; shown beside it.",
            example="examples of the documentation",
            also=("note", "because"),
        ),
    ),
)

TRUST = Record(
    fields=(
        Field(
            name="reviewer", shape=line(100), doc="Who checked.", example="Ada Example", also=("by", "who")
        ),
        Field(name="date", shape=Day(), doc="When.", example="2026-01-31", also=("on", "day", "when")),
        Field(
            name="commit",
            shape=COMMIT,
            doc="Which commit, by its id.",
            example="44c9b2d6e889982ac18c27d05a19fefe335194e1",
            also=("sha", "revision"),
        ),
        Field(
            name="note",
            shape=line(500),
            doc="What was found.",
            example="MIT; read all 14 skills.",
            also=("notes", "reason", "comment"),
        ),
    )
)

SOURCE = Record(
    fields=(
        Field(
            name="schema",
            shape=Whole(1, SCHEMA_VERSION),
            doc="The version of this format that the definition was written for; older ones keep loading.",
            example=str(SCHEMA_VERSION),
            default="the newest",
            also=("version",),
        ),
        Field(
            name="id",
            shape=ID,
            doc="The source's id. It is the file's name and may be left out; if given, both must match.",
            example="anthropics-skills",
            default="the file's name",
            also=("slug",),
        ),
        Field(
            name="repo_url",
            shape=REPO_URL,
            required=True,
            doc="The repository on GitHub. `OWNER/NAME`, a `.git` or `/` at the end, and the address of a "
            "folder (`…/tree/REF/PATH`, which gives `ref` and `root_hint`) are understood too.",
            example="https://github.com/anthropics/skills",
            also=("url", "repo", "repository", "github", "git", "link", "source"),
        ),
        Field(
            name="ref",
            shape=REF,
            doc="A branch, tag or commit.",
            example="main",
            default="the repository's default branch",
            also=("branch", "tag", "commit", "revision"),
        ),
        Field(
            name="root_hint",
            shape=PATH,
            doc="A folder: only artifacts in it count, and its README goes before the repository's.",
            example="plugins",
            default="the whole repository",
            also=("root", "path", "folder", "dir", "directory", "subdir", "subfolder"),
        ),
        Field(
            name="name",
            shape=line(120),
            doc="What the source is called.",
            example="Anthropic Skills",
            default="the repository's name",
            also=("title", "label"),
        ),
        Field(
            name="description",
            shape=line(500),
            doc="What is in it, in a sentence or two of your own.",
            example="Skills that write Word, Excel and PDF files.",
            default="the repository's description on GitHub",
            also=("desc", "summary", "about", "text"),
        ),
        Field(
            name="notes",
            shape=markdown(2_000),
            doc="What to know before using it; Markdown, for the source's page.",
            example="Needs Node.js 20.",
            also=("note", "readme", "details"),
        ),
        Field(
            name="homepage",
            shape=URL,
            doc="The address of its documentation or product.",
            example="https://agentskills.io",
            also=("website", "site", "web", "docs", "documentation"),
        ),
        Field(
            name="tags",
            shape=ListOf(TAG, 20, "tags"),
            doc="Words to find it by; lower-cased, doubles dropped, order kept.",
            example="[documents, design]",
            also=("keywords", "labels", "topics", "categories", "category"),
        ),
        Field(
            name="trust_level",
            shape=Choice(tuple(TrustLevel), "trust level"),
            doc="How far the catalog's owner vouches for it.",
            example="basic",
            default="that of `defaults` in `catalog.yaml`; as shipped, `basic`",
            also=("level", "trustlevel"),
        ),
        Field(
            name="trust",
            shape=TRUST,
            doc="Who gave the trust level, when, for which commit, and what was found.",
            example="{reviewer: Ada Example, date: 2026-01-31}",
            also=("review", "reviewed"),
        ),
        Field(
            name="visibility",
            shape=Choice(tuple(Visibility), "visibility"),
            doc="`unlisted` has a page, and is in no list, index or feed.",
            example="public",
            default="`public`",
            also=("hidden", "listed", "public", "unlisted"),
        ),
        *(
            Field(
                name=name,
                shape=Flag(),
                doc=doc,
                example="true",
                default="that of `defaults` in `catalog.yaml`; as shipped, `true`",
                also=also,
            )
            for name, doc, also in (
                (
                    "import_repo_description",
                    "Whether the repository's description is fetched from GitHub and shown.",
                    ("import_description",),
                ),
                ("import_repo_readme", "Whether its README is fetched and shown.", ("import_readme",)),
                (
                    "import_artifacts",
                    "Whether its files are listed and scanned for artifacts.",
                    ("scan", "scan_artifacts"),
                ),
            )
        ),
        Field(
            name="manual_map",
            shape=MapOf(PATH, ArtifactTypeName(), 500, "paths"),
            doc="Paths in the repository and the artifact type of what lies there; the nearest path wins.",
            example="{tools: command}",
            also=("map", "mapping", "paths"),
        ),
        Field(
            name="single_artifact",
            shape=ArtifactTypeName(),
            doc="An artifact type: the whole source is one artifact of it.",
            example="mcp_server",
            also=("artifact_type", "type", "kind", "artifact"),
        ),
        Field(
            name="exclude",
            shape=ListOf(EXCLUSION, 200, "globs"),
            doc="Globs of paths that are no artifacts, each with a reason if you like.",
            example='["examples/**"]',
            also=("excludes", "ignore", "skip", "excluded"),
        ),
        Field(
            name="aliases",
            shape=ListOf(ID, 20, "ids"),
            doc="Former ids; each leads on to this source's page.",
            example="[old-id]",
            also=("alias", "former_ids", "redirects"),
        ),
        Field(
            name="added",
            shape=Day(),
            doc="The day on which it came into the catalog.",
            example="2026-01-31",
            also=("date", "created", "added_at", "date_added"),
        ),
        Field(
            name="status_note",
            shape=line(500),
            doc="What visitors should know of its state.",
            example="No longer maintained.",
            also=("status", "deprecated"),
        ),
        Field(
            name="successor",
            shape=ID,
            doc="The id of the source that replaces this one.",
            example="anthropics-skills",
            also=("replaced_by", "superseded_by"),
        ),
    ),
)
"""Everything that a definition may say, in the order of the reference."""


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
        found, _ = reader.fields(SOURCE, node)
        ref, root = _address_inside(found, node, reader)
        if not reader.failed:
            source = _source(found, settings, source_id=source_id, file=file, ref=ref, root=root)
    elif isinstance(node, ScalarNode) and node.value is None:
        hint = f'write "repo_url: {field_of(SOURCE.fields, "repo_url").example}"'
        reader.problem(
            node,
            "",
            "empty-file",
            "the definition is empty",
            expected="at least repo_url",
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


def _check_id(node: Node, source_id: str, reader: Reader) -> None:
    """The file's name must be a good id, and ``id`` must repeat it."""
    reader.read(ID, ScalarNode(source_id, source_id, 0, 0, 0, 0), "id")
    better = slugged(source_id)
    if reader.problems and better and better != source_id:
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


def slugged(text: str) -> str:
    """The nearest good id to a text; empty if nothing of it can be in one."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")[:80].rstrip("-")


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
    address: RepoAddress = found["repo_url"]
    defaults = settings.defaults
    level = found.get("trust_level")
    review = found.get("trust")
    return Source(
        id=source_id,
        owner=address.owner,
        repo=address.name,
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
        file=file,
    )


def _places(node: Node) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Where the values stand that other definitions may clash with."""
    found: dict[tuple[str, str], tuple[str, int, int]] = {}
    if isinstance(node, MappingNode):
        for key, value in node.entries:
            name = key.text
            if name in ("repo_url", "successor"):
                found[name, ""] = (name, value.line, value.column)
            elif name in ("aliases", "tags") and isinstance(value, ListNode):
                for i, item in enumerate(value.items):
                    if isinstance(item, ScalarNode):
                        word = item.text.strip().lower()
                        found.setdefault((name, word), (f"{name}[{i}]", item.line, item.column))
    return found
