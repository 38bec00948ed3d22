"""What changed between two locks, and what a history tells of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.changes import UNLISTED_LIMIT, compare, run_of, totals_of
from generator.model import Artifact, ArtifactStatus, Snapshot, Source, Visibility
from generator.past import Change, ChangeKind, Run, Totals

AT = datetime(2026, 11, 1, tzinfo=UTC)

ADDED, REMOVED, RENAMED = ChangeKind


def artifact(path, name=None, sha=None, kind="skill", **more):
    """An artifact at a path, by default with a content of its own."""
    name = name or path.rpartition("/")[2]
    return Artifact(kind, name, path, "https://github.com/a/b", sha or f"sha of {path}", "r: x", 90, **more)


def line(source_id, *artifacts, **facts):
    """A line of the lock."""
    return Snapshot(source_id, facts.pop("full_name", f"owner/{source_id}"), artifacts=artifacts, **facts)


def lock(*lines):
    """Lines by id."""
    return {snapshot.source_id: snapshot for snapshot in lines}


def told(before, after):
    """Changes, as short as can be."""
    return [
        (c.kind.value, c.source_id, *(part for part in (c.path, c.before) if part is not None))
        for c in compare(lock(*before), lock(*after))
    ]


# -------------------------------------------------------------------- comparing


def test_a_new_source_counts_its_artifacts():
    """A source comes with its listed artifacts, which are no changes of their own."""
    new = line("a", artifact("x"), artifact("y"), artifact("z", status=ArtifactStatus.EXCLUDED))
    assert compare({}, lock(new)) == (Change(ADDED, "a", "owner/a", counts=(("skill", 2),)),)


def test_a_source_that_is_gone():
    """An id that the new lock lacks was removed."""
    assert told([line("a"), line("b")], [line("b")]) == [("removed", "a")]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (line("old", node_id="R1"), line("new", node_id="R1", full_name="other/name")),
        (line("old", full_name="O/Same"), line("new", full_name="o/same")),
    ],
    ids=["same node id", "same name"],
)
def test_a_renamed_source_is_the_same_repository(was, now):
    """An id that goes while another comes for the same repository was renamed."""
    assert told([was], [now]) == [("renamed", "new", "old")]


def test_folders_of_one_repository_are_different_sources():
    """The same repository in another folder is another source."""
    was, now = line("old", node_id="R1", root_hint="a"), line("new", node_id="R1", root_hint="b")
    assert told([was], [replace(now, full_name=was.full_name)]) == [("added", "new"), ("removed", "old")]


def test_a_repository_with_another_name():
    """A source whose repository was renamed on GitHub was renamed."""
    assert told([line("a")], [line("a", name_with_owner="owner/new")]) == [("renamed", "a", "owner/a")]


def test_case_is_no_other_name():
    """GitHub's own spelling of a name is no news."""
    assert told([line("a")], [line("a", name_with_owner="Owner/A")]) == []


def test_artifacts_of_a_renamed_source_are_compared():
    """Under its new id a source still tells what came."""
    was, now = line("old", artifact("x"), node_id="R"), line("new", artifact("x"), artifact("y"), node_id="R")
    assert told([was], [now]) == [("renamed", "new", "old"), ("added", "new", "y")]


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ([], ["x"], [("added", "a", "x")]),
        (["x"], [], [("removed", "a", "x")]),
        ([artifact("p/x", sha="1")], [artifact("q/y", sha="1")], [("renamed", "a", "q/y", "p/x")]),
        ([artifact("p/x")], [artifact("q/X")], [("renamed", "a", "q/X", "p/x")]),
        ([artifact("p", "one")], [artifact("p", "two")], [("renamed", "a", "p", "one")]),
        ([artifact("p/x", sha="1")], [artifact("p/x", sha="2")], []),
        (
            [artifact("p/x", kind="skill")],
            [artifact("p/x", kind="agent")],
            [("added", "a", "p/x"), ("removed", "a", "p/x")],
        ),
        (
            [artifact("p/x")],
            [artifact("p/x", status=ArtifactStatus.DUPLICATE)],
            [("removed", "a", "p/x")],
        ),
    ],
    ids=["added", "removed", "same content", "same name", "other name", "new content", "type", "duplicate"],
)
def test_artifacts(was, now, expected):
    """The rules for artifacts, one a case."""

    def made(items):
        return [artifact(item) if isinstance(item, str) else item for item in items]

    assert told([line("a", *made(was))], [line("a", *made(now))]) == expected


def test_content_goes_before_name():
    """Where one has the same content and another the same name, the content tells."""
    was = line("a", artifact("p/x", sha="1"))
    now = line("a", artifact("q/x", sha="2"), artifact("r/y", sha="1"))
    assert told([was], [now]) == [("added", "a", "q/x"), ("renamed", "a", "r/y", "p/x")]


ARTIFACTS = st.lists(
    st.builds(
        artifact,
        st.sampled_from(["p/a", "p/b", "q/a", "q/b", "r/a"]),
        sha=st.sampled_from(["1", "2", "3"]),
        kind=st.sampled_from(["skill", "agent"]),
    ),
    max_size=5,
    unique_by=lambda a: (a.artifact_type, a.path),
)
LOCKS = st.dictionaries(st.sampled_from("abcd"), ARTIFACTS, max_size=4).map(
    lambda made: {i: line(i, *found, node_id=f"R{i}") for i, found in made.items()}
)


@given(LOCKS, LOCKS)
def test_counts_add_up(before, after):
    """What was there, with what came and without what went, is what is there."""
    changes = compare(before, after)

    def net(of_sources):
        signs = {ADDED: 1, REMOVED: -1, RENAMED: 0}
        return sum(signs[c.kind] for c in changes if (c.artifact_type is None) == of_sources)

    whole = {ADDED: 1, REMOVED: -1}
    with_sources = sum(
        whole[c.kind] * sum(n for _, n in c.counts) for c in changes if c.artifact_type is None and c.counts
    )
    was, now = totals_of(before.values()), totals_of(after.values())
    assert net(of_sources=True) == now.sources - was.sources
    assert net(of_sources=False) + with_sources == now.artifacts - was.artifacts


@given(LOCKS)
def test_nothing_changed(locked):
    """A lock does not differ from itself."""
    assert compare(locked, dict(reversed(locked.items()))) == ()


# -------------------------------------------------------------------- recording


def source(source_id, **more):
    """A definition."""
    return Source(source_id, "owner", source_id, **more)


def hidden(source_id):
    """A definition of an unlisted source."""
    return source(source_id, visibility=Visibility.UNLISTED)


BEGUN = Run(AT, Totals(1))


def test_a_history_begins_without_changes():
    """The first line says what there is; all of it being new would be no news."""
    run = run_of([source("a")], {}, lock(line("a", artifact("x"))), (), AT)
    assert run == Run(AT, Totals(1, (("skill", 1),), (("skill", 1),)))


def test_nothing_known_begins_no_history():
    """A run that learned nothing, without network say, writes nothing."""
    assert run_of([source("a")], {}, {}, (), AT) is None


def test_a_run_without_changes_is_not_recorded():
    """Stars and READMEs come and go untold."""
    before, after = lock(line("a", stars=1)), lock(line("a", stars=2))
    assert run_of([source("a")], before, after, [BEGUN], AT) is None


def test_changes_are_recorded():
    """A run tells its changes and what there is after it."""
    run = run_of([source("a"), source("b")], lock(line("a")), lock(line("a"), line("b")), [BEGUN], AT)
    assert run == Run(AT, Totals(2), (Change(ADDED, "b", "owner/b"),))


def test_a_source_without_a_definition_is_gone_once():
    """Its line may stay in the lock; the history tells only once that it went."""
    locked = lock(line("a"), line("b"))
    first = run_of([source("a")], locked, locked, [BEGUN], AT)
    assert [c.kind for c in first.changes] == [REMOVED]
    assert run_of([source("a")], locked, locked, [BEGUN, first], AT) is None
    again = run_of([source("a"), source("b")], locked, locked, [BEGUN, first], AT)
    assert [(c.kind, c.source_id) for c in again.changes] == [(ADDED, "b")]


def test_an_unlisted_source_is_never_told_of():
    """Neither when it comes, nor when something of it changes, nor when it goes."""
    sources = [source("a"), hidden("h")]
    came = run_of(sources, lock(line("a")), lock(line("a"), line("h")), [BEGUN], AT)
    assert came == Run(AT, Totals(1), unlisted=("h",))
    changed = lock(line("a"), line("h", artifact("x")))
    assert run_of(sources, lock(line("a"), line("h")), changed, [BEGUN, came], AT) is None
    went = run_of([source("a")], changed, lock(line("a")), [BEGUN, came], AT)
    assert went == Run(AT, Totals(1))


def test_listing_a_source_adds_it():
    """For visitors a source comes when it is listed, and goes when it is not any more."""
    locked = lock(line("a"))
    shown = run_of([source("a")], locked, locked, [replace(BEGUN, unlisted=("a",))], AT)
    assert [c.kind for c in shown.changes] == [ADDED]
    gone = run_of([hidden("a")], locked, locked, [BEGUN], AT)
    assert ([c.kind for c in gone.changes], gone.unlisted) == ([REMOVED], ("a",))


def test_too_many_unlisted_sources_hide_what_goes():
    """Where a history could not name them, sources go untold rather than an unlisted one be named."""
    many = [hidden(f"h{n}") for n in range(UNLISTED_LIMIT + 2)]
    locked = {s.id: line(s.id) for s in [source("a"), *many]}
    begun = run_of([source("a"), *many], {}, locked, (), AT)
    assert begun.unlisted is None
    assert run_of([source("a"), *many[1:]], locked, locked, [begun], AT) is None


def test_artifacts_that_are_not_imported_are_not_told():
    """What a definition turns off is not in the history, though the lock has it."""
    before, after = lock(line("a")), lock(line("a", artifact("x")))
    assert run_of([source("a", import_artifacts=False)], before, after, [BEGUN], AT) is None
