"""Figures and tables as they stand on a page: HTML text made of numbers and our own names. No screen."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from core import Outcome, answers
from core.costs import SHORTAGE
from core.look import numbers
from core.measures import BY_NAME
from core.policies import LABELS as POLICY
from core.policies import POLICIES
from pages.parts import words

STYLE = """<style>
h1.answer { margin: 0; text-wrap: balance; }
.whole { white-space: nowrap; }
.cards { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; margin-top: 0.6rem; }
@media (max-width: 640px) { .cards { grid-template-columns: minmax(0, 1fr); } }
.card { display: grid; gap: 0.3rem; border-top: 0.25rem solid; padding: 0.4rem 0.75rem 0.5rem;
  background: color-mix(in srgb, currentColor 4%, transparent); border-radius: 0.15rem 0.15rem 0.5rem 0.5rem; }
/* Policies' colours as in the theme, which has no name for them here; the first value is for older browsers. */
.card.jit { border-top-color: #0072b2; border-top-color: light-dark(#0072b2, #56b4e9); }
.card.jic { border-top-color: #d55e00; border-top-color: light-dark(#d55e00, #f0a34a); }
.card.hybrid { border-top-color: #00795a; border-top-color: light-dark(#00795a, #3fc79c); }
.card h2 { font-size: 1rem !important; line-height: 1.3; padding: 0 !important; margin: 0; }
.figure { display: grid; grid-template-columns: 1fr auto; align-items: baseline; column-gap: 0.5rem;
  line-height: 1.25; }
.figure .name { font-size: 0.85rem; }
.figure .value { font-size: 1.15rem; font-weight: 600; text-align: right; }
.figure .value, .figure .range, .figure .delta { font-variant-numeric: tabular-nums; white-space: nowrap; }
.figure .range, .figure .delta { font-size: 0.78rem; }
.figure .delta { text-align: right; font-weight: 600; }
.better { color: #1a6b3c; color: light-dark(#1a6b3c, #7fd3a0); }
.worse { color: #a3281e; color: light-dark(#a3281e, #ff9d8f); }
.st-key-choices { gap: 0.75rem; }
/* All as high as the buttons of a choice, so that labels stand in one line. */
[class*="st-key-choices"] [data-testid="stNumberInputContainer"] { height: 2rem; }
[class*="st-key-choices"] .stSelectbox [role="group"], [class*="st-key-choices"] .stSelectbox input {
  height: 2rem; min-height: 0; }
[class*="st-key-choices"] [data-testid="stPopover"] button { min-height: 2rem; }
/* All kinds of future stand in one row of a phone. */
@media (max-width: 640px) { .st-key-choices [data-testid="stButtonGroup"] button { padding-inline: 0.45rem; } }
.notes p { font-size: 0.92rem; margin: 0 0 0.25rem; }
.assumed { border-left: 0.2rem solid currentColor; padding-left: 0.75rem; font-size: 0.92rem; margin: 0.5rem 0; }
.answers { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
.answers th, .answers td { text-align: right; padding: 0.3rem 0.6rem; font-weight: 400; font-size: 0.92rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); vertical-align: bottom; }
.answers td { white-space: nowrap; }
.answers .says { text-align: left; }
.answers thead th, .answers .sum td { font-weight: 600; }
.scroll { overflow-x: auto; }
.sample th, .sample td { text-align: left; max-width: 16rem; overflow: hidden; text-overflow: ellipsis; }
.sample thead th { border-bottom: 0; white-space: nowrap; }
.sample .role { font-size: 0.78rem; opacity: 0.8; }
.st-key-bring [data-testid="stText"] { font-size: 0.92rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.st-key-bring [data-testid="stVerticalBlock"] { gap: 0.6rem; }
.st-key-bring .notes { max-width: 52rem; }
.st-key-bring [data-testid="stHeading"] { margin-bottom: 0.6rem; }
.st-key-bring h2 { margin: 0; }
[class*="st-key-report-"], .st-key-findings { max-width: 64rem; }
[class*="st-key-report-"] label p { white-space: normal; }
.st-key-bring .scroll:not(:has(.sample)) { max-width: 46rem; }
[class*="st-key-fault-"] { border-left: 0.2rem solid #a3281e; border-left-color: light-dark(#a3281e, #ff9d8f);
  padding-left: 0.75rem; }
[class*="st-key-report-"] [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; min-height: 2rem; }
[class*="st-key-report-"] [data-testid="stColumn"] { min-width: 0; }
[class*="st-key-report-"] button, .st-key-findings button, [class*="st-key-file-"] button { padding: 0;
  min-height: 1.6rem; }
@media (max-width: 640px) {
  [class*="st-key-report-"] [data-testid="stHorizontalBlock"] { flex-wrap: wrap; row-gap: 0; }
  [class*="st-key-report-"] [data-testid="stColumn"] { flex: 1 1 15%; }
  [class*="st-key-report-"] [data-testid="stColumn"]:first-child { flex: 1 1 100%; }
}
[class*="st-key-file-"] { flex-wrap: nowrap; gap: 0.75rem; }
.cell { font-size: 0.92rem; line-height: 1.3; }
.cell.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.cell.whole-row { font-weight: 600; }
</style>"""
Summary = pd.DataFrame | None
_UNITS = re.compile(r"(?<=\d) (?=%|k\b|M\b|bn\b|points\b)")


def board(sentence: str, summary: pd.DataFrame, names: Collection[str], currency: str, before: Summary = None) -> str:
    """The answer as the page's title, and a card for each policy with the named figures.

    One element: the browser spends more on twenty small ones than on two charts. The classes are those that Streamlit
    gives a container with such a key.
    """
    cards = "".join(
        f'<div class="card {policy}"><h2>{POLICY[policy]}</h2>'
        + "".join(_figure(summary, policy, name, currency, before) for name in names)
        + "</div>"
        for policy in POLICIES
    )
    return f'<div class="st-key-headline">{headline(sentence)}</div><div class="cards">{cards}</div>'


def _figure(summary: pd.DataFrame, policy: str, name: str, currency: str, before: Summary) -> str:
    """One figure of one policy: name, value, interval and, beside a baseline, the change."""
    unit = BY_NAME[name].unit
    value = numbers.figure(float(summary.at[policy, name]), unit, currency)
    low, high = (numbers.figure(float(summary.at[policy, name + end]), unit, "") for end in ("_lo", "_hi"))
    change = "" if before is None else _change(summary, before, policy, name, currency)
    return (
        f'<div class="st-key-figure-{policy}-{name} figure" title="{escape(BY_NAME[name].says)}">'
        f'<span class="name">{words.LABELS[name]}</span><span class="value">{value}</span>'
        f'<span class="range">{low} to {high}</span><span class="delta">{change}</span></div>'
    )


def headline(sentence: str) -> str:
    """The answer, as the page's title; a name and a number with its unit stay on one line."""
    text = _UNITS.sub("\u00a0", escape(sentence))
    for name in POLICY.values():
        text = text.replace(name, f'<span class="whole">{name}</span>')
    return f'<h1 class="answer">{text}</h1>'


def notes(*sentences: str) -> str:
    """Quiet sentences; empty ones are left out."""
    return '<div class="notes">' + "".join(f"<p>{escape(one)}</p>" for one in sentences if one) + "</div>"


def assumed(sentence: str) -> str:
    """A note that a reader should not miss; nothing for an empty one."""
    return f'<p class="assumed" role="note">{escape(sentence)}</p>' if sentence else ""


def heading(text: str) -> str:
    """The title of a part of the page."""
    return f"<h2>{escape(text)}</h2>"


def _change(summary: pd.DataFrame, before: pd.DataFrame, policy: str, name: str, currency: str) -> str:
    """The change from the baseline, with a word on its side; empty when there is none."""
    more = float(summary.at[policy, name] - before.at[policy, name])
    if not more or more != more:
        return ""
    good = "better" if more * BY_NAME[name].better > 0 else "worse"
    return f'<span class="{good}">{numbers.change(more, BY_NAME[name].unit, currency)}, {good}</span>'


def paired(outcome: Outcome, table: pd.DataFrame, names: tuple[str, ...], currency: str) -> str:
    """Differences of two policies on the same futures, with intervals and which of them is better how often.

    `table`: the outcome's differences, with the intervals to show.
    """
    rows = [
        (
            words.LABELS[name],
            f"{POLICY[row.first]} against {POLICY[row.second]}",
            numbers.change(row.difference, BY_NAME[name].unit, currency),
            numbers.span(row.lo, row.hi, BY_NAME[name].unit, currency),
            words.better_in(row.first, row.second, (row.first_better, _second_better(outcome, row))),
        )
        for name in names
        for row in table[table["measure"] == name].itertuples()
    ]
    return grid(("Measure", "Policies", "Difference", "95 % interval", "Better"), rows, "Differences", says=2)


def _second_better(outcome: Outcome, row: Any) -> float:
    one, other = (row.second, row.first) if BY_NAME[row.measure].better < 0 else (row.first, row.second)
    return outcome.lower_in(one, other, row.measure)


def needed(curves: pd.DataFrame, service: str, cost: str, target: float, currency: str) -> str:
    """What each policy needs for a service target, and what it costs then: sentence and table."""
    table, share = answers.need_for(curves, service, target), numbers.percent(target)
    said = words.needs(_reached(table, cost), share, cost, currency)
    title = heading(f"For {share} service, what does each policy need and cost?")
    return title + notes(said) + _backwards(table, service, currency, "What a target needs")


def bought(curves: pd.DataFrame, service: str, cost: str, money: float, currency: str) -> str:
    """What service each policy gives for an amount of money: sentence and table."""
    table = answers.service_for(curves, cost, money, service)
    said = words.buys(_reached(table, service), numbers.money(money, currency), service)
    return notes(said) + _backwards(table, service, currency, "What money buys")


def _backwards(table: pd.DataFrame, service: str, currency: str, label: str) -> str:
    """The answers of `core.answers`, a row per policy."""
    rows = [
        (
            POLICY[str(policy)],
            row["reached"],
            numbers.percent(row["need"]),
            numbers.percent(row[service]),
            *(numbers.amount(row[name]) for name in answers.READ[2:]),
        )
        for policy, row in table.iterrows()
    ]
    money = [f"{words.LABELS[name]} ({currency})" for name in answers.READ[2:]]
    return grid(("Policy", "Reached", "Buffer, share of need", words.LABELS[service], *money), rows, label, says=2)


def _reached(table: pd.DataFrame, figure: str) -> list[words.Reached]:
    """The answers of `core.answers` as sentences take them; `figure` is the measure that decides."""
    return [words.Reached(str(policy), float(row[figure]), float(row["need"])) for policy, row in table.iterrows()]


def costs(summary: pd.DataFrame, components: tuple[str, ...], currency: str) -> str:
    """Cost components of the policies and their two sums, a row each."""
    stock = tuple(name for name in components if name not in SHORTAGE)
    names = (*stock, "inventory_cost", *components[len(stock) :], "total_cost")
    rows = [
        (words.LABELS[name], *(numbers.amount(float(summary.at[policy, name])) for policy in summary.index))
        for name in names
    ]
    head = (f"Cost a year ({currency})", *(POLICY[str(policy)] for policy in summary.index))
    sums = {words.LABELS[name] for name in ("inventory_cost", "total_cost")}
    return grid(head, rows, "Costs by component", sums=sums)


def grid(
    head: tuple[str, ...],
    rows: list[tuple[str, ...]],
    label: str,
    says: int = 1,
    sums: Collection[str] = (),
    ids: Sequence[str] = (),
) -> str:
    """A plain table. The first `says` columns hold words, the others figures; rows named in `sums` stand out.

    `ids`: a name for each row, to which a link on the page can lead.
    """
    kinds = [' class="says"' if k < says else "" for k in range(len(head))]
    top = "".join(f'<th scope="col"{kind}>{escape(cell)}</th>' for kind, cell in zip(kinds, head, strict=True))
    named = ids or [""] * len(rows)
    body = "".join(_row(row, kinds, row[0] in sums, name) for row, name in zip(rows, named, strict=True))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table class="answers"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: tuple[str, ...], kinds: list[str], is_sum: bool, name: str) -> str:
    cells = "".join(f"<td{kind}>{escape(str(cell))}</td>" for kind, cell in zip(kinds, row, strict=True))
    kind = (f' id="{escape(name)}"' if name else "") + (' class="sum"' if is_sum else "")
    return f"<tr{kind}>{cells}</tr>"


def sample(rows: pd.DataFrame, columns: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """The first rows of a file as they are written, each heading with what it is taken for."""
    taken = {heading: labels.get(role, "") for role, heading in columns.items() if role in labels}
    marks = "".join(
        f'<th scope="col"><span class="role">{escape(taken.get(str(head), ""))}</span></th>' for head in rows
    )
    heads = "".join(f'<th scope="col" dir="auto">{escape(str(head))}</th>' for head in rows)
    cells = "".join(
        "<tr>" + "".join(f'<td dir="auto">{escape(str(cell))}</td>' for cell in row) + "</tr>"
        for row in rows.itertuples(index=False, name=None)
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="The first rows"><table class="answers sample">'
        f"<thead><tr>{marks}</tr><tr>{heads}</tr></thead><tbody>{cells}</tbody></table></div>"
    )


def cell(text: str, kind: str = "") -> str:
    """A cell of a table whose rows hold widgets too."""
    return f'<div class="cell {kind}">{escape(text)}</div>'
