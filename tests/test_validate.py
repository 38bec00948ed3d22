"""`catalog validate`: its forms of output, what changed since a commit, and what is only suspicious."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotations import annotation_lines
from generator.changed import changed_files
from generator.cli.validate import checked
from generator.errors import CatalogError, Problem, Severity
from generator.homepages import homepage_problems, is_public
from generator.model import Snapshot, Source
from generator.soft_checks import soft_problems
from tests import small_catalog
from tests.test_cli import run


@pytest.fixture
def root(tmp_path):
    """A small catalog of one's own."""
    return small_catalog.make(tmp_path / "catalog")


# --------------------------------------------------------------------- formats


def test_json_has_everything(root):
    """Counts, and each problem with all of its parts and what its code means."""
    (root / "sources/bad.yaml").write_text("repo_url: a/b\ntrust_level: offical\n")
    result = run(root, "validate", "--format", "json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["errors"], told["warnings"]) == (1, 0)
    (problem,) = told["problems"]
    assert problem["file"] == "sources/bad.yaml"
    assert (problem["line"], problem["column"], problem["code"]) == (2, 14, "unknown-value")
    assert problem["severity"] == "error"
    assert problem["meaning"]


def test_wrong_settings_are_told_in_every_form(root):
    """A catalog.yaml that cannot be used is a problem like any other."""
    (root / "catalog.yaml").write_text("title: x\npage_size: 0\n")
    told = json.loads(run(root, "validate", "--format", "json").stdout)
    assert [p["code"] for p in told["problems"]] == ["out-of-range"]
    result = run(root, "validate", "--format", "github")
    assert result.stdout.startswith("::error file=catalog.yaml,")
    assert result.exit_code == 1


def test_an_annotation_names_file_and_place():
    """The runner gets file, line, column and title, and the hint in a line of its own."""
    problem = Problem("sources/a,b.yaml", 3, 4, "tags[0]", "bad-tag", "not a good tag", "x", '"y"', "100 % z")
    (made,) = annotation_lines([problem])
    place = "file=sources/a%2Cb.yaml,title=tags[0] [bad-tag],line=3,col=4"
    words = 'not a good tag%0Aexpected: x%0Afound: "y"%0Ahint: 100 %25 z'
    assert made == f"::error {place}::{words}"


def parsed(line):
    """An annotation as GitHub's runner reads it: command, properties, message."""
    command, properties, message = re.fullmatch(r"::(\w+) ([^\r\n]*?)::([^\r\n]*)", line).groups()
    found = {}
    for part in properties.split(","):
        name, _, value = part.partition("=")
        for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(escape, char)
        found[name] = value
    return command, found, message


@given(st.lists(st.text(max_size=60), min_size=6, max_size=6), st.integers(0, 9), st.integers(0, 9))
def test_nothing_breaks_out_of_an_annotation(texts, line, column):
    """Whatever files and definitions say, there is one line with one command, at the problem's place."""
    file, field, message, expected, found, hint = texts
    problem = Problem(file, line, column, field, "bad-tag", message, expected, found, hint, Severity.WARNING)
    (made,) = annotation_lines([problem])
    assert len(made.splitlines()) == 1
    assert "##[" not in made
    command, properties, _ = parsed(made)
    assert command == "warning"
    assert set(properties) <= {"file", "title", "line", "col"}
    assert properties.get("line", "0") == str(line)


# -------------------------------------------------------------------- the theme

BROKEN_THEME = {
    "theme/home.html.j2": "{% if %}",
    "theme/about.html.j2": "{{ }",
    "theme/assets/js/own.js": 'import "./nothing.js";',
}


@pytest.mark.parametrize("settings", ["title: X\n", "title: X\ncolors: 1\n"])
def test_one_run_tells_of_settings_definitions_and_theme(root, settings):
    """No problem of one kind of files hides those of another."""
    for name, text in {**BROKEN_THEME, "catalog.yaml": settings, "sources/bad.yaml": "repo_url: x\n"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    _, problems = checked(root, None, None, online=False)
    errors = {(p.file, p.code) for p in problems if p.severity is Severity.ERROR}
    assert errors >= {
        ("sources/bad.yaml", "bad-repository"),
        ("theme/about.html.j2", "bad-template"),
        ("theme/assets/js/own.js", "bad-asset"),
        ("theme/home.html.j2", "bad-template"),
    }
    assert (("catalog.yaml", "unknown-field") in errors) == ("colors" in settings)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("assets/css/own.css", b'@import url("gone.css");', "imports gone.css"),
        ("assets/css/own.css", b"\xff", "is not UTF-8"),
        ("assets/js/own.js", b'import "./own.js";', "imports itself"),
        ("assets/huge.svg", b"x" * 2_000_001, "is over 2,000,000 bytes"),
    ],
)
def test_a_bad_asset_is_a_problem(root, name, content, words):
    """Whatever keeps an asset from being used, the file is named."""
    (root / "theme" / name).parent.mkdir(parents=True)
    (root / "theme" / name).write_bytes(content)
    _, problems = checked(root, None, None, online=False)
    (problem,) = [p for p in problems if p.severity is Severity.ERROR]
    assert problem.code == "bad-asset"
    assert words in problem.message
    assert name in f"{problem.file} {problem.message}"


# --------------------------------------------------------------- changed since


def git(root, *arguments):
    """Run git in a folder."""
    own = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *own, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(root):
    """The small catalog, committed."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "sources", "catalog.yaml")
    git(root, "commit", "-qm", "first")
    return root


def names(root, revision="HEAD"):
    """What changed, by name."""
    return [path.name for path in changed_files(root, revision)]


def test_new_and_changed_definitions_are_found(repository):
    """Committed since, changed, and not known to git yet; whatever their names hold."""
    hostile = "::error::x\n-y,\u202e z.yaml"
    (repository / "sources/alpha-skills.yaml").write_text("repo_url: a/b\n")
    (repository / "sources" / hostile).write_text("repo_url: a/c\n")
    (repository / "README.md").write_text("x")
    assert names(repository) == [hostile, "alpha-skills.yaml"]
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "second")
    assert names(repository) == []
    assert names(repository, "HEAD~1") == [hostile, "alpha-skills.yaml"]


def test_only_a_pull_requests_own_changes_count(repository):
    """What was changed on the other branch meanwhile is not looked at."""
    git(repository, "checkout", "-qb", "work")
    (repository / "sources/mine.yaml").write_text("repo_url: a/b\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "mine")
    git(repository, "checkout", "-q", "main")
    (repository / "sources/theirs.yaml").write_text("repo_url: a/c\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "theirs")
    git(repository, "checkout", "-q", "work")
    assert names(repository, "main") == ["mine.yaml"]


def test_a_deletion_or_other_settings_concern_all(repository):
    """Then every definition is checked, since others may rest on what went."""
    (repository / "sources/alpha-skills.yaml").unlink()
    assert changed_files(repository, "HEAD") is None
    git(repository, "checkout", "-q", ".")
    (repository / "catalog.yaml").write_text("title: Other\n")
    assert changed_files(repository, "HEAD") is None


@pytest.mark.parametrize("revision", ["", "nope", "--output=x", "-h", "HEAD^{tree}", "a..b", "\n"])
def test_what_is_no_commit_is_refused(repository, revision):
    """No revision is taken for an option of git."""
    with pytest.raises(CatalogError):
        changed_files(repository, revision)


def test_validate_of_what_changed(repository):
    """Old problems of other files do not stop a contribution; its own do."""
    (repository / "sources/old.yaml").write_text("repo_url: a/b\ntrust_level: x\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "bad")
    assert run(repository, "validate").exit_code == 1
    assert run(repository, "validate", "--changed-since", "HEAD").exit_code == 0
    (repository / "sources/new.yaml").write_text("repo_url: a/b\ntags: x\n")
    result = run(repository, "validate", "--changed-since", "HEAD")
    assert result.exit_code == 1
    assert "old.yaml" not in result.stderr
    assert run(repository, "validate", "sources/new.yaml", "--changed-since", "HEAD").exit_code == 2


# ----------------------------------------------------------------- soft checks


def source(source_id, repo="a/b", **fields):
    """A source."""
    owner, _, name = repo.partition("/")
    return Source(id=source_id, owner=owner, repo=name, file=f"sources/{source_id}.yaml", **fields)


def warned(sources, snapshots=(), news=None):
    """File and code of each warning."""
    found = soft_problems(sources, {s.source_id: s for s in snapshots}, news)
    assert all(problem.severity is Severity.WARNING for problem in found)
    return [(problem.file[8:-5], problem.code) for problem in found]


def test_names_that_look_alike():
    """Case and punctuation weigh nothing; the one that is new is blamed."""
    both = [source("one", name="Agent skills"), source("two", "c/d", name="agent-SKILLS!")]
    assert warned(both) == [("two", "similar-name")]
    assert warned(both, news={"sources/one.yaml"}) == [("one", "similar-name")]
    assert warned(both, news=set()) == []
    assert warned([source("one", name="日本"), source("two", "c/d", name="日本語")]) == []


def test_sources_within_each_other():
    """A folder within another, or within the whole repository; folders side by side are fine."""
    assert warned([source("one"), source("two", root_hint="x")]) == [("two", "overlapping-source")]
    assert warned([source("one", root_hint="x"), source("two", root_hint="x/y")]) == [
        ("two", "overlapping-source")
    ]
    assert warned([source("one", root_hint="x"), source("two", root_hint="xy")]) == []
    assert warned([source("one", ref="v1"), source("two", ref="v2", root_hint="x")]) == []


def test_renamed_repositories_are_named_by_their_new_name():
    """The hint is the command that mends it; a snapshot of another repository says nothing."""
    moved = Snapshot("one", "a/b", name_with_owner="a/new")
    (problem,) = soft_problems([source("one")], {"one": moved})
    assert problem.code == "renamed-repository"
    assert problem.hint == "catalog edit one --repo-url https://github.com/a/new"
    assert warned([source("one", "a/new")], [moved]) == []
    assert warned([source("one", "A/B")], [Snapshot("one", "a/b", name_with_owner="a/b")]) == []


def test_two_names_of_one_repository():
    """The old and the new name side by side."""
    snapshots = [Snapshot("one", "a/b", node_id="R_1"), Snapshot("two", "c/d", node_id="R_1")]
    assert warned([source("one"), source("two", "c/d")], snapshots) == [("two", "same-repository")]


# ------------------------------------------------------------------- homepages


class Pages(BaseHTTPRequestHandler):
    """Answers by the path: /404, /to/404, /405 (no HEAD), /loop, anything else is there."""

    def do_HEAD(self):
        """Without a body."""
        self.answer(head=True)

    def do_GET(self):
        """The same."""
        self.answer(head=False)

    def answer(self, *, head):
        """Play the path."""
        path = self.path.strip("/")
        if path in ("to/404", "loop"):
            self.send_response(302)
            self.send_header("Location", "/404" if path == "to/404" else "/loop")
        else:
            missing = path == "404" or (path == "405" and head)
            self.send_response({"500": 500}.get(path, (405 if path == "405" else 404) if missing else 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def site():
    """A server on loopback."""
    server = HTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "dead"),
    [
        ("/there", False),
        ("/404", True),
        ("/to/404", True),
        ("/405", False),
        ("/500", False),
        ("/loop", False),
    ],
)
def test_only_what_is_gone_for_good_is_dead(site, path, dead):
    """404 is, also behind a redirect; passing troubles and servers without HEAD are not."""
    found = list(homepage_problems([source("one", homepage=site + path)], allowed=lambda _: True))
    assert [problem.code for problem in found] == (["dead-homepage"] if dead else [])


def test_only_the_open_internet_is_asked(site):
    """An address that leads into the network of whoever validates is never asked."""
    (problem,) = homepage_problems([source("one", homepage=f"{site}/404")])
    assert "open internet" in problem.message
    for address in ("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"):
        assert not is_public(address)
    assert is_public("140.82.121.3")
