"""Compiled templates are kept where the program's own bytecode is, and change nothing."""

import os
import shutil
import stat

import jinja2
import pytest

from generator.compiled import shipped_code
from generator.places import shipped_theme
from generator.render import Renderer
from generator.templating import Code, Environment
from tests import theme_catalog as tc


@pytest.fixture(name="place")
def _place(tmp_path):
    """A file to keep them in."""
    return tmp_path / "x.templates"


def code(place, theme=None):
    """The shipped templates, kept in a file whether or not Python may write bytecode in this run."""
    return shipped_code(theme or shipped_theme(), place, write=True)


def test_what_is_kept_is_what_would_be_compiled(place):
    """Every shipped template is the same code again, for the next build too."""
    made = code(place)
    assert set(made) == {name for name in tc.THEME if name.endswith(".j2")}
    assert place.exists()
    assert code(place) == made
    fresh = Environment()
    assert all(fresh.code_of(name, one.text) == one.code for name, one in made.items())


def test_pages_are_the_same(place):
    """From compiled templates as from their texts."""
    page = tc.pages()["about/index.html"]
    expected = Renderer(tc.THEME).render(page)
    for _ in range(2):
        made = Renderer(tc.THEME, compiled=code(place)).render(page)
        assert made == expected


def test_another_text_of_a_name_is_compiled():
    """An owner's template counts, whatever the shipped one of its name is compiled to."""
    known = {"t": Code("{{ 1 }}", Environment().code_of("t", "{{ 1 }}"))}
    for text, printed in (("{{ 1 }}", "1"), ("{{ 2 }}", "2")):
        environment = Environment(jinja2.DictLoader({"t": text}), known)
        assert environment.get_template("t").render() == printed


def test_an_edited_template_is_compiled_anew(place, tmp_path):
    """As is everything after the program changed; the old file is replaced."""
    theme = tmp_path / "theme"
    shutil.copytree(shipped_theme(), theme)
    before = code(place, theme)
    (theme / "robots.txt.j2").write_text("changed")
    after = code(place, theme)
    assert after["robots.txt.j2"].text == "changed"
    assert after["robots.txt.j2"].code != before["robots.txt.j2"].code
    assert code(place, theme) == after


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:40], lambda b: b[:0], lambda b: b[:-1] + b"!"]
)
def test_a_damaged_file_is_made_again(place, damage):
    """It is never unmarshalled."""
    made = code(place)
    place.write_bytes(damage(place.read_bytes()))
    assert shipped_code(shipped_theme(), place, write=False) == {}
    assert code(place) == made
    assert shipped_code(shipped_theme(), place, write=False) == made


def test_others_can_read_and_not_write_it(place):
    """Whatever the run's mask is: what lies there is run."""
    before = os.umask(0)
    try:
        code(place)
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o644
    assert [file.name for file in place.parent.iterdir()] == [place.name]


def test_where_nothing_can_be_kept_nothing_is_compiled(place, tmp_path):
    """A build compiles what it needs; a folder that is not there, or a run that may not write."""
    assert code(tmp_path / "none/x.templates") == {}
    assert shipped_code(shipped_theme(), place, write=False) == {}
    assert not place.exists()
