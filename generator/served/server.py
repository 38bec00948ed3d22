"""A server for ``catalog serve --api``."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from generator.serve import listen_error
from generator.served.app import create_app
from generator.telemetry import SILENT, Telemetry

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine for itself."""

ANY = ("0.0.0.0", "::")  # noqa: S104 - recognised, not chosen
"""Addresses that stand for all of a machine's."""


class ApiServer:
    """Serves a site with its API; made to be used like :class:`generator.serve.SiteServer`.

    On an address of this machine alone it answers only for this machine's names, so that no page of a
    stranger can reach it by a name of its own. Raises OutputError where the port is taken or not
    allowed, and SiteError where the folder holds no site with an API.
    """

    def __init__(
        self, site: Path, host: str, port: int, origins: Sequence[str] = (), telemetry: Telemetry = SILENT
    ) -> None:
        local = host in LOOPBACK or host == "::1"
        hosts = (*LOOPBACK, host) if local else None
        app = create_app(site, origins=origins, hosts=hosts, telemetry=telemetry)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
            self._socket.listen()  # who comes before the server runs waits
        except OSError as error:
            self._socket.close()
            raise listen_error(error, host, port) from error
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
        )
        self._server = uvicorn.Server(config)
        self._done = threading.Event()

    @property
    def url(self) -> str:
        """The address to open."""
        host, port = self._socket.getsockname()[:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def serve_forever(self) -> None:
        """Serve until :meth:`shutdown`."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._done.set()

    def announce(self) -> None:
        """Nothing: a new build is noticed with the next request."""

    def shutdown(self) -> None:
        """Stop, and wait until it has."""
        self._server.should_exit = True
        self._done.wait(timeout=5)

    def server_close(self) -> None:
        """Free the port."""
        self._socket.close()
