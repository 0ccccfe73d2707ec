"""Answers by mail, read as a pure function: no rows, no HTTP, no clock."""

from bookings.answers.reading import read
from bookings.answers.understood import (
    SENTENCES,
    Accept,
    AnswerContext,
    Counter,
    Decline,
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
    "Unclear",
    "Understood",
    "Wish",
    "read",
]
