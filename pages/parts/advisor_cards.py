"""The advisor's cards, one per group: HTML text made of numbers and names. No screen."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from core import Advice
from core.advice import Reason
from core.policies import LABELS as POLICY
from pages.parts import advisor_words as words
from pages.parts.words import counted

ANCHORS = {"whole": "whole-advised", "groups": "group-0"}
MOST_NAMED, MOST_FLIPS = 60, 2
STYLE = """<style>
.st-key-chart-advice h2 { padding-top: 0 !important; }
.st-key-questions { display: grid !important; grid-template-columns: repeat(5, minmax(0, 1fr));
  gap: 0.5rem 0.75rem !important; }
@media (max-width: 900px) { .st-key-questions { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.st-key-questions > div { width: auto !important; min-width: 0; }
.st-key-questions label p { font-size: 0.85rem; }
.st-key-answered [data-testid="stText"] { font-size: 0.92rem; white-space: normal; overflow-wrap: anywhere; }
.st-key-answered { border-left: 0.2rem solid currentColor; padding-left: 0.75rem; row-gap: 0.4rem; }
.advice { display: grid; gap: 1rem; margin-top: 0.4rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 23rem), 1fr)); }
.advice .card { align-content: start; gap: 0.4rem; }
.advice .card.unclear { border-top-color: currentColor; border-top-style: dashed; }
.advice h2 .range { font-size: 0.85rem; font-weight: 400; }
.advice p, .advice li, .advice summary { font-size: 0.92rem; line-height: 1.4; margin: 0; }
.advice .does { font-weight: 600; }
.advice ul { margin: 0; padding-left: 1.1rem; display: grid; gap: 0.25rem; }
.advice a, .notes a { color: inherit; text-decoration: underline; text-underline-offset: 0.15em; white-space: nowrap; }
.advice details p { margin-top: 0.25rem; overflow-wrap: anywhere; }
.answers tr:target td { background: color-mix(in srgb, currentColor 14%, transparent); }
.answers tr { scroll-margin-top: 5rem; }
.sources thead th { white-space: nowrap; }
.sources .scroll + .scroll { margin-top: 0.75rem; }
.sources h2 { scroll-margin-top: 4rem; }
</style>"""


def cards(advice: Advice, flips: pd.DataFrame, by: str, currency: str) -> str:
    """A card per group: what is advised, why, what would change it, and its items."""
    made = [
        _card(advice, flips, at, str(key), row, by, currency)
        for at, (key, row) in enumerate(zip(advice.groups.index, advice.groups.to_dict("records"), strict=True))
    ]
    return f'<div class="advice">{"".join(made)}</div>'


def _card(advice: Advice, flips: pd.DataFrame, at: int, key: str, row: dict[Any, Any], by: str, currency: str) -> str:
    kind = "unclear" if row["verdict"] == "unclear" else str(row["policy"])
    title = f'{escape(words.group(key, by))} <span class="range">{counted(int(row["items"]), "item")}</span>'
    mine = [reason for reason in advice.reasons if reason.group == key]
    tables = {"causes": advice.causes, "components": advice.components}
    sides = words.SIDES["unclear" if kind == "unclear" else "clear"]
    why = "".join(_reason(reason, tables[reason.table], sides[reason.side], currency) for reason in mine)
    return (
        f'<div class="card {kind} st-key-figure-group-{at}"><h2>{title}</h2>'
        f'<p class="does">{_told(words.does(row, currency))} {link("group", at)}</p>'
        f"<ul>{why}{_flips(flips, key, row, currency)}</ul>{_items(advice.items, key)}</div>"
    )


def _reason(reason: Reason, table: pd.DataFrame, side: str, currency: str) -> str:
    who, said = words.reason(reason.table, table.loc[reason.row].to_dict(), currency)
    start = f"{escape(side)} <b>{escape(who)}</b>"
    return f"<li>{start} {_told(said)} {link(reason.table, reason.row)}</li>"


def _flips(flips: pd.DataFrame, key: str, row: dict[Any, Any], currency: str) -> str:
    if row["verdict"] == "limit":
        return f"<li>{words.CHANGES} {_told(words.unbound(row['policy']))} {link('limit', 0)}</li>"
    near = flips[(flips["group"] == key) & flips["flip"].notna()].head(MOST_FLIPS)
    cheaper = "jic" if row["difference"] > 0 else "jit"
    said = [(words.flip(one, cheaper, currency), one["setting"]) for one in near.to_dict("records")]
    said = said or [(words.NOTHING_FLIPS, flips["setting"].iloc[0])]
    each = (f"<li>{words.CHANGES} {_told(text)} {link('flips', setting)}</li>" for text, setting in said)
    return "".join(each)


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


def link(table: str, row: int | str) -> str:
    """A link to the row of a table on this page."""
    return f'<a href="#{table}-{row}">{words.SOURCE}</a>'


def sources() -> str:
    """Links to the tables behind the page's title and its chart."""
    each = (f'<a href="#{anchor}">{words.TABLES[name].lower()}</a>' for name, anchor in ANCHORS.items())
    return f'<div class="notes"><p>{words.SOURCES}: {", ".join(each)}.</p></div>'
