"""Sentences and names on screen, as plain text. A sentence says only what was computed."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.policies import LABELS as POLICY
from pages.parts import numbers

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


def headline(answer: Answer) -> str:
    """The page's answer in one sentence; true for odd figures too."""
    money = numbers.money(answer.money, answer.currency)
    served = SERVES[answer.service].format(numbers.percent(answer.value))
    start = f"Hybrid {served} at {money} {COSTS[answer.cost]} a year"
    if answer.more_cost == 0 and answer.more_service == 0:
        return f"{start}: the same as {POLICY['jic']}, in service and in cost."
    cost = f"{_amount(answer)} {_joined(answer)} {_service(answer.more_service)}"
    return f"{start}: {cost}; {_often(answer)}{_turned(answer)}."


def _amount(answer: Answer) -> str:
    if answer.more_cost == 0:
        return f"the same cost as {POLICY['jic']}"
    side = "less" if answer.more_cost < 0 else "more"
    return f"{numbers.amount(abs(answer.more_cost))} {side} than {POLICY['jic']}"


def _joined(answer: Answer) -> str:
    # A price for something: cheaper for less service, dearer for more. Anything else comes "with" it.
    return "for" if answer.more_cost * answer.more_service > 0 else "with"


def _service(more: float) -> str:
    if more == 0:
        return "the same service"
    return f"{numbers.points(more)} {'more' if more > 0 else 'less'} service"


def _often(answer: Answer) -> str:
    if answer.more_cost > 0:
        return f"dearer in {share_of_futures(answer.dearer_in)}"
    return f"cheaper in {share_of_futures(answer.cheaper_in)}"


def _turned(answer: Answer) -> str:
    """What shortages make of it, where they turn it round."""
    if answer.more_cost * answer.more_total >= 0:
        return ""
    side = "less" if answer.more_total < 0 else "more"
    return f". With shortages counted it costs {numbers.money(abs(answer.more_total), answer.currency)} {side}"


def share_of_futures(share: float) -> str:
    """How often, as simulated: 94 % of futures, or all or none of them."""
    return {0.0: "none of the futures", 1.0: "all futures"}.get(share, f"{100 * share:.4g} % of futures")


def basis(name: str, items: int, futures: int) -> str:
    """What the figures on a page rest on."""
    count = "1 item" if items == 1 else f"{items:,} items"
    years = f"{futures:,} simulated years, the same luck for every policy"
    return f"{name}: {count}, weighed by value; {years}. Ranges are 95 % intervals."


def assumed(name: str, columns: Sequence[str]) -> str:
    """Which columns of a data set are assumptions; nothing when none are."""
    if not columns:
        return ""
    listed = ", ".join(column.replace("_", " ") for column in columns)
    return f"{name}: these columns are assumptions, not data: {listed}."


FRONTIER_ALT = (
    "Service against cost a year: one curve per policy as its buffer varies, with 95 % bands; the current setting of "
    "each policy is marked and named. The same figures stand in the cards and in the table of curves."
)
COSTS_ALT = "Cost a year by component, a bar for each policy. The table below the chart says the same."
BETWEEN = "Read off the curves, along straight lines between simulated points. The buffer is a share of need."
