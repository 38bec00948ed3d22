"""Pictures for link previews: the same on every machine, kept, and drawn whatever a name is."""

import hashlib
import struct
from dataclasses import replace

import pytest

from generator.cache import Cache
from generator.errors import TemplateError
from generator.model import Output, SocialImages
from generator.render import Renderer
from generator.social import FONTS, Pictures, png_of
from tests import theme_catalog as tc
from tests.test_sharing import HOSTILE, metas

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="63">'
    '<text x="5" y="30" font-family="DejaVu Sans" font-size="20">Text</text></svg>'
)


def size(png):
    """Width and height, from the header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def with_pictures(kind, *entries):
    """A catalog with pictures of a kind."""
    return tc.catalog(*(entries or tc.ENTRIES), settings=replace(tc.SETTINGS, social_images=kind))


def test_fonts_are_those_that_are_named():
    """The vendored fonts are unmodified, and come with their licence."""
    licence = (FONTS / "LICENSE.txt").read_text()
    fonts = sorted(FONTS.glob("*.ttf"))
    assert len(fonts) == 2
    for font in fonts:
        assert f"{hashlib.sha256(font.read_bytes()).hexdigest()}  {font.name}" in licence
    assert "Permission is hereby granted" in licence


def test_text_is_drawn_with_the_vendored_font():
    """No font of the system is looked at: text in any other one is not drawn."""
    empty = png_of(SVG.replace(">Text<", "><"), "a.png")
    assert png_of(SVG, "a.png") != empty
    assert png_of(SVG.replace("DejaVu Sans", "DejaVu Serif"), "a.png") == empty


def test_a_picture_is_made_once(tmp_path):
    """What the cache has is not drawn again, and what has changed is."""
    drawn = []
    pictures = Pictures(Cache(tmp_path), lambda _svg, name: drawn.append(name) or b"png")
    for _ in range(2):
        assert pictures.finished(Output("a.png", b"<svg/>")).content == b"png"
    pictures.finished(Output("a.png", b"<svg></svg>"))
    assert drawn == ["a.png", "a.png"]
    assert pictures.finished(Output("a.svg", b"<svg/>")).content == b"<svg/>"


def test_a_broken_template_is_named():
    """A theme whose picture is no SVG stops the build with its name."""
    with pytest.raises(TemplateError, match=r"social\.svg\.j2 for social\.png"):
        png_of("<svg", "social.png")


@pytest.mark.parametrize("name", ["", HOSTILE, "\u0301" * 200, "日本語" * 60, "مرحبا بالعالم", "w" * 500])
def test_any_name_is_drawn(name):
    """Hostile, endless, empty or foreign: the picture is made, in its size."""
    entry = tc.entry("one", name=name or None, description=name or None)
    of = with_pictures(SocialImages.SOURCES, entry)
    svg = Renderer(tc.THEME).render(tc.pages(of)["social/one.png"]).content.decode()
    assert size(png_of(svg, "social/one.png")) == (1200, 630)


@pytest.mark.parametrize(
    ("kind", "of_source", "of_list"),
    [
        (SocialImages.NONE, None, None),
        (SocialImages.SITE, "social.png", "social.png"),
        (SocialImages.SOURCES, "social/everything.png", "social.png"),
    ],
)
def test_pages_name_their_picture(kind, of_source, of_list):
    """A page names a picture that is there, by its absolute address; unlisted sources have none."""
    made = tc.rendered(with_pictures(kind))
    for path, expected in (("sources/everything/index.html", of_source), ("index.html", of_list)):
        image = metas(made[path]).get("og:image")
        assert image == (expected and f"https://example.org/cat/{expected}")
        assert expected is None or expected in made
    assert not [path for path in made if "hidden" in path and "social" in path]
