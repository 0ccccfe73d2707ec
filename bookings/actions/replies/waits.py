"""Why a mail does not act by itself, and all that helps the person who decides. Plain data."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise

from bookings.actions.replies.understanding import as_json
from bookings.answers import Understood
from bookings.models import Assignment, LectureSession, WaitingReply
from bookings.status import Way

Why = WaitingReply.Why


class Stop(NamedTuple):
    """The kind of reason, and one sentence where there is more to say."""

    why: WaitingReply.Why
    detail: str | Promise = ""


@dataclass(frozen=True)
class Waits:
    """A mail for a person; `settled`: nothing is left to decide, it is only kept in sight."""

    stop: Stop
    assignment: Assignment | None = None
    understood: Understood | None = None
    way: Way = Way.EMAIL
    settled: bool = False
    session: LectureSession | None = None

    def columns(self) -> dict[str, Any]:
        """As `WaitingReply` stores it."""
        understood = as_json(self.understood) if self.understood else {}
        return {
            "why": self.stop.why,
            "detail": str(self.stop.detail)[:200],
            "assignment": self.assignment,
            "session": self.session,
            "understood": {**understood, "way": self.way.value} if understood else {},
        }
