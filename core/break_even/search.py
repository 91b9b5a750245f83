"""Break-evens: for each setting the value at which one policy stops being better than another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from core.break_even.axes import NUMBERS, Axis, axis_of, named, value_now
from core.break_even.crossing import NEAR, Crossing, Gap, Line
from core.break_even.figures import Asked, Figures, Point
from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.intervals import interval
from core.ledger import Ledger
from core.policies import POLICIES
from core.scenario import Scenario, in_force, settings
from core.settings import Setting, Value

# Places of the coarse look that brackets changes of sign; today's value is one more.
LOOKS = 9
# Up to so many whole numbers are all looked at.
FEW = 12
Progress = Callable[[float, str], None]
BETTER, WORSE, ALIKE, NONE = "first", "second", "alike", "none"


@dataclass(frozen=True)
class BreakEven:
    """Where `first` stops or starts being better than `second` as one setting moves; everything else as it is.

    `value` is the change of winner nearest to `now`, None if there is none from `low` to `high`; on a whole-number
    setting the smallest whole value at which the other wins. From `lo` to `hi` the 95 % interval of the paired
    difference holds zero; where `lo_open` or `hi_open` is set it still does at the end of the range (or at the next
    change), which then stands there. `below` and `above` say who is better on either side of `value`, `winner` who is
    today and `clear` whether today's difference is more than chance ("alike" if there is none, "none" where one of
    them doesn't reach the target). `all` are all changes, the nearest first. A switch or a choice has no range: its
    `value` is the first that changes the winner, and `options` says who is better at each. `idle`: another setting is
    set so that this one has no effect. `refused` says why `low` to `high` is less than the setting's own range.
    """

    setting: str
    first: str
    second: str
    measure: str
    now: Value
    winner: str
    clear: bool
    difference: float
    difference_lo: float
    difference_hi: float
    value: Value = None
    lo: float | None = None
    hi: float | None = None
    lo_open: bool = False
    hi_open: bool = False
    below: str | None = None
    above: str | None = None
    low: float | None = None
    high: float | None = None
    refused: str = ""
    idle: bool = False
    all: tuple[Crossing, ...] = ()
    options: tuple[tuple[Value, str], ...] = ()

    @property
    def distance(self) -> float:
        """How far the change is from today, as a share of the range; infinite if there is none, 0 for a switch."""
        if self.value is None:
            return np.inf
        if self.low is None or self.high is None or self.high == self.low:
            return 0.0
        return abs(float(self.value) - self._now) / (self.high - self.low)

    @property
    def _now(self) -> float:
        return float(self.now or 0.0)


def break_even(
    catalogue: Catalogue,
    scenario: Scenario | None,
    setting: str,
    first: str,
    second: str,
    measure: str = "total_cost",
    *,
    target: float | None = None,
    service: str = "fill_rate",
    ledger: Ledger | None = None,
) -> BreakEven:
    """The value of a setting at which the better one of two policies changes: see `BreakEven`.

    Found by root search (Brent's method) on common futures, from changes of sign between nine places of the range and
    today's value: two changes that lie between two of them are missed. With a `target`, each policy's cost is that of
    the smallest buffer that reaches it in `service` (see `core.answers`). `ledger` is the simulation of the scenario
    where there is one. Raises InputError for what is no setting, policy or measure.
    """
    scenario = Scenario() if scenario is None else scenario
    figures = Figures(catalogue, scenario, Asked(measure, target, service), ledger=ledger)
    return found(figures, setting, first, second)


def break_evens(
    catalogue: Catalogue,
    scenario: Scenario | None,
    first: str,
    second: str,
    measure: str = "total_cost",
    *,
    target: float | None = None,
    service: str = "fill_rate",
    ledger: Ledger | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The break-even of every setting but those of group "run": a row each, with the fields of `BreakEven`.

    The nearest change comes first, by its share of the range; settings without any come last. `progress` is told the
    share done and the setting that comes next.
    """
    scenario = Scenario() if scenario is None else scenario
    figures = Figures(catalogue, scenario, Asked(measure, target, service), ledger=ledger)
    rows = []
    for share, name, row in each(figures, first, second):
        if progress is not None:
            progress(share, name)
        rows += [] if row is None else [row]
    return table(rows)


def each(figures: Figures, first: str, second: str) -> Iterator[tuple[float, str, BreakEven | None]]:
    """(share done, setting, its break-even) one after the other, prices first; before each the same with None."""
    names = [name for name, setting in settings().items() if setting.group != "run"]
    names.sort(key=lambda name: (settings()[name].acts == "physics", settings()[name].kind in NUMBERS))
    for k, name in enumerate(names):
        yield k / len(names), name, None
        yield (k + 1) / len(names), name, found(figures, name, first, second)


def table(rows: Sequence[BreakEven]) -> pd.DataFrame:
    """Break-evens as a table, the nearest first."""
    order = sorted(rows, key=lambda row: row.distance)
    columns = [name for name in BreakEven.__dataclass_fields__ if name not in ("all", "options")]
    frame = pd.DataFrame([{name: getattr(row, name) for name in columns} for row in order], columns=columns)
    frame["changes"] = [len(row.all) or sum(who != row.winner for _, who in row.options) for row in order]
    return frame


def found(figures: Figures, name: str, first: str, second: str) -> BreakEven:
    """The break-even of one setting. Raises InputError as `break_even` does."""
    setting, pair, names = named(name), _pair(first, second), (first, second)
    gap, now = _gap(figures, figures.at(), pair), figures.base.to_dict()[name]
    idle, winner = not in_force(setting, figures.base.to_dict()), _who(gap, first, second)
    today = value_now(figures, name) if setting.kind in NUMBERS else now
    bare = BreakEven(
        *(name, first, second, figures.asked.measure, today, winner, _is_clear(gap)), gap.mean, gap.low, gap.high
    )
    if setting.kind not in NUMBERS:
        options = () if idle else _options(figures, setting, pair, names)
        return replace(bare, value=next((v for v, who in options if who != winner), None), options=options, idle=idle)
    if idle:
        return replace(bare, low=setting.low, high=setting.high, idle=True)
    axis = axis_of(figures, name)
    places = sorted(
        _crossings(figures, axis, value_now(figures, name), pair), key=partial(_far, value_now(figures, name))
    )
    reach = replace(bare, low=axis.low, high=axis.high, refused=axis.refused, all=tuple(places))
    if not places:
        return reach
    near = places[0]
    # A rising gap: the first is better before the place, since the gap says how much worse it is.
    below, above = names if near.rising else names[::-1]
    found = replace(reach, value=near.value, lo=near.lo, hi=near.hi, below=below, above=above)
    return replace(found, lo_open=near.lo_open, hi_open=near.hi_open)


def _far(now: float, one: Crossing) -> float:
    return abs(one.value - now)


@dataclass(frozen=True)
class Stay:
    """How far one setting may move before another policy than today's best is best: None where it never is.

    `below` and `above` are the nearest such values on either side of `now`, `takes_below` and `takes_above` who is
    better there, and `lost_below` and `lost_above` whether that is because today's best doesn't reach the target there.
    `low` to `high` is the range looked at. On a whole-number setting `above` is the first value at which
    the other is better, and `below` the last.
    """

    setting: str
    policy: str
    now: float
    low: float
    high: float
    below: float | None = None
    above: float | None = None
    takes_below: str | None = None
    takes_above: str | None = None
    lost_below: bool = False
    lost_above: bool = False


def stay(figures: Figures, name: str, looks: int = LOOKS) -> Stay | None:
    """How far a setting that is a number may move while today's best policy stays the best; None if there is no best.

    `looks`: places of the coarse look; those of a map over that setting are known already. Raises InputError for a
    setting that is no number.
    """
    means = figures.asked.side * figures.at().means
    if np.isnan(means).all():
        return None
    best, axis, now = POLICIES[int(np.nanargmin(means))], axis_of(figures, name), value_now(figures, name)
    sides: dict[str, tuple[float, str, bool]] = {}
    for other in (policy for policy in POLICIES if policy != best):
        line = _line(figures, axis, now, _pair(best, other), looks)
        for place, rises in line.roots(NEAR):
            # Rising: the best is better before the place, so the other takes over behind it.
            side = "above" if place > now or (place == now and rises) else "below"
            value = place - (side == "below") * line.whole
            if rises == (side == "above") and (side not in sides or abs(value - now) < abs(sides[side][0] - now)):
                sides[side] = value, other, line.jumps(place, side == "above")
        if now < axis.low and line.at(axis.low).mean > 0:
            # Today's value is a word, not a number of the range, at whose start another is better already.
            sides["above"] = axis.low, other, False
    below, who_below, lost_below = sides.get("below", (None, None, False))
    above, who_above, lost_above = sides.get("above", (None, None, False))
    return Stay(name, best, now, axis.low, axis.high, below, above, who_below, who_above, lost_below, lost_above)


def _pair(first: object, second: object) -> tuple[int, int]:
    faults = [f"There is no policy named {plain(one)}" for one in (first, second) if one not in POLICIES]
    if not faults and first == second:
        faults = [f"Two different policies must be named, got {plain(first)} twice"]
    if faults:
        raise InputError(faults)
    return POLICIES.index(str(first)), POLICIES.index(str(second))


def _gap(figures: Figures, point: Point, pair: tuple[int, int]) -> Gap:
    """How much worse the first is than the second, whatever the measure's better side.

    Infinite if only one of the two reaches the target, NaN if neither does.
    """
    lost = [bool(np.isnan(point.means[k])) for k in pair]
    if any(lost):
        gap = np.nan if all(lost) else np.inf if lost[0] else -np.inf
        return Gap(gap, gap, gap)
    series = figures.asked.side * (point.series[pair[0]] - point.series[pair[1]])
    mean, low, high = interval(series, point.known)
    return Gap(float(mean), float(low), float(high))


def _who(gap: Gap, first: str, second: str) -> str:
    if np.isnan(gap.mean):
        return NONE
    return first if gap.mean < 0 else second if gap.mean > 0 else ALIKE


def _is_clear(gap: Gap) -> bool:
    return gap.low > 0 or gap.high < 0


def _options(
    figures: Figures, setting: Setting, pair: tuple[int, int], names: tuple[str, str]
) -> tuple[tuple[Value, str], ...]:
    values: tuple[Value, ...] = setting.choices if setting.kind == "choice" else (False, True)
    return tuple((v, _who(_gap(figures, figures.at(**{setting.name: v}), pair), *names)) for v in values)


def _crossings(figures: Figures, axis: Axis, today: float, pair: tuple[int, int]) -> list[Crossing]:
    return _line(figures, axis, today, pair, LOOKS).crossings()


def _line(figures: Figures, axis: Axis, today: float, pair: tuple[int, int], looks: int) -> Line:
    """The difference of two policies along an axis, known at coarse places and today."""
    name, whole = axis.setting.name, axis.setting.kind == "whole"

    def gap(x: float) -> Gap:
        return _gap(figures, figures.at(**({} if x == today else {name: x})), pair)

    line = Line(gap, axis.low, axis.high, whole)
    many = int(axis.high - axis.low) + 1 if whole and axis.high - axis.low < FEW else looks
    for x in sorted({*axis.places(many).tolist(), min(max(today, axis.low), axis.high)}):
        line.at(x)
    return line
