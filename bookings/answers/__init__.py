"""Answers by mail, read as a pure function: no rows, no HTTP, no clock."""

from bookings.answers.reading import meaning_of, read
from bookings.answers.reasons import SENTENCES
from bookings.answers.report_line import Report, ReportContext, read_report
from bookings.answers.understood import (
    Accept,
    AnswerContext,
    Counter,
    Decline,
    Intent,
    Meaning,
    Proposal,
    Question,
    Unclear,
    Understood,
    Wish,
)

__all__ = [
    "SENTENCES",
    "Accept",
    "AnswerContext",
    "Counter",
    "Decline",
    "Intent",
    "Meaning",
    "Proposal",
    "Question",
    "Report",
    "ReportContext",
    "Unclear",
    "Understood",
    "Wish",
    "meaning_of",
    "read",
    "read_report",
]
