"""The built site in a real Chromium, as a visitor meets it."""

import threading
from urllib.parse import parse_qs, urlsplit

import pytest

from generator.build import build_site
from generator.loaded import load
from generator.serve import SiteServer
from tests import small_catalog

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Address of the small catalog, built and served."""
    root = small_catalog.make(tmp_path_factory.mktemp("catalog"))
    build_site(load(root), root / "site")
    server = SiteServer(root / "site", port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.url
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def context(browser):
    """A fresh visitor."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context, site):
    """The home page, upgraded; whatever goes wrong on it fails the test."""
    opened = context.new_page()
    wrong = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(site) else None)
    opened.goto(site)
    opened.locator("[data-facet=tags] input[value=python]").wait_for()
    yield opened
    assert wrong == []


def names(page):
    """Names of the cards that are shown."""
    return page.locator("[data-results] [data-slot=link]").all_inner_texts()


def expect_names(page, expected):
    """Wait until exactly these cards are shown, in this order."""
    page.wait_for_function(
        """expected => JSON.stringify([...document.querySelectorAll('[data-results] [data-slot=link]')]
            .map(a => a.textContent.trim())) === JSON.stringify(expected)""",
        arg=expected,
    )
    assert names(page) == expected


def choose(page, facet, value):
    """Tick a filter."""
    page.locator(f"[data-facet={facet}] input[value={value}]").click()


ALL = ["agents", "Alpha Skills", "one", "tools"]


def test_all_public_sources_are_listed_by_name(page):
    """The list shows every public source and no unlisted one."""
    expect_names(page, ALL)


def test_two_tags_and_a_type_are_joined_by_and(page):
    """Each further choice narrows the list; unticking widens it again."""
    choose(page, "tags", "python")
    expect_names(page, ["Alpha Skills", "tools"])
    choose(page, "tags", "testing")
    expect_names(page, ["Alpha Skills", "tools"])
    choose(page, "artifact_type", "hook")
    expect_names(page, ["Alpha Skills"])
    choose(page, "artifact_type", "hook")
    expect_names(page, ["Alpha Skills", "tools"])


def test_counts_say_what_a_choice_would_give(page):
    """Beside each value stands how many sources choosing it would leave."""
    count = page.locator("[data-facet=artifact_type] label:has(input[value=skill]) [data-count]")
    assert count.inner_text() == "2"
    choose(page, "tags", "review")
    expect_names(page, ["agents"])
    assert count.inner_text() == "0"


def test_search_finds_words_of_the_readme(page):
    """A word that only a README has finds its source."""
    page.locator("input[type=search][name=search]").fill("xylophones")
    expect_names(page, ["tools"])


def test_search_and_filters_are_joined_by_and(page):
    """A search narrows within the filters."""
    choose(page, "trust_level", "official")
    expect_names(page, ["Alpha Skills"])
    page.locator("input[type=search][name=search]").fill("spreadsheets")
    expect_names(page, ["Alpha Skills"])
    page.locator("input[type=search][name=search]").fill("xylophones")
    expect_names(page, [])
    assert page.locator("[data-empty]").is_visible()


def test_a_shared_address_shows_the_same(page, context):
    """The address holds the whole state, so another visitor sees the same list."""
    choose(page, "tags", "python")
    choose(page, "artifact_type", "command")
    expect_names(page, ["tools"])
    assert parse_qs(urlsplit(page.url).query) == {"artifact_type": ["command"], "tags": ["python"]}
    other = context.new_page()
    other.goto(page.url)
    expect_names(other, ["tools"])
    assert other.locator("[data-facet=tags] input[value=python]").is_checked()


def test_back_and_forward_restore_the_list(page):
    """Each toggle is a step of the history."""
    choose(page, "tags", "python")
    expect_names(page, ["Alpha Skills", "tools"])
    choose(page, "artifact_type", "hook")
    expect_names(page, ["Alpha Skills"])
    page.go_back()
    expect_names(page, ["Alpha Skills", "tools"])
    page.go_back()
    expect_names(page, ALL)
    page.go_forward()
    expect_names(page, ["Alpha Skills", "tools"])


def test_a_chip_removes_its_filter(page):
    """Active filters are shown as chips that take them away."""
    choose(page, "tags", "review")
    expect_names(page, ["agents"])
    page.locator("[data-chips] button").first.click()
    expect_names(page, ALL)


def test_sort_by_stars(page):
    """Most stars first, unknown ones last."""
    page.locator("select[name=sort]").select_option("stars")
    expect_names(page, ["agents", "tools", "Alpha Skills", "one"])


def test_a_card_leads_to_its_page(page):
    """The source's page shows its artifacts and README."""
    page.locator("[data-results] a", has_text="Alpha Skills").click()
    page.wait_for_url("**/sources/alpha-skills/**")
    assert page.locator("h1").inner_text().strip() == "Alpha Skills"
    assert page.get_by_text("Reads and writes spreadsheets.").first.is_visible()
    assert page.get_by_role("heading", name="Part 12").count() == 1


def test_no_search_file_is_loaded_before_a_search(context, site):
    """Filtering needs the filter index alone; who never searches never loads the search."""
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(site)
    choose(page, "tags", "python")
    expect_names(page, ["Alpha Skills", "tools"])
    assert not [path for path in asked if "search/" in path or "lunr" in path or "worker" in path]
    page.locator("input[type=search][name=search]").fill("lint")
    expect_names(page, ["tools"])
    assert [path for path in asked if "search/" in path]


def test_an_attack_in_a_readme_does_nothing(context, site):
    """A README with scripts, handlers, forms and clobbering ids is text, and the page works."""
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda _: pytest.fail("a README opened a dialog"))
    page.goto(f"{site}sources/beta-tools/index.html")
    page.wait_for_load_state("networkidle")
    assert "hacked" not in page.title()
    assert page.locator("main iframe, main form[action*=evil], main style, main [onerror]").count() == 0
    assert page.locator("main a[href^=javascript], main a[href^=data]").count() == 0
    assert not [url for url in requests if "evil.example" in url]
    assert page.get_by_text("A paragraph about xylophones").is_visible()


def test_without_javascript_every_source_is_reachable(browser, site):
    """Static lists and links lead to every public source, and README and artifacts are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    assert names(page) == ALL
    page.goto(f"{site}tags/python/index.html")
    found = page.locator("main .card a").all_inner_texts()
    assert [name.strip() for name in found] == ["Alpha Skills", "tools"]
    page.locator("main .card a", has_text="tools").click()
    assert page.locator("h1").inner_text().strip() == "tools"
    assert page.get_by_text("A paragraph about xylophones").is_visible()
    context.close()


def test_a_former_id_leads_to_the_source(context, site):
    """An alias has a page that leads on."""
    page = context.new_page()
    page.goto(f"{site}sources/old-beta/")
    page.wait_for_url("**/sources/beta-tools/**")


def test_a_missing_page_says_so(context, site):
    """What is not there is answered by the site's own page."""
    page = context.new_page()
    answer = page.goto(f"{site}sources/nothing-here/")
    assert answer.status == 404
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["", "sources/alpha-skills/", "artifacts/", "tags/", "types/", "trust/", "api/", "about/", "404.html"],
)
def test_nothing_is_wider_than_a_phone(browser, site, path, scheme):
    """At 320 px no page scrolls sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_client_in_a_page(page):
    """A page imports `catalog-client.js` from its stable address, filters, searches, goes on."""
    found = page.evaluate(
        """async () => {
            const { listSources, search, getDetails } = await import("./api/v1/catalog-client.js");
            const ids = ({ items }) => items.map(({ id }) => id);
            const first = await listSources({ tags: "python", sort: "name", limit: 1 });
            const cursor = first.page_info.end_cursor;
            return [
                ids(first),
                ids(await listSources({ tags: "python", sort: "name", limit: 1, cursor })),
                ids(await search("spreadshets")),
                ids(await search("xylophones")),
                (await getDetails("beta-tools")).repo_readme_html.includes("<script"),
            ];
        }"""
    )
    assert found == [["alpha-skills"], ["beta-tools"], ["alpha-skills"], ["beta-tools"], False]
