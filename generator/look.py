"""What a catalog brings for its words and looks: files beside ``catalog.yaml``.

.. code-block:: text

    theme/                 laid over the shipped theme: templates, icons, assets
    theme/texts/de.yaml    texts of the interface in the catalog's language
    pages/guide.md         a page of the owner's, and pictures for it
    any/logo.svg           what catalog.yaml names as logo and favicon
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from generator import colours, urls
from generator.errors import Problem, SettingsError
from generator.model import Output, OwnPage, Settings
from generator.pictures import MAX_PICTURE, TYPES, why_not
from generator.places import PAGES, THEME, shipped_theme
from generator.printable import printable
from generator.regular import read_regular
from generator.schema.look_fields import PAGE
from generator.schema.reading import Reader
from generator.schema.suggest import suggestion
from generator.schema.wording import one_of
from generator.texts import SHIPPED_LANGUAGE, Message, read_texts, shipped_texts
from generator.theme import read_theme
from generator.yaml_text import (
    ListNode,
    MappingNode,
    Node,
    decode,
    parse_all,
    split_front_matter,
)

MAX_PAGE = 200_000
"""Bytes of one page of the owner's."""

MAX_PAGES = 200

_ENDING = ".md"

LOGO_TYPES = (".svg", ".png")


def with_look(root: Path, settings: Settings, node: Node | None) -> tuple[Settings, list[Problem]]:
    """The settings with what lies beside them, and everything that is wrong with it.

    ``node`` is what ``catalog.yaml`` says, for the places of problems; None where there is none.
    """
    problems: list[Problem] = []
    where = node if isinstance(node, MappingNode) else None
    texts = _texts(root, settings.language, problems)
    pages = _pages(root, problems)
    complete = _colours(settings, where, problems)
    _check_pictures(root, settings, where, problems)
    _check_links(settings, pages, where, problems)
    complete_settings = replace(
        settings,
        texts=tuple(texts.items()),
        pages=pages,
        page_pictures=tuple(name for name in _names(root / PAGES) if Path(name).suffix.lower() in TYPES),
        colours=complete,
    )
    return complete_settings, problems


def files_of(settings: Settings) -> Iterator[str]:
    """The paths, from the root, of files outside ``theme/`` and ``pages/`` that a build reads."""
    logo = settings.logo
    yield from dict.fromkeys(
        name for name in (logo and logo.light, logo and logo.dark, settings.favicon) if name
    )


def catalog_theme(root: Path, settings: Settings, shipped: Path | None = None) -> dict[str, bytes]:
    """The theme of a catalog: the shipped one, the owner's over it, and what the settings say.

    ``shipped/NAME`` is the shipped file of a name that the owner has as well. Raises TemplateError,
    and SettingsError where a picture is gone or is none.
    """
    below = read_theme([shipped or shipped_theme()])
    own = own_theme(root)
    theme = {**below, **own}
    theme |= {f"shipped/{name}": below[name] for name in own if name in below and name.endswith(".j2")}
    theme["assets/css/colours.css"] = colours.style_sheet(dict(settings.colours))
    problems: list[Problem] = []
    for name, file in _branding(settings):
        content = _picture(root, file, LOGO_TYPES, problems)
        if isinstance(content, bytes):
            theme[f"assets/brand/{name}{Path(file).suffix.lower()}"] = content
    for name in settings.page_pictures:
        content = _picture(root, f"{PAGES}/{name}", tuple(TYPES), problems)
        if content is not None:
            theme[f"{PAGES}/{name}"] = content
    if problems:
        raise SettingsError(problems)
    return dict(sorted(theme.items()))


def page_files(theme: Mapping[str, bytes]) -> Iterator[Output]:
    """The pictures of the owner's pages, as files of the site."""
    for name, content in theme.items():
        if name.startswith(f"{PAGES}/"):
            yield Output(urls.own_picture(name.removeprefix(f"{PAGES}/")), content)


def own_names(root: Path) -> frozenset[str]:
    """The names in the theme of which the file is the owner's."""
    return frozenset(own_theme(root))


def own_theme(root: Path) -> dict[str, bytes]:
    """The files that the owner lays over the shipped theme; texts aside, which are settings."""
    folder = root / THEME
    if not folder.is_dir():
        return {}
    return {name: content for name, content in read_theme([folder]).items() if not name.startswith("texts/")}


def _branding(settings: Settings) -> Iterator[tuple[str, str]]:
    """Name in the theme and path of the pictures that the settings name."""
    if settings.logo:
        yield "logo", settings.logo.light
        if settings.logo.dark != settings.logo.light:
            yield "logo-dark", settings.logo.dark
    if settings.favicon:
        yield "favicon", settings.favicon


# ------------------------------------------------------------------------------ texts


def _texts(root: Path, language: str, problems: list[Problem]) -> dict[str, Message]:
    """The catalog's texts: of English, of its language, and of its language in its country."""
    parts = language.split("-")
    tags = [SHIPPED_LANGUAGE, *("-".join(parts[: n + 1]) for n in range(len(parts)))]
    texts: dict[str, Message] = {}
    for tag in dict.fromkeys(tags):
        label = f"{THEME}/texts/{tag}.yaml"
        if not os.path.lexists(root / label):
            continue
        node = _node(root, label, problems)
        if node is not None:
            read, found = read_texts(node, label, shipped_texts())
            texts |= read
            problems += found
    folder = root / THEME / "texts"
    for name in _names(folder):
        if name.endswith(".yaml") and name.removesuffix(".yaml") not in tags:
            hint = f'rename it to {tags[-1]}.yaml, or write "language: {name.removesuffix(".yaml")[:35]}"'
            problems.append(
                Problem(
                    f"{THEME}/texts/{printable(name, 80)}",
                    0,
                    0,
                    "",
                    "unused-texts",
                    f"the catalog's language is {language}, so nothing reads these texts",
                    hint=hint,
                )
            )
    return texts


def _node(root: Path, label: str, problems: list[Problem]) -> Node | None:
    content = read_regular(root / label, label)
    if isinstance(content, Problem):
        problems.append(content)
        return None
    text, found = decode(content, label)
    problems += found
    if text is None:
        return None
    node, more = parse_all(text, label)
    problems += more
    return node


# ------------------------------------------------------------------------------ pages


def _pages(root: Path, problems: list[Problem]) -> tuple[OwnPage, ...]:
    names = [name for name in _names(root / PAGES) if name.endswith(_ENDING)]
    if len(names) > MAX_PAGES:
        problems.append(
            Problem(PAGES, 0, 0, "", "too-many", f"over {MAX_PAGES} pages", found=f"{len(names)} pages")
        )
    found = (_page(root, name, problems) for name in names[:MAX_PAGES] if name.lower() != "readme.md")
    return tuple(page for page in found if page)


def _page(root: Path, name: str, problems: list[Problem]) -> OwnPage | None:
    label = f"{PAGES}/{printable(name, 100)}"
    page_id = name.removesuffix(_ENDING)
    if not page_id.isascii() or not page_id.replace("-", "").isalnum() or page_id != page_id.lower():
        expected = "small letters, digits and hyphens, and .md"
        message = "this name cannot stand in an address"
        problems.append(Problem(label, 0, 0, "", "bad-file", message, expected=expected, hint="rename it"))
        return None
    content = read_regular(root / PAGES / name, label, MAX_PAGE)
    if isinstance(content, Problem):
        problems.append(content)
        return None
    text, found = decode(content, label, MAX_PAGE)
    problems += found
    if text is None:
        return None
    head, body = split_front_matter(text)
    if head is None:
        hint = 'begin the file with three lines: "---", "title: …", "---"'
        message = "the page has no head, so no title"
        problems.append(Problem(label, 1, 1, "", "missing-field", message, expected="a title", hint=hint))
        return None
    node, more = parse_all(f"\n{head}", label)  # its lines are counted from the one behind ---
    problems += more
    if node is None:
        return None
    reader = Reader(label)
    said = reader.record(PAGE, node, "")
    problems += reader.problems
    if not isinstance(said, dict):
        return None
    return OwnPage(id=page_id, text=body, first_line=text[: len(text) - len(body)].count("\n") + 1, **said)


def _names(folder: Path) -> list[str]:
    """The names in a folder, sorted, hidden ones aside; none where there is no such folder."""
    try:
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


# --------------------------------------------------------------------------- pictures


def _check_pictures(
    root: Path, settings: Settings, where: MappingNode | None, problems: list[Problem]
) -> None:
    for name, file in _branding(settings):
        place = where and where.get("favicon" if name == "favicon" else "logo")
        bad: list[Problem] = []
        _picture(root, file, LOGO_TYPES, bad)
        problems += [
            replace(p, file="catalog.yaml", line=place.line, column=place.column, field=name)
            if place and p.file == file
            else p
            for p in bad
        ]
    for name in _names(root / PAGES):
        if Path(name).suffix.lower() in TYPES:
            label = f"{PAGES}/{printable(name, 100)}"
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
                message, expected = "this name cannot stand in an address", "letters, digits and - _ ."
                problems.append(
                    Problem(label, 0, 0, "", "bad-file", message, expected=expected, hint="rename it")
                )
                continue
            _picture(root, f"{PAGES}/{name}", tuple(TYPES), problems)


def _picture(root: Path, file: str, endings: tuple[str, ...], problems: list[Problem]) -> bytes | None:
    """A picture's bytes; None, reported, where it may not be shown."""
    content = read_regular(root / file, file, MAX_PICTURE)
    if isinstance(content, Problem):
        problems.append(replace(content, message=f"{printable(file, 120)}: {content.message}"))
        return None
    why = why_not(Path(file).name.lower(), content)
    if why is None and Path(file).suffix.lower() not in endings:
        why = f"a file that ends in {Path(file).suffix}"
    if why is None:
        return content
    expected = one_of(endings) + ", a drawing or picture and nothing more"
    problems.append(
        Problem(
            file,
            0,
            0,
            "",
            "bad-picture",
            f"{printable(file, 120)} is {why}",
            expected=expected,
            hint="save it anew as a plain picture",
        )
    )
    return None


# -------------------------------------------------------------------- colours and links


def _colours(
    settings: Settings, where: MappingNode | None, problems: list[Problem]
) -> tuple[tuple[str, colours.Pair], ...]:
    """All colours that follow from those of the settings; what cannot be read is reported."""
    if not settings.colours:
        return ()
    sheet = (shipped_theme() / "assets/css/tokens.css").read_text(encoding="utf-8")
    shipped = colours.tokens_of(sheet)
    given = {name.replace("_", "-"): pair for name, pair in settings.colours}
    found = colours.completed(given, shipped)
    tokens = {**shipped, **found}
    section = where and where.get("colours")
    reported = set()
    for front, ground, night, has, least in sorted(
        colours.unreadable(found, tokens), key=lambda one: one[3] / one[4]
    ):
        name = next((n for n in (front, ground) if n in given), "accent")
        if (name, night) in reported:
            continue  # the worst of each is enough to mend them all
        reported.add((name, night))
        place = (section.get(name.replace("-", "_")) if isinstance(section, MappingNode) else None) or where
        darker = (name == front) is not bool(night)
        problems.append(
            Problem(
                "catalog.yaml",
                place.line if place else 0,
                place.column if place else 0,
                f"colours.{name.replace('-', '_')}",
                "low-contrast",
                f"{front.replace('-', '_')} cannot be read on {ground.replace('-', '_')}"
                f" by {'night' if night else 'day'}",
                expected=f"a contrast of at least {least}:1",
                found=f"{has:.2f}:1, {tokens[front][night]} on {tokens[ground][night]}",
                hint=f"make it {'darker' if darker else 'lighter'}",
            )
        )
    return tuple(sorted(found.items()))


def _check_links(
    settings: Settings, pages: tuple[OwnPage, ...], where: MappingNode | None, problems: list[Problem]
) -> None:
    """Everything that the navigation names is there."""
    known = [page.id for page in pages]
    items = where and where.get("navigation")
    for i, item in enumerate(settings.navigation or ()):
        if item.section in ("changes", "stats") and not getattr(settings, item.section):
            place = items.items[i] if isinstance(items, ListNode) and i < len(items.items) else None
            problems.append(
                Problem(
                    "catalog.yaml",
                    place.line if place else 0,
                    place.column if place else 0,
                    f"navigation[{i}]",
                    "bad-link",
                    f"the site has no such part, since {item.section} is false",
                    hint="remove it",
                )
            )
        if item.page is None or item.page in known:
            continue
        node = items.items[i] if isinstance(items, ListNode) and i < len(items.items) else None
        place = (node.get("page") if isinstance(node, MappingNode) else None) or node
        near = suggestion(item.page, known)
        problems.append(
            Problem(
                "catalog.yaml",
                place.line if place else 0,
                place.column if place else 0,
                f"navigation[{i}].page",
                "unknown-page",
                "there is no such page",
                expected=one_of(known) if known else f"a file in {PAGES}/",
                found=f'"{printable(item.page, 60)}"',
                hint=f'did you mean "{near}"?' if near else f"write {PAGES}/{printable(item.page, 60)}.md",
            )
        )
