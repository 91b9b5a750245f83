"""What a person takes along: charts, a workbook, slides and a brief, made without a screen."""

from core.exports.brief import export_brief
from core.exports.excel import export_excel, workbook_bytes
from core.exports.sheet import export_chart
from core.exports.slides import export_powerpoint, slides_bytes
from core.exports.subject import Subject, answer_of

__all__ = [
    "Subject",
    "answer_of",
    "export_brief",
    "export_chart",
    "export_excel",
    "export_powerpoint",
    "slides_bytes",
    "workbook_bytes",
]
