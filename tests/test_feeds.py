"""The page of what changed, and the feeds of it, held to what Atom and JSON Feed ask for."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest

from generator.news import news_of
from generator.pages import feeds
from generator.pages.changes import PAGE_NEWS, SHOWN_ARTIFACTS
from generator.past import Change, ChangeKind, Run, Totals
from tests import theme_catalog as tc

ATOM = "{http://www.w3.org/2005/Atom}"

ADDED = ChangeKind.ADDED


@cache
def site() -> dict[str, str]:
    """Every page of the full catalog."""
    return tc.rendered(tc.FULL)


def parsed(text):
    """XML that we wrote."""
    return ET.fromstring(text)  # noqa: S314 - ours


def atom(path="feed.xml", of=None):
    """An Atom feed, parsed."""
    return parsed((of or site())[path])


def entries(feed):
    """Titles of a feed's entries."""
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def with_history(*runs, entries=tc.ENTRIES, **settings):
    """The catalog with another history."""
    return tc.catalog(*entries, settings=replace(tc.SETTINGS, **settings), history=runs)


# ------------------------------------------------------------------------- news


def test_news_are_of_listed_sources_newest_first():
    """Unlisted sources are not told of; of one run, sources are in the order of their ids."""
    assert [(one.at, one.source_id) for one in news_of(tc.FULL)] == [
        (tc.NOW, "everything"),
        (tc.NOW, "moved"),
        (tc.NOW - timedelta(days=2), "archived"),
        (tc.NOW - timedelta(days=2), "gone-for-good"),
    ]


def test_news_leave_out_what_is_not_shown_elsewhere():
    """Artifacts that are not imported, and types that the settings do not have, are not told of."""
    run = Run(
        tc.NOW,
        Totals(1),
        (
            Change(ADDED, "scan-off", "someone/scan-off", "skill", "x", "x"),
            Change(ADDED, "archived", "someone/archived", "no_such_type", "x", "x"),
        ),
    )
    assert news_of(with_history(run)) == ()


def test_a_former_id_leads_to_the_source():
    """What was told under a former id is the source's of today."""
    run = Run(tc.NOW, Totals(1), (Change(ADDED, "old-everything", "someone/everything"),))
    (news,) = news_of(with_history(run))
    assert news.entry.source.id == "everything"


# ------------------------------------------------------------------------- page


def test_the_page_says_what_happened():
    """Days, sources, what they were, artifacts with their number, and what is left out."""
    page = tc.Document(site()["changes/index.html"]).root
    assert [e.text for e in page.all("h2")] == ["22 Nov 2026", "20 Nov 2026"]
    first, *_ = [e for e in page.all("li") if "data-change" in e.attributes]
    assert "Renamed" in first.text
    assert "was old-everything · 9 skills added · 1 skill removed · 1 skill renamed" in first.text
    assert f"and {11 - SHOWN_ARTIFACTS} more" in first.text
    assert "7 further changes that day" in page.text
    assert "someone/hidden" not in site()["changes/index.html"]


def test_what_is_gone_has_no_link():
    """A source that was removed is named, and leads nowhere; its name is text."""
    page = tc.Document(site()["changes/index.html"]).root
    gone = next(e for e in page.all("li") if "gone-for-good" in e.text)
    assert gone.all("a") == []
    assert "someone/gone <b>&amp;" in gone.text


def test_the_page_is_bounded():
    """However long a history is, the page is not, and says so."""
    runs = [
        Run(tc.NOW + timedelta(hours=n), Totals(1), (Change(ADDED, "archived", "someone/archived"),))
        for n in range(PAGE_NEWS + 5)
    ]
    page = tc.Document(tc.rendered(with_history(*runs))["changes/index.html"]).root
    assert len([e for e in page.all("li") if "data-change" in e.attributes]) == PAGE_NEWS
    assert "Older changes are not shown" in page.text


@pytest.mark.parametrize(
    ("runs", "text"),
    [((), "no history yet"), ((Run(tc.NOW, Totals(1)),), "Nothing changed since 22 Nov 2026")],
)
def test_nothing_new_is_explained(runs, text):
    """Without a history, or without a change in it, the page says why it is empty."""
    assert text in tc.rendered(with_history(*runs))["changes/index.html"]


# ------------------------------------------------------------------------- feeds


def test_every_feed_is_valid_atom():
    """Each has what RFC 4287 asks for: ids, titles, moments, an author, a link to itself; ids are unique."""
    found = {path: text for path, text in site().items() if path.endswith("feed.xml")}
    assert {"feed.xml", "tags/alpha/feed.xml", "types/skill/feed.xml", "trust/verified/feed.xml"} <= set(
        found
    )
    for path, text in found.items():
        feed = parsed(text)
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"https://example.org/cat/{path}"
        assert links["alternate"] == f"https://example.org/cat/{path.removesuffix('feed.xml')}"
        assert feed.find(f"{ATOM}author/{ATOM}name").text
        ids = [element.text for element in feed.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            assert element.findtext(f"{ATOM}id").startswith("https://example.org/cat/")
            assert element.findtext(f"{ATOM}title")
            assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo


def test_every_json_feed_is_valid():
    """Each has what JSON Feed 1.1 asks for, and the same entries as its Atom twin."""
    for path in [path for path in site() if path.endswith("feed.json")]:
        feed = json.loads(site()[path])
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"https://example.org/cat/{path}"
        twin = atom(path.replace("feed.json", "feed.xml"))
        assert [item["id"] for item in feed["items"]] == [
            entry.findtext(f"{ATOM}id") for entry in twin.findall(f"{ATOM}entry")
        ]
        for item in feed["items"]:
            assert item["title"]
            assert item["content_text"]


def test_feeds_tell_of_their_list():
    """A tag's feed tells of sources with the tag, a type's of its artifacts, a level's of its sources."""
    everything = "Everything & more renamed"
    assert entries(atom()) == [everything, "moved renamed", "archived added", "gone-for-good removed"]
    assert entries(atom("tags/alpha/feed.xml")) == [everything, "archived added"]
    assert entries(atom("tags/beta/feed.xml")) == [everything]
    assert entries(atom("types/skill/feed.xml")) == [everything, "archived added", "gone-for-good removed"]
    assert entries(atom("types/mcp_server/feed.xml")) == [everything]
    assert entries(atom("trust/verified/feed.xml")) == [everything]


def test_entries_lead_to_what_they_tell_of():
    """A source's entry leads to its page, of a removed one to the page of changes; ids are anchors there."""
    feed = atom()
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
    assert links[0] == "https://example.org/cat/sources/everything/"
    assert links[-1] == "https://example.org/cat/changes/"
    for entry in feed.findall(f"{ATOM}entry"):
        anchor = entry.findtext(f"{ATOM}id").partition("#")[2]
        assert f'id="{anchor}"' in site()["changes/index.html"]


def test_feeds_are_bounded():
    """A feed has its newest entries alone."""
    runs = [
        Run(tc.NOW + timedelta(hours=n), Totals(1), (Change(ADDED, "archived", "someone/archived"),))
        for n in range(feeds.FEED_NEWS + 5)
    ]
    feed = atom(of=tc.rendered(with_history(*runs)))
    assert len(feed.findall(f"{ATOM}entry")) == feeds.FEED_NEWS
    assert feed.findtext(f"{ATOM}updated") == feed.find(f"{ATOM}entry").findtext(f"{ATOM}updated")


def test_hostile_names_are_text_in_feeds():
    """Markup, controls and the end of CDATA in a name do not break out."""
    name = "]]><script>\x1b\x00\ufffe</title>"
    run = Run(tc.NOW, Totals(1), (Change(ADDED, "archived", "o/r", "skill", name, "p"),))
    pages = tc.rendered(with_history(run))
    (line,) = [e.text for e in atom(of=pages).iter("{http://www.w3.org/1999/xhtml}li") if "Skill" in e.text]
    assert line == "Skill added: ]]><script></title>"
    assert "<script>" not in pages["feed.json"]
    assert "<script>]" not in pages["changes/index.html"]


@pytest.mark.parametrize(
    ("settings", "pages", "feeds_there"),
    [({"base_url": ""}, True, False), ({"feeds": False}, True, False), ({"changes": False}, False, False)],
)
def test_what_settings_turn_off_is_nowhere(settings, pages, feeds_there):
    """Without a base URL there are no feeds; page and feeds can be turned off; nothing links to them then."""
    made = tc.rendered(with_history(*tc.HISTORY, **settings))
    assert ("changes/index.html" in made) == pages
    assert any("feed." in path for path in made) == feeds_there
    assert (
        any("application/atom+xml" in text for path, text in made.items() if path.endswith(".html"))
        == feeds_there
    )
    assert any(re.search(r'href="[^"]*changes/index.html', text) for text in made.values()) == pages


def test_lists_name_their_feeds():
    """A feed reader finds the list's own feed first, then that of all."""
    page = tc.Document(site()["tags/alpha/index.html"]).root
    links = [
        e.attributes["href"] for e in page.all("link") if e.attributes.get("type") == "application/atom+xml"
    ]
    assert links == ["../../tags/alpha/feed.xml", "../../feed.xml"]
