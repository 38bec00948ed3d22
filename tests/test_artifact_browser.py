"""The page of all artifacts at work in a real Chromium."""

from __future__ import annotations

import re
import threading
from itertools import chain

import pytest

from generator.api import artifact_index, filter_index
from generator.pages import DataPaths, PageKind, Planner
from generator.pages.wording import english
from generator.places import shipped_theme
from generator.render import Renderer
from generator.search import INDEX_PATH
from generator.serve import SiteServer
from generator.theme import read_theme
from tests.made_catalogs import catalog
from tests.test_artifact_index import artifact, with_artifacts
from tests.theme_catalog import Shelf

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="self.hacked=1">'
CATALOG = catalog(
    *(
        with_artifacts(
            f"source-{n:02}",
            artifact("skill", f"reader-{n}", 1, "Reads documents."),
            artifact("agent", f"writer-{n}", 2, "Writes documents and more."),
            *(artifact("hook", f"hook-{n}-{k}", k, None) for k in range(12 if n == 3 else 0)),
        )
        for n in range(40)
    ),
    with_artifacts("hostile", artifact("command", HOSTILE, 1, f"zzz {HOSTILE}")),
)
TOTAL = 40 * 2 + 12 + 1


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of the artifact pages of a catalog, with their indexes."""
    root = tmp_path_factory.mktemp("site")
    renderer = Renderer(read_theme([shipped_theme()]), english())
    index, artifacts = filter_index(CATALOG), artifact_index(CATALOG)
    data = DataPaths(filter_index=index[0].path, search=INDEX_PATH, artifacts=artifacts[0].path)
    planner = Planner(CATALOG, Shelf(lambda _: None), lambda _: "", data)
    refs = (ref for ref in planner.refs() if ref.kind in (PageKind.ARTIFACTS, PageKind.ABOUT))
    pages = (renderer.render(planner.page(ref)) for ref in refs)
    for output in chain(pages, index, artifacts, renderer.assets.outputs()):
        file = root / output.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(output.content)
    server = SiteServer(root, port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.url
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(browser, site):
    """A visitor's page, which must not complain."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    made = context.new_page()
    wrong = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    made.site = site
    yield made
    context.close()
    assert wrong == []


def heading(page, text):
    """Wait for the heading of the results."""
    page.locator("[data-results-heading]", has_text=re.compile(f"^{re.escape(text)}$")).wait_for()


def groups(page):
    """The names of the sources that are shown."""
    return page.locator("[data-results] [data-slot=link]").all_inner_texts()


def test_nothing_is_loaded_before_it_is_asked_for(page):
    """A visitor who only reads the list loads no index."""
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{page.site}artifacts/")
    page.locator("[data-static] >> text=reader-1").first.wait_for()
    assert not [url for url in loaded if "/data/" in url]


def test_words_and_types_narrow_the_list(page):
    """Groups, counts, marks and the address follow; Back brings the earlier list."""
    page.goto(f"{page.site}artifacts/")
    page.locator("#artifact-search").fill("documents")
    heading(page, f"80 of {TOTAL} artifacts in 40 sources")
    assert page.locator("[data-results] mark").first.inner_text() == "documents"
    page.locator("input[value=skill]").check()
    heading(page, f"40 of {TOTAL} artifacts in 40 sources")
    assert page.locator("label[data-value=agent] [data-count]").inner_text() == "40"
    assert page.url.endswith("?artifact_type=skill&search=documents")
    assert groups(page)[:2] == ["source-00", "source-01"]
    assert len(groups(page)) == 12
    page.go_back()
    heading(page, f"80 of {TOTAL} artifacts in 40 sources")
    assert not page.locator("input[value=skill]").is_checked()


def test_an_address_gives_the_same_list(page):
    """A shared link shows what it says."""
    page.goto(f"{page.site}artifacts/?artifact_type=hook&search=hook-3")
    heading(page, f"12 of {TOTAL} artifacts in 1 source")
    assert page.locator("[data-results] [data-slot=name]").count() == 5
    page.get_by_role("button", name="Show 7 more").click()
    assert page.locator("[data-results] [data-slot=name]").count() == 12
    assert page.evaluate("document.activeElement.innerText") == "hook-3-3"


def test_long_results_are_shown_in_pages(page):
    """More sources come on demand, and the document keeps few of them."""
    page.goto(f"{page.site}artifacts/?search=documents")
    heading(page, f"80 of {TOTAL} artifacts in 40 sources")
    page.get_by_role("button", name="Show 12 more").click()
    page.wait_for_function("document.querySelectorAll('[data-results] > li').length === 24")


def test_nothing_found_offers_ways_out(page):
    """Each part of what was asked for can be taken back, with how much that gives."""
    page.goto(f"{page.site}artifacts/?artifact_type=command&search=reader")
    heading(page, "No artifact matches")
    page.get_by_role("button", name="Without the chosen types: 40 artifacts").wait_for()
    page.get_by_role("button", name="Without “reader”: 1 artifact").click()
    heading(page, f"1 of {TOTAL} artifacts in 1 source")
    assert page.evaluate("document.activeElement.matches('[data-results-heading]')")


def test_clearing_brings_the_static_list_back(page):
    """Escape in the search box shows everything again."""
    page.goto(f"{page.site}artifacts/?search=reader-7")
    heading(page, f"1 of {TOTAL} artifacts in 1 source")
    page.locator("#artifact-search").press("Escape")
    heading(page, f"{TOTAL} artifacts")
    assert page.locator("[data-static]").is_visible()
    assert groups(page) == []


def test_hostile_names_stay_text(page):
    """Names and descriptions of strangers are shown as they are."""
    page.goto(f"{page.site}artifacts/?search=zzz")
    heading(page, f"1 of {TOTAL} artifacts in 1 source")
    assert page.locator("[data-results] [data-slot=name]").inner_text() == HOSTILE
    assert page.locator("main img").count() == 0
    assert page.evaluate("self.hacked") is None
