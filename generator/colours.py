"""A catalog's own colours: what follows from them, and whether they can be read (WCAG 2.2).

A colour is ``#rrggbb``; a token has one by day and one by night. Text needs a contrast of 4.5 to
what it stands on (1.4.3), borders of controls and glyphs that carry meaning 3 (1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

Pair = tuple[str, str]
"""By day and by night."""

Tokens = Mapping[str, Pair]
"""By the name of the token, without its dashes in front."""

TEXT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text": ("background", "surface", "sunken", "mark", "code-added", "code-removed"),
        "muted": ("background", "surface", "sunken", "accent-soft"),
        "accent": ("background", "surface", "sunken", "accent-soft"),
        "accent-strong": ("background", "surface"),
        "on-accent": ("accent", "accent-strong"),
        "ok": ("background", "surface", "ok-soft"),
        "warning": ("background", "surface", "warning-soft"),
        "bad": ("background", "surface", "bad-soft"),
        "code-text": ("sunken", "code-added", "code-removed"),
        "code-keyword": ("sunken",),
        "code-name": ("sunken",),
        "code-string": ("sunken",),
        "code-number": ("sunken",),
        "code-comment": ("sunken",),
    }
)
"""Text on what it stands on."""

EDGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"control": ("background", "surface"), "accent": ("background", "surface", "accent-soft")}
)
"""Borders of controls, and the outline of what has the focus, on what they lie on."""

LEAST_TEXT = 4.5
LEAST_EDGE = 3.0

_TOKEN = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")

_STEPS = 40
"""Steps from a colour to white or black while one is looked for that can be read."""


def tokens_of(sheet: str) -> dict[str, Pair]:
    """The colours of ``tokens.css``."""
    return {name: (day, night) for name, day, night in _TOKEN.findall(sheet)}


def luminance(colour: str) -> float:
    """Relative luminance, by the definition of WCAG."""
    channels = [channel / 255 for channel in _channels(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share (0–1) of another in it."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)


def completed(given: Mapping[str, Pair], shipped: Tokens) -> dict[str, Pair]:
    """What a catalog gave, and what follows from it; an empty colour by night is found.

    By night a colour that is read is the one by day, made lighter until it can be; a ground is
    the shipped one. From an accent follow its strong and soft forms and what stands on it.
    """
    found = {
        name: (day, night or _by_night(name, day, given, shipped)) for name, (day, night) in given.items()
    }
    if "accent" not in found:
        return found
    day, night = found["accent"]
    surface = found.get("surface", shipped["surface"])
    follows = {
        "accent-strong": (mixed(day, "#000000", 0.22), mixed(night, "#ffffff", 0.35)),
        "accent-soft": (_soft(day, surface[0], 0.09), _soft(night, surface[1], 0.18)),
        "on-accent": (_on(day), _on(night)),
    }
    return {**found, **{name: pair for name, pair in follows.items() if name not in given}}


def unreadable(given: Mapping[str, Pair], tokens: Tokens) -> Iterator[tuple[str, str, int, float, float]]:
    """What cannot be read: front, ground, 0 by day or 1 by night, its contrast, and the least.

    Only pairs of which the catalog gave one are looked at; ``tokens`` are all colours as they will be.
    """
    for pairs, least in ((TEXT, LEAST_TEXT), (EDGES, LEAST_EDGE)):
        for front, grounds in pairs.items():
            for ground in grounds:
                if front not in given and ground not in given:
                    continue
                for night in (0, 1):
                    found = contrast(tokens[front][night], tokens[ground][night])
                    if found < least:
                        yield front, ground, night, found, least


def style_sheet(colours: Mapping[str, Pair]) -> bytes:
    """The tokens as a style sheet."""
    lines = [f"  --{name}: light-dark({day}, {night});" for name, (day, night) in sorted(colours.items())]
    return "\n".join([":root {", *lines, "}", ""]).encode() if lines else b""


def _by_night(name: str, day: str, given: Mapping[str, Pair], shipped: Tokens) -> str:
    grounds = [ground for pairs in (TEXT, EDGES) for ground in pairs.get(name, ())]
    if not grounds or name == "on-accent":
        return shipped[name][1]
    against = [(given.get(ground) or shipped[ground])[1] or shipped[ground][1] for ground in grounds]
    for step in range(_STEPS + 1):
        lighter = mixed(day, "#ffffff", step / _STEPS)
        if all(contrast(lighter, ground) >= LEAST_TEXT + 1 for ground in against):
            return lighter
    return "#ffffff"


def _soft(accent: str, surface: str, share: float) -> str:
    """The surface with a touch of the accent in it, on which the accent can still be read."""
    for step in range(_STEPS, -1, -1):
        soft = mixed(surface, accent, share * step / _STEPS)
        if contrast(accent, soft) >= LEAST_TEXT:
            return soft
    return surface


def _on(accent: str) -> str:
    return max("#ffffff", "#0d1117", key=lambda colour: contrast(colour, accent))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
