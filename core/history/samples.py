"""The record itself as samples from which a simulation may draw again."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from core.catalogue.columns import LONGEST_LEAD_TIME
from core.history.demand_fits import Demands, days_of
from core.history.lead_time_fits import Deliveries
from core.history.levels import levels_of
from core.history.record import Array
from core.history.seasons import Calendar
from core.history.spread import ratio


class Sampled(NamedTuple):
    """A raw table and the samples that it draws from, as a catalogue's fields."""

    table: pd.DataFrame
    histories: dict[str, Array]
    lead_time_histories: dict[str, Array]


def with_samples(table: pd.DataFrame, demand: Demands, deliveries: Deliveries) -> Sampled:
    """The raw table with the model history where a sample is known, and the samples.

    Demand: the open days of the item's life, trend and season divided out. Lead times: the deliveries from which they
    were estimated, those above 365 days at 365. Totals of weeks or months tell no days and give no sample.
    """
    days = demand_samples(demand) if demand.record.step == 1 else {}
    times = lead_time_samples(table, deliveries)
    table = table.copy()
    for name, samples in (("demand_model", days), ("lead_time_model", times)):
        column = table[name] if name in table else pd.Series(None, index=table.index)
        table[name] = column.astype(object).where(~table.index.isin(list(samples)), "history")
    return Sampled(table, days, times)


def demand_samples(demand: Demands) -> dict[str, Array]:
    """Item to units of its open days, at its mean level."""
    record, calendar = demand.record, Calendar(demand.record.dates)
    samples: dict[str, Array] = {}
    for rows in record.chunks():
        days = days_of(record, rows, demand.lives, demand.is_open)
        expected = levels_of(days.sold, days.clear, days.open, calendar).expected(days.clear, days.open)
        mean = demand.table["demand_per_day"].to_numpy()[rows]
        usual = expected > 0
        level = ratio(days.sold, expected) * mean[:, None]
        items = record.items[rows]
        samples |= {items[i]: level[i, days.open[i] & usual[i]] for i in range(len(items))}
    return samples


def lead_time_samples(table: pd.DataFrame, deliveries: Deliveries) -> dict[str, Array]:
    """Item to the lead times (days) of the deliveries that its estimates rest on: its own where there are enough."""
    if not len(deliveries) or "lead_time_count" not in table:
        return {}
    frame = pd.DataFrame({"item": deliveries.item, "supplier": deliveries.supplier, "days": deliveries.days})
    frame["days"] = frame["days"].clip(upper=LONGEST_LEAD_TIME)
    scopes: tuple[Any, ...] = (["item", "supplier"], ["item"], ["supplier"])
    groups = [frame.groupby(keys)["days"].agg(np.array).to_dict() for keys in scopes]
    whole = frame["days"].to_numpy()
    samples: dict[str, Array] = {}
    for item, supplier, count in zip(table.index, table["supplier"], table["lead_time_count"], strict=True):
        found = (groups[0].get((item, supplier)), groups[1].get((item,)), groups[2].get((supplier,)), whole)
        sample = next((one for one in found if one is not None and len(one) == count), None)
        if sample is not None:
            samples[item] = sample
    return samples
