"""The fields of ``catalog.yaml`` on words and looks, and those of a page's head, as data."""

from __future__ import annotations

from generator.model import SECTIONS
from generator.schema.shapes import Choice, Field, Flag, ListOf, MapOf, Record, Text
from generator.schema.texts import INVISIBLE, URL, line, markdown

COLOURS = (
    "accent",
    "accent_strong",
    "accent_soft",
    "on_accent",
    "background",
    "surface",
    "sunken",
    "text",
    "muted",
    "line",
    "control",
    "ok",
    "ok_soft",
    "warning",
    "warning_soft",
    "bad",
    "bad_soft",
    "mark",
)
"""Colours that a catalog may set: tokens of ``assets/css/tokens.css``, with ``_`` for ``-``."""

_COLOUR_NAME = Text(
    longest=20,
    noun="colour",
    pattern="|".join(COLOURS),
    code="unknown-value",
    rule="one of " + ", ".join(COLOURS),
)

HEX = Text(
    longest=7,
    noun="colour",
    pattern=r"#[0-9A-Fa-f]{6}",
    code="bad-colour",
    rule='six hex digits after #, in quotes, such as "#7a1fa2"',
    convert=str.lower,
)

FILE = Text(
    longest=200,
    noun="path",
    pattern=r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*",
    code="bad-file",
    rule="a file's path from the catalog's folder, of letters, digits and - _ . /",
    refusals=(INVISIBLE,),
)

NOUN = Record(
    fields=(
        Field(
            name="one",
            shape=line(40, "noun"),
            required=True,
            doc="What one of them is called within a sentence.",
            example="workflow",
            also=("singular", "label", "name"),
        ),
        Field(
            name="many",
            shape=line(40, "noun"),
            required=True,
            doc="What several are called within a sentence.",
            example="workflows",
            also=("plural", "other"),
        ),
    )
)

NOUNS = Record(
    fields=(
        Field(
            name="source",
            shape=NOUN,
            doc="What the catalog's entries are called.",
            example="{one: collection, many: collections}",
            default="source, sources",
            also=("sources", "entry"),
        ),
        Field(
            name="artifact",
            shape=NOUN,
            doc="What is found in them is called.",
            example="{one: workflow, many: workflows}",
            default="artifact, artifacts",
            also=("artifacts", "item"),
        ),
    )
)

LOGO = Record(
    short="light",
    fields=(
        Field(
            name="light",
            shape=FILE,
            required=True,
            doc="An SVG or PNG file, shown on a light ground.",
            example="theme/logo.svg",
            also=("file", "src", "path"),
        ),
        Field(
            name="dark",
            shape=FILE,
            doc="The same for a dark ground.",
            example="theme/logo-dark.svg",
            default="the light one",
            also=("night",),
        ),
        Field(
            name="show_title",
            shape=Flag(),
            doc="Whether the title stands beside it; false where the logo has the name in it.",
            example="true",
            default="`true`",
            also=("title",),
        ),
    ),
)

COLOUR = Record(
    short="light",
    fields=(
        Field(
            name="light",
            shape=HEX,
            required=True,
            doc="By day.",
            example='"#7a1fa2"',
            also=("day",),
        ),
        Field(
            name="dark",
            shape=HEX,
            doc="By night.",
            example='"#d9a6f5"',
            default="`light` made lighter until it can be read; for grounds, as shipped",
            also=("night",),
        ),
    ),
)

NAVIGATION = Record(
    short="section",
    one_of=("section", "page", "url"),
    fields=(
        Field(
            name="section",
            shape=Choice(SECTIONS, "section"),
            doc="A part of the site.",
            example="sources",
        ),
        Field(
            name="page",
            shape=line(80, "page"),
            doc="A page of your own: its file's name in `pages/`, without `.md`.",
            example="guide",
        ),
        Field(
            name="url",
            shape=URL,
            doc="An address elsewhere.",
            example="https://example.org/",
            also=("link", "href"),
        ),
        Field(
            name="label",
            shape=line(40),
            doc="What the link says.",
            example="Guide",
            default="what the part or page is called; of an address, its host",
            also=("title", "name", "text"),
        ),
    ),
)

FOOTER = Record(
    short="text",
    fields=(
        Field(
            name="text",
            shape=markdown(2_000),
            doc="Markdown that stands in the footer of every page.",
            example='"Kept by [the team](https://example.org/)."',
            also=("markdown", "html"),
        ),
        Field(
            name="made_with",
            shape=Flag(),
            doc="Whether the footer names the program that made the site.",
            example="true",
            default="`true`",
            also=("credits", "powered_by"),
        ),
    ),
)

LOOK = (
    Field(
        name="nouns",
        shape=NOUNS,
        doc="What sources and artifacts are called, everywhere on the site.",
        example="{source: {one: collection, many: collections}}",
        default="source and artifact",
        also=("words", "names"),
    ),
    Field(
        name="logo",
        shape=LOGO,
        doc="An SVG or PNG file beside the catalog, shown in the head of every page.",
        example="{light: theme/logo.svg, dark: theme/logo-dark.svg}",
        default="the shipped glyph",
    ),
    Field(
        name="favicon",
        shape=FILE,
        doc="An SVG or PNG file beside the catalog, shown in browsers' tabs.",
        example="theme/favicon.svg",
        default="the logo, or the shipped one",
        also=("icon",),
    ),
    Field(
        name="colours",
        shape=MapOf(_COLOUR_NAME, COLOUR, 40, "colours"),
        doc="Colours of the site, by day and by night. What cannot be read on what it stands on is refused.",
        example='{accent: "#7a1fa2"}',
        default="as shipped",
        also=("colors", "palette", "theme"),
    ),
    Field(
        name="navigation",
        shape=ListOf(NAVIGATION, 12, "links"),
        doc="The links in the head of every page, in their order; what is not named is not there.",
        example="[sources, {page: guide}, {url: https://example.org/, label: Home}]",
        default="all parts of the site, and the pages of your own",
        also=("nav", "menu", "links"),
    ),
    Field(
        name="footer",
        shape=FOOTER,
        doc="What stands in the footer of every page.",
        example='"Kept by [the team](https://example.org/)."',
        default="nothing of your own",
    ),
)
"""Fields of ``catalog.yaml``."""

PAGE = Record(
    fields=(
        Field(
            name="title",
            shape=line(120),
            required=True,
            doc="The page's heading, and its title in browsers.",
            example="How to choose",
            also=("name", "heading"),
        ),
        Field(
            name="description",
            shape=line(300),
            doc="A sentence for search engines, shown under the title.",
            example="What to look at before you take a workflow.",
            also=("summary", "lede"),
        ),
        Field(
            name="label",
            shape=line(40),
            doc="What the navigation calls it.",
            example="Guide",
            default="the title",
            also=("nav", "menu"),
        ),
        Field(
            name="navigation",
            shape=Flag(),
            doc="Whether it is in the navigation where `catalog.yaml` has no `navigation`.",
            example="true",
            default="`true`",
            also=("in_navigation", "show"),
        ),
    )
)
"""What stands at the head of a page in ``pages/``."""
