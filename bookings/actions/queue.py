"""What the office decides about a mail that no machine may act on. Each is decided once.

Whoever comes second gets `Stale` with a sentence. A refusal of the action leaves the mail open.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import answering
from bookings.actions.answering import Said
from bookings.actions.moves import Actor, By, Refused, Stale
from bookings.actions.replies.addressing import member_name
from bookings.actions.replies.applying import apply
from bookings.actions.replies.hearing import hear
from bookings.actions.replies.judging import judge
from bookings.answers import Accept
from bookings.models import Answer, Assignment, WaitingReply
from bookings.rules import Slot
from bookings.status import Reason, Way
from lectures.models import DepartmentMember, Lecturer, LecturerMembership
from lectures.zones import local

Decision = WaitingReply.Decision


@transaction.atomic
def apply_accept(
    *,
    waiting_id: int,
    by: By,
    at: datetime,
    rank: int | None = None,
    starts_at: datetime | None = None,
    lecturer_ids: Iterable[int] = (),
    assignment_id: int | None = None,
) -> Answer:
    """The mail accepts. `assignment_id` names the ask where the mail itself did not prove it."""
    waiting = _decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    assignment = _ask(waiting, assignment_id)
    return answering.accept(
        assignment_id=assignment.pk, version=assignment.version, by=_department(by), at=at,
        rank=rank, starts_at=starts_at, lecturer_ids=lecturer_ids,
        said=_said(waiting, assignment, at=at),
    )  # fmt: skip


@transaction.atomic
def apply_decline(
    *,
    waiting_id: int,
    by: By,
    at: datetime,
    reason: str = Reason.OTHER,
    words: str = "",
    assignment_id: int | None = None,
) -> Answer:
    """The mail declines."""
    waiting = _decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    assignment = _ask(waiting, assignment_id)
    return answering.decline(
        assignment_id=assignment.pk, version=assignment.version, by=_department(by), at=at,
        reason=reason, said=_said(waiting, assignment, at=at, words=words),
    )  # fmt: skip


@transaction.atomic
def apply_counter(
    *,
    waiting_id: int,
    slots: Sequence[Slot],
    by: By,
    at: datetime,
    words: str = "",
    assignment_id: int | None = None,
) -> Answer:
    """The mail proposes these slots; the person who decides answers for the town's rules."""
    waiting = _decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    assignment = _ask(waiting, assignment_id)
    return answering.counter(
        assignment_id=assignment.pk, version=assignment.version, by=_department(by), at=at,
        slots=slots, said=_said(waiting, assignment, at=at, words=words),
    )  # fmt: skip


@transaction.atomic
def set_aside(*, waiting_id: int, by: By, at: datetime) -> WaitingReply:
    """No answer: a question, thanks, something else. The ask waits on."""
    return _decide(waiting_id, decision=Decision.SET_ASIDE, by=by, at=at)


@transaction.atomic
def trust_sender(*, waiting_id: int, name: str, by: By, at: datetime) -> Answer | WaitingReply:
    """Put the sender on the department's list and read the mail again.

    The answer, if the mail is clear now; else the waiting reply with its new reason, still open.
    """
    waiting = _open(waiting_id)
    if waiting.why != WaitingReply.Why.STRANGER or waiting.assignment is None:
        raise Refused(_("このメールの送り主は、本物か確かめられないので登録できません。"))
    _put_on_list(waiting, name=name)
    outcome = judge(waiting.inbound, at=at)
    if isinstance(outcome, Answer):
        _decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
        return outcome
    WaitingReply.objects.filter(pk=waiting_id).update(**outcome.columns())
    waiting.refresh_from_db()
    return waiting


@transaction.atomic
def register_lecturer_and_accept(
    *, waiting_id: int, name: str, by: By, at: datetime, kana: str = "", email: str = ""
) -> Answer:
    """A new lecturer of the department, then the mail read again with the name known."""
    waiting = _decide(waiting_id, decision=Decision.APPLIED, by=by, at=at)
    assignment = _ask(waiting, None)
    _register(assignment, name=name, kana=kana, email=email, at=at)
    understood = hear(waiting.inbound, assignment, at=at)
    if not isinstance(understood, Accept):
        raise Refused(
            _(
                "登録する名前が、メールに書かれた名前と合いません。名字と名前の間を空けて、メールのとおりに入れてください。"
            )
        )
    return apply(
        understood, assignment=assignment, by=_department(by), at=at,
        said=_said(waiting, assignment, at=at),
    )  # fmt: skip


def _open(waiting_id: int) -> WaitingReply:
    """Locked for this transaction. Stale: somebody has decided."""
    waiting = (
        WaitingReply.objects.select_for_update(of=("self",))
        .select_related("inbound__site")
        .get(pk=waiting_id)
    )
    if waiting.decision:
        raise Stale(
            _("このメールは、もうほかの人が処理しました。画面を開き直して確かめてください。")
        )
    return waiting


def _decide(
    waiting_id: int, *, decision: WaitingReply.Decision, by: By, at: datetime
) -> WaitingReply:
    waiting = _open(waiting_id)
    waiting.decision, waiting.decided_by, waiting.decided_at = decision, by.user, at
    waiting.save(update_fields=["decision", "decided_by", "decided_at"])
    return waiting


def _ask(waiting: WaitingReply, assignment_id: int | None) -> Assignment:
    found = assignment_id or waiting.assignment_id
    if found is None:
        raise Refused(_("どの依頼への返事か、えらんでください。"))
    return Assignment.objects.select_related(
        "department", "request__lecture", "request__fiscal_year"
    ).get(pk=found)


def _department(by: By) -> By:
    """The department answered, by mail; the clerk is named as who entered it."""
    return By(Actor.DEPARTMENT, Way.EMAIL, by.user)


def _said(waiting: WaitingReply, assignment: Assignment, *, at: datetime, words: str = "") -> Said:
    sender = member_name(assignment, waiting.inbound.from_address, at=at)
    return Said(words=words, responder=sender, inbound=waiting.inbound)


def _put_on_list(waiting: WaitingReply, *, name: str) -> None:
    members = DepartmentMember.objects.filter(
        department=waiting.assignment.department, email__iexact=waiting.inbound.from_address
    )
    if members.exists():
        members.update(until=None)
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
