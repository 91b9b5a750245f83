"""A column of text as its different words and which of them each line has: half a million lines have few words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.intp]
Words = NDArray[np.object_]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """Line i has the text `words[codes[i]]`; the words are all different, and each is used."""

    codes: Codes
    words: Words

    @property
    def texts(self) -> Words:
        """The text of every line."""
        return self.words[self.codes]

    @property
    def blank(self) -> Mask:
        """Which lines hold nothing or white space."""
        return self.per_line(lambda word: not word.strip())

    def per_line(self, tells: Callable[[str], bool]) -> Mask:
        """A yes or no that follows from the word, for every line."""
        return np.array([tells(word) for word in self.words], dtype=bool)[self.codes]

    def counts(self) -> NDArray[np.int64]:
        """How many lines have each word."""
        return np.bincount(self.codes, minlength=len(self.words)).astype(np.int64)

    def renamed(self, names: Sequence[str]) -> "Coded":
        """Each word replaced by the name at its place; names that are equal become one word."""
        codes, words = pd.factorize(np.array(names, dtype=object))
        return Coded(codes[self.codes], np.asarray(words, dtype=object))


def coded(cells: "pd.Series[Any] | Words") -> Coded:
    """The words of a column of text cells, in order of appearance."""
    codes, words = pd.factorize(cells)
    return Coded(codes.astype(np.intp), np.asarray(words, dtype=object))


def joined(parts: Sequence[Coded]) -> Coded:
    """Columns under one another."""
    if len(parts) == 1:
        return parts[0]
    codes, words = pd.factorize(np.concatenate([part.words for part in parts]))
    starts = np.cumsum([0, *(len(part.words) for part in parts[:-1])])
    shifted = [codes[start + part.codes] for start, part in zip(starts, parts, strict=True)]
    return Coded(np.concatenate(shifted).astype(np.intp), np.asarray(words, dtype=object))


def most_frequent(groups: Codes, column: Coded, count: int, counted: Mask | None = None) -> Words:
    """Per group 0 to count − 1 its most frequent word that isn't blank, '' if it has none. The first wins ties."""
    keep = ~column.blank if counted is None else counted & ~column.blank
    pairs = groups[keep].astype(np.int64) * len(column.words) + column.codes[keep]
    found, first, times = np.unique(pairs, return_index=True, return_counts=True)
    order = np.lexsort((-first, times))
    best = np.full(count, "", dtype=object)
    best[found[order] // max(len(column.words), 1)] = column.words[found[order] % max(len(column.words), 1)]
    return best
