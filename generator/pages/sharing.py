"""Badges and cards for the maintainers of listed sources, with the code that embeds them."""

from __future__ import annotations

from urllib.parse import urlsplit

from markupsafe import escape

from generator import urls
from generator.markdown_text import escaped
from generator.model import CatalogEntry, Settings, TrustLevel
from generator.pages.cards import counts_text, trust_badge
from generator.pages.contexts_sharing import (
    BadgeContext,
    CardImageContext,
    CardLine,
    OpenSearchContext,
    SocialContext,
)
from generator.pages.contexts_source import Embed, Snippet
from generator.pages.measure import cut_to, em_width, lines_of
from generator.pages.view import View
from generator.pages.wording import one_line

COLOURS = {
    TrustLevel.OFFICIAL: "#0b57b8",
    TrustLevel.VERIFIED: "#146c3a",
    TrustLevel.BASIC: "#5a606b",
    TrustLevel.UNTRUSTED: "#8a4b00",
}
"""Of trust levels in pictures that stand elsewhere: those of the theme by day."""

BADGE_FONT = 11
"""Pixels; badges are 20 high."""

BADGE_TITLE = 20.0
"""Widest catalog's name in a badge, in em."""

_PADDING = 6
"""Pixels on both sides of a text in a badge."""


def badge(view: View, entry: CatalogEntry) -> BadgeContext:
    """The badge of a source."""
    words, settings = view.words, view.catalog.settings
    left = cut_to(view.site.title, BADGE_TITLE)
    trust = one_line(trust_badge(settings, entry.source.trust_level).label)
    right = f"{trust} · {words.counted('count.artifacts', entry.artifact_count)}"
    left_length, right_length = (round(em_width(text) * BADGE_FONT) for text in (left, right))
    left_width, right_width = left_length + 2 * _PADDING, right_length + 2 * _PADDING
    return BadgeContext(
        title=f"{view.site.title}: {one_line(entry.source.title)}: {right}",
        left=left,
        right=right,
        colour=COLOURS[entry.source.trust_level],
        width=str(left_width + right_width),
        left_width=str(left_width),
        right_width=str(right_width),
        left_middle=_short(left_width / 2),
        right_middle=_short(left_width + right_width / 2),
        left_length=str(left_length),
        right_length=str(right_length),
    )


def card_image(view: View, entry: CatalogEntry) -> CardImageContext:
    """The card of a source as a picture."""
    words, settings, source = view.words, view.catalog.settings, entry.source
    name, trust = one_line(source.title), one_line(trust_badge(settings, source.trust_level).label)
    text = lines_of(one_line(entry.description), 31, 2)
    return CardImageContext(
        title=f"{name}: {trust} · {view.site.title}",
        name=cut_to(name, 20),
        repo=cut_to(one_line(source.full_name), 34),
        lines=tuple(CardLine(str(78 + 19 * number), line) for number, line in enumerate(text)),
        trust=cut_to(trust, 12),
        colour=COLOURS[source.trust_level],
        facts=cut_to(counts_text(words, settings, entry.counts_by_type), 22),
        catalog=cut_to(view.site.title, 14),
    )


def social_image(view: View, entry: CatalogEntry | None) -> SocialContext:
    """The picture for link previews of a source, or without one of the catalog."""
    words, settings = view.words, view.catalog.settings
    if entry is None:
        sources = words.counted("count.sources", len(view.public))
        artifacts = words.counted("count.artifacts", sum(view.artifact_totals.values()))
        address = urlsplit(settings.base_url)
        return _social(
            view.site.title,
            view.description,
            facts=f"{sources} · {artifacts}" if view.public else "",
            place=f"{address.netloc}{address.path}",
            corner="",
            colour=COLOURS[TrustLevel.OFFICIAL],
        )
    trust = one_line(trust_badge(settings, entry.source.trust_level).label)
    counts = counts_text(words, settings, entry.counts_by_type)
    return _social(
        one_line(entry.source.title),
        one_line(entry.description, 300),
        facts=f"{trust} · {counts}" if counts else trust,
        place=one_line(entry.source.full_name),
        corner=view.site.title,
        colour=COLOURS[entry.source.trust_level],
    )


def _social(
    name: str, description: str, *, facts: str, place: str, corner: str, colour: str
) -> SocialContext:
    heading = lines_of(one_line(name, 200), 14.5, 2)
    top = 130 + 76 * len(heading)
    lines = lines_of(description, 30, 4 if len(heading) == 1 else 3)
    return SocialContext(
        heading=tuple(CardLine(str(130 + 76 * number), line) for number, line in enumerate(heading)),
        lines=tuple(CardLine(str(top + 46 * number), line) for number, line in enumerate(lines)),
        facts=cut_to(facts, 36),
        place=cut_to(place, 24),
        corner=cut_to(corner, 12),
        colour=colour,
    )


def embed_of(view: View, entry: CatalogEntry) -> Embed | None:
    """How a maintainer shows a listed source elsewhere; None without the site's address."""
    settings, source = view.catalog.settings, entry.source
    if not (settings.badges and settings.base_url) or source.id not in view.listed_ids:
        return None
    words = view.words
    alt = words("embed.alt", title=view.site.title)
    page = urls.absolute(settings.base_url, urls.source_page(source.id)) or ""
    pictures = (("badge", urls.badge(source.id)), ("card", urls.card(source.id)))
    return Embed(
        alt=alt,
        pictures=tuple(
            _snippet(words(f"embed.{name}"), path, page, settings, alt) for name, path in pictures
        ),
    )


def _snippet(label: str, path: str, page: str, settings: Settings, alt: str) -> Snippet:
    """One picture, and the code that shows it with a link to a page."""
    picture = urls.absolute(settings.base_url, path) or ""
    return Snippet(
        label=label,
        path=path,
        markdown=f"[![{escaped(alt)}]({picture})]({page})",
        html=f'<a href="{escape(page)}"><img src="{escape(picture)}" alt="{escape(alt)}"></a>',
    )


def opensearch(view: View) -> OpenSearchContext:
    """How browsers search this catalog; needs the site's address."""
    base = urls.absolute(view.catalog.settings.base_url, urls.HOME) or ""
    return OpenSearchContext(
        short_name=one_line(view.site.title, 16),
        description=one_line(view.description or view.site.title, 1_000),
        template=f"{base}?search={{searchTerms}}",
        home_url=base,
        icon=view.site.favicon,
        icon_type=view.site.favicon_type,
        language=view.site.language,
    )


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
