"""Whether the homepages of definitions answer.

Strangers wrote the addresses, so only hosts of the open internet are asked.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from generator.errors import Problem
from generator.model import Source
from generator.soft_checks import warning

SECONDS = 10.0
"""Until a server that does not answer is given up; each step of an answer has this long."""
MAX_ASKED = 50
"""Homepages that are asked in one run."""
MAX_REDIRECTS = 5

_GONE = frozenset([404, 410])
_NO_HEAD = frozenset([400, 403, 404, 405, 410, 429, 500, 501, 503])
"""Answers to HEAD that may be others to GET."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: no private, local or metadata service's."""
    return ipaddress.ip_address(address).is_global


def homepage_problems(
    sources: Iterable[Source], allowed: Callable[[str], bool] = is_public
) -> Iterator[Problem]:
    """A warning for each homepage that is gone for good: no such host, 404 or 410.

    What may be a passing trouble (a timeout, 5xx, a server that wants no robots) is none.
    Sends no credentials, follows at most 5 redirects, and asks 50 homepages at most.
    """
    asked = [source for source in sources if source.homepage][:MAX_ASKED]
    for source in asked:
        why = _why_dead(source.homepage or "", allowed)
        if why:
            yield warning(
                source,
                "homepage",
                "dead-homepage",
                f"the homepage is gone: {why}",
                found=source.homepage or "",
                hint=f"catalog edit {source.id} --homepage URL, or --unset homepage",
            )


def _why_dead(url: str, allowed: Callable[[str], bool]) -> str:
    """Why an address is dead; empty where it is not, or not for certain."""
    for _ in range(MAX_REDIRECTS + 1):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        try:
            address = _address(parts.hostname, parts.port or 0)
        except socket.gaierror as error:
            return "there is no such host" if error.errno == socket.EAI_NONAME else ""
        except (OSError, ValueError):
            return ""
        if not allowed(address):
            return "it is not an address of the open internet"
        status, location = _asked(url, address)
        if location:
            url = urljoin(url, location)
        else:
            return f"the server answers {status}" if status in _GONE else ""
    return ""


def _address(host: str, port: int) -> str:
    return str(socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)[0][4][0])


def _asked(url: str, address: str) -> tuple[int, str]:
    """Status and redirect of an answer from just this IP address; (0, "") where there is none."""
    status, location = _request("HEAD", url, address)
    if status in _NO_HEAD:
        status, location = _request("GET", url, address)
    return status, location


def _request(method: str, url: str, address: str) -> tuple[int, str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        plain = socket.create_connection((address, parts.port or (443 if secure else 80)), timeout=SECONDS)
        with plain:
            stream = (
                ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
            )
            connection = http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
            connection.sock = stream
            connection.request(method, path, headers={"User-Agent": "sources-catalog", "Accept": "*/*"})
            answer = connection.getresponse()
            moved = answer.status in (301, 302, 303, 307, 308)
            location = answer.getheader("Location") or ""
            connection.close()
            return answer.status, location if moved else ""
    except (OSError, http.client.HTTPException, ValueError):
        return 0, ""
