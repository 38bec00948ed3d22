"""What strangers wrote is printed as one harmless line."""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.printable import is_printable, printable, printable_json

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Lone surrogates too: a JSON answer may hold them."""

NASTY = st.lists(
    st.sampled_from(["::", ":", "##[", "##vso[", "#", "[", " ", "\t", "\n", "\r", "\x1b", "\u202e", "x"])
).map("".join)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain text, naïve — 日本語 ✓", "plain text, naïve — 日本語 ✓"),
        ("one\ntwo\r\nthree\rfour", "one two three four"),
        ("a\x0bb\x0cc\x1cd\x1ee\x85f\u2028g\u2029h", "a b c d e f g h"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        (
            "nul\0 bell\a back\b tab\t del\x7f c1\x9b",
            "nul\\x00 bell\\x07 back\\x08 tab\\x09 del\\x7f c1\\x9b",
        ),
        ("safe\u202egnp.exe\u2066x\u2069", "safe\\u202egnp.exe\\u2066x\\u2069"),
        ("zero\u200bwidth \ufeffbom \U000e0041tag", "zero\\u200bwidth \\ufeffbom \\U000e0041tag"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("half \ud800 pair", "half \\ud800 pair"),
        ("::set-output name=x::1", ": :set-output name=x::1"),
        ("  \u3000::error::x", "  \u3000: :error::x"),
        ("std::vector is fine", "std::vector is fine"),
        ("text\n::add-mask::x", "text ::add-mask::x"),
        ("x ##[command]y ###[z]", "x ## [command]y ### [z]"),
        ("##vso[task]x ##teamcity[y] ## a", "## vso[task]x ## teamcity[y] ## a"),
        (404, "404"),
    ],
)
def test_known_cases(text, printed):
    """Each kind of harm is escaped, and innocent text stays as it is."""
    assert printable(text) == printed


def test_a_long_text_is_cut():
    """At most the asked-for number of characters is printed, the last one an ellipsis."""
    assert printable("x" * 201) == "x" * 199 + "…"
    assert printable("x" * 200) == "x" * 200
    assert printable("abcdef", 3) == "ab…"
    assert printable("abc", 0) == ""


def test_a_huge_text_costs_no_more_than_its_start():
    """Only the part that can be printed is looked at character by character."""
    assert printable("\x1b" * 50_000_000, 8) == "\\x1b\\x1…"


@given(ANY_TEXT | NASTY, st.integers(0, 60))
def test_what_is_printed_is_harmless(text, limit):
    """No output moves a cursor, breaks a line, turns the text or starts a runner's command."""
    line = printable(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert not line.lstrip().startswith("::")
    assert not re.search(r"##\w*\[", line)
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]", line)
    line.encode()


@given(ANY_TEXT | NASTY, st.integers(0, 60))
def test_twice_is_once(text, limit):
    """Text that was escaped already is not escaped again."""
    assert printable(printable(text, limit), limit) == printable(text, limit)


VALUE = st.none() | ANY_TEXT | NASTY
JSON = st.recursive(VALUE, lambda inner: st.lists(inner) | st.dictionaries(NASTY, inner))


@given(JSON)
def test_json_is_printed_harmlessly_and_means_the_same(value):
    """Every line of it is one that may be printed, and a reader gets what was written."""
    text = printable_json(value)
    assert json.loads(text) == value
    assert is_printable(text)
    text.encode()


@pytest.mark.parametrize("text", ["a\n::error::b", "##[group]x", "\x1b[31m", "a\u202eb", "a\rb", "\x9b"])
def test_what_is_not_to_be_printed_is_known(text):
    """One bad line is enough."""
    assert not is_printable(f"fine\n{text}\n")
    assert is_printable("fine\n\tvery: fine, ## too\n")
