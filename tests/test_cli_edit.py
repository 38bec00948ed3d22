"""`catalog add`, `edit`, `rename`, `remove` and `tag`, as a person runs them."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.lock import read_lock
from tests import small_catalog
from tests.fake_github import FakeGitHub, Repo, status
from tests.test_cli import run

ROOT = Path(__file__).parent.parent


@pytest.fixture
def root(tmp_path):
    """A small catalog of one's own."""
    return small_catalog.make(tmp_path / "catalog")


@pytest.fixture
def github():
    """GitHub with one repository that the catalog has not."""
    with FakeGitHub() as fake:
        repo = Repo("acme/new-skills", {"skills/draw/SKILL.md": "---\nname: draw\n---\n# Draw\n"})
        repo.description = "Skills for ::warning::drawing"
        fake.add(repo)
        yield fake


def source(root, source_id):
    """The text of a definition."""
    return (root / f"sources/{source_id}.yaml").read_text()


def add(root, github, *arguments):
    """Run `catalog add` with GitHub at hand."""
    return run(root, "add", "--yes", *arguments, GITHUB_API_URL=github.url, GITHUB_TOKEN="t")


# ------------------------------------------------------------------------- add


def test_add_writes_what_github_knows(root, github):
    """The definition is shown and written, with what would be listed."""
    result = add(root, github, "acme/new-skills", "--tags", "Python,drawing")
    assert result.exit_code == 0, result.output
    text = source(root, "acme-new-skills")
    assert "repo_url: https://github.com/acme/new-skills\nname: New Skills\n" in text
    assert "tags: [python, drawing]\ntrust_level: basic\nadded: 2" in text
    assert "would be listed with 1 skill" in result.stderr
    assert "skills/draw/SKILL.md" in result.stdout
    assert not [line for line in result.output.splitlines() if line.lstrip().startswith("::")]
    assert run(root, "validate").exit_code == 0


def test_add_dry_writes_nothing(root, github):
    """A dry run shows the new file as a diff."""
    result = add(root, github, "acme/new-skills", "--dry-run")
    assert "+repo_url: https://github.com/acme/new-skills" in result.stdout
    assert not (root / "sources/acme-new-skills.yaml").exists()


def test_add_of_nothing_is_refused(root, github):
    """A repository that GitHub does not have is an error; unseen it can be added all the same."""
    result = add(root, github, "acme/gone")
    assert result.exit_code == 1
    assert "--offline" in result.stderr
    assert add(root, github, "acme/gone", "--offline").exit_code == 0
    assert "name: Acme Gone" not in source(root, "acme-gone")


def test_add_works_while_github_is_down(root, github):
    """What cannot be asked is left out, and that is said."""
    github.fault(".*", status(502))
    result = add(root, github, "acme/new-skills", "--description", "Of our own.")
    assert result.exit_code == 0, result.output
    assert "not everything could be asked for" in result.stderr
    assert "description: Of our own.\n" in source(root, "acme-new-skills")


def test_add_without_a_terminal_needs_a_yes(root, github):
    """A script that did not say so writes nothing, and nobody is asked."""
    result = run(root, "add", "acme/new-skills", GITHUB_API_URL=github.url, GITHUB_TOKEN="t")
    assert result.exit_code == 2
    assert "--yes takes what is proposed" in result.stderr
    assert github.requests == []
    assert not (root / "sources/acme-new-skills.yaml").exists()


def at_terminal(root, typed):
    """`catalog add` with somebody at a terminal who types that; what the terminal showed."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "generator", "-C", str(root), "add", "acme/new-skills", "--offline"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.DEVNULL, stderr=theirs, cwd=ROOT) as done:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        with contextlib.suppress(OSError):  # what reading gives once nobody is at the other end
            while part := os.read(ours, 4096):
                shown += part
        os.close(ours)
    assert done.returncode == 0, shown
    return shown.decode()


def test_add_asks_at_a_terminal(root):
    """Each value can be changed or taken, also where the output goes elsewhere."""
    shown = at_terminal(root, "\nDrawing\nOf our own.\npython sheets\n\ny\n")
    assert "Write it?" in shown
    text = source(root, "acme-new-skills")
    assert "name: Drawing\ndescription: Of our own.\ntags: [python, sheets]\ntrust_level: basic\n" in text


def test_add_writes_nothing_where_the_answer_is_no(root):
    """The last question decides."""
    assert "nothing was written" in at_terminal(root, "\n\n-\n-\n\nn\n")
    assert not (root / "sources/acme-new-skills.yaml").exists()


def test_every_field_is_an_option(root, github):
    """Records, lists and mappings can be given on the command line."""
    result = add(
        root,
        github,
        "https://github.com/acme/new-skills/tree/main/skills",
        *("--id", "drawing", "--no-import-repo-readme", "--manual-map", "a=b/c=command"),
        *(
            "--exclude",
            "x/**: not ours",
            "--exclude",
            "z",
            "--trust-reviewer",
            "Ada",
            "--trust-date",
            "2026-01-31",
        ),
    )
    assert result.exit_code == 0, result.output
    text = source(root, "drawing")
    for part in (
        "ref: main\nroot_hint: skills\n",
        "trust:\n  reviewer: Ada\n  date: 2026-01-31\n",
        "import_repo_readme: false\nmanual_map:\n  a=b/c: command\n",
        "exclude:\n  - pattern: x/**\n    reason: not ours\n  - z\n",
    ):
        assert part in text


def test_a_bad_option_is_reported_with_its_place(root):
    """The problem names the line of the definition that would have been."""
    result = run(root, "add", "a/b", "--offline", "--yes", "--trust-level", "offical")
    assert result.exit_code == 1
    assert 'did you mean "official"?' in result.stderr
    assert not (root / "sources/a-b.yaml").exists()


# ---------------------------------------------------------------- edit, remove


def test_edit_changes_one_line(root):
    """The rest of the file is as it was."""
    before = source(root, "alpha-skills")
    assert run(root, "edit", "alpha-skills", "--trust-level", "verified", "--unset", "notes").exit_code == 0
    expected = before.replace("official", "verified").replace('notes: "Reviewed **twice**."\n', "")
    assert source(root, "alpha-skills") == expected


def test_edit_of_a_part_of_a_record(root):
    """What is not given of the review stays."""
    for option, value in (("--trust-reviewer", "Ada"), ("--trust-note", "All read.")):
        assert run(root, "edit", "alpha-skills", option, value).exit_code == 0
    assert "trust:\n  reviewer: Ada\n  note: All read.\n" in source(root, "alpha-skills")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["edit", "alpha-skills"], "say what to change"),
        (["edit", "alpha-skills", "--unset", "notess"], 'did you mean "notes"?'),
        (["edit", "alpha-skills", "--manual-map", "x"], "PATH=TYPE"),
        (["remove", "alpha-skills"], "--successor"),
        (["remove", "alpha-skills", "--purge", "--reason", "x"], "--successor"),
        (["tag", "add", "python"], 'no source has the id "python"; name the sources first'),
        (["tag", "add", "alpha-skills"], "name the tags"),
        (["tag", "add", "alpha-skills", "bta-tools", "x"], 'did you mean the source "beta-tools"?'),
    ],
)
def test_a_wrong_command_line_is_explained(root, arguments, said):
    """What is missing or mistyped is said, with exit code 2, and nothing is changed."""
    before = {path: path.read_bytes() for path in (root / "sources").iterdir()}
    result = run(root, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert {path: path.read_bytes() for path in (root / "sources").iterdir()} == before


def test_rename_keeps_what_is_known(root):
    """The lock's line goes with the source, so that nothing has to be fetched again."""
    before = read_lock(root / "catalog.lock")["beta-tools"]
    assert run(root, "rename", "beta-tools", "beta-kit").exit_code == 0
    lock = read_lock(root / "catalog.lock")
    assert "beta-tools" not in lock
    assert lock["beta-kit"].commit == before.commit
    assert "aliases: [old-beta, beta-tools]" in source(root, "beta-kit")
    assert run(root, "show", "old-beta").exit_code == 0


def test_remove_leaves_a_page_that_says_why(root):
    """The source is in no list, and its addresses tell what became of it."""
    result = run(root, "remove", "beta-tools", "--reason", "Its <b>licence</b> changed.")
    assert result.exit_code == 0, result.output
    assert run(root, "build", "--offline").exit_code == 0
    page = (root / "site/sources/old-beta/index.html").read_text()
    assert "Its &lt;b&gt;licence&lt;/b&gt; changed." in page
    assert "noindex" in page
    assert "beta" not in (root / "site/index.html").read_text()
    assert "beta" not in (root / "site/sitemap.xml").read_text()


def test_remove_with_a_successor_leads_on(root):
    """The old addresses lead to the successor."""
    assert run(root, "remove", "beta-tools", "--successor", "alpha-skills").exit_code == 0
    assert run(root, "build", "--offline").exit_code == 0
    assert "alpha-skills/index.html" in (root / "site/sources/beta-tools/index.html").read_text()
    assert not (root / "sources/beta-tools.yaml").exists()


# ------------------------------------------------------------------------- tag


def test_tags_of_sources_that_pass_filters(root):
    """Filters choose as in `catalog list`; all that pass are changed."""
    result = run(root, "tag", "add", "--tags", "python", "reviewed")
    assert result.exit_code == 0, result.output
    assert "2 sources of 2 changed" in result.stderr
    assert "reviewed" in source(root, "alpha-skills")
    assert "reviewed" not in source(root, "gamma-agents")
    assert run(root, "tag", "add", "--tags", "nothing-has-it", "x").exit_code == 1


def test_a_dry_run_of_tags_shows_the_lines(root):
    """The diff has the lines that would change, and nothing is written."""
    before = source(root, "alpha-skills")
    result = run(root, "tag", "set", "alpha-skills", "one", "two", "--dry-run")
    assert "-tags: [python, documents, testing]\n+tags: [one, two]\n" in result.stdout
    assert source(root, "alpha-skills") == before


def test_a_tag_that_is_an_id(root):
    """A colon may stand between ids and tags."""
    assert run(root, "tag", "add", "alpha-skills", ":", "beta-tools").exit_code == 0
    assert "beta-tools]" in source(root, "alpha-skills")
