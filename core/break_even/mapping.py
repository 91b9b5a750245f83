"""Who wins where: the best of the three policies over two settings, refined where it is close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.break_even.axes import axis_of, value_now
from core.break_even.borders import Border, borders
from core.break_even.figures import COSTS, Asked, Figures, Point
from core.break_even.lattice import Places, lattices, spread, weights
from core.break_even.verdicts import lattice_error, on_border, roughness, verdict
from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.intervals import Controls
from core.ledger import Ledger
from core.policies import POLICIES
from core.scenario import Scenario

Array = NDArray[np.float64]
Found = NDArray[np.int64]
STEPS, FEWEST, MOST = 21, 3, 41
# What may be simulated for a map with two physical axes: this many simulations of 60 items and 100 futures, more of
# smaller ones. Counted in work, never in time: a slower machine gives the same digits.
WORK, FEWEST_RUNS = 84 * 6000, 36
# A simulation with all points of the frontier counts as so many.
SWEEP = 2.5
# Nodes that are always simulated, and how much surer than its own error an interpolated winner must be.
SURE_LEVEL, ERRORS = 1, 3.0
# Those of the level that is always simulated: what it was guessed from says nothing about finer ones.
FIRST_CELLS = 25


@dataclass(frozen=True, eq=False)
class WinnerMap:
    """The best policy in each cell [y, x] of a map over two settings; everything else as it is set.

    `best` counts in `core.policies.POLICIES`, −1 where none reaches the target; of equal policies the first. `sure` is
    the share of futures in which no other one is better, `clear` whether it is better than the second by more than
    chance (95 %), `figures` [policy, y, x] what each comes to (NaN: doesn't reach the target) and `reach` by how much
    the most that it can serve exceeds the target (NaN without one). `simulated` marks the cells that were run; the
    others are interpolated, future by future, from those around them, and `rough` is by what share of itself a figure
    was off at most where that was checked (0 where all were run). `now` is where today's values lie, `today` the
    figures there, to the digit those of `compare`.
    """

    x: str
    y: str
    asked: Asked
    xs: Array
    ys: Array
    best: Found
    sure: Array
    clear: NDArray[np.bool_]
    figures: Array
    reach: Array
    simulated: NDArray[np.bool_]
    rough: float
    now: tuple[float, float]
    today: Array
    today_best: int
    today_sure: float
    today_clear: bool
    refused: tuple[str, ...]

    @cached_property
    def borders(self) -> tuple[Border, ...]:
        """The break-even lines between regions, as short straight pieces."""
        return borders(self.xs, self.ys, self.best, self.asked.side * self.figures, self.reach)

    @property
    def table(self) -> pd.DataFrame:
        """A row per cell: both settings, best ("none" where no policy reaches the target), sure, clear, the figure of
        each policy, and whether it was simulated."""
        across, down = np.meshgrid(self.xs, self.ys)
        names = np.array([*POLICIES, "none"])
        columns: dict[str, object] = {self.x: across.ravel(), self.y: down.ravel(), "best": names[self.best].ravel()}
        columns |= {"sure": self.sure.ravel(), "clear": self.clear.ravel()}
        columns |= {name: self.figures[k].ravel() for k, name in enumerate(POLICIES)}
        return pd.DataFrame(columns | {"simulated": self.simulated.ravel()})


def winner_map(
    catalogue: Catalogue,
    scenario: Scenario | None,
    x: str,
    y: str,
    measure: str = "total_cost",
    target: float | None = None,
    steps: int = STEPS,
    *,
    service: str = "fill_rate",
    ledger: Ledger | None = None,
) -> WinnerMap:
    """The best of the three policies over two settings that are numbers, `steps` values of each from end to end.

    Without a `target` the best has the lowest `measure`; with one, the lowest where each policy holds the smallest
    buffer that reaches it in `service` (see `core.answers`). Costs are straight lines in every price but the own
    places, so three values of such an axis give all of them and nothing is simulated for them: with a price axis every
    cell is exact. With two physical ones a lattice of 5 × 5 is simulated, and then halved again and again: simulated
    where the best policy changes or is closer to the second than three times the error that interpolation made so
    far, up to a fixed amount of work; the rest is interpolated, each future by itself, from the same futures around
    it, and marked so. Raises InputError for what is no number, for twice the same setting and for fewer than 3 or more
    than 41 steps.
    """
    scenario = Scenario() if scenario is None else scenario
    figures = Figures(catalogue, scenario, Asked(measure, target, service), ledger=ledger)
    for _, found in winner_maps(figures, x, y, steps):
        last = found
    if last is None:
        raise AssertionError("the last map is never None")
    return last


def winner_maps(figures: Figures, x: str, y: str, steps: int = STEPS) -> Iterator[tuple[float, WinnerMap | None]]:
    """(share done, map) as a map is refined: first from 3 × 3 cells, at last that of `winner_map`.

    Where each cell takes a sweep, of two physical axes at a target, the first is drawn from its corners.

    Between two maps only the share done is told (None). Raises InputError as `winner_map` does.
    """
    work = _Work(figures, x, y, steps)
    last = len(work.levels) - 1
    for level in range(last + 1):
        yield from ((share, None) for share in work.refine(level))
        # The last but one would be there for a moment only.
        yield work.share, None if level == last - 1 > work.sure else work.picture()


class _Work:
    """A map in the making."""

    def __init__(self, figures: Figures, x: str, y: str, steps: int) -> None:
        _check(x, y, steps)
        self.figures, self.names = figures, (x, y)
        self.axes = axis_of(figures, x), axis_of(figures, y)
        self.xs, self.ys = (axis.places(steps) for axis in self.axes)
        self.physical = tuple(axis.setting.acts == "physics" for axis in self.axes)
        self.sure = SURE_LEVEL + self._sweeps_both
        across, down = (self._lattices(k) for k in range(2))
        deepest = max(len(across), len(down))
        across += [across[-1]] * (deepest - len(across))
        down += [down[-1]] * (deepest - len(down))
        self.levels = list(zip(down, across, strict=True))
        self.shape = self.ys.size, self.xs.size
        self.raw: Array | None = None  # on the lattice of the latest level
        self.known: dict[tuple[int, int], tuple[Array, Controls]] = {}
        self.luck: dict[tuple[int, int], Controls] = {}  # by what was simulated, see `_run`
        self.runs, self.most = 0, self._allowed()
        self.error = np.inf, np.inf  # of a difference, and of what a policy can serve at most
        self.share, self.rough = 0.0, 0.0

    def _lattices(self, k: int) -> list[Places]:
        """The levels of an axis; a price in which costs are straight lines has only the first."""
        count = (self.xs, self.ys)[k].size
        if self._is_straight(k):
            return lattices(count)[:1]
        # A sweep takes so long that the first picture shows corners only.
        return lattices(count, from_ends=self._sweeps_both)

    @property
    def _sweeps_both(self) -> bool:
        return self.figures.asked.target is not None and all(self.physical)

    def _is_straight(self, k: int) -> bool:
        return not self.physical[k] and self.names[k] != "warehouse_places" and self.figures.asked.measure in COSTS

    def _run(self, j: int, i: int) -> tuple[int, int]:
        """What a cell has of a simulation: cells that differ in prices alone share it."""
        return (j if self.physical[1] else 0), (i if self.physical[0] else 0)

    def _allowed(self) -> int:
        """How many cells may be simulated."""
        if not all(self.physical):
            return self.xs.size * self.ys.size
        size = len(self.figures.catalogue) * self.figures.base.run.futures
        each = size * (1.0 if self.figures.asked.target is None else SWEEP)
        return int(np.clip(WORK // each, FEWEST_RUNS, self.xs.size * self.ys.size))

    def refine(self, level: int) -> Iterator[float]:
        """Takes the map to a level, and tells the share done."""
        down, across = self.levels[level]
        guess = None
        if self.raw is not None:
            before = self.levels[level - 1]
            guess = self._spread(before, (down, across))
        wanted = self._wanted(level, guess)
        # Prices of one simulation come together, so that it is made once.
        order = sorted(wanted, key=lambda cell: cell[::-1] if self.physical[0] else cell)
        for cell in order:
            self._simulate(*cell)
            yield min(self.runs / self._expected(), 1.0)
        self.share = 1.0 if level == len(self.levels) - 1 else min(self.runs / self._expected(), 0.95)
        self._take(down, across, guess, wanted)
        if self.share == 1.0:
            self._remember(0)
            self._remember(1)

    def _remember(self, k: int) -> None:
        """Keeps the figures along an axis through today's point, where prices on the other one give them."""
        if self.raw is None or not self._is_straight(1 - k):
            return
        nodes = self.levels[-1][::-1]
        now = np.array([value_now(self.figures, self.names[1 - k])])
        across = weights((self.xs, self.ys)[1 - k][nodes[1 - k]], now)[0]
        for place, node in enumerate(nodes[k]):
            line = self.raw[:, place] if k == 0 else self.raw[place]
            run = self._run(0, int(node)) if k == 0 else self._run(int(node), 0)
            scenario = self.figures.base.but(**{self.names[k]: float((self.xs, self.ys)[k][node])})
            if run in self.luck:
                self.figures.remember(scenario, np.einsum("i,i...->...", across, line), self.luck[run])

    def _expected(self) -> int:
        down, across = self.levels[-1]
        return min(down.size * across.size, self.most)

    def _spread(self, known: tuple[Places, Places], wanted: tuple[Places, Places]) -> Array:
        """What is known on one lattice, on another."""
        if self.raw is None:
            raise AssertionError("a level was refined before")
        down, across = ((values[a], values[b]) for values, a, b in zip((self.ys, self.xs), known, wanted, strict=True))
        return spread(self.raw, down, across)

    def _wanted(self, level: int, guess: Array | None) -> list[tuple[int, int]]:
        """The cells of a level that are to be simulated."""
        down, across = self.levels[level]
        fresh = [(int(j), int(i)) for j in down for i in across if (int(j), int(i)) not in self.known]
        if guess is None or level <= self.sure or len(self.known) + len(fresh) <= self.most_at(level):
            return fresh
        doubt, best = self._doubt(guess)
        close = on_border(best) | (doubt < ERRORS)
        rank = {(int(j), int(i)): float(doubt[a, b]) for a, j in enumerate(down) for b, i in enumerate(across)}
        near = {(int(j), int(i)) for a, j in enumerate(down) for b, i in enumerate(across) if close[a, b]}
        wanted = sorted((cell for cell in fresh if cell in near), key=lambda cell: (rank[cell], cell))
        return wanted[: max(self.most_at(level) - len(self.known), 0)]

    def most_at(self, level: int) -> int:
        """How many cells may have been simulated when a level is done: some are kept for the finer ones."""
        left = len(self.levels) - 1 - level
        return self.most if self.most >= self.xs.size * self.ys.size else int(self.most * 0.72 ** min(left, 2))

    def _doubt(self, raw: Array) -> tuple[Array, Found]:
        """How many errors of interpolation the verdict is away from another, on a lattice, and the best policy.

        The verdict turns where the best two come to the same, or where a policy just reaches the target.
        """
        means = self._means(raw)
        ordered = np.sort(means, axis=-1)
        lead, off = self.error
        with np.errstate(invalid="ignore", divide="ignore"):
            behind = np.where(np.isfinite(ordered[..., 1]), (ordered[..., 1] - ordered[..., 0]) / lead, np.inf)
            edge = np.nan_to_num(np.abs(self.figures.reach(raw)) / off, nan=np.inf, posinf=np.inf).min(axis=-1)
        best = np.where(np.isfinite(ordered[..., 0]), means.argmin(axis=-1), -1)
        return np.nan_to_num(np.minimum(behind, edge), nan=0.0, posinf=np.inf), best

    def _means(self, raw: Array) -> Array:
        """Mean figures on a lattice [row, column, policy], less being better; infinite where a target isn't reached."""
        rows = [[self.figures.settled(cell)[0].mean(axis=1) for cell in row] for row in raw]
        means = self.figures.asked.side * np.array(rows)
        return np.where(np.isnan(means), np.inf, means)

    def _simulate(self, j: int, i: int) -> None:
        values = dict(zip(self.names, (float(self.xs[i]), float(self.ys[j])), strict=True))
        self.known[j, i] = self.figures.raw(self.figures.base.but(**values))
        self.luck[self._run(j, i)] = self.known[j, i][1]
        self.runs += 1

    def _take(self, down: Places, across: Places, guess: Array | None, wanted: list[tuple[int, int]]) -> None:
        """Puts what was simulated on the lattice, and learns from it how far off the guess was."""
        shape = next(iter(self.known.values()))[0].shape
        raw = np.empty((down.size, across.size, *shape)) if guess is None else guess.copy()
        for a, j in enumerate(down):
            for b, i in enumerate(across):
                if (int(j), int(i)) in self.known:
                    raw[a, b] = self.known[int(j), int(i)][0]
        if guess is not None and wanted:
            rows, columns = {int(j): a for a, j in enumerate(down)}, {int(i): b for b, i in enumerate(across)}
            at = tuple(np.array([(rows[j], columns[i]) for j, i in wanted]).T)
            off = np.abs(self.figures.reach(guess[at]) - self.figures.reach(raw[at]))
            most = float(off.max()) if np.isfinite(off).all() else np.inf
            if len(self.known) > FIRST_CELLS:
                self.rough = max(self.rough, roughness(self._means(guess[at][None]), self._means(raw[at][None])))
            self.error = lattice_error(self._means(guess[at][None]), self._means(raw[at][None])), most
        self.raw = raw

    def picture(self) -> WinnerMap:
        """The map as far as it is."""
        everywhere = np.arange(self.shape[0]), np.arange(self.shape[1])
        every = [(j, i) for j in range(self.shape[0]) for i in range(self.shape[1])]
        whole = self._spread(self.levels[self._level()], everywhere)
        cells = [self._cell(j, i, whole[j, i]) for j, i in every]
        today = self.figures.at()
        best, sure, clear = verdict(today, self.figures.asked.side)
        shaped = [np.array([cell[k] for cell in cells]).reshape(self.shape) for k in range(3)]
        means, reach = (np.array([cell[k] for cell in cells]).reshape(*self.shape, len(POLICIES)) for k in (3, 4))
        simulated = np.array([self._is_exact(j, i) for j, i in every]).reshape(self.shape)
        now = tuple(value_now(self.figures, name) for name in self.names)
        return WinnerMap(
            *self.names, self.figures.asked, self.xs, self.ys, shaped[0], shaped[1], shaped[2],
            np.moveaxis(means, -1, 0), np.moveaxis(reach, -1, 0), simulated,
            0.0 if simulated.all() else self.rough, (now[0], now[1]),
            today.means, best, sure, clear,
            tuple(axis.refused for axis in self.axes if axis.refused),
        )  # fmt: skip

    def _level(self) -> int:
        shape = (self.raw.shape[0], self.raw.shape[1]) if self.raw is not None else (0, 0)
        return next(k for k, (down, across) in enumerate(self.levels) if (down.size, across.size) == shape)

    def _is_exact(self, j: int, i: int) -> bool:
        """Whether a cell was simulated, or follows from one that was along prices in which costs are straight lines."""
        if (j, i) in self.known:
            return True
        rows = range(self.ys.size) if self._is_straight(1) else (j,)
        columns = range(self.xs.size) if self._is_straight(0) else (i,)
        return any((row, column) in self.known for row in rows for column in columns)

    def _cell(self, j: int, i: int, raw: Array) -> tuple[int, float, bool, Array, Array]:
        # What is known exactly of a simulated future isn't known of an interpolated one: its interval is the plain one.
        point = Point(*self.figures.settled(raw), self.luck.get(self._run(j, i)) if self._is_exact(j, i) else None)
        return (*verdict(point, self.figures.asked.side), point.means, self.figures.reach(raw))


def _check(x: object, y: object, steps: object) -> None:
    if x == y:
        raise InputError([f"A map needs two different settings, got {plain(x)} twice"])
    whole = isinstance(steps, int | np.integer) and not isinstance(steps, bool)
    if not whole or not FEWEST <= steps <= MOST:  # type: ignore[operator]
        raise InputError([f"Steps must be a whole number {FEWEST} to {MOST}, got {plain(steps)}"])
