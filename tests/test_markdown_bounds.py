"""Documents that are made to be slow or large: each is rendered, and cut, in bounded time and size.

The limits are guards against hanging, ten times what the slowest takes on a slow machine.
"""

import time

import pytest

from generator.markdown import render_notes, render_readme, truncate
from generator.markdown.elements import MAX_DEPTH, MAX_HTML
from generator.markdown.readme import FAILED, TOO_MUCH
from generator.markdown.restructured import ordinary
from generator.model import Readme
from generator.urls import RepoLocation
from tests.markup_rules import violations

SIZE = 50_000
HANG_S = 10.0
LOCATION = RepoLocation("owner/name", "c" * 40)


def fill(piece):
    """The piece as often as it fits."""
    return piece * (SIZE // len(piece))


MARKDOWN = {
    "strong in emphasis": "*a **a " * 3_500 + "b" + " a** a*" * 3_500,
    "closers of emphasis": fill("a_ "),
    "openers of emphasis": fill("_a "),
    "closers of links": fill("a]"),
    "openers of links": fill("[a"),
    "mismatched": fill("*a_ "),
    "multiples of three": "a**b" + "c* " * 16_000,
    "links and emphasis": fill("[ a_"),
    "brackets and parentheses": fill("[ (]("),
    "images": fill("![[]()"),
    "hard links": "**x [a*b**c*](d)" * 3_100,
    "nested brackets": "[" * 25_000 + "a" + "]" * 25_000,
    "nested images": "![" * 16_000 + "a" + "]()" * 6_000,
    "nested links": "[" * 8_000 + "a" + "](b)" * 8_000,
    "nested quotes": "> " * 25_000 + "a",
    "nested lists": "".join("  " * level + "* a\n" for level in range(220)),
    "list on one line": fill("- "),
    "quotes and lists": fill("> - "),
    "lazy lines": "> " * 200 + "a\n" + "a\n" * 16_000,
    "list items": fill("- a\n"),
    "stars": fill("*"),
    "star lines": fill("* \n"),
    "backticks": "".join("e" + "`" * count for count in range(1, 310)),
    "unclosed links": fill("[a](<b"),
    "unclosed titles": fill('[a](b "'),
    "unclosed comments": "</" + fill("<!--"),
    "unclosed instructions": fill("<?"),
    "unclosed declarations": fill("<!A "),
    "unclosed CDATA": fill("<![CDATA["),
    "references": "".join(f"[{n}]: u\n" for n in range(3_000)) + "[0] " * 5_000,
    "long reference": f"[a]: http://x.example/{'b' * 1_900}\n\n" + "[a]\n\n" * 9_000,
    "long title": f'[a]: x "{"t" * 20_000}"\n\n' + "[a]" * 9_000,
    "open definitions": fill("[a]:"),
    "open titles": '[a]: b "' + fill("x\n"),
    "table of pipes": "|" + "a|" * 12_000 + "\n|" + "-|" * 12_000,
    "table of rows": "|a|\n|-|\n" + "|b|\n" * 12_000,
    "table of missing cells": "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|x\n" * 16_000,
    "entities": fill("&amp;"),
    "bad entities": fill("&#x"),
    "angles": fill("<"),
    "open tags": fill("<a "),
    "open attributes": fill('<a b="'),
    "many attributes": "<a" + " b" * 24_000 + ">",
    "headings": fill("# a\n"),
    "underlined": fill("a\n") + "=",
    "tildes": fill("~a "),
    "footnotes": "".join(f"[^{n}]: x\n" for n in range(2_000)) + "".join(f"[^{n}]" for n in range(2_000)),
    "footnote brackets": "[^a]: x\n\n" + fill("[^"),
    "footnote references": "[^1]: x\n\n" + fill("[^1] "),
    "footnote chain": "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(2_500)) + "[^0]",
    "mail addresses": fill("a@"),
    "a long word before @": "a" * 49_000 + "@b.example",
    "parentheses after an address": "http://a.example/" + ")" * 40_000,
    "semicolons after an address": "http://a.example/" + "&;" * 20_000,
    "shortcodes": fill(":rocket:"),
    "alerts": fill("> [!NOTE]\n> a\n\n"),
    "newlines": fill("\n"),
    "spaces": "a" + fill(" ") + "\nb",
    "one word": fill("a"),
    "NULs": "abcde " * 1_500 + fill("abc\0de\0"),
    "Java": "```java\n" + "a\n" * 2_400 + "```\n",
    "many code blocks": ("```ruby\n" + "<!--" * 1_200 + "\n```\n") * 10,
    "TypeScript": ("```ts\n" + (".a" * 190 + "\n") * 12 + "```\n") * 10,
    "C of empty lines": "```c\n" + "\n" * 20_000 + "```\n",
    "Scala": "```scala\n" + '"' + "\\" * 3_000 + "\n```\n",
}
HTML = {
    "div": fill("<div>"),
    "div closed": fill("</div>"),
    "bold in paragraphs": "".join(f"<b id=x{n}><p>" for n in range(3_500)),
    "paragraphs in bold": fill("<p><b>"),
    "anchors": fill("<a href=x>"),
    "links in anchors": fill("[<a href=x>"),
    "tables": fill("<table><tr><td>"),
    "lists": fill("<ul><li>"),
    "details": fill("<details><summary>x</summary>\n\n"),
    "SVG": fill("<svg><p>"),
    "open scripts": fill("<script "),
    "closed scripts": "<script>" + fill("</script "),
    "double quotes": "<div>\n" + fill('<a "'),
    "single quotes": "<div>\n" + fill("<a '"),
    "angles in a block": "<div>\n" + fill("<a "),
    "comments in a block": "<div>" + fill("<!--"),
    "CDATA in a block": "<div>" + fill("<![CDATA["),
    "pictures": fill("<img src=x>"),
    "srcset": '<img src=a srcset="' + fill("a 1x,") + '">',
    "entities in a block": "<div>\n" + fill("&amp"),
}
RESTRUCTURED = {
    "stars": fill("*a "),
    "backticks": fill("`a "),
    "bars": fill("|a "),
    "references": fill("a_ "),
    "literals": fill("``a "),
    "addresses": "\n".join([fill("`a <")[n : n + 9_000] for n in range(0, SIZE, 9_000)]),
    "nested quotes": "".join(" " * depth + "a\n\n" for depth in range(300)),
    "nested lists": fill("- "),
    "substitutions": ".. |a0| replace:: x\n"
    + "".join(f".. |a{n}| replace:: |a{n - 1}| |a{n - 1}|\n" for n in range(1, 30))
    + "\n|a29|",
    "long substitution": ".. |a| replace:: " + "x" * 9_000 + "\n\n" + "|a| " * 9_000,
    "tables": "= =\n" + "a b\n" * 9_000 + "= =\n",
    "roles": fill(":a:`b` "),
    "options": fill("-a  b\n"),
    "a long line": "word " * 3_000,
    "nested notes": ".. note:: " * 500,
    "nested fields": ":a: " * 500 + "b",
    "nested definitions": "".join(" " * depth + "a\n" for depth in range(200)),
    "sections": "".join(f"a{n}\n====\n\n" for n in range(4_000)),
}
CASES = [
    *((name, text, "md") for name, text in {**MARKDOWN, **HTML}.items()),
    *((f"rst {name}", text, "rst") for name, text in RESTRUCTURED.items()),
]


@pytest.mark.parametrize(("text", "form"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_hostile_documents_are_rendered(text, form):
    """The document becomes allowed HTML of bounded size, without hanging and without failing."""
    start = time.process_time()
    rendered = render_readme(Readme(f"README.{form}", text[:51_200]), LOCATION)
    assert time.process_time() - start < HANG_S
    assert len(rendered.html) < MAX_HTML * 1.5
    assert rendered.note != FAILED
    assert len(rendered.text) <= 51_200
    assert len(rendered.html) > 100_000 or violations(rendered.html) == []


SLOW_TO_CUT = ("lazy lines", "table of missing cells", "references")


@pytest.mark.parametrize("name", SLOW_TO_CUT)
def test_hostile_documents_are_cut(name):
    """Cutting such a document does not hang either."""
    text = MARKDOWN[name]
    start = time.process_time()
    readme = truncate((text + "\n\nmore" * 9_000 + text).encode(), "README.md")
    assert time.process_time() - start < HANG_S
    assert readme.truncated
    assert len(readme.text.encode()) <= 51_200


def test_elements_are_not_nested_too_deep():
    """The deepest elements are left out, what they hold is not."""
    rendered = render_readme(Readme("README.md", "<div>" * 500 + "text" + "</div>" * 500), LOCATION)
    assert rendered.html.count("<div>") == MAX_DEPTH
    assert rendered.text == "text"


def test_deep_emphasis_keeps_its_text():
    """Markdown's own elements are not nested too deep either, and all of them are closed."""
    rendered = render_readme(Readme("README.md", "*a " * 300 + "x" + " a*" * 300), LOCATION)
    assert violations(rendered.html) == []
    assert rendered.html.count("<em>") < MAX_DEPTH
    assert rendered.text.count("a") == 600


def test_what_grows_too_large_is_shown_as_written():
    """A document that repeats a long address thousands of times is shown as text, with a note."""
    text = MARKDOWN["long reference"]
    rendered = render_readme(Readme("README.md", text), LOCATION)
    assert rendered.note == TOO_MUCH
    assert rendered.html.startswith('<pre tabindex="0">[a]: http')
    assert rendered.headings == ()


def test_a_deep_heading_does_not_spoil_others():
    """A heading below the greatest depth is text; the headings after it are named as ever."""
    text = "<div>" * 100 + "<h2>deep</h2>" + "</div>" * 100 + "\n\n# After\n"
    rendered = render_readme(Readme("README.md", text), LOCATION)
    assert [heading.text for heading in rendered.headings] == ["After"]
    assert violations(rendered.html) == []


def test_only_ordinary_restructured_text_is_rendered():
    """A reStructuredText document of odd shape is shown as written."""
    assert ordinary("Title\n=====\n\nA *b* ``c`` `d <e>`_.\n")
    assert not ordinary(RESTRUCTURED["stars"])
    assert not ordinary(RESTRUCTURED["substitutions"])
    assert not ordinary(RESTRUCTURED["tables"])
    assert not ordinary(RESTRUCTURED["a long line"])
    assert not ordinary(RESTRUCTURED["nested notes"])
    assert not ordinary(RESTRUCTURED["nested quotes"])
    assert render_readme(Readme("README.rst", RESTRUCTURED["stars"]), LOCATION).note == TOO_MUCH


def test_notes_are_bounded_too():
    """Notes that grow too large are shown as written."""
    assert render_notes(MARKDOWN["long reference"]).startswith("<pre")
