"""What has to be said of a catalogue that was made from a history: one sentence for each thing that was decided."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from core.catalogue.columns import LONGEST_LEAD_TIME
from core.history.demand_fits import Demands
from core.history.lead_time_fits import LEAST_DELIVERIES, Deliveries
from core.history.lives import LEAST_SILENCE, WEEK
from core.history.merging import MARKUP, Merged
from core.history.seasons import LEAST_YEARS, SEASON_LEVEL

_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def notes(demand: Demands, deliveries: Deliveries, lead: pd.DataFrame, merged: Merged) -> tuple[str, ...]:
    """Sentences, the span of the record first."""
    return (*_of_record(demand), *_of_demand(demand), *_of_supply(deliveries, lead, merged), *_of_money(merged))


def _of_record(demand: Demands) -> Iterator[str]:
    record, table = demand.record, demand.table
    yield f"{_items(len(table))} sold from {record.dates[0]} to {record.dates[-1]}, {record.days} days."
    if closed := int((~demand.is_open).sum()) if record.step == 1 else 0:
        yield f"On {closed} days nothing of anything was sold{_mostly(demand)}: they count as closed, not as zeros."
    if stopped := int(table["stopped"].sum()):
        yield (
            f"{_items(stopped)} look given up: silent for {LEAST_SILENCE} days and more, beyond chance. Their figures "
            "are those of their life; leave them out if they won't return."
        )
    if started := int(demand.lives.started.sum()):
        yield f"{_items(started)} look new: their life starts with their first sale."


def _mostly(demand: Demands) -> str:
    """The weekdays that were always closed, as the end of a clause."""
    weekday = (demand.record.dates.astype("datetime64[D]").astype(np.int64) + 3) % WEEK
    never = [
        name for k, name in enumerate(_WEEKDAYS) if not demand.is_open[weekday == k].any() and (weekday == k).any()
    ]
    return f", all {' and '.join(never)} among them" if never else ""


def _of_demand(demand: Demands) -> Iterator[str]:
    table = demand.table
    known, found = int((table["years"] >= LEAST_YEARS).sum()), int(table["seasonal"].sum())
    if known:
        yield f"{_items(found)} of {known} with {LEAST_YEARS} years or more have a season (level {SEASON_LEVEL:.0%})."
    else:
        yield f"No seasons: they take {LEAST_YEARS} whole years, and no item has them."
    out = table["out_share"] > 0
    if out.any():
        share = table["out_share"].mean()
        yield (
            f"{_items(int(out.sum()))} ran out of stock, on {share:.0%} of all days: these days don't count towards "
            "demand. Days of high demand run out first, so demand may still be higher."
        )
    if kept := int(table["out_kept"].sum()):
        yield f"{_items(kept)} ran out on almost every day: all their days count, and demand is higher than it looks."
    if failed := int((~table["passes"]).sum()):
        yield f"No family tells the days of {_items(failed)} closely; they take the closest, or keep their history."


def _of_supply(deliveries: Deliveries, lead: pd.DataFrame, merged: Merged) -> Iterator[str]:
    if merged.unsold:
        yield f"{_items(merged.unsold)} of the list sold nothing: their demand is 0 unless the list says it."
    if not len(deliveries):
        return
    ours = lead[lead["item"].isin(merged.table.index)]
    pooled = ours["scope"].value_counts()
    own = int(pooled.get("item and supplier", 0) + pooled.get("item", 0))
    yield (
        f"Lead times from {len(deliveries):,} deliveries: {_items(own)} have {LEAST_DELIVERIES} or more of their own, "
        f"{int(pooled.get('supplier', 0))} take those of their supplier, {int(pooled.get('all', 0))} those of all."
    )
    strangers = len(lead) - len(ours)
    if strangers:
        yield f"{_items(strangers)} of the receipts are in neither orders nor list, and are left out."
    if deliveries.left_out:
        yield f"{deliveries.left_out:,} deliveries without a lead time of at least 0 days are left out."
    if merged.capped:
        longest = f"{LONGEST_LEAD_TIME:g}"
        yield f"{_items(merged.capped)} had mean lead times above {longest} days: {longest} is used."


def _of_money(merged: Merged) -> Iterator[str]:
    if merged.cost_from_price:
        yield f"The unit cost of {_items(merged.cost_from_price)} is assumed: the price over {MARKUP:g}."
    if merged.cost_unknown:
        yield f"Nothing tells what {_items(merged.cost_unknown)} cost: a unit cost of 1 is assumed."


def _items(count: int) -> str:
    return f"{count:,} item" + ("" if count == 1 else "s")
