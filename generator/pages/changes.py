"""The page of what is new and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from generator import urls
from generator.news import News, left_out
from generator.pages.contexts import Moment
from generator.pages.contexts_changes import ArtifactChange, ChangeDay, ChangesContext, SourceChange
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
from generator.past import ChangeKind

PAGE_NEWS = 200
"""Sources' changes on the page."""

ICONS = {ChangeKind.ADDED: "plus", ChangeKind.REMOVED: "minus", ChangeKind.RENAMED: "arrow-right"}
"""Glyphs of what happened."""


def changes_page(view: View) -> ChangesContext:
    """What came, went and was renamed, newest first."""
    words, shown = view.words, view.news[:PAGE_NEWS]
    begun = words.day(view.catalog.history[0].at) if view.catalog.history else ""
    lede = words("changes.lede")
    empty = words("changes.nothing_since", day=begun) if begun else words("changes.no_history")
    return ChangesContext(
        site=view.site,
        page=view.page(urls.CHANGES, words("changes.heading"), lede, section="changes"),
        heading=words("changes.heading"),
        lede=lede,
        days=_days(view, shown),
        empty="" if shown else empty,
        ended=words("changes.ended", day=begun) if len(view.news) > PAGE_NEWS else "",
        feeds=view.feed_links(),
    )


def _days(view: View, news: Sequence[News]) -> tuple[ChangeDay, ...]:
    unsaid = left_out(view.catalog)
    days = []
    for _, group in groupby(news, key=lambda one: one.at.date()):
        of_day = list(group)
        date = of_day[0].at.date()
        missing = sum(count for at, count in unsaid.items() if at.date() == date)
        days.append(
            ChangeDay(
                Moment(date.isoformat(), view.words.day(date)),
                tuple(_source_change(view, one) for one in of_day),
                view.words.counted("changes.left_out", missing) if missing else "",
            )
        )
    return tuple(days)


def _source_change(view: View, news: News) -> SourceChange:
    words, settings = view.words, view.catalog.settings
    own, artifacts = own_change(news), artifact_changes(news)
    left = len(artifacts) - SHOWN_ARTIFACTS
    return SourceChange(
        anchor=urls.change_anchor(news.key),
        key=own.kind.value if own else "changed",
        icon=ICONS[own.kind] if own else "refresh",
        label=words(f"changes.{own.kind if own else 'changed'}"),
        name=name_of(news),
        path=urls.source_page(news.entry.source.id) if news.entry else None,
        repo=one_line(news.full_name),
        text=what_happened(words, settings, news),
        artifacts=tuple(
            ArtifactChange(
                key=change.kind.value,
                icon=ICONS[change.kind],
                label=artifact_label(words, settings, change),
                name=one_line(change.name or "", 120),
                was=artifact_was(words, change),
            )
            for change in artifacts[:SHOWN_ARTIFACTS]
        ),
        more=words("changes.more", number=words.number(left)) if left > 0 else "",
    )
