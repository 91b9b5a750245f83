"""A first start on a machine: the largest kernel is compiled by a process of its own while this one compiles the rest.

Numba compiles one function at a time in a process. Its cache on disk hands the result over, so nothing but time
depends on it: where the process can't start, this one compiles the kernel itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from core.engine import FIELDS, run_paths

_ROOT = Path(__file__).resolve().parents[1]
_CODE = "from core.compiling import compile_kernel; compile_kernel()"
_children: list[subprocess.Popen[bytes]] = []


def start() -> None:
    """Starts compiling if the kernel is neither compiled nor cached and a processor is free for it."""
    if _children or run_paths.signatures or (os.cpu_count() or 1) < 2 or _is_cached():
        return
    try:
        quiet = subprocess.DEVNULL
        _children.append(subprocess.Popen([sys.executable, "-c", _CODE], cwd=_ROOT, stdout=quiet, stderr=quiet))
    except OSError:
        return


def finish() -> None:
    """Waits until the kernel lies in the cache; at once when nothing was started."""
    for child in tuple(_children):
        child.wait()
        _children.clear()


def _is_cached() -> bool:
    folder = Path(run_paths.stats.cache_path or "")
    return any(folder.glob("engine.run_paths-*.nbi"))


def compile_kernel() -> None:
    """Runs one path of one day, typed as a simulation types it."""
    real, flags, one = np.zeros((1, 1), np.float32), np.zeros((1, 1), np.uint8), np.float32(0)
    run_paths(
        real,
        np.zeros((1, 1), np.uint16),
        (np.zeros(2, np.int64), np.zeros(1, np.uint16)),
        flags,
        flags,
        np.zeros(1, np.bool_),
        np.zeros((0, 3), np.float32),
        real[0],
        one,
        (one, one, one, one),
        (one, one, one, one),
        (one, one),
        0,
        np.zeros((1, 1), np.int32),
        np.zeros((2, 1), np.float32),
        np.empty((len(FIELDS), 1), np.float32),
        np.zeros((0, 0, 0), np.float32),
    )
