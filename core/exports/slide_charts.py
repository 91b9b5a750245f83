"""The chart of a slide: native and editable, the curves of service against cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.chart.data import XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from core.exports import palette
from core.exports.book import AXIS
from core.exports.deck import ACCENT, Box
from core.exports.figures import scale, sides
from core.exports.subject import Subject
from core.look import numbers
from core.look.words import LABELS
from core.policies import LABELS as POLICY
from core.policies import POLICIES

DASH = {"jit": MSO_LINE.SOLID, "jic": MSO_LINE.DASH, "hybrid": MSO_LINE.ROUND_DOT}
MARK = {"jit": XL_MARKER_STYLE.CIRCLE, "jic": XL_MARKER_STYLE.SQUARE, "hybrid": XL_MARKER_STYLE.DIAMOND}
_SMALL, _TEXT = Pt(12), Pt(14)


def add_frontier(slide: Any, one: Subject, box: Box) -> None:
    """A curve per policy, its current point, and the target."""
    curves = one.curves[one.curves[[one.service, one.cost]].notna().all(axis=1)]
    ends = scale(curves, one.service, one.cost, one.target)
    # Series have names of ours: text from a person would be a formula in the sheet behind the chart.
    data = XyChartData()
    for policy in POLICIES:
        points = curves[curves["policy"] == policy].sort_values("buffer", kind="stable")
        _add(data, POLICY[policy], points[one.service].tolist(), points[one.cost].tolist())
    for policy in POLICIES:
        now = curves[(curves["policy"] == policy) & curves["current"]]
        _add(data, f"{POLICY[policy]} now", now[one.service].tolist(), now[one.cost].tolist())
    _add(data, f"Target {numbers.percent(one.target)}", [one.target, one.target], [0.0, ends.most])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *map(Inches, box), data)
    frame.name = "Service against cost"
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = _SMALL, RGBColor.from_string(palette.INK)
    now = curves[curves["current"]].set_index("policy")[[one.service, one.cost]]
    places = {str(policy): ends.share(*at) for policy, at in zip(now.index, now.to_numpy(float), strict=True)}
    _dress(chart, sides(places))
    _axis(chart.category_axis, LABELS[one.service], "0 %", ends.least, 1.0)
    _axis(chart.value_axis, f"{LABELS[one.cost]} ({one.catalogue.currency})", AXIS, 0.0, ends.most)
    chart.category_axis.major_unit = ends.step
    chart.category_axis.has_major_gridlines = False
    _legend(chart, leave_out=range(len(POLICIES), 2 * len(POLICIES)))


def _add(data: Any, name: str, x: Sequence[float], y: Sequence[float]) -> None:
    series = data.add_series(name)
    for point in zip(x, y, strict=True):
        series.add_data_point(*point)


def _dress(chart: Any, places: Mapping[str, str]) -> None:
    series = list(chart.plots[0].series)
    for policy, curve, now in zip(POLICIES, series[:3], series[3:6], strict=True):
        curve.marker.style = XL_MARKER_STYLE.NONE
        line = curve.format.line
        line.width, line.dash_style, line.color.theme_color = Pt(2.75), DASH[policy], ACCENT[policy]
        now.format.line.fill.background()
        now.marker.style, now.marker.size = MARK[policy], 13
        now.marker.format.fill.solid()
        now.marker.format.fill.fore_color.theme_color = ACCENT[policy]
        now.marker.format.line.color.rgb = RGBColor.from_string(palette.GROUND)
        for point in range(len(list(now.values))):
            _label(now.points[point].data_label, policy, places[policy])
    target = series[6]
    target.marker.style = XL_MARKER_STYLE.NONE
    target.format.line.width, target.format.line.dash_style = Pt(1.25), MSO_LINE.SQUARE_DOT
    target.format.line.color.rgb = RGBColor.from_string(palette.QUIET)


def _label(label: Any, policy: str, side: str) -> None:
    run = label.text_frame.paragraphs[0].add_run()
    run.text = POLICY[policy]
    run.font.size, run.font.bold, run.font.color.theme_color = _TEXT, True, ACCENT[policy]
    label.position = getattr(XL_LABEL_POSITION, side.upper())


def _axis(axis: Any, title: str, form: str, low: float, high: float) -> None:
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
    axis.tick_labels.font.size = _SMALL
    axis.format.line.color.rgb = RGBColor.from_string(palette.RULE)
    axis.has_title = True
    run = axis.axis_title.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = title, _SMALL, False
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(palette.RULE)


def _legend(chart: Any, leave_out: range) -> None:
    chart.has_legend = True
    legend = chart.legend
    legend.position, legend.include_in_layout, legend.font.size = XL_LEGEND_POSITION.BOTTOM, False, _SMALL
    for index in reversed(leave_out):
        entry, number, gone = (OxmlElement(f"c:{name}") for name in ("legendEntry", "idx", "delete"))
        number.set("val", str(index))
        gone.set("val", "1")
        entry.extend((number, gone))
        # After the legend's place, before everything else.
        legend._element.insert(1, entry)
