"""Where each file of the site lies, and how pages link to each other.

A *path* is the place of a file in the site's folder, such as
``sources/some-id/index.html``. It is made of ASCII letters, digits and ``-_.~/``
alone, so it needs no quoting in a URL and is a file name on every system.

Links between pages are relative and name ``index.html`` in full
(``../../sources/some-id/index.html``). That is the one form that works at a
domain root, under any base path and from a folder opened from disk, where a
link to ``sources/some-id/`` would show a directory listing. The short form
(``https://…/sources/some-id/``) is the page's canonical address: canonical
links, the sitemap, feeds and the API use it, and the site's script shows it in
the address bar of hosted sites.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from urllib.parse import quote, urlsplit

HOME = "index.html"
ABOUT = "about/index.html"
ADD = "add/index.html"
ADD = "add/index.html"
API = "api/index.html"
CHANGES = "changes/index.html"
STATS = "stats/index.html"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
ATOM_FEED = "feed.xml"
JSON_FEED = "feed.json"
OPENSEARCH = "opensearch.xml"
LLMS = "llms.txt"
FILTER_INDEX = "filters/index.json"

OWN_PAGES = "pages"
"""The folder of the owner's pages."""

API_ROOT = "api/v1"
"""The folder of the JSON API; its number changes only with what breaks readers."""

_PLAIN_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
"""Names that Windows keeps for devices, with or without an extension."""


def slug(text: str) -> str:
    """A file name for ``text`` that is safe on every system and unique for it.

    Lower-case ASCII words of up to 64 of ``a-z0-9_-`` stand for themselves. Anything
    else (another script, upper case, a device name of Windows, too long) gets what can
    be read of it, ``~`` and 10 hex digits of its SHA-256; no plain slug holds a ``~``,
    so the two kinds never meet, also where the file system folds case.
    """
    if _PLAIN_SLUG.fullmatch(text) and text not in _RESERVED:
        return text
    readable = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{readable or 'x'}~{digest}"


# ----------------------------------------------------------------------- pages


def _paged(folder: str, number: int) -> str:
    """Page ``number`` (from 1) of a list that starts at ``folder``."""
    if number < 1:
        raise ValueError(f"pages count from 1, not {number}")
    start = f"{folder}/" if folder else ""
    return f"{start}index.html" if number == 1 else f"{start}page/{number}/index.html"


def list_page(number: int = 1) -> str:
    """The home page, and the further pages of its list."""
    return _paged("", number)


def own_page(page_id: str) -> str:
    """A page of the owner's."""
    return f"{OWN_PAGES}/{slug(page_id)}/index.html"


def own_picture(name: str) -> str:
    """A picture of the owner's pages."""
    return f"{OWN_PAGES}/{quote(name)}"


def source_page(source_id: str) -> str:
    """A source's page; also of an alias, which is a former id."""
    return f"sources/{slug(source_id)}/index.html"


def artifact_page(number: int = 1) -> str:
    """The list of all artifacts."""
    return _paged("artifacts", number)


def type_page(artifact_type: str | None = None, number: int = 1) -> str:
    """The sources that have an artifact of a type; without a type, the list of types."""
    return _paged("types" if artifact_type is None else f"types/{slug(artifact_type)}", number)


def tag_page(tag: str | None = None, number: int = 1) -> str:
    """The sources that carry a tag; without a tag, the list of tags."""
    return _paged("tags" if tag is None else f"tags/{slug(tag)}", number)


def trust_page(level: str | None = None, number: int = 1) -> str:
    """The sources of a trust level; without a level, the list of levels."""
    return _paged("trust" if level is None else f"trust/{slug(level)}", number)


# ----------------------------------------------------------------- other files


def feed_of(page: str) -> str:
    """The Atom feed of a list's first page: ``tags/x/index.html`` has ``tags/x/feed.xml``."""
    return posixpath.join(posixpath.dirname(page), ATOM_FEED)


def json_feed_of(page: str) -> str:
    """The JSON feed of a list's first page."""
    return posixpath.join(posixpath.dirname(page), JSON_FEED)


def change_anchor(key: str) -> str:
    """The id of an element on the page of changes; ``key`` may come from a file."""
    return f"c-{slug(key.lower())}"


def badge(source_id: str) -> str:
    """The SVG badge of a source."""
    return f"badges/{slug(source_id)}.svg"


def card(source_id: str) -> str:
    """The SVG card of a source."""
    return f"cards/{slug(source_id)}.svg"


def markdown_page(source_id: str) -> str:
    """A source's page as Markdown, beside the page."""
    return f"sources/{slug(source_id)}/index.md"


def social_image(source_id: str | None = None) -> str:
    """The picture of a source, or of the whole catalog, for link previews."""
    return f"social/{slug(source_id)}.png" if source_id else "social.png"


def asset(name: str, content: bytes) -> str:
    """The place of a style sheet or script, with its content's hash in the name.

    ``name`` is relative to the theme's ``assets/``: ``css/site.css`` becomes
    ``assets/css/site.0a1b2c3d4e.css``.
    """
    stem, dot, extension = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:10]
    return f"assets/{stem}.{digest}.{extension}" if dot else f"assets/{name}.{digest}"


# ------------------------------------------------------------------------- API


def api(name: str) -> str:
    """A document of the JSON API: ``tags`` is ``api/v1/tags.json``."""
    return f"{API_ROOT}/{name}.json"


def api_source(source_id: str, part: str = "") -> str:
    """A source of the JSON API, or with ``part`` one of its parts.

    Not by :func:`slug`, which a reader of the API would need SHA-256 for: an id is a file name
    on every system as it is, since no source may be called like a device.
    """
    return api(f"sources/{source_id}/{part}" if part else f"sources/{source_id}")


def api_page(name: str, cursor: str) -> str:
    """A page of a list of the JSON API."""
    return api(f"pages/{name}/{cursor}")


# ----------------------------------------------------------------------- links


def relative(from_page: str, to: str) -> str:
    """The link from one path of the site to another, for ``href`` and ``src``."""
    return posixpath.relpath(f"/{to}", posixpath.dirname(f"/{from_page}"))


def site_root(from_page: str) -> str:
    """The relative address of the site's root as a folder: ``./``, ``../``, ``../../`` …"""
    return "../" * from_page.count("/") or "./"


def address(path: str) -> str:
    """The canonical form of a path: without ``index.html``; the home page is ``""``."""
    return path.removesuffix(HOME) if path == HOME or path.endswith(f"/{HOME}") else path


def absolute(base_url: str, path: str) -> str | None:
    """The canonical address on the hosted site; None when no ``base_url`` is set."""
    return f"{base_url.rstrip('/')}/{address(path)}" if base_url else None


def root_relative(base_url: str, path: str) -> str:
    """A link that holds at any depth of the host, for ``404.html``.

    It starts at the base URL's path, or at the domain's root when no ``base_url`` is set.
    """
    return f"{urlsplit(base_url).path.rstrip('/')}/{address(path)}"
