"""The kernel that a second process compiles is the one that a simulation calls."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIGNATURES = """
from core import Scenario, load_catalogue, simulate
from core.compiling import compile_kernel
from core.engine import run_paths
{first}
simulate(load_catalogue("demo"), Scenario().but(futures=20))
print(len(run_paths.signatures), sum(run_paths.stats.cache_misses.values()))
"""


def run(folder: Path, first: str) -> list[int]:
    command = [sys.executable, "-c", SIGNATURES.format(first=first)]
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return [int(word) for word in done.stdout.split()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_on_a_first_start_the_kernel_comes_from_the_other_process(folder: Path) -> None:
    # No miss: this process found the kernel in the cache, where the other had put it.
    assert run(folder, "") == [1, 0]


def test_it_is_typed_as_a_simulation_types_it(folder: Path) -> None:
    assert run(folder, "compile_kernel()") == [1, 0]
