"""`python -m core.bench`: one JSON object with the speeds that matter. Trust ratios more than milliseconds."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core import Scenario, compare, load_catalogue, price
from core.catalogue import Catalogue
from core.frontier import price_frontier, sweep
from core.outcome import Outcome
from core.simulation import recorded, simulate

REPEATS = 9
LIMIT = Path(__file__).resolve().parents[2] / "shared" / "bench" / "speed_reference.py"
FIRST_RESULT = "from core import *; compare(load_catalogue('demo'), Scenario()).summary"


def main() -> None:
    """Prints the figures."""
    print(json.dumps(figures(), indent=1))


def figures() -> dict[str, object]:
    """Every figure of the bench; medians of nine, on code that is compiled and with no draw kept."""
    catalogue, scenario = load_catalogue("demo"), Scenario()
    _tables(compare(catalogue, scenario))
    ledger, curve = simulate(catalogue, scenario), sweep(catalogue, scenario)
    seeds, rates = iter(range(2, 10_000)), iter(np.linspace(0.0, 0.5, 10_000).tolist())
    return {
        "kernel": kernel(catalogue, scenario),
        "compare_ms": _median(lambda: _tables(compare(catalogue, scenario.but(seed=next(seeds))))),
        "frontier_ms": _median(lambda: _curve(catalogue, scenario.but(seed=next(seeds)))),
        "reprice_ms": _median(lambda: _tables(price(ledger, scenario.but(capital_rate=next(rates))))),
        "reprice_frontier_ms": _median(lambda: price_frontier(curve, scenario.but(capital_rate=next(rates)))),
        **starts(),
        "ten_thousand_items": json.loads(_child("from core.bench import ten_thousand; ten_thousand()")),
        "processors": os.cpu_count(),
    }


def kernel(catalogue: Catalogue, scenario: Scenario) -> dict[str, float | None]:
    """Path-days per second of the kernel on one core, for the demo's own paths, beside the bare limit."""
    calls, path_days = recorded(catalogue, scenario)
    measured, limits = [], []
    for _ in range(REPEATS):
        measured.append(path_days / sum(_second(call) for call in calls))
        limit = reference()
        if limit is not None:
            limits.append(limit)
    speed = float(np.median(measured))
    bare = float(np.median(limits)) if limits else None
    return {"path_days_per_second": round(speed), "reference": bare, "ratio": round(speed / bare, 3) if bare else None}


def _second(call: Callable[[], object]) -> float:
    # In a simulation an item's luck has just been written when its paths run. Recorded, it has long left the caches, so
    # a first run that isn't counted brings it back.
    call()
    return _timed(call)


_REFERENCE: dict[str, object] = {}


def reference() -> float | None:
    """The bare limit, run here and now; None where its file is absent."""
    if not LIMIT.exists():
        return None
    if not _REFERENCE:
        exec(compile(LIMIT.read_text(), "speed_reference", "exec"), _REFERENCE)
        _REFERENCE["inputs"] = _reference_inputs(64, 730, 32)
    run, inputs = _REFERENCE["run"], _REFERENCE["inputs"]
    assert callable(run)
    assert isinstance(inputs, tuple)
    run(*inputs)
    start = time.perf_counter()
    run(*inputs)
    return float(inputs[0].size / (time.perf_counter() - start))


def _reference_inputs(blocks: int, days: int, lanes: int) -> tuple[NDArray[np.float32], ...]:
    rng = np.random.default_rng(0)
    demand = rng.gamma(4, 5, (blocks, days, lanes)).astype(np.float32)
    delay = (1 + rng.poisson(7, demand.shape)).clip(1, 200).astype(np.uint8)
    level, out = np.full((blocks, lanes), 190, np.float32), np.zeros((blocks, 9, lanes), np.float32)
    return demand, delay, level, np.float32(0.3), out  # type: ignore[return-value]


def starts() -> dict[str, float]:
    """Seconds to the first result of a fresh process: with nothing compiled, and after that."""
    with tempfile.TemporaryDirectory() as folder:
        cold, *warm = (_timed(lambda: _child(FIRST_RESULT, NUMBA_CACHE_DIR=folder)) for _ in range(4))
    return {"cold_start_s": round(cold, 2), "warm_start_s": round(float(np.median(warm)), 2)}


def ten_thousand() -> None:
    """Prints seconds and peak memory of 10,000 items × 50 futures; run in a process of its own."""
    demo = load_catalogue("demo").items
    copies = [demo.assign(item=demo["item"] + f"/{k}", supplier=demo["supplier"] + f"/{k % 20}") for k in range(167)]
    catalogue = Catalogue.of(pd.concat(copies, ignore_index=True)[:10_000], warehouse_places=20_000)
    start = time.perf_counter()
    _tables(compare(catalogue, Scenario().but(futures=50)))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(seconds, 2), "peak_mb": round(peak)}))


def _tables(outcome: Outcome) -> Outcome:
    assert len(outcome.summary) == 3
    assert len(outcome.paired)
    return outcome


def _curve(catalogue: Catalogue, scenario: Scenario) -> None:
    price_frontier(sweep(catalogue, scenario), scenario)


def _median(call: Callable[[], object]) -> float:
    return round(float(np.median([_timed(call) for _ in range(REPEATS)])) * 1000, 2)


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _child(code: str, **environment: str) -> str:
    command, folder = [sys.executable, "-c", code], Path(__file__).resolve().parents[1]
    environment = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, env=environment).stdout


if __name__ == "__main__":
    main()
