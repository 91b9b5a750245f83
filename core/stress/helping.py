"""What would have helped: the same events on the same futures with a warning, a second source, or without rush."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError
from core.events import SUPPLIED, Event
from core.intervals import interval
from core.ledger import Ledger
from core.outcome import within
from core.policies import POLICIES
from core.scenario import Scenario
from core.stress.figures import controls_of, limits_of
from core.stress.run import Stress, check, stress

Array = NDArray[np.float64]
Progress = Callable[[float, str], object]
PLAIN, WARNED, SPARED, UNRUSHED = "plain", "warning", "second source", "no rush"
TOLD = ("event_cost", "time_to_recover", "depth", "units_lost")


def helped(
    catalogue: Catalogue,
    scenario: Scenario | None = None,
    events: Sequence[Event] = (),
    base: Ledger | None = None,
    warning: int = 14,
    spare: Iterable[str] = (),
    workers: int | None = None,
    progress: Progress = lambda share, says: None,
) -> pd.DataFrame:
    """A row per variant and policy: how the events go as they are (`plain`) and with what may help.

    `warning`: known so many days ahead (0: left out); `second source`: the items that `spare` names (suppliers,
    categories or items) aren't touched by outages and delays (left out where there is none); `no rush`: nothing short
    is bought at a premium (left out where nothing is anyway). Columns: variant, policy, and event_cost,
    time_to_recover, depth and units_lost as in `Stress.summary`, each with _lo and _hi, and with _change, _change_lo
    and _change_hi, what it is above `plain` on the same futures. `progress` is told what begins, and the share that is
    done. `base` and errors as for `stress`.
    """
    scenario = Scenario() if scenario is None else scenario
    check(catalogue, scenario, base)
    spare = (spare,) if isinstance(spare, str) else tuple(spare)
    wanted = {WARNED: warning != 0, SPARED: bool(spare), UNRUSHED: scenario.shortage.rush_share > 0}
    variants = [PLAIN, *(variant for variant, is_wanted in wanted.items() if is_wanted)]
    progress(0.0, PLAIN)
    plain = stress(catalogue, scenario, events, base, workers=workers)
    rows = [_rows(PLAIN, plain, plain)]
    for done, variant in enumerate(variants[1:], start=1):
        progress(done / len(variants), variant)
        if variant == WARNED:
            one = stress(catalogue, scenario, events, plain.normal.ledger, warning, workers)
        elif variant == SPARED:
            one = stress(catalogue, scenario, _spared(events, spare), plain.normal.ledger, workers=workers)
        else:
            one = stress(catalogue, scenario.but(rush_share=0), events, workers=workers)
        rows.append(_rows(variant, one, plain))
    return pd.concat(rows, ignore_index=True)


def _spared(events: Sequence[Event], spare: tuple[str, ...]) -> list[Event]:
    """The events with a second source for what `spare` names."""
    if not any(event.kind in SUPPLIED for event in events):
        raise InputError(["A second source (spare) helps against an outage or a delay, and there is none"])
    return [replace(e, spare=e.spare + spare) if e.kind in SUPPLIED else e for e in events]


def _rows(variant: str, one: Stress, plain: Stress) -> pd.DataFrame:
    columns: dict[str, object] = {"variant": variant, "policy": list(POLICIES)}
    for name, values in _columns(one, plain):
        columns[name] = values
    return pd.DataFrame(columns)


def _columns(one: Stress, plain: Stress) -> Iterator[tuple[str, Array]]:
    left = one.normal.ledger.days - one.start
    for name in TOLD:
        bounds = within(interval(one.series[name], controls_of(name, one.normal)), *limits_of(name, left))
        yield from zip((name, name + "_lo", name + "_hi"), bounds, strict=True)
        change = interval(one.series[name] - plain.series[name], controls_of(name, plain.normal))
        yield from zip((name + "_change", name + "_change_lo", name + "_change_hi"), change, strict=True)
