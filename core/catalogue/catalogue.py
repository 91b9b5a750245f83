"""The items of a scenario as one frozen value that can key a cache."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.catalogue.checks import Checked, check
from core.catalogue.columns import BY_NAME, LONGEST_LEAD_TIME, NAMES, Array
from core.errors import InputError, plain, shorten

Histories = Mapping[str, NDArray[np.float64]]
MOST_PLACES = 1e6
_Value = TypeVar("_Value")


class Sealed(Mapping[str, _Value]):
    """A mapping that can't be written into. It can be pickled, unlike mappingproxy."""

    def __init__(self, content: Mapping[str, _Value]) -> None:
        self._content = dict(content)

    def __getitem__(self, key: str) -> _Value:
        return self._content[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def __repr__(self) -> str:
        return repr(self._content)


class _HandedOut:
    """A field that keeps a table and hands out deep copies: pandas' lazy ones leak by `.array`."""

    def __get__(self, owner: object | None, kind: type | None = None) -> pd.DataFrame:
        if owner is None:
            raise AttributeError("items")  # tells dataclass that the field has no default
        table: pd.DataFrame = vars(owner)["_table"]
        return table.copy(deep=True)

    def __set__(self, owner: object, table: pd.DataFrame) -> None:
        vars(owner)["_table"] = table.copy(deep=True).reset_index(drop=True)


@dataclass(frozen=True, eq=False, repr=False)
class Catalogue:
    """Clean items and what belongs to them. Make one with `load_catalogue` or `Catalogue.of`: they check.

    `items`: a row per item, the columns of COLUMNS in order; `policy` is '' or jit or jic, `buffer` NaN if
    none, `order_minimum` and `order_multiple` 0 if none. `warehouse_places`: own pallet places, None if not
    known. `default_items`: column to the items that took its default. `assumed`: assumed columns.
    `histories`: item to a sample of daily demand in units; `lead_time_histories`: item to lead times in days.
    Equal content makes equal catalogues; nothing can be written into one.
    Raises InputError where a field is wrong or a history is wanting.
    """

    items: _HandedOut = _HandedOut()
    name: str = "catalogue"
    currency: str = "EUR"
    calendar_start: str = "2026-01-01"
    warehouse_places: float | None = None
    default_items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    source: str = ""
    histories: Histories = field(default_factory=dict)
    lead_time_histories: Histories = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame, **about: Any) -> "Catalogue":
        """The catalogue of a raw table, checked; `about` are the other fields. Raises InputError."""
        checked = check(frame)
        return cls(
            checked.items,
            default_items=checked.default_items,
            ignored_columns=checked.ignored_columns,
            **about,
        )

    def __post_init__(self) -> None:
        known = set(self._items)
        self._set("histories", _sealed(self.histories, known))
        self._set("lead_time_histories", _sealed(self.lead_time_histories, known))
        took = {name: tuple(items) for name, items in self.default_items.items()}
        self._set("default_items", Sealed(took))
        self._set("assumed", tuple(self.assumed))
        self._set("ignored_columns", tuple(self.ignored_columns))
        faults = [*_about_faults(self), *_all_history_faults(self)]
        if faults:
            raise InputError(faults)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<Catalogue {self.name!r}: {len(self)} items, {self.digest[:8]}>"

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Catalogue) else NotImplemented

    def __hash__(self) -> int:
        return int(self.digest[:15], 16)

    def __reduce__(self) -> tuple[Callable[..., "Catalogue"], tuple[Any, ...]]:
        values = (getattr(self, each.name) for each in fields(self))
        return Catalogue, tuple(dict(value) if isinstance(value, Mapping) else value for value in values)

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the content in 32 hexadecimal digits, the same in every process."""
        seal = blake2b(digest_size=16)
        about = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _ARRAYS}
        about["default_items"] = dict(self.default_items)
        seal.update(json.dumps(about, sort_keys=True).encode())
        for name in NAMES:
            seal.update(_bytes(self.column(name)))
        for kind in ("histories", "lead_time_histories"):
            for item, sample in sorted(getattr(self, kind).items(), key=lambda pair: str(pair[0])):
                seal.update(json.dumps([kind, item, sample.shape]).encode() + sample.tobytes())
        return seal.hexdigest()

    @cached_property
    def defaults_used(self) -> Mapping[str, int]:
        """Column to the number of items that took its default; columns of which none did are absent."""
        return Sealed({name: len(items) for name, items in self.default_items.items()})

    def column(self, name: str) -> Array:
        """The column as a read-only array with a value per item: float64, bool (critical) or text as objects.

        Raises InputError for a name that is no column.
        """
        if name not in self._columns:
            raise InputError(f"Column {plain(name)} is not one of a catalogue: {', '.join(NAMES)}")
        return self._columns[name]

    def but(self, rows: Mapping[str, Mapping[str, object]]) -> "Catalogue":
        """This catalogue with other values, item to column to value, as if its table had said so.

        Defaults that follow from another column follow the new value; None sets a cell back to its default.
        Raises InputError for unknown items or columns and for values out of range.
        """
        self._refuse_unknown(rows)
        named = {name for values in rows.values() for name in values}
        wrong = [name for name in sorted(named, key=str) if name not in BY_NAME or name == "item"]
        if wrong:
            raise InputError([f"Column {plain(name)} is not one that can be set" for name in wrong])
        if not rows:
            return self
        ordered = {item: rows[item] for item in sorted(rows, key=self._items.__getitem__)}
        return self._with(ordered, check(self._as_given(ordered), numbered=False))

    def only(self, items: Iterable[str]) -> "Catalogue":
        """These items alone, in this catalogue's order. Raises InputError for unknown or no items."""
        wanted = _listed(items)
        self._refuse_unknown(wanted)
        return self._kept(self._among(wanted))

    def without(self, items: Iterable[str]) -> "Catalogue":
        """The catalogue but these items. Raises InputError for unknown items or if none is left."""
        unwanted = _listed(items)
        self._refuse_unknown(unwanted)
        return self._kept(~self._among(unwanted))

    @cached_property
    def _items(self) -> dict[str, int]:
        table: pd.DataFrame = vars(self)["_table"]
        if tuple(table.columns) != NAMES:
            raise InputError("A catalogue takes a checked table: make it with load_catalogue or Catalogue.of")
        return {item: position for position, item in enumerate(table["item"])}

    @cached_property
    def _columns(self) -> dict[str, Array]:
        table = self.items
        return {name: _read_only(table[name].to_numpy()) for name in NAMES}

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _as_given(self, rows: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
        """The named rows with their new values, and with defaults blank again. No check looks across rows."""
        at = [self._items[item] for item in rows]
        frame: dict[str, pd.Series[Any]] = {}
        for name in NAMES:
            took = self._took(name)
            old = [None if item in took else value for item, value in zip(rows, self.column(name)[at], strict=True)]
            new = [changes.get(name, was) for changes, was in zip(rows.values(), old, strict=True)]
            known = all(value is not None for value in old) and not any(name in changes for changes in rows.values())
            frame[name] = pd.Series(new, dtype=self.column(name).dtype if known else object)
        return pd.DataFrame(frame)

    def _with(self, rows: Iterable[str], checked: Checked) -> "Catalogue":
        """The catalogue with these rows, checked, in the place of the old ones."""
        at, named = [self._items[item] for item in rows], set(rows)
        table: dict[str, Array] = {}
        took: dict[str, tuple[str, ...]] = {}
        for name in NAMES:
            table[name] = self.column(name).copy()
            table[name][at] = checked.items[name].to_numpy()
            now = self._took(name) - named | set(checked.default_items.get(name, ()))
            if now:
                took[name] = tuple(item for item in self._items if item in now)
        return self._replaced(pd.DataFrame({name: pd.Series(v, dtype=v.dtype) for name, v in table.items()}), took)

    def _took(self, name: str) -> frozenset[str]:
        """The items that took the column's default."""
        return self._defaults.get(name, frozenset())

    @cached_property
    def _defaults(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(items) for name, items in self.default_items.items()}

    def _among(self, items: Mapping[str, None]) -> NDArray[np.bool_]:
        return np.array([item in items for item in self._items], dtype=bool)

    def _kept(self, kept: NDArray[np.bool_]) -> "Catalogue":
        if not kept.any():
            raise InputError("A catalogue needs at least one item, none is left")
        left = set(self.column("item")[kept])
        took = {name: tuple(item for item in items if item in left) for name, items in self.default_items.items()}
        return self._replaced(self.items[kept], {name: items for name, items in took.items() if items})

    def _replaced(self, table: pd.DataFrame, took: Mapping[str, tuple[str, ...]]) -> "Catalogue":
        about = {each.name: getattr(self, each.name) for each in fields(self)}
        return Catalogue(**(about | {"items": table, "default_items": took}))

    def _refuse_unknown(self, items: Iterable[object]) -> None:
        unknown = [item for item in items if item not in self._items]
        if unknown:
            raise InputError([f"Item {plain(item)} is not in the catalogue" for item in unknown])


_ARRAYS = ("items", "histories", "lead_time_histories")


def _listed(items: Iterable[str]) -> dict[str, None]:
    if isinstance(items, str):
        raise InputError(f"Items must be a list of identifiers, got {plain(items)}")
    return dict.fromkeys(items)


def _read_only(values: Array) -> Array:
    own = values.copy()
    own.flags.writeable = False
    return own


def _bytes(values: Array) -> bytes:
    if values.dtype == object:
        return json.dumps(values.tolist()).encode()
    return np.where(np.isnan(values), np.nan, values).tobytes()  # NaN has many bit patterns, one meaning


def _sealed(histories: Mapping[str, Any], known: set[str]) -> Histories:
    """Own, read-only samples of the items that are known."""
    own = {item: np.array(sample, dtype=float) for item, sample in histories.items() if item in known}
    for sample in own.values():
        sample.flags.writeable = False
    return Sealed(own)


def _about_faults(catalogue: Catalogue) -> list[str]:
    words = {"Name": catalogue.name, "Currency": catalogue.currency, "Source": catalogue.source or "-"}
    about = [
        f"{label} of the catalogue must be text, got {plain(value)}"
        for label, value in words.items()
        if not isinstance(value, str) or not value.strip()
    ]
    start = catalogue.calendar_start
    if not _is_day(start):
        about.append(f"Calendar start must be a day such as 2026-01-01, got {plain(start)}")
    places = catalogue.warehouse_places
    is_number = isinstance(places, int | float) and not isinstance(places, bool)
    if places is not None and not (is_number and 0 <= places <= MOST_PLACES):
        about.append(f"Warehouse places must be 0 to {MOST_PLACES:,.0f} pallets, got {plain(places)}")
    wrong = [name for name in catalogue.assumed if name not in BY_NAME]
    return about + [f"Assumed column {plain(name)} is not one of a catalogue" for name in wrong]


def _is_day(text: object) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _all_history_faults(catalogue: Catalogue) -> list[str]:
    demand = _history_faults(catalogue, "demand", catalogue.histories, "demand_per_day", np.inf)
    lead = _history_faults(catalogue, "lead_time", catalogue.lead_time_histories, "lead_time_days", LONGEST_LEAD_TIME)
    return demand + lead


def _history_faults(catalogue: Catalogue, kind: str, histories: Histories, mean: str, high: float) -> list[str]:
    """Items whose model is history need a sample that can be drawn from and scaled to their mean."""
    subject = kind.replace("_", "-").capitalize() + " history"
    wanting = catalogue.column(f"{kind}_model") == "history"
    faults = []
    items, means = catalogue.column("item")[wanting], catalogue.column(mean)[wanting]
    for item, expected in zip(items, means, strict=True):
        wrong = _sample_fault(histories.get(item), expected, mean, high)
        if wrong:
            faults.append(f"{subject} of item {shorten(item)} {wrong} (column {kind}_model)")
    return faults


def _sample_fault(sample: NDArray[np.float64] | None, expected: float, mean: str, high: float) -> str:
    if sample is None or not sample.size:
        return "is missing: the model history draws from it"
    if sample.ndim != 1 or not np.isfinite(sample).all() or sample.min() < 0 or sample.max() > high:
        return "must be a list of numbers of at least 0" + (f" and at most {high:g}" if high < np.inf else "")
    if expected > 0 and not sample.any():
        return f"is all zeros, {mean} says {expected:g}"
    return ""
