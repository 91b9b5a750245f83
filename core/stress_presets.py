"""Named sets of events to begin with, from data/stress_presets.json; what they reach is found in the data set."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.catalogue import Catalogue
from core.errors import InputError, plain
from core.events import FIELDS, Event

DATA = Path(__file__).resolve().parents[1] / "data" / "stress_presets.json"
DAYS = 365.0
ASSUMPTION = "assumption"
"""What a source says where the sizes are nobody's but ours."""


def _main_supplier(catalogue: Catalogue) -> str:
    return _largest(catalogue, lambda sales, days: sales)


def _longest_lane(catalogue: Catalogue) -> str:
    """The supplier whose sales wait longest: the mean lead time of its items, weighed by sales."""
    return _largest(catalogue, lambda sales, days: float(np.average(days, weights=_some(sales))))


def _largest(catalogue: Catalogue, figure: Callable[[Any, Any], Any]) -> str:
    sales = DAYS * catalogue.column("demand_per_day") * catalogue.column("price")
    days, suppliers = catalogue.column("lead_time_days"), catalogue.column("supplier").astype(str)
    of_each = {
        str(name): float(np.sum(figure(sales[suppliers == name], days[suppliers == name])))
        for name in dict.fromkeys(suppliers)
    }
    return max(of_each, key=of_each.__getitem__)


def _some(sales: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that are not all zero."""
    return sales if sales.sum() > 0 else np.ones_like(sales)


REACHES: Mapping[str, Callable[[Catalogue], str]] = MappingProxyType(
    {"main supplier": _main_supplier, "longest lane": _longest_lane}
)
"""What a preset may reach, as a data set's own name; by default it reaches everything."""


@dataclass(frozen=True)
class StressPreset:
    """Events by name. `name` is short enough for a link, `says` a few sentences, `source` what the sizes rest on."""

    name: str
    label: str
    says: str
    source: str
    pairs: tuple[tuple[Event, str], ...]

    def events(self, catalogue: Catalogue) -> tuple[Event, ...]:
        """The events, with what they reach in this data set."""
        return tuple(
            replace(event, reach=(REACHES[reach](catalogue),)) if reach else event for event, reach in self.pairs
        )


@cache
def stress_presets() -> tuple[StressPreset, ...]:
    """Every preset, in the order of the file. Raises InputError where an event isn't the model's."""
    return tuple(parse(raw) for raw in json.loads(DATA.read_text(encoding="utf-8")))


def parse(raw: Mapping[str, Any]) -> StressPreset:
    """One entry of the file. Raises InputError for events that can't be, and for a reach that isn't one of REACHES."""
    pairs = tuple(_pair(dict(event)) for event in raw["events"])
    if not pairs:
        raise InputError(f"Preset {plain(raw['name'])} must have at least one event, got none")
    return StressPreset(raw["name"], raw["label"], raw["says"], raw["source"], pairs)


def _pair(raw: dict[str, Any]) -> tuple[Event, str]:
    reach = raw.pop("reach", "")
    if reach and reach not in REACHES:
        raise InputError(f"The reach of a preset must be {' or '.join(REACHES)}, got {plain(reach)}")
    unknown = set(raw) - {"kind", *FIELDS.get(raw["kind"], ())}
    if unknown:
        raise InputError(f"A {raw['kind']} has no {' or '.join(sorted(unknown))}")
    return Event(**raw), reach
