"""The table of items as a person edits it: rows from the model, and an editor's cells back into columns. No screen.

Shares are shown as percentages, so that what is typed reads like what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core import Catalogue, Outcome, abc, xyz
from core.errors import shorten
from core.look import numbers
from core.policies import LABELS as POLICY
from core.policies import REPLENISHING
from pages.parts.edits import COLUMNS, Changes

BY_RULE = "By rule"
CHOICES = (*(POLICY[name] for name in REPLENISHING), BY_RULE)
_POLICY_OF = {POLICY[name]: name for name in REPLENISHING} | {BY_RULE: None}
PERCENT = 100.0
FIGURES = ("total_cost", "inventory_cost", "working_capital", "days_of_supply")
"""Figures of an item under the hybrid beside its fill rate, as shown."""
GROUPS = ("A", "B", "C", "X", "Y", "Z", *(one + other for one in "ABC" for other in "XYZ"))


def table(outcome: Outcome) -> pd.DataFrame:
    """A row per item, index `item`: what it is, how the hybrid holds it, what it costs and serves under the hybrid."""
    catalogue, figures = outcome.ledger.catalogue, hybrid_figures(outcome)
    assignment = outcome.ledger.assignment
    columns: dict[str, Any] = {
        "name": catalogue.column("name"),
        "category": catalogue.column("category"),
        "supplier": catalogue.column("supplier"),
        "class": abc(catalogue) + xyz(catalogue),
        "policy": np.where(assignment.buffered, POLICY["jic"], POLICY["jit"]),
        "rule": assignment.rule,
        "buffer": PERCENT * held_buffer(outcome),
        "critical": catalogue.column("critical").astype(bool),
        "lead_time_days": catalogue.column("lead_time_days"),
        "unit_cost": catalogue.column("unit_cost"),
        "fill_rate": PERCENT * figures["fill_rate"].to_numpy(),
        "fill_rate_range": _ranges(figures),
        **{name: figures[name].to_numpy() for name in FIGURES},
    }
    return pd.DataFrame(columns, index=pd.Index(catalogue.column("item"), name="item"))


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """A table as an eye takes it in: money without cents where it is large, a buffer as short as its cell is.

    What opens for typing is the number itself, not what stands in the cell.
    """
    money = [name for name in FIGURES if name != "days_of_supply"]
    large = bool(len(rows)) and float(rows[money].abs().max(axis=None)) >= 1000
    return rows.round({**dict.fromkeys(money, 0 if large else 2), "buffer": 1})


def download(outcome: Outcome) -> pd.DataFrame:
    """The table as a file has it: names and rates as the model's, every figure with its interval, to the last digit."""
    rows, figures = table(outcome), hybrid_figures(outcome)
    held = np.where(outcome.ledger.assignment.buffered, "jic", "jit")
    about = rows.drop(columns=["fill_rate", "fill_rate_range", *FIGURES])
    about = about.assign(policy=held, buffer=held_buffer(outcome)).reset_index()
    return pd.concat([about, figures.drop(columns=["item", "policy", "rule"])], axis=1)


def hybrid_figures(outcome: Outcome) -> pd.DataFrame:
    """The measures of every item under the hybrid, in the order of the catalogue."""
    return outcome.items_of(("hybrid",), ("fill_rate", *FIGURES))


def held_buffer(outcome: Outcome) -> NDArray[np.float64]:
    """The buffer with which the hybrid holds each item, a share of need."""
    buffers = {REPLENISHING[p]: outcome.ledger.buffer[c] for c, p in enumerate(outcome.ledger.policy)}
    return np.where(outcome.ledger.assignment.buffered, buffers["jic"], buffers["jit"])


def _ranges(figures: pd.DataFrame) -> list[str]:
    pairs = zip(figures["fill_rate_lo"].tolist(), figures["fill_rate_hi"].tolist(), strict=True)
    return [f"{numbers.percent(low)} to {numbers.percent(high)}" for low, high in pairs]


@dataclass(frozen=True)
class Filters:
    """What is looked for; empty for all. `find` is part of an item's identifier or name."""

    find: str = ""
    group: str = ""
    policy: str = ""
    category: str = ""
    supplier: str = ""


def filtered(rows: pd.DataFrame, filters: Filters) -> NDArray[np.bool_]:
    """Which rows of `table` the filters let through."""
    kept = np.ones(len(rows), bool)
    if filters.find.strip():
        wanted = filters.find.strip().casefold()
        texts = (rows.index.to_series() + "\n" + rows["name"]).str.casefold()
        kept &= texts.str.contains(wanted, regex=False).to_numpy(bool)
    if filters.group:
        letters = rows["class"].to_numpy(str)
        kept &= np.array([set(filters.group) <= set(one) for one in letters], bool)
    for name in ("policy", "category", "supplier"):
        if value := getattr(filters, name):
            kept &= (rows[name] == value).to_numpy(bool)
    return kept


def options(rows: pd.DataFrame, name: str) -> tuple[str, ...]:
    """The values of a column, for a filter to choose from."""
    return tuple(sorted(set(rows[name]), key=lambda text: (text.casefold(), text)))


def meant(said: object, choices: tuple[str, ...]) -> str:
    """The choice that a link's text means, '' for none: a link cuts long text."""
    return next((one for one in choices if said in (one, shorten(one))), "")


def cells(edited: Mapping[Any, Mapping[str, Any]], shown: tuple[str, ...]) -> Changes:
    """An editor's cells (row position to column to value) as changes by item; `shown` are the items in its rows."""
    found = {
        shown[int(row)]: {name: _value(name, value) for name, value in values.items() if name in COLUMNS}
        for row, values in edited.items()
        if int(row) < len(shown)
    }
    return {item: values for item, values in found.items() if values}


def _value(name: str, value: Any) -> object:
    if name == "policy":
        return _POLICY_OF.get(str(value)) if value is not None else None
    if name == "buffer" and isinstance(value, int | float):
        return float(value) / PERCENT
    return value


def said(catalogue: Catalogue, name: str, value: object) -> str:
    """A column's value in words, as an edit names it."""
    if value is None or value == "" or value != value:
        return {"policy": "by rule", "buffer": "the scenario's"}.get(name, "the default")
    if name == "policy":
        return POLICY[str(value)]
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    number = float(str(value))
    if name == "buffer":
        return numbers.percent(number)
    # As it was typed: a price of 0.125 isn't 0.13.
    return f"{number:,.10g} {'days' if name == 'lead_time_days' else catalogue.currency}"
