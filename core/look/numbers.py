"""Every format of a number: money, percent, days and amounts."""

from math import isfinite

NONE = "–"
_SCALES = ((1e9, " bn"), (1e6, " M"), (1e3, " k"))


def amount(value: float) -> str:
    """Three digits that count: 1.21 M, 84.4 k, 312, 5.80."""
    if not isfinite(value):
        return NONE
    for scale, suffix in _SCALES:
        # 999,600 rounds to 1.00 M, not to 1000 k.
        if abs(value) >= 0.9995 * scale:
            return _digits(value / scale) + suffix
    return _digits(value)


def money(value: float, currency: str) -> str:
    """An amount with its currency."""
    return f"{amount(value)} {currency}".rstrip() if isfinite(value) else NONE


def percent(rate: float) -> str:
    """A rate as a percentage; only 1 itself is shown as 100 %, and only 0 as 0 %."""
    if not isfinite(rate):
        return NONE
    if 0.9995 <= rate < 1:
        return "> 99.9 %"
    if 0 < rate < 0.0005:
        return "< 0.1 %"
    return _signed(f"{100 * rate:.1f} %")


def points(difference: float) -> str:
    """A difference of two rates in percentage points, without its sign."""
    size = abs(difference)
    if not isfinite(size):
        return NONE
    return "< 0.1 points" if 0 < size < 0.0005 else f"{100 * size:.1f} points"


def change(value: float, unit: str, currency: str) -> str:
    """A difference with its sign, by the unit that its measure declares."""
    if unit == "share":
        said = points(value)
    else:
        said = figure(abs(value), unit, currency)
        if isfinite(value) and not any(digit in said for digit in "123456789"):
            # What rounds to nothing has no side.
            return figure(0.0, unit, currency)
    return ("+" if value > 0 else "−" if value < 0 else "") + said


def span(low: float, high: float, unit: str, currency: str) -> str:
    """An interval of a difference: both signs, the unit once."""
    first, last = change(low, unit, currency), change(high, unit, currency)
    said = "points" if unit == "share" else currency if unit.startswith("money") else ""
    return f"{first.removesuffix(said).rstrip()} to {last}"


def days(value: float) -> str:
    """Days, one decimal below a hundred."""
    if not isfinite(value):
        return NONE
    return _signed(f"{value:,.{1 if abs(value) < 99.95 else 0}f} days")


def count(value: float) -> str:
    """A number to the last unit, tenths where there are any: what was counted isn't rounded."""
    if not isfinite(value):
        return NONE
    return _signed(f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}")


def figure(value: float, unit: str, currency: str) -> str:
    """A figure by the unit that its measure declares."""
    if unit == "share":
        return percent(value)
    if unit == "days":
        return days(value)
    return money(value, currency) if unit.startswith("money") else amount(value)


def _digits(value: float) -> str:
    size = abs(value)
    if size == 0:
        return "0"
    return _signed(f"{value:.{2 if size < 9.995 else 1 if size < 99.95 else 0}f}")


def _signed(text: str) -> str:
    """A true minus sign, and none before a zero."""
    if not text.startswith("-"):
        return text
    return "−" + text[1:] if any(digit in text for digit in "123456789") else text[1:]
