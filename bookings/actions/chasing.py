"""When a department stays silent: remind, remind again, tell the office, ask the next one.

Every step looks again at the locked rows, so that any number of workers may try it. An ask that
somebody has said something to is not silent: it waits for the person who reads that.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.actions.asking import (
    ASKABLE,
    ask_one,
    expire,
    recall_in,
    refuse_closed,
    remind,
)
from bookings.actions.moves import SYSTEM, By, MoveNotAllowed, Refused, locked_assignment, record
from bookings.deadlines import Deadlines
from bookings.emails import to_department, to_office
from bookings.models import (
    Assignment,
    BookingRequest,
    Grant,
    RequestEvent,
    WaitingReply,
    duty_reach,
)
from bookings.models.office_days import deadlines, office_settings
from bookings.models.standins import deputies, in_charge, may_answer, stand_ins
from bookings.rules import Slot
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentRole,
    AssignmentState,
    Reason,
    Verb,
)
from lectures.models import Absence, Department
from lectures.zones import local
from notifications.models import InboundEmail
from notifications.status import NEEDS_PERSON, Auth, InboundState

A = AssignmentState
IN_VAIN = gettext_lazy(
    "災害・選挙などで、その日はうかがえません。催促せずに、ほかの日時で依頼してください。"
)
_MAY_GO_ON = frozenset({A.ASKED, A.DECLINED, A.EXPIRED, A.RECALLED})


def waiting(*, at: datetime) -> list[int]:
    """The asks of the open town that something may be due for; oldest first."""
    asked = Assignment.objects.filter(state=A.ASKED, escalated_at__isnull=True, starts_at__gt=at)
    over = Assignment.objects.filter(state=A.ASKED, starts_at__lte=at)
    return [
        *over.order_by("pk").values_list("pk", flat=True),
        *asked.order_by("pk").values_list("pk", flat=True),
    ]


def chase(*, assignment_id: int, at: datetime, by_when: Deadlines, digest_today: bool) -> bool:
    """The one step that is due now, the furthest first; False: nothing is.

    On the day of the departments' weekly digest that digest is the first reminder. Nobody is asked
    again for a day that was closed since (災害・選挙など): the office looks for another one.
    """
    ask = Assignment.objects.get(pk=assignment_id)
    if ask.state != A.ASKED or ask.escalated_at is not None:
        return False
    if at >= ask.starts_at:
        return expire(assignment_id=ask.pk, at=at)
    if at >= by_when.escalation(ask.due_at):
        return not waits_in_vain(ask) and escalate(assignment_id=ask.pk, at=at)
    if at >= by_when.second_reminder(ask.due_at):
        if ask.second_reminded_at is not None or heard(ask):
            return False
        return not waits_in_vain(ask) and remind_again(assignment_id=ask.pk, at=at)
    in_digest = digest_today and local(ask.asked_at).date() < local(at).date()
    if ask.reminded_at is not None or in_digest:
        return False
    if at < by_when.reminder(ask.asked_at, due_at=ask.due_at) or heard(ask):
        return False
    return not waits_in_vain(ask) and remind(assignment_id=ask.pk, at=at)


def is_digest_day(by_when: Deadlines, *, at: datetime) -> bool:
    weekday, today = office_settings().digest_weekday, local(at).date()
    return weekday is not None and by_when.digest_day(weekday, today=today) == today


@transaction.atomic
def remind_again(*, assignment_id: int, at: datetime, by: By = SYSTEM) -> bool:
    """The second reminder, deputies in copy; False: sent before, or no longer silent."""
    request, assignment = locked_assignment(assignment_id)
    if assignment.state != A.ASKED or assignment.second_reminded_at is not None:
        return False
    assignment.second_reminded_at = at
    assignment.reminded_at = assignment.reminded_at or at
    assignment.save(update_fields=["reminded_at", "second_reminded_at"])
    event = record(request, verb=Verb.REMINDED, by=by, at=at, assignment=assignment)
    department, today = assignment.department, local(at).date()
    copies = [*stand_ins(department, on=today), *deputies(department, on=today)]
    to_department.reminded(event, assignment, copies=copies)
    return True


def remind_next(*, assignment_id: int, at: datetime, by: By) -> None:
    """The office wants the next reminder now. Refused: both were sent, or the day is closed."""
    if waits_in_vain(Assignment.objects.get(pk=assignment_id)):
        raise Refused(str(IN_VAIN))
    sent = remind(assignment_id=assignment_id, at=at, by=by)
    if not sent and not remind_again(assignment_id=assignment_id, at=at, by=by):
        raise Refused(_("この依頼は、もう二回催促しています。次は電話で聞いてください。"))


@transaction.atomic
def escalate(*, assignment_id: int, at: datetime) -> bool:
    """Tell the office, and ask the next department where one is set; False: not due, or told."""
    request, assignment = locked_assignment(assignment_id)
    by_when = deadlines()
    due = at >= by_when.escalation(assignment.due_at)
    if assignment.state != A.ASKED or assignment.escalated_at is not None or not due:
        return False
    if heard(assignment):
        return False
    assignment.escalated_at = at
    assignment.save(update_fields=["escalated_at"])
    candidates = next_departments(assignment, at=at)
    spare = next((row for row in candidates if not _is_closed(assignment, [row.pk])), None)
    following = spare if _may_ask_by_itself(assignment, by_when, at=at) else None
    event = record(
        request,
        verb=Verb.ESCALATED,
        by=SYSTEM,
        at=at,
        reason=Reason.NO_ANSWER,
        assignment=assignment,
    )
    to_office.escalated(event, assignment, following=following, spare=spare)
    if following is not None:
        _hand_on(request, assignment, following, by=SYSTEM, at=at)
    return True


@transaction.atomic
def hand_on(
    *, assignment_id: int, by: By, at: datetime, department_id: int | None = None
) -> Assignment:
    """The office asks one of the next departments, by itself the first, for the same slot."""
    request, assignment = locked_assignment(assignment_id)
    if request.status not in ASKABLE or not may_go_on(assignment):
        raise MoveNotAllowed(_("この依頼は、もう変わっています。画面を開き直してください。"))
    if assignment.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。ほかの日時をえらんでください。"))
    candidates = next_departments(assignment, at=at)
    following = next((row for row in candidates if department_id in (None, row.pk)), None)
    if following is None:
        raise Refused(_("次の候補の課がありません。「担当課に依頼する」で課をえらんでください。"))
    refuse_closed(Slot(assignment.starts_at, assignment.ends_at), [following])
    return _hand_on(request, assignment, following, by=by, at=at)


def may_go_on(assignment: Assignment) -> bool:
    """Silent, declined or ended, and nobody else was asked for its part since."""
    if assignment.state not in _MAY_GO_ON:
        return False
    others = [
        row
        for row in assignment.request.assignments.all()  # the desk has read them before
        if row.part == assignment.part and row.pk != assignment.pk
    ]
    return not any(row.pk > assignment.pk or row.state in ASSIGNMENT_STANDING for row in others)


def next_department(assignment: Assignment, *, at: datetime) -> Department | None:
    return next(iter(next_departments(assignment, at=at)), None)


def next_departments(assignment: Assignment, *, at: datetime) -> list[Department]:
    """The lecture's next departments that are there today and were not asked yet, in order.

    Nor does one come next that has taken over from a department that was asked.
    """
    if assignment.role != AssignmentRole.LECTURE:
        return []
    today, request = local(at).date(), assignment.request
    places = request.lecture.next_departments.order_by("order").select_related("department")
    charges = dict.fromkeys(place.department.in_charge(on=today) for place in places)
    named = [row for row in charges if row is not None]
    if not named:
        return []
    asked = Department.objects.filter(assignments__request=request).distinct()
    taken = {pk for row in asked for pk in (row.pk, in_charge(row, on=today).pk)}
    away = Absence.objects.on(today).filter(department=OuterRef("pk"))
    free = Department.objects.filter(~Exists(away), pk__in={row.pk for row in named} - taken)
    found = set(free.values_list("pk", flat=True))
    return [row for row in named if row.pk in found]


def _hand_on(
    request: BookingRequest,
    assignment: Assignment,
    following: Department,
    *,
    by: By,
    at: datetime,
) -> Assignment:
    """One mail to the old department where it still waited, one to the new one."""
    if assignment.state == A.ASKED:
        recall_in(request, assignment, by=by, at=at, reason=Reason.NO_ANSWER)
    record(request, verb=Verb.HANDED_ON, by=by, at=at, assignment=assignment, note=following.name)
    return ask_one(
        request,
        part=assignment.part,
        department=following,
        slot=Slot(assignment.starts_at, assignment.ends_at),
        rank=assignment.rank,
        by=by,
        at=at,
    )


def _may_ask_by_itself(assignment: Assignment, by_when: Deadlines, *, at: datetime) -> bool:
    """Only for a silence that is one: the ask arrived, nothing was asked back, and there is time."""
    if not by_when.has_time(at, starts_at=assignment.starts_at):
        return False
    since = assignment.events.filter(at__gte=assignment.asked_at)
    if since.filter(verb__in=[Verb.ASKED_BACK, Verb.QUESTIONED]).exists():
        return False
    return not since.filter(
        mails__recipient__startswith="department:",
        mails__mail__state__in=NEEDS_PERSON,
        mails__mail__seen_at__isnull=True,
    ).exists()


def waits_in_vain(assignment: Assignment) -> bool:
    """Its day was closed since for its department (災害・選挙など): it needs no answer any more."""
    return _is_closed(assignment, [assignment.department_id])


def in_vain(asks: Sequence[Assignment]) -> set[int]:
    """Which of these wait in vain, by key. A fixed number of queries."""
    if not asks:
        return set()
    closing = duty_reach.closing(since=min(local(row.starts_at).date() for row in asks))
    return {
        row.pk
        for row in asks
        if closing.in_the_way(Slot(row.starts_at, row.ends_at), [row.department_id])
    }


def _is_closed(assignment: Assignment, departments: Iterable[int]) -> bool:
    slot = Slot(assignment.starts_at, assignment.ends_at)
    return duty_reach.in_the_way(slot, departments) is not None


def heard(assignment: Assignment) -> bool:
    """Whether something came from the department that a person, or the next minute, deals with."""
    if assignment.waiting_replies.filter(decision="").exists():
        return True
    tags = Grant.objects.filter(assignment=assignment, purpose=Grant.Purpose.ANSWER)
    arrived = InboundEmail.objects.filter(tag_public_id__in=tags.values("public_id"))
    open_still = ~Q(state=InboundState.HANDLED) | Q(waiting_reply__decision="")
    return (
        arrived.filter(open_still).exists() or _unplaced(assignment) or _open_question(assignment)
    )


def _unplaced(assignment: Assignment) -> bool:
    """A mail of theirs waits that names no ask, or two of them: it may be the answer."""
    nowhere = WaitingReply.objects.filter(
        decision="", assignment=None, session=None, arrived_at__gte=assignment.asked_at
    )
    senders = nowhere.filter(inbound__auth=Auth.PASS).values_list(
        "inbound__from_address", "arrived_at"
    )
    return any(
        may_answer(assignment.department, address, on=local(arrived).date())
        for address, arrived in senders
    )


def _open_question(assignment: Assignment) -> bool:
    """A department asked something, and the office has done nothing since."""
    asked = assignment.events.filter(verb=Verb.QUESTIONED).order_by("-pk").first()
    if asked is None:
        return False
    office = RequestEvent.objects.filter(
        request=assignment.request_id, pk__gt=asked.pk, actor=RequestEvent.Actor.OFFICE
    )
    return not office.exists()
