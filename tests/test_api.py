"""The filter index: what it holds, how it is cut, and what it weighs."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings

from generator.api import SHARD_SIZE, filter_index
from generator.model import SourceStatus, Visibility
from generator.pages.cards import card_of
from generator.pages.wording import english
from tests.browser_code import BrowserCode
from tests.made_catalogs import SETTINGS, catalog, catalogs, entry, natural_catalog


def decoded(cat):
    """The index itself as JSON."""
    return json.loads(filter_index(cat)[0].content)


@pytest.fixture(scope="module")
def browser_code(node):
    """The browser's code in one process for all tests of this file."""
    code = BrowserCode(node)
    yield code
    code.close()


@settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(cat=catalogs())
def test_every_card_can_be_made_again_from_the_index(browser_code, cat):
    """The browser's cards say the same, word by word, as those that the server rendered."""
    index, *shards = filter_index(cat)
    files = {PurePosixPath(shard.path).name: json.loads(shard.content) for shard in shards}
    cards = browser_code.ask(json.loads(index.content), "", None)["cards"]

    expected = [card_of(english(), SETTINGS, e) for e in cat.public]
    assert [card["id"] for card in cards] == [e.source.id for e in cat.public]
    for number, (made, card) in enumerate(zip(cards, expected, strict=True)):
        lines = files[PurePosixPath(made["shard"]).name]["descriptions"].split("\n")
        assert lines[number % SHARD_SIZE] == card.description.encode("utf-8", "replace").decode()
        assert f"sources/{made['slug']}/index.html" == card.path
        assert made["name"] == card.name
        assert made["repo"] == card.repo
        assert made["trust"] == {"id": card.trust.key, "label": card.trust.label}
        assert made["status"] == (card.status and {"id": card.status.key, "label": card.status.label})
        assert made["counts"] == card.counts
        assert tuple(made["tags"]) == card.tags
        assert (made["moreTags"], made["moreTagsLabel"]) == (card.more_tags, card.more_tags_label)
        assert (made["stars"], made["starsLabel"]) == (card.stars, card.stars_label)
        day = card.updated and {"iso": card.updated.iso, "text": card.updated.text}
        assert made["updated"] == day


def test_unlisted_sources_are_in_no_file():
    """Nothing of an unlisted source is written."""
    hidden = entry("hidden", description="secret", tags=("secret",), visibility=Visibility.UNLISTED)
    written = b"".join(output.content for output in filter_index(catalog(hidden, entry("seen"))))
    assert b"seen" in written
    assert b"hidden" not in written
    assert b"secret" not in written


def test_sources_are_numbered_by_their_ids():
    """A source's number is its place among the public ids, whatever order entries came in."""
    cat = catalog(entry("b"), entry("a"), entry("a-1"), entry("a0"))
    assert decoded(cat)["sources"].split("\n")[::3] == ["a", "a-1", "a0", "b"]


def test_what_is_not_known_is_null():
    """Never fetched is not zero stars, and not the first day of time."""
    index = decoded(catalog(entry("a", fetched=False), entry("b", stars=0)))
    assert (index["stars"], index["updated"], index["added"]) == ([None, 0], [None, None], [None, None])


def test_days_count_from_1970_in_utc():
    """A push of an evening in the west is of the next day in UTC."""
    late = datetime.fromisoformat("2026-11-22T20:00:00-05:00")
    index = decoded(catalog(entry("a", pushed=late, added=date(1970, 1, 2))))
    assert index["updated"] == [(datetime(2026, 11, 23, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days]
    assert index["added"] == [1]


def test_pages_that_are_not_named_after_their_id_are_told():
    """Device names of Windows have another folder, and the index says which."""
    index = decoded(catalog(entry("con"), entry("a")))
    assert list(index["slugs"]) == ["1"]
    assert index["slugs"]["1"].startswith("con~")


def test_line_breaks_in_texts_break_no_column():
    """A name of two lines stays one source."""
    index = decoded(catalog(entry("a", name="one\ntwo\r\nthree\u2028four", description="x\ny"), entry("b")))
    assert len(index["sources"].split("\n")) == 6


def test_an_empty_catalog_has_an_empty_index():
    """No source is a catalog, too."""
    outputs = filter_index(catalog())
    assert len(outputs) == 1
    assert decoded(catalog())["size"] == 0


def test_a_change_of_one_description_changes_its_shard_alone():
    """Shards are cut by number, and named by content."""
    entries = [entry(f"s{i:03}", description=f"text {i}") for i in range(SHARD_SIZE * 3)]
    before = {output.path for output in filter_index(catalog(*entries))}
    entries[SHARD_SIZE] = entry(f"s{SHARD_SIZE:03}", description="another")
    after = {output.path for output in filter_index(catalog(*entries))}
    assert len(before) == 4
    assert len(after - before) == 1


def test_shards_of_equal_content_are_one_file():
    """Two files of one name would not do."""
    cat = catalog(*(entry(f"s{i:03}") for i in range(SHARD_SIZE * 2)))
    outputs = filter_index(cat)
    assert len({output.path for output in outputs}) == len(outputs) == 2
    assert len(decoded(cat)["shards"]) == 20


def test_the_same_catalog_gives_the_same_bytes():
    """Nothing but the catalog decides what is written."""
    assert filter_index(natural_catalog(50)) == filter_index(natural_catalog(50))


def test_statuses_are_told_in_words():
    """Every status that a source can have is in the table."""
    assert [status["id"] for status in decoded(catalog())["statuses"]] == list(SourceStatus)


def test_a_thousand_sources_weigh_at_most_70_kilobytes():
    """Index and descriptions together, compressed as a host does (the budget of the whole design)."""
    outputs = filter_index(natural_catalog(1_000))
    index, *shards = (len(gzip.compress(output.content, 6)) for output in outputs)
    assert index <= 35_000
    assert index + sum(shards) <= 70 * 1024
