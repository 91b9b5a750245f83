"""Sentences of the sensitivity page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.look import numbers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.settings import Setting
from pages.parts.naming import owned
from pages.parts.words import COSTS, LABELS, counted

Row = Mapping[str, Any]
LOOKING = "Looking for what decides …"
LOOK = "Look for what decides"
ONE = "Along one setting"
TABLE = "Every setting as a table"
MANY = "All at once: who has a part in it?"
ASK = "Work out total effects"
STOP = "Stop"
WORKING = "Working out total effects …"
SPREAD_HELP = (
    "Numbers are moved to their value × (1 ± this); shares by this part of their distance from 0 or 100 %, whichever "
    "is less; a zero by a tenth of its range or ten steps, whichever is less, at ± 50 %; choices and switches to each "
    "value. A range of your own, set below for one setting, goes first."
)
SAMPLE_HELP = "A power of two; it is simulated so many times over for each setting, and twice more. Larger is surer."
TORNADO_ALT = (
    "{}: a row for each setting, the strongest first. Bars reach from today's difference of the two policies to that "
    "at the setting's low end (outlined) and high end (filled), with 95 % intervals. The table below says the same."
)
CURVE_ALT = "{} along the setting chosen: a line for each policy with its 95 % band; today's value is marked."
INDICES_ALT = "Total effect of each setting as a bar, first-order effect as a point, with 95 % intervals."
CHANGES, MAY_CHANGE = "changes the winner", "may change the winner"
SURE, UNSURE = "◆", "◇"
HOW = (
    "Each setting is moved by itself, everything else as it stands, on the same futures. A bar reaches from today's "
    "difference to that at the setting's end: outlined at the low end, filled at the high one, in the colour of the "
    "policy that is better there. A whisker is the 95 % interval of the change. "
    f"{SURE} changes the winner, {UNSURE} may change it: there a difference's interval holds zero."
)
MANY_NOTE = (
    "All these settings move together, evenly over their ranges. The total effect is the share of the difference's "
    "variance in which a setting has a part, alone or with others; the effect alone is what it does by itself. Totals "
    "may add up to more than 100 %: what two settings do together counts for both."
)


def spread(percent: int) -> str:
    """How far settings are moved."""
    return f"± {percent} %"


def names(first: str, second: str) -> str:
    """The pair: Hybrid and Just-in-Time."""
    return f"{POLICY[first]} and {POLICY[second]}"


def measure(name: str) -> str:
    """A measure inside a sentence."""
    return COSTS.get(name, LABELS[name].lower())


def today(first: str, second: str, base: Row, name: str, currency: str) -> str:
    """The base: Hybrid has 367 EUR a year less total cost than Just-in-Time (95 % interval 333 to 367 EUR)."""
    unit, value = BY_NAME[name].unit, float(base["difference"])
    if value == 0:
        return f"{names(first, second)} have the same {measure(name)}"
    side = "more" if value > 0 else "less"
    if unit == "share":
        size, kind = numbers.points(value), f"{side} {measure(name)}"
        return f"{POLICY[first]} has {size} {kind} than {POLICY[second]} ({_span(base, name, currency)})"
    size, span = numbers.money(abs(value), currency), _span(base, name, currency)
    return f"{POLICY[first]} has {size} a year {side} {measure(name)} than {POLICY[second]} ({span})"


def _span(base: Row, name: str, currency: str) -> str:
    """The interval, beside "more" or "less": without signs, unless it reaches across zero."""
    low, high, unit = float(base["lo"]), float(base["hi"]), BY_NAME[name].unit
    if low <= 0 <= high:
        return f"not surely: 95 % interval {numbers.span(low, high, unit, currency)}"
    low, high = sorted((abs(low), abs(high)))
    return f"95 % interval {numbers.span(low, high, unit, currency).replace('+', '')}"


def waiting(first: str, second: str, base: Row, name: str, currency: str) -> str:
    """The title before it is known what decides."""
    return f"{today(first, second, base, name, currency)}. What decides?"


def called(setting: Setting) -> str:
    """A setting's name at the start of a sentence: what reads like a sentence itself stands in quotation marks."""
    is_name = setting.kind in ("number", "whole") and setting.group != "planning"
    return owned(setting) if is_name else f"“{owned(setting)}”"


def headline(
    pair: tuple[str, str],
    strongest: tuple[str, str],
    moved: tuple[Row, Row] | None,
    changes: tuple[int, int, int],
    currency: str,
    is_guess: bool = False,
) -> str:
    """What decides, how far it moves the difference, and how many settings change the winner.

    `strongest`: the setting's name and its range in words; `moved`: the rows of its ends; `changes`: how many change
    the winner surely, how many more may, of how many. `is_guess`: the range is no share of today's value.
    """
    if moved is None:
        return f"No setting changes the difference between {names(*pair)}."
    name = str(moved[0]["measure"])
    start, end = (_beside(float(row["difference"]), name, currency) for row in moved)
    of_other = f" {POLICY[pair[1]]}'s" if start != "equal" else f" to {POLICY[pair[1]]}'s"
    a_year = " a year" if BY_NAME[name].unit.startswith("money") else ""
    decides = "would decide" if is_guess else "decides"
    return (
        f"{strongest[0]} {decides} most between {names(*pair)}: {strongest[1]}, {POLICY[pair[0]]}'s "
        f"{measure(name)}{a_year} goes from {start}{of_other} to {end}; {_changes(*changes)}."
    )


def _changes(surely: int, maybe: int, of: int) -> str:
    """How many settings change the winner: 4 of 50 settings change the winner, 1 more may."""
    many = counted(of, "setting")
    if surely:
        more = f", {maybe} more may" if maybe else ""
        return f"{surely} of {many} {'changes' if surely == 1 else 'change'} the winner{more}"
    return f"{maybe} of {many} may change the winner" if maybe else f"none of {many} changes the winner"


def _beside(difference: float, name: str, currency: str) -> str:
    """A difference as a place: 23.5 k EUR below."""
    size = numbers.points(difference) if BY_NAME[name].unit == "share" else numbers.money(abs(difference), currency)
    return f"{size} {'above' if difference > 0 else 'below'}" if difference else "equal"


def range_of(low: str, high: str, kind: str, is_guess: bool = False) -> str:
    """A range in words: × 0.5 to × 1.5, off or on; one that is no share of today's value says so."""
    if kind in ("yes_no", "choice"):
        return f"{low} or {high}"
    return f"{low} to {high}{' (guessed)' if is_guess else ''}"


def over(low: str, high: str, kind: str, now: str = "") -> str:
    """The same at the start of a sentence; `now` is today's value where that is to be said."""
    if kind in ("yes_no", "choice"):
        return f"from {low} to {high}"
    if not now:
        return f"over {low} to {high}"
    return f"over {low} (today) to {high}" if now == low else f"over {low} to {high} (today {now})"


def below(
    base: tuple[tuple[str, Row], ...],
    pair: tuple[str, str],
    turning: Sequence[tuple[Sequence[str], Sequence[str]]],
    narrowed: Sequence[str],
    currency: str,
) -> tuple[str, ...]:
    """What stands below the tornado: today's differences, who changes the winner, what was narrowed, how to read it.

    `turning`: for each measure the settings that change the winner surely, and those that may.
    """
    said = "; ".join(today(*pair, row, name, currency) for name, row in base)
    turned = tuple(
        f"{LABELS[name]}: {_turning(*both)}." for (name, _), both in zip(base, turning, strict=True) if any(both)
    )
    return (f"Today: {said}.", *turned, *narrowed, HOW)


def _turning(surely: Sequence[str], maybe: Sequence[str]) -> str:
    one = f"{'; '.join(surely)} {'changes' if len(surely) == 1 else 'change'} the winner at one end or both"
    other = f"{'; '.join(maybe)} may change the winner"
    return ". ".join(said for said, names in ((one, surely), (other, maybe)) if names)


def guessed(names: Sequence[str], rest: str) -> str:
    """Which ranges are no share of today's value; `rest`: what decides most among the others, where one of them leads.

    Nothing where there are none.
    """
    if not names:
        return ""
    have, their = ("has", "its range is") if len(names) == 1 else ("have", "their ranges are")
    without = f" Apart from {'it' if len(names) == 1 else 'them'}, {rest} decides most." if rest else ""
    return (
        f"{'; '.join(names)} {have} no value today to take a share of, so {their} guessed: set your own under "
        f"“{ONE}”.{without}"
    )


def narrowed(setting: str, value: str) -> str:
    """That a setting could not be moved as far as was asked for."""
    return f"{setting} goes no further than {value}: the model refuses more."


def count(settings: int, sample: int) -> str:
    """How much work it is."""
    return (
        f"The {settings} strongest settings, {sample} × ({settings} + 2) = {sample * (settings + 2):,} points; a point "
        "that differs from another one in prices alone isn't simulated again."
    )


def many(found: Row, top: Sequence[tuple[str, float]], currency: str) -> str:
    """What the indices say, and what they rest on."""
    (name, share), *_ = top
    if share <= 0:
        return "None of these settings moves the difference."
    unit = BY_NAME[found["measure"]].unit
    mean = numbers.change(found["mean"], unit, currency)
    wins = found["better_in"]
    share_of = {0.0: "none", 1.0: "all"}.get(wins, numbers.percent(wins))
    often = f" {POLICY[found['first']]} is better at {share_of} of the points." if wins == wins else ""
    return (
        f"{name} has a part in {numbers.percent(min(share, 1.0))} of the variance of the difference in "
        f"{measure(found['measure'])}, whose mean is {mean}.{often} Rests on {found['points']:,} points, of which "
        f"{found['simulations']:,} had to be simulated; intervals are by resampling them."
    )
