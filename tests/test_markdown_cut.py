"""Bytes to text, and long READMEs to 50 KB that still read as the whole did."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.markdown import MAX_README, decode, truncate
from generator.markdown.parser import parse

# -------------------------------------------------------------------- decoding


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain", "plain"),
        ("ü 日本 👩‍💻".encode(), "ü 日本 👩‍💻"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("ü".encode("utf-16"), "ü"),
        (b"\xfe\xff" + "ü日".encode("utf-16-be"), "ü日"),
        ("ü".encode("utf-32"), "ü"),
        ("no mark at all".encode("utf-16-le"), "no mark at all"),
        ("no mark at all".encode("utf-16-be"), "no mark at all"),
        (b"caf\xe9", "caf\ufffd"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", None),
        (b"text\0with NUL", None),
        (b"a" * 8_000 + b"\0", "a" * 8_000 + "\ufffd"),
        (b"", ""),
    ],
)
def test_decode(data, text):
    """Every usual encoding is read, line ends become one, and a binary file is none."""
    assert decode(data) == text


def test_binary_files_are_marked():
    """A binary README has no text and says so."""
    readme = truncate(b"\0\1\2", "README.md")
    assert (readme.text, readme.binary, readme.truncated) == ("", True, False)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(data):
    """Any bytes give a text that UTF-8 can hold, without NUL and carriage return, or none."""
    text = decode(data)
    if text is not None:
        assert "\0" not in text
        assert "\r" not in text
        text.encode("utf-8")


# --------------------------------------------------------------------- cutting


def cut(text, limit):
    """The text cut to that many bytes."""
    return truncate(text.encode(), "README.md", limit).text


def test_short_texts_stay():
    """A text of exactly the limit is not cut."""
    readme = truncate(b"a" * MAX_README, "README.md")
    assert readme.text == "a" * MAX_README
    assert not readme.truncated


def test_one_byte_more_is_cut():
    """A text over the limit is cut and says so."""
    readme = truncate(b"word " * (MAX_README // 5 + 1), "README.md")
    assert readme.truncated
    assert MAX_README - 10 < len(readme.text) <= MAX_README


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("one\n\ntwo\n\nthree\n", 12, "one\n\ntwo\n\n"),
        ("# a\n\npara\ngraph\nthat goes on\n\nend\n", 22, "# a\n\n"),
        ("- a\n- b\n- c\n- d\n", 9, "- a\n- b\n"),
        ("|a|\n|-|\n|b|\n|c|\n", 13, "|a|\n|-|\n|b|\n"),
        ("a\n\n```py\nx = 1\ny = 2\nz = 3\n```\nb\n", 22, "a\n\n```py\nx = 1\n```\n"),
        ("a\n\n~~~~\nx\ny\nz\nlong long long\n~~~~\n", 18, "a\n\n~~~~\nx\ny\n~~~~\n"),
        ("a\n\n<!-- x\n\ny\n\nz\nlong long long -->\n", 18, "a\n\n<!-- x\n\ny\n\n-->\n"),
        ("a\n\n<pre>\nx\n\ny\n\nz\nlong long long</pre>\n", 22, "a\n\n<pre>\nx\n\ny\n\n</pre>\n"),
        ('a\n\n<img\n  src="x"\n  alt="y">\n', 24, "a\n\n"),
        ("- a\n\n  ```\n  x\n  y\n  z\n  ```\n", 18, "- a\n\n  ```\n  x\n"),
        ("ääääääääää", 7, "äää"),
        ("wordwordwordword <b title='long'>", 25, "wordwordwordword "),
        ("👩‍💻👩‍💻", 13, "👩‍💻"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301"),
        ("x" * 10, 0, ""),
    ],
)
def test_cuts(text, limit, kept):
    """A cut falls between lines and blocks, closes what it opens, and halves no character and no tag."""
    assert cut(text, limit) == kept


def test_definitions_that_are_used_are_kept():
    """Links and notes further down that the kept text refers to come along, each once, others do not."""
    kept = "[a] [b][c] x[^n] [^m]\n\n" + "more text\n\n" * 4
    links = "[a]: https://a.example\n[A]: again\n[c]: <c d> 'C'\n[z]: unused\n"
    text = kept + "more text\n\n" * 16 + links + "[^n]: Note.\n\n```\n[^m]: code\n```\n"
    assert cut(text, 120) == f"{kept}\n[a]: https://a.example\n[c]: <c d> 'C'\n[^n]: Note.\n"


def test_definitions_do_not_push_the_text_out():
    """Definitions take at most half of the room, and stand apart from a long line that was cut."""
    text = "".join(f"[l{n}] " for n in range(200)) + "\n\n" + "".join(f"[l{n}]: u\n" for n in range(200))
    kept, _, definitions = cut(text, 1_600).partition("\n\n")
    assert kept.startswith("[l0] [l1]")
    assert 400 < len(definitions) <= 800


# ------------------------------------------------------------------------ laws

WORDS = [
    "word",
    "*em*",
    "`code`",
    "[ref]",
    "[x][two]",
    "n[^1]",
    "<b>b</b>",
    '<img src="x" alt="y">',
    "ünï",
    "日本",
    "👩‍💻",
    "\\",
]
line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=10).map(" ".join)
paragraph = st.lists(line, min_size=1, max_size=4).map("\n".join)
block = st.one_of(
    paragraph,
    line.map("## {}".format),
    paragraph.map("```py\n{}\n\nx = 1\n```".format),
    paragraph.map("~~~~\n```\n{}\n~~~~".format),
    paragraph.map(lambda text: "> " + text.replace("\n", "\n> ")),
    st.lists(line, min_size=1, max_size=6).map(lambda lines: "\n".join(f"- {one}" for one in lines)),
    st.lists(line, min_size=1, max_size=6).map(
        lambda rows: "| a |\n|---|\n" + "".join(f"| {one} |\n" for one in rows)
    ),
    paragraph.map("<!-- {}\n\nx -->".format),
    paragraph.map("<pre>\n{}\n\nx\n</pre>".format),
    st.just('<div\n  align="center">\n<img\n  src="x">\n</div>'),
    st.just("- a\n\n  ```sh\n  run\n\n  again\n  ```\n\n  more"),
)
DEFINITIONS = "[ref]: https://r.example 'R'\n[two]: <two two.md>\n[^1]: A note."
documents = st.lists(block, min_size=4, max_size=25).map(lambda blocks: "\n\n".join([*blocks, DEFINITIONS]))


def top_blocks(text):
    """The blocks of a document as plain values, without its notes."""
    blocks, current, inside = [], [], False
    for token in parse(text)[0]:
        inside = (inside or token.type == "footnote_open") and token.type != "footnote_close"
        if inside or token.type == "footnote_close":
            continue
        children = [(child.type, child.content, child.attrs) for child in token.children or ()]
        current.append((token.type, token.content, token.info, children))
        if token.level == 0 and token.nesting <= 0:
            blocks.append(current)
            current = []
    return blocks


@settings(max_examples=150)
@given(documents, st.floats(0.2, 1))
def test_what_is_kept_reads_as_before(text, share):
    """All blocks but the last are those of the whole document, with its links and notes.

    And what would follow the kept text is outside of its last block.
    """
    limit = max(400, int(len(text.encode()) * share))
    readme = truncate(text.encode(), "README.md", limit)
    if readme.truncated:
        kept, whole = top_blocks(readme.text), top_blocks(text)
        assert kept[:-1] == whole[: max(len(kept) - 1, 0)]
        assert top_blocks(readme.text + "\n\nAfterwards.\n")[-1][1][1] == "Afterwards."


@settings(max_examples=200)
@given(
    st.one_of(
        documents, st.text(alphabet="`~<>!-[]:^# \nab*é👩\u200d", max_size=400), st.binary(max_size=300)
    ),
    st.integers(0, 400),
)
def test_the_limit_is_kept_and_cutting_again_changes_nothing(source, limit):
    """No text comes out longer than the limit, and one that was cut is not cut again."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    readme = truncate(data, "README.md", limit)
    size = len(readme.text.encode())
    assert size <= limit
    assert truncate(readme.text.encode(), "README.md", limit).text == readme.text
    if not readme.binary:
        assert readme.truncated == (len((decode(data) or "").encode()) > limit)
