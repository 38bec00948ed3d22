"""The commands of a catalog that several machines enrich and build."""

import json
import shutil

import pytest

from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo
from tests.test_cli import run
from tests.test_golden import content_of


@pytest.fixture
def root(tmp_path):
    """The small catalog, fetched, not built."""
    return small_catalog.make(tmp_path / "catalog")


@pytest.fixture
def github():
    """A GitHub with the repositories of the small catalog."""
    with FakeGitHub() as fake:
        for source_id, files in small_catalog.REPOSITORIES.items():
            fake.add(Repo(source_id.replace("-", "/", 1), dict(files)))
        yield fake


MOMENTS = {"fetched_at", "missing_since", "retry_at"}
"""What no two runs have alike."""


def enrich(root, github, *options):
    """Enrich from the fake GitHub; what the command printed."""
    result = run(root, "enrich", *options, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert result.exit_code == 0, result.stderr
    return result


def timeless(lock):
    """The lines of a lock without the moments of their making."""

    def without(value):
        if isinstance(value, dict):
            return {k: without(v) for k, v in value.items() if k not in MOMENTS}
        return value

    lines = [json.loads(line) for line in lock.read_text().splitlines()]
    return [without(line) for line in lines]


# ---------------------------------------------------------------------- build


@pytest.mark.parametrize("count", [1, 2])
def test_parts_are_built_and_merged(root, count):
    """Build each part, merge all: the site is that of one build."""
    for number in range(1, count + 1):
        built = run(root, "build", "--shard", f"{number}/{count}", "--output", str(root / f"parts/{number}"))
        assert built.exit_code == 0, built.stderr
        assert f"Built part {number}/{count}" in built.stderr
    parts = [str(root / f"parts/{number}") for number in range(1, count + 1)]
    merged = run(root, "merge", *parts)
    assert merged.exit_code == 0, merged.stderr
    assert "Merged" in merged.stderr
    run(root, "build", "--offline", "--output", str(root / "whole"))
    assert content_of(root / "site") == content_of(root / "whole")


def test_a_part_asks_github_nothing(root):
    """A part is built from what is known, so that all parts show the same moment."""
    result = run(root, "build", "--shard", "1/2", "--strict")
    assert result.exit_code == 0, result.stderr
    assert "warning" not in result.stderr


@pytest.mark.parametrize("command", ["build", "enrich"])
def test_a_share_that_makes_no_sense_is_a_wrong_command_line(root, command):
    """The exit code is 2 and the message says what was expected."""
    result = run(root, command, "--shard", "3/2")
    assert result.exit_code == 2
    assert 'expected K/N with K from 1 to N and N at most 256, found "3/2"' in result.stderr


def test_a_missing_part_leaves_the_old_site(root):
    """A merge that fails says why with exit code 1, and changes nothing."""
    run(root, "build", "--offline")
    before = content_of(root / "site")
    run(root, "build", "--shard", "1/2", "--output", str(root / "part"))
    result = run(root, "merge", str(root / "part"))
    assert result.exit_code == 1
    assert "part 2/2 is missing" in result.stderr
    assert content_of(root / "site") == before


def test_a_folder_of_somebody_elses_is_no_place_for_a_merged_site(root, tmp_path):
    """Merging refuses what building refuses, told to clean or not."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.tex").write_text("x")
    run(root, "build", "--shard", "1/1", "--output", str(root / "part"))
    arguments = ("merge", str(root / "part"), "--output", str(tmp_path / "thesis"))
    refused = run(root, *arguments)
    assert refused.exit_code == 1
    assert "no build made it" in refused.stderr
    assert run(root, *arguments, "--clean").exit_code == 1


def test_a_site_is_no_part(root):
    """A whole site given as a part is explained."""
    run(root, "build", "--offline")
    result = run(root, "merge", str(root / "site"), "--output", str(root / "merged"))
    assert result.exit_code == 1
    assert "is a whole site" in result.stderr


def test_merge_without_parts_is_a_wrong_command_line(root):
    """Something has to be merged."""
    assert run(root, "merge").exit_code == 2


def test_locks_are_not_merged_into_an_output(root):
    """--locks has its place already."""
    result = run(root, "merge", "--locks", "x", "--output", "y")
    assert result.exit_code == 2
    assert "--locks merges into catalog.lock" in result.stderr


# --------------------------------------------------------------------- enrich


@pytest.mark.parametrize("count", [1, 2, 5])
def test_enrichment_by_shares_learns_what_one_run_learns(root, github, count):
    """Every share on a machine of its own, merged: the lock of one run, but for the moments."""
    (root / "catalog.lock").unlink()
    shutil.rmtree(root / ".cache")
    alone = root.with_name("alone")
    shutil.copytree(root, alone)
    enrich(alone, github)
    parts = []
    for number in range(1, count + 1):
        machine = root.with_name(f"machine-{number}")
        shutil.copytree(root, machine)
        enrich(machine, github, "--shard", f"{number}/{count}")
        assert not (machine / "catalog.lock").exists()
        parts.append(str(machine / f"catalog.lock.{number}-of-{count}"))
    merged = run(root, "merge", "--locks", *parts)
    assert merged.exit_code == 0, merged.stderr
    assert "5 sources, 5 changed" in merged.stderr
    assert timeless(root / "catalog.lock") == timeless(alone / "catalog.lock")


def test_each_source_is_in_one_part(root, github):
    """All parts together have a line for every source, and none has another's."""
    (root / "catalog.lock").unlink()
    held = []
    for number in (1, 2, 3):
        enrich(root, github, "--shard", f"{number}/3")
        held += [line["id"] for line in timeless(root / f"catalog.lock.{number}-of-3")[1:]]
    assert sorted(held) == sorted(small_catalog.DEFINITIONS)


def test_a_share_goes_on_where_it_was(root, github):
    """A second run reads the part that the first one wrote, and asks nothing twice."""
    (root / "catalog.lock").unlink()
    enrich(root, github, "--shard", "1/2")
    github.counted()
    result = enrich(root, github, "--shard", "1/2")
    assert "Everything is fresh" in result.stdout
    assert github.counted() == {}


def test_a_share_of_fresh_sources_has_a_part_all_the_same(root, github):
    """Where nothing is due, the part says what the lock says, so that there is one to merge."""
    enrich(root, github)
    before = (root / "catalog.lock").read_bytes()
    for number in (1, 2):
        assert "Everything is fresh" in enrich(root, github, "--shard", f"{number}/2").stdout
    (root / "catalog.lock").unlink()
    run(root, "merge", "--locks", *(str(root / f"catalog.lock.{n}-of-2") for n in (1, 2)))
    assert (root / "catalog.lock").read_bytes() == before


def test_a_new_source_changes_one_part(root, github):
    """Adding a source moves no other from one share to another."""
    enrich(root, github)
    parts = [root / f"catalog.lock.{number}-of-3" for number in (1, 2, 3)]
    for number in (1, 2, 3):
        enrich(root, github, "--shard", f"{number}/3")
    before = [part.read_bytes() for part in parts]
    github.add(Repo("fresh/one", {"README.md": "# New\n"}))
    (root / "sources/a-new-one.yaml").write_text("repo_url: fresh/one\n")
    for number in (1, 2, 3):
        enrich(root, github, "--shard", f"{number}/3")
    assert sum(part.read_bytes() != old for part, old in zip(parts, before, strict=True)) == 1
