"""Definitions and settings: what they may say, what is made of it, and every problem with its words."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import (
    Defaults,
    Exclusion,
    Source,
    TrustLevel,
    TrustReview,
    Visibility,
)
from generator.printable import printable
from generator.scan import DEFAULT_ARTIFACT_TYPES, DEFAULT_IGNORE
from generator.schema import (
    CODES,
    DEFAULT_TRUST_LEVELS,
    SETTINGS,
    SOURCE,
    RefusedError,
    default_settings,
    parse_repo_url,
    read_settings,
    read_source,
    slugged,
    suggestion,
)
from generator.schema.shapes import Field, ListOf, MapOf, Record
from generator.yaml_text import parse, parse_all
from tests.definitions.cases import SETTINGS as SHIPPED
from tests.definitions.cases import problems_of, read_cases, shown
from tests.test_load import PROBLEMS as LOAD_PROBLEMS
from tests.test_yaml_text import ANY_TEXT, REFUSED

CASES = [*read_cases("bad_definitions.txt"), *read_cases("bad_settings.txt")]

# --------------------------------------------------------------- bad definitions


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_problem_is_found_and_worded(case):
    """Each case gives exactly the problems that stand under it."""
    assert shown(problems_of(case.files)) == case.problems


def test_titles_are_unique():
    """No case hides another."""
    assert len({case.title for case in CASES}) == len(CASES)


SOFT = {
    "similar-name",
    "overlapping-source",
    "renamed-repository",
    "missing-repository",
    "same-repository",
    "dead-homepage",
}
"""Produced by tests/test_validate.py, since they rest on more than definitions."""


def test_every_code_is_explained_and_tested():
    """The table of codes holds those that tests produce, and no other."""
    produced = {problem.code for case in CASES for problem in problems_of(case.files)}
    produced |= {row.split()[1] for _, rows in REFUSED for row in rows}
    produced |= {code for _, code in LOAD_PROBLEMS.values()}
    assert produced | {"not-utf8"} | SOFT == set(CODES)


def test_problems_fit_into_a_line():
    """No part of a problem holds a line end or is longer than a screen is wide, whatever was written."""
    for case in CASES:
        for problem in problems_of(case.files):
            assert len(problem.found) <= 80, case.title
            for part in (problem.message, problem.expected, problem.found, problem.hint, problem.field):
                assert part.isprintable(), case.title
            assert len(problem.message) <= 100, case.title


# -------------------------------------------------------------- good definitions


def source_of(text: str, source_id: str = "x", catalog=SHIPPED) -> Source:
    """The source of a definition without problems."""
    definition = read_source(parse(text, "f"), "f", catalog, source_id=source_id)
    assert definition.problems == ()
    assert definition.source is not None
    return definition.source


def test_a_definition_needs_nothing_but_an_address():
    """What is left out is absent, or as the settings say."""
    assert source_of("repo_url: a/b") == Source(id="x", owner="a", repo="b", file="f")


def test_every_field_reaches_the_source():
    """A definition that says everything says it all."""
    text = """
schema: 1
id: x
repo_url: https://github.com/Owner/Repo.js
ref: release/1.x
root_hint: ./packages/tools/
name: "  A   name "
description: >
  One line,
  and another.
notes: |

  # Notes

  Text.

homepage: HTTPS://EXAMPLE.org/a b
tags: [B, a, b, " c "]
trust_level: verified
trust: {reviewer: Ada, date: 2026-01-31, commit: 0123ABCDEF, note: read all}
visibility: unlisted
import_repo_description: false
import_repo_readme: false
import_artifacts: false
manual_map:
  "./tools/": Command
  2024: mcp
  .: hook
single_artifact: MCP-Server
exclude:
  - docs/**
  - pattern: ./x
    reason: not ours
aliases: [old, older]
added: "2026-02-28"
status_note: Resting.
successor: y
""".replace("HTTPS://EXAMPLE.org/a b", "https://EXAMPLE.org/ä")
    assert source_of(text) == Source(
        id="x",
        owner="Owner",
        repo="Repo.js",
        ref="release/1.x",
        root_hint="packages/tools",
        name="A name",
        description="One line, and another.",
        notes="# Notes\n\nText.",
        homepage="https://example.org/%C3%A4",
        tags=("b", "a", "c"),
        trust_level=TrustLevel.VERIFIED,
        trust=TrustReview("Ada", date(2026, 1, 31), "0123abcdef", "read all"),
        visibility=Visibility.UNLISTED,
        import_repo_description=False,
        import_repo_readme=False,
        import_artifacts=False,
        manual_map=(("tools", "command"), ("2024", "mcp_server"), ("", "hook")),
        single_artifact="mcp_server",
        exclude=(Exclusion("docs/**"), Exclusion("x", "not ours")),
        aliases=("old", "older"),
        added=date(2026, 2, 28),
        status_note="Resting.",
        successor="y",
        file="f",
    )


def test_defaults_come_from_the_settings():
    """What a definition leaves out is what the catalog's defaults say."""
    catalog, _ = read_settings(
        parse("title: X\ndefaults: {trust_level: untrusted, import_repo_readme: false}", "f"), "f"
    )
    source = source_of("repo_url: a/b", catalog=catalog)
    assert (source.trust_level, source.import_repo_readme) == (TrustLevel.UNTRUSTED, False)
    assert source_of("repo_url: a/b\nimport_repo_readme: true", catalog=catalog).import_repo_readme


def test_tags_are_counted_after_equal_ones_are_dropped():
    """Twenty tags in forty spellings are twenty tags."""
    tags = [f"tag-{i}" for i in range(20)]
    text = f"repo_url: a/b\ntags: [{', '.join(tags)}, {', '.join(t.upper() for t in tags)}]"
    assert source_of(text).tags == tuple(tags)


LIMITS = [
    ("name", 120),
    ("description", 500),
    ("notes", 2_000),
    ("status_note", 500),
    ("ref", 255),
    ("root_hint", 1_024),
]


@pytest.mark.parametrize(("name", "limit"), LIMITS)
def test_a_text_may_be_as_long_as_its_limit(name, limit):
    """The limit is the last length that is taken; the next is refused."""
    assert source_of(f"repo_url: a/b\n{name}: {'x' * limit}")
    text = f"repo_url: a/b\n{name}: {'x' * (limit + 1)}"
    definition = read_source(parse(text, "f"), "f", SHIPPED, source_id="x")
    assert [p.code for p in definition.problems] == ["too-long"]
    assert definition.source is None


@pytest.mark.parametrize("source_id", ["a", "0", "a-b", "a" * 80, "con2", "com10"])
def test_good_ids(source_id):
    """Slugs of 1 to 80 characters are ids."""
    assert source_of("repo_url: a/b", source_id).id == source_id


BAD_IDS = [
    "",
    "A",
    "-a",
    "a-",
    "a_b",
    "a.b",
    "a b",
    "..",
    "a/b",
    "é",
    "a" * 81,
    "nul",
    "lpt1",
    "index",
    "page",
]


@pytest.mark.parametrize("source_id", [*BAD_IDS, "a\n", "\u202ea", "٣"])
def test_bad_ids(source_id):
    """Anything else is no id, and the problem names the whole file."""
    definition = read_source(parse("repo_url: a/b", "f"), "f", SHIPPED, source_id=source_id)
    assert definition.source is None
    assert [(p.line, p.field) for p in definition.problems] == [(0, "id")] * len(definition.problems)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Über_Skills", "uber-skills"),
        ("anthropics/skills", "anthropics-skills"),
        ("..", ""),
        ("a" * 79 + "-b", "a" * 79),
    ],
)
def test_the_nearest_id_is_offered(text, slug):
    """A name becomes an id by dropping what ids cannot hold."""
    assert slugged(text) == slug


# -------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("text", "full_name", "inside"),
    [
        ("a/b", "a/b", ""),
        ("a/b/", "a/b", ""),
        ("a/b.git", "a/b", ""),
        ("a/b.git/", "a/b", ""),
        ("github.com/a/b", "a/b", ""),
        ("http://www.github.com/a/b", "a/b", ""),
        ("https://GitHub.com/A/b", "A/b", ""),
        ("https://github.com/u/u.github.io", "u/u.github.io", ""),
        ("https://github.com/u/u.github.io.git", "u/u.github.io", ""),
        ("https://github.com/a/.github", "a/.github", ""),
        ("https://github.com/a/-_.", "a/-_.", ""),
        ("https://github.com/a/b/tree/main", "a/b", "main"),
        ("https://github.com/a/b/tree/main/", "a/b", "main"),
        ("https://github.com/a/b/tree/main/x/y/", "a/b", "main/x/y"),
        ("https://github.com/a/b/tree/main/my%20skills", "a/b", "main/my skills"),
        ("https://github.com/a/b/tree/main/été", "a/b", "main/été"),
        (f"{'a' * 39}/{'b' * 100}", f"{'a' * 39}/{'b' * 100}", ""),
        ("a-b-c/d", "a-b-c/d", ""),
        ("a-/d", "a-/d", ""),
        ("https://github.com/a---/d.git", "a---/d", ""),
        ("a--b/d", "a--b/d", ""),
    ],
)
def test_addresses_that_are_understood(text, full_name, inside):
    """Every usual spelling names owner, repository and what lies inside."""
    address = parse_repo_url(text)
    assert (address.full_name, address.inside) == (full_name, inside)


BAD_ADDRESSES = [
    *(
        "a",
        "/",
        "a/",
        "/b",
        "a//b",
        "a/b/c",
        "a/b//",
        "a/./b",
        "a/..",
        "../a",
        "./a",
        "a/.",
        "a/.git",
        "a/..git",
    ),
    *("a/...git", "a/b.git.git", "-a/b", "-/b", "a_b/c", "é/b", "a/é", "a/b c", "a/b\n", "a/b\t"),
    *(" a/b", "a/b\u202e", "ａ/b", "a/ｂ", "a/b\u0000", f"{'a' * 40}/b", f"a/{'b' * 101}", "x" * 3_000),
    *(
        "orgs/a",
        "topics/mcp",
        "git@github.com:a/b",
        "ssh://git@github.com:22/a/b.git",
        "file:///a/b",
        "http://",
    ),
    *(
        "ftp://github.com/a/b",
        "git+https://github.com/a/b",
        "javascript:alert(1)//a/b",
        "://",
        "//github.com/a/b",
    ),
    *("https:/github.com/a/b", "https:github.com/a/b", "https:///a/b", "https://[::1]/a/b", "https://[/a/b"),
    *("https://github.com", "https://github.com/", "https://github.com/a", "https://github.com//a/b"),
    *("https://github.com/a/b/tree", "https://github.com/a/b/tree/", "https://github.com/a/b/tree/%ff"),
    *("https://github.com/a/b/wiki", "https://github.com/a/b/blob/main/x", "https://github.com/a/b?x"),
    *("https://github.com/a/b#x", "https://github.com/a/b/tree/main?x", "https://github.com/%61/b"),
    *(
        "https://github.com@evil.org/a/b",
        "https://evil.org/github.com/a/b",
        "https://github.com.evil.org/a/b",
    ),
    *("https://github.com:443/a/b", "https://github.co/a/b", "https://gist.github.com/a/b"),
    *("https://raw.githubusercontent.com/a/b", "https://github.com\\a/b", "https://a:b@github.com/a/b"),
]


@pytest.mark.parametrize("text", BAD_ADDRESSES)
def test_addresses_that_are_refused(text):
    """Every wrong shape is refused with words of its own."""
    with pytest.raises(RefusedError) as caught:
        parse_repo_url(text)
    assert caught.value.code in CODES
    assert caught.value.message
    assert caught.value.expected


@given(st.text(max_size=60) | st.text("aZ0-._/:@?#%githubcom\n", max_size=60))
def test_no_text_makes_an_address_by_accident(text):
    """What is understood is an owner and a name by GitHub's rules; all else is refused."""
    try:
        address = parse_repo_url(text)
    except RefusedError:
        return
    assert parse_repo_url(address.full_name) == parse_repo_url(f"https://github.com/{address.full_name}.git/")
    assert len(address.owner) <= 39
    assert address.name not in (".", "..")
    assert not set(address.full_name) - set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/"
    )


@pytest.mark.parametrize(
    ("text", "ref", "root"),
    [
        ("repo_url: https://github.com/a/b/tree/main/x/y", "main", "x/y"),
        ("repo_url: https://github.com/a/b/tree/main\nroot_hint: x", "main", "x"),
        ("repo_url: https://github.com/a/b/tree/feature/x/y\nref: feature/x", "feature/x", "y"),
        ("repo_url: https://github.com/a/b/tree/feature/x/y\nroot_hint: y", "feature/x", "y"),
        ("repo_url: https://github.com/a/b/tree/feature/x\nref: feature/x", "feature/x", None),
        ("repo_url: https://github.com/a/b/tree/main/x\nref: main\nroot_hint: ./x/", "main", "x"),
        ("repo_url: a/b\nroot_hint: .", None, None),
        ("repo_url: a/b\nroot_hint: ...", None, "..."),
    ],
)
def test_ref_and_folder_come_from_either_place(text, ref, root):
    """The address of a folder gives both; fields may repeat it, or say where a branch with a slash ends."""
    source = source_of(text)
    assert (source.ref, source.root_hint) == (ref, root)


@pytest.mark.parametrize(
    "ref", ["main", "v1.0", "a/b", "a-b", "@a", "a@b", "a.b", "été", "#1", "0123abc", "{x}"]
)
def test_refs_that_git_takes(ref):
    """Names that ``git check-ref-format`` takes are refs."""
    assert source_of(f'repo_url: a/b\nref: "{ref}"').ref == ref


# --------------------------------------------------------------------- settings


def test_a_title_is_enough():
    """Without anything else the settings are those of a catalog without a file."""
    found, problems = read_settings(parse("title: X", "f"), "f")
    assert (found, problems) == (default_settings("X"), ())


def test_every_setting_reaches_the_settings():
    """A file that says everything says it all."""
    text = """
schema: 1
title: T
description: D
base_url: https://Example.org/x/
repository: https://github.com/o/r.git
branch: trunk
language: pt-BR
defaults: {trust_level: verified, import_artifacts: false}
stale_after_days: 1
page_size: 200
ignore: [x/**, {pattern: y, reason: z}]
ignore_shipped: false
artifact_types:
  workflow:
    detect:
      workflow-file: {kind: file, paths: [".github/workflows/*.yml"], skip: [x], confidence: 7, name: folder}
  mcp_server:
  skill: {label: Recipe}
trust_levels:
  basic: {label: Plain}
"""
    found, problems = read_settings(parse(text, "f"), "f")
    assert problems == ()
    assert found is not None
    assert (found.title, found.description, found.language, found.branch) == ("T", "D", "pt-BR", "trunk")
    assert (found.base_url, found.repository) == ("https://example.org/x", "o/r")
    assert found.defaults == Defaults(trust_level=TrustLevel.VERIFIED, import_artifacts=False)
    assert (found.stale_after_days, found.page_size) == (1, 200)
    assert found.ignore == (Exclusion("x/**"), Exclusion("y", "z"))
    workflow, server, skill = found.artifact_types
    assert (workflow.id, workflow.label, workflow.plural, workflow.icon) == (
        "workflow", "Workflow", "Workflows", "box",
    )  # fmt: skip
    (rule,) = workflow.rules
    assert (rule.id, rule.kind, rule.paths, rule.skip) == (
        "workflow-file", "file", (".github/workflows/*.yml",), ("x",),
    )  # fmt: skip
    assert (rule.confidence, rule.name, rule.says) == (7, "folder", "workflow file")
    shipped = {kind.id: kind for kind in DEFAULT_ARTIFACT_TYPES}
    assert server == shipped["mcp_server"]
    assert (skill.label, skill.plural, skill.rules) == ("Recipe", "Recipes", shipped["skill"].rules)
    assert [info.label for info in found.trust_levels] == ["Untrusted", "Plain", "Verified", "Official"]
    assert found.trust_levels[1].criteria == DEFAULT_TRUST_LEVELS[1].criteria


def test_ignored_globs_join_the_shipped_ones():
    """A glob of the file's own does not lose those that every catalog needs."""
    found, _ = read_settings(parse("title: X\nignore: [x]", "f"), "f")
    assert found is not None
    assert found.ignore == (*DEFAULT_IGNORE, Exclusion("x"))


def test_trust_levels_are_all_there_in_order():
    """Whatever a file words, all four levels stay, least trusted first."""
    assert [info.level for info in DEFAULT_TRUST_LEVELS] == list(TrustLevel)


# ----------------------------------------------------------- the table of fields


def every_field(record: Record):
    """All fields of a record and of the records in it."""
    for field in record.fields:
        yield field
        shape = field.shape
        while isinstance(shape, ListOf | MapOf):
            shape = shape.item if isinstance(shape, ListOf) else shape.value
        if isinstance(shape, Record):
            yield from every_field(shape)


@pytest.mark.parametrize(
    "field", [*every_field(SOURCE), *every_field(SETTINGS)], ids=lambda field: field.name
)
def test_every_field_is_explained_with_an_example_that_is_good(field: Field):
    """Documentation and editors show the doc and the example, so the example must load."""
    from generator.schema.reading import INVALID, Reader

    reader = Reader("f", DEFAULT_ARTIFACT_TYPES)
    assert reader.read(field.shape, parse(field.example, "f"), field.name) is not INVALID
    assert reader.problems == []
    assert field.doc.endswith(".")


@pytest.mark.parametrize("record", [SOURCE, SETTINGS])
def test_other_words_for_fields_do_not_clash(record):
    """No word that people use for one field is used for another, or is a field."""
    words = [word for field in record.fields for word in field.also]
    assert len(set(words)) == len(words)
    assert not set(words) & {field.name for field in record.fields}


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("verifed", ["untrusted", "verified"], "verified"),
        ("Trust-Level", ["trust_level"], "trust_level"),
        ("zebra", ["skill", "hook"], None),
        ("x" * 10_000, ["x" * 9_999], None),
        ("", ["a"], None),
    ],
)
def test_the_nearest_word_is_suggested(word, known, near):
    """A slip finds its word, anything else finds none, and long words cost nothing."""
    assert suggestion(word, known) == near


# ------------------------------------------------------------------------- laws

SCALARS = st.sampled_from(
    [
        "a/b",
        "x",
        "",
        "skill",
        "official",
        "true",
        "no",
        "2026-01-01",
        "~",
        "1",
        "1.5",
        '"\\u202e"',
        "../x",
        "**",
        "{a",
    ]
)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
    st.dictionaries(
        st.sampled_from(["a", "pattern", "note", "date", "skill", "label"]), SCALARS, max_size=3
    ).map(lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"),
)


def texts_of(record: Record):
    """Files that use the fields of a record, with values that are good or not."""
    rows = [st.tuples(st.just(f.name), st.just(f.example) | VALUES) for f in record.fields]
    slips = st.tuples(st.sampled_from(["unknown", "tgas"]), VALUES)
    return st.lists(st.one_of(*rows, *rows, slips), max_size=6, unique_by=lambda row: row[0]).map(
        lambda pairs: "".join(f"{name}: {value}\n" for name, value in pairs)
    )


@settings(deadline=None)
@given(ANY_TEXT | texts_of(SOURCE), st.text(max_size=12))
def test_any_definition_gives_a_source_or_problems(text, source_id):
    """Nothing raises; there is a source exactly where there is no error."""
    node, problems = parse_all(text, "f")
    if node is None:
        return
    definition = read_source(node, "f", SHIPPED, source_id=source_id)
    assert (definition.source is None) == bool(problems or definition.problems)
    assert definition == read_source(node, "f", SHIPPED, source_id=source_id)
    for problem in definition.problems:
        assert problem.code in CODES
        for part in (problem.message, problem.found, problem.field, problem.hint):
            assert printable(part, 10_000) == part


@settings(deadline=None)
@given(ANY_TEXT | texts_of(SETTINGS))
def test_any_settings_give_settings_or_problems(text):
    """Nothing raises; there are settings exactly where there is no error."""
    node, problems = parse_all(text, "f")
    if node is None:
        return
    found, more = read_settings(node, "f")
    assert (found is None) == bool(problems or more)
    assert {problem.code for problem in more} <= set(CODES)


@settings(deadline=None)
@given(texts_of(SOURCE))
def test_reading_is_a_projection(text):
    """A definition written anew from what was read means the same source."""
    node, problems = parse_all(text if "repo_url" in text else f"repo_url: a/b\n{text}", "f")
    if node is None or problems:
        return
    first = read_source(node, "f", SHIPPED, source_id="x").source
    if first is None:
        return
    again = {
        "repo_url": first.repo_url,
        "ref": first.ref,
        "root_hint": first.root_hint,
        "name": first.name,
        "tags": list(first.tags),
        "trust_level": first.trust_level.value,
        "exclude": [{"pattern": e.pattern, "reason": e.reason} for e in first.exclude],
        "manual_map": {path or ".": kind for path, kind in first.manual_map},
        "aliases": list(first.aliases),
        "added": first.added.isoformat() if first.added else None,
    }
    import json

    second = read_source(parse(json.dumps(again), "f"), "f", SHIPPED, source_id="x").source
    assert second is not None
    for name in ("owner", "repo", *again.keys() - {"repo_url"}):
        assert getattr(second, name) == getattr(first, name)


@pytest.mark.parametrize(
    ("slip", "meant"), [("tagz", "tags"), ("tag", "tags"), ("branch", "ref"), ("urll", "repo_url")]
)
def test_a_slip_in_a_fields_own_name_is_likelier(slip, meant):
    """Fields are suggested by their own names before other words for a field."""
    text = f"repo_url: a/b\n{slip}: x\n"
    problems = read_source(parse(text, "x.yaml"), "x.yaml", SHIPPED, source_id="x").problems
    assert [p.hint for p in problems if p.code == "unknown-field"] == [f'did you mean "{meant}"?']
