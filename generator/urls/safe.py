"""Which addresses from strangers may stand in an ``href`` or ``src``, and in what form.

The values are decoded text: HTML entities were resolved by whoever parsed them, and
the template or serialiser escapes the result for its attribute.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import quote

MAX_URL = 2_048
"""Characters of the longest address that is linked, as normalised."""

_SCHEME = re.compile(r"(https?|mailto):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")
"""Controls, white space and backslashes: browsers drop or reinterpret them inside a URL."""
_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What stays as it is after the host; quotes, angles, spaces and non-ASCII are encoded."""
_NORMAL = re.compile(
    r"https?://(?:[a-z0-9_-]{1,63}\.){1,2}[a-z0-9_-]{1,63}/[A-Za-z0-9_.!#$%&'()*+,/:;=?@\[\]~-]*"
)
"""Addresses that normalising leaves as they are, as most are: what follows takes twenty times as long."""
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def safe_url(url: str) -> str | None:
    """The normalised address if it is an absolute http, https or mailto one, else None.

    Refused: any other scheme, relative and ``//host`` addresses, control characters,
    backslashes, credentials, an empty or malformed host or port, more than
    :data:`MAX_URL` characters. Spaces around it are dropped and inside it encoded.
    A host of another script is written in its ASCII form (``xn--…``), so that a
    look-alike shows as what it is. Normalising twice changes nothing more.
    """
    if len(url) <= MAX_URL and _NORMAL.fullmatch(url):
        return url
    url = url.strip(" ")
    match = _SCHEME.match(url)
    if not match or len(url) > MAX_URL:
        return None
    scheme, rest = match[1].lower(), url[match.end() :]
    if _UNSEEN.search(rest.replace(" ", "")):
        return None
    safe = _mail(rest) if scheme == "mailto" else _web(scheme, rest)
    return safe if safe and len(safe) <= MAX_URL else None


def safe_image_url(url: str) -> str | None:
    """The normalised address if a page may load a picture from it, else None.

    Only https (http is raised to it: the site may be served by https, where browsers
    refuse plain pictures) on a public name: an address of the visitor's own network
    would make every visit knock there.
    """
    safe = safe_url(url)
    if safe is None or safe.startswith("mailto:"):
        return None
    rest = safe.partition("://")[2]
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    name = host.partition(":")[0].rstrip(".")
    top = name.rpartition(".")[2]
    if "[" in host or ":" in host or "." not in name or top in _PRIVATE_TOP or not _TOP.fullmatch(top):
        return None
    return f"https://{rest}"


_TOP = re.compile(r"[a-z][a-z0-9-]+")
"""A top-level name; one that starts with a digit makes the host an IPv4 address (``127.0.0.0x1``)."""
_PRIVATE_TOP = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion", "test", "invalid"}
)
"""Top-level names that never belong to a public host, and those that home networks use."""


def _web(scheme: str, rest: str) -> str | None:
    if not rest.startswith("//"):
        return None
    authority, tail = re.fullmatch(r"([^/?#]*)(.*)", rest[2:], re.DOTALL).groups()  # type: ignore[union-attr]
    if "@" in authority:
        return None
    host, port = _split_port(authority)
    name = _host(host)
    if name is None or port is None:
        return None
    path = quote(tail, safe=_KEPT, errors="replace")
    return f"{scheme}://{name}{port}{path if path.startswith('/') or not path else '/' + path}"


def _split_port(authority: str) -> tuple[str, str | None]:
    """Host and ``:port``; the port is ``""`` where there is none and None where it is none."""
    match = re.fullmatch(r"(.*?)(?::([0-9]{0,5}))?", authority)
    if not match:
        return authority, None
    digits = match[2] or ""
    if digits and int(digits) > 65_535:
        return match[1], None
    return match[1], f":{int(digits)}" if digits else ""


def _host(host: str) -> str | None:
    """A host in ASCII and lower case; None if it is not one."""
    if host.startswith("["):
        try:
            address = ipaddress.IPv6Address(host[1:-1]) if host.endswith("]") else None
        except ValueError:
            return None
        return f"[{address}]" if address and not address.scope_id else None
    # IDNA also reads the ideographic full stops as dots. ß, ς and joiners are kept as
    # today's browsers keep them, so the address leads where a browser would go.
    plain = unicodedata.normalize("NFKC", re.sub("[\u3002\uff0e\uff61]", ".", host)).lower()
    labels = []
    for label in plain.split("."):
        if label.isascii():
            labels.append(label)
        elif not all(c.isalnum() or c == "-" or unicodedata.combining(c) for c in label):
            return None
        else:
            labels.append("xn--" + label.encode("punycode").decode("ascii"))
    ascii_host = ".".join(labels)
    if len(ascii_host) > 253 or any(len(label) > 63 for label in labels):
        return None
    return ascii_host if _HOST.fullmatch(ascii_host) else None


def _mail(rest: str) -> str | None:
    """``mailto:`` with one or more addresses and, if given, a subject and the like."""
    addresses, mark, query = rest.partition("?")
    if not all(_MAILBOX.fullmatch(one) for one in addresses.split(",")):
        return None
    return f"mailto:{addresses}{mark}{quote(query, safe=_KEPT, errors='replace')}"
