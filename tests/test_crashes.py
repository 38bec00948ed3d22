"""Whatever ends a run, the site and the lock are whole, and the next run completes.

``CATALOG_KILLS=200`` (what ``make long`` sets) kills as many runs as it says; otherwise a
dozen each of `enrich` and `build` are.
"""

import ctypes
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.errors import LockError
from generator.lock import read_lock
from generator.write import MANIFEST
from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo
from tests.test_golden import build, content_of

ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("CATALOG_KILLS", "24")) // 2
"""Of each of the two commands."""

_CAPBSET_DROP = 24  # linux/prctl.h
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2  # linux/capability.h


def command(root, *arguments, **environment):
    """The command line and environment of a run in a process of its own."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    return [sys.executable, "-m", "generator", "--root", str(root), *arguments], given


def finished(root, *arguments, before=None, **environment):
    """Such a run, to its end."""
    line, given = command(root, *arguments, **environment)
    return subprocess.run(
        line, env=given, cwd=root, capture_output=True, text=True, check=False, preexec_fn=before
    )


def killed(root, seconds, *arguments, **environment):
    """Kill such a run after so many seconds; whether it was still running."""
    line, given = command(root, *arguments, **environment)
    running = subprocess.Popen(
        line, env=given, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
        return True
    return False


@pytest.fixture
def root(tmp_path):
    """The small catalog, fetched, not built."""
    return small_catalog.make(tmp_path / "catalog")


def repositories():
    """A GitHub of the small catalog's repositories and of some more."""
    github = FakeGitHub(
        *(Repo(f"many/r{n}", {f"skills/s{n}/SKILL.md": f"---\nname: s{n}\n---\n"}) for n in range(30))
    )
    for source_id, files in small_catalog.REPOSITORIES.items():
        github.add(Repo(source_id.replace("-", "/", 1), dict(files)))
    return github


def test_killed_while_enriching(root):
    """SIGKILL at any moment: the lock can be read, what it says is true, and the next run completes it."""
    chance = random.Random(os.environ.get("CATALOG_SEED", "enrich"))  # noqa: S311 - no secret
    (root / "catalog.lock").unlink()
    for n in range(30):
        (root / f"sources/many-r{n}.yaml").write_text(f"repo_url: many/r{n}\n")
    with repositories() as github:
        environment = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": "t0ken"}
        begun = time.monotonic()
        assert finished(root, "enrich", **environment).returncode == 0
        usual = time.monotonic() - begun
        whole = read_lock(root / "catalog.lock")
        stopped = 0
        for _ in range(KILLS):
            if chance.random() < 0.5:
                (root / "catalog.lock").unlink(missing_ok=True)
                shutil.rmtree(root / ".cache", ignore_errors=True)
            stopped += killed(root, chance.uniform(0.2, 1.1) * usual, "enrich", "--force", **environment)
            left = read_lock(root / "catalog.lock")
            for key, snapshot in left.items():
                assert snapshot.artifacts in ((), whole[key].artifacts)
                outcome = snapshot.tree_state.outcome
                assert snapshot.artifacts or not (outcome and outcome.good and whole[key].artifacts)
        assert stopped
        for stray in root.glob(".*.tmp"):
            os.utime(stray, (0, 0))  # long ago: only then is it surely nobody's
        assert finished(root, "enrich", "--force", **environment).returncode == 0
        known = read_lock(root / "catalog.lock")
    assert {key: s.artifacts for key, s in known.items()} == {key: s.artifacts for key, s in whole.items()}
    assert list(root.glob(".*.tmp")) == []


def test_killed_while_building(root):
    """SIGKILL at any moment: the site is the old one or the new one, whole, and the next build completes."""
    chance = random.Random(os.environ.get("CATALOG_SEED", "build"))  # noqa: S311 - no secret
    definition = root / "sources/alpha-skills.yaml"
    texts = [definition.read_text(), definition.read_text().replace("Alpha Skills", "Other Skills")]
    sites = []
    for text in texts:
        definition.write_text(text)
        sites.append(build(root))
        shutil.rmtree(root / "site")
    begun = time.monotonic()
    assert finished(root, "build", "--offline").returncode == 0
    usual = time.monotonic() - begun
    stopped = 0
    for turn in range(KILLS):
        definition.write_text(texts[turn % 2])
        if chance.random() < 0.3:
            shutil.rmtree(root / ".cache/pages", ignore_errors=True)
        stopped += killed(root, chance.uniform(0.2, 1.1) * usual, "build", "--offline")
        found = content_of(root / "site")
        assert found in sites
        manifest = json.loads((root / "site" / MANIFEST).read_bytes())
        assert sorted(manifest["files"]) == sorted(found)
    assert stopped
    definition.write_text(texts[0])
    assert finished(root, "build", "--offline").returncode == 0
    assert content_of(root / "site") == sites[0]
    assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == []


def at_most(size):
    """What makes the system refuse to write a file larger than so many bytes, as a full disk would."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def harmless(done):
    """An error that a person can read, without a traceback."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("error: ")


@pytest.mark.parametrize("size", [0, 200, 5_000])
def test_a_disk_that_is_full_leaves_the_old_site(root, size):
    """A build whose files cannot be written says so; what visitors see is untouched."""
    before = build(root)
    (root / "sources/alpha-skills.yaml").write_text("repo_url: alpha/skills\nname: Changed\n")
    shutil.rmtree(root / ".cache/pages", ignore_errors=True)
    done = finished(root, "build", "--offline", before=at_most(size))
    harmless(done)
    assert content_of(root / "site") == before
    assert finished(root, "build", "--offline").returncode == 0
    assert content_of(root / "site") != before


@pytest.mark.parametrize("size", [0, 100, 1_500])
def test_a_disk_that_is_full_leaves_the_lock(root, size):
    """A run that cannot keep what it learned ends, and what was known stays."""
    before = (root / "catalog.lock").read_bytes()
    with repositories() as github:
        environment = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": "t0ken"}
        done = finished(root, "enrich", "--force", before=at_most(size), **environment)
        assert "Traceback" not in done.stderr
        assert (root / "catalog.lock").read_bytes() == before
        assert finished(root, "enrich", "--force", **environment).returncode == 0


def without_privilege():
    """Let permissions hold for root, too: without what lets it pass over them, capabilities(7)."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            if libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "cannot drop a capability")


@pytest.mark.parametrize("arguments", [("build", "--offline"), ("enrich", "--force")])
def test_a_folder_that_may_not_be_written(root, arguments):
    """Without permission nothing changes, and the error names what was refused."""
    site, lock = build(root), (root / "catalog.lock").read_bytes()
    (root / "sources/alpha-skills.yaml").write_text("repo_url: alpha/skills\nname: Changed\n")
    for path in (root, *root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with repositories() as github:
            environment = {"GITHUB_API_URL": github.url, "GITHUB_TOKEN": "t0ken"}
            done = finished(root, *arguments, before=without_privilege, **environment)
    finally:
        for path in (root, *(path for path in root.rglob("*") if path.is_dir())):
            path.chmod(0o755)
    harmless(done)
    assert "ermission" in done.stderr
    assert (content_of(root / "site"), (root / "catalog.lock").read_bytes()) == (site, lock)


@pytest.mark.parametrize("name", ["catalog.yaml", "catalog.lock", "sources/alpha-skills.yaml"])
def test_a_file_that_may_not_be_read(root, name):
    """The error names the file; the site is untouched."""
    site = build(root)
    (root / name).chmod(0)
    done = finished(root, "build", "--offline", before=without_privilege)
    (root / name).chmod(0o644)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert name in done.stderr
    assert content_of(root / "site") == site


def test_damage_of_the_lock_is_an_error_or_nothing(root):
    """Cut or changed at any place, the lock is read as what it says, or refused and left as it is."""
    chance = random.Random("lock")  # noqa: S311 - no secret
    build(root)
    good = (root / "catalog.lock").read_bytes()
    refused = 0
    for _ in range(60):
        at = chance.randrange(len(good))
        bad = chance.choice(
            [good[:at], good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :]]
        )
        (root / "catalog.lock").write_bytes(bad)
        try:
            read_lock(root / "catalog.lock")
        except LockError:
            refused += 1
        assert (root / "catalog.lock").read_bytes() == bad
    assert refused
    (root / "catalog.lock").write_bytes(good[: len(good) // 2])
    site = content_of(root / "site")
    harmless(finished(root, "build", "--offline"))
    assert content_of(root / "site") == site


def test_damage_of_the_cache_is_repaired(root):
    """Every file below .cache/ cut, changed or replaced: the next build gives the same site."""
    chance = random.Random("cache")  # noqa: S311 - no secret
    expected = build(root)
    assert finished(root, "build", "--offline").returncode == 0
    for path in sorted(path for path in (root / ".cache").rglob("*") if path.is_file()):
        if "objects" in path.parts and b"skills" in path.read_bytes():
            continue  # a README, which cannot be had again without GitHub
        content = path.read_bytes()
        at = chance.randrange(len(content))
        path.write_bytes(chance.choice([b"", content[:at], content[:at] + b"\xff\x00" + content[at + 2 :]]))
    done = finished(root, "build", "--offline")
    assert done.returncode == 0, done.stderr
    found = content_of(root / "site")
    assert sorted(found) == sorted(expected)
    assert "Traceback" not in done.stderr


def test_two_builds_at_once(root):
    """Both end, at least one builds, and the site is whole."""
    expected = build(root)
    shutil.rmtree(root / "site")
    line, given = command(root, "build", "--offline")
    both = [
        subprocess.Popen(
            line, env=given, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    errors = [running.communicate()[1] for running in both]
    codes = [running.returncode for running in both]
    assert 0 in codes
    for code, error in zip(codes, errors, strict=True):
        assert code == 0 or "another build is writing" in error
    assert content_of(root / "site") == expected


@pytest.mark.parametrize("arguments", [("build", "--offline"), ("enrich", "--force")])
def test_ctrl_c_ends_a_run_cleanly(root, arguments):
    """An interrupt is no error to be traced: one line, exit code 130, and nothing half done."""
    old, lock = build(root), read_lock(root / "catalog.lock")
    (root / "sources/alpha-skills.yaml").write_text("repo_url: alpha/skills\nname: Changed\n")
    shutil.copytree(root, root.with_name("other"))
    new = build(root.with_name("other"))
    with repositories() as github:
        line, given = command(root, *arguments, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
        ended = []
        for tenth in range(2, 14):
            running = subprocess.Popen(
                line,
                env=given,
                cwd=root,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                # Tests that run in the background are deaf to interrupts, and so would this one be.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
            )
            time.sleep(tenth / 10)
            running.send_signal(signal.SIGINT)
            error = running.communicate(timeout=30)[1]
            ended.append(running.returncode)
            if running.returncode == 130:
                assert "Traceback" not in error
                assert "Stopped" in error
                assert content_of(root / "site") in (old, new)
                assert read_lock(root / "catalog.lock").keys() >= lock.keys()
            if running.returncode == 0:
                break
    assert 130 in ended
