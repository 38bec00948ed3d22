"""What is known of sources is learned, kept, and asked for again only when it has to be."""

import dataclasses
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache import Cache, blob_key
from generator.enrich import EnrichOptions, due_sources, next_due
from generator.enrich.due import NEVER
from generator.enrich.states import LONGEST_PAUSE, pause
from generator.model import Exclusion, Outcome, PartState, Snapshot
from tests import fake_github as fake
from tests.enriching import PATIENCE, START, Catalog, skills, source_of
from tests.fake_github import FakeGitHub, Link, Repo, Submodule


@pytest.fixture
def github():
    """A GitHub with one repository of two skills."""
    with FakeGitHub(Repo("acme/tools", skills("alpha", "beta"))) as server:
        yield server


@pytest.fixture
def repo(github):
    """Its repository."""
    return github.repos["acme/tools"]


@pytest.fixture
def catalog(tmp_path, github):
    """A catalog of that repository."""
    return Catalog(tmp_path, github)


def test_a_first_run_learns_everything(catalog, repo):
    """Facts, README, tree and artifacts with their descriptions are in the lock and the cache."""
    report = catalog.enrich()
    snapshot = catalog.one
    assert report.counts == {Outcome.OK: 1}
    assert (snapshot.stars, snapshot.license, snapshot.topics) == (7, "MIT", ("agents",))
    assert (snapshot.commit, snapshot.tree) == (repo.commit, repo.tree)
    assert (snapshot.scanned_commit, snapshot.scanned_tree) == (repo.commit, repo.tree)
    assert snapshot.readme.path == "README.md"
    assert catalog.cache.get(blob_key(snapshot.readme.oid)) == repo.bytes_of("README.md")
    assert [(a.artifact_type, a.name, a.description) for a in snapshot.artifacts] == [
        ("skill", "alpha", "Helps with alpha"),
        ("skill", "beta", "Helps with beta"),
    ]
    assert all(repo.commit in artifact.url for artifact in snapshot.artifacts)
    good = PartState(fetched_at=START, outcome=Outcome.OK)
    assert snapshot.metadata_state == snapshot.readme_state == snapshot.tree_state == good
    assert snapshot.contents_state == good


def test_without_a_token_everything_but_descriptions_is_learned(catalog, repo):
    """REST alone brings facts, README and artifacts; files of artifacts are left for a token."""
    report = catalog.enrich(token=None)
    assert report.counts == {Outcome.OK: 1}
    assert catalog.github.counted() == {"rest": 4}
    assert catalog.names() == ["alpha", "beta"]
    assert catalog.cache.has(blob_key(catalog.one.readme.oid))
    assert catalog.one.contents_state.outcome is Outcome.BUDGET
    catalog.later().enrich()
    assert catalog.one.artifacts[0].description == "Helps with alpha"


def test_what_is_fresh_is_not_asked_for(catalog):
    """A second run within the hours makes no request and no connection."""
    catalog.enrich()
    catalog.github.counted()
    report = catalog.later(hours=19).enrich()
    assert (report.due, report.results) == (0, ())
    assert catalog.github.counted() == {}


def test_a_day_later_only_graphql_is_asked(catalog):
    """Nothing changed: one query, no REST, and the facts are fresh again."""
    catalog.enrich()
    catalog.github.counted()
    report = catalog.later().enrich()
    assert report.counts == {Outcome.NOT_MODIFIED: 1}
    assert catalog.github.counted() == {"graphql": 1}
    assert catalog.one.metadata_state.fetched_at == START + timedelta(days=1)
    assert catalog.one.tree_state.fetched_at == START + timedelta(days=1)


def test_a_day_later_without_a_token(catalog):
    """Nothing changed: two requests of REST."""
    catalog.enrich(token=None)
    catalog.github.counted()
    report = catalog.later().enrich(token=None)
    assert report.counts == {Outcome.NOT_MODIFIED: 1}
    assert catalog.github.counted() == {"rest": 2}


def test_what_changed_is_fetched(catalog, repo):
    """A new commit brings the new README and artifacts; what stayed is not fetched again."""
    catalog.enrich()
    repo.files = skills("beta", "gamma")
    catalog.github.counted()
    catalog.github.queries.clear()
    report = catalog.later().enrich()
    assert report.counts == {Outcome.OK: 1}
    assert catalog.names() == ["beta", "gamma"]
    assert catalog.one.scanned_commit == repo.commit
    assert catalog.github.counted() == {"graphql": 2, "rest": 1}
    assert catalog.github.queries[-1]["query"].count("object(") == 2  # README and gamma


def test_a_commit_that_changes_no_file_is_cheap(catalog, repo):
    """The same tree under another commit needs no tree and no file."""
    catalog.enrich()
    catalog.github.counted()
    repo.stars = 8
    catalog.later().enrich()
    assert catalog.one.stars == 8
    assert catalog.github.counted() == {"graphql": 1}


def test_force_asks_for_what_is_fresh(catalog):
    """Metadata is asked for again; what is known by its id is not."""
    catalog.enrich()
    catalog.github.counted()
    catalog.enrich(force=True)
    assert catalog.github.counted() == {"graphql": 1}


def test_only_asks_for_one(tmp_path, github):
    """A source that is named is asked for, fresh or not, and no other."""
    github.add(Repo("acme/other", skills("x")))
    catalog = Catalog(tmp_path, github)
    catalog.enrich()
    report = catalog.enrich(only=frozenset({"acme-other"}))
    assert [r.source_id for r in report.results] == ["acme-other"]


def test_a_lost_cache_costs_only_what_is_shown_from_it(catalog):
    """Without its cache a catalog fetches READMEs again, and no tree and no artifact."""
    catalog.enrich()
    shutil.rmtree(catalog.cache_path)
    catalog.github.counted()
    catalog.enrich()
    assert catalog.github.counted() == {"graphql": 2}
    assert catalog.names() == ["alpha", "beta"]
    assert catalog.cache.has(blob_key(catalog.one.readme.oid))


# ------------------------------------------------------------------------- toggles


def variant(catalog, **changes):
    """The catalog with its one definition changed."""
    catalog.sources = [dataclasses.replace(catalog.sources[0], **changes)]
    return catalog


@pytest.mark.parametrize("token", ["t0ken", None])
def test_artifacts_that_are_turned_off_are_not_asked_for(catalog, token):
    """No tree and no file but the README is requested."""
    variant(catalog, import_artifacts=False).enrich(token=token)
    assert not any("/git/trees/" in request for request in catalog.github.requests)
    assert catalog.one.artifacts == ()
    assert catalog.one.scanned_tree is None
    assert catalog.one.readme
    assert catalog.later(hours=1).enrich(token=token).due == 0


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_readme_that_is_turned_off_is_not_asked_for(catalog, token):
    """No folder is listed for it, and no file fetched."""
    variant(catalog, import_repo_readme=False).enrich(token=token)
    assert "Folder" not in str([q["query"].split("fragment")[0] for q in catalog.github.queries])
    assert not any("/readme" in r or "/blobs/" in r for r in catalog.github.requests)
    assert catalog.one.readme is None
    assert catalog.names() == ["alpha", "beta"]
    assert catalog.later(hours=1).enrich(token=token).due == 0


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_description_that_is_turned_off_is_not_kept(catalog, token):
    """It is not in the query, and what REST sends unasked is dropped."""
    variant(catalog, import_repo_description=False).enrich(token=token)
    assert not any("description" in query["query"] for query in catalog.github.queries)
    assert catalog.one.repo_description is None


def test_with_everything_turned_off_facts_remain(catalog):
    """Stars, licence and status need one query, and nothing else is asked for."""
    variant(catalog, import_artifacts=False, import_repo_readme=False, import_repo_description=False).enrich()
    assert catalog.github.counted() == {"graphql": 1}
    assert catalog.one.stars == 7


def test_what_is_turned_off_later_is_kept_and_not_refreshed(catalog, repo):
    """A toggle hides what is stored and stops asking; it deletes nothing."""
    catalog.enrich()
    repo.files, repo.description = skills("gamma"), "New words"
    variant(catalog, import_artifacts=False, import_repo_readme=False, import_repo_description=False)
    catalog.later().enrich()
    assert catalog.names() == ["alpha", "beta"]
    assert catalog.one.repo_description == "What it does"


# ------------------------------------------------------------------ ref, folder, rules


@pytest.mark.parametrize("token", ["t0ken", None])
def test_another_ref_is_another_snapshot(catalog, repo, token):
    """A tag is fetched as such; the branch's snapshot does not stand for it."""
    catalog.enrich(token=token)
    repo.refs = ("v1",)
    variant(catalog, ref="v1").enrich(token=token)
    assert catalog.one.ref == "v1"
    assert catalog.one.commit == repo.commit
    assert catalog.names() == ["alpha", "beta"]


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_ref_that_is_gone_keeps_what_was_known(catalog, repo, token):
    """The repository is there, its tag is not: facts are fresh, the rest stays with its error."""
    repo.refs = ("v1",)
    variant(catalog, ref="v1").enrich(token=token)
    repo.refs, repo.stars = (), 9
    report = catalog.later().enrich(token=token)
    assert report.counts == {Outcome.NOT_FOUND: 1}
    assert catalog.one.stars == 9
    assert catalog.names() == ["alpha", "beta"]
    assert catalog.one.readme
    assert catalog.one.tree_state.error == "it has no branch, tag or commit v1"
    assert catalog.one.missing_since is None


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_folder_has_its_own_readme(catalog, repo, token):
    """Of a source in a folder, the folder's README goes before the repository's."""
    repo.files |= {"plugins/a/README.rst": "A\n=\n", "plugins/a/skills/x/SKILL.md": "---\nname: x\n---\n"}
    variant(catalog, root_hint="plugins/a").enrich(token=token)
    assert catalog.one.readme.path == "plugins/a/README.rst"
    assert catalog.names() == ["x"]


def test_a_folder_that_changes_is_looked_at_at_once(catalog, repo):
    """Another ``root_hint`` of a fresh source is no reason to wait a day."""
    repo.files |= {"plugins/a/README.md": "# A\n", "plugins/a/skills/x/SKILL.md": "---\nname: x\n---\n"}
    catalog.enrich()
    variant(catalog, root_hint="plugins/a").enrich()
    assert catalog.one.readme.path == "plugins/a/README.md"
    assert catalog.names() == ["x"]


def test_rules_that_change_are_followed_without_a_request(catalog):
    """An exclusion that is added to a fresh source is applied from the cache."""
    catalog.enrich()
    catalog.github.counted()
    variant(catalog, exclude=(Exclusion("skills/beta/**"), Exclusion("skills/beta"))).enrich()
    assert catalog.github.counted() == {}
    assert {a.name: str(a.status) for a in catalog.one.artifacts} == {"alpha": "listed", "beta": "excluded"}


def test_another_repository_in_the_definition_starts_anew(tmp_path, github):
    """Nothing of the former repository is shown as the new one's."""
    github.add(Repo("acme/other", {"x.md": "x"}, stars=1))
    catalog = Catalog(tmp_path, github, source_of("acme/tools", id="it"))
    catalog.enrich()
    catalog.sources = [source_of("acme/other", id="it")]
    github.fault("POST", fake.silence)
    catalog.enrich(max_requests=1, patience=PATIENCE)
    assert catalog.lock["it"].stars in (7, None)
    github.heal()
    catalog.later().enrich()
    assert catalog.lock["it"].full_name == "acme/other"
    assert catalog.lock["it"].stars == 1
    assert catalog.lock["it"].artifacts == ()


def test_two_sources_of_one_repository_share_its_tree(tmp_path, github, repo):
    """Folders of one repository cost one tree."""
    repo.files |= {"a/skills/x/SKILL.md": "x", "b/skills/y/SKILL.md": "y"}
    sources = [source_of(repo, id=folder, root_hint=folder) for folder in ("a", "b")]
    catalog = Catalog(tmp_path, github, *sources)
    catalog.enrich()
    assert catalog.github.counted()["rest"] == 1
    assert (catalog.names("a"), catalog.names("b")) == (["x"], ["y"])


# ------------------------------------------------------------------ READMEs of all kinds


@pytest.mark.parametrize("token", ["t0ken", None])
@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"a.txt": "x"}, None),
        ({"README.md": Link("docs/intro.md"), "docs/intro.md": "# Intro"}, "docs/intro.md"),
        ({"README.md": Link("deep/er/intro.md"), "deep/er/intro.md": "# Intro"}, "deep/er/intro.md"),
        ({".github/README.md": Link("../README.md"), "README.md": "# Root"}, "README.md"),
        ({"README.md": Link("../../etc/passwd")}, None),
        ({"README.md": Link("/etc/passwd")}, None),
        ({"README.md": Link("nowhere.md")}, None),
        ({"README.md": Link("README.md")}, None),
        ({"README.md": Link("docs/a.md"), "docs/a.md": Link("b.md"), "docs/b.md": "# B"}, None),
        ({"README.md": Link("docs"), "docs/b.md": "# B"}, None),
        ({"README.md": b"\x00\x01binary"}, None),
        ({"README.md": ""}, "README.md"),
        ({"README.md": "# Café\n".encode("latin-1")}, "README.md"),
        ({"README.md": "x" * 600_000}, "README.md"),
        ({"README.md": Submodule(), "docs/README.md": "# D"}, "docs/README.md"),
    ],
)
def test_readmes_of_every_kind(tmp_path, token, files, path):
    """Links are followed one step inside the repository; binaries, folders and loops are none."""
    with FakeGitHub(Repo("acme/odd", files)) as github:
        catalog = Catalog(tmp_path, github)
        report = catalog.enrich(token=token)
        snapshot = catalog.one
        assert not report.failed
        assert (snapshot.readme and snapshot.readme.path) == path
        assert path is None or catalog.cache.has(blob_key(snapshot.readme.oid))
        assert catalog.later(hours=1).enrich(token=token).due == 0


@pytest.mark.parametrize("token", ["t0ken", None])
@pytest.mark.parametrize("scanning", [True, False])
def test_a_binary_readme_is_none_however_often_it_is_met(tmp_path, token, scanning):
    """What was once seen to be no text is not shown as an empty README later."""
    with FakeGitHub(Repo("acme/art", {"README.md": b"\x89PNG\0", "a.txt": "1"})) as github:
        catalog = Catalog(tmp_path, github)
        variant(catalog, import_artifacts=scanning).enrich(token=token)
        github.repos["acme/art"].files["a.txt"] = "2"
        report = catalog.later().enrich(token=token)
    assert report.counts == {Outcome.OK: 1}
    assert catalog.one.readme is None


def test_a_damaged_object_is_fetched_again(catalog):
    """A README that was damaged in the cache is noticed, and is whole again after the next runs."""
    catalog.enrich()
    oid = catalog.one.readme.oid
    path = catalog.cache_path / "objects" / oid[:2] / oid[2:]
    path.write_bytes(path.read_bytes()[:-1])
    assert catalog.cache.get(blob_key(oid)) is None
    catalog.later(hours=1).enrich()
    assert catalog.cache.get(blob_key(oid))


def test_a_readme_that_goes_is_gone(catalog, repo):
    """A repository whose README was deleted has none, which is no failure."""
    catalog.enrich()
    del repo.files["README.md"]
    catalog.later().enrich()
    assert catalog.one.readme is None
    assert catalog.one.readme_state.outcome is Outcome.OK


# ------------------------------------------------------------------ fates of repositories


@pytest.mark.parametrize("token", ["t0ken", None])
def test_an_emptied_repository_is_empty(catalog, repo, token):
    """GitHub itself says that there is nothing in it: then there are no artifacts."""
    catalog.enrich(token=token)
    repo.files = {}
    report = catalog.later().enrich(token=token)
    assert report.counts == {Outcome.EMPTY: 1}
    assert (catalog.one.artifacts, catalog.one.readme) == ((), None)
    assert catalog.later(hours=1).enrich(token=token).due == 0


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_renamed_repository_says_where_it_is(catalog, repo, token):
    """The old name goes on working, and the new one is told."""
    catalog.enrich(token=token)
    catalog.github.rename("acme/tools", "acme/toolbox")
    repo.files = skills("gamma")
    catalog.later().enrich(token=token)
    assert catalog.one.moved_to == "acme/toolbox"
    assert catalog.one.full_name == "acme/tools"
    assert catalog.names() == ["gamma"]
    assert "acme/toolbox" in catalog.one.artifacts[0].url


def test_other_letters_in_a_name_are_no_move(tmp_path, github):
    """GitHub does not tell capitals apart."""
    catalog = Catalog(tmp_path, github, source_of("ACME/Tools"))
    catalog.enrich()
    assert catalog.one.moved_to is None


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_repository_of_somebody_else_is_not_believed(catalog, github, token):
    """Another repository under the same name changes nothing that is known, and is reported."""
    catalog.enrich(token=token)
    github.add(Repo("acme/tools", skills("evil"), stars=999, number=4711))
    report = catalog.later().enrich(token=token)
    assert report.counts == {Outcome.BLOCKED: 1}
    assert catalog.one.replaced
    assert catalog.one.stars == 7
    assert catalog.names() == ["alpha", "beta"]
    assert "another repository" in catalog.one.metadata_state.error


def test_a_successor_under_the_name_can_be_accepted(catalog, github):
    """Whoever names the source and forces it says that the new repository is meant."""
    catalog.enrich()
    github.add(Repo("acme/tools", skills("fine"), stars=999, number=4711))
    catalog.later().enrich()
    catalog.enrich(force=True)
    assert catalog.one.replaced
    catalog.enrich(force=True, only=frozenset({"acme-tools"}))
    assert not catalog.one.replaced
    assert catalog.one.stars == 999
    assert catalog.names() == ["fine"]


def test_ids_of_the_old_form_are_not_compared_with_new_ones(catalog, repo):
    """GitHub changes the form of its ids, which makes no other repository of it."""
    repo.node_id = "MDEwOlJlcG9zaXRvcnkx"
    catalog.enrich()
    repo.node_id = "R_kgDOAbCdEf"
    catalog.later().enrich()
    assert not catalog.one.replaced
    assert catalog.one.node_id == "R_kgDOAbCdEf"


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_repository_is_missing_only_after_days(catalog, github, token):
    """Three 404s over 48 hours, not one; and everything known of it stays."""
    catalog.enrich(token=token)
    gone = github.repos.pop("acme/tools")
    seen = []
    for _ in range(4):
        catalog.later(hours=24).enrich(token=token)
        seen.append((catalog.one.missing_count, catalog.one.missing))
    assert seen == [(1, False), (2, False), (3, True), (4, True)]
    assert catalog.one.missing_since == START + timedelta(hours=24)
    assert catalog.names() == ["alpha", "beta"]
    assert catalog.one.stars == 7
    github.add(gone)
    catalog.later().enrich(token=token)
    assert (catalog.one.missing_count, catalog.one.missing, catalog.one.missing_since) == (0, False, None)


def test_three_404s_in_an_hour_are_not_missing(catalog, github):
    """However often it is looked for, two days have to pass."""
    catalog.enrich()
    github.repos.clear()
    for _ in range(5):
        catalog.later(minutes=10).enrich(force=True)
    assert catalog.one.missing_count == 5
    assert not catalog.one.missing


def test_another_failure_does_not_break_the_row(catalog, github):
    """A time-out between two 404s says nothing of whether the repository is there."""
    catalog.enrich()
    github.repos.clear()
    catalog.later(hours=24).enrich(force=True)
    github.fault("", fake.status(500))
    catalog.later(hours=24).enrich(force=True)
    github.heal()
    catalog.later(hours=24).enrich(force=True)
    assert (catalog.one.missing_count, catalog.one.missing) == (2, False)
    catalog.later(hours=24).enrich(force=True)
    assert catalog.one.missing


def test_a_renamed_default_branch_changes_nothing(catalog, repo):
    """What is fetched is the default branch, whatever it is called."""
    catalog.enrich()
    repo.branch = "trunk"
    report = catalog.later().enrich()
    assert report.counts == {Outcome.NOT_MODIFIED: 1}
    assert catalog.one.default_branch == "trunk"


def test_an_archived_repository_says_so(catalog, repo):
    """The flag is taken over."""
    repo.archived = True
    catalog.enrich()
    assert catalog.one.archived


def test_a_truncated_tree_is_told(catalog, repo):
    """What GitHub left out is not called complete."""
    repo.truncated = True
    catalog.enrich()
    assert catalog.one.tree_truncated
    assert catalog.names() == ["alpha", "beta"]


# ------------------------------------------------------------------- failures, back-off


def test_a_failure_keeps_everything_and_backs_off(catalog, repo, github):
    """The last good values stay with their age; the error is told; the next try waits."""
    catalog.enrich()
    before = catalog.one
    repo.files = skills("gamma")
    github.fault("GET .*/git/trees/", fake.status(502))
    report = catalog.later().enrich()
    after = catalog.one
    assert report.counts == {Outcome.SERVER: 1}
    assert (after.artifacts, after.scanned_tree) == (before.artifacts, before.scanned_tree)
    assert after.tree_state.fetched_at == START
    assert after.tree_state.failures == 1
    assert after.tree_state.error == "HTTP 502: Some words"
    wait = after.tree_state.retry_at - catalog.moment
    assert timedelta(hours=1.5) <= wait <= timedelta(hours=2)
    assert after.readme.oid != before.readme.oid  # the other parts went on


def test_a_part_that_waits_is_not_asked_for(catalog, repo, github):
    """Within its pause a tree that failed is left alone, until its pause is over or it changes."""
    catalog.enrich()
    repo.files = skills("gamma")
    github.fault("GET .*/git/trees/", fake.status(502))
    catalog.later().enrich()
    github.heal()
    catalog.later(hours=1)
    assert catalog.enrich().due == 0
    catalog.enrich(max_age=timedelta(0))
    assert catalog.names() == ["alpha", "beta"]
    catalog.later(hours=1).enrich()
    assert catalog.names() == ["gamma"]
    assert catalog.one.tree_state.failures == 0


def test_files_that_fail_leave_what_is_known_of_them(catalog, repo, github):
    """Descriptions that cannot be fetched are not lost where the file is the same."""
    catalog.enrich()
    shutil.rmtree(catalog.cache_path)
    repo.files |= {"skills/gamma/SKILL.md": "---\nname: gamma\ndescription: New\n---\n"}
    blobs = "object(oid"
    original = github.fault_for

    def only_files(request):
        query = github.queries[-1]["query"] if request.startswith("POST") else ""
        return fake.status(502) if blobs in query else original(request)

    github.fault_for = only_files
    catalog.later().enrich()
    assert [(a.name, a.description) for a in catalog.one.artifacts] == [
        ("alpha", "Helps with alpha"),
        ("beta", "Helps with beta"),
        ("gamma", None),
    ]
    assert not catalog.one.contents_state.outcome.good
    github.fault_for = original
    catalog.later(days=8).enrich()
    assert catalog.one.artifacts[2].description == "New"
    assert catalog.one.contents_state.outcome is Outcome.OK


@given(st.integers(1, 200), st.text(max_size=8))
def test_pauses_grow_to_a_week(failures, spread):
    """``min(2^n hours, 7 days)``, of which a quarter is spread."""
    longest = min(timedelta(hours=2.0 ** min(failures, 20)), LONGEST_PAUSE)
    assert longest * 0.75 - timedelta(seconds=1) <= pause(failures, spread) <= longest
    assert pause(failures, spread) == pause(failures, spread)


def test_pauses_are_spread():
    """Sources that fail together come back apart."""
    assert len({pause(5, f"source-{i}") for i in range(100)}) > 90


# ------------------------------------------------------------------ order, budget, saving


def snapshot_at(source_id, hours=None, failures=0, **changes):
    """A snapshot that was fetched so many hours after the start."""
    fetched = None if hours is None else START + timedelta(hours=hours)
    state = PartState(fetched_at=fetched, outcome=Outcome.OK if fetched else None, failures=failures)
    return Snapshot(source_id, f"acme/{source_id}", metadata_state=state, **changes)


def test_the_stalest_come_first(tmp_path):
    """Never fetched before long ago before lately; what failed last of its kind."""
    names = ["fresh", "old", "older", "new-b", "new-a", "failed"]
    sources = [source_of(f"acme/{name}", id=name, import_artifacts=False) for name in names]
    known = {
        "fresh": snapshot_at("fresh", 47),
        "old": snapshot_at("old", 2),
        "older": snapshot_at("older", 1),
        "failed": snapshot_at("failed", None, failures=3),
    }
    sources[0] = dataclasses.replace(sources[0], import_repo_readme=False)
    cache = Catalog(tmp_path, FakeGitHub(), *sources).cache
    due = due_sources(sources, known, cache, EnrichOptions(), START + timedelta(hours=48))
    assert [s.id for s in due] == ["new-a", "new-b", "failed", "older", "old"]


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(Outcome), st.booleans())
def test_the_moment_of_the_next_request_is_when_a_source_becomes_due(fetched, retry, outcome, failed_whole):
    """Up to that moment nothing is due, and from it on something is."""
    source = source_of("acme/a", id="a", import_repo_readme=False)
    part = PartState(
        fetched_at=START + timedelta(hours=fetched),
        outcome=outcome,
        retry_at=None if outcome.good else START + timedelta(hours=retry),
    )
    good = dataclasses.replace(part, outcome=Outcome.OK, retry_at=None)
    states = (part, good) if failed_whole else (good, part)
    known = {"a": Snapshot("a", "acme/a", metadata_state=states[0], tree_state=states[1])}
    cache, options = Cache(Path("nowhere")), EnrichOptions()
    moment = next_due([source], known, cache, options)
    assert due_sources([source], known, cache, options, moment) == [source]
    if moment > NEVER:
        assert due_sources([source], known, cache, options, moment - timedelta(seconds=1)) == []


def many(count):
    """A GitHub with that many repositories of one skill each."""
    return FakeGitHub(*(Repo(f"acme/r{i:03}", skills(f"skill-{i}")) for i in range(count)))


def test_a_budget_is_kept_and_continued(tmp_path):
    """Runs of 30 requests get everything in the end, and no tree or file twice."""
    with many(60) as github:
        catalog = Catalog(tmp_path, github)
        runs = 0
        while True:
            report = catalog.enrich(max_requests=30)
            assert len(github.requests) <= 30 * (runs + 1)
            if not report.stop:
                break
            assert report.stop.outcome is Outcome.BUDGET
            runs += 1
            catalog.later(hours=1)
        rest = [r for r in github.requests if r.startswith("GET")]
        assert len(rest) == len(set(rest)) == 60
        assert runs == 2
        assert all(s.artifacts[0].description for s in catalog.lock.values())
        assert all(s.contents_state.outcome is Outcome.OK for s in catalog.lock.values())


def test_a_small_budget_finishes_sources_one_by_one(tmp_path):
    """Sixty requests an hour, without a token: complete sources, not parts of many."""
    with many(20) as github:
        github.limits["core"] = [60, 60]
        catalog = Catalog(tmp_path, github)
        report = catalog.enrich(token=None)
        assert report.stop.outcome is Outcome.BUDGET
        complete = [s for s in catalog.lock.values() if s.readme and s.artifacts]
        assert len(complete) >= 14
        github.limits["core"] = [60, 60]
        catalog.later(hours=1).enrich(token=None)
        assert all(s.readme and s.artifacts for s in catalog.lock.values())
        assert len(catalog.lock) == 20


def test_a_run_that_is_stopped_says_what_is_left(tmp_path):
    """How many were asked for, how many are left, and until when."""
    with many(60) as github:
        github.limits["graphql"] = [5000, 2]
        catalog = Catalog(tmp_path, github)
        report = catalog.enrich()
        assert report.stop.outcome is Outcome.BUDGET
        assert (report.due, len(report.results), report.left) == (60, 25, 35)
        assert report.resume_at == START + timedelta(seconds=1801)
        assert report.remaining["graphql"] == 0
        assert catalog.progress[-1][:2] == (25, 60)


def test_what_a_budget_cut_short_is_no_failure(tmp_path):
    """A part that was not asked for any more keeps its state's age, counts no failure, and is due."""
    with many(3) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich()
        for repo in github.repos.values():
            repo.files = skills("new", repo.full_name[-1])
        catalog.later().enrich(max_requests=2)
        states = [s.tree_state for s in catalog.lock.values()]
        assert [s.outcome for s in states].count(Outcome.BUDGET) == 2
        assert all(s.failures == 0 and s.error is None for s in states)
        assert sorted(len(s.artifacts) for s in catalog.lock.values()) == [1, 1, 2]
        catalog.later(hours=1).enrich()
        assert [catalog.names(key) for key in catalog.lock] == [[str(i), "new"] for i in range(3)]


def test_time_is_a_budget_too(tmp_path):
    """After the minutes allowed nothing more is asked."""
    with many(60) as github:
        catalog = Catalog(tmp_path, github)
        report = catalog.enrich(max_minutes=0)
        assert report.stop.outcome is Outcome.BUDGET
        assert report.results == ()
        assert github.requests == []


def test_every_batch_is_saved(tmp_path):
    """The lock is written while the run goes on, not only at its end."""
    with many(60) as github:
        catalog = Catalog(tmp_path, github)
        sizes = []
        catalog.progress = type("Told", (list,), {"append": lambda _s, _t: sizes.append(len(catalog.lock))})()
        catalog.enrich()
        assert catalog.saves >= 2
        assert sizes[30] >= 25
        assert len(catalog.lock) == 60


def test_progress_is_told_source_by_source(tmp_path):
    """Each source is told once, with how many are done and how it came out."""
    with many(3) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich()
    assert catalog.progress == [
        (1, 3, "acme-r000", Outcome.OK),
        (2, 3, "acme-r001", Outcome.OK),
        (3, 3, "acme-r002", Outcome.OK),
    ]


def test_an_interrupt_keeps_what_is_complete(tmp_path):
    """Ctrl-C in the second batch leaves the first one in the lock."""
    with many(60) as github:
        catalog = Catalog(tmp_path, github)

        def interrupt(*told):
            if told[0] == 30:
                raise KeyboardInterrupt

        catalog.progress = type("Told", (list,), {"append": lambda _s, told: interrupt(*told)})()
        with pytest.raises(KeyboardInterrupt):
            catalog.enrich()
        assert len(catalog.lock) >= 25


def test_a_run_that_is_killed_loses_one_batch_at_most(tmp_path):
    """SIGKILL in the third batch: the lock is whole, has two batches, and the next run continues."""
    with many(75) as github:
        catalog = Catalog(tmp_path, github)
        code = (
            "import os, sys; from pathlib import Path\n"
            "from tests.enriching import Catalog, source_of\n"
            "class Told(list):\n"
            "    def append(self, told):\n"
            "        if told[0] == 60: os.kill(os.getpid(), 9)\n"
            "class GitHub: url = sys.argv[2]\n"
            "catalog = Catalog(Path(sys.argv[1]), GitHub, *(source_of(n) for n in sys.argv[3:]))\n"
            "catalog.progress = Told()\n"
            "catalog.enrich()\n"
        )
        names = [repo.full_name for repo in github.repos.values()]
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path), github.url, *names], check=False)
        assert done.returncode == -9
        assert len(catalog.lock) == 50
        report = catalog.enrich()
        assert len(report.results) == 25
        trees = [r for r in github.requests if "/git/trees/" in r]
        assert len(trees) == len(set(trees)) == 75
        assert len(catalog.lock) == 75


def test_few_changes_among_many_share_a_query(tmp_path):
    """Sources that changed wait for each other across batches, and then ask for files together."""
    with many(100) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich()
        for i in range(0, 100, 10):
            github.repos[f"acme/r{i:03}"].files = skills(f"new-{i}")
        github.counted()
        report = catalog.later().enrich()
        assert github.counted() == {"graphql": 5, "rest": 10}
        assert report.counts == {Outcome.OK: 10, Outcome.NOT_MODIFIED: 90}
        assert catalog.names("acme-r050") == ["new-50"]
        assert catalog.lock["acme-r050"].artifacts[0].description == "Helps with new-50"
        assert catalog.later(hours=1).enrich().due == 0


def test_a_source_that_waits_for_files_when_the_run_dies_is_due_again(tmp_path):
    """What is saved of it meanwhile is its facts, and that the rest is still to come."""
    with many(60) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich()
        github.repos["acme/r000"].files = skills("new")
        github.repos["acme/r000"].stars = 8

        class DeadError(Exception):
            pass

        def die(*told):
            if told[0] == 40:
                raise DeadError

        catalog.progress = type("Told", (list,), {"append": lambda _s, told: die(*told)})()
        with pytest.raises(DeadError):
            catalog.later().enrich()
        snapshot = catalog.lock["acme-r000"]
        assert (snapshot.stars, [a.name for a in snapshot.artifacts]) == (8, ["skill-0"])
        catalog.progress = []
        report = catalog.later(minutes=5).enrich()
        assert "acme-r000" in {r.source_id for r in report.results}
        assert catalog.names("acme-r000") == ["new"]
        assert len([r for r in github.requests if "/git/trees/" in r]) == 61


def test_nothing_to_ask_imports_no_client(tmp_path):
    """An offline build, and a run where all is fresh, never pay for the client's library."""
    code = (
        "import sys, time\n"
        "from datetime import datetime, UTC\n"
        "from pathlib import Path\n"
        "from generator.cache import Cache\n"
        "from generator.enrich import enrich\n"
        "from generator.github import GitHubConfig, connect\n"
        "from tests.enriching import SETTINGS\n"
        "github = connect(GitHubConfig())\n"
        "clocks = dict(now=lambda: datetime.now(UTC), monotonic=time.monotonic)\n"
        "report = enrich([], SETTINGS, {}, Cache(Path(sys.argv[1])), github, **clocks)\n"
        "assert report.due == 0\n"
        "assert not {'ghapi', 'fastcore', 'httpx2', 'anyio'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
