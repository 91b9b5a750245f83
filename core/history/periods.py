"""Months and weeks as headings and cells spell them: '2024-03', 'Mär 24', 'KW 12 2024'."""

import re
from calendar import monthrange
from datetime import date

from core.tables.calendar_words import month_number

_WEEK_WORDS = "week|wk|w|kw|woche|semaine|sem|s|settimana|semana"
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)\s?[-/. ]\s?(0?[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])\s?[-/. ]\s?((?:19|20)\d\d)")
_YEAR_WEEK = re.compile(rf"((?:19|20)\d\d)\s?[-/ ]?\s?(?:{_WEEK_WORDS})\.?\s?[-/ ]?(\d{{1,2}})", re.I)
_WEEK_YEAR = re.compile(rf"(?:{_WEEK_WORDS})\.?\s?[-/ ]?(\d{{1,2}})\s?[-/ ]\s?((?:19|20)\d\d)", re.I)
_NAMED = re.compile(r"([^\W\d_]{3,10})\.?[\s\-/_,']*((?:19|20)?\d\d)|((?:19|20)\d\d)[\s\-/_,]*([^\W\d_]{3,10})\.?")


def period(text: str) -> tuple[date, int] | None:
    """First day and number of days of the month or ISO week that a text names with its year; else None."""
    text = text.strip()[:40]
    return _month(text) or _week(text)


def month_without_year(text: str) -> bool:
    """Whether a text is the bare name of a month."""
    return len(text.strip().rstrip(".")) > 2 and month_number(text.strip().rstrip(".")) > 0


def _month(text: str) -> tuple[date, int] | None:
    if found := _YEAR_MONTH.fullmatch(text):
        return _whole(int(found[1]), int(found[2]))
    if found := _MONTH_YEAR.fullmatch(text):
        return _whole(int(found[2]), int(found[1]))
    if found := _NAMED.fullmatch(text):
        month, year = month_number(found[1] or found[4]), int(found[2] or found[3])
        return _whole(year if year > 99 else 2000 + year, month) if month else None
    return None


def _whole(year: int, month: int) -> tuple[date, int]:
    return date(year, month, 1), monthrange(year, month)[1]


def _week(text: str) -> tuple[date, int] | None:
    first, second = _YEAR_WEEK.fullmatch(text), _WEEK_YEAR.fullmatch(text)
    if not (first or second):
        return None
    year, week = (int(first[1]), int(first[2])) if first else (int(second[2]), int(second[1])) if second else (0, 0)
    try:
        return date.fromisocalendar(year, week, 1), 7
    except ValueError:
        return None
