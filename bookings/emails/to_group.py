"""Mails to the group. Nobody is told who has no address: the desk lists them for a call."""

from datetime import datetime

from bookings.emails import facts
from bookings.emails.attached import CANCELLED, group_calendar
from bookings.emails.telling import Recipient, tell
from bookings.models import Answer, Assignment, BookingRequest, LectureSession, RequestEvent
from bookings.rules import Slot
from bookings.status import AssignmentState, Verb


def _group(request: BookingRequest) -> Recipient:
    group = request.group
    wants_mail = group.notify_by == group.NotifyBy.EMAIL
    return Recipient("group", group.email if wants_mail else "", group.language)


def _tell_request(
    kind: str, event: RequestEvent, request: BookingRequest, **context: object
) -> None:
    tell(
        event,
        kind=kind,
        recipient=_group(request),
        context={**facts.of_request(request), "link": facts.page_grant(request).link, **context},
    )


def received(event: RequestEvent, request: BookingRequest) -> None:
    _tell_request("group_received", event, request)


def change_wanted(event: RequestEvent, request: BookingRequest, *, words: str) -> None:
    _tell_request("group_change_wanted", event, request, words=words)


def refused(event: RequestEvent, request: BookingRequest, *, words: str) -> None:
    _tell_request("group_refused", event, request, words=words)


def ended(event: RequestEvent, request: BookingRequest, *, words: str = "") -> None:
    """Withdrawn, cancelled or unfulfilled."""
    _tell_request("group_ended", event, request, words=words)


def counter_offered(event: RequestEvent, request: BookingRequest, *, answer: Answer) -> None:
    slots = [
        facts.lazy_when(slot.starts_at, slot.ends_at) for slot in answer.slots.order_by("order")
    ]
    _tell_request("group_counter", event, request, slots=slots, answer=answer)


def confirmed(event: RequestEvent, session: LectureSession) -> None:
    _tell_session("group_confirmed", event, session)


def rescheduled(event: RequestEvent, session: LectureSession) -> None:
    _tell_session("group_rescheduled", event, session)


def lecturer_named(event: RequestEvent, session: LectureSession) -> None:
    _tell_session("group_lecturer_named", event, session)


def session_off(event: RequestEvent, session: LectureSession) -> None:
    """Cancelled or postponed."""
    _tell_session("group_session_off", event, session, status=CANCELLED)


def support_settled(
    event: RequestEvent,
    session: LectureSession,
    *,
    assignment: Assignment,
    settled: bool,
    words: str = "",
) -> None:
    """Help that was asked for comes, or does not."""
    _tell_session(
        "group_support_settled", event, session, with_file=False,
        assignment=assignment, settled=settled, words=words,
    )  # fmt: skip


def survey_wanted(event: RequestEvent, session: LectureSession) -> None:
    """How was it? Once, after it was held."""
    _tell_session("group_survey_wanted", event, session, with_file=False)


def reminder(event: RequestEvent, session: LectureSession, *, days: int) -> None:
    _tell_session(
        f"group_reminder_{days}", event, session, expires_at=session.starts_at, with_file=False
    )


def _tell_session(
    kind: str,
    event: RequestEvent,
    session: LectureSession,
    *,
    status: str = "CONFIRMED",
    expires_at: datetime | None = None,
    with_file: bool = True,
    **context: object,
) -> None:
    request, known = session.request, facts.of_session(session)
    attached = [group_calendar(session, at=event.at, status=status)] if with_file else []
    tell(
        event,
        kind=kind,
        recipient=_group(request),
        context={
            **known,
            "lecturers": facts.lecturers_told(session, among=known["lecturers"]),
            "supports": supports_shown(session),
            "link": facts.page_grant(request).link,
            **context,
        },
        attachments=attached,
        expires_at=expires_at,
    )


def supports_shown(session: LectureSession) -> list[dict[str, object]]:
    """Each help with what the group may know: done, waiting, or none (once it was told so)."""
    slot = Slot(session.starts_at, session.ends_at)
    return [
        {"row": row, "state": _shown_state(row)}
        for row in facts.supports_of(session.request, slot=slot)
        if row.state != AssignmentState.RECALLED
    ]


def _shown_state(support: Assignment) -> str:
    if support.state == AssignmentState.ACCEPTED:
        return "done"
    if support.state == AssignmentState.DECLINED:
        return "none" if support.events.filter(verb=Verb.MESSAGE).exists() else "waiting"
    return "waiting"
