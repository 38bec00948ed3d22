"""All attack documents on one page in a real Chromium, with nothing but the rendering to stop them.

The page has no Content-Security-Policy, so what holds here holds without the second wall.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from generator.markdown import render_notes, render_readme
from generator.model import Readme
from generator.urls import RepoLocation
from tests.attack_documents import attacks
from tests.markup_rules import violations

pytestmark = pytest.mark.browser

ORIGIN = "https://catalog.example"
PICTURE_HOSTS = {"pictures.example", "raw.githubusercontent.com"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f0300"
    "08fc02fe7f5d6b5c0000000049454e44ae426082"
)
OWN = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<link rel="icon" href="data:,">
<script>
  window.fired = [];
  window.canary = (...what) => { fired.push(what.join() || new Error().stack); };
  addEventListener("error", (event) => event.message && fired.push("error " + event.message));
  addEventListener("click", (event) => event.preventDefault());
  addEventListener("submit", (event) => { event.preventDefault(); fired.push("submit"); });
</script></head><body><main id="main"><form id="filters"><input name="search" id="search"></form>
<div id="results"></div>%s</main></body></html>"""

TOUCH = """() => {
  const kinds = ["mouseover", "mouseenter", "pointerover", "pointerenter", "focus", "focusin", "click",
    "toggle", "animationend", "load", "error", "begin", "keydown", "beforetoggle", "input", "change"];
  for (const element of document.querySelectorAll("[data-attack] *")) {
    for (const kind of kinds) {
      element.dispatchEvent(new Event(kind, {bubbles: kind === "click", cancelable: true}));
    }
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on")) { fired.push(element.outerHTML); }
    }
  }
}"""

PARSED_AGAIN = """() => {
  for (const place of document.querySelectorAll("[data-attack]")) {
    const before = place.innerHTML;
    const again = document.createElement("div");
    again.innerHTML = before;
    if (again.innerHTML !== before) { fired.push("changes: " + place.dataset.attack); }
  }
}"""


@pytest.fixture(scope="module")
def documents():
    """Every attack as it is shown: as a README and as notes."""
    location = RepoLocation("owner/name", "0" * 40)
    shown = {}
    for attack in attacks():
        shown[attack.id] = render_readme(Readme(f"README.{attack.format}", attack.text), location).html
        shown[f"{attack.id} as notes"] = render_notes(attack.text)
    return shown


@dataclass
class Visit:
    """The page after it was loaded and touched everywhere."""

    page: object
    context: object
    requests: list
    """Every address that was asked for, the page's own first."""
    dialogs: list


@contextmanager
def visited(browser, documents):
    """Put the documents on one page and do to it what a visitor could do."""
    body = "".join(f'<div data-attack="{name}">{html}</div>' for name, html in documents.items())
    context = browser.new_context(viewport={"width": 1000, "height": 30_000})
    visit = Visit(context.new_page(), context, [], [])

    def answer(route):
        visit.requests.append(route.request.url)
        host = urlsplit(route.request.url).netloc
        if route.request.url == f"{ORIGIN}/":
            route.fulfill(body=OWN % body, content_type="text/html")
        elif host in PICTURE_HOSTS and route.request.resource_type == "image":
            route.fulfill(body=PIXEL, content_type="image/png")
        else:
            route.abort()

    visit.page.on("dialog", lambda dialog: (visit.dialogs.append(dialog.message), dialog.dismiss()))
    visit.page.route("**/*", answer)
    visit.page.goto(f"{ORIGIN}/", wait_until="load")
    visit.page.evaluate(TOUCH)
    visit.page.evaluate(PARSED_AGAIN)
    visit.page.mouse.move(300, 300)
    visit.page.keyboard.press("Tab")
    visit.page.wait_for_timeout(300)
    yield visit
    context.close()


@pytest.fixture(scope="module")
def visit(browser, documents):
    """A visit to all rendered attacks."""
    with visited(browser, documents) as done:
        yield done


def test_the_canary_sings(browser):
    """The same visit to attacks that were not rendered notices code and requests."""
    raw = {
        "code": "<img src='x:' onerror='canary(1)'>",
        "frame": "<iframe src='https://canary.example/'></iframe>",
    }
    with visited(browser, raw) as done:
        assert "1" in done.page.evaluate("fired")
        assert "https://canary.example/" in done.requests


def test_nothing_runs(visit):
    """No attack runs code, opens a dialog, or means something else when it is parsed again."""
    page, dialogs = visit.page, visit.dialogs
    assert page.evaluate("fired") == []
    assert dialogs == []


def test_nothing_is_requested_but_pictures(visit):
    """The only requests are for the page and for pictures on hosts that may have them."""
    requests = visit.requests
    others = [url for url in requests[1:] if urlsplit(url).netloc not in PICTURE_HOSTS]
    assert others == []
    assert any(urlsplit(url).netloc == "pictures.example" for url in requests)


def test_nothing_navigates(visit):
    """The page stays where it is, alone, without frames."""
    page, context = visit.page, visit.context
    assert page.url == f"{ORIGIN}/"
    assert len(context.pages) == 1
    assert len(page.frames) == 1
    assert page.title() == "Page"


def test_nothing_of_the_page_is_taken_over(visit):
    """Ids and globals of the page still mean the page's own."""
    page = visit.page
    assert page.evaluate(
        """() => [
          window.location instanceof Location, document.body instanceof HTMLBodyElement,
          typeof document.cookie, typeof document.getElementById, typeof canary, window.config === undefined,
          window.navigator instanceof Navigator, document.forms.length,
          ...["filters", "results", "main", "search"].map(
            (id) => document.querySelectorAll("#" + id).length === 1),
          document.querySelectorAll("[data-attack] :is(style, script, iframe, form, [style], [name])").length,
        ]"""
    ) == [True, True, "string", "function", "function", True, True, 1, True, True, True, True, 0]


def test_chromium_reads_what_we_wrote(visit):
    """The HTML that Chromium makes of each document is still allowed: nothing changed as it was parsed."""
    page = visit.page
    places = "[...document.querySelectorAll('[data-attack]')]"
    parsed = page.evaluate(f"() => {places}.map((place) => [place.dataset.attack, place.innerHTML])")
    assert len(parsed) == 2 * len(attacks())
    for name, html in parsed:
        assert violations(re.sub("\ufffd", "", html)) == [], name
