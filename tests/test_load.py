"""Finding and reading a catalog's files: what is a definition, what is refused, all problems at once."""

import errno
import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import DefinitionError, SettingsError, Severity
from generator.load import (
    check_sources,
    load_base_url,
    load_settings,
    load_sources,
    read_regular,
    unborn_paths,
    watched_paths,
)
from generator.schema import default_settings

SHIPPED = default_settings("Test")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")


def catalog(root: Path, **files: str) -> Path:
    """A catalog with these definitions, by id."""
    (root / "sources").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / "sources" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return root


def link(path: Path) -> None:
    """A symbolic link to a good definition."""
    target = path.parent.parent / "elsewhere.yaml"
    target.write_text("repo_url: a/b", encoding="utf-8")
    path.symlink_to(target)


def unix_socket(path: Path) -> None:
    """A socket; bound by a relative name, since its path may only be short."""
    here = Path.cwd()
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path.name)
    os.chdir(here)


PROBLEMS = {
    # name in sources/, and how it comes there: its code
    "link.yaml": (link, "not-regular"),
    "dangling.yaml": (lambda path: path.symlink_to("nowhere"), "not-regular"),
    "loop.yaml": (lambda path: path.symlink_to(path.name), "not-regular"),
    "folder.yaml": (Path.mkdir, "not-regular"),
    "pipe.yaml": (os.mkfifo, "not-regular"),
    "socket.yaml": (unix_socket, "unreadable"),
    "big.yaml": (lambda path: path.write_bytes(b"# " + b"x" * 65_536), "too-large"),
    "sparse.yaml": (lambda path: (path.touch(), os.truncate(path, 1 << 40)), "too-large"),
    "latin.yaml": (lambda path: path.write_bytes(b"repo_url: a/b\nname: \xe9"), "not-utf8"),
    "utf16.yaml": (lambda path: path.write_text("repo_url: a/b", encoding="utf-16"), "not-utf8"),
    "nothing.yaml": (Path.touch, "empty-file"),
    "away.yaml": (lambda path: path.write_text("path: nowhere", encoding="utf-8"), "no-folder"),
    "other.yml": (lambda path: path.write_text("repo_url: a/b"), "wrong-ending"),
    "OTHER.YAML": (lambda path: path.write_text("repo_url: a/b"), "wrong-ending"),
    "data.json": (lambda path: path.write_text("{}"), "wrong-ending"),
    "notes.txt": (lambda path: path.write_text("x"), "stray-file"),
    "deeper": (Path.mkdir, "stray-file"),
    "CON.yaml": (lambda path: path.write_text("repo_url: a/b"), "bad-id"),
    "no-catalog": (None, "no-catalog"),
}


@posix
@pytest.mark.parametrize("name", [name for name in PROBLEMS if PROBLEMS[name][0]])
def test_what_is_no_definition_is_a_problem(name, tmp_path):
    """Links, pipes, folders, giants, wrong endings and encodings are reported by name, and never read."""
    root = catalog(tmp_path, good="repo_url: good/one")
    make, code = PROBLEMS[name]
    make(root / "sources" / name)
    sources, problems = check_sources(root, SHIPPED)
    assert [source.id for source in sources] == ["good"]
    assert [(p.file, p.code) for p in problems] == [(f"sources/{name}", code)]
    assert problems[0].severity is (Severity.WARNING if code == "stray-file" else Severity.ERROR)


def test_a_file_without_permission_is_a_problem(tmp_path, monkeypatch):
    """What cannot be opened is reported with the system's words."""
    root = catalog(tmp_path, a="repo_url: a/b")

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # a file's mode does not stop root
    (problem,) = check_sources(root, SHIPPED)[1]
    assert (problem.code, problem.message) == ("unreadable", "the file cannot be read: permission denied")


def test_quiet_files_are_left_alone(tmp_path):
    """Hidden files and a README beside the definitions are welcome."""
    root = catalog(tmp_path, a="repo_url: a/b")
    for name in (".gitkeep", ".a.yaml.swp", "README.md", "LICENSE"):
        (root / "sources" / name).write_text("x", encoding="utf-8")
    assert check_sources(root, SHIPPED)[1] == ()


# --------------------------------------------------------------------- sources


def test_sources_come_sorted_by_id(tmp_path):
    """The order of the folder's listing does not matter, and files are named from the root."""
    root = catalog(tmp_path, b="repo_url: a/2", a="repo_url: a/1", a_b="repo_url: a/3", a0="repo_url: a/4")
    sources = load_sources(root, SHIPPED)
    assert [source.id for source in sources] == ["a", "a-b", "a0", "b"]
    assert sources[0].file == "sources/a.yaml"


def test_all_problems_of_all_files_come_at_once(tmp_path):
    """One error holds everything that is wrong, in the order of files and places."""
    root = catalog(tmp_path, b="repo_url: [", a="tgas: 1\nrepo_url: x", c="repo_url: a/b", d="repo_url: A/B")
    with pytest.raises(DefinitionError) as caught:
        load_sources(root, SHIPPED)
    assert [(p.place, p.code) for p in caught.value.problems] == [
        ("sources/a.yaml:1:1", "unknown-field"),
        ("sources/a.yaml:2:11", "bad-repository"),
        ("sources/b.yaml:2:1", "not-yaml"),
        ("sources/d.yaml:1:11", "duplicate-repository"),
    ]


def test_warnings_do_not_stop_a_load(tmp_path):
    """A stray file is reported by a check, and sources load all the same."""
    root = catalog(tmp_path, a="repo_url: a/b")
    (root / "sources/notes.txt").touch()
    assert len(load_sources(root, SHIPPED)) == 1
    assert [p.severity for p in check_sources(root, SHIPPED)[1]] == [Severity.WARNING]


def test_a_catalog_may_be_empty(tmp_path):
    """A catalog whose folder of sources is empty, or not there yet, has no sources and no problem."""
    assert check_sources(tmp_path, SHIPPED) == ((), ())
    assert check_sources(catalog(tmp_path), SHIPPED) == ((), ())


def test_sources_that_are_no_folder_are_a_problem(tmp_path):
    """A file in the place of the folder is reported, not taken for an empty catalog."""
    (tmp_path / "sources").touch()
    assert [(p.file, p.code) for p in check_sources(tmp_path, SHIPPED)[1]] == [("sources", "unreadable")]


# ------------------------------------------------------------------------ only


def test_only_some_files_are_judged(tmp_path):
    """With files named, only their sources and their problems are given."""
    root = catalog(tmp_path, a="repo_url: a/b", bad="x: 1", c="repo_url: c/d")
    sources, problems = check_sources(root, SHIPPED, only=[root / "sources/a.yaml"])
    assert ([s.id for s in sources], problems) == (["a"], ())
    assert [s.id for s in load_sources(root, SHIPPED, only=[root / "sources/c.yaml"])] == ["c"]


def test_a_named_file_is_held_against_the_others(tmp_path):
    """Of two that clash the named one is blamed, also where the other comes later."""
    root = catalog(tmp_path, a="repo_url: a/b", b="repo_url: a/b")
    for name, other in (("a", "b"), ("b", "a")):
        _, problems = check_sources(root, SHIPPED, only=[root / f"sources/{name}.yaml"])
        assert [(p.file, p.code) for p in problems] == [(f"sources/{name}.yaml", "duplicate-repository")]
        assert problems[0].hint == f"the other one is sources/{other}.yaml"


def test_files_may_be_named_from_here_or_from_the_root(tmp_path, monkeypatch):
    """A relative path is taken from the working folder, else from the catalog's root."""
    root = catalog(tmp_path / "catalog", a="repo_url: a/b", b="repo_url: b/c")
    monkeypatch.chdir(tmp_path)
    for path in ("catalog/sources/a.yaml", "sources/a.yaml", "catalog/../catalog/sources/a.yaml"):
        assert [s.id for s in load_sources(root, SHIPPED, only=[Path(path)])] == ["a"]


@posix
def test_links_to_folders_are_followed(tmp_path):
    """The catalog may be reached by a link, and its sources lie behind one; only files may be no links."""
    root = catalog(tmp_path / "real", a="repo_url: a/b")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/sources").symlink_to("../real/sources")
    for file in (tmp_path / "link/sources/a.yaml", tmp_path / "other/sources/a.yaml"):
        for place in (root, tmp_path / "link", tmp_path / "other"):
            sources = load_sources(place, SHIPPED, only=[file])
            assert [(s.id, s.file) for s in sources] == [("a", "sources/a.yaml")]


@posix
def test_a_named_file_behind_links_in_a_circle_is_not_there(tmp_path):
    """A path that never ends is a file that cannot be read."""
    root = catalog(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    assert [p.code for p in check_sources(root, SHIPPED, only=[root / "loop/a.yaml"])[1]] != []


def test_a_named_file_may_lie_elsewhere(tmp_path):
    """A definition can be tried before it is put into the catalog."""
    root = catalog(tmp_path / "catalog", a="repo_url: a/b")
    draft = tmp_path / "draft.yaml"
    draft.write_text("repo_url: a/b", encoding="utf-8")
    sources, problems = check_sources(root, SHIPPED, only=[draft])
    assert [s.id for s in sources] == ["draft"]
    assert [p.code for p in problems] == ["duplicate-repository"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("missing.yaml", "unreadable"), ("sources/a.txt", "wrong-ending"), ("b.yml", "wrong-ending")],
)
def test_a_named_file_that_is_no_definition_is_a_problem(name, code, tmp_path):
    """What was named and is not there, or is something else, is said."""
    root = catalog(tmp_path)
    (root / "sources/a.txt").touch()
    (root / "b.yml").touch()
    assert [p.code for p in check_sources(root, SHIPPED, only=[root / name])[1]] == [code]


def test_the_settings_may_be_named_as_well(tmp_path):
    """A list of changed files holds ``catalog.yaml`` at times; it is checked with every load."""
    root = catalog(tmp_path, a="repo_url: a/b")
    (root / "catalog.yaml").write_text("title: X", encoding="utf-8")
    assert check_sources(root, SHIPPED, only=[root / "catalog.yaml"]) == ((), ())


@posix
def test_hostile_file_names_are_shown_harmlessly(tmp_path):
    """A name with escapes, line ends or broken bytes is printable in problems."""
    root = catalog(tmp_path)
    for name in (b"a\x1b[31m.yaml", b"::error::\nx.yaml", b"\xff.yaml"):
        Path(os.fsdecode(bytes(root / "sources") + b"/" + name)).write_bytes(b"repo_url: a/b")
    _, problems = check_sources(root, SHIPPED)
    assert {p.code for p in problems} == {"bad-id", "invisible-character"}
    assert all(p.file.isprintable() and p.found.isprintable() and p.hint.isprintable() for p in problems)


# --------------------------------------------------------------------- settings


def test_settings_are_read(tmp_path):
    """``catalog.yaml`` gives the settings."""
    (tmp_path / "catalog.yaml").write_text("title: X", encoding="utf-8")
    assert load_settings(tmp_path) == default_settings("X")


def test_without_a_file_the_folder_gives_the_title(tmp_path):
    """A folder of sources alone is a catalog as shipped, named after its folder."""
    root = catalog(tmp_path / "my-team_tools")
    assert load_settings(root) == default_settings("My Team Tools")


def test_without_anything_there_is_no_catalog(tmp_path):
    """In a folder with neither settings nor sources the user is told where to go."""
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert [(p.file, p.code) for p in caught.value.problems] == [("catalog.yaml", "no-catalog")]


def test_settings_with_the_other_ending_are_not_overlooked(tmp_path):
    """``catalog.yml`` is an error with a hint, not a catalog without settings."""
    root = catalog(tmp_path)
    (root / "catalog.yml").write_text("title: X", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    assert [(p.code, p.hint) for p in caught.value.problems] == [
        ("wrong-ending", "rename it to catalog.yaml")
    ]


@posix
@pytest.mark.parametrize("make", [link, Path.mkdir, os.mkfifo], ids=["link", "folder", "pipe"])
def test_settings_must_be_a_regular_file(make, tmp_path):
    """A link, folder or pipe in the place of the settings is refused."""
    root = catalog(tmp_path / "root")
    make(root / "catalog.yaml")
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    assert [p.code for p in caught.value.problems] == ["not-regular"]


def test_all_problems_of_the_settings_come_at_once(tmp_path):
    """The error holds everything, YAML's problems and the fields' alike."""
    (tmp_path / "catalog.yaml").write_text("title: X\ntitle: Y\nshiny: 1\npage_size: 0", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert [p.code for p in caught.value.problems] == ["duplicate-key", "unknown-field", "out-of-range"]


# ----------------------------------------------------------------------- files


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """A catalog of one file that changes from example to example."""
    return catalog(tmp_path_factory.mktemp("scratch"))


FRAGMENTS = st.sampled_from(
    [
        b"repo_url: a/b\n",
        b"tags: [",
        b"]",
        b": ",
        b"- ",
        b"\n",
        b"&a ",
        b"*a",
        b'"',
        b"\\ud800",
        b"\xff",
        b"\x00",
        b"\r",
    ]
)


@settings(deadline=None)
@given(content=st.binary(max_size=200) | st.lists(FRAGMENTS, max_size=12).map(b"".join))
def test_any_bytes_give_a_source_or_problems(scratch, content):
    """Whatever a file holds, a load ends with its source, or with problems in that file."""
    (scratch / "sources/x.yaml").write_bytes(content)
    sources, problems = check_sources(scratch, SHIPPED)
    assert [s.id for s in sources] == ([] if problems else ["x"])
    assert {p.file for p in problems} <= {"sources/x.yaml"}


def test_a_file_that_grows_is_read_to_the_limit(tmp_path):
    """A file is read up to 64 KiB and one byte, so that the limit is seen to be passed."""
    path = tmp_path / "x"
    path.write_bytes(b"x" * 65_536)
    assert read_regular(path, "x") == b"x" * 65_536


def test_what_a_build_reads_is_watched(tmp_path):
    """Settings, definitions, lock and theme are watched as far as they exist."""
    root = catalog(tmp_path)
    (root / "catalog.lock").touch()
    assert {path.name for path in watched_paths(root)} == {"sources", "catalog.lock"}
    assert {path.name for path in unborn_paths(root)} == {"catalog.yaml", "theme", "pages", "templates"}


def test_a_logo_elsewhere_is_watched(tmp_path):
    """Logo and favicon are watched wherever they lie."""
    root = catalog(tmp_path)
    (root / "art").mkdir()
    (root / "art/logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (root / "catalog.yaml").write_text("title: X\nlogo: art/logo.svg\n")
    assert root / "art/logo.svg" in watched_paths(root)


def test_an_address_from_the_command_line_is_held_to_the_same_rules():
    """What --base-url gives is checked, and tidied, as the settings' own address is."""
    assert load_base_url("https://example.org/a/") == "https://example.org/a"
    with pytest.raises(SettingsError) as caught:
        load_base_url("javascript:alert(1)")
    assert caught.value.problems[0].file == "--base-url"
