"""READMEs on the shelf: made once, read ever after, and the same whichever way they come."""

from hypothesis import given
from hypothesis import strategies as st

from generator import readmes
from generator.cache import Cache, blob_key, git_blob_id
from generator.markdown import Heading, RenderedReadme
from generator.model import CatalogEntry, ReadmeRef
from generator.readmes import LOST, ReadmeShelf
from tests import theme_catalog as tc

TEXT = "# One\n\nSome *text* of {0}.\n\n## Two\n\nMore.\n"

ANY = st.text(st.characters() | st.sampled_from("\ud800\n"), max_size=30)


def entries(cache: Cache, count: int, *, lost: tuple[int, ...] = ()) -> list[CatalogEntry]:
    """Sources whose READMEs the cache has."""
    made = []
    for number in range(count):
        content = TEXT.format(number).encode()
        oid = git_blob_id(content)
        if number not in lost:
            cache.put(blob_key(oid), content)
        made.append(tc.entry(f"source-{number:03}", readme=ReadmeRef("README.md", oid, len(content))))
    return made


def shelf(cache: Cache, of: list[CatalogEntry]) -> ReadmeShelf:
    """One that renders in this process."""
    return ReadmeShelf(cache, of, jobs=1)


@given(st.builds(RenderedReadme, ANY, st.tuples(st.builds(Heading, st.integers(3, 6), ANY, ANY)), ANY, ANY))
def test_what_is_kept_comes_back(rendered):
    """Half characters and line breaks included."""
    assert readmes._decoded(readmes._encoded(rendered)) == rendered


def test_what_was_rendered_is_read_from_then_on(tmp_path):
    """By the same shelf, and by that of the next build, which asks for one or for all."""
    cache = Cache(tmp_path)
    of = entries(cache, 20)
    with shelf(cache, of) as first:
        made = [first.get(entry) for entry in of]
    assert [each.html.count(f"of {number}.") for number, each in enumerate(made)] == [1] * 20
    for entry in of:
        cache.drop(blob_key(entry.snapshot.readme.oid))
    for again in (of, list(reversed(of)), of[7:8]):
        with shelf(Cache(tmp_path), of) as later:
            assert [later.get(entry) for entry in again] == [made[of.index(entry)] for entry in again]


def test_a_readme_is_there_as_it_was_written(tmp_path):
    """Whether it was just rendered or is kept."""
    cache = Cache(tmp_path)
    of = entries(cache, 3)
    with shelf(cache, of) as one:
        before = one.text(of[0])
        one.get(of[0])
        assert one.text(of[0]) == before
        assert before.text == TEXT.format(0)


def test_those_that_are_kept_are_not_made_again(tmp_path):
    """Of the next ones only those that are missing are rendered ahead."""
    cache = Cache(tmp_path)
    of = entries(cache, 20)
    with shelf(cache, of[3:]) as first:
        first.get(of[3])
    kept = Cache(tmp_path)
    with shelf(kept, of) as second:
        second.get(of[0])
        assert sorted(second._made) == ["source-000", "source-001", "source-002"]


def test_a_lost_readme_is_nothing(tmp_path):
    """And is told apart from one that there never was, and the others are there."""
    cache = Cache(tmp_path)
    of = [*entries(cache, 12, lost=(4,)), tc.entry("none", readme=None)]
    with shelf(cache, of) as one:
        assert [entry.source.id for entry in of if one.get(entry) is None] == ["source-004", "none"]
        assert (one.key(of[4]), one.key(of[12]), one.lost) == (LOST, "", 1)


def test_damage_costs_time_only(tmp_path):
    """What does not verify, or is no README of this version, is made again."""
    cache = Cache(tmp_path)
    of = entries(cache, 20)
    with shelf(cache, of) as first:
        made = [first.get(entry) for entry in of]
    (pack,) = (tmp_path / "packs").iterdir()
    pack.write_bytes(pack.read_bytes().replace(b"of 5.", b"of 6."))
    cache = Cache(tmp_path)
    cache.put_together({readmes._key(entry): b"[1, 2]\n" for entry in of[10:]})
    with shelf(Cache(tmp_path), of) as second:
        assert [second.get(entry) for entry in of] == made


def test_a_cache_that_takes_nothing_is_told(tmp_path):
    """The READMEs are rendered all the same."""
    cache = Cache(tmp_path)
    of = entries(cache, 20)
    (tmp_path / "packs").write_text("in the way")
    with shelf(Cache(tmp_path), of) as one:
        assert all(one.get(entry) for entry in of)
        assert one.warnings == ("20 rendered READMEs could not be kept in the cache",)


def test_what_no_source_has_any_more_goes(tmp_path):
    """A pack stays as long as one of its READMEs is a source's."""
    cache = Cache(tmp_path)
    of = entries(cache, 20)
    with shelf(cache, of[:10]) as one, shelf(cache, of[10:]) as other:
        one.get(of[0])
        other.get(of[10])
    assert len(list((tmp_path / "packs").iterdir())) == 2
    shelf(Cache(tmp_path), of[9:10]).tidy()
    assert len(list((tmp_path / "packs").iterdir())) == 1
    assert shelf(Cache(tmp_path), of).key(of[0]) != LOST
