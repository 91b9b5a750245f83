"""A session's edits of items: what was changed in the data set shown, and what a click or a cell does to it.

An edit never writes into a data set: it makes the session's own, and says so. Whatever stood there before comes back
when everything is undone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core import Catalogue
from core.policies import hybrid
from pages.parts import controls, datasets, edits, items
from pages.parts.edits import Changes, Edits, OwnChanges

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
    if not told:
        # Once it has the new figures the table tells that no cell of it is edited any more.
        return
    wanted = _with_policies(session.made, edits.new_cells(session.made, told))
    changed, refused = session.edits.after(wanted)
    _keep(replace(session, edits=changed, refused=refused))


def _with_policies(catalogue: Catalogue, wanted: OwnChanges) -> OwnChanges:
    """The changes, and Just-in-Time as the own policy of an item that gets a buffer while the rule holds it so.

    A row's buffer is Just-in-Time's only where its policy is: without, what was typed would do nothing.
    """
    scenario, row = controls.scenario(), edits.positions(catalogue)
    buffered = hybrid.assign(catalogue, scenario.hybrid, scenario.supply.lead_time_level).buffered
    own = catalogue.column("policy")
    for item, values in wanted.items():
        by_rule = "policy" not in values and own[row[item]] == ""
        if values.get("buffer") is not None and by_rule and not buffered[row[item]]:
            values["policy"] = "jit"
    return wanted


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
    made = session.edits.catalogue()
    st.session_state[_KEPT] = replace(session, made=made)
    if session.edits.changes():
        datasets.keep_own(made)
    else:
        datasets.put_back(session.origin, session.edits.base, session.own_before)
    controls.edited()
