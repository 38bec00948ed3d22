"""`catalog doctor`: what is found, what is exempt, and what is mended."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.doctor import CODES, examine
from generator.lock import read_lock, write_lock
from generator.model import (
    Artifact,
    ArtifactStatus,
    Catalog,
    CatalogEntry,
    Exemption,
    FindingCode,
    Outcome,
    PartState,
    ScanStatus,
    Snapshot,
    Source,
    SourceStatus,
)
from tests import small_catalog
from tests.made_catalogs import AS_OF, SETTINGS
from tests.test_cli import run

TODAY = date(2026, 11, 25)
FOUND = Artifact("skill", "x", "x/SKILL.md", "https://x", "a" * 40, "skill-file: x", 98)


def entry(
    source_id, *, status=SourceStatus.ACTIVE, exempt=(), artifacts=(FOUND,), scan=ScanStatus.SUCCESS, **facts
):
    """A source of these facts, with an artifact unless told otherwise."""
    tags = facts.pop("tags", ())
    source = Source(source_id, "o", source_id, exempt=exempt, tags=tags, file=f"sources/{source_id}.yaml")
    known = {"node_id": f"R_{source_id}", "tree": source_id.ljust(40, "0"), **facts}
    counts = {"skill": len(artifacts)} if artifacts else {}
    snapshot = Snapshot(source_id, source.full_name, **known)
    return CatalogEntry(source, snapshot, artifacts, counts, status=status, scan_status=scan)


def found(*entries, snapshots=None, today=TODAY):
    """The findings of a catalog: id, code, and whether it is exempt or can be mended."""
    ordered = tuple(sorted(entries, key=lambda e: e.source.id))
    lock = {e.source.id: e.snapshot for e in entries} if snapshots is None else snapshots
    return examine(Catalog(SETTINGS, ordered, AS_OF), lock, today)


def codes(*entries, **more):
    """The ids and codes alone."""
    return [(f.source_id, str(f.code)) for f in found(*entries, **more)]


FAILED = PartState(outcome=Outcome.SERVER, error="502", failures=3, retry_at=AS_OF + timedelta(hours=8))


@pytest.mark.parametrize(
    ("one", "code", "command"),
    [
        (entry("a", missing=True, missing_since=AS_OF), "missing", 'catalog remove a --reason "…"'),
        (entry("a", replaced=True), "replaced", 'catalog remove a --reason "…"'),
        (entry("a", moved_to="new/name"), "moved", "catalog edit a --repo-url https://github.com/new/name"),
        (entry("a", archived=True), "archived", 'catalog edit a --status-note "…"'),
        (
            entry("a", status=SourceStatus.STALE, pushed_at=datetime(2020, 1, 2, tzinfo=UTC)),
            "stale",
            'catalog edit a --status-note "…"',
        ),
        (entry("a", metadata_state=FAILED), "quarantined", "catalog enrich --only a --force"),
        (entry("a", tree_truncated=True), "oversize", "catalog edit a --root-hint …"),
        (entry("a", artifacts=()), "no-artifacts", "catalog explain a"),
    ],
    ids=lambda value: value if isinstance(value, str) and "-" not in value[:1] else "",
)
def test_each_ailment_is_found_with_its_command(one, code, command):
    """A source that has one ailment gets that finding alone, with what mends it."""
    assert [(f.code, f.command) for f in found(one)] == [(code, command)]


def test_a_healthy_source_has_no_finding():
    """Neither has one that was never fetched: nothing is known of it."""
    pending = CatalogEntry(Source("b", "o", "b"), None)
    failed_twice = entry("c", metadata_state=replace(FAILED, failures=2))
    turned_off = entry("d", artifacts=(), scan=ScanStatus.OFF)
    assert codes(entry("a"), pending, failed_twice, turned_off) == []


def test_a_name_that_another_source_has_is_not_taken():
    """A source that moved to where another one is cannot be mended by program."""
    (finding,) = found(entry("a", moved_to="O/B"), entry("b"))
    assert finding.command == "catalog remove a --successor b"
    assert finding.fix is None


def test_doubles_are_found_once():
    """One repository by two names, and a copy of another's files, are told at the later one."""
    first, second = entry("b", node_id="R_1"), entry("a", node_id="R_1")
    first = replace(first, source=replace(first.source, added=date(2025, 1, 1)))
    copy = entry("c", tree="b".ljust(40, "0"))
    assert [(f.source_id, f.message) for f in found(first, second, copy)] == [
        ("a", "the same repository as b"),
        ("c", "the same files as b"),
    ]


def test_parts_of_one_repository_are_no_doubles():
    """Sources of different folders may share a repository."""
    one, two = entry("a", node_id="R_1", tree="t"), entry("b", node_id="R_1", tree="t")
    parts = [replace(e, source=replace(e.source, root_hint=e.source.id)) for e in (one, two)]
    assert codes(*parts) == []


def test_tags_that_are_used_once():
    """In a catalog of some size a lonely tag is told, with the one that it is like."""
    many = [entry(f"s{n}", tags=("testing",)) for n in range(10)]
    (finding,) = found(*many, entry("z", tags=("tseting", "testing")))
    assert finding.message == 'no other source has the tag "tseting"; is it testing, which 11 sources have?'
    assert finding.command == "catalog tag remove z tseting"
    assert codes(entry("z", tags=("lonely",))) == []


def test_what_the_lock_has_left_over():
    """A line of a source that is not there can be forgotten."""
    (finding,) = found(entry("a"), snapshots={"gone": Snapshot("gone", "o/gone")})
    assert (finding.source_id, finding.code, finding.fix.forget) == ("gone", "left-over", True)


# ------------------------------------------------------------------- exemptions


def exempt(code, until=None):
    """An exemption from a finding."""
    return (Exemption(FindingCode(code), "meant", until),)


def test_an_exemption_covers_its_finding():
    """An exempted finding is listed with its exemption; others of the source stay."""
    sick = entry("a", archived=True, tree_truncated=True, exempt=exempt("archived"))
    assert [(f.code, f.exemption and f.exemption.reason) for f in found(sick)] == [
        ("archived", "meant"),
        ("oversize", None),
    ]


def test_an_exemption_holds_to_its_last_day():
    """On the day of `until` it still holds, on the next the finding is back and the exemption is told."""
    sick = entry("a", archived=True, exempt=exempt("archived", until=TODAY))
    assert [bool(f.exemption) for f in found(sick)] == [True]
    assert codes(sick, today=TODAY + timedelta(days=1)) == [("a", "archived"), ("a", "expired-exemption")]


def test_an_exemption_that_is_over_is_told_of_what_was_never_fetched():
    """That a last day is over needs no facts."""
    source = Source("a", "o", "a", exempt=exempt("archived", until=date(2026, 1, 1)))
    assert codes(CatalogEntry(source, None)) == [("a", "expired-exemption")]


def test_an_exemption_from_nothing_is_idle():
    """An exemption whose finding is not there is told, and may be taken out."""
    (finding,) = found(entry("a", exempt=exempt("archived")))
    assert (finding.code, finding.fix.without_exemption) == ("idle-exemption", "archived")


@pytest.mark.parametrize(
    "one",
    [
        CatalogEntry(Source("a", "o", "a", exempt=exempt("stale")), None),
        entry("a", exempt=exempt("stale"), metadata_state=replace(FAILED, failures=1)),
        entry("a", exempt=exempt("rare-tag")),
    ],
    ids=["never fetched", "failing", "too few sources"],
)
def test_what_is_not_known_makes_no_exemption_idle(one):
    """Where a finding could not be made, its exemption is left alone."""
    assert codes(one) == []


def test_a_graver_finding_keeps_the_exemption_from_a_lesser():
    """A source that is archived is not called stale; the exemption from that may be needed again."""
    one = entry("a", status=SourceStatus.ARCHIVED, archived=True, exempt=exempt("stale"))
    assert codes(one) == [("a", "archived")]


def test_every_code_is_explained():
    """Each finding has a sentence, and each is in the order of gravity."""
    assert set(FindingCode) <= set(CODES)
    assert all(text.endswith(".") for text in CODES.values())


# ------------------------------------------------------------------ the command


@pytest.fixture
def root(tmp_path):
    """A small catalog that moved, was archived, and has an exemption, a comment and a left-over line."""
    root = small_catalog.make(tmp_path / "catalog")
    alpha = root / "sources/alpha-skills.yaml"
    alpha.write_text(alpha.read_text().replace("repo_url:", "# moved, they say\nrepo_url:"))
    with (root / "sources/gamma-agents.yaml").open("a") as gamma:
        gamma.write("exempt: # why not\n  - {finding: oversize, reason: gone}\n")
    lock = read_lock(root / "catalog.lock")
    lock["alpha-skills"] = replace(lock["alpha-skills"], moved_to="alpha/new-skills")
    lock["beta-tools"] = replace(lock["beta-tools"], archived=True)
    lock["gone"] = Snapshot("gone", "o/gone")
    write_lock(root / "catalog.lock", lock)
    return root


def doctor(root, *arguments):
    """The command on the day of the tests."""
    return run(root, "doctor", *arguments, SOURCE_DATE_EPOCH=str(int(AS_OF.timestamp())))


def test_the_findings_as_text(root):
    """Findings by code, with their commands; the exit code tells CI."""
    result = doctor(root)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert "  alpha-skills: alpha/skills is alpha/new-skills now" in lines
    command = "      catalog edit alpha-skills --repo-url https://github.com/alpha/new-skills  [--fix]"
    assert command in lines
    assert "  beta-tools: archived by its owner" in lines


def test_the_findings_as_json_and_markdown(root):
    """Programs and issues get the same findings."""
    read = json.loads(doctor(root, "--format", "json").stdout)["findings"]
    assert {(f["id"], f["code"]) for f in read} >= {("alpha-skills", "moved"), ("gone", "left-over")}
    text = doctor(root, "--format", "markdown", "--only", "archived").stdout
    assert text.startswith("## 1 finding\n")
    assert "| archived | `beta-tools` |" in text


def test_only_some_findings(root):
    """Only the codes that are asked for count; an unknown one is an error of the command line."""
    assert doctor(root, "--only", "missing").exit_code == 0
    assert doctor(root, "--only", "ARCHIVED,missing").exit_code == 1
    result = doctor(root, "--only", "archive")
    assert result.exit_code == 2
    assert "archive is none of missing" in result.stderr


def test_fixing_mends_what_is_safe_and_keeps_the_rest(root):
    """The address follows the repository, comments stay, facts are kept, and nothing else changes."""
    before = {p.name: p.read_text() for p in (root / "sources").iterdir()}
    assert doctor(root, "--fix", "--dry-run").exit_code == 1
    assert {p.name: p.read_text() for p in (root / "sources").iterdir()} == before
    result = doctor(root, "--fix")
    after = {p.name: p.read_text() for p in (root / "sources").iterdir()}
    before["alpha-skills.yaml"] = before["alpha-skills.yaml"].replace("alpha/skills", "alpha/new-skills")
    before["gamma-agents.yaml"] = before["gamma-agents.yaml"].partition("exempt:")[0]
    assert after == before
    assert "sources/alpha-skills.yaml: repo_url is https://github.com/alpha/new-skills now" in result.stderr
    lock = read_lock(root / "catalog.lock")
    assert "gone" not in lock
    assert (lock["alpha-skills"].full_name, lock["alpha-skills"].stars) == ("alpha/new-skills", 1000)
    again = doctor(root, "--fix", "--format", "json")
    assert {f["code"] for f in json.loads(again.stdout)["findings"]} & {
        "moved",
        "left-over",
        "idle-exemption",
    } == set()


def test_a_healthy_catalog_is_told_so(tmp_path):
    """Nothing found is exit code 0 and a word."""
    root = small_catalog.make(tmp_path / "catalog")
    result = doctor(root, "--only", "missing,moved,archived")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "all well" in result.stderr


def test_a_catalog_that_was_never_fetched_is_not_called_well_alone(tmp_path):
    """Of sources about which nobody was asked, nothing is known, and that is said."""
    root = small_catalog.make(tmp_path / "catalog")
    (root / "sources/new-one.yaml").write_text("repo_url: https://github.com/novel/one\n")
    assert "nothing is known of 2 sources yet" in doctor(root, "--only", "missing").stderr


def test_an_artifact_that_is_not_listed_does_not_count():
    """A source whose artifacts are all excluded has none."""
    excluded = replace(FOUND, status=ArtifactStatus.EXCLUDED)
    one = replace(entry("a", artifacts=()), artifacts=(excluded,))
    assert codes(one) == [("a", "no-artifacts")]
