"""The fields of a definition, as data."""

from __future__ import annotations

from generator.model import FindingCode, TrustLevel, Visibility
from generator.schema.repository import REPO_URL
from generator.schema.shapes import ArtifactTypeName, Choice, Day, Field, Flag, ListOf, MapOf, Record, Whole
from generator.schema.texts import COMMIT, FOLDER, GLOB, ID, PATH, REF, TAG, URL, line, markdown

SCHEMA_VERSION = 2
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

EXEMPTION = Record(
    fields=(
        Field(
            name="finding",
            shape=Choice(tuple(FindingCode), "finding of `catalog doctor`"),
            required=True,
            doc="What is meant to be as it is.",
            example="archived",
            also=("code", "name", "check", "rule"),
        ),
        Field(
            name="reason",
            shape=line(200),
            required=True,
            doc="Why.",
            example="finished, and still the best of its kind",
            also=("note", "because", "why"),
        ),
        Field(
            name="date", shape=Day(), doc="When it was granted.", example="2026-01-31", also=("on", "since")
        ),
        Field(
            name="until",
            shape=Day(),
            doc="The last day on which it holds; then the finding is reported again.",
            example="2027-01-31",
            default="as long as it stands there",
            also=("expires", "expiry", "to"),
        ),
    )
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

REMOVED = Record(
    short="reason",
    fields=(
        Field(
            name="reason",
            shape=line(500),
            required=True,
            doc="Why it was taken out; shown at its former address.",
            example="The repository is gone.",
            also=("note", "because", "why"),
        ),
        Field(name="date", shape=Day(), doc="When.", example="2026-01-31", also=("on", "day", "when")),
    ),
)

SOURCE = Record(
    one_of=("repo_url", "path"),
    fields=(
        Field(
            name="schema",
            shape=Whole(0, SCHEMA_VERSION),
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
            doc="The repository. On GitHub `OWNER/NAME`, a `.git` or `/` at the end, and the address of a "
            "folder (`…/tree/REF/PATH`, which gives `ref` and `root_hint`) are understood too; of any other "
            "host it is the https address that `git clone` takes.",
            example="https://github.com/anthropics/skills",
            also=("url", "repo", "repository", "github", "gitlab", "codeberg", "git", "link", "source"),
        ),
        Field(
            name="path",
            shape=FOLDER,
            doc="Instead of `repo_url`: a folder beside `catalog.yaml`, of which the files are the source.",
            example="skills/writing",
            also=("local", "local_path"),
        ),
        Field(
            name="ref",
            shape=REF,
            doc="A branch, tag or commit.",
            example="main",
            default="the repository's default branch",
            also=("branch", "commit", "revision"),
        ),
        Field(
            name="root_hint",
            shape=PATH,
            doc="A folder: only artifacts in it count, and its README goes before the repository's.",
            example="plugins",
            default="the whole repository",
            also=("root", "folder", "dir", "directory", "subdir", "subfolder"),
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
            also=("tag", "keywords", "labels", "topics", "categories", "category"),
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
        Field(
            name="exempt",
            shape=ListOf(EXEMPTION, 20, "exemptions"),
            doc="Findings of `catalog doctor` that are meant to be as they are, each with its reason.",
            example="[{finding: archived, reason: finished}]",
            also=("exemptions", "exempted", "allow", "waivers"),
        ),
        Field(
            name="removed",
            shape=REMOVED,
            doc="Takes the source out of the catalog, and says why. Its page is left, with nothing but that.",
            example="The repository is gone.",
            also=("deleted", "gone", "rejected"),
        ),
    ),
)
"""Everything that a definition may say, in the order of the reference."""
