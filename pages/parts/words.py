"""Sentences and names on screen, as plain text. A sentence says only what was computed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from core.catalogue import Catalogue
from core.errors import plain
from core.ledger import Ledger
from core.look import numbers
from core.look.words import COSTS as COSTS
from core.look.words import LABELS as LABELS
from core.look.words import SERVES as SERVES
from core.look.words import Answer as Answer
from core.look.words import headline as headline
from core.look.words import share_of_futures as share_of_futures
from core.measures import BY_NAME
from core.policies import LABELS as POLICY

_IN_A_PROGRAM = re.compile(r"(\. (Name it|Say which)|, say so) with columns=\{[^{}]*\}( or '[^']*')?$")

PARAMETERS = {
    "demand_sd": "Demand deviation of a day",
    "week_ratio": "Variance of weeks over that of days",
    "season": "Season: how likely by chance",
    "adi": "Days between days with sales (ADI)",
    "cv2": "Squared variation of sales (CV²)",
    "family": "Demand family: how far off",
    "lead_time_days": "Lead time (days)",
    "lead_time_sd": "Lead-time deviation (days)",
    **{f"season_{month:02d}": f"Season of month {month}" for month in range(1, 13)},
}
_LUCK = "the same luck for every policy"


def below(service: str, name: str, ledger: Ledger, baseline: bool, worlds: int = 0) -> tuple[str, ...]:
    """What stands below the chart: the service measure's definition, what the figures rest on, the pale curves."""
    rests = basis(name, len(ledger.catalogue), ledger.futures, ledger.days)
    wide = f"The 95 % ranges also count how little was observed, by {worlds} drawn worlds." if worlds else ""
    return f"{LABELS[service]}: {BY_NAME[service].says}.", rests, wide, GHOST if baseline else ""


def counted(number: int, what: str) -> str:
    """A number of things: 1 item, 2,000 items."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def sentence_case(text: str) -> str:
    """Text with its first letter large."""
    return text[:1].upper() + text[1:]


def parameter(name: str) -> str:
    """The name of an estimate, as a person says it."""
    return PARAMETERS.get(name, sentence_case(name.replace("_", " ")))


def twice(columns: Mapping[str, str | None], labels: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each heading that was chosen for two things."""
    chosen = [heading for heading in columns.values() if heading]
    for heading in dict.fromkeys(heading for heading in chosen if chosen.count(heading) > 1):
        roles = [labels[role] for role, its in columns.items() if its == heading]
        yield f"Column {plain(heading)} can only be one thing, it was chosen for {' and '.join(roles)}"


def brought(lines: int, used: int, items: int, first: date, last: date) -> str:
    """What came of the files, as the page's title."""
    span = f"{day(first)} to {day(last)}" if first != last else day(first)
    return f"{counted(items, 'item')} from {used:,} of {counted(lines, 'line')}, {span}"


def on_page(fault: str) -> str:
    """A fault of the importers without how to settle it in a program: here there are boxes to choose from."""
    return _IN_A_PROGRAM.sub("", fault)


def described(catalogue: Catalogue) -> str:
    """A data set in few words."""
    return f"{catalogue.name}, {counted(len(catalogue), 'item')}"


def day(moment: date) -> str:
    """A day as one says it: 24 December 2026."""
    return f"{moment.day} {moment:%B %Y}"


def short_day(moment: date) -> str:
    """The same as a label or a table has it: 24 Dec."""
    return f"{moment.day} {moment:%b}"


LEFT_OUT = "It leaves out what is too long for it: choices of the stress test, which a snapshot carries."
PUBLISHES = (
    "A snapshot keeps this catalogue, every setting and what you chose to see, under a link that nobody can guess. "
    "Whoever has the link can open it for 30 days, and nobody can change it. The files that you brought aren't in it."
)


def snapshot(catalogue: Catalogue, created: date, expires: date, model: str) -> str:
    """That a snapshot is shown; `model` is the version that made it, where it isn't this one."""
    said = f"Snapshot of {described(catalogue)}, published {day(created)}, open until {day(expires)}. "
    other = f" It was made with model version {model}: its figures may have been others." if model else ""
    return f"{said}Changes to its items become your own data.{other}"


def basis(name: str, items: int, futures: int, days: int) -> str:
    """What the figures on a page rest on."""
    count = counted(items, "item")
    spans = "simulated years" if days == 365 else f"simulated futures of {days:,} days"
    return f"{name}: {count}, weighed by value; {futures:,} {spans}, {_LUCK}. Ranges are 95 % intervals."


def assumed(name: str, columns: Sequence[str]) -> str:
    """Which columns of a data set are assumptions; nothing when none are."""
    if not columns:
        return ""
    listed = ", ".join(column.replace("_", " ") for column in columns)
    return f"{name}: these columns are assumptions, not data: {listed}."


@dataclass(frozen=True)
class Reached:
    """One policy's answer to a question asked backwards: the figure that decides (NaN: never), and its buffer."""

    policy: str
    figure: float
    need: float


def needs(answers: Sequence[Reached], target: str, cost: str, currency: str) -> str:
    """Which policy costs least where each just reaches a service target, and which don't reach it."""
    can = [answer for answer in answers if isfinite(answer.figure)]
    if not can:
        return f"No policy reaches {target} with any buffer on its curve."
    first, who = _best(can, min(answer.figure for answer in can))
    money = numbers.money(first.figure, currency)
    # More buffer may cost less still, where shortages are counted: so the sentence says which buffer it speaks of.
    if len(can) > 1:
        said = f"With the smallest buffer that reaches {target}, {who} has the least {COSTS[cost]}: {money} a year"
    else:
        said = f"{who} alone reaches {target}; with the smallest buffer that does, its {COSTS[cost]} is {money} a year"
    never = _others(answers, "doesn't reach it with any buffer on its curve")
    return f"{said} ({numbers.percent(first.need)} of need).{never}"


def buys(answers: Sequence[Reached], money: str, service: str) -> str:
    """Which policy gives the best service for an amount of money, and which cost more in any case."""
    can = [answer for answer in answers if isfinite(answer.figure)]
    if not can:
        return f"Every policy costs more than {money} a year at every buffer on its curve."
    first, who = _best(can, max(answer.figure for answer in can))
    what = f"the best {LABELS[service].lower()}" if len(can) > 1 else f"a {LABELS[service].lower()}"
    joined = ": " if len(can) > 1 else " of "
    said = f"For {money} a year {who} gives {what}{joined}{numbers.percent(first.figure)}, {_with(first)}."
    return said + _others(answers, "costs more at every buffer on its curve")


def _best(can: Sequence[Reached], best: float) -> tuple[Reached, str]:
    winners = [answer for answer in can if answer.figure == best]
    equal = [POLICY[answer.policy] for answer in winners[1:]]
    return winners[0], POLICY[winners[0].policy] + (f" (and so {' and '.join(equal)})" if equal else "")


def _with(answer: Reached) -> str:
    return f"with a buffer of {numbers.percent(answer.need)} of need"


def _others(answers: Sequence[Reached], what: str) -> str:
    return "".join(f" {POLICY[answer.policy]} {what}." for answer in answers if not isfinite(answer.figure))


def better_in(first: str, second: str, wins: tuple[float, float]) -> str:
    """How often the one of two policies that is oftener better is so; nothing where a measure has no better side."""
    if not all(isfinite(share) for share in wins):
        return numbers.NONE
    if wins == (0.0, 0.0):
        return "equal in all futures"
    policy, share = (first, wins[0]) if wins[0] >= wins[1] else (second, wins[1])
    return f"{POLICY[policy]} in {share_of_futures(share)}"


FRONTIER_ALT = (
    "Service against cost a year: one curve per policy as its buffer varies, with 95 % bands; the current setting of "
    "each policy is marked and named. The same figures stand in the cards and in the table of curves."
)
COSTS_ALT = "Cost a year by component, a bar for each policy. The table below the chart says the same."
BETWEEN = (
    "Read off the curves, along straight lines between simulated points. The buffer is a share of need; Hybrid's is "
    "that of its Just-in-Case items."
)
OBSERVED = (
    "On: the bands also count that demand and lead times were estimated from a history of some length: they are drawn "
    "as well as the days, and the plans stay as they are. Off: the luck of the futures alone."
)
GHOST = "Pale curves and marks: the pinned baseline."
