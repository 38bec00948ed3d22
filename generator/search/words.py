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
from collections.abc import Iterator
from functools import cache, lru_cache

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
_ACCENT = re.compile(f"[{ACCENTS}]")
_FOLDED = str.maketrans(LETTERS)
_CLITIC = re.compile("['\u2019](?:s|t|d|m|ll|re|ve)(?![a-z0-9])")
_LANGUAGE = re.compile(r"(?<![a-z0-9])(?:c\+\+|[cf]#)")
LANGUAGES = {"c++": " cpp ", "c#": " csharp ", "f#": " fsharp "}
_ASCII_WORD = re.compile("[a-z0-9]+")
DENSE = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17d3"
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)
"""Characters of scripts without spaces between words."""
_IS_DENSE = re.compile(f"[{DENSE}]").search
_RUNS = re.compile(f"[{DENSE}]+|[^{DENSE}]+")

_CAMEL = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CHUNK = re.compile(r"\w+(?:[-.]\w+)*")
_JOINTS = re.compile("[-_.]+")


@cache
def _word_pattern() -> re.Pattern[str]:
    """Letters and digits of any script, and the vowel signs of Indic and neighbouring scripts."""
    signs = "".join(
        chr(c)
        for block in (range(0x0900, 0x1D00), range(0xA800, 0xAC00))
        for c in block
        if unicodedata.category(chr(c)).startswith("M")
    )
    return re.compile(f"[\\w{signs}]+")


def fold(text: str) -> str:
    """Return ``text`` in lower case, with compatibility forms unified and accents taken off.

    Accents are those of Latin, Greek, Cyrillic, Hebrew and Arabic letters; kana keep their voicing marks.
    """
    if text.isascii():
        return text.lower()
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare.lower().translate(_FOLDED))


def runs(text: str) -> list[str]:
    """Return the runs of letters and digits of ``text``, folded; English ``'s`` and the like are dropped."""
    folded = fold(text)
    if "'" in folded or "\u2019" in folded:
        folded = _CLITIC.sub("", folded)
    if "#" in folded or "+" in folded:
        folded = _LANGUAGE.sub(lambda found: LANGUAGES[found[0]], folded)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    return _word_pattern().findall(folded.replace("_", " "))


def words(text: str) -> list[str]:
    """Return the words that a document with ``text`` is indexed by, stop words included, in their order."""
    found = runs(text)
    return found if text.isascii() else [word for run in found for word in _split(run, tail=True)]


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


@lru_cache(maxsize=1 << 20)
def term(word: str) -> str:
    """Return what the index holds for a word: its stem where it is of the letters a–z alone."""
    word = word[:WORD_LIMIT]
    return stem(word) if word.isascii() and word.isalpha() else word


def is_dense(word: str) -> bool:
    """Tell whether a word is a piece of a script that is written without spaces."""
    return not word.isascii() and _IS_DENSE(word) is not None


def _split(run: str, *, tail: bool) -> Iterator[str]:
    """Cut the dense stretches of a run into pairs; ``tail`` adds the last character alone, for prefixes."""
    if run.isascii() or not _IS_DENSE(run):
        yield run
        return
    for stretch in _RUNS.findall(run):
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
