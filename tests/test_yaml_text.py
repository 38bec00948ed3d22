"""Reading YAML safely: places, meanings, refusals, and the two parsers held to one answer."""

import time
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.errors import ProblemsError
from generator.yaml_text import (
    MAX_BYTES,
    MAX_PROBLEMS,
    ListNode,
    MappingNode,
    ScalarNode,
    decode,
    parse,
    parse_all,
    parse_front_matter,
    plain,
    split_front_matter,
)
from generator.yaml_text.walk import CParser, read_fast, read_slow

# ---------------------------------------------------------------------- places


def test_everything_has_its_place():
    """Keys, values, items and their ends carry lines and columns that count from 1."""
    node = parse('name: "é x"\ntags:\n  - ui\n  - [a, b]\n', "f")
    assert isinstance(node, MappingNode)
    (name, text), (_, tags) = node.entries
    assert (name.line, name.column, name.end_column) == (1, 1, 5)
    assert (text.line, text.column, text.end_line, text.end_column) == (1, 7, 1, 12)
    assert isinstance(tags, ListNode)
    assert (tags.line, tags.column) == (3, 3)
    assert [(item.line, item.column) for item in tags.items] == [(3, 5), (4, 5)]


def test_columns_count_characters():
    """A character beyond the basic plane is one column wide."""
    node = parse("[😀, x]", "f")
    assert isinstance(node, ListNode)
    assert [item.column for item in node.items] == [2, 5]


def test_a_key_is_found_by_its_name():
    """``get`` gives the value under a key, or None."""
    node = parse("a: 1\nb: 2", "f")
    assert isinstance(node, MappingNode)
    assert node.get("b") == ScalarNode(2, "2", 2, 4, 2, 5)
    assert node.get("c") is None


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "--- # x\n...\n"])
def test_an_empty_text_is_null(text):
    """A file without content is one null scalar."""
    assert plain(parse(text, "f")) is None


# --------------------------------------------------------------------- meaning


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("0", 0),
        ("-12", -12),
        ("+7", 7),
        ("0123", 123),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1.0", 1.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("12e5678", float("inf")),
        (".inf", float("inf")),
        ("-.INF", float("-inf")),
        ("-", "-"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("2026-01-31", "2026-01-31"),
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"),
        ("9" * 40, int("9" * 40)),
        ("9" * 41, "9" * 41),
        ("'1'", "1"),
        ('"true"', "true"),
        ("'<<'", "<<"),
        ("=", "="),
    ],
)
def test_plain_words_mean_what_the_core_schema_says(word, value):
    """Unquoted words are null, booleans, numbers or text by YAML 1.2, and never dates."""
    if word == "-":
        word = "[-x]"
        value = ["-x"]
    found = plain(parse(f"- {word}\n", "f"))
    assert found == [value]
    assert type(found[0]) is type(value)


def test_not_a_number_is_a_number():
    """``.nan`` is a number that equals none."""
    found = plain(parse(".nan", "f"))
    assert isinstance(found, float)
    assert found != found  # noqa: PLR0124


def test_the_text_of_a_number_is_kept():
    """A number keeps how it was written, for messages that tell to quote it."""
    node = parse("1.0", "f")
    assert isinstance(node, ScalarNode)
    assert (node.value, node.text) == (1.0, "1.0")


# ------------------------------------------------------------------- refusals

REFUSED = [
    # text, then place and code of every problem
    ("a: 1\na: 2\nb: 3\nb: 4", ["2:1 duplicate-key", "4:1 duplicate-key"]),
    ("1: a\n'1': b", ["2:1 duplicate-key"]),
    ("a: &x 1\nb: *x", ["1:4 anchor", "2:4 alias"]),
    ("&x a: 1", ["1:1 anchor"]),
    ("- &x {a: 1}\n- &y [b]\n- <<: *x", ["1:3 anchor", "2:3 anchor", "3:3 merge-key", "3:7 alias"]),
    ("!x a: !!str 1", ["1:1 explicit-tag", "1:7 explicit-tag"]),
    ("! a", ["1:1 explicit-tag"]),
    ("!!python/object/apply:os.system [x]", ["1:1 explicit-tag"]),
    ("a\n---\nb\n---\nc", ["2:1 several-documents"]),
    ("%YAML 1.2\n---\na", ["1:1 directive"]),
    ("%TAG ! x:\n---\na", ["1:1 directive"]),
    ("? {a: b}\n: c\n? [d]\n: e", ["1:3 complex-key", "3:3 complex-key"]),
    ("[" * 13 + "]" * 13, ["1:13 too-deep"]),
    ("- " * 13 + "a", ["1:25 too-deep"]),
    ("[" * 60_000, ["1:13 too-deep"]),
    ("{a: " * 15_000, ["1:49 too-deep"]),
    ("a: [", ["2:1 not-yaml"]),
    ("a: b: c", ["1:5 not-yaml"]),
    ("\ta: 1", ["1:1 not-yaml"]),
    ("%YAML " + "1" * 5_000 + ".1\n---\na", ["1:7 not-yaml"]),
    ('"\\UFFFFFFFF"', ["1:4 not-yaml"]),
    ('"\\U00110000"', ["1:4 not-yaml"]),
    ('"\\xZZ"', ["1:4 not-yaml"]),
    ('- "\\ud83d\\ude00"', ["1:3 surrogate"]),
    ('- "a\\0"', ["1:3 control-character"]),
    ("a: \ud83d", ["1:4 surrogate"]),
    ("a: 1\r\nb: \x00", ["2:4 control-character"]),
    ("a\x1b[31m", ["1:2 control-character"]),
    ("a: \x7f\x85", ["1:4 control-character", "1:5 control-character"]),
    ("a\u2028b\u2029c", ["1:2 control-character", "1:4 control-character"]),
    ("\uffff", ["1:1 control-character"]),
    ("\ufeffa: 1\na: 2", ["1:1 byte-order-mark", "2:1 duplicate-key"]),
    ("a: \ufeff1", ["1:4 byte-order-mark"]),
    ("x" * (MAX_BYTES + 1), ["0:0 too-large"]),
    ("é" * (MAX_BYTES // 2 + 1), ["0:0 too-large"]),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=lambda value: repr(value)[:40])
def test_what_is_refused_is_refused_at_its_place(text, expected):
    """Each thing that a definition has no need for is a problem with line, column and code."""
    _, problems = parse_all(text, "f")
    assert [f"{p.line}:{p.column} {p.code}" for p in problems] == expected
    with pytest.raises(ProblemsError):
        parse(text, "f")


def test_twelve_levels_are_not_too_deep():
    """The limit itself is allowed."""
    assert plain(parse("[" * 12 + "]" * 12, "f")) == [[[[[[[[[[[[]]]]]]]]]]]]


def test_a_file_has_so_many_problems_at_most():
    """A file with thousands of mistakes gives a bounded list."""
    assert len(parse_all("- &a a\n" * 5_000, "f")[1]) == MAX_PROBLEMS
    assert len(parse_all("\x01" * 60_000, "f")[1]) == MAX_PROBLEMS


def test_what_is_left_can_still_be_read():
    """Beside the problems there is the rest, with a mark where something was refused."""
    node, problems = parse_all("a: !x 1\nb: 2\nb: 3", "f")
    assert len(problems) == 2
    assert node is not None
    assert plain(node) == {"a": None, "b": 2}


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        (b"a: \xff", (1, 4), "byte 0xff"),
        ("a: é\nb: ".encode() + b"\xc3(", (2, 4), "byte 0xc3"),
        (b"a: \xed\xa0\x80", (1, 4), "byte 0xed"),
        ("a".encode("utf-16"), (1, 1), "UTF-16"),
        (b"\x00\x00\xfe\xff\x00\x00\x00a", (1, 1), "UTF-32"),
        (b"x" * (MAX_BYTES + 1), (0, 0), "65,537 bytes"),
    ],
)
def test_bytes_that_are_no_text_are_refused(content, place, found):
    """Another encoding than UTF-8, broken UTF-8 and too many bytes are problems with a place."""
    text, problems = decode(content, "f")
    assert text is None
    assert [(p.line, p.column, p.found) for p in problems] == [(*place, found)]


def test_good_bytes_are_text():
    """UTF-8 up to the limit is read."""
    assert decode("é".encode() * (MAX_BYTES // 2), "f") == ("é" * (MAX_BYTES // 2), [])


# ------------------------------------------------------------------ two parsers

_STRUCTURE = ("k: ", "key:", "- ", "-", "\n", "\n  ", "\n    ", "\n- ", " ", ": ", ":", "'", '"', "# c", " #")
_BRACKETS = (
    "[",
    "]",
    "{",
    "}",
    ", ",
    ",",
    "|\n",
    ">\n",
    "|-\n",
    ">-",
    "|",
    "2",
    ">2-\n",
    "?",
    "? ",
    "=",
    "\n\n",
)
_WORDS = (
    "a",
    "b: c",
    "x/y",
    "1",
    "~",
    "''",
    '""',
    "é",
    "日",
    "😀",
    "a:b",
    "http://x?y",
    "-a",
    "--",
    "(",
    "+",
    ".",
)
_MARKS = (
    "---",
    "...",
    "\n---\n",
    "\n...\n",
    "%",
    "@",
    "`",
    "<<",
    "\n# hi\n",
    "&a ",
    "*a",
    "!x ",
    "! ",
    "!!str ",
)
_ODD = ("\t", "\\", "\\n", "\\x41", "\\ud83d", "\r", "\r\n", "%YAML 1.1\n---\n", "\u00a0", "\\\n")
PIECES = st.sampled_from((*_STRUCTURE, *_BRACKETS, *_WORDS, *_MARKS, *_ODD))
YAMLISH = st.lists(PIECES, max_size=16).map("".join)
DOCUMENT = """\
# yaml-language-server: $schema=../schemas/source.schema.json
repo_url: https://github.com/anthropics/skills
description: >-
  The public repository of agent skills: documents, design,
  and more.
tags: [official, documents]
trust: {date: 2026-01-02, note: "Looked at: nothing odd."}
exclude:
  - template/**
  - pattern: docs/**
    reason: |
      documentation
"""


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A definition with a few pieces of it replaced."""
    text = DOCUMENT
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(PIECES) + text[start + draw(st.sampled_from([0, 0, 1, 2, 5, 30])) :]
    return text


@pytest.mark.skipif(CParser is None, reason="PyYAML was built without libyaml")
@settings(max_examples=400, deadline=None)
@given(YAMLISH | edited())
@example("a: [b?c]\n")
@example("|# c\n")
@example("{a: , b: c}\n")
@example(".\t\n")
def test_both_parsers_give_the_same_nodes(text):
    """What libyaml is let to read, PyYAML's own parser reads to the same nodes, without a problem."""
    if not text.endswith("\n"):
        text += "\n"
    fast = read_fast(text)
    if fast is not None:
        assert (repr(fast), []) == (repr(read_slow(text, "f")[0]), read_slow(text, "f")[1])


@pytest.mark.skipif(CParser is None, reason="PyYAML was built without libyaml")
def test_an_ordinary_definition_is_read_by_the_fast_parser():
    """The parser that makes 10,000 definitions bearable is in use."""
    assert read_fast(DOCUMENT) is not None


# ------------------------------------------------------------------------- laws

ANY_TEXT = st.text(max_size=300) | YAMLISH | edited()


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_gives_a_node_or_problems(text):
    """No text makes anything but a node or problems, which have a place inside the text."""
    node, problems = parse_all(text, "f")
    assert node is not None or problems
    lines = text.count("\n") + text.count("\r") + 2
    assert all(0 <= p.line <= lines and p.message and p.code for p in problems)
    assert parse_all(text, "f")[1] == problems


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc: #-é", max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON_VALUES)
def test_json_is_yaml(value):
    """Whatever JSON can say is read as JSON means it."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    if "\ufeff" not in text and "\uffff" not in text and "\ufffe" not in text:
        assert plain(parse(text, "f")) == value


HOSTILE = {
    "brackets": "[" * MAX_BYTES,
    "brackets in lines": "[\n" * 32_000,
    "empty lists": "[[],[]," * 9_000,
    "flow entries": "[" + "a," * 32_000 + "]",
    "braces": "{a: b," * 10_000,
    "question marks": "? " * 32_000,
    "flow questions": "[? " * 20_000,
    "dashes": "- " * 32_000,
    "entries": "-\n" * 32_000,
    "words": "a " * 32_000,
    "lines of a scalar": "a\n" * 32_000,
    "open quote": '"' + "a\n" * 32_000,
    "escapes": '"' + "\\u0041" * 10_900 + '"',
    "block scalar": "|\n" + " a\n" * 21_000,
    "keys": "\n".join(f"k{i}: v" for i in range(7_000)),
    "one key": "a:\n" * 21_000,
    "anchors": "- &a a\n" * 9_000,
    "aliases": "- *a\n" * 13_000,
    "tags": "! " * 32_000,
    "spaces": " " * MAX_BYTES,
    "colons and spaces": (":" + " " * 100) * 640,
    "percent": "%a\n" * 21_000,
    "documents": "---\n" * 16_000,
    "controls": "\x01" * MAX_BYTES,
    "merge bomb": "a: &a {x: 1}\n" + "".join(f"b{i}: {{<<: [*a, *a]}}\n" for i in range(2_500)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_bounded_time(name):
    """The worst 64 KiB that we know of are read or refused within seconds, also as front matter."""
    text = HOSTILE[name][:MAX_BYTES]
    start = time.process_time()
    parse_all(text, "f")
    parse_front_matter(f"---\n{text[:16_000]}\n---\n")
    assert timedelta(seconds=time.process_time() - start) < timedelta(seconds=10)


# ----------------------------------------------------------------- front matter


@pytest.mark.parametrize(
    ("text", "block", "body"),
    [
        ("---\na: 1\n---\nbody\n", "a: 1\n", "body\n"),
        ("\ufeff---  \r\na: 1\r\n---\r\nbody", "a: 1\r\n", "body"),
        ("---\na: 1\n...\nbody", "a: 1\n", "body"),
        ("---\n---\nbody", "", "body"),
        ("---\na: 1\n---", "a: 1\n", ""),
        ("---\na: 1\n--- x\n---\n", "a: 1\n--- x\n", ""),
        ("\n---\na: 1\n---\n", None, "\n---\na: 1\n---\n"),
        ("--- a\n---\n", None, "--- a\n---\n"),
        ("---\nno end", None, "---\nno end"),
        ("body", None, "body"),
        ("", None, ""),
    ],
)
def test_front_matter_is_cut_off(text, block, body):
    """What stands between the first ``---`` line and the next is front matter, the rest the body."""
    assert split_front_matter(text) == (block, body)


def test_endless_front_matter_is_none():
    """Without an end within the limit there is no front matter."""
    text = "---\n" + "a: 1\n" * 4_000 + "---\nbody"
    assert split_front_matter(text) == (None, text)


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        ("name: pdf\ntools: [Read, Write]\n", {"name": "pdf", "tools": ["Read", "Write"]}),
        ("a: true\nb: 1\nc: 1.5\nd: 2026-01-01\n", {"a": True, "b": 1, "c": 1.5, "d": "2026-01-01"}),
        ("e:\nf: ~\ng: [~]\n", {"e": "", "f": "", "g": [""]}),
        ("hooks:\n  Stop:\n    - command: x\n", {"hooks": {"Stop": [{"command": "x"}]}}),
        # what is no YAML, and stands in thousands of repositories
        ("name: x\ndescription: Use when: needed\n", {"name": "x", "description": "Use when: needed"}),
        (
            "description: Use it.\n  Examples: <x> a: b\ntools: [a]\n",
            {"description": "Use it. Examples: <x> a: b", "tools": ["a"]},
        ),
        ("argument-hint: [file] [line]\nmodel: opus\n", {"argument-hint": "[file] [line]", "model": "opus"}),
        ("allowed-tools: @all\n", {"allowed-tools": "@all"}),
        ('description: "quoted" and: more\n', {"description": '"quoted" and: more'}),
        ("description: |\n  a\n\tb: c: d\nname: x\n", {"description": "a b: c: d", "name": "x"}),
        ("name: one\nname: two\n", {"name": "two"}),
        ("a: &x 1\nb: *x\n", {"a": "&x 1", "b": "*x"}),
        ("a: !!python/name:os.system x\n", {"a": "!!python/name:os.system x"}),
        ("name: 'it''s: x\n", {"name": "'it''s: x"}),
        ("name: \x1b[31mred\nb: \u2028x\n", {"name": "[31mred", "b": "x"}),
        ("just text\n", {}),
        ("- a\n- b\n", {}),
        ("", {}),
        ("[" * 5_000, {}),
    ],
)
def test_front_matter_is_read_as_well_as_it_can_be(block, fields):
    """Good YAML is read as such; of the rest each field is read for itself."""
    assert parse_front_matter(f"---\n{block}---\nbody") == fields


def test_windows_line_ends_make_no_difference():
    """Front matter with CRLF says the same."""
    assert parse_front_matter("---\r\nname: x\r\ntext: |\r\n  a\r\n  b\r\n---\r\n") == {
        "name": "x",
        "text": "a\nb\n",
    }


def is_plain(value: object) -> bool:
    """Whether a value is made of texts, numbers, booleans, lists and dicts."""
    if isinstance(value, list):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_plain(item) for key, item in value.items())
    return isinstance(value, str | int | float | bool)


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_front_matter_gives_plain_values(text):
    """Nothing raises, and nothing but plain values comes out."""
    found = parse_front_matter(f"---\n{text}\n---\nbody")
    assert isinstance(found, dict)
    assert is_plain(found)


def test_larger_files_are_read_where_they_are_allowed():
    """A limit of one's own takes the place of the usual one, and is named when it is passed."""
    text = "x: " + "y" * MAX_BYTES + "\n"
    assert parse_all(text, "f", limit=2 * MAX_BYTES)[1] == []
    node, problems = parse_all(text, "f", limit=MAX_BYTES + 1)
    assert node is None
    assert [(p.code, p.expected, p.hint) for p in problems] == [("too-large", "at most 65,537 bytes", "")]
