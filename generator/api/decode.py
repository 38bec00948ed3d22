"""The shapes of the API back as values: what a reader of a built site filters and sorts by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from generator.model import (
    ArtifactType,
    CatalogEntry,
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

Fields = Mapping[str, Any]


def entry_of(fields: Fields) -> CatalogEntry:
    """The entry that :func:`generator.api.entry.source_json` made these fields of.

    Without artifacts, notes and the states of fetching, which they do not tell; the same fields come of
    it again. Raises KeyError, TypeError and ValueError for what is no source.
    """
    url, path = fields["repo_url"], fields["path"]
    place = f"./{path}" if url is None else str(url).partition("://")[2]
    on_github = place.startswith("github.com/")
    owner, _, repo = place.removeprefix("github.com/" if on_github else "").rpartition("/")
    source = Source(
        id=fields["id"],
        owner=owner,
        repo=repo,
        clone_url=None if on_github else url,
        path=path,
        ref=fields["ref"],
        root_hint=fields["root_hint"],
        name=fields["name"],
        description=fields["description"],
        homepage=fields["homepage"],
        tags=tuple(fields["tags"]),
        trust_level=TrustLevel(fields["trust_level"]),
        trust=_review(fields["trust"]),
        visibility=Visibility(fields["visibility"]),
        import_repo_description=fields["import_repo_description"],
        import_repo_readme=fields["import_repo_readme"],
        import_artifacts=fields["import_artifacts"],
        aliases=tuple(fields["aliases"]),
        added=_day(fields["added"]),
        status_note=fields["status_note"],
        successor=fields["successor"],
    )
    names = ("repo_description", "stars", "forks", "license", "language", "archived", "default_branch")
    more = ("name_with_owner", "moved_to", "commit", "tree")
    snapshot = Snapshot(
        source_id=source.id,
        full_name=source.full_name,
        pushed_at=_moment(fields["pushed_at"]),
        **{name: fields[name] for name in (*names, *more)},
    )
    return CatalogEntry(
        source=source,
        snapshot=snapshot,
        counts_by_type=MappingProxyType(dict(fields["counts_by_type"])),
        auto_tags=tuple(fields["auto_tags"]),
        status=SourceStatus(fields["status"]),
        scan_status=ScanStatus(fields["scan_status"]),
        last_sync_at=_moment(fields["last_sync_at"]),
        last_error=fields["last_error"],
    )


def settings_of(root: Fields, types: Fields, levels: Fields) -> Settings:
    """Title, types and trust levels of a catalog, from the documents of these names."""
    return Settings(
        title=root["title"],
        description=root["description"],
        base_url=root["base_url"] or "",
        artifact_types=tuple(
            ArtifactType(
                kind["id"],
                kind["label"],
                kind["plural"],
                kind["description"],
                aliases=tuple(kind["aliases"]),
            )
            for kind in types["items"]
        ),
        trust_levels=tuple(
            TrustLevelInfo(TrustLevel(level["id"]), level["label"], level["criteria"])
            for level in levels["items"]
        ),
    )


def as_of(root: Fields) -> datetime | None:
    """The moment that ages are counted from."""
    return _moment(root["as_of"])


def _review(fields: Fields | None) -> TrustReview | None:
    if fields is None:
        return None
    return TrustReview(fields["reviewer"], _day(fields["date"]), fields["commit"], fields["note"])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
