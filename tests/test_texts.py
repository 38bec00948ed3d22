"""The texts of the interface: one file of them, a catalog's own over it, and what a language does to them."""

import dataclasses
import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from generator.errors import TemplateError
from generator.locales import facts_of, of_cldr
from generator.markdown import readme
from generator.pages.notices import notices_of
from generator.pages.view import View
from generator.pages.wording import english, wording_of
from generator.render import Renderer
from generator.schema import default_settings
from generator.texts import Texts, placeholders, read_texts, shipped_texts
from generator.yaml_text import parse
from tests import theme_catalog as tc
from tests.browser_code import with_texts
from tests.conftest import ROOT
from tests.test_example import Words

SETTINGS = default_settings("Test")

LANGUAGES = (
    "en",
    "en-US",
    "de",
    "fr",
    "hi",
    "ar",
    "fa",
    "he",
    "ja",
    "pl",
    "pt-BR",
    "sv",
    "tr",
    "xx",
    "zz-Arab",
)


def read(text: str, known: Texts | None = None):
    """What a file of texts gives over the shipped ones."""
    return read_texts(parse(text, "x.yaml"), "texts/x.yaml", shipped_texts() if known is None else known)


# ---------------------------------------------------------------------------- the file


def test_every_text_is_used():
    """A text that nothing names is idle; names are written out, or end in a word of the data model."""
    code = "\n".join(
        file.read_text()
        for folder, endings in (("generator", (".py",)), ("templates", (".j2", ".js")))
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in endings
    )
    made = tuple(re.findall(r'f?["`](?:source\.|browser\.|notice\.|[a-z_]+\.)[a-z_]*\$?\{', code))
    prefixes = {name.lstrip('f"`').rstrip("{").rstrip("$") for name in made}
    idle = [
        key
        for key in shipped_texts()
        if f'"{key}"' not in code
        and f"'{key}'" not in code
        and not any(key.startswith(prefix) for prefix in prefixes)
        and not key.startswith("noun.")
    ]
    assert idle == []


def test_notes_of_readmes_are_texts():
    """What the renderer notes of a README is known as a text, so that it can be translated."""
    notes = (readme.PLAIN, readme.TOO_MUCH, readme.FAILED, readme.AS_WRITTEN, readme.CUT, readme.BINARY)
    texts = {text for key, text in shipped_texts().items() if key.startswith("source.readme_")}
    assert set(notes) <= texts


def test_a_catalog_brings_some_texts_and_keeps_the_others():
    """A partial file is laid over the English texts."""
    texts, problems = read(
        "frame: {menu: Menü}\ncount: {sources: {one: '{number} Ding', other: '{number} Dinge'}}"
    )
    words = wording_of(replace(SETTINGS, language="de", texts=tuple(texts.items())))
    assert problems == ()
    assert (words("frame.menu"), words("frame.skip")) == ("Menü", "Skip to content")
    assert [words.counted("count.sources", n) for n in (0, 1, 1234)] == ["0 Dinge", "1 Ding", "1.234 Dinge"]


def test_one_form_is_enough():
    """A language without plurals gives one text where English has forms."""
    texts, problems = read('count: {sources: "{number} 件"}')
    words = wording_of(replace(SETTINGS, language="ja", texts=tuple(texts.items())))
    assert problems == ()
    assert [words.counted("count.sources", n) for n in (0, 1, 2)] == ["0 件", "1 件", "2 件"]


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("frame: {manu: x}", "unknown-text", (1, 9), 'did you mean "menu"?'),
        ("fraem: {menu: x}", "unknown-text", (1, 1), 'did you mean "frame"?'),
        ("frame: {menu: 'a {name}'}", "bad-placeholder", (1, 15), "remove it"),
        ("pager: {page: 'Seite {pge}'}", "bad-placeholder", (1, 15), "did you mean {page}?"),
        ("pager: {page: 'Seite {'}", "bad-placeholder", (1, 15), "write {name}, and no other braces"),
        ("frame: {menu: {other: x}}", "wrong-type", (1, 15), "write one text; no number chooses a form here"),
        ("count: {tags: {one: x}}", "missing-form", (1, 15), 'write "other: …" as well'),
        ("count: {tags: {most: x, other: y}}", "unknown-text", (1, 16), "remove it"),
        ("frame: {menu: [x]}", "wrong-type", (1, 15), "write the value itself, without a list around it"),
        ("frame: x", "wrong-type", (1, 8), ""),
        ("x", "wrong-type", (1, 1), ""),
        ('frame: {menu: "a\\u202eb"}', "invisible-character", (1, 15), "remove it, or write the text anew"),
    ],
)  # fmt: skip
def test_mistakes_have_a_place_and_a_hint(text, code, place, hint):
    """Each slip is reported where it stands, with what to do."""
    texts, (problem, *more) = read(text)
    assert (texts, more) == ({}, [])
    assert (problem.code, (problem.line, problem.column), problem.hint) == (code, place, hint)


def test_all_mistakes_are_reported_at_once():
    """One run names every slip, and keeps what is right."""
    texts, problems = read("frame: {manu: x, menu: Karte}\nhome: {chear: y}")
    assert texts == {"frame.menu": "Karte"}
    assert [p.field for p in problems] == ["frame.manu", "home.chear"]


# ------------------------------------------------------------------------------- pages

WORD = re.compile(r"[A-Za-z]{3,}")

NAMES = {"atom", "feed", "json", "html", "markdown", "svg"}
"""Words that pages say in every language: names of formats."""


def values(thing):
    """Every value in nested dataclasses, mappings and sequences, as a text."""
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from values(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for pair in thing.items():
            yield from values(pair)
    elif isinstance(thing, tuple | list | set | frozenset):
        for item in thing:
            yield from values(item)
    elif thing is not None:
        yield str(thing)


def greeked(message):
    """The same text with every letter another one, which no word of English has."""
    if not isinstance(message, str):
        return tuple((form, greeked(text)) for form, text in message)
    return re.sub(r"\{[a-zA-Z_]+\}|[A-Za-z]", lambda match: match[0] if len(match[0]) > 1 else "ж", message)


def test_no_word_of_a_page_is_hard_coded():
    """Where all texts are in another script, the only words left are those of the catalog itself."""
    texts = tuple((key, greeked(message)) for key, message in shipped_texts().items())
    catalog = replace(tc.FULL, settings=replace(tc.SETTINGS, texts=texts, language="uk"))
    shown = (*values(tc.FULL), *values(tc.MadeReadme()))
    own = {word.lower() for text in shown for word in WORD.findall(text)} | NAMES
    renderer = Renderer(tc.THEME, wording_of(catalog.settings))
    found = {}
    for path, page in tc.pages(catalog).items():
        if path.endswith(".html") and not path.startswith("api/"):  # the API's reference is English
            for text in Words(renderer.render(page).content.decode()).said:
                if not text.startswith('{"'):  # texts for scripts, which are all of the file
                    found |= {
                        word: (path, text.strip()[:80])
                        for word in WORD.findall(text)
                        if word.lower() not in own
                    }
    assert found == {}


# ------------------------------------------------------------------------------ filling


@given(st.text(), st.text())
def test_values_are_text_and_nothing_more(one, other):
    """A value is never read as a placeholder, whatever stands in it."""
    filled = english()("pager.of", **{"from": one, "to": other, "total": "{from}"})
    assert filled == f"Sources {one}–{other} of {{from}}"


def test_markup_stays_and_the_rest_is_escaped():
    """Where one value is markup, the text and the other values are escaped around it."""
    texts = {"redirect.text": "<b>{link}</b> & {sources}"}
    words = wording_of(replace(SETTINGS, texts=tuple(texts.items())))
    assert words("redirect.text", link=Markup("<a>x</a>")) == "&lt;b&gt;<a>x</a>&lt;/b&gt; &amp; sources"
    assert words("redirect.text", link="<a>") == "<b><a></b> & sources"
    assert not hasattr(words("redirect.text", link="<a>"), "__html__")


def test_unknown_texts_are_mistakes_of_a_template():
    """A name that no file has is an error, and no empty spot."""
    with pytest.raises(TemplateError, match=r'no text "frame\.manu"'):
        english()("frame.manu")
    with pytest.raises(TemplateError, match="needs a number"):
        english()("count.tags")
    with pytest.raises(TemplateError, match="no forms"):
        english().counted("frame.menu", 1)
    with pytest.raises(TemplateError, match="no group"):
        english().for_scripts("nothing")


def test_nouns_stand_in_all_texts():
    """The catalog's nouns replace the shipped ones wherever a text names them."""
    nouns = (("source", ("workflow", "workflows")), ("artifact", ("step", "steps")))
    words = wording_of(replace(SETTINGS, nouns=nouns))
    assert words("nav.sources") == "Workflows"
    assert words("home.none") == "No workflow matches all of this"
    assert words.counted("count.artifacts", 3) == "3 steps"
    for key, message in words.texts.items():
        assert not placeholders(message) & {"source", "sources", "artifact", "artifacts"}, key
        said = message if isinstance(message, str) else " ".join(text for _, text in message)
        assert not re.search(r"\b(sources?|artifacts?)\b", said, re.IGNORECASE) or key.startswith("noun."), (
            key
        )


# ---------------------------------------------------------------------------- languages


def test_plurals_follow_the_language():
    """Arabic has six forms; the one of a number is chosen by its rules."""
    forms = {form: form for form in ("zero", "one", "two", "few", "many", "other")}
    texts = (("count.sources", tuple(forms.items())),)
    words = wording_of(replace(SETTINGS, language="ar", texts=texts))
    said = [words.counted("count.sources", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["zero", "one", "two", "few", "many", "other"]


def test_directions():
    """Right to left by the language, its script, or the first language that is known of it."""
    assert [facts_of(tag).direction for tag in ("en", "ar-EG", "he", "fa", "de-AT")] == [
        "ltr", "rtl", "rtl", "rtl", "ltr"
    ]  # fmt: skip
    assert [facts_of(tag).direction for tag in ("zz", "zz-Arab", "dv")] == ["ltr", "rtl", "rtl"]


def test_days_and_numbers_of_languages():
    """Order of a day's parts, names of months, groups and digits are the language's."""
    day = date(2026, 9, 5)
    said = {tag: facts_of(tag).day(day) for tag in ("en", "en-US", "de", "ja", "pt-BR", "fa")}
    assert said == {
        "en": "5 Sep 2026",
        "en-US": "Sep 5, 2026",
        "de": "5. Sept. 2026",
        "ja": "2026年9月5日",
        "pt-BR": "5 de set. de 2026",
        "fa": "۵ سپتامبر ۲۰۲۶",
    }
    assert [facts_of(tag).number(1234567) for tag in ("en", "de", "hi", "fa")] == [
        "1,234,567", "1.234.567", "12,34,567", "۱٬۲۳۴٬۵۶۷"
    ]  # fmt: skip


def test_english_is_what_cldr_says_of_it():
    """What is written down of English is what Babel would give, plurals too."""
    ours, cldr = facts_of("en"), of_cldr("en")
    assert replace(ours, plural=str) == replace(cldr, plural=str)
    numbers = [*range(1000), 10**6, 10**6 + 1]
    assert [ours.plural(number) for number in numbers] == [cldr.plural(number) for number in numbers]


def test_scripts_write_the_same(node):
    """Numbers, short numbers, days and forms read the same from Python and in the browser."""
    numbers = [0, 1, 2, 3, 5, 11, 21, 99, 100, 999, 1000, 1100, 9999, 12345, 1234567, 1250000, 2147483647]
    days = [-1, 0, 365, 12345, 20780, 20999]
    forms = tuple((form, f"{form}:{{number}}") for form in ("zero", "one", "two", "few", "many", "other"))
    wordings = {
        tag: wording_of(replace(SETTINGS, language=tag, texts=(("count.sources", forms),)))
        for tag in LANGUAGES
    }
    script = """
      import { counted, day, number, shortNumber, useTexts } from "./templates/assets/js/lib/texts.js";
      const [wordings, numbers, days] = JSON.parse(process.env.GIVEN);
      console.log(JSON.stringify(Object.values(wordings).map((texts) => {
        useTexts(texts);
        return [numbers.map(number), numbers.map(shortNumber), days.map((d) => day(d).text),
          numbers.map((n) => counted("count.sources", n))];
      })));
    """
    given = [{tag: w.for_scripts("number", "count") for tag, w in wordings.items()}, numbers, days]
    done = subprocess.run(
        [node, "--input-type=module", "--eval", script],
        env={**with_texts(), "GIVEN": json.dumps(given)},
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    epoch = date(1970, 1, 1)
    expected = [
        [
            [w.number(n) for n in numbers],
            [w.short_number(n) for n in numbers],
            [w.day(epoch + timedelta(days=d)) for d in days],
            [w.counted("count.sources", n) for n in numbers],
        ]
        for w in wordings.values()
    ]
    assert json.loads(done.stdout) == expected


# ------------------------------------------------------------------------------ notices


@pytest.mark.parametrize(("hours", "told"), [(47, False), (48, True)])
def test_ages_are_told_from_two_days_on(hours, told):
    """What was checked yesterday is not said to be old."""
    then = tc.NOW - timedelta(hours=hours)
    entry = tc.entry("x")
    failed = replace(tc.FAILED, fetched_at=then)
    entry = replace(entry, snapshot=replace(entry.snapshot, metadata_state=failed))
    notice = next(n for n in notices_of(View(tc.catalog(entry)), entry) if n.key == "error")
    assert ("2 days before this page’s facts" in notice.text) is told
    assert "What is shown was last checked on " in notice.text
