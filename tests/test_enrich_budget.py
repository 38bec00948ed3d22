"""A budget that ends amid a catalog: the next run goes on without asking for anything twice."""

from collections import Counter

import pytest

from generator.github import Kind, Meter
from generator.model import Outcome
from tests.enriching import Catalog, skills
from tests.fake_github import FakeGitHub, Repo


def many(count):
    """A GitHub with that many repositories of one skill each."""
    return FakeGitHub(*(Repo(f"acme/r{i:03}", skills(f"skill-{i}")) for i in range(count)))


def facts_asked(github):
    """How often the facts of each repository were asked for."""
    told = [query["variables"] for query in github.queries if "...Facts" in query["query"]]
    return Counter(value for each in told for value in each.values() if value.startswith("r"))


def hours(catalog, github, **limits):
    """Hourly runs with so many requests of each kind, until one is not stopped; their reports."""
    reports = []
    while True:
        for kind, left in limits.items():
            github.limits[kind] = [5000, left]
        reports.append(catalog.enrich())
        if not reports[-1].stop:
            return reports
        assert reports[-1].stop.outcome is Outcome.BUDGET
        catalog.later(hours=1)


@pytest.mark.parametrize("limits", [{"core": 40}, {"core": 27}, {"graphql": 5}, {"graphql": 2}])
def test_facts_listings_and_files_are_asked_for_once(tmp_path, limits):
    """Whichever limit is spent first and wherever in a batch, no repository's facts or listing come twice."""
    with many(60) as github:
        catalog = Catalog(tmp_path, github)
        reports = hours(catalog, github, **limits)
        assert len(reports) > 1
        assert set(facts_asked(github).values()) == {1}
        assert len(facts_asked(github)) == 60
        listings = [request for request in github.requests if request.startswith("GET")]
        assert len(listings) == len(set(listings)) == 60
        assert all(each.artifacts[0].description for each in catalog.lock.values())


def test_a_spent_limit_says_when_it_is_whole_again(tmp_path):
    """A run that stops before it is refused tells the moment all the same."""
    with many(60) as github:
        github.limits["core"] = [5000, 30]
        report = Catalog(tmp_path, github).enrich()
        assert (len(report.results), report.left) == (30, 30)
        assert report.resume_at is not None
        assert "rest requests are left this hour" in report.stop.error


def test_what_needs_no_listing_is_asked_for_although_none_is_left(tmp_path):
    """A look at what has not changed takes GraphQL alone, and is not held up by the other limit."""
    with many(60) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich()
        github.limits["core"] = [5000, 0]
        report = catalog.later().enrich()
        assert report.stop is None
        assert report.counts == {Outcome.NOT_MODIFIED: 60}


def test_requests_that_are_too_few_for_a_source_are_used_all_the_same(tmp_path):
    """With one request a run, some day everything is there."""
    with many(2) as github:
        catalog = Catalog(tmp_path, github)
        reports = []
        while not reports or reports[-1].stop:
            reports.append(catalog.enrich(max_requests=2))
            catalog.later(hours=1)
            assert len(reports) < 9
        assert all(each.artifacts[0].description for each in catalog.lock.values())


def test_the_room_of_a_meter():
    """What is left above the reserve, and within what the run is allowed at all; unknown before an answer."""
    meter = Meter(monotonic=lambda: 0.0, reserve=10)
    assert meter.room(Kind.REST) is None
    meter.count(Kind.REST)
    meter.heard(Kind.REST, {"x-ratelimit-remaining": "30", "x-ratelimit-limit": "60"})
    assert meter.room(Kind.REST) == 20
    assert meter.room(Kind.GRAPHQL) is None
    meter.count(Kind.REST)
    assert meter.room(Kind.REST) == 19
    few = Meter(monotonic=lambda: 0.0, max_requests=5)
    assert (few.room(Kind.REST), few.room(Kind.REST, besides=2), few.room(Kind.REST, besides=9)) == (5, 3, 0)


def test_answers_that_overtake_each_other_make_no_room():
    """Within an hour what is left only grows less, in whatever order answers come; a new hour counts anew."""
    meter = Meter(monotonic=lambda: 0.0, reserve=0)
    for remaining, reset in ((8, 3600), (9, 3600)):
        meter.count(Kind.REST)
        meter.heard(Kind.REST, {"x-ratelimit-remaining": str(remaining), "x-ratelimit-reset": str(reset)})
    assert meter.room(Kind.REST) == 8
    meter.count(Kind.REST)
    meter.heard(Kind.REST, {"x-ratelimit-remaining": "59", "x-ratelimit-reset": "7200"})
    assert meter.room(Kind.REST) == 59


def test_a_hundred_sources_cost_what_scaling_says(tmp_path):
    """A hundredth of what `docs/scaling.md` says of 10,000: at first, a day later, and where 2 % changed."""
    with many(100) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich()
        assert github.counted() == {"graphql": 8, "rest": 100}
        catalog.later().enrich()
        assert github.counted() == {"graphql": 4}
        for number in (3, 60):
            github.repos[f"acme/r{number:03}"].files = skills("new", f"skill-{number}")
        catalog.later().enrich()
        assert github.counted() == {"graphql": 5, "rest": 2}
