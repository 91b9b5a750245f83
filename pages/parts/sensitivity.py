"""What the sensitivity page shows: what decides, the tornado, one setting's curve, and the tables."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

import pandas as pd
import streamlit as st

from core import InputError, price, sensitivity, sensitivity_curve
from core.sensitivity import Sensitivity, SensitivityCurve, current, is_guess
from core.sensitivity.ranges import inputs
from core.settings import Setting, Value
from pages.parts import cached, cards, controls, sensitivity_charts, sensitivity_choices, sensitivity_rows, taking
from pages.parts import sensitivity_words as words
from pages.parts.naming import ECONOMIC, is_economic, owned
from pages.parts.sensitivity_choices import Chosen
from pages.parts.telling import Telling
from pages.parts.trying import trials

_WANTED, _LATEST = "sensitivity-wanted", "sensitivity-latest"
# A search begins when nothing has moved for so many looks; pictures on the way come so many seconds apart.
LOOKS, BETWEEN = 6, 0.5
USUAL = "lead_time_variability"


@dataclass(frozen=True, eq=False)
class Seen:
    """The choices, and what is known so far."""

    chosen: Chosen
    found: Sensitivity | None

    @property
    def currency(self) -> str:
        """The data set's currency."""
        return self.chosen.catalogue.currency

    @property
    def vary(self) -> str:
        """The setting of the curve: the one chosen, or else the strongest that is known."""
        if self.chosen.vary:
            return self.chosen.vary
        strongest = self.found.strongest(self.chosen.cost) if self.found else ()
        # While it is looked for anew, the curve stays where it was.
        latest = strongest[0] if strongest else st.session_state.get(_LATEST, USUAL)
        st.session_state[_LATEST] = latest
        return str(latest)


def seen() -> Seen:
    """What there is to show."""
    chosen = sensitivity_choices.chosen()
    return Seen(chosen, cached.decided().get(chosen.key))


def titles() -> dict[str, str]:
    """The settings' names on screen, a policy's own with that policy's."""
    return {name: owned(controls.SETTINGS[name]) for name in inputs()}


def said(setting: Setting, value: Value) -> str:
    """A value of a setting, to four digits, with a unit where it is short: × 1.5, 15 %, 21 days, off."""
    if is_economic(setting, value):
        return ECONOMIC
    if value is None or isinstance(value, bool | str):
        return controls.shown(setting, value)
    number = f"{100 * value if setting.percent else value:,.4g}".replace("-", "−")
    if setting.percent:
        return f"{number} %"
    if setting.unit == "days":
        return f"{number} {'day' if value == 1 else 'days'}"
    return f"× {number}" if setting.unit.startswith("×") else number


def answer(shown: Seen) -> str:
    """The page's title."""
    chosen, found = shown.chosen, shown.found
    if found is None:
        return cards.headline(words.waiting(*chosen.pair, _base(chosen), chosen.cost, shown.currency))
    strongest = found.strongest(chosen.cost)
    surely, maybe = _turning(found, chosen.cost)
    changes = len(surely), len(maybe), found.table["setting"].nunique()
    if not strongest:
        return cards.headline(words.headline(chosen.pair, ("", ""), None, changes, shown.currency))
    rows = found.table[(found.table["measure"] == chosen.cost) & (found.table["setting"] == strongest[0])]
    ends = rows.iloc[0], rows.iloc[-1]
    setting = controls.SETTINGS[strongest[0]]
    unsized = strongest[0] in guesses(chosen)
    now = said(setting, current(chosen.catalogue, chosen.scenario, setting.name)) if unsized else ""
    over = words.over(*(said(setting, row["value"]) for row in ends), setting.kind, now)
    called = words.called(setting), over
    return cards.headline(words.headline(chosen.pair, called, ends, changes, shown.currency, unsized))


def _turning(found: Sensitivity, measure: str) -> tuple[list[str], list[str]]:
    """The settings that change the winner surely, and those that only may."""
    surely = found.flipping(measure, surely=True)
    return list(surely), [name for name in found.flipping(measure) if name not in surely]


def guesses(chosen: Chosen) -> frozenset[str]:
    """The settings whose ranges are no share of today's value, and not a person's own."""
    now = {name: current(chosen.catalogue, chosen.scenario, name) for name in inputs() if name not in chosen.ranges}
    return frozenset(name for name, value in now.items() if is_guess(controls.SETTINGS[name], value))


def _base(chosen: Chosen) -> dict[str, float]:
    """Today's difference in the cost measure."""
    outcome = price(cached.ledger(chosen.catalogue, chosen.scenario), chosen.scenario)
    return _difference(outcome.paired, chosen)


def _difference(paired: pd.DataFrame, chosen: Chosen) -> dict[str, float]:
    table = paired[paired["measure"] == chosen.cost].set_index(["first", "second"])
    if chosen.pair in table.index:
        return {name: float(table.at[chosen.pair, name]) for name in ("difference", "lo", "hi")}
    row = table.loc[chosen.pair[::-1]]
    return {"difference": -float(row["difference"]), "lo": -float(row["hi"]), "hi": -float(row["lo"])}


def tornado(shown: Seen) -> None:
    """The two tornadoes; looked for where they aren't known, after everything that is there at once."""
    chosen = shown.chosen
    if shown.found is None and cached.is_large(chosen.catalogue, chosen.scenario):
        asked = st.session_state.pop(_WANTED, None)
        if not asked:
            st.button(words.LOOK, key="look-sensitivity", type="primary", on_click=_want)
            return
    telling = Telling(words.LOOKING, lambda name: f"{titles()[name]}")
    places = _places(chosen)
    if shown.found is not None:
        _draw(places, shown, shown.found, 0)
        st.html(cards.notes(*below(shown, shown.found)))
        return
    found = _look(chosen, telling, lambda partly: _draw(places, shown, partly, sensitivity_rows.MOST))
    telling.done()
    cached.decided().put(chosen.key, found)
    cached.decided().put(chosen.physics, True)
    # The title, the curve's setting and the tables follow from it; what is drawn stays.
    st.rerun()


def _want() -> None:
    st.session_state[_WANTED] = True
    controls.searched()


def _places(chosen: Chosen) -> list[Any]:
    left, right = st.columns(2, gap="medium")
    places = []
    for column, measure in ((left, chosen.cost), (right, chosen.service)):
        with column, st.container(key=f"chart-tornado-{measure}", gap="xsmall"):
            st.html(cards.heading(words.LABELS[measure]))
            places.append(st.empty())
    return places


def _draw(places: list[Any], shown: Seen, found: Sensitivity, rows: int) -> None:
    chosen, named = shown.chosen, titles()
    for place, measure in zip(places, (chosen.cost, chosen.service), strict=True):
        frame = sensitivity_rows.tornado(found, measure, named, said, rows, guesses(chosen))
        alt = words.TORNADO_ALT.format(words.LABELS[measure])
        place.vega_lite_chart(frame, sensitivity_charts.tornado(measure, chosen.pair, shown.currency), alt=alt)


def _look(chosen: Chosen, telling: Telling, draw: Any) -> Sensitivity:
    if not cached.decided().get(chosen.physics):
        telling.settle(LOOKS)
    drawn = monotonic()

    def so_far(found: Sensitivity) -> None:
        nonlocal drawn
        if monotonic() - drawn > BETWEEN:
            draw(found)
            drawn = monotonic()

    return sensitivity(
        *(chosen.catalogue, chosen.scenario, None, *chosen.pair, (chosen.cost, chosen.service), chosen.ranges),
        progress=telling,
        spread=chosen.spread,
        trials=trials(chosen.catalogue, chosen.scenario),
        so_far=so_far,
    )


def below(shown: Seen, found: Sensitivity) -> tuple[str, ...]:
    """What stands below the tornado."""
    chosen, named = shown.chosen, titles()
    measures = (chosen.cost, chosen.service)
    base = tuple((name, found.base.loc[name]) for name in measures)
    turning = [tuple([named[one] for one in names] for names in _turning(found, name)) for name in measures]
    short = found.table[(found.table["note"] != "") & (found.table["measure"] == chosen.cost)]
    narrowed = [
        words.narrowed(named[row["setting"]], said(controls.SETTINGS[row["setting"]], row["value"]))
        for row in short.to_dict("records")
    ]
    return (*words.below(base, chosen.pair, turning, narrowed, shown.currency), _guessed(chosen, found))


def _guessed(chosen: Chosen, found: Sensitivity) -> str:
    """What is said of guessed ranges: of the settings that have an effect on the cost."""
    strongest, unsized = found.strongest(chosen.cost), guesses(chosen)
    names = [owned(controls.SETTINGS[name]) for name in strongest if name in unsized]
    rest = next((name for name in strongest if name not in unsized), "")
    leads = bool(rest) and strongest[0] in unsized
    return words.guessed(names, words.called(controls.SETTINGS[rest]) if leads else "")


def curve(shown: Seen) -> None:
    """One setting: its choice, its range, and the three policies along it."""
    chosen, name = shown.chosen, shown.vary
    sensitivity_choices.draw_one(chosen, name, titles())
    found = _curve(chosen, name)
    setting = controls.SETTINGS[name]
    kind = "words" if sensitivity_rows.is_words(found) else "percent" if setting.percent else "number"
    left, right = st.columns(2, gap="medium")
    for column, measure in ((left, chosen.cost), (right, chosen.service)):
        with column, st.container(key=f"chart-curve-{measure}", gap="xsmall"):
            rows = sensitivity_rows.curve(found, measure, shown.currency, said)
            declared = sensitivity_charts.curve(measure, shown.currency, kind)
            alt = words.CURVE_ALT.format(words.LABELS[measure])
            st.vega_lite_chart(rows, declared, key=f"curve-{measure}-{kind}", alt=alt)
    if found.note:
        st.html(cards.notes(f"{found.note}."))


def _curve(chosen: Chosen, name: str) -> SensitivityCurve:
    ends = chosen.ranges.get(name)
    key = ("curve", *chosen.key, name)
    found: SensitivityCurve | None = cached.decided().get(key)
    if found is None:
        telling = Telling(words.LOOKING, lambda name: titles()[name])
        found = sensitivity_curve(
            *(chosen.catalogue, chosen.scenario, name, *chosen.pair, (chosen.cost, chosen.service)),
            ends=ends,
            progress=telling,
            spread=chosen.spread,
            trials=trials(chosen.catalogue, chosen.scenario),
        )
        telling.done()
        cached.decided().put(key, found)
    return found


def tables(shown: Seen) -> None:
    """Every setting as a table, and the files."""
    found, chosen = shown.found, shown.chosen
    if found is None:
        return
    named = titles()
    with st.expander(words.TABLE, key="sensitivity-tables"):
        for measure in (chosen.cost, chosen.service):
            head, rows = sensitivity_rows.table(found, measure, named, said, shown.currency)
            st.html(cards.grid(head, rows, words.LABELS[measure], says=2))
    curve = _curve(chosen, shown.vary)
    taking.tables("sensitivity", {"settings": lambda: found.table, "curve": lambda: curve.table})


__all__ = ["InputError", "Seen", "answer", "curve", "seen", "tables", "tornado"]
