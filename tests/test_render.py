"""The renderer: everything escaped, nothing undefined, cards made once, errors that say where."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import TemplateError
from generator.pages import Page, Planner
from generator.pages.contexts_other import RobotsContext
from generator.render import Renderer, json_script
from tests import theme_catalog as tc


def render(template: str, sitemap: str | None = None, **others: str) -> str:
    """What a template makes of a context with one field, ``sitemap``."""
    theme = {"t.j2": template, **{name.replace("__", "/"): text for name, text in others.items()}}
    renderer = Renderer({name: text.encode() for name, text in theme.items()})
    return renderer.render(Page("some/page.html", "t.j2", RobotsContext(sitemap))).content.decode()


@pytest.mark.parametrize("name", ["t.j2", "t.html.j2", "t.xml.j2", "t.txt.j2", "t.svg.j2"])
def test_everything_is_escaped_whatever_the_name(name):
    """Escaping does not depend on the file's extension."""
    renderer = Renderer({name: b"<i title='{{ sitemap }}'>"})
    made = renderer.render(Page("x", name, RobotsContext("<b>'\"&")))
    assert made.content == b"<i title='&lt;b&gt;&#39;&#34;&amp;'>"


def test_an_undefined_name_is_an_error_that_names_template_and_page():
    """A misspelt field is never printed as nothing."""
    with pytest.raises(TemplateError, match=r"t\.j2:1: 'sitmap' is undefined .*some/page\.html"):
        render("{{ sitmap }}")


def test_an_undefined_attribute_is_an_error():
    """Nor is a misspelt field of a field."""
    with pytest.raises(TemplateError, match="has no attribute 'nothing'"):
        render("{{ sitemap.nothing }}", "x")


def test_a_mistake_in_a_template_names_file_and_line():
    """Who edits a theme hears where it went wrong."""
    with pytest.raises(TemplateError, match=r"t\.j2:2: "):
        render("fine\n{% if %}\n")


def test_a_missing_template_is_named():
    """So is a template that is not there."""
    with pytest.raises(TemplateError, match=r"t\.j2:1: there is no template gone\.j2"):
        render('{% include "gone.j2" %}')


def test_surrogates_do_not_break_a_page():
    """Half a character, as JSON can hold it, becomes a question mark."""
    assert render("{{ sitemap }}", "a\ud800b") == "a?b"


# -------------------------------------------------------------------------- cards


def test_a_card_is_rendered_once_for_all_depths():
    """Its links fit each page, though the template ran once."""
    renderer = Renderer(tc.THEME)
    card = tc.planner().view.card(tc.EVERYTHING)
    at_home, deep = str(renderer._card(card, "./")), str(renderer._card(card, "../../"))
    assert 'href="./sources/everything/index.html"' in at_home
    assert deep == at_home.replace('href="./', 'href="../../')
    assert list(renderer._cards) == [card]


def test_a_text_cannot_stand_for_the_root():
    """The word that is replaced by the root is nothing that a stranger's text can become."""
    entry = tc.entry("odd", name="<root>", description="<root> &lt;root&gt;")
    text = Renderer(tc.THEME)._card(tc.planner(tc.catalog(entry)).view.card(entry), "ROOT/")
    assert re.findall('ROOT/[^"]*', text) == ["ROOT/sources/odd/index.html"]
    assert text.count("&lt;root&gt;") == 2


# ------------------------------------------------------------ once for all pages


def test_what_pages_share_is_made_once():
    """A macro that is given the same prints the same, and runs once."""
    piece = "{% macro m(a, b) %}<{{ a }}{{ b }}>{% endmacro %}"
    theme = {"t.j2": "{% import 'p.j2' as p %}{{ once(p.m, 'x', sitemap) }}", "p.j2": piece}
    renderer = Renderer({name: text.encode() for name, text in theme.items()})
    made = [renderer.render(Page("x", "t.j2", RobotsContext(word))).content for word in ("1", "2", "1")]
    assert made == [b"<x1>", b"<x2>", b"<x1>"]
    assert len(renderer._shared) == 2


def test_markup_and_the_same_text_are_two_things():
    """What is escaped for one page is not for another that gives markup."""
    piece = "{% macro m(a) %}{{ a }}{% endmacro %}"
    text = "{% import 'p.j2' as p %}{{ once(p.m, sitemap) }} {{ once(p.m, sitemap | safe) }}"
    assert render(text, "<b>", **{"p.j2": piece}) == "&lt;b&gt; <b>"


def test_the_frame_is_the_same_for_pages_of_one_part_and_depth():
    """What the shipped frame keeps for all pages is what each would print for itself."""
    renderer = Renderer(tc.THEME)
    several = [page for page in tc.pages().values() if page.template == "source.html.j2"]
    assert len(several) > 1
    for page in several:
        assert renderer.render(page) == Renderer(tc.THEME, assets=renderer.assets).render(page)


# ------------------------------------------------------------------------- glyphs


def test_glyphs_are_inline_and_a_strangers_name_is_a_box():
    """A type's glyph that the theme does not have is shown as the plain one."""
    others = {"icons__star.svg": "<svg>\n <path/>\n</svg>\n", "icons__box.svg": "<svg><rect/></svg>"}
    assert render('{{ icon("star") }}', **others) == "<svg><path/></svg>"
    assert render('{{ icon("../../etc/passwd") }}', **others) == "<svg><rect/></svg>"


def test_a_glyph_can_be_marked_for_scripts():
    """The mark is an attribute, escaped like any other."""
    others = {"icons__star.svg": "<svg><path/></svg>"}
    assert render("{{ icon('star', '\"x') }}", **others) == '<svg data-glyph="&#34;x"><path/></svg>'


def test_every_shipped_glyph_is_plain():
    """Glyphs are drawn by strokes in the current colour: no style, no script, no foreign content."""
    glyphs = {name: text.decode() for name, text in tc.THEME.items() if name.startswith("icons/")}
    assert len(glyphs) > 30
    for name, text in glyphs.items():
        element = tc.Document(text)
        assert element.mistakes == [], name
        assert {e.tag for e in element.root.walk()} <= {"#document", "svg", "path", "circle", "rect"}, name
        assert not re.search(r"\b(fill|stroke|style|on\w+|href)=", text), name


# --------------------------------------------------------------------------- JSON

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_json_in_a_script_is_the_same_value(value):
    """What a script reads is what was put in."""
    assert json.loads(str(json_script(value))) == value


@given(st.text(alphabet="<>&/!-script\u2028\u2029\"'"))
def test_json_in_a_script_cannot_end_it(text):
    """No text closes the element, opens a comment, or breaks a line for older scripts."""
    assert not re.search("[<>&\u2028\u2029]", str(json_script(text)))


# ----------------------------------------------------------------- one at a time


def test_a_page_is_the_same_alone_and_among_others():
    """Rendering depends on nothing that was rendered before, nor on the order."""
    refs = list(tc.planner().refs())
    together = Renderer(tc.THEME)
    planner = tc.planner()
    for ref in reversed(refs):
        alone = Renderer(tc.THEME, assets=together.assets).render(fresh().page(ref))
        assert together.render(planner.page(ref)) == alone, ref


def fresh() -> Planner:
    """A planner that has planned nothing yet."""
    return tc.planner()
