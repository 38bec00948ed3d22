"""What is noted between two saves of a big lock, so that a killed run loses one batch at most."""

import subprocess
import sys
from dataclasses import replace

import pytest

from generator.errors import LockError
from generator.lock import Journal, LockFile, read_lock
from generator.model import PartState, Snapshot
from tests.enriching import Catalog, skills
from tests.fake_github import FakeGitHub, Repo
from tests.test_cli import run


def snapshot(source_id, stars=None):
    """What is known of a source."""
    return Snapshot(source_id=source_id, full_name=f"acme/{source_id}", stars=stars)


@pytest.fixture
def journal(tmp_path):
    """A journal that is not there yet, in a folder that is not either."""
    return Journal(tmp_path / ".cache/catalog.lock.journal")


def test_no_journal_tells_nothing(journal):
    """The file need not exist."""
    assert journal.read() == {}
    journal.clear()


def test_the_last_line_of_a_source_counts(journal):
    """What is noted later replaces what was noted before."""
    journal.add({"b": snapshot("b", 1), "a": snapshot("a")})
    journal.add({"b": snapshot("b", 2)})
    assert journal.read() == {"a": snapshot("a"), "b": snapshot("b", 2)}


def test_a_cut_end_loses_the_last_line_alone(journal, tmp_path):
    """Wherever a program was killed while it wrote, all lines before are there."""
    journal.add({"a": snapshot("a"), "b": snapshot("b")})
    path = tmp_path / ".cache/catalog.lock.journal"
    whole = path.read_bytes()
    first = whole.index(b"\n", whole.index(b'"a"')) + 1
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert journal.read() == ({"a": snapshot("a")} if end >= first else {})


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"nonsense", b'{"lock": 1}\n{"id": "a", "full_name": "a/b"}\n']
)
def test_a_journal_that_is_none_tells_nothing(journal, tmp_path, content):
    """What another version wrote, or nobody, costs requests and no more."""
    (tmp_path / ".cache").mkdir()
    (tmp_path / ".cache/catalog.lock.journal").write_bytes(content)
    assert journal.read() == {}


def test_a_journal_that_cannot_be_written_is_an_error(tmp_path):
    """As with the lock, what was learned is never dropped in silence."""
    (tmp_path / ".cache").write_text("a file in the folder's place")
    with pytest.raises(LockError, match="cannot be written"):
        Journal(tmp_path / ".cache/catalog.lock.journal").add({"a": snapshot("a")})


def test_a_saved_lock_needs_no_journal(journal, tmp_path):
    """Once the lock is replaced, the journal goes; where that fails, it stays."""
    path = tmp_path / "catalog.lock"
    journal.add({"a": snapshot("a")})
    (tmp_path / "no-folder").write_text("")
    with pytest.raises(LockError):
        LockFile(tmp_path / "no-folder/catalog.lock", {}, journal).save({})
    assert journal.read() == {"a": snapshot("a")}
    LockFile(path, journal.read(), journal).save({})
    assert journal.read() == {}
    assert read_lock(path) == {"a": snapshot("a")}


def many(count):
    """A GitHub with that many repositories of one skill each."""
    return FakeGitHub(*(Repo(f"acme/r{i:03}", skills(f"skill-{i}")) for i in range(count)))


def test_every_batch_is_kept_where_saving_takes_long(tmp_path):
    """A lock that takes a tenth of an hour to save is saved twice, and each batch between is noted."""
    kept = []
    with many(100) as github:
        catalog = Catalog(tmp_path, github)
        catalog.saving_seconds = 360.0
        catalog.progress = type(
            "Told",
            (list,),
            {"append": lambda _s, _t: kept.append(len(catalog.lock | catalog.journal.read()))},
        )()
        catalog.enrich()
    assert catalog.saves == 2
    assert kept[25::25] == [25, 50, 75]
    assert len(catalog.lock) == 100
    assert catalog.journal.read() == {}


def write_definitions(root, github):
    """A catalog of all repositories, as commands see it."""
    (root / "sources").mkdir()
    for name in github.repos:
        text = f"repo_url: https://github.com/{name}\nadded: 2026-01-01\n"
        (root / f"sources/{name.replace('/', '-')}.yaml").write_text(text)
    (root / "catalog.yaml").write_text("title: Many\n")


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from tests.enriching import Catalog, source_of
class Told(list):
    def append(self, told):
        if told[0] == 85: os.kill(os.getpid(), 9)
class GitHub: url = sys.argv[2]
catalog = Catalog(Path(sys.argv[1]), GitHub, *(source_of(name) for name in sys.argv[3:]))
catalog.saving_seconds = 360.0
catalog.moment = datetime.now(UTC)
catalog.progress = Told()
catalog.enrich()
"""


def test_a_killed_run_loses_one_batch_of_a_big_lock(tmp_path):
    """SIGKILL in the fourth batch: the lock has one, the journal two, and the rest is asked for."""
    with many(100) as github:
        write_definitions(tmp_path, github)
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(tmp_path), github.url, *github.repos], check=False
        )
        assert done.returncode == -9
        catalog = Catalog(tmp_path, github)
        assert (len(catalog.lock), len(catalog.journal.read())) == (25, 50)
        github.requests.clear()
        result = run(tmp_path, "enrich", GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
        assert result.exit_code == 0, result.stderr
        assert "ok            25" in result.stdout
        assert github.counted() == {"graphql": 1}  # trees and files of the lost batch were in the cache
        assert len(catalog.lock) == 100
        assert catalog.journal.read() == {}


def test_a_journal_is_taken_over_where_nothing_is_due(tmp_path):
    """What only the journal has comes into the lock without a question."""
    with many(3) as github:
        write_definitions(tmp_path, github)
        told = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": "t0ken"}
        run(tmp_path, "enrich", **told)
        catalog = Catalog(tmp_path, github)
        whole = catalog.lock_path.read_bytes()
        catalog.journal.add(catalog.lock | {"gone": snapshot("gone")})
        catalog.lock_path.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
        github.requests.clear()
        assert "nothing was asked" in run(tmp_path, "enrich", **told).stdout
        assert github.requests == []
        assert catalog.lock_path.read_bytes() == whole
        assert catalog.journal.read() == {}


def test_what_was_learned_later_is_not_set_back(tmp_path):
    """A journal that was left lying about does not replace lines that are newer."""
    with many(1) as github:
        write_definitions(tmp_path, github)
        told = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": "t0ken"}
        run(tmp_path, "enrich", **told)
        catalog = Catalog(tmp_path, github)
        old = {key: replace(each, stars=7, metadata_state=PartState()) for key, each in catalog.lock.items()}
        catalog.journal.add(old)
        before = catalog.lock
        run(tmp_path, "enrich", **told)
        assert catalog.lock == before
