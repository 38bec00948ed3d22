"""Attack documents, read by a strict list of what their HTML may hold."""

# ruff: noqa: SIM905 - tables of words
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markdown import render_notes, render_readme
from generator.markdown.readme import FAILED
from generator.model import Readme
from generator.urls import RepoLocation
from tests.attack_documents import attacks
from tests.markup_rules import violations

LOCATION = RepoLocation("owner/name", "0123456789abcdef0123456789abcdef01234567")
ATTACKS = attacks()
NAMES = [attack.id for attack in ATTACKS]


def rendered(text, form="md"):
    """The README of that text and format."""
    return render_readme(Readme(f"docs/README.{form}", text), LOCATION)


def indented(text, first, rest):
    """The text with something before its first and before its other lines."""
    return first + text.replace("\n", "\n" + rest)


CONTAINERS = {
    "list": lambda text: indented(text, "- ", "  "),
    "quote": lambda text: indented(text, "> ", "> "),
    "table": lambda text: "| x |\n|---|\n| " + text.replace("\n", " ") + " |",
    "heading": lambda text: "# " + text.replace("\n", " "),
    "link": lambda text: f"[{text}](x.md)",
    "alert": lambda text: indented(text, "> [!NOTE]\n> ", "> "),
    "footnote": lambda text: "x[^n]\n\n" + indented(text, "[^n]: ", "    "),
    "block": lambda text: f"<div>\n{text}\n</div>\n\n<b title='{text}'>\n\n{text}",
    "attribute": lambda text: f'<img src="a.png" alt="{text}" title=\'{text}\'> <a href="{text}">x</a>',
    "fence": lambda text: f"```{text}\n```\n{text}",
    "html": lambda text: indented(text, "<details><summary>", "") + "</summary>\n\n" + text,
}


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x</script>",
        "<p onclick='x'>y</p>",
        "<p style=x>y</p>",
        "<a href='javascript:x' rel='nofollow ugc noopener noreferrer'>y</a>",
        "<a href='//x' rel='nofollow ugc noopener noreferrer'>y</a>",
        "<a href='https://x'>no rel</a>",
        "<p id=main>x</p>",
        "<p id=user-content-x>x</p><p id=user-content-x>x</p>",
        "<img src=https://x>",
        "<p class='skip-link'>x</p>",
        "<svg></svg>",
        "<!-- x -->",
        "<p>unclosed",
        "</p>",
        "<p>\u202e</p>",
        "<input type=text disabled>",
    ],
)
def test_the_list_notices(bad):
    """The strict list reports each kind of thing that is not allowed."""
    assert violations(bad)


def test_ids_name_one_attack_each():
    """No id, technique or text stands for two documents, and there are as many as were promised."""
    techniques = {attack.technique.casefold() for attack in ATTACKS}
    texts = {re.sub(r"[ \t\n]+", " ", attack.text) for attack in ATTACKS}
    assert len(set(NAMES)) == len(techniques) == len(texts) == len(NAMES) >= 600


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_attack_as_a_readme(attack):
    """Nothing that is not allowed is left of an attack, and it is no reason to fail."""
    result = rendered(attack.text, attack.format)
    assert violations(result.html) == []
    assert result.note != FAILED
    assert not re.search(r'<[^<>]* src(?:set)?="[^"]*canary\.example', result.html)


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_attack_in_containers(attack):
    """Nothing that is not allowed is left of an attack within other Markdown and HTML."""
    for name, wrapped in CONTAINERS.items():
        result = rendered(wrapped(attack.text))
        assert violations(result.html) == [], name
        assert result.note != FAILED, name


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_attack_as_notes(attack):
    """Notes hold no picture and no id besides."""
    markup = render_notes(attack.text)
    assert violations(markup) == []
    assert not re.search(r"<(img|source)\b|<[^>]* id=", markup)


def test_all_attacks_in_one_document():
    """Attacks one after the other in one README do not help each other."""
    for join in ("\n\n", "\n", " "):
        text = join.join(attack.text for attack in ATTACKS if attack.format == "md")
        for start in range(0, len(text), 20_000):
            assert violations(rendered(text[start : start + 25_000]).html) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=NAMES)
def test_plain_text_and_headings_hold_no_markup_of_ours(attack):
    """The text for search is text: nothing of the HTML that was written is in it."""
    result = rendered(attack.text, attack.format)
    assert "user-content-" not in result.text or "user-content-" in attack.text
    assert "nofollow" not in result.text
    for heading in result.headings:
        assert heading.id.startswith("user-content-")
        assert not re.search(r"\s", heading.id)


def test_long_addresses_are_not_linked():
    """An address of thousands of characters leaves its text only."""
    result = rendered(f"[x](https://example.org/{'A' * 3000}) ![y](https://example.org/{'B' * 3000}.png)")
    assert result.html == "<p>x y</p>\n"


PIECES = [attack.text for attack in ATTACKS if len(attack.text) < 120]
TOKENS = """< > </ /> " ' = & ; # <!-- --> <![CDATA[ ]]> <? ?> <b> </b> <p> <div> </div> <table> <tr> <td>
<svg> <math> <style> <script> </script> <title> <a <img href= src= srcset= onerror= id= name= style= class=
javascript: data: //x ` ``` ~~~ [ ] ( ) ![ ]( * _ | - > [^1] [^1]: [a]: \\ &lt; &#x3c; {{ }}""".split()


@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES), st.sampled_from(TOKENS), st.sampled_from([" ", "\n", "\n\n", "    "])
        ),
        max_size=30,
    )
)
def test_pieces_of_attacks_in_any_order(pieces):
    """No order of pieces of attacks makes something that is not allowed."""
    result = rendered("".join(pieces))
    assert violations(result.html) == []
    assert result.note != FAILED


@given(st.text(max_size=300))
def test_any_text_is_rendered(text):
    """Any text becomes allowed HTML, whatever its format is said to be."""
    for form in ("md", "rst", "txt"):
        assert violations(rendered(text, form).html) == []


@given(st.text(max_size=300))
def test_plain_text_is_shown_as_it_is(text):
    """A README of an unknown format is shown character by character, but for controls."""
    shown = html.unescape(re.sub(r"</?pre[^>]*>", "", rendered(text, "txt").html))
    visible = re.sub(
        "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", "", text
    )
    assert shown == visible + "\n"
