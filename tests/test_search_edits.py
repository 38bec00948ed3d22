"""An index that is changed is the one that would be made anew, and takes only what a change needs."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model import Output
from generator.search import INDEX_PATH, Layout, SearchDocument, build_index, index_files
from generator.search.binary import units
from generator.search.edits import SegmentEdit
from generator.search.parts import Row, columns, holders_of, row_of, rows
from generator.search.segment import kind, steps
from generator.search.site import _names
from tests.search_texts import made_documents

PARTS = Layout(small=0, part=400, aside=200, words=40, numbers=100)
FEW = [
    replace(given, id=f"id-{at:04}", readme=given.readme[:150])
    for at, given in enumerate(made_documents(420))
]
"""Documents of two runs."""


class Kept(dict):
    """A store that counts what is read."""

    def __init__(self, given=()):
        """Begin with what another has."""
        super().__init__(given)
        self.reads: list[str] = []

    def get(self, key, default=None):
        """Note the kind that is read."""
        self.reads.append(key.partition(":")[0])
        return super().get(key, default)

    def put(self, key, payload):
        """Keep bytes."""
        self[key] = payload


def ordered(documents) -> list[SearchDocument]:
    """The documents in the order of their ids."""
    return [replace(each, ordinal=at) for at, each in enumerate(sorted(documents, key=lambda each: each.id))]


def built(documents, store=None) -> dict[str, bytes]:
    """The files of an index."""
    return {output.path: output.content for output in build_index(documents, store, layout=PARTS)}


BUILT = Kept()
build_index(FEW, BUILT, layout=PARTS)

PLACES = st.integers(0, len(FEW) - 1)
TEXTS = st.sampled_from(
    [
        "",
        "walrus",
        "walrus " * 60,
        "a new text about agents",
        FEW[3].readme,
        FEW[200].readme + " more",
        "検索 clé 𠮷𠮷",
    ]
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["readme", "description", "name", "full_name"]), PLACES, TEXTS),
        st.tuples(
            st.sampled_from(["tags", "artifacts"]), PLACES, TEXTS.map(lambda text: tuple(text.split()[:3]))
        ),
        st.tuples(st.just("add"), PLACES, TEXTS),
        st.tuples(st.just("drop"), PLACES, st.just("")),
        st.tuples(st.sampled_from(["trust", "freshness"]), PLACES, st.integers(0, 3)),
    ),
    min_size=1,
    max_size=6,
)


class Site:
    """A folder that keeps the files of a group, unread, where it is made of the same as before."""

    def __init__(self) -> None:
        self.groups: dict[str, tuple[object, list[Output]]] = {}

    def build(self, documents, store) -> dict[str, bytes]:
        """The files after a build."""
        before, self.groups = self.groups, {}
        for group in index_files(documents, store, layout=PARTS):
            known = before.get(group.name)
            if known is None or known[0] != group.ingredients:
                known = group.ingredients, list(group.files())
            self.groups[group.name] = known
        outputs = [output for _, some in self.groups.values() for output in some]
        files = {output.path: output.content for output in outputs}
        assert len(files) == len(outputs)  # no file is in two groups
        return files


@settings(max_examples=15, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_a_changed_index_is_that_of_a_build_from_nothing(builds):
    """After any row of builds with edits in between, the files are those of a build from nothing.

    So they are where a site keeps the files of groups that are made of the same as before.
    """
    documents, store, site = FEW, Kept(BUILT), Site()
    site.build(documents, store)
    for edits in builds:
        by_id = {each.id: each for each in documents}
        for what, place, value in edits:
            given = by_id.get(FEW[place].id)
            if what == "add":
                by_id[f"{FEW[place].id}-{len(value)}"] = replace(
                    FEW[place], id=f"{FEW[place].id}-{len(value)}", readme=value
                )
            elif what == "drop":
                by_id.pop(FEW[place].id, None)
            elif given is not None:
                by_id[given.id] = replace(given, **{what: value})
        documents = ordered(by_id.values())
        found = site.build(documents, store)
    assert found == built(documents)


def changed(place: int, **values) -> list[SearchDocument]:
    """The documents, one of them changed."""
    return [replace(each, **values) if at == place else each for at, each in enumerate(FEW)]


@pytest.mark.parametrize(
    "documents",
    [
        changed(7, description="Changed walrus."),
        changed(300, readme=FEW[300].readme + " agent agent"),
        changed(300, readme="entirely other words of an oystercatcher"),
        ordered([*FEW, replace(FEW[9], id=f"{FEW[9].id}-more")]),
        ordered([*FEW[:100], *FEW[101:]]),
        ordered([*FEW, replace(FEW[9], id="z")]),
        FEW[:-1],
    ],
    ids=["description", "a word more", "README", "added", "removed", "added behind", "last removed"],
)
def test_one_change_does_not_count_all_documents_again(documents):
    """The run of the document is read, and of the other one nothing."""
    store = Kept(BUILT)
    assert built_groups(documents, store) == built_groups(documents, Kept())
    assert store.reads.count("searchrun") == 2  # as it was, and to be counted from


def built_groups(documents, store) -> dict[str, tuple]:
    """What the groups of an index are made of, while none is made."""
    return {group.name: group.ingredients for group in index_files(documents, store, layout=PARTS)}


def test_where_nothing_changed_nothing_is_read():
    """Beside what was known of the last build; and its groups are as they were."""
    store = Kept(BUILT)
    assert built_groups(FEW, store) == built_groups(FEW, Kept())
    assert store.reads == ["searchstate"]


def test_one_word_more_changes_few_groups():
    """Of parts, words, lengths and the like one each; an old and a new name are two groups."""
    before = built_groups(FEW, Kept(BUILT))
    after = built_groups(changed(300, readme=FEW[300].readme + " agent"), Kept(BUILT))
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert INDEX_PATH in differing
    assert 3 <= len(differing) <= 12 < len(before) / 8


def test_groups_that_are_asked_for_are_made_although_nothing_changed():
    """A site that is built into another folder takes all files from what the last build kept."""
    store = Kept(BUILT)
    assert built(FEW, store) == built(FEW)
    assert "searchpart" in store.reads
    assert "searchaside" in store.reads


KINDS = sorted({key.partition(":")[0] for key in BUILT})
DAMAGES = {
    "gone": lambda _: None,
    "cut": lambda kept: kept[:-9],
    "other": lambda _: b"other",
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_made_again(kind, damage):
    """Whatever of what was kept is lost or damaged, the files are the same."""
    store = Kept({key: damage(kept) if key.startswith(f"{kind}:") else kept for key, kept in BUILT.items()})
    documents = changed(300, readme=FEW[300].readme + " agent walrus")
    store = Kept({key: kept for key, kept in store.items() if kept is not None})
    assert built(documents, store) == built(documents)
    assert built(documents, store) == built(documents)


def test_what_another_catalog_left_is_not_taken():
    """Two catalogs that share a store under the same ids get their own files."""
    store = Kept(BUILT)
    others = [replace(each, readme=f"{each.readme} other") for each in FEW]
    assert built(others, store) == built(others)
    assert built(FEW, store) == built(FEW)


# ----------------------------------------------------------------------------------- rows

POSTINGS = st.dictionaries(
    st.tuples(st.integers(0, 255), st.integers(0, 4)),
    st.sampled_from([1, 2, 50, 51, 52, 178, 179, 70_000]),
    max_size=8,
)
TERMS = st.dictionaries(
    st.text("abcé漢𠮷", min_size=1, max_size=4),
    st.dictionaries(st.integers(0, 300), POSTINGS.filter(bool), min_size=1, max_size=3),
)


def holder(segment: int, postings: dict[tuple[int, int], int]) -> tuple[int, bytes, bytes]:
    """The postings of a segment as bytes."""
    given = sorted(postings.items())
    places = bytes(place for (place, _), _ in given)
    return segment, steps(places), b"".join(kind(field, frequency) for (_, field), frequency in given)


def row(segments: dict[int, dict[tuple[int, int], int]]) -> Row:
    """The row of postings by segment."""
    return row_of([holder(number, postings) for number, postings in sorted(segments.items())])


MANY = {at: {(place, 4): 1 + place % 52 for place in range(at, at + 140)} for at in (0, 7, 9)}
"""More postings in a segment than a byte counts."""


@given(TERMS, st.sets(st.text("xyz", min_size=1, max_size=3)))
@example({"a": {0: {(1, 1): 1}}, "b": MANY, "c": {3: {(2, 0): 7}}}, {"x"})
def test_rows_are_read_back(terms, aside):
    """A part's rows are read as they were written, frequent words and references aside included."""
    given = {units(term): row(segments) for term, segments in terms.items()}
    given |= {term: Row(0, (term * 16)[:16].encode(), b"", b"") for term in aside}
    ordered_rows = sorted(given.items())
    assert list(rows(columns(ordered_rows))) == ordered_rows
    for each in given.values():
        if each.segments:
            assert row_of(holders_of(each)) == each


@given(
    st.dictionaries(st.integers(0, 9), POSTINGS.filter(bool)),
    st.integers(0, 9),
    st.sets(st.integers(0, 255)),
    POSTINGS,
)
@example(MANY, 7, {8, 200}, {(8, 1): 60, (200, 2): 1})
@example(MANY, 8, {8}, {(8, 1): 60})
def test_postings_of_changed_documents_are_replaced(segments, number, gone, fresh):
    """An edit takes a segment's postings of some documents out and puts others in; the rest stays."""
    fresh = {(place, field): n for (place, field), n in fresh.items() if place in gone}
    edit = SegmentEdit(
        number,
        [-1 if place in gone else place for place in range(256)],
        {"term": [(place, field, n) for (place, field), n in fresh.items()]},
    )
    here = {at: n for at, n in segments.get(number, {}).items() if at[0] not in gone} | fresh
    expected = segments | {number: here}
    expected = {at: postings for at, postings in expected.items() if postings}
    found = edit.edited("term", row(segments) if segments else None)
    assert found == (row(expected) if expected else None)


def test_names_differ_where_their_beginnings_do_not():
    """Two files never have the same name, and equal ones have one."""
    one, two, three = "ab" * 16, "ab" * 15 + "cd", "ef" * 16
    names = _names([one, two, three, one])
    assert names[0] == names[3] == one[:12]
    assert len(set(names)) == 3
    assert {len(name) for name in names} == {12}
