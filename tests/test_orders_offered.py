"""Orders of which nothing is known are not offered."""

import re
from datetime import UTC, date, datetime

import pytest

from generator.filters import Sort, telling_orders
from tests import whole_site
from tests.made_catalogs import catalog, entry
from tests.test_theme_in_browser import served

ALWAYS = {Sort.NAME, Sort.RELEVANCE}


@pytest.mark.parametrize(
    ("known", "orders"),
    [
        ({}, set()),
        ({"stars": 0}, set()),
        ({"stars": 3}, {Sort.STARS}),
        ({"pushed": datetime(2026, 1, 1, tzinfo=UTC)}, {Sort.UPDATED}),
        ({"added": date(2026, 1, 1)}, {Sort.ADDED}),
        ({"counts": {"skill": 1}}, {Sort.ARTIFACTS}),
    ],
)
def test_an_order_tells_something_where_one_source_has_something(known, orders):
    """One of many is enough, and a number of none is as good as nothing."""
    entries = [entry("a"), entry("b", **known), entry("c")]
    assert telling_orders(entries) == ALWAYS | orders


def test_an_empty_catalog_can_be_ordered_by_name():
    """Nothing is known of nothing."""
    assert telling_orders([]) == ALWAYS


@pytest.fixture(scope="module")
def without_stars(tmp_path_factory):
    """The list of a catalog whose sources have artifacts, and no stars that anybody knows."""
    made = catalog(
        entry("a", name="Alpha", counts={"skill": 1}), entry("b", name="Beta", counts={"skill": 2})
    )
    return whole_site.make(tmp_path_factory.mktemp("site"), made, whole_site.LISTS)


def test_the_page_offers_what_tells_something(without_stars):
    """In their usual order, the first one chosen."""
    page = (without_stars / "index.html").read_text()
    assert re.findall('<option value="([a-z]+)"', page) == ["name", "relevance", "artifacts"]


@pytest.mark.browser
def test_an_address_with_another_order_is_by_name(browser, without_stars):
    """An old link by stars shows the list by name, and says so; what is offered works."""
    with served(without_stars) as address:
        page = browser.new_page()
        chosen = page.locator("select[name=sort]")
        for query, order, first in (
            ("?sort=stars", "name", "Alpha"),
            ("?sort=artifacts", "artifacts", "Beta"),
        ):
            page.goto(f"{address}{query}")
            page.locator("catalog-browser:not([data-starting])").wait_for()
            assert chosen.input_value() == order
            assert first in page.locator("[data-card], .card").first.inner_text()
        page.close()
