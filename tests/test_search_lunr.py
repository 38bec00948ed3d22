"""The index is Lunr's: equal to what stock lunr.py builds, and answered as stock lunr.js answers."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.search import FIELDS, Layout, SearchDocument, Searcher, build_index
from generator.search.documents import TokenCounts, count
from generator.search.evaluate import Clause, evaluate
from generator.search.index import Index
from generator.search.kept import segments
from generator.search.lunr_index import builder, postings, serialise
from generator.search.segment import FIELD_COUNT, Postings, segment
from tests.search_code import SearchCode
from tests.search_texts import made_documents

DOCUMENTS = made_documents(300)
COUNTED = [count(document, TokenCounts.of(document.readme)) for document in DOCUMENTS]
PARTS = Layout(small=0, part=1_000, aside=300, words=50, numbers=100)


@pytest.fixture(scope="module")
def stock():
    """The index of stock lunr.py, fed with our terms."""
    return builder(COUNTED).build()


@pytest.fixture(scope="module")
def flat():
    """Our index of the same documents."""
    return Index(list(segments(DOCUMENTS, None)), bytes(len(DOCUMENTS)))


@pytest.fixture(scope="module")
def code(node, stock):
    """The browser's code with our parts, and lunr.js with the whole index of lunr.py."""
    running = SearchCode(node)
    running.open(build_index(DOCUMENTS, layout=PARTS))
    running.ask("load", serialise(stock))
    yield running
    running.close()


def test_terms_and_postings_are_those_of_lunr_py(stock, flat):
    """Both builders find the same terms in the same fields of the same documents."""
    assert sorted(flat.terms) == sorted(stock.inverted_index)
    for term, posting in stock.inverted_index.items():
        expected = sorted(
            int(ref) * FIELD_COUNT + field for field, name in enumerate(FIELDS) for ref in posting[name]
        )
        assert [place for place, _ in flat.postings(term)] == expected


def test_small_catalogs_are_indexed_by_lunr_py_itself():
    """The segment that the lunr package makes is the one that our builder makes."""
    assert alike(segment(COUNTED[:64]).postings) == alike(postings(COUNTED[:64]))


FAMILY = ("agent", "agents", "agented", "tool", "tools", "tooling")
TEXTS = st.lists(
    st.tuples(st.sampled_from(FAMILY), st.sampled_from([1, 2, 20, 30, 49, 50, 51, 130])), max_size=6
)


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
@example([([("agent", 40), ("agents", 40), ("agented", 10)], [("tool", 1)])])
def test_frequencies_are_those_of_lunr_py(texts):
    """Terms that occur very often, also as several words of one stem, are counted as by lunr.py."""
    counted = [
        count(SearchDocument(at, "x", "X", description=said(told)), TokenCounts.of(said(readme)))
        for at, (told, readme) in enumerate(texts)
    ]
    assert alike(segment(counted).postings) == alike(postings(counted))


def alike(made: Postings) -> dict[str, tuple[bytes, bytes]]:
    """Postings by term."""
    return {term: made.of(place) for place, term in enumerate(made.terms)}


def said(words: list[tuple[str, int]]) -> str:
    """Words as often as told."""
    return " ".join(f"{word} " * times for word, times in words)


def test_scores_are_those_of_lunr_py_to_the_last_bit(stock, flat):
    """Each field of each document has the vector that lunr.py gives it."""
    vectors = {ref: {} for ref in stock.field_vectors}
    for term in flat.terms:
        number = stock.inverted_index[term]["_index"]
        for place, score in flat.scores(term):
            document, field = divmod(place, FIELD_COUNT)
            vectors[f"{FIELDS[field]}/{document}"][number] = score
    for ref, vector in stock.field_vectors.items():
        elements = vector.elements
        assert vectors[ref] == dict(zip(elements[::2], elements[1::2], strict=True))


def test_terms_are_numbered_as_by_lunr_py(stock, flat):
    """Births sort terms as Lunr numbers them, on which the last bit of a score depends."""
    by_birth = sorted(flat.terms, key=flat.birth)
    assert by_birth == sorted(stock.inverted_index, key=lambda term: stock.inverted_index[term]["_index"])


def lunr_queries(number: int) -> list[str]:
    """Queries of every kind that Lunr's language knows."""
    chance = random.Random(5)  # noqa: S311 - made-up queries are no secret
    texts = [f"{d.name} {d.description} {d.readme} {' '.join(d.tags)}" for d in DOCUMENTS]
    queries = []
    for _ in range(number):
        found = chance.choice(texts).split()
        words = []
        for _ in range(chance.randint(1, 5)):
            word = "".join(c for c in chance.choice(found) if c.isalnum()) or "agent"
            match chance.randrange(40):
                case 0 | 1 | 2:
                    word = f"{word[:4]}*"
                case 3 | 4:
                    word = f"{word[:1]}*{word[-1:]}"
                case 5:
                    word = f"*{word[-3:]}"
                case 6:
                    word = f"{word}~1"
                case 7 if len(word) < 6:
                    word = f"{word}~2"
                case 8 | 9 | 10:
                    word = f"{chance.choice(FIELDS)}:{word}"
                case 11 | 12 | 13:
                    word = f"{word}^{chance.randint(2, 9)}"
            words.append(chance.choice(("", "", "", "", "", "+", "-")) + word)
        queries.append(" ".join(words))
    singles = [f"-{query.split()[0].lstrip('+-')}" for query in queries[:20]]
    return [*queries, *singles, "-readme:agent -tags:python", "foo:bar", "name:", "^2", "agent~x", ""]


def test_queries_in_lunrs_language_are_answered_as_by_the_whole_index(code):
    """References, order and scores from parts are bit by bit those of the whole index in lunr.js."""
    queries = lunr_queries(520)
    ours, theirs = code.ask("queries", queries), code.ask("lunrQueries", queries)
    for text, mine, stock in zip(queries, ours, theirs, strict=True):
        assert mine == stock, text
    assert sum(isinstance(answer, list) and len(answer) > 1 for answer in theirs) > 380
    assert sum(isinstance(answer, str) for answer in theirs) >= 4


def clauses_of(flat: Index, number: int) -> list[list[Clause]]:
    """Queries as our search asks them: words as sets of terms, some of them weightier."""
    chance = random.Random(6)  # noqa: S311 - made-up queries are no secret
    common = sorted(flat.terms, key=lambda term: -len(flat.postings(term)))[:300]
    queries = []
    for _ in range(number):
        clauses = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            pool = chance.choice((flat.terms, common, common))
            terms = tuple(dict.fromkeys(chance.choices(pool, k=chance.choice((1, 1, 2, 5, 20)))))
            clauses.append(Clause(terms))
            if chance.random() < 0.6:
                clauses.append(Clause(terms[:1], 8, required=False))
        queries.append(clauses)
    return queries


def test_the_evaluator_gives_lunrs_matches_order_and_scores(code, flat):
    """Our arithmetic over hundreds of queries of words is that of lunr.Index.query on the whole index."""
    queries = clauses_of(flat, 520)
    asked = [[[list(c.terms), c.boost, c.required] for c in clauses] for clauses in queries]
    matching = 0
    for clauses, theirs in zip(queries, code.ask("lunrClauses", asked), strict=True):
        ours = sorted(evaluate(flat, clauses), key=lambda match: -match[1])
        assert [list(match) for match in ours] == theirs
        matching += len(ours) > 1
    assert matching > 250


def test_lunr_py_answers_alike(stock, flat):
    """A single word through stock lunr.py has the documents and scores that our evaluator gives."""
    chance = random.Random(7)  # noqa: S311 - made-up queries are no secret
    for term in chance.sample([t for t in flat.terms if t.isalpha()], 500):
        theirs = stock.query(callback=lambda query, term=term: query.term(term))
        ours = sorted(evaluate(flat, [Clause((term,))]), key=lambda match: -match[1])
        assert [(int(match["ref"]), match["score"]) for match in theirs] == ours


def test_searching_is_asking_lunr(code):
    """What the searcher evaluates for a text is what lunr.js gives for the same clauses."""
    searching = Searcher(DOCUMENTS)
    hits = {hit.ordinal: hit.score for hit in searching.search("review agents")}
    clauses = []
    for meaning in map(searching.meaning, ["review", "agents"]):
        clauses += [[list(meaning.terms), 1, True], [[meaning.exact], 8, False]]
    assert dict(map(tuple, code.ask("lunrClauses", [clauses])[0])) == hits
