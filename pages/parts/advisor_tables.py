"""The advisor's tables: every figure of its sentences stands here again, in the same digits. No screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from core import Advice
from core.look import numbers
from core.policies import LABELS as POLICY
from core.scenario import settings
from pages.parts import advisor_asked_words as asked
from pages.parts import advisor_words as words
from pages.parts import cards

Row = dict[Any, Any]
RANGE = "95 % interval"


def tables(advice: Advice, flips: pd.DataFrame | None, by: str, currency: str) -> str:
    """All of them, one below the other, each row with its anchor; `flips` may not be known yet.

    The long ones are folded. A browser opens them where a link to one of their rows is followed.
    """
    parts = [
        _part("whole", words.YEARLY, _whole(advice, currency)),
        _part("groups", f"{words.DIFFERENCE} {words.YEARLY}", _groups(advice, by, currency)),
        _folded("causes", f"{words.DIFFERENCE} {words.CAUSES_NOTE}", _causes(advice, by, currency)),
        _folded("components", words.DIFFERENCE, _components(advice, by, currency)),
        "" if flips is None else _folded("flips", words.FLIPS_NOTE, _flips(flips, by)),
        _folded("said", "", _said(advice)),
    ]
    return f'<div class="sources">{"".join(parts)}</div>'


def _part(name: str, note: str, grid: str) -> str:
    return cards.heading(words.TABLES[name]) + (cards.notes(note) if note else "") + grid


def _folded(name: str, note: str, grid: str) -> str:
    title = cards.heading(words.TABLES[name])
    return f'<details class="fold"><summary>{title}</summary>{cards.notes(note) if note else ""}{grid}</details>'


def _sized(row: Row, name: str, unit: str, ends: Sequence[str] = ()) -> tuple[str, str]:
    low, high = (row[end] for end in ends or (f"{name}_lo", f"{name}_hi"))
    return numbers.figure(row[name], unit, ""), f"{numbers.figure(low, unit, '')} to {numbers.figure(high, unit, '')}"


def _differs(row: Row, name: str, ends: Sequence[str] = ()) -> tuple[str, str]:
    low, high = (row[end] for end in ends or (f"{name}_lo", f"{name}_hi"))
    return numbers.change(row[name], "money", ""), numbers.span(low, high, "money", "")


def _whole(advice: Advice, currency: str) -> str:
    head = (
        "Plan", f"Total cost ({currency})", RANGE, "Above advised", RANGE, "Dearer in", "Fill rate", RANGE,
        f"Capital ({currency})", RANGE, f"Items {POLICY['jit']}", f"Items {POLICY['jic']}",
    )  # fmt: skip
    rows = []
    for name, row in advice.whole.to_dict("index").items():
        counts = (f"{int(row['jit_items']):,}", f"{int(row['jic_items']):,}")
        money, more = _sized(row, "total_cost", "money"), _differs(row, "more")
        rest = (*_sized(row, "fill_rate", "share"), *_sized(row, "working_capital", "money"))
        rows.append((words.PLANS[str(name)], *money, *more, numbers.percent(row["dearer_in"]), *rest, *counts))
    grid = cards.grid(head, rows, words.TABLES["whole"], ids=[f"whole-{name}" for name in advice.whole.index])
    if advice.limit.empty:
        return grid
    top = ("Limit", "Yours", "As advised", RANGE, "Kept", "Cheapest without", "Best of any split")
    held = [(words.LIMITS[row["limit"]], *_limit(row)) for row in advice.limit.to_dict("records")]
    return grid + cards.grid(top, held, words.TABLES["limit"], ids=[f"limit-{at}" for at in range(len(held))])


def _limit(row: Row) -> tuple[str, ...]:
    unit = "share" if row["limit"] == "fill_rate" else "money"
    figure, span = _sized(row, "figure", unit, ("lo", "hi"))
    yours, free, best = (numbers.figure(row[name], unit, "") for name in ("value", "free", "best"))
    return yours, figure, span, "yes" if row["kept"] else "no", free, best


def _groups(advice: Advice, by: str, currency: str) -> str:
    head = ["Group", "Advice", "Items", "Difference", RANGE, "Cheaper in"]
    for policy in ("jit", "jic"):
        head += [f"{POLICY[policy]} costs ({currency})", "fill rate", f"capital ({currency})"]
    rows = []
    for key, row in zip(advice.groups.index, advice.groups.to_dict("records"), strict=True):
        cells = [words.group(str(key), by), words.verdict(row), f"{int(row['items']):,}"]
        cells += [*_differs(row, "difference", ("lo", "hi")), numbers.percent(row["better_in"])]
        for policy in ("jit", "jic"):
            cells += [numbers.amount(row[f"{policy}_total_cost"]), numbers.percent(row[f"{policy}_fill_rate"])]
            cells.append(numbers.amount(row[f"{policy}_working_capital"]))
        rows.append(tuple(cells))
    ids = [f"group-{at}" for at in range(len(rows))]
    return cards.grid(tuple(head), rows, words.TABLES["groups"], says=2, ids=ids)


def _both(row: Row) -> tuple[str, ...]:
    return (*_sized(row, "jit", "money"), *_sized(row, "jic", "money"))


_HEAD = (RANGE, POLICY["jic"], RANGE, "Difference", RANGE)


def _causes(advice: Advice, by: str, currency: str) -> str:
    head = ("Group", f"Cause, cost a year ({currency})", POLICY["jit"], *_HEAD, "The group without it")
    rows = []
    for row in advice.causes.to_dict("records"):
        without = numbers.change(row["without"], "money", "")
        cells = words.group(row["group"], by), words.CAUSES[row["cause"]], *_both(row), *_differs(row, "effect")
        rows.append((*cells, without))
    ids = [f"causes-{at}" for at in advice.causes.index]
    return cards.grid(head, rows, words.TABLES["causes"], says=2, ids=ids)


def _components(advice: Advice, by: str, currency: str) -> str:
    head = ("Group", f"Component, cost a year ({currency})", POLICY["jit"], *_HEAD)
    rows, ids = [], []
    for at, row in enumerate(advice.components.to_dict("records")):
        if not (row["jit"] or row["jic"]):
            continue
        ids.append(f"components-{at}")
        name = words.COMPONENTS[row["component"]]
        name = f"of it {name.lower()}" if row["part_of"] else name
        rows.append((words.group(row["group"], by), name, *_both(row), *_differs(row, "difference", ("lo", "hi"))))
    return cards.grid(head, rows, words.TABLES["components"], says=2, ids=ids)


def _flips(flips: pd.DataFrame, by: str) -> str:
    """A row per setting, a column per group."""
    keys, names = list(dict.fromkeys(flips["group"])), dict.fromkeys(flips.sort_values("setting")["setting"])
    found = {(row["group"], row["setting"]): row for row in flips.to_dict("records")}
    rows = []
    for name in names:
        setting, row = settings()[name], found[keys[0], name]
        now, start, end = (words.value(setting, row[column], short=True) for column in ("now", "low", "high"))
        cells = (words.flips_at(setting, found[key, name]) for key in keys)
        rows.append((setting.label, now, *cells, f"{start} to {end}"))
    head = ("Setting", "Now", *(words.group(str(key), by) for key in keys), "Tried")
    return cards.grid(head, rows, words.TABLES["flips"], ids=[f"flips-{name}" for name in names])


def _said(advice: Advice) -> str:
    rows = []
    for row in advice.said.to_dict("records"):
        question = asked.QUESTIONS[row["question"]].split(" (")[0]
        rows.append((question, str(row["says"]), asked.source(row), asked.figure(row)))
    return cards.grid(("Question", "What is known", "Source", "Figure"), rows, words.TABLES["said"], says=3)


def items(advice: Advice, by: str) -> pd.DataFrame:
    """The items with their group, what is advised and what the rule gives."""
    table = advice.items
    return pd.DataFrame(
        {
            "Item": table["item"],
            "Name": table["name"],
            "Group": [words.group(str(key), by) for key in table["group"]],
            "Advised": table["policy"].map(POLICY),
            "Hybrid rule": table["rule_policy"].map(POLICY),
            "By": table["rule"],
        }
    )
