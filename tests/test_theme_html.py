"""Every page of the shipped theme is sound HTML, can be found one's way in, and lets nothing be injected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import CatalogEntry, TrustReview
from generator.pages import PageKind, Planner
from generator.render import Renderer
from tests import theme_catalog as tc


@cache
def texts() -> dict[str, str]:
    """Every HTML page of a full catalog and of an empty one."""
    made = {"full": tc.rendered(tc.FULL), "empty": tc.rendered(tc.EMPTY)}
    return {f"{n}:{p}": text for n, pages in made.items() for p, text in pages.items() if p.endswith(".html")}


@cache
def documents() -> dict[str, tc.Document]:
    """The same pages, read."""
    return {path: tc.Document(text) for path, text in texts().items()}


def everything() -> Iterator[tc.Element]:
    """Every page."""
    return (document.root for document in documents().values())


def whole() -> Iterator[tc.Element]:
    """All pages but redirects, which nobody reads."""
    return (d.root for path, d in documents().items() if 'http-equiv="refresh"' not in texts()[path])


def test_is_well_formed():
    """Every element is closed where it should be, and no attribute stands twice."""
    for path, document in documents().items():
        assert texts()[path].startswith("<!doctype html>\n"), path
        assert document.mistakes == [], path


def test_ids_are_unique():
    """No id stands twice in a page."""
    for page in everything():
        ids = [e.attributes["id"] for e in page.walk() if "id" in e.attributes]
        assert len(ids) == len(set(ids))


def test_references_lead_to_elements():
    """Labels, descriptions, popovers, forms and fragments name an id of the page."""
    for page in everything():
        ids = {e.attributes["id"] for e in page.walk() if "id" in e.attributes}
        for element in page.walk():
            for name in ("for", "aria-labelledby", "aria-describedby", "popovertarget", "form", "list"):
                for target in element.attributes.get(name, "").split():
                    assert target in ids, f"{element.tag} {name}={target}"
            href = element.attributes.get("href", "")
            if href.startswith("#") and not href.startswith("#user-content-"):
                assert href[1:] in ids


def test_one_main_and_one_h1():
    """A page has one main landmark, and in it the one heading of the first level."""
    for page in everything():
        assert len(page.all("main")) == 1
        assert len(page.all("h1")) == 1
        assert page.all("h1")[0] in page.all("main")[0].walk()
        assert page.all("h1")[0].text


def test_headings_go_down_one_level_at_a_time():
    """The outline has no gaps, so that it can be walked by level."""
    for page in whole():
        body = page.all("body")[0]
        levels = [
            int(e.tag[1])
            for e in body.all("h1", "h2", "h3", "h4", "h5", "h6")
            if not any(a.tag in ("template", "nav") for a in e.above())
        ]
        for before, level in pairwise(levels):
            assert level <= before + 1, levels


def test_the_skip_link_comes_first():
    """The first thing in the tab order leads to the content."""
    for page in whole():
        focusable = page.all("body")[0].all("a", "button", "input")
        assert focusable[0].attributes["href"] == "#main"


def test_landmarks_of_a_kind_have_names():
    """Where a page has several navigations, asides, forms or regions, each has a name of its own."""
    for page in whole():
        for tag in ("nav", "aside", "form", "search"):
            names = [_name(page, e) for e in page.all(tag)]
            assert len(set(names)) == len(names)
            if tag == "nav":
                assert "" not in names


def test_controls_and_links_have_names():
    """Everything that can be operated says what it is."""
    for page in whole():
        for element in page.all("a", "button", "input", "select", "summary"):
            if any(above.tag == "template" for above in element.above()) or "hidden" in element.attributes:
                continue
            if element.tag == "button" and ("data-more" in element.attributes or not element.texts):
                hidden = [element, *element.above()]
                assert _name(page, element) or any("hidden" in e.attributes for e in hidden), element
                continue
            assert _name(page, element), f"{element.tag} of line {element.line}"


def _name(page: tc.Element, element: tc.Element) -> str:
    """The accessible name, as far as the theme's own ways of giving one go."""
    if label := element.attributes.get("aria-label"):
        return label
    if ids := element.attributes.get("aria-labelledby"):
        return " ".join(e.text for e in page.walk() if e.attributes.get("id") in ids.split())
    if element.tag in ("input", "select"):
        labels = [e for e in page.all("label") if e.attributes.get("for") == element.attributes.get("id")]
        return " ".join(e.text for e in [*labels, *(a for a in element.above() if a.tag == "label")])
    return element.text if element.tag in ("a", "button", "summary") else ""


def test_glyphs_are_silent():
    """Inline pictures are hidden from screen readers, since a word stands beside each; charts have names."""
    for page in whole():
        for svg in page.all("svg"):
            chart = svg.attributes.get("role") == "img" and svg.attributes["aria-labelledby"]
            assert chart or svg.attributes.get("aria-hidden") == "true"


DATA = ("application/json", "application/ld+json")
"""Types of script elements that browsers do not run."""


def test_nothing_is_inline():
    """No inline script, style or handler, so that the policy can forbid them all; data is no script."""
    for page in everything():
        for element in page.walk():
            assert element.tag != "style"
            assert "style" not in element.attributes
            assert not any(name.startswith("on") for name in element.attributes)
            if element.tag == "script" and element.attributes.get("type") not in DATA:
                assert "src" in element.attributes
                assert not element.text


def test_the_policy_comes_before_what_it_governs():
    """The Content-Security-Policy is strict and stands before any script, style sheet or picture."""
    for page in everything():
        head = page.all("head")[0].children
        policy = next(
            i for i, e in enumerate(head) if e.attributes.get("http-equiv") == "Content-Security-Policy"
        )
        loading = [i for i, e in enumerate(head) if e.tag in ("script", "link")]
        assert policy < min(loading)
        content = head[policy].attributes["content"]
        assert content.startswith("default-src 'none';")
        assert "base-uri 'none'" in content
        assert "unsafe" not in content
        assert "http:" not in content


@pytest.mark.parametrize(
    ("readme", "allowed"),
    [
        ('<p><img src="https://p.example/a.png" alt="">', "'self' https:"),
        ("<p>&lt;img>", "'self'"),
        (None, "'self'"),
    ],
)
def test_pictures_of_others_only_where_a_readme_shows_some(readme, allowed):
    """The policy lets a page load pictures from elsewhere only if its README has any."""
    shelf = tc.Shelf(lambda _: tc.MadeReadme(readme) if readme else None)
    plan = Planner(
        tc.catalog(tc.entry("one", notes="![x](https://p.example/b.png)")), shelf, tc.notes, tc.DATA
    )
    policies = {
        ref.kind: f"; img-src {plan.page(ref).context.page.images};"
        for ref in plan.refs()
        if ref.path.endswith(".html")
    }
    assert policies.pop(PageKind.SOURCE) == f"; img-src {allowed};"
    assert set(policies.values()) == {"; img-src 'self';"}


def test_modules_carry_their_integrity():
    """Each module, and each that loads with it, is named with the hash that it must have."""
    for page in whole():
        loaded = [e for e in page.all("script") if e.attributes.get("type") == "module"]
        loaded += [e for e in page.all("link") if e.attributes.get("rel") == "modulepreload"]
        assert all(re.fullmatch(r"sha384-[A-Za-z0-9+/]{64}", e.attributes["integrity"]) for e in loaded)
        plain = [e for e in page.all("script", "link") if e not in loaded and "integrity" in e.attributes]
        assert plain == [], "a file opened from disk with `integrity` is refused by browsers"


def test_lists_hold_only_items():
    """A list has items and templates in it, nothing else; a description list its own parts."""
    for page in whole():
        for element in page.all("ul", "ol"):
            assert {child.tag for child in element.children} <= {"li", "template", "script"}
        for element in page.all("dl"):
            assert {child.tag for child in element.children} <= {"dt", "dd", "div"}


def test_no_control_within_a_control():
    """Links and buttons hold no links, buttons or fields."""
    for page in whole():
        operable = {"a", "button", "input", "select", "summary"}
        for element in page.walk():
            if element.tag in operable:
                assert not any(above.tag in {"a", "button", "summary"} for above in element.above())


def test_titles_and_canonical_addresses_are_unique():
    """No two pages have the same title, or say to be the same page."""
    pages = [document.root for path, document in documents().items() if path.startswith("full:")]
    titles = [p.all("title")[0].text for p in pages]
    assert len(titles) == len(set(titles))
    links = [e for p in pages for e in p.all("link") if e.attributes.get("rel") == "canonical"]
    canonical = [e.attributes["href"] for e in links]
    redirects = len(list(everything())) - len(list(whole()))
    assert redirects == 1
    assert len(set(canonical)) == len(canonical) - redirects
    assert all(url.startswith("https://example.org/cat/") for url in canonical)


# ---------------------------------------------------------------- hostile input

HOSTILE = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "' onmouseover='alert(1)",
            "</title><script>",
            "{{ 7*7 }}{% raw %}",
            "<root>",
            "&lt;b&gt; &amp;",
            "\u202egnirts\u2066",
            "a\x00b\x1b[31m",
            "]]>--><!--",
            "javascript:alert(1)",
            "\ud800",
            "e\u0301 \U0001f469\u200d\U0001f4bb 漢字 عربى",
        ]
    ),
    st.text(max_size=60),
)


@given(words=st.lists(HOSTILE, min_size=8, max_size=8))
@settings(max_examples=40)
def test_texts_of_strangers_stay_texts(words):
    """Whatever stands in definitions and on GitHub, a page has the elements and attributes it always has."""
    shown = [word if _printable(word) else "word" for word in words]
    assert _shape(_filled(shown)) == _shape(_filled(["word"] * 8))


def _filled(words: list[str]) -> CatalogEntry:
    """A source with every text of strangers that a page shows, but for the README."""
    name, description, tag, reviewer, path, title, error, note = words
    return tc.entry(
        "odd",
        tc.artifact("x", title=title, path=path, description=description, detected_by=note),
        name=name,
        description=description,
        tags=(tag,),
        trust=TrustReview(reviewer=reviewer, note=note),
        metadata_state=replace(tc.FAILED, error=error),
        license=title,
        language=reviewer,
        status_note=note,
        auto_tags=(tag,),
    )


def _shape(entry: CatalogEntry) -> list[list[tuple[str, list[str]]]]:
    """The elements and names of attributes of all pages that show the source."""
    planner = tc.planner(tc.catalog(entry))
    refs = [ref for ref in planner.refs() if ref.kind in ("home", "source", "artifacts", "tag")]
    made = [tc.Document(renderer().render(planner.page(ref)).content.decode()) for ref in refs]
    assert [document.mistakes for document in made] == [[] for _ in made]
    return [[(e.tag, sorted(e.attributes)) for e in document.root.walk()] for document in made]


@cache
def renderer() -> Renderer:
    """One renderer of the shipped theme."""
    return Renderer(tc.THEME)


def _printable(text: str) -> bool:
    """Whether something is left of a text when controls are taken out."""
    return bool(re.sub(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]", "", text))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://u:p@x.org"]
)
def test_addresses_that_are_not_safe_are_not_linked(url):
    """A home page or artifact with another scheme, or none, is shown without a link."""
    entry = tc.entry("odd", tc.artifact("x", url=url), homepage=url)
    for text in tc.rendered(tc.catalog(entry)).values():
        assert f'"{url}' not in text


def test_unlisted_sources_are_on_their_own_page_alone():
    """No list, tag page, index or sitemap names an unlisted source, and its page asks not to be found."""
    pages = tc.rendered()
    naming = [path for path, text in pages.items() if "sources/hidden" in text or "secret" in text]
    assert sorted(naming) == ["sources/hidden/index.html", "sources/hidden/index.md"]
    assert '<meta name="robots" content="noindex">' in pages["sources/hidden/index.html"]


def test_what_is_the_whole_repository_has_words_for_its_path():
    """An artifact without a path lies at the root, and there is no path to copy."""
    whole = tc.entry("whole", tc.artifact("all", path=""))
    page = tc.rendered(replace(tc.FULL, entries=(whole,)))["sources/whole/index.html"]
    assert '<p class="artifact-path">the root</p>' in page
    assert "<copy-path>" not in page
