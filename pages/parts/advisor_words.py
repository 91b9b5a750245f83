"""Sentences of the advisor, as plain text. A sentence says only what was computed; its figures stand in the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from core.look import numbers
from core.policies import LABELS as POLICY
from core.scenario import settings
from core.settings import Setting, Value
from pages.parts.words import LABELS, counted

Row = Mapping[str, Any]
DOES = {"jit": "Run", "jic": "Buffer"}
OTHER = {"jit": "jic", "jic": "jit"}
BY = {
    "kind": "Risk and lead time",
    "category": "Category",
    "supplier": "Supplier",
    "abc": "ABC class",
    "xyz": "XYZ class",
    "all": "All items together",
}
KINDS = {
    "critical": "Critical items",
    "unreliable": "Unreliable supplier",
    "long_a": "A items, long lead time",
    "long_bc": "B and C items, long lead time",
    "short_a": "A items, short lead time",
    "short_bc": "B and C items, short lead time",
}
SAYS_KINDS = (
    "Each item is in the first group that fits. An unreliable supplier and a long lead time are those beyond the "
    "hybrid rule's cuts, in the sidebar under Planning and hybrid rule; A, B and C are classes by sales value."
)
PLANS = {
    "advised": "As advised",
    "hybrid": "Hybrid rule as set",
    "jit": "All Just-in-Time",
    "jic": "All Just-in-Case",
    "free": "Cheapest without your limits",
}
CAUSES = {
    "outages": "Supplier outages",
    "spikes": "Demand spikes",
    "lead_time_spread": "Uncertain lead times",
    "demand_spread": "Day-to-day demand swings",
    "design_changes": "Design changes",
    "season": "The season",
}
COMPONENTS = LABELS | {"carrying_cost": "Carrying the stock"}
SIDES = {
    "clear": {"for": "For it", "against": "Against it"},
    "unclear": {"for": f"For {POLICY['jic']}", "against": f"For {POLICY['jit']}"},
}
UNCLEAR = "unclear"
CHANGES = "What would change it:"
ITEMS = "The items"
SOURCE = "where from"
TOTAL = "Total cost"
LEADS = "Each name that is underlined leads to the row in which its figures stand."
NEVER = "never"
SOURCES = "Where these figures come from"
TABLES = {
    "whole": "The whole",
    "groups": "The groups",
    "causes": "What costs so much: causes",
    "components": "What it is made of: cost components",
    "flips": "What would change the advice",
    "limit": "Limits",
    "said": "What the data and the sidebar say",
}
LIMITS = {"fill_rate": "Fill rate at least", "working_capital": "Working capital at most"}
LOOKING = "Looking for the reasons, and for what would change the advice …"
CHART = "What Just-in-Time costs more than Just-in-Case, by group"
CHART_ALT = (
    "For each group of items, what Just-in-Time costs more or less a year than Just-in-Case, with its 95 % interval. "
    "The table of groups says the same."
)
HOW = (
    "Every split of the groups between the two policies was tried on other futures than those it is quoted on. A "
    "group's difference is what the whole would cost more with that group alone under the other policy, outside "
    "warehouse included."
)
YEARLY = "Costs are those of a year; capital is stock and what is on order."
DIFFERENCE = "Difference: Just-in-Time less Just-in-Case, on the same futures."
CAUSES_NOTE = (
    "What a cause costs is the total cost less that of the same futures without it, for which both policies plan anew; "
    "negative: it saves. Causes act together, so they don't add up to the difference."
)
FLIPS_NOTE = (
    "The value at which the cheaper policy of a group changes while everything else stays, found by root search on the "
    "same futures. The interval is where the difference can't be told from nothing."
)
NOTHING_FLIPS = (
    "no price does so within its range, nor do outage rate, lead time and its variability at any value tried."
)
STILL_LOOKING = "being looked for …"


def group(key: str, by: str) -> str:
    """A group's name."""
    if by == "all":
        return "All items"
    if by == "kind":
        return KINDS[key]
    if key == "…":
        return "All others"
    return f"Class {key}" if by in ("abc", "xyz") else key


def money(value: float, currency: str) -> str:
    """An amount without its sign, with its currency."""
    return numbers.money(abs(value), currency)


def between(low: float, high: float) -> str:
    """The interval of an amount that is told without its sign, the smaller end first; both signs where it holds 0."""
    if low < 0 < high:
        return numbers.span(low, high, "money", "")
    first, last = sorted((abs(low), abs(high)))
    return f"{numbers.amount(first)} to {numbers.amount(last)}"


def _sized(row: Row, name: str, currency: str, ends: tuple[str, str] | None = None) -> str:
    low, high = ends or (f"{name}_lo", f"{name}_hi")
    return f"{money(row[name], currency)} ({between(row[low], row[high])})"


def headline(whole: Mapping[str, Row], verdicts: Sequence[str], currency: str, missed: bool = False) -> str:
    """What is advised, and the money against what is set; `missed`: whether a limit isn't kept even so."""
    advised = whole["advised"]
    if verdicts and all(verdict == "unclear" for verdict in verdicts):
        start = "No clear difference between the policies in any group; the cheaper split"
    else:
        start = f"{_advised(advised)}{', which still misses your limit' if missed else ''}. That"
    cost = f"{start} costs {numbers.money(advised['total_cost'], currency)} a year in total"
    return f"{cost}, {_against(whole['hybrid'], currency)}."


def _advised(row: Row) -> str:
    jit, jic = int(row["jit_items"]), int(row["jic_items"])
    if not jit or not jic:
        policy, count = ("jit", jit) if jit else ("jic", jic)
        return f"Hold {'the one item' if count == 1 else f'all {count:,} items'} {POLICY[policy]}"
    return f"Hold {counted(jic, 'item')} {POLICY['jic']} and {counted(jit, 'item')} {POLICY['jit']}"


def _against(row: Row, currency: str) -> str:
    """Whether the rule costs more than what is advised."""
    rule = "the hybrid rule as set"
    if row["more"] == 0:
        return f"as much as {rule}"
    if row["more_lo"] <= 0 <= row["more_hi"]:
        span = numbers.span(row["more_lo"], row["more_hi"], "money", currency)
        return f"neither surely less nor more than {rule} ({span} for the rule)"
    return f"{_sized(row, 'more', currency)} {'less' if row['more'] > 0 else 'more'} than {rule}"


def extremes(whole: Mapping[str, Row], currency: str) -> str:
    """What holding everything under one policy would cost more or less than what is advised."""
    said = []
    for name in ("jit", "jic"):
        row, who = whole[name], f"all {POLICY[name]} would cost"
        if row["more_lo"] < 0 < row["more_hi"]:
            span = numbers.span(row["more_lo"], row["more_hi"], "money", currency)
            said.append(f"{who} neither surely more nor less ({span})")
        elif row["more"] != 0:
            said.append(f"{who} {_sized(row, 'more', currency)} {'more' if row['more'] > 0 else 'less'}")
    text = " and ".join(said)
    return f"Against what is advised, {text}." if said else ""


def limit(row: Row, currency: str) -> str:
    """Whether a limit is kept, and what that changes."""
    unit = "share" if row["limit"] == "fill_rate" else "money"

    def said(value: float) -> str:
        return numbers.figure(value, unit, currency)

    what = "a fill rate of at least" if unit == "share" else "working capital of at most"
    yours = f"our limit, {what} {said(row['value'])}"
    figure = f"{said(row['figure'])} ({numbers.figure(row['lo'], unit, '')} to {numbers.figure(row['hi'], unit, '')})"
    if not row["kept"]:
        best = f"the best that any split of these groups comes to is {said(row['best'])}"
        return f"Y{yours}, isn't kept: what is advised comes to {figure}; {best}."
    if not row["free_kept"]:
        broken = f"The cheapest split breaks y{yours}: it comes to {said(row['free'])}"
        return f"{broken}. The cheapest that keeps it comes to {figure}."
    return f"Y{yours}, is kept: {figure}."


def does(row: Row, currency: str) -> str:
    """What is advised for a group, and what the other policy would cost more."""
    policy, count = str(row["policy"]), int(row["items"])
    if row["verdict"] == "unclear":
        span = numbers.span(row["lo"], row["hi"], "money", currency)
        agree = row["lo"] <= 0 <= row["hi"]
        but = "" if agree else ", but the futures on which it was decided say otherwise"
        return f"No clear difference: {span} a year for {POLICY['jit']}{but}. Counted as {POLICY[policy]}."
    cheaper = "jic" if row["difference"] > 0 else "jit"
    these = "this item" if count == 1 else f"these {count:,} items"
    what = f"Buffer {these}" if policy == "jic" else f"Run {these} {POLICY['jit']}"
    sake = " for your limit's sake" if row["verdict"] == "limit" else ""
    more = _sized(row, "difference", currency, ("lo", "hi"))
    return f"{what}{sake}: {POLICY[OTHER[cheaper]]} costs {more} more a year."


def unbound(policy: str) -> str:
    """What would change the advice of a group that a limit decides."""
    return f"without your limit, {POLICY[OTHER[policy]]} would be advised."


def verdict(row: Row) -> str:
    """What is advised for a group, in few words."""
    if row["verdict"] == "unclear":
        return "no clear difference"
    return POLICY[str(row["policy"])] + (", for a limit" if row["verdict"] == "limit" else "")


def figures(row: Row, ends: tuple[str, ...] = ("difference", "lo", "hi"), sides: str = "") -> tuple[str, ...]:
    """A line of a card: what something costs under either policy, and the difference with its interval."""
    jit, jic = (numbers.figure(row[f"{name}{sides}"], "money", "") for name in ("jit", "jic"))
    value, low, high = (float(row[name]) for name in ends)
    return jit, jic, numbers.change(value, "money", ""), numbers.span(low, high, "money", "")


def reason(table: str, row: Row) -> tuple[str, tuple[str, ...]]:
    """A reason, from the row of the table where it stands: what it is about, and its figures."""
    if table == "causes":
        return CAUSES[row["cause"]], figures(row, ("effect", "effect_lo", "effect_hi"))
    return COMPONENTS[row["component"]], figures(row)


def flip(row: Row, policy: str, currency: str) -> str:
    """What would change the advice for a group whose policy is the cheaper now."""
    setting = settings()[row["setting"]]
    side = "above" if row["flip"] > row["now"] else "below"
    ends = f"{value(setting, row['lo'], short=True)} to {value(setting, row['hi'], short=True)}"
    found = value(setting, row["flip"]).replace("money", currency)
    now = value(setting, row["now"], short=True)
    return f"{POLICY[OTHER[policy]]} is cheaper with {_title(setting)} {side} {found} ({ends}; now {now})."


def _title(setting: Setting) -> str:
    return setting.label if setting.label[1:2].isupper() else setting.label[:1].lower() + setting.label[1:]


def value(setting: Setting, found: Value, short: bool = False) -> str:
    """A setting's value that was computed: three digits that count, with the unit unless `short`."""
    if found is None:
        return "the data set's"
    number = float(found)
    if not isfinite(number):
        return numbers.NONE
    if setting.percent:
        return numbers.percent(number)
    if setting.unit.startswith("×"):
        return f"× {numbers.amount(number)}"
    return numbers.amount(number) if short else f"{numbers.amount(number)} {setting.unit}".strip()


def flips_at(setting: Setting, row: Row) -> str:
    """A cell of the table of what would change the advice."""
    flip, low, high = (value(setting, row[name], short=True) for name in ("flip", "lo", "hi"))
    return f"{flip} ({low} to {high})" if isfinite(row["flip"]) else NEVER


def applied() -> str:
    """What the step of an applied advice is called."""
    return "Advice"
