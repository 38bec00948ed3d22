"""A run's questions to GitHub, over a real connection to a small fake of it."""

import asyncio
import base64
import time

import pytest

from generator.github import BlobAsk, GitHubConfig, Kind, Manners, Meter, RepoAsk, connect
from generator.model import Outcome
from tests import fake_github as fake
from tests.fake_github import FakeGitHub, GraphQLError, Link, Repo

TOKEN = "t0ken"

PATIENCE = 0.8
"""Seconds of an attempt that is not going to be answered."""


def talk(github, conversation, *, token=TOKEN, waits=None, patience=5.0, **limits):
    """Run ``conversation(session)`` and return what it returns, with the meter."""
    meter = Meter(monotonic=time.monotonic, **({"reserve": 0} | limits))

    async def wait(seconds):
        (waits if waits is not None else []).append(seconds)

    async def run():
        config = GitHubConfig(api_url=github.url, token=token, attempt_seconds=patience)
        async with connect(config).session(meter, Manners(sleep=wait)) as session:
            return await conversation(session)

    return asyncio.run(run()), meter


def asks(github, *names):
    """One ask a repository, or of all."""
    full_names = names or [repo.full_name for repo in github.repos.values()]
    return [RepoAsk(*name.split("/")) for name in full_names]


def repositories(github, *names, **options):
    """Outcomes of asking for repositories, with the answers and the meter."""
    answers, meter = talk(github, lambda s: s.repositories(asks(github, *names)), **options)
    return [a.outcome for a in answers], answers, meter


def many(count):
    """A GitHub with that many repositories."""
    return FakeGitHub(*(Repo(f"acme/r{i:02}") for i in range(count)))


@pytest.fixture
def github():
    """A GitHub with one repository."""
    with FakeGitHub(
        Repo("acme/tools", {"README.md": "# Tools\n", "skills/x/SKILL.md": "x", "docs/a.md": "a"})
    ) as g:
        yield g


@pytest.mark.parametrize("token", ["t0ken", None])
def test_facts_are_the_same_by_both_apis(github, token):
    """GraphQL and REST give equal facts, but for the listing that only GraphQL has."""
    (outcome,), (answer,), _ = repositories(github, token=token)
    repo = github.repos["acme/tools"]
    facts = answer.value
    assert outcome is Outcome.OK
    assert (facts.node_id, facts.name_with_owner) == (repo.node_id, "acme/tools")
    assert (facts.stars, facts.forks, facts.license, facts.topics) == (7, 2, "MIT", ("agents",))
    assert (facts.language, facts.archived, facts.default_branch) == ("Python", False, "main")
    assert (facts.commit, facts.tree, facts.empty) == (repo.commit, repo.tree, False)
    assert str(facts.pushed_at) == "2026-01-01 00:00:00+00:00"
    assert (facts.readme_entries is None) == (token is None)


def test_with_a_token_25_repositories_are_one_request():
    """GraphQL asks for 25 at once; 26 are two requests."""
    with many(26) as github:
        outcomes, _, meter = repositories(github)
        assert outcomes == [Outcome.OK] * 26
        assert github.counted() == {"graphql": 2}
        assert meter.counts == {Kind.GRAPHQL: 2, Kind.REST: 0, Kind.GIT: 0}


def test_without_a_token_a_repository_is_two_requests():
    """REST asks for the repository and its head, and never for GraphQL."""
    with many(3) as github:
        outcomes, _, meter = repositories(github, token=None)
        assert outcomes == [Outcome.OK] * 3
        assert github.counted() == {"rest": 6}
        assert meter.total == 6
        assert not any("Authorization" in headers for headers in github.headers)


def test_what_every_request_says(github):
    """Version, agent and token are sent; the token as a bearer's."""
    repositories(github)
    (headers,) = github.headers
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["X-GitHub-Api-Version"] == "2022-11-28"
    assert headers["User-Agent"].startswith("sources-catalog/")
    assert "Cookie" not in headers


def test_refs_are_resolved(github):
    """A branch, a tag and a commit of the definition name what is fetched."""
    repo = github.repos["acme/tools"]
    repo.refs = ("v1", "next")
    for token in ("t0ken", None):
        wanted = [RepoAsk("acme", "tools", ref=ref) for ref in ("v1", "next", repo.commit, "nope")]
        answers, _ = talk(github, lambda s, w=wanted: s.repositories(w), token=token)
        assert [a.outcome for a in answers] == [Outcome.OK] * 4
        assert [a.value.commit for a in answers] == [repo.commit] * 3 + [None]


@pytest.mark.parametrize("token", ["t0ken", None])
def test_an_empty_repository_is_empty(token):
    """A repository without commits is known to be so by both APIs."""
    with FakeGitHub(Repo("acme/void", {})) as github:
        (outcome,), (answer,), _ = repositories(github, token=token)
    assert outcome is Outcome.OK
    assert answer.value.empty
    assert answer.value.commit is None


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_renamed_repository_is_found_under_its_new_name(github, token):
    """The old name leads to the new one, and the answer says so."""
    github.rename("acme/tools", "acme/toolbox")
    (outcome,), (answer,), _ = repositories(github, "acme/tools", token=token)
    assert outcome is Outcome.OK
    assert answer.value.name_with_owner == "acme/toolbox"


@pytest.mark.parametrize(
    "name", ["../..", "acme/..", "acme/.", "a cme/x", "acme/x?y", "acme/", "-a/b", "a/b\n"]
)
@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_name_that_could_travel_is_never_sent(github, name, token):
    """What is no name of GitHub's is refused before any request."""
    (outcome,), _, meter = repositories(github, name, token=token)
    assert outcome is Outcome.BAD_INPUT
    assert meter.total == 0
    assert github.requests == []


def test_one_poisonous_repository_is_isolated():
    """A repository that breaks its part of every query is asked for alone, and then of REST."""
    with many(25) as github:
        github.fault("GRAPHQL acme/r13$", GraphQLError("INTERNAL", "Something went wrong"))
        outcomes, _, meter = repositories(github)
    assert outcomes == [Outcome.OK] * 25
    assert meter.counts == {Kind.GRAPHQL: 2, Kind.REST: 2, Kind.GIT: 0}


def test_a_repository_that_breaks_whole_queries_is_isolated():
    """One that no query survives fails alone; the others do not suffer."""
    with many(25) as github:

        def poison(handler):
            if "r13" in str(github.queries[-1].get("variables")):
                fake.status(502)(handler)
            else:
                handler.json(fake.answer_graphql(github, github.queries[-1]), 200, "graphql")

        github.fault("POST", poison)
        github.fault("GET /repos/acme/r13", fake.status(500))
        outcomes, answers, meter = repositories(github)
    assert outcomes.count(Outcome.OK) == 24
    assert outcomes[13] is Outcome.SERVER
    assert answers[13].error == "HTTP 500: Some words"
    assert meter.counts == {Kind.GRAPHQL: 12, Kind.REST: 1, Kind.GIT: 0}


def test_a_batch_that_is_too_slow_is_halved():
    """A time-out of 25 is followed by 12 and 13, and all is well."""
    with many(25) as github:
        github.fault("POST", fake.silence, times=1)
        outcomes, _, _ = repositories(github, patience=PATIENCE)
        sizes = [query["query"].count("repository(") for query in github.queries]
    assert outcomes == [Outcome.OK] * 25
    assert sizes == [25, 0, 12, 13]


def test_a_slow_day_is_remembered():
    """After a time-out the next queries are smaller, and then grow again."""
    with many(50) as github:
        github.fault("POST", fake.silence, times=1)
        outcomes, _, _ = repositories(github, patience=PATIENCE)
        sizes = [query["query"].count("repository(") for query in github.queries]
    assert outcomes == [Outcome.OK] * 50
    assert sizes == [25, 0, 12, 13, 12, 13]


def test_what_exceeds_the_resources_is_asked_for_in_smaller_batches():
    """GitHub answers a part and refuses the rest: only the rest is asked for again."""
    with many(20) as github:
        limits = GraphQLError("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded.")
        github.fault("GRAPHQL acme/r1[0-9] HEAD:docs", limits, times=10)
        outcomes, _, _ = repositories(github)
        sizes = [query["query"].count("repository(") for query in github.queries]
    assert outcomes == [Outcome.OK] * 20
    assert sizes == [20, 10]


def test_graphql_being_down_is_noticed_at_once():
    """Where not even the smallest question is answered, the run goes on by REST."""
    with many(3) as github:
        github.fault("POST", fake.status(502, body=b"<html>Bad Gateway</html>"))
        (outcomes, speaks), meter = talk(github, both)
    assert outcomes == [Outcome.OK] * 3
    assert not speaks
    assert meter.counts == {Kind.GRAPHQL: 2, Kind.REST: 6, Kind.GIT: 0}


async def both(session):
    """The outcomes of repositories, and whether GraphQL is still spoken after them."""
    names = ["acme/r00", "acme/r01", "acme/r02"]
    answers = await session.repositories([RepoAsk(*name.split("/")) for name in names])
    return [a.outcome for a in answers], session.speaks_graphql


def test_a_graphql_that_understands_nothing_is_given_up():
    """A query that is refused again and again does not cost a request a repository."""
    with many(25) as github:
        refusal = {"errors": [{"path": ["query"], "message": "Field 'x' doesn't exist"}]}
        github.fault("POST", fake.body(refusal))
        outcomes, _, meter = repositories(github)
    assert outcomes == [Outcome.OK] * 25
    assert meter.counts[Kind.GRAPHQL] <= 12
    assert meter.counts[Kind.REST] == 50


def test_what_graphql_does_not_find_is_looked_for_by_rest(github):
    """A repository is called gone by two witnesses, and "blocked" is told apart."""
    github.add(Repo("acme/blocked"))
    github.fault("GRAPHQL acme/blocked", GraphQLError("NOT_FOUND", "Could not resolve"))
    github.fault("GET /repos/acme/blocked", fake.status(451, "Repository access blocked"))
    github.fault("GRAPHQL acme/tools", GraphQLError("NOT_FOUND", "Could not resolve"))
    outcomes, _, _ = repositories(github, "acme/blocked", "acme/tools", "acme/gone")
    assert outcomes == [Outcome.BLOCKED, Outcome.OK, Outcome.NOT_FOUND]


# --------------------------------------------------------------------------- files


def test_a_tree_is_one_request(github):
    """The whole listing comes by one recursive request."""
    repo = github.repos["acme/tools"]
    answer, meter = talk(github, lambda s: s.tree("acme", "tools", repo.tree))
    assert [(e.path, e.type) for e in answer.value.entries] == [(r[0], r[2]) for r in repo.rows()[0]]
    assert not answer.value.truncated
    assert meter.counts == {Kind.GRAPHQL: 0, Kind.REST: 1, Kind.GIT: 0}


def test_a_truncated_tree_says_so(github):
    """That GitHub left entries out is kept."""
    repo = github.repos["acme/tools"]
    repo.truncated = True
    answer, _ = talk(github, lambda s: s.tree("acme", "tools", repo.tree))
    assert answer.value.truncated


def oids(repo):
    """Object id and size of every file, by path."""
    return {row[0]: (row[3], row[4]) for row in repo.rows()[0] if row[2] == "blob"}


@pytest.mark.parametrize(("token", "requests"), [("t0ken", {"graphql": 1}), (None, {"rest": 3})])
def test_files_come_by_their_ids(github, token, requests):
    """With a token in one request, else one by one; the bytes are those of the files."""
    repo = github.repos["acme/tools"]
    wanted = [BlobAsk("acme", "tools", *oid) for oid in oids(repo).values()]
    answers, _ = talk(github, lambda s: s.blobs(wanted), token=token)
    assert [a.value.content for a in answers] == [repo.bytes_of(path) for path in oids(repo)]
    assert github.counted() == requests


@pytest.mark.parametrize("token", ["t0ken", None])
def test_of_a_big_file_only_the_beginning_is_fetched(token):
    """Over 512,000 bytes a file is not asked of GraphQL, and REST sends 64 KiB of it."""
    text = "0123456789abcdef" * 40_000
    with FakeGitHub(Repo("acme/big", {"README.md": text})) as github:
        (oid, size) = oids(github.repos["acme/big"])["README.md"]
        (answer,), meter = talk(github, lambda s: s.blobs([BlobAsk("acme", "big", oid, size)]), token=token)
    assert answer.value.content == text.encode()[: 64 * 1024]
    assert not answer.value.complete
    assert meter.counts == {Kind.GRAPHQL: 0, Kind.REST: 1, Kind.GIT: 0}


def test_a_file_that_graphql_cut_is_fetched_by_rest():
    """Where the size was not known beforehand, the cut text is not believed."""
    with FakeGitHub(Repo("acme/big", {"README.md": "é" * 300_000})) as github:
        (oid, _) = oids(github.repos["acme/big"])["README.md"]
        (answer,), meter = talk(github, lambda s: s.blobs([BlobAsk("acme", "big", oid)]))
    assert len(answer.value.content) == 64 * 1024
    assert meter.counts == {Kind.GRAPHQL: 1, Kind.REST: 1, Kind.GIT: 0}


def test_batches_of_files_are_bounded():
    """Neither too many files nor too many bytes are asked for at once."""
    files = {f"s{i:03}.md": f"{i}" for i in range(160)} | {f"big{i}.md": f"{i}" * 400_000 for i in range(3)}
    with FakeGitHub(Repo("acme/many", files)) as github:
        wanted = [BlobAsk("acme", "many", *oid) for oid in oids(github.repos["acme/many"]).values()]
        answers, _ = talk(github, lambda s: s.blobs(wanted))
        sizes = [query["query"].count("object(") for query in github.queries]
    assert {a.outcome for a in answers} == {Outcome.OK}
    assert sizes == [2, 150, 11]


@pytest.mark.parametrize("token", ["t0ken", None])
def test_binary_files_have_no_text(token):
    """A picture named README is known to be none, without its bytes."""
    with FakeGitHub(Repo("acme/art", {"README.md": b"\x89PNG\0\0"})) as github:
        (oid, size) = oids(github.repos["acme/art"])["README.md"]
        (answer,), _ = talk(github, lambda s: s.blobs([BlobAsk("acme", "art", oid, size)]), token=token)
    assert (answer.value.binary, answer.value.content) == (True, b"")


def test_a_shorter_file_than_listed_is_not_believed(github):
    """A connection that ends early without saying so is noticed by the listed size."""
    oid, size = oids(github.repos["acme/tools"])["README.md"]
    github.fault("GET .*/blobs/", fake.body(b"# To", {"Content-Type": "application/vnd.github.raw"}))
    (answer,), _ = talk(github, lambda s: s.blobs([BlobAsk("acme", "tools", oid, size)]), token=None)
    assert answer.outcome is Outcome.BAD_BODY


def test_a_file_that_comes_described_is_unpacked(github):
    """A server that sends JSON where bytes were asked for is understood as well."""
    oid, size = oids(github.repos["acme/tools"])["README.md"]
    github.fault("GET .*/blobs/", fake.body({"content": "IyBUb29s\ncwo=\n", "encoding": "base64"}))
    (answer,), _ = talk(github, lambda s: s.blobs([BlobAsk("acme", "tools", oid, size)]), token=None)
    assert answer.value.content == b"# Tools\n"


def test_the_beginning_of_a_described_file_is_unpacked():
    """Of a big file in JSON, too, only the beginning is read, and is its bytes."""
    text = b"0123456789abcde\n" * 20_000
    with FakeGitHub(Repo("acme/big", {"README.md": text})) as github:
        oid, size = oids(github.repos["acme/big"])["README.md"]
        described = {"sha": oid, "size": size, "content": base64.encodebytes(text).decode()}
        github.fault("GET .*/blobs/", fake.body(described))
        (answer,), _ = talk(github, lambda s: s.blobs([BlobAsk("acme", "big", oid, size)]), token=None)
    assert answer.value.content == text[: 64 * 1024]
    assert not answer.value.complete


@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_file_is_found_by_its_path(token):
    """Odd characters in a path are safe, and what is not there is not found."""
    files = {"docs/the réadme #1 {x}.md": "text", "a/b/c.md": "c"}
    with FakeGitHub(Repo("acme/odd", files)) as github:
        repo = github.repos["acme/odd"]

        async def look(session):
            return [
                await session.find_file("acme", "odd", repo.commit, path)
                for path in (*files, "nope.md", "a/b")
            ]

        answers, _ = talk(github, look, token=token)
    assert [a.outcome for a in answers] == [Outcome.OK] * 2 + [Outcome.NOT_FOUND] * 2
    assert [a.value.oid for a in answers[:2]] == [oids(repo)[path][0] for path in files]


def test_github_itself_names_the_readme():
    """By REST the README comes with its text; links are followed by GitHub."""
    files = {"README.md": Link("docs/intro.md"), "docs/intro.md": "# Intro"}
    with FakeGitHub(Repo("acme/linked", files)) as github:
        repo = github.repos["acme/linked"]
        answer, _ = talk(github, lambda s: s.find_readme("acme", "linked", repo.commit, ""), token=None)
    assert answer.value.content == b"# Intro"
    assert answer.value.oid == oids(repo)["docs/intro.md"][0]


# ----------------------------------------------------------------- redirects, limits


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example/steal",
        "//evil.example/steal",
        "http://127.0.0.1:1/steal",
        "http://user:pass@{host}/rate_limit",
        "https://{host}/rate_limit",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
def test_no_redirect_leaves_the_host(github, location):
    """Another host, port or scheme is refused, and nothing is sent there."""
    github.fault("GET /repos/acme/tools", fake.redirect(location))
    (outcome,), (answer,), meter = repositories(github, token=None)
    assert outcome is Outcome.REDIRECT
    assert "refused" in answer.error
    assert meter.total == 1


def test_redirects_on_the_host_are_followed_three_times(github):
    """A fourth one, and so any loop, is given up."""
    github.fault("GET /repos/acme/tools", fake.redirect("/repos/acme/tools"))
    (outcome,), (answer,), meter = repositories(github, token=None)
    assert outcome is Outcome.REDIRECT
    assert answer.error == "more than 3 redirects"
    assert meter.total == 4


def test_graphql_is_not_redirected(github):
    """A redirect of GraphQL is not followed: the run goes on by REST."""
    github.fault("POST", fake.redirect("http://127.0.0.1:1/steal", 307))
    (outcome,), _, _ = repositories(github)
    assert outcome is Outcome.OK


def test_a_spent_limit_ends_the_run(github):
    """No further request is made, and the stop says when asking makes sense again."""
    github.add(Repo("acme/other"))
    github.limits["graphql"][1] = 0

    async def twice(session):
        first = await session.repositories(asks(github))
        second = await session.tree("acme", "tools", "0" * 40)
        return first, second, session.stop

    (first, second, stop), meter = talk(github, twice)
    assert stop.outcome is Outcome.RATE_PRIMARY
    assert stop.resume_in == 1800
    assert not any(a.asked for a in [*first, second])
    assert meter.total == 1


@pytest.mark.parametrize("skew", [-86_400, 0, 86_400, 10 * 365 * 86_400])
def test_a_wrong_clock_does_not_change_the_wait(github, skew):
    """The wait for a limit is counted by GitHub's own clock."""
    github.clock_skew = skew
    github.limits["core"][1] = 0
    github.fault("GET", fake.status(403, "API rate limit exceeded", {"X-RateLimit-Remaining": "0"}))

    async def ask(session):
        await session.repositories(asks(github))
        return session.stop

    stop, _ = talk(github, ask, token=None)
    assert stop.outcome is Outcome.RATE_PRIMARY
    assert stop.resume_in == pytest.approx(1800, abs=1)


def test_a_bad_token_ends_the_run(github):
    """A 401 would meet every request: it is the last one."""
    github.fault("POST", fake.status(401, "Bad credentials"))
    (outcome,), (answer,), meter = repositories(github)
    assert outcome is Outcome.AUTH
    assert not answer.asked
    assert meter.total == 1


def test_a_plea_to_slow_down_is_obeyed(github):
    """A wait that is short enough is waited for, once, and the request made again."""
    waits = []
    github.fault("POST", fake.status(429, "secondary rate limit", {"Retry-After": "2"}), times=1)
    (outcome,), _, meter = repositories(github, waits=waits)
    assert outcome is Outcome.OK
    assert waits == [2]
    assert meter.total == 2


@pytest.mark.parametrize(("after", "requests"), [("3600", 1), (None, 1), ("2", 2)])
def test_a_plea_that_is_too_long_or_repeated_ends_the_run(github, after, requests):
    """An hour is not waited, nor an unknown time, nor a second time."""
    headers = {"Retry-After": after} if after else {}
    github.fault("POST", fake.status(403, "You have exceeded a secondary rate limit", headers))
    (outcome,), (answer,), meter = repositories(github)
    assert outcome is Outcome.RATE_SECONDARY
    assert not answer.asked
    assert meter.total == requests


def test_a_budget_is_kept():
    """Not one request more than allowed; what is left unasked says so."""
    with many(30) as github:
        outcomes, answers, meter = repositories(github, max_requests=1)
    assert outcomes == [Outcome.OK] * 25 + [Outcome.BUDGET] * 5
    assert [a.asked for a in answers] == [True] * 25 + [False] * 5
    assert meter.total == 1


# ------------------------------------------------------------------------ no network


def test_no_network_ends_at_the_first_connection():
    """Nobody there: one attempt, and the whole run is over."""
    with many(3) as github:
        pass  # its port is free again
    (outcomes, answers, meter), seconds = timed(lambda: repositories(github, token=None))
    assert set(outcomes) == {Outcome.NETWORK}
    assert not any(a.asked for a in answers)
    assert meter.total <= 2  # two jobs
    assert seconds < 5


def timed(act):
    """What ``act`` returns, and how long it took."""
    started = time.monotonic()
    return act(), time.monotonic() - started


def test_a_name_that_cannot_be_found_is_no_network():
    """A host that does not exist ends the run like a network that does not."""

    async def ask():
        meter = Meter(monotonic=time.monotonic)
        config = GitHubConfig(api_url="https://api.github.invalid", token="t", attempt_seconds=PATIENCE)
        async with connect(config).session(meter, Manners()) as session:
            answers = await session.repositories([RepoAsk("a", "b")] * 60)
            return answers, session.stop, meter.total

    answers, stop, total = asyncio.run(ask())
    assert stop.outcome in (Outcome.NETWORK, Outcome.TIMEOUT)
    assert stop.error.startswith("GitHub cannot be reached")
    assert not any(a.asked for a in answers)
    assert total <= 2


def test_a_github_that_went_away_ends_the_run():
    """When a connection fails in the middle of a run, one question tells whether all will."""
    with many(60) as github:

        async def lose(session):
            first = await session.repositories(asks(github)[:25])
            github.__exit__()
            rest = await session.repositories(asks(github)[25:])
            return first, rest, session.stop

        (first, rest, stop), meter = talk(github, lose)
        assert {a.outcome for a in first} == {Outcome.OK}
        assert not any(a.asked for a in rest)
        assert stop
        assert meter.total <= 4
        github.__enter__()


def test_five_failures_in_a_row_do_not_end_a_run_that_works():
    """Sick repositories that come first do not hide a GitHub that is well."""
    with many(12) as github:
        github.fault("GET /repos/acme/r0", fake.status(500))
        outcomes, _, _ = repositories(github, token=None)
    assert outcomes == [Outcome.SERVER] * 10 + [Outcome.OK] * 2


def test_a_github_that_is_unwell_ends_the_run():
    """Where even the free question fails after five failures, nothing more is asked."""
    with many(40) as github:
        github.fault("GET", fake.status(503, body=b"<html>Unicorn</html>"))
        outcomes, answers, meter = repositories(github, token=None)
    assert set(outcomes) == {Outcome.SERVER}
    assert meter.total <= 7  # five, one that was under way, and the question
    assert sum(a.asked for a in answers) <= 5


@pytest.mark.parametrize("well", [True, False])
def test_nothing_is_asked_while_github_is_asked_whether_it_is_there(well):
    """Whoever fails meanwhile waits too, however long the answer takes."""
    meanwhile = []

    def slowly(h):
        h.wait(0.1)  # for the one that is under way
        before = len(github.requests)
        h.wait(0.5)
        meanwhile.extend(github.requests[before:])
        fake.status(200 if well else 503)(h)

    with many(12) as github:
        github.fault("GET /rate_limit", slowly)
        github.fault("GET /repos", fake.status(503), times=6)
        outcomes, _, _ = repositories(github, token=None)
    assert meanwhile == []
    assert outcomes == [Outcome.SERVER] * 6 + [Outcome.OK if well else Outcome.SERVER] * 6


def test_twenty_failures_in_a_row_end_the_run():
    """A GitHub that says it is well and answers nothing is not asked for ever."""
    with many(60) as github:
        github.fault("GET /repos", fake.status(500))
        _, answers, meter = repositories(github, token=None)
    assert meter.total <= 23
    assert not answers[-1].asked


def test_no_word_ever_holds_the_token(github):
    """Whatever an evil answer repeats, the token is in no error."""
    github.fault("POST", fake.status(502))
    github.fault("GET", fake.garbage)
    secret = "ghp_SECRETsecret"
    outcomes, answers, _ = repositories(github, token=secret)
    assert outcomes == [Outcome.NETWORK]
    assert "SECRET" not in str(answers)
