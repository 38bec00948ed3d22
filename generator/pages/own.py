"""The pages that a catalog's owner wrote."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from urllib.parse import unquote

from markupsafe import Markup

from generator import urls
from generator.errors import Problem, SettingsError
from generator.model import OwnPage, Settings
from generator.pages.contexts_other import OwnContext
from generator.pages.frame import own_section
from generator.pages.source import contents
from generator.pages.view import View
from generator.pages.wording import one_line


def own_page(view: View, page: OwnPage) -> OwnContext:
    """One page of the owner's. Raises SettingsError where a relative link of it leads nowhere."""
    from generator.markdown import render_page

    path = urls.own_page(page.id)
    rendered = render_page(page.text, urls.site_root(path), _where(view.catalog.settings))
    if rendered.lost:
        raise SettingsError(_lost(page, link) for link in dict.fromkeys(rendered.lost))
    return OwnContext(
        site=view.site,
        page=view.page(
            path,
            one_line(page.title),
            page.description,
            section=own_section(page.id),
            images="'self' https:" if rendered.pictures_elsewhere else "'self'",
        ),
        heading=one_line(page.title),
        lede=one_line(page.description),
        html=Markup(rendered.html),  # noqa: S704 (sanitised by generator.markdown)
        toc=contents(rendered.headings),
    )


def _lost(page: OwnPage, link: str) -> Problem:
    line = page.text[: max(page.text.find(link), 0)].count("\n") + page.first_line
    return Problem(
        f"pages/{page.id}.md",
        line,
        0,
        "",
        "bad-link",
        "a link that leads nowhere",
        expected='a page or picture beside it ("other.md"), a place of the site ("/tags/"), or an address',
        found=link[:80],
        hint="mend the link, or remove it",
    )


def _where(settings: Settings) -> Callable[[str], str | None]:
    """The file of the site that a relative link leads to."""
    pages = {f"{page.id}.md": urls.own_page(page.id) for page in settings.pages}
    pictures = {name: urls.own_picture(name) for name in settings.page_pictures}

    def where(link: str) -> str | None:
        path = unquote(link).partition("?")[0]
        name = posixpath.normpath(path)
        if not path.startswith("/"):
            return pages.get(name) or pictures.get(name)
        inside = name.lstrip("/")
        if not inside or "." in posixpath.basename(inside):
            return inside or urls.HOME
        return f"{inside}/index.html"

    return where
