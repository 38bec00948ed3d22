"""The JSON Schemas: kept in the repository, valid, and of one mind with the reader."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from generator.load import load_settings
from generator.schema import SETTINGS, SOURCE, read_settings, read_source
from generator.schema.shapes import ArtifactTypeName, Choice, Day, Flag, ListOf, MapOf, Record, Text, Whole
from generator.schema_json import settings_schema, source_schema
from generator.yaml_text import parse_all
from tests.definitions.cases import SETTINGS as SHIPPED

ROOT = Path(__file__).parent.parent
SCHEMAS = {"source": source_schema(SHIPPED), "catalog": settings_schema()}


def ecma_pattern(validator, pattern, instance, schema):
    """The keyword ``pattern`` as ECMAScript means it: ``$`` is the end of the text alone."""
    if isinstance(instance, str) and not re.search(re.sub(r"(?<!\\)\$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


Validator = extend(Draft202012Validator, {"pattern": ecma_pattern})
VALIDATORS = {name: Validator(schema, format_checker=FormatChecker()) for name, schema in SCHEMAS.items()}


# -------------------------------------------------------------------- the files


@pytest.mark.parametrize("name", ["source", "catalog"])
def test_the_schemas_are_kept(name):
    """The files are what ``catalog schema --write`` makes of the model and of the shipped settings."""
    made = source_schema(load_settings(ROOT)) if name == "source" else settings_schema()
    kept = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert kept == json.dumps(made, indent=2, ensure_ascii=False) + "\n", "run `catalog schema --write`"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name):
    """They are valid by the rules of their dialect, and every field has its words and an example."""
    Draft202012Validator.check_schema(SCHEMAS[name])
    for field in SCHEMAS[name]["properties"].values():
        assert field["description"]
        assert Validator({**field, "description": ""}).is_valid(field["examples"][0])


def patterns(value):
    """Every regular expression in a schema."""
    if isinstance(value, dict):
        yield from [value["pattern"]] if isinstance(value.get("pattern"), str) else []
        for item in value.values():
            yield from patterns(item)
    elif isinstance(value, list):
        for item in value:
            yield from patterns(item)


def test_patterns_are_read_alike_by_browsers(node):
    """Every pattern compiles in JavaScript with the flag ``u`` and judges samples as Python does."""
    samples = [
        "a/b",
        "a/b.git",
        "a/..",
        "https://github.com/a/b/tree/x/y",
        "../x",
        "a\u202eb",
        "x\ty",
        "**/*.md",
    ]
    samples += [
        "-x",
        "x.lock",
        "a b",
        "",
        "  ui ",
        "é",
        "con",
        "2026-01-31",
        "abc1234",
        "*a" * 13,
        "/x",
        "a\\b",
        "!x",
    ]
    found = sorted(set(patterns(list(SCHEMAS.values()))))
    script = """
        const [patterns, samples] = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(JSON.stringify(patterns.map((p) => samples.map((s) => new RegExp(p, "u").test(s)))));
    """
    done = subprocess.run(
        [node, "-e", script], input=json.dumps([found, samples]), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [[bool(re.search(p, s)) for s in samples] for p in found]


def test_types_are_those_of_the_catalog():
    """A catalog with types of its own offers these, with their aliases, and no others."""
    from generator.yaml_text import parse

    catalog, _ = read_settings(parse("title: X\nartifact_types: {module: {aliases: [mod]}}", "f"), "f")
    schema = source_schema(catalog)
    assert schema["properties"]["single_artifact"]["enum"] == ["module", "mod", None]


# ---------------------------------------------------------- agreement with the reader


PLAIN_TEXTS = [f for f in SOURCE.fields if isinstance(f.shape, Text) and not f.shape.explain]


@pytest.mark.parametrize("field", PLAIN_TEXTS, ids=lambda field: field.name)
def test_both_have_the_same_limits(field):
    """A text of the last good length passes both, and of one more neither."""
    for length, good in ((field.shape.longest, True), (field.shape.longest + 1, False)):
        repository = {} if field.name in SOURCE.one_of else {"repo_url": "a/b"}
        value = {**repository, field.name: "x" * length}
        too_long = [p for p in judged("source", value) if p.code == "too-long"]
        assert (VALIDATORS["source"].is_valid(value), not too_long) == (good, good)


BEYOND = {
    "id-mismatch",
    "address-conflict",
    "bad-date",
    "bad-url",
    "duplicate-name",
    "too-many",
    "newer-schema",
    "ref-of-a-folder",
}
"""What no schema can say: calculations, other fields, the file's name, counts without equal items."""


def beyond(problem):
    """Whether no schema can say it: also what an address says of a folder, and braces that do not pair."""
    return (
        problem.code in BEYOND
        or problem.message.startswith(
            (
                "braces",
                "a page of GitHub",
                "percent signs",
                "the address of a folder",
                "the whole",
                "a hidden",
            )
        )
        or (problem.field == "repo_url" and problem.code in ("bad-ref", "bad-path"))
    )


_PLAIN = (
    "a",
    "x",
    "a/b",
    "ui",
    " ui ",
    "UI",
    "a b",
    "",
    " ",
    "con",
    "index",
    "basic",
    "official",
    "skill",
    "mcp",
)
_SHAPED = (
    "2026-01-31",
    "2026-02-30",
    "2026-1-1",
    "abc1234",
    "0123456789abcdef" * 4,
    "en",
    "pt-BR",
    "public",
    "stem",
)
_PATHS = (
    "main",
    "a..b",
    "x.lock",
    "-x",
    "../x",
    "/x",
    "a//b",
    "./a/",
    "**/*.md",
    "***",
    "!x",
    "{a,b}",
    "{a",
    "*a" * 13,
)
_URLS = (
    "https://example.org/x?y#z",
    "http://x",
    "ftp://x",
    "https://u@x",
    "https://github.com/a/b/tree/main/x",
    "a/b.git",
)
_ODD = (
    "o/..git",
    "é",
    "日本",
    "\u202ex",
    "x\ny",
    "x\ty",
    "\u200b",
    "\x07",
    "true",
    "1",
    "file",
    "javascript:x",
    "a/b\n",
)
_LONG = tuple("x" * n for n in (50, 51, 80, 81, 120, 121, 200, 201, 500, 501, 2_000, 2_001))
WORDS = st.sampled_from((*_PLAIN, *_SHAPED, *_PATHS, *_URLS, *_ODD, *_LONG))
SIMPLE = (
    st.none() | st.booleans() | st.integers(-1, 400) | st.sampled_from([1.5, 24.0, 36_500, 36_501]) | WORDS
)
ANYTHING = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def values(shape):
    """Values that are often right for a shape."""
    match shape:
        case Text():
            return WORDS
        case Choice():
            return st.sampled_from(shape.values)
        case ArtifactTypeName():
            return st.sampled_from(["skill", "mcp_server", "mcp", "composite"])
        case Flag():
            return st.booleans()
        case Whole():
            return st.sampled_from([shape.least, shape.most, shape.least - 1, shape.most + 1])
        case Day():
            return st.dates().map(lambda day: day.isoformat())
        case ListOf():
            return st.lists(values(shape.item), max_size=3)
        case MapOf():
            return st.dictionaries(WORDS, values(shape.value) | st.none(), max_size=3)
        case Record():
            whole = records(shape)
            only = [field for field in shape.fields if field.name == shape.short]
            return whole | values(only[0].shape) if only else whole


def records(shape):
    """Mappings of a record's fields, now and then with a field that it does not have."""
    mixed = {field.name: values(field.shape) | values(field.shape) | ANYTHING for field in shape.fields}
    required = {field.name: mixed.pop(field.name) for field in shape.fields if field.required}
    return st.fixed_dictionaries(required, optional={**mixed, "unknown": SIMPLE} if len(mixed) < 4 else mixed)


def one_field(record):
    """A file of the required fields and one more, so that what is judged is mostly that one."""
    good = {field.name: field.example for field in record.fields if field.required}
    choices = [
        (values(field.shape) | ANYTHING).map(lambda value, name=field.name: {**good, name: value})
        for field in record.fields
    ]
    return st.one_of(*choices)


def judged(kind, value):
    """The problems that the reader finds; None for what is no YAML of ours."""
    node, problems = parse_all(json.dumps(value), "f")
    if node is None or problems:
        return None
    if kind == "catalog":
        return read_settings(node, "f")[1]
    return read_source(node, "f", SHIPPED, source_id="x").problems


def reader_is_kinder(value):
    """Whether something in it is taken by the reader alone: capitals of types, padding, equal items."""
    if isinstance(value, str):
        return len(value.strip()) != len(value)
    if isinstance(value, dict):
        return any(map(reader_is_kinder, value)) or any(map(reader_is_kinder, value.values()))
    return isinstance(value, list) and any(map(reader_is_kinder, value))


@pytest.mark.parametrize(("kind", "record"), [("source", SOURCE), ("catalog", SETTINGS)])
def test_schema_and_reader_agree(kind, record):
    """What the schema refuses the reader refuses, and the other way round where a schema can say it."""

    @settings(max_examples=300, deadline=None)
    @given(one_field(record) | records(record) | ANYTHING)
    @example({"repo_url": "a/b", "title": "X", "tags": ["ui", " UI "], "notes": "x\ny"})
    @example({"repo_url": "a/b\n", "title": "X\n"})
    @example({"repo_url": "a/b", "schema": 1.0})
    def agree(value):
        problems = judged(kind, value)
        if problems is None:
            return
        if VALIDATORS[kind].is_valid(value):
            assert [problem for problem in problems if not beyond(problem)] == []
        elif not reader_is_kinder(value):
            assert problems

    agree()
