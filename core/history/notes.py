"""What has to be said of a catalogue that was made from a history: one sentence for each thing that was decided."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from core.catalogue.columns import LONGEST_LEAD_TIME
from core.history.demand_fits import Demands
from core.history.lead_time_fits import LEAST_DELIVERIES, Deliveries
from core.history.lives import LEAST_SILENCE, WEEK
from core.history.merging import MARKUP, NO_COST, Merged
from core.history.seasons import LEAST_YEARS, SEASON_LEVEL

_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def notes(demand: Demands, deliveries: Deliveries, lead: pd.DataFrame, merged: Merged) -> tuple[str, ...]:
    """Sentences, the span of the record first."""
    return (*_of_record(demand), *_of_demand(demand), *_of_supply(deliveries, lead, merged), *_of_money(merged))


def _of_record(demand: Demands) -> Iterator[str]:
    record, table = demand.record, demand.table
    yield f"Sold from {record.dates[0]} to {record.dates[-1]}, {record.days:,} days: {_items(len(table))}."
    if record.unsold:
        yield f"Ordered, but with nothing left after returns: {_items(record.unsold)}, left out."
    if closed := int((~demand.is_open).sum()) if record.step == 1 else 0:
        yield f"On {closed} days nothing of anything was sold{_mostly(demand)}: they count as closed, not as zeros."
    if stopped := int(table["stopped"].sum()):
        yield (
            f"Taken as given up: {_items(stopped)}, silent for {LEAST_SILENCE} days and more, beyond chance. Their "
            "figures are those of their life; leave them out if they won't return."
        )
    if started := int(demand.lives.started.sum()):
        yield f"Taken as new: {_items(started)}; their life starts with their first sale."


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
        yield f"With a season: {found:,} of {_items(known)} with {LEAST_YEARS} years (level {SEASON_LEVEL:.0%})."
    else:
        yield f"With a season: none, since it takes {LEAST_YEARS} whole years and no item has them."
    runs = table[table["week_ratio_lo"] > 1]
    if len(runs):
        yield (
            f"Good and bad days in runs: {_items(len(runs))}. Their weeks vary {runs['week_ratio'].median():.1f} times "
            "as much (variance, median) as the independent days of the simulation; more variability makes up for it."
        )
    out = table["out_share"] > 0
    if out.any():
        share = table["out_share"].mean()
        yield (
            f"Out of stock: {_items(int(out.sum()))}, on {share:.0%} of all days. These days don't count towards "
            "demand. Days of high demand run out first, so demand may still be higher."
        )
    if kept := int(table["out_kept"].sum()):
        yield f"Out of stock on almost every day: {_items(kept)}. All days count, and demand is higher than it looks."
    if failed := int((~table["passes"]).sum()):
        yield f"No family tells the days closely: {_items(failed)}. The closest is used; the history can be kept."


def _of_supply(deliveries: Deliveries, lead: pd.DataFrame, merged: Merged) -> Iterator[str]:
    if merged.unsold:
        yield f"Listed but not sold: {_items(merged.unsold)}. Demand is 0 unless the list says it."
    if not len(deliveries):
        return
    ours = lead[lead["item"].isin(merged.table.index)]
    pooled = ours["scope"].value_counts()
    own = int(pooled.get("item and supplier", 0) + pooled.get("item", 0))
    yield (
        f"Lead times by {len(deliveries):,} deliveries: their own ({LEAST_DELIVERIES} or more) for {_items(own)}, "
        f"of the supplier for {int(pooled.get('supplier', 0)):,}, of all for {int(pooled.get('all', 0)):,}."
    )
    strangers = len(lead) - len(ours)
    if strangers:
        yield f"Received but neither sold nor listed: {_items(strangers)}, left out."
    if deliveries.left_out:
        yield f"Deliveries without a lead time of at least 0 days: {deliveries.left_out:,}, left out."
    if merged.capped:
        longest = f"{LONGEST_LEAD_TIME:g}"
        yield f"Mean lead times above {longest} days: {_items(merged.capped)}. {longest} is used."


def _of_money(merged: Merged) -> Iterator[str]:
    if merged.cost_from_price:
        yield f"Unit cost assumed as the price over {MARKUP:g}: {_items(merged.cost_from_price)}."
    if merged.cost_unknown:
        yield f"Unit cost assumed as {NO_COST:g}, since there is no price: {_items(merged.cost_unknown)}."


def _items(count: int) -> str:
    return f"{count:,} item" + ("" if count == 1 else "s")
