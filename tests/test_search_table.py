"""Sorted rows in chunks: where they are cut depends on the rows alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.binary import numbers, read_numbers
from generator.search.shelf import LostError, Shelf
from generator.search.table import Measure, edited, made


class Weighed:
    """Rows that are their own weight."""

    measure = Measure(10, 20, 3)
    kind = "weighed"
    level = 1

    def weight(self, row):
        """The row."""
        return row

    def columns(self, rows):
        """Keys and rows."""
        return ["\n".join(key for key, _ in rows).encode(), numbers(row for _, row in rows)]

    def rows(self, columns):
        """What they were made of."""
        return zip(columns[0].decode().split("\n"), read_numbers(columns[1]), strict=True)

    def beside(self, _rows):
        """Nothing."""
        return ()


FORM = Weighed()
ROWS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 12), max_size=80)


def table(rows: dict[str, int], shelf: Shelf):
    """The chunks of rows."""
    return made(FORM, sorted(rows.items()), shelf)


def read(chunks, shelf: Shelf) -> list[list[tuple[str, int]]]:
    """The rows of each chunk."""
    return [list(FORM.rows(shelf.columns(FORM.kind, each.first, each.digest))) for each in chunks]


@given(ROWS)
def test_chunks_have_all_rows(rows):
    """Every row is in one chunk, in order; chunks know their ends, and are of the size asked for."""
    shelf = Shelf(None)
    chunks = table(rows, shelf)
    found = read(chunks, shelf)
    assert [row for some in found for row in some] == sorted(rows.items())
    assert [(some[0][0], some[-1][0]) for some in found] == [(each.first, each.last) for each in chunks]
    weights = [sum(row for _, row in some) for some in found]
    assert all(10 <= weight < 32 for weight in weights[:-1])


@given(
    ROWS,
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.none() | st.integers(0, 12), max_size=12),
)
def test_a_changed_table_is_that_of_its_rows(rows, changes):
    """However rows come and go, the chunks are those of the rows that there are then."""
    shelf = Shelf(None)
    chunks = edited(FORM, table(rows, shelf), changes, lambda key, _before: changes[key], shelf)
    now = {key: row for key, row in (rows | changes).items() if row is not None}
    assert chunks == table(now, Shelf(None))
    assert [row for some in read(chunks, shelf) for row in some] == sorted(now.items())


def test_a_change_reads_only_its_chunk():
    """Chunks that are not touched are not looked at."""
    rows = {f"{number:03}": 3 for number in range(300)}
    shelf = Shelf(None)
    chunks = table(rows, shelf)
    asked = []

    class Watched(Shelf):
        """A shelf that notes what is read."""

        def columns(self, kind, key, name):
            """Note the chunk."""
            asked.append(key)
            return shelf.columns(kind, key, name)

    changed = edited(FORM, chunks, ["150"], lambda _key, row: row + 1, Watched(None))
    assert len(asked) <= 3
    assert len(set(chunks) & set(changed)) >= len(chunks) - 3


class Forgetful(dict):
    """A store."""

    def put(self, key, payload):
        """Keep bytes."""
        self[key] = payload


@pytest.mark.parametrize("damage", [None, b"", b"other", "of another chunk"])
def test_what_a_store_lost_is_said_to_be_lost(damage):
    """What is not there, or not what it was, is never taken for it."""
    store = Forgetful()
    chunks = made(FORM, [(f"{number:03}", 3) for number in range(30)], Shelf(store))
    keys = list(store)
    store[keys[1]] = store[keys[0]] if damage == "of another chunk" else damage
    with pytest.raises(LostError):
        edited(FORM, chunks, [chunks[1].first], lambda _key, row: row, Shelf(store))
