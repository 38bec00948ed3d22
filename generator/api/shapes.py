"""The shapes of the JSON API: one dataclass each, every field with its meaning and an example.

What is written, the schemas of ``openapi.json``, the types of ``catalog-client.d.ts`` and the
pages about the API all come from these declarations. Names are those of the data model. A field
is always there; what is not known is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from types import MappingProxyType
from typing import Annotated, Any

from generator.model import ArtifactStatus, ScanStatus, SourceStatus, TrustLevel, Visibility
from generator.past import ChangeKind
from generator.values import dataclass

API_VERSION = "1.0.0"
"""Of the shapes: the first number changes with the folder's name and with what breaks readers, the
second with what is added."""

_NONE: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Says:
    """What is said of a field."""

    doc: str
    example: Any
    limits: Mapping[str, object] = field(default_factory=lambda: _NONE)
    """Further keywords of JSON Schema."""
    like: str = ""
    """The field of definitions that its limits are those of."""
    types: bool = False
    """Whether it holds ids of artifact types: themselves, or as keys."""


_COUNT: Mapping[str, object] = MappingProxyType({"minimum": 0})
_OID: Mapping[str, object] = MappingProxyType({"pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"})
_COMMIT = "44c9b2d6e889982ac18c27d05a19fefe335194e1"
_MOMENT = "2026-11-01T12:00:00Z"


@dataclass(frozen=True, slots=True)
class Review:
    """Who gave a source its trust level, and for what."""

    reviewer: Annotated[str | None, Says("Who checked.", "Ada Example")]
    date: Annotated[date | None, Says("When.", "2026-01-31")]
    commit: Annotated[str | None, Says("Which commit.", _COMMIT)]
    note: Annotated[str | None, Says("What was found.", "Read all 14 skills.")]


@dataclass(frozen=True, slots=True)
class SourceShape:
    """A source: its definition, what was fetched and what was computed, without README and artifacts."""

    id: Annotated[str, Says("Names the source for good.", "anthropics-skills", like="id")]
    repo_url: Annotated[
        str | None,
        Says("Address of the repository; null: a folder beside it.", "https://github.com/anthropics/skills"),
    ]
    path: Annotated[str | None, Says("Folder beside the catalog; null: a repository.", None, like="path")]
    ref: Annotated[str | None, Says("Branch, tag or commit; null: the default branch.", "main", like="ref")]
    root_hint: Annotated[
        str | None, Says("Folder of the repository; null: all of it.", "plugins", like="root_hint")
    ]
    name: Annotated[str, Says("What to call it: never empty.", "Anthropic Skills", {"minLength": 1})]
    description: Annotated[
        str | None, Says("The catalog's own words for it.", "Skills that write files.", like="description")
    ]
    homepage: Annotated[str | None, Says("Its documentation or product.", "https://agentskills.io")]
    page: Annotated[
        str, Says("Its page, from the root of the site.", "sources/anthropics-skills/", {"minLength": 1})
    ]
    tags: Annotated[tuple[str, ...], Says("Words to find it by.", ["documents"], like="tags")]
    auto_tags: Annotated[
        tuple[str, ...], Says("The repository's topics in the spelling of tags; never in `tags`.", ["ai"])
    ]
    trust_level: Annotated[TrustLevel, Says("How far the catalog's owner vouches for it.", "official")]
    trust: Annotated[Review | None, Says("What the trust level rests on.", None)]
    visibility: Annotated[Visibility, Says("`unlisted` ones are in no list.", "public")]
    import_repo_description: Annotated[bool, Says("Whether the description is fetched.", True)]
    import_repo_readme: Annotated[bool, Says("Whether the README is fetched.", True)]
    import_artifacts: Annotated[bool, Says("Whether the files are scanned.", True)]
    added: Annotated[date | None, Says("The day it came into the catalog.", "2026-01-31")]
    status: Annotated[SourceStatus, Says("How alive it is.", "active")]
    status_note: Annotated[str | None, Says("What to know of its state.", None, like="status_note")]
    successor: Annotated[str | None, Says("Id of the source that replaces it.", None, like="successor")]
    aliases: Annotated[tuple[str, ...], Says("Former ids.", ["skills"], like="aliases")]
    counts_by_type: Annotated[
        Mapping[str, int],
        Says("Listed artifacts by type; types with none are left out.", {"skill": 14}, types=True),
    ]
    artifact_count: Annotated[int, Says("The sum of `counts_by_type`.", 14, _COUNT)]
    scan_status: Annotated[ScanStatus, Says("How much is known of its artifacts.", "success")]
    last_sync_at: Annotated[datetime | None, Says("When it was last known to be right.", _MOMENT)]
    last_error: Annotated[str | None, Says("What went wrong last; null: nothing.", None)]
    repo_description: Annotated[
        str | None,
        Says("The repository's own description.", "Public repository for skills", {"maxLength": 2000}),
    ]
    stars: Annotated[int | None, Says("Stars.", 17000, _COUNT)]
    forks: Annotated[int | None, Says("Forks.", 1600, _COUNT)]
    license: Annotated[str | None, Says("SPDX id of the licence.", "Apache-2.0")]
    language: Annotated[str | None, Says("The repository's main language.", "Python")]
    archived: Annotated[bool | None, Says("Whether it is read-only for good.", False)]
    default_branch: Annotated[str | None, Says("The default branch.", "main")]
    pushed_at: Annotated[datetime | None, Says("The last push.", "2026-10-30T08:15:00Z")]
    name_with_owner: Annotated[str | None, Says("The repository's present name.", "anthropics/skills")]
    moved_to: Annotated[str | None, Says("Where a moved repository is found now.", None)]
    commit: Annotated[str | None, Says("The commit that was looked at.", _COMMIT, _OID)]
    tree: Annotated[str | None, Says("Git's id of that commit's tree.", _COMMIT, _OID)]


@dataclass(frozen=True, slots=True)
class Details:
    """The texts of a source, which lists do without."""

    id: Annotated[str, Says("Id of the source.", "anthropics-skills", like="id")]
    repo_description: Annotated[
        str | None, Says("As the source has it.", "Public repository for skills", {"maxLength": 2000})
    ]
    repo_readme: Annotated[
        str | None,
        Says(
            "The README as its authors wrote it, cut to 50 KB; foreign text, not to be put into a page.",
            "# Skills\n\nFolders of instructions.",
        ),
    ]
    repo_readme_html: Annotated[
        str | None,
        Says(
            "The same as sanitised HTML: no scripts, styles or forms; ids begin with `user-content-`.",
            '<h3 id="user-content-skills">Skills</h3>\n<p>Folders of instructions.</p>',
        ),
    ]
    repo_readme_path: Annotated[str | None, Says("Where it lies in the repository.", "README.md")]
    repo_readme_truncated: Annotated[bool, Says("Whether it was cut.", False)]
    repo_readme_note: Annotated[str | None, Says("Why not all of it is shown as on its host.", None)]
    notes: Annotated[str | None, Says("The definition's notes, Markdown.", "Needs *Node.js*.", like="notes")]
    notes_html: Annotated[str | None, Says("The same as sanitised HTML.", "<p>Needs <em>Node.js</em>.</p>")]


@dataclass(frozen=True, slots=True)
class ArtifactShape:
    """One thing found in a source's files."""

    source_id: Annotated[str, Says("Id of its source.", "anthropics-skills", like="id")]
    artifact_type: Annotated[str, Says("Id of its type.", "skill")]
    name: Annotated[str, Says("From its file, folder or manifest.", "pdf")]
    path: Annotated[str, Says("The evidence, from the repository's root; empty: the root.", "skills/pdf")]
    url: Annotated[
        str,
        Says("Its page at that commit.", f"https://github.com/anthropics/skills/tree/{_COMMIT}/skills/pdf"),
    ]
    title: Annotated[str | None, Says("From front matter or manifest.", "PDF")]
    description: Annotated[str | None, Says("Likewise.", "Fills in PDF forms.")]
    sha: Annotated[str, Says("Git's id of what stands at `path`.", _COMMIT)]
    detected_by: Annotated[
        str, Says("The rule that found it: its id, and in words.", "skill-file: a folder with a SKILL.md")
    ]
    confidence: Annotated[int, Says("How sure the rule is.", 98, {"minimum": 0, "maximum": 100})]
    status: Annotated[ArtifactStatus, Says("Only `listed` ones count.", "listed")]
    duplicate_of: Annotated[str | None, Says("Path of the original, for duplicates.", None)]
    reason: Annotated[str | None, Says("Why it is not listed.", None)]


@dataclass(frozen=True, slots=True)
class TagShape:
    """A tag, and how many listed sources carry it."""

    tag: Annotated[str, Says("The tag.", "documents", {"minLength": 1, "maxLength": 50})]
    source_count: Annotated[int, Says("Listed sources that carry it.", 12, {"minimum": 1})]
    page: Annotated[str, Says("Its page, from the root of the site.", "tags/documents/")]


@dataclass(frozen=True, slots=True)
class ArtifactTypeShape:
    """A kind of artifact that this catalog knows."""

    id: Annotated[str, Says("As filters take it.", "skill", types=True)]
    label: Annotated[str, Says("What one is called.", "Skill")]
    plural: Annotated[str, Says("What several are called.", "Skills")]
    description: Annotated[str, Says("What it is; may be empty.", "A folder with a SKILL.md.")]
    aliases: Annotated[tuple[str, ...], Says("Words that filters take for it, too.", [])]
    detected_by: Annotated[tuple[str, ...], Says("The evidence, in words.", ["a folder with a SKILL.md"])]
    source_count: Annotated[int, Says("Listed sources that have one.", 30, _COUNT)]
    artifact_count: Annotated[int, Says("Listed artifacts of listed sources.", 412, _COUNT)]
    page: Annotated[str, Says("Its page, from the root of the site.", "types/skill/")]


@dataclass(frozen=True, slots=True)
class TrustLevelShape:
    """How far sources are vouched for, as this catalog words it."""

    id: Annotated[TrustLevel, Says("As filters take it.", "verified")]
    label: Annotated[str, Says("What it is called.", "Verified")]
    criteria: Annotated[str, Says("What a source must meet.", "Somebody read all of it.")]
    source_count: Annotated[int, Says("Listed sources of this level.", 9, _COUNT)]
    page: Annotated[str, Says("Its page, from the root of the site.", "trust/verified/")]


@dataclass(frozen=True, slots=True)
class ChangeShape:
    """One thing that happened to a source, or to one of its artifacts."""

    kind: Annotated[ChangeKind, Says("What happened.", "added")]
    source_id: Annotated[str, Says("Id of the source; of a removed one the last.", "anthropics-skills")]
    full_name: Annotated[str, Says("Its repository.", "anthropics/skills")]
    artifact_type: Annotated[str | None, Says("Type of the artifact; null: the source itself.", "skill")]
    name: Annotated[str | None, Says("The artifact's name.", "pdf")]
    path: Annotated[str | None, Says("The artifact's path.", "skills/pdf")]
    before: Annotated[str | None, Says("What was renamed was this.", None)]
    counts_by_type: Annotated[Mapping[str, int], Says("Artifacts that a source came or went with.", {})]


@dataclass(frozen=True, slots=True)
class RunShape:
    """What one look at all sources changed; the first one tells what there was, and no changes."""

    at: Annotated[datetime, Says("When it ended.", _MOMENT)]
    source_count: Annotated[int, Says("Listed sources after it.", 43, _COUNT)]
    artifact_count: Annotated[int, Says("Their listed artifacts.", 2210, _COUNT)]
    changes: Annotated[tuple[ChangeShape, ...], Says("What happened, by source.", None)]
    left_out: Annotated[int, Says("Further changes that are not told.", 0, _COUNT)]


@dataclass(frozen=True, slots=True)
class AgeShape:
    """Sources of about one age."""

    days: Annotated[int | None, Says("At most so many days; null: older than the others, or unknown.", 30)]
    known: Annotated[bool, Says("Whether the age is known.", True)]
    source_count: Annotated[int, Says("Listed sources of it.", 12, _COUNT)]


@dataclass(frozen=True, slots=True)
class GrowthShape:
    """What the catalog held at the end of a day."""

    day: Annotated[date, Says("The day (UTC).", "2026-11-01")]
    source_count: Annotated[int, Says("Listed sources.", 43, _COUNT)]
    artifact_count: Annotated[int, Says("Their listed artifacts.", 2210, _COUNT)]
    artifacts_by_type: Annotated[Mapping[str, int], Says("The same by type.", {"skill": 1400})]


@dataclass(frozen=True, slots=True)
class StatsShape:
    """The catalog in numbers: listed sources alone are counted."""

    as_of: Annotated[datetime | None, Says("The moment that ages are counted from.", _MOMENT)]
    source_count: Annotated[int, Says("Sources.", 43, _COUNT)]
    artifact_count: Annotated[int, Says("Artifacts.", 2210, _COUNT)]
    tag_count: Annotated[int, Says("Different tags.", 61, _COUNT)]
    stars: Annotated[int | None, Says("Of all sources together, as far as they are known.", 910000, _COUNT)]
    sources_by_type: Annotated[Mapping[str, int], Says("Sources that have one.", {"skill": 30}, types=True)]
    artifacts_by_type: Annotated[Mapping[str, int], Says("Artifacts by type.", {"skill": 1400}, types=True)]
    sources_by_trust_level: Annotated[Mapping[str, int], Says("Sources by trust level.", {"basic": 20})]
    sources_by_status: Annotated[Mapping[str, int], Says("Sources by status.", {"active": 40})]
    sources_by_scan_status: Annotated[Mapping[str, int], Says("Sources by scan status.", {"success": 43})]
    sources_by_language: Annotated[Mapping[str, int], Says("By main language, if known.", {"Python": 12})]
    sources_by_license: Annotated[Mapping[str, int], Says("By licence, if known.", {"MIT": 21})]
    sources_with: Annotated[
        Mapping[str, int], Says("Of how many sources each of these is known.", {"license": 37})
    ]
    pushed: Annotated[tuple[AgeShape, ...], Says("Sources by the age of the last push.", None)]
    checked: Annotated[tuple[AgeShape, ...], Says("Sources by the age of the last check.", None)]
    errors: Annotated[
        Mapping[str, str], Says("What went wrong last, by source.", {"some-source": "no answer within 5 s"})
    ]
    growth: Annotated[tuple[GrowthShape, ...], Says("Oldest first; at most 60 days.", None)]


@dataclass(frozen=True, slots=True)
class PageInfoShape:
    """Where a page lies in its list."""

    has_next_page: Annotated[bool, Says("Whether there is a page behind it.", True)]
    has_previous_page: Annotated[bool, Says("Whether there is one before it.", False)]
    start_cursor: Annotated[str | None, Says("Leads to the page before, where there is one.", None)]
    end_cursor: Annotated[
        str | None, Says("Leads to the page behind, where there is one.", "5f0c2a9be1d34c77")
    ]
    total_count: Annotated[int, Says("Items of the whole list.", 412, _COUNT)]


@dataclass(frozen=True, slots=True)
class DataFiles:
    """Files that `catalog-client.js` reads; their names change with their content."""

    filter_index: Annotated[str, Says("From this file.", "../../filters/index.json")]
    search_index: Annotated[str, Says("From this file.", "../../search/index.bin")]


@dataclass(frozen=True, slots=True)
class Root:
    """What this is, and where a reader begins."""

    api_version: Annotated[str, Says("Version of these shapes.", "1.0.0")]
    title: Annotated[str, Says("The catalog's title.", "Sources Catalog")]
    description: Annotated[str, Says("What it is about; may be empty.", "Skills and servers.")]
    base_url: Annotated[str | None, Says("Address of the site.", "https://example.org/catalog")]
    repository_url: Annotated[
        str | None, Says("Where its definitions are kept.", "https://github.com/example-org/catalog")
    ]
    generator: Annotated[str, Says("The program that made it.", "Sources Catalog 0.1.0")]
    as_of: Annotated[datetime | None, Says("The moment that ages are counted from.", _MOMENT)]
    source_count: Annotated[int, Says("Listed sources.", 43, _COUNT)]
    artifact_count: Annotated[int, Says("Their listed artifacts.", 2210, _COUNT)]
    documents: Annotated[
        Mapping[str, str],
        Says("Where everything else begins, from this file.", {"sources": "sources.json"}),
    ]
    data: Annotated[DataFiles, Says("For `catalog-client.js`.", None)]


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with a request; RFC 9457 problem details and the names of this API in one."""

    type: Annotated[str, Says("Always `about:blank`: the status says what it is.", "about:blank")]
    title: Annotated[str, Says("The status in words.", "Bad Request")]
    status: Annotated[int, Says("The HTTP status.", 400, {"minimum": 400, "maximum": 599})]
    detail: Annotated[str, Says("As `message`.", "limit: must be a number from 1 to 100")]
    error: Annotated[
        str, Says("What kind of mistake, for programs.", "invalid_query", {"pattern": "^[a-z_]+$"})
    ]
    message: Annotated[str, Says("What to tell a person.", "limit: must be a number from 1 to 100")]
    details: Annotated[Mapping[str, str] | None, Says("More, by name.", None)]
    validation_errors: Annotated[
        Mapping[str, str] | None,
        Says("What is wrong with each parameter.", {"limit": "must be a number from 1 to 100"}),
    ]
