"""Every setting moved by itself, to its low and its high end: what that does to the difference of two policies.

All trials share their luck, so an effect is a difference of differences on the same futures, with its own interval.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.intervals import interval
from core.ledger import Ledger
from core.measures import BY_NAME
from core.outcome import limits, within
from core.policies import POLICIES
from core.scenario import Scenario, in_force, settings
from core.sensitivity.moving import attempt, both, check_pair, reached, series
from core.sensitivity.ranges import SPREAD, check_ranges, chosen, current, plausible
from core.settings import Value
from core.trials import Trial, Trials

Array = NDArray[np.float64]
Row = dict[str, Any]
FIGURES = tuple(policy + end for policy in POLICIES for end in ("", "_lo", "_hi"))
COLUMNS = (
    *("setting", "end", "value", "measure"),
    *FIGURES,
    *("difference", "lo", "hi", "effect", "effect_lo", "effect_hi", "winner", "flips", "surely", "strength", "note"),
)


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """What each setting does to the difference first − second. Tables are made when first asked for.

    `base`: a row per measure (index) with each policy's figure (jit, jic, hybrid, each with _lo and _hi), difference,
    lo, hi and winner; figures are those of `compare`, to the digit.
    """

    first: str
    second: str
    measures: tuple[str, ...]
    scenario: Scenario
    base: pd.DataFrame
    rows: tuple[Row, ...]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per measure, setting and end; within a measure the strongest setting first.

        `setting`; `end` (low, high; further choices are choice 2, choice 3 and so on); `value`; `measure`; each
        policy's figure with _lo and _hi; `difference`, `lo`, `hi` (first − second there, on the same futures);
        `effect`, `effect_lo`, `effect_hi` (its change against the base); `winner` (the better policy of the two, empty
        where neither is); `flips` (it isn't the base's), `surely` (and both differences' intervals leave zero out);
        `strength` (the setting's largest effect on the measure, without its sign); `note` (why an end was narrowed).
        """
        table = pd.DataFrame(self.rows, columns=[name for name in COLUMNS if name != "strength"])
        size = table["effect"].abs().groupby([table["setting"], table["measure"]]).transform("max")
        table.insert(COLUMNS.index("strength"), "strength", size.astype(float))
        place = {name: k for k, name in enumerate(settings())}
        order = pd.DataFrame(
            {
                "measure": table["measure"].map({name: k for k, name in enumerate(self.measures)}),
                "strength": -table["strength"],
                "setting": table["setting"].map(place),
            }
        )
        order = order.sort_values(["measure", "strength", "setting"], kind="stable")
        return table.loc[order.index].reset_index(drop=True)

    def strongest(self, measure: str) -> tuple[str, ...]:
        """Names of the settings that have an effect on a measure, the strongest first."""
        rows = self.table[(self.table["measure"] == measure) & (self.table["strength"] > 0)]
        return tuple(dict.fromkeys(rows["setting"]))

    def flipping(self, measure: str, surely: bool = False) -> tuple[str, ...]:
        """Names of the settings of which an end flips the winner, the strongest first."""
        rows = self.table[(self.table["measure"] == measure) & self.table["surely" if surely else "flips"]]
        return tuple(dict.fromkeys(rows["setting"]))


def sensitivity(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    settings: Sequence[str] | None = None,
    first: str = "hybrid",
    second: str = "jit",
    measures: Sequence[str] = ("total_cost", "fill_rate"),
    ranges: Mapping[str, Sequence[Value]] | None = None,
    ledger: Ledger | None = None,
    progress: Callable[[float, str], object] | None = None,
    weight: str = "value",
    *,
    spread: float = SPREAD,
    trials: Trials | None = None,
    so_far: Callable[[Sensitivity], object] | None = None,
) -> Sensitivity:
    """Moves each setting by itself to its low and its high end, on common futures.

    `settings` names those to move; None means all but those of the run (futures, days, seed), which are no inputs of
    the world. Their ends are by `usual_ends` with `spread`, or what `ranges` says: name → (low, high). `ledger` is the
    simulation of the scenario where there is one; `trials` what was tried of this catalogue and weight before.
    `progress(share, setting)` is called before each setting, and may raise to stop; `so_far` with what is known then.

    A setting that a policy doesn't use has exactly no effect on it. A value that the model refuses is narrowed to what
    is possible, and its row says so. Raises InputError for names, measures, ranges and weights that are none, and as
    `compare` does.
    """
    check_pair(first, second, measures)
    check_ranges(ranges or {})
    names, scenario = chosen(settings), Scenario() if scenario is None else scenario
    trials = trials or Trials(catalogue, scenario, weight, ledger)
    base = trials.of(scenario)
    moves = _Moves(trials, base, first, second, tuple(measures))
    found, rows = Sensitivity(first, second, tuple(measures), scenario, moves.table(), ()), list[Row]()
    # Prices first: they are there at once.
    order = sorted(names, key=lambda name: _settings()[name].acts == "physics")
    physical = sum(_settings()[name].acts == "physics" for name in order)
    for k, name in enumerate(order):
        if progress:
            progress(max(0, k - len(order) + physical) / max(physical, 1), name)
        ends = (ranges or {}).get(name) or plausible(catalogue, scenario, name, spread)
        rows += moves.of(name, ends)
        found = Sensitivity(first, second, tuple(measures), scenario, found.base, tuple(rows))
        if so_far:
            so_far(found)
    return found


# Inside of `sensitivity` the name stands for its argument.
_settings = settings


@dataclass(frozen=True, eq=False)
class _Moves:
    """The base, and rows of what lies around it."""

    trials: Trials
    base: Trial
    first: str
    second: str
    measures: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """The base's own row for each measure."""
        own = series(self.base, self.base, (), self.measures)
        rows = [self._figures(own, self.base, k) for k in range(len(self.measures))]
        return pd.DataFrame(rows, index=pd.Index(self.measures, name="measure"))

    def of(self, name: str, ends: Sequence[Value]) -> Iterator[Row]:
        """The rows of one setting."""
        setting, scenario = settings()[name], self.base.scenario
        now = current(self.trials.catalogue, scenario, name)
        policies = reached(name, self.trials.catalogue, scenario) if in_force(setting, scenario.to_dict()) else ()
        for k, end in enumerate(ends):
            wanted, note, trial = setting.clean(end), "", self.base
            if policies and wanted != now:
                trial, wanted, note = attempt(self.trials, scenario, setting, now, wanted)
            kind = "low" if k == 0 else "high" if k == len(ends) - 1 else f"choice {k + 1}"
            for row in self._rows(trial, policies):
                yield {"setting": name, "end": kind, "value": wanted, **row, "note": note}

    def _rows(self, trial: Trial, policies: Sequence[str]) -> Iterator[Row]:
        there = series(trial, self.base, policies, self.measures)
        here = series(self.base, self.base, (), self.measures)
        one, two = POLICIES.index(self.first), POLICIES.index(self.second)
        change = (there[one] - there[two]) - (here[one] - here[two])
        effect = np.array(interval(change, both(self.base.controls, trial.controls)))
        for k, measure in enumerate(self.measures):
            row, base = self._figures(there, trial, k), self._figures(here, self.base, k)
            flips = bool(row["winner"] and base["winner"] and row["winner"] != base["winner"])
            moved = dict(zip(("effect", "effect_lo", "effect_hi"), effect[:, k].tolist(), strict=True))
            surely = flips and _leaves_zero_out(row) and _leaves_zero_out(base)
            yield {"measure": measure, **row, **moved, "flips": flips, "surely": surely}

    def _figures(self, own: Array, trial: Trial, k: int) -> Row:
        """Each policy's figure of a measure, the difference, and who is better."""
        one, two = POLICIES.index(self.first), POLICIES.index(self.second)
        least, most = limits(self.measures[k], self.trials.catalogue)
        bounds = np.stack(within(interval(own[:, k], trial.controls), least, most), axis=1)
        less = [float(bound) for bound in interval(own[one, k] - own[two, k], trial.controls)]
        side = less[0] * BY_NAME[self.measures[k]].better
        winner = self.first if side > 0 else self.second if side < 0 else ""
        figures = dict(zip(FIGURES, bounds.ravel().tolist(), strict=True))
        return {**figures, **dict(zip(("difference", "lo", "hi"), less, strict=True)), "winner": winner}


def _leaves_zero_out(row: Row) -> bool:
    return bool(row["lo"] > 0 or row["hi"] < 0)
