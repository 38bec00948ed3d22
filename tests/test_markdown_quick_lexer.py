"""The quick lexers against Pygments' own, and what is known of a regular expression's beginning."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import find_lexer_class_by_name

from generator.markdown.curly_lexer import KEYWORDS, CurlyLexer
from generator.markdown.first_characters import first_characters
from generator.markdown.highlight import LEXERS
from generator.markdown.quick_lexer import can_be_quick, quick

STOCK = {
    name: find_lexer_class_by_name(name)()
    for name in sorted(set(LEXERS.values()) - KEYWORDS.keys())
    if can_be_quick(find_lexer_class_by_name(name))
} | {name: CurlyLexer(name) for name in KEYWORDS}
QUICK = {name: quick(type(lexer), *([name] if name in KEYWORDS else [])) for name, lexer in STOCK.items()}

# ruff: noqa: SIM905 - a table of words

WORDS = """
def class import from as return if else for in function const let var export default async await type
interface fn pub use mod impl package func struct echo cd sudo export $HOME ${A} SELECT FROM WHERE FROM RUN
COPY true false null None self this x foo Bar _b 0 12 3.5 0x1F 1e9 // # /* */ -- <!-- --> <div class="a">
</div> <? ?> ' " ''' ` ``` f" r' \\ \\n \\" {{ }} { } ( ) [ ] ; : , . .. ... = == => -> + - * / % & | ^ ! ? @
~ :: $ $( #!/bin/sh @@ +++ --- [a] a: &a *a !t %d {} é ſ 名 K
""".split()
CODE = st.lists(st.sampled_from([*WORDS, " ", " ", "\n", "\t", "    "]), max_size=40).map("".join)


@pytest.mark.parametrize("language", sorted(STOCK))
@settings(max_examples=40)
@given(code=CODE)
def test_tokens_are_those_of_pygments(language, code):
    """Trying only the rules that may match at a character gives the tokens that trying all gives."""
    expected = list(STOCK[language].get_tokens_unprocessed(code))
    assert list(QUICK[language].get_tokens_unprocessed(code)) == expected


def test_most_lexers_can_be_quick():
    """What is left to Pygments alone are the lexers with a stack of their own making."""
    assert set(LEXERS.values()) - STOCK.keys() == {"console", "json", "makefile", "pycon", "ruby", "yaml"}


@pytest.mark.parametrize(
    ("pattern", "flags", "expected"),
    [
        ("ab|c", 0, "ac"),
        ("a?b", 0, "ab"),
        ("a*", 0, None),
        ("(?:a|)b", 0, "ab"),
        ("(?<!x)(?=y)z", 0, "z"),
        ("^a$", 0, "a"),
        ("[a-c]+", 0, "abc"),
        (r"[\d_]", 0, "0123456789_"),
        ("(?i)k", 0, "kK"),
        ("(?i:k)", 0, "kK"),
        ("(?i)a(?-i:b)", 0, "aA"),
        ("(?>a|b)c", 0, "ab"),
        ("a++", 0, "a"),
        ("", 0, None),
        ("(a)\\1", 0, "a"),
        ("é", 0, ""),
    ],
)
def test_first_characters(pattern, flags, expected):
    """The characters that a match may begin with; nothing is told of what may be empty."""
    assert first_characters(pattern, flags) == (None if expected is None else frozenset(expected))


PARTS = [
    "a",
    "b?",
    "[^a]",
    r"\w",
    r"\W",
    r"\s?",
    ".",
    "(?i)",
    "(?:a|b)",
    "(c)*",
    "(?=a)",
    "(?!b)",
    r"\b",
    "^",
]
PARTS += ["[a-z&]", "[^\\d]", "K", "[ſ-ƒ]", "(?i:[^b])", "(?i:ſ)", "(?:)", "a{2,}?", "(?>x|y)?"]


@settings(max_examples=500)
@given(
    st.lists(st.sampled_from(PARTS), max_size=5).map("".join), st.text(alphabet="abckKsS1 \n&ſK", max_size=4)
)
def test_no_match_begins_with_another_character(pattern, text):
    """Whatever an expression matches begins with one of the characters that were told."""
    try:
        match = re.match(pattern, text, re.MULTILINE)
    except re.error:  # flags in the middle
        return
    first = first_characters(pattern, re.MULTILINE | re.UNICODE)
    assert match is None or first is None or not match[0][:1].isascii() or match[0][:1] in first
