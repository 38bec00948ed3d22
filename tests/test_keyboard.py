"""The site by keyboard alone, in a real Chromium: no test here touches a mouse.

Chips, the dialog of filters, the menu, the keys that start a search and walking its results are in the tests
of what they belong to.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests import theme_catalog as tc
from tests import whole_site
from tests.test_accessibility import ready
from tests.test_theme_in_browser import DAY, NIGHT, background, served

pytestmark = pytest.mark.browser

TALKATIVE = [
    tc.entry(
        f"talk-{n:02}", *(tc.artifact(f"talker-{n:02}-{k}", path=f"t/{k}") for k in range(1 if n else 6))
    )
    for n in range(14)
]
"""More sources than a search shows at first, the first with more artifacts than are shown of one."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of a site with a page of every template."""
    catalog = replace(whole_site.WHOLE, entries=(*whole_site.WHOLE.entries, *TALKATIVE))
    with served(whole_site.make(tmp_path_factory.mktemp("site"), catalog)) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser):
    """The browser of a visitor who has no mouse."""
    made = browser.new_context(
        viewport={"width": 1280, "height": 900},
        color_scheme="light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context, site):
    """A new page, after which no choice of the visitor's is left."""
    made = context.new_page()
    yield made
    made.goto(f"{site}robots.txt")
    made.evaluate("localStorage.clear()")
    made.close()


def press(page, *keys):
    """Press keys, one after another."""
    for key in keys:
        page.keyboard.press(key)


def hold_tab(page, steps):
    """Keep Tab down for so many steps."""
    for _ in range(steps):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")


def tab_to(page, selector, *, key="Tab", most=80):
    """Go on until something of a kind has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if focused(page, selector):
            return
    pytest.fail(f"{selector} cannot be reached by {key}")


def focused(page, selector):
    """Whether something of a kind has the focus."""
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def focus_text(page):
    """The words of what has the focus."""
    return page.evaluate("document.activeElement.textContent.trim()")


# ------------------------------------------------------------------ the whole of a page

WATCH = """() => {
    const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const stops = [...document.querySelectorAll(kinds)]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0)
        .filter((e) => e.type !== "radio" || e.checked);
    self.visited = [], self.faint = [];
    document.addEventListener("focusin", ({ target }) => {
        visited.push(stops.indexOf(target));
        const holders = [target, target.closest(".card"), target.closest("label")].filter(Boolean);
        const seen = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        if (!holders.some((e) => seen(getComputedStyle(e)))) faint.push(target.outerHTML.slice(0, 120));
    });
    return stops.map((e) => e.outerHTML.slice(0, 120));
}"""
"""Gives what a visitor can use, in the order of the document; of radio buttons the chosen one stands for all.

Notes where the focus goes from now on, and where it is not to be seen.
"""

PAGES = [
    *("", "sources/everything/", "artifacts/", "types/", "tags/", "trust/", "trust/basic/", "changes/"),
    *("stats/", "api/", "about/", "add/", "pages/guide/", "sources/spam/", "404.html"),
]
"""A page of every template."""


@pytest.mark.parametrize("path", PAGES)
def test_there_and_back_by_tab(page, site, path):
    """Everything usable is reached once, in the order of the document, seen, and left again at both ends."""
    page.goto(site + path)
    if not path:
        ready(page)
    stops = page.evaluate(WATCH)
    assert len(stops) > 8
    hold_tab(page, len(stops))
    assert [stops[n] if n >= 0 else "unknown" for n in page.evaluate("visited")] == stops
    page.keyboard.down("Shift")
    hold_tab(page, len(stops) - 1)
    page.keyboard.up("Shift")
    there_and_back = [*range(len(stops)), *reversed(range(len(stops) - 1))]
    assert page.evaluate("visited") == there_and_back
    press(page, "Shift+Tab")
    assert not focused(page, ".skip-link")
    assert page.evaluate("faint") == []


@pytest.mark.parametrize("path", ["", "sources/everything/", "add/", "stats/"])
def test_the_first_stop_leads_past_the_navigation(page, site, path):
    """The skip link is seen once it has the focus, and the next stop after it is in the content."""
    page.goto(site + path)
    press(page, "Tab")
    assert focus_text(page) == "Skip to content"
    box = page.locator(".skip-link").bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    press(page, "Enter")
    assert focused(page, "main")
    press(page, "Tab")
    assert focused(page, "main *")


def test_changes_and_stats_are_reached_in_order(page, site):
    """The links of the header lead there, and say which page one is on."""
    page.goto(f"{site}about/")
    tab_to(page, ".site-nav a[href*=changes]", most=12)
    press(page, "Enter")
    page.wait_for_url("**/changes/")
    tab_to(page, ".site-nav [aria-current]", most=12)
    press(page, "Tab")
    assert focus_text(page) == "Stats"
    press(page, "Enter")
    page.wait_for_url("**/stats/")
    assert page.locator(".site-nav [aria-current]").inner_text() == "Stats"


def test_colours_are_switched_by_arrows(page, site):
    """The three choices are one stop, and arrows choose."""
    page.goto(f"{site}about/")
    tab_to(page, "[data-theme-control] input", most=20)
    assert background(page) == DAY
    press(page, "ArrowRight", "ArrowRight")
    assert background(page) == NIGHT
    assert focused(page, "[name=theme][value=dark]")
    press(page, "ArrowLeft")
    assert background(page) == DAY


# -------------------------------------------------------------------------- the list


def names(page):
    """The names on the cards."""
    return page.locator("[data-results] > li h3 a, [data-results] > li h2 a").all_inner_texts()


def test_the_order_is_chosen_by_keyboard(page, site):
    """Letters choose in the box, cards and address follow, and the focus stays where it is."""
    page.goto(site)
    ready(page)
    before = names(page)
    assert before
    tab_to(page, "select[name=sort]")
    page.keyboard.type("Most a")
    page.wait_for_url("**/?sort=artifacts")
    page.locator("[data-results] > li", has_text="Everything").wait_for()
    assert names(page) != before
    assert names(page)[0].startswith("Everything")
    assert focused(page, "select[name=sort]")


def test_rows_are_chosen_by_keyboard(page, site):
    """Arrows change the view, the address says so, and the focus stays."""
    page.goto(site)
    ready(page)
    tab_to(page, "[name=view]")
    press(page, "ArrowRight")
    page.wait_for_url("**/?view=list")
    assert focused(page, "[name=view][value=list]")
    first, second = (box.bounding_box() for box in page.locator("[data-results] > li").all()[:2])
    assert first["x"] == second["x"]
    press(page, "ArrowLeft")
    page.wait_for_url(site)
    assert focused(page, "[name=view][value=grid]")


def test_the_next_page_is_reached_by_keyboard(page, site):
    """Its link leads on; there one begins at the top, and is at the new sources in a few steps."""
    page.goto(f"{site}trust/basic/")
    first = page.locator("main li article a").first.inner_text()
    tab_to(page, "a[rel=next]")
    press(page, "Enter")
    page.wait_for_url("**/trust/basic/page/2/")
    assert page.locator("main li article a").first.inner_text() != first
    press(page, "Tab")
    assert focused(page, ".skip-link")
    press(page, "Enter")
    tab_to(page, "main li article a", most=6)
    tab_to(page, "a[rel=prev]")
    press(page, "Enter")
    page.wait_for_url("**/trust/basic/")


# ---------------------------------------------------------------------- artifacts


def test_artifacts_are_searched_by_keyboard(page, site):
    """From the box on to types and results; what is shown more of gets the focus."""
    page.goto(f"{site}artifacts/")
    tab_to(page, "#artifact-search", most=20)
    page.keyboard.type("talker")
    page.wait_for_url("**/artifacts/?search=talker")
    page.locator("[data-results] mark").first.wait_for()
    assert focused(page, "#artifact-search")
    tab_to(page, "[name=artifact_type][value=skill]", most=4)
    press(page, "Space")
    page.wait_for_url("**/artifacts/?artifact_type=skill&search=talker")
    assert focused(page, "[name=artifact_type][value=skill]:checked")
    tab_to(page, "[data-results] a[data-slot=name]", most=6)
    assert focus_text(page).startswith("talker-")
    tab_to(page, "[data-results] button", most=10)
    press(page, "Enter")
    assert focused(page, "[data-results] a[data-slot=name]")
    tab_to(page, "[data-more]", most=120)
    shown = page.locator("[data-results] > li").count()
    press(page, "Enter")
    page.wait_for_function("n => document.querySelectorAll('[data-results] > li').length > n", arg=shown)
    first_new = page.locator("[data-results] > li").nth(shown)
    assert first_new.evaluate("li => li.contains(document.activeElement)")


# ----------------------------------------------------------------------- a source


def test_artifacts_of_a_source_are_filtered_by_keyboard(page, site):
    """The next stop after the box is what is left, and Escape in it brings everything back."""
    page.goto(f"{site}sources/everything/")
    tab_to(page, "[data-artifact-filter]")
    page.keyboard.type("thing 12")
    assert page.locator("[data-artifact]:visible").count() == 1
    tab_to(page, "[data-artifact] a", most=4)
    assert focus_text(page) == "skill-12"
    tab_to(page, "[data-artifact-filter]", key="Shift+Tab", most=4)
    press(page, "Escape")
    assert page.locator("[data-artifact]:visible").count() > 1
    assert focused(page, "[data-artifact-filter]")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_how_to_install_is_opened_by_keyboard(page, site, key):
    """Either key opens, the button in it is the next stop and copies, and the key closes again."""
    page.goto(f"{site}sources/everything/")
    tab_to(page, "[data-artifact] summary")
    press(page, key)
    details = page.locator("[data-artifact] details").first
    assert details.evaluate("e => e.open")
    tab_to(page, "details[open] button", most=3)
    press(page, key)
    page.get_by_role("button", name="Copied").wait_for()
    assert "skill-00" in page.evaluate("navigator.clipboard.readText()")
    tab_to(page, "summary", key="Shift+Tab", most=3)
    press(page, key)
    assert not details.evaluate("e => e.open")


def test_the_contents_list_leads_into_the_readme(page, site):
    """The heading comes into view, and the next stop is the first one after it."""
    page.goto(f"{site}sources/everything/")
    tab_to(page, ".toc a[href='#user-content-install']", most=120)
    press(page, "Enter")
    page.wait_for_url("**#user-content-install")
    heading = page.locator("#user-content-install")
    page.wait_for_function("() => scrollY > 0")
    assert 0 <= heading.bounding_box()["y"] < 900
    press(page, "Tab")
    assert heading.evaluate("""h => {
        const follows = h.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING;
        return Boolean(follows) && document.activeElement.matches(".prose *");
    }""")


# ------------------------------------------------------------------ adding a source


def test_a_source_is_added_by_keyboard(page, site):
    """Mistakes are told at their fields and get the focus; the file is copied, and GitHub's form opened."""
    page.route("https://github.com/**", lambda route: route.fulfill(body="There"))
    page.goto(f"{site}add/")
    tab_to(page, "[name=repo_url]", most=20)
    page.keyboard.type("no address")
    for value in ("A name", "Says what it is.", "b@d"):
        press(page, "Tab")
        page.keyboard.type(value)
    assert focused(page, "[name=tags]")
    tab_to(page, "[data-open]", most=6)
    press(page, "Space")
    assert focused(page, "[name=repo_url][aria-invalid=true]")
    assert page.locator("add-source [role=status]").inner_text() != ""
    for name in ("repo_url", "tags"):
        told = page.locator(f"[name={name}]").evaluate("""e => e.getAttribute("aria-describedby").split(" ")
            .map((id) => document.getElementById(id)).filter((p) => p.matches(".field-error:not([hidden])"))
            .map((p) => p.textContent).join()""")
        assert told, name
    press(page, "Control+A")
    page.keyboard.type("acme/new")
    assert focused(page, "[name=repo_url][aria-invalid=false]")
    tab_to(page, "[data-open]", most=8)
    press(page, "Enter")
    assert focused(page, "[name=tags][aria-invalid=true]")
    press(page, "Control+A")
    page.keyboard.type("good")
    tab_to(page, "[data-copy]", most=8)
    press(page, "Enter")
    page.locator("add-source [role=status]", has_text=re.compile("copied", re.IGNORECASE)).wait_for()
    written = page.evaluate("navigator.clipboard.readText()")
    assert "repo_url: " in written
    assert "name: A name" in written
    assert page.url == f"{site}add/"
    tab_to(page, "[data-open]", key="Shift+Tab", most=4)
    press(page, "Enter")
    page.wait_for_url("https://github.com/**")
    assert "/new/main?filename=sources/acme-new.yaml" in page.url


# --------------------------------------------------------------- nothing moves

SHIFT = """() => new Promise((resolve) => {
    let sum = 0;
    const add = (entries) => entries.forEach((entry) => (sum += entry.value));
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => (add(observer.takeRecords()), resolve(sum)), 200);
})"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"


@pytest.mark.parametrize("width", [360, 412, 1280])
def test_the_list_stands_still_while_its_script_arrives(page, site, width):
    """What the script switches on has its place from the first paint, however late the script comes."""
    held = []
    page.route("**/catalog-browser.*.js", lambda route: held.append(route))  # noqa: PLW0108 - no built-in
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(site, wait_until="commit")
    page.wait_for_function(PAINTED)
    assert held
    held[0].continue_()
    ready(page)
    assert page.evaluate(SHIFT) < 0.001
