"""Columns that say of a line that it was cancelled or returned. They are pointed out and change nothing.

To one export 'returned' marks the sale that came back, to another the return beside it: a person has to say.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.history.coded import Mask, coded
from core.history.headers import words, wordset
from core.history.stacking import Part

MOST_WORDS = 30
"""A status is one of few words; a column with more is something else."""

_SAID = wordset(
    "cancelled canceled cancel cancellation returned return returns refund refunded void voided rejected",
    "storniert storno retoure retour gutschrift abgelehnt annule annulee annulation retourne rembourse avoir",
    "annullato annullata reso resi rimborsato cancelado cancelada anulado anulada devuelto devolucion reembolso",
)


def status_words(parts: Sequence[Part], used: Mask) -> pd.DataFrame:
    """Columns column, word, lines: words for cancelled or returned in columns that have no role, on used lines."""
    rows, start = [], 0
    for part in parts:
        here = used[start : start + len(part.rows)]
        start += len(part.rows)
        for heading in part.written.columns:
            if heading not in part.columns.values():
                rows += _said(part, str(heading), here)
    return pd.DataFrame(rows, columns=["column", "word", "lines"])


def _said(part: Part, heading: str, used: Mask) -> list[tuple[str, str, int]]:
    column = coded(part.written[heading])
    if len(column.words) > MOST_WORDS:
        return []
    times = np.bincount(column.codes[used], minlength=len(column.words))
    said = [(heading, str(word), int(count)) for word, count in zip(column.words, times, strict=True)]
    return [each for each in said if each[2] and set(words(each[1])) & _SAID]
