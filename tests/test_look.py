"""What a catalog brings for its words and looks: settings, files beside it, and what comes of them."""

import re
import shutil

import pytest

from generator import colours
from generator.build import build_site
from generator.errors import SettingsError, TemplateError
from generator.load import load_settings
from generator.loaded import load
from generator.pictures import MAX_PICTURE, why_not
from generator.places import shipped_theme
from generator.schema.codes import CODES, LOOK_CODES
from tests import small_catalog
from tests.conftest import ROOT
from tests.test_golden import content_of

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'

SHIPPED = colours.tokens_of((shipped_theme() / "assets/css/tokens.css").read_text())


@pytest.fixture
def root(tmp_path):
    """The small catalog, not built."""
    return small_catalog.make(tmp_path / "catalog")


def write(root, **files):
    """Write files by their paths, with ``__`` for ``/`` and ``_dot_`` for the dot."""
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def settings(root, text):
    """Lay settings behind those of the small catalog."""
    (root / "catalog.yaml").write_text(small_catalog.SETTINGS + text)


def built(root):
    """The pages of the site as texts."""
    build_site(load(root), root / "site", jobs=1)
    return {
        path: content.decode()
        for path, content in content_of(root / "site").items()
        if path.endswith((".html", ".css", ".xml"))
    }


def problems(root):
    """What is wrong with the settings and what lies beside them."""
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    assert {p.code for p in caught.value.problems} <= {*CODES, *LOOK_CODES}
    return [(p.file, p.line, p.code, p.hint) for p in caught.value.problems]


# ------------------------------------------------------------------------------ words


def test_texts_lie_in_the_theme_of_the_catalog(root):
    """A file of the language is read, and over it that of the country; direction follows the language."""
    settings(root, "language: ar-EG\n")
    write(root, theme__texts__ar_dot_yaml="frame: {skip: إلى المحتوى, menu: قائمة}")
    write(root, theme__texts__ar_dash_EG_dot_yaml="frame: {menu: القائمة}")
    page = built(root)["index.html"]
    assert '<html lang="ar-EG" dir="rtl">' in page
    assert "إلى المحتوى" in page
    assert 'aria-label="القائمة"' in page
    assert "Filters" in page, "what is not translated is English"


def test_mistakes_in_texts_stop_a_build(root):
    """All of them at once, each with its place in its file."""
    settings(root, "language: de\n")
    write(
        root,
        theme__texts__de_dot_yaml="frame:\n  skipp: x\nhome:\n  clear: '{x}'\n",
        theme__texts__fr_dot_yaml="",
    )
    assert problems(root) == [
        ("theme/texts/de.yaml", 2, "unknown-text", 'did you mean "skip"?'),
        ("theme/texts/de.yaml", 4, "bad-placeholder", "remove it"),
        ("theme/texts/fr.yaml", 0, "unused-texts", 'rename it to de.yaml, or write "language: fr"'),
    ]  # fmt: skip


# ---------------------------------------------------------------------------- colours


def test_an_accent_brings_what_follows_from_it():
    """One colour is enough: by night, on soft ground and under words it is found so that all can be read."""
    for accent in ("#7a1fa2", "#0b57b8", "#b3261e", "#005f5f", "#222222"):
        found = colours.completed({"accent": (accent, "")}, SHIPPED)
        assert set(found) == {"accent", "accent-strong", "accent-soft", "on-accent"}
        assert list(colours.unreadable(found, {**SHIPPED, **found})) == []


def test_colours_are_in_the_style_sheet(root):
    """They stand behind the shipped tokens, so that they win."""
    settings(root, 'colours: {accent: {light: "#7A1FA2", dark: "#d9a6f5"}}\n')
    sheet = next(text for path, text in built(root).items() if path.startswith("assets/css/site"))
    assert "--accent: light-dark(#7a1fa2, #d9a6f5);" in sheet
    assert sheet.index("--accent: light-dark(#0b57b8") < sheet.index("--accent: light-dark(#7a1fa2")


def test_colours_that_cannot_be_read_are_refused(root):
    """With the line of the colour, what stands on what, and what to do."""
    settings(root, 'colours:\n  muted: "#cccccc"\n  accent: "#ffcc00"\n')
    line = small_catalog.SETTINGS.count("\n") + 2
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    found = caught.value.problems
    assert {p.code for p in found} == {"low-contrast"}
    assert {p.field: p.line for p in found} == {"colours.muted": line, "colours.accent": line + 1}
    muted = next(p for p in found if p.field == "colours.muted")
    assert muted.message == "muted cannot be read on sunken by day"
    assert re.fullmatch(r"1\.\d\d:1, #cccccc on #f4f2ec", muted.found)
    assert muted.hint == "make it darker"
    assert len(found) == len({(p.field, p.message[-5:]) for p in found}), "the worst of each is enough"


# --------------------------------------------------------------------------- pictures

# ruff: noqa: E501 - documents on one line

HOSTILE = {
    "script": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "foreign script": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml"><h:script/></svg>',
    "handler": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "link": '<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:alert(1)"><path/></a></svg>',
    "use": '<svg xmlns="http://www.w3.org/2000/svg"><use href="https://example.org/#x"/></svg>',
    "xlink": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><use x:href="data:,x"/></svg>',
    "base": '<svg xmlns="http://www.w3.org/2000/svg" xml:base="https://example.org/"><use href="#x"/></svg>',
    "style": '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "//x";</style></svg>',
    "fill": '<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(https://example.org/x)"/></svg>',
    "escaped": '<svg xmlns="http://www.w3.org/2000/svg"><path style="fill:u\\72l(//x)"/></svg>',
    "html": '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>',
    "animation": '<svg xmlns="http://www.w3.org/2000/svg"><animate attributeName="href" to="javascript:1"/></svg>',
    "entities": '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    "instruction": '<?xml-stylesheet href="x"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "no svg": "<html/>",
    "no xml": "<svg",
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_drawings_only_draw(text):
    """An SVG that could run or load anything is none."""
    assert why_not("logo.svg", text.encode())


@pytest.mark.parametrize(
    "text",
    [
        DRAWING,
        f'<?xml version="1.0"?><!-- <!DOCTYPE x> -->{DRAWING}',
        (
            '<svg xmlns="http://www.w3.org/2000/svg"><defs><linearGradient id="g"><stop/></linearGradient></defs>'
            '<path fill="url(#g)"/><use href="#g"/><style>path { fill: red }</style></svg>'
        ),
        (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">'
            '<inkscape:grid/><g inkscape:label="a"/></svg>'
        ),
    ],
)
def test_plain_drawings_are_taken(text):
    """What drawing programs write is fine."""
    assert why_not("logo.svg", text.encode()) is None


def test_pictures_are_what_their_names_say():
    """The first bytes decide, not the ending alone."""
    assert why_not("a.png", b"\x89PNG\r\n\x1a\nrest") is None
    assert why_not("a.png", DRAWING.encode()) == "no PNG file, whatever its name says"
    assert why_not("a.exe", b"MZ") == "a file that ends in .exe"
    assert why_not("png", b"") == "a file that ends in nothing"


def test_a_logo_stands_in_the_head(root):
    """By day and by night, with a name of its content's hash; it is the favicon as well."""
    settings(root, "logo: {light: brand/day.svg, dark: brand/night.svg}\n")
    write(root, brand__day_dot_svg=DRAWING, brand__night_dot_svg=DRAWING.replace("9v9", "8v8"))
    page = built(root)["sources/alpha-skills/index.html"]
    day = re.search(
        r'<img class="logo only-by-day" src="\.\./\.\./(assets/brand/logo\.[0-9a-f]+\.svg)" alt="">', page
    )
    assert (root / "site" / day[1]).read_text() == DRAWING
    assert re.search(r'<img class="logo only-by-night" src="\.\./\.\./assets/brand/logo-dark\.', page)
    assert f'<link rel="icon" type="image/svg+xml" href="../../{day[1]}">' in page


def test_a_logo_with_the_name_in_it_has_the_title_as_its_text(root):
    """Then the title does not stand beside it, and those who do not see it still hear it."""
    settings(root, "logo: {light: logo.svg, show_title: false}\nfavicon: icon.png\n")
    write(root, logo_dot_svg=DRAWING)
    (root / "icon.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    page = built(root)["index.html"]
    assert re.search(
        r'<img class="logo" src="\./assets/brand/logo\.[0-9a-f]+\.svg" alt="Small catalog"></a>', page
    )
    assert re.search(
        r'<link rel="icon" type="image/png" href="\./assets/brand/favicon\.[0-9a-f]+\.png">', page
    )


def test_a_bad_logo_is_refused_at_its_line(root):
    """Gone, a link, too large, or hostile: the settings say where it was named."""
    line = small_catalog.SETTINGS.count("\n") + 1
    settings(root, "logo: logo.svg\n")
    assert [(f, n, c) for f, n, c, _ in problems(root)] == [("catalog.yaml", line, "unreadable")]
    write(root, logo_dot_svg=HOSTILE["script"])
    assert [(f, n, c) for f, n, c, _ in problems(root)] == [("catalog.yaml", line, "bad-picture")]
    (root / "logo.svg").write_bytes(b" " * (MAX_PICTURE + 1))
    assert [(f, n, c) for f, n, c, _ in problems(root)] == [("catalog.yaml", line, "too-large")]
    (root / "logo.svg").unlink()
    (root / "logo.svg").symlink_to("/etc/hostname")
    assert [(f, n, c) for f, n, c, _ in problems(root)] == [("catalog.yaml", line, "not-regular")]
    settings(root, "logo: ../logo.svg\n")
    assert [(f, n, c) for f, n, c, _ in problems(root)] == [("catalog.yaml", line, "bad-file")]


# ------------------------------------------------------------------- navigation, footer


def navigation_of(page):
    """The links of the navigation: where they lead, and what they say."""
    nav = page[page.index('id="site-nav"') : page.index("</nav>")]
    return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)


def test_the_navigation_is_the_owners(root):
    """Order, names, own pages and links elsewhere; what is not named is not there."""
    settings(
        root,
        "navigation: [{page: guide}, {section: sources, label: All}, {url: 'https://www.example.org'}]\n",
    )
    write(root, pages__guide_dot_md="---\ntitle: Guide\n---\nHello.\n")
    assert navigation_of(built(root)["index.html"]) == [
        ("./pages/guide/index.html", "Guide"),
        ("./index.html", "All"),
        ("https://www.example.org", "example.org"),
    ]


def test_own_pages_join_the_shipped_navigation(root):
    """Where the settings have none, pages stand before the last link, but for those that do not want to."""
    write(
        root,
        pages__guide_dot_md="---\ntitle: Guide\nlabel: How\n---\n",
        pages__more_dot_md="---\ntitle: More\nnavigation: false\n---\n",
    )
    labels = [label for _, label in navigation_of(built(root)["index.html"])]
    assert labels[-2:] == ["How", "About"]
    assert "More" not in labels


def test_links_that_lead_nowhere_are_refused(root):
    """A page that is not there, two aims, and none."""
    settings(root, "navigation:\n- {section: tags, page: guide}\n- {label: x}\n")
    line = small_catalog.SETTINGS.count("\n") + 2
    assert [problem[:3] for problem in problems(root)] == [
        ("catalog.yaml", line, "too-many-fields"),
        ("catalog.yaml", line + 1, "missing-field"),
    ]
    write(root, pages__guide_dot_md="---\ntitle: Guide\n---\n")
    settings(root, "navigation:\n- {page: giude}\n")
    assert problems(root) == [("catalog.yaml", line, "unknown-page", 'did you mean "guide"?')]
    settings(root, "changes: false\nnavigation: [tags, changes]\n")
    assert problems(root) == [("catalog.yaml", line, "bad-link", "remove it")]


def test_the_footer_is_the_owners(root):
    """Markdown, cleaned like everything; the program is named unless told otherwise."""
    settings(root, "footer: {text: 'By [us](https://example.org/). <script>x</script>', made_with: false}\n")
    page = built(root)["about/index.html"]
    footer = page[page.index("<footer") :]
    assert '<p>By <a href="https://example.org/" rel="nofollow ugc noopener noreferrer">us</a>.' in footer
    assert "<script" not in footer
    assert "Sources Catalog" not in page


# -------------------------------------------------------------------------------- pages

PAGE = """---
title: How to choose
description: What to look at first.
---
# First

See [more](more.md#big), [tags](/tags/), [feed](/sitemap.xml), [itself](#first), [us](https://example.org/).

![Plan](plan.svg)

<script>alert(1)</script><b onclick="x">bold</b>
"""


def test_a_page_of_ones_own(root):
    """Title, text under its heading, links within the site, pictures beside it; in the sitemap."""
    write(
        root,
        pages__guide_dot_md=PAGE,
        pages__more_dot_md="---\ntitle: More\n---\n## Big\n",
        pages__plan_dot_svg=DRAWING,
    )
    pages = built(root)
    page = pages["pages/guide/index.html"]
    assert "<title>How to choose · Small catalog</title>" in page
    assert '<h2 id="user-content-first">First</h2>' in page
    for link in (
        "../../pages/more/index.html#user-content-big",
        "../../tags/index.html",
        "../../sitemap.xml",
        "#user-content-first",
    ):
        assert f'href="{link}"' in page, link
    assert re.search(r'<img [^>]*src="\.\./\.\./pages/plan\.svg"', page)
    assert (root / "site/pages/plan.svg").read_text() == DRAWING
    assert "alert(1)" not in page
    assert "onclick" not in page
    assert "img-src &#39;self&#39;;" in page, "no picture of another host, so none is allowed"
    assert "/pages/guide/</loc>" in pages["sitemap.xml"]


def test_pages_of_ones_own_are_checked(root):
    """No head, an unknown field, a name that cannot be an address, a hostile picture: all at once."""
    write(
        root,
        pages__a_dot_md="Hello",
        pages__b_dot_md="---\ntitle: B\ntitel: C\n---\n",
        pages__Bad_dot_md="---\ntitle: B\n---\n",
        pages__x_dot_svg=HOSTILE["script"],
    )
    assert [(file, line, code) for file, line, code, _ in problems(root)] == [
        ("pages/Bad.md", 0, "bad-file"),
        ("pages/a.md", 1, "missing-field"),
        ("pages/b.md", 3, "unknown-field"),
        ("pages/x.svg", 0, "bad-picture"),
    ]


def test_links_of_pages_lead_somewhere(root):
    """A relative link to what is not there stops the build, with its line."""
    write(root, pages__a_dot_md="---\ntitle: A\n---\nHello\n\n[b](b.md)\n")
    with pytest.raises(SettingsError) as caught:
        built(root)
    (problem,) = caught.value.problems
    assert (problem.place, problem.code, problem.found) == ("pages/a.md:6", "bad-link", "b.md")


# ---------------------------------------------------------------------------- templates


def test_a_template_takes_the_place_of_the_shipped_one(root):
    """It may extend the one that it replaces; added files are assets with hashed names."""
    write(
        root,
        theme__about_dot_html_dot_j2='{% extends "shipped/about.html.j2" %}{% block footer %}'
        '<p class="x">Ours</p><img src="{{ page.root }}{{ asset("us.svg").path }}" alt="">{{ super() }}{% endblock %}',
        theme__assets__us_dot_svg=DRAWING,
        theme__assets__css__owner_dot_css=".x { color: var(--accent); }",
    )
    pages = built(root)
    assert '<p class="x">Ours</p><img src="../assets/us.' in pages["about/index.html"]
    assert "Ours" not in pages["index.html"]
    assert "Where the facts come from" in pages["about/index.html"]
    assert any(".x { color" in text for path, text in pages.items() if path.startswith("assets/css/site"))


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a\n{% if %}", r"^theme/about\.html\.j2:2: "),
        ("a\n\n{{ nothing.at }}", r"^theme/about\.html\.j2:3: 'nothing' is undefined .*about/"),
        ("{{ page.nothing }}", r"^theme/about\.html\.j2:1: .*no attribute 'nothing'"),
        ("\n{{ 1 / 0 }}", r"^theme/about\.html\.j2:2: division by zero"),
        ("{{ t('frame.manu') }}", r'^theme/about\.html\.j2:1: there is no text "frame\.manu"'),
        ("\n{{ asset('no.css').path }}", r"^theme/about\.html\.j2:2: the theme has no assets/no\.css"),
        ('{% extends "shipped/abuot.html.j2" %}', r"there is no template shipped/abuot\.html\.j2"),
        ('{% extends "shipped/about.html.j2" %}{% block main %}\n{{ x }}{% endblock %}', r"about\.html\.j2:2: "),
    ],
)  # fmt: skip
def test_a_broken_template_is_told_with_its_line(root, template, message):
    """The owner's file and line, what is wrong, and which page it was for."""
    write(root, theme__about_dot_html_dot_j2=template)
    with pytest.raises(TemplateError, match=message):
        built(root)


# -------------------------------------------------------------------------- incremental

EDITS = [
    ("theme/texts/en.yaml", "frame: {menu: Way}"),
    ("theme/about.html.j2", '{% extends "shipped/about.html.j2" %}{% block footer %}Ours{% endblock %}'),
    ("theme/about.html.j2", '{% extends "shipped/about.html.j2" %}{% block footer %}Theirs{% endblock %}'),
    ("theme/assets/css/owner.css", ".a { color: var(--accent); }"),
    ("theme/icons/book.svg", DRAWING),
    ("pages/guide.md", "---\ntitle: Guide\n---\n![](plan.svg)\n"),
    ("pages/guide.md", "---\ntitle: Other\n---\n[top](/)\n"),
    ("pages/plan.svg", DRAWING.replace("9v9", "7v7")),
    ("logo.svg", DRAWING.replace("9v9", "6v6")),
    ("catalog.yaml", small_catalog.SETTINGS + 'logo: logo.svg\ncolours: {accent: "#7a1fa2"}\n'),
    (
        "catalog.yaml",
        small_catalog.SETTINGS + "logo: logo.svg\nnouns: {source: {one: thing, many: things}}\n",
    ),
    ("catalog.yaml", small_catalog.SETTINGS + "logo: logo.svg\nlanguage: de\n"),
    ("catalog.yaml", small_catalog.SETTINGS + "logo: logo.svg\nnavigation: [tags]\nfooter: Ours.\n"),
]


def test_every_edit_shows(root, tmp_path):
    """After each edit of what a catalog brings, the site is the one that is built from nothing."""
    settings(root, "logo: logo.svg\n")
    write(root, logo_dot_svg=DRAWING, pages__plan_dot_svg=DRAWING)
    build_site(load(root), root / "site", jobs=1)
    for name, text in EDITS:
        before = content_of(root / "site")
        if name == "catalog.yaml" and "language: de" in text:
            (root / "theme/texts/en.yaml").rename(root / "theme/texts/de.yaml")
        elif (root / "theme/texts/de.yaml").exists():
            (root / "theme/texts/de.yaml").unlink()
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
        build_site(load(root), root / "site", jobs=1)
        fresh = tmp_path / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("site", "pages.json", ".cache"))
        shutil.copytree(root / ".cache", fresh / ".cache", ignore=shutil.ignore_patterns("pages", "builds"))
        build_site(load(fresh), fresh / "site", jobs=1)
        assert content_of(root / "site") == content_of(fresh / "site"), name
        assert content_of(root / "site") != before, name


# ------------------------------------------------------------------------ documentation


def documented(language):
    """The blocks of a language in the document on customising."""
    text = (ROOT / "docs/customising.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_documented_catalog_can_be_built(root):
    """Settings, texts, page and template of docs/customising.md make a site together."""
    (words, looks) = [block for block in documented("yaml") if "title: Actions\n" in block]
    (root / "catalog.yaml").write_text(looks + words.removeprefix("title: Actions\n") + "language: de\n")
    write(
        root,
        theme__logo_dot_svg=DRAWING,
        theme__logo_dash_dark_dot_svg=DRAWING,
        theme__icon_dot_svg=DRAWING,
        theme__texts__de_dot_yaml=documented("yaml texts")[0],
        theme__about_dot_html_dot_j2=documented("jinja")[0],
        pages__guide_dot_md=documented("markdown")[0],
        pages__omitted_dot_md="---\ntitle: Left out\n---\n",
    )
    pages = built(root)
    assert "Zum Inhalt" in pages["index.html"]
    assert 'href="https://example.org/chat"' in pages["about/index.html"]
    assert 'href="../../trust/index.html"' in pages["pages/guide/index.html"]
    assert [label for _, label in navigation_of(pages["index.html"])] == [
        "Sammlungen",
        "Actions",
        "Guide",
        "Home",
    ]
