"""Pages that run from right to left: no style names a side, and browsers lay them out so."""

import re
import shutil
from dataclasses import replace

import pytest

from generator.build import build_site
from generator.loaded import load
from generator.pages.wording import wording_of
from generator.schema import default_settings
from generator.texts import read_texts, shipped_texts
from generator.yaml_text import parse
from tests import small_catalog
from tests import theme_catalog as tc
from tests.conftest import ROOT
from tests.test_theme_in_browser import served

ARABIC = (ROOT / "tests/texts/ar.yaml").read_text(encoding="utf-8")

SHEETS = {
    name: re.sub(r"/\*.*?\*/", "", content.decode(), flags=re.DOTALL)
    for name, content in tc.THEME.items()
    if name.endswith(".css")
}

SIDES = re.compile(
    r"\b(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|\bborder-(?:top|bottom)-(?:left|right)-radius\b"
    r"|(?<![-\w])(?:left|right):"
    r"|\b(?:text-align|float|clear): (?:left|right)\b"
)

FOUR = re.compile(r"\b(?:margin|padding|inset|border-radius): *(\S+(?:\([^)]*\))?) (\S+) (\S+) (\S+);")


def one_sided(sheet):
    """What in a style sheet is of the left or the right."""
    unlike = [match[0] for match in FOUR.finditer(sheet) if match[2] != match[4]]
    return SIDES.findall(sheet) + unlike


@pytest.mark.parametrize("name", SHEETS)
def test_no_style_names_a_side(name):
    """Start and end follow the direction of the page; what a README aligns stays as it asks for."""
    sheet = SHEETS[name].replace('.prose [align="right"] {\n  text-align: right;', "")
    assert one_sided(sheet) == []


@pytest.mark.parametrize(
    "style",
    ["margin-left: 1px;", "text-align: right;", "right: 0;", "padding: 1px 2px 1px 3px;", "float: left;"],
)
def test_the_search_for_sides_can_fail(style):
    """Every way to name a side is seen."""
    assert one_sided(f"a {{ {style} }}")


def test_the_arabic_texts_are_texts():
    """The translation that these tests use has no key and no placeholder of its own."""
    texts, problems = read_texts(parse(ARABIC, "ar.yaml"), "ar.yaml", shipped_texts())
    assert problems == ()
    words = wording_of(replace(default_settings("x"), language="ar", texts=tuple(texts.items())))
    assert [words.counted("count.sources", n) for n in (0, 1, 2, 3, 11, 100)] == [
        "لا مصادر", "مصدر واحد", "مصدران", "3 مصادر", "11 مصدرا", "100 مصدر"
    ]  # fmt: skip


def test_what_others_wrote_has_a_direction_of_its_own():
    """Names, descriptions and READMEs of strangers run as they were written."""
    pages = tc.rendered()
    page = pages["sources/everything/index.html"]
    for mark in ('<h1 dir="auto">', '<p class="lede" dir="auto">', '<div class="prose" dir="auto">'):
        assert mark in page
    assert '<p class="card-text" data-slot="description" dir="auto">' in pages["index.html"]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The small catalog in Arabic, served."""
    root = small_catalog.make(tmp_path_factory.mktemp("arabic") / "catalog")
    (root / "catalog.yaml").write_text(small_catalog.SETTINGS + "language: ar\n")
    (root / "theme/texts").mkdir(parents=True)
    shutil.copy(ROOT / "tests/texts/ar.yaml", root / "theme/texts/ar.yaml")
    build_site(load(root), root / "site", jobs=1)
    with served(root / "site") as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_pages_run_from_right_to_left(browser, address, width):
    """The name of the site stands at the right, text starts there, and nothing sticks out."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in ("", "sources/alpha-skills/", "tags/", "about/"):
        page.goto(address + path)
        brand, control = (
            page.locator(part).first.bounding_box() for part in (".brand", "[data-theme-control]")
        )
        assert brand["x"] > control["x"]
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == (
            "ltr" if "alpha" in path else "rtl"
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.browser
def test_scripts_say_their_texts_in_the_language(browser, address):
    """Counts, filters in words and the names of chips are those of the catalog's file."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + "?tags=python")
    page.wait_for_selector("[data-chips] button")
    assert page.locator("[data-results-heading]").inner_text() == "2 من 4 مصدر"
    assert page.locator("[data-sentence]").inner_text() == "الوسم python"
    assert page.locator("[data-chips] button").get_attribute("aria-label") == "أزل عامل التصفية: الوسم python"
    page.close()
