"""What git's complaints mean; its words are those of the C locale."""

from __future__ import annotations

import re

from generator.git.command import Done
from generator.github import Answer
from generator.model import Outcome
from generator.printable import printable

_SAYS: tuple[tuple[re.Pattern[str], Outcome, str], ...] = (
    (
        re.compile(r"returned error: 30[1278]"),
        Outcome.REDIRECT,
        "the address leads on to another one, such as a new name or one that ends in .git",
    ),
    (
        re.compile(r"could not read (Username|Password)|Authentication failed|returned error: 401"),
        Outcome.NOT_FOUND,
        "there is no such repository, or it is private",
    ),
    (
        re.compile(
            r"[Rr]epository not found|returned error: 404|does not (exist|appear to be a git)|not found$",
            re.MULTILINE,
        ),
        Outcome.NOT_FOUND,
        "there is no such repository",
    ),
    (re.compile(r"returned error: 451"), Outcome.BLOCKED, "it is blocked for legal reasons"),
    (re.compile(r"returned error: 403"), Outcome.FORBIDDEN, "the host refuses to give it"),
    (re.compile(r"returned error: 429"), Outcome.SERVER, "the host asks to slow down"),
    (re.compile(r"returned error: 5\d\d"), Outcome.SERVER, "the host fails"),
    (
        re.compile(
            r"Could not resolve|Failed to connect|Couldn't connect|Connection (refused|reset|timed out)"
            r"|Network is unreachable|SSL|certificate|Operation too slow"
        ),
        Outcome.NETWORK,
        "the host cannot be reached",
    ),
    (re.compile(r"transport '[^']*' not allowed"), Outcome.BAD_INPUT, "the address is of a refused kind"),
    (
        re.compile(r"dumb http transport|does not support"),
        Outcome.BAD_BODY,
        "the host does not serve git well",
    ),
)

_LOCAL = re.compile(r"file://\S+|/\S+")
_URL = re.compile(r"[a-z+]+://\S+")


def failure_of(done: Done) -> Answer[object]:
    """The answer that a command without success is worth. Its text holds no address and no path."""
    if done.late:
        return Answer(Outcome.TIMEOUT, error="git took too long")
    if done.big or done.cut:
        return Answer(Outcome.TOO_BIG, error="the repository is too big")
    for pattern, outcome, words in _SAYS:
        if pattern.search(done.error):
            return Answer(outcome, error=words)
    said = next((line for line in done.error.splitlines() if line.startswith(("fatal:", "error:"))), "")
    told = _LOCAL.sub("…", _URL.sub("…", said)) or f"git ended with {done.code}"
    return Answer(Outcome.SERVER, error=printable(told, 200))
