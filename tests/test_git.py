"""Repositories by git: what is learned, how little is asked, and what hostile ones cannot do."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cache import Cache
from generator.cli import main
from generator.errors import AccessError
from generator.git import GitConfig, parse_mirror, repository
from generator.git.command import Done
from generator.git.judge import failure_of
from generator.git.repository import BEGINNING, MOST_BLOB
from generator.github import BlobAsk, Kind, Meter, RepoAsk
from generator.lock import read_lock
from generator.model import Outcome, PartState, Provider
from tests.gitting import FILES, HOSTS, MADE, SKILL, Host, Known, source_of


@pytest.fixture
def host(tmp_path):
    """A host with one repository."""
    made = Host(tmp_path)
    made.repository("acme/tools", FILES)
    return made


def ask(name="acme/tools", **changes):
    """The question for a repository's facts."""
    values = {"owner": "git.example.org/acme", "repo": "tools", "url": HOSTS + name}
    return RepoAsk(**(values | changes))


def facts(host, asked, **changes):
    """The answer to one question."""

    async def question(session):
        return (await session.repositories([asked]))[0]

    return host.asked(question, **changes)[0]


# ------------------------------------------------------------- what is learned


def test_a_repository_is_learned(host):
    """Commit, tree, dates, licence, README and artifacts with their texts come of one run."""
    known = Known(host)
    report = known.run()
    assert [r.outcome for r in report.results] == [Outcome.OK]
    snapshot = known.snapshot
    assert snapshot.provider is Provider.GIT
    assert snapshot.commit == host.git("acme/tools", "rev-parse", "HEAD")
    assert snapshot.tree == host.git("acme/tools", "rev-parse", "HEAD^{tree}")
    assert (snapshot.license, snapshot.default_branch) == ("MIT", "trunk")
    assert snapshot.pushed_at == datetime.fromisoformat(MADE)
    assert snapshot.readme.path == "README.md"
    assert [(a.name, a.description) for a in snapshot.artifacts] == [("pdf", "Helps with pdf.")]
    assert (snapshot.stars, snapshot.repo_description) == (None, None)
    assert not list(host.work.iterdir())


def test_little_is_asked(host):
    """A question, the trees, README and licence, the artifacts' files: four of the host. Then one."""
    known = Known(host)
    assert known.run().requests == {Kind.GIT: 4}
    known.now += timedelta(days=1)
    report = known.run()
    assert report.requests == {Kind.GIT: 1}
    assert [r.outcome for r in report.results] == [Outcome.NOT_MODIFIED]
    assert known.snapshot.metadata_state.fetched_at == known.now
    assert known.snapshot.license == "MIT"


def test_files_that_nobody_wants_are_not_fetched(host):
    """Only the README, the licence and what the scan reads are brought."""
    other = host.git("acme/tools", "rev-parse", "HEAD:docs/other.md")
    known = Known(host)
    known.run()
    assert known.cache.get(f"git:{known.snapshot.readme.oid}") == b"# Tools\n"
    assert known.cache.get(f"git:{other}") is None


def test_a_new_commit_is_learned(host):
    """What changed shows with the next run."""
    known = Known(host)
    known.run()
    host.commit(
        "acme/tools", {"skills/docx/SKILL.md": SKILL.format("docx")}, made="2026-04-01T00:00:00+00:00"
    )
    known.now += timedelta(days=1)
    known.run()
    assert [a.name for a in known.snapshot.artifacts] == ["docx", "pdf"]
    assert known.snapshot.pushed_at == datetime(2026, 4, 1, tzinfo=UTC)


def test_changed_rules_are_followed_without_a_new_commit(host):
    """Where the commit is known and the cache is gone, the trees are fetched again for a new scan."""
    known = Known(host)
    known.run()
    known.cache = Cache(host.folder / "another cache")
    known.source = source_of(single_artifact="plugin")
    known.now += timedelta(days=1)
    known.run()
    assert [a.artifact_type for a in known.snapshot.artifacts] == ["plugin"]


@pytest.mark.parametrize("ref", ["side", "v1", "v1-light"])
def test_branches_and_tags_are_followed(host, ref):
    """A branch, an annotated tag and a plain one lead to their commit."""
    host.git("acme/tools", "branch", "side")
    host.git("acme/tools", "tag", "v1-light")
    host.git("acme/tools", "tag", "-a", "-m", "x", "v1")
    first = host.git("acme/tools", "rev-parse", "HEAD")
    host.commit("acme/tools", {"new": "x"})
    assert facts(host, ask(ref=ref)).value.commit == first


def test_a_commit_is_followed(host):
    """A definition may name a commit in full."""
    first = host.git("acme/tools", "rev-parse", "HEAD")
    host.commit("acme/tools", {"new": "x"})
    assert facts(host, ask(ref=first)).value.commit == first


def test_a_ref_that_is_not_there_keeps_the_last_good(host):
    """The repository is there, its branch is not: that is told, and nothing is lost."""
    assert facts(host, ask(ref="nowhere")).value.commit is None


def test_an_empty_repository_is_empty(host):
    """A repository without a commit is no failure."""
    host.repository("acme/empty")
    assert facts(host, ask("acme/empty")).value.empty


def test_what_is_gone_keeps_its_last_values(host):
    """A repository that vanishes is told, and what was known of it stays."""
    known = Known(host)
    known.run()
    (host.hosts / "acme/tools").rename(host.hosts / "acme/gone")
    known.now += timedelta(days=1)
    report = known.run()
    assert [(r.outcome, r.error) for r in report.results] == [
        (Outcome.NOT_FOUND, "there is no such repository")
    ]
    assert [a.name for a in known.snapshot.artifacts] == ["pdf"]
    assert known.snapshot.missing_count == 1


def test_what_github_said_stays_where_git_is_asked(host):
    """Stars and description of GitHub are kept, with the provider that was asked last."""
    known = Known(host)
    known.run()
    known.snapshots["tools"] = _with_stars(known.snapshot)
    known.now += timedelta(days=1)
    host.commit("acme/tools", {"new": "x"})
    known.run()
    assert (known.snapshot.stars, known.snapshot.repo_description) == (7, "From GitHub.")


def _with_stars(snapshot):
    from dataclasses import replace

    return replace(snapshot, stars=7, repo_description="From GitHub.", provider=Provider.GITHUB)


def test_a_copy_vouches_up_to_its_newest_commit(host):
    """Of a mirror on a disk nobody knows how old it is, so no later moment is claimed."""
    known = Known(host, live=False)
    known.run()
    moment = datetime.fromisoformat(MADE)
    states = known.snapshot.states
    assert [state.fetched_at for state in states] == [moment] * 4


def test_a_readme_behind_a_link_is_followed(host):
    """One step along a symbolic link, inside the repository."""
    host.repository("acme/linked", {"docs/about.md": "# About\n"})
    (host.hosts / "acme/linked/README.md").symlink_to("docs/about.md")
    host.commit("acme/linked", {"x": "x"})
    known = Known(host, source_of("acme/linked"))
    known.run()
    assert known.snapshot.readme.path == "docs/about.md"


def test_big_files_are_read_in_part(host):
    """Of a file over the bound the beginning comes."""
    host.repository("acme/big", {"big.md": "x" * (MOST_BLOB + 1), "small.md": "x" * 10})
    big = host.git("acme/big", "rev-parse", "HEAD:big.md")
    small = host.git("acme/big", "rev-parse", "HEAD:small.md")

    async def question(session):
        await session.repositories([ask("acme/big")])
        return await session.blobs([BlobAsk("git.example.org/acme", "tools", oid) for oid in (big, small)])

    answers, _ = host.asked(question)
    assert [len(a.value.content) for a in answers] == [BEGINNING, 10]


# --------------------------------------------------------------------- hostile


def trap(host):
    """A command that leaves a trace, and the trace."""
    mark = host.folder / "mark"
    command = host.folder / "trap"
    command.write_text(f"#!/bin/sh\ntouch {mark}\n", encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return command, mark


@pytest.mark.parametrize(
    "address",
    [
        "ext::{trap}",
        "--upload-pack={trap}",
        "file://{hosts}/acme/tools",
        "{hosts}/acme/tools",
        "ssh://-oProxyCommand={trap}/x",
        "git://git.example.org/acme/tools",
        "http://git.example.org/acme/tools",
    ],
)
def test_hostile_addresses_are_not_asked(host, address):
    """What is not https is refused before git sees it, even where a definition got past its checks."""
    command, mark = trap(host)
    meter = Meter(monotonic=lambda: 0.0)
    answer = facts(host, ask(url=address.format(trap=command, hosts=host.hosts)), meter=meter)
    assert answer.outcome is Outcome.BAD_INPUT
    assert meter.total == 0
    assert not mark.exists()


def test_nothing_of_a_repository_runs(host):
    """Hooks, filters, submodules and an LFS configuration of a repository stay text."""
    command, mark = trap(host)
    host.repository(
        "acme/evil",
        {
            **FILES,
            ".gitattributes": "* filter=evil diff=evil\n*.md filter=lfs\n",
            ".gitmodules": f'[submodule "x"]\n\tpath = x\n\turl = ext::{command}\n',
            ".lfsconfig": f"[lfs]\n\turl = ext::{command}\n",
            "hooks/post-checkout": command.read_text(),
        },
    )
    commit = host.git("acme/evil", "rev-parse", "HEAD")
    host.git("acme/evil", "update-index", "--add", "--cacheinfo", f"160000,{commit},x")
    host.git("acme/evil", "commit", "-q", "-m", "x")
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        hook = host.hosts / "acme/evil/.git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(command.read_text())
        hook.chmod(0o755)
    mark.unlink(missing_ok=True)
    known = Known(host, source_of("acme/evil"))
    known.run()
    assert [a.name for a in known.snapshot.artifacts] == ["pdf"]
    assert not mark.exists()


def test_the_users_own_configuration_is_not_read(host):
    """Neither variables for git nor a configuration at home reach it."""
    passed = GitConfig.from_environment(
        {
            "PATH": "/bin",
            "GIT_DIR": "/x",
            "GIT_SSH_COMMAND": "x",
            "HOME": "/home/ada",
            "GITHUB_TOKEN": "t0ken",
        },
        host.work,
    ).environment
    assert passed == {"PATH": "/bin"}


def test_a_repository_over_the_bound_is_given_up(host):
    """What grows over the bound of the disk is killed and told."""
    host.repository("acme/huge", {f"{n}/{n}/file": str(n) for n in range(400)})
    answer = facts(host, ask("acme/huge"), fetch_bytes=1, environment={"PATH": _slow_git(host, "fetch")})
    assert (answer.outcome, answer.error) == (Outcome.TOO_BIG, "the repository is too big")


def test_a_tree_over_the_bound_is_cut_and_told(host, monkeypatch):
    """Of a listing with too many entries the first are read, and the rest is known to be missing."""
    monkeypatch.setattr(repository, "MOST_ENTRIES", 3)
    known = Known(host)
    known.run()
    assert known.snapshot.tree_truncated


def test_a_listing_over_the_bound_is_cut_and_told(host, monkeypatch):
    """So it is with one of too many bytes, which is not read to its end."""
    monkeypatch.setattr(repository, "MOST_LISTING", 100)
    known = Known(host)
    known.run()
    assert known.snapshot.tree_truncated


def test_a_host_that_drips_is_given_up(host):
    """What takes too long is killed with all that it started."""
    answer = facts(host, ask(), question_seconds=0.2, environment={"PATH": _slow_git(host, "ls-remote")})
    assert (answer.outcome, answer.error) == (Outcome.TIMEOUT, "git took too long")


def _slow_git(host, verb):
    """A path on which git does one thing only after a long time."""
    folder = host.folder / "bin"
    folder.mkdir()
    script = folder / "git"
    real = next(Path(p) / "git" for p in os.environ["PATH"].split(os.pathsep) if (Path(p) / "git").is_file())
    script.write_text(f'#!/bin/sh\ncase " $* " in *" {verb} "*) sleep 60;; esac\nexec {real} "$@"\n')
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_without_git_the_run_says_so(host):
    """Where git is not installed, nothing fails but the asking."""
    known = Known(host, environment={"PATH": str(host.folder / "nowhere")})
    report = known.run()
    assert report.stop.error.startswith("git was not found")
    assert known.snapshots == {}


def test_the_budget_holds_for_git(host):
    """At the allowed number of questions the run stops, and what it has not learned is due again."""
    known = Known(host)
    report = known.run(max_requests=2)
    assert report.stop.outcome is Outcome.BUDGET
    assert report.requests == {Kind.GIT: 2}


def test_leftovers_of_killed_runs_go(host):
    """A folder that an earlier run left is deleted once no run can still need it."""
    left = host.work / "left"
    (left / "x.git").mkdir(parents=True)
    os.utime(left, (1, 1))
    young = host.work / "young"
    young.mkdir()
    facts(host, ask())
    assert sorted(p.name for p in host.work.iterdir()) == ["young"]


# ----------------------------------------------------------------------- words


SAID = {
    "fatal: unable to access 'https://h/x/': Could not resolve host: h": Outcome.NETWORK,
    "fatal: unable to access 'https://h/x/': Failed to connect to h port 443": Outcome.NETWORK,
    "fatal: unable to access 'https://h/x/': SSL certificate problem: expired": Outcome.NETWORK,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 301": Outcome.REDIRECT,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 403": Outcome.FORBIDDEN,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 429": Outcome.SERVER,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 451": Outcome.BLOCKED,
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 502": Outcome.SERVER,
    "fatal: repository 'https://h/x/' not found": Outcome.NOT_FOUND,
    "fatal: could not read Username for 'https://h': terminal prompts disabled": Outcome.NOT_FOUND,
    "fatal: Authentication failed for 'https://h/x/'": Outcome.NOT_FOUND,
    "fatal: '/srv/x' does not appear to be a git repository": Outcome.NOT_FOUND,
    "fatal: transport 'ext' not allowed": Outcome.BAD_INPUT,
    "fatal: dumb http transport does not support shallow capabilities": Outcome.BAD_BODY,
    "fatal: something new": Outcome.SERVER,
}


@pytest.mark.parametrize("said", SAID)
def test_complaints_are_understood(said):
    """What git says becomes one of the outcomes."""
    assert failure_of(Done(128, b"", said)).outcome is SAID[said]


@pytest.mark.parametrize(
    "said", [*SAID, "fatal: https://ada:s3cret@h/x: odd", "fatal: file:///srv/s3cret: odd"]
)
def test_complaints_tell_no_address(said):
    """Neither a password nor a path of this machine is in what is kept of them."""
    told = failure_of(Done(128, b"", f"remote: \x1b[31m::error::x\n{said}\n")).error
    assert "s3cret" not in told
    assert "://" not in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    "text", ["", "https://a/", "https://a/=/srv", "http://a/=https://b/", "https://a/=ext::x"]
)
def test_mirrors_are_checked(text):
    """A mirror stands for an https address, and is reached by https or on this disk."""
    with pytest.raises(AccessError, match="--git-mirror is to be such as"):
        parse_mirror(text, "--git-mirror")


def test_the_longest_mirror_counts(tmp_path):
    """One mirror for a host and another for one of its owners do not get into each other's way."""
    mirrors = (
        parse_mirror("https://h/=https://u:p@m/", "x"),
        parse_mirror("https://h/acme/=file:///srv/acme/", "x"),
    )
    config = GitConfig(tmp_path, mirrors=mirrors)
    assert config.place_of("https://h/acme/x") == ("file:///srv/acme/x", False)
    assert config.place_of("https://h/other/x") == ("https://u:p@m/other/x", True)
    assert config.place_of("https://else/x") == ("https://else/x", True)
    assert "u:p" not in repr(config)


def test_the_command_asks_by_git(host, tmp_path):
    """`catalog enrich --github-by git` needs no token; with --no-texts the lock holds facts alone."""
    root = tmp_path / "catalog"
    (root / "sources").mkdir(parents=True)
    (root / "catalog.yaml").write_text("title: T\n")
    (root / "sources/acme-tools.yaml").write_text("repo_url: acme/tools\n")
    mirror = f"https://github.com/={host.hosts.as_uri()}/"
    arguments = ["-C", str(root), "enrich", "--github-by", "git", "--git-mirror", mirror, "--no-texts"]
    result = CliRunner().invoke(main, arguments, env={"GITHUB_TOKEN": None, "GH_TOKEN": None})
    assert (result.exit_code, result.stderr.strip()) == (0, "1 source, requests: 4 git")
    snapshot = read_lock(root / "catalog.lock")["acme-tools"]
    assert [(a.name, a.description) for a in snapshot.artifacts] == [("pdf", None)]
    assert snapshot.contents_state == PartState()
    assert str(host.folder) not in (root / "catalog.lock").read_text()
