"""Who goes, told: by default in one mail to each department's shared mailbox, as information.

A lecturer's own address is written to only where the town asks lecturers for their own yes, and
to take back what it was sent. SEQUENCE only grows for a UID; who is replaced gets a CANCEL.
"""

from datetime import datetime
from functools import partial

from django.db.models import Q

from bookings import calendars
from bookings.emails import facts, html
from bookings.emails.attached import CANCELLED, session_facts
from bookings.emails.telling import Recipient, tell
from bookings.models import EventMail, Grant, LectureSession, RequestEvent, SessionReport
from lectures.models import Lecturer
from lectures.zones import local


def address_of(lecturer: Lecturer, session: LectureSession) -> str:
    """The lecturer's own address; "" where it is only another name of the department's mailbox."""
    day = local(session.starts_at).date()
    shared = {row.email.lower() for row in session.department.line(on=day)}
    shared |= {row.email.lower() for row in lecturer.departments.all()}
    return "" if lecturer.email.lower() in shared else lecturer.email


def asked(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, grant: Grant
) -> None:
    """METHOD:REQUEST with RSVP: the lecturer's own calendar asks for a yes or a no."""
    _tell_asked("lecturer_asked", event, session, lecturer, grant=grant, answered=False)


def asked_again(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, grant: Grant
) -> None:
    """Nothing came: the same words once more; the calendar that was sent still holds."""
    _tell_with_link("lecturer_asked_again", event, session, lecturer, grant=grant)


def recorded(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, grant: Grant
) -> None:
    """The yes, confirmed to the registered address: the alarm against a forged one."""
    _tell_asked("lecturer_recorded", event, session, lecturer, grant=grant, answered=True)


def released(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, said_no: bool = False
) -> None:
    """METHOD:CANCEL to whose calendar holds the session; nobody else was ever told."""
    address = calendar_holder(session, lecturer)
    if not address:
        return
    shown = session_facts(
        session, at=event.at, lecturer=lecturer, address=address, status=CANCELLED
    )
    tell(
        event,
        kind="lecturer_released",
        # Of its session alone: one event may call off several.
        recipient=Recipient(f"lecturer:{lecturer.pk}:session{session.order}", address),
        context={**facts.of_session(session), "lecturer": lecturer, "said_no": said_no},
        calendar=calendars.cancellation(shown),
        calendar_method="CANCEL",
    )


def reminder(
    event: RequestEvent,
    session: LectureSession,
    lecturer: Lecturer,
    *,
    days: int,
    expires_at: datetime,
) -> None:
    """To a lecturer who was asked; the department's own mail is `to_hosts.reminder`."""
    tell(
        event,
        kind=f"lecturer_reminder_{days}",
        recipient=Recipient(f"lecturer:{lecturer.pk}", address_of(lecturer, session)),
        context={**facts.of_session(session), "addressee": f"{lecturer.name} さま"},
        expires_at=expires_at,
    )


def report_wanted(
    event: RequestEvent, session: LectureSession, lecturer: Lecturer, *, grant: Grant
) -> None:
    """How many came? Only to a lecturer who was asked; the department gets a mail of its own."""
    _tell_of_report("lecturer_report_wanted", event, session, lecturer, grant=grant)


def report_recorded(
    event: RequestEvent,
    session: LectureSession,
    lecturer: Lecturer,
    *,
    report: SessionReport,
    grant: Grant,
    differs: bool,
) -> None:
    """What was counted, and how to correct it. `differs`: somebody else counted otherwise."""
    _tell_of_report(
        "lecturer_report_recorded", event, session, lecturer, grant=grant, report=report,
        differs=differs,
    )  # fmt: skip


def calendar_holder(session: LectureSession, lecturer: Lecturer) -> str:
    """The address whose calendar holds this session for the lecturer now, or ""."""
    mails = EventMail.objects.filter(
        Q(recipient=f"lecturer:{lecturer.pk}")
        | Q(recipient__startswith=f"lecturer:{lecturer.pk}:"),
        event__request=session.request_id,
        mail__calendar__contains=f"UID:{session.public_id}",
    ).order_by("-mail_id")
    newest = mails.values_list("mail__calendar_method", "mail__to_address").first()
    return newest[1] if newest and newest[0] == "REQUEST" else ""


def _tell_of_report(
    kind: str,
    event: RequestEvent,
    session: LectureSession,
    lecturer: Lecturer,
    *,
    grant: Grant,
    **context: object,
) -> None:
    tell(
        event,
        kind=kind,
        recipient=Recipient(f"lecturer:{lecturer.pk}", address_of(lecturer, session)),
        context={
            **facts.of_session(session), "lecturer": lecturer, "link": grant.link,
            "reporting": True, **context,
        },
        as_html=partial(html.of_text, links={grant.link}),
        reply_to=facts.reply_address(grant),
    )  # fmt: skip


def _tell_asked(
    kind: str,
    event: RequestEvent,
    session: LectureSession,
    lecturer: Lecturer,
    *,
    grant: Grant,
    answered: bool,
) -> None:
    address = address_of(lecturer, session)
    shown = session_facts(
        session, at=event.at, lecturer=lecturer, address=address,
        status="CONFIRMED" if answered else "TENTATIVE",
        reply_to=facts.reply_address(grant), answered=answered,
    )  # fmt: skip
    invites = calendars.can_invite(address)
    _tell_with_link(
        kind, event, session, lecturer, grant=grant,
        calendar=calendars.invitation(shown) if invites else "",
        calendar_method="REQUEST" if invites else "",
    )  # fmt: skip


def _tell_with_link(
    kind: str,
    event: RequestEvent,
    session: LectureSession,
    lecturer: Lecturer,
    *,
    grant: Grant,
    **calendar: str,
) -> None:
    tell(
        event,
        kind=kind,
        recipient=Recipient(f"lecturer:{lecturer.pk}", address_of(lecturer, session)),
        context={**facts.of_session(session), "lecturer": lecturer, "link": grant.link},
        as_html=partial(html.of_text, links={grant.link}),
        reply_to=facts.reply_address(grant),
        expires_at=session.starts_at,
        **calendar,
    )
