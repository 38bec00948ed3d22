"""JSON of a remote side becomes typed values, or an error of one kind."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.github import decode, graphql, queries
from generator.github.answers import BlobAsk, RepoAsk
from generator.github.decode import BadBodyError
from generator.github.graphql import Trouble
from generator.model import Outcome

REPOSITORY = {
    "node_id": "R_1",
    "full_name": "acme/tools",
    "description": "What it does",
    "stargazers_count": 5,
    "forks_count": 1,
    "license": {"spdx_id": "MIT"},
    "topics": ["a"],
    "language": "Python",
    "archived": False,
    "default_branch": "main",
    "pushed_at": "2026-01-01T00:00:00Z",
}
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def repository(**changes):
    """A decoded repository with some fields as given."""
    return decode.rest_repository(REPOSITORY | changes, description=True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{} x",
        b"\xff\xfe{}",
        b"NaN",
        b'{"a": Infinity}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 5_000,
        b"<html>",
    ],
)
def test_what_is_no_json_is_a_bad_body(body):
    """Broken, endless, deep and non-standard JSON are all the same error."""
    with pytest.raises(BadBodyError):
        decode.parse_json(body)


@pytest.mark.parametrize("field", sorted(REPOSITORY))
@pytest.mark.parametrize("wrong", [[], {}, "x", 7, -1, True, 1.5, {"spdx_id": 7}, [7], "\ud800"])
def test_wrong_types_never_become_values(field, wrong):
    """A field of another type than documented makes the answer bad, or is a value of the right type."""
    try:
        facts = repository(**{field: wrong})
    except BadBodyError:
        return
    assert isinstance(facts.stars, int)
    assert not isinstance(facts.stars, bool)
    assert all(isinstance(topic, str) for topic in facts.topics)
    assert isinstance(facts.archived, bool)
    for text in (facts.description, facts.license, facts.language, facts.default_branch):
        assert text is None or (isinstance(text, str) and text.encode())


@pytest.mark.parametrize("field", ["description", "license", "language", "pushed_at", "default_branch"])
def test_null_is_nothing(field):
    """What GitHub documents as nullable may be null, and is then absent, not empty."""
    facts = repository(**{field: None})
    assert getattr(facts, field) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "acme",
        "acme/",
        "/tools",
        "a/b/c",
        "acme/..",
        "acme/.",
        "../x",
        "acme/to ols",
        "acme/tools\n",
        "-/x",
    ],
)
def test_a_full_name_is_one(name):
    """A name that could not stand in an address is not believed."""
    with pytest.raises(BadBodyError):
        repository(full_name=name)


def test_a_licence_that_is_not_known_is_none():
    """GitHub's words for "no licence that we know" are no licence."""
    assert repository(license={"spdx_id": "NOASSERTION"}).license is None


def test_long_texts_are_cut():
    """A description is kept to 2,000 characters, the ellipsis included."""
    facts = repository(description="x" * 3_000)
    assert len(facts.description) == 2_000
    assert facts.description.endswith("x…")


def test_topics_are_spelled_as_topics():
    """Topics are folded, without doubles and without what is none, and at most 20."""
    odd = ["AI", "ai", "x" * 51, "sp ace", "<b>", "-x", "a_b"]
    assert repository(topics=odd).topics == ("ai", "a_b")
    assert len(repository(topics=[f"t{i}" for i in range(50)]).topics) == 20


def test_moments_are_utc_seconds():
    """Whatever the zone, a moment is kept in UTC and whole seconds."""
    assert str(repository(pushed_at="2026-01-01T09:30:00.5+09:00").pushed_at) == "2026-01-01 00:30:00+00:00"


OID = "a" * 40


def tree(*entries, **changes):
    """A decoded tree."""
    return decode.rest_tree({"sha": OID, "tree": list(entries), "truncated": False} | changes, OID)


def entry(path, **changes):
    """A row of a tree."""
    return {"path": path, "mode": "100644", "type": "blob", "sha": "b" * 40, "size": 3} | changes


def test_a_tree_is_sorted():
    """The order of a tree's entries does not depend on the answer's."""
    assert [e.path for e in tree(entry("b"), entry("a")).entries] == ["a", "b"]


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "a//b", "../x", "a/../b", ".", "a\0b", ".git/config", "x/.git", "a" * 5_000]
)
def test_paths_that_git_cannot_hold_are_left_out(path):
    """Such an entry is dropped, and the tree says that it is not whole."""
    listed = tree(entry(path), entry("fine"))
    assert [e.path for e in listed.entries] == ["fine"]
    assert listed.truncated


@pytest.mark.parametrize(
    "changes",
    [
        {"sha": "b" * 40},
        {"tree": None},
        {"tree": {}},
        {"tree": [7]},
        {"tree": [entry(7)]},
        {"tree": [entry("x", sha="nothex")]},
        {"tree": [entry("x", sha="b" * 39)]},
        {"tree": [entry("x", size="3")]},
        {"tree": [entry("x", mode=7)]},
        {"truncated": None},
        {"truncated": "no"},
    ],
)
def test_a_wrong_tree_is_a_bad_body(changes):
    """Another tree, wrong types and wrong ids make the answer bad, not the tree small."""
    with pytest.raises(BadBodyError):
        tree(**changes)


def test_links_and_submodules_are_told_apart():
    """Mode and type of every kind of entry are kept, a size only for files."""
    listed = tree(
        entry("a", mode="120000"),
        entry("b", mode="160000", type="commit", size=None),
        entry("c", mode="040000", type="tree"),
    )
    assert [(e.mode, e.type, e.size) for e in listed.entries] == [
        ("120000", "blob", 3),
        ("160000", "commit", None),
        ("040000", "tree", None),
    ]


@given(ANY_JSON)
def test_no_json_at_all_raises_anything_else(value):
    """Whatever JSON comes, each reader returns a value or raises BadBodyError."""
    for read in (
        lambda v: decode.rest_repository(v, description=True),
        decode.rest_head,
        lambda v: decode.rest_tree(v, OID),
        decode.found_file,
    ):
        try:
            read(value)
        except BadBodyError:
            continue


ASK = RepoAsk("acme", "tools")
GRAPHQL = {
    "data": {
        "r0": {
            "id": "R_1",
            "nameWithOwner": "acme/tools",
            "isEmpty": False,
            "isArchived": False,
            "stargazerCount": 5,
            "forkCount": 1,
            "pushedAt": None,
            "licenseInfo": None,
            "primaryLanguage": None,
            "defaultBranchRef": {"name": "main"},
            "repositoryTopics": {"nodes": [{"topic": {"name": "a"}}]},
            "description": None,
            "head": {"__typename": "Commit", "oid": "c" * 40, "tree": {"oid": "d" * 40}},
            "f0": None,
            "f1": {
                "__typename": "Tree",
                "entries": [
                    {"name": "README.md", "mode": 33188, "type": "blob", "oid": "e" * 40, "size": 4},
                    {"name": "docs", "mode": 16384, "type": "tree", "oid": "f" * 40, "size": 0},
                ],
            },
            "f2": {"__typename": "Blob"},
        }
    }
}


def test_a_graphql_answer_is_read():
    """Facts, head and the files of README folders come out of one alias."""
    (answer,) = graphql.repositories_answers([ASK], GRAPHQL)
    assert answer.outcome is Outcome.OK
    assert (answer.value.commit, answer.value.tree) == ("c" * 40, "d" * 40)
    assert [(e.path, e.mode, e.size) for e in answer.value.readme_entries] == [("README.md", "100644", 4)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("head",), None),
        (("head", "oid"), "x"),
        (("head", "tree"), None),
        (("f1", "entries"), None),
        (("f1", "entries"), [7]),
        (("f1", "entries", 0, "mode"), "33188"),
        (("f1", "entries", 0, "name"), "a/b"),
        (("f1", "entries", 0, "oid"), None),
        (("isEmpty",), None),
        (("repositoryTopics",), None),
        (("repositoryTopics", "nodes"), [None]),
        (("id",), None),
        ((), None),
        ((), []),
    ],
)
def test_a_graphql_answer_with_a_hole_is_a_bad_body(path, value):
    """What is not there without an error being told is not taken for "there is none"."""
    body = copy.deepcopy(GRAPHQL)
    holder, steps = body["data"], ["r0", *path]
    for step in steps[:-1]:
        holder = holder[step]
    holder[steps[-1]] = value
    (answer,) = graphql.repositories_answers([ASK], body)
    assert answer.outcome is Outcome.BAD_BODY
    assert answer.value is None


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ({"type": "NOT_FOUND", "path": ["r0"]}, Outcome.NOT_FOUND),
        ({"type": "FORBIDDEN", "path": ["r0"]}, Outcome.FORBIDDEN),
        ({"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["r0"]}, Outcome.SERVER),
        ({"type": "RESOURCE_LIMITS_EXCEEDED", "path": ["r0", "f0", "entries", 3]}, Outcome.SERVER),
        ({"type": "NOT_FOUND", "path": ["r0", "f0"]}, Outcome.SERVER),
        ({"type": 7, "path": ["r0"]}, Outcome.SERVER),
        ({"message": "x\n::error::y", "path": ["r0"]}, Outcome.SERVER),
    ],
)
def test_an_error_under_an_alias_discredits_all_of_it(error, outcome):
    """However good the data beside it looks: a null may be the error's doing."""
    (answer,) = graphql.repositories_answers([ASK], GRAPHQL | {"errors": [error]})
    assert answer.outcome is outcome
    assert answer.value is None
    assert "\n" not in answer.error


def test_an_error_of_one_alias_leaves_the_others():
    """The other repositories of a batch are as good as without it."""
    body = {
        "data": {"r0": None, "r1": GRAPHQL["data"]["r0"]},
        "errors": [{"type": "NOT_FOUND", "path": ["r0"]}],
    }
    one, other = graphql.repositories_answers([RepoAsk("gone", "x"), ASK], body)
    assert (one.outcome, other.outcome) == (Outcome.NOT_FOUND, Outcome.OK)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"data": None, "errors": [{"message": "Something went wrong"}]}, Outcome.SERVER),
        ({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}, Outcome.RATE_PRIMARY),
        ({"errors": [{"path": ["query", "r0", "nope"], "message": "no such field"}]}, Outcome.BAD_BODY),
        ({"errors": "x"}, Outcome.BAD_BODY),
        ({"errors": [7], "data": {}}, Outcome.BAD_BODY),
        ({"data": []}, Outcome.BAD_BODY),
        ({}, Outcome.BAD_BODY),
        ([], Outcome.BAD_BODY),
        (None, Outcome.BAD_BODY),
    ],
)
def test_an_answer_that_is_worthless_as_a_whole(body, outcome):
    """Errors without a place and data that is none make the whole batch fail."""
    trouble = graphql.repositories_answers([ASK], body)
    assert isinstance(trouble, Trouble)
    assert trouble.outcome is outcome


@given(ANY_JSON)
def test_no_graphql_answer_raises(value):
    """Whatever stands under data and errors, reading it gives answers or trouble."""
    for body in (value, {"data": value}, {"data": {"r0": value}}, {"data": {}, "errors": value}):
        graphql.repositories_answers([ASK], body)
        graphql.blobs_answers([BlobAsk("a", "b", OID)], body)
        graphql.file_answer("x", body)
        graphql.rate_limited(body)


def blob(**changes):
    """The answer to one file's ask."""
    file = {
        "__typename": "Blob",
        "oid": OID,
        "byteSize": 2,
        "isBinary": False,
        "isTruncated": False,
        "text": "hi",
    }
    body = {"data": {"r0": {"b0": file | changes}}}
    (answer,) = graphql.blobs_answers([BlobAsk("a", "b", OID)], body)
    return answer


def test_files_come_as_bytes():
    """A file's text is UTF-8 again, and half a surrogate pair does no harm."""
    assert blob(text="naïve").value.content == "naïve".encode()
    assert blob(text="\ud800x").value.content == b"?x"


def test_a_file_that_is_no_text_is_binary():
    """GitHub says so, or knows no encoding that fits."""
    assert blob(isBinary=True, text=None).value.binary
    assert blob(isBinary=None, text=None).value.binary


def test_a_file_that_is_cut_is_not_complete():
    """What GraphQL left out is known to be missing."""
    assert not blob(isTruncated=True).value.complete


@pytest.mark.parametrize(
    "changes", [{"oid": "b" * 40}, {"__typename": "Tree"}, {"text": 7}, {"text": None}, {"isTruncated": None}]
)
def test_a_wrong_file_is_a_bad_body(changes):
    """Another object, or none of a file's shape, is not taken for the file."""
    assert blob(**changes).outcome is Outcome.BAD_BODY


def test_queries_hold_no_text_of_strangers():
    """Names and refs travel as variables, so that none can change the query."""
    evil = '") { id } }'
    payload = queries.repositories_query([RepoAsk(evil, evil, ref=evil, root_hint=evil)])
    assert evil not in payload["query"]
    assert json.dumps(payload["variables"]).count("{ id }") >= 4


def test_what_is_turned_off_is_not_in_the_query():
    """Without import of description or README, neither is asked for."""
    lean = queries.repositories_query([RepoAsk("a", "b", description=False, readme=False)])["query"]
    full = queries.repositories_query([ASK])["query"]
    assert "description" in full
    assert "description" not in lean
    assert "...Folder" in full
    assert "...Folder" not in lean
