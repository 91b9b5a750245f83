"""The stress page's figures and tables: HTML text made of numbers and our own names. No screen."""

from __future__ import annotations

from html import escape

import pandas as pd

from core.look import numbers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import cards
from pages.parts import stress_words as words
from pages.parts.words import LABELS

NORMAL = ("fill_rate", "inventory_cost", "total_cost")
"""Explore's figures that stand beside those of the event."""
STYLE = """<style>
.cards:has(.pays) .card { align-content: start; }
.scroll + .scroll { margin-top: 0.75rem; }
.card .pays { font-size: 0.85rem; line-height: 1.3; margin: 0.15rem 0 0; text-wrap: balance; }
.st-key-events, .st-key-helps { gap: 0.5rem; row-gap: 0.4rem; }
.st-key-events button { min-height: 2rem; padding: 0.1rem 0.6rem; }
.st-key-events button p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 19rem;
  font-size: 0.9rem; }
.st-key-helps [data-testid="stNumberInputContainer"] { height: 2.5rem; }
[class*="st-key-form-"] { min-width: min(22rem, 78vw); }
</style>"""


def board(sentence: str, summary: pd.DataFrame, currency: str) -> str:
    """The answer as the page's title, and a card for each policy: its figures through the event and what they mean."""
    usual = float(summary.at["jit", "event_cost"])
    found = "".join(_card(policy, summary.loc[policy], usual, currency) for policy in POLICIES)
    return f'<div class="st-key-headline">{cards.headline(sentence)}</div><div class="cards">{found}</div>'


def _card(policy: str, row: pd.Series, usual: float, currency: str) -> str:
    figures = "".join(_figure(policy, name, row, currency) for name in words.CARDS)
    once_in, low, high = (float(row["pays_back_once_in_years" + end]) for end in ("", "_lo", "_hi"))
    more = float(row["event_cost"]) - usual
    worth = words.Worth(policy, once_in, low, high, float(row["buffer_cost_per_year"]), more)
    pays = escape(words.pays(worth, currency))
    return f'<div class="card {policy}"><h2>{POLICY[policy]}</h2>{figures}<p class="pays">{pays}</p></div>'


def _figure(policy: str, name: str, row: pd.Series, currency: str) -> str:
    measure = words.MEASURES[name]
    capped = float(row[words.CENSORED[name]]) if name in words.CENSORED else 0.0
    value = words.figure(name, float(row[name]), currency, capped)
    low, high = (words.figure(name, float(row[name + end]), "") for end in ("_lo", "_hi"))
    return (
        f'<div class="st-key-figure-{policy}-{name} figure" title="{escape(measure.says)}">'
        f'<span class="name">{escape(measure.label)}</span><span class="value">{value}</span>'
        f'<span class="range">{low} to {high}</span></div>'
    )


def table(summary: pd.DataFrame, currency: str) -> str:
    """Every figure of every policy with its interval, a row each."""
    rows = [
        (words.labelled(name, currency), *(_cell(policy, name, summary) for policy in POLICIES))
        for name in words.MEASURES
    ]
    return cards.grid(("Through the event", *(POLICY[policy] for policy in POLICIES)), rows, "Figures by policy")


def _cell(policy: str, name: str, summary: pd.DataFrame) -> str:
    # Just-in-Time is what a buffer's cost is counted from.
    if policy not in words.BUFFERED and name in words.OF_BUFFERS:
        return numbers.NONE
    row = summary.loc[policy]
    capped = float(row[words.CENSORED[name]]) if name in words.CENSORED else 0.0
    return words.cell(name, *(float(row[name + end]) for end in ("", "_lo", "_hi")), capped)


def normal(summary: pd.DataFrame, currency: str) -> str:
    """The year without the event: Explore's figures."""
    rows = [
        (
            LABELS[name],
            *(numbers.figure(float(summary.at[policy, name]), BY_NAME[name].unit, currency) for policy in POLICIES),
        )
        for name in NORMAL
    ]
    head = ("A year without the event", *(POLICY[policy] for policy in POLICIES))
    return cards.grid(head, rows, "Without the event")
