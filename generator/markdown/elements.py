"""The open elements of a document that is being written, and the HTML written so far.

Elements of Markdown and of a README's own HTML stand on one stack, so that what is written is
properly nested and of bounded depth and size, whatever a stranger opens and does not close.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from generator.markdown.allowed import IMPLIED, SPANS, WITHIN

MAX_DEPTH = 64
"""Elements inside each other; deeper ones are not opened, their text is kept. The sanitiser is
quadratic in depth."""
MAX_HTML = 400_000
"""Characters of HTML; the largest of 2,900 real documents of up to 50 KB came to 80,000."""


class TooMuchError(Exception):
    """The HTML would be longer than :data:`MAX_HTML`."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An open element."""

    tag: str
    """Its name; ``h`` for any heading, empty for one that was not written or has ended already."""
    raw: bool
    """Whether a README's own tag opened it, and such a tag closes it; else a token of Markdown does."""
    closer: str
    then: Callable[[], None] | None = None
    """What to do once it is closed."""


@cache
def _frame(tag: str, raw: bool, closer: str) -> Frame:
    """The frame of an element with nothing to do at its end; there are few, and they are used again."""
    return Frame(tag, raw, closer)


class Elements:
    """Writes tags and text in order. Raises TooMuchError where the HTML grows over its limit."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        """The HTML so far."""
        self._size = 0
        self._frames: list[Frame] = []

    def put(self, markup: str) -> None:
        """Write text, or an element without content."""
        if self._frames and self._frames[-1].raw:
            inside = self._frames[-1].tag
            if inside in IMPLIED and not markup.isspace():
                self._open_implied()
            elif inside == "pre" and self.parts[-1].startswith("<pre"):
                # A parser drops the first line end, and the next one another.
                markup = markup.lstrip("\n")
        self._write(markup)

    def open(
        self, tag: str, raw: bool, opener: str, closer: str, then: Callable[[], None] | None = None
    ) -> bool:
        """Open an element; whether it was written, which it is not beyond the greatest depth."""
        frames = self._frames
        if frames and frames[-1].raw:
            inside = frames[-1].tag
            if inside in IMPLIED and inside not in WITHIN.get(tag, ()):
                self._open_implied()
        if len(frames) < MAX_DEPTH:
            self._write(opener)
            frames.append(Frame(tag, raw, closer, then) if then else _frame(tag, raw, closer))
            return True
        if not raw:  # its closing token will come and wants its frame
            self._frames.append(Frame("", raw, ""))
        return False

    def _write(self, markup: str) -> None:
        self.parts.append(markup)
        self._size += len(markup)
        if self._size > MAX_HTML:
            raise TooMuchError

    def _open_implied(self) -> None:
        """Give what stands loose in a table or list of the README's own HTML a cell or an item."""
        for tag in IMPLIED[self.within()]:
            if len(self._frames) < MAX_DEPTH:
                self._write(f"<{tag}>")
                self._frames.append(Frame(tag, True, f"</{tag}>"))

    def close_top(self) -> None:
        """Close the innermost element."""
        frame = self._frames.pop()
        self._write(frame.closer)
        if frame.then is not None:
            frame.then()

    def close_to(self, height: int) -> None:
        """Close elements until so many are left open."""
        while len(self._frames) > height:
            self.close_top()

    def close_markdown(self) -> None:
        """Close the innermost element of Markdown, and a README's own that were left open in it."""
        self.close_raw()
        self.close_top()

    def close_raw(self) -> None:
        """Close a README's own elements that were left open in the innermost one of Markdown."""
        while self._frames and self._frames[-1].raw:
            self.close_top()

    def end_open(self, names: frozenset[str]) -> None:
        """Close the README's own elements of these names, with the spans that are open in them."""
        height = len(self._frames)
        while height and self._frames[height - 1].raw:
            height -= 1
            tag = self._frames[height].tag
            if tag in names:
                self.close_to(height)
            elif tag not in SPANS:
                return

    def end_paragraph(self) -> None:
        """End the paragraph that is open, with its spans, as an HTML parser does where a block begins.

        The frames of Markdown's elements stay for their closing tokens, with nothing more to write.
        """
        start = len(self._frames) - 1
        while start >= 0 and self._frames[start].tag in SPANS:
            start -= 1
        if start < 0 or self._frames[start].tag != "p":
            return
        ended = self._frames[start:]
        del self._frames[start:]
        for frame in reversed(ended):
            self._write(frame.closer)
            if frame.raw and frame.then is not None:
                frame.then()
        self._frames += [Frame("", False, "", frame.then) for frame in ended if not frame.raw]

    def within(self) -> str:
        """The name of the innermost element if it is one of the README's own HTML, else nothing."""
        return self._frames[-1].tag if self._frames and self._frames[-1].raw else ""

    def close_named(self, tag: str) -> bool:
        """Close the nearest element of that name, if it is not outside of one of Markdown's."""
        height = len(self._frames)
        while height and self._frames[height - 1].raw:
            height -= 1
            if self._frames[height].tag == tag:
                self.close_to(height)
                return True
        return False
