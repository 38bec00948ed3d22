"""Which pages there are and what they are given: no HTML here, only plans and contexts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import urls
from generator.markdown import render_readme
from generator.model import Readme, ScanStatus, SourceStatus, TrustLevel, Visibility
from generator.pages import PageKind, plan_pages
from generator.pages.cards import BLANK_CARD, artifact_url, card_of, counts_text
from generator.pages.other import SITEMAP_URLS
from generator.pages.source import contents
from generator.pages.view import pager
from generator.pages.wording import english, in_sentence, initial, one_line
from tests import made_catalogs
from tests import theme_catalog as tc
from tests.theme_catalog import Heading

# ------------------------------------------------------------------------ the plan


def paths(catalog, kind: PageKind) -> list[str]:
    """The pages of a kind."""
    return [ref.path for ref in tc.planner(catalog).refs() if ref.kind is kind]


def test_every_page_has_a_place_of_its_own():
    """No two pages are written to the same file, also where the file system folds case."""
    refs = [ref.path.casefold() for ref in tc.planner().refs()]
    assert len(refs) == len(set(refs))


@given(made_catalogs.catalogs())
@settings(max_examples=60, deadline=None)
def test_any_catalog_can_be_planned(catalog):
    """Whatever the sources, each page can be made, has a path of its own and a unique title."""
    plan = tc.planner(catalog)
    pages = [plan.page(ref) for ref in plan.refs()]
    assert len({page.path for page in pages}) == len(pages)
    titles = [page.context.page.title for page in pages if hasattr(page.context, "page")]
    assert len(set(titles)) == len(titles)


@given(made_catalogs.catalogs())
@settings(max_examples=30, deadline=None)
def test_the_order_of_sources_does_not_matter(catalog):
    """The plan depends on the sources, not on the order in which they come."""
    turned = replace(catalog, entries=catalog.entries[::-1])
    planned = {page.path: page for page in plan_pages(turned, tc.readmes, tc.notes, tc.DATA)}
    assert planned == {page.path: page for page in plan_pages(catalog, tc.readmes, tc.notes, tc.DATA)}


def test_lists_are_paged():
    """18 public sources at 4 a page are five pages, the first at the root."""
    assert paths(tc.FULL, PageKind.HOME) == [
        "index.html",
        *(f"page/{n}/index.html" for n in range(2, 6)),
    ]


def test_every_public_source_is_in_the_static_lists_once():
    """Without scripts, paging through the list shows every source, by name."""
    plan = tc.planner()
    shown = [
        card.path for ref in plan.refs() if ref.kind is PageKind.HOME for card in plan.page(ref).context.cards
    ]
    assert sorted(shown) == sorted(urls.source_page(e.source.id) for e in tc.FULL.public)


def test_types_and_levels_without_sources_have_pages():
    """They are words of the catalog, linked from the about page, so their pages exist."""
    assert paths(tc.EMPTY, PageKind.TYPE) == ["types/skill/index.html", "types/mcp_server/index.html"]
    assert len(paths(tc.EMPTY, PageKind.TRUST_LEVEL)) == 4


def test_tags_of_unlisted_sources_have_no_page():
    """A tag that only an unlisted source carries is not given away."""
    assert "tags/secret/index.html" not in paths(tc.FULL, PageKind.TAG)
    assert "tags/alpha/index.html" in paths(tc.FULL, PageKind.TAG)


def test_an_alias_leads_to_its_source():
    """A former id has a page that leads on, without being found by search engines."""
    context = tc.pages()["sources/old-everything/index.html"].context
    assert context.target == "sources/everything/index.html"
    assert context.canonical == "https://example.org/cat/sources/everything/"
    assert context.page.canonical is None


def test_an_alias_without_a_base_url_has_a_relative_canonical_link():
    """Where the site's address is not known, the link to the real page is relative."""
    pages = tc.pages(tc.catalog(tc.EVERYTHING, settings=replace(tc.SETTINGS, base_url="")))
    context = pages["sources/old-everything/index.html"].context
    assert context.canonical == "../../sources/everything/index.html"


def test_pages_are_made_lazily():
    """A README is asked for when its page is made, not before."""
    asked = []
    pages = plan_pages(tc.FULL, tc.Shelf(lambda e: asked.append(e.source.id)), tc.notes, tc.DATA)
    for page in pages:
        if page.path.startswith("sources/"):
            break
    assert asked == ["archived"]


def test_the_page_for_nothing_found_has_links_that_hold_anywhere():
    """Hosts show 404.html at any depth, so its links start at the site's path."""
    assert tc.pages()["404.html"].context.page.root == "/cat/"
    bare = tc.pages(tc.catalog(settings=replace(tc.SETTINGS, base_url="")))
    assert bare["404.html"].context.page.root == "/"


def test_the_site_context_does_not_change_with_a_source():
    """What stands on every page depends on the settings alone, so that one change rewrites few pages."""
    assert tc.planner(tc.FULL).view.site == tc.planner(tc.EMPTY).view.site


def test_a_source_changes_only_pages_that_show_it():
    """One more source leaves the pages of all others as they were, but for those that it is related to."""
    more = tc.catalog(*tc.ENTRIES, tc.entry("one-more", tc.artifact("new"), tags=("new-tag",)))
    before, after = tc.pages(tc.FULL), tc.pages(more)
    own = "sources/one-more/index.html"
    sources = {p for p in after if p.startswith("sources/") and p.endswith(".html")}
    changed = {p for p in sources if before.get(p) != after[p]}
    showing = {p for p in changed - {own} if own in [other.path for other in after[p].context.related]}
    assert changed == {own} | showing
    assert len(showing) == 2, "the two with skills"


# ------------------------------------------------------------------------- sitemap


def test_the_sitemap_names_what_may_be_found():
    """Public pages with their canonical addresses; no redirect, no unlisted source, no 404."""
    context = tc.pages()["sitemap.xml"].context
    found = {entry.url: entry.changed for entry in context.urls}
    assert found["https://example.org/cat/"] == ""
    assert found["https://example.org/cat/sources/stale/"] == "2025-07-10"
    assert not [url for url in found if "hidden" in url or "old-everything" in url or "404" in url]
    assert context.parts == ()


def test_without_an_address_there_is_no_sitemap():
    """The format wants absolute addresses; robots.txt then names none."""
    pages = tc.pages(tc.catalog(settings=replace(tc.SETTINGS, base_url="")))
    assert "sitemap.xml" not in pages
    assert pages["robots.txt"].context.sitemap is None


def test_a_huge_sitemap_is_cut_into_parts(monkeypatch):
    """Over the format's limit, the sitemap lists further ones, which together name every page once."""
    monkeypatch.setattr("generator.pages.other.SITEMAP_URLS", 10)
    monkeypatch.setattr("generator.pages.plan.SITEMAP_URLS", 10)
    pages = tc.pages()
    parts = [p.url.removeprefix("https://example.org/cat/") for p in pages["sitemap.xml"].context.parts]
    assert parts == [path for path in pages if path.startswith("sitemap-")]
    assert len(parts) > 2
    named = [u.url for part in parts for u in pages[part].context.urls]
    monkeypatch.undo()
    assert named == [u.url for u in tc.pages()["sitemap.xml"].context.urls]
    assert SITEMAP_URLS == 50_000


# --------------------------------------------------------------------------- cards


def test_a_card_says_what_a_source_is():
    """Name, repository, text, trust, counts, four tags and the number of the others, stars, day."""
    card = card_of(english(), tc.SETTINGS, tc.EVERYTHING)
    assert (card.name, card.repo) == ("Everything & more", "someone/everything")
    assert card.trust.label == "Verified"
    assert card.status is None
    assert card.counts == "14 skills · 1 MCP server"
    assert card.tags == ("alpha", "beta", "gamma", "delta")
    assert (card.more_tags, card.more_tags_label) == ("+2", "epsilon, zeta")
    assert (card.stars, card.stars_label) == ("1.2k", "1,234 stars")
    assert card.updated.text == "19 Nov 2026"


def test_a_card_of_a_source_that_was_never_fetched_says_nothing_of_it():
    """What is not known is left out rather than shown as 0."""
    pending = next(e for e in tc.ENTRIES if e.source.id == "pending")
    card = card_of(english(), tc.SETTINGS, pending)
    assert (card.stars, card.updated, card.counts) == ("", None, "")


@pytest.mark.parametrize("status", SourceStatus)
def test_a_card_names_every_status_but_active(status):
    """Active goes without saying; anything else has a word and a glyph."""
    badge = card_of(english(), tc.SETTINGS, tc.entry("x", status=status)).status
    assert (badge is None) is (status is SourceStatus.ACTIVE)
    if badge:
        assert badge.label.lower() == status.value


def test_the_blank_card_is_blank():
    """Scripts fill it, so nothing may be left in it."""
    assert not BLANK_CARD.name
    assert not BLANK_CARD.tags
    assert not BLANK_CARD.trust.label


def test_counts_keep_the_order_of_the_settings():
    """Types stand in the catalog's order, singular where there is one, zero left out."""
    assert counts_text(english(), tc.SETTINGS, {"mcp_server": 2, "skill": 1}) == "1 skill · 2 MCP servers"
    assert counts_text(english(), tc.SETTINGS, {"skill": 0}) == ""


@given(st.text(max_size=40).map("https://github.com/{}".format))
def test_addresses_of_artifacts_are_what_safe_url_makes_of_them(url):
    """The short way for plain addresses gives what the long way gives."""
    assert artifact_url(tc.artifact("x", url=url)) == urls.safe_url(url)


# ---------------------------------------------------------------------- the source


def source(source_id: str):
    """The context of a source's page."""
    return tc.pages()[f"sources/{source_id}/index.html"].context


@pytest.mark.parametrize(
    ("source_id", "key", "words"),
    [
        ("archived", "archived", "archived the repository"),
        ("moved", "moved", "another name now"),
        ("stale", "stale", "10 Jul 2025"),
        ("missing", "missing", "no such repository since 13 Nov 2026"),
        ("replaced", "replaced", "not the one that was listed"),
        ("failed", "error", "no answer within 5 s."),
        ("never", "error", "Nothing is known of it yet"),
        ("partial", "partial", "only a part of its files"),
        ("old-tree", "partial", "3 attempts in a row"),
        ("old-contents", "partial", "The last attempt failed"),
        ("old-readme", "readme", "What is shown was last checked on 2 Nov 2026"),
        ("pending", "pending", "appear with the next update"),
        ("noted", "note", "Needs a licence key."),
        ("succeeded", "successor", "Its makers say so."),
    ],
)
def test_a_source_says_what_to_know_first(source_id, key, words):
    """Each state that could mislead has one notice that says so."""
    notices = source(source_id).notices
    assert [notice.key for notice in notices] == [key]
    assert words in notices[0].text


def test_an_active_source_has_no_notice():
    """Where all is well, nothing stands in the way."""
    assert source("everything").notices == ()


def test_old_facts_say_how_old_they_are():
    """After a failed check the page says from when its facts are, counted from the catalog's day."""
    assert "2 Nov 2026, 20 days before this page’s facts." in source("failed").notices[0].text


def test_moved_and_replaced_sources_are_linked():
    """A notice about another place leads there."""
    assert source("moved").notices[0].link_url == "https://github.com/someone-else/moved"
    assert source("succeeded").notices[0].link_path == "sources/everything/index.html"


def test_artifacts_are_grouped_and_the_many_folded():
    """Types in the settings' order; of 14 skills 8 stand open."""
    skills, servers = source("everything").groups
    assert (skills.heading, skills.count) == ("Skills", "14")
    assert (len(skills.first), len(skills.rest)) == (8, 6)
    assert skills.rest_label == "Show 6 more skills"
    assert (servers.heading, len(servers.first), servers.rest) == ("MCP server", 1, ())


@given(st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_no_artifact_is_lost_by_folding(count):
    """Open and folded ones together are all, in order; and folding hides at least four."""
    found = tuple(tc.artifact(f"a{n:02}") for n in range(count))
    pages = tc.pages(tc.catalog(tc.entry("x", *found)))
    (group,) = pages["sources/x/index.html"].context.groups
    assert [a.name for a in (*group.first, *group.rest)] == [a.name for a in found]
    assert not group.rest or len(group.rest) >= 4


def test_what_does_not_count_says_why():
    """Duplicates name the original, excluded ones the reason."""
    left_out = source("everything").left_out
    assert [(item.name, item.reason) for item in left_out] == [
        ("copy", "Same content as skills/skill-00"),
        ("old", "a template"),
    ]


@pytest.mark.parametrize(
    ("source_id", "words"),
    [
        ("pending", "have not been looked into yet"),
        ("never", "could not be read"),
        ("scan-off", "without looking into its files"),
        ("old-tree", "part of its files"),
        ("archived", "Nothing in its files"),
    ],
)
def test_no_artifacts_is_explained(source_id, words):
    """An empty list is never just empty: not looked, could not look, or nothing there."""
    assert words in source(source_id).artifacts_empty


@pytest.mark.parametrize("status", ScanStatus)
def test_every_scan_status_explains_an_empty_list(status):
    """Whatever the state, an empty list comes with a sentence."""
    pages = tc.pages(tc.catalog(tc.entry("x", scan_status=status)))
    assert pages["sources/x/index.html"].context.artifacts_empty.endswith(".")


@pytest.mark.parametrize(
    ("source_id", "words"),
    [("no-readme", "has no README"), ("readme-off", "not copied here"), ("pending", "not been fetched yet")],
)
def test_no_readme_is_explained(source_id, words):
    """So is a README that is not there."""
    assert source(source_id).readme is None
    assert words in source(source_id).readme_empty


def test_a_readme_that_could_not_be_rendered_is_explained():
    """Where there should be one and is none, the page sends the reader to GitHub."""
    made = plan_pages(tc.catalog(tc.entry("x")), tc.Shelf(lambda _: None), tc.notes, tc.DATA)
    context = next(page.context for page in made if page.path == "sources/x/index.html")
    assert "has not been fetched yet" in context.readme_empty
    assert context.readme_url.startswith("https://github.com/")


def test_a_readme_that_was_cut_says_so():
    """Where only the beginning is shown, the page says it and links the whole."""
    cut = render_readme(Readme("README.md", "# Long", truncated=True), urls.RepoLocation("a/b"))
    made = plan_pages(tc.catalog(tc.entry("x")), tc.Shelf(lambda _: cut), tc.notes, tc.DATA)
    readme = next(page.context for page in made if page.path == "sources/x/index.html").readme
    assert readme.note == "Only its beginning is shown, since it is over 50 KB."
    assert readme.url.endswith(f"/blob/{tc.COMMIT}/README.md")


def test_trust_is_explained():
    """Level, criteria, who reviewed it, when, and which commit."""
    trust = source("everything").trust_details
    assert trust.criteria == "Somebody read it."
    assert trust.review == "Reviewed by ana on 3 Oct 2026"
    assert (trust.commit, trust.note) == ("0123456", "Read in full.")


def test_unknown_facts_are_left_out():
    """A source without stars, licence or language has no such rows."""
    bare = tc.entry("x", stars=None, forks=None, license=None, language=None, pushed_at=None, commit=None)
    facts = tc.pages(tc.catalog(bare))["sources/x/index.html"].context.facts
    assert [fact.label for fact in facts] == ["Checked"]


def test_a_part_of_a_repository_is_linked_and_named():
    """A source that is a folder of a repository says and links that folder."""
    context = source("everything")
    assert context.repo == "someone/everything/packages/one"
    assert context.repo_url == "https://github.com/someone/everything/tree/HEAD/packages/one"
    assert context.home_label == "docs.example.com"


def test_a_catalog_without_a_repository_has_no_edit_links():
    """Nothing is linked that is not there."""
    pages = tc.pages(tc.catalog(tc.EVERYTHING, settings=replace(tc.SETTINGS, repository=None)))
    context = pages["sources/everything/index.html"].context
    assert (context.edit_url, context.site.repository_url) == (None, None)


def test_an_unlisted_source_asks_not_to_be_found():
    """Its page has no canonical address and does not link tags that have no page."""
    context = source("hidden")
    assert context.page.noindex
    assert context.page.canonical is None
    assert [tag.path for tag in context.tags] == [""]


# ------------------------------------------------------------------------ contents


def outline(*headings: tuple[int, str]) -> list:
    """The list of contents as nested texts."""
    toc = contents([Heading(level, text, f"id-{text}") for level, text in headings])
    return [(entry.text, [child.text for child in entry.children]) for entry in toc]


def test_contents_show_two_levels_without_the_title():
    """A lone title on top is passed over, and deep headings are left out."""
    headings = [(3, "Title"), (4, "A"), (5, "A1"), (6, "deep"), (4, "B"), (4, "C")]
    assert outline(*headings) == [("A", ["A1"]), ("B", []), ("C", [])]


def test_contents_of_many_titles_are_titles():
    """Where several headings are of the first level, they are the contents."""
    assert outline((3, "A"), (4, "a"), (3, "B"), (3, "C")) == [("A", ["a"]), ("B", []), ("C", [])]


def test_contents_of_a_short_readme_are_left_out():
    """Two headings need no list."""
    assert outline((3, "A"), (4, "B")) == []
    assert outline() == []


def test_headings_without_text_or_id_are_not_listed():
    """A heading that is only a picture has nothing to list."""
    toc = contents([Heading(3, t, i) for t, i in [("A", "a"), (" ", "b"), ("C", ""), ("D", "d"), ("E", "e")]])
    assert [entry.text for entry in toc] == ["A", "D", "E"]


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from("abc")), max_size=12))
def test_contents_hold_headings_in_their_order(headings):
    """Whatever the levels, the list is a part of the headings, in order, each once."""
    made = [Heading(level, text, f"{text}{n}") for n, (level, text) in enumerate(headings)]
    listed = [f for e in contents(made) for f in (e.fragment, *(c.fragment for c in e.children))]
    order = [heading.id for heading in made]
    assert listed == sorted(listed, key=order.index)
    assert len(set(listed)) == len(listed)


# --------------------------------------------------------------------------- lists


def test_facets_count_what_there_is():
    """Values that no source has are left out; counts are of public sources."""
    context = tc.pages()["index.html"].context
    facets = {facet.key: {option.value: option.count for option in facet.options} for facet in context.facets}
    assert facets["artifact_type"] == {"skill": "2", "mcp_server": "1"}
    assert facets["tags"]["alpha"] == "2"
    assert facets["trust_level"] == {"verified": "1", "basic": "17"}
    assert facets["status"]["active"] == "14"


def test_a_tag_page_shows_what_comes_along():
    """Other tags of its sources, most frequent first, and a way to filter on."""
    context = tc.pages()["tags/alpha/index.html"].context
    assert [term.key for term in context.related] == ["beta", "delta", "epsilon", "gamma", "zeta"]
    assert context.filter_query == "?tags=alpha"
    assert context.results_heading == "2 sources"


def test_a_further_page_says_where_it_stands():
    """Title, heading and count name the page, so that no two are alike."""
    context = tc.pages()["page/2/index.html"].context
    assert context.page.title == "Sources, page 2 of 5 · Example catalog"
    assert context.results_heading == "Sources 5–8 of 18"
    assert context.first == 4


def test_tags_are_grouped_by_letter():
    """Digits and other signs have groups of their own."""
    entries = tc.catalog(tc.entry("x", tags=("alpha", "azure", "3d", "_x")))
    groups = tc.pages(entries)["tags/index.html"].context.groups
    assert {g.letter: [t.key for t in g.tags] for g in groups} == {
        "0–9": ["3d"],
        "A": ["alpha", "azure"],
        "#": ["_x"],
    }


def test_artifacts_are_listed_by_source(monkeypatch):
    """All pages together list every artifact once; a source that goes on says so."""
    monkeypatch.setattr("generator.pages.artifacts.ARTIFACTS_PER_PAGE", 10)
    monkeypatch.setattr("generator.pages.plan.ARTIFACTS_PER_PAGE", 10)
    pages = [page.context for path, page in tc.pages().items() if path.startswith("artifacts/")]
    names = [row.name for page in pages for section in page.sections for row in section.rows]
    assert names == [*(f"skill-{n:02}" for n in range(14)), "talker", "one"]
    assert [[(s.name, s.continued) for s in page.sections] for page in pages] == [
        [("Everything & more", False)],
        [("Everything & more", True), ("partial", False)],
    ]
    assert [page.results_heading for page in pages] == ["Artifacts 1–10 of 16", "Artifacts 11–16 of 16"]
    assert [(kind.value, kind.count) for kind in pages[0].types] == [("skill", "15"), ("mcp_server", "1")]


def test_only_the_first_page_of_artifacts_names_the_index():
    """A change anywhere would else rewrite every page of the list."""
    pages = tc.pages(
        tc.catalog(*(tc.entry(f"s{n}", *(tc.artifact(f"a{k}") for k in range(60))) for n in range(4)))
    )
    found = [page.context.index for path, page in pages.items() if path.startswith("artifacts/")]
    assert found == [tc.DATA.artifacts, None, None]


@given(st.integers(2, 60), st.data())
def test_a_pager_leads_everywhere(pages, data):
    """First, last and near pages are there, in order; one gap never hides a single page."""
    current = data.draw(st.integers(1, pages))
    made = pager(english(), "x", current, pages, str)
    labels = [step.label for step in made.steps]
    numbers = [int(label) for label in labels if label != "…"]
    assert numbers == sorted(set(numbers))
    assert {1, pages, current} <= set(numbers)
    assert [step.label for step in made.steps if step.current] == [str(current)]
    for before, label, after in zip(labels, labels[1:], labels[2:], strict=False):
        assert label != "…" or int(after) - int(before) > 2
    assert made.previous == (str(current - 1) if current > 1 else None)
    assert made.next == (str(current + 1) if current < pages else None)


def test_a_single_page_has_no_pager():
    """Where there is nowhere to go, no links are shown."""
    assert pager(english(), "x", 1, 1, str) is None


def test_unlisted_sources_count_nowhere():
    """Totals, facets and lists are of public sources alone."""
    hidden = tc.entry("x", tc.artifact("a"), visibility=Visibility.UNLISTED, trust_level=TrustLevel.OFFICIAL)
    context = tc.pages(tc.catalog(hidden))["index.html"].context
    assert (context.total, context.facts, context.cards) == ("0", "", ())
    assert all(facet.options == () for facet in context.facets)


# -------------------------------------------------------------------------- wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1k"),
        (1234, "1.2k"),
        (1999, "1.9k"),
        (9999, "9.9k"),
        (10_999, "10k"),
        (999_999, "999k"),
        (1_250_000, "1.2M"),
        (25_000_000, "25M"),
    ],
)
def test_short_numbers(value, text):
    """Rounded down, so that a page never claims more than there is."""
    assert english().short_number(value) == text


def test_numbers_days_and_words():
    """The small words of pages."""
    words = english()
    assert words.number(1234567) == "1,234,567"
    assert words.counted("count.sources", 0) == "no sources"
    assert words.counted("count.sources", 1) == "1 source"
    assert words.counted("count.sources", 1200) == "1,200 sources"
    assert in_sentence("MCP servers") == "MCP servers"
    assert in_sentence("Skills") == "skills"
    assert [initial(text) for text in ("alpha", "3d", "_x", "éa", "")] == ["A", "0–9", "#", "É", "#"]


def test_moments():
    """Days in words, exact for machines, absent where unknown."""
    moment = english().moment
    assert moment(datetime(2026, 3, 1, 23, 59, tzinfo=UTC)).text == "1 Mar 2026"
    assert moment(datetime(2026, 3, 1, 23, 59, tzinfo=UTC)).iso == "2026-03-01T23:59:00Z"
    assert moment(date(2026, 3, 1)).iso == "2026-03-01"
    assert moment(None) is None


@given(st.text())
def test_one_line_is_one_line(text):
    """No control, no line break, no turn of direction, no blank at the ends or twice; and it is stable."""
    line = one_line(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u2028\u2029" for c in line)
    assert line == " ".join(line.split())
    assert one_line(line) == line


@given(st.text(), st.integers(2, 40))
def test_one_line_keeps_its_limit(text, limit):
    """The ellipsis counts; a text that fits is not touched."""
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line == one_line(text) or line.endswith("…")


def test_one_line_cuts_at_a_word():
    """A cut text ends with a whole word where there is one."""
    assert one_line("one two three four", 12) == "one two…"
    assert one_line("onetwothreefour", 8) == "onetwot…"
