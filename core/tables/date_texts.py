"""What days a single text can mean. Which of them it does mean is for the column to say (core.tables.dates)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from core.tables.calendar_words import is_filler, is_weekday, month_number

DAY_FIRST, MONTH_FIRST, YEAR_FIRST, YEAR_MONTH = "day first", "month first", "year first", "year and month"
WORDED, INTEGER, SERIAL = "month names", "whole numbers", "Excel serial numbers"

PIVOT = 69
"""Two-digit years from here on are of the 1900s, those below of the 2000s."""

SERIALS = range(25_569, 73_051)
"""Excel's numbers of 1970-01-01 to 2099-12-31. Other five-digit numbers are hardly dates."""

LONGEST = 60
_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS = 86_400

_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)? ?(?:Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_TRIPLE = re.compile(r"([0-9]{1,4})([-/.]|\. | )([0-9]{1,2})\2'?([0-9]{1,4})\.?")
_PAIR = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,4})")
_WORDS = re.compile(r"[^\W_](?:[^\W_]|[-/.,' ])*")
_WORD = re.compile(r"[0-9]+|[^\W\d_]+")
_SIX = re.compile(r"[0-9]{6}")
_LONG = re.compile(r"((?:19|20)[0-9]{6})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?(?:\.0+)?")
_SERIAL = re.compile(r"([0-9]{5})(\.[0-9]+)?")


class Meaning(NamedTuple):
    """The days a text can mean, since 1970, by the order it is read in (one entry: no doubt).

    `group` tells which cells of a column are written alike: what decides for one decides for all. `seconds` of the
    day where the number of the day holds them too.
    """

    days: Mapping[str, int]
    group: str = ""
    seconds: int | None = None


NOTHING = Meaning({})


def meaning(text: str) -> Meaning:
    """The days that a text without a time of day can mean, none if it is no date."""
    text = " ".join(text.split())
    if not 5 <= len(text) <= LONGEST:
        return NOTHING
    if found := _LONG.fullmatch(text) or _SERIAL.fullmatch(text):
        return _from_number(found)
    if found := _TRIPLE.fullmatch(text):
        return _triple(found[1], found[3], found[4])
    if found := _PAIR.fullmatch(text):
        return Meaning(_year_and_month(found[1], found[2]))
    if _SIX.fullmatch(text):
        return _six(text)
    words = _WORD.findall(text) if _WORDS.fullmatch(text) else []
    return Meaning(_worded(words)) if words else NOTHING


def clock(text: str) -> int | None:
    """Seconds of the day of a time such as 8:26, 08:26:00.5 or 8:26 PM, None if it is none. Zones are left off."""
    found = _CLOCK.fullmatch(" ".join(text.split())) if len(text) <= LONGEST else None
    if found is None:
        return None
    hour, half = int(found["hour"]), (found["half"] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return None
    return _seconds(hour % 12 + 12 * (half == "p") if half else hour, found["minute"], found["second"])


def _from_number(found: re.Match[str]) -> Meaning:
    if found.re is _SERIAL:
        return _serial(int(found[1]), float(found[2] or 0))
    digits, hour, minute, second = found.groups()
    days = _only(INTEGER, _ordinal(int(digits[:4]), int(digits[4:6]), int(digits[6:])))
    if hour is None:
        return Meaning(days)
    seconds = _seconds(hour, minute, second)
    return NOTHING if seconds is None else Meaning(days, seconds=seconds)


def _serial(day: int, part: float) -> Meaning:
    if day not in SERIALS:
        return NOTHING
    seconds = round(part * _SECONDS)
    days = {SERIAL: day - SERIALS.start + seconds // _SECONDS}
    return Meaning(days, seconds=seconds % _SECONDS if part else None)


def _seconds(hour: str | int | None, minute: str | None, second: str | None) -> int | None:
    h, m, s = int(hour or 0), int(minute or 0), int(second or 0)
    return h * 3600 + m * 60 + s if h < 24 and m < 60 and s < 60 else None


def _triple(a: str, b: str, c: str) -> Meaning:
    if len(a) == 4 and len(c) <= 2:
        return Meaning(_only(YEAR_FIRST, _ordinal(int(a), int(b), int(c))))
    if len(a) > 2 or len(c) not in (2, 4):
        return NOTHING
    days = _only(DAY_FIRST, _ordinal(_year(c), int(b), int(a))) | _only(MONTH_FIRST, _ordinal(_year(c), int(a), int(b)))
    if len(c) == 4:
        return Meaning(days, "four")
    # 31/02/19 is no day of 2031: what can be a day leads as a year only beside another reading.
    may_lead = len(a) == 2 and (days or not 0 < int(a) <= 31)
    return Meaning(days | (_only(YEAR_FIRST, _ordinal(_year(a), int(b), int(c))) if may_lead else {}), "two")


def _six(text: str) -> Meaning:
    """201903 is March 2019 in most files, 190331 the last day of it in some."""
    days = _only(YEAR_FIRST, _ordinal(_year(text[:2]), int(text[2:4]), int(text[4:])))
    month = _year_and_month(text[:4], text[4:]) if text[:2] in ("19", "20") else {}
    return Meaning(days | month, "six")


def _year_and_month(a: str, b: str) -> dict[str, int]:
    year, month = (a, b) if len(a) == 4 else (b, a)
    return _only(YEAR_MONTH, _ordinal(int(year), int(month), 1)) if len(year) == 4 and len(month) <= 2 else {}


def _worded(words: list[str]) -> dict[str, int]:
    """Day, month and year, or month and year, where the month is a word."""
    if is_weekday(words[0]) and any(month_number(word) for word in words[1:]):
        words = words[1:]
    words = [word for word in words if not is_filler(word)]
    at = [position for position, word in enumerate(words) if month_number(word)]
    numbers = [word for word in words if word.isdecimal()]
    if len(at) != 1 or len(numbers) + 1 != len(words) or any(len(number) > 4 for number in numbers):
        return {}
    month = month_number(words[at[0]])
    if len(numbers) == 1:
        return _month_of(numbers[0], month, month_leads=at[0] == 0)
    return _day_of(numbers, month, at[0]) if len(numbers) == 2 else {}


def _month_of(year: str, month: int, month_leads: bool) -> dict[str, int]:
    fits = len(year) == 4 or (len(year) == 2 and month_leads)
    return _only(YEAR_MONTH, _ordinal(_year(year), month, 1)) if fits else {}


def _day_of(numbers: list[str], month: int, at: int) -> dict[str, int]:
    day, year = numbers[::-1] if len(numbers[0]) == 4 and at < 2 else numbers
    if len(day) > 2 or len(year) not in (2, 4):
        return {}
    return _only(WORDED, _ordinal(_year(year), month, int(day)))


def _only(order: str, day: int | None) -> dict[str, int]:
    return {} if day is None else {order: day}


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= PIVOT else 2000)


def _ordinal(year: int, month: int, day: int) -> int | None:
    """Days since 1970, None if there is no such day."""
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None
