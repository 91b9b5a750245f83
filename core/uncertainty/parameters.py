"""What so many observations leave open: catalogues drawn around the estimated one.

A world's history is played again from the estimates, as long as the real one and with the simulation's own draws, and
estimated again. The truth is then taken to be as far from the estimates, by factor, as they are from those of the
replay (a parametric bootstrap; Davison & Hinkley, *Bootstrap Methods and their Application*, ch. 2 and 5). So pieces,
skewed demand, days without any and items that move together need no formula of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from core.catalogue import Catalogue
from core.catalogue.columns import LONGEST_LEAD_TIME, NAMES
from core.demand import COUNT, LONGEST_COUNT, draw_demand, own_cv, shapes
from core.job import NEVER, Luck, dealt
from core.randomness import NORMAL_CDF, key
from core.scenario import Scenario
from core.supply import lead_times

Array = NDArray[np.float64]
Deviates = NDArray[np.float32]
_F = np.float32
# A mean or spread is taken to be known within this factor, however few the observations.
WIDEST = 5.0
# A longer history is replayed in part, and its errors are scaled down by the root of the lengths.
MOST_REPLAYED = 400
# Steps of the grids on which drawn shapes lie, so that items share tables. Forty years of days can't tell them apart.
CV_STEP, ODDS_STEP = 0.02, 0.05
SMALLEST_CV, MOST_ZERO = 1e-6, 0.999


def uncertain(catalogue: Catalogue) -> bool:
    """Whether any figure of the catalogue was estimated, from a number of observations that its row names."""
    return bool((catalogue.column("demand_days") > 0).any() or (catalogue.column("lead_time_count") > 0).any())


@dataclass(frozen=True, eq=False)
class Drawn:
    """Parameters in every drawn world, [item, world] each; `zero_share` is that of intermittent items."""

    catalogue: Catalogue
    demand_per_day: Array
    demand_cv: Array
    zero_share: Array
    lead_time_days: Array
    lead_time_sd: Array

    def catalogue_of(self, world: int) -> Catalogue:
        """The catalogue that a world would have, had it been observed for ever."""
        drawn = {
            "demand_per_day": self.demand_per_day[:, world],
            "demand_sd": self.demand_per_day[:, world] * self.demand_cv[:, world],
            "demand_model": self._families,
            "zero_share": self.zero_share[:, world],
            "lead_time_days": self.lead_time_days[:, world],
            "lead_time_sd": self.lead_time_sd[:, world],
        }
        table = pd.DataFrame({name: drawn.get(name, self.catalogue.column(name)) for name in NAMES})
        return replace(self.catalogue, items=table)

    @cached_property
    def _families(self) -> NDArray[np.object_]:
        # As `auto` chose them for the estimates: a drawn mean is no reason to turn pieces into fractions.
        model, is_count = self.catalogue.column("demand_model"), shapes(self.catalogue, 1.0).kind == COUNT
        return np.where(model == "auto", np.where(is_count, "negbin", "gamma"), model).astype(object)


def draw(catalogue: Catalogue, scenario: Scenario, worlds: int, longest: float = LONGEST_LEAD_TIME) -> Drawn:
    """The parameters of so many worlds, given what was observed; no mean lead time is above `longest` days.

    Replays are keyed by the scenario's seed and the item's name, those of lead times by the supplier's and the
    estimate: items with one estimate, as where a supplier's deliveries were pooled, share what it leaves open.
    """
    mean, cv, zero = _demand(catalogue, scenario, worlds)
    lead_mean, lead_sd = _lead_times(catalogue, scenario.run.seed, worlds)
    return Drawn(catalogue, mean, cv, zero, np.minimum(lead_mean, longest), np.minimum(lead_sd, LONGEST_LEAD_TIME))


def _luck(seed: int, kind: str, name: str, length: int, worlds: int) -> Luck:
    return dealt(0, 0, key(seed, kind, name), (length, worlds), NEVER, NEVER)


def _replayed(count: float) -> tuple[int, float]:
    """How many observations are replayed, and the power by which the errors' factors are brought to the real number."""
    length = int(min(max(round(count), 2), MOST_REPLAYED))
    return length, float(np.sqrt(length / max(count, length)))


def _factor(known: Array | float, again: Array, power: float) -> Array:
    """The truth as a multiple of the estimate, where the replay of `known` gave `again`."""
    factor = np.where(again > 0, known / np.maximum(again, 1e-300), WIDEST)
    return np.asarray(np.clip(factor, 1.0 / WIDEST, WIDEST) ** power)


def _fair(factor: Array) -> Array:
    # A mean is as likely to be over- as underestimated: sums over items keep their middle.
    return np.asarray(factor / factor.mean())


# --- demand ----------------------------------------------------------------------------------------------------------


def _demand(catalogue: Catalogue, scenario: Scenario, worlds: int) -> tuple[Array, Array, Array]:
    """(mean, cv, share of days without demand) in every world, [item, world]."""
    seed, tied, days = scenario.run.seed, scenario.demand.demand_correlation, catalogue.column("demand_days")
    mean, cv, zero = catalogue.column("demand_per_day"), own_cv(catalogue), catalogue.column("zero_share")
    drawn = [np.repeat(known[:, None], worlds, axis=1) for known in (mean, cv, zero)]
    apart = catalogue.column("demand_model") == "intermittent"
    common = _luck(seed, "history", "all", MOST_REPLAYED, worlds)[0]
    for i in np.flatnonzero((days > 0) & (mean > 0) & (cv > 0)):
        length, power = _replayed(days[i])
        own = _luck(seed, "item history", catalogue.column("item")[i], length, worlds)[0]
        known = float(mean[i]), float(cv[i]), float(zero[i]) if apart[i] else 0.0
        drawn[0][i], drawn[1][i], none = _from_history(known, _history(catalogue, int(i), own, common, tied), power)
        drawn[2][i] = none if apart[i] else zero[i]
    return drawn[0], drawn[1], drawn[2]


def _history(catalogue: Catalogue, i: int, own: Deviates, common: Deviates, tied: float) -> Array:
    """Demand of an item on the days of every replay, [day, world]: clear days of the catalogue's mean and spread."""
    known, (days, worlds), ties = shapes(catalogue, 1.0), own.shape, (_F(np.sqrt(tied)), _F(np.sqrt(1 - tied)))
    clear, sold = np.zeros((days, worlds), np.uint8), np.empty((days, worlds), np.float32)
    means = np.full(days, catalogue.column("demand_per_day")[i])
    draw_demand(
        own, clear, common[:days], clear, ties, means, 1.0, known.kind[i] == COUNT, known.cv[i],
        known.tables[known.table[i]], NORMAL_CDF, days, sold, np.zeros(worlds),
        np.empty((2, worlds), _F), np.empty((2, LONGEST_COUNT), _F),
    )  # fmt: skip
    return sold.astype(np.float64)


def _from_history(known: tuple[float, float, float], sold: Array, power: float) -> tuple[Array, Array, Array]:
    """(mean, cv, share of days without demand) in every world, where `known` was replayed as sold[day, world].

    Where days without demand are told apart, what a day with demand asks for is estimated by itself.
    """
    (mean, cv, zero), mean_again = known, sold.mean(axis=0)
    cv_again = _quotient(sold.std(axis=0, ddof=1), mean_again)
    some, some_again = np.array(1.0 - min(zero, MOST_ZERO)), _some_days(sold) if zero > 0 else np.array(1.0)
    true_some = _true_share(some, some_again, power) if zero > 0 else some
    size = _factor(mean / some, mean_again / some_again, power)
    size_cv, size_cv_again = _size_cv(np.array(cv), some), _size_cv(cv_again, some_again)
    true_cv = _on_grid(size_cv * _factor(size_cv, size_cv_again, power))
    return mean * _fair(size * true_some), np.sqrt(np.maximum((1.0 + true_cv**2) / true_some - 1.0, 0.0)), 1 - true_some


def _quotient(above: Array, below: Array) -> Array:
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)


def _some_days(sold: Array) -> Array:
    """Share of days with demand in each history; neither none nor all, which no number of days could show."""
    half = 0.5 / len(sold)
    return np.asarray(np.clip((sold > 0).mean(axis=0), half, 1.0 - half))


def _true_share(share: Array, again: Array, power: float) -> Array:
    odds = logit(share) + power * (logit(share) - logit(again))
    return np.asarray(expit(np.round(odds / ODDS_STEP) * ODDS_STEP))


def _size_cv(cv: Array, some: Array) -> Array:
    """Spread of the days with demand, from that of all days and the share of those with demand."""
    return np.sqrt(np.maximum((1.0 + cv**2) * some - 1.0, 0.0))


def _on_grid(cv: Array) -> Array:
    step = np.log1p(CV_STEP)
    return np.asarray(np.exp(np.round(np.log(np.maximum(cv, SMALLEST_CV)) / step) * step))


# --- lead times ------------------------------------------------------------------------------------------------------


def _lead_times(catalogue: Catalogue, seed: int, worlds: int) -> tuple[Array, Array]:
    """(mean, sd) of the lead time in every world, [item, world]."""
    mean, sd, count = (catalogue.column(name) for name in ("lead_time_days", "lead_time_sd", "lead_time_count"))
    drawn = [np.repeat(known[:, None], worlds, axis=1) for known in (mean, sd)]
    known = lead_times(catalogue, 1.0, 1.0)
    estimates: dict[str, tuple[Array, Array]] = {}
    for i in np.flatnonzero((count > 0) & (mean > 0) & (sd > 0)):
        name = _estimate(catalogue, int(i))
        if name not in estimates:
            length, power = _replayed(count[i])
            words = _luck(seed, "deliveries", name, length, worlds)[2]
            estimates[name] = _from_deliveries(known.of(int(i)), words, power)
        factor, cv_factor = estimates[name]
        drawn[0][i], drawn[1][i] = mean[i] * factor, sd[i] * factor * cv_factor
    return drawn[0], drawn[1]


def _estimate(catalogue: Catalogue, i: int) -> str:
    """The name of an item's estimate: that of its supplier with what was found, so that a pooled one has one name."""
    found = [float(catalogue.column(name)[i]) for name in ("lead_time_count", "lead_time_days", "lead_time_sd")]
    whose = [catalogue.column(name)[i] for name in ("supplier", "lead_time_model")]
    return "\x1f".join(map(str, (*whose, *found)))


def _from_deliveries(thresholds: NDArray[np.uint32], words: NDArray[np.uint32], power: float) -> tuple[Array, Array]:
    """Factors of a lead time's mean and cv in every world, from replayed deliveries words[delivery, world]."""
    days = np.searchsorted(thresholds, words, side="right").astype(np.float64)
    beyond = 1.0 - thresholds / 2.0**32
    mean = beyond.sum()
    sd = np.sqrt(max(((2 * np.arange(beyond.size) + 1) * beyond).sum() - mean**2, 0.0))
    again, spread = days.mean(axis=0), days.std(axis=0, ddof=1)
    return _fair(_factor(mean, again, power)), _factor(sd / mean, _quotient(spread, again), power)
