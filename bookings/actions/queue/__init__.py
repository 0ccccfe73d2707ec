"""What the office decides about a mail that no machine may act on. Each is decided once.

Whoever comes second gets `Stale` with a sentence. A refusal of the action leaves the mail open.
"""

from bookings.actions.queue.answers import (
    apply_accept,
    apply_counter,
    apply_decline,
    apply_question,
    apply_understood,
)
from bookings.actions.queue.consulted import consultation_of, record_consulted
from bookings.actions.queue.elsewhere import hand_over, take_after_all
from bookings.actions.queue.entries import bring_in, queued, set_aside
from bookings.actions.queue.fixed import (
    known_beside,
    lecturer_grant_of,
    name_lecturers,
    record_consent,
    register_lecturer_and_name,
    undo_and_decline,
)
from bookings.actions.queue.groups import record_message
from bookings.actions.queue.people import register_lecturer_and_accept, trust_sender
from bookings.actions.queue.reports import apply_report, report_grant_of

__all__ = [
    "apply_accept",
    "apply_counter",
    "apply_decline",
    "apply_question",
    "apply_report",
    "apply_understood",
    "bring_in",
    "consultation_of",
    "hand_over",
    "known_beside",
    "lecturer_grant_of",
    "name_lecturers",
    "queued",
    "record_consent",
    "record_consulted",
    "record_message",
    "register_lecturer_and_accept",
    "register_lecturer_and_name",
    "report_grant_of",
    "set_aside",
    "take_after_all",
    "trust_sender",
    "undo_and_decline",
]
