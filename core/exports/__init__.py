"""What a person takes along: charts, a workbook, slides and a brief, made without a screen."""

from core.exports.subject import Subject, answer_of

__all__ = ["Subject", "answer_of"]
