"""What is kept of built sites goes with them."""

import json
import os
import shutil

import pytest

from generator.memory import PageMemory
from generator.model import Output
from generator.write import SiteWriter


def build(cache, output, text):
    """Build a site of one page, as the pipeline does."""
    memory = PageMemory(cache, output, "program")
    with SiteWriter(output, spare=memory.spare) as site:
        site.add(Output("a", text))
        site.commit()
        memory.remember("a", memory.made_of((text,)), ["a"])
        memory.save(site.stamps)
        memory.forget_gone()
    return memory


def kept(cache):
    """Every file of the cache."""
    return {path.relative_to(cache).as_posix() for path in cache.rglob("*") if path.is_file()}


def test_the_spare_of_a_site_that_is_gone_goes(tmp_path):
    """The next build into another folder removes what was kept for one that was given up."""
    cache = tmp_path / "cache"
    for text in (b"1", b"2"):
        build(cache, tmp_path / "old", text)
    for text in (b"1", b"2"):
        build(cache, tmp_path / "site", text)
    both = kept(cache)
    shutil.rmtree(tmp_path / "old")
    build(cache, tmp_path / "site", b"3")
    gone = both - kept(cache)
    assert {name.split("/")[0] for name in gone} == {"pages", "spare"}
    assert len(gone) == 4  # the memory, the spare with its page and manifest, and whose it was
    assert (tmp_path / "site/a").read_bytes() == b"3"


@pytest.mark.parametrize("name", ["0123456789abcdef.of", "x.of", "..of"])
def test_only_its_own_spares_are_removed(tmp_path, name):
    """A file that names another's folder, or none, removes nothing."""
    cache = tmp_path / "cache"
    (cache / "spare/0123456789abcdef").mkdir(parents=True)
    (cache / "spare" / name).write_bytes(os.fsencode(tmp_path / "gone"))
    build(cache, tmp_path / "site", b"1")
    assert (cache / "spare/0123456789abcdef").is_dir()
    assert (cache / "spare" / name).exists()


def test_a_page_is_kept_by_what_it_is_made_of(tmp_path):
    """The files of a group are told with their stamps, as long as it is made of the same."""
    memory = build(tmp_path / "cache", tmp_path / "site", b"1")
    again = PageMemory(tmp_path / "cache", tmp_path / "site", "program")
    status = (tmp_path / "site/a").stat()
    assert again.kept("a", memory.made_of((b"1",))) == {"a": (status.st_size, status.st_mtime_ns)}
    assert again.kept("a", memory.made_of((b"2",))) is None
    assert PageMemory(tmp_path / "cache", tmp_path / "site", "another").kept("a", "x") is None


@pytest.mark.parametrize(
    "groups",
    [
        None,
        3,
        [3],
        [["a", "x"]],
        [["a", "x", 2]],
        [["a", "x", "1"]],
        [["a", "x", 1.0]],
        [["a", "x", -1], ["b", "x", 2]],
        [[{}, "x", 1]],
    ],
)
def test_damaged_groups_are_not_kept(tmp_path, groups):
    """Where what was kept does not fit together, every page is made."""
    memory = build(tmp_path / "cache", tmp_path / "site", b"1")
    (file,) = (tmp_path / "cache/pages").iterdir()
    stored = json.loads(file.read_text())
    ((name, made_of, count),) = stored["groups"]
    assert (name, made_of, count) == ("a", memory.made_of((b"1",)), 1)
    file.write_text(json.dumps(stored | {"groups": groups}))
    again = PageMemory(tmp_path / "cache", tmp_path / "site", "program")
    assert all(again.kept(name, made) is None for name in ("a", "b") for made in (made_of, "x"))
