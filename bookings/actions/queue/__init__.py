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
from bookings.actions.queue.elsewhere import hand_over, take_after_all
from bookings.actions.queue.entries import bring_in, queued, set_aside
from bookings.actions.queue.people import register_lecturer_and_accept, trust_sender

__all__ = [
    "apply_accept",
    "apply_counter",
    "apply_decline",
    "apply_question",
    "apply_understood",
    "bring_in",
    "hand_over",
    "queued",
    "register_lecturer_and_accept",
    "set_aside",
    "take_after_all",
    "trust_sender",
]
