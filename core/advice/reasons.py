"""Why: the strongest figures for an advice, and the strongest against it, each a row of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from core.costs import SHORTAGE

EXPLAINED = ("design_changes",)
"""Causes that a component says by itself: what design changes cost is scrap."""
FOR = 2


@dataclass(frozen=True)
class Reason:
    """A figure that speaks for (`side` for) or against a group's policy: money a year that the other policy costs more
    by it, with lo and hi; negative where it speaks against. Where the verdict is unclear, "for" is for Just-in-Case.

    `table` (causes or components) and `row` say where it stands.
    """

    group: str
    side: str
    name: str
    figure: float
    lo: float
    hi: float
    table: str
    row: int


def reasons_of(groups: pd.DataFrame, components: pd.DataFrame, causes: pd.DataFrame) -> tuple[Reason, ...]:
    """For each group the two strongest reasons for its policy, and the strongest against it, where there are any.

    What shortages cost is told by what causes them; a component of it is a reason only where no cause is left.
    """
    found: list[Reason] = []
    for key, verdict, policy in zip(groups.index, groups["verdict"], groups["policy"], strict=True):
        side = -1.0 if policy == "jit" and verdict != "unclear" else 1.0
        candidates = _candidates(str(key), side, components, causes)
        found += _strongest(candidates, "for", FOR if verdict != "unclear" else 1)
        found += _strongest(candidates, "against", 1)
    return tuple(found)


Candidate = tuple[int, Reason]


def _candidates(key: str, side: float, components: pd.DataFrame, causes: pd.DataFrame) -> list[Candidate]:
    """Every figure of a group as a reason, with its rank: what explains first."""
    found = []
    mine = causes[(causes["group"] == key) & ~causes["cause"].isin(EXPLAINED)]
    for at, row in zip(mine.index, mine.to_dict("records"), strict=True):
        ends = sorted((side * row["effect_lo"], side * row["effect_hi"]))
        found.append((0, Reason(key, "", row["cause"], side * row["effect"], ends[0], ends[1], "causes", int(at))))
    mine = components[(components["group"] == key) & (components["part_of"] == "")]
    for at, row in zip(mine.index, mine.to_dict("records"), strict=True):
        ends = sorted((side * row["lo"], side * row["hi"]))
        name, figure = row["component"], side * row["difference"]
        reason = Reason(key, "", name, figure, ends[0], ends[1], "components", int(at))
        found.append((1 if name in SHORTAGE else 0, reason))
    return found


def _strongest(candidates: list[Candidate], side: str, most: int) -> list[Reason]:
    sign = 1.0 if side == "for" else -1.0
    speaking = [(rank, reason) for rank, reason in candidates if sign * reason.figure > 0]
    speaking.sort(key=lambda each: (each[0], -sign * each[1].figure))
    return [replace(reason, side=side) for _, reason in speaking[:most]]
