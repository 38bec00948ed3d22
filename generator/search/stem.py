"""The stemmer of lunr.js, rule by rule, so that index and query agree on every word.

lunr.py's own stemmer is another port of Porter's algorithm and differs from lunr.js
on some two thousand English words (``deploy``, ``key``, ``array``, ``display``): a
site built with it could not find them in the browser. The rules here are those of
lunr.js 2.3.9; a test compares the two word by word.
"""

from __future__ import annotations

import re

_STEP_2 = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
    "logi": "log",
}
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_SUFFIXES_4 = "al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize"
_STEP_4 = tuple(_SUFFIXES_4.split())

_PAST = ("ed", "ing")
_ENDS_2, _ENDS_3 = tuple(_STEP_2), tuple(_STEP_3)

_CONSONANTS = "[^aeiou][^aeiouy]*"
_VOWELS = "[aeiouy][aeiou]*"
_MORE_THAN_0 = re.compile(f"({_CONSONANTS})?{_VOWELS}{_CONSONANTS}").match
_EXACTLY_1 = re.compile(f"({_CONSONANTS})?{_VOWELS}{_CONSONANTS}({_VOWELS})?$").match
_MORE_THAN_1 = re.compile(f"({_CONSONANTS})?{_VOWELS}{_CONSONANTS}{_VOWELS}{_CONSONANTS}").match
_HAS_VOWEL = re.compile(f"({_CONSONANTS})?[aeiouy]").match

_PLURAL_ES = re.compile("(.+?)(ss|i)es$").match
_PLURAL_S = re.compile("(.+?)([^s])s$").match
_EED = re.compile("(.+?)eed$").match
_ED_ING = re.compile("(.+?)(ed|ing)$").match
_DOUBLED = re.compile(r"([^aeiouylsz])\1$").search
_SHORT = re.compile(f"{_CONSONANTS}[aeiouy][^aeiouwxy]$").match
_Y = re.compile("(.+?[^aeiou])y$").match
_SUFFIX_2 = re.compile(f"(.+?)({'|'.join(_STEP_2)})$").match
_SUFFIX_3 = re.compile(f"(.+?)({'|'.join(_STEP_3)})$").match
_SUFFIX_4 = re.compile(f"(.+?)({'|'.join(_STEP_4)})$").match
_ION = re.compile("(.+?)([st])(ion)$").match


def stem(word: str) -> str:
    """Return the stem of a lower-case word of the letters a–z as lunr.js 2.3.9 makes it."""
    if len(word) < 3:
        return word
    initial_y = word[0] == "y"
    if initial_y:
        word = "Y" + word[1:]
    word = _endings(_inflection(word))
    return "y" + word[1:] if initial_y else word


def _inflection(word: str) -> str:
    """Take plurals, -ed and -ing off, and turn a final y into i (steps 1a to 1c)."""
    found = (_PLURAL_ES(word) or _PLURAL_S(word)) if word[-1] == "s" else None
    if found:
        word = found[1] + found[2]
    # Looking at the end first spares nearly all words most of the patterns.
    ended = word.endswith(_PAST)
    found = _EED(word) if ended else None
    if found:
        if _MORE_THAN_0(found[1]):
            word = word[:-1]
    elif ended:
        found = _ED_ING(word)
        if found and _HAS_VOWEL(found[1]):
            word = found[1]
            if word.endswith(("at", "bl", "iz")):
                word += "e"
            elif _DOUBLED(word):
                word = word[:-1]
            elif _SHORT(word):
                word += "e"
    found = _Y(word) if word[-1] == "y" else None
    return found[1] + "i" if found else word


def _endings(word: str) -> str:
    """Shorten or take off derivational endings (steps 2 to 5)."""
    found = _SUFFIX_2(word) if word.endswith(_ENDS_2) else None
    if found and _MORE_THAN_0(found[1]):
        word = found[1] + _STEP_2[found[2]]
    found = _SUFFIX_3(word) if word.endswith(_ENDS_3) else None
    if found and _MORE_THAN_0(found[1]):
        word = found[1] + _STEP_3[found[2]]
    found = _SUFFIX_4(word) if word.endswith(_STEP_4) else None
    if found:
        if _MORE_THAN_1(found[1]):
            word = found[1]
    else:
        found = _ION(word) if word.endswith("ion") else None
        if found and _MORE_THAN_1(found[1] + found[2]):
            word = found[1] + found[2]
    if word.endswith("e") and len(word) > 1:
        base = word[:-1]
        if _MORE_THAN_1(base) or (_EXACTLY_1(base) and not _SHORT(base)):
            word = base
    if word.endswith("ll") and _MORE_THAN_1(word):
        word = word[:-1]
    return word
