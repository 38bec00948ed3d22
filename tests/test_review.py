"""What a reviewer of a pull request is told."""

import subprocess

import pytest

from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo
from tests.test_cli import run


def git(root, *arguments):
    """Run git in a catalog's folder, as nobody in particular."""
    who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path):
    """The small catalog as a repository with one commit."""
    root = small_catalog.make(tmp_path / "catalog")
    (root / ".gitignore").write_text("/.cache/\n/site/\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "all")
    return root


@pytest.fixture
def github():
    """A GitHub with one more repository than the catalog has."""
    files = {
        "skills/reader/SKILL.md": "---\nname: reader\ndescription: Reads | all.\n---\n",
        "skills/writer/SKILL.md": "---\nname: writer\n---\n",
        "README.md": "# New\n",
    }
    with FakeGitHub(Repo("fresh/skills", files)) as fake:
        yield fake


def review(root, github, *arguments):
    """The summary of a review that may ask GitHub."""
    done = run(root, "review", *arguments, GITHUB_API_URL=github.url, GITHUB_TOKEN="t0ken")
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_new_source_is_summed_up(root, github):
    """How it will be shown, what was found in it, and by which rule."""
    (root / "sources/fresh-skills.yaml").write_text(
        "repo_url: fresh/skills\nname: New *Skills*\ntags: [docs]\ndescription: Reads <b>everything</b>.\n"
    )
    text = review(root, github, "--changed-since", "HEAD")
    assert "## New \\*Skills\\*" in text
    assert "> Reads &lt;b\\>everything&lt;/b\\>." in text
    assert "| Artifacts | 2 skills |" in text
    assert "| `skill` | `reader` | `skills/reader/SKILL.md` |" in text
    assert text.count("\n## ") + text.startswith("## ") == 1


def test_only_what_changed_is_asked_for(root, github):
    """A pull request costs requests for its own sources, and no other is summed up."""
    (root / "sources/fresh-skills.yaml").write_text("repo_url: fresh/skills\n")
    review(root, github, "--changed-since", "HEAD")
    assert "fresh/skills" in str(github.requests)
    assert "alpha/skills" not in str(github.requests)


def test_the_site_shows_what_was_learned(root, github):
    """The build of the same run has the new source's artifacts."""
    (root / "sources/fresh-skills.yaml").write_text("repo_url: fresh/skills\n")
    review(root, github, "--changed-since", "HEAD")
    assert run(root, "build", "--offline").exit_code == 0
    assert "skills/reader/SKILL.md" in (root / "site/sources/fresh-skills/index.html").read_text()


def test_problems_come_first_and_do_not_fail(root, github):
    """What has to be mended is said with its place; `validate` is what fails the run."""
    (root / "sources/fresh-skills.yaml").write_text(
        "repo_url: fresh/skills\nnonsense: |\n  a\n  ::error::b | c\n"
    )
    text = review(root, github, "--changed-since", "HEAD")
    assert text.startswith("## To be mended\n\n- `sources/fresh-skills.yaml:2:1`")
    assert not github.requests


def test_a_repository_that_is_not_there_is_said(root, github):
    """The reason why nothing was found stands in the source's section."""
    (root / "sources/gone-away.yaml").write_text("repo_url: gone/away\n")
    text = review(root, github, "--changed-since", "HEAD")
    assert "GitHub was not asked for everything" in text


def test_nothing_changed(root, github):
    """A pull request that changes no definition has nothing to be summed up."""
    assert review(root, github, "--changed-since", "HEAD") == "No definition changed.\n"


def test_sources_can_be_named(root):
    """Without git, and without asking anybody."""
    done = run(root, "review", "alpha-skills", "--offline")
    assert done.stdout.startswith("## Alpha Skills\n")
    assert "| Trust | Official |" in done.stdout


def test_an_unknown_source_is_an_error(root):
    """A review of nothing would look like a good one."""
    done = run(root, "review", "nobody", "--offline")
    assert done.exit_code == 1
    assert "nobody" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["a", "--changed-since", "HEAD"]])
def test_either_sources_or_a_commit(root, arguments):
    """One of the two has to be said."""
    assert run(root, "review", *arguments).exit_code == 2
