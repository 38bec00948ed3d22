"""The theme in a real Chromium: colours without a flash, small elements, narrow screens, disk, paper."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from generator.render import Renderer
from tests import theme_catalog as tc

pytestmark = pytest.mark.browser

TEMPLATES = {
    "home": "index.html",
    "source": "sources/everything/index.html",
    "pending": "sources/pending/index.html",
    "tag": "tags/alpha/index.html",
    "tags": "tags/index.html",
    "types": "types/index.html",
    "trust": "trust/index.html",
    "artifacts": "artifacts/index.html",
    "about": "about/index.html",
    "own page": "pages/guide/index.html",
    "not found": "404.html",
}
"""A page of every template."""

LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"


class Quiet(SimpleHTTPRequestHandler):
    """A file server that keeps to itself."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of a catalog in which names, paths and addresses are long."""
    site = tmp_path_factory.mktemp("site")
    hard = tc.entry(
        "hard",
        tc.artifact(LONG_WORD, path=f"skills/{LONG_WORD}/{LONG_WORD}", description=LONG_WORD),
        name=LONG_WORD,
        description=LONG_WORD * 3,
        tags=("alpha", LONG_WORD[:50].lower()),
        homepage=f"https://{LONG_WORD[:60].lower()}.example.org/",
    )
    catalog = tc.catalog(*tc.ENTRIES, hard, settings=tc.replace(tc.SETTINGS, base_url=""))
    renderer = Renderer(tc.THEME)
    outputs = [renderer.render(page) for page in tc.pages(catalog).values()]
    for output in [*outputs, *renderer.assets.outputs()]:
        (site / output.path).parent.mkdir(parents=True, exist_ok=True)
        (site / output.path).write_bytes(output.content)
    return site


@contextmanager
def served(folder):
    """Serve a folder; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def address(folder):
    """The same pages, served."""
    with served(folder) as address:
        yield address


@pytest.fixture
def open_page(browser, address):
    """Opens a page for a fresh visitor; options are those of a browser context."""
    contexts = []

    def opened(path="index.html", **options):
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options}))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def background(page) -> str:
    """The colour that the page has now."""
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


DAY, NIGHT = "rgb(251, 250, 247)", "rgb(18, 20, 23)"


# ------------------------------------------------------------------------- colours


@pytest.mark.parametrize(("scheme", "colour"), [("light", DAY), ("dark", NIGHT)])
def test_colours_follow_the_system(open_page, scheme, colour):
    """Who has chosen nothing sees what the system is set to, with scripts or without."""
    assert background(open_page(color_scheme=scheme)) == colour
    assert background(open_page(color_scheme=scheme, java_script_enabled=False)) == colour


def test_a_choice_of_colours_is_kept_and_does_not_flash(open_page, address):
    """The chosen colours are there before the body is, on every page and after a reload."""
    page = open_page("about/index.html", color_scheme="light")
    page.get_by_role("radio", name="Dark").check()
    assert background(page) == NIGHT
    page.add_init_script("""new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.seen = document.documentElement.dataset.theme; observer.disconnect();
    }).observe(document, { childList: true, subtree: true });""")
    page.goto(f"{address}tags/index.html")
    assert page.evaluate("window.seen") == "dark"
    assert background(page) == NIGHT
    assert page.get_by_role("radio", name="Dark").is_checked()
    page.get_by_role("radio", name="As the system").check()
    page.reload()
    assert background(page) == DAY


def test_other_tabs_follow(open_page, address):
    """A choice in one tab shows in all of them."""
    page = open_page("about/index.html", color_scheme="light")
    other = page.context.new_page()
    other.goto(f"{address}index.html")
    page.get_by_role("radio", name="Dark").check()
    other.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")


# -------------------------------------------------------------------- small elements


def test_artifacts_are_filtered_by_words(open_page):
    """All words must be there; folded ones are opened; Escape shows everything again."""
    page = open_page(TEMPLATES["source"])
    rows = page.locator("[data-artifact]:visible")
    assert rows.count() == 9
    page.locator("[data-artifact-filter]").fill("thing 12")
    assert rows.count() == 1
    assert "skill-12" in rows.first.inner_text()
    assert page.locator("[data-artifact-group]:visible").count() == 1
    page.wait_for_function(
        "() => document.querySelector('[data-artifact-status]').textContent === '1 artifact'"
    )
    page.locator("[data-artifact-filter]").press("Escape")
    assert rows.count() == 9


def test_no_artifact_left_is_said(open_page):
    """A filter that leaves nothing says so."""
    page = open_page(TEMPLATES["source"])
    page.locator("[data-artifact-filter]").fill("nothing like this")
    assert page.get_by_text("No artifact matches.").is_visible()


def test_headings_of_a_readme_link_to_themselves(open_page):
    """A heading can be linked to, by a link that is named after it."""
    page = open_page(TEMPLATES["source"])
    page.get_by_role("link", name="Link to “Title”").click()
    assert page.url.endswith("#user-content-title")


def test_the_clone_command_and_paths_are_copied(open_page):
    """The buttons put their text on the clipboard and say so."""
    page = open_page(TEMPLATES["source"], permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy clone command").click()
    page.get_by_role("button", name="Copied").wait_for()
    clipboard = "navigator.clipboard.readText()"
    assert page.evaluate(clipboard) == "git clone https://github.com/someone/everything.git"
    page.get_by_role("button", name="skills/skill-03").click()
    page.locator("[data-copied]").wait_for()
    assert page.evaluate(clipboard) == "skills/skill-03"


def test_the_menu_opens_and_closes_by_keyboard(open_page):
    """On narrow screens the navigation is a popover: Enter opens it, Escape closes and gives focus back."""
    page = open_page("about/index.html", viewport={"width": 360, "height": 700})
    assert not page.locator("#site-nav").is_visible()
    button = page.get_by_role("button", name="Menu")
    button.press("Enter")
    assert page.locator("#site-nav").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Sources"
    page.keyboard.press("Escape")
    assert not page.locator("#site-nav").is_visible()
    assert page.evaluate("document.activeElement.ariaLabel") == "Menu"


def test_the_menu_works_without_scripts(open_page):
    """The popover is the browser's own."""
    page = open_page("about/index.html", viewport={"width": 360, "height": 700}, java_script_enabled=False)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Tags").click()
    assert page.locator("h1").inner_text() == "Tags"


def test_a_missing_page_offers_its_name_as_a_search(open_page, folder):
    """The words of a mistyped address are in the search box already."""
    page = open_page("404.html")
    assert page.locator("[data-missing]").input_value() == ""
    (folder / "some-lost_page.html").write_bytes((folder / "404.html").read_bytes())
    page.goto(page.url.replace("404.html", "some-lost_page.html"))
    page.wait_for_function("() => document.querySelector('[data-missing]').value === 'some lost page html'")


def test_the_address_bar_shows_folders(open_page):
    """A link names index.html so that it works from disk; hosted, the address is the short one."""
    page = open_page("about/index.html?a=b#c")
    assert page.url.endswith("/about/?a=b#c")
    page.get_by_role("link", name="Tags", exact=True).first.click()
    page.wait_for_url("**/tags/")


# ----------------------------------------------------------------- all kinds of page


@pytest.mark.parametrize("width", [320, 1000])
def test_nothing_scrolls_sideways(open_page, address, width):
    """Down to 320 px, and with text at twice its size, every page scrolls in one direction only."""
    page = open_page(viewport={"width": width, "height": 800})
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for path in TEMPLATES.values():
        page.goto(address + path)
        assert page.evaluate(sideways) == 0, path
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(sideways) == 0, f"{path} with large text"


def test_targets_are_large_enough(open_page, address):
    """What can be pressed is at least 24 by 24 pixels, links within sentences aside (WCAG 2.5.8)."""
    page = open_page(viewport={"width": 360, "height": 800})
    for path in TEMPLATES.values():
        page.goto(address + path)
        small = page.evaluate("""() => [...document.querySelectorAll("a, button, input, select, summary")]
            .filter((e) => e.checkVisibility() && !e.matches(".skip-link, label > input, .card a"))
            .filter((e) => !e.closest(".prose, .notice, .empty, .lede, .box p, .facts"))
            .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([html, box]) => `${box.width} × ${box.height} ${html}`)""")
        assert small == [], path


def test_what_has_the_focus_is_seen(open_page, address):
    """Tabbing through a page, every stop has an outline, its own or that of what it stands in."""
    page = open_page()
    for path in TEMPLATES.values():
        page.goto(address + path)
        stops = set()
        for _ in range(12):
            page.keyboard.press("Tab")
            stop = page.evaluate("""() => {
                const e = document.activeElement;
                const holders = [e, e.closest(".card"), e.closest("label")].filter(Boolean);
                const outlined = holders.some((x) => getComputedStyle(x).outlineStyle !== "none");
                return { html: e.outerHTML.slice(0, 90), seen: e === document.body || outlined };
            }""")
            assert stop["seen"], stop["html"]
            stops.add(stop["html"])
        assert len(stops) > 8, path


def test_the_policy_lets_everything_of_ours_pass(open_page, address):
    """No page breaks its own Content-Security-Policy, misses a file or asks another host."""
    page = open_page("about/index.html")
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(address) else None)
    for name, path in TEMPLATES.items():
        if name != "home":  # it loads an index, which is under test elsewhere
            page.goto(address + path)
            page.evaluate("() => new Promise(requestAnimationFrame)")
    assert wrong == []


def test_from_disk_a_page_is_styled_and_leads_on(open_page, folder):
    """Opened as a file a page has its style, its choice of colours, and links instead of scripts."""
    page = open_page(color_scheme="light")
    refused = []
    page.on("console", lambda m: refused.append(m.text) if "integrity" in m.text else None)
    for path in TEMPLATES.values():
        if path == "404.html":  # its links start at a host's root
            continue
        page.goto(f"file://{folder}/{path}")
        assert background(page) == DAY
        assert page.locator(".needs-modules").locator("visible=true").count() == 0
    page.get_by_role("radio", name="Dark").check()
    assert background(page) == NIGHT
    page.get_by_role("link", name="Trust", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Trust levels"
    assert refused == []


def test_on_paper_there_is_text_and_no_control(open_page):
    """Printed, a page has no navigation, filter or button, and dark becomes light."""
    page = open_page(TEMPLATES["source"], color_scheme="dark")
    page.emulate_media(media="print")
    assert (
        page.locator(".site-nav, .actions, artifact-filter, .theme, .toc").locator("visible=true").count()
        == 0
    )
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 29, 34)"
    assert page.get_by_text("Does thing 3.").is_visible()


def test_forced_colours_keep_states(open_page):
    """With the system's own few colours, what is chosen or current still looks different."""
    page = open_page("about/index.html", forced_colors="active")
    outline = "e => getComputedStyle(e).outlineStyle"
    assert page.locator(".theme label:has(:checked)").evaluate(outline) == "solid"
    assert page.locator(".site-nav [aria-current]").evaluate(outline) == "solid"
    assert page.locator(".theme label:not(:has(:checked))").first.evaluate(outline) == "none"
