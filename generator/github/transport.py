"""The one module that knows ghapi; imported when a session is opened, never before.

What is relied on of ghapi 2.1.4 (and held by ``tests/test_github_contract.py``):
``GhApi.__call__(path, verb, headers, query=, data=)`` puts ``gh_host`` before a path and
calls ``transport.request``; an ``AsyncTransport`` takes ``client`` and ``retries``; any
status but a 2xx raises ``HTTPStatusError`` with the response on it.

What is done about it: the 1,225 generated operations are not built; the one shared
client reads bodies in pieces and stops at a limit of *decoded* bytes; no redirect is
followed, nothing is tried twice, nothing comes from the environment or is printed, and
every attempt as a whole has ``attempt_seconds``.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
from ghapi.core import GhApi, GhTransport

from generator.errors import AccessError
from generator.github.attempt import JSON, Transport
from generator.github.config import GitHubConfig
from generator.github.judge import Failure, Phase, Reply
from generator.model import Outcome
from generator.printable import printable

API_VERSION = "2022-11-28"
"""Of the REST API: https://docs.github.com/rest/about-the-rest-api/api-versions."""

MOST_BYTES = 24 * 2**20
"""Decoded bytes of one answer. GitHub cuts recursive trees at 100,000 entries and 7 MB of
listing (https://docs.github.com/rest/git/trees), whose JSON is about three times that."""

MOST_ERROR_BYTES = 64 * 2**10
"""Of an answer that is no 200; all that is read off those is a message."""

SHORTEST_TOKEN = 16
"""Characters; GitHub's have 40 and more."""

CONNECT_SHARE = 0.6
"""Of an attempt's time, so that "nobody there" can be told from "slow"."""


@contextlib.asynccontextmanager
async def open_transport(config: GitHubConfig) -> AsyncIterator[Transport]:
    """A transport whose connections are shared, and closed at the end.

    Raises AccessError where the configured proxy or certificates cannot be used.
    """
    headers = {
        "User-Agent": config.user_agent,
        "X-GitHub-Api-Version": API_VERSION,
        "X-Github-Next-Global-ID": "1",  # one form of node ids from both APIs
        "Accept-Encoding": "gzip",
    }
    if config.token:
        headers["Authorization"] = f"Bearer {config.token}"
    asyncio.get_running_loop().set_default_executor(_DaemonThreads())
    try:
        client = _BoundedClient(
            timeout=httpx2.Timeout(config.attempt_seconds, connect=config.attempt_seconds * CONNECT_SHARE),
            follow_redirects=False,
            trust_env=False,
            proxy=config.proxy,
            verify=_certificates(config.ca_file),
            limits=httpx2.Limits(max_connections=8, max_keepalive_connections=4),
        )
    except OSError as error:
        raise AccessError(f"SSL_CERT_FILE cannot be used: {error.strerror}") from error
    except (ValueError, httpx2.InvalidURL):
        raise AccessError("HTTPS_PROXY is no address of a proxy") from None
    async with client:
        yield GhapiTransport(_Api(client, config.api_url, headers), config)


@functools.cache
def _certificates(file: str | None) -> ssl.SSLContext:
    """What servers are trusted by; reading it takes 50 ms. Raises OSError."""
    if file is None:
        return httpx2.create_ssl_context(trust_env=False)
    return ssl.create_default_context(cafile=file)


class GhapiTransport:
    """See :class:`Transport`."""

    def __init__(self, api: GhApi, config: GitHubConfig) -> None:
        self._api = api
        self._config = config

    async def attempt(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        payload: Mapping[str, Any] | None = None,
        accept: str = JSON,
        beginning: int | None = None,
    ) -> Reply | Failure:
        """See :meth:`Transport.attempt`."""
        reading = _Reading() if beginning is None else _Reading(beginning, rest_matters=False)
        _reading.set(reading)
        try:
            async with asyncio.timeout(self._config.attempt_seconds):
                response = await self._api(path, verb, headers={"Accept": accept}, query=query, data=payload)
        except httpx2.HTTPStatusError as error:
            response = error.response
        except TimeoutError:
            return Failure(Outcome.TIMEOUT, f"no whole answer in {self._config.attempt_seconds:g} s")
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError) as error:
            return _failure(error, self._config.token)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, self._without_token(response.content), cut=reading.cut)

    def _without_token(self, body: bytes) -> bytes:
        """What a server repeats of a request must not reach an error, the lock or a page."""
        token = _secret(self._config.token).encode()
        return body.replace(token, b"***") if token and token in body else body


def _secret(token: str | None) -> str:
    """The token where it is one; a stand-in such as ``test`` is a word like any other."""
    return token if token and len(token) >= SHORTEST_TOKEN else ""


class _TooBigError(httpx2.RequestError):
    """More bytes than anything that is asked for has."""


_FAILURES: tuple[tuple[type[Exception], Outcome, Phase], ...] = (
    (httpx2.ConnectTimeout, Outcome.TIMEOUT, Phase.CONNECTING),
    (httpx2.TimeoutException, Outcome.TIMEOUT, Phase.TALKING),
    (httpx2.ConnectError, Outcome.NETWORK, Phase.CONNECTING),
    (httpx2.ProxyError, Outcome.NETWORK, Phase.CONNECTING),
    (_TooBigError, Outcome.TOO_BIG, Phase.TALKING),
    (httpx2.DecodingError, Outcome.BAD_BODY, Phase.TALKING),
    (httpx2.InvalidURL, Outcome.BAD_INPUT, Phase.TALKING),
    (httpx2.UnsupportedProtocol, Outcome.BAD_INPUT, Phase.TALKING),
    (httpx2.LocalProtocolError, Outcome.BAD_INPUT, Phase.TALKING),
)
"""The first that fits counts; whatever else breaks is the network."""


def _failure(error: Exception, token: str | None) -> Failure:
    """One word for an attempt that brought no answer."""
    words = f"{type(error).__name__}: {error}"
    if secret := _secret(token):
        words = words.replace(secret, "***")
    for kind, outcome, phase in _FAILURES:
        if isinstance(error, kind):
            return Failure(outcome, printable(words), phase)
    return Failure(Outcome.NETWORK, printable(words))


# -------------------------------------------------------------- what ghapi is given


class _Api(GhApi):
    """A GhApi without its generated operations, which take 0.7 s to build."""

    def __init__(self, client: httpx2.AsyncClient, host: str, headers: dict[str, str]) -> None:
        self.headers, self.token, self.gh_host = headers, None, host
        self.transport = _Conversation(  # type: ignore[no-untyped-call]
            debug=lambda *_: None,  # else GHAPI_DEBUG would print what strangers wrote
            client=client,
            base_headers=headers,
            retries=0,
            follow_redirects=False,
        )


class _Conversation(GhTransport):
    """Hands out whole responses, so that headers are read off each."""

    async def request(self, method: str, url: str, *, raw: bool = True, **options: Any) -> Any:  # noqa: ANN401
        del raw
        return await super().request(method, url, raw=True, **options)  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class _Reading:
    """What the running attempt wants of its answer's body."""

    most_bytes: int = MOST_BYTES
    rest_matters: bool = True
    cut: bool = False


_reading: ContextVar[_Reading] = ContextVar("reading")
"""Ghapi's calls have no room for it; every attempt sets its own."""


class _BoundedClient(httpx2.AsyncClient):
    """Reads every body in pieces, and no further than the running attempt wants."""

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:  # noqa: ANN401
        response = await super().send(request, **(options | {"stream": True}))
        try:
            body = await self._body(response, _reading.get())
        finally:
            await response.aclose()
        dropped = ("content-encoding", "content-length", "transfer-encoding")
        headers = [(k, v) for k, v in response.headers.multi_items() if k.lower() not in dropped]
        return httpx2.Response(response.status_code, headers=headers, content=body, request=request)

    @staticmethod
    async def _body(response: httpx2.Response, reading: _Reading) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("", "identity", "gzip"):
            raise httpx2.DecodingError(f"unasked-for encoding {encoding}", request=response.request)
        fine = response.status_code == 200
        most = reading.most_bytes if fine else min(reading.most_bytes, MOST_ERROR_BYTES)
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece[: most - len(body) + 1]
            if len(body) > most:
                if fine and reading.rest_matters:
                    raise _TooBigError(f"more than {most} bytes", request=response.request)
                reading.cut = True
                return bytes(body[:most])
        return bytes(body)


_R = TypeVar("_R")


class _DaemonThreads(ThreadPoolExecutor):
    """A thread a look-up of a name: one that hangs keeps neither loop nor program from ending."""

    def submit(self, fn: Callable[..., _R], /, *args: Any, **kwargs: Any) -> Future[_R]:  # noqa: ANN401
        future: Future[_R] = Future()
        future.set_running_or_notify_cancel()

        def run() -> None:
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=run, daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing to wait for."""
