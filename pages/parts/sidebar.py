"""The sidebar: what differs, link and baseline on top, the first settings always open, all others by group."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.catalogue import BUILT_IN
from core.frontier import buffer_shares
from core.look import numbers
from core.presets import preset, presets
from pages.parts import baseline, controls, datasets, keeping, link, popovers, sharing, style
from pages.parts.controls import SETTINGS


def draw() -> None:
    """Everything in the sidebar; each setting exactly once.

    The notes are written last, into places kept for them: on a session's first run a widget takes its value from the
    link only when it is drawn.
    """
    with st.sidebar:
        # A bound widget writes its options to the link as they are shown, so the data sets go by their short names.
        st.selectbox("Data set", datasets.names(), key="data", bind="query-params")
        about = st.container()
        _snapshot_in_link()
        _presets()
        above = st.container()
        beside_costs = _first()
        beside_buffers = _buffers()
        _groups({*controls.FIRST, *(name for names in controls.BUFFERS.values() for name in names)})
        popovers.hear()
    notes_at = ((about, about_data), (above, notes), (beside_costs, rate), (beside_buffers, buffers))
    for place, write in notes_at:
        with place:
            write()


def _snapshot_in_link() -> None:
    """Keeps the name of the snapshot that is shown in the address, on every page: a widget that nobody sees."""
    snapshot = datasets.opened()
    if datasets.chosen() == datasets.SNAPSHOT and snapshot is not None:
        st.session_state["snapshot"] = snapshot.name + link.WHOLE
        st.text_input("Snapshot", key="snapshot", bind="query-params")
        st.html(style.hidden(["snapshot"]))


def _presets() -> None:
    """The presets, each with what it sets and what that rests on; a click starts from one."""
    with st.popover("Presets", key="presets", width="stretch"):
        for one in presets():
            st.button(one.label, key=f"preset-{one.name}", on_click=choose, args=(one.name,))
            st.text(one.says)
            sets = ", ".join(
                f"{controls.title(SETTINGS[name])} {controls.shown(SETTINGS[name], value)}"
                for name, value in one.values.items()
            )
            st.text(f"Sets: {sets}.")
            st.text(f"Source: {one.source}.")


def choose(name: str) -> None:
    """Sets a preset: its values, and the default of every other setting but futures, days and seed."""
    now, wanted = controls.scenario().to_dict(), preset(name).scenario().to_dict()
    controls.apply({key: now[key] if SETTINGS[key].group == "run" else value for key, value in wanted.items()})


def _name_of(changed: dict[str, controls.Value]) -> str:
    """The preset that is set just now, if any."""
    world = {name: value for name, value in changed.items() if SETTINGS[name].group != "run"}
    return next((one.label for one in presets() if dict(one.values) == world), "")


def _first() -> DeltaGenerator:
    """Draws the settings that are always open, and returns the place for the carrying rate."""
    split = controls.FIRST.index("carrying_cost_level") + 1
    for name in controls.FIRST[:split]:
        controls.draw(name)
    place = st.container()
    for name in controls.FIRST[split:]:
        controls.draw(name)
    return place


def _buffers() -> DeltaGenerator:
    """Draws the two policies' buffers, those of the chosen basis in sight, and returns the place for their note."""
    for policy, column in zip(controls.BUFFERS, st.columns(2, gap="small"), strict=True):
        with column:
            st.markdown(f"**{controls.GROUP_TITLES[policy]}**")
            for name in controls.BUFFERS[policy]:
                controls.draw(name)
    # Out of sight, but never moved or left out: a widget that is taken away takes its value out of the link.
    closed = [name for names in controls.BUFFERS.values() for name in names if not controls.in_force(SETTINGS[name])]
    st.html(style.hidden(closed))
    return st.container()


def _groups(drawn: set[str]) -> None:
    for group, title in controls.GROUP_TITLES.items():
        with st.expander(title, key=f"group-{group}"):
            for name, setting in SETTINGS.items():
                if setting.group == group and name not in drawn:
                    controls.draw(name)


@st.fragment(key="about-data")
def about_data() -> None:
    """What a data set is that isn't built in: the pages name those, and they never change."""
    if datasets.chosen() not in BUILT_IN:
        st.text(datasets.label())


@st.fragment(key="rate")
def rate() -> None:
    """The yearly rate that the carrying costs come to."""
    st.html(style.beside(f"= {100 * controls.scenario().costs.carrying_rate:.4g} % a year"))


@st.fragment(key="buffers")
def buffers() -> None:
    """What the two buffers come to, in the same measure: the share of need."""
    shares = buffer_shares(datasets.current(), controls.scenario())
    st.html(style.beside(*(f"= {numbers.percent(share)} of need" for share in shares.values())))


@st.fragment(key="notes")
def notes() -> None:
    """What differs from the defaults, the link and the baseline, and the marks beside the widgets that differ."""
    now = controls.scenario()
    changed = now.changed()
    st.html(style.marks(changed))
    with st.container(key="notes", horizontal=True, gap="small"):
        with st.popover(_count(len(changed)), key="differ", disabled=not changed), st.container(key="changes"):
            _changes(changed)
        with st.popover("Share", key="share"):
            sharing.draw()
        with st.popover("Keep", key="keep"):
            keeping.draw(changed, _name_of(changed))
        if baseline.pinned() is None:
            st.button("Pin as baseline", key="pin", on_click=baseline.pin)
        else:
            st.button("Remove baseline", key="unpin", on_click=baseline.remove)
            st.text(baseline.status(now))


def _count(changed: int) -> str:
    return "All at default" if not changed else "1 setting differs" if changed == 1 else f"{changed} settings differ"


def _changes(changed: dict[str, controls.Value]) -> None:
    if label := _name_of(changed):
        st.text(f"Preset: {label}")
    st.markdown("A click sets a setting back to its default.")
    currency = datasets.current().currency
    for name, value in changed.items():
        setting = SETTINGS[name]
        was = controls.shown(setting, setting.default, currency)
        said = f"{controls.title(setting)}: {controls.shown(setting, value, currency)} (default {was})"
        st.button(said, key=f"reset-{name}", on_click=controls.reset, args=(name,), type="tertiary")
    st.button("Reset all", key="reset-all", on_click=controls.reset)
