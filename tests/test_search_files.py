"""The files of the index are read in the browser as Python wrote them."""

import base64
import math
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.search import Layout, build_index, lexicon
from generator.search.binary import characters, front_coded, number, numbers, pack, units
from generator.search.parts import boundaries
from generator.search.searcher import EDIT_LETTERS, one_edit
from generator.search.segment import FIELD_COUNT, PLAIN_FREQUENCIES, kind, steps, unpack
from tests.search_code import SearchCode
from tests.search_texts import made_documents

WORDS = st.text("abcdéя漢𠮷", min_size=1, max_size=8)


@pytest.fixture(scope="module")
def code(node):
    """The browser's code."""
    running = SearchCode(node)
    yield running
    running.close()


@given(st.lists(st.integers(0, 2**40), max_size=50))
def test_numbers_are_read_back(code, values):
    """Numbers of any size, one after the other, are read as written."""
    assert code.ask("numbers", list(numbers(values))) == values


@given(st.lists(st.binary(max_size=2000), max_size=6))
def test_columns_are_read_back(code, columns):
    """Columns of any size are read as written."""
    found = code.ask("unpack", base64.b64encode(pack(columns)).decode())
    assert found == [list(column) for column in columns]


def test_large_columns_are_compressed_apart():
    """Columns of different kinds, each with a code of its own, take less than as one."""
    chance = random.Random(1)  # noqa: S311 - made-up bytes are no secret
    low, high = bytes(chance.choices(b"ab", k=4000)), chance.randbytes(4000)
    assert len(pack([low, high])) < 0.95 * len(pack([low + high]))


@given(st.lists(WORDS, unique=True))
def test_sorted_words_are_read_back(code, words):
    """Words that share their beginnings are read as written, astral characters included."""
    given = sorted(map(units, words))
    expected = list(map(characters, given))
    assert code.ask("frontCoded", list(front_coded(given)), 0)["words"] == expected
    found = code.ask("frontCoded", list(front_coded(given, ["x"] * len(given))), 1)
    assert found == {"words": expected, "tails": ["x"] * len(given)}


@given(st.text())
def test_units_are_those_of_javascript(text):
    """A text comes back from its units, which are as many as its UTF-16 has."""
    assert characters(units(text)) == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert len(units(text)) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.lists(WORDS, unique=True), WORDS)
def test_places_in_sorted_words(code, words, wanted):
    """The place of a word is that of the last one at or before it, in JavaScript's order."""
    given = sorted(map(units, words))
    expected = sum(word <= units(wanted) for word in given) - 1
    assert code.ask("placeOf", list(map(characters, given)), wanted) == expected


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 4), st.integers(1, 10**6)), min_size=1))
def test_postings_are_read_back(postings):
    """Postings with frequencies of any size are read as written."""
    postings.sort()
    places = bytearray(place for place, _, _ in postings)
    kinds = b"".join(kind(field, frequency) for _, field, frequency in postings)
    assert list(unpack(steps(bytes(places)), kinds)) == postings


@pytest.mark.parametrize("frequency", [1, PLAIN_FREQUENCIES, PLAIN_FREQUENCIES + 1, 50_000])
def test_frequencies_around_the_limit(frequency):
    """A frequency is one byte up to the limit, and more above."""
    made = kind(FIELD_COUNT - 1, frequency)
    assert (len(made) == 1) is (frequency <= PLAIN_FREQUENCIES)
    assert list(unpack(b"\0", made)) == [(0, FIELD_COUNT - 1, frequency)]


@settings(max_examples=200)
@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=50))
@example([0.0625, 0.1875, 0.3125, 2.5 / 1000, 0.0005, 1.0005, 2.0015, 8.1235])
def test_scores_are_rounded_as_by_python(code, values):
    """Three decimals are those of Python's round, halves of a thousandth included."""
    assert code.ask("round3", values) == [round(value, 3) for value in values]


def test_numbers_next_to_a_half_are_rounded_as_by_python(code):
    """Just below, at and above each half of a thousandth the rounding is Python's."""
    halves = [n / 2000 for n in range(1, 40_000, 2)]
    values = [*halves, *(math.nextafter(x, 0) for x in halves), *(math.nextafter(x, 99) for x in halves)]
    assert code.ask("round3", values) == [round(value, 3) for value in values]


HEADS, MIDDLES, TAILS = ("abc", "acb", "bacab", "cca"), ("lo", "ol", "l", ""), ("ab", "bab", "cabb", "acbc")
VOCABULARY = {head + middle + tail: len(head) for head in HEADS for middle in MIDDLES for tail in TAILS}


def edited(word: str) -> set[str]:
    """The word with each letter left out, replaced, doubled, and swapped with the next."""
    made = set()
    for at in range(len(word)):
        head, tail = word[:at], word[at + 1 :]
        made |= {
            head + tail,
            f"{head}z{tail}",
            f"{head}{word[at]}{word[at:]}",
            head + tail[:1] + word[at] + tail[1:],
        }
    return {each for each in made if len(each) >= EDIT_LETTERS}


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_words_one_edit_away_are_found_from_two_halves(code, size):
    """A few stretches of two sorted lists hold every word one edit away, and only those are found."""

    def parts(words: list[tuple[str, int]]) -> tuple[list[str], list[list[int]]]:
        runs = [words[at : at + size] for at in range(0, len(words), size)]
        limits = boundaries((run[0][0], run[-1][0]) for run in runs)
        return limits, [list(lexicon.column(run)) for run in runs]

    forward = parts(sorted(VOCABULARY.items()))
    backward = parts(sorted((word[::-1], common) for word, common in VOCABULARY.items()))
    asked = sorted({each for word in VOCABULARY for each in edited(word)})
    expected = [[[w, c] for w, c in sorted(VOCABULARY.items()) if one_edit(word, w)] for word in asked]
    assert code.ask("near", forward, backward, asked) == expected
    assert code.ask("near", forward, None, asked) == expected
    assert sum(map(bool, expected)) > 1000


def test_number_of_files_and_sizes():
    """Parts are of the size that the layout asks for, and frequent terms stand aside."""
    outputs = build_index(made_documents(400), layout=Layout(small=0, part=4_000, aside=400))
    sizes = [len(output.content) for output in outputs if output.path.startswith("search/part/")]
    assert 10 < len(sizes) < 100
    assert max(sizes) < 4_000
    assert any(output.path.startswith("search/aside/") for output in outputs)


def test_number():
    """Numbers below 128 are one byte."""
    assert [number(value) for value in (0, 127, 128, 300)] == [b"\x00", b"\x7f", b"\x80\x01", b"\xac\x02"]
