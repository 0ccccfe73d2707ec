"""The mail speaks of a date that is fixed already: a lecturer's own yes or no, who goes, or a no.

One decision, one transaction; the actions are the same as everybody's.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import answering, consenting, noting, sessions, undoing
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.queue.entries import (
    Decision,
    asked_of,
    by_department,
    decide,
    decide_ask,
    said_in,
)
from bookings.actions.queue.people import register
from bookings.actions.replies import naming
from bookings.actions.replies.addressing import ask_of
from bookings.actions.replies.hearing import context_of, tried
from bookings.answers import Accept
from bookings.models import (
    Answer,
    Assignment,
    Grant,
    LecturerConsent,
    LectureSession,
    WaitingReply,
)
from bookings.status import AssignmentState, Reason, Way
from lectures.models import Department
from notifications.inbox import reading


def lecturer_grant_of(waiting: WaitingReply) -> Grant | None:
    """The key that this mail was sent to: a lecturer's own, or a department's to name one."""
    tag = waiting.inbound.tag_public_id
    grants = Grant.objects.filter(public_id=tag, purpose=Grant.Purpose.LECTURER)
    return grants.select_related("lecturer").first() if tag else None


def known_beside(waiting: WaitingReply, assignment: Assignment, *, at: datetime) -> list[int]:
    """Who of the department the mail names beside those that are on no list."""
    nobody: list[int] = []
    read = partial(_known_beside, waiting, assignment, at=at)
    return tried(read, about=waiting.inbound, otherwise=nobody)


def _known_beside(waiting: WaitingReply, assignment: Assignment, *, at: datetime) -> list[int]:
    strangers = waiting.understood.get("unknown_names", ())
    context = context_of(assignment, at=at)
    listed = tuple((-number, name, "") for number, name in enumerate(strangers, start=1))
    said = naming.read_names(
        reading.text_of(bytes(waiting.inbound.raw or b"")),
        context=replace(context, lecturer_names=context.lecturer_names + listed),
    )
    return [pk for pk in said.lecturer_ids if pk > 0] if isinstance(said, Accept) else []


@transaction.atomic
def record_consent(
    *, waiting_id: int, goes: bool, by: By, at: datetime, words: str = ""
) -> LecturerConsent:
    """The lecturer's own yes or no. `words`: the reason of a no; beside a yes, kept as a note."""
    waiting = decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    grant = lecturer_grant_of(waiting)
    if grant is None or grant.session_id is None or grant.lecturer_id is None:
        raise Refused(_("このメールは、講師本人の返事ではありません。"))
    lecturer = By(Actor.LECTURER, _way(waiting), by.user, by.why)
    if not goes:
        return consenting.say_no(
            session_id=grant.session_id, lecturer_id=grant.lecturer_id, by=lecturer, at=at,
            words=words,
        )  # fmt: skip
    consent = consenting.say_yes(
        session_id=grant.session_id, lecturer_id=grant.lecturer_id, by=lecturer, at=at
    )
    if words.strip():
        noting.note(request_id=consent.session.request_id, words=words, by=by, at=at)
    return consent


@transaction.atomic
def name_lecturers(
    *,
    waiting_id: int,
    lecturer_ids: Iterable[int],
    by: By,
    at: datetime,
    assignment_id: int | None = None,
) -> LectureSession:
    """The mail says who of the department goes; exactly these from now on."""
    waiting = decide(
        waiting_id, decision=Decision.APPLIED, by=by, at=at, assignment_id=assignment_id
    )
    return _name(waiting, assignment_id, lecturer_ids, by=by, at=at)


@transaction.atomic
def register_lecturer_and_name(
    *,
    waiting_id: int,
    name: str,
    by: By,
    at: datetime,
    kana: str = "",
    together: Iterable[int] = (),
    assignment_id: int | None = None,
) -> LectureSession:
    """A new lecturer of the department goes, with those of it who are known (`together`)."""
    waiting = decide(
        waiting_id, decision=Decision.APPLIED, by=by, at=at, assignment_id=assignment_id
    )
    department = _department(waiting, assignment_id)
    lecturer = register(department, name=name, kana=kana, email="", at=at)
    return _name(waiting, assignment_id, [*together, lecturer.pk], by=by, at=at)


@transaction.atomic
def undo_and_decline(
    *,
    waiting_id: int,
    by: By,
    at: datetime,
    reason: str = Reason.OTHER,
    words: str = "",
    assignment_id: int | None = None,
) -> Answer:
    """Who had accepted cannot after all. The department gets one mail: its no, as recorded."""
    waiting, assignment = decide_ask(waiting_id, by=by, at=at, assignment_id=assignment_id)
    if assignment.state != AssignmentState.ACCEPTED:
        raise Refused(_("この依頼は、いまは「承諾」ではありません。画面を開き直してください。"))
    department = by_department(waiting, by)
    undoing.undo(
        assignment_id=assignment.pk, version=assignment.version, by=department, at=at,
        answer_follows=True,
    )  # fmt: skip
    return answering.decline(
        assignment_id=assignment.pk, version=ask_of(assignment.pk).version, by=department, at=at,
        reason=reason, said=said_in(waiting, assignment, at=at, words=words),
    )  # fmt: skip


def _name(
    waiting: WaitingReply,
    assignment_id: int | None,
    lecturer_ids: Iterable[int],
    *,
    by: By,
    at: datetime,
) -> LectureSession:
    who: dict[str, Any] = {"lecturer_ids": lecturer_ids, "by": by_department(waiting, by), "at": at}
    if assignment_id or waiting.assignment_id:
        assignment = asked_of(waiting, assignment_id)
        return sessions.name_by_answer(assignment_id=assignment.pk, **who)
    session = _agreed(waiting)
    if at >= session.starts_at:
        raise Refused(_("講座の時刻をすぎました。申込みのページで入れてください。"))
    return sessions.name_lecturers(session_id=session.pk, **who)


def _department(waiting: WaitingReply, assignment_id: int | None) -> Department:
    if assignment_id or waiting.assignment_id:
        return asked_of(waiting, assignment_id).department
    return _agreed(waiting).department


def _agreed(waiting: WaitingReply) -> LectureSession:
    """The session of a mail to a department's naming key, where no ask has fixed it."""
    grant = lecturer_grant_of(waiting)
    if grant is None or waiting.session is None or grant.lecturer_id is not None:
        raise Refused(_("このメールでは、講師を決められません。"))
    return waiting.session


def _way(waiting: WaitingReply) -> Way:
    return Way(waiting.understood.get("way") or Way.EMAIL)
