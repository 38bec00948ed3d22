"""The list page at work in a real Chromium: what only a browser can show of ``<catalog-browser>``."""

from __future__ import annotations

import gzip
import re
import threading
from itertools import chain

import pytest

from generator.api import filter_index
from generator.filters import Query, apply_filters
from generator.model import TrustLevel
from generator.pages import DataPaths, PageKind, Planner
from generator.places import shipped_theme
from generator.render import Renderer
from generator.search import INDEX_PATH, build_index, document
from generator.serve import SiteServer
from generator.theme import read_theme
from tests.made_catalogs import AS_OF, catalog, entry, natural_catalog
from tests.theme_catalog import Shelf

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1">'
CATALOG = catalog(
    *natural_catalog(180).entries,
    entry("hostile", name=HOSTILE, description=f"zzz {HOSTILE}", tags=("zz-rare",), counts={"plugin": 3}),
    entry("con", name="Zz device", tags=("zz-rare",), trust=TrustLevel.UNTRUSTED),
)
PAGE = CATALOG.settings.page_size


@pytest.fixture(scope="module")
def renderer():
    """The shipped theme."""
    return Renderer(read_theme([shipped_theme()]))


@pytest.fixture(scope="module")
def site(tmp_path_factory, renderer):
    """Address of the list pages of a catalog, with its indexes."""
    root = tmp_path_factory.mktemp("site")
    index = filter_index(CATALOG)
    planner = Planner(
        CATALOG, Shelf(lambda _: None), lambda _: "", DataPaths(filter_index=index[0].path, search=INDEX_PATH)
    )
    refs = (ref for ref in planner.refs() if ref.kind in (PageKind.HOME, PageKind.TRUST, PageKind.ABOUT))
    documents = (document(e, number, "", AS_OF) for number, e in enumerate(CATALOG.public))
    pages = (renderer.render(planner.page(ref)) for ref in refs)
    for output in chain(pages, index, build_index(documents), renderer.assets.outputs()):
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


class Visitor:
    """A page and what a visitor does with it."""

    def __init__(self, page, site):
        self.page, self.site = page, site

    def open(self, path=""):
        """Open a page of the site and wait for its first card."""
        self.page.goto(self.site + path)
        self.page.locator("catalog-browser:not([data-starting])").wait_for()
        return self

    def choose(self, facet, value):
        """Click a filter."""
        self.page.locator(f"[data-facet={facet}] input[value={value}]").click()

    def expect(self, count):
        """Wait until the heading counts so many sources."""
        text = f"{count} of {len(CATALOG.public)} sources" if count is not None else None
        text = text or f"{len(CATALOG.public)} sources"
        self.page.locator("[data-results-heading]", has_text=re.compile(f"^{text}$")).wait_for()

    def focus(self):
        """The text of what has the focus."""
        return self.page.evaluate("document.activeElement.innerText || document.activeElement.name")


@pytest.fixture
def context(browser):
    """A fresh visitor's browser."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def visitor(context, site):
    """A visitor whose page must not complain."""
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    yield Visitor(page, site)
    assert wrong == []


@pytest.fixture
def unlucky(context, site):
    """A visitor whose network fails at times."""
    return Visitor(context.new_page(), site)


def count(**filters):
    """How many sources a query finds."""
    return len(apply_filters(CATALOG.entries, Query(**filters)))


def test_the_focus_goes_to_the_next_chip_and_at_last_to_the_heading(visitor):
    """Removing filters by the keyboard never loses the place."""
    visitor.open("?artifact_type=skill&tags=browser")
    chips = visitor.page.locator("[data-chips] button")
    chips.first.focus()
    assert chips.first.get_attribute("aria-label") == "Remove filter: Type Skills"
    visitor.page.keyboard.press("Enter")
    visitor.expect(count(tags=("browser",)))
    assert visitor.focus() == "browser"
    visitor.page.keyboard.press("Enter")
    visitor.expect(None)
    assert visitor.focus() == f"{len(CATALOG.public)} sources"


def test_a_tag_that_is_not_in_the_list_can_be_found_and_chosen(visitor):
    """The box looks through all tags; what was chosen stays in the list."""
    visitor.open()
    option = visitor.page.locator("[data-facet=tags] label", has_text="zz-rare")
    assert option.count() == 0
    visitor.page.locator("[data-find]").fill("z-r")
    option.locator("input").check()
    visitor.expect(2)
    visitor.page.locator("[data-find]").press("Escape")
    assert visitor.page.locator("[data-find]").input_value() == ""
    assert option.is_visible()
    assert visitor.page.locator("[data-facet=tags] label:visible").count() > 2


def test_a_long_list_never_stands_in_the_document_as_a_whole(visitor):
    """Showing more lets go of what is far above, and can bring it back."""
    visitor.open()
    cards, more = visitor.page.locator("[data-results] > li"), visitor.page.locator("[data-more]")
    for step in range(2, 7):
        more.click()
        visitor.page.wait_for_function(
            "n => document.querySelectorAll('[data-results] > li').length === n",
            arg=min(step, 5) * PAGE,
        )
    visitor.page.locator("[data-earlier]").click()
    first = visitor.page.locator("[data-results] a").first
    assert first.inner_text() == visitor.focus()
    assert cards.count() == 5 * PAGE
    assert visitor.page.locator("[data-earlier]").is_hidden()


def test_showing_more_goes_on_at_the_first_new_card(visitor):
    """The focus is on the first card that was not there before."""
    visitor.open()
    visitor.page.locator("[data-more]").press("Enter")
    new = visitor.page.locator("[data-results] a").nth(PAGE)
    new.wait_for()
    assert visitor.focus() == new.inner_text()


SEEN = """(() => {
    const cards = [...document.querySelectorAll("[data-results] > li")];
    const card = cards.find((card) => card.getBoundingClientRect().top >= 0);
    return [card.querySelector("a").href, card.getBoundingClientRect().top];
})()"""
"""The first whole card on the screen, and how far down it is."""

AT = """([href, top]) => {
    const link = [...document.querySelectorAll("[data-results] > li a")].find((a) => a.href === href);
    return link && Math.abs(link.closest("li").getBoundingClientRect().top - top) < 3;
}"""


def test_back_from_another_page_restores_pages_and_scroll(visitor):
    """Who leaves the list far down comes back to the same place."""
    visitor.open("?artifact_type=skill")
    visitor.page.locator("[data-more]").click()
    last = visitor.page.locator("[data-results] > li").nth(PAGE + 5)
    last.scroll_into_view_if_needed()
    visitor.page.wait_for_function("() => history.state?.catalog?.y > 0 && history.state.catalog.to === 2")
    before = visitor.page.evaluate(SEEN)
    visitor.page.goto(f"{visitor.site}about/index.html")
    visitor.page.go_back()
    visitor.page.wait_for_function(AT, arg=before)
    assert visitor.page.locator("[data-results] > li").count() == 2 * PAGE
    visitor.expect(count(artifact_type=("skill",)))


def test_back_within_the_list_restores_the_scroll(visitor):
    """Each step of the history has its own place on the page."""
    visitor.open()
    visitor.page.evaluate("scrollTo(0, 700)")
    visitor.page.locator("[data-facet=trust_level] input").first.scroll_into_view_if_needed()
    before = visitor.page.evaluate(SEEN)
    visitor.choose("trust_level", "official")
    visitor.expect(count(trust_level=(TrustLevel.OFFICIAL,)))
    visitor.page.evaluate("scrollTo(0, 0)")
    visitor.page.wait_for_function("() => history.state?.catalog?.y === 0")
    visitor.page.go_back()
    visitor.expect(None)
    visitor.page.wait_for_function(AT, arg=before)


def test_a_toggle_is_a_step_of_the_history_and_typing_is_none(visitor):
    """Back goes to the last choice, not to the last letter."""
    visitor.open()
    start = visitor.page.evaluate("history.length")
    visitor.choose("artifact_type", "hook")
    visitor.expect(count(artifact_type=("hook",)))
    assert visitor.page.evaluate("history.length") == start + 1
    visitor.page.locator("#search").press_sequentially("server", delay=60)
    visitor.page.wait_for_url("**/?artifact_type=hook&search=server")
    assert visitor.page.evaluate("history.length") == start + 1


def test_choices_made_while_the_index_is_on_its_way_all_count(context, visitor):
    """A quick visitor on a slow line loses nothing."""
    held = []
    hold = lambda route: held.append(route)  # noqa: E731, PLW0108 - Playwright cannot take a built-in
    context.route("**/filters/index.json", hold)
    visitor.page.goto(visitor.site)
    visitor.choose("artifact_type", "skill")
    visitor.choose("trust_level", "verified")
    visitor.page.wait_for_url("**/?artifact_type=skill&trust_level=verified")
    for route in held:
        route.continue_()
    visitor.expect(count(artifact_type=("skill",), trust_level=(TrustLevel.VERIFIED,)))


def test_filters_that_cannot_be_loaded_say_so_and_can_be_tried_again(context, unlucky):
    """A failure is told, and is not for ever."""
    context.route("**/filters/index.json", lambda route: route.abort())
    unlucky.page.goto(unlucky.site)
    unlucky.choose("artifact_type", "skill")
    failure = unlucky.page.locator("[data-failure]")
    failure.get_by_text("The filters could not be loaded.").wait_for()
    context.unroute("**/filters/index.json")
    failure.locator("button").click()
    unlucky.expect(count(artifact_type=("skill",)))
    assert failure.is_hidden()


def test_a_search_that_cannot_be_loaded_leaves_the_filters_working(context, unlucky):
    """The other filters hold, and the page says that the words do not."""
    context.route("**/search/**", lambda route: route.abort())
    unlucky.open("?artifact_type=skill&search=server")
    unlucky.page.locator("[data-failure]").get_by_text("The search could not be loaded.").wait_for()
    unlucky.expect(count(artifact_type=("skill",)))


def test_who_finds_nothing_is_shown_what_would_help(visitor):
    """Every filter less is offered with exactly what it gives."""
    visitor.open("?tags=zz-rare&artifact_type=skill&trust_level=untrusted")
    offers = visitor.page.locator("[data-rescue] button")
    offers.first.wait_for()
    assert offers.all_inner_texts() == [
        f"Without tag zz-rare: {n} sources"
        for n in [count(artifact_type=("skill",), trust_level=(TrustLevel.UNTRUSTED,))]
    ] + ["Without type Skills: 1 source"]
    offers.last.click()
    visitor.expect(1)
    assert visitor.focus() == f"1 of {len(CATALOG.public)} sources"
    assert visitor.page.locator("[data-empty]").is_hidden()


def test_who_finds_nothing_by_any_filter_is_told_so(visitor):
    """Where no filter helps, none is announced."""
    visitor.open("?tags=nowhere&search=zzzzqqq")
    visitor.page.get_by_text("Nothing here matches any of it.").wait_for()
    assert visitor.page.locator("[data-rescue] button").count() == 0


def test_on_a_phone_the_filters_are_a_dialog(context, visitor):
    """The form opens in a modal dialog, and closing gives the focus back."""
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    visitor.open()
    opener = visitor.page.locator("[data-filters-open]")
    opener.click()
    dialog = visitor.page.locator("dialog[open]")
    dialog.locator("input[value=skill]").check()
    found = count(artifact_type=("skill",))
    dialog.get_by_text(f"Show {found} sources").wait_for()
    visitor.page.keyboard.press("Escape")
    assert dialog.count() == 0
    assert visitor.focus() == "Filters (1)"
    assert visitor.page.locator("dialog form").count() == 0
    opener.click()
    dialog.locator("[data-filters-close]").click()
    visitor.expect(found)


def test_the_slash_starts_a_search_unless_switched_off(visitor):
    """One key, ignored while typing, and gone for good where it disturbs."""
    visitor.open()
    page = visitor.page
    page.keyboard.press("/")
    assert visitor.focus() == "search"
    page.keyboard.type("a/b")
    assert page.locator("#search").input_value() == "a/b"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    page.locator("[data-slash]").uncheck()
    page.reload()
    page.locator("[data-slash]").wait_for()
    page.keyboard.press("/")
    assert visitor.focus() != "search"
    page.keyboard.press("Control+k")
    assert visitor.focus() == "search"


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_the_keys_start_a_search_on_every_page(visitor, site, keys):
    """Where the list is not, the search of the header gets the focus, and Enter leads to the list."""
    page = visitor.page
    page.goto(f"{site}about/")
    page.keyboard.press(keys)
    assert page.evaluate("document.activeElement.id") == "site-search"
    page.keyboard.type("server")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?search=server")


def test_the_slash_stays_switched_off_on_other_pages(visitor, site):
    """The switch is in the footer of every page, and holds for all of them."""
    page = visitor.page
    page.goto(f"{site}about/")
    page.locator("[data-slash]").uncheck()
    page.goto(f"{site}trust/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")


def test_rows_in_place_of_cards(visitor, site):
    """A choice of the visitor's, kept over pages and visits, and part of the address beside the filters."""
    visitor.open()
    page = visitor.page
    page.get_by_role("radio", name="Rows").check()
    assert page.url.endswith("/?view=list")
    visitor.choose("trust_level", "official")
    visitor.expect(count(trust_level=("official",)))
    assert page.url.endswith("/?trust_level=official&view=list")
    first, second = (box.bounding_box() for box in page.locator("[data-results] > li").all()[:2])
    assert first["x"] == second["x"]
    page.goto(f"{site}page/2/")
    assert page.get_by_role("radio", name="Rows").is_checked()
    page.get_by_role("radio", name="Cards").check()
    visitor.open()
    assert page.get_by_role("radio", name="Cards").is_checked()


def test_a_shared_address_says_how_it_is_laid_out(visitor):
    """Who opens it sees rows, whatever their own last choice."""
    visitor.open("?view=list")
    assert visitor.page.get_by_role("radio", name="Rows").is_checked()
    assert visitor.page.locator("catalog-browser:not([data-filtered])").count() == 1


def test_arrows_walk_the_results_of_a_search(visitor):
    """From the box to the first card, on to the next, and back up."""
    visitor.open("?search=server")
    visitor.page.locator("[data-results] a mark").first.wait_for()
    names = visitor.page.locator("[data-results] a").all_inner_texts()
    visitor.page.locator("#search").focus()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("ArrowDown")
    assert visitor.focus() == names[1]
    visitor.page.keyboard.press("Escape")
    assert visitor.focus() == "search"


def test_changes_are_announced_once_after_a_pause(visitor):
    """Only the last of several quick changes is read out."""
    visitor.open()
    visitor.page.evaluate(
        """() => {
            window.said = [];
            const region = document.querySelector("[data-status]");
            new MutationObserver(() => said.push(region.textContent)).observe(region, {childList: true});
        }"""
    )
    visitor.choose("artifact_type", "skill")
    visitor.choose("artifact_type", "hook")
    visitor.page.wait_for_function("() => said.length > 0")
    found = count(artifact_type=("skill", "hook"))
    assert visitor.page.evaluate("said") == [f"{found} of {len(CATALOG.public)} sources"]


def test_a_further_static_page_filters_as_the_first(visitor):
    """On page 2 the static list stays until something is asked for, and links still lead right."""
    visitor.open("page/2/")
    heading = visitor.page.locator("[data-results-heading]")
    assert heading.inner_text() == f"Sources {PAGE + 1}–{2 * PAGE} of {len(CATALOG.public)}"
    visitor.choose("trust_level", "untrusted")
    visitor.expect(count(trust_level=(TrustLevel.UNTRUSTED,)))
    link = visitor.page.locator("[data-results] a", has_text="Zz device")
    assert re.search(r"/sources/con~[0-9a-f]{10}/index\.html$", link.evaluate("a => a.href"))
    assert "/page/" not in link.evaluate("a => a.href")
    visitor.page.go_back()
    heading.get_by_text(f"Sources {PAGE + 1}–{2 * PAGE}").wait_for()
    assert visitor.page.locator("[data-results] > li").count() == PAGE


def test_an_address_with_nonsense_can_be_put_right(visitor):
    """Unknown values find nothing and can be taken back; an unknown order is the usual one."""
    visitor.open("?artifact_type=nonsense&sort=size&limit=3&utm_source=x")
    visitor.expect(0)
    visitor.page.locator("[data-chips] button").click()
    visitor.expect(None)
    assert visitor.page.url == f"{visitor.site}?utm_source=x"


def test_hostile_texts_stay_texts(visitor):
    """Names, descriptions and searched words are never markup."""
    visitor.open("?tags=zz-rare&search=" + "zzz+%3Cimg+src%3Dx+onerror%3Ddocument.title%3D1%3E")
    visitor.page.locator("[data-sentence]", has_text="<img src=x").wait_for()
    visitor.page.locator("[data-chips] button", has_text="<img").click()
    visitor.expect(2)
    assert visitor.page.locator("[data-results]").get_by_text(HOSTILE, exact=True).count() == 1
    assert visitor.page.locator("main img").count() == 0
    assert visitor.page.title() != "1"


def test_the_script_weighs_at_most_15_kilobytes(renderer):
    """Everything that loads before a filter is used, compressed file by file as hosts do."""
    assets = [renderer.assets[name] for name in ("js/early.js", "js/elements/catalog-browser.js")]
    assert all(asset.imports == () for asset in assets), "bundled"
    contents = [asset.content for asset in assets]
    assert sum(len(gzip.compress(content, 9)) for content in contents) <= 15 * 1024
