"""What a person brought in a session, and what they said about it. No screen.

Raw files aren't kept: what was read is packed (a tenth of its size), and unpacked while something is computed from it.
Of every step the last result is kept, by what it was made of, so that a switched rule reads no file again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, TypeVar

import pyarrow as pa
from pyarrow import feather

from core import Catalogue, InputError
from core.catalogue import load_catalogue
from core.catalogue.reading import frame_of
from core.errors import plain
from core.history import Built, Items, Orders, Receipts, build, import_items, import_orders, import_receipts
from core.history.preview import Preview, preview
from core.tables import Table, read_isolated

UNNAMED = Catalogue.name
KINDS = ("orders", "receipts", "items")
Columns = Mapping[str, str | None]
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class File:
    """A file that was read: a fingerprint of its content, its lines, its table without cells, and the cells, packed."""

    digest: str
    lines: int
    about: Table = field(repr=False)
    cells: bytes = field(repr=False)

    @classmethod
    def of(cls, table: Table, digest: str) -> File:
        packed = io.BytesIO()
        feather.write_feather(pa.Table.from_pandas(table.frame, preserve_index=False), packed, compression="zstd")
        return cls(digest, len(table.frame), replace(table, frame=table.frame.head(0)), packed.getvalue())

    @property
    def name(self) -> str:
        return self.about.name

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed about the file, and which of its rows could not be read."""
        return (*self.about.notes, *self.about.faults)

    def table(self) -> Table:
        """The table as it was read."""
        return replace(self.about, frame=feather.read_feather(io.BytesIO(self.cells)))


@dataclass
class _Done:
    """The last result of a step, or why there is none."""

    key: Hashable
    value: Any = None
    faults: tuple[str, ...] = ()


@dataclass
class Brought:
    """One per session, changed in place. `columns` holds what was confirmed, by kind, `refused` why something wasn't;
    `rules` what was switched.

    `loaded` is a catalogue that was brought as it is, and goes before the files. `suggested` counts the names that
    came with a file: each makes a field of its own on screen.
    """

    files: dict[str, list[File]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    columns: dict[str, Columns] = field(default_factory=dict)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: dict[str, bool] = field(default_factory=dict)
    name: str = ""
    currency: str = "EUR"
    suggested: int = 0
    loaded: Catalogue | None = None
    _done: dict[str, _Done] = field(default_factory=dict, repr=False)

    @property
    def empty(self) -> bool:
        """Whether nothing was brought yet."""
        return self.loaded is None and not any(self.files.values())

    def add(self, kind: str, name: str, raw: bytes) -> None:
        """Reads a file in a process of its own. Raises InputError, also for one that is there already."""
        digest = blake2b(raw, digest_size=16).hexdigest()
        same = [file.name for file in self.files[kind] if file.digest == digest]
        if same:
            raise InputError(f"File {plain(name)} is there already, as {plain(same[0])}")
        self.files[kind].append(File.of(read_isolated(name, raw), digest))
        self.loaded = None
        self._name_by_file()

    def remove(self, kind: str, digest: str) -> None:
        """Forgets a file; with the last one of a kind, what was said of its columns too."""
        self.files[kind] = [file for file in self.files[kind] if file.digest != digest]
        if not self.files[kind]:
            self.columns.pop(kind, None)
            self._done.clear()
            self.name = "" if kind == "orders" else self.name

    def load(self, name: str, raw: bytes) -> None:
        """Takes a catalogue's file instead of orders. Raises InputError."""
        found = load_catalogue(frame_of(read_isolated(name, raw)))
        if found.name == UNNAMED:
            found = replace(found, name=name.split(".")[0] or name, source=name)
        self.loaded = found
        self._suggest(found.name, found.currency)

    def unload(self) -> None:
        """Forgets the catalogue that was loaded; the files count again."""
        self.loaded, self.name = None, ""
        self._name_by_file()

    def preview(self, kind: str) -> Preview:
        """Headings, sample rows, which column is what, and what has to be asked. Raises InputError."""
        columns = self.columns.get(kind, {})
        key = (self._digests(kind), _sorted(columns))
        return self._once(f"preview-{kind}", key, lambda: preview(kind, self._tables(kind), columns))

    def orders(self) -> Orders:
        """The cleaned orders. Raises InputError."""
        return self._imported("orders", lambda tables, columns: import_orders(tables, columns, self.rules))

    def receipts(self) -> Receipts | None:
        """Lead times, where receipts were brought and their columns confirmed. Raises InputError."""
        return self._imported("receipts", import_receipts) if self.ready("receipts") else None

    def items(self) -> Items | None:
        """What is known of the items, where that was brought and its columns confirmed. Raises InputError."""
        return self._imported("items", import_items) if self.ready("items") else None

    def ready(self, kind: str) -> bool:
        """Whether files of this kind are there, their columns confirmed and nothing is left to be asked."""
        if not (self.files[kind] and kind in self.columns):
            return False
        try:
            found = self.preview(kind)
        except InputError:
            return False
        return not (found.open or found.faults)

    def built(self) -> Built:
        """The catalogue made of what was brought, with its estimates and how it came about. Raises InputError."""
        return self._once("built", self._key(), lambda: build(self.orders(), self.receipts(), self.items()))

    def catalogue(self) -> Catalogue:
        """The catalogue that was loaded, or the one made of what was brought; named as asked. Raises InputError."""
        return replace(self.loaded or self.built().catalogue, name=self.name, currency=self.currency)

    def _imported(self, kind: str, read: Callable[[list[Table], Columns], _Value]) -> _Value:
        return self._once(kind, self._key(kind), lambda: read(self._tables(kind), self.columns[kind]))

    def _key(self, *kinds: str) -> Hashable:
        parts = [(self._digests(kind), _sorted(self.columns.get(kind, {}))) for kind in kinds or KINDS]
        return (*parts, _sorted(self.rules))

    def _digests(self, kind: str) -> tuple[str, ...]:
        return tuple(file.digest for file in self.files[kind])

    def _tables(self, kind: str) -> list[Table]:
        return [file.table() for file in self.files[kind]]

    def _name_by_file(self) -> None:
        if not self.name and self.files["orders"]:
            name = self.files["orders"][0].name.split(".")[0].replace("_", " ").strip()
            self._suggest(name[:1].upper() + name[1:] or "Own data", self.currency)

    def _suggest(self, name: str, currency: str) -> None:
        self.name, self.currency, self.suggested = name, currency, self.suggested + 1

    def _once(self, step: str, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """The step's last result if it was made of the same, or a new one; also remembers why there is none."""
        done = self._done.get(step)
        if done is None or done.key != key:
            # The old result goes first: two of them needn't fit in memory.
            done = self._done[step] = _Done(key)
            try:
                done.value = make()
            except InputError as error:
                done.faults = error.faults
        if done.faults:
            raise InputError(done.faults)
        value: _Value = done.value
        return value


def _sorted(said: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(said.items()))
