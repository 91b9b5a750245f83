"""Item codes that differ only in case or blanks: found, and merged if that is wanted."""

import numpy as np
import pandas as pd

from core.history.coded import Coded


def spellings(item: Coded) -> pd.DataFrame:
    """Columns item, merged, lines: every code that shares its letters with another, and the most frequent spelling."""
    keys, _ = pd.factorize(np.array([_bare(str(word)) for word in item.words], dtype=object))
    counts = item.counts()
    shared = np.bincount(keys, minlength=1)[keys] > 1
    blank = np.array([not str(word).strip() for word in item.words], dtype=bool)
    found = pd.DataFrame({"key": keys, "item": item.words, "lines": counts})[shared & ~blank]
    best = found.sort_values("lines", ascending=False, kind="stable").drop_duplicates("key").set_index("key")["item"]
    found["merged"] = found["key"].map(best)
    ordered: pd.DataFrame = found.sort_values(["key", "lines"], ascending=[True, False], kind="stable")
    return ordered[["item", "merged", "lines"]].reset_index(drop=True)


def merged(item: Coded, found: pd.DataFrame) -> Coded:
    """The codes under their most frequent spelling."""
    names = dict(zip(found["item"], found["merged"], strict=True))
    return item.renamed([str(names.get(word, word)) for word in item.words])


def _bare(word: str) -> str:
    return "".join(word.split()).casefold()
