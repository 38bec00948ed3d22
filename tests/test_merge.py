"""What several machines build and learn, merged, is what one of them would have built and learned."""

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from generator import build_part as pipeline
from generator import merge
from generator.build import build_site
from generator.build_part import build_part
from generator.errors import LockError, OutputError, PartError
from generator.loaded import load
from generator.lock import read_lock, write_lock
from generator.merge import merge_locks, merge_site
from generator.shards import Shard
from generator.site_part import DOCUMENTS
from generator.write import MANIFEST
from tests import small_catalog
from tests.test_golden import content_of


@pytest.fixture
def root(tmp_path):
    """The small catalog, fetched, not built."""
    return small_catalog.make(tmp_path / "catalog")


def build_parts(root, count, folder="parts"):
    """Build every part of the catalog; their folders, in another order than that of their numbers."""
    numbers = list(range(1, count + 1))
    random.Random(count).shuffle(numbers)  # noqa: S311 - the same order every time
    for number in numbers:
        build_part(load(root), root / folder / f"{number}", Shard(count, number), jobs=1)
    return [root / folder / f"{number}" for number in numbers]


def whole(root):
    """The site that one machine builds."""
    build_site(load(root), root / "site", jobs=1)
    return content_of(root / "site")


# -------------------------------------------------------------------- a whole


@pytest.mark.parametrize("count", [1, 2, 5])
def test_merged_parts_are_the_site(root, count):
    """However many machines, the merged site has the bytes that one would have built, the manifest too."""
    merge_site(build_parts(root, count), root / "merged")
    assert content_of(root / "merged") == whole(root)
    assert (root / "merged" / MANIFEST).read_bytes() == (root / "site" / MANIFEST).read_bytes()


def test_what_the_owner_brings_is_in_the_merged_site(root):
    """Own templates, pages and their pictures are as one machine would have built them."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    for name, text in {
        "theme/trust.html.j2": '{% extends "shipped/trust.html.j2" %}{% block footer %}Ours{% endblock %}',
        "pages/guide.md": "---\ntitle: Guide\n---\n![](plan.svg)\n",
        "pages/plan.svg": drawing,
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    merge_site(build_parts(root, 2), root / "merged")
    assert content_of(root / "merged") == whole(root)
    assert (root / "merged/pages/plan.svg").read_text() == drawing


@pytest.mark.parametrize("count", [1, 2, 5])
def test_merging_over_an_old_site(root, count):
    """After a change the parts are built over the old ones and merged over the old site, as from nothing."""
    merge_site(build_parts(root, count), root / "merged")
    (root / "sources/gamma-agents.yaml").unlink()
    (root / "sources/new-one.yaml").write_text("repo_url: fresh/one\ntags: [fresh]\n")
    definition = root / "sources/alpha-skills.yaml"
    definition.write_text(definition.read_text().replace("spreadsheets", "ledgers"))
    report = merge_site(build_parts(root, count), root / "merged")
    assert content_of(root / "merged") == whole(root)
    assert report.unchanged > 0
    assert report.removed > 0


def test_many_readmes_are_searched_alike(root):
    """The search index of many sources is that of one machine, whatever part their texts came with."""
    for number in range(60):
        (root / f"sources/more-{number}.yaml").write_text(
            f"repo_url: more/repo{number}\ndescription: Ünïcode 日本 number {number}\ntags: [t{number % 7}]\n"
        )
    merge_site(build_parts(root, 5), root / "merged")
    assert content_of(root / "merged") == whole(root)


def test_machines_need_not_be_alike(root):
    """Parts of machines with another hash seed, time zone and path to the catalog fit together."""
    folders = []
    for number, zone in ((1, "Pacific/Kiritimati"), (2, "America/Anchorage")):
        here = root.with_name(f"machine-{number}")
        shutil.copytree(root, here)
        folders.append(here / "part")
        command = ["build", "--shard", f"{number}/2", "--jobs", f"{number}", "--output", str(here / "part")]
        subprocess.run(
            [sys.executable, "-m", "generator", "-C", str(here), *command],
            env={**os.environ, "PYTHONHASHSEED": f"{number}", "TZ": zone},
            check=True,
            capture_output=True,
        )
    merge_site(folders, root / "merged")
    assert content_of(root / "merged") == whole(root)


def test_a_part_says_that_it_is_one(root):
    """A part's manifest names its share and what it was made from; that of a whole site does not."""
    (part,) = build_parts(root, 1)
    note = json.loads((part / MANIFEST).read_bytes())["part"]
    assert note["shard"] == "1/1"
    assert set(note["made_from"]) >= {"program", "theme", "settings", "definitions", "lock"}
    whole(root)
    assert "part" not in json.loads((root / "site" / MANIFEST).read_bytes())


def test_a_site_is_built_over_a_part_and_a_part_over_a_site(root):
    """A folder may hold a part today and a whole site tomorrow; nothing of either stays in the other."""
    expected = whole(root)
    build_part(load(root), root / "site", Shard(2, 2), jobs=1)
    assert len(content_of(root / "site")) < len(expected)
    assert whole(root) == expected


# ------------------------------------------------------------------- refusals


def test_a_missing_part_is_named(root):
    """Where parts lack, the error names each, and nothing is written."""
    folders = [f for f in build_parts(root, 5) if f.name not in ("2", "4")]
    with pytest.raises(PartError, match="parts 2/5, 4/5 are missing"):
        merge_site(folders, root / "merged")
    assert not (root / "merged").exists()


def test_no_part_at_all_is_refused(root):
    """Nothing is no site."""
    with pytest.raises(PartError, match="no part to merge"):
        merge_site([], root / "merged")


def test_a_part_given_twice_is_named(root):
    """The same share twice is an error with both folders."""
    folders = build_parts(root, 2)
    with pytest.raises(PartError, match=r"part 1/2 is given twice: .*parts/1 and .*parts/1"):
        merge_site([*folders, root / "parts/1"], root / "merged")


def test_parts_of_another_number_are_refused(root):
    """A half and a third make no whole."""
    folders = [build_parts(root, 2)[0], *build_parts(root, 3, "thirds")]
    with pytest.raises(PartError, match="parts of one site have the same N"):
        merge_site(folders, root / "merged")


def change_settings(root, monkeypatch):
    """The owner changes a setting."""
    (root / "catalog.yaml").write_text(small_catalog.SETTINGS + "page_size: 3\n")


def change_definitions(root, monkeypatch):
    """A source joins."""
    (root / "sources/one-more.yaml").write_text("repo_url: one/more\n")


def change_lock(root, monkeypatch):
    """GitHub says something else."""
    lock = read_lock(root / "catalog.lock")
    lock["beta-tools"] = replace(lock["beta-tools"], stars=7)
    write_lock(root / "catalog.lock", lock)


def change_cache(root, monkeypatch):
    """A machine lacks the READMEs."""
    shutil.rmtree(root / ".cache")


def change_theme(root, monkeypatch):
    """The theme is edited."""
    theme = root.with_name("theme")
    shutil.copytree(pipeline.shipped_theme(), theme)
    about = theme / "about.html.j2"
    about.write_text(about.read_text().replace("<h1>", "<h1><!-- edited -->", 1))
    monkeypatch.setattr(pipeline, "shipped_theme", lambda: theme)


def change_program(root, monkeypatch):
    """A machine has another version."""
    monkeypatch.setattr(pipeline, "program", lambda: "another")


@pytest.mark.parametrize(
    "change",
    [change_settings, change_definitions, change_lock, change_cache, change_theme, change_program],
    ids=lambda change: change.__name__.removeprefix("change_"),
)
def test_parts_of_different_builds_are_refused(root, monkeypatch, change):
    """Where anything changed between the building of two parts, the error says what."""
    parts = [root / "parts/1", root / "parts/2"]
    build_part(load(root), parts[0], Shard(2, 1), jobs=1)
    change(root, monkeypatch)
    build_part(load(root), parts[1], Shard(2, 2), jobs=1)
    name = change.__name__.removeprefix("change_")
    with pytest.raises(PartError, match=rf"different builds \({name}(, cache)?\)"):
        merge_site(parts, root / "merged")
    assert not (root / "merged").exists()


def test_parts_of_another_program_are_refused(root, monkeypatch):
    """The program that merges is the one that built the parts, since it makes the search index."""
    parts = build_parts(root, 2)
    monkeypatch.setattr(merge, "program", lambda: "another")
    with pytest.raises(PartError, match="another version of this program"):
        merge_site(parts, root / "merged")


def test_a_whole_site_is_no_part(root):
    """What `catalog build` built without --shard is refused as a part."""
    whole(root)
    with pytest.raises(PartError, match="is a whole site and no part of one"):
        merge_site([root / "site"], root / "merged")


def test_a_folder_without_a_manifest_is_no_part(root):
    """A part whose hidden files got lost on the way is refused with the likely reason."""
    folders = build_parts(root, 2)
    (folders[0] / MANIFEST).unlink()
    with pytest.raises(PartError, match="uploads often leave hidden files out"):
        merge_site(folders, root / "merged")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"part": 1}', b'{"part": {"shard": "9/5", "made_from": {}}, "files": {}}', b"\xff"],
)
def test_a_damaged_manifest_is_refused(root, content):
    """A manifest that makes no sense is an error that names it."""
    folders = build_parts(root, 2)
    (folders[0] / MANIFEST).write_bytes(content)
    with pytest.raises(PartError, match=r"is damaged|is a whole site"):
        merge_site(folders, root / "merged")


@pytest.mark.parametrize("path", ["about/index.html", DOCUMENTS])
def test_a_changed_file_is_refused(root, path):
    """A file that is not as it was built gets into no site, and the old site stays."""
    expected = whole(root)
    (part,) = build_parts(root, 1)
    (part / path).write_bytes((part / path).read_bytes()[:-1])
    with pytest.raises(PartError, match="is not as it was built"):
        merge_site([part], root / "site")
    assert content_of(root / "site") == expected


def test_a_lost_file_is_refused(root):
    """A file that the manifest names and that is not there is named."""
    (part,) = build_parts(root, 1)
    (part / "about/index.html").unlink()
    with pytest.raises(PartError, match=r"about/index.html: cannot be read"):
        merge_site([part], root / "merged")


@pytest.mark.parametrize("path", ["../outside.txt", "link.txt"])
def test_a_part_cannot_reach_out_of_its_folder(root, path):
    """A manifest that names a file outside, or a link to one, brings nothing of it into the site."""
    (part,) = build_parts(root, 1)
    outside = root / "parts/outside.txt"
    outside.write_text("secret")
    (part / "link.txt").symlink_to(outside)
    manifest = json.loads((part / MANIFEST).read_bytes())
    manifest["files"][path] = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
    (part / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises((PartError, OutputError)):
        merge_site([part], root / "merged")
    assert not (root / "merged").exists()


# ----------------------------------------------------------------------- lock


def split_lock(root, count):
    """The lock in parts, as enrichment of each share leaves them."""
    snapshots = read_lock(root / "catalog.lock")
    files = []
    for number in range(1, count + 1):
        shard = Shard(count, number)
        files.append(root / f"catalog.lock.{shard.suffix}")
        write_lock(files[-1], {key: found for key, found in snapshots.items() if shard.has(key)})
    return files


@pytest.mark.parametrize("count", [1, 2, 5])
def test_merged_lock_parts_are_the_lock(root, count):
    """The parts of a lock, merged, give the lock again, byte for byte."""
    before = (root / "catalog.lock").read_bytes()
    files = split_lock(root, count)
    (root / "catalog.lock").unlink()
    merge_locks(root / "catalog.lock", files)
    assert (root / "catalog.lock").read_bytes() == before


def test_lines_that_no_part_has_stay(root):
    """A share whose machine failed keeps what the lock had."""
    before = read_lock(root / "catalog.lock")
    (part, _) = split_lock(root, 2)
    changed = {key: replace(found, stars=5) for key, found in read_lock(part).items()}
    write_lock(part, changed)
    report = merge_locks(root / "catalog.lock", [part])
    assert 0 < len(changed) < len(before)
    assert read_lock(root / "catalog.lock") == {**before, **changed}
    assert (report.sources, report.changed) == (len(before), len(changed))


def test_an_old_part_sets_nothing_back(root):
    """A part that was left lying about does not replace what was learned since."""
    files = split_lock(root, 2)
    later = {}
    for key, found in read_lock(root / "catalog.lock").items():
        state = found.metadata_state
        fresh = replace(state, fetched_at=state.fetched_at + timedelta(days=1))
        later[key] = replace(found, stars=9, metadata_state=fresh)
    write_lock(root / "catalog.lock", later)
    merge_locks(root / "catalog.lock", files)
    assert read_lock(root / "catalog.lock") == later


def test_the_same_line_twice_is_no_contradiction(root):
    """Parts that overlap and agree are merged."""
    files = split_lock(root, 2)
    before = read_lock(root / "catalog.lock")
    merge_locks(root / "catalog.lock", [*files, files[0]])
    assert read_lock(root / "catalog.lock") == before


def test_parts_that_contradict_each_other_are_refused(root):
    """Two parts with different lines of one source are an error that names both and the source."""
    files = split_lock(root, 2)
    other = root / "other.lock"
    key, found = next(iter(read_lock(files[0]).items()))
    write_lock(other, {key: replace(found, stars=1)})
    before = (root / "catalog.lock").read_bytes()
    with pytest.raises(PartError, match=rf"{files[0].name} and .*other.lock say different things of {key}"):
        merge_locks(root / "catalog.lock", [*files, other])
    assert (root / "catalog.lock").read_bytes() == before


def test_a_damaged_part_of_the_lock_is_refused(root):
    """A part that is cut short is named, and the lock stays as it was."""
    files = split_lock(root, 2)
    files[1].write_bytes(files[1].read_bytes()[:-5])
    before = (root / "catalog.lock").read_bytes()
    with pytest.raises(LockError, match="2-of-2"):
        merge_locks(root / "catalog.lock", files)
    assert (root / "catalog.lock").read_bytes() == before


def test_a_part_of_the_lock_that_is_not_there_is_refused(root):
    """A name that leads nowhere is an error, and not an empty part."""
    with pytest.raises(PartError, match="there is no such file"):
        merge_locks(root / "catalog.lock", [root / "catalog.lock.1-of-2"])
