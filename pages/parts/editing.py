"""A session's edits of items: what was changed in the data set shown, and what a click or a cell does to it.

An edit never writes into a data set: it makes the session's own, and says so. Whatever stood there before comes back
when everything is undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core import Catalogue
from core.outcome import own_places
from core.policies import hybrid
from pages.parts import controls, datasets, edits, items, portfolio_words
from pages.parts.edits import Changes, Edits

_KEPT, _SHOWN = "edits", "items-shown"


@dataclass(frozen=True, eq=False)
class Session:
    """Edits of a session: `made` is the catalogue they give, `origin` and `own_before` what was shown and kept before.

    `generation` counts the editors: a new one forgets the cells of the one before. `refused` are sentences on the last.
    """

    edits: Edits
    made: Catalogue
    origin: str
    own_before: Catalogue | None
    generation: int = 0
    refused: tuple[str, ...] = ()


def now() -> Session:
    """The edits of the data set that is shown; none yet, on top of it, where it isn't what they made.

    Looking at another data set forgets nothing: only an edit there starts anew.
    """
    kept: Session | None = st.session_state.get(_KEPT)
    shown, name = datasets.current(), datasets.chosen()
    if kept is None:
        return Session(Edits(shown), shown, name, datasets.own())
    if kept.made == shown and name == (datasets.OWN if kept.edits.steps else kept.origin):
        return kept
    return Session(Edits(shown), shown, name, datasets.own(), kept.generation + 1)


def editor_key(session: Session) -> str:
    """The key of the table that edits are made in."""
    return f"items-{session.generation}"


def show(shown: tuple[str, ...]) -> None:
    """Keeps which items stand in the rows of the table: an editor names its cells by row."""
    st.session_state[_SHOWN] = shown


def edited() -> None:
    """Takes over what was typed. The table's callback.

    The table tells all of its cells that were ever edited: those that say what the catalogue says already are done.
    """
    session = now()
    state = st.session_state[editor_key(session)]
    told = items.cells(state["edited_rows"], st.session_state.get(_SHOWN, ()))
    wanted = edits.new_cells(session.made, told)
    changed, refused = session.edits.after(wanted)
    idle = _idle_buffers(changed, wanted)
    if idle:
        changed, refused = session.edits.after(edits.less(wanted, idle, "buffer"))
        refused += tuple(portfolio_words.idle(item) for item in idle)
    _keep(replace(session, edits=changed, refused=refused))


def _idle_buffers(changed: Edits, wanted: Changes) -> list[str]:
    """Items whose buffer would be set and do nothing: they are held Just-in-Time, with the scenario's buffer."""
    named = [item for item, values in wanted.items() if values.get("buffer") is not None]
    if not named:
        return []
    scenario = controls.scenario()
    # Who is a top seller depends on all items, and on no warehouse.
    made = changed.catalogue(lambda: 0.0)
    buffered = hybrid.assign(made, scenario.hybrid, scenario.supply.lead_time_level).buffered
    row = edits.positions(made)
    return [item for item in named if not buffered[row[item]]]


def apply(changes: Changes, label: str) -> None:
    """Takes many cells over as one step. A button's callback."""
    session = now()
    changed, refused = session.edits.after(edits.new_cells(session.made, changes), label)
    _keep(replace(session, edits=changed, refused=refused, generation=session.generation + 1))


def undo(at: int) -> None:
    """Takes a step back. A button's callback."""
    session = now()
    _keep(replace(session, edits=session.edits.without(at), refused=(), generation=session.generation + 1))


def undo_all() -> None:
    """Takes every step back. A button's callback."""
    session = now()
    _keep(replace(session, edits=Edits(session.edits.base), refused=(), generation=session.generation + 1))


def _keep(session: Session) -> None:
    made = session.edits.catalogue(lambda: own_places(session.edits.base))
    st.session_state[_KEPT] = replace(session, made=made)
    if session.edits.changes():
        datasets.keep_own(made)
    else:
        datasets.put_back(session.origin, session.edits.base, session.own_before)
    controls.moved()
