"""Sentences and names of the break-even page, as plain text. A sentence says only what was computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from core import BreakEven, Catalogue, Scenario, WinnerMap
from core.break_even import Asked, Stay
from core.look import numbers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from core.settings import Setting, Value
from pages.parts import words
from pages.parts.naming import ECONOMIC, is_economic

SHORT = {"inventory_cost": "Inventory", "total_cost": "Total"}
REFINING = "Refining the map …"
FIRST_LOOK = "A first look …"
TABLE = "At which value does the better of two policies change?"
NEVER, IDLE, OPEN = "never within its range", "no effect as it is set", "…"
MAP_ALT = (
    "Who wins where: a map over two settings, coloured by the policy with the least cost and the paler the fewer "
    "futures agree; policies' names stand in their regions, lines are the break-evens, today's point is marked. The "
    "file below has every cell."
)
CARRYING = "carrying_cost_level"


def carrying(scenario: Scenario) -> float:
    """The yearly rate that one stands for on the carrying-cost rate's axis; 0 if the four rates are nothing."""
    level = scenario.costs.level.carrying_cost_level
    four = scenario.but(carrying_cost_level=1.0) if level != 1.0 else scenario
    return float(four.costs.carrying_rate)


def value(setting: Setting, at: Value, scenario: Scenario) -> str:
    """A value of a setting in words, three digits that count: × 1.64, 22 %, 21 days."""
    if at is None or isinstance(at, bool | str):
        return {True: "on", False: "off", None: numbers.NONE}.get(at, str(at))  # type: ignore[arg-type]
    if is_economic(setting, at):
        return ECONOMIC
    if setting.name == CARRYING and carrying(scenario):
        return f"{_digits(100 * at * carrying(scenario))} %"
    if setting.percent:
        return f"{_digits(100 * at)} %"
    if setting.unit.startswith("×"):
        return f"×\u00a0{_digits(round(at, 2))}"
    if setting.unit == "days":
        return f"{_digits(at)} {'day' if at == 1 else 'days'}"
    return f"{_digits(at)} pallets" if setting.unit == "pallets" else _digits(at)


def _digits(number: float) -> str:
    size = abs(number)
    said = f"{number:,.0f}" if size >= 99.95 else f"{float(f'{number:.3g}'):g}"
    return "−" + said[1:] if said.startswith("-") else said


def cost(asked: Asked) -> str:
    """What is compared, in words."""
    return words.COSTS[asked.measure]


def at_target(asked: Asked) -> str:
    """The target, in words: 95.0 % fill rate."""
    return f"{numbers.percent(asked.target or 0.0)} {words.LABELS[asked.service].lower()}"


@dataclass(frozen=True)
class Today:
    """Today's verdict: the figures by policy (NaN: doesn't reach the target), the best (−1: none), and how sure."""

    figures: tuple[float, ...]
    best: int
    sure: float
    clear: bool


def headline(
    today: Today, asked: Asked, currency: str, stays: Sequence[tuple[Stay, Setting, str]], now: Scenario
) -> str:
    """Who is best today, and how far two settings may move before another is. `stays`: with setting and its title."""
    if today.best < 0:
        return f"No policy reaches {at_target(asked)} today with any buffer on its curve."
    who = " and ".join(POLICY[POLICIES[k]] for k in _equal(today))
    verb = "have" if len(_equal(today)) > 1 else "has"
    where = f"At {at_target(asked)}, " if asked.target is not None else ""
    money = numbers.money(today.figures[today.best], currency)
    sure = "" if today.clear or len(_equal(today)) > 1 else ", though not surely"
    said = f"{where}{who} {verb} the least {cost(asked)} today, {money} a year{sure}"
    parts = [_stays(stay, setting, title, now) for stay, setting, title in stays]
    if not parts:
        return f"{said}."
    return f"{said}. {'They stay' if verb == 'have' else 'It stays'} cheapest {', and '.join(parts)}."


def _equal(today: Today) -> list[int]:
    return [k for k, figure in enumerate(today.figures) if figure == today.figures[today.best]]


def _stays(stay: Stay, setting: Setting, title: str, now: Scenario) -> str:
    """How far one setting may move, today's value behind it."""
    name, today = _lower(title), value(setting, stay.now, now)
    below, above = (value(setting, at, now) for at in (stay.below, stay.above))
    if stay.below is not None and stay.above is not None:
        return f"while {name} is between {below} and {above} (today {today})"
    if stay.above is not None:
        return f"until {name} exceeds {above} (today {today})"
    if stay.below is not None:
        return f"while {name} is above {below} (today {today})"
    low, high = value(setting, stay.low, now), value(setting, stay.high, now)
    return f"over the whole range of {name}, {low} to {high} (today {today})"


def _lower(title: str) -> str:
    """A title inside a sentence; a policy's name keeps its letters."""
    if title.startswith(tuple(f"{policy}'s " for policy in POLICY.values())):
        return title
    said = title[:1].lower() + title[1:]
    return f"the {said}" if said.endswith((" rate", " level", " length")) else said


def ends(stays: Sequence[tuple[Stay, Setting, str]], asked: Asked, now: Scenario) -> str:
    """Who takes over at each end, and why."""
    said = []
    for stay, setting, title in stays:
        for side, at, who, lost in (
            ("Below", stay.below, stay.takes_below, stay.lost_below),
            ("Above", stay.above, stay.takes_above, stay.lost_above),
        ):
            if at is not None and who is not None:
                why = f", because {POLICY[stay.policy]} doesn't reach {at_target(asked)} there" if lost else ""
                said.append(f"{side} {value(setting, at, now)} of {_lower(title)}, {POLICY[who]} is cheaper{why}.")
    return " ".join(said)


def reading(found: WinnerMap) -> str:
    """How the map is to be read, and what it rests on."""
    run, cells = int(found.simulated.sum()), found.best.size
    rest = (
        ""
        if run == cells
        else (
            f" {run} of {cells} cells are simulated; the others, where the winner is plain, are interpolated from "
            "them, each future by itself: their figures are rough (up to "
            f"{numbers.percent(found.rough)} off where that was checked)."
        )
    )
    return (
        "Each cell is coloured by the policy with the least cost, everything else as it is set; the paler, the fewer "
        f"futures agree. Lines: where the two best cost the same.{rest}"
    )


def tuned(asked: Asked) -> str:
    """What comparing at a target means; nothing without one."""
    if asked.target is None:
        return ""
    return (
        f"Every policy holds the smallest buffer with which it reaches {at_target(asked)}, read off its curve in each "
        "cell; Hybrid moves the buffer of its Just-in-Case items."
    )


def refused(found: WinnerMap) -> str:
    """Why an axis is shorter than the setting's own range; nothing where it isn't."""
    return " ".join(f"An axis ends early: {fault}." for fault in found.refused)


def gap(row: BreakEven, currency: str) -> str:
    """Today's difference of the pair."""
    first, second = POLICY[row.first], POLICY[row.second]
    if not isfinite(row.difference):
        lost = {row.first: second, row.second: first}.get(row.winner)
        return (
            f"Today neither {first} nor {second} reaches the target."
            if lost is None
            else (f"Today {lost} doesn't reach the target, {POLICY[row.winner]} does.")
        )
    if row.difference == 0:
        return f"Today {first} and {second} cost the same."
    dear, cheap = (first, second) if row.difference > 0 else (second, first)
    low, high = sorted((abs(row.difference_lo), abs(row.difference_hi)))
    if not row.clear:
        span = numbers.span(row.difference_lo, row.difference_hi, BY_NAME[row.measure].unit, currency)
        return f"Today there is no clear difference between {first} and {second}: {span} a year."
    size = numbers.money(abs(row.difference), currency)
    span = f"{numbers.amount(low)} to {numbers.amount(high)}"
    return f"Today {cheap} costs {size} a year less than {dear} (95 % interval {span})."


def change(row: BreakEven, setting: Setting, now: Scenario) -> tuple[str, str, str]:
    """(value at which the winner changes, its interval, who is better on either side) as a table says them."""
    if row.idle:
        return IDLE, "", ""
    if row.options and row.value is not None:
        better = ", ".join(f"{_name(who)} {value(setting, at, now)}" for at, who in row.options)
        return value(setting, row.value, now), "", better
    if row.value is None or row.lo is None or row.hi is None:
        whole = f"over {value(setting, row.low, now)} to {value(setting, row.high, now)}"
        surely = "" if row.clear or row.winner not in POLICY else ", not surely today"
        return NEVER, "", f"{_name(row.winner)} {whole if row.low is not None else 'always'}{surely}"
    low = f"{value(setting, row.low, now)} or less" if row.lo_open else value(setting, row.lo, now)
    high = f"{value(setting, row.high, now)} or more" if row.hi_open else value(setting, row.hi, now)
    others = ", ".join(value(setting, one.value, now) for one in row.all[1:])
    also, just = (f" (and at {others})", "just ") if others else ("", "")
    better = f"{_name(row.below)} {just}below, {_name(row.above)} {just}above"
    return f"{value(setting, row.value, now)}{also}", f"{low} to {high}", better


def _name(who: str | None) -> str:
    return POLICY.get(str(who), {"alike": "both alike", "none": "neither"}.get(str(who), numbers.NONE))


def so_far(found: int, of: int) -> str:
    """How many settings were looked at; nothing when all were."""
    return "" if found == of else f"{found} of {of} settings so far."


def looking(title: str) -> str:
    """What is being looked at."""
    return f"{LOOKING}: {_lower(title)} …"


def basis(catalogue: Catalogue, scenario: Scenario) -> str:
    """What the figures rest on."""
    return words.basis(catalogue.name, len(catalogue), scenario.run.futures, scenario.run.horizon_days)


HEAD = ("Setting", "Today", "Winner changes at", "95 % interval", "Who is better")
ENDS = "Looking for where another takes over …"
NOBODY = "none reaches it"
FOUND = (
    "A value is found by root search on the same futures for both policies, everything else as it is set; in its "
    "interval the 95 % interval of their difference holds zero. Two changes closer together than an eighth of the "
    "range may be missed."
)
REST = "Find those of the other settings (takes a minute or more)"
LOOKING = "Looking for break-evens"
