"""Modules of the theme as visitors load them: named by content, each in one file with what it needs.

- A module that a page, a worker or a lazy ``import()`` leads to is put into one file with all that
  it imports statically: one request, and less by a quarter than its parts compressed each by itself.
  In it every module stands in a function of its own, so that no name meets another.
- What is imported lazily is another file, with its own copy of what both need.
- Links that remain (``import()``, ``new URL("./x.js", import.meta.url)`` of workers) are rewritten to
  the hashed names, in order of dependency; so a change in one module renames all that lead to it, and
  nothing stale is ever mixed with new.

Bundling knows the forms that the shipped modules are written in: named imports, and exports in front
of a declaration. Where a module or one that it needs holds another form, as an owner's may, they
are left in files of their own, with rewritten imports.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.errors import AssetError

_TOKEN = re.compile(
    r"""
    (?=[ei"'`/n]) (?:  # no token begins with another letter, which is seen at once
    (?P<static>^(?P<verb>import|export)\b(?P<names>[^"';(]*?)\bfrom[ ]*["'](?P<from>\.[^"'\n]+)["'];?)
    | (?P<bare>^import[ ]*["'](?P<effect>\.[^"'\n]+)["'];?)
    | (?P<dynamic>\bimport\([ ]*["'](?P<lazy>\.[^"'\n]+)["'])
    | (?P<address>\bnew[ ]URL\([ ]*["'](?P<url>\.[^"'\n]+)["'][ ]*,[ ]*import\.meta\.url)
    | (?P<export>^export[ ]+)
      (?P<declared>(?:async[ ]+)?(?:function\b[ ]*\*?|class\b|const\b)[ ]*(?P<name>[\w$]+))
    | (?P<other>^(?:export|import)\b(?![ ]*\())
    | (?P<comment>/\*.*?\*/|(?<![:"'\\])//[^\n]*)
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*` )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""Imports and exports, and the strings and comments in which the same letters mean nothing."""

_LINE_START = re.compile(r"\n\s+")

_EAGER = ("from", "effect")
_LAZY = ("lazy", "url")
_NAMES = re.compile(r"\s*\{([\w$,\s]*)\}\s*")

VENDOR = "js/vendor/"
"""What others wrote is passed on byte by byte."""


@dataclass(frozen=True, slots=True)
class Script:
    """One file of the site."""

    text: str
    imports: tuple[str, ...] = ()
    """Names of the modules that load with this one, all levels down; none where it is a bundle."""


@dataclass(frozen=True, slots=True)
class _Link:
    """One import of a module."""

    target: str
    eager: bool


@dataclass
class Scripts:
    """The modules of one theme."""

    texts: Mapping[str, str]
    """By name, such as ``js/source.js``."""
    place: Callable[[str, str], str]
    """The path of a module of a name and a text."""
    _made: dict[str, Script] = field(default_factory=dict)
    _known_tokens: dict[str, tuple[re.Match[str], ...]] = field(default_factory=dict)
    """By the module; looked for once, which is most of the work."""
    _known_links: dict[str, tuple[_Link, ...]] = field(default_factory=dict)
    """By the importing module."""

    def all(self) -> dict[str, Script]:
        """The modules that are files of the site, by name. Raises :class:`AssetError`."""
        links = [link for name in self.texts for link in self._links(name)]
        parts = {link.target for link in links if link.eager} - {
            link.target for link in links if not link.eager
        }
        for name in sorted(set(self.texts) - parts):
            self._script(name, ())
        for name in sorted(parts):
            self._order(name, ())  # a part that is in no file yet may still lead in a circle
        return self._made

    def _tokens(self, name: str) -> tuple[re.Match[str], ...]:
        if name not in self._known_tokens:
            self._known_tokens[name] = tuple(_TOKEN.finditer(self.texts[name]))
        return self._known_tokens[name]

    def _links(self, name: str) -> tuple[_Link, ...]:
        if name not in self._known_links:
            self._known_links[name] = tuple(self._find_links(name))
        return self._known_links[name]

    def _find_links(self, name: str) -> Iterator[_Link]:
        for match in self._tokens(name):
            for group in (*_EAGER, *_LAZY):
                if match[group]:
                    yield _Link(self._target(name, match[group]), group in _EAGER)

    def _target(self, importer: str, specifier: str) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
        if target not in self.texts:
            raise AssetError(importer, f"imports {specifier}, and the theme has no assets/{target}")
        return target

    def _order(self, name: str, above: tuple[str, ...]) -> tuple[str, ...]:
        """All modules that load with one, each behind those that it needs."""
        if name in above:
            raise AssetError(name, f"imports itself by way of {' → '.join(above)}")
        inner = (
            one
            for link in self._links(name)
            if link.eager
            for one in self._order(link.target, (*above, name))
        )
        return tuple(dict.fromkeys((*inner, name)))

    # ------------------------------------------------------------------ making

    def _script(self, name: str, above: tuple[str, ...]) -> Script:
        """Make the file of a module after those that it leads to."""
        if name in self._made:
            return self._made[name]
        if name in above:
            raise AssetError(name, f"imports itself by way of {' → '.join(above)}")
        order = self._order(name, ())
        if all(self._can_be_bundled(one) for one in order):
            script = Script(self._bundle(name, order, (*above, name)))
        else:
            script = self._single(name, (*above, name))
        self._made[name] = script
        return script

    def _can_be_bundled(self, name: str) -> bool:
        return not name.startswith(VENDOR) and not any(
            match["other"]
            or (match["static"] and not (match["verb"] == "import" and _NAMES.fullmatch(match["names"])))
            for match in self._tokens(name)
        )

    def _link(self, name: str, folder: str, above: tuple[str, ...]) -> str:
        """The address of a module's file from a folder."""
        path = self.place(name, self._script(name, above).text)
        link = posixpath.relpath(path, posixpath.dirname(self.place(f"{folder}/x.js", "")))
        return link if link.startswith(".") else f"./{link}"

    def _single(self, name: str, above: tuple[str, ...]) -> Script:
        """A module in a file of its own, as all that it imports."""
        folder = posixpath.dirname(name)
        loaded: list[str] = []

        def written(match: re.Match[str]) -> str:
            for group in (*_EAGER, *_LAZY):
                if match[group]:
                    target = self._target(name, match[group])
                    link = self._link(target, folder, above)
                    if group in _EAGER:
                        loaded.extend((*self._made[target].imports, target))
                    start = match.start(group) - match.start()
                    return match[0][:start] + link + match[0][start + len(match[group]) :]
            return match[0]

        text = self._rewritten(name, written)
        return Script(text, tuple(dict.fromkeys(loaded)))

    def _bundle(self, name: str, order: tuple[str, ...], above: tuple[str, ...]) -> str:
        """A module with all that it imports, in one text."""
        folder = posixpath.dirname(name)
        numbers = {one: number for number, one in enumerate(order)}
        return "".join(self._part(one, numbers, folder, above, wrapped=one != name) for one in order)

    def _part(
        self, name: str, numbers: Mapping[str, int], folder: str, above: tuple[str, ...], *, wrapped: bool
    ) -> str:
        """One module of a bundle whose file lies in ``folder``; the last one keeps its exports."""
        exported: list[str] = []

        def written(match: re.Match[str]) -> str:
            if match["from"]:
                names = _NAMES.fullmatch(match["names"])
                taken = re.sub(r"\s+as\s+", ": ", " ".join(names[1].split())) if names else ""
                return f"const {{ {taken} }} = $part{numbers[self._target(name, match['from'])]};"
            if match["effect"]:
                return ""
            if match["export"] and wrapped:
                exported.append(match["name"])
                return match["declared"]
            for group in _LAZY:
                if match[group]:
                    start = match.start(group) - match.start()
                    link = self._link(self._target(name, match[group]), folder, above)
                    return match[0][:start] + link + match[0][start + len(match[group]) :]
            return match[0]

        text = self._rewritten(name, written)
        if not wrapped:
            return text
        end = f"return {{ {', '.join(exported)} }};\n" if exported else ""
        return f"const $part{numbers[name]} = (() => {{\n{text}{end}}})();\n"

    def _rewritten(self, name: str, written: Callable[[re.Match[str]], str]) -> str:
        """A module's text with what each token becomes, without types and comments of their own lines."""
        text = self.texts[name]
        pieces: list[str] = []
        end = 0
        for match in self._tokens(name):
            if (match["comment"] or "").startswith("/** @type") and not name.startswith(VENDOR):
                pieces.append(text[end : match.start()])
                end = match.end()
            elif not match["comment"]:
                pieces += [text[end : match.start()], written(match)]
                end = match.end()
            elif lines := _own_lines(match, text, name):
                pieces.append(text[end : lines[0]])
                end = lines[1]
        return self._flush_left(name, "".join([*pieces, text[end:]]))

    def _flush_left(self, name: str, text: str) -> str:
        """What a module became, without indentation and empty lines, which weigh a twentieth of it.

        Left as it is where a template string runs over lines, in which they mean something.
        """
        strings = (match[0] for match in self._tokens(name) if match[0].startswith("`"))
        if name.startswith(VENDOR) or any("\n" in string for string in strings):
            return text
        return _LINE_START.sub("\n", text).lstrip("\n")


def _own_lines(match: re.Match[str], text: str, name: str) -> tuple[int, int] | None:
    """Start and end of a comment that visitors need not load: alone on its lines, or last on a line of code.

    A licence stays.
    """
    if name.startswith(VENDOR) or "@license" in match[0] or match[0].startswith("/*!"):
        return None
    start = text.rfind("\n", 0, match.start()) + 1
    newline = text.find("\n", match.end())
    end = len(text) if newline < 0 else newline + 1
    if not text[start : match.start()].strip() and not text[match.end() : end].strip():
        return start, end
    last = match[0].startswith("// ") and text[match.start() - 1] == " "
    return (match.start() - 1, match.end()) if last else None
