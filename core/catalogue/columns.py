"""The columns of a catalogue, each declared once: range, unit, help and default.

Reading, checking, the upload page's table and the documentation all derive from COLUMNS. The order matters:
a default that is computed sees only the columns declared before it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Frame = Mapping[str, Array]
Default = float | str | bool | Callable[[Frame], Array] | None
Kind = Literal["text", "number", "choice", "yes_no"]

CEILING = 1e12
"""No quantity or sum of money is larger; it keeps products of two cells within floating-point range."""

LONGEST_LEAD_TIME = 365.0


@dataclass(frozen=True)
class Column:
    """A column: `low` to `high` in `unit` for numbers (`low_open`: low is out), `choices` for choices.

    `default` is what a blank cell takes: a constant, or a function of the columns so far (name to array of
    one value per item). `default_says` puts it in words.
    """

    name: str
    kind: Kind
    label: str
    help: str
    required: bool = False
    default: Default = None
    default_says: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = CEILING
    low_open: bool = False
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words, as it follows 'must be'."""
        if self.kind == "text":
            return "readable text"
        if self.kind == "yes_no":
            return "yes or no"
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        return self.with_unit(self._range())

    def with_unit(self, quantity: str) -> str:
        """The quantity and its unit; sums of money stand alone, their currency is the data set's."""
        return quantity if self.unit in ("", "money") else f"{quantity} {self.unit}"

    def _range(self) -> str:
        if self.high >= CEILING:
            return f"{'above' if self.low_open else 'at least'} {self.low:g}"
        return f"{'above ' if self.low_open else ''}{self.low:g} to {self.high:g}"


def _price(frame: Frame) -> Array:
    return 1.5 * frame["unit_cost"]


def _supplier(frame: Frame) -> Array:
    return np.array([f"Supplier of {category}" for category in frame["category"]], dtype=object)


def _demand_sd(frame: Frame) -> Array:
    mean = frame["demand_per_day"]
    return np.where(mean < 20.0, np.sqrt(mean), 0.3 * mean)


def _lead_time_sd(frame: Frame) -> Array:
    return 0.3 * frame["lead_time_days"]


def _season(month: int) -> Column:
    return Column(
        f"season_{month:02d}", "number", f"Season of month {month}",
        "Demand of the month as a multiple of the year's mean. All twelve months or none; their mean is 1.",
        default=1.0, default_says="flat",
    )  # fmt: skip


SEASONS = tuple(_season(month) for month in range(1, 13))
SEASON_NAMES = tuple(column.name for column in SEASONS)

COLUMNS: tuple[Column, ...] = (
    Column("item", "text", "Item", "Identifier, unique, kept as written.", required=True),
    Column("unit_cost", "number", "Unit cost", "What a unit costs to buy or make.", required=True,
           unit="money", low_open=True),
    Column("demand_per_day", "number", "Demand per day",
           "Mean demand of clear days: calendar days without spikes.", required=True, unit="units"),
    Column("name", "text", "Name", "What people call the item.",
           default=lambda frame: frame["item"], default_says="the identifier"),
    Column("category", "text", "Category", "Any grouping of the items.", default="all", default_says="all"),
    Column("supplier", "text", "Supplier", "Items of a supplier share its outages.",
           default=_supplier, default_says="one per category"),
    Column("price", "number", "Price", "What a customer pays for a unit.",
           default=_price, default_says="1.5 × unit cost", unit="money"),
    Column("demand_sd", "number", "Demand deviation", "Standard deviation of a day's demand.",
           default=_demand_sd, default_says="√mean below 20 a day, else 0.3 × mean", unit="units"),
    Column("demand_model", "choice", "Demand model",
           "Family of the daily demand; history draws again from the order history.",
           default="auto", default_says="auto",
           choices=("auto", "poisson", "negbin", "gamma", "intermittent", "history")),
    Column("zero_share", "number", "Share of days without demand", "Read by the intermittent model.",
           default=0.0, default_says="0", high=1.0),
    *SEASONS,
    Column("lead_time_days", "number", "Lead time", "Mean calendar days from order to shelf.",
           default=14.0, default_says="14", unit="days", high=LONGEST_LEAD_TIME),
    Column("lead_time_sd", "number", "Lead-time deviation", "Standard deviation of the lead time.",
           default=_lead_time_sd, default_says="0.3 × mean", unit="days", high=LONGEST_LEAD_TIME),
    Column("lead_time_model", "choice", "Lead-time model",
           "Family of the lead time; history draws again from the receipts.",
           default="gamma", default_says="gamma", choices=("gamma", "lognormal", "history")),
    Column("supplier_reliability", "number", "Supplier reliability",
           "Share of deliveries on time; decides in the hybrid rule only.",
           default=0.95, default_says="0.95", high=1.0),
    Column("order_cost", "number", "Order cost", "Cost of a receipt, whatever its size.",
           default=50.0, default_says="50", unit="money"),
    Column("order_minimum", "number", "Minimum order", "Least quantity of an order; 0 is none.",
           default=0.0, default_says="none", unit="units"),
    Column("order_multiple", "number", "Order multiple", "Orders are rounded up to a multiple; 0 is none.",
           default=0.0, default_says="none", unit="units"),
    Column("units_per_pallet", "number", "Units per pallet", "How many units fill a pallet.",
           default=500.0, default_says="500", unit="units", low_open=True),
    Column("critical", "yes_no", "Critical", "The hybrid rule can buffer critical items.",
           default=False, default_says="no"),
    Column("policy", "choice", "Policy", "The item's policy in the hybrid, whatever the rule says.",
           default="", default_says="by rule", choices=("jit", "jic")),
    Column("buffer", "number", "Buffer",
           "The item's own buffer, a share of need: Just-in-Case's, and Just-in-Time's if its own policy is jit.",
           default=np.nan, default_says="the scenario's", high=1.5),
    Column("demand_days", "number", "Days observed",
           "Days of history behind the demand figures; 0 takes them as known exactly.",
           default=0.0, default_says="taken as known", unit="days"),
    Column("lead_time_count", "number", "Deliveries observed",
           "Deliveries behind the lead-time figures; 0 takes them as known exactly.",
           default=0.0, default_says="taken as known", unit="deliveries"),
)  # fmt: skip

NAMES = tuple(column.name for column in COLUMNS)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
