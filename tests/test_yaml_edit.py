"""Editing YAML: what was asked for is changed, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.errors import EditError, ProblemsError
from generator.yaml_text import edited, mapping_text, parse, plain, renamed, same

ORDER = ("id", "repo_url", "name", "description", "notes", "tags", "trust", "exclude", "added", "number")

# ----------------------------------------------------------------------- cases

CASES = {
    "a word in the place of another": ("name: Old # why\n", {"name": "New"}, "name: New # why\n"),
    "single quotes stay": ("name: 'Old'\n", {"name": "It's new"}, "name: 'It''s new'\n"),
    "double quotes stay": ('name: "Old"\n', {"name": "New"}, 'name: "New"\n'),
    "a text that needs quotes gets them": ("name: Old\n", {"name": "New: x"}, 'name: "New: x"\n'),
    "a folded block stays one": (
        "description: >- # long\n    Old\n    text.\n\ntags: [a]\n",
        {"description": "New."},
        "description: >- # long\n    New.\n\ntags: [a]\n",
    ),
    "a literal block stays one": ("notes: |\n  a\n  b\n", {"notes": "c\n\nd"}, "notes: |-\n  c\n\n  d\n"),
    "a block of one level less": (
        "name: >-\n x\ntags: [a]\n",
        {"name": "new"},
        "name: >-\n new\ntags: [a]\n",
    ),
    "a text over several lines": (
        "name: Old\n  text # c\nid: x\n",
        {"name": "New"},
        "name: New # c\nid: x\n",
    ),
    "a text that becomes long is folded": (
        "description: x # c\n",
        {"description": "word " * 20 + "end"},
        "description: >- # c\n  " + "word " * 18 + "word\n  word end\n",
    ),
    "a value where there was none": ("name:\ntags: [a]\n", {"name": "New"}, "name: New\ntags: [a]\n"),
    "a list where there was nothing": (
        "exclude: # c\nname: x\n",
        {"exclude": [{"pattern": "a"}]},
        "exclude: # c\n  - pattern: a\nname: x\n",
    ),
    "a value in the place of a list": (
        "tags: # c\n  - a\n  - b\nname: x\n",
        {"tags": 1},
        "tags: 1 # c\nname: x\n",
    ),
    "a value below its key": ("name:\n  Old\nid: x\n", {"name": "New"}, "name:\n  New\nid: x\n"),
    "an item is added behind its neighbour": (
        "tags:\n# first\n- a  # c\n\n- b\n",
        {"tags": ["a", "x", "b"]},
        "tags:\n# first\n- a  # c\n- x\n\n- b\n",
    ),
    "an item is taken out with its comment": (
        "tags:\n  # one\n  - a # c\n  # two\n  - b\n",
        {"tags": ["b"]},
        "tags:\n  # one\n  # two\n  - b\n",
    ),
    "an item in brackets is added": (
        "tags: [ a,b ] # c\n",
        {"tags": ["a", "b", "c"]},
        "tags: [ a,b, c ] # c\n",
    ),
    "the first in brackets is taken out": ("tags: [a, b, c]\n", {"tags": ["c"]}, "tags: [c]\n"),
    "the last in brackets are taken out": ("tags: [a, b, c]\n", {"tags": ["a"]}, "tags: [a]\n"),
    "all in brackets are exchanged": ("tags: [a, b] # c\n", {"tags": ["x"]}, "tags: [x] # c\n"),
    "brackets over several lines": (
        "tags: [\n  a, # one\n  b # two\n]\n",
        {"tags": ["b", "c"]},
        "tags: [\n  b, # two\n  c\n]\n",
    ),
    "brackets that outgrow the line": (
        f"tags: [{', '.join(['aaaaaaaaaaaa'] * 6)}] # c\n",
        {"tags": ["aaaaaaaaaaaa"] * 6 + ["bbbbb"]},
        "tags: # c\n" + "  - aaaaaaaaaaaa\n" * 6 + "  - bbbbb\n",
    ),
    "a comma in a comment is none": (
        "tags: [\n  a # one, two\n]\n",
        {"tags": ["a", "b"]},
        "tags: [\n  a, # one, two\n  b\n]\n",
    ),
    "a field of an item": (
        "exclude:\n  - pattern: a # one\n    reason: x # two\n  - b\n",
        {"exclude": [{"pattern": "a", "reason": "new"}, "b"]},
        "exclude:\n  - pattern: a # one\n    reason: new # two\n  - b\n",
    ),
    "a field of a mapping in brackets": (
        "trust: {reviewer: A, date: 2026-01-31} # c\n",
        {"trust": {"reviewer": "A", "date": "2026-02-01", "note": "x"}},
        "trust: {reviewer: A, date: 2026-02-01, note: x} # c\n",
    ),
    "a new last field of an inner mapping and a new field behind it": (
        "trust:\n  reviewer: A\n",
        {"trust": {"reviewer": "A", "note": "x"}, "added": "2026-01-31"},
        "trust:\n  reviewer: A\n  note: x\nadded: 2026-01-31\n",
    ),
    "a new field comes behind the one before it": (
        "# top\nrepo_url: a/b\n# about tags\ntags: [a]\n",
        {"name": "New"},
        "# top\nrepo_url: a/b\nname: New\n# about tags\ntags: [a]\n",
    ),
    "a new first field": ("# top\nname: a\n", {"id": "x"}, "# top\nid: x\nname: a\n"),
    "new fields in their order": ("name: a\n", {"added": "x", "id": "x"}, "id: x\nname: a\nadded: x\n"),
    "a field is taken out, comments around it stay": (
        "# a\nname: x # c\n# b\n\ntags:\n  - a\n  - b\n# d\nid: x\n",
        {"tags": None, "name": None},
        "# a\n# b\n\n# d\nid: x\n",
    ),
    "keys in quotes": ('"name" : Old\n', {"name": "New"}, '"name" : New\n'),
    "everything in braces": (
        '{"name":"Old","id":x}',
        {"name": "New", "added": "d"},
        '{"name":"New", added: d,"id":x}',
    ),
    "indented as a whole": ("  name: a\n", {"tags": ["a"]}, "  name: a\n  tags: [a]\n"),
    "line ends stay": (
        "name: a\r\ntags: [b]\r\n",
        {"notes": "x\ny"},
        "name: a\r\nnotes: |-\r\n  x\r\n  y\r\ntags: [b]\r\n",
    ),
    "no line end at the end": ("id: x\nname: a", {"tags": ["b"]}, "id: x\nname: a\ntags: [b]"),
    "a byte order mark stays": ("\ufeffname: a\n", {"id": "x", "name": "b"}, "\ufeffid: x\nname: b\n"),
    "marks around the document": ("---\nname: a\n...\n", {"tags": ["b"]}, "---\nname: a\ntags: [b]\n...\n"),
    "a block that keeps its empty lines": (
        "notes: |+\n  a\n\nid: x\n",
        {"tags": ["b"]},
        "notes: |+\n  a\n\ntags: [b]\nid: x\n",
    ),
    "nothing but a comment": ("# c\n", {"name": "a"}, "# c\nname: a\n"),
    "no block where a comment would fall into it": (
        "name: x\n\n   # aside\n",
        {"name": "a\nb"},
        'name: "a\\nb"\n\n   # aside\n',
    ),
    "a number stays a number": ("number: 1 # c\n", {"number": 2}, "number: 2 # c\n"),
    "a text that looks like a number": ("name: x\n", {"name": "1"}, 'name: "1"\n'),
}


@pytest.mark.parametrize(("text", "changes", "expected"), CASES.values(), ids=CASES)
def test_a_change_is_made_where_it_belongs(text, changes, expected):
    """Each way of writing keeps its style, its comments and its neighbours."""
    assert edited(text, changes, order=ORDER) == expected


def test_nothing_changes_where_nothing_is_to_change():
    """Values that are there already leave the text as it is, however it is written."""
    text = "'name' :   Old   # c\r\ntags: [ b,a,]\n\n\n"
    assert edited(text, {"name": "Old", "tags": ["b", "a"], "id": None}) == text


def test_a_value_of_another_type_is_a_change():
    """A text is not the number or the word that it looks like."""
    assert edited("name: 1\n", {"name": "1"}) == 'name: "1"\n'
    assert edited("name: 'true'\n", {"name": True}) == "name: true\n"


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "a: &x 1\n", "a: 1\na: 2\n", "a: [\n", "a: \x07\n"])
def test_what_cannot_be_read_is_not_edited(text):
    """Whatever the reader refuses is reported, and nothing comes out."""
    with pytest.raises(ProblemsError):
        edited(text, {"b": 1})


@pytest.mark.parametrize("text", ["- a\n", "text\n", "1\n"])
def test_only_mappings_are_edited(text):
    """A list or a word has no fields."""
    with pytest.raises(EditError, match="not a mapping"):
        edited(text, {"b": 1})


def test_what_is_written_too_oddly_is_refused():
    """A key behind a question mark is left to a person; other fields of that file can be edited."""
    odd = "? name\n: Old\nid: x\n"
    with pytest.raises(EditError, match="by hand"):
        edited(odd, {"name": ["a"]}, file="f.yaml")
    assert edited(odd, {"id": "z"}) == "? name\n: Old\nid: z\n"


def test_a_text_that_yaml_cannot_hold_is_refused():
    """NUL and half characters are an error, not a broken file."""
    for text in ("a\0b", "\ud800"):
        with pytest.raises(EditError):
            edited("name: x\n", {"name": text})


def test_a_field_is_renamed_in_place():
    """Only the key changes; a name that is taken is refused."""
    text = "# c\nold: [a] # d\nid: x\n"
    assert renamed(text, {"old": "tags", "gone": "name"}) == "# c\ntags: [a] # d\nid: x\n"
    with pytest.raises(EditError, match="already"):
        renamed(text, {"old": "id"})


# ------------------------------------------------------------------ properties

WORDS = st.sampled_from(
    ["a", "bb", "a b", "é", "x-1", "l'été", 'say "hi"', "a: b", "c #d", "yes", "12", "- x", "[y]", "#"]
)
TEXTS = (
    WORDS
    | st.text(st.sampled_from("ab é:#-'\"\\[]{},&*!|>%@`?~\t\n.0"), min_size=1, max_size=24)
    | st.text(max_size=8)
)
SCALARS = TEXTS | st.booleans() | st.integers(-999, 999) | st.floats(allow_nan=False)
NAMES = st.sampled_from(["id", "name", "notes", "tags", "trust", "exclude", "number", "other"])
RECORDS = st.dictionaries(WORDS, SCALARS, min_size=1, max_size=3)
VALUES = SCALARS | st.lists(SCALARS | RECORDS, max_size=5) | RECORDS | st.just("word " * 30 + "end")


def writable(value):
    """Whether YAML can hold it."""
    try:
        mapping_text({"x": value})
    except EditError:
        return False
    return True


# Files as people write them: each field in a style of its own, with the lines that belong to it.

COMMENTS = st.sampled_from(["", " # c", "   # what: [it] is"])
PLAIN_WORDS = st.sampled_from(["a", "bb", "a b", "x-1", "2", "https://x.y/z#1"])


@st.composite
def written_scalars(draw):
    """Lines of a value behind its key."""
    word, comment = draw(PLAIN_WORDS), draw(COMMENTS)
    return draw(
        st.sampled_from(
            [
                [f" {word}{comment}"],
                [f"  '{word}'{comment}"],
                [f' "{word}\\x41"{comment}'],
                [f" {word}", f"   {word}{comment}"],
                [f' "{word}', "", f'  {word}"{comment}'],
                [f" >-{comment}", f"    {word}", "", f"    {word}"],
                [f" |{comment}", f"  # {word}", f"    {word}"],
                [f" |+{comment}", f"  {word}", ""],
                [f" |2-{comment}", f"   {word}"],
                [comment],
                [comment, f"    {word}"],
            ]
        )
    )


@st.composite
def written_lists(draw):
    """Lines of a list behind its key, in brackets or in lines."""
    items, comment = draw(st.lists(PLAIN_WORDS, min_size=1, max_size=4, unique=True)), draw(COMMENTS)
    style = draw(st.integers(0, 5))
    if style == 0:
        return [f" [{', '.join(items)}]{comment}"]
    if style == 1:
        return [f" [ {' ,'.join(items)} , ]{comment}"]
    if style == 2:
        return [f" [{comment}", *(f"    {item},{comment}" for item in items), f"  ]{comment}"]
    if style == 3:
        return [f" [{items[0]}", *(f"   , '{item}'{comment}" for item in items[1:]), f"  ]{comment}"]
    indent = draw(st.sampled_from(["", "  ", "     "]))
    lines = [comment]
    for item in items:
        form = draw(st.integers(0, 4))
        lines += [f"{indent}# about"] if form == 1 else [""] if form == 2 else []
        lines += (
            [f"{indent}-", f"{indent}  {item}"]
            if form == 3
            else [f"{indent}- k: {item}{comment}", f"{indent}  'l': 1"]
            if form == 4
            else [f"{indent}-  {item}{comment}"]
        )
    return lines


@st.composite
def written_mappings(draw):
    """Lines of a mapping behind its key."""
    word, comment = draw(PLAIN_WORDS), draw(COMMENTS)
    return draw(
        st.sampled_from(
            [
                [f" {{k: {word}, 'l': 1}}{comment}"],
                [f" {{ \"k\":'{word}' , m }}{comment}"],
                [f" {{{comment}", f"    k: {word},{comment}", f"    l: [{word}]}}"],
                [comment, f"  k: {word}{comment}", "", "  # about", "  l:", f"    - {word}"],
                [comment, f"   'k' :  {word}{comment}", "   l:"],
            ]
        )
    )


@st.composite
def files(draw):
    """Line end, whether there is a byte order mark, and pieces: (name or None, lines)."""
    names = draw(st.lists(NAMES, unique=True, min_size=1, max_size=4))
    between = st.sampled_from([[], [""], ["# about"], ["", "  # aside", ""], ["# a", "# b: c"]])
    not_indented = st.sampled_from([[], [""], ["# about"], ["", "# a", ""]])
    pieces = [(None, [*draw(st.sampled_from([[], ["# top"], ["---"], ["--- # top", ""]]))])]
    for name in names:
        key = draw(st.sampled_from([name, f"'{name}'", f'"{name}"', f"{name} "]))
        lines = draw(written_scalars() | written_lists() | written_mappings())
        pieces.append((name, [f"{key}:{lines[0]}", *lines[1:]]))
        # What is indented below a block is its text, and so are empty lines below "|+".
        block = re.match(r" [|>][-+0-9]*", lines[0])
        rest = st.just([]) if block and "+" in block[0] else not_indented if block else between
        pieces.append((None, draw(rest)))
    pieces.append((None, draw(st.sampled_from([[], ["..."], ["# end"]]))))
    return draw(st.sampled_from(["\n", "\r\n", "\r"])), draw(st.booleans()), pieces


def text_of(line_end, mark, pieces):
    """The text of a made file."""
    lines = [line for _, some in pieces for line in some]
    return ("\ufeff" if mark else "") + "".join(line + line_end for line in lines)


def read(text):
    """What a text says, with or without a byte order mark."""
    return plain(parse(text.removeprefix("\ufeff"), "f"))


@given(files(), st.data())
def test_the_rest_of_a_file_is_kept_byte_for_byte(file, data):
    """A field set, taken out or put in changes its own lines only, and says exactly what was asked."""
    line_end, mark, pieces = file
    text = text_of(*file)
    before = read(text)
    name = data.draw(NAMES, "field")
    value = data.draw(VALUES | st.none(), "value")
    assume(writable(value) and (before.keys() != {name} or value is not None))
    after = edited(text, {name: value}, order=ORDER)
    assert same(
        read(after), {k: v for k, v in (before | {name: value}).items() if v is not None or k != name}
    )
    at = next((i for i, piece in enumerate(pieces) if piece[0] == name), None)
    if at is None:
        lines, changed = (t.removeprefix("\ufeff").splitlines(keepends=True) for t in (text, after))
        assert (
            any(
                lines == changed[:i] + changed[i + len(changed) - len(lines) :] for i in range(len(lines) + 1)
            )
            or text == after
        )
        return
    head, tail = text_of(line_end, mark, pieces[:at]), text_of(line_end, False, pieces[at + 1 :])
    assert after.startswith(head)
    assert after.endswith(tail)
    own = after[len(head) : len(after) - len(tail)]
    assert bool(own) == (value is not None)
    first = pieces[at][1][0].partition(":")[2]
    if value is not None and (" #" in first) and not re.match(r" *[{\[][^\]}]*$", first.partition(" #")[0]):
        assert first[first.index(" #") :] in own  # a comment behind the key, or behind a value of one line


@given(files(), st.data())
def test_items_that_stay_are_not_touched(file, data):
    """With items taken out of a list, or put in, the lines of the others stay as they were."""
    text = text_of(*file)
    lists = {name: value for name, value in read(text).items() if isinstance(value, list)}
    assume(lists)
    name = data.draw(st.sampled_from(sorted(lists)), "list")
    keep = data.draw(st.lists(st.booleans(), min_size=len(lists[name]), max_size=len(lists[name])), "kept")
    assume(any(keep))
    left = [item for item, stays in zip(lists[name], keep, strict=True) if stays]
    new = data.draw(st.lists(st.sampled_from(["x", "a: b", "no"]), max_size=2, unique=True), "new")
    at = data.draw(st.integers(0, len(left)), "at")
    after = edited(text, {name: [*left[:at], *new, *left[at:]]}, order=ORDER)
    assert same(read(after), read(text) | {name: [*left[:at], *new, *left[at:]]})
    longer, shorter = (after, text) if all(keep) else (text, after)
    if all(keep) or not new:
        rest = iter(longer)
        assert all(char in rest for char in shorter)


@given(files(), NAMES, VALUES)
def test_an_edit_made_twice_is_made_once(file, name, value):
    """The same change again changes nothing."""
    assume(writable(value))
    once = edited(text_of(*file), {name: value}, order=ORDER)
    assert edited(once, {name: value}, order=ORDER) == once
