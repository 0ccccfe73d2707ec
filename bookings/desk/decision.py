"""A mail that waits, as a clerk decides about it; and what one decision is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from bookings.actions import consenting, queue
from bookings.actions.allocating import lecturers_on
from bookings.actions.queue.entries import understood_of
from bookings.actions.sessions import session_of_answer
from bookings.answers import Report, Understood
from bookings.desk.forms.base import DeskForm
from bookings.desk.steps.step import Heard
from bookings.desk.waiting import from_group
from bookings.models import (
    Assignment,
    BookingRequest,
    Consultation,
    Grant,
    LecturerConsent,
    LectureSession,
    RequestEvent,
    WaitingReply,
)
from bookings.status import AssignmentState, SessionState


@dataclass(frozen=True)
class Reply:
    """A waiting mail, the ask that it answers (if known), and what was understood of it."""

    waiting: WaitingReply
    ask: Assignment | None
    understood: Understood | Report | None
    at: datetime

    @property
    def awaited(self) -> bool:
        return self.ask is not None and self.ask.state == AssignmentState.ASKED

    @cached_property
    def told(self) -> RequestEvent | None:
        """What our mail told the group that writes back; None: somebody else does."""
        return from_group(self.waiting)

    @cached_property
    def consultation(self) -> Consultation | None:
        """The 相談 that the mail is about, where it proves nothing else."""
        if self.ask or self.waiting.session_id or self.told:
            return None
        return queue.consultation_of(self.waiting)

    @property
    def request(self) -> BookingRequest | None:
        if self.told is not None:
            return self.told.request
        about = self.ask or self.waiting.session
        return about.request if about else None

    @cached_property
    def fixed(self) -> Assignment | LectureSession | None:
        """For what the mail's department may say who goes: its ask, or what was agreed without."""
        if self.ask is not None:
            return self.ask if session_of_answer(self.ask) else None
        grant = self._lecturer_grant
        return self.waiting.session if grant and grant.lecturer is None else None

    @cached_property
    def consent(self) -> LecturerConsent | None:
        """The asking that the lecturer's own mail answers, while it counts."""
        session, grant = self.waiting.session, self._lecturer_grant
        if session is None or grant is None or grant.lecturer not in lecturers_on(session):
            return None
        ahead = session.state == SessionState.PLANNED and session.starts_at > self.at
        return consenting.newest(session, grant.lecturer) if ahead else None

    @cached_property
    def _lecturer_grant(self) -> Grant | None:
        return queue.lecturer_grant_of(self.waiting) if self.waiting.session else None


def reply_of(waiting: WaitingReply, ask: Assignment | None, *, at: datetime) -> Reply:
    return Reply(waiting, ask, understood_of(waiting, ask, at=at), at)


@dataclass(frozen=True)
class Decision:
    """`act` gets the mail, the valid form, who and when; `stops`: it ends something."""

    name: str
    title: Promise
    button: Promise
    done: Promise
    act: Callable[[Reply, Any, Heard], object]
    is_open: Callable[[Reply], bool]
    form: type[DeskForm] = DeskForm
    needs_ask: bool = True
    needs_date: bool = False  # speaks of a date that is fixed already
    explains: Promise | str = ""
    about: Callable[[Reply], Assignment | LectureSession | BookingRequest | None] = lambda reply: (
        reply.ask
    )


def target(reply: Reply, heard: Heard) -> dict[str, Any]:
    return {"waiting_id": reply.waiting.pk, "by": heard.office, "at": heard.at}


def on(reply: Reply, heard: Heard) -> dict[str, Any]:
    assert reply.ask is not None
    return {**target(reply, heard), "assignment_id": reply.ask.pk}
