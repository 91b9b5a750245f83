"""Returns and cancellations: which lines are some, and from which sales they are taken."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.history.coded import Coded, Codes, Mask
from core.history.headers import wordset

Floats = NDArray[np.float64]

_CREDIT_WORDS = wordset(
    "CN CR CRN CRED CREDIT RET RETURN RTN RMA STORNO STO GUT GUTSCHRIFT GS AV AVOIR NC ABONO REFUND CANCEL CANC"
)
_PREFIX = re.compile(r"\s*([^\W\d_]+)[\s\-_/#.]*\d")
_MOSTLY, _RARELY = 0.5, 0.25
_ANY = 5e-324


def is_return(quantity: Floats, price: Floats | None, document: Coded | None) -> Mask:
    """Lines of a cancelled document, and negative quantities that have a positive price or no price at all.

    A document is a cancelled one if it begins with C and most begin with digits (a till's way), or with a word
    for a credit note that is rare among the documents. A negative quantity at no charge corrects the stock.
    """
    priced = np.ones(len(quantity), dtype=bool) if price is None else ~(price <= 0)
    back = (quantity < 0) & priced
    return back if document is None else back | _cancelled(document)[document.codes]


def _cancelled(document: Coded) -> Mask:
    found = [_PREFIX.match(str(word)) for word in document.words]
    prefixes = np.array([each[1].upper() if each else "" for each in found], dtype=object)
    digits = np.array([str(word).strip()[:1].isdigit() for word in document.words], dtype=bool)
    credit = np.array([prefix in _CREDIT_WORDS for prefix in prefixes], dtype=bool)
    cancelled: Mask = credit & (credit.mean() < _RARELY) if len(credit) else credit
    if len(digits) and digits.mean() >= _MOSTLY:
        cancelled = cancelled | (prefixes == "C")
    return cancelled


def take_back(
    quantity: Floats, when: NDArray[np.int64], returned: Mask, sold: Mask, item: Codes, customer: Coded | None
) -> tuple[Floats, Floats]:
    """Units taken out of each line's sale, and units of each return that found a sale.

    A return is matched to the latest sale before it (or at the same time) of the same item, and of the same customer
    where it names one, that has enough left; if none has, to the latest ones, as many as it takes. Returns go by
    time, then by place in the file. One that names no customer takes nameless sales before anybody else's.
    `quantity` in units, `when` in any unit of time, `returned` and `sold` mark lines.
    """
    left, owed = np.where(sold, quantity, 0.0), np.where(returned, np.abs(quantity), 0.0)
    before, due = left.copy(), owed.copy()
    for keys, mine in _rounds(item, customer, returned):
        _match(left, owed, when, np.flatnonzero(mine & (owed > 0)), np.flatnonzero(left > 0), keys)
    return before - left, due - owed


def _rounds(item: Codes, customer: Coded | None, returned: Mask) -> list[tuple[NDArray[np.int64], Mask]]:
    by_item = item.astype(np.int64)
    if customer is None:
        return [(by_item, returned)]
    by_both = by_item * len(customer.words) + customer.codes
    return [(by_both, returned), (by_item, returned & customer.blank)]


def _match(
    left: Floats, owed: Floats, when: NDArray[np.int64], returns: Codes, sales: Codes, keys: NDArray[np.int64]
) -> None:
    """Moves units from `left` at the sales to `owed` at the returns, in place."""
    sales = sales[np.isin(keys[sales], keys[returns])]
    sales = sales[np.lexsort((sales, when[sales], keys[sales]))]
    returns = returns[np.lexsort((returns, when[returns]))]
    starts = np.searchsorted(keys[sales], keys[returns])
    ends = _ends(keys[sales], when[sales], keys[returns], when[returns])
    tree = _Latest(left[sales].tolist())
    for line, start, end in zip(returns.tolist(), starts.tolist(), ends.tolist(), strict=True):
        owed[line] = tree.take(float(owed[line]), start, end)
    left[sales] = tree.values


def _ends(
    keys: NDArray[np.int64], times: NDArray[np.int64], wanted: NDArray[np.int64], until: NDArray[np.int64]
) -> Codes:
    """Where, in sales sorted by key and time, those of a return's key up to its time end."""
    both, clock = np.concatenate([keys, wanted]), np.concatenate([times, until])
    order = np.lexsort((np.arange(len(both)), clock, both))
    sales_so_far = np.cumsum(order < len(keys))
    place = np.empty(len(both), dtype=np.intp)
    place[order] = sales_so_far
    return place[len(keys) :]


class _Latest:
    """What is left of sales in a row; finds the latest with enough in as many steps as the row has doublings."""

    def __init__(self, values: Sequence[float]) -> None:
        self.size = 1 << max(len(values) - 1, 0).bit_length()
        self.count = len(values)
        self.most = [0.0] * self.size + list(values) + [0.0] * (self.size - len(values))
        for node in range(self.size - 1, 0, -1):
            self.most[node] = max(self.most[2 * node], self.most[2 * node + 1])

    @property
    def values(self) -> list[float]:
        return self.most[self.size : self.size + self.count]

    def take(self, units: float, start: int, end: int) -> float:
        """Takes units from the latest of the sales start to end − 1 that has enough, else from several.

        Returns how many units found no sale.
        """
        while units > 0:
            at = self._latest(units, start, end)
            at = self._latest(_ANY, start, end) if at < 0 else at
            if at < 0:
                break
            taken = min(units, self.most[self.size + at])
            self._set(at, self.most[self.size + at] - taken)
            units -= taken
        return units

    def _set(self, at: int, value: float) -> None:
        node = self.size + at
        self.most[node] = value
        while node > 1:
            node //= 2
            self.most[node] = max(self.most[2 * node], self.most[2 * node + 1])

    def _latest(self, least: float, start: int, end: int) -> int:
        """The last place from start to end − 1 with at least that much, −1 if none."""
        low, high = start + self.size, end + self.size
        right_nodes: list[int] = []
        left_nodes: list[int] = []
        while low < high:
            if low & 1:
                left_nodes.append(low)
                low += 1
            if high & 1:
                high -= 1
                right_nodes.append(high)
            low //= 2
            high //= 2
        found = next((node for node in [*right_nodes, *reversed(left_nodes)] if self.most[node] >= least), 0)
        while 0 < found < self.size:
            found = 2 * found + 1 if self.most[2 * found + 1] >= least else 2 * found
        return found - self.size if found else -1
