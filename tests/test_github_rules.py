"""The small rules: what a status means, when to stop, which file is the README."""

import json
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.github import Kind, Meter, choose_readme, link_target
from generator.github.judge import Reply, judge
from generator.github.meter import resets_in, retry_after
from generator.model import Outcome, TreeEntry


def reply(status, message="", **headers):
    """An answer with GitHub's error words."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, names, json.dumps({"message": message}).encode())


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (reply(200), Outcome.OK),
        (reply(304), Outcome.NOT_MODIFIED),
        (reply(301), Outcome.REDIRECT),
        (reply(307), Outcome.REDIRECT),
        (reply(401, "Bad credentials"), Outcome.AUTH),
        (reply(403, "Resource not accessible by integration"), Outcome.FORBIDDEN),
        (reply(403, "Repository access blocked"), Outcome.BLOCKED),
        (reply(403, "This repository has been disabled."), Outcome.BLOCKED),
        (reply(403, "API rate limit exceeded", x_ratelimit_remaining="0"), Outcome.RATE_PRIMARY),
        (reply(403, "API rate limit exceeded for 10.0.0.1."), Outcome.RATE_PRIMARY),
        (reply(403, "You have exceeded a secondary rate limit"), Outcome.RATE_SECONDARY),
        (reply(403, "triggered an abuse detection mechanism"), Outcome.RATE_SECONDARY),
        (reply(403, "", retry_after="60"), Outcome.RATE_SECONDARY),
        (reply(429), Outcome.RATE_SECONDARY),
        (reply(429, x_ratelimit_remaining="0"), Outcome.RATE_PRIMARY),
        (reply(404), Outcome.NOT_FOUND),
        (reply(410), Outcome.NOT_FOUND),
        (reply(409, "Git Repository is empty."), Outcome.EMPTY),
        (reply(422, "No commit found"), Outcome.BAD_INPUT),
        (reply(400), Outcome.BAD_INPUT),
        (reply(451, "Repository access blocked"), Outcome.BLOCKED),
        (reply(500), Outcome.SERVER),
        (reply(502), Outcome.SERVER),
        (reply(599), Outcome.SERVER),
        (reply(202), Outcome.BAD_BODY),
        (reply(204), Outcome.BAD_BODY),
        (reply(103), Outcome.BAD_BODY),
        (reply(999), Outcome.BAD_BODY),
        (Reply(403, {}, b"<html>no json"), Outcome.FORBIDDEN),
        (Reply(403, {}, b'{"message": 7}'), Outcome.FORBIDDEN),
        (Reply(403, {}, b"[]"), Outcome.FORBIDDEN),
    ],
)
def test_every_answer_has_one_word(answer, outcome):
    """Status, headers and words together tell what an answer means."""
    assert judge(answer)[0] is outcome


def test_an_error_is_told_in_one_harmless_line():
    """GitHub's words are kept, escaped and cut."""
    _, error = judge(reply(502, "bad\n::error::\x1b[31m" + "x" * 500))
    assert error.startswith("HTTP 502: bad ::error::\\x1b[31m")
    assert len(error) == 200


DATE = formatdate(1_800_000_000, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"retry-after": "-7"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "９"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "99999999"}, 86_400),
        ({"retry-after": formatdate(1_800_000_030, usegmt=True), "date": DATE}, 30),
        ({"retry-after": formatdate(1_700_000_000, usegmt=True), "date": DATE}, 0),
        ({"retry-after": formatdate(1_800_000_030, usegmt=True)}, None),
    ],
)
def test_waits_are_read_with_suspicion(headers, seconds):
    """A number or a date by the sender's own clock, bounded by a day; nonsense is nothing."""
    assert retry_after(headers) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-reset": "1800000600", "date": DATE}, 600),
        ({"x-ratelimit-reset": "1700000000", "date": DATE}, 0),
        ({"x-ratelimit-reset": "9800000600", "date": DATE}, 86_400),
        ({"x-ratelimit-reset": "1800000600"}, None),
        ({"x-ratelimit-reset": "1800000600", "date": "yesterday"}, None),
        ({"date": DATE}, None),
    ],
)
def test_a_reset_is_counted_by_the_senders_clock(headers, seconds):
    """However wrong our clock or theirs is, the wait is the difference of theirs."""
    assert resets_in(headers) == seconds


def meter(**options):
    """A meter whose clock stands still unless it is told otherwise."""
    return Meter(**({"monotonic": lambda: 0.0} | options))


def test_a_meter_stops_at_the_number_of_requests():
    """As many requests of both kinds together as allowed, and no more."""
    counted = meter(max_requests=2)
    counted.count(Kind.REST)
    counted.lost(Kind.REST)
    assert counted.refusal(Kind.REST) is None
    counted.count(Kind.GRAPHQL)
    assert counted.refusal(Kind.REST)[0] == "2 requests were made, as many as allowed"


def test_a_meter_stops_when_the_time_is_over():
    """The time is that of the clock that was passed in."""
    seconds = [0.0]
    timed = meter(monotonic=lambda: seconds[0], max_seconds=60)
    seconds[0] = 59.9
    assert timed.refusal(Kind.REST) is None
    seconds[0] = 60.0
    assert timed.refusal(Kind.REST) == ("the time allowed is over", None)


@pytest.mark.parametrize(
    ("reserve", "limit", "remaining", "refused"),
    [
        (None, 5000, 251, False),
        (None, 5000, 250, True),
        (None, 60, 4, False),
        (None, 60, 3, True),
        (0, 60, 1, False),
        (0, 60, 0, True),
        (100, 1000, 100, True),
    ],
)
def test_a_meter_leaves_a_reserve(reserve, limit, remaining, refused):
    """A twentieth of the hourly limit is left to others, or as many as asked for."""
    counted = meter(reserve=reserve)
    headers = {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(remaining)}
    counted.count(Kind.REST)
    counted.heard(Kind.REST, headers | {"x-ratelimit-reset": "1800000060", "date": DATE})
    refusal = counted.refusal(Kind.REST)
    assert (refusal is not None) is refused
    assert counted.refusal(Kind.GRAPHQL) is None
    if refusal:
        assert refusal[1] == 60


def test_a_meter_counts_what_is_under_way():
    """Two requests at once cannot both take the last one."""
    counted = meter(reserve=0)
    counted.count(Kind.REST)
    counted.heard(Kind.REST, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "1"})
    assert counted.refusal(Kind.REST) is None
    counted.count(Kind.REST)
    assert counted.refusal(Kind.REST)
    counted.lost(Kind.REST)
    assert counted.refusal(Kind.REST) is None


@pytest.mark.parametrize("remaining", ["many", "-1", "", "1e3", "٣"])
def test_a_meter_passes_over_nonsense(remaining):
    """Headers that make no sense change nothing."""
    counted = meter()
    counted.count(Kind.REST)
    counted.heard(Kind.REST, {"x-ratelimit-remaining": remaining})
    assert counted.refusal(Kind.REST) is None
    assert counted.quotas[Kind.REST].remaining is None


def files(*paths, mode="100644"):
    """Entries of files."""
    return [TreeEntry(path, mode, "blob", "a" * 40, 1) for path in paths]


@pytest.mark.parametrize(
    ("paths", "hint", "chosen"),
    [
        ([], None, None),
        (["README.md"], None, "README.md"),
        (["readme.MD"], None, "readme.MD"),
        (["README"], None, "README"),
        (["README.rst", "README.md", "README.txt", "README"], None, "README.md"),
        (["README.txt", "README.rst"], None, "README.rst"),
        (["README", "README.txt"], None, "README.txt"),
        (["docs/README.md", "README.txt"], None, "README.txt"),
        (["docs/README.md", "README", ".github/README"], None, ".github/README"),
        (["docs/README.md"], None, "docs/README.md"),
        (["README.zh-CN.md", "README.html", "README.", "README.md.bak", "MYREADME.md"], None, None),
        (["src/README.md"], None, None),
        (["README.md", "plugins/a/README.md"], "plugins/a", "plugins/a/README.md"),
        (["README.md", "plugins/a/README"], "plugins/a", "plugins/a/README"),
        (["README.md", "plugins/b/README.md"], "plugins/a", "README.md"),
        (["Readme.md", "README.md"], None, "README.md"),
        (["docs/README.md", "README.md"], "docs", "docs/README.md"),
    ],
)
def test_the_readme_is_the_one_that_github_shows(paths, hint, chosen):
    """Folders in GitHub's order, formats in its renderer's; the source's own folder first."""
    entry = choose_readme(files(*paths), hint)
    assert (entry and entry.path) == chosen


def test_a_folder_named_readme_is_none():
    """Only files and links to files are READMEs."""
    entries = [
        TreeEntry("README", "040000", "tree", "a" * 40),
        TreeEntry("README.md", "160000", "commit", "a" * 40),
    ]
    assert choose_readme(entries) is None


@given(st.permutations(files("README.md", "README", "docs/README.md", ".github/README.rst", "readme.md")))
def test_the_order_of_entries_does_not_matter(entries):
    """The same README is chosen however the entries come."""
    assert choose_readme(entries).path == ".github/README.rst"


@pytest.mark.parametrize(
    ("link", "target", "path"),
    [
        ("README.md", "docs/intro.md", "docs/intro.md"),
        ("README.md", "./docs//intro.md", "docs/intro.md"),
        (".github/README.md", "../README.md", "README.md"),
        ("docs/README.md", "../docs/other.md", "docs/other.md"),
        ("README.md", "../outside.md", None),
        (".github/README.md", "../../etc/passwd", None),
        ("README.md", "/etc/passwd", None),
        ("README.md", "", None),
        ("README.md", ".", None),
        ("README.md", "README.md", None),
        ("README.md", "a\0b", None),
        ("README.md", "C:\\x", None),
        ("README.md", "x" * 1001, None),
    ],
)
def test_a_link_is_followed_inside_the_repository(link, target, path):
    """A link that leads out of the repository, to itself or nowhere has no target."""
    assert link_target(link, target) == path
