"""READMEs whose ids and names are all that the page's scripts know, in a real Chromium.

A browser makes globals and properties of the document of ids and names. The words are taken from the
scripts and templates as they are, so that a script may use what it likes.
"""

import re
from pathlib import Path

import pytest

from generator.markdown import render_readme
from generator.model import Readme
from generator.pages import PageKind, Planner
from generator.render import Renderer
from generator.urls import RepoLocation
from tests import theme_catalog as tc
from tests.test_attack_site_in_browser import served

pytestmark = pytest.mark.browser

THEME = Path(__file__).parent.parent / "templates"
PAGE = "sources/everything/index.html"
PART = 400
"""Words of one README, which must not be cut."""


def words() -> list[str]:
    """Every name in the scripts of pages, and every id and name that a template gives an element."""
    found = set()
    for file in sorted((THEME / "assets/js").rglob("*.js")):
        if "vendor" not in file.parts:
            code = re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
            found |= set(re.findall(r"[A-Za-z_$][\w$]*", code))
    for file in sorted(THEME.rglob("*.j2")):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r'\s(?:id|name|for)="([^"\s{}]+)"', text))
        found |= set(re.findall(r"\bdata-([a-z-]+)", text))
    return sorted(found)


WORDS = words()
PARTS = [WORDS[start : start + PART] for start in range(0, len(WORDS), PART)]


def markdown(some: list[str]) -> str:
    """A README in which each word is an id and a name; some are headings and labels of notes."""
    parts = [f'<a id="{w}" name="{w}" href="https://c.example/{w}">x</a>' for w in some]
    parts += [f'<form name="{w}"><img name="{w}" id="{w}"></form>' for w in some[::2]]
    parts += [f"# {w}\n\nx[^{w}]\n\n[^{w}]: {w}" for w in some[::20]]
    return "\n\n".join(parts)


READMES = [markdown(some) for some in PARTS]


def page_with(readme: object, folder: Path) -> None:
    """The page of a source with this README, and all that it loads, in a folder."""
    renderer = Renderer(tc.THEME)
    plan = Planner(tc.catalog(tc.EVERYTHING), tc.Shelf(lambda _: readme), tc.notes, tc.DATA)
    page = next(ref for ref in plan.refs() if ref.kind is PageKind.SOURCE)
    for output in (renderer.render(plan.page(page)), *renderer.assets.outputs()):
        (folder / output.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / output.path).write_bytes(output.content)


CLOBBERED = """(words) => {
  const strange = (found) => found instanceof Node ? Boolean(found.closest?.(".prose"))
    : (found instanceof HTMLCollection || found instanceof NodeList) && [...found].some(strange);
  return words.filter((word) => [window[word], document[word], document.forms[word], document.images[word],
    document.getElementById(word), document.getElementsByName(word)].some(strange));
}"""


def outcome(browser, address: str) -> dict[str, object]:
    """What a visitor gets from everything on the page that scripts do, and what words mean there."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(20_000)
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.goto(address + PAGE)
    page.locator("[data-artifact-filter]").fill("thing 12")
    left = page.locator("[data-artifact]:visible").all_inner_texts()
    page.locator("[data-artifact-filter]").press("Escape")
    page.get_by_role("button", name="Copy clone command").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = [page.evaluate("navigator.clipboard.readText()")]
    page.get_by_role("button", name="skills/skill-03").click()
    page.locator("[data-copied]").wait_for()
    copied.append(page.evaluate("navigator.clipboard.readText()"))
    page.get_by_role("radio", name="Dark").check()
    seen = {
        "left": left,
        "rows": page.locator("[data-artifact]:visible").count(),
        "copied": copied,
        "theme": page.evaluate("document.documentElement.dataset.theme"),
        "kept": page.evaluate("localStorage.getItem('theme')"),
        "address": page.evaluate("location.pathname"),
        "title": page.evaluate("document.title"),
        "clobbered": page.evaluate(CLOBBERED, WORDS),
        "wrong": wrong,
    }
    context.close()
    return seen


@pytest.fixture(scope="module")
def harmless(browser, tmp_path_factory):
    """What happens on the page with a README of one paragraph."""
    folder = tmp_path_factory.mktemp("harmless")
    page_with(tc.MadeReadme("<p>x</p>", ()), folder)
    with served(folder) as address:
        return outcome(browser, address)


def test_the_words_are_those_of_the_scripts(harmless):
    """Ids of the page, parts of the document and functions that scripts call are among the words."""
    assert {
        "readme",
        "main",
        "site-nav",
        "querySelector",
        "fetch",
        "location",
        "theme",
        "artifact-filter",
    } <= {*WORDS}
    assert len(WORDS) > 800
    assert harmless["left"]
    assert harmless["clobbered"] == harmless["wrong"] == []


def test_the_words_do_harm_where_nothing_is_cleaned(browser, tmp_path):
    """Shown as written, the same ids and names take over most of what they name, and the page breaks."""
    page_with(tc.MadeReadme("".join(re.findall(r"<[^>]*>", READMES[0])), ()), tmp_path)
    with served(tmp_path) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address + PAGE)
        assert len(page.evaluate(CLOBBERED, PARTS[0])) > 200
        context.close()


@pytest.mark.parametrize("number", range(len(READMES)))
def test_no_readme_changes_what_scripts_do(browser, harmless, tmp_path, number):
    """Filter, copying, colours and every global are the same beside a README of these words."""
    readme = Readme("README.md", READMES[number])
    rendered = render_readme(readme, RepoLocation("o/n", "0" * 40))
    assert rendered.html.count(' id="user-content-') >= len(PARTS[number])
    page_with(rendered, tmp_path)
    with served(tmp_path) as address:
        assert outcome(browser, address) == harmless
