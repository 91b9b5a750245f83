"""Figures and tables as they stand on a page: HTML text made of numbers and our own names. No screen."""

from __future__ import annotations

from html import escape

import pandas as pd

from core import answers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from pages.parts import numbers, words

STYLE = """<style>
h1.answer { margin: 0; }
[class*="st-key-card-"] { gap: 0.3rem; border-top: 0.25rem solid; padding: 0.4rem 0.75rem 0.5rem;
  background: color-mix(in srgb, currentColor 4%, transparent); border-radius: 0.15rem 0.15rem 0.5rem 0.5rem; }
.st-key-card-jit { border-top-color: #0072b2 !important; }
.st-key-card-jic { border-top-color: #d55e00 !important; }
.st-key-card-hybrid { border-top-color: #00906b !important; }
h2.policy { font-size: 1rem !important; line-height: 1.3; padding: 0 !important; margin: 0; }
.figure { display: grid; grid-template-columns: 1fr auto; align-items: baseline; column-gap: 0.5rem;
  line-height: 1.25; }
.figure .name { font-size: 0.85rem; }
.figure .value { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure .range, .figure .delta { font-size: 0.78rem; font-variant-numeric: tabular-nums; }
.figure .delta { text-align: right; font-weight: 600; }
.st-key-choices { gap: 0.75rem; }
.answers { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.answers th, .answers td { text-align: right; padding: 0.3rem 0.6rem; font-weight: 400; font-size: 0.92rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
.answers th:first-child, .answers td:first-child { text-align: left; }
.answers thead th { font-weight: 600; }
.scroll { overflow-x: auto; }
</style>"""


def figure(summary: pd.DataFrame, policy: str, name: str, currency: str, before: pd.DataFrame | None) -> str:
    """One figure of one policy: name, value, interval and, beside a baseline, the change."""
    unit = BY_NAME[name].unit
    value = numbers.figure(float(summary.at[policy, name]), unit, currency)
    low, high = (numbers.figure(float(summary.at[policy, name + end]), unit, "") for end in ("_lo", "_hi"))
    change = "" if before is None else _change(summary, before, policy, name, currency)
    return (
        f'<div class="figure" title="{escape(BY_NAME[name].says)}"><span class="name">{words.LABELS[name]}</span>'
        f'<span class="value">{value}</span><span class="range">{low} to {high}</span>'
        f'<span class="delta">{change}</span></div>'
    )


def headline(sentence: str) -> str:
    """The answer, as the page's title."""
    return f'<h1 class="answer">{escape(sentence)}</h1>'


def policy(name: str) -> str:
    """A policy's name above its figures."""
    return f'<h2 class="policy">{POLICY[name]}</h2>'


def _change(summary: pd.DataFrame, before: pd.DataFrame, policy: str, name: str, currency: str) -> str:
    """The change from the baseline, with a word on its side; empty when there is none."""
    more = float(summary.at[policy, name] - before.at[policy, name])
    if not more or more != more:
        return ""
    good = "better" if more * BY_NAME[name].better > 0 else "worse"
    return f"{numbers.change(more, BY_NAME[name].unit, currency)}, {good}"


def paired(table: pd.DataFrame, names: tuple[str, ...], currency: str) -> str:
    """Differences of two policies on the same futures, with intervals and how often the first is better."""
    rows = [
        (
            f"{POLICY[row.first]} against {POLICY[row.second]}",
            words.LABELS[row.measure],
            numbers.change(row.difference, BY_NAME[row.measure].unit, currency),
            " to ".join(numbers.change(end, BY_NAME[row.measure].unit, currency) for end in (row.lo, row.hi)),
            f"{100 * row.first_better:.4g} %",
        )
        for name in names
        for row in table[table["measure"] == name].itertuples()
    ]
    return grid(("Policies", "Measure", "Difference", "95 % interval", "First is better in"), rows)


def backwards(table: pd.DataFrame, service: str, currency: str) -> str:
    """The answers of `core.answers`, a row per policy."""
    rows = [
        (
            POLICY[str(policy)],
            row["reached"],
            numbers.percent(row["need"]),
            numbers.percent(row[service]),
            *(numbers.money(row[name], currency) for name in answers.READ[2:]),
        )
        for policy, row in table.iterrows()
    ]
    money = [words.LABELS[name] for name in answers.READ[2:]]
    return grid(("Policy", "Reached", "Buffer, share of need", words.LABELS[service], *money), rows)


def costs(summary: pd.DataFrame, names: tuple[str, ...], currency: str) -> str:
    """Cost components of the policies, a row each."""
    rows = [
        (words.LABELS[name], *(numbers.money(float(summary.at[policy, name]), currency) for policy in summary.index))
        for name in names
    ]
    return grid(("Cost a year", *(POLICY[str(policy)] for policy in summary.index)), rows)


def grid(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A plain table."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(head[0])}">'
        f'<table class="answers"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )
