"""Files to take along from Explore: charts and a brief, each made when its button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from core import Catalogue, Kept
from core.exports import Subject, slides_bytes, workbook_bytes
from core.exports.brief import brief_bytes
from core.exports.sheet import chart_bytes
from pages.parts import cached, choices, controls, exporting_words, link, reach, sharing

OFFICE = "application/vnd.openxmlformats-officedocument"
MIME = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf", "html": "text/html"}


@dataclass(frozen=True)
class Kind:
    """A file that can be had: its button, the end of its name, its MIME type and what makes its bytes."""

    label: str
    ending: str
    mime: str
    make: Callable[[Subject], bytes]


def _charts() -> list[Kind]:
    titles = {"frontier": "Service against cost", "costs": "Costs by component"}
    return [
        Kind(f"{title} ({kind.upper()})", f"{chart}.{kind}", MIME[kind], partial(chart_bytes, chart=chart, kind=kind))
        for chart, title in titles.items()
        for kind in ("png", "svg", "pdf")
    ]


def _briefs() -> list[Kind]:
    return [
        Kind(f"Brief ({kind.upper()})", f"brief.{kind}", MIME[kind], lambda one, kind=kind: brief_bytes([one], kind))
        for kind in ("html", "pdf")
    ]


def _office() -> list[Kind]:
    return [
        Kind("Workbook (XLSX)", "figures.xlsx", f"{OFFICE}.spreadsheetml.sheet", lambda one: workbook_bytes([one])),
        Kind("Slide (PPTX)", "slide.pptx", f"{OFFICE}.presentationml.presentation", lambda one: slides_bytes([one])),
    ]


KINDS = [*_briefs(), *_office(), *_charts()]
"""In the order of their buttons."""


def draw(subject: Callable[[], Subject]) -> None:
    """The button that opens the list of files; `subject` is asked for only when it is open."""
    # Closed it is one element: every move draws it again.
    popover = st.popover(exporting_words.EXPORT, key="export", on_change="rerun", type="tertiary")
    if not popover.open:
        return
    what = subject()
    with popover, st.container(key="exports", gap=None):
        st.text(exporting_words.ABOUT)
        for kind in KINDS:
            st.download_button(
                kind.label,
                data=partial(kind.make, what),
                file_name=kind.ending,
                mime=kind.mime,
                on_click="ignore",
                key=f"export-{kind.ending}",
                type="tertiary",
            )


def explored(catalogue: Catalogue, now: cached.View, shown: choices.Shown) -> Subject:
    """What Explore shows, to the digit."""
    scenario = controls.scenario()
    return Subject(
        name=exporting_words.NAME,
        catalogue=catalogue,
        scenario=scenario,
        service=shown.service,
        cost=shown.cost,
        target=shown.target,
        link=sharing.share_link() if sharing.has_link() else "",
        swept=cached.swept(catalogue, scenario),
        widened=(now.summary, now.curves) if now.worlds else None,
        worlds=now.drawn,
    )


def kept_subject(kept: Kept) -> Subject:
    """A kept scenario, as its slide shows it."""
    shown, name = choices.of_kept(kept), "" if kept.own else kept.data
    view = cached.view(kept.catalogue, kept.scenario, shown.observed)
    address = sharing.share_link().split("?")[0].removesuffix("scenarios") + kept.page
    return replace(
        Subject.of(kept),
        link=link.text(address, link.of_data(name), kept.scenario, kept.view) if name else "",
        swept=cached.swept(kept.catalogue, kept.scenario),
        widened=(view.summary, view.curves) if view.worlds else None,
        worlds=view.drawn,
    )


def draw_set(every: Sequence[Kept]) -> None:
    """Slides and a workbook of a whole set, made with a progress bar when asked for, and then to be had."""
    state, key = st.session_state, repr(every)
    # What no page simulates, a file doesn't either: one such scenario would take the server's memory.
    within = [one for one in every if not reach.too_much(one.catalogue, one.scenario)]
    if len(within) < len(every):
        st.text(exporting_words.left_out([one.name for one in every if one not in within]))
    if not within:
        return
    for kind, make in SETS.items():
        if st.button(f"Make {exporting_words.SETS[kind]}", key=f"make-{kind}", type="tertiary"):
            bar = st.progress(0.0, exporting_words.MAKING)
            subjects = []
            for k, one in enumerate(within):
                bar.progress(0.5 * k / len(within), exporting_words.MAKING)
                subjects.append(kept_subject(one))
            told = lambda share, says, bar=bar: bar.progress(0.5 + 0.5 * min(share, 1.0), f"{says} …") and None  # noqa: E731
            state[f"made-{kind}"] = key, make(subjects, told)
            bar.empty()
        made = state.get(f"made-{kind}")
        if made and made[0] == key:
            label, mime = f"Download {exporting_words.SETS[kind]}", f"{OFFICE}.{MIMES[kind]}"
            st.download_button(label, made[1], f"scenarios.{kind}", mime, key=f"download-set-{kind}", on_click="ignore")


SETS: dict[str, Callable[..., bytes]] = {
    "pptx": slides_bytes,
    "xlsx": lambda subjects, _: workbook_bytes(subjects),
}
MIMES = {"pptx": "presentationml.presentation", "xlsx": "spreadsheetml.sheet"}
