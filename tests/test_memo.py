"""What was worked out before is told again, and never otherwise than it would be worked out."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache import Cache
from generator.fingerprint import fingerprint
from generator.later import artifacts_print, listed_counts, ordered
from generator.load import KnownDefinitions, definition_of, load_settings, read_definitions
from generator.loaded import LoadMemory, load
from generator.lock import decode_lock, encode_lock
from generator.lock.again import LinesAgain
from generator.memo import Memo
from generator.pages.related import RelatedIndex
from generator.schema import definition_of_remembered, remembered
from tests import small_catalog
from tests.made_catalogs import SETTINGS, catalogs, natural_catalog
from tests.test_lock import SNAPSHOTS, skill, snapshot

TOOLS = snapshot(artifacts=(skill("a/SKILL.md"), skill("b/SKILL.md")))


class Rows(dict):
    """Answers as a memo keeps them between two runs: as JSON."""

    def put(self, question, answer):
        """Keep an answer."""
        self[question] = json.loads(json.dumps(answer))


def test_a_memo_keeps_what_was_asked_for(tmp_path):
    """An answer that a run did not ask for is forgotten after it."""
    first = Memo(Cache(tmp_path), "name", "1")
    first.put("a", [1])
    first.put("b", [2])
    first.save()
    second = Memo(Cache(tmp_path), "name", "1")
    assert second.get("a") == [1]
    second.save()
    third = Memo(Cache(tmp_path), "name", "1")
    assert (third.get("a"), third.get("b")) == ([1], None)


def test_another_program_or_name_knows_nothing(tmp_path):
    """Answers are those of one version and one kind."""
    memo = Memo(Cache(tmp_path), "name", "1")
    memo.put("a", 1)
    memo.save()
    assert Memo(Cache(tmp_path), "name", "2").get("a") is None
    assert Memo(Cache(tmp_path), "other", "1").get("a") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"sha256 0\n[]", b"\xff" * 99])
def test_a_damaged_memo_knows_nothing(tmp_path, damage):
    """A file that is not as it was written is as good as none."""
    memo = Memo(Cache(tmp_path), "name", "1")
    memo.put("a", 1)
    memo.save()
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(damage)
    assert Memo(Cache(tmp_path), "name", "1").get("a") is None


def test_a_memo_that_cannot_be_kept_costs_nothing_else(tmp_path):
    """A disk that refuses is no error."""
    (tmp_path / "objects").write_text("in the way")
    memo = Memo(Cache(tmp_path), "name", "1")
    memo.put("a", 1)
    memo.save()


@settings(max_examples=200, deadline=None)
@given(st.lists(SNAPSHOTS, max_size=4, unique_by=lambda s: s.source_id))
def test_lines_read_again_say_the_same(snapshots):
    """A lock whose lines were read before gives equal snapshots, with equal counts and fingerprints."""
    content = encode_lock({s.source_id: s for s in snapshots})
    known = Rows()
    first = decode_lock(content, read=LinesAgain(known))
    again = decode_lock(content, read=LinesAgain(known))
    assert first == decode_lock(content)
    for key, told in again.items():
        plain = first[key].artifacts
        assert len(told.artifacts) == len(plain)
        assert listed_counts(told.artifacts) == listed_counts(plain)
        assert artifacts_print(told.artifacts) == artifacts_print(plain)
        assert tuple(ordered(told.artifacts)) == ordered(plain)
        assert told == first[key]
        assert first[key] == told
        assert repr(told) == repr(first[key])
    assert encode_lock(again) == content


def test_artifacts_are_made_when_they_are_looked_at():
    """Of a known line they are not made for being counted."""
    content = encode_lock({"tools": TOOLS})
    known = Rows()
    decode_lock(content, read=LinesAgain(known))
    found = decode_lock(content, read=LinesAgain(known))["tools"].artifacts
    assert len(found) == 2
    assert found._made is None
    assert found[0] == TOOLS.artifacts[0]
    assert found._made is not None


@pytest.mark.parametrize("row", [1, [], [1, 2], ["a", "b", "c", "d", "e"], {"a": 1}])
def test_a_row_of_another_form_is_read_anew(row):
    """What a memo says of a line is not believed where it is not of the form of a row."""
    content = encode_lock({"tools": TOOLS})
    known = Rows()
    decode_lock(content, read=LinesAgain(known))
    for digest in list(known):
        known[digest] = row
    assert decode_lock(content, read=LinesAgain(known)) == decode_lock(content)


def test_definitions_remembered_are_the_same(tmp_path):
    """Every definition that is remembered comes back as it was, its places for messages included."""
    root = small_catalog.make(tmp_path)
    catalog = load_settings(root)
    definitions, _, _ = read_definitions(root, catalog)
    rows = [(d, remembered(d)) for d in definitions]
    assert sum(row is not None for _, row in rows) >= 3
    for definition, row in rows:
        if row is not None:
            assert definition_of_remembered(json.loads(json.dumps(row))) == definition


@pytest.mark.parametrize(
    "text",
    ["exclude: ['x/**']", "trust: {reviewed_by: someone, date: 2026-01-01}", "tags: [1]", "unknown: 1"],
)
def test_what_is_more_than_plain_is_read_anew(text):
    """Nested values and definitions with problems are not remembered."""
    definition = definition_of(f"repo_url: a/b\n{text}\n".encode(), "a-b", SETTINGS)
    assert remembered(definition) is None


@pytest.mark.parametrize("row", [1, [], [{}, []], [{"id": "x"}, []], [{"id": "x", "no": 1}, 3], {"a": 1}])
def test_no_definition_comes_of_anything_else(row):
    """What is not of the form is as good as nothing."""
    assert definition_of_remembered(row) is None


def test_only_files_of_the_same_content_are_known():
    """A definition is known by its file's name, its digest and the settings."""
    definition = definition_of(b"repo_url: a/b\n", "a-b", SETTINGS)
    rows = Rows()
    KnownDefinitions(rows, {"sources/a-b.yaml": "1"}, SETTINGS).put("sources/a-b.yaml", definition)
    assert KnownDefinitions(rows, {"sources/a-b.yaml": "1"}, SETTINGS).get("sources/a-b.yaml") == definition
    others = [
        ({"sources/a-b.yaml": "2"}, SETTINGS),
        ({}, SETTINGS),
        ({"sources/a-b.yaml": "1"}, replace(SETTINGS, title="Another")),
    ]
    for digests, catalog in others:
        assert KnownDefinitions(rows, digests, catalog).get("sources/a-b.yaml") is None


def test_loading_with_a_memory_gives_the_same(tmp_path):
    """What is loaded with a full memory equals what is loaded without."""
    root = small_catalog.make(tmp_path / "catalog")
    digests = {f"sources/{p.name}": fingerprint(p.read_text()) for p in (root / "sources").iterdir()}
    for _ in range(2):
        memory = LoadMemory(Cache(tmp_path / "cache"), digests)
        loaded = load(root, memory=memory)
        memory.save()
        plain = load(root)
        assert (loaded.sources, loaded.removed, loaded.snapshots) == (
            plain.sources,
            plain.removed,
            plain.snapshots,
        )


@settings(max_examples=60, deadline=None)
@given(catalogs(), catalogs())
def test_related_sources_told_again_are_the_same(before, after):
    """Whatever an earlier catalog was, its answers never change what is related in this one."""
    answers = Rows()
    half = RelatedIndex(before.entries, answers)
    for entry in before.entries[::2]:
        half.of(entry)
    for catalog in (after, before):
        told, plain = RelatedIndex(catalog.entries, answers), RelatedIndex(catalog.entries)
        assert [told.of(entry) for entry in catalog.entries] == [plain.of(entry) for entry in catalog.entries]
        again = RelatedIndex(catalog.entries, answers)
        assert [again.of(entry) for entry in catalog.entries] == [
            plain.of(entry) for entry in catalog.entries
        ]


@pytest.mark.parametrize(
    "answer",
    [
        1,
        ["x"],
        [["gone", ["a"], []]],
        [[1, 2, 3]],
        [["HERE", [1], []]],
        [["HERE", [], [None]]],
        [["HERE", "a", []]],
    ],
)
def test_an_answer_of_another_form_is_worked_out_anew(answer):
    """What is kept of related sources is checked: its form, and that they are there."""
    catalog = natural_catalog(20)
    answers = Rows()
    plain = RelatedIndex(catalog.entries)
    right = [RelatedIndex(catalog.entries, answers).of(entry) for entry in catalog.entries]
    wrong = json.loads(json.dumps(answer).replace("HERE", catalog.entries[0].source.id))
    for source_id, (among, question, _) in list(answers.items()):
        answers[source_id] = [among, question, wrong]
    told = RelatedIndex(catalog.entries, answers)
    assert [told.of(entry) for entry in catalog.entries] == right == [plain.of(e) for e in catalog.entries]


def test_of_the_same_sources_nothing_is_worked_out():
    """Where no source has other terms than before, answers are told without a look at any term."""
    catalog = natural_catalog(20)
    answers = Rows()
    right = [RelatedIndex(catalog.entries, answers).of(entry) for entry in catalog.entries]
    told = RelatedIndex(catalog.entries, answers)
    assert [told.of(entry) for entry in catalog.entries] == right
    assert "_holders" not in vars(told)
