"""Catalogs made up for tests: small odd ones by hypothesis, big natural ones by a seed."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from generator.model import (
    ArtifactType,
    Catalog,
    CatalogEntry,
    Settings,
    Snapshot,
    Source,
    SourceStatus,
    TrustLevel,
    TrustLevelInfo,
    Visibility,
)

SETTINGS = Settings(
    title="Made up",
    artifact_types=(
        ArtifactType("skill", "Skill", "Skills"),
        ArtifactType("command", "Command", "Commands", aliases=("slash-command",)),
        ArtifactType("agent", "Agent", "Agents", aliases=("subagent",)),
        ArtifactType("hook", "Hook", "Hooks"),
        ArtifactType("mcp_server", "MCP server", "MCP servers", aliases=("mcp", "mcp-server")),
        ArtifactType("plugin", "Plugin", "Plugins", aliases=("composite",)),
    ),
    trust_levels=tuple(
        TrustLevelInfo(level, label, f"What {label.lower()} means.")
        for level, label in zip(TrustLevel, ("Untrusted", "Community", "Verified", "Official"), strict=True)
    ),
)

AS_OF = datetime(2026, 11, 23, 12, tzinfo=UTC)


def entry(
    source_id: str,
    *,
    name: str | None = None,
    repo: str | None = None,
    description: str | None = None,
    tags: tuple[str, ...] = (),
    trust: TrustLevel = TrustLevel.BASIC,
    status: SourceStatus = SourceStatus.ACTIVE,
    visibility: Visibility = Visibility.PUBLIC,
    counts: dict[str, int] | None = None,
    stars: int | None = None,
    pushed: datetime | None = None,
    added: date | None = None,
    fetched: bool = True,
) -> CatalogEntry:
    """An entry of the given fields; ``repo`` is ``owner/name``."""
    owner, _, repo_name = (repo or f"someone/{source_id}").partition("/")
    source = Source(
        id=source_id,
        owner=owner,
        repo=repo_name,
        name=name,
        description=description,
        tags=tags,
        trust_level=trust,
        visibility=visibility,
        added=added,
    )
    snapshot = Snapshot(source_id, source.full_name, stars=stars, pushed_at=pushed) if fetched else None
    return CatalogEntry(source=source, snapshot=snapshot, counts_by_type=counts or {}, status=status)


def catalog(*entries: CatalogEntry) -> Catalog:
    """A catalog of the entries."""
    return Catalog(SETTINGS, tuple(sorted(entries, key=lambda e: e.source.id)), AS_OF)


# ------------------------------------------------------------------ hypothesis

TAGS = ("ui", "python", "a", "a-b", "a_b", "0x", "con", "testing")
TYPES = tuple(kind.id for kind in SETTINGS.artifact_types)
DAYS = (None, date(1, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2026, 11, 22), date(2026, 11, 23))
MOMENTS = (None, *(datetime(2026, 11, day, hour, tzinfo=UTC) for day in (1, 22) for hour in (0, 23)))


@st.composite
def entries(draw: st.DrawFn, source_id: str) -> CatalogEntry:
    """An entry with few different values, so that ties and empty results are common."""
    kinds = draw(st.sets(st.sampled_from(TYPES), max_size=3))
    return entry(
        source_id,
        name=draw(
            st.sampled_from(
                [None, "Écl\u00e1ir", "eclair", "Eclair", "Zebra", "ǅ", "\U0001f600", "ﬁ", "a\nb"]
            )
        ),
        description=draw(st.sampled_from([None, "A text", "Two\nlines \u2028 <b>", "", "\ud800"])),
        tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=4, unique=True))),
        trust=draw(st.sampled_from(TrustLevel)),
        status=draw(st.sampled_from(SourceStatus)),
        visibility=draw(st.sampled_from([Visibility.PUBLIC, Visibility.PUBLIC, Visibility.UNLISTED])),
        counts={kind: draw(st.integers(1, 3)) for kind in TYPES if kind in kinds},
        stars=draw(st.sampled_from([None, 0, 1, 999, 1000, 2**31 - 1])),
        pushed=draw(st.sampled_from(MOMENTS)),
        added=draw(st.sampled_from(DAYS)),
        fetched=draw(st.booleans()),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """A small catalog."""
    ids = draw(
        st.sets(st.sampled_from(["a", "a-1", "a0", "b", "con", "z" * 70, "x-y", "x1", "m"]), max_size=9)
    )
    return catalog(*(draw(entries(source_id)) for source_id in sorted(ids)))


SPELLINGS = st.sampled_from([str, str.upper, str.title, " {}\t".format])


def _choices(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    word = st.builds(lambda value, spell: spell(value), st.sampled_from(values), SPELLINGS)
    return st.lists(word, max_size=2).map(",".join)


PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "artifact_type": _choices((*TYPES, "mcp", "composite", "slash-command")),
        "tags": _choices((*TAGS, "unknown", "ſ", "K")),
        "trust_level": _choices(tuple(TrustLevel)),
        "status": _choices(tuple(SourceStatus)),
        "search": st.sampled_from(["", " ", "words", "Words "]),
        "sort": st.sampled_from(["", "relevance", "name", "STARS", "updated", "added", "artifacts"]),
    },
)
"""Parameters without mistakes."""


# ----------------------------------------------------------------- by a seed

_WORDS = re.compile(r"\w+")
_ADJECTIVES = _WORDS.findall(
    "agile amber awesome brave calm clean clever cloud cosy deep dry eager fast fine gentle"
)
_VERBS = _WORDS.findall(
    "adds audits builds checks collects converts drafts explains finds fixes guards helps"
)
_NOUNS = _WORDS.findall("""
    agent browser builder bundle canvas catalog commit compiler coverage dashboard database debugger deploy
    design docs editor engine flow framework gateway graph hook index kernel lint memory metrics model
    notebook parser pipeline planner prompt proxy query release review router runner sandbox schema search
    server shell skill spec studio style suite template terminal test theme toolkit trace tutor vault writer
""")


def natural_catalog(size: int, seed: int = 1) -> Catalog:
    """A catalog of ``size`` sources with words, tags and stars spread as in real ones."""
    rng = random.Random(seed)  # noqa: S311 - the same catalog every time, not a secret
    tags = [noun if i % 3 else f"{noun}-{rng.choice(_ADJECTIVES)}" for i, noun in enumerate(_NOUNS * 4)]
    found = {}
    while len(found) < size:
        owner = (
            rng.choice(_ADJECTIVES) + rng.choice(["-labs", "hq", "", "dev", "-ai"]) + str(rng.randrange(size))
        )
        repo = "-".join([rng.choice(_ADJECTIVES), rng.choice(_NOUNS), rng.choice(_NOUNS)][rng.randrange(2) :])
        source_id = f"{owner}-{repo}" if rng.random() < 0.5 else f"{repo}-{rng.randrange(size)}"
        words = [rng.choice(_ADJECTIVES + _NOUNS + _VERBS) for _ in range(rng.randrange(6, 24))]
        kinds = sorted({int(rng.paretovariate(1.0)) - 1 for _ in range(rng.randrange(4))})
        found[source_id] = entry(
            source_id,
            name=repo.replace("-", " ").title() if rng.random() < 0.6 else None,
            repo=f"{owner}/{repo}",
            description=(" ".join(words) + ".").capitalize(),
            tags=tuple(
                dict.fromkeys(tags[min(int(rng.paretovariate(0.7)), len(tags)) - 1] for _ in range(5))
            ),
            trust=rng.choices(list(TrustLevel), [1, 12, 4, 2])[0],
            status=rng.choices(list(SourceStatus), [20, 5, 2, 1, 1])[0],
            counts={TYPES[k]: int(rng.paretovariate(0.8)) for k in kinds if k < len(TYPES)},
            stars=int(rng.paretovariate(0.5)) % 90_000,
            pushed=AS_OF - timedelta(days=int(rng.expovariate(1 / 120))),
            added=AS_OF.date() - timedelta(days=rng.randrange(400)),
        )
    return catalog(*found.values())
