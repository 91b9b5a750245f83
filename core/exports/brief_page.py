"""The brief as one HTML file that opens offline with live charts: nothing in it is asked for from anywhere."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import vl_convert

from core.exports import drawing, fonts, told
from core.exports.subject import Subject
from core.look.palette import DARK, LIGHT, config
from core.policies import LABELS as POLICY
from core.policies import POLICIES

_LIVE = Path(__file__).resolve().parent / "live"
_NOTICE = (
    "<!-- Charts by Vega, Vega-Lite and Vega-Embed: copyright University of Washington Interactive Data Lab and "
    "contributors, BSD 3-Clause License (opensource.org/license/bsd-3-clause). Letters: Source Sans Pro, copyright "
    "Adobe, SIL Open Font License 1.1 (openfontlicense.org). Both come without any warranty. -->"
)


def html(subjects: Sequence[Subject]) -> str:
    """The page: a part for each subject."""
    charts = {
        f"chart-{k}-{chart}": drawing.declared(one, chart) for k, one in enumerate(subjects) for chart in drawing.CHARTS
    }
    body = "".join(_part(one, k) for k, one in enumerate(subjects))
    data = _data("charts", charts) + _data("themes", {"light": config(LIGHT), "dark": config(DARK)})
    scripts = [_vega(), _read("brief.js")]
    style = fonts.faces(body) + _accents() + _read("brief.css")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{_rules(scripts)}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(subjects[0].name)}</title>{_NOTICE}<style>{style}</style></head><body><main>{body}</main>{data}"
        + "".join(f"<script>{script}</script>" for script in scripts)
        + "</body></html>"
    )


def _rules(scripts: Iterable[str]) -> str:
    """What the browser may do with this file: run these scripts and no other, and ask nobody for anything."""
    ours = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    rules = f"default-src 'none'; script-src {ours}; style-src 'unsafe-inline'; font-src data:; base-uri 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}; form-action \'none\'">'


@cache
def _vega() -> str:
    """The program that draws live charts; made once, which takes two seconds."""
    program: str = vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=drawing.VERSION)
    return program


@cache
def _read(name: str) -> str:
    return (_LIVE / name).read_text(encoding="utf-8")


def _data(name: str, value: Any) -> str:
    """Data for a script; no text in it can end its element."""
    text = json.dumps(value, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _accents() -> str:
    """The policies' colours on their cards."""

    def rules(palette: Any) -> str:
        return "".join(f".card.{policy}{{--accent:{palette.accent(policy)}}}" for policy in POLICIES)

    return f"{rules(LIGHT)}@media screen and (prefers-color-scheme: dark){{{rules(DARK)}}}"


def _text(text: str) -> str:
    return escape(told.clean(text))


def _part(subject: Subject, number: int) -> str:
    over = f"{subject.name} · {subject.catalogue.name}"
    note = f'<p class="note">{escape(_lines(subject.note))}</p>' if subject.note else ""
    # One title a page; the parts after the first have theirs one step below.
    level = 1 if number == 0 else 2
    return (
        f'<article><p class="over">{_text(over)}</p>'
        f'<h{level} class="answer">{_text(told.whole(subject.headline))}</h{level}>{note}'
        + _cards(subject, level + 1)
        + _chart(subject, number, "frontier", level + 1)
        + f'<div class="pair"><div>{_chart(subject, number, "costs", level + 1)}</div>{_costs(subject)}</div>'
        + _differing(subject, level + 1)
        + _facts(subject, level + 1)
        + "</article>"
    )


def _lines(text: str) -> str:
    """A note keeps its lines."""
    return "\n".join(told.clean(line) for line in text.splitlines())


def _cards(subject: Subject, level: int) -> str:
    made = [
        f'<section class="card {policy}"><h{level}>{POLICY[policy]}</h{level}>'
        + "".join(
            f'<dl class="figure"><dt>{_text(name)}</dt><dd>{_text(value)}</dd><dd class="range">{_text(span)}</dd></dl>'
            for name, value, span in listed
        )
        + "</section>"
        for policy, listed in told.cards(subject).items()
    ]
    return f'<div class="cards">{"".join(made)}</div><p class="quiet">{_text(told.rests(subject))}</p>'


def _chart(subject: Subject, number: int, chart: str, level: int) -> str:
    return (
        f"<h{level}>{drawing.CHARTS[chart]}</h{level}>"
        f'<div class="chart" id="chart-{number}-{chart}" role="img" aria-label="{_text(drawing.alt(subject, chart))}">'
        "</div>"
    )


def _costs(subject: Subject) -> str:
    head, rows, sums = told.cost_table(subject)
    body = "".join(
        f'<tr{" class=sum" if row[0] in sums else ""}><th scope="row">{_text(row[0])}</th>'
        + "".join(f"<td>{_text(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return _table(head, body, "Costs by component")


def _differing(subject: Subject, level: int) -> str:
    title = f"<h{level}>Settings that differ from their defaults</h{level}>"
    if not subject.differing:
        return f"{title}<p>None: every setting is at its default.</p>"
    body = "".join(
        f'<tr><th scope="row">{_text(name)}</th><td>{_text(value)}</td><td>{_text(usual)}</td></tr>'
        for name, value, usual in subject.differing
    )
    return title + _table(("Setting", "Here", "Default"), body, "Settings", "words")


def _table(head: Sequence[str], body: str, label: str, kind: str = "figures") -> str:
    top = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in head)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="{kind}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _facts(subject: Subject, level: int) -> str:
    listed = "".join(f"<dt>{_text(what)}</dt><dd>{_fact(what, value)}</dd>" for what, value in subject.facts)
    return f'<h{level}>Where this comes from</h{level}><dl class="facts">{listed}</dl>'


def _fact(what: str, value: str) -> str:
    # Only an address of the web is one to follow: a file must not lead to a script.
    is_address = what == "Link" and value.startswith(("https://", "http://"))
    return f'<a href="{_text(value)}" rel="noreferrer">{_text(value)}</a>' if is_address else _text(value)
