"""Words, terms and keys: expected ones by cases, and the browser's equal to Python's."""

import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.search import rules, words
from generator.search.searcher import one_edit
from generator.search.stem import stem
from tests.search_code import SearchCode
from tests.search_texts import ROOT, sentences

CASES = json.loads((Path(__file__).parent / "cases" / "search-words.json").read_text("utf-8"))

SCRIPTS = (
    "aAeEzZ0159 -_.'’#+ßæıİſςΣσάΈёЙїàñÅộÇ"
    "漢字々かガｶﾞゝアーไทยລາວမြန်ខ្មែរहिंदीதமிழ்한국שָׁםكاً\u0301\u3099\ufe0f😀𠮷ǅﬁ½㎏"
)


@pytest.fixture(scope="module")
def code(node):
    """The browser's code."""
    running = SearchCode(node)
    yield running
    running.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:20] or "empty")
def test_cases(case):
    """The words and the key of a text are those of the shared case."""
    assert words.runs(case["text"]) == case["runs"]
    assert words.query_words(case["text"]) == case["query"]
    assert words.key(case["text"]) == case["key"]


def test_every_character_folds_as_in_the_browser(code):
    """Each assigned character, alone and between letters, gives the same runs on both sides."""
    texts = [
        f"{chr(c)} x{chr(c)}Y"
        for c in range(sys.maxunicode + 1)
        # What a newer Unicode added is unknown to one side; private and lone halves are no text.
        if unicodedata.category(chr(c)) not in ("Cn", "Co", "Cs")
    ]
    found = code.ask("runs", texts)
    wrong = [(t, words.runs(t), f) for t, f in zip(texts, found, strict=True) if words.runs(t) != f]
    assert not wrong


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.sampled_from(SCRIPTS), max_size=40), min_size=1, max_size=20))
def test_texts_give_the_same_words_as_in_the_browser(code, texts):
    """Random text in mixed scripts gives the same query words, key and terms on both sides."""
    assert code.ask("queryWords", texts) == [words.query_words(text) for text in texts]
    assert code.ask("key", texts) == [words.key(text) for text in texts]


@given(st.text(st.sampled_from(SCRIPTS), max_size=60))
def test_queries_find_what_documents_hold(text):
    """Each word of a text as a query is among the words that a document with the text is indexed by."""
    held = {words.term(word) for word in words.words(text)}
    if len(text) <= words.QUERY_LIMIT:
        assert {words.term(word) for word in words.query_words(text)} <= held


@given(st.text(max_size=500))
def test_queries_are_bounded(text):
    """However long a query is, a few words of bounded length come out of it."""
    found = words.query_words(text * 3)
    assert len(found) <= words.QUERY_WORDS
    assert all(len(word) <= words.WORD_LIMIT for word in found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("code-reviewer", {"code", "reviewer", "codereviewer"}),
        ("code_reviewer", {"code", "reviewer", "codereviewer"}),
        ("codeReviewer", {"code", "reviewer", "codereviewer"}),
        ("HTTPServer", {"http", "server", "httpserver"}),
        ("SuperClaude_Framework", {"superclaude", "super", "claude", "framework", "superclaudeframework"}),
        ("Code Reviewer", {"code", "reviewer"}),
        ("d3.js", {"d3", "js", "d3js"}),
        ("über-Prüfer", {"uber", "prufer", "uberprufer"}),
        ("画像-生成", {"画像", "像", "生成", "成"}),
    ],
)
def test_names_give_parts_and_wholes(name, expected):
    """A compound name is indexed by its parts and as one word."""
    assert set(words.name_words(name)) == expected


def test_stems_are_those_of_lunr_js(code):
    """Every word of natural text, with many endings, has the stem that lunr.js gives it."""
    text = " ".join(sentences()[0]) + " ".join(
        file.read_text("utf-8") for file in sorted(ROOT.glob("generator/**/*.py"))
    )
    roots = sorted(set(re.findall("[a-z]+", text.lower())))
    endings = ("", "s", "es", "ed", "ing", "y", "ies", "ly", "ness", "ful", "ational", "ization", "izer")
    endings += (
        "ment",
        "ement",
        "ance",
        "able",
        "ible",
        "ive",
        "iveness",
        "eed",
        "ion",
        "sion",
        "ll",
        "e",
        "yed",
    )
    candidates = sorted(
        {root + ending for root in roots for ending in endings} | {"y" + root for root in roots}
    )
    expected = code.ask("lunrStems", candidates)
    assert [(w, e) for w, e in zip(candidates, expected, strict=True) if stem(w) != e] == []
    assert code.ask("stems", candidates) == expected
    assert len(candidates) > 50_000


@given(st.text("aeiouybcdlstz", max_size=12))
def test_stems_of_any_letters_are_those_of_lunr_js(code, word):
    """Words of any letters have the stem that lunr.js gives them."""
    assert [stem(word)] == code.ask("lunrStems", [word]) == code.ask("stems", [word])


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_is_the_same_in_the_browser(code, a, b):
    """Both sides agree on what one edit is, and an edit can be undone."""
    assert one_edit(a, b) == one_edit(b, a) == code.ask("oneEdit", [[a, b]])[0]


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("deploy", "deploy", False),
        ("deploy", "depoly", True),
        ("deploy", "deply", True),
        ("deploy", "deploys", True),
        ("deploy", "seploy", True),
        ("deploy", "edploys", False),
        ("ab", "ba", True),
        ("", "a", True),
    ],
)
def test_one_edit(a, b, near):
    """A letter more, less or other, or two swapped, is one edit; nothing, or more, is not."""
    assert one_edit(a, b) is near


def test_the_rules_of_the_browser_are_those_of_python():
    """The generated JavaScript module is what the Python rules make."""
    file = ROOT / "templates/assets/js/lib/search-rules.js"
    assert file.read_text("utf-8") == rules.module(), "run: python -m generator.search.rules > " + str(file)
