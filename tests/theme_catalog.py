"""A catalog with one source for every state that a page can show, and what tests read pages with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from generator.model import (
    Artifact,
    ArtifactStatus,
    ArtifactType,
    Catalog,
    CatalogEntry,
    DetectionRule,
    Outcome,
    OwnPage,
    PartState,
    ReadmeRef,
    Removal,
    ScanStatus,
    Settings,
    Snapshot,
    Source,
    SourceStatus,
    TrustLevel,
    TrustLevelInfo,
    TrustReview,
    Visibility,
)
from generator.pages import DataPaths, Page, Planner
from generator.past import Change, ChangeKind, Run, Totals
from generator.places import shipped_theme
from generator.render import Renderer
from generator.theme import read_theme

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)

SETTINGS = Settings(
    title="Example catalog",
    description="Things that are found.",
    artifact_types=(
        ArtifactType(
            "skill",
            "Skill",
            "Skills",
            "A folder with instructions.",
            "book",
            rules=(DetectionRule("skill-file", "file", says="a folder with a SKILL.md"),),
            install="get {name} --commit {commit}",
        ),
        ArtifactType("mcp_server", "MCP server", "MCP servers", icon="no-such-glyph"),
    ),
    trust_levels=(
        TrustLevelInfo(TrustLevel.UNTRUSTED, "Untrusted", "Nobody read it.", "shield-alert"),
        TrustLevelInfo(TrustLevel.BASIC, "Community", "Somebody looked at it."),
        TrustLevelInfo(TrustLevel.VERIFIED, "Verified", "Somebody read it.", "shield-check"),
        TrustLevelInfo(TrustLevel.OFFICIAL, "Official", "From the maker.", "seal-check"),
    ),
    base_url="https://example.org/cat",
    repository="example/catalog",
    page_size=4,
    footer="Kept by [somebody](https://example.org/).",
    pages=(OwnPage("guide", "How to choose", "# One\n\n# Two\n\n## Three\n\nWords.\n", "At first."),),
)

DATA = DataPaths("filters/index.json", "search/index.json", lambda i: f"api/sources/{i}.json")

COMMIT = "0123456789abcdef0123456789abcdef01234567"

GOOD = PartState(fetched_at=NOW, outcome=Outcome.OK)
FAILED = PartState(
    fetched_at=NOW - timedelta(days=20), outcome=Outcome.TIMEOUT, error="no answer within 5 s.", failures=3
)
NEVER = PartState(outcome=Outcome.NETWORK, error="no route to host", failures=1)


def artifact(name: str, kind: str = "skill", **changes: object) -> Artifact:
    """An artifact in a folder of its own."""
    path = f"skills/{name}"
    url = f"https://github.com/someone/thing/tree/{COMMIT}/{path}"
    made = Artifact(kind, name, path, url, "0" * 40, "skill-file: a folder with a SKILL.md", 98)
    return replace(made, **changes)  # type: ignore[arg-type]


def entry(source_id: str, *artifacts: Artifact, **changes: object) -> CatalogEntry:
    """A source of which all is well, but for the changes: fields of source, snapshot or entry."""
    fields = {kind: kind.__dataclass_fields__ for kind in (Source, Snapshot, CatalogEntry)}
    for name in changes:
        assert any(name in known for known in fields.values()), name
    of = {kind: {k: v for k, v in changes.items() if k in known} for kind, known in fields.items()}
    source = replace(
        Source(id=source_id, owner="someone", repo=source_id, file=f"sources/{source_id}.yaml"), **of[Source]
    )
    snapshot = Snapshot(
        source_id,
        source.full_name,
        stars=1234,
        forks=2,
        license="MIT",
        language="Python",
        pushed_at=NOW - timedelta(days=3),
        commit=COMMIT,
        tree=COMMIT,
        scanned_tree=COMMIT,
        readme=ReadmeRef("README.md", "1" * 40),
        metadata_state=GOOD,
        readme_state=GOOD,
        tree_state=GOOD,
        contents_state=GOOD,
    )
    counts: dict[str, int] = {}
    for found in artifacts:
        if found.status is ArtifactStatus.LISTED:
            counts[found.artifact_type] = counts.get(found.artifact_type, 0) + 1
    made = CatalogEntry(
        source=source,
        snapshot=replace(snapshot, **of[Snapshot]),
        artifacts=artifacts,
        counts_by_type=counts,
        scan_status=ScanStatus.SUCCESS,
        last_sync_at=NOW,
    )
    return replace(made, **of[CatalogEntry])


EVERYTHING = entry(
    "everything",
    *(artifact(f"skill-{n:02}", description=f"Does thing {n}.") for n in range(14)),
    artifact("talker", "mcp_server"),
    artifact("copy", status=ArtifactStatus.DUPLICATE, duplicate_of="skills/skill-00"),
    artifact("old", status=ArtifactStatus.EXCLUDED, reason="a template"),
    name="Everything & more",
    description="Has all that a page can show.",
    homepage="https://docs.example.com/start",
    notes="Some *notes*.",
    tags=("alpha", "beta", "gamma", "delta", "epsilon", "zeta"),
    trust_level=TrustLevel.VERIFIED,
    trust=TrustReview("ana", date(2026, 10, 3), COMMIT, "Read in full."),
    aliases=("old-everything",),
    added=date(2026, 1, 2),
    auto_tags=("a-topic",),
    root_hint="packages/one",
)

ENTRIES = (
    EVERYTHING,
    entry("archived", status=SourceStatus.ARCHIVED, tags=("alpha",)),
    entry("moved", status=SourceStatus.MOVED, moved_to="someone-else/moved"),
    entry("stale", status=SourceStatus.STALE, pushed_at=NOW - timedelta(days=500)),
    entry("missing", status=SourceStatus.MISSING, missing_since=NOW - timedelta(days=9)),
    entry("replaced", replaced=True),
    entry("failed", metadata_state=FAILED, last_error="no answer within 5 s"),
    entry("never", metadata_state=NEVER, scan_status=ScanStatus.ERROR),
    entry("partial", artifact("one"), scan_status=ScanStatus.PARTIAL, tree_truncated=True),
    entry("old-tree", scan_status=ScanStatus.PARTIAL, tree_state=FAILED),
    entry("old-contents", scan_status=ScanStatus.PARTIAL, contents_state=FAILED),
    entry("old-readme", readme_state=FAILED),
    entry("no-readme", readme=None),
    entry("readme-off", import_repo_readme=False, readme=None),
    entry("scan-off", import_artifacts=False, scan_status=ScanStatus.OFF),
    entry("succeeded", successor="everything", status_note="Its makers say so."),
    entry("noted", status_note="Needs a licence key."),
    replace(entry("pending"), snapshot=None, scan_status=ScanStatus.PENDING, last_sync_at=None),
    entry("hidden", visibility=Visibility.UNLISTED, tags=("secret",), trust_level=TrustLevel.UNTRUSTED),
)


REMOVED = (
    replace(
        entry("gone").source,
        aliases=("long-gone",),
        successor="everything",
        removed=Removal("Its makers <b>left</b>.", date(2026, 11, 1)),
    ),
    replace(entry("spam").source, removed=Removal("Spam.")),
)


def catalog(*entries: CatalogEntry, settings: Settings = SETTINGS, history: tuple[Run, ...] = ()) -> Catalog:
    """A catalog of the entries."""
    return Catalog(settings, tuple(sorted(entries, key=lambda e: e.source.id)), NOW, history)


def of_skill(number: int, kind: ChangeKind = ChangeKind.ADDED, before: str | None = None) -> Change:
    """A change of a skill of the source that has everything."""
    name = f"skill-{number:02}"
    return Change(kind, "everything", "someone/everything", "skill", name, f"skills/{name}", before)


HISTORY = (
    Run(NOW - timedelta(days=20), Totals(15, (("skill", 2),), (("skill", 3),))),
    Run(
        NOW - timedelta(days=2),
        Totals(16, (("skill", 2),), (("skill", 5),)),
        (
            Change(ChangeKind.ADDED, "archived", "someone/archived", counts=(("skill", 2),)),
            Change(ChangeKind.REMOVED, "gone-for-good", "someone/gone <b>&amp;", counts=(("skill", 1),)),
            Change(ChangeKind.ADDED, "hidden", "someone/hidden"),
        ),
        left_out=7,
    ),
    Run(
        NOW,
        Totals(18, (("mcp_server", 1), ("skill", 2)), (("mcp_server", 1), ("skill", 15))),
        (
            Change(ChangeKind.RENAMED, "everything", "someone/everything", before="old-everything"),
            *(of_skill(number) for number in range(9)),
            of_skill(9, ChangeKind.RENAMED, "skills/nine"),
            of_skill(10, ChangeKind.REMOVED),
            Change(ChangeKind.RENAMED, "moved", "someone-else/moved", before="someone/moved"),
        ),
    ),
)
"""Every kind of change, more than a page or a line shows, and one of a source that is unlisted now."""

FULL = replace(catalog(*ENTRIES, history=HISTORY), removed=REMOVED)
EMPTY = catalog()


@dataclass(frozen=True)
class Heading:
    """As a rendered README has them."""

    level: int
    text: str
    id: str


@dataclass(frozen=True)
class MadeReadme:
    """A rendered README."""

    html: str = "<h3 id='user-content-title'>Title</h3><p>Read <b>me</b>.</p>"
    headings: tuple[Heading, ...] = (
        Heading(3, "Title", "user-content-title"),
        Heading(4, "Install", "user-content-install"),
        Heading(5, "By hand", "user-content-by-hand"),
        Heading(4, "Use", "user-content-use"),
        Heading(4, "Help", "user-content-help"),
    )
    note: str = ""


class Shelf:
    """READMEs by a function of the entry."""

    def __init__(self, get: Callable[[CatalogEntry], Any]) -> None:
        self.get = get

    def key(self, source: CatalogEntry) -> str:
        """All of a source are the same."""
        return source.source.id


readmes = Shelf(lambda source: MadeReadme() if source.snapshot and source.snapshot.readme else None)
"""The README of every source that has one."""


def notes(text: str) -> str:
    """Notes as HTML."""
    return f"<p>{text}</p>"


def planner(of: Catalog = FULL) -> Planner:
    """The planner of a catalog."""
    return Planner(of, readmes, notes, DATA)


def pages(of: Catalog = FULL) -> dict[str, Page]:
    """Every page of a catalog by its path."""
    plan = planner(of)
    return {ref.path: plan.page(ref) for ref in plan.refs()}


THEME = read_theme([shipped_theme()])

SOURCES = Path(__file__).parent.parent / "generator"


def rendered(of: Catalog = FULL) -> dict[str, str]:
    """The text of every page by its path."""
    renderer = Renderer(THEME)
    return {path: renderer.render(page).content.decode() for path, page in pages(of).items()}


# --------------------------------------------------------------- reading pages

VOID = frozenset(
    ["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
"""Elements without an end tag."""


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    line: int = 0

    def walk(self) -> list[Element]:
        """The element and all within it, in document order."""
        return [self, *(inner for child in self.children for inner in child.walk())]

    def all(self, *tags: str) -> list[Element]:
        """The elements within of these names."""
        return [e for e in self.walk() if e.tag in tags]

    def above(self) -> list[Element]:
        """The elements that hold this one, the innermost first."""
        return [] if self.parent is None else [self.parent, *self.parent.above()]

    @property
    def text(self) -> str:
        """All its text, white space collapsed."""
        return " ".join(" ".join(t for e in self.walk() for t in e.texts).split())


class Document(HTMLParser):
    """A strict reader: what is not well formed goes into ``mistakes``."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {}, None)
        self.mistakes: list[str] = []
        self._open = self.root
        self.feed(text)
        self.close()
        while self._open is not self.root:
            self.mistakes.append(f"<{self._open.tag}> of line {self._open.line} is never closed")
            self._open = self._open.parent or self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element."""
        line = self.getpos()[0]
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.mistakes.append(f"line {line}: <{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs}, self._open, line=line)
        self._open.children.append(element)
        if tag not in VOID:
            self._open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """SVG's own closed elements."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self._open.tag != tag:
            self.mistakes.append(f"line {self.getpos()[0]}: </{tag}> where <{self._open.tag}> is open")
            if tag not in [e.tag for e in [self._open, *self._open.above()]]:
                return
            while self._open.tag != tag and self._open.parent:
                self._open = self._open.parent
        self._open = self._open.parent or self.root

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self._open.texts.append(data)
