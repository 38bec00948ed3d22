"""The ASGI application: the site's files, and over them the API that takes filters.

.. code-block:: sh

    # serving.py: app = create_app(Path("/srv/catalog/site"), origins=["https://app.example"])
    uvicorn serving:app

Every answer has headers that keep it from being taken for something else. Pages of other origins may
read the API where ``origins`` names them, and only then. A mistake of the program itself is a problem
document without its cause, which goes to the server's log alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.api.endpoints import ENDPOINTS, Endpoint
from generator.served.answers import Answer, Answers, problem
from generator.telemetry import SILENT, Telemetry
from generator.urls import API_ROOT

API_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}
"""Of every answer of the API: nothing in it is to be run, framed or told on."""


def create_app(
    folder: Path,
    *,
    origins: Sequence[str] = (),
    hosts: Sequence[str] | None = None,
    telemetry: Telemetry = SILENT,
) -> Starlette:
    """The application over the site in a folder.

    ``origins`` (``https://app.example``, or ``*``) are those whose pages may read the API. ``hosts`` are
    the names that requests may be for, so that no foreign page can make a browser ask a server on its
    own machine; None: any. ``telemetry`` hears of each list that is asked for.
    Raises SiteError where the folder holds no site with an API.
    """
    answers = Answers(folder, telemetry)
    routes = [_route(endpoint, answers) for endpoint in ENDPOINTS]
    about = Route(
        f"/{API_ROOT}/openapi.json", lambda request: _response(request, answers.openapi()), methods=["GET"]
    )
    middleware = [Middleware(_Guard, hosts=None if hosts is None else frozenset(hosts))]
    if origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(origins),
                allow_methods=["GET"],
                expose_headers=["ETag"],
                max_age=600,
            )
        )
    return Starlette(
        routes=[*routes, about, Mount("/", _Site(directory=folder, html=True), name="site")],
        middleware=middleware,
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )


def _route(endpoint: Endpoint, answers: Answers) -> Route:
    def answer(request: Request) -> Response:
        query = request.scope["query_string"]
        found = answers.answer(endpoint.name, query, request.path_params.get("id", ""))
        return _response(request, found)

    return Route(f"/{API_ROOT}{endpoint.path}", answer, methods=["GET"], name=endpoint.name)


def _response(request: Request, answer: Answer) -> Response:
    headers = dict(API_HEADERS)
    if answer.status == 200:
        tag = headers["etag"] = f'"{hashlib.blake2b(answer.body, digest_size=12).hexdigest()}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(answer.body, answer.status, headers, answer.media_type)


def _refused(request: Request, error: Exception) -> Response:
    """What the framework refused: another method, or a path that is none of the site's."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: ("not_found", "there is nothing here"), 405: ("method_not_allowed", "only GET is answered")}
    response = _response(request, problem(status, *words.get(status, ("refused", "this is not answered"))))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _failed(request: Request, _error: Exception) -> Response:
    return _response(request, problem(500, "internal_error", "the server failed; its log says more"))


class _Site(StaticFiles):
    """The site's files, and its own page for what is missing; the API's own documents as JSON."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; below the API a problem where there is none."""
        response = await super().get_response(path, scope)
        if response.status_code == 404 and scope["path"].startswith(f"/{API_ROOT}/"):
            raise HTTPException(404)
        response.headers.setdefault("cache-control", "no-cache")
        return response


class _Guard:
    """Refuses requests for other hosts, and marks every answer as what it says it is."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._hosts is not None and _host(scope) not in self._hosts:
            refused = problem(421, "misdirected_request", "this server does not answer for that host")
            response = Response(refused.body, refused.status, dict(API_HEADERS), refused.media_type)
            await response(scope, receive, _marked(send))
            return
        await self._app(scope, receive, _marked(send))


def _host(scope: Scope) -> str:
    """The host that a request is for, without its port."""
    given = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    return given.partition("]")[0] + "]" if given.startswith("[") else given.partition(":")[0]


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), (b"x-content-type-options", b"nosniff")]
        await send(message)

    return marked
