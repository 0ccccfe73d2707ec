"""The mail names or comes from somebody we did not know: put them on the list, read it again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import By, Refused
from bookings.actions.queue.entries import (
    Decision,
    asked_of,
    by_department,
    decide,
    opened,
    said_in,
)
from bookings.actions.replies.applying import apply
from bookings.actions.replies.hearing import hear
from bookings.actions.replies.judging import judge
from bookings.actions.replies.waits import Waits
from bookings.answers import Accept
from bookings.models import Answer, Assignment, LectureSession, WaitingReply
from lectures.models import DepartmentMember, Lecturer, LecturerMembership
from lectures.zones import local


@transaction.atomic
def trust_sender(
    *, waiting_id: int, name: str, by: By, at: datetime
) -> Answer | LectureSession | WaitingReply:
    """Put the sender on the department's list and read the mail again.

    What the mail did, if it is clear now; else the waiting reply with its new reason, still open.
    """
    waiting = opened(waiting_id)
    if waiting.why != WaitingReply.Why.STRANGER or waiting.assignment is None:
        raise Refused(_("このメールの送り主は、本物か確かめられないので登録できません。"))
    _put_on_list(waiting, name=name)
    outcome = judge(waiting.inbound, at=at)
    if not isinstance(outcome, Waits):
        decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
        return outcome
    if outcome.settled:
        decide(waiting_id, decision=Decision.SETTLED, by=by, at=at)
    WaitingReply.objects.filter(pk=waiting_id).update(**outcome.columns())
    waiting.refresh_from_db()
    return waiting


@transaction.atomic
def register_lecturer_and_accept(
    *, waiting_id: int, name: str, by: By, at: datetime, kana: str = "", email: str = ""
) -> Answer:
    """A new lecturer of the department, then the mail read again with the name known."""
    waiting = decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    assignment = asked_of(waiting, None)
    _register(assignment, name=name, kana=kana, email=email, at=at)
    understood = hear(waiting.inbound, assignment, at=at).understood
    if not isinstance(understood, Accept):
        raise Refused(
            _(
                "登録する名前が、メールに書かれた名前と合いません。名字と名前の間を空けて、メールのとおりに入れてください。"
            )
        )
    return apply(
        understood, assignment=assignment, by=by_department(waiting, by), at=at,
        said=said_in(waiting, assignment, at=at),
    )  # fmt: skip


def _put_on_list(waiting: WaitingReply, *, name: str) -> None:
    assert waiting.assignment is not None
    members = DepartmentMember.objects.filter(
        department=waiting.assignment.department, email__iexact=waiting.inbound.from_address
    )
    if members.exists():
        members.update(since=None, until=None)
    else:
        DepartmentMember.objects.create(
            site_id=waiting.site_id, department=waiting.assignment.department, name=name,
            email=waiting.inbound.from_address,
        )  # fmt: skip


def _register(
    assignment: Assignment, *, name: str, kana: str, email: str, at: datetime
) -> Lecturer:
    lecturer = Lecturer.objects.create(
        site_id=assignment.site_id, name=name.strip(), kana=kana.strip(), email=email.strip()
    )
    LecturerMembership.objects.create(
        site_id=assignment.site_id, lecturer=lecturer, department=assignment.department,
        since=local(at).date(),
    )  # fmt: skip
    return lecturer
