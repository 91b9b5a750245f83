"""Columns repeat themselves: each distinct text is worked on once."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray


def distinct(texts: Iterable[Any]) -> tuple[NDArray[np.int64], "pa.LargeStringArray"]:
    """The position of every text among the distinct ones, and those; missing texts are ''."""
    column = texts if isinstance(texts, pd.Series) else pd.Series(list(texts), dtype=object)
    array = pa.array(column.astype("str").fillna(""), pa.large_string())
    return encoded(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array)


def encoded(texts: "pa.LargeStringArray") -> tuple[NDArray[np.int64], "pa.LargeStringArray"]:
    """The same for an array of texts."""
    found = texts.dictionary_encode()
    return found.indices.to_numpy().astype(np.int64), found.dictionary
