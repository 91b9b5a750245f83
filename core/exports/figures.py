"""Which figures an export shows, as numbers and as the screen writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import cast

import pandas as pd

from core.exports.subject import Subject
from core.look import numbers, rows, words
from core.measures import BY_NAME
from core.policies import POLICIES


@dataclass(frozen=True)
class Figure:
    """A figure of a policy with its 95 % interval, and both in words: `said` "208 k EUR", `span` "205 k to 211 k"."""

    measure: str
    policy: str
    value: float
    low: float
    high: float
    said: str
    span: str


def figure(subject: Subject, policy: str, measure: str) -> Figure:
    """One figure as it stands on a card of Explore."""
    summary, unit = subject.summary, BY_NAME[measure].unit
    # One by one: a list of labels takes pandas twenty times as long, and slides ask hundreds of times.
    value, low, high = (float(cast(float, summary.at[policy, measure + end])) for end in ("", "_lo", "_hi"))
    span = " to ".join(numbers.figure(one, unit, "") for one in (low, high))
    return Figure(measure, policy, value, low, high, numbers.figure(value, unit, subject.catalogue.currency), span)


def measures(subject: Subject) -> tuple[str, ...]:
    """What Explore's cards show: the chosen measures, and always fill rate, inventory cost and working capital."""
    return tuple(dict.fromkeys((subject.service, "fill_rate", subject.cost, "inventory_cost", "working_capital")))


def figures(subject: Subject) -> Iterator[Figure]:
    """All of them, measure by measure."""
    return (figure(subject, policy, measure) for measure in measures(subject) for policy in POLICIES)


def pair(subjects: Sequence[Subject]) -> tuple[str, str]:
    """The service and the cost measure that all are shown by: theirs where they agree, else the usual ones."""
    pairs = {(one.service, one.cost) for one in subjects}
    return pairs.pop() if len(pairs) == 1 else ("fill_rate", "inventory_cost")


def currency(subjects: Sequence[Subject]) -> str:
    """The currency of all, or "" where they have several."""
    found = {one.catalogue.currency for one in subjects}
    return found.pop() if len(found) == 1 else ""


def sides(points: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    """Where each point's name stands: the highest has it above, the lowest below, what is between at the left.

    Points are shares of the plot's sides. Native charts know these places only.
    """
    ranked = sorted(points, key=lambda policy: points[policy][1])
    found = {policy: "left" if points[policy][0] > 0.25 else "right" for policy in ranked}
    if ranked:
        found[ranked[0]] = "below" if points[ranked[0]][1] > 0.1 else "right"
        found[ranked[-1]] = "above"
    return found


@dataclass(frozen=True)
class Scale:
    """The ends of a frontier chart's axes, and the step along the service axis."""

    least: float
    most: float
    step: float

    def share(self, service: float, cost: float) -> tuple[float, float]:
        """A point as shares of the plot's sides."""
        return (service - self.least) / (1.0 - self.least), cost / self.most


def scale(curves: pd.DataFrame, service: str, cost: str, target: float) -> Scale:
    """Round ends that hold all points and the target."""
    least = rows.floor(min(float(curves[service].min()), target))
    step = 0.02 if least >= 0.9 else 0.05 if least >= 0.65 else 0.1
    # The axis ends on a tick at 100 %.
    least = max(0.0, 1.0 - step * ceil((1.0 - least) / step - 1e-9))
    return Scale(least, rows.ceiling(float(curves[cost].max())), step)


def label(measure: str) -> str:
    """A measure's name in words."""
    return words.LABELS.get(measure) or measure.replace("_", " ").replace("avg", "average").capitalize()
