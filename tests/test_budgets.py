"""What a visitor has to load, on a catalog of 1,000 sources.

Sizes are those of files compressed one by one, as hosts send them. Nothing here is timed.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator.api import filter_index
from tests import whole_site
from tests.made_catalogs import natural_catalog
from tests.test_theme_in_browser import served

SIZE = 1000
KIB = 1024

HTML, CSS, JS, FIRST, INDEX = 30 * KIB, 12 * KIB, 15 * KIB, 90 * KIB, 70 * KIB
"""Bytes at most: a page, its style, its scripts, all before a touch, the filter index."""

NODES = 2000
"""Elements of the first page at most."""

CATALOG = replace(natural_catalog(SIZE), settings=replace(natural_catalog(1).settings, page_size=24))


def weight(content: bytes) -> int:
    """Bytes that go over the line."""
    return len(gzip.compress(content, 9))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The list's pages, a source with all there is, and what they load."""
    root = whole_site.make(tmp_path_factory.mktemp("thousand"), CATALOG, whole_site.LISTS)
    whole_site.make(root / "whole")
    return root


@pytest.fixture(scope="module")
def site(folder):
    """The same, served."""
    with served(folder) as address:
        yield address


def loaded_by(page: Path) -> dict[str, int]:
    """What a page names as its scripts, styles and icon, and itself, with their weights."""
    text = page.read_text(encoding="utf-8")
    found = {page.name: weight(text.encode())}
    for tag in re.findall(r"<(?:script|link)\b[^>]*>", text):
        if re.search(r"<script\b|rel=\"(?:stylesheet|icon|modulepreload)\"", tag):
            for address in re.findall(r'(?:src|href)="([^"]+)"', tag):
                file = (page.parent / address).resolve()
                found[file.name] = weight(file.read_bytes())
    return found


def of(found: dict[str, int], ending: str) -> int:
    """The weight of all files of an ending."""
    return sum(size for name, size in found.items() if name.endswith(ending))


LISTS = ["index.html", "page/2/index.html"]
OTHERS = ["whole/sources/everything/index.html", "whole/artifacts/index.html"]


@pytest.mark.parametrize("path", [*LISTS, *OTHERS])
def test_a_page_weighs_little(folder, path):
    """HTML, style and scripts each keep to their budget, and all together to theirs."""
    found = loaded_by(folder / path)
    assert 0 < of(found, ".html") <= HTML
    assert 0 < of(found, ".css") <= CSS
    assert 0 < of(found, ".js") <= JS
    assert sum(found.values()) + weight(filter_index(CATALOG)[0].content) <= FIRST
    assert len(found) <= 6, "requests"


def test_the_filter_index_is_small():
    """What filters and counts need of 1,000 sources, the descriptions of cards aside."""
    index, *_ = filter_index(CATALOG)
    assert weight(index.content) <= INDEX


@pytest.mark.browser
def test_a_first_visit_asks_for_little(browser, site):
    """Few requests, all of them answered, none of another host; and a document of bounded size."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    asked, failed = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.goto(site)
    page.locator("[data-facet=tags] input").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    assert failed == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    assert len(asked) <= 8
    assert not [url for url in asked if "search" in urlsplit(url).path or "lunr" in url]
    assert page.evaluate("document.querySelectorAll('*').length") <= NODES
    context.close()
