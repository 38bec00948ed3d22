"""Every way in which GitHub can fail: nothing is lost, nothing escapes, every outcome is counted right.

Each row is played to a catalog that knows two repositories well, while one of them has
changed, so that everything is asked for again.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

from generator.cache import blob_key
from generator.model import Outcome
from tests import fake_github as fake
from tests.enriching import PATIENCE, Catalog, skills
from tests.fake_github import FakeGitHub, GraphQLError, Repo

REPO = r"GET /repos/acme/tools$"
HEAD = r"GET /repos/acme/tools/commits"
TREE = r"GET /repos/acme/tools/git/trees/"
BLOB = r"GET /repos/acme/tools/git/blobs/"
GRAPHQL = r"^POST "
ALIAS = r"^GRAPHQL acme/tools$"

WRONG_TYPES = {
    "node_id": 7,
    "full_name": ["a"],
    "description": ["a"],
    "topics": "no",
    "stargazers_count": "many",
    "license": "MIT",
    "default_branch": None,
}


@dataclass(frozen=True)
class Row:
    """A fault: where it is played, and what has to come of it."""

    name: str
    where: str
    fault: object
    outcome: Outcome
    token: str | None = None
    stops: bool = False
    """Whether the run ends, so that nothing at all is learned."""


def gzipped(data, encoding="gzip"):
    """A body that calls itself packed."""
    return fake.body(data, {"Content-Encoding": encoding})


def too_short_a_length(h):
    """A body that is longer than announced."""
    h.write(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
        + json.dumps(WRONG_TYPES).encode()
    )


REST_ROWS = [
    Row("nothing is answered", REPO, fake.silence, Outcome.TIMEOUT),
    Row("headers that drip", REPO, fake.drip_headers, Outcome.TIMEOUT),
    Row("a body that drips", REPO, fake.drip_body, Outcome.TIMEOUT),
    Row("a connection that breaks", REPO, fake.reset, Outcome.NETWORK),
    Row("a body that ends early", REPO, fake.cut_body, Outcome.NETWORK),
    Row("a chunk that ends early", REPO, fake.cut_chunk, Outcome.NETWORK),
    Row("no HTTP", REPO, fake.garbage, Outcome.NETWORK),
    Row("endless headers", REPO, fake.many_headers, Outcome.NETWORK),
    Row("a length that is too short", REPO, too_short_a_length, Outcome.BAD_BODY),
    Row("broken JSON", REPO, fake.body(b"{not json"), Outcome.BAD_BODY),
    Row("a page", REPO, fake.body(b"<html>Hello</html>", {"Content-Type": "text/html"}), Outcome.BAD_BODY),
    Row("no body", REPO, fake.body(b""), Outcome.BAD_BODY),
    Row("null", REPO, fake.body(b"null"), Outcome.BAD_BODY),
    Row("deep JSON", REPO, fake.body(b"[" * 200_000), Outcome.BAD_BODY),
    Row("wrong types", REPO, fake.body(WRONG_TYPES), Outcome.BAD_BODY),
    Row("another encoding", REPO, gzipped(b"xx", "br"), Outcome.BAD_BODY),
    Row("packed many times", REPO, gzipped(b"xx", "gzip, gzip, gzip"), Outcome.BAD_BODY),
    Row("broken packing", REPO, gzipped(b"not packed"), Outcome.BAD_BODY),
    Row("200 MB", REPO, fake.huge, Outcome.TOO_BIG),
    Row("a gzip bomb", REPO, fake.gzip_bomb, Outcome.TOO_BIG),
    Row("301 to another host", REPO, fake.redirect("https://evil.example/"), Outcome.REDIRECT),
    Row("301 in a circle", REPO, fake.redirect("/repos/acme/tools"), Outcome.REDIRECT),
    Row("302 to nowhere", REPO, fake.status(302), Outcome.REDIRECT),
    Row("202", REPO, fake.status(202), Outcome.BAD_BODY),
    Row("204", REPO, fake.status(204, body=b""), Outcome.BAD_BODY),
    Row("304 unasked", REPO, fake.status(304, body=b""), Outcome.BAD_BODY),
    Row("400", REPO, fake.status(400), Outcome.BAD_INPUT),
    Row("401", REPO, fake.status(401, "Bad credentials"), Outcome.AUTH, stops=True),
    Row(
        "403 with the limit spent",
        REPO,
        fake.status(403, "API rate limit exceeded", {"X-RateLimit-Remaining": "0"}),
        Outcome.RATE_PRIMARY,
        stops=True,
    ),
    Row(
        "403 of a secondary limit",
        REPO,
        fake.status(403, "You have exceeded a secondary rate limit."),
        Outcome.RATE_SECONDARY,
        stops=True,
    ),
    Row("403 of a blocked repository", REPO, fake.status(403, "Repository access blocked"), Outcome.BLOCKED),
    Row("403", REPO, fake.status(403, "Resource not accessible"), Outcome.FORBIDDEN),
    Row("404", REPO, fake.status(404), Outcome.NOT_FOUND),
    Row("409 where it makes no sense", REPO, fake.status(409), Outcome.BAD_BODY),
    Row("410", REPO, fake.status(410), Outcome.NOT_FOUND),
    Row(
        "429 for an hour",
        REPO,
        fake.status(429, "", {"Retry-After": "3600"}),
        Outcome.RATE_SECONDARY,
        stops=True,
    ),
    Row("429 without a word", REPO, fake.status(429), Outcome.RATE_SECONDARY, stops=True),
    Row("451", REPO, fake.status(451), Outcome.BLOCKED),
    Row("500", REPO, fake.status(500), Outcome.SERVER),
    Row("502 with a page", REPO, fake.status(502, body=b"<html>Bad Gateway</html>"), Outcome.SERVER),
    Row("503", REPO, fake.status(503), Outcome.SERVER),
    Row("504 that drips", REPO, fake.status(504, body=b" " * 300_000), Outcome.SERVER),
    Row("a head that is no list", HEAD, fake.body({}), Outcome.BAD_BODY),
    Row("a head without commits", HEAD, fake.body([]), Outcome.BAD_BODY),
    Row("a head that is not found", HEAD, fake.status(404), Outcome.NOT_FOUND),
    Row("a head that fails", HEAD, fake.status(500), Outcome.SERVER),
]

PART_ROWS = [
    Row("a tree that fails", TREE, fake.status(502), Outcome.SERVER),
    Row("a tree that is never answered", TREE, fake.silence, Outcome.TIMEOUT),
    Row("a tree that ends early", TREE, fake.cut_body, Outcome.NETWORK),
    Row("a tree of broken JSON", TREE, fake.body(b'{"tree": ['), Outcome.BAD_BODY),
    Row("a tree of wrong types", TREE, fake.body({"sha": 1, "tree": "no", "truncated": 0}), Outcome.BAD_BODY),
    Row("another tree", TREE, fake.body({"sha": "1" * 40, "tree": [], "truncated": False}), Outcome.BAD_BODY),
    Row("a tree with nothing in it", TREE, "empty tree", Outcome.BAD_BODY),
    Row("a tree that is gone", TREE, fake.status(404), Outcome.NOT_FOUND),
    Row("a tree of an empty repository", TREE, fake.status(409), Outcome.BAD_BODY),
    Row("a tree of 200 MB", TREE, fake.huge, Outcome.TOO_BIG),
    Row("a tree behind a redirect", TREE, fake.redirect("https://evil.example/"), Outcome.REDIRECT),
]

README_ROWS = [
    Row("a README that fails", BLOB, fake.status(502), Outcome.SERVER),
    Row("a README that is never answered", BLOB, fake.silence, Outcome.TIMEOUT),
    Row("a README that is too short", BLOB, fake.body(b"#"), Outcome.BAD_BODY),
    Row("a README that is gone", BLOB, fake.status(404), Outcome.NOT_FOUND),
    Row("a README of an empty repository", BLOB, fake.status(409), Outcome.BAD_BODY),
    Row("a README that ends early", BLOB, fake.cut_body, Outcome.NETWORK),
]

GRAPHQL_ROWS = [
    Row("a forbidden repository", ALIAS, GraphQLError("FORBIDDEN", "SAML enforcement"), Outcome.FORBIDDEN),
    Row("401", GRAPHQL, fake.status(401, "Bad credentials"), Outcome.AUTH, stops=True),
    Row(
        "a spent limit with 200",
        GRAPHQL,
        fake.body({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}),
        Outcome.RATE_PRIMARY,
        stops=True,
    ),
]

POISON_ROWS = [
    Row("a poisonous repository", ALIAS, GraphQLError("INTERNAL", "Something went wrong"), Outcome.SERVER),
    Row("limits of a query", ALIAS, GraphQLError("RESOURCE_LIMITS_EXCEEDED", "exceeded"), Outcome.SERVER),
]

DOWN_ROWS = [
    Row("half of the data", "^GRAPHQL acme/tools HEAD:docs", GraphQLError("INTERNAL", "oops"), Outcome.OK),
    Row("502 with a page", GRAPHQL, fake.status(502, body=b"<html>"), Outcome.OK),
    Row("nothing is answered", GRAPHQL, fake.silence, Outcome.OK),
    Row("a body that drips", GRAPHQL, fake.drip_body, Outcome.OK),
    Row("broken JSON", GRAPHQL, fake.body(b"{"), Outcome.OK),
    Row(
        "errors with 200",
        GRAPHQL,
        fake.body({"data": None, "errors": [{"message": "Something"}]}),
        Outcome.OK,
    ),
    Row("nothing with 200", GRAPHQL, fake.body({"data": None}), Outcome.OK),
    Row("a gzip bomb", GRAPHQL, fake.gzip_bomb, Outcome.OK),
    Row("404", GRAPHQL, fake.status(404), Outcome.OK),
    Row("403", GRAPHQL, fake.status(403, "Resource not accessible"), Outcome.OK),
    Row("a redirect to another host", GRAPHQL, fake.redirect("https://evil.example/", 307), Outcome.OK),
]


def rows(table):
    """A table for pytest, each row under its name."""
    return pytest.mark.parametrize("row", table, ids=lambda row: row.name)


HANGING = (fake.silence, fake.drip_headers, fake.drip_body)


class Played:
    """A row that was played: what was known before, and what is known after."""

    def __init__(self, folder, row, *, token=None):
        with FakeGitHub(
            Repo("acme/fine", skills("delta")), Repo("acme/tools", skills("alpha", "beta"))
        ) as github:
            self.catalog = Catalog(folder, github)
            self.catalog.enrich(token=token)
            self.before = self.catalog.lock["acme-tools"]
            repo = github.repos["acme/tools"]
            repo.files, repo.stars = skills("alpha", "gamma"), 8
            fault = row.fault
            if fault == "empty tree":
                fault = fake.body({"sha": repo.tree, "tree": [], "truncated": False})
            github.fault(row.where, fault)
            github.requests.clear()
            patience = PATIENCE if row.fault in HANGING else 5.0
            self.report = self.catalog.later().enrich(token=token, patience=patience)
            self.after = self.catalog.lock["acme-tools"]
            self.fine = self.catalog.lock["acme-fine"]
            self.outcomes = {r.source_id: r.outcome for r in self.report.results}
            github.heal()
            self.catalog.later(days=8).enrich(token=token)
            self.healed = self.catalog.lock["acme-tools"]

    def check(self, row):
        """What has to hold whatever was played."""
        assert self.catalog.seconds < 60, "it hung"
        assert [a.name for a in self.before.artifacts] == ["alpha", "beta"]
        assert self.after.artifacts, "a failure became 0 artifacts"
        assert self.after.readme
        assert self.catalog.cache.has(blob_key(self.after.readme.oid))
        assert [a.name for a in self.healed.artifacts] == ["alpha", "gamma"]
        assert self.healed.metadata_state.failures == self.healed.tree_state.failures == 0
        if row.stops:
            assert self.report.stop.outcome is row.outcome
            assert not self.report.unreachable
            assert self.after == self.before
        else:
            assert self.report.stop is None
            assert self.outcomes["acme-tools"] is row.outcome
            assert self.outcomes["acme-fine"].good
            assert self.fine.metadata_state.fetched_at > self.before.metadata_state.fetched_at


@rows(REST_ROWS)
def test_metadata_that_fails(tmp_path, row):
    """Nothing of the repository changes but the state, which tells the failure; the other one is fine."""
    played = Played(tmp_path, row)
    played.check(row)
    assert played.after.stars == 7
    assert played.after.artifacts == played.before.artifacts
    if not row.stops:
        state = played.after.metadata_state
        assert (state.outcome, state.failures) == (row.outcome, 1)
        assert state.fetched_at == played.before.metadata_state.fetched_at
        assert state.error
        assert state.retry_at


@rows(PART_ROWS)
@pytest.mark.parametrize("token", ["t0ken", None])
def test_a_tree_that_fails(tmp_path, row, token):
    """The artifacts stay those of the last tree, with the error; facts and README are new."""
    played = Played(tmp_path, row, token=token)
    played.check(row)
    assert played.after.artifacts == played.before.artifacts
    assert played.after.scanned_tree == played.before.scanned_tree
    assert played.after.tree_state.outcome is row.outcome
    assert played.after.stars == 8
    assert token is None or played.after.readme != played.before.readme


@rows(README_ROWS)
def test_a_readme_that_fails(tmp_path, row):
    """The README stays the last one, with the error; facts and artifacts are new."""
    played = Played(tmp_path, row)
    played.check(row)
    assert played.after.readme == played.before.readme
    assert played.after.readme_state.outcome is row.outcome
    assert [a.name for a in played.after.artifacts] == ["alpha", "gamma"]


@rows(GRAPHQL_ROWS)
def test_a_repository_that_graphql_refuses(tmp_path, row):
    """One repository fails in a batch, and what was known of it stays; the others are fine."""
    played = Played(tmp_path, row, token="t0ken")
    played.check(row)
    assert played.after.stars == 7
    assert played.after.artifacts == played.before.artifacts


@rows(POISON_ROWS)
def test_a_repository_that_graphql_cannot_answer(tmp_path, row):
    """Everything of it comes by REST but the files of artifacts, which are told as failed."""
    played = Played(tmp_path, row, token="t0ken")
    played.check(row)
    assert played.after.stars == 8
    assert played.after.readme != played.before.readme
    assert [(a.name, a.description) for a in played.after.artifacts] == [
        ("alpha", "Helps with alpha"),
        ("gamma", None),
    ]
    assert played.after.contents_state.outcome is row.outcome
    assert played.healed.artifacts[1].description == "Helps with gamma"


@rows(DOWN_ROWS)
def test_a_graphql_that_is_down(tmp_path, row):
    """Where GraphQL fails, for one repository or for all, everything is learned by REST."""
    played = Played(tmp_path, row, token="t0ken")
    played.check(row)
    assert played.after.stars == 8
    assert [a.name for a in played.after.artifacts] == ["alpha", "gamma"]
    assert played.after.artifacts[0].description == "Helps with alpha"
    assert played.after.artifacts[1].description is None or row.where != GRAPHQL
    assert played.healed.artifacts[1].description == "Helps with gamma"


def test_a_plea_to_slow_down_is_no_failure(tmp_path):
    """After the wait that GitHub asked for, all is learned."""
    slow = fake.status(429, "", {"Retry-After": "1"})
    with FakeGitHub(Repo("acme/tools", skills("alpha"))) as github:
        github.fault("", slow, times=1)
        catalog = Catalog(tmp_path, github)
        report = catalog.enrich()
    assert report.counts == {Outcome.OK: 1}


def test_no_network_changes_nothing(tmp_path):
    """Within seconds the run is over, the lock is as it was, and the stop says why."""
    with FakeGitHub(*(Repo(f"acme/r{i}", skills("x")) for i in range(30))) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich()
        before = catalog.lock_path.read_bytes()
    report = catalog.later().enrich()
    assert report.results == ()
    assert report.left == 30
    assert report.unreachable
    assert report.stop.error.startswith("GitHub cannot be reached")
    assert catalog.lock_path.read_bytes() == before
    assert catalog.seconds < 10


def test_nothing_known_and_no_network(tmp_path):
    """A first run without a network learns nothing and makes no lock."""
    with FakeGitHub(Repo("acme/tools")) as github:
        catalog = Catalog(tmp_path, github)
    report = catalog.enrich()
    assert report.stop
    assert not catalog.lock_path.exists()


def test_no_secret_reaches_lock_or_report(tmp_path):
    """Whatever repeats the token, it is stored nowhere."""
    secret = "ghp_S3CRETs3cret"
    with FakeGitHub(Repo("acme/tools", skills("x"))) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich(token=secret)
        github.fault("GET", fake.status(500, f"you said Bearer {secret}"))
        github.repos["acme/tools"].files = skills("y")
        report = catalog.later().enrich(token=secret)
    stored = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    assert report.failed
    assert "S3CRET" not in str(report)
    assert not any(b"S3CRET" in content for content in stored)


def test_a_token_that_is_a_word_changes_no_text(tmp_path):
    """A stand-in for a token, such as ``tool``, is not struck out of what is fetched."""
    with FakeGitHub(Repo("acme/tools", {"README.md": "# A tool"}, description="A tool")) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich(token="tool")
    assert catalog.one.repo_description == "A tool"
    assert catalog.cache.get(blob_key(catalog.one.readme.oid)) == b"# A tool"


@pytest.mark.parametrize("fault", ["huge", "gzip_bomb"])
def test_a_huge_answer_costs_no_memory(fault):
    """200 MB, plain or packed, make a program grow by less than 40 MB."""
    code = (
        "import asyncio, resource, sys, time\n"
        "from generator.github import GitHubConfig, Manners, Meter, RepoAsk, connect\n"
        "def grown(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "async def run():\n"
        "    meter = Meter(monotonic=time.monotonic)\n"
        "    config = GitHubConfig(api_url=sys.argv[1], attempt_seconds=60)\n"
        "    async with connect(config).session(meter, Manners()) as session:\n"
        "        await session.repositories([RepoAsk('acme', 'fine')])\n"
        "        before = grown()\n"
        "        (answer,) = await session.repositories([RepoAsk('acme', 'tools')])\n"
        "        print(answer.outcome, grown() - before)\n"
        "asyncio.run(run())\n"
    )
    with FakeGitHub(Repo("acme/fine"), Repo("acme/tools")) as github:
        github.fault(REPO, getattr(fake, fault))
        done = subprocess.run(
            [sys.executable, "-c", code, github.url], capture_output=True, text=True, check=True
        )
    outcome, megabytes = done.stdout.split()
    assert outcome == "too_big"
    assert int(megabytes) < 40


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["silence", "drip_headers", "drip_body"])
def test_an_attempt_takes_five_seconds_at_most(tmp_path, fault):
    """With the bound as shipped, an attempt as a whole is given up after five seconds."""
    with FakeGitHub(Repo("acme/tools")) as github:
        catalog = Catalog(tmp_path, github)
        catalog.enrich(token=None)
        github.fault(REPO, getattr(fake, fault))
        started = time.monotonic()
        report = catalog.later().enrich(token=None)
        taken = time.monotonic() - started
    assert report.counts == {Outcome.TIMEOUT: 1}
    assert 4.9 < taken < 15  # which leaves a busy machine ten for everything around the attempt
