"""What others show, embed, read and search: badges, cards, JSON-LD, previews, Markdown, OpenSearch."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.markdown_text import code, escaped, link
from generator.model import TrustLevel
from generator.pages import linked_data
from generator.pages.measure import cut_to, em_width, lines_of
from generator.pages.sharing import COLOURS
from generator.printable import printable
from tests import theme_catalog as tc
from tests.test_theme_colours import contrast

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = "]]>'\"<script>alert(1)</script> [x](javascript:y) `z` \x1b\u202e\u2028 <!-- --> & {{ 7 }}"

HOSTILE_ENTRY = tc.entry(
    "bad", tc.artifact(HOSTILE, description=HOSTILE), name=HOSTILE, description=HOSTILE, language=HOSTILE
)


@cache
def site() -> dict[str, str]:
    """Every page of the full catalog."""
    return tc.rendered(tc.FULL)


@cache
def attacked() -> dict[str, str]:
    """Every page of a catalog of which all texts are hostile."""
    settings = replace(tc.SETTINGS, title=HOSTILE, description=HOSTILE)
    return tc.rendered(tc.catalog(HOSTILE_ENTRY, settings=settings))


def data_of(text):
    """The JSON-LD of a page; None where it has none."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else None


def metas(text):
    """The properties of a page's link preview."""
    head = tc.Document(text).root.all("meta")
    return {e.attributes["property"]: e.attributes["content"] for e in head if "property" in e.attributes}


# ------------------------------------------------------------- badges and cards


def test_listed_sources_have_a_badge_and_a_card():
    """Each names catalog, trust level and number of artifacts; unlisted sources have none."""
    badge = ET.fromstring(site()["badges/everything.svg"])  # noqa: S314 - ours
    assert badge.findtext(f"{SVG}title") == "Example catalog: Everything & more: Verified · 15 artifacts"
    assert [e.text for e in badge.iter(f"{SVG}text")] == ["Example catalog", "Verified · 15 artifacts"]
    card = ET.fromstring(site()["cards/everything.svg"])  # noqa: S314 - ours
    texts = [e.text for e in card.iter(f"{SVG}text")]
    assert texts[:3] == ["Everything & more", "someone/everything", "Has all that a page can show."]
    assert not [path for path in site() if path in ("badges/hidden.svg", "cards/hidden.svg")]


@pytest.mark.parametrize("path", ["badges/bad.svg", "cards/bad.svg", "opensearch.xml"])
def test_hostile_texts_stay_texts_in_pictures(path):
    """Files stay well formed, and hold no element but those that the theme wrote."""
    tree = ET.fromstring(attacked()[path])  # noqa: S314 - ours
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not tags & {"script", "foreignObject", "image", "a"}
    assert "<script>" in "".join(tree.itertext())


def test_badges_are_read_on_every_trust_level():
    """White text has a contrast of 4.5 to each colour."""
    assert set(COLOURS) == set(TrustLevel)
    assert all(contrast("#ffffff", colour) >= 4.5 for colour in (*COLOURS.values(), "#2b3036"))


def test_the_source_page_has_code_that_embeds_both():
    """Markdown and HTML, each with absolute addresses of picture and page."""
    page = tc.Document(site()["sources/everything/index.html"]).root
    copied = [
        e.attributes["data-text"] for e in page.all("copy-button") if "cat/" in e.attributes["data-text"]
    ]
    assert copied == [
        (
            "[![Listed in Example catalog](https://example.org/cat/badges/everything.svg)]"
            "(https://example.org/cat/sources/everything/)"
        ),
        (
            '<a href="https://example.org/cat/sources/everything/">'
            '<img src="https://example.org/cat/badges/everything.svg" alt="Listed in Example catalog"></a>'
        ),
        (
            "[![Listed in Example catalog](https://example.org/cat/cards/everything.svg)]"
            "(https://example.org/cat/sources/everything/)"
        ),
        (
            '<a href="https://example.org/cat/sources/everything/">'
            '<img src="https://example.org/cat/cards/everything.svg" alt="Listed in Example catalog"></a>'
        ),
    ]


def test_code_to_embed_is_whole_whatever_the_title():
    """A hostile title breaks out of neither form."""
    page = tc.Document(attacked()["sources/bad/index.html"]).root
    markdown, html, *_ = [
        e.attributes["data-text"] for e in page.all("copy-button") if "badges" in e.attributes["data-text"]
    ]
    (paragraph,) = [t for t in MarkdownIt("commonmark").parse(markdown) if t.type == "inline"]
    assert [token.type for token in paragraph.children] == ["link_open", "image", "link_close"]
    assert [e.tag for e in tc.Document(html).root.walk()] == ["#document", "a", "img"]


@given(st.text(max_size=60), st.floats(1, 40))
def test_cut_text_fits(text, em):
    """Text that is cut to a width is no wider; what fits is not touched."""
    cut = cut_to(text, em)
    assert em_width(cut) <= em or cut == "…"
    assert cut == text or em_width(text) > em


@given(st.text(max_size=200), st.integers(1, 4))
def test_lines_are_bounded(text, most):
    """Never more lines than asked for, each within its width."""
    lines = lines_of(text, 20, most)
    assert len(lines) <= most
    assert all(em_width(line) <= 20 for line in lines)


# ----------------------------------------------------------- JSON-LD, previews


def test_home_describes_the_catalog_its_search_and_its_list():
    """A WebSite with a SearchAction, a DataCatalog, an ItemList that goes on on later pages."""
    site_, catalog, items = data_of(site()["index.html"])["@graph"]
    assert site_["potentialAction"]["target"]["urlTemplate"] == (
        "https://example.org/cat/?search={search_term_string}"
    )
    assert (catalog["@type"], catalog["name"], catalog["dateModified"]) == (
        "DataCatalog",
        "Example catalog",
        "2026-11-22",
    )
    assert items["numberOfItems"] == len(tc.FULL.public)
    later = data_of(site()["page/2/index.html"])
    places = [item["position"] for listed in (items, later) for item in listed["itemListElement"]]
    assert places == list(range(1, 2 * tc.SETTINGS.page_size + 1))


def test_a_source_is_described():
    """Name, repository, licence, language, dates, and the catalog that it is part of."""
    data = data_of(site()["sources/everything/index.html"])
    assert data == {
        "@context": linked_data.CONTEXT,
        "@type": "SoftwareSourceCode",
        "name": "Everything & more",
        "url": "https://example.org/cat/sources/everything/",
        "description": "Has all that a page can show.",
        "codeRepository": "https://github.com/someone/everything/tree/HEAD/packages/one",
        "keywords": ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"],
        "programmingLanguage": "Python",
        "license": "https://spdx.org/licenses/MIT",
        "dateCreated": "2026-01-02",
        "dateModified": "2026-11-19",
        "identifier": tc.COMMIT,
        "isPartOf": {
            "@type": "DataCatalog",
            "@id": "https://example.org/cat/#catalog",
            "name": "Example catalog",
            "url": "https://example.org/cat/",
        },
    }


@pytest.mark.parametrize("licence", ["NOASSERTION", "../../evil", 'MIT"', ""])
def test_only_licences_of_spdx_are_linked(licence):
    """GitHub's word for an unknown licence, and what is no id, are left out."""
    made = tc.rendered(tc.catalog(tc.entry("one", license=licence)))
    assert "license" not in data_of(made["sources/one/index.html"])


def test_every_list_is_described():
    """Tags, types and levels list the sources on the page by absolute addresses."""
    for path in ("tags/alpha/index.html", "types/skill/index.html", "trust/verified/index.html"):
        data = data_of(site()[path])
        assert data["@type"] == "ItemList"
        assert all(i["url"].startswith("https://example.org/cat/sources/") for i in data["itemListElement"])


def test_hostile_texts_do_not_end_the_script():
    """JSON-LD holds what was written, and no character that could end or comment its element."""
    for text in attacked().values():
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert not set(block) & set("<>&\u2028\u2029")
    data = data_of(attacked()["sources/bad/index.html"])
    assert data["name"].startswith("]]>'\"<script>alert(1)</script>")


def test_previews_name_what_the_page_is():
    """OpenGraph has title, description and address of pages that have one, and of no others."""
    told = metas(site()["sources/everything/index.html"])
    assert told["og:title"] == "Everything & more (someone/everything/packages/one) · Example catalog"
    assert told["og:url"] == "https://example.org/cat/sources/everything/"
    assert metas(site()["sources/hidden/index.html"]) == {}
    assert data_of(site()["sources/hidden/index.html"]) is None


def test_without_an_address_nothing_is_claimed():
    """Without a base URL there is no JSON-LD, preview, search description or code to embed."""
    made = tc.rendered(replace(tc.FULL, settings=replace(tc.SETTINGS, base_url="")))
    assert "opensearch.xml" not in made
    for path, text in made.items():
        if path.endswith(".html"):
            assert data_of(text) is None
            assert metas(text) == {}
            assert 'rel="search"' not in text
    assert "Badge and card" not in made["sources/everything/index.html"]


# ------------------------------------------------------------------ Markdown


def blocks(markdown):
    """Kinds of the blocks of a text, as CommonMark reads it."""
    return [token.type for token in MarkdownIt("commonmark").parse(markdown)]


@given(st.text(max_size=80))
def test_escaped_text_is_plain_text(text):
    """Whatever a text is, CommonMark shows it as it is, in one paragraph, without markup."""
    line = escaped(text)
    rendered = MarkdownIt("gfm-like", {"linkify": False}).parse(f"x {line}")
    (inline,) = [token for token in rendered if token.type == "inline"]
    assert {child.type for child in inline.children} <= {"text", "text_special"}
    assert "".join(child.content for child in inline.children) == f"x {printable(text).strip()}".rstrip()


@given(st.text(max_size=80))
def test_escaped_text_begins_no_block(text):
    """At the start of a line it is a paragraph, never a heading, list, quote, fence, table or rule."""
    line = escaped(text)
    assert blocks(line) in ([], ["paragraph_open", "inline", "paragraph_close"])


@given(st.text(max_size=80))
def test_code_is_one_span(text):
    """Back quotes in a text do not end its span."""
    (inline,) = [t for t in MarkdownIt("commonmark").parse(f"x {code(text)} y") if t.type == "inline"]
    assert [child.type for child in inline.children] == ["text", "code_inline", "text"]


@given(st.text(max_size=30))
def test_links_are_whole(text):
    """A link's text does not end it."""
    (inline,) = [
        t
        for t in MarkdownIt("commonmark").parse(f"{link(text, 'https://a.example/b c>')}")
        if t.type == "inline"
    ]
    assert inline.children[0].type == "link_open"
    assert inline.children[-1].type == "link_close"
    assert inline.children[0].attrs["href"] == "https://a.example/b%20c%3E"


def test_a_twin_says_what_the_page_says():
    """Name, description, facts, tags, artifacts with their places; it is linked from the page."""
    twin = site()["sources/everything/index.md"]
    assert twin.startswith("# Everything \\& more\n\n> Has all that a page can show.\n")
    assert "- Trust: Verified: Somebody read it.\n" in twin
    assert "## 15 artifacts" in twin
    assert "`skills/skill-13`: Does thing 13." in twin
    assert 'type="text/markdown"' in site()["sources/everything/index.html"]


def test_a_twin_of_hostile_texts_keeps_its_structure():
    """It has the headings of any twin, and no link, picture or markup of a stranger."""
    twin = attacked()["sources/bad/index.md"]
    tokens = MarkdownIt("commonmark").parse(twin)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h3"]
    children = [child for token in tokens if token.type == "inline" for child in token.children]
    assert not {child.type for child in children} & {"html_inline", "image", "em_open", "strong_open"}
    links = [child.attrs["href"] for child in children if child.type == "link_open"]
    assert all(address.startswith(("https://github.com/", "https://example.org/cat/")) for address in links)
    assert "html_block" not in [token.type for token in tokens]


def test_llms_txt_leads_to_the_twins_of_listed_sources():
    """A title, a summary, links to the data and to each source's twin."""
    text = site()["llms.txt"]
    assert text.startswith("# Example catalog\n\n> Things that are found.\n")
    assert "(<https://example.org/cat/sources/everything/index.md>)" in text
    assert "sources/hidden" not in text


@pytest.mark.parametrize(
    ("setting", "gone"),
    [("badges", ("badges/", "cards/")), ("markdown", ("index.md", "llms.txt"))],
)
def test_what_settings_turn_off_is_nowhere(setting, gone):
    """Neither files nor links to them are there."""
    made = tc.rendered(replace(tc.FULL, settings=replace(tc.SETTINGS, **{setting: False})))
    assert not [path for path in made if any(word in path for word in gone)]
    assert not [path for path, text in made.items() if any(word in text for word in gone)]


def test_browsers_can_search_the_catalog():
    """OpenSearch names the list's own parameter, in the limits of its specification."""
    tree = ET.fromstring(site()["opensearch.xml"])  # noqa: S314 - ours
    ns = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert tree.find(f"{ns}Url").get("template") == "https://example.org/cat/?search={searchTerms}"
    assert len(tree.findtext(f"{ns}ShortName")) <= 16
    assert 'rel="search"' in site()["index.html"]
