"""The kinds of text in definitions and settings, each declared once."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.install import MAX_TEMPLATE, PLACEHOLDERS, mistake_in
from generator.schema.shapes import Refusal, RefusedError, Text, Tidy
from generator.schema.suggest import suggestion
from generator.urls import MAX_URL, safe_url

INVISIBLE = Refusal(
    "invisible-character",
    # Control characters; Unicode's Bidi_Control; line and paragraph separators; zero-width
    # space, word joiner, byte order mark. Zero-width (non-)joiners stay: Persian and emoji need them.
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
    r"\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]",
    "a character that cannot be seen, or that turns the reading order around",
    "visible characters",
    "remove it, or write the text anew",
)

DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
"""Names that Windows keeps for devices, with or without an extension; a file of one cannot be checked out."""

RESERVED_IDS = ("index", "page", *DEVICES)
"""Ids that no source may have: names that pages of the site need, and names of devices."""

_RESERVED = Refusal(
    "reserved-id",
    f"^(?:{'|'.join(RESERVED_IDS)})$",
    "this name is reserved",
    "another name",
    "make it longer, such as by the owner's name",
)


def line(longest: int, noun: str = "text") -> Text:
    """A text of one line, which may be written over several."""
    return Text(longest=longest, noun=noun, tidy=Tidy.LINE, refusals=(INVISIBLE,))


def markdown(longest: int) -> Text:
    """Markdown of several lines."""
    return Text(longest=longest, noun="Markdown text", tidy=Tidy.LINES, refusals=(INVISIBLE,))


ID = Text(
    longest=80,
    noun="id",
    pattern=r"[a-z0-9]+(?:-[a-z0-9]+)*",
    code="bad-id",
    rule="up to {longest} lower-case letters and digits, joined by single hyphens",
    refusals=(INVISIBLE, _RESERVED),
)
"""Of a source."""

TAG = Text(
    longest=50,
    noun="tag",
    tidy=Tidy.WORD,
    pattern=r"[A-Za-z0-9][A-Za-z0-9_-]*",
    code="bad-tag",
    rule="up to {longest} letters, digits, - and _, starting with a letter or digit",
    refusals=(INVISIBLE,),
)

NAME = Text(
    longest=40,
    noun="name",
    pattern=r"[a-z0-9]+(?:[_-][a-z0-9]+)*",
    code="bad-name",
    rule="up to {longest} lower-case letters and digits, joined by single hyphens or underscores",
    refusals=(INVISIBLE,),
)
"""Of aliases of artifact types, of detection rules and glyphs."""

TYPE_ID = replace(NAME, noun="artifact type", refusals=(INVISIBLE, _RESERVED))
"""Of artifact types, which have pages of their own."""


# ------------------------------------------------------------------------- git

REF = Text(
    longest=255,
    noun="ref",
    rule="a branch, tag or commit",
    refusals=(
        INVISIBLE,
        # the rules of `git check-ref-format`, one by one
        Refusal(
            "bad-ref", r"[\s~^:?*\[\\]", "a branch, tag or commit holds none of ~ ^ : ? * [ \\ and no space"
        ),
        Refusal("bad-ref", r"\.\.|@\{", 'a branch, tag or commit holds neither ".." nor "@{"'),
        Refusal("bad-ref", r"^[-/]|//|/$", "a branch or tag neither starts with - or /, nor ends with /"),
        Refusal("bad-ref", r"(?:^|/)\.", "no part of a branch or tag starts with a dot"),
        Refusal("bad-ref", r"\.$|\.lock(?:/|$)", 'no branch or tag ends with a dot or ".lock"'),
        Refusal("bad-ref", r"^@$", '"@" alone is no branch or tag'),
    ),
)

COMMIT = Text(
    longest=64,
    noun="commit",
    tidy=Tidy.WORD,
    pattern=r"[0-9A-Fa-f]{7,64}",
    code="bad-commit",
    rule="7 to 64 hexadecimal digits",
    refusals=(INVISIBLE,),
)


# ----------------------------------------------------------------------- paths

_OUTSIDE = (
    Refusal("bad-path", r"\\", "a backslash in a path", 'folders joined by "/"', 'write "/"'),
    Refusal(
        "bad-path", r"^/", "an absolute path", "a path inside the repository", 'remove the "/" at the start'
    ),
    Refusal("bad-path", r"(?:^|/)\.\.(?:/|$)", "a path that climbs out", 'a path without ".."'),
    Refusal("bad-path", r"//|/\.(?:/|$)", "an empty step in a path", 'folders joined by single "/"'),
    Refusal("bad-path", r"[\t\n\r]", "a path of several lines or with tabs", "a path in one line"),
)


def _plain_path(text: str) -> str:
    return "" if text in (".", "./") else text.removeprefix("./").rstrip("/")


PATH = Text(
    longest=1_024,
    noun="path",
    rule="a path inside the repository, in up to {longest:,} characters",
    refusals=(INVISIBLE, *_OUTSIDE),
    convert=_plain_path,
)
"""Of a file or folder in a repository; read without ``./`` before and ``/`` after it; the root is ``""``."""


def _folder(text: str) -> str:
    path = _plain_path(text)
    first = path.partition("/")[0]
    if not path or first.startswith("."):
        raise RefusedError(
            "bad-path",
            "the whole catalog" if not path else "a hidden folder",
            "a folder of its own, such as skills/writing",
        )
    return path


FOLDER = Text(
    longest=255,
    noun="path",
    rule="a folder beside catalog.yaml, in up to {longest:,} characters",
    refusals=(INVISIBLE, *_OUTSIDE),
    convert=_folder,
)
"""Of a folder in the catalog's own; never the whole of it."""

MAX_WILDCARDS = 12
"""``*`` or ``**`` in one glob; what matches it is linear, and still nobody can read more."""


def _balanced(text: str) -> str:
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth not in (0, 1):
            break
    if depth:
        raise RefusedError(
            "bad-glob",
            "braces that do not pair, or stand within each other",
            "{a,b}",
            "close each { with a }",
        )
    return text.removeprefix("./")


GLOB = Text(
    longest=200,
    noun="glob",
    rule="a glob of up to {longest} characters",
    refusals=(
        INVISIBLE,
        *_OUTSIDE,
        Refusal("bad-glob", r"^!", "a glob cannot take paths back", "a glob", 'remove the "!"'),
        Refusal("bad-glob", r"\*{3}", "more than two stars in a row", "* or **"),
        Refusal(
            "bad-glob",
            rf"(?:\*{{1,2}}[^*]*){{{MAX_WILDCARDS + 1}}}",
            "too many wildcards",
            f"at most {MAX_WILDCARDS}",
            "write several globs",
        ),
        Refusal("bad-glob", r"(?:,[^,]*){64}", "too many alternatives", "at most 64", "write several globs"),
    ),
    convert=_balanced,
)
"""``*`` within a segment, ``**`` over segments, ``?`` one character, ``{a,b}`` either."""


# ------------------------------------------------------------------- addresses


def _web_address(text: str) -> str:
    safe = safe_url(text)
    if safe is None:
        raise RefusedError("bad-url", "not an address that can be opened")
    return safe


def _base_address(text: str) -> str:
    return _web_address(text).rstrip("/")


def _no_web_address(text: str) -> RefusedError:
    if "@" in re.split("[/?#]", text.partition("://")[2])[0]:
        return RefusedError("bad-url", "an address with a user or a password in it", hint="remove them")
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/:]|$)", text):
        return RefusedError("bad-url", "not an address", hint='write "https://" before it')
    return RefusedError("bad-url", "not an address on the web")


URL = Text(
    longest=MAX_URL,
    noun="address",
    pattern=r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?",
    rule="an http or https address",
    explain=_no_web_address,
    refusals=(INVISIBLE,),
    convert=_web_address,
)


def _no_base_address(text: str) -> RefusedError:
    if URL.whole and URL.whole.fullmatch(text):
        return RefusedError("bad-url", "an address with ? or # in it", hint="keep what stands before it")
    return _no_web_address(text)


BASE_URL = Text(
    longest=MAX_URL,
    noun="address",
    pattern=r"https?://[^\s/?#@\\]+(?:/[^\s?#\\]*)?",
    rule="an http or https address without ? and #",
    explain=_no_base_address,
    refusals=(INVISIBLE,),
    convert=_base_address,
)

LANGUAGE = Text(
    longest=35,
    noun="language",
    pattern=r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*",
    code="bad-language",
    rule='a language tag, such as "en" or "pt-BR"',
    refusals=(INVISIBLE,),
)
"""By the form of BCP 47; 35 characters is what its section 4.4.1 asks software to take."""


# -------------------------------------------------------------------- commands


def _install_template(text: str) -> str:
    mistake = mistake_in(text)
    if mistake is None:
        return text
    near = suggestion(mistake.word, PLACEHOLDERS) if mistake.word else None
    hint = f'did you mean "{{{near}}}"?' if near else mistake.hint
    raise RefusedError("bad-install", mistake.message, mistake.expected, hint)


INSTALL = Text(
    longest=MAX_TEMPLATE,
    noun="install command",
    tidy=Tidy.LINE,
    rule="a command of one line and up to {longest} characters",
    refusals=(INVISIBLE,),
    convert=_install_template,
)
"""Placeholders in braces; see :mod:`generator.install`."""
