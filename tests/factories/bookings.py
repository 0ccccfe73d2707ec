"""Requests in any state, brought there by the real actions."""

from datetime import datetime, timedelta

from bookings.actions import answering, asking, deciding, reporting, submitting
from bookings.actions.reporting import Numbers
from bookings.models import Assignment, BookingRequest, Grant, LectureSession
from bookings.rules import Slot
from bookings.status import Reason, RequestStatus
from tests.factories.town import DEPARTMENT, GROUP, LECTURER, NOW, OFFICE, Town, at, submitted

PROPOSED = (
    Slot(at("2026-12-22 10:00"), at("2026-12-22 11:00")),
    Slot(at("2026-12-23 14:00"), at("2026-12-23 15:00")),
)


def make_request(
    town: Town,
    *,
    status: str = RequestStatus.SUBMITTED,
    moment: datetime = NOW,
    lecturers: bool = True,
    **changes: object,
) -> BookingRequest:
    """A request of `particulars(**changes)` in that state. Without `lecturers`, none is named."""
    if status == RequestStatus.DRAFT:
        return submitting.start_draft(lecture_id=town.lecture.pk, language="ja", at=moment)
    request = submitted(town, moment=moment, **changes)
    later = moment + timedelta(hours=1)
    if status == RequestStatus.NEEDS_CHANGE:
        deciding.want_change(
            request_id=request.pk, by=OFFICE, at=later, words="会場の住所を直してください。"
        )
    elif status == RequestStatus.REFUSED:
        deciding.refuse(
            request_id=request.pk,
            by=OFFICE,
            at=later,
            reason=Reason.RULES,
            words="市内の団体ではないため、お受けできません。",
        )
    elif status == RequestStatus.WITHDRAWN:
        deciding.withdraw(request_id=request.pk, by=GROUP, at=later)
    elif status != RequestStatus.SUBMITTED:
        _past_asking(town, request, status=status, moment=later, lecturers=lecturers)
    request.refresh_from_db()
    return request


def _past_asking(
    town: Town, request: BookingRequest, *, status: str, moment: datetime, lecturers: bool
) -> None:
    ask = asking.ask(request_id=request.pk, by=OFFICE, at=moment)[0]
    if status == RequestStatus.PROPOSING:
        propose(ask, moment=moment)
    elif status == RequestStatus.UNFULFILLED:
        deciding.give_up(request_id=request.pk, by=OFFICE, at=moment, reason=Reason.LECTURER_BUSY)
    elif status in (RequestStatus.CONFIRMED, RequestStatus.CLOSED, RequestStatus.CANCELLED):
        named = [town.lecturers[0].pk] if lecturers else []
        answering.accept(
            assignment_id=ask.pk,
            version=ask.version,
            by=DEPARTMENT,
            at=moment,
            lecturer_ids=named,
        )
    if status == RequestStatus.CANCELLED:
        deciding.cancel(request_id=request.pk, by=OFFICE, at=moment, reason=Reason.DISASTER)
    if status == RequestStatus.CLOSED:
        deliver(request.sessions.get())


def propose(ask: Assignment, *, moment: datetime, slots: tuple[Slot, ...] = PROPOSED) -> None:
    answering.counter(
        assignment_id=ask.pk, version=ask.version, slots=slots, by=DEPARTMENT, at=moment
    )


def deliver(session: LectureSession) -> None:
    """Reported an hour after its end."""
    reporting.report(
        session_id=session.pk,
        numbers=Numbers(adults=20, children=3, minutes=60),
        by=LECTURER,
        at=session.ends_at + timedelta(hours=1),
    )


def group_grant(request: BookingRequest) -> Grant:
    """The key of the group's own page."""
    return Grant.objects.get(request=request, purpose=Grant.Purpose.GROUP_PAGE)
