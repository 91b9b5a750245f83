"""Links and snapshots on screen: share, publish, show a snapshot's link and key, delete it, open one from a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import streamlit as st

from core import MODEL_VERSION, Catalogue, InputError, Scenario
from core.snapshots import Published, Snapshot
from pages.parts import cached, controls, datasets, link, words

_MINE, _REFUSED, _AT = "published-snapshots", "refused-snapshot", "refused-at"
Content = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class _Mine:
    """A snapshot that this session published, of what, and in how many words."""

    content: Content
    label: str
    published: Published


def arrive(arrived: link.Arrived) -> link.Arrived:
    """What a link brought, with what its snapshot holds; settings that the link itself names go first.

    A snapshot that can't be opened is remembered: the frame says so instead of showing a page.
    """
    if arrived.data != datasets.SNAPSHOT:
        return arrived
    try:
        snapshot = cached.store().open(arrived.snapshot or "")
    except InputError as error:
        st.session_state[_REFUSED] = error.faults[0]
        return replace(arrived, data=None, snapshot=None)
    datasets.keep_opened(snapshot)
    values = arrived.values if arrived.whole else {**snapshot.scenario.to_dict(), **arrived.values}
    chosen = {name: value for name, value in snapshot.view.items() if name in link.VIEW}
    return replace(arrived, values=values, view={**chosen, **arrived.view})


def refused(path: str) -> bool:
    """Whether this session's link named a snapshot that can't be opened, and nobody went on from there yet.

    `path`: the page that is open; another one is a way on.
    """
    if _REFUSED in st.session_state and st.session_state.setdefault(_AT, path) != path:
        _forget()
    return _REFUSED in st.session_state


def refusal() -> None:
    """The page that stands in for the one with the snapshot."""
    st.title("This snapshot can't be opened", anchor=False)
    st.text(f"{st.session_state[_REFUSED]}.")
    st.button("Look at the demo instead", key="forget-snapshot", type="primary", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(_REFUSED, None)


def note() -> None:
    """Above every page while a snapshot is shown: that it is one, and until when. Plain text: it quotes a name."""
    snapshot = datasets.opened()
    if datasets.chosen() == datasets.SNAPSHOT and snapshot is not None:
        with st.container(key="snapshot-note"):
            st.text(words.snapshot(snapshot.catalogue, snapshot.created, snapshot.expires, _other_model(snapshot)))


def _other_model(snapshot: Snapshot) -> str:
    return snapshot.model if snapshot.model != MODEL_VERSION else ""


def draw() -> None:
    """What Share holds: the link, where there is one, and a snapshot to publish.

    Drawn again with every move, so it has few parts.
    """
    if not has_link():
        st.markdown("Own data don't travel in a link: publish a snapshot of them, and share its link.")
    else:
        st.markdown("This link opens the same figures: data set, every setting, seed and model version.")
        st.code(share_link(), language=None, wrap_lines=True, height=112)
        if link.left_out(view()):
            st.markdown(words.LEFT_OUT)
    _publishing()
    for each in reversed(_published()):
        _show(each)
    if datasets.chosen() == datasets.SNAPSHOT:
        _delete_opened()


def has_link() -> bool:
    """Whether there is a link to what is shown: own data don't travel in one."""
    return datasets.chosen() != datasets.OWN


def share_link() -> str:
    """The full link to the page that is open, as it is set now."""
    return link.text(_address(), datasets.in_link(), controls.scenario(), view())


def _address() -> str:
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{here.path or '/'}" if here.netloc else "/"


def view() -> dict[str, str]:
    """What the pages' own controls choose, text by text, as a link carries it."""
    chosen = {name: st.session_state.get(name) for name in link.VIEW}
    return {name: link.spell(value) for name, value in chosen.items() if value not in ("", None)}


def _published() -> list[_Mine]:
    mine: list[_Mine] = st.session_state.setdefault(_MINE, [])
    return mine


def _publishing() -> None:
    """Publishes what is shown now, unless this session did so already."""
    what = (datasets.current(), controls.scenario(), view())
    content = (what[0].digest, repr(what[1]), tuple(sorted(what[2].items())))
    if any(each.content == content for each in _published()):
        return
    if st.button("Publish a snapshot", key="publish", help=words.PUBLISHES):
        with st.spinner("Publishing"):
            _publish(content, what)


def _publish(content: Content, what: tuple[Catalogue, Scenario, dict[str, str]]) -> None:
    try:
        published = cached.store().publish(*what)
    except InputError as error:
        st.text("\n".join(error.faults))
        return
    _published().append(_Mine(content, words.described(what[0]), published))
    st.rerun(scope="fragment")


def _show(each: _Mine) -> None:
    """A snapshot of this session: its link, its end, its key, and the way to delete it, asked twice."""
    name = each.published.name
    with st.container(border=True, key=f"published-{name}"):
        st.text(f"{each.label}. Open until {words.day(each.published.expires)} at this link:")
        st.code(link.to_snapshot(_address(), name), language=None, wrap_lines=True)
        st.text("This key deletes it before. It is kept only here, and only while this session lasts:")
        st.code(each.published.key, language=None, wrap_lines=True)
        if _asked_twice(name) and _deleted(name, each.published.key):
            _published().remove(each)
            st.rerun(scope="fragment")


def _delete_opened() -> None:
    """Whoever has the key of the snapshot that is shown can delete it."""
    snapshot = datasets.opened()
    if snapshot is not None and all(each.published.name != snapshot.name for each in _published()):
        key = st.text_input("Key, to delete the snapshot that is shown", key="delete-key")
        if key and _asked_twice(snapshot.name) and _deleted(snapshot.name, key):
            st.text("It is deleted. What is shown stays until this session ends.")


def _asked_twice(name: str) -> bool:
    """A button that is meant: only the second one deletes."""
    sure = f"sure-{name}"
    if st.button("Delete", key=f"delete-{name}", type="tertiary"):
        st.session_state[sure] = True
    if not st.session_state.get(sure):
        return False
    st.text("The link will open for nobody any more. There is no way back.")
    with st.container(horizontal=True):
        meant = st.button("Delete for good", key=f"meant-{name}", type="primary")
        if st.button("Keep it", key=f"keep-{name}") or meant:
            st.session_state.pop(sure)
        if not (meant or sure in st.session_state):
            st.rerun(scope="fragment")
    return meant


def _deleted(name: str, key: str) -> bool:
    """Whether it could be deleted; says why not."""
    try:
        cached.store().delete(name, key)
    except InputError as error:
        st.text("\n".join(error.faults))
        return False
    return True
