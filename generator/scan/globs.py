"""Globs of paths, matched in time linear in the path, whatever pattern a stranger wrote.

``*`` stands for any characters of one segment, ``?`` for one, ``{a,b}`` for either,
and a segment ``**`` for any number of segments, none included. As in a search with
"smart case", a glob without capital letters matches any case, one with them exactly.

>>> Glob.of("**/SKILL.md").matches("skills/pdf/SKILL.md")
True
>>> Glob.of("docs/**").matches("Docs/a/b.md")
True
>>> Glob.of("*/{agents,subagents}/*.md").matches("x/agents/y/z.md")
False
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_ALTERNATIVES = 64
"""In one segment; with more, braces are plain characters."""

_SEGMENT_END = r"(?=/|\Z)"


@dataclass(frozen=True, slots=True)
class Glob:
    """One pattern, ready to match."""

    pattern: str
    regex: re.Pattern[str]
    fewest: int
    """Segments that a matching path has at least."""
    most: int | None
    """Segments that a matching path has at most; None: any number."""
    last: tuple[str, ...]
    """What the last segment is, folded, where it has no wildcard: one of these; else empty."""
    suffix: str
    """What the last segment ends with, folded; may be empty."""
    folders: frozenset[str]
    """Folder names that the pattern spells out, folded."""

    @staticmethod
    @lru_cache(maxsize=4096)
    def of(pattern: str) -> Glob:
        """Read ``pattern``, which may be anything: ``./`` before and ``/`` after it are forgiven."""
        plain = pattern.strip().removeprefix("./").strip("/")
        segments = [s for s in plain.split("/") if s not in ("", ".")]
        any_case = not any(c.isupper() for c in plain)
        fixed = [s for s in segments if s != "**"]
        tail = _alternatives(segments[-1]) if segments and segments[-1] != "**" else ()
        literal = bool(tail) and not any(_wild(t) for t in tail)
        names = [a for s in fixed[: None if segments[-1:] == ["**"] else -1] for a in _alternatives(s)]
        return Glob(
            pattern=pattern,
            regex=re.compile(_regex(segments), re.DOTALL | (re.IGNORECASE if any_case else 0)),
            fewest=len(fixed),
            most=None if "**" in segments else len(fixed),
            last=tuple(t.casefold() for t in tail) if literal else (),
            suffix=_common_suffix([t.casefold() for t in tail]),
            folders=frozenset(n.casefold() for n in names if not _wild(n)),
        )

    def matches(self, path: str) -> bool:
        """Whether the whole of ``path`` is meant; the empty path is the root."""
        depth = path.count("/") + 1 if path else 0
        if depth < self.fewest or (self.most is not None and depth > self.most):
            return False
        return self.regex.match(path) is not None

    def covers(self, path: str) -> bool:
        """Whether ``path`` or a folder above it is meant."""
        return self.matches(path) or any(self.matches(path[:i]) for i, c in enumerate(path) if c == "/")


@dataclass(frozen=True, slots=True)
class AnyGlob:
    """Several patterns at once, for a quick no."""

    any_case: re.Pattern[str] | None
    exact: re.Pattern[str] | None

    @staticmethod
    @lru_cache(maxsize=256)
    def of(patterns: tuple[str, ...]) -> AnyGlob:
        """Read all of ``patterns``."""
        globs = [Glob.of(p) for p in patterns]
        return AnyGlob(
            _union([g for g in globs if g.regex.flags & re.IGNORECASE]),
            _union([g for g in globs if not g.regex.flags & re.IGNORECASE]),
        )

    def matches(self, path: str) -> bool:
        """Whether one of the patterns means ``path``."""
        return bool(
            (self.any_case is not None and self.any_case.match(path))
            or (self.exact is not None and self.exact.match(path))
        )


def _union(globs: list[Glob]) -> re.Pattern[str] | None:
    text = "|".join(f"(?:{g.regex.pattern})" for g in globs)
    return re.compile(text, globs[0].regex.flags) if globs else None


def _wild(text: str) -> bool:
    return "*" in text or "?" in text


def _alternatives(segment: str) -> tuple[str, ...]:
    """``a{b,c}d`` as ``abd`` and ``acd``; a segment without whole braces, or with too many, as it is."""
    done = [""]
    rest = segment
    while (start := rest.find("{")) >= 0 and (end := rest.find("}", start)) >= 0:
        choices = rest[start + 1 : end].split(",")
        if len(done) * len(choices) > MAX_ALTERNATIVES:
            return (segment,)
        done = [d + rest[:start] + c for d in done for c in choices]
        rest = rest[end + 1 :]
    return tuple(d + rest for d in done)


def _common_suffix(words: list[str]) -> str:
    """What all ``words`` end with after their last wildcard."""
    ends = [re.split(r"[*?]", w)[-1] for w in words]
    if not ends:
        return ""
    shortest = min(ends, key=len)
    for i in range(len(shortest)):
        if all(e.endswith(shortest[i:]) for e in ends):
            return shortest[i:]
    return ""


def _regex(segments: list[str]) -> str:
    """The pattern as one regular expression, without a place to backtrack into twice.

    Between two ``**`` the first fit is as good as any later one, so it is taken for
    good (an atomic group); the same holds for the pieces between two ``*``.
    """
    runs: list[list[str]] = [[]]
    for segment in segments:
        if segment != "**":
            runs[-1].append(segment)
        elif runs[-1] or len(runs) == 1:  # "**/**" says no more than "**"
            runs.append([])
    if len(runs) == 1:
        return "/".join(map(_segment, runs[0])) + r"\Z"
    first, *middle, last = ["/".join(map(_segment, run)) for run in runs]
    # what stands before a "**" ends its segment; where nothing follows, the folder itself is meant as well
    text = first + (r"(?:/|\Z)" if first else "")
    text += "".join(rf"(?>(?:[^/]+/)*?{run}(?:/|\Z))" for run in middle)
    return text + (rf"(?:[^/]+/)*?{last}\Z" if last else r".*\Z")


def _segment(segment: str) -> str:
    forms = [_wildcards(form) for form in _alternatives(segment)]
    return forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"


def _wildcards(form: str) -> str:
    if form == "*":
        return "[^/]+"
    first, *pieces = [
        "".join("[^/]" if c == "?" else re.escape(c) for c in piece) for piece in form.split("*")
    ]
    if not pieces:
        return first + _SEGMENT_END
    *middle, last = pieces
    # the look-ahead keeps a hidden empty segment out: "*" alone stands for a name
    return first + "".join(f"(?>[^/]*?{piece})" for piece in middle if piece) + f"[^/]*{last}" + _SEGMENT_END
