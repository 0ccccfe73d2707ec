"""Whether a decision about a waiting mail stands open. Reads only."""

from bookings.actions import queue
from bookings.actions.queue.elsewhere import may_be_taken
from bookings.actions.undoing import RUNNING
from bookings.answers import Accept, Counter, Decline
from bookings.desk.decision import Reply
from bookings.models import LecturerConsent, LectureSession, WaitingReply
from bookings.status import AssignmentRole, AssignmentState, SessionState

Why = WaitingReply.Why
_NO = LecturerConsent.State.NO


def is_support(reply: Reply) -> bool:
    return reply.ask is not None and reply.ask.role == AssignmentRole.SUPPORT


def is_understood(reply: Reply) -> bool:
    return reply.awaited and isinstance(reply.understood, Accept | Decline | Counter)


def may_be_handed_over(reply: Reply) -> bool:
    return (
        reply.ask is not None and reply.awaited and reply.ask.role == AssignmentRole.LECTURE
        and reply.ask.starts_at > reply.at
    )  # fmt: skip


def may_be_taken_late(reply: Reply) -> bool:
    late, ask = reply.waiting.why == Why.LATE, reply.ask
    return late and ask is not None and may_be_taken(ask, at=reply.at)


def may_be_named(reply: Reply) -> bool:
    session = reply.fixed
    if isinstance(session, LectureSession) and session.state != SessionState.PLANNED:
        return False
    return session is not None and session.starts_at > reply.at


def may_be_undone(reply: Reply) -> bool:
    ask = reply.ask
    return (
        ask is not None and ask.state == AssignmentState.ACCEPTED and ask.starts_at > reply.at
        and ask.request.status in RUNNING
    )  # fmt: skip


def may_consent(reply: Reply) -> bool:
    return reply.consent is not None and reply.consent.state != _NO


def is_report(reply: Reply) -> bool:
    return reply.waiting.session is not None and queue.report_grant_of(reply.waiting) is not None


def may_be_reported(reply: Reply) -> bool:
    session = reply.waiting.session
    if session is None or session.state not in (SessionState.PLANNED, SessionState.DELIVERED):
        return False
    return reply.at >= session.starts_at and is_report(reply)
