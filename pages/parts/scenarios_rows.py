"""Rows of the Scenarios page's chart and tables: figures in, flat rows out. No screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from core import Kept
from core.look import labels, numbers
from core.look.rows import ceiling, floor
from core.look.told import differing, shown, title
from core.look.words import LABELS
from core.measures import BY_NAME
from core.scenario import settings
from pages.parts import scenarios_words as words
from pages.parts.scenarios_figures import Shown, more

Row = dict[str, Any]
Table = tuple[tuple[str, ...], list[tuple[str, ...]]]
MEASURES = words.MEASURES
_LONGEST = 24


def frontier(every: Sequence[Shown], policy: str, service: str, cost: str) -> pd.DataFrame:
    """Rows of the chart: corners, ribbons, curves, and names beside the points that are set."""
    curves = {slot: _curve(one, policy) for slot, one in enumerate(every)}
    most = ceiling(max(float(curve[cost + "_hi"].max()) for curve in curves.values()))
    least = floor(min(float(curve[service + "_lo"].min()) for curve in curves.values()))
    rows: list[Row] = [{"kind": "frame", "x": least, "y": 0.0}, {"kind": "frame", "x": 1.0, "y": most}]
    for slot, one in enumerate(every):
        rows += [*_points(slot, one, curves[slot], service, cost), *_band(slot, curves[slot], service, cost)]
    return pd.DataFrame(rows + _names(every, curves, (service, cost), (least, most)))


def _curve(one: Shown, policy: str) -> pd.DataFrame:
    curves = one.figures.curves
    return curves[curves["policy"] == policy].sort_values("buffer", kind="stable")


def _points(slot: int, one: Shown, curve: pd.DataFrame, service: str, cost: str) -> list[Row]:
    return [
        {
            "kind": "curve",
            "slot": slot,
            "name": one.label,
            "now": bool(row["current"]),
            "order": float(row["buffer"]),
            "x": float(row[service]),
            "y": float(row[cost]),
            "service": _range(row, service, one.currency),
            "cost": _range(row, cost, one.currency),
            "need": f"{numbers.percent(float(row['need']))} of need",
        }
        for _, row in curve.iterrows()
    ]


def _range(row: Any, name: str, currency: str) -> str:
    unit = BY_NAME[name].unit
    value, low, high = (numbers.figure(float(row[name + end]), unit, currency) for end in ("", "_lo", "_hi"))
    return f"{value} ({low} to {high})"


def _band(slot: int, curve: pd.DataFrame, service: str, cost: str) -> list[Row]:
    """The ribbon's outline: out along less service for more cost, back along more service for less cost."""
    out, back = curve[[service + "_lo", cost + "_hi"]].to_numpy(), curve[[service + "_hi", cost + "_lo"]].to_numpy()
    outline = np.concatenate([out, back[::-1]]).tolist()
    return [{"kind": "band", "slot": slot, "order": k, "x": x, "y": y} for k, (x, y) in enumerate(outline)]


def _names(
    every: Sequence[Shown], curves: dict[int, pd.DataFrame], axes: tuple[str, str], ends: tuple[float, float]
) -> list[Row]:
    """Each scenario's number and name, beside the point that is set."""
    least, most = ends
    start, size = (least, 0.0), (1.0 - least, most)
    shares = {k: (curve[list(axes)].to_numpy(float) - start) / size for k, curve in curves.items()}
    at = {k: np.flatnonzero(curve["current"].to_numpy(bool))[0] for k, curve in curves.items()}
    steps = np.linspace(0.0, 1.0, 6, endpoint=False)[:, None, None]
    along = np.concatenate([(s[:-1] + steps * np.diff(s, axis=0)).reshape(-1, 2) for s in shares.values()])
    points = {str(k): (float(share[at[k]][0]), float(share[at[k]][1])) for k, share in shares.items()}
    texts = {str(slot): short(one.label) for slot, one in enumerate(every)}
    found = labels.places(points, texts, along)
    return [
        {
            "kind": "label",
            "slot": k,
            "name": texts[str(k)],
            "x": float(curve[axes[0]].iloc[at[k]]),
            "y": float(curve[axes[1]].iloc[at[k]]),
            **vars(found[str(k)]),
        }
        for k, curve in curves.items()
    ]


def short(text: str) -> str:
    """A name as it stands in the chart."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def figures(every: Sequence[Shown], policy: str) -> Table:
    """Head and rows: each scenario's figures with their intervals."""
    one_currency = _one_currency(every)
    rows = [
        (one.label, *(_range(one.figures.summary.loc[policy], name, _beside(one, one_currency)) for name in MEASURES))
        for one in every
    ]
    return _head(one_currency), rows


def _one_currency(every: Sequence[Shown]) -> str | None:
    """The currency of all, which then stands in the head; None where there are several."""
    currencies = {one.currency for one in every}
    return currencies.pop() if len(currencies) == 1 else None


def _beside(one: Shown, one_currency: str | None) -> str:
    return one.currency if one_currency is None else ""


def _head(currency: str | None) -> tuple[str, ...]:
    unit = f" ({currency})" if currency else ""
    return ("Scenario", *(LABELS[name] + (unit if BY_NAME[name].unit.startswith("money") else "") for name in MEASURES))


def differences(first: Shown, others: Sequence[Shown], policy: str) -> Table:
    """Head and rows: what each of the others has above the first, with intervals."""
    rows = []
    for one in others:
        table = more(one, first, policy, first.figures.known)
        rows.append((one.label, *(_change(table.loc[name], name) for name in MEASURES)))
    return _head(first.currency), rows


def _change(row: Any, name: str) -> str:
    unit = BY_NAME[name].unit
    low, high = float(row["lo"]), float(row["hi"])
    return f"{numbers.change(float(row['difference']), unit, '')} ({numbers.span(low, high, unit, '')})"


def settings_apart(chosen: Sequence[tuple[int, Kept]]) -> Table:
    """Head and rows: the settings, and the data set, in which the scenarios chosen differ; in words."""
    values = [(kept.scenario.to_dict(), kept.catalogue.currency) for _, kept in chosen]
    rows: list[tuple[str, ...]] = []
    if len({kept.catalogue.digest for _, kept in chosen}) > 1:
        rows.append(("Data set", *(data(kept) for _, kept in chosen)))
    for name, setting in settings().items():
        if any(one[name] != values[0][0][name] for one, _ in values):
            rows.append((title(setting), *(shown(setting, one[name], money) for one, money in values)))
    return ("Setting", *(f"{number}  {kept.name}" for number, kept in chosen)), rows


def data(kept: Kept) -> str:
    """The data set in words."""
    return f"{kept.catalogue.name} (own)" if kept.own is not None else kept.catalogue.name


def listed(every: Sequence[Kept]) -> Table:
    """Head and rows of the list of kept scenarios."""
    head = ("No.", "Name", "Note", "Data set", "Kept from", "Differs from the defaults in")
    rows = [
        (
            str(k),
            one.name,
            words.start(one.note),
            data(one),
            words.page(one.page),
            words.differs(differing(one.scenario, one.catalogue.currency)),
        )
        for k, one in enumerate(every, start=1)
    ]
    return head, rows
