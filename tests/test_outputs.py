"""What commands print of strangers' texts: harmless in a terminal, a log, an annotation, a step summary."""

import json
import re
import unicodedata
from dataclasses import replace

import pytest

from generator.cache import Cache
from generator.cli import COMMANDS
from generator.load import load_settings, load_sources
from generator.lock import read_lock, write_lock
from generator.model import ReadmeRef
from tests import attack_site, fake_github, small_catalog
from tests.attack_documents import Attack
from tests.fake_github import FakeGitHub, Repo
from tests.test_cli import run

TOKEN = "ghp_" + "s3cret" * 6

TEXTS = {
    "a command of a runner": "::error file=app.js,line=1::pwned",
    "one on a line of its own": "x\n::set-output name=a::b\n",
    "one after a carriage return": "x\r::add-mask::y",
    "one after a line separator": "x\u2028::warning::y\x85::stop-commands::z",
    "an old command of a runner": "##[command]x\n##vso[task.setvariable]y",
    "a clearing of the screen": "\x1b[2J\x1b[H\x1b]0;title\x07\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
    "controls of one byte": "\x9b31m\x9d0;title\x9c\x08\x08\x7f\x00",
    "a reading order that is turned": "\u202egnp.exe\u2066x\u2069",
    "markup of a summary": "<img src=x onerror=x()> | a | b |\n\n# h\n- [x](javascript:alert(1)) @someone #1",
    "a fence that ends": "```\n~~~\n</details></table><script>alert(1)</script>",
    "a formula": '=HYPERLINK("https://evil.example","x")',
}
"""Techniques, one a text."""


@pytest.fixture(params=TEXTS, scope="module")
def text(request):
    """A text that tries to be more than a text."""
    return TEXTS[request.param]


@pytest.fixture(scope="module")
def root(text, tmp_path_factory):
    """The small catalog, of which GitHub is said to have answered that text everywhere."""
    root = small_catalog.make(tmp_path_factory.mktemp("hostile") / "catalog")
    sources = load_sources(root, load_settings(root))
    readme = ReadmeRef("README.md", "a" * 40, 4)
    attack = Attack("x", "", text)
    known = {
        # The lock takes no other ids than git's.
        s.id: replace(attack_site.answered([attack], s, readme, n), tree="b" * 40, scanned_tree="b" * 40)
        for n, s in enumerate(sources)
    }
    write_lock(root / "catalog.lock", known)
    assert read_lock(root / "catalog.lock").keys() == known.keys()
    assert Cache(root / ".cache")
    return root


def harmless(output):
    """Whether no line of it does anything to a terminal or to a runner."""
    bad = [c for c in output if c != "\n" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert bad == []
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]", output)
    for line in output.split("\n"):
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)
    return True


PRINTING = {
    "list": [["list"], ["list", "--format", "json"], ["list", "--search", "x"]],
    "show": [
        ["show", "alpha-skills", "--all"],
        ["show", "beta-tools"],
        ["show", "alpha-skills", "--format", "json"],
    ],
    "explain": [["explain", "alpha-skills", "--offline", "--all"]],
    "build": [["build", "--offline"]],
    "diff": [
        ["diff", "catalog.lock", "none.lock"],
        ["diff", "none.lock", "catalog.lock", "--format", "markdown"],
    ],
    "doctor": [["doctor"], ["doctor", "--format", "json"], ["doctor", "--format", "markdown"]],
    "export": [["export", "markdown"], ["export", "csv"], ["export", "json"], ["export", "marketplace"]],
    "review": [["review", "alpha-skills", "beta-tools", "--offline"]],
    "validate": [["validate"]],
    "edit": [["edit", "alpha-skills", "--name", "New", "--dry-run"]],
    "remove": [["remove", "alpha-skills", "--successor", "beta-tools", "--dry-run"]],
    "rename": [["rename", "alpha-skills", "new-skills", "--dry-run"]],
    "tag": [["tag", "add", "alpha-skills", "new-tag", "--dry-run"]],
}
"""What prints texts of others."""

QUIET = {"init", "schema", "serve", "merge", "import", "enrich", "add", "migrate", "from-issue"}
"""Commands that print none, or are tried below."""


def test_every_command_is_tried():
    """A command that is added says here what it prints."""
    assert set(PRINTING) | QUIET == set(COMMANDS)


@pytest.mark.parametrize("arguments", [a for each in PRINTING.values() for a in each], ids=" ".join)
def test_what_github_answered_is_printed_harmlessly(root, arguments):
    """Whatever stands in the lock, each line that is printed is only a line."""
    (root / "none.lock").write_text((root / "catalog.lock").read_text().splitlines()[0] + "\n")
    arguments = [str(root / a) if a.endswith(".lock") else a for a in arguments]
    done = run(root, *arguments)
    assert done.exit_code in (0, 1), done.output
    assert done.output
    assert harmless(done.output)
    if "json" in arguments:
        json.loads(done.stdout)


@pytest.mark.parametrize("field", ["name", "tags", "repo_url", "homepage", "nonsense", "ref", "manual_map"])
def test_problems_of_definitions_are_printed_harmlessly(text, tmp_path, field):
    """What is quoted in a problem is quoted harmlessly, in every form of report."""
    root = small_catalog.make(tmp_path / "catalog")
    content = {"repo_url": "a/b", field: [text] if field == "tags" else text, text: text}
    (root / "sources/a-b.yaml").write_text(json.dumps(content))
    done = run(root, "validate")
    assert done.exit_code == 1
    assert harmless(done.output)


@pytest.mark.parametrize("name", ["::error::x.yaml", "a\n::error::x.yaml", "\x1b[31m.yaml", "a\u202eb.yaml"])
def test_names_of_files_are_printed_harmlessly(tmp_path, name):
    """A file may be called anything."""
    root = small_catalog.make(tmp_path / "catalog")
    (root / "sources" / name).write_text("repo_url: [\n")
    done = run(root, "validate")
    assert done.exit_code == 1
    assert harmless(done.output)


def test_errors_of_github_are_printed_harmlessly(text, tmp_path):
    """The message of an answer goes through no log as it came, and the token through none at all."""
    root = small_catalog.make(tmp_path / "catalog")
    (root / "catalog.lock").unlink()
    body = json.dumps({"message": f"{text} {TOKEN}", "errors": [{"message": f"{text} {TOKEN}"}]}).encode()
    with FakeGitHub(*(Repo(f"{name.replace('-', '/', 1)}") for name in small_catalog.DEFINITIONS)) as github:
        for where in ("graphql", "POST", "GET"):
            github.fault(where, fake_github.status(403, body=body))
        for command in (
            ["enrich"],
            ["build"],
            ["explain", "pending-one"],
            ["add", "else/where", "--dry-run"],
        ):
            done = run(root, *command, GITHUB_API_URL=github.url, GITHUB_TOKEN=TOKEN)
            assert harmless(done.output)
            assert "s3cret" not in done.output
    written = [path for path in root.rglob("*") if path.is_file()]
    assert [path for path in written if b"s3cret" in path.read_bytes()] == []
