"""Words of the Scenarios page and of Keep. Pure functions: names and notes go out as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import plain
from core.kept.kept import LONGEST_NAME
from core.look import numbers
from core.look.words import LABELS, SERVES
from core.policies import LABELS as POLICY

PATH = "scenarios"
MEASURES = ("fill_rate", "inventory_cost", "total_cost", "working_capital")
TITLES = {
    "": "Explore",
    "portfolio": "Portfolio",
    "scenarios": "Scenarios",
    "present": "Present",
    "sensitivity": "Sensitivity",
    "break_even": "Break-even",
    "switching": "Cost of switching",
    "advisor": "Advisor",
    "day_by_day": "Day by day",
    "stress": "Stress test",
    "season": "Season",
    "your_data": "Your data",
    "method": "Method",
}
"""The pages by their paths, as the bar names them."""
EMPTY = "No scenario is kept yet"
HOW = (
    "Set anything in the sidebar, on any page, and press Keep, beside Share: name and note are yours to choose. "
    "Kept scenarios stand here side by side, with what differs between them in settings and in figures.",
    "A set that somebody saved as a file can be loaded below.",
)
NONE_CHOSEN = "Choose scenarios to compare"
CHART_ALT = (
    "Line chart: cost over service for each scenario chosen, under one policy. Each curve has its own dash and mark, "
    "and its number and name beside the point that is set. The table of figures says the same in numbers."
)
SETTINGS, KEPT = "What differs in settings", "Kept scenarios"
TRAVELS, FROM_FILE = "The set as a link and as a file", "A set from a file"
OPENS = "Sets its data set, its settings and what was looked at. What is set now is one click away."
BEFORE = "What was set before"
NO_TEXT = "The file isn't text in UTF-8"
BLANK, NO_SCENARIO = "The file is empty", "The file's list of scenarios is empty"
NOTHING_DIFFERS = "The scenarios chosen differ in no setting."
LINK = "This link opens the whole set, with what is compared: names, notes, every setting and what was looked at."
BY_FILE = "The file below holds it."
UNSTAYED = "This set is too large for the browser to keep: a reload of this tab loses it, the file doesn't."
FILE_HELP = "A file of scenarios, as downloaded here. What is damaged in it is named, and the rest is loaded."
ADD, REPLACE = "Add to the set", "Replace the set"
SURE = "The differences are of the same futures, so the luck of the draw is in neither; intervals are at 95 %."
_MOST_TOLD = 4
_START = 140


def usual_name(preset: str, told: Sequence[str]) -> str:
    """The preset, or the first settings that differ, cut to a name's length."""
    if preset or not told:
        return preset or "Default settings"
    name, left = told[0], len(told) - 1
    if left:
        name, left = f"{name}, {told[1]}", left - 1
    whole = f"{name} and {left} more" if left else name
    return whole if len(whole) <= LONGEST_NAME else whole[: LONGEST_NAME - 1] + "…"


def kept_count(count: int, most: int) -> str:
    """How many are kept."""
    return f"{count} of {most} kept." if count else f"Up to {most} can be kept, to compare and to show."


def was_kept(name: str, count: int, most: int) -> str:
    """What Keep says when it is done."""
    return f"Kept as “{name}”: {kept_count(count, most)}"


def refused(faults: Sequence[str]) -> str:
    """What Keep says when it can't: nothing that was typed is lost."""
    return f"Not kept: {'; '.join(faults)}. What you typed is still here."


def changed_not(faults: Sequence[str]) -> str:
    """What a change says that can't be made."""
    return f"Nothing was changed: {'; '.join(faults)}."


def page(path: str) -> str:
    """A page's title; of one that isn't known, nothing."""
    return TITLES.get(path, "–")


def start(note: str) -> str:
    """A note as it stands in the list, where a long one would hide the others; the field below holds it whole."""
    line = " ".join(note.split())
    return line if len(line) <= _START else line[: _START - 1].rstrip() + "…"


def differs(told: Sequence[tuple[str, str, str]]) -> str:
    """What differs from the defaults, in a line."""
    if not told:
        return "nothing"
    said = "; ".join(f"{title} {value}" for title, value, _ in told[:_MOST_TOLD])
    more = len(told) - _MOST_TOLD
    return f"{said}; and {more} more" if more > 0 else said


def loaded(count: int, left_out: int, most: int) -> str:
    """What an upload came to."""
    said = f"{_counted(count)} loaded." if count else "Nothing was loaded."
    return f"{said} {_counted(left_out)} left out: at most {most} can be kept." if left_out else said


def too_long(length: int, longest: int) -> str:
    """Why there is no link to the set."""
    return (
        f"The set is too long for a link ({length:,} characters, at most {longest:,} travel safely): shorter notes or "
        f"fewer scenarios fit. {BY_FILE}"
    )


def _counted(count: int) -> str:
    return f"{count} scenario" if count == 1 else f"{count} scenarios"


@dataclass(frozen=True)
class Rival:
    """A scenario beside the cheapest: its name, what it costs more, and the interval; None where not paired."""

    name: str
    more: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Verdict:
    """What the headline says of the scenarios chosen; `data` is the number of data sets that they rest on.

    `rival` is the first chosen or, where that is the cheapest itself, the next; None where there is one scenario only.
    """

    name: str
    count: int
    data: int
    policy: str
    service: str
    cost: str
    currency: str
    value: float
    money: float
    rival: Rival | None = None


def headline(said: Verdict) -> str:
    """The answer in one or two sentences."""
    serves = SERVES[said.service].format(numbers.percent(said.value))
    measure, money = _measure(said.cost), numbers.money(said.money, said.currency)
    under = f"Under {POLICY[said.policy]}"
    if said.count == 1:
        return f"{under}, “{said.name}” {serves} at {money} {measure} a year."
    if said.data > 1:
        return (
            f"The {said.count} scenarios rest on {said.data} data sets, so their costs aren't ranked. {under}, the "
            f"first, “{said.name}”, {serves} at {money} {measure} a year."
        )
    lowest = f"{under}, “{said.name}” has the lowest {measure} of the {said.count}: {money} a year, and {serves}."
    return f"{lowest} {_rival(said.rival, said.currency)}" if said.rival else lowest


def _measure(cost: str) -> str:
    return LABELS[cost].lower().removesuffix(" a year")


def _rival(rival: Rival, currency: str) -> str:
    if abs(rival.more) < 0.005:
        return f"“{rival.name}” costs the same."
    more = numbers.money(rival.more, currency)
    if rival.low is None or rival.high is None:
        return f"“{rival.name}” costs {more} more, on other futures."
    span = numbers.span(rival.low, rival.high, "money per year", currency)
    if rival.low <= 0 <= rival.high:
        return f"“{rival.name}” costs {more} more, which isn't sure ({span})."
    return f"“{rival.name}” costs {more} more ({span})."


def figures(policy: str) -> str:
    """The heading of the figures."""
    return f"{POLICY[policy]}: figures, with their 95 % intervals"


def opened(name: str) -> str:
    """What is said while an opened scenario is what is set."""
    return f"“{name}” is set now."


def other_model(made: str) -> str:
    """A file of another version of the model."""
    return f"It was made with model version {plain(made)}, and figures may differ."


def against(first: str) -> str:
    """The heading of the differences."""
    return f"Against “{first}”, on the same futures"


def unpaired(name: str, why: str) -> str:
    """Why a scenario has no differences to the first."""
    return f"“{name}” has no paired difference to the first: {why}."


def why_unpaired(same_data: bool, runs: Sequence[str]) -> str:
    """What the two don't share: the data set, or settings of the simulation."""
    return f"they differ in {' and '.join(runs).lower()}" if same_data else "it rests on another data set"


def left_out(name: str, why: str) -> str:
    """Why a scenario isn't among the figures or in the chart."""
    return f"“{name}” isn't shown: {why}"


def other_money(names: Sequence[str], currency: str) -> str:
    """Why scenarios aren't in the chart; empty where all are."""
    if not names:
        return ""
    told = ", ".join(f"“{name}”" for name in names)
    return f"The chart's costs are in {currency or 'one currency'}: {told} would be in another, and stand in the table."


def simulating(number: int, count: int) -> str:
    """Progress; Markdown, so no names."""
    return f"Simulating scenario {number} of {count} …"
