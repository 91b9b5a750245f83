"""Histories with a known truth: days drawn by the model's own kernel, or by numpy as an independent witness."""

import numpy as np
import pandas as pd

from core.catalogue import Catalogue
from core.demand import COUNT, LONGEST_COUNT, daily_means, draw_demand, season_curves, shapes
from core.distributions import lead_time_thresholds
from core.randomness import NORMAL_CDF

F = np.float32
INDEX = np.array([0.5, 0.6, 0.8, 0.9, 1.0, 1.1, 1.0, 0.9, 1.0, 1.1, 1.4, 1.7])
"""A monthly index with a mean of 1."""


def one_item(model, mean, sd, zero_share=0.0, index=None):
    row = {"item": "x", "unit_cost": 1.0, "demand_per_day": mean, "demand_sd": sd, "demand_model": model}
    months = {} if index is None else {f"season_{m + 1:02d}": value for m, value in enumerate(index)}
    return Catalogue.of(pd.DataFrame([row | {"zero_share": zero_share} | months]))


def by_model(catalogue, days, trials, seed, first_day=0, trend=0.0):
    """Demand [trials, days] of a catalogue's one item as the simulation draws it; day 0 is 1 January."""
    z = np.random.default_rng(seed).standard_normal((days, trials)).astype(F)
    none, shape = np.zeros((days, trials), np.uint8), shapes(catalogue, 1.0)
    row, curves = season_curves(catalogue, 1.0)
    means = daily_means(catalogue.column("demand_per_day"), first_day, days, trend, row, curves)[0]
    out, scratch = np.empty((days, trials), F), (np.empty((2, trials), F), np.empty((2, LONGEST_COUNT), F))
    draw_demand(
        z,
        none,
        np.zeros_like(z),
        none,
        (F(0), F(1)),
        means,
        1.0,
        bool(shape.kind[0] == COUNT),
        float(shape.cv[0]),
        shape.tables[shape.table[0]],
        NORMAL_CDF,
        days,
        out,
        np.zeros(trials),
        *scratch,
    )
    return out.T.astype(float)


def by_numpy(model, mean, sd, shape, seed, zero_share=0.0):
    """Demand of the same families from numpy's own generators."""
    luck, cv = np.random.default_rng(seed), sd / mean
    if model == "poisson":
        return luck.poisson(mean, shape).astype(float)
    if model == "negbin":
        size = mean**2 / (sd**2 - mean)
        return luck.negative_binomial(size, size / (size + mean), shape).astype(float)
    if model == "gamma":
        return luck.gamma(1 / cv**2, mean * cv**2, shape)
    on = 1 - zero_share
    spread = (1 + cv**2) * on - 1
    return np.where(luck.random(shape) < on, luck.gamma(1 / spread, spread * mean / on, shape), 0.0)


def orders(demand, first="2023-01-01"):
    """Order lines of demand [items, days]: a row for each day with sales."""
    dates = pd.date_range(first, periods=demand.shape[1])
    item, day = np.nonzero(demand)
    names = np.array([f"item {k:04d}" for k in range(len(demand))], object)
    return pd.DataFrame({"date": dates[day], "item": names[item], "quantity": demand[item, day]})


def lead_times(model, mean, sd, shape, seed):
    """Lead times in whole days as the simulation draws them."""
    words = np.random.default_rng(seed).integers(0, 2**32, shape, dtype=np.uint32)
    return np.searchsorted(lead_time_thresholds(model, mean, sd), words, side="right").astype(float)


def receipts(days, supplier="S"):
    """Deliveries of lead times [items, deliveries], each item from a supplier of its own unless one is named."""
    count = days.shape[1]
    names = [f"item {k:04d}" for k in range(len(days))]
    ordered = np.datetime64("2024-01-01") + np.arange(days.size) % 365
    return pd.DataFrame(
        {
            "supplier": supplier,
            "item": np.repeat(names, count),
            "ordered": ordered,
            "received": ordered + days.ravel().astype(int),
        }
    )


def covered(table, name, truth):
    """Share of rows whose interval holds the truth."""
    return float(np.mean((table[f"{name}_lo"] <= truth) & (truth <= table[f"{name}_hi"])))
