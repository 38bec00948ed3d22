"""Filters, orders, pages and facet counts, in Python and in the browser's code."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.api import filter_index
from generator.errors import QueryError
from generator.filters import (
    Query,
    Sort,
    apply_filters,
    collation_key,
    count_facets,
    filter_by_artifact_type,
    filter_by_search,
    filter_by_status,
    filter_by_tags,
    filter_by_trust_level,
    paginate,
    parse_query,
    sort_entries,
)
from generator.model import SourceStatus, TrustLevel, Visibility
from tests.browser_code import BrowserCode
from tests.filter_cases import CASES, CATALOG, searcher
from tests.made_catalogs import PARAMETERS, SETTINGS, catalogs, entry

ONE = entry("one", tags=("python", "ui"), counts={"skill": 2}, trust=TrustLevel.OFFICIAL, stars=10)
TWO = entry("two", tags=("python",), counts={"skill": 1, "hook": 1}, trust=TrustLevel.VERIFIED, stars=None)
THREE = entry("three", status=SourceStatus.ARCHIVED, trust=TrustLevel.BASIC, stars=0)
HIDDEN = entry("hidden", tags=("python", "ui"), visibility=Visibility.UNLISTED, counts={"skill": 9})
ALL = (ONE, TWO, THREE)


def ids(entries):
    """The ids of entries, in order."""
    return [e.source.id for e in entries]


# --------------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ([], ALL),
        (["skill"], (ONE, TWO)),
        (["skill", "hook"], (TWO,)),
        ("skill, HOOK", (TWO,)),
        (["agent"], ()),
    ],
)
def test_every_chosen_type_must_be_there(chosen, found):
    """A source passes when it has listed artifacts of each chosen type."""
    assert filter_by_artifact_type(ALL, chosen) == found


@pytest.mark.parametrize(
    ("chosen", "found"),
    [([], ALL), (["python"], (ONE, TWO)), (["ui", "python"], (ONE,)), ("Python,UI", (ONE,)), (["pyth"], ())],
)
def test_every_chosen_tag_must_be_there(chosen, found):
    """A source passes when it carries all chosen tags, whole ones, in any case."""
    assert filter_by_tags(ALL, chosen) == found


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ([], ALL),
        (["official"], (ONE,)),
        (["verified", "official"], (ONE, TWO)),
        ("Basic", (THREE,)),
        (["x"], ()),
    ],
)
def test_any_chosen_trust_level_will_do(chosen, found):
    """A source has one trust level, so one of the chosen ones is enough."""
    assert filter_by_trust_level(ALL, chosen) == found


@pytest.mark.parametrize(
    ("chosen", "found"),
    [([], ALL), (["archived"], (THREE,)), (["active", "archived"], ALL), (["stale"], ())],
)
def test_any_chosen_status_will_do(chosen, found):
    """A source has one status, so one of the chosen ones is enough."""
    assert filter_by_status(ALL, chosen) == found


def test_topics_of_github_are_no_tags():
    """Suggested tags never let a source pass the tag filter."""
    from dataclasses import replace

    assert filter_by_tags([replace(THREE, auto_tags=("python",))], ["python"]) == ()


def test_search_gives_its_own_order():
    """What the search found comes best first; what it found beyond the entries is left out."""
    assert filter_by_search(ALL, "word", lambda _words: ["three", "gone", "one"]) == (THREE, ONE)


def test_a_blank_search_lets_everything_pass():
    """Without words the searcher is not asked."""
    assert filter_by_search(ALL, " \n", lambda _words: pytest.fail("asked")) == ALL


def test_all_filters_are_joined_by_and():
    """A source must pass the filters of every kind."""
    query = Query(artifact_type=("skill",), tags=("python",), trust_level=(TrustLevel.VERIFIED,))
    assert apply_filters(ALL, query) == (TWO,)


def test_no_filter_gives_everything_listed_by_name():
    """The empty query is the whole list, without unlisted sources."""
    assert ids(apply_filters((TWO, HIDDEN, ONE, THREE), Query())) == ["one", "three", "two"]


def test_words_without_a_searcher_are_a_mistake_of_the_caller():
    """Words are never silently ignored."""
    with pytest.raises(ValueError, match="searcher"):
        apply_filters(ALL, Query(search="x"))


# ---------------------------------------------------------------------- orders


def test_unknown_stars_come_after_none():
    """Not known is not zero: it comes last."""
    assert ids(sort_entries(ALL, Sort.STARS)) == ["one", "three", "two"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Écl\u00e1ir", "eclairs"), ("apple", "Banana"), ("ﬁsh", "fit"), ("A", "a b"), ("Z", "éž")],
)
def test_names_sort_without_accents_and_case(first, second):
    """The order of names is that of a reader, not that of code points."""
    expected = sorted([first, second], key=collation_key)
    assert expected == ([first, second] if (first, second) != ("Z", "éž") else [second, first])


def test_relevance_keeps_the_order_of_the_search():
    """Sorting by relevance changes nothing."""
    assert sort_entries((TWO, ONE), Sort.RELEVANCE) == (TWO, ONE)


@pytest.mark.parametrize(
    ("query", "order"),
    [
        (Query(), Sort.NAME),
        (Query(search="x"), Sort.RELEVANCE),
        (Query(search="x", sort=Sort.NAME), Sort.NAME),
        (Query(sort=Sort.RELEVANCE), Sort.NAME),
        (Query(sort=Sort.STARS), Sort.STARS),
    ],
)
def test_the_usual_order_is_relevance_while_searching(query, order):
    """Without a search there is no relevance, so the name takes its place."""
    assert query.order is order


# --------------------------------------------------------------------- queries


def test_a_query_reads_as_people_write_it():
    """Aliases, case, blanks, comma lists and lists are all understood."""
    query = parse_query(
        {
            "artifact_type": "MCP, composite,mcp-server",
            "tags": ["UI", "python,ui", ""],
            "trust_level": " Official",
            "search": "  code review ",
            "sort": "Stars",
            "limit": "7",
        },
        SETTINGS,
    )
    assert query == Query(
        artifact_type=("mcp_server", "plugin"),
        tags=("ui", "python"),
        trust_level=(TrustLevel.OFFICIAL,),
        search="code review",
        sort=Sort.STARS,
        limit=7,
    )


def test_all_mistakes_of_a_query_are_said_at_once():
    """Every wrong parameter is named, with what would be right."""
    with pytest.raises(QueryError) as caught:
        parse_query(
            {"artifact_type": "skil", "sort": "size", "limit": "0", "tag": "x", "tags": "any"}, SETTINGS
        )
    wrong = caught.value.validation_errors
    assert set(wrong) == {"artifact_type", "sort", "limit", "tag"}
    assert "did you mean 'skill'" in wrong["artifact_type"]
    assert "did you mean 'tags'" in wrong["tag"]
    assert "from 1 to 100" in wrong["limit"]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "١", "1" * 5_000])
def test_limits_out_of_range_are_refused(limit):
    """A limit is a whole number from 1 to 100 in ASCII digits."""
    with pytest.raises(QueryError):
        parse_query({"limit": limit}, SETTINGS)


# ----------------------------------------------------------------------- pages

MANY = tuple(entry(f"s{i:03}", stars=(i * 7) % 5 or None, name=f"Name {i % 3}") for i in range(23))


def walk(entries, query, cursor="end_cursor"):
    """All pages from the first to the last, by their cursors."""
    from dataclasses import replace

    pages = [paginate(apply_filters(entries, query, searcher), query)]
    while pages[-1].page_info.has_next_page:
        query = replace(query, cursor=pages[-1].page_info.end_cursor)
        pages.append(paginate(apply_filters(entries, query, searcher), query))
        assert len(pages) < 100
    return pages


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_in_a_row_are_the_whole_list(sort):
    """Following the cursors gives every item once, in order, whatever the order is."""
    pages = walk(MANY, Query(sort=sort, limit=5))
    assert [e for page in pages for e in page.items] == list(sort_entries(MANY, Query(sort=sort).order))
    assert [page.page_info.has_previous_page for page in pages] == [False, True, True, True, True]
    assert {page.page_info.total_count for page in pages} == {23}


def test_the_start_cursor_leads_back():
    """The page before a page is the one that was shown before it."""
    from dataclasses import replace

    query = Query(limit=5, sort=Sort.STARS)
    first, second, *_ = walk(MANY, query)
    back = replace(query, cursor=second.page_info.start_cursor)
    assert paginate(apply_filters(MANY, query), back) == first


@given(data=st.data())
def test_a_list_that_changes_between_pages_neither_skips_nor_repeats(data):
    """Sources that are there all the time are met exactly once, though others come and go."""
    from dataclasses import replace

    query = Query(
        limit=data.draw(st.integers(1, 6)), sort=data.draw(st.sampled_from([Sort.NAME, Sort.STARS]))
    )
    names = ids(MANY)
    keep = data.draw(st.sets(st.sampled_from(names), min_size=1))
    met = []
    while True:
        others = data.draw(st.sets(st.sampled_from(names)))
        present = [e for e in MANY if e.source.id in keep | others]
        page = paginate(apply_filters(present, query), query)
        met += page.items
        if not page.page_info.has_next_page:
            break
        query = replace(query, cursor=page.page_info.end_cursor)
    kept = [e for e in MANY if e.source.id in keep]
    assert [e for e in met if e.source.id in keep] == list(sort_entries(kept, query.order))
    assert len(met) == len(set(ids(met)))


def test_a_cursor_of_other_filters_is_refused():
    """Filters and order are part of a cursor, so that pages never mix."""
    cursor = paginate(MANY, Query(limit=1)).page_info.end_cursor
    for other in (Query(sort=Sort.STARS, cursor=cursor), Query(tags=("x",), cursor=cursor)):
        with pytest.raises(QueryError, match="other filters"):
            paginate(MANY, other)


def test_the_order_of_chosen_values_does_not_matter_to_a_cursor():
    """The same filters in another spelling are the same list."""
    cursor = paginate(MANY, Query(tags=("a", "b"), limit=1)).page_info.end_cursor
    assert ids(paginate(MANY, Query(tags=("b", "a"), limit=1, cursor=cursor)).items) == [MANY[1].source.id]


@given(text=st.text(max_size=60))
def test_any_other_text_is_no_cursor(text):
    """An unknown cursor is an error, never a silent restart."""
    with pytest.raises(QueryError):
        paginate(MANY, Query(cursor=text))


@given(place=st.integers(0, 200), letter=st.sampled_from("AQgw-_=+/ é"))
def test_a_changed_cursor_is_refused(place, letter):
    """One wrong letter anywhere makes it no cursor."""
    cursor = paginate(MANY, Query(limit=3)).page_info.end_cursor
    place %= len(cursor)
    changed = cursor[:place] + letter + cursor[place + 1 :]
    if changed != cursor:
        with pytest.raises(QueryError):
            paginate(MANY, Query(cursor=changed))


def test_a_search_cursor_whose_source_is_gone_is_refused():
    """In the order of a search there is no place but a source's own."""
    query = Query(search="x", limit=1)
    cursor = paginate((TWO, ONE), query).page_info.end_cursor
    with pytest.raises(QueryError, match="no longer found"):
        paginate((ONE,), Query(search="x", cursor=cursor))


def test_an_empty_page_has_no_cursors():
    """Nothing found is a page without items, not an error."""
    page = paginate((), Query())
    assert page.items == ()
    assert page.page_info.end_cursor is None
    assert page.page_info.total_count == 0


# ---------------------------------------------------------------------- facets


@given(cat=catalogs(), parameters=PARAMETERS)
def test_a_facet_count_is_what_choosing_the_value_gives(cat, parameters):
    """For types and tags: chosen beside the rest. For trust and status: chosen alone within the facet."""
    from dataclasses import replace

    query = parse_query(parameters, SETTINGS)
    facets = count_facets(cat.entries, query, searcher)
    for kind in (k.id for k in SETTINGS.artifact_types):
        chosen = replace(query, artifact_type=(*query.artifact_type, kind))
        assert facets.artifact_type.get(kind, 0) == len(apply_filters(cat.entries, chosen, searcher))
    for tag in {t for e in cat.entries for t in e.source.tags}:
        chosen = replace(query, tags=(*query.tags, tag))
        assert facets.tags.get(tag, 0) == len(apply_filters(cat.entries, chosen, searcher))
    for level in TrustLevel:
        chosen = replace(query, trust_level=(level,))
        assert facets.trust_level.get(level, 0) == len(apply_filters(cat.entries, chosen, searcher))
    for status in SourceStatus:
        chosen = replace(query, status=(status,))
        assert facets.status.get(status, 0) == len(apply_filters(cat.entries, chosen, searcher))


# ------------------------------------------------- Python and browser together


@pytest.fixture(scope="module")
def browser_code(node):
    """The browser's code in one process for all tests of this file."""
    code = BrowserCode(node)
    yield code
    code.close()


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["says"])
def test_shared_cases_of_what_is_found(case):
    """The cases that the browser's tests run too: sources in order, and counts where given."""
    query = parse_query(case["parameters"], SETTINGS)
    assert ids(apply_filters(CATALOG.entries, query, searcher)) == case["ids"]
    facets = count_facets(CATALOG.entries, query, searcher)
    for name, counts in case.get("counts", {}).items():
        assert dict(getattr(facets, name)) == counts


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["says"])
def test_shared_cases_of_mistakes(case):
    """The same parameters are wrong on both sides."""
    with pytest.raises(QueryError) as caught:
        parse_query(case["parameters"], SETTINGS)
    assert sorted(caught.value.validation_errors) == sorted(case["wrong"])


def test_the_browsers_tests_read_the_index_of_the_shared_cases():
    """The stored index of the shared catalog is what the generator writes today."""
    stored = json.loads((Path(__file__).parent / "cases" / "filter-index.json").read_text("utf-8"))
    assert stored == json.loads(filter_index(CATALOG)[0].content), "run: python -m tests.filter_cases"


@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(cat=catalogs(), parameters=PARAMETERS)
def test_python_and_browser_agree(browser_code, cat, parameters):
    """For any catalog and query both sides find the same sources, in the same order, with the same counts."""
    query = parse_query(parameters, SETTINGS)
    index = json.loads(filter_index(cat)[0].content)
    place = {e.source.id: number for number, e in enumerate(cat.public)}
    ranking = [place[i] for i in searcher(query.search) if i in place]

    answer = browser_code.ask(index, urlencode(parameters), ranking)

    assert answer["ids"] == ids(apply_filters(cat.entries, query, searcher))
    facets = count_facets(cat.entries, query, searcher)
    assert answer["counts"] == {
        name: dict(getattr(facets, name)) for name in ("artifact_type", "tags", "trust_level", "status")
    }
    assert answer["wrong"] == []
    assert answer["again"] == answer["query"] | {"sort": answer["again"]["sort"]}
    assert (answer["query"]["artifact_type"], answer["query"]["search"]) == (
        list(query.artifact_type),
        query.search,
    )
