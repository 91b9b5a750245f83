"""The cleaning rules in the order in which they are asked. A line is set aside under the first that fits it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.history.charges import is_charge
from core.history.coded import Mask
from core.history.lines import Lines
from core.history.returns import is_return


@dataclass(frozen=True)
class Rule:
    """A rule that can be switched: its name in `rules=`, its reason in the report, why it is there, which lines fit."""

    name: str
    reason: str
    help: str
    fits: Callable[[Lines], Mask]


def _duplicates(lines: Lines) -> Mask:
    frames = [part.written for part in lines.parts]
    return np.concatenate([_again(frame) for frame in frames])


def _again(frame: pd.DataFrame) -> Mask:
    """Rows equal to an earlier one in every cell. Codes are compared: hashing half a million texts takes seconds."""
    codes = pd.DataFrame({at: pd.factorize(frame.iloc[:, at])[0] for at in range(frame.shape[1])})
    return codes.duplicated().to_numpy()


def _returns(lines: Lines) -> Mask:
    return is_return(lines.quantity, lines.price, lines.texts.get("document"))


def _prices(lines: Lines) -> Mask:
    return np.zeros(len(lines), dtype=bool) if lines.price is None else lines.price <= 0


def _charges(lines: Lines) -> Mask:
    sold = lines.quantity > 0 if lines.price is None else (lines.quantity > 0) & (lines.price > 0)
    return is_charge(lines.item, lines.texts.get("name"), sold)


RULES: tuple[Rule, ...] = (
    Rule("duplicates", "exact duplicates of an earlier line",
         "Lines equal to an earlier one in every cell.", _duplicates),
    Rule("returns", "returns and cancellations, netted against their sale",
         "Cancelled documents, and negative quantities with a positive price or none; they reduce their sale.",
         _returns),
    Rule("prices", "zero or negative prices",
         "Gifts, samples, corrections of stock and of debt.", _prices),
    Rule("charges", "charges and other lines that are no product",
         "Postage, fees, discounts, vouchers, corrections, totals.", _charges),
)  # fmt: skip

MERGE_CODES = "merge_codes"
SWITCHES: Mapping[str, bool] = {**{rule.name: True for rule in RULES}, MERGE_CODES: False}
"""What `rules=` may hold, and what holds unless it says otherwise."""

UNREADABLE, USED = "unreadable", "used"


@dataclass(frozen=True)
class Verdict:
    """Per line the name of the rule that set it aside, 'unreadable' or 'used'; per rule all lines that fit it."""

    rule: NDArray[np.object_]
    fitting: Mapping[str, Mask]

    def lines(self, name: str) -> Mask:
        """Which lines went under a name."""
        found: Mask = self.rule == name
        return found


def sort_out(lines: Lines, switches: Mapping[str, bool]) -> Verdict:
    """Every line's verdict: unreadable, or the first rule that is on and fits, or used."""
    unreadable = lines.unreadable
    rule = np.where(unreadable, UNREADABLE, USED).astype(object)
    fitting = {UNREADABLE: unreadable}
    for each in RULES:
        fitting[each.name] = each.fits(lines)
        if switches[each.name]:
            rule[fitting[each.name] & (rule == USED)] = each.name
    return Verdict(rule, fitting)
