"""What is relied on of ghapi 2.1.4 and of the HTTP library below it.

These fail where a new release behaves differently, before the catalog does.
"""

import asyncio
import importlib.metadata
import inspect
import os
import subprocess
import sys

import httpx2
import pytest
from fasttransport.core import AsyncTransport
from ghapi.core import GhApi, GhTransport

from tests.fake_github import FakeGitHub, redirect, status


def test_the_version_is_the_pinned_one():
    """What was read and measured is ghapi 2.1.4; another one needs another look."""
    assert importlib.metadata.version("ghapi") == "2.1.4"


def api_of(url, **options):
    """A GhApi without its operations, over a client of our own."""
    api = GhApi.__new__(GhApi)
    api.headers, api.token, api.gh_host = {}, None, url
    client = httpx2.AsyncClient(trust_env=False)
    api.transport = GhTransport(
        client=client, base_headers={"X-Own": "1"}, retries=0, follow_redirects=False, **options
    )
    return api, client


def call(github, *arguments, **options):
    """One call, and the client closed after it."""

    async def ask():
        api, client = api_of(github.url)
        async with client:
            return await api(*arguments, **options)

    return asyncio.run(ask())


def test_a_call_takes_path_verb_headers_query_and_data():
    """The entry point that goes round the generated operations keeps its parameters."""
    names = list(inspect.signature(GhApi.__call__).parameters)
    assert names == ["self", "path", "verb", "headers", "route", "query", "data"]


def test_a_transport_takes_a_client_and_no_retries():
    """The seam below the call keeps the parameters that bound it."""
    names = set(inspect.signature(AsyncTransport.__init__).parameters)
    assert {"timeout", "client", "base_headers", "follow_redirects", "retries"} <= names
    assert "raw" in inspect.signature(GhTransport.request).parameters


def test_a_path_is_put_behind_the_host_and_headers_are_merged():
    """A path is below ``gh_host``; base headers and those of the call are both sent."""
    with FakeGitHub() as github:
        call(github, "/rate_limit", "GET", headers={"Accept": "x/y"}, query={"a": "b c"})
        assert github.requests == ["GET /rate_limit?a=b+c"]
        assert github.headers[0]["X-Own"] == "1"
        assert github.headers[0]["Accept"] == "x/y"


def test_a_whole_address_is_taken_as_it_is():
    """GraphQL's address need not be below the REST API's."""
    with FakeGitHub() as github:
        github.fault("POST /elsewhere", status(200, body=b'{"data": 1}'))
        call(github, f"{github.url}/elsewhere", "POST", data={"query": "x"})
        assert github.requests == ["POST /elsewhere"]
        assert github.queries == [{"query": "x"}]


@pytest.mark.parametrize("code", [304, 400, 401, 403, 404, 409, 429, 451, 500, 502, 503])
def test_a_status_raises_with_its_response(code):
    """Any status but a 2xx raises HTTPStatusError, and status, headers and body are on it."""
    with FakeGitHub() as github:
        github.fault(
            "GET", status(code, body=b"" if code == 304 else b'{"message": "m"}', headers={"X-It": "y"})
        )
        with pytest.raises(httpx2.HTTPStatusError) as caught:
            call(github, "/rate_limit", "GET")
    assert caught.value.response.status_code == code
    assert caught.value.response.headers["x-it"] == "y"


def test_nothing_is_tried_twice():
    """With ``retries=0`` a connection that cannot be made is tried once."""
    tried = []

    class Unreachable(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request):
            tried.append(request.url)
            raise httpx2.ConnectError("refused")

    api, _ = api_of("http://127.0.0.1:1")
    api.transport.client = httpx2.AsyncClient(transport=Unreachable())
    with pytest.raises(httpx2.ConnectError):
        asyncio.run(api("/rate_limit", "GET"))
    assert len(tried) == 1


@pytest.mark.parametrize("code", [500, 503, 429])
def test_no_status_is_tried_again(code):
    """Neither a server's error nor a plea to slow down is answered by a second request."""
    with FakeGitHub() as github:
        github.fault("GET", status(code, headers={"Retry-After": "0"}))
        with pytest.raises(httpx2.HTTPStatusError):
            call(github, "/rate_limit", "GET")
        assert len(github.requests) == 1


def test_no_redirect_is_followed():
    """With a client that follows none, a redirect raises instead of travelling."""
    with FakeGitHub() as github:
        github.fault("GET /start", redirect("http://{host}/rate_limit"))
        with pytest.raises(httpx2.HTTPStatusError) as caught:
            call(github, "/start", "GET")
        assert github.requests == ["GET /start"]
    assert caught.value.response.headers["location"].endswith("/rate_limit")


def test_the_shared_client_is_used_and_kept_open():
    """A client that is passed in serves every call, over one connection."""
    with FakeGitHub() as github:

        async def twice():
            api, client = api_of(github.url)
            async with client:
                await api("/rate_limit", "GET")
                await api("/rate_limit", "GET")
                assert not client.is_closed
                return client

        asyncio.run(twice())
        assert len(github.requests) == 2


@pytest.mark.parametrize(
    ("error", "parents"),
    [
        (httpx2.ConnectError, (httpx2.NetworkError, httpx2.RequestError)),
        (httpx2.ConnectTimeout, (httpx2.TimeoutException, httpx2.RequestError)),
        (httpx2.RemoteProtocolError, (httpx2.ProtocolError, httpx2.RequestError)),
        (httpx2.DecodingError, (httpx2.RequestError,)),
        (httpx2.ProxyError, (httpx2.RequestError,)),
        (httpx2.RequestError, (httpx2.HTTPError,)),
        (httpx2.HTTPStatusError, (httpx2.HTTPError,)),
    ],
)
def test_the_errors_are_related_as_they_were(error, parents):
    """The classes that outcomes are told by keep their ancestors."""
    assert issubclass(error, parents)
    assert all(issubclass(error, parent) for parent in parents)


def test_importing_it_is_silent_and_sends_nothing():
    """Importing ghapi warns of nothing under strict warnings and needs no token."""
    environment = {k: v for k, v in os.environ.items() if k not in ("GITHUB_TOKEN", "GH_HOST")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import ghapi.core"],
        env=environment,
        capture_output=True,
        check=True,
    )
    assert done.stdout == done.stderr == b""
