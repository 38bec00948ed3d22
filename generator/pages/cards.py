"""A source as a card, and the badges and links that several pages share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator import urls
from generator.filters import updated_on
from generator.model import Artifact, ArtifactType, CatalogEntry, Settings, SourceStatus, TrustLevel
from generator.pages.contexts import Badge, CardContext
from generator.pages.wording import Wording, in_sentence, one_line

CARD_TAGS = 4
"""Tags on a card; the rest are counted."""

CARD_TEXT = 280
"""Characters of a card's description; two lines show less, and a longer text only weighs."""

STATUS_ICONS = {
    SourceStatus.STALE: "clock",
    SourceStatus.ARCHIVED: "archive",
    SourceStatus.MOVED: "arrow-right",
    SourceStatus.MISSING: "unlink",
}
"""Glyphs of the statuses that need saying."""

BLANK_CARD = CardContext(
    path="",
    name="",
    repo="",
    description="",
    trust=Badge("", "", ""),
    status=None,
    counts="",
    tags=(),
    more_tags="",
    more_tags_label="",
    stars="",
    stars_label="",
    updated=None,
)
"""What scripts fill in for sources that the server did not put on the page."""


def trust_badge(settings: Settings, level: TrustLevel) -> Badge:
    """The badge of a trust level as the catalog words it."""
    for info in settings.trust_levels:
        if info.level is level:
            return Badge(key=level.value, label=info.label, icon=info.icon)
    return Badge(key=level.value, label=level.value.capitalize(), icon="shield")


def status_badge(words: Wording, status: SourceStatus) -> Badge | None:
    """The badge of a status; None for active sources."""
    icon = STATUS_ICONS.get(status)
    return Badge(key=status.value, label=words(f"status.{status}"), icon=icon) if icon else None


def counts_text(words: Wording, settings: Settings, counts: Mapping[str, int]) -> str:
    """``42 skills · 3 hooks``, in the settings' order of types."""
    return " · ".join(
        typed(words, kind, counts[kind.id]) for kind in settings.artifact_types if counts.get(kind.id)
    )


def typed(words: Wording, kind: ArtifactType, count: int) -> str:
    """How many of a type there are: ``3 hooks``."""
    return words.counted("count.typed", count, one=_noun(kind.label), many=_noun(kind.plural))


@lru_cache(maxsize=1_000)
def _noun(label: str) -> str:
    """What a type is called within a sentence."""
    return in_sentence(one_line(label))


_PLAIN_URL = re.compile(r"https://github\.com/[A-Za-z0-9_.~/%@!$&()*+,;=:-]*")
"""Addresses that :func:`generator.urls.safe_url` leaves as they are; nearly all artifacts have one."""


def artifact_url(artifact: Artifact) -> str | None:
    """An artifact's page on GitHub, checked anew, since the lock that it comes from is a file."""
    return artifact.url if _PLAIN_URL.fullmatch(artifact.url) else urls.safe_url(artifact.url)


def card_ingredients(entry: CatalogEntry) -> tuple[object, ...]:
    """All that `card_of` reads, beside what every page shares."""
    source, snapshot = entry.source, entry.snapshot
    return (
        source.id,
        source.title,
        source.full_name,
        entry.description,
        source.trust_level,
        entry.status,
        tuple(entry.counts_by_type.items()),
        source.tags,
        snapshot and (snapshot.stars, snapshot.pushed_at),
    )


def card_of(words: Wording, settings: Settings, entry: CatalogEntry) -> CardContext:
    """The card of one source; it depends on nothing else."""
    source, snapshot = entry.source, entry.snapshot
    more = source.tags[CARD_TAGS:]
    stars = snapshot.stars if snapshot else None
    return CardContext(
        path=urls.source_page(source.id),
        name=one_line(source.title),
        repo=source.full_name,
        description=one_line(entry.description, CARD_TEXT),
        trust=trust_badge(settings, source.trust_level),
        status=status_badge(words, entry.status),
        counts=counts_text(words, settings, entry.counts_by_type),
        tags=source.tags[:CARD_TAGS],
        more_tags=f"+{len(more)}" if more else "",
        more_tags_label=", ".join(more),
        stars="" if stars is None else words.short_number(stars),
        stars_label="" if stars is None else words.counted("count.stars", stars),
        updated=words.moment(updated_on(entry)),
    )
