"""Globs: what they mean, held against a plain reading of the rules, and that none of them hangs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.scan.globs import AnyGlob, Glob

CASES = [
    ("SKILL.md", "SKILL.md", True),
    ("SKILL.md", "skill.md", False),
    ("skill.md", "SKILL.md", True),
    ("**/SKILL.md", "SKILL.md", True),
    ("**/SKILL.md", "a/b/SKILL.md", True),
    ("**/SKILL.md", "a/bSKILL.md", False),
    ("*.md", "a/b.md", False),
    ("*/*.md", "a/b.md", True),
    ("a/**", "a", True),
    ("a/**", "a/b/c", True),
    ("a/**", "ab", False),
    ("a/**/b", "a/b", True),
    ("a/**/b", "a/x/y/b", True),
    ("**/a/**", "x/a", True),
    ("**/a/**/b/**/c", "q/a/b/x/c", True),
    ("**/a/b/**/c", "a/x/a/b/c", True),
    ("*a*b*c", "xaxbxcx", False),
    ("*a*b*c", "xaxcxbxc", True),
    ("?.md", "a.md", True),
    ("?.md", "ab.md", False),
    ("{a,b}/*.{md,txt}", "b/x.txt", True),
    ("{a,b}/*.{md,txt}", "c/x.txt", False),
    ("x{,y}", "x", True),
    ("a**b", "axxb", True),
    ("**", "", True),
    ("**", "a/b", True),
    ("./a/", "a", True),
    ("a.c", "abc", False),
    ("[a]", "a", False),
    ("a{b", "a{b", True),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), CASES)
def test_a_glob_means(pattern, path, expected):
    """Each pattern matches the path or not, as the table says; many at once agree."""
    assert Glob.of(pattern).matches(path) is expected
    assert AnyGlob.of((pattern, "no/such/Path")).matches(path) is expected


@pytest.mark.parametrize("path", ["a", "a/b", "a/b/c"])
def test_a_glob_covers_what_lies_below(path):
    """An exclusion that names a folder means everything in it."""
    assert Glob.of("a").covers(path)
    assert not Glob.of("b").covers(path.replace("b", "x"))


def plain(segments: list[str], path: list[str]) -> bool:
    """The meaning of a glob, read straight from its definition, as slow as it may be."""
    if not segments:
        return not path
    if segments[0] == "**":
        return plain(segments[1:], path) or (bool(path) and plain(segments, path[1:]))
    pattern = "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in segments[0])
    return bool(path) and re.fullmatch(pattern, path[0]) is not None and plain(segments[1:], path[1:])


SEGMENT = st.sampled_from(["**", "*", "a", "b", "a*", "*b", "*a*b", "?", "a?", "ab"])
NAME = st.sampled_from(["a", "b", "ab", "aab", "ba", "abab", "c"])


@given(st.lists(SEGMENT, min_size=1, max_size=6), st.lists(NAME, max_size=7))
def test_a_glob_agrees_with_its_definition(segments, path):
    """The one regular expression finds what trying everything finds."""
    assert Glob.of("/".join(segments)).matches("/".join(path)) is plain(segments, path)


@given(st.text("a*?{},./[]()|\\^$+-A é", max_size=30), st.text("aA/.{}é", max_size=20))
def test_any_text_is_a_glob(pattern, path):
    """No pattern is refused, and its limits never rule out what it matches."""
    glob = Glob.of(pattern)
    if glob.matches(path):
        depth = path.count("/") + 1 if path else 0
        assert glob.fewest <= depth
        assert path.casefold().endswith(glob.suffix)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 200 + "b", "a" * 4000),
        ("**/*a*/" * 40 + "b", "/".join(["aaaa"] * 800)),
        ("**/a/" * 100 + "b", "a/" * 2000 + "c"),
        ("{a,aa}*" * 6 + "b", "a" * 4000),
        ("{" + ",".join("a" * i for i in range(200)) + "}" * 3, "a" * 4000),
    ],
    ids=["stars", "stars and folders", "folders", "braces", "many braces"],
)
def test_no_glob_hangs(pattern, path):
    """Patterns that are made to go astray answer at once (a hang would run into the test's time limit)."""
    assert Glob.of(pattern).matches(path) is False
