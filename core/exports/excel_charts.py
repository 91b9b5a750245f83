"""The sheets with native charts: service against cost over the buffer, and cost by component."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.exports import palette
from core.exports.book import AXIS, CENTS, MONEY, PERCENT, SUM, Book, Sheet, axis, format_of
from core.exports.figures import currency, pair, scale, sides
from core.exports.subject import Subject
from core.look import rows
from core.look.words import LABELS
from core.policies import LABELS as POLICY
from core.policies import POLICIES

DASH = {"jit": "solid", "jic": "dash", "hybrid": "round_dot"}
MARK = {"jit": "circle", "jic": "square", "hybrid": "diamond"}
_WIDE, _HIGH, _ROW = 760, 500, 20
_NO_GRID = {"major_gridlines": {"visible": False}}
_INK = {"color": f"#{palette.INK}"}


def frontier(book: Book, subjects: Sequence[Subject]) -> None:
    """The curves' points, scenario by scenario, with a chart for each beside its points."""
    service, cost = pair(subjects)
    money = currency(subjects) or "own currency"
    figures = [f"{LABELS[service]}", f"{LABELS[cost]} ({money})"]
    bounds = [text for name in figures for text in (name, "Low (95 %)", "High (95 %)")]
    sheet = book.sheet("Frontier", (22, 14, 8, 9, 9, 9, 12, 12, 12, 17, 14, 14, 3))
    sheet.head(("Scenario", "Policy", "Now", "Buffer", "Share of need", "Target", *bounds), range(3, 12), 2)
    for one in subjects:
        _curves(sheet, one, service, cost)
    sheet.filters(12)


def _curves(sheet: Sheet, one: Subject, service: str, cost: str) -> None:
    """Points in the order of their buffers; `Now` marks the setting."""
    first, spans, now = sheet.at, {}, {}
    share, money = {"num_format": PERCENT}, {"num_format": format_of("money", float(one.curves[cost].max()))}
    names = [name + end for name in (service, cost) for end in ("", "_lo", "_hi")]
    for policy in POLICIES:
        points = one.curves[one.curves["policy"] == policy].sort_values("buffer", kind="stable")
        spans[policy] = (sheet.at, sheet.at + len(points) - 1)
        table = points[["current", "buffer", "need", "target", *names]]
        for current, buffer, need, target, *values in table.itertuples(index=False, name=None):
            bold = {"bold": True} if current else {}
            named: dict[str, Any] = {"font_color": f"#{palette.COLOURS[policy]}", "bold": True}
            if current:
                now[policy] = sheet.at
            cells = (one.name, POLICY[policy], "now" if current else "", buffer, need, target, *values)
            forms = [{**bold, "num_format": "0.00"}, *[{**bold, **share}] * 5, *[{**bold, **money}] * 3]
            sheet.row(cells, [bold, named, bold, *forms])
    chart = _frontier_chart(sheet, one, (service, cost), spans, now)
    sheet.sheet.insert_chart(first, 13, chart, {"object_position": 2, "description": "Service against cost a year"})
    # Two charts never lie on each other, whatever the heights of rows.
    sheet.at = max(sheet.at, first + _HIGH // _ROW + 2)


def _frontier_chart(sheet: Sheet, one: Subject, shown: tuple[str, str], spans: Any, now: Any) -> Any:
    chart = sheet.book.book.add_chart({"type": "scatter", "subtype": "straight"})
    for policy in POLICIES:
        colour, (top, bottom) = f"#{palette.COLOURS[policy]}", spans[policy]
        line = {"color": colour, "width": 2.25, "dash_type": DASH[policy]}
        chart.add_series({"name": POLICY[policy], **_places(top, bottom), "line": line, "marker": {"type": "none"}})
    service, cost = shown
    ends = scale(one.curves, service, cost, one.target)
    found = one.curves[one.curves["current"]].set_index("policy")[[service, cost]]
    places = sides(
        {str(policy): ends.share(*at) for policy, at in zip(found.index, found.to_numpy(float), strict=True)}
    )
    for policy, row in now.items():
        colour = f"#{palette.COLOURS[policy]}"
        fill = {"fill": {"color": colour}, "border": {"color": f"#{palette.GROUND}"}}
        mark = {"type": MARK[policy], "size": 11, **fill}
        font = {"color": colour, "bold": True, "size": 11}
        told = {"series_name": True, "value": False, "position": places[policy], "font": font}
        point = {"name": POLICY[policy], **_places(row, row), "line": {"none": True}}
        chart.add_series({**point, "marker": mark, "data_labels": told})
    money = f"{LABELS[cost]} ({one.catalogue.currency})"
    chart.set_x_axis(axis(LABELS[service], "0 %", ends.least, 1, major_unit=ends.step, **_NO_GRID))
    chart.set_y_axis(axis(money, AXIS, 0, ends.most, line={"none": True}))
    chart.set_legend({"position": "bottom", "delete_series": [3, 4, 5], "font": {"size": 11, **_INK}})
    # By its cell: a name that begins like a formula would be taken for one.
    chart.set_title({"name": ["Frontier", spans["jit"][0], 0], "name_font": {"size": 12, **_INK}, "overlay": False})
    chart.set_size({"width": _WIDE, "height": _HIGH})
    return chart


def _places(top: int, bottom: int) -> dict[str, Any]:
    return {"categories": ["Frontier", top, 6, bottom, 6], "values": ["Frontier", top, 9, bottom, 9]}


def costs(book: Book, subjects: Sequence[Subject]) -> None:
    """Cost by component and policy, scenario by scenario, with a bar chart for each."""
    sheet = book.sheet("Cost components", (22, 26, *(14, 12, 12) * 3, 3))
    money = currency(subjects) or "own currency"
    policies = [text for p in POLICIES for text in (POLICY[p], "Low (95 %)", "High (95 %)")]
    sheet.head(("Scenario", f"Cost a year ({money})", *policies), range(2, 11), 2)
    for one in subjects:
        _components(sheet, one)
    sheet.filters(11)


def _components(sheet: Sheet, one: Subject) -> None:
    summary, first = one.summary, sheet.at
    names = rows.components(summary, summary) or rows.COMPONENTS[:1]
    form = {"num_format": MONEY if float(summary["total_cost"].abs().max()) >= 100 else CENTS}
    for name in (*names, "inventory_cost", "total_cost"):
        more = SUM if name in ("inventory_cost", "total_cost") else {}
        values = summary.loc[list(POLICIES), [name, name + "_lo", name + "_hi"]].to_numpy(float).ravel().tolist()
        quiet = {**form, "font_color": f"#{palette.QUIET}", **more}
        sheet.row((one.name, LABELS[name], *values), [more, more, *[{**form, **more}, quiet, quiet] * 3])
    chart = _cost_chart(sheet, one, first, len(names))
    sheet.sheet.insert_chart(first, 12, chart, {"object_position": 2, "description": "Cost a year by component"})
    sheet.at = max(sheet.at, first + _tall(len(names)) // _ROW + 2)


def _tall(names: int) -> int:
    return 150 + 44 * names


def _cost_chart(sheet: Sheet, one: Subject, first: int, names: int) -> Any:
    chart, last = sheet.book.book.add_chart({"type": "bar"}), first + names - 1
    for k, policy in enumerate(POLICIES):
        column = 2 + 3 * k
        series = {
            "name": POLICY[policy],
            "categories": ["Cost components", first, 1, last, 1],
            "values": ["Cost components", first, column, last, column],
            "fill": {"color": f"#{palette.COLOURS[policy]}"},
            "gap": 40,
            "overlap": 0,
        }
        chart.add_series(series)
    values = one.summary[list(rows.COMPONENTS)].to_numpy(float)
    money = f"Cost a year ({one.catalogue.currency})"
    amounts = axis(money, AXIS, min(0.0, float(values.min())), rows.ceiling(float(values.max())))
    # In the table's order from above, and the amounts stay below.
    chart.set_y_axis({"reverse": True, "line": {"color": f"#{palette.RULE}"}, "num_font": {"size": 10, **_INK}})
    chart.set_x_axis({**amounts, "label_position": "high"})
    chart.set_legend({"position": "top", "font": {"size": 11, **_INK}})
    chart.set_title({"name": ["Cost components", first, 0], "name_font": {"size": 12, **_INK}})
    chart.set_size({"width": _WIDE, "height": _tall(names)})
    return chart
