"""Definitions and snapshots become entries: toggles, statuses, counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from generator.assemble import assemble, auto_tags
from generator.model import (
    Artifact,
    ArtifactStatus,
    ArtifactType,
    Outcome,
    PartState,
    ReadmeRef,
    ScanStatus,
    Settings,
    Snapshot,
    Source,
    SourceStatus,
    Visibility,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SETTINGS = Settings(
    "T", (ArtifactType("skill", "Skill", "Skills"), ArtifactType("hook", "Hook", "Hooks")), ()
)
FETCHED = PartState(fetched_at=NOW, outcome=Outcome.OK)
SOURCE = Source("x", "o", "r")
SNAPSHOT = Snapshot(
    "x", "O/R", repo_description="theirs", readme=ReadmeRef("README.md", "1" * 40), scanned_tree="2" * 40,
    tree="2" * 40, metadata_state=FETCHED, readme_state=FETCHED, tree_state=FETCHED,
)  # fmt: skip


def artifact(kind, path, **more):
    """An artifact of ``kind`` at ``path``."""
    return Artifact(kind, path, path, "", "0" * 40, "rule: x", 90, **more)


def entry(source=SOURCE, snapshot=SNAPSHOT, **options):
    """The one entry of a catalog of one source."""
    snapshots = {} if snapshot is None else {source.id: snapshot}
    return assemble(SETTINGS, [source], snapshots, **options).entries[0]


def test_a_source_that_was_never_fetched_is_pending():
    """Without a snapshot nothing is claimed: no counts, status pending."""
    found = entry(snapshot=None)
    assert (found.scan_status, found.artifact_count, found.snapshot) == (ScanStatus.PENDING, 0, None)


@pytest.mark.parametrize("change", [{"full_name": "o/other"}, {"ref": "v1"}])
def test_a_snapshot_of_another_repository_or_ref_is_not_shown(change):
    """Where the definition was pointed elsewhere, old facts do not stick to it."""
    assert entry(snapshot=replace(SNAPSHOT, **change)).scan_status is ScanStatus.PENDING


def test_counts_leave_out_what_is_not_listed():
    """Excluded and duplicate artifacts do not count, nor do types with none."""
    found = entry(snapshot=replace(SNAPSHOT, artifacts=(
        artifact("skill", "a"), artifact("skill", "b", status=ArtifactStatus.DUPLICATE),
        artifact("hook", "c", status=ArtifactStatus.EXCLUDED), artifact("skill", "d"),
    )))  # fmt: skip
    assert dict(found.counts_by_type) == {"skill": 2}
    assert found.artifact_count == 2


def test_a_scan_replaces_the_artifacts_of_the_lock():
    """Where the tree is at hand, today's rules count; where it is not, the lock's artifacts stand."""
    locked = replace(SNAPSHOT, artifacts=(artifact("skill", "old"),))
    fresh = entry(snapshot=locked, scan=lambda *_: (artifact("hook", "new"),))
    assert dict(fresh.counts_by_type) == {"hook": 1}
    assert dict(entry(snapshot=locked).counts_by_type) == {"skill": 1}


def test_toggles_hide_what_was_stored():
    """What a definition turns off is not shown, even if an earlier run stored it."""
    off = replace(SOURCE, import_repo_description=False, import_repo_readme=False, import_artifacts=False)
    found = entry(off, replace(SNAPSHOT, artifacts=(artifact("skill", "a"),)))
    assert (found.description, found.snapshot.readme, found.artifacts) == ("", None, ())
    assert found.scan_status is ScanStatus.OFF


def test_the_definitions_description_wins():
    """GitHub's description is shown only where the definition has none."""
    assert entry(replace(SOURCE, description="ours")).description == "ours"
    assert entry().description == "theirs"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, SourceStatus.ACTIVE),
        ({"pushed_at": NOW - timedelta(days=366)}, SourceStatus.STALE),
        ({"pushed_at": NOW - timedelta(days=365)}, SourceStatus.ACTIVE),
        ({"pushed_at": NOW - timedelta(days=366), "archived": True}, SourceStatus.ARCHIVED),
        ({"archived": True, "moved_to": "a/b"}, SourceStatus.MOVED),
        ({"moved_to": "a/b", "missing": True}, SourceStatus.MISSING),
    ],
)
def test_status(change, status):
    """The gravest status that applies is shown."""
    assert entry(snapshot=replace(SNAPSHOT, **change)).status is status


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, ScanStatus.SUCCESS),
        ({"tree_truncated": True}, ScanStatus.PARTIAL),
        ({"tree_state": PartState(NOW, Outcome.SERVER, "502", 1)}, ScanStatus.PARTIAL),
        ({"contents_state": PartState(NOW, Outcome.SERVER, "502", 1)}, ScanStatus.PARTIAL),
        ({"scanned_tree": None}, ScanStatus.PENDING),
        ({"scanned_tree": None, "tree_state": PartState(None, Outcome.TIMEOUT, "5 s", 1)}, ScanStatus.ERROR),
        (
            {"scanned_tree": None, "metadata_state": PartState(None, Outcome.TIMEOUT, "5 s", 1)},
            ScanStatus.ERROR,
        ),
    ],
)
def test_scan_status(change, status):
    """A failure is shown as one; it never looks like a source without artifacts."""
    assert entry(snapshot=replace(SNAPSHOT, **change)).scan_status is status


def test_the_first_error_is_shown():
    """The entry carries the error of the first part that failed, among those that are asked for."""
    failed = replace(SNAPSHOT, readme_state=PartState(NOW, Outcome.SERVER, "502 for the README", 1))
    assert entry(snapshot=failed).last_error == "502 for the README"
    assert entry(replace(SOURCE, import_repo_readme=False), failed).last_error is None


def test_topics_become_suggestions():
    """Topics are spelled as tags, once each, and never repeat a tag."""
    assert auto_tags(["Claude_Code", "mcp", "claude-code", "ai"], ["ai"]) == ("claude-code", "mcp")


def test_ages_are_counted_from_the_newest_fetch():
    """Without another word the day of the build does not matter."""
    catalog = assemble(SETTINGS, [SOURCE], {"x": SNAPSHOT})
    assert catalog.as_of == NOW
    assert assemble(SETTINGS, [SOURCE], {}).as_of is None


def test_order_and_visibility():
    """Entries are sorted by id; unlisted ones are not public."""
    sources = [Source("b", "o", "b", visibility=Visibility.UNLISTED), Source("a", "o", "a")]
    catalog = assemble(SETTINGS, sources, {})
    assert [e.source.id for e in catalog.entries] == ["a", "b"]
    assert [e.source.id for e in catalog.public] == ["a"]
