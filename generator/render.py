"""Contexts become pages: one Jinja environment, everything escaped, no undefined names.

The theme comes as bytes (see :func:`generator.theme.read_theme`), so that rendering reads
no file and a page is a function of its context and the theme alone.
"""

from __future__ import annotations

import dataclasses
import json
import re
import traceback
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from types import MappingProxyType

import jinja2
from markupsafe import Markup

from generator.assets import Asset, Assets, build_assets
from generator.errors import Problem, TemplateError
from generator.model import Output
from generator.pages import CardContext, Page
from generator.pages.wording import UNSEEN, Wording, english
from generator.places import THEME
from generator.templating import TRACED, Code, Environment, traced

_ROOT = Markup("<root>")
"""Stands for ``page.root`` in cards that are rendered once for pages at all depths. It cannot
come from a text of strangers, since their ``<`` is escaped."""

SHIPPED = "shipped/"
"""Before the name of a shipped template that the owner has one of the same name for."""

_TEMPLATE_MISTAKES = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What an expression in a template can raise."""

_SCRIPT_UNSAFE = MappingProxyType(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
"""What could end a script element, or open a comment in it."""


class Renderer:
    """Renders the pages of one build with one theme."""

    def __init__(
        self,
        theme: Mapping[str, bytes],
        words: Wording | None = None,
        *,
        own: Container[str] = (),
        assets: Assets | None = None,
        compiled: Mapping[str, Code] = MappingProxyType({}),
    ) -> None:
        """``theme`` holds files by path; ``words`` are the catalog's texts, None the shipped ones.

        ``own`` are the names of files that the owner laid over the shipped theme, for messages;
        ``compiled`` are shipped templates by name.
        """
        self._own = own
        self._words = words or english()
        self.assets = build_assets(theme) if assets is None else assets
        self._theme = theme
        self._cards: dict[CardContext, str] = {}
        self._icons: dict[str, Markup] = {}
        self._script_texts: dict[tuple[str, ...], Markup] = {}
        self._shared: dict[tuple[object, ...], tuple[Markup, tuple[object, ...]]] = {}
        self._environment = Environment(jinja2.FunctionLoader(self._loaded), compiled)
        self._environment.globals.update(
            asset=self._asset,
            imports=self._imports,
            icon=self._icon,
            card=self._card,
            json_script=json_script,
            t=self._words,
            once=self._once,
            script_texts=self._texts_of,
        )

    def check(self, names: Iterable[str]) -> Iterator[Problem]:
        """Read templates without rendering them; what is wrong with each."""
        for name in names:
            try:
                self._environment.get_template(name)
            except jinja2.TemplateSyntaxError as error:
                yield _bad_template(self._file(error.name or name), error.lineno, error.message or "")
            except TemplateError as error:
                yield _bad_template(self._file(name), 0, str(error))

    def render(self, page: Page) -> Output:
        """The page's file. Raises :class:`TemplateError` that names the template and the line."""
        context = {f.name: getattr(page.context, f.name) for f in dataclasses.fields(page.context)}
        try:
            text = self._environment.get_template(page.template).render(context)
        except jinja2.TemplateSyntaxError as error:
            place = f"{self._file(error.name or page.template)}:{error.lineno}"
            raise TemplateError(f"{place}: {error.message}") from error
        except jinja2.TemplateNotFound as error:
            place = self._place(error) or self._file(page.template)
            raise TemplateError(
                f"{place}: there is no template {error.name}; the shipped ones are in templates/, and"
                " shipped/NAME is the shipped one of a name that your theme/ has as well"
            ) from error
        except (jinja2.TemplateError, TemplateError, *_TEMPLATE_MISTAKES) as error:
            place = self._place(error) or self._file(page.template)
            raise TemplateError(f"{place}: {error} (while making {page.path})") from error
        return Output(page.path, text.encode("utf-8", "replace"))

    def _loaded(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """A template's text for Jinja, which names it in tracebacks."""
        text = self._source(name)
        return None if text is None else (text, traced(name), lambda: True)

    def _source(self, name: str) -> str | None:
        content = self._theme.get(name)
        if content is None and name.startswith(SHIPPED):
            content = self._theme.get(name.removeprefix(SHIPPED))
        try:
            return None if content is None else content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise TemplateError(f"{self._file(name)}: is not UTF-8: {error.reason}") from error

    def _file(self, name: str) -> str:
        """A template as the owner knows its file."""
        if name in self._own:
            return f"{THEME}/{name}"
        return f"templates/{name.removeprefix(SHIPPED)}"

    def _place(self, error: BaseException) -> str:
        """File and line of the innermost template that an error came from; empty where from none."""
        place = ""
        for frame, line in traceback.walk_tb(error.__traceback__):
            name = frame.f_code.co_filename
            if name.startswith(TRACED):
                place = f"{self._file(name.removeprefix(TRACED))}:{line}"
        return place

    # ------------------------------------------------------ what templates call

    def _asset(self, name: str) -> Asset:
        return self.assets[name]

    def _imports(self, name: str) -> tuple[Asset, ...]:
        """The modules that load with a module, so that the page can name them all at once."""
        return tuple(self.assets.by_path(path) for path in self.assets[name].imports)

    def _texts_of(self, *names: str) -> Markup:
        """Texts, or whole groups of them, as data for the page's scripts; `lib/texts.js` reads it."""
        if names not in self._script_texts:
            data = json_script(self._words.for_scripts(*names))
            element = Markup('<script type="application/json" data-texts>{}</script>').format(data)
            self._script_texts[names] = element
        return self._script_texts[names]

    def _once(self, macro: Callable[..., Markup], *given: object) -> Markup:
        """What an imported macro prints, made once for all pages that give it the same.

        A macro knows nothing but what it is given, so nothing of one page can come into another.
        Texts are the same by what they say and their type, all else by being one object, which is
        kept with what was made of it.
        """
        key = (macro, *[(type(each), each) if isinstance(each, str) else id(each) for each in given])
        known = self._shared.get(key)
        if known is None:
            known = self._shared[key] = (macro(*given), given)
        return known[0]

    def _icon(self, name: str, glyph: str = "") -> Markup:
        """The theme's glyph of a name as inline SVG, ``box`` where it has none.

        ``glyph`` marks it for scripts that choose one of several.
        """
        if name not in self._icons:
            source = self._source(f"icons/{name}.svg") or self._source("icons/box.svg") or ""
            self._icons[name] = Markup(re.sub(r">\s+<", "><", source.strip()))  # noqa: S704 (the theme's own)
        drawn = self._icons[name]
        return drawn.replace("<svg", Markup('<svg data-glyph="{}"').format(glyph), 1) if glyph else drawn

    def _card(self, card: CardContext, root: str) -> Markup:
        """A card's list item with links from a page whose root is ``root``."""
        if card not in self._cards:
            template = self._environment.get_template("partials/card.html.j2")
            self._cards[card] = str(template.module.item(card, _ROOT))  # type: ignore[attr-defined]
        return Markup(self._cards[card].replace(_ROOT, str(Markup.escape(root))))  # noqa: S704 (rendered by us)


def _bad_template(file: str, line: int, message: str) -> Problem:
    hint = "see https://jinja.palletsprojects.com/ for what a template may say"
    return Problem(file, line, 0, "", "bad-template", message.rstrip("."), hint=hint)


def json_script(value: object) -> Markup:
    """``value`` as JSON that is safe between ``<script type="application/json">`` and its end."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character, escape in _SCRIPT_UNSAFE.items():
        text = text.replace(character, escape)
    text = UNSEEN.sub(lambda match: json.dumps(match.group())[1:-1], text)
    return Markup(text)  # noqa: S704 (escaped above)
