"""What the API answers: a path and a query string to a document or a problem; no framework here.

Everything asked is hostile: its length and the number of its parts are bounded before it is read, and
no path of a file is ever made of it but by :class:`generator.built.BuiltSite`, which knows ids and cursors.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

from generator.api.endpoints import ENDPOINTS
from generator.api.entry import page_info_json
from generator.api.openapi import MAX_PARAMETERS, MAX_QUERY, openapi
from generator.api.plain import encoded
from generator.api.shapes import Problem
from generator.built import BuiltSite
from generator.errors import QueryError, SiteError
from generator.filters import apply_filters, paginate, parse_query
from generator.filters.query import PARAMETERS
from generator.telemetry import SILENT, Telemetry

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """A document, or a problem."""

    status: int
    media_type: str
    body: bytes


def problem(
    status: int, error: str, message: str, validation_errors: Mapping[str, str] | None = None
) -> Answer:
    """What was wrong, in the documented shape."""
    shape = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=message,
        error=error,
        message=message,
        details=None,
        validation_errors=validation_errors,
    )
    return Answer(status, PROBLEM, encoded(shape))


Parameters = Mapping[str, list[str]]


class Answers:
    """Answers from the site in a folder, and from a new one once a build has put it there."""

    def __init__(self, folder: Path, telemetry: Telemetry = SILENT) -> None:
        """``telemetry`` hears of each list. Raises SiteError where the folder holds no site with an API."""
        self._telemetry = telemetry
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp = BuiltSite(folder).stamp()
        self._open = _Open(BuiltSite(folder))

    def answer(self, name: str, query: bytes, source_id: str = "") -> Answer:
        """The document of the endpoint ``name`` (:data:`ENDPOINTS`); ``query`` as it stands in the address.

        Raises SiteError where files of the site are missing or damaged.
        """
        try:
            parameters = _parameters(query)
            if not _BY_NAME[name].filtered:
                return self._current().answer(name, parameters, source_id)
            # Only names that queries may have: what else stands in an address is a stranger's.
            applied = ",".join(sorted(parameters.keys() & set(PARAMETERS)))
            with self._telemetry.span("filter", filter_params_applied=applied):
                return self._current().answer(name, parameters, source_id)
        except QueryError as error:
            return problem(400, "invalid_query", str(error), error.validation_errors)

    def openapi(self) -> Answer:
        """The document that tells of these answers."""
        return Answer(200, JSON, encoded(openapi(self._current().site.catalog.settings, served=True)))

    def _current(self) -> _Open:
        stamp = BuiltSite(self._folder).stamp()
        if stamp is not None and stamp != self._stamp:
            with self._lock:
                while stamp is not None and stamp != self._stamp:
                    try:
                        self._open, self._stamp = _Open(BuiltSite(self._folder)), stamp
                    except SiteError:
                        # Put there while it was read, parts of two builds do not fit: then once more.
                        if stamp == BuiltSite(self._folder).stamp():
                            raise
                    stamp = BuiltSite(self._folder).stamp()
        return self._open


class _Open:
    """One site, opened; it is read whole at once, but for what a source or a list's file alone says."""

    def __init__(self, site: BuiltSite) -> None:
        self.site = site
        self._entries = site.catalog.entries
        self._items = {fields["id"]: _dump(fields) for fields in site.sources}

    def answer(self, name: str, parameters: Parameters, source_id: str) -> Answer:
        endpoint = _BY_NAME[name]
        if endpoint.filtered:
            return self._list(parameters)
        _only(parameters, ("cursor",) if endpoint.pages else ())
        if endpoint.of_source:
            part = endpoint.path.partition("{id}")[2].strip("/")
            return _found(self.site.source_text(source_id, part), source_id)
        document = endpoint.file.strip("/").removesuffix(".json")
        cursor = (parameters.get("cursor") or [""])[-1]
        if not cursor:
            return Answer(200, JSON, self.site.text(document) or _dump(self.site.document(document)))
        content = self.site.page_text(document, cursor)
        if content is None:
            raise QueryError({"cursor": "this is no cursor of this list; begin again without one"})
        return Answer(200, JSON, content)

    def _list(self, parameters: Parameters) -> Answer:
        query = parse_query(parameters, self.site.catalog.settings)
        page = paginate(apply_filters(self._entries, query, self.site.search), query)
        items = b",".join(self._items[entry.source.id] for entry in page.items)
        info = _dump(page_info_json(page.page_info))
        return Answer(200, JSON, b'{"items":[' + items + b'],"page_info":' + info + b"}\n")


_BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}


def _dump(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def _found(content: bytes | None, source_id: str) -> Answer:
    if content is None:
        return problem(404, "not_found", f'no source has the id "{source_id[:80]}"')
    return Answer(200, JSON, content)


def _parameters(query: bytes) -> Parameters:
    """The parameters of a query string, each with all its values. Raises QueryError for too many."""
    if len(query) > MAX_QUERY:
        raise QueryError({"query": f"must be no longer than {MAX_QUERY:,} bytes"})
    try:
        pairs = parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, max_num_fields=MAX_PARAMETERS, errors="replace"
        )
    except ValueError as error:
        raise QueryError({"query": f"must have no more than {MAX_PARAMETERS} parameters"}) from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name[:80], []).append(value)
    return found


def _only(parameters: Parameters, known: tuple[str, ...]) -> None:
    say = f"there is no such parameter here; {', '.join(known) or 'none'} is known"
    if wrong := {name: say for name in parameters if name not in known}:
        raise QueryError(wrong)
