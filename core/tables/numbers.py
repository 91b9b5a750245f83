"""From texts to numbers. What a comma or a point means is decided for a whole column, never cell by cell.

'1,234' is one thousand and more to some and little more than one to others. A column that never says which it
means is reported as ambiguous, and such cells stay without a number until somebody tells.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.errors import InputError, plain
from core.tables.distinct import distinct

Numbers = NDArray[np.float64]
Decimal = Literal["", ".", ","]

LONGEST = 60
"""Characters; no number is longer, and a longer text isn't worth a regular expression."""

CODES = (
    " AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR EURO GBP HKD HUF IDR ILS INR ISK JPY KES KRW KZT MAD MXN "
    "MYR NGN NOK NZD PEN PHP PKR PLN RMB RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND ZAR "
)
ABBREVIATIONS = " kr Kr Fr sFr Ft lei zł Kč Rs R TL "
"""Taken as they are written: 12 Ft is money, 12 ft is a length."""
BEFORE_DOLLAR = " US A AU C CA NZ HK S R "

_SPELLINGS = str.maketrans(
    dict.fromkeys("\u2019\u2018\u00b4\u0060\u02bc", "'") | dict.fromkeys("\u2212\u2012\u2013\u2010\u2011\uff0d", "-")
)
_SHAPE = re.compile(
    r"(?P<before>[^0-9]*)(?P<digits>[0-9](?:[0-9.,' ]*[0-9])?[.,]?)(?P<power>[eE][-+]?[0-9]{1,3})?(?P<after>[^0-9]*)"
)
_PLAIN_WHOLE = r"^-?[0-9]{1,15}$"
_PLAIN_POINT = r"^-?(?:[0-9]{1,15}\.(?:[0-9]{1,2}|[0-9]{4,15})|(?:0|[0-9]{4,15})\.[0-9]{1,15})$"
"""What most numbers look like, and what can mean nothing else: these are read in one go."""
_GROUPS = r"[1-9][0-9]{0,2}(?P<gap>[GAPS' ])[0-9]{3}(?:(?P=gap)[0-9]{3})*"
_LAKHS = r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}"
_POINT = re.compile(rf"(?P<whole>[0-9]+|{_GROUPS.replace('GAPS', ',')}|{_LAKHS})?(?:\.(?P<rest>[0-9]*))?")
_COMMA = re.compile(rf"(?P<whole>[0-9]+|{_GROUPS.replace('GAPS', '.')})?(?:,(?P<rest>[0-9]*))?")


@dataclass(frozen=True)
class NumberStyle:
    """How a column writes numbers.

    `decimal` is '.' or ',', '' if no cell tells or cells contradict each other. `ambiguous`: cells such as `example`
    can be read in two ways and have no number; `parse_numbers(texts, decimal=…)` settles them. `mixed`: some cells can
    only mean a decimal point, others only a decimal comma. `unreadable` counts cells with text that is no number.
    """

    decimal: Decimal
    ambiguous: bool = False
    example: str = ""
    mixed: bool = False
    unreadable: int = 0


def parse_numbers(texts: Iterable[Any], decimal: str = "") -> tuple[Numbers, NumberStyle]:
    """The number that each text spells, NaN if none, and the column's style.

    Thousands may be parted by comma, point, apostrophe or blank; currency signs and codes, percent (50 % is 0.5),
    leading or trailing signs, parentheses for negative amounts and powers of ten are read. The decimal mark follows
    from the cells that can only mean one; `decimal` '.' or ',' decides for those that could mean both. Raises
    InputError for any other `decimal`.
    """
    if decimal not in ("", ".", ","):
        raise InputError(f"Decimal mark must be '.' or ',', got {plain(decimal)}")
    codes, spelled = distinct(texts)
    point, comma = _readings(spelled)
    return _settled(spelled.to_pylist(), point, comma, decimal, codes)


def has_mark(text: str) -> bool:
    """Whether the text spells a number with a point or a comma in it."""
    return bool(set(text) & {".", ","}) and not np.isnan(_reading(text)).all()


def _settled(
    spelled: list[str], point: Numbers, comma: Numbers, decimal: str, codes: NDArray[np.int64]
) -> tuple[Numbers, NumberStyle]:
    says_point, says_comma = ~np.isnan(point) & np.isnan(comma), np.isnan(point) & ~np.isnan(comma)
    mixed = bool(says_point.any() and says_comma.any())
    told = decimal or ("" if mixed else "." if says_point.any() else "," if says_comma.any() else "")
    undecided = ~says_point & ~says_comma & (point != comma) & ~np.isnan(point) & (told == "")
    values = np.where(says_comma | ((told == ",") & ~says_point), comma, point)
    values[undecided] = np.nan
    blank = np.array([not text.strip() for text in spelled], dtype=bool)
    lost = np.isnan(values) & ~blank & ~undecided
    example = spelled[int(np.argmax(undecided))] if undecided.any() else ""
    style = NumberStyle(_mark(told), bool(undecided.any()), example, mixed, int(lost[codes].sum()))
    return values[codes], style


def _mark(told: str) -> Decimal:
    return "." if told == "." else "," if told == "," else ""


def _readings(spelled: "pa.LargeStringArray") -> tuple[Numbers, Numbers]:
    """The numbers under a decimal point and under a decimal comma, NaN where a text can't be one."""
    whole, plain_point = _matches(spelled, _PLAIN_WHOLE), _matches(spelled, _PLAIN_POINT)
    point, comma = np.full((2, len(spelled)), np.nan)
    point[whole | plain_point] = spelled.filter(whole | plain_point).cast(pa.float64()).to_numpy()
    comma[whole] = point[whole]
    for at in np.flatnonzero(~whole & ~plain_point).tolist():
        point[at], comma[at] = _reading(spelled[at].as_py())
    return point + 0.0, comma + 0.0  # −0 becomes 0


def _matches(spelled: "pa.LargeStringArray", pattern: str) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.match_substring_regex(spelled, pattern).to_numpy(zero_copy_only=False)
    return found


def _reading(text: str) -> tuple[float, float]:
    if len(text) > LONGEST:
        return np.nan, np.nan
    shape = _SHAPE.fullmatch(" ".join(text.translate(_SPELLINGS).split()))
    return _decorated(shape) if shape else (np.nan, np.nan)


def _decorated(shape: re.Match[str]) -> tuple[float, float]:
    before, digits = shape["before"], shape["digits"]
    # The point of $.50 belongs to the number, that of Fr.50 to the currency.
    if before[-1:] in (".", ",") and not before[-2:-1].isalpha():
        before, digits = before[:-1], before[-1:] + digits
    factor, percent = _decoration(before, shape["after"])
    point, comma = (_value(pattern, digits, shape["power"], percent) for pattern in (_POINT, _COMMA))
    return factor * point, factor * comma


@lru_cache(maxsize=1000)
def _decoration(before: str, after: str) -> tuple[float, bool]:
    """1, or −1 for a negative number, NaN if what stands around the digits belongs to no number; whether it is percent.

    At most one sign and one currency; parentheses come in pairs and are a sign.
    """
    opened, closed, percent = before.count("("), after.count(")"), after.count("%")
    signs = sum((before + after).count(sign) for sign in "+-") + opened
    money = re.sub("[-+(]", " ", before).split() + re.sub("[-+)%]", " ", after).split()
    fits = opened == closed and signs <= 1 and percent + len(money) <= 1 and all(map(_is_money, money))
    negative = opened or "-" in before + after
    return (-1.0 if negative else 1.0) if fits else np.nan, percent == 1


def _is_money(mark: str) -> bool:
    word = mark.rstrip(".")
    if word and unicodedata.category(word[-1]) == "Sc":
        return len(word) == 1 or f" {word[:-1]} " in BEFORE_DOLLAR
    return f" {word} " in ABBREVIATIONS or f" {word.upper()} " in CODES


def _value(pattern: re.Pattern[str], digits: str, power: str | None, percent: bool) -> float:
    found = pattern.fullmatch(digits)
    if found is None or (power and found["gap"]):
        return np.nan
    whole = re.sub("[^0-9]", "", found["whole"] or "0")
    # Percent moves the point in the text: a division by 100 could change the last digit.
    value = float(f"{whole}.{found['rest'] or ''}e{int((power or 'e0')[1:]) - 2 * percent}")
    return value if np.isfinite(value) else np.nan
