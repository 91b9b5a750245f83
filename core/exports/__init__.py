"""What a person takes along: charts, a workbook, slides and a brief, made without a screen."""

from core.exports.brief import export_brief
from core.exports.sheet import export_chart
from core.exports.subject import Subject, answer_of

__all__ = ["Subject", "answer_of", "export_brief", "export_chart"]
