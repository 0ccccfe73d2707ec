"""Mails about a consultation: to who asks, and the office's copy. None without an address."""

from typing import Any

from bookings.emails import calling, facts
from bookings.emails.ask import one_line
from bookings.emails.telling import render
from bookings.emails.timing import timing
from bookings.models import (
    ApplicantGroup,
    Consultation,
    ConsultationEvent,
    ConsultationNote,
    RequestEvent,
)
from bookings.status import ConsultationVerb
from notifications import outbox
from notifications.models import OutgoingEmail


def received(event: ConsultationEvent, *, link: str) -> OutgoingEmail | None:
    """Only who chose mail gets the number by mail; others hear it, or read it on the screen."""
    group = event.consultation.group
    by_mail = group.notify_by == ApplicantGroup.NotifyBy.EMAIL
    return _send("group_consult_received", event, to=group.email, link=link) if by_mail else None


def answered(event: ConsultationEvent, *, words: str, link: str) -> OutgoingEmail | None:
    to, asked = event.consultation.group.email, _asked_words(event.consultation)
    return _send("group_consult_answered", event, to=to, words=words, asked_words=asked, link=link)


def _asked_words(row: Consultation) -> str:
    """What the group wrote first, in one line; a person has read it meanwhile."""
    opened = ConsultationNote.objects.filter(
        event__consultation=row, event__verb=ConsultationVerb.OPENED
    )
    return one_line(opened.values_list("text", flat=True).first())


def office_received(event: ConsultationEvent, *, words: str) -> OutgoingEmail | None:
    to = facts.office().email
    return _send("office_consult_received", event, to=to, words=words, reader="office")


def office_wrote(event: ConsultationEvent, *, words: str) -> OutgoingEmail | None:
    to = facts.office().email
    return _send("office_consult_wrote", event, to=to, words=words, reader="office")


def office_withdrawn(event: ConsultationEvent, *, words: str) -> OutgoingEmail | None:
    to = facts.office().email
    return _send("office_consult_withdrawn", event, to=to, words=words, reader="office")


def taken_up(event: RequestEvent, row: Consultation) -> None:
    """It became a request before it was answered: who waits for a call is called."""
    request = event.request
    email = ApplicantGroup.NotifyBy.EMAIL
    if request.group is not None and request.group.notify_by != email:
        context = {"consultation": row, "booking_request": request, "lecture": request.lecture}
        calling.keep(event, kind="group_consult_taken_up", context=context)


def _send(
    kind: str, event: ConsultationEvent, *, to: str, reader: str = "group", **context: Any
) -> OutgoingEmail | None:
    """Answers come to the office's own mailbox: no program reads them."""
    if not to:
        return None
    row, office = event.consultation, facts.office()
    known = {"consultation": row, "group": row.group, "lecture": row.lecture, "office": office}
    language = row.language if reader == "group" else "ja"
    subject, text = render(kind, context={**known, **context}, language=language)
    return outbox.store(
        dedup_key=f"{kind}:{event.public_id}:{reader}",
        to=to,
        reply_to=office.email if reader == "group" else "",
        subject=subject,
        text=text,
        at=event.at,
        kind=kind,
        **timing(kind, at=event.at),
    )
