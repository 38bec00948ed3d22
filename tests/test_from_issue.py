"""The issue form, and the definition that a filled one becomes."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.errors import DefinitionError
from generator.issue_form import FORM, NO_ANSWER, fields_of_issue, issue_form
from generator.yaml_text import parse, plain
from tests import small_catalog
from tests.test_cli import run

ROOT = Path(__file__).parent.parent


def filled(**answers):
    """The body of an issue, as GitHub makes it."""
    return "\n\n".join(f"### {asked.label}\n\n{answers.get(asked.field, NO_ANSWER)}" for asked in FORM)


@pytest.fixture
def root(tmp_path):
    """A small catalog of one's own."""
    return small_catalog.make(tmp_path / "catalog")


def made(root, body, *arguments):
    """Run the command on a body."""
    (root / "issue.md").write_bytes(body.encode("utf-8", "surrogatepass"))
    return run(root, "from-issue", str(root / "issue.md"), *arguments)


# -------------------------------------------------------------------- the form


def test_the_form_in_the_repository_is_the_programs():
    """What `catalog schema issue-form` prints is what GitHub shows."""
    kept = (ROOT / ".github/ISSUE_TEMPLATE/add-source.yml").read_text(encoding="utf-8")
    assert kept == issue_form(), "run: catalog schema issue-form > .github/ISSUE_TEMPLATE/add-source.yml"


def test_the_form_is_one_that_github_takes():
    """Each question has a type, an id and a label, all different; the repository must be given."""
    form = plain(parse(issue_form(), "f"))
    assert {"name", "description", "body"} <= set(form)
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in asked} <= {"input", "textarea"}
    for key in (lambda part: part["id"], lambda part: part["attributes"]["label"]):
        assert len({key(part) for part in asked}) == len(asked)
    assert [part["id"] for part in asked if part.get("validations", {}).get("required")] == ["repo_url"]


# --------------------------------------------------------------- what it becomes


def test_a_filled_form_becomes_a_definition(root):
    """Answers are fields, normalised; what was left empty is left out."""
    body = filled(
        repo_url="https://github.com/acme/new-skills/",
        description="Skills for drawing.\nAnd for painting.",
        tags="Python, #drawing",
        notes="# Before\n\nNeeds **Node**.",
    )
    result = made(root, body.replace("\n", "\r\n"))
    assert result.exit_code == 0, result.output
    text = (root / "sources/acme-new-skills.yaml").read_text()
    fields = plain(parse(text, "f"))
    assert fields.pop("added").startswith("20")
    assert fields == {
        "repo_url": "https://github.com/acme/new-skills",
        "description": "Skills for drawing. And for painting.",
        "notes": "# Before\n\nNeeds **Node**.",
        "tags": ["python", "drawing"],
    }
    assert run(root, "validate", "--strict").exit_code == 0


def test_a_workflow_gets_id_and_file(root):
    """As JSON, and with a dry run nothing else is said or written."""
    result = made(root, filled(repo_url="acme/new"), "--format", "json", "--dry-run")
    told = {"id": "acme-new", "file": "sources/acme-new.yaml", "written": False}
    assert json.loads(result.stdout) == told
    assert not (root / told["file"]).exists()


def test_an_issue_is_read_from_standard_input(root):
    """For pipes."""
    result = CliRunner().invoke(main, ["-C", str(root), "from-issue", "-"], input=filled(repo_url="acme/new"))
    assert result.exit_code == 0, result.output
    assert (root / "sources/acme-new.yaml").exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "issue.md: error: repo_url: there is no heading Repository"),
        ("Please add acme/new", "issue.md:1:1: error: a text before the first heading"),
        (filled(), "the issue names no repository"),
        (filled(repo_url="acme/new", notes="### Tags\n\nx"), "a second time"),
        (filled(repo_url="acme/new").replace("### Name", "### Notes", 1), "Notes: a second time"),
        ("### Name\n\nx\n\n### Repository\n\nacme/new", "a heading out of its order"),
        (
            "### Repository\n\nacme/new\n\n### Anything else?\n\nno",
            "issue.md:5:1: error: no heading of the form",
        ),
        (filled(repo_url="acme/new", name="x" * 121), "issue.md:5:1: error: name: this text is too long"),
        (filled(repo_url="acme/new", tags="good, b@d"), "issue.md:13:1: error: tags[1]: not a good tag"),
        (filled(repo_url="acme/new", homepage="javascript:alert(1)"), "issue.md:17:1: error: homepage"),
        (
            filled(repo_url="alpha/SKILLS"),
            "issue.md:1:1: error: repo_url: another definition has this repository",
        ),
        (filled(repo_url="see attachment"), "error: repo_url"),
        ("x" * 200_000, "longer than"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(root, body, said):
    """Nothing is written, and whoever filed the issue can be told what to change."""
    before = sorted(path.name for path in (root / "sources").iterdir())
    result = made(root, body)
    assert result.exit_code == 1
    assert said.replace("Notes: ", "") in result.stderr
    assert sorted(path.name for path in (root / "sources").iterdir()) == before


HOSTILE = st.text(st.sampled_from("ab:#\n\r[]{}&*!%@`'\"-|>\u202e\x1b\0 é") | st.characters(), max_size=80)


@settings(max_examples=40)
@given(
    st.lists(
        HOSTILE | st.sampled_from(["::error::x", "##[command]x", "${{ x }}", "$(id)"]), min_size=7, max_size=7
    )
)
def test_no_answer_escapes(tmp_path_factory, answers):
    """Whatever is answered: a definition that says just that or a clear refusal, and harmless lines."""
    root = tmp_path_factory.mktemp("issue")
    (root / "sources").mkdir()
    answers[0] = "acme/new"
    body = filled(**dict(zip((asked.field for asked in FORM), answers, strict=True)))
    result = made(root, body)
    assert result.exit_code in (0, 1)
    for line in result.output.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "\x1b" not in line
    made_files = [path.name for path in (root / "sources").iterdir()]
    assert made_files == (["acme-new.yaml"] if result.exit_code == 0 else [])
    if made_files:
        assert run(root, "validate").exit_code == 0


@given(st.text(max_size=300))
def test_any_body_is_read_or_refused(body):
    """No text makes the reader fail otherwise."""
    with contextlib.suppress(DefinitionError):
        fields, starts = fields_of_issue(body, "issue")
        assert set(fields) <= set(starts)
