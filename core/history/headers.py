"""How well a heading says what its column holds: without case, accents and punctuation, misspellings forgiven."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from core.history.vocabulary import Role

TIERS = (1.0, 0.85, 0.55)
"""How sure a heading of the first, second and third tier makes a role."""

_INSIDE, _SHARE, _COMPOUND, _MISSPELT = 0.3, 0.6, 0.7, 0.75
_SHORTEST_COMPOUND, _SHORTEST_MISSPELT, _ALIKE = 5, 6, 0.86
_AGAINST = 0.1


@lru_cache(maxsize=4096)
def words(heading: str) -> tuple[str, ...]:
    """The words of a heading: 'InvoiceNo' is invoice, no; 'Stück/Menge' is stuck, menge."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:200])
    bare = unicodedata.normalize("NFKD", parted.replace("ß", "ss"))
    bare = "".join(mark for mark in bare if not unicodedata.combining(mark)).casefold()
    return tuple(re.findall(r"[^\W_]+", bare))


def score(heading: str, role: Role) -> float:
    """0 to 1: how sure the heading is of the role. An exact heading isn't ruled out by the words against."""
    found = words(heading)
    if not found:
        return 0.0
    tiers = zip(TIERS, (role.sure, role.likely, role.perhaps), strict=True)
    best = max(sure * _likeness(found, phrase) for sure, tier in tiers for phrase in _phrases(tier) or ((),))
    exact = any(_joined(found) == _joined(phrase) for tier in (role.sure, role.likely, role.perhaps)
                for phrase in _phrases(tier))  # fmt: skip
    return best * (_AGAINST if not exact and set(found) & set(_flat(role.against)) else 1.0)


def wordset(*lines: str) -> frozenset[str]:
    """The words of lines of text, as a set."""
    return frozenset(word for line in lines for word in line.split())


@lru_cache(maxsize=512)
def _phrases(tier: str) -> tuple[tuple[str, ...], ...]:
    return tuple(words(phrase) for phrase in tier.split("|") if phrase)


@lru_cache(maxsize=512)
def _flat(text: str) -> tuple[str, ...]:
    return tuple(word for phrase in _phrases(text) for word in phrase)


def _joined(parts: tuple[str, ...]) -> str:
    return "".join(parts)


def _likeness(found: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    """1 for the same heading, less for one that holds the phrase, ends in it as compounds do, or misspells it."""
    if not phrase:
        return 0.0
    whole, wanted = _joined(found), _joined(phrase)
    if whole == wanted:
        return 1.0
    if _holds(found, phrase):
        return _INSIDE + _SHARE * len(phrase) / len(found)
    if len(wanted) >= _SHORTEST_COMPOUND and any(part.endswith(wanted) for part in found):
        return _COMPOUND
    return _MISSPELT if _misspells(whole, wanted) else 0.0


def _holds(found: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    count = len(phrase)
    return any(found[at : at + count] == phrase for at in range(len(found) - count + 1))


def _misspells(whole: str, wanted: str) -> bool:
    if min(len(whole), len(wanted)) < _SHORTEST_MISSPELT or abs(len(whole) - len(wanted)) > 2:
        return False
    return SequenceMatcher(None, whole, wanted).ratio() >= _ALIKE


# What a cell says where the answer is yes or no; 1 and 0 read as numbers mean the same.
YES = wordset("yes y true t 1 x ja j oui o si sí wahr vrai vero verdadero")
NO = wordset("no n false f 0 - nein non not falsch faux falso")
