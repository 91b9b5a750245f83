"""The proof on the method page: what the reference cases gave, in a file. `python -m core.verify.proof` rewrites it.

Exit status 0 if every figure is met, 1 if one is not; the file is written either way, so that it never flatters.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core import MODEL_VERSION
from core.verify.cases import name_of, read_cases
from core.verify.check import Result, verify_case

DATA = Path(__file__).resolve().parents[2] / "data"
CASES = DATA / "reference_cases.json"
STORED = DATA / "proof.json"


@dataclass(frozen=True)
class Proof:
    """Results of all cases, in the order of the file, with the model and the day that gave them."""

    model: str
    made: str
    results: tuple[Result, ...]

    @property
    def cases(self) -> int:
        """How many cases were run."""
        return len({result.id for result in self.results})

    @property
    def figures(self) -> int:
        """How many figures were compared."""
        return len(self.results)

    @property
    def missed(self) -> int:
        """How many figures were off, or couldn't be measured."""
        return sum(not result.ok for result in self.results)

    @property
    def worst(self) -> float:
        """The largest |z|; infinite where something couldn't be measured."""
        return max(float("inf") if result.z is None else abs(result.z) for result in self.results)


@dataclass(frozen=True)
class Step:
    """How far a running proof is: the share that is done, and the whole proof with the last step."""

    done: float
    label: str
    proof: Proof | None = None


def run() -> Iterator[Step]:
    """Runs every reference case through the kernel, a step before each case and one at the end."""
    cases = read_cases(CASES)
    results: list[Result] = []
    for at, raw in enumerate(cases):
        name = name_of(raw, at + 1)
        yield Step(at / len(cases), f"Case {at + 1} of {len(cases)}: {name}")
        results += verify_case(raw, name)
    yield Step(1.0, "Done", Proof(MODEL_VERSION, date.today().isoformat(), tuple(results)))


def fresh() -> Proof:
    """The proof as a run gives it now; takes seconds."""
    return next(step.proof for step in run() if step.proof)


def stored() -> Proof:
    """The proof in the file."""
    content = json.loads(STORED.read_text(encoding="utf-8"))
    return Proof(content["model"], content["made"], tuple(Result(**entry) for entry in content["results"]))


def titles() -> dict[str, str]:
    """What each case is, by its id."""
    return {name_of(raw, at): _title(raw) for at, raw in enumerate(read_cases(CASES), 1)}


def _title(raw: Any) -> str:
    return str(raw.get("title", "")) if isinstance(raw, dict) else ""


def as_text(proof: Proof) -> str:
    """The file's text: a line per figure, so that a change shows as one."""
    lines = ",\n".join("  " + json.dumps(result.as_dict(), allow_nan=False) for result in proof.results)
    head = f' "model": {json.dumps(proof.model)},\n "made": {json.dumps(proof.made)},\n'
    return f'{{\n{head} "results": [\n{lines}\n ]\n}}\n'


def main() -> int:
    """Runs the cases and writes the file."""
    proof = fresh()
    STORED.write_text(as_text(proof), encoding="utf-8")
    print(
        f"{proof.cases} cases, {proof.figures} figures, {proof.missed} off, worst |z| {proof.worst:.1f}: {STORED.name}"
    )
    return 1 if proof.missed else 0


if __name__ == "__main__":
    sys.exit(main())
