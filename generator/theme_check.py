"""What is wrong with the files that an owner laid over the shipped theme, all at once.

Texts, pages and pictures are settings, and checked with them.
"""

from __future__ import annotations

from pathlib import Path

from generator.assets import Assets, build_assets
from generator.errors import AssetError, Problem, TemplateError
from generator.look import catalog_theme, own_names
from generator.model import Settings
from generator.places import THEME
from generator.printable import printable
from generator.render import Renderer

_HINT = "see docs/customising.md for what a theme is made of"


def theme_problems(root: Path, settings: Settings) -> list[Problem]:
    """What is wrong with a catalog's ``theme/``, if it has one: the first asset, and all templates."""
    try:
        own = own_names(root)
        theme = catalog_theme(root, settings) if own else {}
    except TemplateError as error:
        return [_bad_asset(THEME, str(error))]
    problems = []
    try:
        build_assets(theme)
    except AssetError as error:
        folder = THEME if f"assets/{error.name}" in own else "templates"
        problems.append(_bad_asset(f"{folder}/assets/{error.name}", error.what))
    renderer = Renderer(theme, own=own, assets=Assets())
    problems += renderer.check(sorted(name for name in own if name.endswith(".j2")))
    return problems


def _bad_asset(file: str, message: str) -> Problem:
    return Problem(printable(file, 200), 0, 0, "", "bad-asset", printable(message, 300), hint=_HINT)
