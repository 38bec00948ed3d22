"""How GitHub is reached: addresses, token, bounds. Nothing here reads the environment itself."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generator import __version__
from generator.errors import AccessError

API_URL = "https://api.github.com"

ATTEMPT_SECONDS = 5.0
"""Of one attempt as a whole: name, connection, headers, body. https://docs.github.com answers
within two; what takes longer is better asked again later than waited for."""

_TOKEN = re.compile(r"[!-~]{1,1000}")

_HOST = re.compile(r"[A-Za-z0-9.\-_]+|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class GitHubConfig:
    """Where and as whom GitHub is asked. Raises AccessError for what must not be used.

    Its texts never hold the token: neither ``repr`` nor any error does.
    """

    api_url: str = API_URL
    """Base of the REST API without its last slash; https, except on loopback."""
    graphql_url: str = ""
    """Address of the GraphQL API; empty: derived from ``api_url``."""
    token: str | None = field(default=None, repr=False)
    """None: REST without a token, 60 requests an hour."""
    proxy: str | None = field(default=None, repr=False)
    """``http://[user:password@]host:port`` that all requests go through."""
    ca_file: str | None = None
    """File of certificates to trust instead of the shipped ones."""
    attempt_seconds: float = ATTEMPT_SECONDS
    user_agent: str = f"sources-catalog/{__version__}"

    def __post_init__(self) -> None:
        """Normalise and check; a token must never travel in clear."""
        api = self.api_url.rstrip("/")
        _check_address(api, "GITHUB_API_URL")
        graphql = self.graphql_url.rstrip("/") or _graphql_beside(api)
        _check_address(graphql, "GITHUB_GRAPHQL_URL")
        token = (self.token or "").strip() or None
        if token is not None and not _TOKEN.fullmatch(token):
            raise AccessError("GITHUB_TOKEN holds characters that no token has; it was not used")
        object.__setattr__(self, "api_url", api)
        object.__setattr__(self, "graphql_url", graphql)
        object.__setattr__(self, "token", token)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> GitHubConfig:
        """What the variables of GitHub Actions and the ``gh`` command say.

        ``GITHUB_API_URL``, ``GITHUB_GRAPHQL_URL``, ``GITHUB_TOKEN`` or else ``GH_TOKEN``;
        ``HTTPS_PROXY`` (not for loopback) and ``SSL_CERT_FILE`` as other programs read them.
        Empty ones count as absent. Raises AccessError.
        """

        def variable(*names: str) -> str | None:
            return next((value for name in names if (value := environment.get(name, "").strip())), None)

        api = variable("GITHUB_API_URL") or API_URL
        near = is_loopback(urlsplit(api).hostname or "")
        return cls(
            api_url=api,
            graphql_url=variable("GITHUB_GRAPHQL_URL") or "",
            token=variable("GITHUB_TOKEN", "GH_TOKEN"),
            proxy=None if near else variable("HTTPS_PROXY", "https_proxy"),
            ca_file=variable("SSL_CERT_FILE"),
        )


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine, so that nobody can listen on the way."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _graphql_beside(api_url: str) -> str:
    """GraphQL lies at ``/graphql``; of an enterprise server, beside ``/api/v3``."""
    enterprise = api_url.removesuffix("/api/v3")
    return f"{api_url}/graphql" if enterprise == api_url else f"{enterprise}/api/graphql"


def _check_address(url: str, name: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AccessError(f"{name} is no address") from None
    host = parts.hostname or ""
    if parts.username is not None or parts.password is not None:
        raise AccessError(f"{name} must not hold a user or a password")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise AccessError(f"{name} must be a plain address without ? and #")
    bare = parts.netloc.removesuffix(f":{port}")
    if not re.fullmatch(r"[!-~]+", url) or not _HOST.fullmatch(bare):
        raise AccessError(f"{name} is no address")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise AccessError(f"{name} must begin with https://; only on this machine itself may it be http://")
