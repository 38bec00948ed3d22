"""Contrast of every pair of colours that the theme puts on each other, by day and by night.

WCAG 2.2: text 4.5:1 (1.4.3), borders of controls and glyphs that carry meaning 3:1 (1.4.11).
"""

import re

import pytest

from generator.colours import EDGES, LEAST_EDGE, LEAST_TEXT, TEXT, contrast, tokens_of
from tests import theme_catalog as tc

SHEETS = {
    name.rpartition("/")[2]: re.sub(r"/\*.*?\*/", "", content.decode(), flags=re.DOTALL)
    for name, content in tc.THEME.items()
    if name.endswith(".css")
}

COLOURS = tokens_of(SHEETS["tokens.css"])


def test_contrast_is_computed_by_the_book():
    """Black on white is 21, the same colour 1, and the grey that WCAG calls the limit 4.5."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, LEAST_TEXT), (EDGES, LEAST_EDGE)], ids=["text", "edges"])
def test_contrast(pairs, least, night):
    """Every pair is told apart as WCAG asks."""
    weak = {
        (front, back): round(contrast(COLOURS[front][night], COLOURS[back][night]), 2)
        for front, backs in pairs.items()
        for back in backs
        if contrast(COLOURS[front][night], COLOURS[back][night]) < least
    }
    assert weak == {}


def test_every_colour_is_under_test():
    """A new colour needs a pair above; hairlines that carry no meaning are the exception."""
    paired = {*TEXT, *EDGES, *(back for pairs in (TEXT, EDGES) for backs in pairs.values() for back in backs)}
    assert set(COLOURS) - paired == {"line"}


def test_text_colours_are_those_under_test():
    """A style sheet sets text to no colour that has no pair above."""
    used = {
        colour
        for sheet in SHEETS.values()
        for colour in re.findall(r"(?<![a-z-])color: ([^;]+);", sheet)
        if colour not in ("inherit", "transparent")
    }
    assert used <= {f"var(--{name})" for name in TEXT}


def test_colours_stand_in_one_file():
    """Re-colouring a catalog means changing the tokens: no other file names a colour."""
    for name, sheet in SHEETS.items():
        if name not in ("tokens.css", "print.css"):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)", sheet), name


def test_tokens_are_defined_and_used():
    """No custom property is used that nobody sets, and none is set that nobody uses."""
    everything = "\n".join(SHEETS.values())
    defined = set(re.findall(r"(--[a-z0-9-]+):", everything))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", everything))
    assert used - defined == set()
    assert defined - used == set()


def test_motion_only_where_it_is_welcome():
    """Whatever moves, moves only for visitors who did not ask for less of it."""
    for name, sheet in SHEETS.items():
        for found in re.finditer(r"\b(transition|animation|scroll-behavior)\b", sheet):
            before = sheet[: found.start()]
            assert before.rfind("prefers-reduced-motion: no-preference") > before.rfind("\n}\n"), name
