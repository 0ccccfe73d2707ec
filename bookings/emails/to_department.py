"""Mails to departments: short plain text, complete in itself."""

from bookings.emails import facts
from bookings.emails.telling import Recipient, tell
from bookings.models import Answer, Assignment, Grant, LectureSession, RequestEvent
from lectures.models import Department


def _department(department: Department) -> Recipient:
    return Recipient(f"department:{department.pk}", department.email)


def _tell(kind: str, event: RequestEvent, assignment: Assignment, **context: object) -> None:
    grant = _answer_grant(assignment)
    tell(
        event,
        kind=kind,
        recipient=_department(assignment.department),
        context={
            **facts.of_assignment(assignment),
            "link": grant.link,
            "reply_address": facts.reply_address(grant),
            **context,
        },
        reply_to=facts.reply_address(grant),
    )


def asked(event: RequestEvent, assignment: Assignment) -> None:
    _tell("department_asked", event, assignment)


def reminded(event: RequestEvent, assignment: Assignment) -> None:
    _tell("department_reminded", event, assignment)


def recalled(event: RequestEvent, assignment: Assignment) -> None:
    _tell("department_recalled", event, assignment)


def expired(event: RequestEvent, assignment: Assignment) -> None:
    _tell("department_expired", event, assignment)


def answer_recorded(event: RequestEvent, answer: Answer, *, undo: Grant | None) -> None:
    """The alarm against forged answers: goes to the registered address, with an undo."""
    _tell(
        "department_answer_recorded",
        event,
        answer.assignment,
        answer=answer,
        answer_when=facts.lazy_when(answer.starts_at, answer.ends_at) if answer.starts_at else "",
        slots=[
            facts.lazy_when(slot.starts_at, slot.ends_at) for slot in answer.slots.order_by("order")
        ],
        undo_link=undo.link if undo else "",
    )


def counter_taken(event: RequestEvent, assignment: Assignment) -> None:
    """The group took one of the dates that the department proposed."""
    _tell("department_counter_taken", event, assignment)


def session_changed(event: RequestEvent, assignment: Assignment, session: LectureSession) -> None:
    """Another time or place, postponed or cancelled."""
    _tell(
        "department_session_changed",
        event,
        assignment,
        lecture_session=session,
        session_words=facts.when(session.starts_at, session.ends_at),
    )


def answer_undone(event: RequestEvent, assignment: Assignment) -> None:
    _tell("department_answer_undone", event, assignment)


def _answer_grant(assignment: Assignment) -> Grant:
    return Grant.objects.get(assignment=assignment, purpose=Grant.Purpose.ANSWER)
