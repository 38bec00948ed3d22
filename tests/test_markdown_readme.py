"""READMEs and notes as a whole: formats, notes on what was left out, determinism."""

import inspect
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown import RENDERER_VERSION, preformatted, render_notes, render_readme
from generator.markdown import readme as module
from generator.markdown.parser import MAX_INLINE
from generator.markdown.sanitise import UnsafeError, sanitised
from generator.model import Readme
from generator.urls import RepoLocation
from tests.markup_rules import violations

LOCATION = RepoLocation("owner/name", "0123456789abcdef0123456789abcdef01234567")


def rendered(text, path="README.md"):
    """The README of that text at that path."""
    return render_readme(Readme(path, text), LOCATION)


# ------------------------------------------------------------------- formats


@pytest.mark.parametrize("path", ["README.md", "readme.MARKDOWN", "docs/README.mdx", ".github/README.mkd"])
def test_markdown_is_rendered(path):
    """Every usual extension of Markdown is known, whatever its case."""
    assert rendered("*a*", path).html == "<p><em>a</em></p>\n"
    assert rendered("*a*", path).note == ""


@pytest.mark.parametrize("path", ["README", "README.txt", "README.adoc", "README.org", "md", "README.md.bak"])
def test_other_formats_are_shown_as_written(path):
    """Formats that are not rendered are shown character by character, with a note."""
    result = rendered("*a* <b>\n  c", path)
    assert result.html == '<pre tabindex="0">*a* &lt;b&gt;\n  c</pre>\n'
    assert result.text == "*a* <b> c"
    assert result.note == module.PLAIN


def test_binary_readme_is_not_shown():
    """A README that is no text has a note alone."""
    result = render_readme(Readme("README.md", "", binary=True), LOCATION)
    assert (result.html, result.text, result.note) == ("", "", module.BINARY)


def test_restructured_text_is_rendered():
    """Documents in reStructuredText get headings, links and ids as Markdown does."""
    result = rendered("Title\n=====\n\n`a <b.rst>`_ *c*\n", "docs/README.rst")
    assert [heading.text for heading in result.headings] == ["Title"]
    assert f"blob/{LOCATION.commit}/docs/b.rst" in result.html
    assert result.note == ""


def test_restructured_text_leaves_nothing_behind():
    """A role that one document defines is unknown in the next."""
    plain = rendered(":odd:`x` `y`", "README.rst").html
    rendered(".. role:: odd(strong)\n\n.. default-role:: math\n\n:odd:`x`", "README.rst")
    assert rendered(":odd:`x` `y`", "README.rst").html == plain


def test_restructured_text_does_not_know_the_date():
    """The date directive leaves nothing, so a page does not depend on the day of its build."""
    assert rendered("a\n\n.. date::\n\nb |d|\n\n.. |d| date::\n", "README.rst").text == "a b |d|"


def test_restructured_text_reads_no_file(tmp_path):
    """Directives that would insert a file or a page insert nothing."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    text = (
        f".. include:: {secret}\n\n.. raw:: html\n   :file: {secret}\n\n.. csv-table::\n   :file: {secret}\n"
    )
    assert "SECRET" not in rendered(text, "README.rst").html


# ---------------------------------------------------------------- front matter


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("---\ntitle: x\n---\ntext", "<p>text</p>\n"),
        ("---\n# a comment\ntitle: x\n---\ntext", "<p>text</p>\n"),
        ("---\ntext\n---\n", '<hr>\n<h3 id="user-content-text">text</h3>\n'),
        ("---\n\n---\n", "<hr>\n<hr>\n"),
        ("text\n\n---\na: b\n", "<p>text</p>\n<hr>\n<p>a: b</p>\n"),
    ],
)
def test_front_matter_is_dropped(text, html):
    """Fields between two rules at the very start are no text; anything else between them is."""
    assert rendered(text).html == html


# ------------------------------------------------------------------- the rest


def test_characters_that_reorder_text_are_dropped():
    """Bidirectional overrides and controls are gone from text, code and contents; marks and joiners stay."""
    result = rendered("# a\u202eb\u2066c\n\n`d\u202ee` \u200ff\u200d\u200c \x1b[31mg\x07 \x00")
    assert result.headings[0].text == "abc"
    assert result.text == "abc de \u200ff\u200d\u200c [31mg"


def test_lone_surrogates_are_dropped():
    """Half of a character from a damaged cache does not stop the build."""
    assert rendered("a\ud800b").html == "<p>ab</p>\n"
    assert render_notes("a\udfffb") == "<p>ab</p>\n"


def test_a_part_that_is_left_as_written_is_told():
    """A paragraph that is too long to be read as markup leads to a note."""
    assert rendered("*a* " * MAX_INLINE).note == module.AS_WRITTEN


def test_a_failure_shows_the_text():
    """If a library fails on a text, the text is shown as written, with a note of its own."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 60)
    try:
        result = rendered("- " * 30 + "<b>", "README.rst")
    finally:
        sys.setrecursionlimit(limit)
    assert result.note == module.FAILED
    assert result.html.endswith("- - &lt;b&gt;</pre>\n")


def test_notes():
    """Notes have links to elsewhere only, no pictures, no ids."""
    text = "# A\n\n[b](c.md) [d](https://d.example) ![e](https://e.example/e.png) [f](#a) x[^1]\n\n[^1]: n"
    markup = render_notes(text)
    assert 'href="https://d.example"' in markup
    assert "c.md" not in markup
    assert "<img" not in markup
    assert " id=" not in markup
    assert violations(markup) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a&#x202e;b", "README.md"),
        ("![a&#8238;b](https://p.example/c.png)", "README.md"),
        ("[x](https://d.example 'a&#x202E;b')", "README.md"),
        ("<p>a&#x202e;b</p>", "README.md"),
        ('<b title="a&#x202e;b">x</b>', "README.md"),
        ("# a&#x202e;b", "README.md"),
        ("<bdo dir='rtl'>ab</bdo>", "README.md"),
        (".. |x| unicode:: U+0061 U+202E U+0062\n   :ltrim:\n\n|x|", "README.rst"),
    ],
)
def test_no_entity_or_element_reverses_a_text(text, path):
    """What turns the reading order around is gone, however it is written; the text around it stays."""
    result = rendered(text, path)
    assert "ab" in result.html.replace("a b", "ab")
    assert not re.search("[\u202a-\u202e]|<bdo", result.html + result.text)
    assert not any("\u202e" in heading.text for heading in result.headings)


def test_notes_of_a_readme_have_ids_of_their_own():
    """A README's own ids that look like those of notes do not meet them, and links find the right one."""
    result = rendered('<b id="fn-1">x</b>\n\n# fnref-1\n\ny[^a]\n\n[^a]: note')
    assert violations(result.html) == []
    note = re.search(r'<a href="#([^"]*)" id="([^"]*)"', result.html)
    assert f'<li id="{note[1]}">' in result.html
    assert f'href="#{note[2]}" class="footnote-backref"' in result.html


def test_preformatted_text_is_escaped():
    """Text that is shown as written holds no markup."""
    assert (
        preformatted("</pre><script>\x1b&", "why").html
        == '<pre tabindex="0">&lt;/pre&gt;&lt;script&gt;&amp;</pre>\n'
    )


def test_the_contents_are_bounded():
    """A README of thousands of headings names the first hundreds, of at most 200 characters."""
    result = rendered("# a\n" * 5_000 + "# " + "b" * 300)
    assert len(result.headings) == 400
    assert rendered("# " + "b" * 300).headings[0].text == "b" * 200


# --------------------------------------------------------------- the last wall


@pytest.mark.parametrize(
    "markup",
    [
        '<p onclick="x" style="y" class="z" id="main" data-a="b">t</p>',
        '<a href="javascript:x" target="_top" name="n">t</a><a href="/x">u</a><a href="#main">v</a>',
        '<img src="javascript:x"><img src="/x.png"><svg><script>x</script></svg>',
        '<iframe src="https://x.example"></iframe><form><input name="a"></form><style>x</style>',
        "<!-- x --><table><tr><td><script>x</script>",
        '<h1>x</h1><input type="text"><pre>y</pre><span class="k evil">z</span>',
    ],
)
def test_the_sanitiser_alone_stops_it(markup):
    """What the writer never writes is stopped by the sanitiser too, or left without any effect."""
    harmless = {"<img> without its attributes", "<input> that is no disabled checkbox", "<p class=''>"}
    assert set(violations(sanitised(markup))) <= harmless


def test_the_sanitiser_refuses_bad_srcsets():
    """A srcset that is not all https stops the document; nh3 would let it through."""
    with pytest.raises(UnsafeError):
        sanitised('<img src="https://x.example/a.png" alt="" srcset="http://x.example/b.png 2x">')
    with pytest.raises(UnsafeError):
        sanitised('<picture><source srcset="javascript:x"></picture>')


def test_the_sanitiser_changes_nothing_that_was_written():
    """Sanitising twice gives the same HTML."""
    result = rendered(
        "# a\n\n| b |\n|---|\n| ![c](d.png) [e](f) x[^1] |\n\n- [x] g\n\n```py\n1\n```\n\n[^1]: h\n"
    )
    assert sanitised(result.html) == result.html


@given(st.text(alphabet="<>/abipdv \"'=&#:![]()*`\n", max_size=120))
def test_the_sanitiser_has_nothing_to_mend(text):
    """The writer's HTML is well-formed: the sanitiser adds and removes no element."""
    result = rendered(text)
    assert sanitised(result.html) == result.html
    assert violations(result.html) == []


# ------------------------------------------------------------------ determinism

PROGRAM = """
import sys
from generator.markdown import render_readme
from generator.model import Readme
from generator.urls import RepoLocation
for text in (sys.argv[1], sys.argv[1]):
    sys.stdout.write(repr(render_readme(Readme("README.md", text), RepoLocation("o/n", "c"))))
"""


def test_the_same_bytes_in_every_process():
    """Hash seeds, time zones and locales change nothing."""
    text = (
        '# A\n\n![b](c.png) <img src="d.png" width="1" title="t" align="left">'
        '<a id="e" title="t" href="f">g</a>\n\n- [x] h\n\n```python\ndef i(): pass\n```\n\n'
        "<table><tr><td rowspan=2 colspan=3>j</td></tr></table>\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, text],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"), ("3", "America/New_York"))
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1_000


def test_the_version_names_every_library():
    """The version by which caches are keyed changes with each library that makes the HTML."""
    assert RENDERER_VERSION.count("-") == 4
