"""Style sheets and scripts of the theme become files whose names change with their content.

Bytes in, bytes out: a mapping from the theme's file names to contents becomes
:class:`Assets`, from logical name (``css/site.css``) to hashed path and integrity.

- A style sheet's ``@import url("part.css") layer(name);`` lines are replaced by the part inside
  ``@layer name {…}``, so that a page loads one file while the theme is kept in parts.
- Modules become bundles; see :mod:`generator.scripts`.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator import urls
from generator.errors import AssetError, TemplateError
from generator.model import Output
from generator.scripts import Script, Scripts

_IMPORT_CSS = re.compile(r'^@import url\("([^"]+)"\)(?: layer\(([a-z-]+)\))?;[ \t]*$', re.MULTILINE)
_CSS_TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that pages load."""

    path: str
    """Of the site, with the content's hash in its name."""
    integrity: str
    """For ``integrity=``: SHA-384 as browsers want it."""
    content: bytes
    imports: tuple[str, ...] = ()
    """Paths of the modules that load with this one, all levels down; a bundle has them inside."""


@dataclass(frozen=True, slots=True)
class Assets:
    """All of a theme's assets by their logical name, relative to ``assets/``."""

    files: Mapping[str, Asset] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, name: str) -> Asset:
        """The asset of a logical name; an unknown one is a mistake in the theme."""
        try:
            return self.files[name]
        except KeyError:
            raise TemplateError(f"the theme has no assets/{name}") from None

    def outputs(self) -> Iterator[Output]:
        """The files to write, sorted by path."""
        for asset in sorted(self.files.values(), key=lambda asset: asset.path):
            yield Output(asset.path, asset.content)

    def by_path(self, path: str) -> Asset:
        """The asset that was written to ``path``."""
        return next(asset for asset in self.files.values() if asset.path == path)


def build_assets(theme: Mapping[str, bytes]) -> Assets:
    """Assets from a theme's files, of which those under ``assets/`` are taken.

    Raises :class:`AssetError` for an import that leads nowhere, leaves the folder,
    or comes back to itself.
    """
    files = {
        name.removeprefix("assets/"): theme[name] for name in sorted(theme) if name.startswith("assets/")
    }
    built: dict[str, Asset] = {}
    for name in _loose_sheets(files):
        built[name] = _asset(name, _bundle(name, files, ()).encode("utf-8"))
    scripts = _scripts(files)
    paths = {name: urls.asset(name, script.text.encode("utf-8")) for name, script in scripts.items()}
    for name, script in scripts.items():
        built[name] = _asset(
            name, script.text.encode("utf-8"), tuple(paths[module] for module in script.imports)
        )
    for name, content in files.items():
        if not name.endswith((".css", ".js")):
            built[name] = _asset(name, content)
    return Assets(MappingProxyType(dict(sorted(built.items()))))


def _asset(name: str, content: bytes, imports: tuple[str, ...] = ()) -> Asset:
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode("ascii")
    return Asset(urls.asset(name, content), f"sha384-{digest}", content, imports)


def _resolve(importer: str, specifier: str, files: Mapping[str, bytes]) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier))
    if target not in files:
        raise AssetError(importer, f"imports {specifier}, and the theme has no assets/{target}")
    return target


# ----------------------------------------------------------------- style sheets


def _loose_sheets(files: Mapping[str, bytes]) -> list[str]:
    """The style sheets that no other one imports."""
    sheets = [name for name in files if name.endswith(".css")]
    imported = {
        _resolve(name, match[1], files)
        for name in sheets
        for match in _IMPORT_CSS.finditer(_text(name, files))
    }
    return [name for name in sheets if name not in imported]


def _text(name: str, files: Mapping[str, bytes]) -> str:
    try:
        return files[name].decode("utf-8")
    except UnicodeDecodeError as error:
        raise AssetError(name, f"is not UTF-8: {error}") from error


def _bundle(name: str, files: Mapping[str, bytes], above: tuple[str, ...]) -> str:
    if name in above:
        raise AssetError(name, f"imports itself by way of {' → '.join(above)}")

    def inlined(match: re.Match[str]) -> str:
        part = _bundle(_resolve(name, match[1], files), files, (*above, name))
        return f"@layer {match[2]} {{\n{part}}}" if match[2] else part

    return _IMPORT_CSS.sub(inlined, _plain_css(_text(name, files)))


def _plain_css(text: str) -> str:
    """The same style sheet without comments, indentation and empty lines."""
    bare = _CSS_TOKEN.sub(lambda match: "" if match[0].startswith("/*") else match[0], text)
    return "".join(f"{line.strip()}\n" for line in bare.splitlines() if line.strip())


# ---------------------------------------------------------------------- modules


def _scripts(files: Mapping[str, bytes]) -> Mapping[str, Script]:
    texts = {name: _text(name, files) for name in files if name.endswith(".js")}
    return Scripts(texts, lambda name, text: urls.asset(name, text.encode("utf-8"))).all()
