"""Values written as YAML: read back as they were, and as a person would have written them."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.yaml_text import mapping_text, parse, plain, scalar_text

ODD = (
    *(
        "no",
        "1:30",
        "2026-01-31",
        "- x",
        "a: b",
        "a #b",
        "#",
        "",
        " ",
        "x ",
        "\n",
        "a\nb\n",
        "&a",
        "*a",
        "!a",
    ),
    *(
        "%",
        "@",
        "`",
        "'",
        '"',
        "[a]",
        "{a}",
        "a, b",
        "a,b",
        "?",
        "? a",
        "---",
        "--- a",
        "...",
        "1_000",
        "0x1f",
    ),
    *(
        "1e3",
        "~",
        "null",
        "word " * 40,
        ("word " * 40).strip(),
        "a\n\n  b",
        "a\n \nb",
        "\tb",
        "é",
        "a:",
        "::",
    ),
    *("日本 " * 30 + "x", "\U0001f600", "# " + "y" * 100, "x" * 200, "-", "a\r\nb", "<<", "=", "a\x07b"),
    *("\u202e", "\ufeffx", "\x85"),
)
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = st.text(ANY, max_size=40) | st.sampled_from(ODD)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS.filter(lambda key: key != "<<"), VALUES, max_size=5))
def test_what_is_written_is_read_back(values):
    """Whatever the values, the guarded reader gives back the same."""
    assert plain(parse(mapping_text(values), "f")) == values


@given(st.dictionaries(st.sampled_from("abc"), TEXTS, max_size=3))
def test_other_readers_read_the_same(values):
    """YAML 1.1 reads every text as that text, but for dates, which definitions write plainly."""
    texts = {key: value for key, value in values.items() if value != "2026-01-31"}
    assert yaml.safe_load(mapping_text(texts)) == texts


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "{}\n"),
        ({"name": "A plain name", "added": "2026-01-31"}, "name: A plain name\nadded: 2026-01-31\n"),
        ({"name": "no", "note": "a: b"}, 'name: "no"\nnote: "a: b"\n'),
        ({"tags": ["ui", "python"]}, "tags: [ui, python]\n"),
        ({"exclude": ["examples/**"]}, "exclude:\n  - examples/**\n"),
        (
            {"exclude": [{"pattern": "a", "reason": "b"}, "c"]},
            "exclude:\n  - pattern: a\n    reason: b\n  - c\n",
        ),
        ({"map": {"a/b": "skill"}}, "map:\n  a/b: skill\n"),
        ({"notes": "One.\n\nTwo."}, "notes: |-\n  One.\n\n  Two.\n"),
        (
            {"description": "Twelve letters " * 8 + "end."},
            "description: >-\n  "
            + ("Twelve letters " * 6).strip()
            + "\n  Twelve letters Twelve letters end.\n",
        ),
    ],
)
def test_the_form_is_that_of_people(values, text):
    """Short texts stand bare, lists of words in brackets, long texts folded, lines as lines."""
    assert mapping_text(values) == text


def test_a_key_or_text_in_one_line():
    """A text by itself stays in one line whatever it holds."""
    assert scalar_text("a\nb") == '"a\\nb"'
    assert scalar_text("ok") == "ok"
