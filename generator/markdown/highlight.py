"""Code in colours: Pygments reads it, and one class a kind of word marks it.

The kinds are few, so neighbouring words of one kind share an element: the theme needs six colours,
and pages stay small.

Pygments' lexers are regular expressions, some of them quadratic or worse on code made for it. So only
lexers that were measured are used, on code that looks like code, up to a length at which the slowest of
them takes 0.2 s on the worst of 100 attack patterns; the rest of a document stays plain.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)

from generator.markdown.curly_lexer import KEYWORDS, CurlyLexer
from generator.markdown.quick_lexer import can_be_quick, quick

MAX_BLOCK = 5_000
"""Characters of one block; a longer one stays plain."""
MAX_DOCUMENT = 25_000
"""Characters in colour in one document; the blocks after that stay plain."""
MAX_LINE = 400
"""Characters of one line."""
MAX_EMPTY = 4
"""Line ends that follow each other."""
_LONG_GAP = re.compile(r"[ \t]{81}")

LEXERS = {
    name: lexer
    for lexer, names in {
        "bash": "bash sh shell zsh ksh env dotenv",
        "bat": "bat batch cmd",
        "c": "c h",
        "clojure": "clojure clj edn",
        "cmake": "cmake",
        "console": "console shell-session shellsession terminal",
        "cpp": "cpp c++ cc cxx hpp",
        "csharp": "csharp cs c#",
        "css": "css",
        "dart": "dart",
        "diff": "diff patch udiff",
        "dockerfile": "dockerfile docker",
        "elixir": "elixir ex exs",
        "erlang": "erlang erl",
        "fsharp": "fsharp f# fs",
        "gherkin": "gherkin feature cucumber",
        "go": "go golang",
        "graphql": "graphql gql",
        "groovy": "groovy gradle",
        "haskell": "haskell hs",
        "hcl": "hcl terraform tf",
        "html": "html htm vue svelte astro",
        "http": "http",
        "ini": "ini cfg conf properties editorconfig gitconfig",
        "java": "java",
        "javascript": "javascript js node mjs cjs",
        "jsx": "jsx",
        "json": "json jsonc json5 jsonl ndjson",
        "julia": "julia jl",
        "kotlin": "kotlin kt kts",
        "latex": "latex tex",
        "less": "less",
        "lua": "lua",
        "makefile": "makefile make mk",
        "markdown": "markdown md mdx",
        "matlab": "matlab octave",
        "nginx": "nginx",
        "nix": "nix",
        "objective-c": "objective-c objectivec objc",
        "ocaml": "ocaml ml",
        "perl": "perl pl",
        "php": "php",
        "powershell": "powershell ps1 pwsh posh",
        "protobuf": "protobuf proto",
        "pycon": "pycon python-repl",
        "python": "python py python3 py3 gyp",
        "r": "r",
        "ruby": "ruby rb",
        "rust": "rust rs",
        "scala": "scala",
        "scss": "scss",
        "solidity": "solidity sol",
        "sql": "sql postgresql postgres mysql sqlite plsql",
        "swift": "swift",
        "toml": "toml",
        "tsx": "tsx",
        "typescript": "typescript ts mts cts",
        "vim": "vim viml vimscript",
        "xml": "xml svg plist xsd xslt rss",
        "yaml": "yaml yml",
        "zig": "zig",
    }.items()
    for name in names.split()
}
"""The lexer for each name that a fence may carry, in lower case."""

_KINDS: tuple[tuple[_TokenType, str], ...] = (
    (Keyword, "k"),
    (Keyword.Type, "nf"),
    (Keyword.Constant, "m"),
    (Operator.Word, "k"),
    (Name.Tag, "k"),
    (Name.Attribute, "nf"),
    (Name.Builtin, "nf"),
    (Name.Class, "nf"),
    (Name.Decorator, "nf"),
    (Name.Exception, "nf"),
    (Name.Function, "nf"),
    (Name.Namespace, "nf"),
    (Name.Property, "nf"),
    (Name.Constant, "m"),
    (Name.Variable, "m"),
    (Number, "m"),
    (Literal.Date, "m"),
    (String, "s"),
    (Comment, "c"),
    (Generic.Prompt, "go"),
    (Generic.Output, "go"),
    (Generic.Heading, "go"),
    (Generic.Inserted, "gi"),
    (Generic.Deleted, "gd"),
    (Generic.Subheading, "gu"),
    (Generic.Strong, "gs"),
    (Generic.Emph, "ge"),
)
"""The class of each kind of word; the nearest ancestor of a token's type counts."""

CLASSES = frozenset(kind for _, kind in _KINDS)
"""The classes that code may carry, short as Pygments' own style sheets have them."""


class Highlighter:
    """Colours the code of one document, up to its limit."""

    def __init__(self) -> None:
        self._left = MAX_DOCUMENT

    def html(self, code: str, language: str) -> str:
        """Safe HTML of the code: spans with a class of :data:`CLASSES`, or only escaped."""
        name = LEXERS.get(language.lower())
        if name is None or len(code) > min(MAX_BLOCK, self._left) or not _looks_like_code(code):
            return html.escape(code, quote=False)
        self._left -= len(code)
        return "".join(_spans(code, _lexer(name)))


def _looks_like_code(code: str) -> bool:
    """Whether it has no long runs of white space and no long lines, on which lexers are slow."""
    if "\n" * (MAX_EMPTY + 1) in code or _LONG_GAP.search(code):
        return False
    return max(map(len, code.split("\n"))) <= MAX_LINE


@cache
def _lexer(name: str) -> Lexer:
    """The lexer of that name; they keep no state between texts."""
    if name in KEYWORDS:
        return quick(CurlyLexer, name)
    lexer = find_lexer_class_by_name(name)
    return quick(lexer) if can_be_quick(lexer) else lexer()


class _Classes(dict[_TokenType, str]):
    """The class of each token's type; empty for what stays plain."""

    def __missing__(self, kind: _TokenType) -> str:
        ancestor: _TokenType | None = kind.parent
        self[kind] = name = self[ancestor] if ancestor is not None else ""
        return name


_CLASSES = _Classes(_KINDS)


def _spans(code: str, lexer: Lexer) -> Iterator[str]:
    """Escaped pieces of the code, runs of one class in one span."""
    current, start, end = "", 0, 0
    plain = html.escape(code, quote=False) == code
    for index, kind, value in lexer.get_tokens_unprocessed(code):
        if index < end:  # some lexers repeat a piece; what was shown stays
            continue
        name = _CLASSES[kind]
        if name != current and not value.isspace():
            if index > start:
                yield _span(current, code[start:index], plain)
            current, start = name, index
        end = index + len(value)
    yield _span(current, code[start:], plain)


def _span(name: str, piece: str, plain: bool) -> str:
    text = piece if plain else html.escape(piece, quote=False)
    return f'<span class="{name}">{text}</span>' if name and piece else text
