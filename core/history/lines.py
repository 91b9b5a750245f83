"""Order lines with values: what a part's text means, line by line, and which lines can't be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.history.coded import Coded, Mask, joined
from core.history.spans import settled
from core.history.stacking import Part
from core.history.typed import When, cells_at, dates_of, numbers_of, texts_of
from core.history.wishes import Wishes

Floats = NDArray[np.float64]

TEXT_ROLES = ("document", "customer", "name", "category", "supplier")


@dataclass(frozen=True)
class Lines:
    """Order lines, n of them: the moment, the item, units, and what else the files tell, None where they don't.

    `price` in money per unit; `texts` the columns of TEXT_ROLES that some part has; `period` says what a line's
    quantity covers: day, week or month.
    """

    parts: tuple[Part, ...]
    when: When
    item: Coded
    quantity: Floats
    price: Floats | None
    texts: dict[str, Coded]
    period: str

    def __len__(self) -> int:
        return len(self.quantity)

    @property
    def day(self) -> NDArray[np.datetime64]:
        """The calendar day of each line; the first where it covers several."""
        return self.when.at.astype("datetime64[D]")

    @property
    def no_date(self) -> Mask:
        return np.isnat(self.when.at)

    @property
    def no_quantity(self) -> Mask:
        return np.isnan(self.quantity)

    @property
    def unreadable(self) -> Mask:
        """Lines that lack a date, a quantity or an item."""
        return self.no_date | self.no_quantity | self.item.blank

    def renamed(self, item: Coded) -> "Lines":
        """The same lines under other codes."""
        return replace(self, item=item)


def read_lines(parts: Sequence[Part], wish: Wishes) -> Lines:
    """The lines of all parts, one after the other. Raises InputError if dates or numbers can be read two ways."""
    numbers = [numbers_of(part, ("quantity", "price"), wish) for part in parts]
    unknown = [np.full(len(part.rows), np.nan) for part in parts]
    when, period = _moments(parts, wish)
    has_price = any("price" in each for each in numbers)
    prices = [each.get("price", nan) for each, nan in zip(numbers, unknown, strict=True)]
    return Lines(
        parts=tuple(parts),
        when=when,
        item=joined([texts_of(part, "item") for part in parts]),
        quantity=np.concatenate([each["quantity"] for each in numbers]),
        price=np.concatenate(prices) if has_price else None,
        texts={role: joined([texts_of(part, role) for part in parts]) for role in TEXT_ROLES
               if any(role in part.columns for part in parts)},
        period=period,
    )  # fmt: skip


def _moments(parts: Sequence[Part], wish: Wishes) -> tuple[When, str]:
    found = [dates_of(part, "date", wish) for part in parts]
    when = When(np.concatenate([each.at for each in found]), np.concatenate([each.days for each in found]))
    across = all(part.asked.get("layout") == "dates across" for part in parts)
    return settled(when, wish.choices.get("period"), across)


def as_written(parts: Sequence[Part], at: NDArray[np.intp]) -> pd.DataFrame:
    """Lines as they stand in the files, behind the file's name and the row in it."""
    frames, start = [], 0
    for part in parts:
        here = at[(at >= start) & (at < start + len(part.rows))] - start
        frame = part.written.iloc[here].reset_index(drop=True)
        frame.insert(0, "file row", part.rows[here], allow_duplicates=True)
        frame.insert(0, "file", part.files.texts[here], allow_duplicates=True)
        frames.append(frame)
        start += len(part.rows)
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True).fillna("")


def with_misfits(parts: Sequence[Part], unreadable: pd.DataFrame) -> pd.DataFrame:
    """Unreadable lines and the rows that don't fit their table, by their place."""
    frames = [frame for frame in (unreadable, *(part.misfits for part in parts)) if len(frame)]
    if len(frames) < 2:
        return frames[0] if frames else unreadable
    together = pd.concat(frames, ignore_index=True).fillna("")
    return together.sort_values(["file", "file row"], kind="stable", ignore_index=True)


def misfits(parts: Sequence[Part]) -> int:
    """How many rows don't fit their table."""
    return sum(len(part.misfits) for part in parts)


def why_unreadable(parts: Sequence[Part], checks: Sequence[tuple[str, Mask, str]], at: NDArray[np.intp]) -> list[str]:
    """Per line what is wrong with it. `checks`: role, which lines fail, and what a cell must be."""
    said: list[list[str]] = [[] for _ in at]
    start = 0
    for part in parts:
        mine = np.flatnonzero((at >= start) & (at < start + len(part.rows)))
        for role, fails, wanted in checks:
            hit = mine[fails[at[mine]]]
            cells = cells_at(part, role, at[hit] - start)
            for place, cell in zip(hit.tolist(), cells, strict=True):
                said[place].append(f"column {part.columns.get(role, role)} must be {wanted}, got '{cell}'")
        start += len(part.rows)
    return ["; ".join(each) for each in said]
