"""From text to the words and terms of the index: one normaliser for documents and queries.

``templates/assets/js/lib/search-words.js`` is the same in the browser; the cases of
``tests/cases/search-words.json`` and a comparison over random text hold the two together.

A *word* is folded text: lower case, without accents. A *term* is what the index
holds: the stem of a word. Chinese, Japanese, Thai, Lao, Khmer and Burmese are written
without spaces, so their runs are cut into overlapping pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from generator.search.binary import units
from generator.search.stem import stem

WORD_LIMIT = 40
"""Characters of a word that count; the rest is cut on both sides, so that it still matches."""
KEY_LIMIT = 80
"""Characters of a name's key that count."""
QUERY_LIMIT = 200
"""Characters of a query that are read."""
QUERY_WORDS = 8
"""Different words of a query that are searched; further ones are ignored."""

_STOP_WORDS = (
    "a able about across after all almost also am among an and any are as at be because been but by can "
    "cannot could did do does either else ever every for from get got had has have he her hers him his how "
    "however i if in into is it its just least let like likely may me might most must my neither no nor not "
    "of off often on only or other our own rather said say says she should since so some than that the their "
    "them then there these they this tis to too twas us was we were what when where which while who whom why "
    "will with would yet you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""English words that descriptions and READMEs are not indexed by; names and tags are."""

ACCENTS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670"
)
"""Marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters, which are taken off."""
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ð": "d",
    "þ": "th",
    "\u0131": "i",
    "\u03c2": "\u03c3",
}
"""Letters without a decomposition, and what they are folded to."""
_FOREIGN = tuple(LETTERS.items())
_ACCENT = re.compile(f"[{ACCENTS}]")
_CLITIC = re.compile("['\u2019](?:s|t|d|m|ll|re|ve)(?![a-z0-9])")
_LANGUAGE = re.compile(r"(?<![a-z0-9])(?:c\+\+|[cf]#)")
LANGUAGES = {"c++": " cpp ", "c#": " csharp ", "f#": " fsharp "}
"""Names of programming languages that are not letters alone."""
DENSE = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17d3"
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
"""Characters of scripts without spaces between words."""
_IS_DENSE = re.compile(f"[{DENSE}]").search
_STRETCHES = re.compile(f"[{DENSE}]+|[^{DENSE}]+")

_ASCII_TOKEN = re.compile("[a-z0-9]+")
_CAMEL = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CHUNK = re.compile(r"\w+(?:[-.]\w+)*")
_JOINTS = re.compile("[-_.]+")


@cache
def _token_pattern() -> re.Pattern[str]:
    """Letters, digits and the marks that belong to them.

    An emoji's variation selector is a mark too; so marks are those that `fold`
    knows, kana's, and the vowel signs of Indic and neighbouring scripts.
    """
    signs = "".join(
        chr(c)
        for block in (range(0x0900, 0x1D00), range(0xA800, 0xAC00))
        for c in block
        if unicodedata.category(chr(c)).startswith("M")
    )
    return re.compile(f"[\\w{ACCENTS}\u3099\u309a{signs}]+")


def fold(text: str) -> str:
    """Return ``text`` in lower case, with compatibility forms unified and accents taken off.

    Accents are those of Latin, Greek, Cyrillic, Hebrew and Arabic letters; kana keep their voicing marks.
    """
    if text.isascii():
        return text.lower()
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text)).lower()
    for letter, folded in _FOREIGN:
        bare = bare.replace(letter, folded)
    return unicodedata.normalize("NFC", bare)


def runs(text: str) -> list[str]:
    """Return the runs of letters and digits of ``text``, folded; English ``'s`` and the like are dropped."""
    return [run for token in _tokens(text) for run in _folded(token)]


def word_counts(text: str) -> dict[str, int]:
    """Return how often each word occurs that a document with ``text`` is indexed by, stop words included."""
    # Counting before folding looks at each different token once, and folds only the few that need it.
    counts = Counter(_tokens(text))
    if not text.isascii():
        for token in [token for token in counts if not token.isascii()]:
            number = counts.pop(token)
            for word in _indexed_pieces(token):
                counts[word] += number
    return counts


def words(text: str) -> list[str]:
    """Return the words that a document with ``text`` is indexed by, in their order."""
    return [word for token in _tokens(text) for word in _indexed(token)]


def _tokens(text: str) -> list[str]:
    """Cut a text in lower case into stretches of letters, digits and marks, as yet unfolded."""
    lower = text.lower()
    if "'" in lower or "\u2019" in lower:
        lower = _CLITIC.sub("", lower)
    if "c++" in lower or "c#" in lower or "f#" in lower:
        lower = _LANGUAGE.sub(lambda found: LANGUAGES[found[0]], lower)
    if lower.isascii():
        return _ASCII_TOKEN.findall(lower)
    return _token_pattern().findall(lower.replace("_", " "))


def _folded(token: str) -> Sequence[str]:
    """Return the runs that folding makes of a token: nearly always one."""
    return (token,) if token.isascii() else _refolded(token)


@lru_cache(maxsize=1 << 16)
def _refolded(token: str) -> tuple[str, ...]:
    """Fold a token; ``½`` becomes two runs, and a mark alone none."""
    folded = fold(token)
    if folded.isascii():
        return tuple(_ASCII_TOKEN.findall(folded))
    return tuple(run for run in _token_pattern().findall(folded.replace("_", " ")) if not _only_marks(run))


def _only_marks(run: str) -> bool:
    """Tell whether there is no letter or digit in a run."""
    return not any(character.isalnum() for character in run)


def _indexed(token: str) -> Iterable[str]:
    """Return the words of a token for a document."""
    return (token,) if token.isascii() else _indexed_pieces(token)


@lru_cache(maxsize=1 << 16)
def _indexed_pieces(token: str) -> tuple[str, ...]:
    """Return the words of a token that is not ASCII."""
    return tuple(word for run in _refolded(token) for word in _split(run, tail=True))


def query_words(text: str) -> list[str]:
    """Return the words that each must match for ``text``: at most `QUERY_WORDS` different ones.

    Stop words count only where there is nothing else.
    """
    found = dict.fromkeys(
        word[:WORD_LIMIT] for run in runs(text[:QUERY_LIMIT]) for word in _split(run, tail=False)
    )
    telling = [word for word in found if word not in STOP_WORDS] or list(found)
    return telling[:QUERY_WORDS]


def name_words(name: str) -> list[str]:
    """Return the words that a document is indexed by for a name, a tag or a file name.

    ``code-reviewer``, ``code_reviewer`` and ``codeReviewer`` give their two parts and the whole.
    """
    found = words(name)
    for chunk in _CHUNK.findall(name):
        parts = _JOINTS.split(chunk)
        if len(parts) > 1:
            found += _joined(parts)
        for part in parts:
            humps = _CAMEL.split(part)
            if len(humps) > 1:
                found += [word for hump in humps for word in words(hump)]
    return found


def key(name: str) -> str:
    """Return what is equal for two names that a reader would call the same: the folded runs, spaced."""
    return " ".join(runs(name[: 2 * QUERY_LIMIT]))[:KEY_LIMIT].rstrip()


def term(word: str) -> str:
    """Return what the index holds for a word, in `units`: its stem where it is of the letters a–z alone.

    What ends in a space or a full stop is no word, but what names are found by, and stands for itself.
    """
    found = _TERMS.get(word)
    if found is None:
        if len(_TERMS) >= TERMS_KEPT:
            _TERMS.clear()
        short = word if word[-1] in " ." else word[:WORD_LIMIT]
        _TERMS[word] = found = stem(short) if short.isascii() and short.isalpha() else units(short)
    return found


def terms(words: Collection[str]) -> list[str]:
    """Return the term of each word."""
    found = list(map(_TERMS.get, words))
    return [term(word) if known is None else known for word, known in zip(words, found, strict=True)]


TERMS_KEPT = 1 << 19
"""Words whose terms are remembered: stemming one takes as long as counting a hundred."""
_TERMS: dict[str, str] = {}


def is_dense(word: str) -> bool:
    """Tell whether a word is a piece of a script that is written without spaces."""
    return not word.isascii() and _IS_DENSE(word) is not None


def _split(run: str, *, tail: bool) -> Iterator[str]:
    """Cut the dense stretches of a run into pairs; ``tail`` adds the last character alone, for prefixes."""
    if run.isascii() or not _IS_DENSE(run):
        yield run
        return
    for stretch in _STRETCHES.findall(run):
        if not _IS_DENSE(stretch):
            yield stretch
            continue
        for at in range(len(stretch) - 1):
            yield stretch[at : at + 2]
        if tail or len(stretch) == 1:
            yield stretch[-1]


def _joined(parts: list[str]) -> list[str]:
    """Return the parts of a compound as one word, where that is a word."""
    whole = runs("".join(parts))
    return whole if len(whole) == 1 and whole[0].isascii() else []
