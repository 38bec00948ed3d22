"""The fields of ``catalog.yaml``, as data."""

from __future__ import annotations

from generator.model import GitHubBy, SocialImages, TrustLevel
from generator.scan import RULE_KINDS
from generator.schema.look_fields import LOOK
from generator.schema.repository import GITHUB_URL
from generator.schema.shapes import Choice, Field, Flag, ListOf, MapOf, Record, Text, Whole
from generator.schema.source_fields import EXCLUSION
from generator.schema.texts import BASE_URL, GLOB, INSTALL, LANGUAGE, NAME, REF, TYPE_ID, line

SETTINGS_VERSION = 2
"""Of ``catalog.yaml``, as this program writes it and as the newest that it reads."""

RULE_NAMES = ("stem", "folder", "key", "manifest")

_KEY = line(100, "key")

RULE = Record(
    fields=(
        Field(
            name="kind",
            shape=Choice(RULE_KINDS, "kind of evidence"),
            required=True,
            doc="What is looked at: see `docs/detection.md`.",
            example="file",
            also=("type", "detector"),
        ),
        Field(
            name="paths",
            shape=ListOf(GLOB, 50, "globs"),
            doc="Globs of paths from the scanned root, of which one must match.",
            example='["**/SKILL.md"]',
            also=("path", "globs", "pattern", "patterns"),
        ),
        Field(
            name="keys",
            shape=ListOf(_KEY, 50, "keys"),
            doc="Keys of which one must be in the JSON or front matter; `a+b` needs both.",
            example="[name+description]",
            also=("key", "fields"),
        ),
        Field(
            name="hints",
            shape=ListOf(line(60, "word"), 50, "words"),
            doc="Words of which one must be in the repository's name or the path, when text cannot tell.",
            example="[agents]",
            also=("hint", "words"),
        ),
        Field(
            name="skip",
            shape=ListOf(GLOB, 50, "globs"),
            doc="Globs of paths that this rule leaves alone.",
            example='["docs/**"]',
            also=("exclude", "ignore"),
        ),
        Field(
            name="name",
            shape=Choice(RULE_NAMES, "source of a name"),
            doc="Where the artifact's name comes from: the file's name without its ending, its folder, "
            "a key, or the manifest.",
            example="stem",
            default="`stem`",
        ),
        Field(
            name="confidence",
            shape=Whole(0, 100),
            doc="How sure the evidence is, from 0 to 100; of two rules for one path the surer one has it.",
            example="90",
            default="90",
            also=("score", "weight"),
        ),
        Field(
            name="says",
            shape=line(200),
            doc="The rule in words, as shown to visitors.",
            example="a folder with a SKILL.md",
            default="the rule's id",
            also=("description", "label", "doc"),
        ),
    )
)

ARTIFACT_TYPE = Record(
    fields=(
        Field(
            name="label",
            shape=line(60),
            doc="What one of them is called.",
            example="Skill",
            default="that of the shipped type, or made from the id",
            also=("name", "title", "singular"),
        ),
        Field(
            name="plural",
            shape=line(60),
            doc="What several are called.",
            example="Skills",
            default="that of the shipped type, or the label with an s",
            also=("labels",),
        ),
        Field(
            name="description",
            shape=line(500),
            doc="What it is, in a sentence.",
            example="A folder with a SKILL.md.",
            default="that of the shipped type",
            also=("desc", "doc", "about"),
        ),
        Field(
            name="icon",
            shape=NAME,
            doc="Name of a glyph in the theme's `icons/`.",
            example="book",
            default="that of the shipped type, or `box`",
            also=("glyph", "symbol"),
        ),
        Field(
            name="aliases",
            shape=ListOf(NAME, 20, "names"),
            doc="Other words for it in definitions and addresses.",
            example="[mcp]",
            default="those of the shipped type",
            also=("alias", "also", "synonyms"),
        ),
        Field(
            name="detect",
            shape=MapOf(NAME, RULE, 50, "rules"),
            doc="The rules that find it, by their ids.",
            example='{skill-file: {kind: file, paths: ["**/SKILL.md"]}}',
            default="those of the shipped type",
            also=("rules", "detection", "detectors"),
        ),
        Field(
            name="install",
            shape=INSTALL,
            doc="The command that installs one, with placeholders such as `{commit}` and `{path}`; visitors "
            "copy it. See `docs/customising.md`.",
            example='"curl -fsSLO {raw_url}"',
            default="no command is shown",
            also=("command", "install_command", "usage", "setup"),
        ),
    )
)

TRUST_LEVEL = Record(
    fields=(
        Field(
            name="label",
            shape=line(60),
            doc="What the level is called.",
            example="Community",
            default="that of the shipped catalog",
            also=("name", "title"),
        ),
        Field(
            name="criteria",
            shape=line(500),
            doc="What a source must meet to have it.",
            example="It is what its description says.",
            default="those of the shipped catalog",
            also=("description", "criterion", "rules"),
        ),
        Field(
            name="icon",
            shape=NAME,
            doc="Name of a glyph in the theme's `icons/`.",
            example="shield",
            default="that of the shipped catalog",
            also=("glyph", "symbol"),
        ),
    )
)

DEFAULTS = Record(
    fields=(
        Field(
            name="trust_level",
            shape=Choice(tuple(TrustLevel), "trust level"),
            doc="The trust level of a definition that gives none.",
            example="basic",
            default="`basic`",
        ),
        *(
            Field(
                name=name,
                shape=Flag(),
                doc=f"What `{name}` is in a definition that leaves it out.",
                example="true",
                default="`true`",
            )
            for name in ("import_repo_description", "import_repo_readme", "import_artifacts")
        ),
    )
)

_LEVEL = Text(
    longest=40,
    noun="trust level",
    pattern="|".join(TrustLevel),
    code="unknown-value",
    rule="one of " + ", ".join(TrustLevel),
)

SETTINGS = Record(
    fields=(
        Field(
            name="schema",
            shape=Whole(1, SETTINGS_VERSION),
            doc="The version of this format that the file was written for; older ones keep loading.",
            example=str(SETTINGS_VERSION),
            default="the newest",
            also=("version",),
        ),
        Field(
            name="title",
            shape=line(120),
            required=True,
            doc="What the catalog is called.",
            example="Sources Catalog",
            also=("name", "site_name"),
        ),
        Field(
            name="description",
            shape=line(500),
            doc="What it is about, in a sentence or two.",
            example="Skills and servers that we use.",
            also=("desc", "summary", "about"),
        ),
        Field(
            name="base_url",
            shape=BASE_URL,
            doc="The address of the hosted site with its path; feeds, the sitemap and link previews need it.",
            example="https://example.org/catalog",
            default="relative links only",
            also=("url", "site_url", "base", "baseurl"),
        ),
        Field(
            name="repository",
            shape=GITHUB_URL,
            doc="The catalog's own repository on GitHub, for links that edit it.",
            example="example-org/catalog",
            also=("repo", "repo_url", "github"),
        ),
        Field(
            name="branch",
            shape=REF,
            doc="The branch of it that contributors change.",
            example="main",
            default="`main`",
            also=("ref", "default_branch"),
        ),
        Field(
            name="language",
            shape=LANGUAGE,
            doc="The language that the catalog's texts are in.",
            example="en",
            default="`en`",
            also=("lang", "locale"),
        ),
        *LOOK,
        Field(
            name="defaults",
            shape=DEFAULTS,
            doc="What a definition that leaves a field out gets.",
            example="{trust_level: basic}",
            also=("default",),
        ),
        Field(
            name="github_by",
            shape=Choice(tuple(GitHubBy), "way"),
            doc="How repositories on GitHub are asked for: `api`, `git`, or `auto`, which is by git where "
            "there is no token. Git knows neither stars nor descriptions and topics, and has no limit.",
            example="auto",
            default="`api`",
            also=("provider", "fetch_by", "access"),
        ),
        Field(
            name="stale_after_days",
            shape=Whole(1, 36_500),
            doc="Days without a push after which a source is shown as stale.",
            example="365",
            default="365",
            also=("stale_after", "stale_days", "stale"),
        ),
        Field(
            name="page_size",
            shape=Whole(1, 200),
            doc="Cards on one list page.",
            example="24",
            default="24",
            also=("per_page", "limit", "cards"),
        ),
        Field(
            name="api",
            shape=Flag(),
            doc="Whether the site has the JSON API of `docs/api.md`: three files a source, and lists.",
            example="true",
            default="`true`",
            also=("json_api", "json", "rest"),
        ),
        Field(
            name="history",
            shape=Flag(),
            doc="Whether a history is kept of what came, went and was renamed; see `docs/changes.md`.",
            example="true",
            default="`true`",
            also=("log", "record_history"),
        ),
        Field(
            name="changes",
            shape=Flag(),
            doc="Whether the site has a page of what is new and changed, and feeds of it.",
            example="true",
            default="`true`",
            also=("new", "news", "whats_new"),
        ),
        Field(
            name="feeds",
            shape=Flag(),
            doc="Whether there are Atom and JSON feeds, of all and of each tag, type and trust level.",
            example="true",
            default="`true`",
            also=("feed", "rss", "atom"),
        ),
        Field(
            name="stats",
            shape=Flag(),
            doc="Whether the site has a page of numbers and charts.",
            example="true",
            default="`true`",
            also=("statistics", "numbers", "charts"),
        ),
        Field(
            name="badges",
            shape=Flag(),
            doc="Whether each source has a badge and a card (SVG) for its maintainers to show.",
            example="true",
            default="`true`",
            also=("badge", "embed", "shields"),
        ),
        Field(
            name="social_images",
            shape=Choice(tuple(SocialImages), "kind of pictures"),
            doc="Pictures for link previews: `none`, one for the `site`, or each of the `sources` as well.",
            example="sources",
            default="`site`",
            also=("social", "previews", "og_image"),
        ),
        Field(
            name="markdown",
            shape=Flag(),
            doc="Whether each source has its page as Markdown, too, and the site an `llms.txt`.",
            example="true",
            default="`true`",
            also=("llms", "llms_txt", "markdown_pages"),
        ),
        Field(
            name="ignore",
            shape=ListOf(EXCLUSION, 500, "globs"),
            doc="Globs of paths that are no artifacts in any source; added to the shipped ones.",
            example='["archive/**"]',
            default="the shipped ones: READMEs, documentation, tests, templates and the like",
            also=("exclude", "excludes", "ignored"),
        ),
        Field(
            name="ignore_shipped",
            shape=Flag(),
            doc="Whether the shipped globs are ignored as well.",
            example="true",
            default="`true`",
            also=("shipped_ignore", "ignore_defaults"),
        ),
        Field(
            name="artifact_types",
            shape=MapOf(TYPE_ID, ARTIFACT_TYPE, 50, "artifact types", least=1),
            doc="The artifact types by their ids, in the order in which they are shown. Given, they replace "
            "the shipped ones; one with the id of a shipped type takes from it whatever is left out.",
            example="{skill: {label: Skill, plural: Skills}}",
            default="the shipped ones: skill, command, agent, hook, mcp_server, plugin",
            also=("types", "artifacts", "artifact_type"),
        ),
        Field(
            name="trust_levels",
            shape=MapOf(_LEVEL, TRUST_LEVEL, 4, "trust levels"),
            doc="How trust levels are worded, by level; what is left out is as shipped.",
            example="{basic: {label: Community}}",
            default="as shipped",
            also=("trust", "levels", "trust_level"),
        ),
    )
)
"""Everything that ``catalog.yaml`` may say, in the order of the reference."""
