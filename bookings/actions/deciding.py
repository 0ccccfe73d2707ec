"""What the office and the group decide about a whole request."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.actions import closed_years
from bookings.actions.allocating import lecturers_of
from bookings.actions.asking import ask_one, recall_in, refuse_closed
from bookings.actions.confirming import confirm_parts, fix_session, tell_confirmed
from bookings.actions.moves import (
    By,
    MoveNotAllowed,
    Refused,
    locked,
    move_assignment,
    record,
)
from bookings.actions.sessions import call_off
from bookings.emails import to_department, to_group, to_office
from bookings.models import Assignment, BookingRequest, CounterSlot, LectureSession, RequestEvent
from bookings.rules import Slot
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentRole,
    AssignmentState,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
)


@transaction.atomic
def refuse(
    *, request_id: int, by: By, at: datetime, reason: str, words: str = ""
) -> BookingRequest:
    """不承認, with a reason code and a sentence for the group."""
    request = locked(request_id)
    event = record(
        request,
        verb=Verb.REFUSED,
        by=by,
        at=at,
        to=RequestStatus.REFUSED,
        reason=reason,
        note=words,
    )
    _call_off_all(event, request, by=by, reason=reason)
    to_group.refused(event, request, words=words)
    return request


@transaction.atomic
def want_change(*, request_id: int, by: By, at: datetime, words: str) -> BookingRequest:
    """補正依頼: `words` say what to change; standing asks are taken back."""
    request = locked(request_id)
    if not words.strip():
        raise Refused(_("何を直してほしいか、書いてください。"))
    _recall_standing(request, by=by, at=at, reason=Reason.OTHER)
    event = record(
        request, verb=Verb.CHANGE_WANTED, by=by, at=at, to=RequestStatus.NEEDS_CHANGE, note=words
    )
    to_group.change_wanted(event, request, words=words)
    return request


@transaction.atomic
def confirm_agreed(
    *,
    request_id: int,
    slot: Slot,
    lecturer_ids: Iterable[int],
    by: By,
    at: datetime,
    note: str = "",
) -> LectureSession:
    """Already agreed with the department, date fixed: 受付 → 決定 without asking.

    `note`: which rule the office let go.
    """
    request = locked(request_id)
    if request.status != RequestStatus.SUBMITTED:
        raise MoveNotAllowed(
            _("「%(status)s」の申込では、この手続きはできません。")
            % {"status": request.get_status_display()}
        )
    refuse_closed(slot, [request.lecture.department])
    lecturers = lecturers_of(request.lecture.department, ids=lecturer_ids, slot=slot)
    session = fix_session(request, slot=slot, lecturers=lecturers, by=by, at=at)
    event = record(
        request, verb=Verb.CONFIRMED, by=by, at=at, to=RequestStatus.CONFIRMED, session=session,
        note=note,
    )  # fmt: skip
    tell_confirmed(event, session, lecturers)
    return session


@transaction.atomic
def take_counter(*, request_id: int, slot_id: int, by: By, at: datetime) -> BookingRequest:
    """The group takes a date that the department proposed."""
    request = locked(request_id)
    slot = _open_counter_slot(request, slot_id)
    if slot.starts_at <= at:
        raise Refused(_("その日時はもうすぎました。ほかの日をえらぶか、電話で相談してください。"))
    assignment = slot.answer.assignment
    others = [row.department for row in _others(request, assignment)]
    refuse_closed(Slot(slot.starts_at, slot.ends_at), [assignment.department, *others])
    assignment.starts_at, assignment.ends_at, assignment.rank = slot.starts_at, slot.ends_at, None
    move_assignment(assignment, to=AssignmentState.ACCEPTED)
    _ask_the_others(request, assignment, by=by, at=at)
    event = confirm_parts(request, assignment, by=by, at=at, verb=Verb.COUNTER_TAKEN)
    to_department.counter_taken(event, assignment)
    return request


@transaction.atomic
def refuse_counter(*, request_id: int, by: By, at: datetime, words: str = "") -> BookingRequest:
    """None of the proposed dates suits: the ask ends, the office goes on."""
    request = locked(request_id)
    if request.status != RequestStatus.PROPOSING:
        raise MoveNotAllowed(_("いまは、提案された日がありません。画面を開き直してください。"))
    record(request, verb=Verb.COUNTER_REFUSED, by=by, at=at, note=words)
    countered = request.assignments.filter(
        role=AssignmentRole.LECTURE, state=AssignmentState.COUNTERED
    )
    for assignment in countered:
        recall_in(request, assignment, by=by, at=at, reason=Reason.GROUP_WISH)
    return request


@transaction.atomic
def withdraw(*, request_id: int, by: By, at: datetime, words: str = "") -> BookingRequest:
    """取下げ by the group; sessions to come are called off with it."""
    event = _end(
        request_id,
        to=RequestStatus.WITHDRAWN,
        verb=Verb.WITHDRAWN,
        by=by,
        at=at,
        reason=Reason.GROUP_WISH,
        words=words,
    )
    to_office.withdrawn(event, event.request, words=words)
    return event.request


@transaction.atomic
def cancel(
    *, request_id: int, by: By, at: datetime, reason: str, words: str = ""
) -> BookingRequest:
    """中止 by the city, with a reason code."""
    if not reason:
        raise Refused(_("中止の理由をえらんでください。"))
    return _end(
        request_id,
        to=RequestStatus.CANCELLED,
        verb=Verb.CANCELLED,
        by=by,
        at=at,
        reason=reason,
        words=words,
    ).request


@transaction.atomic
def give_up(
    *, request_id: int, by: By, at: datetime, reason: str, words: str = ""
) -> BookingRequest:
    """不成立: no date or no lecturer was found."""
    return _end(
        request_id,
        to=RequestStatus.UNFULFILLED,
        verb=Verb.UNFULFILLED,
        by=by,
        at=at,
        reason=reason,
        words=words,
    ).request


def _end(
    request_id: int, *, to: RequestStatus, verb: Verb, by: By, at: datetime, reason: str, words: str
) -> RequestEvent:
    request = locked(request_id)
    if request.sessions.filter(state=SessionState.DELIVERED).exists():
        raise Refused(
            _("もう実施した回があるので、申込み全体はやめられません。残りの回を中止してください。")
        )
    if request.sessions.filter(state=SessionState.PLANNED, starts_at__lte=at).exists():
        raise Refused(
            _(
                "もう始まった回があります。先に、その回の報告か中止を入れてください。電話でもどうぞ。"
            )
        )
    _recall_standing(request, by=by, at=at, reason=reason)
    event = record(request, verb=verb, by=by, at=at, to=to, reason=reason, note=words)
    _call_off_all(event, request, by=by, reason=reason)
    to_group.ended(event, request, words=words)
    return event


def _call_off_all(event: RequestEvent, request: BookingRequest, *, by: By, reason: str) -> None:
    """A request that ends leaves nobody waiting for a session."""
    waiting = [SessionState.PLANNED, SessionState.POSTPONED]
    rows = list(request.sessions.filter(state__in=waiting).select_related("lecture", "fiscal_year"))
    closed_years.refuse(by, *(session.fiscal_year for session in rows))
    for session in rows:
        call_off(event, session, reason=reason, tell_group=False)


def _ask_the_others(request: BookingRequest, taken: Assignment, *, by: By, at: datetime) -> None:
    """Departments that come along were asked for another time: that ask ends, a new one begins."""
    slot = Slot(taken.starts_at, taken.ends_at)
    for other in _others(request, taken):
        if Slot(other.starts_at, other.ends_at) != slot:
            recall_in(request, other, by=by, at=at, reason=Reason.DATE_PASSED)
            ask_one(
                request, part=other.part, department=other.department, slot=slot, rank=None,
                by=by, at=at,
            )  # fmt: skip


def _others(request: BookingRequest, taken: Assignment) -> QuerySet[Assignment]:
    """Asks of those that come along."""
    rows = request.assignments.filter(
        role=AssignmentRole.LECTURE, state__in=[AssignmentState.ASKED, AssignmentState.ACCEPTED]
    )
    return rows.exclude(pk=taken.pk).select_related("department")


def _recall_standing(request: BookingRequest, *, by: By, at: datetime, reason: str) -> None:
    for assignment in request.assignments.filter(state__in=ASSIGNMENT_STANDING):
        recall_in(request, assignment, by=by, at=at, reason=reason)


def _open_counter_slot(request: BookingRequest, slot_id: int) -> CounterSlot:
    slot = (
        CounterSlot.objects.filter(
            pk=slot_id,
            answer__undone_at__isnull=True,
            answer__assignment__request=request,
            answer__assignment__role=AssignmentRole.LECTURE,
            answer__assignment__state=AssignmentState.COUNTERED,
        )
        .select_related("answer__assignment__department")
        .first()
    )
    if slot is None:
        raise Refused(_("その日は、もうえらべません。画面を開き直して確かめてください。"))
    return slot
