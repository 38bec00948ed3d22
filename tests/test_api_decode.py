"""What is read back from the API is what it tells."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.api.decode import entry_of
from generator.api.entry import source_json
from generator.filters import apply_filters, parse_query
from generator.model import TrustReview
from tests import made_catalogs, theme_catalog

PLACES = st.sampled_from(
    [
        {"owner": "someone", "repo": "thing"},
        {
            "owner": "gitlab.com/group/sub",
            "repo": "thing",
            "clone_url": "https://gitlab.com/group/sub/thing.git",
        },
        {"owner": ".", "repo": "skills", "path": "skills"},
        {"owner": "./more/of", "repo": "skills", "path": "more/of/skills"},
    ]
)


@settings(max_examples=60)
@given(made_catalogs.entries("some-id"), PLACES)
def test_the_same_fields_come_of_it_again(entry, place):
    """Wherever a source lies, its fields make an entry that tells the same."""
    told = source_json(replace(entry, source=replace(entry.source, **place)))
    assert source_json(entry_of(told)) == told


def test_every_state_of_a_source_is_read_back():
    """Trust reviews, failures, statuses, successors: nothing that is told gets lost."""
    for entry in theme_catalog.ENTRIES:
        told = source_json(entry)
        assert source_json(entry_of(told)) == told
    assert entry_of(source_json(theme_catalog.EVERYTHING)).source.trust == TrustReview(
        "ana", theme_catalog.EVERYTHING.source.trust.date, theme_catalog.COMMIT, "Read in full."
    )


@settings(max_examples=60)
@given(made_catalogs.catalogs(), made_catalogs.PARAMETERS)
def test_filters_and_orders_are_the_same(catalog, parameters):
    """Entries that were read back pass the same filters, in the same order."""
    query = parse_query({k: v for k, v in parameters.items() if k != "search"}, catalog.settings)
    again = [entry_of(source_json(entry)) for entry in catalog.public]
    found, expected = apply_filters(again, query), apply_filters(catalog.entries, query)
    assert [e.source.id for e in found] == [e.source.id for e in expected]
