"""送り直す: the same words to a corrected address, and what else the wrong one means.

The mail itself is stored by notifications; here is what it is about: the event, the calendar's
addressee, the register, and keys that may lie in a stranger's mailbox.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings import calendars
from bookings.actions import consenting, mail_keys, mail_matter
from bookings.actions.moves import By, Refused, locked, record
from bookings.emails import facts, inviting
from bookings.emails.attached import session_facts
from bookings.models import (
    ApplicantGroup,
    Assignment,
    BookingRequest,
    EventMail,
    Grant,
    LectureSession,
    standins,
)
from bookings.status import AssignmentState, SessionState, Verb
from lectures.models import Department, Lecturer
from lectures.zones import local
from notifications import addresses, decisions, outbox
from notifications.models import OutgoingEmail
from notifications.status import State

Holder = ApplicantGroup | Department | Lecturer
_ANSWERED = {AssignmentState.ASKED: False, AssignmentState.ACCEPTED: True}
# A resend that stands here is waited for, or it went out: no second one.
_DONE = frozenset(
    {State.READY, State.LEASED, State.HANDOFF, State.UNKNOWN, State.SENT, State.DELIVERED}
)


@dataclass(frozen=True)
class Part:
    """The calendar part for the new address."""

    calendar: str = ""
    calendar_method: str = ""


def can_go_again(mail: OutgoingEmail, *, at: datetime) -> bool:
    """Only what still holds: an ask that waits, a session that stands."""
    late = mail.expires_at is not None and mail.expires_at <= at
    return mail.state in decisions.RESENDABLE and not late and not mail_matter.is_over(mail)


def holder_of(mail: OutgoingEmail, *, at: datetime) -> Holder | None:
    """Whose register entry holds the address that the mail went to; nobody else's."""
    tie = _tie(mail)
    if tie is None:
        return None
    return next((row for row in _holders(tie, at=at) if _writes_to(row, mail)), None)


def key_to_end(mail: OutgoingEmail) -> str:
    """Whose link or reply address the mail holds, as EventMail names them; "" if none opens now."""
    tie = _tie(mail)
    # The department itself got a mail of its own with the same key: a copy never ends it.
    if tie is None or ":copy" in tie.recipient:
        return ""
    return tie.recipient.partition(":")[0] if mail_keys.live(mail, tie.event.request) else ""


@transaction.atomic
def resend(
    *,
    mail_id: int,
    to: str,
    by: By,
    at: datetime,
    also_change: bool = False,
    new_link: bool = False,
) -> OutgoingEmail:
    """The same words to `to`. `also_change`: the register, too; a group confirms the new address by
    a new link. `new_link`: the old link and reply address end, and the mail holds new ones. Pressed
    twice, it does all this once. Refused."""
    tie = _tie(OutgoingEmail.objects.get(pk=mail_id))
    request = locked(tie.event.request_id) if tie else None
    mail = OutgoingEmail.objects.select_for_update(of=("self",)).get(pk=mail_id)
    holder = holder_of(mail, at=at) if also_change else None
    ended: list[Grant] = []
    if request and new_link and key_to_end(mail):
        ended = mail_keys.end(mail, request, at=at)
    if request and isinstance(holder, ApplicantGroup) and holder.email.lower() != to.lower():
        ended += mail_keys.end_confirmation(request, at=at)
    waiting = list(mail_keys.waiting_with(ended))
    done = None if mail_keys.holds(mail, ended) else _done(mail, to=to)
    new = done or _stored(mail, tie, request, to=to, at=at)
    for row in waiting:
        _follow(row, mail, request, to=new.to_address, at=at)
    if tie and request and done is None:
        _recorded(new, tie, request, holder=holder, by=by, at=at)
    _corrected(holder, to=new.to_address)
    return new


def _done(mail: OutgoingEmail, *, to: str) -> OutgoingEmail | None:
    """The resend to that address, unless it failed: then the next step starts there. Refused."""
    newest = mail.resends.filter(to_address__iexact=addresses.checked(to)).order_by("-pk").first()
    if newest is None or newest.state in _DONE:
        return newest
    raise Refused(
        _(
            "%(address)sへは、前に送り直しましたが、届いていません。"
            "前の画面の「送り直したメール」（%(address)sへのもの）を開き、そこから送り直してください。"
        )
        % {"address": newest.to_address}
    )


def _corrected(holder: Holder | None, *, to: str) -> None:
    """Another address of a group is one that nobody has confirmed yet."""
    if holder is None:
        return
    if isinstance(holder, ApplicantGroup) and holder.email.lower() != to.lower():
        holder.email_confirmed_at = None
        holder.save(update_fields=["email_confirmed_at"])
    holder.email = to
    holder.save(update_fields=["email"])


def _holders(tie: EventMail, *, at: datetime) -> list[Holder]:
    noun, _colon, rest = tie.recipient.partition(":")
    pk = rest.partition(":")[0]
    if noun == "group":
        group = tie.event.request.group
        return [group] if group else []
    if noun == "department":
        return _departments(Department.objects.filter(pk=pk).first(), at=at)
    lecturer = Lecturer.objects.filter(pk=pk).first() if noun == "lecturer" else None
    if lecturer is None:
        return []
    session = tie.event.session
    return [lecturer, *_departments(session.department if session else None, at=at),
            *lecturer.departments.order_by("pk")]  # fmt: skip


def _departments(department: Department | None, *, at: datetime) -> list[Holder]:
    """The one that was written to, and who has its work today."""
    if department is None:
        return []
    return [department, standins.in_charge(department, on=local(at).date())]


def _writes_to(holder: Holder, mail: OutgoingEmail) -> bool:
    return holder.email.lower() == mail.to_address.lower()


def _stored(
    mail: OutgoingEmail,
    tie: EventMail | None,
    request: BookingRequest | None,
    *,
    to: str,
    at: datetime,
) -> OutgoingEmail:
    part = _calendar(mail, tie, to=to, at=at) if tie else Part()
    try:
        if mail_matter.is_over(mail):
            raise decisions.TooLate(str(mail.pk))
        return decisions.resend(
            mail.pk,
            to=to,
            at=at,
            text=mail_keys.renewed(mail.text, request),
            html=mail_keys.renewed(mail.html, request),
            reply_to=mail_keys.renewed(mail.reply_to, request),
            calendar=part.calendar,
            calendar_method=part.calendar_method,
        )
    except decisions.NoLongerOpen as problem:
        raise Refused(
            _("このメールは、もうようすが変わっています。画面を確かめてください。")
        ) from problem
    except decisions.TooLate as problem:
        raise Refused(
            _("このメールの用は、もうすんでいます。いるときは、電話などで知らせてください。")
        ) from problem
    except decisions.AddressStopped as problem:
        raise Refused(
            _(
                "その宛先にも、前にメールが届きませんでした。ほかの宛先を入れるか、電話などで知らせてください。"
            )
        ) from problem


def _follow(
    row: OutgoingEmail,
    mail: OutgoingEmail,
    request: BookingRequest | None,
    *,
    to: str,
    at: datetime,
) -> None:
    """A mail that still waits gets the key that holds now, and never goes to the wrong address.

    The same words, on their way again already, are withdrawn.
    """
    if row.resend_of_id == mail.pk:
        outbox.cancel(row.pk, at=at)
        return
    part = Part(mail_keys.renewed(row.calendar, request), row.calendar_method)
    wrong = row.to_address.lower() == mail.to_address.lower()
    tie = _tie(row) if wrong and row.calendar_method == "REQUEST" else None
    if tie is not None:
        part = _calendar(row, tie, to=to, at=at)
    outbox.renew(
        row.pk,
        to=to if wrong else row.to_address,
        text=mail_keys.renewed(row.text, request),
        html=mail_keys.renewed(row.html, request),
        reply_to=mail_keys.renewed(row.reply_to, request),
        calendar=part.calendar,
        calendar_method=part.calendar_method,
        at=at,
    )


def _recorded(
    new: OutgoingEmail,
    tie: EventMail,
    request: BookingRequest,
    *,
    holder: Holder | None,
    by: By,
    at: datetime,
) -> None:
    words = f"{new.subject}\n{new.to_address}"
    if holder is not None:
        words += "\n" + _("%(name)sの登録のアドレスも直しました。") % {"name": holder}
    event = record(
        request,
        verb=Verb.RESENT,
        by=by,
        at=at,
        assignment=tie.event.assignment,
        session=tie.event.session,
        note=words,
    )
    EventMail.objects.create(
        site_id=request.site_id, event=event, mail=new, recipient=tie.recipient, kind=tie.kind
    )


def _calendar(mail: OutgoingEmail, tie: EventMail, *, to: str, at: datetime) -> Part:
    """ATTENDEE is whom the mail goes to, so the part is made anew, if it still holds."""
    if mail.calendar_method != "REQUEST" or not calendars.can_invite(to):
        return Part()
    event = tie.event
    if event.assignment and tie.recipient == f"department:{event.assignment.department_id}":
        return _asked_calendar(event.assignment, to=to, at=at)
    if event.session and tie.kind in ("lecturer_asked", "lecturer_recorded"):
        return _lecturer_calendar(tie, event.session, to=to, at=at)
    return Part()


def _asked_calendar(assignment: Assignment, *, to: str, at: datetime) -> Part:
    fixed = _ANSWERED.get(AssignmentState(assignment.state))
    if fixed is None or assignment.starts_at <= at:
        return Part()
    part = inviting.request(assignment, to=to, fixed=fixed, at=at)
    return Part(part.calendar, part.calendar_method)


def _lecturer_calendar(tie: EventMail, session: LectureSession, *, to: str, at: datetime) -> Part:
    lecturer = Lecturer.objects.get(pk=tie.recipient.split(":")[1])
    goes = lecturer in facts.lecturers_of(session)
    if session.state != SessionState.PLANNED or session.starts_at <= at or not goes:
        return Part()
    answered = tie.kind == "lecturer_recorded"
    shown = session_facts(
        session, at=at, lecturer=lecturer, address=to,
        status="CONFIRMED" if answered else "TENTATIVE",
        reply_to=facts.reply_address(consenting.grant_of(session, lecturer, at=at)),
        answered=answered,
    )  # fmt: skip
    return Part(calendars.invitation(shown), "REQUEST")


def _tie(mail: OutgoingEmail) -> EventMail | None:
    return (
        EventMail.objects.filter(mail=mail)
        .select_related(
            "event__assignment__department", "event__session__department", "event__request__group"
        )
        .first()
    )
