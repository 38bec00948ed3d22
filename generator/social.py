"""Pictures for link previews: an SVG of the theme becomes a PNG, since those who show them take no SVG.

The fonts are our own and those of the system are not looked at, so a picture is the same on every
machine. It is kept in the cache by the SVG that it was made of.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

from generator.cache import Cache
from generator.errors import CacheError, TemplateError
from generator.model import Output
from generator.program import version_of

LIBRARIES = ("resvg_py",)
"""What a picture's bytes depend on beside the SVG and the fonts."""

FONTS = Path(__file__).parent / "fonts"

FAMILY = "DejaVu Sans"


def png_of(svg: str, name: str) -> bytes:
    """The picture, as large as the SVG says; ``name`` is for the message. Raises TemplateError."""
    from resvg_py import svg_to_bytes

    fonts = [str(font) for font in sorted(FONTS.glob("*.ttf"))]
    try:
        return svg_to_bytes(svg_string=svg, font_files=fonts, font_family=FAMILY, skip_system_fonts=True)
    except ValueError as error:
        raise TemplateError(f"social.svg.j2 for {name}: {error}") from error


class Pictures:
    """Makes PNG of rendered SVG."""

    def __init__(self, cache: Cache, draw: Callable[[str, str], bytes] = png_of) -> None:
        """``draw`` makes the picture of an SVG; it is also told the file's path."""
        self._cache = cache
        self._draw = draw

    def finished(self, rendered: Output) -> Output:
        """The file as it is written: of an SVG whose path says PNG, the PNG; else the file itself.

        Raises TemplateError where the SVG cannot be drawn.
        """
        if not rendered.path.endswith(".png"):
            return rendered
        made_of = b"%s\0%s" % (version_of(LIBRARIES[0]).encode(), rendered.content)
        key = f"picture:{hashlib.sha256(made_of).hexdigest()}"
        drawn = self._cache.get(key)
        if drawn is None:
            drawn = self._draw(rendered.content.decode(), rendered.path)
            with contextlib.suppress(CacheError):
                self._cache.put(key, drawn)
        return Output(rendered.path, drawn)
