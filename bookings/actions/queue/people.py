"""The mail names or comes from somebody we did not know: put them on the list, read it again."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from bookings.actions.moves import By, Refused
from bookings.actions.queue.entries import (
    Decision,
    by_department,
    decide,
    decide_ask,
    opened,
    read_or_refuse,
    said_in,
)
from bookings.actions.replies.applying import apply
from bookings.actions.replies.hearing import hear
from bookings.actions.replies.judging import judge
from bookings.actions.replies.waits import Waits
from bookings.answers import Accept
from bookings.models import Answer, LectureSession, WaitingReply
from bookings.models.standins import in_charge
from lectures.models import Department, DepartmentMember, Lecturer, LecturerMembership
from lectures.models.people import DepartmentMemberQuerySet
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
    _put_on_list(waiting, name=name, at=at)
    # Whatever the reader's own language is: what is kept is kept for everybody.
    with override(settings.LANGUAGE_CODE):
        outcome = read_or_refuse(lambda: judge(waiting.inbound, at=at), about=waiting.inbound)
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
    waiting, assignment = decide_ask(waiting_id, by=by, at=at)
    register(assignment.department, name=name, kana=kana, email=email, at=at)
    read = partial(hear, waiting.inbound, assignment, at=at)
    understood = read_or_refuse(read, about=waiting.inbound).understood
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


def ended_membership(waiting: WaitingReply, *, at: datetime) -> DepartmentMember | None:
    """The sender's last stay on the department's list, if it is over."""
    if waiting.assignment is None:
        return None
    ended = _on_list(waiting, at=at).filter(until__lt=local(at).date())
    return ended.order_by("-until").first()


def _put_on_list(waiting: WaitingReply, *, name: str, at: datetime) -> None:
    """From today on. A stay that is over keeps its dates beside the new one."""
    assert waiting.assignment is not None
    today = local(at).date()
    listed = _on_list(waiting, at=at)
    if listed.filter(since__gt=today).update(since=today) or listed.on(today).exists():
        return
    DepartmentMember.objects.create(
        site_id=waiting.site_id, department=in_charge(waiting.assignment.department, on=today),
        name=name, email=waiting.inbound.from_address, since=today,
    )  # fmt: skip


def _on_list(waiting: WaitingReply, *, at: datetime) -> DepartmentMemberQuerySet:
    assert waiting.assignment is not None
    department = in_charge(waiting.assignment.department, on=local(at).date())
    return DepartmentMember.objects.filter(
        department=department, email__iexact=waiting.inbound.from_address
    )


def register(department: Department, *, name: str, kana: str, email: str, at: datetime) -> Lecturer:
    """A new lecturer of whoever does the department's work, from today on."""
    lecturer = Lecturer.objects.create(
        site_id=department.site_id, name=name.strip(), kana=kana.strip(), email=email.strip()
    )
    LecturerMembership.objects.create(
        site_id=department.site_id, lecturer=lecturer, since=local(at).date(),
        department=in_charge(department, on=local(at).date()),
    )  # fmt: skip
    return lecturer
