"""Sources and artifacts in the shapes of the API; ``catalog list`` and ``show`` print the same."""

from __future__ import annotations

from dataclasses import asdict

from generator import urls
from generator.api.plain import Json, fields
from generator.api.shapes import ArtifactShape, PageInfoShape, Review, SourceShape
from generator.filters import Page, PageInfo
from generator.model import Artifact, CatalogEntry, Snapshot


def page_json(page: Page) -> dict[str, Json]:
    """A list answer: ``{items, page_info}``."""
    return {
        "items": [source_json(entry) for entry in page.items],
        "page_info": page_info_json(page.page_info),
    }


def page_info_json(info: PageInfo) -> dict[str, Json]:
    """Where a page lies in its list."""
    return fields(PageInfoShape(**asdict(info)))


def source_json(entry: CatalogEntry) -> dict[str, Json]:
    """The merged view of one source; absent facts are null, and README and artifacts are left out."""
    return fields(source_shape(entry))


def source_shape(entry: CatalogEntry) -> SourceShape:
    """The merged view of one source."""
    source, snapshot = entry.source, entry.snapshot or Snapshot(entry.source.id, entry.source.full_name)
    review = source.trust
    return SourceShape(
        id=source.id,
        repo_url=source.repo_url,
        path=source.path,
        ref=source.ref,
        root_hint=source.root_hint,
        name=source.title,
        description=source.description,
        homepage=source.homepage,
        page=urls.address(urls.source_page(source.id)),
        tags=source.tags,
        auto_tags=entry.auto_tags,
        trust_level=source.trust_level,
        trust=Review(review.reviewer, review.date, review.commit, review.note) if review else None,
        visibility=source.visibility,
        import_repo_description=source.import_repo_description,
        import_repo_readme=source.import_repo_readme,
        import_artifacts=source.import_artifacts,
        added=source.added,
        status=entry.status,
        status_note=source.status_note,
        successor=source.successor,
        aliases=source.aliases,
        counts_by_type=entry.counts_by_type,
        artifact_count=entry.artifact_count,
        scan_status=entry.scan_status,
        last_sync_at=entry.last_sync_at,
        last_error=entry.last_error,
        repo_description=snapshot.repo_description,
        stars=snapshot.stars,
        forks=snapshot.forks,
        license=snapshot.license,
        language=snapshot.language,
        archived=snapshot.archived,
        default_branch=snapshot.default_branch,
        pushed_at=snapshot.pushed_at,
        name_with_owner=snapshot.name_with_owner,
        moved_to=snapshot.moved_to,
        commit=snapshot.commit,
        tree=snapshot.tree,
    )


def artifact_json(source_id: str, artifact: Artifact) -> dict[str, Json]:
    """One artifact of a source; what it does not have is null."""
    return fields(artifact_shape(source_id, artifact))


def artifact_shape(source_id: str, artifact: Artifact) -> ArtifactShape:
    """One artifact of a source."""
    return ArtifactShape(
        source_id=source_id,
        artifact_type=artifact.artifact_type,
        name=artifact.name,
        path=artifact.path,
        url=artifact.url,
        title=artifact.title,
        description=artifact.description,
        sha=artifact.sha,
        detected_by=artifact.detected_by,
        confidence=artifact.confidence,
        status=artifact.status,
        duplicate_of=artifact.duplicate_of,
        reason=artifact.reason,
    )
