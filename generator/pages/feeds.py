"""Feeds of what is new and changed: of all, and of each tag, artifact type and trust level.

They need the site's address, since their entries must be known by the same ids for ever and
everywhere; so without a base URL there are none, like sitemaps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from generator import urls
from generator.news import News
from generator.pages.contexts_changes import FeedContext, FeedEntry, JsonFeedContext
from generator.pages.happenings import (
    SHOWN_ARTIFACTS,
    artifact_changes,
    artifact_label,
    artifact_was,
    name_of,
    own_change,
    what_happened,
)
from generator.pages.view import View
from generator.pages.wording import one_line

FEED_NEWS = 50
"""Entries of a feed; readers keep what they have seen."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Of feeds before anything happened; Atom wants a moment."""


def feed_lists(view: View) -> Iterator[str]:
    """The first page of every list that has feeds, the home page first; none where there are no feeds."""
    if not view.has_feeds:
        return
    settings = view.catalog.settings
    yield urls.HOME
    yield from (urls.type_page(kind.id) for kind in settings.artifact_types)
    yield from map(urls.tag_page, view.by_tag)
    yield from (urls.trust_page(info.level.value) for info in settings.trust_levels)


def atom_feed(view: View, page: str) -> FeedContext:
    """The Atom feed of a list, by the list's first page."""
    label, news = view.news_of_list(page)
    home = _absolute(view, page)
    return FeedContext(
        id=home,
        title=f"{view.site.title}: {label}" if label else view.site.title,
        subtitle=_subtitle(view, label),
        language=view.site.language,
        home_url=home,
        self_url=_absolute(view, urls.feed_of(page)),
        updated=_rfc3339(_updated(view, news)),
        author=view.site.title,
        generator=view.site.generator,
        entries=tuple(_entry(view, one) for one in news[:FEED_NEWS]),
    )


def json_feed(view: View, page: str) -> JsonFeedContext:
    """The JSON feed of a list, by the list's first page."""
    label, news = view.news_of_list(page)
    items = []
    for one in news[:FEED_NEWS]:
        entry = _entry(view, one)
        item: dict[str, Any] = {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_text": "\n".join(entry.lines) or entry.title,
            "date_published": entry.updated,
        }
        if one.entry and one.entry.source.tags:
            item["tags"] = list(one.entry.source.tags)
        items.append(item)
    return JsonFeedContext(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"{view.site.title}: {label}" if label else view.site.title,
            "description": _subtitle(view, label),
            "language": view.site.language,
            "home_page_url": _absolute(view, page),
            "feed_url": _absolute(view, urls.json_feed_of(page)),
            "authors": [{"name": view.site.title, "url": _absolute(view, urls.HOME)}],
            "items": items,
        }
    )


def _subtitle(view: View, label: str) -> str:
    return view.words("news.of_list", list=label) if label else view.words("news.of_all")


def _updated(view: View, news: Sequence[News]) -> datetime:
    if news:
        return news[0].at
    return view.catalog.history[0].at if view.catalog.history else EPOCH


def _entry(view: View, news: News) -> FeedEntry:
    words, settings, own = view.words, view.catalog.settings, own_change(news)
    happened, name = what_happened(words, settings, news), name_of(news)
    title = words(f"news.{own.kind}", name=name) if own else f"{name}: {happened}"
    artifacts = artifact_changes(news)
    lines = [happened] if own and happened else []
    for change in artifacts[:SHOWN_ARTIFACTS]:
        was = f" ({artifact_was(words, change)})" if change.before is not None else ""
        lines.append(f"{artifact_label(words, settings, change)}: {one_line(change.name or '', 120)}{was}")
    if len(artifacts) > SHOWN_ARTIFACTS:
        lines.append(words("changes.more", number=words.number(len(artifacts) - SHOWN_ARTIFACTS)))
    changes = _absolute(view, urls.CHANGES)
    return FeedEntry(
        id=f"{changes}#{urls.change_anchor(news.key)}",
        url=_absolute(view, urls.source_page(news.entry.source.id)) if news.entry else changes,
        title=title,
        updated=_rfc3339(news.at),
        lines=tuple(lines),
    )


def _absolute(view: View, path: str) -> str:
    return urls.absolute(view.catalog.settings.base_url, path) or ""


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
