"""Search over sources: what is found, in which order, and the same in Python and in the browser."""

import hashlib
import json
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Artifact
from generator.search import (
    INDEX_PATH,
    Layout,
    LazyText,
    SearchDocument,
    Searcher,
    build_index,
    document,
    freshness,
)
from tests.made_catalogs import AS_OF, entry
from tests.search_code import SearchCode
from tests.search_texts import ROOT, made_documents, made_queries

PARTS = Layout(small=0, part=1_000, aside=300, words=50, numbers=100)
"""Many small parts."""
ASSIGNED = st.characters(exclude_categories=["Cn", "Co", "Cs"])
"""Characters that both Unicode versions know."""


@pytest.fixture(scope="module")
def code(node):
    """The browser's code."""
    running = SearchCode(node)
    yield running
    running.close()


def searcher(*documents: dict) -> Searcher:
    """A searcher over documents whose ids are their names, or a, b, c …"""
    return Searcher(
        SearchDocument(**{"ordinal": at, "id": f"source-{at}", "name": f"Source {chr(97 + at) * 3}", **given})
        for at, given in enumerate(documents)
    )


def found(searching: Searcher, text: str) -> list[int]:
    """The ordinals of the matches, best first."""
    return [hit.ordinal for hit in searching.search(text)]


# ---------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    "given",
    [
        {"name": "The Walrus"},
        {"id": "walrus-kit"},
        {"full_name": "walrus/kit"},
        {"full_name": "kit/walrus"},
        {"description": "About the walrus."},
        {"repo_description": "About the walrus."},
        {"tags": ("walrus",)},
        {"artifacts": ("walrus-feeder",)},
        {"readme": "Feed one walrus a day."},
    ],
    ids=lambda given: next(iter(given)),
)
def test_every_text_of_a_source_is_searched(given):
    """A word in any of a source's texts finds it, and no other source."""
    assert found(searcher({}, given, {}), "WALRUS") == [1]


def test_all_words_must_match():
    """A source matches when each word is somewhere in it, in any field."""
    searching = searcher({"tags": ("red",)}, {"tags": ("red",), "readme": "green"}, {"readme": "green"})
    assert found(searching, "green red") == [1]


def test_a_text_without_words_finds_nothing():
    """Signs alone are no query."""
    assert found(searcher({"readme": "a"}), " +-~^:*'\" ") == []


def test_an_empty_catalog_can_be_searched():
    """No documents, no matches, no error."""
    assert Searcher(()).search("anything") == ()


@pytest.mark.parametrize("text", ["dep", "deplo", "deploy", "deployin", "deploying", "deployed"])
def test_a_word_is_found_while_it_is_typed(text):
    """From three letters on, the beginning of a word finds it, through its stem's end and after it."""
    assert found(searcher({"readme": "Deploying"}, {"readme": "other"}), text) == [0]


def test_one_and_two_letters_match_beginnings_in_names():
    """A short word is itself or begins a word of a name; longer texts are not searched for it."""
    searching = searcher({"name": "Some walrus"}, {"readme": "walrus"}, {"readme": "the letter w"})
    assert found(searching, "w") == [0, 2]
    assert found(searching, "wa") == [0]


def test_a_mistyped_word_is_corrected():
    """One edit of a word of five letters finds it when nothing else matches, and says what was meant."""
    searching = searcher({"readme": "the walrus swims"}, {"readme": "else"})
    assert found(searching, "walurs swims") == [0]
    assert searching.suggestion("walurs swims") == "walrus swims"
    assert searching.suggestion("walrus swims") is None


def test_short_words_are_not_corrected():
    """Four letters are too few to guess."""
    assert found(searcher({"readme": "seal"}), "sael") == []


def test_words_that_match_are_not_corrected():
    """A word that something matches is taken as it is."""
    searching = searcher({"readme": "walrus"}, {"readme": "walrut"})
    assert found(searching, "walrut") == [1]
    assert searching.suggestion("walrut") is None


def test_the_commonest_correction_is_suggested():
    """Among several corrections the one of most sources is suggested; all are searched."""
    searching = searcher({"readme": "marten"}, {"readme": "martin"}, {"readme": "martin"})
    assert found(searching, "martxn") == [0, 1, 2]
    assert searching.suggestion("martxn") == "martin"


@pytest.mark.parametrize("text", ["résumé", "RESUME", "Re\u0301sume\u0301", "ＲＥＳＵＭＥ"])
def test_accents_case_and_width_do_not_matter(text):
    """A word is found however it is written."""
    assert found(searcher({"readme": "Your résumé."}), text) == [0]


@pytest.mark.parametrize(("text", "expected"), [("図書館", [0]), ("書館", [0]), ("館", [0]), ("図館", [])])
def test_scripts_without_spaces_are_searched_by_pairs(text, expected):
    """A stretch of Chinese or Japanese is found by any part of it."""
    assert found(searcher({"readme": "新しい図書館へ行く"}), text) == expected


def test_a_code_word_is_found_by_its_parts_and_as_a_whole():
    """Names in code style are found however their words are joined."""
    searching = searcher({"artifacts": ("code-reviewer",)}, {"artifacts": ("codeReviewer",)})
    for text in ("code reviewer", "code_reviewer", "codereviewer", "CodeReviewer"):
        assert sorted(found(searching, text)) == [0, 1], text


# ------------------------------------------------------------------ in which order

RANKED = (
    {"name": "Walrus"},
    {"name": "Walrus kit"},
    {"name": "The walrus"},
    {"name": "Big walrusfeeder"},
    {"tags": ("walrus",)},
    {"tags": ("walrusfeed",)},
    {"artifacts": ("walrus",)},
    {"artifacts": ("walrusfeed",)},
    {"description": "About a walrus and many other animals of the sea."},
    {"repo_description": "About a walrusfeed."},
    {"readme": "walrus " * 50},
    {"readme": "walrusfeed " * 50},
)


def test_fields_rank_in_their_order():
    """Name, beginning of a name, word of a name, tag, artifact, description, README; whole before begun."""
    ids = [{"id": f"x{at}"} for at in range(len(RANKED))]
    documents = [one | two for one, two in zip(ids, RANKED, strict=True)]
    for order in (documents, documents[::-1]):
        searching = searcher(*order)
        assert [order[o]["id"] for o in found(searching, "walrus")] == [f"x{at}" for at in range(len(RANKED))]


@pytest.mark.parametrize("field", ["name", "id", "full_name"])
def test_the_name_itself_comes_first(field):
    """A source that the query names comes before one that says the words more often."""
    loud = {"name": "Blue walrus blue", "tags": ("blue", "walrus"), "readme": "blue walrus " * 99}
    value = {"name": "Blue Walrus", "id": "blue-walrus", "full_name": "blue/walrus"}[field]
    assert found(searcher(loud, {field: value}), "blue walrus") == [1, 0]


def test_trust_and_then_freshness_break_ties():
    """Of equal matches the more trusted comes first, then the fresher, then the first by id."""
    same = {"readme": "walrus", "name": "Seal", "id": "seal"}
    searching = searcher(
        same | {"trust": 1},
        same | {"trust": 1, "freshness": 5},
        same | {"trust": 3},
        same | {"trust": 1},
        same | {"trust": 3, "freshness": 1},
    )
    assert found(searching, "walrus") == [4, 2, 1, 0, 3]


def test_hits_name_the_fields():
    """A hit says where words were found."""
    searching = searcher({"tags": ("red",), "readme": "green red"})
    assert searching.search("red green")[0].fields == ("tags", "readme")


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(8)), st.sampled_from(["agent review", "data", "deploy server", "搜索"]))
def test_the_order_of_documents_changes_no_score(order, text):
    """Scores do not depend on the order in which documents are indexed, but for the last bits."""
    documents = made_documents(8)
    moved = [replace(documents[o], ordinal=at) for at, o in enumerate(order)]
    plain = {hit.ordinal: hit for hit in Searcher(documents).search(text)}
    for hit in Searcher(moved).search(text):
        assert hit.score == pytest.approx(plain[order[hit.ordinal]].score, abs=1e-9)
        assert hit.tier == plain[order[hit.ordinal]].tier


# ------------------------------------------------------------------- the same in the browser


@pytest.mark.parametrize("layout", [Layout(small=1 << 40), PARTS], ids=["one file", "parts"])
def test_the_browser_finds_the_same_in_the_same_order(code, layout):
    """Hundreds of queries give the same sources, order, scores to the last bit, fields and suggestions."""
    documents = made_documents(300)
    queries = made_queries(documents, 520)
    code.open(build_index(documents, layout=layout))
    searching = Searcher(documents)
    answers = code.ask("searches", queries)
    matching = corrected = 0
    for text, answer in zip(queries, answers, strict=True):
        hits = searching.search(text)
        assert answer["ids"] == [hit.ordinal for hit in hits], text
        assert [(h["score"], h["tier"], tuple(h["fields"])) for h in answer["hits"]] == [
            (hit.score, hit.tier, hit.fields) for hit in hits[:100]
        ], text
        assert answer["suggestion"] == searching.suggestion(text)
        matching += bool(hits)
        corrected += answer["suggestion"] is not None
    assert matching > 350
    assert corrected > 20


FIVE = Searcher(made_documents(5))
FIVE_BUILT = build_index(made_documents(5))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(ASSIGNED, max_size=300), max_size=5))
def test_no_text_makes_the_search_fail(code, texts):
    """Whatever is typed, query signs, control characters and endless words included, is answered."""
    code.open(FIVE_BUILT)
    for text, answer in zip(texts, code.ask("searches", texts), strict=True):
        assert answer["ids"] == found(FIVE, text)


@pytest.mark.parametrize(
    "text", ["name:", "foo:bar", "a^", "a~", "^9", "~", "+", "- -", "*", "\\", "a" * 10_000, "x " * 5_000]
)
def test_query_signs_and_long_texts_are_harmless(code, text):
    """What means something to Lunr's query parser is only text here."""
    code.open(FIVE_BUILT)
    assert code.ask("search", text)["ids"] == found(FIVE, text)


def test_the_index_loads_nothing_before_it_is_asked(code):
    """Opening a search fetches no file; the first query does."""
    code.open(build_index(made_documents(3)))
    assert code.ask("fetched") == []
    code.ask("search", "agent")
    assert "search/index.bin" in code.ask("fetched")


# ----------------------------------------------------------------------- documents and files


def test_the_same_documents_give_the_same_bytes():
    """A build of the index depends on nothing but its documents."""
    assert build_index(made_documents(40)) == build_index(iter(made_documents(40)))


def test_a_small_index_is_one_file():
    """The index of a small catalog is in the file that a search begins with; texts lie beside it."""
    paths = [output.path for output in build_index(made_documents(40)) if "/texts/" not in output.path]
    assert paths == [INDEX_PATH]


def test_a_change_leaves_most_files_as_they_are():
    """A file that a change leaves alone keeps its name, and one that is changed gets another."""
    documents = made_documents(300)
    longest = max(documents, key=lambda each: len(each.readme))
    longer = replace(longest, readme=f"{longest.readme} walrus")
    changed = [longer if each is longest else each for each in documents]
    before, after = (
        {output.path: output.content for output in build_index(given, layout=PARTS)}
        for given in (documents, changed)
    )
    assert len(before.keys() ^ after.keys()) < 20 < len(before.keys() & after.keys())
    others = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    assert others == {INDEX_PATH}


def test_a_new_build_is_noticed(code):
    """When a part is gone since the index was opened, the index is opened again."""
    code.open(build_index(made_documents(40), layout=PARTS))
    code.ask("search", "agent")
    newer = made_documents(41)
    code.replace(build_index(newer, layout=PARTS))
    assert code.ask("search", "repository deploy")["ids"] == found(Searcher(newer), "repository deploy")


def test_a_query_loads_few_files(code):
    """One rare word needs the index, a part, and the lengths of the fields that it is in."""
    code.open(build_index(made_documents(300), layout=replace(PARTS, numbers=1000)))
    code.ask("search", "Straßennamen")
    names = [path.split("/")[1] for path in code.ask("fetched")]
    assert names[:2] == ["index.bin", "part"]
    assert set(names[2:]) <= {"length", "order"}
    assert names.count("length") <= 2  # of READMEs and of descriptions
    code.ask("search", "Straßennamen")
    assert code.ask("fetched") == []


def test_an_empty_catalog_has_an_index(code):
    """Without documents the search answers nothing, without an error."""
    code.open(build_index(()))
    assert code.ask("search", "anything") == {"ids": [], "hits": [], "suggestion": None}


def test_ordinals_must_be_in_order():
    """A document out of place is refused, since ids would point at other sources."""
    with pytest.raises(ValueError, match="ordinal 3 in place 0"):
        build_index([SearchDocument(3, "a", "A")])


class Shelf(dict):
    """A store; what is read of it is noted."""

    def put(self, key, payload):
        """Keep bytes."""
        self[key] = payload


def lazy(documents: list[SearchDocument], asked: list[str]) -> list[SearchDocument]:
    """The documents with READMEs that note when they are asked for."""

    def loading(given: SearchDocument) -> LazyText:
        return LazyText(given.readme_key, lambda: asked.append(given.id) or given.readme_text)

    return [replace(given, readme=loading(given)) for given in documents]


def test_one_changed_document_is_one_counted_anew():
    """With what an earlier build kept, only READMEs that changed are read; the files are the same."""
    documents = made_documents(300)
    shelf, asked = Shelf(), []
    assert build_index(lazy(documents, asked), shelf) == build_index(documents)
    assert len(asked) > 250  # equal texts are counted once
    asked.clear()
    assert build_index(lazy(documents, asked), shelf) == build_index(documents)
    assert asked == []
    documents[200] = replace(documents[200], readme="entirely different")
    documents[201] = replace(documents[201], name="Only another name")
    assert build_index(lazy(documents, asked), shelf) == build_index(documents)
    assert asked == [documents[200].id]


def test_a_new_document_is_one_counted_anew():
    """A document in the middle moves the ordinals of the rest, and few of their segments."""
    documents = [replace(given, id=f"id-{at:04}") for at, given in enumerate(made_documents(400))]
    shelf, asked = Shelf(), []
    build_index(lazy(documents, asked), shelf)
    asked.clear()
    documents.insert(200, replace(documents[200], id="id-0199-new", readme="entirely new"))
    documents = [replace(given, ordinal=at) for at, given in enumerate(documents)]
    assert build_index(lazy(documents, asked), shelf) == build_index(documents)
    assert asked == ["id-0199-new"]


DAMAGES = {
    "empty": lambda _: b"",
    "cut": lambda kept: kept[:-9],
    "other": lambda _: zlib.compress(b"[]"),
    "moved": lambda kept: b"x" + kept,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_segments_are_made_again(damage):
    """What a store gives back damaged, or of another version, costs time and nothing else."""
    documents, shelf = made_documents(150), Shelf()
    expected = build_index(documents, shelf)
    for key in shelf:
        shelf[key] = damage(shelf[key])
    assert build_index(documents, shelf) == expected


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 299), st.sampled_from(["readme", "name", "tags", "drop"])), max_size=6)
)
def test_a_build_with_a_store_equals_one_without(edits):
    """After any row of edits the files are those of a build from nothing."""
    documents = [replace(given, readme=given.readme[:80]) for given in made_documents(130)]
    shelf = Shelf()
    build_index(documents, shelf)
    for place, edit in edits:
        at = place % len(documents)
        match edit:
            case "drop":
                del documents[at]
            case "tags":
                documents[at] = replace(documents[at], tags=("changed",))
            case _:
                documents[at] = replace(documents[at], **{edit: "changed words"})
        documents = [replace(given, ordinal=ordinal) for ordinal, given in enumerate(documents)]
        build_index(documents, shelf)
    assert build_index(documents, shelf) == build_index(documents)


def test_the_work_can_be_shared():
    """Worker processes make the files that one process makes."""
    documents = made_documents(300)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert build_index(lazy(documents, []), mapper=pool.map) == build_index(documents)


def test_a_searcher_uses_what_a_build_kept():
    """Searching in Python reads no README that the build has read."""
    documents, shelf, asked = made_documents(150), Shelf(), []
    build_index(documents, shelf)
    searching = Searcher(lazy(documents, asked), shelf)
    assert searching.search("agent deploy") == Searcher(documents).search("agent deploy")
    assert asked == []


def test_a_document_is_made_of_an_entry():
    """An entry's texts, trust and freshness reach the index."""
    given = entry("x", name="X", repo="o/r", description="D", tags=("t",), pushed=AS_OF)
    made = document(given, 4, "readme", AS_OF)
    plain = SearchDocument(4, "x", "X", "o/r", "D", "", ("t",), (), "readme", trust=1, freshness=5)
    assert replace(made, artifacts=made.artifact_names) == plain


def test_a_documents_key_changes_with_its_artifacts():
    """Names that are left for later still count."""
    given, skill = entry("x"), Artifact("skill", "pdf", "pdf/SKILL.md", "", "", "", 90)
    keys = {
        document(replace(given, artifacts=artifacts), 0, "", AS_OF).key
        for artifacts in ((), (skill,), (replace(skill, name="doc"),))
    }
    assert len(keys) == 3
    assert document(replace(given, artifacts=(skill,)), 0, "", AS_OF).artifact_names == ("pdf",)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, 5), (30, 5), (31, 4), (90, 4), (180, 3), (365, 2), (730, 1), (731, 0), (None, 0)],
)
def test_freshness(days, expected):
    """Freshness falls in steps with the days since the last push."""
    pushed = None if days is None else AS_OF - timedelta(days=days)
    assert freshness(pushed, AS_OF) == expected


# ------------------------------------------------------------------------------- snippets


def test_snippets_mark_the_words_found(code):
    """A snippet is text in pieces, of which the matching ones are marked; markup stays text."""
    documents = [
        SearchDocument(
            0,
            "a",
            "A",
            description="<b>Deploying</b> things",
            artifacts=("deploy-helper", "other"),
            readme="x " * 100 + "before we deploy it " + "y " * 200,
        )
    ]
    code.open(build_index(documents))
    [snippet] = code.ask("snippets", [0, 7], "deploy")
    assert snippet["description"] == [
        {"text": "<b>", "mark": False},
        {"text": "Deploying", "mark": True},
        {"text": "</b> things", "mark": False},
    ]
    assert snippet["artifacts"] == [[{"text": "deploy", "mark": True}, {"text": "-helper", "mark": False}]]
    readme = "".join(piece["text"] for piece in snippet["readme"])
    assert len(readme) <= 202
    assert [piece["text"] for piece in snippet["readme"] if piece["mark"]] == ["deploy"]


@given(st.text("abc déployerAB-_.漢字かな ", max_size=80), st.text("abcdeploy漢字 ", max_size=12))
def test_marked_pieces_join_to_the_text(code, text, query):
    """Marking changes no character."""
    [pieces] = code.ask("mark", [[text, query]])
    assert "".join(piece["text"] for piece in pieces) == text


# --------------------------------------------------------------------------------- vendored


def test_lunr_js_is_the_package_s_file():
    """The vendored lunr.js is lunr.min.js of the npm package lunr 2.3.9 within two wrapping lines."""
    text = (ROOT / "templates/assets/js/vendor/lunr.js").read_text("utf-8")
    head = "const module = {exports: {}}, exports = module.exports;\n"
    tail = "export default module.exports;\n"
    inner = text.partition(head)[2].removesuffix(tail)
    assert hashlib.sha256(inner.encode()).hexdigest() == (
        "0c50d9002b85780a842afffb567bb54ede402dae7c6dc5997a018614d8044fc8"
    )


def test_lunr_js_keeps_its_licence():
    """The licence of the vendored file lies beside it."""
    text = (ROOT / "templates/assets/js/vendor/lunr.LICENSE.txt").read_text("utf-8")
    assert "Copyright (C) 2013 by Oliver Nightingale" in text
    assert json.dumps(text).count("\\n") > 15
