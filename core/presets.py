"""Named sets of settings, worlds to start from. They lie in data/presets.json, each value with what it rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.errors import InputError
from core.scenario import Scenario
from core.settings import Value

DATA = Path(__file__).resolve().parents[1] / "data" / "presets.json"
ASSUMPTION = "assumption"
"""What a source must say where the size of a value is nobody's but ours."""


@dataclass(frozen=True)
class Ground:
    """What some of a preset's values rest on: a citation, or `assumption`."""

    source: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """The default scenario with other `values`. `name` is short enough for a link; `says` is a sentence or two."""

    name: str
    label: str
    says: str
    grounds: tuple[Ground, ...]
    values: Mapping[str, Value] = field(hash=False)

    @property
    def source(self) -> str:
        """Everything the values rest on, in one text."""
        return "; ".join(dict.fromkeys(ground.source for ground in self.grounds))

    def scenario(self) -> Scenario:
        """The default scenario with this preset's values."""
        return Scenario().but(**self.values)


@cache
def presets() -> tuple[Preset, ...]:
    """Every preset, in the order of the file. Raises InputError where a name or value isn't the model's."""
    return tuple(parse(raw) for raw in json.loads(DATA.read_text(encoding="utf-8")))


def preset(name: str) -> Preset:
    """The preset of that name. Raises InputError, which lists the names, when there is none."""
    found = {one.name: one for one in presets()}
    if name not in found:
        raise InputError(f"Preset must be {', '.join(found)}, got {name!r}")
    return found[name]


def parse(raw: Mapping[str, Any]) -> Preset:
    """One entry of the file. Its values come as the model keeps them, in the order of the file."""
    given = {name: value for ground in raw["grounds"] for name, value in ground["values"].items()}
    if sum(len(ground["values"]) for ground in raw["grounds"]) != len(given):
        raise InputError(f"Preset {raw['name']} gives a setting twice")
    kept = Scenario().but(**given).to_dict()
    return Preset(
        name=raw["name"],
        label=raw["label"],
        says=raw["says"],
        grounds=tuple(Ground(ground["source"], tuple(ground["values"])) for ground in raw["grounds"]),
        values=MappingProxyType({name: kept[name] for name in given}),
    )
