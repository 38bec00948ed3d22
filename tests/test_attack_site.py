"""Sites read file by file: the one whose every text is an attack, and those that are shipped and shown."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from generator.build import build_site
from generator.load import check_sources, load_settings
from generator.loaded import load
from tests import attack_site, small_catalog
from tests.attack_documents import attacks
from tests.site_links import dead_links
from tests.site_rules import UNSEEN, mistakes
from tests.theme_catalog import Document

ROOT = Path(__file__).parent.parent
EXAMPLES = [file.parent for file in (ROOT / "examples").glob("*/catalog.yaml")]
NOT_COPIED = {"node_modules", "tests", "site", "benchmarks", ".venv", ".git", ".cache", ".hypothesis"}


def content_of(site: Path) -> dict[str, bytes]:
    """Every file of a site that is for visitors, by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and not path.name.startswith(".catalog")
    }


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> dict[str, bytes]:
    """The files of the site of all documents."""
    root = tmp_path_factory.mktemp("attacks") / "catalog"
    return content_of(attack_site.built(attacks(), root, attack_site.TOGETHER))


def test_every_text_of_strangers_is_attacked():
    """A field that the model gets is named here, and an attack put into it, before it is shown."""
    named = {
        noun: attack_site.COVERED.get(noun, set()) | attack_site.NAMES.get(noun, set())
        for noun in attack_site.COVERED | attack_site.NAMES
    }
    assert attack_site.text_fields() == named


@pytest.mark.slow
def test_an_attacked_site_holds_nothing_that_harms(attacked):
    """Whatever stands in definitions, answers of GitHub and repositories, every file is as it must be."""
    assert len(attacked) > len(attacks())
    assert mistakes(attacked, attack_site.BASE_URL) == []


def test_texts_are_shown_as_what_they_are(attacked):
    """A description is read as it was written: nothing of it is taken for markup, or lost."""
    wrong = []
    for attack in attacks():
        page = attacked[f"sources/answers-{attack.id}/index.html"].decode()
        shown = re.search(r'<p class="lede"[^>]*>.*?</p>', page, re.DOTALL)
        text = Document(shown[0]).root.text if shown else ""
        wrong += [attack.id] if visible(text) != visible(attack.text) else []
    assert wrong == []


def visible(text: str) -> str:
    """A text without white space and what has no form."""
    return "".join(c for c in text if unicodedata.category(c)[0] not in "CZ")


# ------------------------------------------------------------------ other sites


def test_the_golden_site_holds_nothing_that_harms(tmp_path):
    """The small catalog's pages are as strict as attacked ones."""
    root = small_catalog.make(tmp_path / "catalog")
    build_site(load(root), root / "site")
    assert mistakes(content_of(root / "site"), "https://example.org/small") == []


@pytest.mark.parametrize("folder", [".", "starter", *sorted(f"examples/{f.name}" for f in EXAMPLES)])
def test_shipped_sites_hold_nothing_that_harms(tmp_path, folder):
    """The pages of the shipped catalog, of the one to start with and of the examples are strict and whole."""
    root = tmp_path / "catalog"
    shutil.copytree(ROOT / folder, root, ignore=lambda _, names: {*names} & NOT_COPIED)
    loaded = load(root)
    build_site(loaded, tmp_path / "site")
    files = content_of(tmp_path / "site")
    assert mistakes(files, loaded.settings.base_url) == []
    assert dead_links(files, loaded.settings.base_url) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a/index.html", b'<a href="../b/index.html">x</a>'),
        ("a/index.html", b'<a href="../index.html#nowhere">x</a>'),
        ("a/index.html", b'<a href="/index.html">x</a>'),
        ("404.html", b'<a href="/elsewhere/index.html">x</a>'),
        ("a/index.md", b"- [x](<https://example.org/cat/b/>)"),
        ("feed.xml", b'<link href="https://example.org/cat/b/?a=1&amp;b=2"/>'),
        ("api/v1/a.json", b'{"url": ["https://example.org/cat/b/"]}'),
    ],
)
def test_a_dead_link_is_noticed(path, content):
    """The search for dead links finds each kind."""
    files = {"index.html": b'<h1 id="top">x</h1><a href="index.html#top">x</a>'}
    assert dead_links(files, "https://example.org/cat") == []
    assert len(dead_links({**files, path: content}, "https://example.org/cat")) == 1


GOOD_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; \
img-src 'self' https:; form-action 'self'; base-uri 'none'">
<title>x</title>HEAD</head><body><p id="own">x</p>BODY
<div class="prose"><p id="user-content-x"><img src="https://p.example/a.png" alt="" decoding="async" \
loading="lazy" referrerpolicy="no-referrer">PROSE</p></div></body></html>"""


def page(*, head: str = "", body: str = "", prose: str = "") -> bytes:
    """A sound page with something added."""
    text = GOOD_PAGE.replace("HEAD", head).replace("BODY", body).replace("PROSE", prose)
    return text.encode()


def test_a_sound_page_is_no_mistake():
    """The page that is spoilt below has no mistake of its own."""
    assert mistakes({"a.html": page()}) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        page(body="<script>x</script>"),
        page(body='<script type="application/json">{"a": "</b>"}</script>'),
        page(body='<script src="https://cdn.example/x.js"></script>'),
        page(body='<p onclick="x">x</p>'),
        page(body='<p style="x">x</p>'),
        page(body="<style>x</style>"),
        page(body="<iframe src='x.html'></iframe>"),
        page(body='<a href="javascript:x">x</a>'),
        page(body='<a href=" javascript:x">x</a>'),
        page(body='<a href="java\tscript:x">x</a>'),
        page(body='<a href="//other.example/">x</a>'),
        page(body='<a href="https://other.example/">x</a>'),
        page(body='<a href="https://github.com/x" target="_blank">x</a>'),
        page(body='<img src="https://other.example/x.png">'),
        page(body='<form action="https://other.example/"></form>'),
        page(body='<svg><use href="https://other.example/x.svg#a"></use></svg>'),
        page(body="<svg><script>x</script></svg>"),
        page(body='<p id="own">x</p>'),
        page(body='<p id="user-content-y">x</p>'),
        page(body="<!-- x -->"),
        page(body="<p>x"),
        page(body="<p>\u202ex</p>"),
        page(body="<p>&#8238;x</p>"),
        page(head='<link rel="stylesheet" href="https://other.example/x.css">'),
        page(head='<base href="https://other.example/">'),
        page(head='<meta http-equiv="refresh" content="0; url=https://other.example/">'),
        page(prose='<b id="main">x</b>'),
        page(prose='<b id="user-content-x">x</b>'),
        page(prose='<a href="https://other.example">x</a>'),
        page(prose="</p></div><p>out<div><p>"),
        page().replace(b"'none'; script-src 'self'", b"'none'; script-src 'self' 'unsafe-inline'"),
        page().replace(b"default-src 'none'; ", b""),
        page().replace(b"https:;", b"*;"),
        page().replace(b"Content-Security-Policy", b"Content-Security"),
        page().replace(b"<img", b"<b").replace(b' alt=""', b""),
    ],
)
def test_a_spoilt_page_is_noticed(spoilt):
    """The check of pages finds each kind of thing that must not be there."""
    assert mistakes({"a.html": spoilt})


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.json", b"{"),
        ("a.json", b'{"a": NaN}'),
        ("a.json", b'{"a": 1, "a": 2}'),
        ("a.jsonl", b'{"a": 1}\n{'),
        ("a.xml", b"<a>"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        ("a.xml", b'<a><link href="javascript:x"/></a>'),
        ("a.xml", "<a>\u202e</a>".encode()),
        ("a.svg", b"<svg><script>x</script></svg>"),
        ("a.svg", b'<svg onload="x"/>'),
        ("a.svg", b'<svg><image href="https://other.example/x.png"/></svg>'),
        ("a.svg", b"<svg><style>@import 'https://other.example/x.css'</style></svg>"),
        ("a.svg", b'<svg><path style="fill:url(https://other.example/x)"/></svg>'),
        ("a.css", b"@import 'https://other.example/x.css';"),
        ("a.css", b"a { background: url(https://other.example/x.png) }"),
        ("a.js", b"a.innerHTML = b"),
        ("a.js", b"eval(b)"),
        ("a.md", b"[x](javascript:y)"),
        ("a.md", "\u202e".encode()),
        ("a.txt", b"\x1b[2J"),
        ("a.swf", b""),
        ("unknown", b""),
    ],
)
def test_a_spoilt_file_is_noticed(path, content):
    """The check of other files finds each kind of thing that must not be there."""
    assert mistakes({path: content})


# -------------------------------------------------------------------- the readers

SHAPED = {
    "id": "{}",
    "repo_url": "{}",
    "homepage": "{}",
    "tags": "[{}]",
    "trust_level": "{}",
    "trust.commit": "{{commit: {}}}",
    "visibility": "{}",
    "single_artifact": "{}",
    "aliases": "[{}]",
    "added": "{}",
    "successor": "{}",
    "import_artifacts": "{}",
}
"""Fields whose text must have a shape, and how a text stands in them."""

FREE = {
    "name": "{}",
    "description": "{}",
    "notes": "{}",
    "status_note": "{}",
    "trust": "{{reviewer: {0}, note: {0}}}",
    "exclude": "[{{pattern: x, reason: {0}}}]",
}
"""Fields that take any words."""


def checked(tmp_path, fields: dict[str, str], texts: list[str]):
    """What the reader makes of definitions that hold a text in each of the fields."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "catalog.yaml").write_text("title: x\n")
    for number, text in enumerate(texts):
        lines = [
            f"{name.partition('.')[0]}: {shape.format(json.dumps(text))}" for name, shape in fields.items()
        ]
        lines += [] if "repo_url" in fields else [f"repo_url: owner/n{number}"]
        (tmp_path / f"sources/n{number}.yaml").write_text("\n".join(lines) + "\n")
    return check_sources(tmp_path, load_settings(tmp_path))


def test_fields_of_a_shape_refuse_every_attack(tmp_path):
    """No document gets into a field that is no free text, and each refusal names its field."""
    texts = [attack.text for attack in attacks()]
    sources, problems = checked(tmp_path, SHAPED, texts)
    assert sources == ()
    refused = {number: set() for number in range(len(texts))}
    for problem in problems:
        number = int(re.search(r"n(\d+)\.yaml", problem.file)[1])
        refused[number].add(re.sub(r"\[\d+\]", "", problem.field))
        assert not UNSEEN.search(problem.found)
    for number, fields in refused.items():
        whole_file = fields == {""}  # a character that no YAML file may hold
        assert whole_file or fields >= SHAPED.keys(), (attacks()[number].id, SHAPED.keys() - fields)


def test_free_words_are_taken_as_they_are_seen(tmp_path):
    """Free text is refused for what cannot be seen or is too long, and else taken as text."""
    texts = [attack.text for attack in attacks()]
    sources, problems = checked(tmp_path, FREE, texts)
    codes = {problem.code for problem in problems}
    assert codes <= {"invisible-character", "control-character", "surrogate", "too-long", "too-large"}
    assert len(sources) > len(texts) // 2
    for source in sources:
        for text in (source.name, source.description, source.notes, source.status_note, source.trust.note):
            assert not UNSEEN.search(text)
