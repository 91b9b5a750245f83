"""From clean orders, receipts and a list of items to a catalogue, with every estimate and what has to be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.catalogue import Catalogue, check
from core.history.demand_fits import Demands, fit_demand
from core.history.lead_time_fits import Deliveries, deliveries_of, fit_lead_times
from core.history.merging import About, about, estimated, overridden
from core.history.notes import notes
from core.history.record import record_of
from core.history.samples import Sampled, with_samples
from core.history.told import told


@dataclass(frozen=True)
class Fits:
    """All that was estimated. `demand`: by item that sold; `lead_times`: by item of orders, items and receipts."""

    demand: Demands
    deliveries: Deliveries
    lead_times: pd.DataFrame


@dataclass(frozen=True)
class Built:
    """A catalogue, the estimates behind it (a row per item and parameter) and sentences on how it came about."""

    catalogue: Catalogue
    estimates: pd.DataFrame
    notes: tuple[str, ...]


def build_catalogue(orders: Any, receipts: Any = None, items: Any = None, **about: Any) -> Catalogue:
    """The catalogue of a history; see `build` for the arguments, and for the estimates and the sentences with it."""
    return build(orders, receipts, items, **about).catalogue


def build(
    orders: Any,
    receipts: Any = None,
    items: Any = None,
    *,
    name: str = "Own data",
    currency: str = "EUR",
    calendar_start: str | None = None,
    keep_history: bool = False,
) -> Built:
    """A catalogue from imported orders, receipts and items, or from plain frames of the same columns.

    `orders`: date, item, quantity (units sold). `receipts`: item, supplier, ordered, promised, received. `items`: item
    and any columns of a catalogue; what is said there comes before what is estimated, cell by cell. Its items come
    into the catalogue whether they sold or not, those of the receipts only if they stand in one of the others.
    `keep_history` lets days and lead times be drawn again from the record itself; such a catalogue can't be exported
    in a table. `calendar_start` is the 1 January after the record unless given. Raises InputError.
    """
    known = about(orders, items)
    fits = fit(orders, receipts, known)
    merged = overridden(estimated(fits.demand.table, fits.lead_times, known), known)
    kept = with_samples(merged.table, fits.demand, fits.deliveries) if keep_history else Sampled(merged.table, {}, {})
    checked = check(kept.table.reset_index(), numbered=False)
    dates = fits.demand.record.dates
    catalogue = Catalogue(
        checked.items,
        name=name,
        currency=currency,
        calendar_start=calendar_start or f"{dates[-1].astype('datetime64[Y]').astype(int) + 1971}-01-01",
        default_items=checked.default_items,
        assumed=merged.assumed,
        source=f"own history, {dates[0]} to {dates[-1]}",
        histories=kept.histories,
        lead_time_histories=kept.lead_time_histories,
    )
    said = notes(fits.demand, fits.deliveries, fits.lead_times, merged)
    return Built(catalogue, told(fits.demand.table, fits.lead_times), said)


def estimates(orders: Any, receipts: Any = None) -> pd.DataFrame:
    """Every estimate in a row: item, parameter, value, lo, hi (90 %), n (observations), says (how it was decided).

    Arguments as for `build`. lo and hi are NaN where there is no interval. Raises InputError.
    """
    fits = fit(orders, receipts, about(orders, None))
    return told(fits.demand.table, fits.lead_times)


def fit(orders: Any, receipts: Any, known: About) -> Fits:
    """Demand of the items that sold, lead times of every item named anywhere."""
    demand = fit_demand(record_of(orders))
    deliveries = deliveries_of(receipts) if receipts is not None else Deliveries.none()
    names = [*demand.record.items, *known.listed.index, *deliveries.item]
    every = [name for name in dict.fromkeys(names) if name.strip()]
    return Fits(demand, deliveries, fit_lead_times(deliveries, every, known.suppliers(every)))
