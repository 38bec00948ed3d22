"""The index read back from a site's files answers as the one that they were written from."""

import zlib

import pytest

from generator.search import INDEX_PATH, Layout, Searcher, build_index
from generator.search.built import read_index
from tests.search_texts import made_documents

SMALL = Layout()
PARTS = Layout(small=0, part=900, aside=200, words=40, numbers=16)

QUERIES = (
    "agent", "review code", "deply", "migrat", "a", "ταχ", "検索", "команда", "skills", "the", "python rust",
    "documnets", "x", "", "zzzz", "𠮷", "clé", "server proxy token", "one-command", "read the whole",
)  # fmt: skip


def of_files(documents, layout):
    """A searcher over what is read back."""
    files = {output.path: output.content for output in build_index(documents, layout=layout)}
    return Searcher.over(read_index(files.__getitem__), [document.id for document in documents])


@pytest.mark.parametrize("layout", [SMALL, PARTS], ids=["one file", "in parts"])
def test_the_same_answers(layout):
    """Ids, order, scores and corrections are the same, whether the index is one file or many."""
    documents = made_documents(300)
    whole, again = Searcher(documents), of_files(documents, layout)
    words = sorted({word for document in documents for word in document.name.lower().split("-")})
    for query in (*QUERIES, *words[:60]):
        assert again.search(query) == whole.search(query), query
        assert again.suggestion(query) == whole.suggestion(query), query


@pytest.mark.parametrize("layout", [SMALL, PARTS], ids=["one file", "in parts"])
def test_all_of_it_is_read(layout):
    """Terms, their postings, lengths, and the vocabulary are those that were written."""
    documents = made_documents(300)
    whole, again = Searcher(documents).index, of_files(documents, layout).index
    assert again.terms == whole.terms
    assert all(again.postings(term) == whole.postings(term) for term in whole.terms)
    assert again.lengths == whole.lengths
    assert again.averages == whole.averages
    assert again.vocabulary == whole.vocabulary
    assert again.precedence == whole.precedence


def test_a_catalog_without_sources():
    """An empty index finds nothing."""
    assert of_files((), SMALL).search("anything") == ()


@pytest.mark.parametrize("content", [b"", b"no zlib", zlib.compress(b""), zlib.compress(b"\x01\x02{}")])
def test_damaged_files(content):
    """What is no index is refused, and nothing else is raised."""
    with pytest.raises(ValueError, match="search index is damaged"):
        read_index({INDEX_PATH: content}.__getitem__)


def test_an_index_of_another_catalog():
    """An index that counts other sources is refused."""
    files = {output.path: output.content for output in build_index(made_documents(3))}
    with pytest.raises(ValueError, match="of 3 sources"):
        Searcher.over(read_index(files.__getitem__), ["a"])
