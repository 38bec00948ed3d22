"""Pygments' lexers, trying only those rules of a state that may match at the character that comes next.

Pygments tries a state's rules one after the other, some twenty a word, and most of them begin with another
character than the one that stands there. Left out are those alone that cannot match, so the tokens are the
same (tests hold that, on random code of every language), in a third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeGuard

from pygments.lexer import ExtendedRegexLexer, Lexer, RegexLexer
from pygments.token import Error, Whitespace, _TokenType

try:
    from generator.markdown.first_characters import first_characters
except (ImportError, AttributeError):  # a Python that keeps its reader of expressions elsewhere

    def first_characters(pattern: str, flags: int) -> frozenset[str] | None:  # type: ignore[misc]  # noqa: ARG001
        """Nothing is known, so every rule is tried, as Pygments does."""
        return None


_Rule = tuple[Callable[[str, int], re.Match[str] | None], Any, Any]
"""As Pygments has it: what matches, the token's type or a callback, the state after it."""


class _State(dict[str, list[_Rule]]):
    """The rules of a state that may match, in their order, by the character that comes next, if any."""

    def __init__(self, rules: list[_Rule]) -> None:
        patterns: list[re.Pattern[str]] = [rule[0].__self__ for rule in rules]  # type: ignore[attr-defined]
        self._rules = [
            (rule, first_characters(one.pattern, one.flags))
            for rule, one in zip(rules, patterns, strict=True)
        ]

    def __missing__(self, character: str) -> list[_Rule]:
        every = not character.isascii()
        found = [rule for rule, first in self._rules if every or first is None or character in first]
        if len(self) < 256:  # one for each character of ASCII, and no more than as many others
            self[character] = found
        return found


class _States(dict[str, _State]):
    """The states of a lexer, each made when it is first entered."""

    def __init__(self, rules: dict[str, list[_Rule]]) -> None:
        self._rules = rules

    def __missing__(self, name: str) -> _State:
        self[name] = state = _State(self._rules[name])
        return state


class _QuickLexer(RegexLexer):
    """Stands between a lexer and RegexLexer among the bases of a class."""

    quick_states: _States

    def get_tokens_unprocessed(
        self, text: str, stack: Iterable[str] = ("root",)
    ) -> Iterator[tuple[int, _TokenType, str]]:
        """As the base class."""
        states, names = self.quick_states, list(stack)
        state, position = states[names[-1]], 0
        while True:
            for match, action, after in state[text[position : position + 1]]:
                found = match(text, position)
                if found is None:
                    continue
                if type(action) is _TokenType:
                    yield position, action, found[0]
                elif action is not None:
                    yield from action(self, found)
                position = found.end()
                if after is not None:
                    _go(names, after)
                    state = states[names[-1]]
                break
            else:
                if position >= len(text):
                    return
                if text[position] == "\n":
                    names = ["root"]
                    state = states["root"]
                    yield position, Whitespace, "\n"
                else:
                    yield position, Error, text[position]
                position += 1


def can_be_quick(lexer: type[Lexer]) -> TypeGuard[type[RegexLexer]]:
    """Whether :func:`quick` knows lexers of that kind: those by rules alone, the same for every text."""
    return (
        issubclass(lexer, RegexLexer)
        and not issubclass(lexer, ExtendedRegexLexer)
        and not getattr(lexer, "token_variants", False)
    )


def quick(lexer: type[RegexLexer], *given: str) -> RegexLexer:
    """A lexer of that class, made of what is given, that gives the same tokens in less time."""
    made: RegexLexer = type(lexer.__name__, (lexer, _QuickLexer), {})(*given)
    type(made).quick_states = _States(made._tokens)  # type: ignore[attr-defined]  # noqa: SLF001
    return made


def _go(names: list[str], after: object) -> None:
    """Change the stack of states, as Pygments has it; one always stays."""
    if isinstance(after, int):
        if abs(after) >= len(names):
            del names[1:]
        else:
            del names[after:]
        return
    for name in after if isinstance(after, tuple) else (after,):
        if name == "#pop":
            if len(names) > 1:
                names.pop()
        else:
            names.append(names[-1] if name == "#push" else name)
