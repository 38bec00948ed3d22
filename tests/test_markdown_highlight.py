"""Code in colours: nothing is lost or let through, and nothing takes long."""

import html
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markdown.highlight import CLASSES, LEXERS, MAX_BLOCK, MAX_DOCUMENT, MAX_LINE, Highlighter

STYLES = Path(__file__).parent.parent / "templates" / "assets" / "css"
LANGUAGES = sorted(set(LEXERS.values()))


def coloured(code, language):
    """The HTML of code alone in its document."""
    return Highlighter().html(code, language)


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        (
            "python",
            "def f(x): # c\n",
            '<span class="k">def </span><span class="nf">f</span>(x): <span class="c"># c\n</span>',
        ),
        ("PY", "3\n", '<span class="m">3\n</span>'),
        ("json", '{"a": "b"}\n', '{<span class="k">"a"</span>: <span class="s">"b"</span>}\n'),
        ("console", "$ ls\nout\n", '<span class="go">$ </span>ls\n<span class="go">out\n</span>'),
        ("diff", "-a\n+b\n", '<span class="gd">-a\n</span><span class="gi">+b\n</span>'),
        (
            "java",
            "int a = b(1);",
            '<span class="k">int </span>a = <span class="nf">b</span>(<span class="m">1</span>);',
        ),
        (
            "java",
            '"a\\"b" \'c\n/* d\n*/ E',
            '<span class="s">"a\\"b" \'c\n</span><span class="c">/* d\n*/ </span><span class="nf">E</span>',
        ),
        ("hcl", '"""a "b" c"""', '<span class="s">"""a "b" c"""</span>'),
        ("no-such-language", "<b>&\n", "&lt;b&gt;&amp;\n"),
        ("", "<b>\n", "&lt;b&gt;\n"),
        ("text", "def\n", "def\n"),
    ],
)
def test_colours(language, code, expected):
    """Each kind of word gets its class, neighbours of one kind share an element, the rest is plain."""
    assert coloured(code, language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_known(language):
    """The lexer of every language in the table exists and reads a line."""
    assert "x" in coloured("x = 1\n", language)


@settings(max_examples=200)
@given(st.sampled_from(LANGUAGES), st.text(alphabet="ab1 \n\t<>&\"'`/*#-+=(){}[]\\:;.,$@%|~!?", max_size=120))
def test_no_character_is_lost_and_no_other_element_is_made(language, code):
    """Without its spans, coloured code is the code; the spans have known classes."""
    markup = coloured(code, language)
    assert html.unescape(re.sub(r'<span class="[a-z]{1,2}">|</span>', "", markup)) == code
    assert set(re.findall(r'class="([^"]*)"', markup)) <= CLASSES


def test_long_code_stays_plain():
    """Blocks, lines, runs of white space and documents over the limits are only escaped."""
    assert "<span" in coloured("x = 1\n" * (MAX_BLOCK // 6), "python")
    assert "<span" not in coloured("x = 1\n" * (MAX_BLOCK // 6 + 1), "python")
    assert "<span" not in coloured("x = '" + "a" * MAX_LINE + "'\n", "python")
    assert "<span" not in coloured("x = 1" + "\n" * 9 + "y = 2\n", "python")
    assert "<span" not in coloured("x = 1" + " " * 90 + "# y\n", "python")
    document = Highlighter()
    blocks = [document.html("x = 1\n" * 800, "python") for _ in range(10)]
    assert ["<span" in block for block in blocks] == [n < MAX_DOCUMENT // 4_800 for n in range(10)]


HOSTILE = {
    "c": "{",
    "csharp": "a\n",
    "elixir": "{{",
    "hcl": "<<a\n",
    "html": "<!--",
    "java": "a\n",
    "julia": "}",
    "makefile": "0_",
    "nix": "é",
    "perl": ".a",
    "python": "%{",
    "ruby": "<!--",
    "rust": "</",
    "scala": "\\\\",
    "tsx": ".a",
}
"""For the languages whose lexers are slowest, the pattern on which they are."""


@pytest.mark.parametrize(("language", "pattern"), HOSTILE.items())
def test_hostile_code_does_not_hang(language, pattern):
    """At the greatest length that is coloured, the worst known pattern takes bounded time."""
    line = pattern if "\n" in pattern else pattern * ((MAX_LINE - 1) // len(pattern)) + "\n"
    start = time.process_time()
    markup = coloured(line * (MAX_BLOCK // len(line)), language)
    assert time.process_time() - start < 5.0
    assert len(markup) >= MAX_BLOCK - len(line)


def test_the_theme_colours_every_class():
    """The style sheet of code has a rule for each class that code may carry."""
    sheet = (STYLES / "code.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.([a-z]{1,2}[0-9]?)\b", sheet)) >= CLASSES


# ------------------------------------------------------------------- contrast


def luminance(colour):
    """Relative luminance of ``#rrggbb``, by WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["text", "keyword", "name", "string", "number", "comment"])
def test_code_is_legible(name, scheme):
    """Each colour of code has a contrast of 4.5 on what code stands on, and the text on changed lines."""
    tokens = dict(
        re.findall(
            r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", (STYLES / "tokens.css").read_text()
        )
    )
    colour = {key: value.split(", ")[scheme] for key, value in tokens.items()}
    for ground in ("sunken", "surface"):
        assert contrast(colour[f"code-{name}"], colour[ground]) >= 4.5
    if name == "text":
        assert contrast(colour["code-text"], colour["code-added"]) >= 4.5
        assert contrast(colour["code-text"], colour["code-removed"]) >= 4.5
