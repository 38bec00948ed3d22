"""Stamps of files as columns: what was kept is told again, and nothing else is taken for it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.stamps import Stamps

PATHS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**63), 2**63 - 1)


@given(st.dictionaries(PATHS, st.tuples(NUMBERS, NUMBERS)))
def test_what_is_kept_is_told_again(stamps):
    """By way of JSON, in the same order."""
    again = Stamps.of_plain(json.loads(json.dumps(Stamps.of(stamps).plain())))
    assert list(again) == list(stamps.items())
    assert again.part(0, len(stamps)) == stamps


def test_a_part_is_of_those_side_by_side():
    """From the first number on, up to the second."""
    stamps = {name: (size, 10 * size) for size, name in enumerate("abcd")}
    assert Stamps.of(stamps).part(1, 3) == {"b": (1, 10), "c": (2, 20)}


SOME = Stamps.of({"a": (1, 2), "b": (3, 4)}).plain()


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        ["a\0b\0"],
        ["a\0b", *SOME[1:]],
        ["a\0", *SOME[1:]],
        [SOME[0], SOME[1], ""],
        [SOME[0], SOME[1], "?"],
        [SOME[0], SOME[1], SOME[2][:-4]],
        [SOME[0], SOME[1], 3],
        [3, *SOME[1:]],
    ],
)
def test_anything_else_is_refused(value):
    """Columns of different lengths, of another form, or none."""
    with pytest.raises((ValueError, TypeError, AttributeError)):
        Stamps.of_plain(value)
