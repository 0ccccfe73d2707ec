"""Mails to the group. Nobody is told who has no address: the desk lists them for a call."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from bookings.emails import asked_for, calling, facts
from bookings.emails.attached import CANCELLED, group_calendar
from bookings.emails.telling import Recipient, render, tell
from bookings.models import (
    Answer,
    Assignment,
    BookingRequest,
    Grant,
    LectureSession,
    RequestEvent,
    class_rows,
    helps,
)
from bookings.rules import Slot
from bookings.status import AssignmentState
from lectures.zones import local
from notifications import outbox


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
    link = confirm_link(request, at=event.at)
    said = asked_for.for_mail(request)
    _tell_request("group_received", event, request, confirm_link=link, asked_for=said)


def mail_unconfirmed(event: RequestEvent, request: BookingRequest) -> None:
    """Nobody has pressed the button of the receipt mail for a day."""
    link = confirm_link(request, at=event.at)
    _tell_request("group_mail_unconfirmed", event, request, confirm_link=link)


def draft_kept(
    draft: BookingRequest, *, grant: Grant, address: str, language: str, at: datetime
) -> None:
    """The way back to what is not sent yet. It belongs to no event: nothing has happened."""
    assert draft.draft_until is not None
    kind, until = "group_draft_kept", facts.lazy_day(local(draft.draft_until).date())
    context = {
        "lecture": draft.lecture,
        "office": facts.office(),
        "link": grant.link,
        "kept_until": until,
    }
    subject, text = render(kind, context=context, language=language)
    told = sha256(address.lower().encode()).hexdigest()[:16]
    outbox.store(
        dedup_key=f"{kind}:{draft.public_id}:{told}:{at:%Y%m%d%H%M}",
        to=address,
        subject=subject,
        text=text,
        at=at,
        kind=kind,
    )


def confirm_link(request: BookingRequest, *, at: datetime) -> str:
    """Where the group shows that the mail reached it; "" where nobody waits for that."""
    if request.group.email_confirmed_at is not None:
        return ""
    grant = request.grants.filter(purpose=Grant.Purpose.MAIL, revoked_at__isnull=True).first()
    return grant.link if grant and grant.opens(at=at) else ""


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
    _tell_session("group_confirmed", event, session, row=class_rows.row_of(session))


def rescheduled(
    event: RequestEvent, session: LectureSession, *, row: Sequence[LectureSession] = ()
) -> None:
    """`row`: with the other classes that were moved together."""
    _tell_session("group_rescheduled", event, session, row=row)


def lecturer_named(event: RequestEvent, session: LectureSession) -> None:
    _tell_session("group_lecturer_named", event, session)


def session_off(
    event: RequestEvent, session: LectureSession, *, row: Sequence[LectureSession] = ()
) -> None:
    """Cancelled or postponed; `row`: with the other classes of that day."""
    _tell_session("group_session_off", event, session, status=CANCELLED, row=row)


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


def day_wanted(event: RequestEvent, session: LectureSession) -> None:
    """Two weeks before: how many come, and what both must know on the day."""
    _tell_session("group_day_wanted", event, session, expires_at=session.starts_at, with_file=False)


def reminder(event: RequestEvent, session: LectureSession, *, days: int) -> None:
    _tell_session(
        f"group_reminder_{days}", event, session, expires_at=session.starts_at, with_file=False,
        row=class_rows.row_of(session),
    )  # fmt: skip


def _tell_session(
    kind: str,
    event: RequestEvent,
    session: LectureSession,
    *,
    status: str = "CONFIRMED",
    expires_at: datetime | None = None,
    with_file: bool = True,
    row: Sequence[LectureSession] = (),
    **context: object,
) -> None:
    request = session.request
    if not _group(request).address and not calling.must_call(event, kind=kind):
        return
    known = facts.of_session(session)
    if len(row) > 1:
        known["slot_words"] = facts.lazy_row(tuple(row))
    attached = [
        group_calendar(one, at=event.at, status=status, number=number if len(row) > 1 else 0)
        for number, one in enumerate(row or [session], start=1)
        if with_file
    ]
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
        told = Assignment.objects.filter(helps.knows_of_none(), pk=support.pk).exists()
        return "none" if told else "waiting"
    return "waiting"
