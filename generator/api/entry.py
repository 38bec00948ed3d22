"""A source as JSON, with the names of the data model; ``catalog list`` and ``show`` print it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from generator.filters import Page
from generator.model import Artifact, CatalogEntry, Snapshot


def page_json(page: Page) -> dict[str, Any]:
    """A list answer: ``{items, page_info}``."""
    return {"items": [source_json(entry) for entry in page.items], "page_info": asdict(page.page_info)}


def source_json(entry: CatalogEntry) -> dict[str, Any]:
    """The merged view of one source; absent facts are null, and README and artifacts are left out."""
    source, snapshot = entry.source, entry.snapshot or Snapshot(entry.source.id, entry.source.full_name)
    return {
        "id": source.id,
        "repo_url": source.repo_url,
        "ref": source.ref,
        "root_hint": source.root_hint,
        "name": source.title,
        "description": source.description,
        "homepage": source.homepage,
        "tags": list(source.tags),
        "auto_tags": list(entry.auto_tags),
        "trust_level": source.trust_level.value,
        "visibility": source.visibility.value,
        "import_repo_description": source.import_repo_description,
        "import_repo_readme": source.import_repo_readme,
        "import_artifacts": source.import_artifacts,
        "added": _text(source.added),
        "status": entry.status.value,
        "status_note": source.status_note,
        "successor": source.successor,
        "aliases": list(source.aliases),
        "counts_by_type": dict(entry.counts_by_type),
        "artifact_count": entry.artifact_count,
        "scan_status": entry.scan_status.value,
        "last_sync_at": _text(entry.last_sync_at),
        "last_error": entry.last_error,
        "repo_description": snapshot.repo_description,
        "stars": snapshot.stars,
        "forks": snapshot.forks,
        "license": snapshot.license,
        "language": snapshot.language,
        "archived": snapshot.archived,
        "default_branch": snapshot.default_branch,
        "pushed_at": _text(snapshot.pushed_at),
        "name_with_owner": snapshot.name_with_owner,
        "commit": snapshot.commit,
        "tree": snapshot.tree,
    }


def artifact_json(artifact: Artifact) -> dict[str, Any]:
    """One artifact; what it does not have is null."""
    return {**asdict(artifact), "status": artifact.status.value}


def _text(moment: date | datetime | None) -> str | None:
    """ISO 8601; a moment in UTC to the second."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat() if moment else None
