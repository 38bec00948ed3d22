"""Install commands: filled in from strangers' repositories, and safe to paste into a shell."""

import io
import os
import shlex
import subprocess
import tarfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.install import PINNING, PLACEHOLDERS, install_command, is_safe, mistake_in
from generator.load import load_settings
from generator.model import Artifact
from generator.scan.defaults import DEFAULT_ARTIFACT_TYPES
from tests.conftest import ROOT as ROOT_FOLDER
from tests.theme_catalog import COMMIT, EVERYTHING, artifact

SKILL = replace(
    artifact("sheets"),
    path="skills/sheets/SKILL.md",
    url=f"https://github.com/someone/everything/blob/{COMMIT}/skills/sheets/SKILL.md",
)
FOLDER = replace(artifact("sheets"), url=f"https://github.com/someone/everything/tree/{COMMIT}/skills/sheets")
ROOT = replace(SKILL, path="SKILL.md")
PLUGIN = replace(SKILL, path="plugins/a/.claude-plugin/plugin.json")

SNAPSHOT = replace(EVERYTHING.snapshot, default_branch="trunk", scanned_commit=COMMIT)
ARCHIVE = f"everything-{COMMIT}"


def command(template: str, of: Artifact = SKILL, **changes: object) -> str:
    """A template filled in."""
    return install_command(template, EVERYTHING.source, replace(SNAPSHOT, **changes), of)


@pytest.mark.parametrize(
    ("template", "of", "expected"),
    [
        ("x {id} {owner} {repo}", SKILL, "x everything someone everything"),
        ("x {ref} {commit}", SKILL, f"x trunk {COMMIT}"),
        ("x {name} {path} {file}", SKILL, "x sheets skills/sheets/SKILL.md SKILL.md"),
        ("x {folder}", SKILL, "x skills/sheets"),
        ("x {folder}", FOLDER, "x skills/sheets"),
        ("x {folder}", ROOT, "x ."),
        ("x {folder}", PLUGIN, "x plugins/a"),
        ("x {archive_folder} {archive_depth}", SKILL, f"x {ARCHIVE}/skills/sheets 3"),
        ("x {archive_folder} {archive_depth}", ROOT, f"x {ARCHIVE} 1"),
        ("x {repo_url}", SKILL, "x https://github.com/someone/everything"),
        ("x {archive_url}", SKILL, f"x https://github.com/someone/everything/archive/{COMMIT}.tar.gz"),
        (
            "x {raw_url}",
            SKILL,
            f"x https://raw.githubusercontent.com/someone/everything/{COMMIT}/skills/sheets/SKILL.md",
        ),
        ("a {b,c} ${HOME}", SKILL, "a {b,c} ${HOME}"),
    ],
)
def test_placeholders(template, of, expected):
    """Each placeholder stands for what the table says; other braces are left alone."""
    assert command(template, of) == expected


def test_a_new_name_of_the_repository_is_used():
    """GitHub names the folder in an archive after the repository as it is called now."""
    assert command("{archive_folder}", name_with_owner="New/Name") == f"Name-{COMMIT}/skills/sheets"


def test_what_is_unknown_makes_no_command():
    """Without a commit nothing can be pinned; the rest is still known."""
    assert command("x {commit}", scanned_commit=None, commit=None) == ""
    assert command("x {path}", scanned_commit=None, commit=None) == "x skills/sheets/SKILL.md"
    assert install_command("x {path}", EVERYTHING.source, None, SKILL) == ""
    assert command("x {raw_url}", replace(SKILL, path="")) == ""


HOSTILE = (
    "$(touch pwned)", "`touch pwned`", "a; touch pwned", "a && touch pwned", "a | sh", "a > b", "a & b",
    "'; touch pwned; '", '"; touch pwned; "', "a\ntouch pwned", "a\rtouch pwned", "a\x1b[2Kx", "a\x03",
    "a\\' ; touch pwned #", "--checkpoint-action=exec=sh", "~root", "*", "?", "[a]", "{a,b}", "!!", "$HOME",
    "%PATH%", "^x", "#x", "=ls", "ext::sh -c", "a\u2019; calc; \u2018", "a\u202eb", "a\u200bb", "a\u00a0b",
    "a\u2028b", "a" * 1_025,
)  # fmt: skip
"""No part of any value."""

BAD_WHOLE = ("-rf", "@args", "/etc/passwd", "../../.bashrc", "a/../../b", "..", " a", "a ", "+x", "/")
"""No whole value."""


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_make_no_command(value):
    """What a shell, a tool or a terminal could take for more than a word is never written."""
    of = replace(SKILL, name=value, path=f"a/{value}/{value}")
    for name in ("name", "path", "file", "folder", "archive_folder", "raw_url"):
        assert command(f"x {{{name}}}", of) == ""
    assert command("x {commit}", scanned_commit=value) == ""
    assert command("x {repo_url}", name_with_owner=f"someone/{value}") == ""
    assert command("x {ref}", default_branch=value) == ""


@pytest.mark.parametrize("value", BAD_WHOLE)
def test_options_and_steps_up_make_no_command(value):
    """A value is neither an option, nor an absolute path, nor a way out of a folder."""
    of = replace(SKILL, name=value, path=value)
    assert [command(f"x {{{name}}}", of) for name in ("name", "path", "raw_url")] == ["", "", ""]


ODD = (
    "a b",
    "Grüße/Übersicht.md",
    "名前/スキル",
    "@scope"[1:] + "@2+x",
    ".claude/commands/x.md",
    "_x",
    "हिन्दी",
)


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("value", ODD)
def test_shells_read_a_value_as_one_word(shell, value, tmp_path):
    """A real shell hands on exactly the value, wherever it stands in a word."""
    given = command("printf '%s|' {path} pre/{path} {path}/post", replace(SKILL, path=value))
    done = subprocess.run(
        [shell, "-c", given],
        capture_output=True,
        check=True,
        text=True,
        cwd=tmp_path,
        env={"LC_ALL": "C.UTF-8"},
    )
    assert done.stdout == f"{value}|pre/{value}|{value}/post|"
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=30) | st.text("a./-_ '\"$`\\;&|\n~@+", max_size=12))
def test_a_command_is_the_words_of_its_template(value):
    """Whatever a path is: a command has as many words as its template, and the value is one of them."""
    made = command("x {path}", replace(SKILL, path=value))
    assert made == "" if not is_safe(value or ".") else shlex.split(made) == ["x", value or "."]


@given(st.text(max_size=30))
def test_safe_values_need_no_quotes_but_for_blanks(value):
    """The second wall is not needed: a safe value holds nothing that any shell expands or runs."""
    if is_safe(value):
        assert not set(value) & set("'\"`$\\;&|<>(){}[]*?!#~%^=:,\n\r\t\0")
        assert value[0] not in "-/@+ "


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("x {pathh}", "no placeholder {pathh}"),
        ("x '{path}'", "within quotes"),
        ('x "{path}"', "within quotes"),
        ('x "$(cat {path})"', "within quotes"),
        ("x `cat {path}`", "within quotes"),
        ("x ${path}", "within quotes, or behind a $"),
        ("x \\{path}", "behind a $ or \\"),
        ("x 'a", "never closed"),
    ],
)
def test_mistakes_in_templates(template, message):
    """A template that could not be filled in safely is refused."""
    found = mistake_in(template)
    assert found is not None
    assert message in found.message


@pytest.mark.parametrize(
    "template", ["x {path}", "x 'a' {path} \"b\"", "x \\' {path}", 'x "it\'s" {path}', "x '\\' {path}", "x"]
)
def test_good_templates(template):
    """Quotes beside a placeholder are no matter."""
    assert mistake_in(template) is None


def test_every_pinning_placeholder_names_the_commit():
    """What is said to pin a command holds the commit; what is not does not."""
    for name in PLACEHOLDERS:
        assert (COMMIT in command(f"{{{name}}}")) == (name in PINNING)


def test_no_type_is_shipped_with_a_command():
    """Which tool installs something is the catalog owner's choice."""
    assert not any(kind.install for kind in DEFAULT_ARTIFACT_TYPES)


@pytest.mark.parametrize(("of", "expected"), [(SKILL, {"SKILL.md", "more"}), (ROOT, {"SKILL.md", "skills"})])
def test_the_shipped_command_unpacks_a_skill(of, expected, tmp_path):
    """The skill's folder of an archive as GitHub makes it, and nothing else, ends up under its name."""
    archive = tmp_path / "archive.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for path in (
            "SKILL.md",
            "skills/sheets/SKILL.md",
            "skills/sheets/more/a.txt",
            "skills/other/SKILL.md",
        ):
            tar.addfile(tarfile.TarInfo(f"{ARCHIVE}/{path}"), io.BytesIO())
    kinds = {kind.id: kind for kind in load_settings(ROOT_FOLDER).artifact_types}
    given = command(kinds["skill"].install, of)
    download = f"curl -fsSL https://github.com/someone/everything/archive/{COMMIT}.tar.gz"
    assert download in given
    subprocess.run(
        ["sh", "-c", given.replace(download, f"cat {shlex.quote(str(archive))}")],
        check=True,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    )
    assert {path.name for path in (tmp_path / ".claude/skills/sheets").iterdir()} == expected
