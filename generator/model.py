"""The nouns of the catalog: frozen values that the stages hand to each other.

Nothing here reads a file, asks the network or knows a library. The meaning and
the limits of every field are those of the data model in ``docs/data-model.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from types import MappingProxyType

from generator.past import Run
from generator.values import Word, dataclass

# ---------------------------------------------------------------- definitions


class GitHubBy(Word):
    """How repositories on GitHub are asked for."""

    API = "api"
    GIT = "git"
    AUTO = "auto"
    """By the API where there is a token for it, else by git."""


class SocialImages(Word):
    """For what there are pictures for link previews."""

    NONE = "none"
    SITE = "site"
    SOURCES = "sources"
    """For the site, and for each listed source."""


class TrustLevel(Word):
    """How far the catalog's owner vouches for a source, from least to most."""

    UNTRUSTED = "untrusted"
    BASIC = "basic"
    VERIFIED = "verified"
    OFFICIAL = "official"


class Visibility(Word):
    """Where a source is shown: everywhere, or only on a page of its own."""

    PUBLIC = "public"
    UNLISTED = "unlisted"


class Provider(Word):
    """Where what is known of a source comes from."""

    GITHUB = "github"
    """GitHub's API."""
    GIT = "git"
    """The repository itself, by git."""
    PATH = "path"
    """A folder beside the catalog."""


@dataclass(frozen=True, slots=True)
class TrustReview:
    """Who gave a source its trust level, when, and for which commit."""

    reviewer: str | None = None
    date: date | None = None
    commit: str | None = None
    note: str | None = None


class FindingCode(Word):
    """What `catalog doctor` finds of a source; definitions may exempt a source from each."""

    ARCHIVED = "archived"
    """The repository was made read-only by its owner."""
    MOVED = "moved"
    """The repository is found under another name."""
    MISSING = "missing"
    """The repository is not found any more."""
    REPLACED = "replaced"
    """Another repository stands under the name; the last facts of the old one are kept."""
    STALE = "stale"
    """Nothing was pushed for the days of ``stale_after_days``."""
    QUARANTINED = "quarantined"
    """Fetching failed several times in a row, and is put off; old facts are shown, or none."""
    OVERSIZE = "oversize"
    """GitHub cut the list of files, so that artifacts may be missing."""
    DUPLICATE = "duplicate"
    """Another source is the same repository by another name, or the same files."""
    RARE_TAG = "rare-tag"
    """A tag that no other source carries."""
    NO_ARTIFACTS = "no-artifacts"
    """The scan found nothing that is listed."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A finding that is meant to be as it is for a source, and why."""

    finding: FindingCode
    reason: str
    until: date | None = None
    """The last day on which it holds; None: as long as it stands there."""
    date: date | None = None
    """When it was granted."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A glob of paths that are no artifacts, and why."""

    pattern: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a source is no longer in the catalog, and since when."""

    reason: str
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One definition, checked and normalised, with the defaults of the settings filled in."""

    id: str
    owner: str
    """On GitHub as the definition spells it; elsewhere the host and what lies between it and the
    name, such as ``gitlab.com/group``; of a folder beside the catalog ``.`` and its parents."""
    repo: str
    """The repository's or folder's own name."""
    clone_url: str | None = None
    """Where git fetches a repository that is not on GitHub; None: on GitHub, or a folder."""
    path: str | None = None
    """A folder beside the catalog, from its root; None: a repository."""
    ref: str | None = None
    """Branch, tag or commit; None is the repository's default branch."""
    root_hint: str | None = None
    """Folder inside the repository, without slashes at its ends; None is the root."""
    name: str | None = None
    description: str | None = None
    notes: str | None = None
    """Markdown."""
    homepage: str | None = None
    tags: tuple[str, ...] = ()
    trust_level: TrustLevel = TrustLevel.BASIC
    trust: TrustReview | None = None
    visibility: Visibility = Visibility.PUBLIC
    import_repo_description: bool = True
    import_repo_readme: bool = True
    import_artifacts: bool = True
    manual_map: tuple[tuple[str, str], ...] = ()
    """Pairs of path and artifact type; the nearest ancestor of a path wins."""
    single_artifact: str | None = None
    """The artifact type that the whole source is one artifact of."""
    exclude: tuple[Exclusion, ...] = ()
    aliases: tuple[str, ...] = ()
    added: date | None = None
    status_note: str | None = None
    successor: str | None = None
    exempt: tuple[Exemption, ...] = ()
    """Findings of `catalog doctor` that are meant to be."""
    removed: Removal | None = None
    """Set where the source was taken out: only a page that says so is left of it."""
    file: str = ""
    """The definition's path relative to the catalog's root, for messages and edit links."""

    @property
    def title(self) -> str:
        """The name to show: the definition's, else the repository's."""
        return self.name or self.repo

    @property
    def full_name(self) -> str:
        """``OWNER/NAME`` on GitHub, ``HOST/PATH`` elsewhere, ``./FOLDER`` beside the catalog."""
        return f"{self.owner}/{self.repo}"

    @property
    def repo_url(self) -> str | None:
        """The normalised address of the repository; None for a folder beside the catalog."""
        if self.path is not None:
            return None
        return self.clone_url or f"https://github.com/{self.owner}/{self.repo}"

    @property
    def provider(self) -> Provider:
        """Who is to be asked, as the definition has it; a GitHub source may be asked by git as well."""
        if self.path is not None:
            return Provider.PATH
        return Provider.GIT if self.clone_url else Provider.GITHUB


# ------------------------------------------------------------------- settings


@dataclass(frozen=True, slots=True)
class DetectionRule:
    """One line of evidence for an artifact type; see :mod:`generator.scan` for the kinds."""

    id: str
    """Slug that is unique in the catalog; an artifact's ``detected_by`` names it."""
    kind: str
    """Which detector reads it, such as ``file`` or ``markdown_folder``."""
    paths: tuple[str, ...] = ()
    """Globs of paths from the scanned root (``*`` in one segment, ``**`` over segments)."""
    keys: tuple[str, ...] = ()
    """For kinds that read JSON or front matter: the keys of which one must be there."""
    hints: tuple[str, ...] = ()
    """Words of which one must be in the repository's name or in the path, where the text cannot tell."""
    skip: tuple[str, ...] = ()
    """Globs of paths that this rule leaves alone."""
    name: str = "stem"
    """Where an artifact's name comes from: ``stem`` ``folder`` ``key`` ``manifest``."""
    confidence: int = 90
    """0–100."""
    says: str = ""
    """The rule in words, as shown to users."""


@dataclass(frozen=True, slots=True)
class ArtifactType:
    """A kind of thing that a source holds; the set is data of the catalog."""

    id: str
    label: str
    plural: str
    description: str = ""
    icon: str = "box"
    """Name of a glyph of the theme."""
    aliases: tuple[str, ...] = ()
    rules: tuple[DetectionRule, ...] = ()
    install: str = ""
    """Template of the command that installs one; see :mod:`generator.install`. Empty: none."""


@dataclass(frozen=True, slots=True)
class TrustLevelInfo:
    """How the catalog words a trust level, and what a source must do to have it."""

    level: TrustLevel
    label: str
    criteria: str
    icon: str = "shield"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a definition that leaves a field out gets."""

    trust_level: TrustLevel = TrustLevel.BASIC
    import_repo_description: bool = True
    import_repo_readme: bool = True
    import_artifacts: bool = True


SECTIONS = ("sources", "artifacts", "types", "tags", "trust", "changes", "stats", "about")
"""The parts of the site that its navigation has, in the shipped order."""


@dataclass(frozen=True, slots=True)
class Logo:
    """Pictures beside the catalog; paths from its root."""

    light: str
    dark: str
    show_title: bool = True
    """Whether the catalog's title stands beside it."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the navigation: a part of the site, a page of the owner's, or an address elsewhere."""

    section: str | None = None
    page: str | None = None
    """Id of the page."""
    url: str | None = None
    label: str | None = None
    """None: what the part or page is called."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page that the catalog's owner wrote: a file of ``pages/``."""

    id: str
    """The file's name without its ending."""
    title: str
    text: str
    """Markdown, without the head."""
    description: str = ""
    label: str | None = None
    """What the navigation calls it; None: its title."""
    navigation: bool = True
    """Whether it is in the navigation where the settings have none."""
    first_line: int = 1
    """The line of the file at which ``text`` begins."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One catalog's settings, from ``catalog.yaml``."""

    title: str
    artifact_types: tuple[ArtifactType, ...]
    trust_levels: tuple[TrustLevelInfo, ...]
    """All four, least trusted first."""
    description: str = ""
    base_url: str = ""
    """Absolute http(s) address of the hosted site without its last slash; empty: relative links only."""
    repository: str | None = None
    """``OWNER/NAME`` of the catalog's own repository, for edit links."""
    branch: str = "main"
    """The branch of ``repository`` that contributors change."""
    language: str = "en"
    defaults: Defaults = Defaults()
    stale_after_days: int = 365
    page_size: int = 24
    """Cards on one list page."""
    api: bool = True
    """Whether the site has the JSON API."""
    history: bool = True
    """Whether runs of the enrichment are written into the history."""
    changes: bool = True
    """Whether the site has the page of what is new and changed, and with a base URL feeds of it."""
    feeds: bool = True
    """Whether there are feeds, where the page is."""
    stats: bool = True
    """Whether the site has the page of numbers."""
    badges: bool = True
    """Whether each source has a badge and a card to embed elsewhere."""
    social_images: SocialImages = SocialImages.SITE
    """For what there are pictures for link previews, where there is a base URL."""
    markdown: bool = True
    """Whether each source has its page as Markdown, too, and the site an ``llms.txt``."""
    ignore: tuple[Exclusion, ...] = ()
    """Globs of paths that are no artifacts in any source."""
    github_by: GitHubBy = GitHubBy.API
    nouns: tuple[tuple[str, tuple[str, str]], ...] = ()
    """What one and several of ``source`` and ``artifact`` are called; without: as the texts have it."""
    texts: tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...] = ()
    """The catalog's own texts of the interface; see :mod:`generator.texts`."""
    logo: Logo | None = None
    favicon: str | None = None
    """Path from the catalog's root."""
    colours: tuple[tuple[str, tuple[str, str]], ...] = ()
    """By name: ``#rrggbb`` by day and by night; what follows from them included."""
    navigation: tuple[NavItem, ...] | None = None
    """None: every part of the site, and the pages of the owner's."""
    footer: str = ""
    """Markdown."""
    made_with: bool = True
    """Whether the footer names the program."""
    pages: tuple[OwnPage, ...] = ()
    """Sorted by id."""
    page_pictures: tuple[str, ...] = ()
    """Names of the pictures beside them."""

    def artifact_type(self, word: str) -> ArtifactType | None:
        """The type that ``word`` names by its id or an alias, case folded; None if there is none."""
        folded = word.strip().casefold()
        for kind in self.artifact_types:
            if folded == kind.id or folded in kind.aliases:
                return kind
        return None


# ------------------------------------------------------------ what was fetched


class Outcome(Word):
    """How one request, or one part of a source, ended."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    # permanent
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"
    EMPTY = "empty"
    # these stop the run
    AUTH = "auth"
    RATE_PRIMARY = "rate_primary"
    RATE_SECONDARY = "rate_secondary"
    BUDGET = "budget"
    # again later
    TIMEOUT = "timeout"
    NETWORK = "network"
    SERVER = "server"
    # the rest
    FORBIDDEN = "forbidden"
    REDIRECT = "redirect"
    BAD_BODY = "bad_body"
    TOO_BIG = "too_big"
    BAD_INPUT = "bad_input"

    @property
    def good(self) -> bool:
        """Whether the asked-for value is known now."""
        return self in (Outcome.OK, Outcome.NOT_MODIFIED, Outcome.EMPTY)

    @property
    def stops_run(self) -> bool:
        """Whether asking for the next source would fail as well."""
        return self in (Outcome.AUTH, Outcome.RATE_PRIMARY, Outcome.RATE_SECONDARY, Outcome.BUDGET)


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One object of a git tree, with its path from the repository's root."""

    path: str
    mode: str
    """As git writes it: ``100644`` ``100755`` ``120000`` (symlink) ``040000`` ``160000`` (submodule)."""
    type: str
    """``blob`` ``tree`` ``commit``."""
    oid: str
    size: int | None = None
    """Bytes; only blobs have one."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The recursive listing of one git tree."""

    oid: str
    entries: tuple[TreeEntry, ...]
    truncated: bool = False
    """Whether GitHub left entries out."""


@dataclass(frozen=True, slots=True)
class ReadmeRef:
    """Where a README lies; its text is in the cache under ``oid``."""

    path: str
    oid: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class PartState:
    """How the last attempts at one part of a snapshot went."""

    fetched_at: datetime | None = None
    """When the kept value was last known to be right (UTC)."""
    outcome: Outcome | None = None
    """Of the last attempt; None: never tried."""
    error: str | None = None
    """Of the last attempt, ≤ 200 printable characters; None when it was good."""
    failures: int = 0
    """Attempts in a row that failed."""
    retry_at: datetime | None = None
    """Not to be tried again before (UTC)."""


class ArtifactStatus(Word):
    """Whether an artifact counts."""

    LISTED = "listed"
    EXCLUDED = "excluded"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One thing found in a source's tree."""

    artifact_type: str
    name: str
    path: str
    """Of the file or folder that is the evidence, from the repository's root; empty: the root itself."""
    url: str
    """Blob or tree page at the scanned commit."""
    sha: str
    """Git object id of what stands at ``path``."""
    detected_by: str
    """The rule that found it: ``<rule id>: <in words>``."""
    confidence: int
    title: str | None = None
    description: str | None = None
    status: ArtifactStatus = ArtifactStatus.LISTED
    duplicate_of: str | None = None
    """Path of the original, for duplicates."""
    reason: str | None = None
    """Why it is not listed."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was last known of one source: one line of ``catalog.lock``.

    A failed fetch never changes a value, only the state of its part; so an
    absent value was never known, and is None rather than 0 or an empty text.
    """

    source_id: str
    full_name: str
    """The source's that was asked for; where the definition's differs, the snapshot is another's."""
    provider: Provider = Provider.GITHUB
    """Who was asked last. Git knows no stars, descriptions and topics: GitHub's last ones stay."""
    ref: str | None = None
    """The ref that was asked for."""
    root_hint: str | None = None
    """The folder that was asked for; its README goes before the repository's."""
    repo_description: str | None = None
    stars: int | None = None
    forks: int | None = None
    license: str | None = None
    """SPDX id."""
    topics: tuple[str, ...] | None = None
    language: str | None = None
    archived: bool | None = None
    default_branch: str | None = None
    pushed_at: datetime | None = None
    """Of the last push; by git, when the newest commit was made."""
    node_id: str | None = None
    name_with_owner: str | None = None
    commit: str | None = None
    tree: str | None = None
    """Tree oid of ``commit``."""
    readme: ReadmeRef | None = None
    scanned_tree: str | None = None
    """Tree oid that ``artifacts`` were found in; None: never scanned."""
    scanned_commit: str | None = None
    """The commit that the artifacts' addresses name."""
    scan_key: str | None = None
    """Digest of the rules and of the definition's fields that the scan followed."""
    tree_truncated: bool = False
    artifacts: Sequence[Artifact] = ()
    """As last scanned; all statuses."""
    metadata_state: PartState = PartState()
    readme_state: PartState = PartState()
    tree_state: PartState = PartState()
    contents_state: PartState = PartState()
    """Of front matter and manifests of artifacts."""
    missing_since: datetime | None = None
    """When the first 404 of an unbroken row came (UTC)."""
    missing_count: int = 0
    """How many 404s that row has; other failures neither lengthen nor break it."""
    missing: bool = False
    """Whether that row is long enough: at least 3 over at least 48 hours."""
    moved_to: str | None = None
    """``owner/repo`` under which the same repository is found now."""
    replaced: bool = False
    """Whether another repository stands under the name now; values are the last of the old one."""

    @property
    def states(self) -> tuple[PartState, ...]:
        """How all parts fared: metadata, README, tree, contents."""
        return (self.metadata_state, self.readme_state, self.tree_state, self.contents_state)


# -------------------------------------------------------------------- assembled


class ScanStatus(Word):
    """How much is known of a source's artifacts."""

    PENDING = "pending"
    SUCCESS = "success"
    PARTIAL = "partial"
    ERROR = "error"
    OFF = "off"
    """The definition turns the scan off (``import_artifacts: false``)."""


class SourceStatus(Word):
    """How alive a source is."""

    ACTIVE = "active"
    STALE = "stale"
    ARCHIVED = "archived"
    MOVED = "moved"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A source as the site shows it: the definition, what was fetched, what was computed."""

    source: Source
    snapshot: Snapshot | None
    """None: never fetched. What toggles turn off is absent here."""
    artifacts: Sequence[Artifact] = ()
    """All statuses, sorted by type, name, path; see :mod:`generator.later`."""
    counts_by_type: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Listed artifacts by type, in the settings' order; types with 0 left out."""
    auto_tags: tuple[str, ...] = ()
    """GitHub's topics as tags; suggestions, never mixed into ``tags``."""
    status: SourceStatus = SourceStatus.ACTIVE
    scan_status: ScanStatus = ScanStatus.PENDING
    last_sync_at: datetime | None = None
    last_error: str | None = None

    @property
    def artifact_count(self) -> int:
        """The sum of ``counts_by_type``, always."""
        return sum(self.counts_by_type.values())

    @property
    def description(self) -> str:
        """The text to show: the definition's, else GitHub's, else nothing."""
        return self.source.description or (self.snapshot and self.snapshot.repo_description) or ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that pages, indexes and the API are made of, except README texts."""

    settings: Settings
    entries: tuple[CatalogEntry, ...]
    """All sources, unlisted ones too, sorted by ``source.id``."""
    as_of: datetime | None = None
    """The moment that ages are counted from (UTC): ``SOURCE_DATE_EPOCH``, else the newest
    ``fetched_at`` of the lock, so that the day of the build does not matter; None: nothing known."""
    history: tuple[Run, ...] = ()
    """What happened so far, by time."""
    removed: tuple[Source, ...] = ()
    """Sources that were taken out, sorted by id."""

    @property
    def public(self) -> tuple[CatalogEntry, ...]:
        """The entries that lists, indexes and feeds show."""
        return tuple(e for e in self.entries if e.source.visibility is Visibility.PUBLIC)


@dataclass(frozen=True, slots=True)
class Readme:
    """A README's text, decoded and cut to the limit."""

    path: str
    text: str
    truncated: bool = False
    binary: bool = False
    """Whether the file is no text at all; ``text`` is empty then."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site, ready to be written."""

    path: str
    """Relative to the site's root, with ``/``."""
    content: bytes
