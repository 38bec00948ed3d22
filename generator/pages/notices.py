"""What a visitor should know before trusting what a source's page shows."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.model import CatalogEntry, PartState, ScanStatus, Snapshot, SourceStatus
from generator.pages.cards import STATUS_ICONS
from generator.pages.contexts import Notice
from generator.pages.view import View
from generator.pages.wording import age, counted, day, one_line


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
            title="Replaced by another source.",
            text=one_line(source.status_note or ""),
            link_label=one_line(successor.source.title),
            link_path=urls.source_page(successor.source.id),
        )
    elif source.status_note:
        yield Notice(key="note", tone="info", icon="info", title="Note.", text=one_line(source.status_note))


def _of_status(view: View, entry: CatalogEntry) -> Iterator[Notice]:
    snapshot, status = entry.snapshot, entry.status
    if snapshot is None or status is SourceStatus.ACTIVE:
        return
    icon = STATUS_ICONS[status]
    if status is SourceStatus.MISSING:
        since = f" since {day(snapshot.missing_since)}" if snapshot.missing_since else ""
        yield Notice(
            key="missing",
            tone="bad",
            icon=icon,
            title="Not found.",
            text=f"GitHub has had no such repository{since}. {_last_good(view, snapshot.metadata_state)}",
        )
    elif status is SourceStatus.MOVED and snapshot.moved_to:
        yield Notice(
            key="moved",
            tone="warning",
            icon=icon,
            title="Moved.",
            text="The repository has another name now:",
            link_label=one_line(snapshot.moved_to),
            link_url=urls.repo_url(snapshot.moved_to),
        )
    elif status is SourceStatus.ARCHIVED:
        yield Notice(
            key="archived",
            tone="warning",
            icon=icon,
            title="Archived.",
            text="The owner has archived the repository: it gets no more changes.",
        )
    elif status is SourceStatus.STALE and snapshot.pushed_at:
        limit = counted(view.catalog.settings.stale_after_days, "day", "days")
        yield Notice(
            key="stale",
            tone="info",
            icon=icon,
            title="Stale.",
            text=f"The last push was on {day(snapshot.pushed_at)}, over {limit} before this page’s facts.",
        )


def _of_snapshot(view: View, entry: CatalogEntry) -> Iterator[Notice]:
    snapshot = entry.snapshot
    if snapshot is None or snapshot.metadata_state.fetched_at is None:
        if snapshot is not None and snapshot.metadata_state.failures:
            yield Notice(
                key="error",
                tone="bad",
                icon="warning",
                title="Could not be fetched.",
                text=f"{_attempt(snapshot.metadata_state)} Nothing is known of it yet but its definition.",
            )
        else:
            yield Notice(
                key="pending",
                tone="info",
                icon="clock",
                title="Not fetched yet.",
                text="Facts from GitHub, the README and the artifacts appear with the next update.",
            )
        return
    if snapshot.replaced:
        yield Notice(
            key="replaced",
            tone="bad",
            icon="warning",
            title="Another repository now has this name.",
            text=f"It is not the one that was listed. {_last_good(view, snapshot.metadata_state)}",
        )
    if snapshot.metadata_state.failures and entry.status is not SourceStatus.MISSING:
        yield Notice(
            key="error",
            tone="warning",
            icon="warning",
            title="Could not be checked.",
            text=f"{_attempt(snapshot.metadata_state)} {_last_good(view, snapshot.metadata_state)}",
        )
    yield from _of_parts(view, entry, snapshot)


def _of_parts(view: View, entry: CatalogEntry, snapshot: Snapshot) -> Iterator[Notice]:
    if entry.source.import_repo_readme and snapshot.readme_state.failures:
        yield Notice(
            key="readme",
            tone="warning",
            icon="warning",
            title="The README may be out of date.",
            text=f"{_attempt(snapshot.readme_state)} {_last_good(view, snapshot.readme_state)}",
        )
    if entry.scan_status not in (ScanStatus.PARTIAL, ScanStatus.ERROR):
        return
    if snapshot.tree_truncated:
        yield Notice(
            key="partial",
            tone="warning",
            icon="warning",
            title="Artifacts may be missing.",
            text="The repository is so large that GitHub listed only a part of its files.",
        )
    if snapshot.tree_state.failures:
        yield Notice(
            key="partial",
            tone="warning",
            icon="warning",
            title="Artifacts may be out of date.",
            text=f"{_attempt(snapshot.tree_state)} {_last_good(view, snapshot.tree_state)}",
        )
    elif snapshot.contents_state.failures:
        yield Notice(
            key="partial",
            tone="info",
            icon="info",
            title="Some descriptions of artifacts may be missing.",
            text=_attempt(snapshot.contents_state),
        )


def _attempt(state: PartState) -> str:
    """The last attempt in a sentence."""
    error = one_line(state.error or "").rstrip(".")
    times = f" ({counted(state.failures, 'attempt', 'attempts')} in a row)" if state.failures > 1 else ""
    return f"The last attempt failed{times}{': ' + error if error else ''}."


def _last_good(view: View, state: PartState) -> str:
    """From when the shown values are, and how old that is."""
    if state.fetched_at is None:
        return "Nothing is known of it yet."
    when = f"{day(state.fetched_at)}{age(state.fetched_at, view.catalog.as_of)}"
    return f"What is shown was last checked on {when}."
