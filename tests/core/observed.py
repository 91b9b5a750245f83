"""Data sets as a person has them: estimated from a number of days and deliveries that is known."""

from dataclasses import replace

import numpy as np


def observed(catalogue, days=0, deliveries=0):
    """The catalogue, its figures said to come from so many days and deliveries."""
    table = catalogue.items
    table["demand_days"], table["lead_time_count"] = float(days), float(deliveries)
    return replace(catalogue, items=table)


def estimated(true, rng, days, deliveries):
    """What somebody finds who watches the true items for so many days and deliveries, each item by itself.

    Drawn with numpy's own distributions, not with the model's.
    """
    table = true.items
    for i in range(len(true)):
        sold = _sold(true, i, rng, days)
        table.loc[i, ["demand_per_day", "demand_sd"]] = sold.mean(), sold.std(ddof=1)
        if true.column("demand_model")[i] == "intermittent":
            table.loc[i, "zero_share"] = (sold == 0).mean()
        mean, sd = true.column("lead_time_days")[i], true.column("lead_time_sd")[i]
        took = np.floor(rng.gamma((mean / sd) ** 2, sd**2 / mean, deliveries) + 0.5)
        table.loc[i, ["lead_time_days", "lead_time_sd"]] = took.mean(), took.std(ddof=1)
    return observed(replace(true, items=table), days, deliveries)


def _sold(true, i, rng, days):
    mean, sd, model = (true.column(name)[i] for name in ("demand_per_day", "demand_sd", "demand_model"))
    if model == "negbin":
        return rng.negative_binomial(mean**2 / (sd**2 - mean), mean / sd**2, days).astype(float)
    some = 1.0 - (true.column("zero_share")[i] if model == "intermittent" else 0.0)
    shape = 1.0 / ((1.0 + (sd / mean) ** 2) * some - 1.0)
    return np.where(rng.random(days) < some, rng.gamma(shape, mean / some / shape, days), 0.0)
