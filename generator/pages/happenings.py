"""What happened to sources and artifacts, in words; the page of changes and the feeds say the same."""

from __future__ import annotations

from collections import Counter

from generator.model import Settings
from generator.news import News
from generator.pages.cards import counts_text, typed
from generator.pages.wording import Wording, one_line
from generator.past import Change, ChangeKind

SHOWN_ARTIFACTS = 8
"""Artifacts that one change of a source names; the rest are counted."""


def name_of(news: News) -> str:
    """The source's name as it is now, else its id of then."""
    return one_line(news.entry.source.title if news.entry else news.source_id)


def own_change(news: News) -> Change | None:
    """The change of the source itself; None where only its artifacts changed."""
    first = news.changes[0]
    return first if first.artifact_type is None else None


def artifact_changes(news: News) -> tuple[Change, ...]:
    """The changes of artifacts."""
    return tuple(change for change in news.changes if change.artifact_type is not None)


def what_happened(words: Wording, settings: Settings, news: News) -> str:
    """``was alpha/old · with 42 skills · 2 skills added``; may be empty."""
    parts = []
    own = own_change(news)
    if own and own.before is not None:
        parts.append(words("changes.was", before=one_line(own.before)))
    if own and own.counts and (counts := counts_text(words, settings, dict(own.counts))):
        parts.append(words("changes.with", counts=counts))
    found = Counter((c.artifact_type, c.kind) for c in artifact_changes(news))
    parts += [
        words(f"changes.some_{kind}", count=typed(words, artifact_type, found[artifact_type.id, kind]))
        for artifact_type in settings.artifact_types
        for kind in ChangeKind
        if found[artifact_type.id, kind]
    ]
    return " · ".join(parts)


def artifact_label(words: Wording, settings: Settings, change: Change) -> str:
    """``Skill added``."""
    kind = settings.artifact_type(change.artifact_type or "")
    label = one_line(kind.label if kind else change.artifact_type or "")
    return words(f"changes.one_{change.kind}", type=label)


def artifact_was(words: Wording, change: Change) -> str:
    """``was skills/old``; empty where nothing is to be said."""
    if change.before is None:
        return ""
    return words("changes.was", before=one_line(change.before, 200) or ".")
