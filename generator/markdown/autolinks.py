"""Bare addresses in text that GitHub turns into links."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(r"(?:(?<=[\s*_~(])|^)(?:https?://|www\.)[^\s<]+", re.IGNORECASE)
_MAILBOX_START = re.compile(r"(?<![A-Za-z0-9._+/-])[A-Za-z0-9._+-]{1,64}\Z")
_MAILBOX_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8}")
_HOST = re.compile(r"[^\s/?#:]+(?=$|[/?#:])")
_TRAILING = "?!.,:*_~'\""
_ENTITY_END = re.compile(r"&[A-Za-z0-9]+;\Z")


def linked(text: str) -> Iterator[tuple[str, str | None]]:
    """The text in pieces, each with the address that it links to, or None."""
    position = 0
    for start, end, url in _found(text):
        if start > position:
            yield text[position:start], None
        yield text[start:end], url
        position = end
    if position < len(text):
        yield text[position:], None


def _found(text: str) -> list[tuple[int, int, str]]:
    """Start, end and address of each link, in order and without overlap."""
    found: list[tuple[int, int, str]] = []
    if "://" in text or "www." in text.lower():
        for match in _ADDRESS.finditer(text):
            written = _without_trailing(match[0])
            if _is_address(written):
                url = written if "://" in written[:8] else f"http://{written}"
                found.append((match.start(), match.start() + len(written), url))
    if "@" in text:
        found = _with_mailboxes(text, found)
    return found


def _is_address(written: str) -> bool:
    """Whether a host follows, for ``www.`` one with a further dot, and no ``_`` in its last two labels."""
    host = _HOST.match(written, written.find("://") + 3 if "://" in written[:8] else 0)
    if not host:
        return False
    labels = host[0].split(".")
    return len(labels) > (2 if written[:4].lower() == "www." else 0) and "_" not in "".join(labels[-2:])


def _without_trailing(written: str) -> str:
    """An address without the punctuation that belongs to the sentence around it."""
    opened, closed = written.count("("), written.count(")")
    end = len(written)
    while end:
        last = written[end - 1]
        if last in _TRAILING:
            end -= 1
        elif last == ")" and closed > opened:
            closed -= 1
            end -= 1
        elif last == ";":
            entity = _ENTITY_END.search(written, max(0, end - 40), end)
            end = entity.start() if entity else end - 1
        else:
            break
    return written[:end]


def _with_mailboxes(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The links and, outside of them, the mail addresses."""
    merged: list[tuple[int, int, str]] = []
    links = iter([*found, (len(text) + 1, 0, "")])
    link = next(links)
    position = text.find("@")
    while position >= 0:
        while link[1] and link[1] <= position:
            merged.append(link)
            link = next(links)
        begin = _MAILBOX_START.search(text, max(merged[-1][1] if merged else 0, position - 65), position)
        host = _MAILBOX_HOST.match(text, position + 1)
        if position < link[0] and begin and host and host[0][-1].isalpha():
            end = host.end()
            merged.append((begin.start(), end, f"mailto:{text[begin.start() : end]}"))
        position = text.find("@", position + 1)
    while link[1]:
        merged.append(link)
        link = next(links)
    return merged
