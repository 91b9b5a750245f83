"""Dates that a table keeps in several places: columns of years, months and days, or words around a date."""

import re

import numpy as np
import pandas as pd

from core.history.content import content, looks_like_a_date
from core.history.headers import words, wordset
from core.history.periods import month_without_year, period

YEARS = wordset("year years jahr annee an anno ano yyyy")
_MONTHS = wordset("month months monat mois mese mes mm")
_DAYS = wordset("day tag jour giorno dia dd")
_AROUND = wordset(
    "sales sold qty quantity units demand orders menge absatz verkauf bedarf stuck ventes quantite qte vendite",
    "quantita ventas cantidad unidades demanda actual actuals",
)


def with_dates(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The table with a further column, and its heading, that puts years, months and maybe days together.

    The table as it is and '' if it doesn't keep its dates so.
    """
    year, month, day = (_column(frame, names) for names in (YEARS, _MONTHS, _DAYS))
    if not (year and month) or any(content(frame[heading]).dates > 0.5 for heading in frame.columns):
        return frame, ""
    parts = [frame[heading].str.strip() for heading in (year, month, day) if heading]
    named = parts[1].map(month_without_year)
    joined = parts[0].str.cat(parts[1].where(named, parts[1].str.zfill(2)), sep="-")
    if day:
        joined = joined.str.cat(parts[2].str.zfill(2), sep="-")
    blank = np.logical_or.reduce([(part == "").to_numpy() for part in parts])
    heading = f"date ({', '.join(filter(None, (year, month, day)))})"
    return frame.assign(**{heading: joined.mask(blank, "")}), heading


def year_column(frame: pd.DataFrame) -> str:
    """The heading of a column of years, '' if there is none."""
    return _column(frame, YEARS)


def date_in(heading: str) -> str:
    """The date, month or week that a heading names, without words such as Sales or Qty around it; '' if none."""
    if looks_like_a_date(heading) or period(heading):
        return heading
    kept = " ".join(word for word in re.split(r"[\s_:]+", heading) if word and not set(words(word)) <= _AROUND)
    return kept if kept != heading and (looks_like_a_date(kept) or period(kept)) else ""


def _column(frame: pd.DataFrame, names: frozenset[str]) -> str:
    return next((str(heading) for heading in frame.columns if set(words(str(heading))) & names
                 and len(words(str(heading))) == 1), "")  # fmt: skip
