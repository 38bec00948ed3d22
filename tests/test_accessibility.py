"""axe-core in a real Chromium: every template in every state, by day and night, wide and narrow.

WCAG 2.2 up to AA and axe's own advice, with nothing left out. What no program can judge by rules, such as
where the focus goes, is in the tests of the elements.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from generator.build import build_site
from generator.loaded import load
from generator.pages import PageKind
from tests import small_catalog, test_example, whole_site
from tests import theme_catalog as tc
from tests.test_right_to_left import ARABIC
from tests.test_theme_in_browser import served

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}

RUN = """async (rules) => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    const found = await axe.run(document, { resultTypes: ["violations"], rules });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}
        ${node.failureSummary.slice(0, 300)}`));
}"""
RULES = {"target-size": {"enabled": True}}
"""WCAG 2.2's rules are switched off as axe comes."""


# ------------------------------------------------------------------- the states of pages


def nothing(_):
    """The page as it comes."""


def ready(page):
    """The list, upgraded."""
    page.locator("catalog-browser:not([data-starting])").wait_for()
    page.locator("[data-facet=tags] input").first.wait_for(state="attached")


def seen(selector):
    """A state is reached when something of it is seen."""
    return lambda page: page.locator(selector).first.wait_for()


def opened(selector):
    """Details of a kind, all of them opened."""

    def act(page):
        assert page.locator(selector).evaluate_all("all => all.map((e) => (e.open = true)).length") > 0

    return act


def filled(selector, words, then):
    """A box with words in it, and what these lead to."""

    def act(page):
        page.locator(selector).fill(words)
        page.locator(then).first.wait_for()

    return act


def dialog(page):
    """The filters of a phone, opened."""
    ready(page)
    page.set_viewport_size(NARROW)
    page.locator("[data-filters-open]").click()
    page.locator("dialog[open]").wait_for()


def menu(page):
    """The navigation of a phone, opened."""
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="Menu").click()
    page.locator("#site-nav").wait_for()


def waiting(page):
    """A search whose files do not come."""
    page.route("**/search/**", lambda _: None)
    ready(page)
    page.locator("#search").fill("everything")
    page.locator("[aria-busy=true]").wait_for()


def failed(page):
    """A search whose files cannot be loaded."""
    page.route("**/search/**", lambda route: route.abort())
    ready(page)
    page.locator("#search").fill("everything")
    page.locator("[data-failure]:visible").wait_for()


def copied(page):
    """A button that has just copied something."""
    page.get_by_role("button", name="Copy clone command").click()
    page.get_by_role("button", name="Copied").wait_for()


def mistaken(page):
    """The form to add a source, with an address that is none."""
    page.locator("[name=repo_url]").fill("no address")
    page.keyboard.press("Enter")
    page.locator(".field-error:visible").first.wait_for()


NOTICES = (
    *(
        "archived",
        "moved",
        "stale",
        "missing",
        "replaced",
        "failed",
        "never",
        "partial",
        "old-tree",
        "pending",
    ),
    *("old-contents", "old-readme", "no-readme", "readme-off", "scan-off", "succeeded", "noted"),
)
"""Sources, each with something that is said of it."""

STATES = {
    "list": ("", ready),
    "list, rows": ("?view=list", ready),
    "list, filtered": ("?artifact_type=skill&tags=alpha", seen("[data-chips] button")),
    "list, filtered, rows": ("?artifact_type=skill&tags=alpha&view=list", seen("[data-chips] button")),
    "list, searched": ("?search=everything", seen("[data-results] mark")),
    "list, searching": ("", waiting),
    "list, search failed": ("", failed),
    "list, another word": ("?search=everythnig", seen("[data-suggestion]")),
    "list, nothing found": (
        "?artifact_type=mcp_server&tags=beta&trust_level=official",
        seen("[data-rescue] button"),
    ),
    "list, finding a tag": ("", filled("[data-find]", "et", "[data-facet=tags] label:visible")),
    "list, second page": ("page/2/", ready),
    "list, dialog": ("?tags=alpha", dialog),
    "list, menu": ("", menu),
    "source": ("sources/everything/", nothing),
    "source, artifacts filtered": (
        "sources/everything/",
        filled("[data-artifact-filter]", "thing 12", "[data-artifact]:visible"),
    ),
    "source, no artifact left": (
        "sources/everything/",
        filled("[data-artifact-filter]", "nothing like it", "[data-artifact-none]"),
    ),
    "source, all opened": ("sources/everything/", opened("details")),
    "source, copied": ("sources/everything/", copied),
    **{f"source, {name}": (f"sources/{name}/", nothing) for name in NOTICES},
    "artifacts": ("artifacts/", nothing),
    "artifacts, searched": ("artifacts/?search=thing", seen("[data-results] mark")),
    "artifacts, filtered": ("artifacts/?artifact_type=mcp_server", seen("[data-results] [data-slot=name]")),
    "artifacts, nothing found": (
        "artifacts/?search=nothing-like-it&artifact_type=mcp_server",
        seen("[data-rescue] button"),
    ),
    "types": ("types/", nothing),
    "a type": ("types/skill/", nothing),
    "tags": ("tags/", nothing),
    "a tag": ("tags/alpha/", nothing),
    "trust": ("trust/", nothing),
    "a trust level": ("trust/basic/", nothing),
    "changes": ("changes/", nothing),
    "stats": ("stats/", opened("details")),
    "api": ("api/", opened("details")),
    "about": ("about/", nothing),
    "add": ("add/", nothing),
    "add, filled": ("add/", filled("[name=repo_url]", "https://github.com/a/b", "[data-yaml]")),
    "add, mistaken": ("add/", mistaken),
    "own page": ("pages/guide/", nothing),
    "removed": ("sources/spam/", nothing),
    "not found": ("404.html", nothing),
}
"""Path and what is done there."""

LEFT = {"list, dialog", "list, menu"}
"""States that only a narrow screen has."""


@pytest.fixture(scope="module")
def axe(node_modules):
    """The text of axe-core."""
    return (node_modules / "axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Addresses of the sites: whole, empty, in Arabic, and of another field."""
    arabic = small_catalog.make(tmp_path_factory.mktemp("arabic") / "catalog")
    (arabic / "catalog.yaml").write_text(small_catalog.SETTINGS + "language: ar\n", encoding="utf-8")
    (arabic / "theme/texts").mkdir(parents=True)
    (arabic / "theme/texts/ar.yaml").write_text(ARABIC, encoding="utf-8")
    build_site(load(arabic), arabic / "site", jobs=1)
    with ExitStack() as stack:
        folders = {
            "whole": whole_site.make(tmp_path_factory.mktemp("whole")),
            "empty": whole_site.make(tmp_path_factory.mktemp("empty"), tc.EMPTY),
            "arabic": arabic / "site",
            "other field": test_example.make(tmp_path_factory.mktemp("example") / "actions"),
        }
        yield {name: stack.enter_context(served(folder)) for name, folder in folders.items()}


@pytest.fixture(scope="module")
def context(browser, axe):
    """One visitor for all of it, on whose pages axe-core waits to be asked."""
    made = browser.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    made.set_default_timeout(15_000)
    made.add_init_script(axe)
    yield made
    made.close()


def complaints(context, address, act, *, only_narrow=False):
    """What axe-core finds on a page: by day and night, then as a phone lays it out."""
    page = context.new_page()
    # Without motion: while colours change from day to night, those in between are nobody's choice.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address)
    act(page)
    found = []
    if not only_narrow:
        found += page.evaluate(RUN, RULES)
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, RULES)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    page.close()
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(context, sites, state):
    """No violation in any state of any page."""
    path, act = STATES[state]
    assert complaints(context, sites["whole"] + path, act, only_narrow=state in LEFT) == []


@pytest.mark.parametrize("path", ["", "artifacts/", "tags/", "types/", "trust/", "changes/", "stats/"])
def test_axe_finds_nothing_in_an_empty_catalog(context, sites, path):
    """Before the first source there is little to read, and all of it can be read."""
    assert complaints(context, sites["empty"] + path, nothing) == []


RTL = {
    "list": ("", ready),
    "filtered": ("?tags=python", seen("[data-chips] button")),
    "source": ("sources/alpha-skills/", nothing),
    "artifacts": ("artifacts/", nothing),
    "stats": ("stats/", nothing),
}


@pytest.mark.parametrize("state", RTL)
def test_axe_finds_nothing_from_right_to_left(context, sites, state):
    """The same in a language of the other direction."""
    path, act = RTL[state]
    assert complaints(context, sites["arabic"] + path, act) == []


@pytest.mark.parametrize("path", ["", "sources/actions-cache/", "artifacts/", "pages/choosing/", "about/"])
def test_axe_finds_nothing_in_another_look(context, sites, path):
    """Logo, colours and nouns of the owner's change none of it."""
    assert complaints(context, sites["other field"] + path, nothing) == []


@pytest.mark.parametrize("path", ["", "sources/everything/", "artifacts/", "tags/alpha/", "api/", "404.html"])
def test_axe_finds_nothing_without_scripts(context, sites, path):
    """Where no script arrives, what stands in place of controls is as good."""
    context.route("**/*.js", lambda route: route.abort())
    try:
        assert complaints(context, sites["whole"] + path, nothing) == []
    finally:
        context.unroute("**/*.js")


def test_axe_finds_nothing_on_the_way_on(context, sites):
    """The page of a former id, which visitors see where browsers do not go on by themselves."""
    page = context.request.get(sites["whole"] + "sources/old-everything/").text()
    stays, count = re.subn('<meta http-equiv="refresh"[^>]*>', "", page)
    assert count == 1
    address = sites["whole"] + "sources/stays/"
    context.route(address, lambda route: route.fulfill(body=stays, content_type="text/html"))
    assert complaints(context, address, nothing) == []


def test_every_template_is_under_test():
    """A new kind of page needs a state above."""
    plan = tc.planner()
    kinds = {ref.path: ref.kind for ref in plan.refs() if ref.path.endswith(".html")}
    paths = (urlsplit(path).path for path, _ in STATES.values())
    seen_kinds = {kinds[path if path.endswith(".html") else f"{path}index.html"] for path in paths}
    assert set(kinds.values()) - seen_kinds == {PageKind.REDIRECT}


def test_axe_would_find_something(context, sites):
    """What the tests rest on can fail: faint text, a picture and a field without names."""
    page = context.new_page()
    page.goto(sites["whole"] + "about/")
    page.evaluate("""() => {
        const faint = document.createElement("p");
        faint.textContent = "Hardly to be read";
        faint.style.color = "#bbb";
        document.querySelector("main").append(faint, new Image(), document.createElement("input"));
    }""")
    found = {line.partition(":")[0] for line in page.evaluate(RUN, RULES)}
    page.close()
    assert found >= {"color-contrast", "image-alt", "label"}
