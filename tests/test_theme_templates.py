"""Each template is held to the dataclass of its context, and what it needs from the theme is there."""

import dataclasses
import re

import pytest

from generator.pages import (
    PageKind,
    contexts,
    contexts_api,
    contexts_changes,
    contexts_lists,
    contexts_other,
    contexts_sharing,
    contexts_source,
    contexts_stats,
)
from generator.pages.plan import TEMPLATES
from generator.render import Renderer
from tests import theme_catalog as tc
from tests.template_types import TemplateTypes

MODULES = (
    contexts,
    contexts_api,
    contexts_changes,
    contexts_lists,
    contexts_other,
    contexts_sharing,
    contexts_source,
    contexts_stats,
)

CONTEXTS = {
    "home.html.j2": contexts_lists.HomeContext,
    "list.html.j2": contexts_lists.ListContext,
    "types.html.j2": contexts_lists.TypesContext,
    "tags.html.j2": contexts_lists.TagsContext,
    "trust.html.j2": contexts_lists.TrustContext,
    "artifacts.html.j2": contexts_lists.ArtifactsContext,
    "source.html.j2": contexts_source.SourceContext,
    "about.html.j2": contexts_other.AboutContext,
    "add.html.j2": contexts_other.AddContext,
    "page.html.j2": contexts_other.OwnContext,
    "404.html.j2": contexts_other.NotFoundContext,
    "redirect.html.j2": contexts_other.RedirectContext,
    "changes.html.j2": contexts_changes.ChangesContext,
    "stats.html.j2": contexts_stats.StatsContext,
    "api.html.j2": contexts_api.ApiContext,
    "badge.svg.j2": contexts_sharing.BadgeContext,
    "card.svg.j2": contexts_sharing.CardImageContext,
    "social.svg.j2": contexts_sharing.SocialContext,
    "text.md.j2": contexts_sharing.MarkdownContext,
    "opensearch.xml.j2": contexts_sharing.OpenSearchContext,
    "feed.xml.j2": contexts_changes.FeedContext,
    "feed.json.j2": contexts_changes.JsonFeedContext,
    "removed.html.j2": contexts_other.RemovedContext,
    "sitemap.xml.j2": contexts_other.SitemapContext,
    "robots.txt.j2": contexts_other.RobotsContext,
}


def checked() -> TemplateTypes:
    """All templates of the shipped theme, checked."""
    types = TemplateTypes(tc.THEME)
    for template, context in CONTEXTS.items():
        types.check(template, context)
    return types


def test_templates_print_only_fields_of_their_contexts():
    """Every name and every attribute in a template is a field of its context's dataclasses."""
    assert checked().mistakes == []


def test_every_field_is_printed():
    """A field that no template prints is idle work of the planner."""
    used = checked().used
    idle = {
        f"{kind.__name__}.{field.name}"
        for module in MODULES
        for kind in vars(module).values()
        if dataclasses.is_dataclass(kind)
        for field in dataclasses.fields(kind)
        if not any((base, field.name) in used for base in [kind, *kind.__subclasses__()])
    }
    assert idle == set()


def test_every_template_has_a_context():
    """The planner and this test know the same templates, and the theme has no other pages."""
    pages = {name for name in tc.THEME if name.endswith(".j2") and "/" not in name} - {"base.html.j2"}
    assert set(TEMPLATES.values()) == set(CONTEXTS) == pages
    assert set(TEMPLATES) == set(PageKind)


def test_planned_pages_have_the_context_of_their_template():
    """A page comes with the dataclass that its template was checked with."""
    for page in tc.pages().values():
        assert type(page.context) is CONTEXTS[page.template]


@pytest.mark.parametrize(
    ("template", "mistake"),
    [
        ("{{ nothing }}", "nothing is no field"),
        ("{{ page.nothing }}", "PageMeta has no field nothing"),
        ("{% for t in types %}{{ t.nothing }}{% endfor %}", "TermLink has no field nothing"),
        ("{% for t in heading %}{% endfor %}", "loops over"),
        ("{{ heading.upper }}", "has no fields"),
        ("{% set x = 1 %}", "Assign is not understood"),
        ("{% if types[0] %}{% endif %}", "Getitem is not understood"),
        ('{% from "m.j2" import m %}{{ m(page) }}', "m.j2:1: PageMeta has no field nothing"),
        ('{% from "m.j2" import m %}{{ once(m, page) }}', "m.j2:1: PageMeta has no field nothing"),
    ],
)
def test_the_check_finds_mistakes(template, mistake):
    """The check above can fail: on unknown names, on fields of fields, in loops and in macros."""
    types = TemplateTypes(
        {"t.j2": template.encode(), "m.j2": b"{% macro m(x) %}{{ x.nothing }}{% endmacro %}"}
    )
    types.check("t.j2", contexts_lists.TypesContext)
    assert len(types.mistakes) == 1
    assert mistake in types.mistakes[0]


def test_glyphs_exist():
    """Every glyph that pages and shipped settings name is drawn."""
    named = set()
    for name, content in tc.THEME.items():
        if name.endswith(".j2"):
            named |= set(re.findall(r'\bicon\("([a-z-]+)"', content.decode()))
    source = "\n".join(f.read_text() for f in (tc.SOURCES / "pages").glob("*.py"))
    named |= set(re.findall(r'\bicon="([a-z-]+)"', source))
    named |= set(re.findall(r'Fact\("[A-Z][a-z ]+", "([a-z-]+)"', source))
    named |= set(re.findall(r'SourceStatus\.[A-Z]+: "([a-z-]+)"', source))
    named |= set(re.findall(r'\bicon="([a-z-]+)"', (tc.SOURCES / "scan/defaults.py").read_text()))
    assert len(named) > 25
    assert named - {name[6:-4] for name in tc.THEME if name.startswith("icons/")} == set()


def test_classes_are_styled_or_scripted():
    """Every class in a template is named by a style sheet or a script."""
    used = set()
    for name, content in tc.THEME.items():
        if name.endswith(".html.j2"):
            for value in re.findall(r'class="([^"{]+)"', content.decode()):
                used |= set(value.split())
    known = "\n".join(c.decode() for n, c in tc.THEME.items() if n.endswith((".css", ".js")))
    plain = {name for name in used if not re.search(rf"[.\"']{re.escape(name)}\b", known)}
    assert plain == set()


def test_the_page_kinds_render_with_an_empty_catalog():
    """A new catalog without a source has all its pages, and each says what is missing."""
    pages = tc.rendered(tc.EMPTY)
    assert "No sources yet" in pages["index.html"]
    assert "No artifacts yet" in pages["artifacts/index.html"]
    assert "No source carries a tag yet" in pages["tags/index.html"]
    assert "Nothing here yet" in pages["types/skill/index.html"]
    assert Renderer(tc.THEME).assets.files
