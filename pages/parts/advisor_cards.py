"""The advisor's cards, one per group: HTML text made of numbers and names. No screen."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from core import Advice
from core.policies import LABELS as POLICY
from pages.parts import advisor_words as words
from pages.parts.words import counted

ANCHORS = {"whole": "whole-advised", "groups": "group-0"}
MOST_NAMED, MOST_FLIPS = 60, 2
STYLE = """<style>
.st-key-chart-advice h2 { padding-top: 0 !important; }
.st-key-questions { display: grid !important; gap: 0.5rem 0.75rem !important;
  grid-template-columns: repeat(auto-fit, minmax(9.6rem, 1fr)); }
.st-key-questions > div { width: auto !important; min-width: 0; }
.st-key-questions label p { font-size: 0.85rem; }
.st-key-answered [data-testid="stText"] { font-size: 0.92rem; white-space: normal; overflow-wrap: anywhere; }
.st-key-answered { border-left: 0.2rem solid currentColor; padding-left: 0.75rem; row-gap: 0.4rem; }
.advice { display: grid; gap: 1rem; margin-top: 0.4rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 23rem), 1fr)); }
.advice .card { align-content: start; gap: 0.4rem; }
.advice .card.unclear { border-top-color: currentColor; border-top-style: dashed; }
.advice h2 .range { font-size: 0.85rem; font-weight: 400; }
.advice p, .advice summary { font-size: 0.92rem; line-height: 1.4; margin: 0; }
.advice .does { font-weight: 600; }
.why { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.92rem; }
.why th, .why td { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); font-weight: 400;
  line-height: 1.3; padding: 0.25rem 0 0.25rem 0.6rem; text-align: right; vertical-align: baseline; }
.why th:first-child { padding-left: 0; text-align: left; }
.why thead th { border-top: 0; font-size: 0.78rem; vertical-align: bottom; }
@media (min-width: 640px) { .why thead th { white-space: nowrap; } }
.why td { white-space: nowrap; }
.why .range { display: block; font-size: 0.78rem; }
.why tbody th a { white-space: normal; }
.advice a, .notes a { color: inherit; text-decoration: underline; text-underline-offset: 0.15em; white-space: nowrap; }
.advice details p { margin-top: 0.25rem; overflow-wrap: anywhere; }
.answers tr:target td { background: color-mix(in srgb, currentColor 14%, transparent); }
.answers tr { scroll-margin-top: 5rem; }
.sources .answers th, .sources .answers td { font-size: 0.85rem; padding-inline: 0.28rem; }
.sources .answers thead .says { white-space: nowrap; }
.sources .scroll + .scroll { margin-top: 0.75rem; }
.sources h2 { scroll-margin-top: 4rem; }
.sources summary { cursor: pointer; padding-top: 0.75rem; }
.sources summary h2 { display: inline; padding: 0 !important; }
.sources summary ~ * { margin-top: 0.5rem; }
</style>"""


def cards(advice: Advice, flips: pd.DataFrame | None, by: str, currency: str) -> str:
    """A card per group: what is advised, why, what would change it (None: still looked for), and its items."""
    made = [
        _card(advice, flips, at, str(key), row, by, currency)
        for at, (key, row) in enumerate(zip(advice.groups.index, advice.groups.to_dict("records"), strict=True))
    ]
    return f'<div class="advice">{"".join(made)}</div>'


def _card(
    advice: Advice, flips: pd.DataFrame | None, at: int, key: str, row: dict[Any, Any], by: str, currency: str
) -> str:
    kind = "unclear" if row["verdict"] == "unclear" else str(row["policy"])
    title = f'{escape(words.group(key, by))} <span class="range">{counted(int(row["items"]), "item")}</span>'
    return (
        f'<div class="card {kind} st-key-figure-group-{at}"><h2>{title}</h2>'
        f'<p class="does">{_told(words.does(row, currency))}</p>{_why(advice, at, key, row, currency)}'
        f"{_flips(flips, key, row, currency)}{_items(advice.items, key)}</div>"
    )


def _why(advice: Advice, at: int, key: str, row: dict[Any, Any], currency: str) -> str:
    """The total and the reasons, a line each, whose name leads to the row that they are of."""
    tables = {"causes": advice.causes, "components": advice.components}
    sides = words.SIDES["unclear" if row["verdict"] == "unclear" else "clear"]
    lines = [_line("", link("group", at, words.TOTAL), words.figures(row, sides="_total_cost"))]
    for reason in advice.reasons:
        if reason.group == key:
            who, figures = words.reason(reason.table, tables[reason.table].loc[reason.row].to_dict())
            lines.append(_line(sides[reason.side], link(reason.table, reason.row, who), figures))
    head = (f"{currency} a year".strip(), POLICY["jit"], POLICY["jic"], "Difference")
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return f'<table class="why"><thead><tr>{top}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def _line(side: str, name: str, figures: Sequence[str]) -> str:
    jit, jic, change, span = figures
    says = f'<span class="range">{_told(side)}</span>' if side else ""
    last = f'<b>{change}</b><span class="range">{span}</span>'
    return f'<tr><th scope="row">{name}{says}</th><td>{jit}</td><td>{jic}</td><td>{last}</td></tr>'


def _flips(flips: pd.DataFrame | None, key: str, row: dict[Any, Any], currency: str) -> str:
    if row["verdict"] == "limit":
        return _changes([f"{_told(words.unbound(row['policy']))} {link('limit', 0)}"])
    if flips is None:
        return _changes([words.STILL_LOOKING])
    near = flips[(flips["group"] == key) & flips["flip"].notna()].head(MOST_FLIPS)
    cheaper = "jic" if row["difference"] > 0 else "jit"
    said = [(words.flip(one, cheaper, currency), one["setting"]) for one in near.to_dict("records")]
    said = said or [(words.NOTHING_FLIPS, flips["setting"].iloc[0])]
    return _changes([f"{_told(text)} {link('flips', setting)}" for text, setting in said])


def _changes(each: Sequence[str]) -> str:
    return "".join(f"<p>{words.CHANGES} {text}</p>" for text in each)


def _items(items: pd.DataFrame, key: str) -> str:
    mine = items[items["group"] == key]
    names: Sequence[str] = [str(name) for name in mine["name"].head(MOST_NAMED)]
    more = ", …" if len(mine) > MOST_NAMED else ""
    listed = escape(", ".join(names)) + more
    return f"<details><summary>{words.ITEMS}</summary><p>{listed}</p></details>"


def _told(sentence: str) -> str:
    """A sentence as HTML, in which no policy's name is broken."""
    text = escape(sentence)
    for name in POLICY.values():
        text = text.replace(name, f'<span class="whole">{name}</span>')
    return text


def link(table: str, row: int | str, name: str = words.SOURCE) -> str:
    """A link to the row of a table on this page."""
    return f'<a href="#{table}-{row}">{escape(name)}</a>'


def sources() -> str:
    """Links to the tables behind the page's title and its chart."""
    each = (f'<a href="#{anchor}">{words.TABLES[name].lower()}</a>' for name, anchor in ANCHORS.items())
    return f'<div class="notes"><p>{words.SOURCES}: {", ".join(each)}.</p></div>'
