"""Words for what is measured, and the answer in one sentence. A sentence says only what was computed."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from core.look import numbers
from core.policies import LABELS as POLICY

LABELS = {
    "fill_rate": "Fill rate",
    "cycle_service": "Cycle service",
    "in_stock_days": "In-stock days",
    "inventory_cost": "Inventory cost a year",
    "total_cost": "Total cost a year",
    "working_capital": "Working capital",
    "capital_cost": "Capital",
    "storage_cost": "Storage",
    "insurance_cost": "Insurance",
    "obsolescence_cost": "Obsolescence",
    "ordering_cost": "Ordering",
    "overflow_cost": "Outside storage (3PL)",
    "scrap_cost": "Scrap",
    "premium_cost": "Price premium",
    "rush_cost": "Rush orders",
    "lost_margin": "Lost margin",
    "goodwill_cost": "Lost goodwill",
    "waiting_cost": "Waiting customers",
    "line_down_cost": "Line down",
}
SERVES = {
    "fill_rate": "serves {} of demand from the shelf",
    "cycle_service": "gets through {} of its replenishment cycles without a shortage",
    "in_stock_days": "serves all of an item's demand from the shelf on {} of days",
}
COSTS = {"inventory_cost": "inventory cost", "total_cost": "total cost"}
# Differences below this are rounding in sums, or less than anyone pays.
_SAME_SHARE, _SAME_MONEY = 1e-9, 0.005


@dataclass(frozen=True)
class Answer:
    """What the headline says: the hybrid's figures, and its differences from Just-in-Case on the same futures.

    `more_total` is the difference in total cost, for the case that shortages turn the verdict round.
    """

    service: str
    cost: str
    currency: str
    value: float
    money: float
    more_service: float
    more_cost: float
    more_total: float
    cheaper_in: float
    dearer_in: float
    demand: bool = True


def headline(answer: Answer) -> str:
    """The page's answer in one sentence; true for odd figures too."""
    money = f"{numbers.money(answer.money, answer.currency)} {COSTS[answer.cost]} a year"
    if not (isfinite(answer.value) and isfinite(answer.money)):
        return "There is no figure to compare under these settings."
    if not answer.demand:
        return f"There is no demand to serve; Hybrid has {money}."
    start = f"Hybrid {SERVES[answer.service].format(numbers.percent(answer.value))} at {money}"
    if not (isfinite(answer.more_cost) and isfinite(answer.more_service)):
        return f"{start}."
    cost, service = _side(answer.more_cost, _SAME_MONEY), _side(answer.more_service, _SAME_SHARE)
    if not cost and not service:
        return f"{start}: the same as {POLICY['jic']}, in service and in cost."
    # A price for something: cheaper for less service, dearer for more. Anything else comes "with" it.
    joined = "for" if cost and cost == service else "with"
    price = f"{_amount(answer, cost)} {joined} {_service(answer.more_service, service)}"
    return f"{start}: {price}{_often(answer, cost)}{_turned(answer, cost)}."


def _side(difference: float, same: float) -> str:
    return "" if abs(difference) < same else "more" if difference > 0 else "less"


def _amount(answer: Answer, side: str) -> str:
    if not side:
        return f"the same cost as {POLICY['jic']}"
    size = abs(answer.more_cost)
    # The currency was just said; a bare small number would still look like a count.
    money = numbers.money(size, answer.currency) if size < 999.5 else numbers.amount(size)
    return f"{money} {side} than {POLICY['jic']}"


def _service(more: float, side: str) -> str:
    return f"{numbers.points(more)} {side} service" if side else "the same service"


def _often(answer: Answer, side: str) -> str:
    word, share = ("dearer", answer.dearer_in) if side == "more" else ("cheaper", answer.cheaper_in)
    return f"; {word} in {share_of_futures(share)}" if side and isfinite(share) else ""


def _turned(answer: Answer, side: str) -> str:
    """What shortages make of it, where they turn it round."""
    total = _side(answer.more_total, _SAME_MONEY)
    if not (side and total) or side == total:
        return ""
    return f". With shortages counted it costs {numbers.money(abs(answer.more_total), answer.currency)} {total}"


def share_of_futures(share: float) -> str:
    """How often, as simulated: 94 % of futures, or all or none of them."""
    return {0.0: "none of the futures", 1.0: "all futures"}.get(share, f"{100 * share:.4g} % of futures")
