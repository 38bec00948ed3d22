"""Regular expressions keep to what every Python from 3.11.0 on matches rightly."""

import importlib
import pkgutil
import re
from re import _constants as codes
from re import _parser as parser

import pytest

import generator

SINGLE = {codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY, codes.CATEGORY}


def patterns():
    """Every pattern that a module of ours has compiled, by module and name."""
    for found in pkgutil.walk_packages(generator.__path__, "generator."):
        if not found.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{found.name}:{name}", value


def possessive_groups(parsed):
    """The groups in a parsed pattern that are repeated possessively."""
    for code, given in parsed:
        if code is codes.POSSESSIVE_REPEAT:
            inside = given[2]
            if len(inside) != 1 or inside[0][0] not in SINGLE:
                yield inside
        for part in given if isinstance(given, (tuple, list)) else (given,):
            for inner in part if isinstance(part, list) else (part,):
                if isinstance(inner, parser.SubPattern):
                    yield from possessive_groups(inner)


@pytest.mark.parametrize(
    "text", [r"(?:ab?)*+c", r"x(?:ab|c)++", r"(?P<a>(?:\s|#[^\n]*+)*+),", r"(?=(?:ab)?+)"]
)
def test_a_possessive_group_is_found(text):
    """The check below can fail."""
    assert list(possessive_groups(parser.parse(text)))


def test_only_single_characters_are_repeated_possessively():
    """Python before 3.11.5 matches possessive groups wrongly (python/cpython#106052)."""
    found = dict(patterns())
    assert len(found) > 100
    wrong = [
        name
        for name, each in found.items()
        if list(possessive_groups(parser.parse(each.pattern, each.flags)))
    ]
    assert wrong == []
