"""The frame of every page: navigation, logo and footer, as the settings have them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from urllib.parse import urlsplit

from markupsafe import Markup

from generator import urls
from generator.model import SECTIONS, NavItem, OwnPage, Settings
from generator.pages.contexts import LogoContext, NavLink
from generator.pages.wording import Wording, one_line
from generator.pictures import TYPES

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "sources": urls.HOME,
        "artifacts": urls.artifact_page(),
        "types": urls.type_page(),
        "tags": urls.tag_page(),
        "trust": urls.trust_page(),
        "changes": urls.CHANGES,
        "stats": urls.STATS,
        "about": urls.ABOUT,
    }
)
"""The first page of each part of the site."""


def navigation(words: Wording, settings: Settings) -> tuple[NavLink, ...]:
    """The links as the settings have them; else all parts of the site, own pages before the last."""
    pages = {page.id: page for page in settings.pages}
    items = settings.navigation
    if items is None:
        own = tuple(NavItem(page=page.id) for page in settings.pages if page.navigation)
        parts = tuple(NavItem(section=section) for section in SECTIONS if _built(settings, section))
        items = (*parts[:-1], *own, parts[-1])
    return tuple(_link(words, item, pages) for item in items)


def _built(settings: Settings, section: str) -> bool:
    """Whether the site has a part."""
    return {"changes": settings.changes, "stats": settings.stats}.get(section, True)


def _link(words: Wording, item: NavItem, pages: Mapping[str, OwnPage]) -> NavLink:
    label = one_line(item.label or "")
    if item.url:
        host = urlsplit(item.url).netloc.removeprefix("www.")
        return NavLink("", label or host, "", urls.safe_url(item.url))
    if item.page:
        page = pages[item.page]
        return NavLink(
            own_section(page.id), label or one_line(page.label or page.title), urls.own_page(page.id)
        )
    section = item.section or ""
    return NavLink(section, label or words(f"nav.{section}"), PLACES[section])


def own_section(page_id: str) -> str:
    """What the navigation calls a page of the owner's for itself."""
    return f"page:{page_id}"


def footer(settings: Settings) -> Markup | None:
    """The owner's part of the footer."""
    if not settings.footer:
        return None
    from generator.markdown import render_notes

    return Markup(render_notes(settings.footer))  # noqa: S704 (sanitised by generator.markdown)


def logo(settings: Settings) -> LogoContext | None:
    """The logo by the names of its assets; None where it is the shipped one."""
    if settings.logo is None:
        return None
    light, dark = (
        f"brand/{name}{PurePosixPath(file).suffix.lower()}"
        for name, file in (("logo", settings.logo.light), ("logo-dark", settings.logo.dark))
    )
    same = settings.logo.light == settings.logo.dark
    return LogoContext(light, "" if same else dark, settings.logo.show_title)


def favicon(settings: Settings) -> tuple[str, str]:
    """The favicon's asset and its media type: the owner's, else the owner's logo, else the shipped one."""
    if settings.favicon:
        name = f"brand/favicon{PurePosixPath(settings.favicon).suffix.lower()}"
    elif settings.logo:
        name = f"brand/logo{PurePosixPath(settings.logo.light).suffix.lower()}"
    else:
        name = "favicon.svg"
    return name, TYPES[PurePosixPath(name).suffix]
