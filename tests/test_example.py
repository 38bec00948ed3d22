"""The example of another field: built as it stands, and no word of the default field is left in it."""

import re
import shutil
from html.parser import HTMLParser

import pytest

from generator.build import build_site
from generator.loaded import load
from tests import small_catalog
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples/actions"

ACTION = "name: {0}\ndescription: Does {0}.\nruns:\n  using: node24\n"

REPOSITORIES = {
    "actions-checkout": ["action.yml", "__tests__/action.yml", ".github/workflows/test.yml"],
    "actions-setup-python": ["action.yml"],
    "actions-cache": ["action.yml", "save/action.yml", "restore/action.yml"],
    "docker-build-push-action": ["action.yml", ".github/workflows/reusable-build.yml"],
    "github-codeql-action": ["init/action.yml", "analyze/action.yml", "autobuild/action.yml"],
    "peter-evans-create-pull-request": ["action.yml"],
}  # fmt: skip
"""Paths by source; the others were not fetched yet."""

DEFAULT_WORDS = re.compile(
    r"\b(?:skills?|mcp|hooks?|plugins?|sources?|artifacts?|sources catalog)\b", re.IGNORECASE
)

SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")
"""Attributes that are read, or read out."""


class Words(HTMLParser):
    """Everything that a page says; code aside, since that names files and addresses."""

    def __init__(self, page):
        super().__init__()
        self.said = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Keep what attributes say."""
        self._silent += tag in ("code", "style") or (
            tag == "script" and ("type", "application/json") not in attrs
        )
        if tag != "meta" or dict(attrs).get("name") == "description":
            self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        """Hear again after what says nothing."""
        self._silent -= bool(self._silent) and tag in ("code", "style", "script")

    def handle_data(self, data):
        """Keep a text."""
        if not self._silent:
            self.said.append(data)


def make(root):
    """The example with what GitHub would have said of most of its sources."""
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("site", ".cache", "catalog.lock"))
    files = {
        source: {
            "README.md": f"# {source}\n\nFor workflows.\n",
            **{path: ACTION.format(path.replace("/", " ")) for path in paths},
        }
        for source, paths in REPOSITORIES.items()
    }
    small_catalog.fetch(root, files)
    build_site(load(root), root / "site", jobs=1)
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site."""
    return make(tmp_path_factory.mktemp("example") / "actions")


def test_no_word_of_the_default_field_is_left(site):
    """Visitors, and those who listen to pages, meet the example's nouns alone."""
    # But for the reference of the API, whose names are the same in every catalog.
    pages = sorted(path for path in site.rglob("*.html") if path.parent != site / "api")
    assert len(pages) > 20
    found = {}
    for path in pages:
        text = "\n".join(Words(path.read_text(encoding="utf-8")).said)
        # Keys of the texts for scripts, and the folder that definitions lie in, are names and no words.
        data = re.sub(r'"[a-z_]+\.[a-z_]+":|"folder":"sources/"', "", text)
        for match in DEFAULT_WORDS.finditer(data):
            found.setdefault(
                match[0].lower(),
                f"{path.relative_to(site)}: {data[max(match.start() - 40, 0) : match.end() + 20]!r}",
            )
    assert found == {}


def test_the_search_for_words_can_fail():
    """It sees texts, attributes and data for scripts, and passes over code."""
    data = '<script type="application/json">{"x.y":"source"}</script>'
    page = f'<p title="a skill">b<code>hooks</code></p>{data}<script>plugin</script>'
    assert DEFAULT_WORDS.findall(" ".join(Words(page).said)) == ["skill", "source"]


def test_its_nouns_are_everywhere(site):
    """In headings, counts, the search box, notices and the navigation."""
    home = (site / "index.html").read_text()
    assert "8 collections · 11 building blocks" in home
    assert 'placeholder="Search 8 collections"' in home
    assert ">All blocks<" in home
    page = (site / "sources/actions-cache/index.html").read_text()
    assert "3 building blocks" in page
    assert "Pin it" in page
    assert "No collection carries" not in (site / "tags/index.html").read_text()


def test_its_language_writes_days_as_the_british_do(site):
    """By the locale of the country, not that of the language alone."""
    assert ">1 Nov 2026<" in (site / "index.html").read_text()
    assert '<html lang="en-GB" dir="ltr">' in (site / "index.html").read_text()


def test_it_looks_like_itself(site):
    """Logo, colours, footer and page of its own; the program is not named."""
    page = (site / "pages/choosing/index.html").read_text()
    assert re.search(r'<img class="logo only-by-day" src="\.\./\.\./assets/brand/logo\.[0-9a-f]+\.svg"', page)
    assert '<div class="markdown-alert markdown-alert-tip">' in page
    assert "How we choose</a>" in page[page.index("<footer") :]
    assert "Sources Catalog" not in page
    sheet = next((site / "assets/css").glob("site.*.css")).read_text()
    assert "--accent: light-dark(#8a3a00, #ffb27a);" in sheet


def test_it_finds_its_own_types(site):
    """Actions and reusable workflows, but no tests."""
    types = (site / "types/index.html").read_text()
    assert "10 actions in 6 collections" in types
    assert "1 reusable workflow in 1 collection" in types
