"""Fingerprints: equal for equal values, different for different ones, the same in every process."""

import subprocess
import sys
from dataclasses import replace
from types import MappingProxyType

from generator.fingerprint import fingerprint
from generator.model import CatalogEntry, Source
from tests import theme_catalog

ENTRY = CatalogEntry(
    Source("x", "o", "r", tags=("a", "b")), None, counts_by_type=MappingProxyType({"skill": 1})
)


def test_equal_values_have_one_fingerprint():
    """It does not matter which texts are one object and which are equal copies."""
    text = "some text"
    copy = text[:4] + text[4:]
    assert fingerprint(text, text) == fingerprint(text, copy)
    assert fingerprint(ENTRY) == fingerprint(replace(ENTRY))


def test_any_difference_shows():
    """Each field counts, nested ones and mappings included."""
    others = [
        replace(ENTRY, source=replace(ENTRY.source, tags=("b", "a"))),
        replace(ENTRY, counts_by_type=MappingProxyType({"skill": 2})),
        replace(ENTRY, last_error="x"),
    ]
    assert len({fingerprint(ENTRY), *map(fingerprint, others)}) == 4
    assert fingerprint("ab", "c") != fingerprint("a", "bc")


def test_cards_count_as_themselves():
    """A page's fingerprint changes with a card on it, and is the same for an equal card."""
    planner = theme_catalog.planner()
    one, other, *_ = planner.view.public
    card = planner.view.card(one)
    assert fingerprint([card]) == fingerprint([replace(card)])
    assert fingerprint([card]) != fingerprint([planner.view.card(other)])


def test_every_process_says_the_same():
    """Hash seeds and addresses in memory leave no trace."""
    script = "from tests.test_fingerprint import *; print(fingerprint(ENTRY, {'a': 1}))"
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert made == {fingerprint(ENTRY, {"a": 1})}
