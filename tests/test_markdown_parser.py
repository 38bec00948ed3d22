"""The fast parser against the stock one, and the extensions of GitHub that are ours."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.markdown.autolinks import linked
from generator.markdown.emoji import EMOJI, with_emoji
from generator.markdown.outline import Outline, slugged
from generator.markdown.parser import MAX_INLINE, MAX_NESTING, parse, parser, stock
from generator.markdown.quick_inline import quick_inline
from generator.markdown.raw import Closing, Opening, pieces

# ------------------------------------------------------- the rules by first character

PIECES = [
    *(
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "\t",
        "a",
        "b c",
        "é",
        "。",
        "\u00a0",
        "\\",
        "\\\n",
        '"',
        "'",
        ":",
        "=",
        "|",
    ),
    *(
        "> ",
        ">",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "#",
        "# ",
        "## ",
        "```",
        "~~~",
        "---",
        "===",
        "-",
        "***",
        "- - -",
    ),
    *(
        "*",
        "**",
        "_",
        "__",
        "~",
        "~~",
        "`",
        "``",
        "[",
        "](",
        ")",
        "!",
        "![",
        "<",
        "(",
        "&",
        "&amp;",
        "]:",
        "[ ] ",
    ),
    *(
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        '<a href="x">',
        "<pre>",
        "</pre>",
        "<?",
        "<http://a.b>",
    ),
    *(
        "|a|b|\n|-|-|\n",
        "|-",
        "|\n",
        "[a]: x\n",
        "[a]",
        "[^1]: n\n",
        "[^1]",
        "[x] ",
        "> [!NOTE]\n",
        "http://a.b",
    ),
]
FAST, STOCK = parser(), stock()


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("a\n- b\n> ===\n1. c\n   ---")
@example("| a |\n| - |\n\n> | a |\n> |---|\n> b")
@example("[a]:\n  b\n'c'\n===\n")
def test_tokens_are_those_of_the_stock_parser(text):
    """Calling only the rules that may match at a character gives the tokens that calling all gives."""
    assert FAST.parse(text, {}) == STOCK.parse(text, {})


LINES = [
    *(
        "",
        "",
        " ",
        "a",
        "  b",
        "    c",
        "\td",
        "- e",
        "-",
        "-  f",
        "-     g",
        "  - h",
        "    - i",
        "\t- j",
        "* k",
        "+ l",
    ),
    *(
        "1. m",
        "2) n",
        "10. o",
        "1.",
        "   1. p",
        "1234567890. q",
        "- [ ] r",
        "- [x]\ts",
        "- [X]  t",
        "1. [ ] u",
        "- [ ]",
    ),
    *(
        "# v #",
        "##",
        "####### w",
        "#x",
        "### \ty ## ",
        "===",
        "---",
        "- - -",
        "***",
        "> z",
        ">",
        "> - a",
        "> # b",
    ),
    *(
        "| a | b |",
        "|--|:-:|",
        "--|--",
        "c \\| d | e",
        "| f",
        "|",
        "||",
        ":-|-:",
        "g|h|i",
        "- | j |",
        "  | - | - |",
    ),
    *("```", "~~~ k", "<div>", "[l]: /m", "[l]", "[^n]: o", "[^n]", "\u00a0", "- p\n\n  q", "- r\n- s"),
]


@settings(max_examples=600)
@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join))
@example("- a\n\n\n- b\n\nc")
@example("1. a\n   - [ ]  b\n     c\n\n     d")
@example("| a |\n| - |\n| b |\n- c\n    | d |")
def test_blocks_are_those_of_the_stock_parser(text):
    """Paragraphs, headings, lists and tables by rules of our own have the tokens of the stock ones."""
    assert FAST.parse(text, {}) == STOCK.parse(text, {})


INLINE = [
    *(
        "a",
        "b c",
        "é",
        "7",
        "—",
        "🚀",
        ".",
        ",",
        "(",
        ")",
        "!",
        "]",
        " ",
        " ",
        "  ",
        "\t",
        "\n",
        "  \n",
        " \n  ",
    ),
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "a_b",
        "~",
        "<",
        "< ",
        "& ",
        "&amp;",
        "\\",
        "\\*",
        "`",
        "``",
        "`a`",
        "` b `",
    ),
    *(
        "**a**",
        "*a*",
        "**`a`**",
        "**[a](b)**",
        "[a](b)",
        '[a](b "c")',
        "[a b](c_d*e)",
        "[`a`](b)",
        "[**a**](b)",
    ),
    *(
        "![a](b)",
        "![](b)",
        '![a](b "c")',
        "[![a](b)](c)",
        "[",
        "[a]",
        "[^1]",
        "[ ]",
        "[a](",
        "](b)",
        "[a] (b)",
    ),
    *(
        "[a](<b>)",
        "[a](b c)",
        "[a](b(c))",
        '[a](b "")',
        "<b>",
        "<http://a.b>",
        "http://a.b",
        "[[a](b)](c)",
        "|",
    ),
]


@settings(max_examples=600)
@given(
    st.lists(st.sampled_from(INLINE), max_size=12).map("".join),
    st.sampled_from(["", "[a]: /u", "[^1]: note"]),
)
@example("**a** \n**b**", "")
@example("`` ` `` a", "")
@example("x**a**b*c*d", "")
@example("[*](b)*", "")
def test_simple_texts_have_the_tokens_of_the_stock_parser(text, definition):
    """Reading simple markup in one go gives the tokens that the rules give, with definitions and without."""
    document = f"{text}\n\n{definition}\n"
    assert FAST.parse(document, {}) == STOCK.parse(document, {})


@pytest.mark.parametrize("text", ["a `b` **c** [d](e) ![f](g)\nh_i [j]", "[![a](b)](c)", "[**a**](b)", "*é*"])
def test_simple_texts_need_no_parser(text):
    """What READMEs are full of counts as simple."""
    assert quick_inline(text, references=False)


@pytest.mark.parametrize(
    "text", ["a\\*", "&lt;", "a <b>", "***a***", "*a **b***", "*a", "~a~", "``a``", "[^1]"]
)
def test_other_texts_are_left_to_the_parser(text):
    """Escapes, entities, tags, nested or open emphasis, strikethrough and footnotes are not simple."""
    assert quick_inline(text, references=False) is None


def test_brackets_are_simple_only_without_references():
    """A word in brackets may be a link where the document defines any."""
    assert quick_inline("[a] *b*", references=False)
    assert quick_inline("[a] *b*", references=True) is None


def test_long_texts_are_left_as_written():
    """A paragraph that is too long to be prose is one text, and that is told."""
    tokens, as_written = parse("*a* " * (MAX_INLINE // 4 + 1))
    assert as_written
    assert [child.type for child in tokens[1].children] == ["text"]
    tokens, as_written = parse("*a* " * 100)
    assert not as_written
    assert "em_open" in [child.type for child in tokens[1].children]


def test_nesting_is_bounded():
    """Quotes within quotes end at the greatest depth."""
    tokens, _ = parse("> " * 200 + "a")
    assert max(token.level for token in tokens) <= MAX_NESTING


# ------------------------------------------------------------------ headings

GITHUB_IDS = [
    ("Usage", "usage"),
    ("Getting Started", "getting-started"),
    ("What's new? (2.0)", "whats-new-20"),
    ("C++ & C#", "c--c"),
    ("snake_case-and-dash", "snake_case-and-dash"),
    ("  two  spaces", "--two--spaces"),
    ("Über Größe", "über-größe"),
    ("日本語 テスト", "日本語-テスト"),
    ("🚀 Launch", "-launch"),
    ("⚙️ Settings", "️-settings"),
    ("1. First", "1-first"),
    ("№ ½ ²", "--"),
    ("a/b:c.d", "abcd"),
    ("é", "é"),
]


@pytest.mark.parametrize(("text", "slug"), GITHUB_IDS)
def test_ids_are_those_of_github(text, slug):
    """A heading's id is its text in lower case, letters, digits, marks and connectors only."""
    assert slugged(text) == slug


def test_repeated_ids_are_numbered():
    """The second heading of a name gets -1, also where that was a name of its own."""
    outline = Outline()
    assert [outline.id_for(name) for name in ("a", "a", "a-1", "a", "a")] == [
        "a",
        "a-1",
        "a-1-1",
        "a-2",
        "a-3",
    ]


@given(st.lists(st.text(alphabet="ab-1 ", max_size=4)))
def test_ids_are_unique(names):
    """No two headings share an id."""
    outline = Outline()
    ids = [one for one in map(outline.id_for, names) if one]
    assert len(set(ids)) == len(ids)


@given(st.lists(st.integers(1, 6)))
def test_levels_are_never_skipped(written):
    """Shown levels start at 3, end at 6, and never grow by more than one."""
    outline = Outline()
    levels = [outline.level(level) for level in written]
    assert all(3 <= level <= 6 for level in levels)
    assert all(after - before <= 1 for before, after in zip([2, *levels], levels, strict=False))


# ----------------------------------------------------------------- autolinks


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://x.example/a.", ["https://x.example/a"]),
        ("(https://x.example/a_(b))", ["https://x.example/a_(b)"]),
        ("www.x.example, *http://y.example*", ["http://www.x.example", "http://y.example"]),
        ("https://x.example/?a=b&copy; c", ["https://x.example/?a=b"]),
        ("HTTPS://X.example!", ["HTTPS://X.example"]),
        ("mail a.b+c@x.example.", ["mailto:a.b+c@x.example"]),
        ("a@x.example and https://y.example/@z", ["mailto:a@x.example", "https://y.example/@z"]),
        ("https://user@x.example", ["https://user@x.example"]),
        ("xhttps://x.example", []),
        ("www.x", []),
        ("https://", []),
        ("https://?x", []),
        ("https://a_b.c_d", []),
        ("a@b", []),
        ("@x.example", []),
        ("a@@x.example", []),
    ],
)
def test_bare_addresses(text, links):
    """Web and mail addresses in text are found as GitHub finds them, without the sentence's punctuation."""
    assert [url for _, url in linked(text) if url] == links


@given(st.text(alphabet="htps:/w.@ab(&;)_ \n", max_size=60))
def test_links_lose_no_text(text):
    """The pieces of a text are the text."""
    assert "".join(piece for piece, _ in linked(text)) == text


# --------------------------------------------------------------------- emoji


def test_emoji():
    """Known shortcodes become characters, all else stays."""
    assert with_emoji(":rocket: :+1: :no_such: 1:2:3 ::tada::") == "🚀 👍 :no_such: 1:2:3 :🎉:"


def test_emoji_table_is_sound():
    """Each name is one that is looked for, and names no text."""
    for name, character in EMOJI.items():
        assert with_emoji(f":{name}:") == character
        assert not character.isalnum()


# ------------------------------------------------------------------ raw HTML


def test_pieces_of_html():
    """Tags come in lower case with decoded attributes, the first of a name; comments do not come."""
    assert list(pieces("a &lt; <P ID=x id=\"y\" Title='&quot;z&quot;' hidden>b<!-- <i> --></P >")) == [
        "a < ",
        Opening("p", {"id": "x", "title": '"z"', "hidden": ""}),
        "b",
        Closing("p"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a<script>b</script>c", "ac"),
        ("a<SCRIPT x>b</script\n>c", "ac"),
        ("a<script>b", "a"),
        ("a<svg><b>x</b></svg>c", "ac"),
        ("a<svg>x", "ax"),
        ("a<!-- b", "a"),
        ("a<!-->b", "ab"),
        ("a<![CDATA[<b>]]>c", "ac"),
        ("a<?b?>c", "ac"),
        ("a < b", "a < b"),
        ("a<b", "a<b"),
        ('<b title="x', '<b title="x'),
        ("&copy=1 &amp;lt; &#x41;&#106", "&copy=1 &lt; A&#106"),
    ],
)
def test_text_of_html(source, text):
    """What is code for a machine goes with its element; what is no tag is text."""
    assert "".join(piece for piece in pieces(source) if isinstance(piece, str)) == text


@given(st.text(alphabet="<>/!-?a\"'= &;", max_size=80))
def test_any_html_is_cut_into_pieces(source):
    """No text is too broken to be read."""
    assert all(isinstance(piece, (str, Opening, Closing)) for piece in pieces(source))
