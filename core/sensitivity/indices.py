"""Which settings drive the difference of two policies when all of them move at once: first-order and total indices.

A setting's first-order index is the share of the variance that it explains by itself, its total index the share that
it has a part in, alone or together with others (Sobol' 2001; Saltelli and others, *Computer Physics Communications* 181
(2010) 259-270). Design and estimator are SciPy's: `scipy.stats.qmc.Sobol` and `scipy.stats.sobol_indices`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc, sobol_indices

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.ledger import Ledger
from core.measures import BY_NAME
from core.scenario import Scenario
from core.scenario import settings as declared
from core.sensitivity.moving import check_pair
from core.sensitivity.ranges import SPREAD, check_ranges, chosen, plausible
from core.settings import Setting, Value
from core.trials import Trials

Array = NDArray[np.float64]
SAMPLES = (16, 32, 64, 128, 256, 512, 1024)
MOST_SETTINGS = 12
RESAMPLES, SEED = 400, 20
COLUMNS = ("first_order", "total")


@dataclass(frozen=True, eq=False)
class SensitivityIndices:
    """Indices of the difference first − second in a measure.

    `table`: setting, first_order, total, each with _lo and _hi (95 %, by resampling), the largest total first.
    `points`: scenarios tried, sample × (settings + 2); `simulations`: how many of them had to be simulated, the others
    were only priced. `mean` and `deviation`: of the difference over the sample; `better_in`: the share of it in which
    the first policy is strictly better, NaN where a measure has no better side.
    """

    first: str
    second: str
    measure: str
    table: pd.DataFrame
    ends: Mapping[str, tuple[Value, ...]]
    sample: int
    points: int
    simulations: int
    mean: float
    deviation: float
    better_in: float


def sensitivity_indices(
    catalogue: Catalogue,
    scenario: Scenario | None,
    settings: Sequence[str],
    first: str = "hybrid",
    second: str = "jit",
    measure: str = "total_cost",
    sample: int = 32,
    ranges: Mapping[str, Sequence[Value]] | None = None,
    ledger: Ledger | None = None,
    progress: Callable[[float, str], object] | None = None,
    weight: str = "value",
    *,
    spread: float = SPREAD,
    trials: Trials | None = None,
) -> SensitivityIndices:
    """Moves the settings named (1 to 12) all at once, evenly over their ends, at `sample` × (settings + 2) points.

    `sample` is a power of two from 16 to 1024. All points share their luck, so the indices are of the mean over these
    futures. `progress(share, what)` is called before each point, and may raise to stop. Raises InputError as
    `sensitivity` does, and where the model refuses a combination: it says which, and the ranges can be narrowed.
    """
    check_pair(first, second, (measure,))
    check_ranges(ranges or {})
    names, scenario = chosen(settings), Scenario() if scenario is None else scenario
    _check(names, sample)
    ends = {name: tuple((ranges or {}).get(name) or plausible(catalogue, scenario, name, spread)) for name in names}
    trials = trials or Trials(catalogue, scenario, weight, ledger)
    simulated = 0

    def less(shares: Array) -> float:
        nonlocal simulated
        values = {name: at(declared()[name], ends[name], u) for name, u in zip(names, shares.tolist(), strict=True)}
        there = scenario.but(**values)
        simulated += not trials.is_simulated(there)
        trial = trials.of(there)
        return float((trial.series(first, measure) - trial.series(second, measure)).mean())

    found, bounds, own = indices(less, len(names), sample, progress and (lambda share: progress(share, "")))
    side = float(BY_NAME[measure].better)
    wins = float((own * side > 0).mean()) if side else np.nan
    return SensitivityIndices(
        *(first, second, measure, _table(names, found, bounds), ends, sample, sample * (len(names) + 2), simulated),
        *(float(own.mean()), float(own.std()), wins),
    )


def indices(
    function: Callable[[Array], float], inputs: int, sample: int, progress: Callable[[float], object] | None = None
) -> tuple[Array, Array, Array]:
    """Indices of a function of `inputs` shares from 0 to 1, each of which is drawn evenly and by itself.

    Returns (found[first-order or total, input], bounds[low or high, first-order or total, input] at 95 %, the
    function's values at the 2 × `sample` points that are drawn freely). Without variance all indices are 0.
    """
    free = qmc.Sobol(2 * inputs, scramble=True, rng=SEED).random(sample)
    a, b = free[:, :inputs], free[:, inputs:]
    tried = np.empty((inputs + 2, sample))
    for k in range(sample):
        # Points that differ from `a` in one input stand beside it: where that input is a price, nothing is simulated.
        points = [a[k], *(np.where(np.arange(inputs) == i, b[k], a[k]) for i in range(inputs)), b[k]]
        for i, point in enumerate(points):
            if progress:
                progress((k + i / len(points)) / sample)
            tried[i, k] = function(point)
    rng = np.random.default_rng(SEED)
    again = np.array([_indices(tried[:, rng.integers(0, sample, sample)]) for _ in range(RESAMPLES)])
    found = _indices(tried)
    low, high = np.quantile(again, [0.025, 0.975], axis=0)
    return found, np.stack([np.minimum(low, found), np.maximum(high, found)]), tried[[0, -1]].ravel()


def _indices(tried: Array) -> Array:
    """[first-order or total, input] from values [a, each input's own, b][sample]."""
    if np.ptp(tried[[0, -1]]) == 0:
        return np.zeros((2, len(tried) - 2))
    # SciPy can't have one output of one input: so the output is there twice.
    twice = np.repeat(tried[:, None], 2, axis=1)
    found = sobol_indices(func={"f_A": twice[0], "f_B": twice[-1], "f_AB": twice[1:-1]}, n=tried.shape[1])
    return np.array([np.reshape(order, (2, -1))[0] for order in (found.first_order, found.total_order)])


def at(setting: Setting, ends: Sequence[Value], share: float) -> Value:
    """The value at a share of the way through a setting's ends: evenly spread, each whole and each choice as often."""
    if setting.kind in ("yes_no", "choice"):
        return ends[min(int(share * len(ends)), len(ends) - 1)]
    low, high = float(ends[0] or 0), float(ends[-1] or 0)
    if setting.kind == "whole":
        return int(min(low + np.floor(share * (high - low + 1)), high))
    return low + share * (high - low)


def _check(names: Sequence[str], sample: object) -> None:
    faults = []
    if len(names) > MOST_SETTINGS:
        faults.append(f"At most {MOST_SETTINGS} settings can be moved at once, got {len(names)}")
    if type(sample) is not int or sample not in SAMPLES:
        faults.append(f"sample must be a power of two from {SAMPLES[0]} to {SAMPLES[-1]}, got {plain(sample)}")
    if faults:
        raise InputError(faults)


def _table(names: Sequence[str], found: Array, bounds: Array) -> pd.DataFrame:
    table = pd.DataFrame({"setting": names})
    for k, column in enumerate(COLUMNS):
        table[column], table[column + "_lo"], table[column + "_hi"] = found[k], bounds[0, k], bounds[1, k]
    return table.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)
