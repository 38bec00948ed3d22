"""What a visitor should know before trusting what a source's page shows."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.model import CatalogEntry, PartState, ScanStatus, Snapshot, SourceStatus
from generator.pages.cards import STATUS_ICONS
from generator.pages.contexts_source import Notice
from generator.pages.view import View
from generator.pages.wording import one_line

AGED = 2
"""Days from which on the age of a value is told."""


def notices_of(view: View, entry: CatalogEntry) -> tuple[Notice, ...]:
    """The gravest first; empty for a source of which all is well."""
    return (
        *_of_definition(view, entry),
        *_of_status(view, entry),
        *_of_snapshot(view, entry),
    )


def _of_definition(view: View, entry: CatalogEntry) -> Iterator[Notice]:
    source = entry.source
    successor = view.by_id.get(source.successor) if source.successor else None
    if successor:
        yield Notice(
            key="successor",
            tone="warning",
            icon="arrow-right",
            title=view.words("notice.successor"),
            text=one_line(source.status_note or ""),
            link_label=one_line(successor.source.title),
            link_path=urls.source_page(successor.source.id),
        )
    elif source.status_note:
        yield Notice(
            key="note",
            tone="info",
            icon="info",
            title=view.words("notice.note"),
            text=one_line(source.status_note),
        )


def _of_status(view: View, entry: CatalogEntry) -> Iterator[Notice]:
    snapshot, status = entry.snapshot, entry.status
    if snapshot is None or status is SourceStatus.ACTIVE:
        return
    icon, words = STATUS_ICONS[status], view.words
    if status is SourceStatus.MISSING:
        since = snapshot.missing_since
        gone = words("notice.missing_since", day=words.day(since)) if since else words("notice.missing_text")
        yield Notice(
            key="missing",
            tone="bad",
            icon=icon,
            title=words("notice.missing"),
            text=f"{gone} {_last_good(view, snapshot.metadata_state)}",
        )
    elif status is SourceStatus.MOVED and snapshot.moved_to:
        yield Notice(
            key="moved",
            tone="warning",
            icon=icon,
            title=words("notice.moved"),
            text=words("notice.moved_text"),
            link_label=one_line(snapshot.moved_to),
            link_url=urls.repo_url(snapshot.moved_to),
        )
    elif status is SourceStatus.ARCHIVED:
        yield Notice(
            key="archived",
            tone="warning",
            icon=icon,
            title=words("notice.archived"),
            text=words("notice.archived_text"),
        )
    elif status is SourceStatus.STALE and snapshot.pushed_at:
        limit = words.counted("count.days", view.catalog.settings.stale_after_days)
        yield Notice(
            key="stale",
            tone="info",
            icon=icon,
            title=words("notice.stale"),
            text=words("notice.stale_text", day=words.day(snapshot.pushed_at), days=limit),
        )


def _of_snapshot(view: View, entry: CatalogEntry) -> Iterator[Notice]:
    snapshot, words = entry.snapshot, view.words
    if entry.source.path is not None:
        yield from _of_folder(view, snapshot)
        return
    if snapshot is None or snapshot.metadata_state.fetched_at is None:
        if snapshot is not None and snapshot.metadata_state.failures:
            yield Notice(
                key="error",
                tone="bad",
                icon="warning",
                title=words("notice.unfetched"),
                text=f"{_attempt(view, snapshot.metadata_state)} {words('notice.unfetched_text')}",
            )
        else:
            yield Notice(
                key="pending",
                tone="info",
                icon="clock",
                title=words("notice.pending"),
                text=words("notice.pending_text"),
            )
        return
    if snapshot.replaced:
        yield Notice(
            key="replaced",
            tone="bad",
            icon="warning",
            title=words("notice.replaced"),
            text=f"{words('notice.replaced_text')} {_last_good(view, snapshot.metadata_state)}",
        )
    if snapshot.metadata_state.failures and entry.status is not SourceStatus.MISSING:
        yield Notice(
            key="error",
            tone="warning",
            icon="warning",
            title=words("notice.unchecked"),
            text=f"{_attempt(view, snapshot.metadata_state)} {_last_good(view, snapshot.metadata_state)}",
        )
    yield from _of_parts(view, entry, snapshot)


def _of_folder(view: View, snapshot: Snapshot | None) -> Iterator[Notice]:
    """A folder beside the catalog was read while this page was made, or could not be."""
    words = view.words
    if snapshot is None or snapshot.metadata_state.failures:
        error = snapshot.metadata_state.error if snapshot else None
        yield Notice(
            key="error",
            tone="bad",
            icon="warning",
            title=words("notice.unread"),
            text=one_line(error or ""),
        )
    elif snapshot.tree_truncated:
        yield Notice(
            key="partial",
            tone="warning",
            icon="warning",
            title=words("notice.partial"),
            text=words("notice.partial_folder"),
        )


def _of_parts(view: View, entry: CatalogEntry, snapshot: Snapshot) -> Iterator[Notice]:
    if entry.source.import_repo_readme and snapshot.readme_state.failures:
        yield Notice(
            key="readme",
            tone="warning",
            icon="warning",
            title=view.words("notice.readme"),
            text=f"{_attempt(view, snapshot.readme_state)} {_last_good(view, snapshot.readme_state)}",
        )
    words = view.words
    if entry.scan_status not in (ScanStatus.PARTIAL, ScanStatus.ERROR):
        return
    if snapshot.tree_truncated:
        yield Notice(
            key="partial",
            tone="warning",
            icon="warning",
            title=words("notice.partial"),
            text=words("notice.partial_text"),
        )
    if snapshot.tree_state.failures:
        yield Notice(
            key="partial",
            tone="warning",
            icon="warning",
            title=words("notice.old_tree"),
            text=f"{_attempt(view, snapshot.tree_state)} {_last_good(view, snapshot.tree_state)}",
        )
    elif snapshot.contents_state.failures:
        yield Notice(
            key="partial",
            tone="info",
            icon="info",
            title=words("notice.old_contents"),
            text=_attempt(view, snapshot.contents_state),
        )


def _attempt(view: View, state: PartState) -> str:
    """The last attempt in a sentence."""
    error = one_line(state.error or "").rstrip(".")
    key = f"notice.failed{'_often' if state.failures > 1 else ''}{'_why' if error else ''}"
    return view.words(key, number=view.words.number(state.failures), error=error)


def _last_good(view: View, state: PartState) -> str:
    """From when the shown values are, and how old that is where it is two days or more."""
    words, then, now = view.words, state.fetched_at, view.catalog.as_of
    if then is None:
        return words("notice.nothing_known")
    days = (now - then).days if now else 0
    if days < AGED:
        return words("notice.last_good", day=words.day(then))
    return words("notice.last_good_age", day=words.day(then), days=words.counted("count.days", days))
