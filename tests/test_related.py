"""Related sources: what they share, deterministic, and in time that grows with the number of sources."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.model import TrustLevel
from generator.pages.related import COMPARED, NAMED, RELATED, RelatedIndex
from tests.made_catalogs import catalogs, entry


def related(entries, of):
    """The ids of what is related to the entry of an id."""
    index = RelatedIndex(entries)
    return [found.source_id for found in index.of(next(e for e in entries if e.source.id == of))]


def test_the_likest_comes_first():
    """Two shared tags are more than one, and a source that shares nothing is not related."""
    entries = [
        entry("a", tags=("x", "y")),
        entry("b", tags=("x",)),
        entry("c", tags=("x", "y")),
        entry("d", tags=("z",)),
    ]
    assert related(entries, "a") == ["c", "b"]


def test_rare_things_count_more():
    """A tag of two sources says more than one of all."""
    entries = [entry(f"common{n}", tags=("all",)) for n in range(20)]
    entries += [entry("a", tags=("all", "rare")), entry("z", tags=("rare",)), entry("y", tags=("all",))]
    assert related(entries, "a")[0] == "z"


def test_topics_and_types_count_as_well():
    """A topic matches a topic or a tag; a type of artifact matches, but weighs less than a tag."""
    entries = [
        replace(entry("a", counts={"skill": 1}), auto_tags=("ui",)),
        replace(entry("b"), auto_tags=("ui",)),
        entry("c", tags=("ui",)),
        entry("d", counts={"skill": 9}),
    ]
    index = RelatedIndex(entries)
    found = index.of(entries[0])
    assert [one.source_id for one in found] == ["b", "c", "d"]
    assert [(one.shared, one.types) for one in found] == [(("ui",), ()), (("ui",), ()), ((), ("skill",))]


def test_trust_stars_and_id_break_ties():
    """Of equally like sources the most trusted comes first, then the most starred, then by id."""
    entries = [
        entry("a", tags=("x",)),
        entry("d", tags=("x",), stars=5),
        entry("c", tags=("x",), stars=5),
        entry("b", tags=("x",), stars=1),
        entry("e", tags=("x",), trust=TrustLevel.OFFICIAL),
    ]
    assert related(entries, "a") == ["e", "c", "d", "b"]


def test_a_source_that_is_not_listed_may_ask():
    """An unlisted source has related ones, and is related to none."""
    listed = [entry("a", tags=("x",)), entry("b", tags=("x",))]
    index = RelatedIndex(listed)
    assert [found.source_id for found in index.of(entry("hidden", tags=("x",)))] == ["a", "b"]


@given(catalogs(), st.randoms(use_true_random=False))
def test_laws(catalog, rng):
    """No source is related to itself, none twice; reasons are true; the order of the input is no matter."""
    entries = list(catalog.public)
    index = RelatedIndex(entries)
    shuffled = entries[:]
    rng.shuffle(shuffled)
    again = RelatedIndex(shuffled)
    tags = {e.source.id: set(e.source.tags) for e in entries}
    kinds = {e.source.id: set(e.counts_by_type) for e in entries}
    for one in entries:
        found = index.of(one)
        assert found == again.of(one)
        ids = [other.source_id for other in found]
        assert one.source.id not in ids
        assert len(ids) == len(set(ids)) <= RELATED
        for other in found:
            assert set(other.shared) <= tags[one.source.id] & tags[other.source_id]
            assert set(other.types) <= kinds[one.source.id] & kinds[other.source_id]
            assert other.shared or other.types


def test_few_sources_are_compared_however_many_there_are():
    """What a source is compared with is bounded: the best holders of its terms, at most so many."""
    alike = [entry(f"s{n:03}", tags=("all",), stars=n) for n in range(500)]
    index = RelatedIndex(alike)
    for one in (alike[0], alike[250], alike[499]):
        compared = index.compared(one)
        assert len(compared) == COMPARED
        assert max(compared) < NAMED
