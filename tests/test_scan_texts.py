"""How the scan reads strangers' files."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import TreeEntry
from generator.scan.texts import MAX_JSON, Texts, one_line


def entry(path: str) -> TreeEntry:
    """A file of a tree."""
    return TreeEntry(path, "100644", "blob", "0" * 40, 1)


def texts(path: str, content: bytes) -> Texts:
    """One known text."""
    return Texts({path: content})


def test_asking_is_noted():
    """Every file that a rule wanted to read is remembered, known or not."""
    known = texts("a.md", b"x")
    assert (known.knows(entry("a.md")), known.knows(entry("b.md"))) == (True, False)
    assert known.front_matter(entry("c.md")) == {}
    assert known.json(entry("d.json")) is None
    assert known.asked == {"a.md", "b.md", "c.md", "d.json"}


def test_front_matter_may_stand_behind_a_comment():
    """A note of origin before the front matter does not hide it; other text does."""
    front = b"---\nname: x\n---\n"
    assert texts("a.md", b"<!-- from afar -->\n" + front).front_matter(entry("a.md")) == {"name": "x"}
    assert texts("a.md", b"Title\n" + front).front_matter(entry("a.md")) == {}


def test_json_with_a_byte_order_mark_is_read():
    """Editors of Windows write one."""
    assert texts("a.json", b'\xef\xbb\xbf{"a": 1}').json(entry("a.json")) == {"a": 1}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b"1" * 10_000, b" " * MAX_JSON + b"{}", b"\x00"],
    ids=["empty", "half", "deep", "huge number", "too big", "binary"],
)
def test_json_that_cannot_be_read_is_nothing(content):
    """Neither its size nor its depth nor its numbers raise."""
    assert texts("a.json", content).json(entry("a.json")) is None


@pytest.mark.parametrize(
    ("path", "content", "name", "needs"),
    [
        (
            "package.json",
            '{"name": "n", "dependencies": {"a": "1"}, "devDependencies": {"b": "1"}}',
            "n",
            {"a"},
        ),
        ("package.json", '{"peerDependencies": {"c": "1"}}', "", {"c"}),
        (
            "pyproject.toml",
            '[project]\nname = "n"\ndependencies = ["mcp[cli]>=1", "x ; y"]',
            "n",
            {"mcp", "x"},
        ),
        ("pyproject.toml", '[tool.poetry]\nname = "n"\n[tool.poetry.dependencies]\nmcp = "1"', "n", {"mcp"}),
        ("Cargo.toml", '[package]\nname = "n"\n[dependencies]\nrmcp = "1"', "n", {"rmcp"}),
        ("go.mod", "module x/n\nrequire y/z v1", "x/n", {"module", "require", "y/z", "v1"}),
        ("pyproject.toml", "[project", "", set()),
        ("package.json", "[]", "", set()),
    ],
)
def test_a_projects_manifest(path, content, name, needs):
    """Its name and what it builds on, without what only its development needs."""
    project = texts(path, content.encode()).project(entry(path))
    assert (project.name, project.needs) == (name, needs)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  a \n b\t", "a b"),
        ("a\u202eb\x00c\ufeff", "abc"),
        ("\ud800", None),
        ("", None),
        (None, None),
        (True, None),
        (["a"], None),
        (7, "7"),
        (10**5000, None),
        ("abcdefghijkl", "abcdefghi…"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
    ids=lambda v: repr(v)[:20] if not isinstance(v, int) or v < 10 else "huge",
)
def test_one_line(value, expected):
    """Texts and numbers become a clean line of at most the limit; nothing else does."""
    assert one_line(value, 10) == expected


@given(st.text(max_size=300), st.integers(1, 50))
def test_one_line_keeps_its_promise(text, limit):
    """Whatever the text, the line is short, can be written as UTF-8, and says the same when cleaned again."""
    line = one_line(text, limit)
    if line is not None:
        assert len(line) <= limit
        assert line.encode()
        assert one_line(line, limit) == line


@given(st.recursive(st.none() | st.text(max_size=5), lambda s: st.lists(s) | st.dictionaries(st.text(), s)))
def test_any_json_is_some_object(value):
    """What is read as an object is one, empty if the file holds something else."""
    got = texts("a.json", json.dumps(value).encode()).json_object(entry("a.json"))
    assert got == (value if isinstance(value, dict) else {})
