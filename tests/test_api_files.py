"""The files of the JSON API: which there are, how lists go on, and what a change makes anew."""

import json
import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import urls
from generator.api.cutting import Measure, cut
from generator.api.files import ApiFiles
from generator.build import build_site
from generator.loaded import load
from generator.model import Visibility
from generator.pages.view import View
from generator.past import Change, ChangeKind, Run, Totals
from tests import made_catalogs, small_catalog
from tests.test_golden import build


class NoTexts:
    """READMEs of a catalog that has none."""

    def get(self, entry):
        """Nothing is rendered."""

    def text(self, entry):
        """Nothing is written."""

    def key(self, _entry):
        """All are the same."""
        return ""

    def has_text(self, _entry):
        """None has one."""
        return False


def files_of(catalog) -> dict[str, dict]:
    """Every file of a catalog's API, read."""
    api = ApiFiles(View(catalog), NoTexts(), str, "Test")
    made = [*api.shared(), *(file for entry in catalog.entries for file in api.of_source(entry))]
    assert len({file.path for file in made}) == len(made)
    return {file.path: json.loads(file.content()) for file in made}


def walk(files, name) -> list[dict]:
    """All items of a list, page after page; every page leads back to the one before."""
    page, cursor = files[urls.api(name)], None
    items = list(page["items"])
    while page["page_info"]["has_next_page"]:
        before, cursor = cursor, page["page_info"]["end_cursor"]
        page = files[urls.api_page(name, cursor)]
        back = files[urls.api_page(name, page["page_info"]["start_cursor"])]
        assert before is None or page["page_info"]["start_cursor"] == before
        assert back["page_info"]["end_cursor"] == cursor
        items += page["items"]
    return items


@pytest.fixture
def root(tmp_path):
    """The small catalog, fetched, not built."""
    return small_catalog.make(tmp_path / "catalog")


# ---------------------------------------------------------------------- cutting

KEYS = st.lists(st.text("abcdef", min_size=1, max_size=4), unique=True, max_size=60)


@given(KEYS, st.integers(1, 4), st.integers(4, 9), st.integers(1, 8))
def test_pages_hold_every_item_once(keys, least, most, one_in):
    """Pages follow each other without gap or repeat, and none is too large."""
    pages = cut("x", keys, [1] * len(keys), Measure(least, most, one_in), len(keys))
    assert [i for page in pages for i in range(page.start, page.end)] == list(range(len(keys)))
    assert all(page.end - page.start <= most for page in pages)
    assert all(page.end > page.start for page in pages) or not keys
    assert len({page.cursor for page in pages}) == len(pages)


@given(KEYS, st.data())
def test_heavy_items_stand_alone(keys, data):
    """Only a page of one item may weigh more than a page may."""
    weights = [data.draw(st.integers(1, 20)) for _ in keys]
    for page in cut("x", keys, weights, Measure(3, 10, 2), 0):
        assert sum(weights[page.start : page.end]) <= 10 or page.end - page.start == 1


def test_a_new_item_leaves_nearly_all_pages_as_they_were():
    """In a list of 5,000, joining or leaving changes two pages in the mean."""
    rng = random.Random(1)  # noqa: S311 - the same every time
    measure = Measure(32, 100, 32)

    def pages(keys):
        return {(p.cursor, *keys[p.start : p.end]) for p in cut("x", keys, [1] * len(keys), measure, 0)}

    keys = [f"{rng.random():.12f}" for _ in range(5000)]
    before = pages(keys)
    changed = []
    for _ in range(60):
        place = rng.randrange(len(keys))
        after = pages([*keys[:place], f"{rng.random():.12f}", *keys[place:]])
        changed.append(len(after - before))
    assert sum(changed) / len(changed) <= 2.5
    assert len(before) > 60


def test_lists_share_no_cursors():
    """A cursor of one list leads nowhere in another."""
    one, other = (cut(name, ["a", "b"], [1, 1], Measure(1, 1, 1), 2) for name in ("sources", "artifacts"))
    assert not {page.cursor for page in one} & {page.cursor for page in other}


# ------------------------------------------------------------------------ lists


@settings(max_examples=40)
@given(made_catalogs.catalogs())
def test_the_list_of_sources_is_that_of_the_site(catalog):
    """It holds the public sources by name, each as in its own file, and its total is right."""
    files = files_of(catalog)
    items = walk(files, "sources")
    assert [item["id"] for item in items] == [e.source.id for e in View(catalog).public]
    assert all(item == files[urls.api_source(item["id"])] for item in items)
    assert files["api/v1/sources.json"]["page_info"]["total_count"] == len(items)


def test_long_lists_go_on():
    """A list of 700 sources takes several pages, which lead on to each other and back."""
    catalog = made_catalogs.natural_catalog(700)
    files = files_of(catalog)
    assert len([path for path in files if path.startswith("api/v1/pages/sources/")]) > 6
    assert [item["id"] for item in walk(files, "sources")] == [e.source.id for e in View(catalog).public]


def test_listed_artifacts_of_listed_sources(root):
    """The list of artifacts has those that count; a source's own has the others too."""
    built = build(root).items()
    files = {p: json.loads(text) for p, text in built if p.startswith("api/") and p.endswith(".json")}
    items = walk(files, "artifacts")
    assert {item["status"] for item in items} == {"listed"}
    assert len(items) == files["api/v1/index.json"]["artifact_count"] == 6
    own = files["api/v1/sources/alpha-skills/artifacts.json"]["items"]
    assert {item["status"] for item in own} == {"listed", "duplicate"}
    assert [item for item in own if item["status"] == "listed"] == [
        item for item in items if item["source_id"] == "alpha-skills"
    ]


# ---------------------------------------------------------------------- sources


def test_an_unlisted_source_has_its_own_files_alone(root):
    """Who knows its id reads it, and no list names it."""
    naming = {path for path, content in build(root).items() if b"delta-hidden" in content}
    assert {path for path in naming if path.startswith("api/")} == {
        "api/v1/sources/delta-hidden.json",
        "api/v1/sources/delta-hidden/details.json",
    }


def test_a_former_id_reads_as_the_present_one(root):
    """The files under an alias are those of its source."""
    files = build(root)
    for end in (".json", "/details.json", "/artifacts.json"):
        assert files[f"api/v1/sources/old-beta{end}"] == files[f"api/v1/sources/beta-tools{end}"]


def test_details_hold_readmes_and_lists_do_not(root):
    """The README is there as it was written and as safe HTML, and in no other file of the API."""
    files = build(root)
    details = json.loads(files["api/v1/sources/beta-tools/details.json"])
    assert details["repo_readme"].startswith("# Beta <script>")
    assert "<script" not in details["repo_readme_html"]
    assert "onerror" not in details["repo_readme_html"]
    assert "xylophones" in details["repo_readme_html"]
    holding = [p for p, content in files.items() if b"xylophones" in content and p.startswith("api/")]
    assert holding == [
        "api/v1/sources/beta-tools/details.json",
        "api/v1/sources/old-beta/details.json",
    ]


def test_without_the_cache_texts_are_null(root):
    """A README whose text is lost is null, not empty; its path is still told."""
    shutil.rmtree(root / ".cache")
    details = json.loads(build(root)["api/v1/sources/beta-tools/details.json"])
    assert details["repo_readme"] is details["repo_readme_html"] is None
    assert details["repo_readme_path"] == "README.md"


# ------------------------------------------------------------------ incremental


def test_a_changed_source_makes_its_own_files_anew(root):
    """An edit of one description writes that source's file and the page of the list that has it."""
    build(root)
    before = {p: p.stat().st_mtime_ns for p in (root / "site/api").rglob("*.json")}
    file = root / "sources/gamma-agents.yaml"
    file.write_text(file.read_text().replace("Agents for", "Helpers for"))
    build_site(load(root), root / "site")
    changed = {
        p.relative_to(root / "site/api/v1").as_posix()
        for p in (root / "site/api").rglob("*.json")
        if before.get(p) != p.stat().st_mtime_ns
    }
    assert {name for name in changed if not name.startswith("pages/")} == {
        "sources/gamma-agents.json",
        "sources.json",
    }


def test_the_api_can_be_switched_off(root):
    """Without it there is no file of it, and no link to one."""
    with (root / "catalog.yaml").open("a") as file:
        file.write("api: false\n")
    files = build(root)
    assert not [path for path in files if path.startswith("api/")]
    assert not [path for path, content in files.items() if b"api/v1" in content]


# ------------------------------------------------------------- past and numbers


def run_at(number, *changes):
    """A run of the history."""
    moment = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=number)
    return Run(moment, Totals(number, artifacts_by_type=(("skill", number),)), changes)


def test_changes_are_told_the_newest_first():
    """A long history goes on over pages; of a source that is unlisted by now nothing is told."""
    hidden = made_catalogs.entry("b", visibility=Visibility.UNLISTED)
    runs = [run_at(n, Change(ChangeKind.ADDED, "ab"[n % 2], f"owner/{n}")) for n in range(900)]
    catalog = made_catalogs.catalog(made_catalogs.entry("a"), hidden)
    files = files_of(replace(catalog, history=tuple(runs)))
    items = walk(files, "changes")
    assert [item["source_count"] for item in items] == list(range(899, -1, -1))
    assert {change["source_id"] for item in items for change in item["changes"]} == {"a"}
    assert len([path for path in files if path.startswith("api/v1/pages/changes/")]) > 3


def test_changes_that_are_switched_off_are_not_told():
    """A catalog that shows no page of changes tells none here either."""
    catalog = replace(made_catalogs.catalog(made_catalogs.entry("a")), history=(run_at(1), run_at(2)))
    assert len(files_of(catalog)["api/v1/changes.json"]["items"]) == 2
    silent = replace(catalog, settings=replace(catalog.settings, changes=False))
    assert files_of(silent)["api/v1/changes.json"]["items"] == []


def test_a_catalog_without_history_has_no_changes():
    """The list is there, and empty."""
    assert files_of(made_catalogs.catalog())["api/v1/changes.json"]["items"] == []


def test_numbers_agree_with_lists():
    """What is counted is what the lists hold."""
    catalog = made_catalogs.natural_catalog(120)
    files = files_of(catalog)
    stats = files["api/v1/stats.json"]
    sources = walk(files, "sources")
    assert stats["source_count"] == len(sources)
    assert stats["artifact_count"] == sum(source["artifact_count"] for source in sources)
    assert stats["tag_count"] == len(files["api/v1/tags.json"]["items"])
    kinds = {kind["id"]: kind["source_count"] for kind in files["api/v1/artifact-types.json"]["items"]}
    assert stats["sources_by_type"] == kinds
    levels = {level["id"]: level["source_count"] for level in files["api/v1/trust-levels.json"]["items"]}
    assert stats["sources_by_trust_level"] == levels
