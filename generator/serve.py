"""A server for looking at a built site while working on it; not for the public.

It serves files of the site's folder as a static host does (``index.html`` in
folders, ``404.html`` for what is missing, right media types), and adds to every
page a script that reloads it after a rebuild. The built files hold no such script.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from generator.errors import OutputError

EVENTS = "/_catalog/events"
SCRIPT = "/_catalog/reload.js"
KEEP_ALIVE_S = 15.0
"""Seconds between two signs of life on an event stream, so that dead ones are noticed."""

_RELOAD_JS = f"""\
const events = new EventSource("{EVENTS}");
let first = null;
events.onmessage = (event) => {{
  if (first === null) first = event.data;
  else if (event.data !== first) location.reload();
}};
"""


class SiteServer(ThreadingHTTPServer):
    """Serves one site's folder; :meth:`announce` makes open pages reload.

    Raises OutputError where the port is taken or not allowed.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, site: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
        self.site = site
        self.build_number = 0
        self.changed = threading.Condition()
        self.closing = False
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise listen_error(error, host, port) from error

    @property
    def url(self) -> str:
        """The address to open."""
        host, port = self.server_address[:2]
        name = str(host)
        return f"http://{f'[{name}]' if ':' in name else name}:{port}/"

    def announce(self) -> None:
        """Tell every open page that there is a new build."""
        with self.changed:
            self.build_number += 1
            self.changed.notify_all()

    def server_close(self) -> None:
        """Stop, and let the event streams end."""
        with self.changed:
            self.closing = True
            self.changed.notify_all()
        super().server_close()


def listen_error(error: OSError, host: str, port: int) -> OutputError:
    """Why a server cannot listen, and what to do."""
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return OutputError(
            f"port {port} is {'taken' if error.errno == errno.EADDRINUSE else 'not allowed'};"
            " choose another with --port, or --port 0 for any free one"
        )
    return OutputError(f"cannot listen on {host}: {error.strerror or error}")


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - as the base class has it
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".md": "text/markdown; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
    }
    server_version = "catalog"
    sys_version = ""

    @property
    def _site(self) -> SiteServer:
        return cast("SiteServer", self.server)

    def __init__(self, request: socket.socket, address: tuple[str, int], server: SiteServer) -> None:
        super().__init__(request, address, server, directory=str(server.site))

    def do_GET(self) -> None:
        """Serve a file, the reload script or the event stream."""
        path = self.path.partition("?")[0]
        # A page that goes away in the middle is nothing to report.
        with contextlib.suppress(ConnectionError):
            if path == EVENTS:
                self._stream_events()
            elif path == SCRIPT:
                self._answer(HTTPStatus.OK, _RELOAD_JS.encode(), ".js")
            else:
                super().do_GET()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Answer pages with the reload script in them, everything else as it is on disk."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        elif path.is_dir():
            return super().send_head()  # the redirect that adds the slash
        status = HTTPStatus.OK
        if not path.is_file():
            status, path = HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html"
            if not path.is_file():
                self.send_error(HTTPStatus.NOT_FOUND)
                return None
        try:
            content = path.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if path.suffix == ".html":
            # From any depth, also where 404.html is shown: by its absolute path.
            tag = f'<script type="module" src="{SCRIPT}"></script></head>'.encode()
            content = content.replace(b"</head>", tag, 1)
        self._answer(status, content, path.suffix, body=False)
        return BytesIO(content)

    def _answer(self, status: HTTPStatus, content: bytes, suffix: str, *, body: bool = True) -> None:
        self.send_response(status)
        self.send_header("Content-Type", self.extensions_map.get(suffix, self.extensions_map[""]))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def _stream_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        site = self._site
        while not site.closing:
            with site.changed:
                number = site.build_number
            self.wfile.write(f"data: {number}\n\n".encode())
            self.wfile.flush()
            with site.changed:
                if site.build_number == number and not site.closing:
                    site.changed.wait(timeout=KEEP_ALIVE_S)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent: a page loads dozens of files."""
