"""Texts with nothing but simple markup, read in one go: nine of ten of those that have any.

Simple are words, code between single backticks, emphasis by one or two asterisks that is neither nested nor
left open, links and pictures whose addresses stand beside them, and ends of lines. One regular expression
cuts such a text into the tokens that markdown-it-py would give (a property test holds that). Whatever else a
text has, such as an escape, an entity or a tag, leaves the whole of it to markdown-it-py. Each piece is
looked at once or twice, and the first that is not simple ends the reading.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable

from markdown_it.token import Token

from generator.markdown.tokens import token

_PLAIN = r"[^\n\\`~*_\[\]!<&]++|(?<=[A-Za-z0-9])_++(?=[A-Za-z0-9])|!(?!\[)|[&<](?=\ )"
_WORDS = rf"(?:{_PLAIN}|(?<=\ )\*(?=\ ))"
"""Plain text, with the characters of markup that stand for themselves where they stand.

No two of its pieces can begin alike, so repeating them has one way to match. Groups are not repeated
possessively all the same: Python before 3.11.5 matches that wrongly (python/cpython#106052).
"""
_CODE = r"`[^`]++`(?!`)"
_ADDRESS, _TITLE = r"[^\s()<>\\&\x00-\x1f\x7f]++", r'[^"\\&\n]*+'
_PICTURE = rf'!\[{_WORDS}*\]\({_ADDRESS}(?:\ ++"{_TITLE}")?\)'
_PIECE = re.compile(
    rf"""
    (?P<text>(?:{_WORDS}|\])+)
    |`(?P<code>[^`]++)`(?!`)
    |(?P<stars>\*{{1,2}}+)(?!\*)
    |(?P<link>\[(?!\^)(?P<label>(?:{_PLAIN}|{_CODE}|{_PICTURE}|\*)+)\]
        \((?P<href>{_ADDRESS})(?:\ ++"(?P<tip>{_TITLE})")?\))
    |(?P<picture>!\[(?P<alt>{_WORDS}*)\]\((?P<src>{_ADDRESS})(?:\ ++"(?P<title>{_TITLE})")?\))
    |(?P<brackets>\[(?!\^){_WORDS}*\](?![(\[:]))
    |(?P<line>\n[ \t]*+)
    """,
    re.VERBOSE,
)
_LETTER, _SPACE, _SIGN = range(3)
_SIDES = {
    **dict.fromkeys(string.ascii_letters + string.digits, _LETTER),
    **dict.fromkeys(string.punctuation, _SIGN),
    **dict.fromkeys(("", " ", "\n"), _SPACE),
}
"""What may stand beside asterisks, in ASCII; the ends of a text count as space."""


def quick_inline(source: str, *, references: bool) -> list[Token] | None:
    """The tokens of a text without its outer white space; None where it is not simple.

    With ``references``, brackets alone may be a link, so they are not simple.
    """
    tokens: list[Token] = []
    return tokens if _Reader(source, tokens, references=references).read() else None


class _Reader:
    """Adds the tokens of one text, or of a link's label."""

    def __init__(self, source: str, tokens: list[Token], level: int = 0, *, references: bool) -> None:
        self._source = source
        self._tokens = tokens
        self._level = level
        self._references = references
        self._text = ""
        self._kept = False
        """Whether the text is a token even if it is empty, as markdown-it-py leaves one outside of ``**``."""
        self._opened = ""
        """The asterisks of the emphasis that is open."""

    def read(self) -> bool:
        """Read all of it; False where it is not simple."""
        source, position, end = self._source, 0, len(self._source)
        while position < end:
            found = _PIECE.match(source, position)
            if found is None:
                return False
            kind = found.lastgroup
            if kind == "text":
                self._text += found[0]
            elif not _READ[kind](self, found):
                return False
            position = found.end()
        self._end_text()
        return not self._opened

    def _end_text(self) -> None:
        if self._text or self._kept:
            self._tokens.append(token("text", "", 0, self._level, self._text))
            self._text, self._kept = "", False

    def brackets(self, found: re.Match[str]) -> bool:
        self._text += found[0]
        return not self._references

    def code(self, found: re.Match[str]) -> bool:
        self._end_text()
        code = found["code"].replace("\n", " ")
        if code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        self._tokens.append(token("code_inline", "code", 0, self._level, code, "`"))
        return True

    def line(self, _found: re.Match[str]) -> bool:
        written = self._text
        self._text = text = written.rstrip(" ")
        self._end_text()
        hard = len(written) - len(text) > 1
        self._tokens.append(token("hardbreak" if hard else "softbreak", "br", 0, self._level))
        return True

    def stars(self, found: re.Match[str]) -> bool:
        """Emphasis by CommonMark's rules for asterisks, as far as they are simple."""
        source, end = self._source, found.end()
        before, after = _side(source[found.start() - 1 : found.start()]), _side(source[end : end + 1])
        if before is None or after is None:
            return False
        opens = after == _LETTER or (after == _SIGN and before != _LETTER)
        closes = before == _LETTER or (before == _SIGN and after != _LETTER)
        stars = found[0]
        strong = stars == "**"
        if self._opened == stars and closes:
            self._end_text()
            self._level -= 1
            self._opened = ""
            self._kept = strong
            kind, tag = ("strong_close", "strong") if strong else ("em_close", "em")
            self._tokens.append(token(kind, tag, -1, self._level, "", stars))
        elif opens and not self._opened:
            self._kept = self._kept or strong
            self._end_text()
            kind, tag = ("strong_open", "strong") if strong else ("em_open", "em")
            self._tokens.append(token(kind, tag, 1, self._level, "", stars))
            self._level += 1
            self._opened = stars
        elif opens or closes:
            return False
        else:
            self._text += stars
        return True

    def link(self, found: re.Match[str]) -> bool:
        self._end_text()
        label, tokens, level = found["label"], self._tokens, self._level
        tokens.append(_aimed(token("link_open", "a", 1, level), {"href": found["href"]}, found["tip"]))
        if not _Reader(label, tokens, level + 1, references=self._references).read():
            return False
        tokens.append(token("link_close", "a", -1, level))
        return True

    def picture(self, found: re.Match[str]) -> bool:
        self._end_text()
        alt = found["alt"]
        picture = token("image", "img", 0, self._level, alt)
        picture.children = [token("text", "", 0, 0, alt)] if alt else None
        self._tokens.append(_aimed(picture, {"src": found["src"], "alt": ""}, found["title"]))
        return True


def _side(character: str) -> int | None:
    """What a character beside asterisks is; None where Unicode's tables would have to say."""
    side = _SIDES.get(character)
    return _LETTER if side is None and character.isalnum() else side


def _aimed(made: Token, attributes: dict[str, str | int | float], title: str | None) -> Token:
    """A link or picture with its address and title."""
    if title:
        attributes["title"] = title
    made.attrs = attributes
    return made


_READ: dict[str | None, Callable[[_Reader, re.Match[str]], bool]] = {
    "brackets": _Reader.brackets,
    "code": _Reader.code,
    "line": _Reader.line,
    "link": _Reader.link,
    "picture": _Reader.picture,
    "stars": _Reader.stars,
}
"""What reads each kind of piece but text."""
