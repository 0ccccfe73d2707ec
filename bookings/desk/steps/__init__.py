"""What the office can do, as data: one `Step` per action, for a request, an ask or a session."""

from bookings.desk.steps.asks import ASK_STEPS
from bookings.desk.steps.requests import REQUEST_STEPS
from bookings.desk.steps.sessions import SESSION_STEPS
from bookings.desk.steps.step import Heard, Shut, Step, find, open_steps, shut_steps

__all__ = [
    "ASK_STEPS",
    "REQUEST_STEPS",
    "SESSION_STEPS",
    "Heard",
    "Shut",
    "Step",
    "find",
    "open_steps",
    "shut_steps",
]
