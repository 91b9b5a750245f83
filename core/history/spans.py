"""How many days a line's quantity covers: a day's, a week's or a month's total."""

from calendar import monthrange

import numpy as np
from numpy.typing import NDArray

from core.history.typed import When

Days = NDArray[np.datetime64]

_LEAST_DATES = 3


def settled(when: When, asked: str | None, across: bool) -> tuple[When, str]:
    """The moments with the days they cover, and 'day', 'week' or 'month'.

    Names of months and weeks cover themselves. Dates that are all first days of months, or all last ones, are monthly
    totals; headings (`across`) seven days apart are weekly ones. `asked` decides instead if it is given.
    """
    if asked:
        return _as_asked(when, asked), asked
    if (when.days > 1).any():
        return when, "week" if (when.days <= 7).all() else "month"
    kind = _kind(_different_days(when.at), across)
    return (_as_asked(when, kind), kind) if kind != "day" else (when, "day")


def all_on_one_weekday(at: NDArray[np.datetime64]) -> bool:
    """Whether dates lie in four weeks or more and always on the same weekday, as weekly totals do."""
    steps = _steps(_different_days(at))
    return len(steps) >= _LEAST_DATES and bool((steps % 7 == 0).all())


def _different_days(at: NDArray[np.datetime64]) -> Days:
    days: Days = np.unique(at.astype("datetime64[D]"))
    return days[~np.isnat(days)]


def _steps(days: Days) -> NDArray[np.int64]:
    return np.diff(days.astype(np.int64)).astype(np.int64)


def _kind(days: Days, across: bool) -> str:
    if len(days) < _LEAST_DATES:
        return "day"
    months = days.astype("datetime64[M]")
    firsts, lasts = days == months, days + np.timedelta64(1, "D") == (months + 1).astype("datetime64[D]")
    if firsts.all() or lasts.all():
        return "month"
    return "week" if across and (_steps(days) == 7).all() else "day"


def _as_asked(when: When, asked: str) -> When:
    if asked == "day":
        return When(when.at, np.ones_like(when.days))
    if asked == "week":
        return When(when.at, np.where(when.days > 7, when.days, 7))
    months = when.at.astype("datetime64[M]")
    return When(months.astype("datetime64[s]"), _lengths(months))


def _lengths(months: NDArray[np.datetime64]) -> NDArray[np.int64]:
    kinds, place = np.unique(months, return_inverse=True)
    lengths = [1 if np.isnat(kind) else monthrange(kind.item().year, kind.item().month)[1] for kind in kinds]
    return np.array(lengths, dtype=np.int64)[place]
