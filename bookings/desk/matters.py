"""いま手を打つこと, one queryset for each kind of matter. Reads only; `at` is an argument."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from bookings.actions.noting import TOLD_WAYS
from bookings.models import (
    Allocation,
    ApplicantGroup,
    Assignment,
    BookingRequest,
    EventMail,
    LecturerConsent,
    LectureSession,
    MailText,
    RequestEvent,
    WaitingReply,
)
from bookings.status import (
    ASSIGNMENT_STANDING,
    REQUEST_OPEN,
    AllocationState,
    AssignmentRole,
    AssignmentState,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
    Way,
)
from notifications.models import OutgoingEmail

COUNTER_WAIT = timedelta(days=3)
_UNDECIDED = (RequestStatus.ASKING, RequestStatus.PROPOSING)
# What a group must hear of: its own acts and reminders are not among them.
TELLING = (
    Verb.CHANGE_WANTED,
    Verb.REFUSED,
    Verb.CANCELLED,
    Verb.UNFULFILLED,
    Verb.COUNTERED,
    Verb.CONFIRMED,
    Verb.LECTURER_NAMED,
    Verb.LECTURER_YES,
    Verb.RESCHEDULED,
    Verb.POSTPONED,
    Verb.SESSION_CANCELLED,
    Verb.SESSION_ADDED,
)


def new_requests(*, at: datetime) -> QuerySet[BookingRequest]:
    """Nobody has been asked yet."""
    return BookingRequest.objects.filter(status=RequestStatus.SUBMITTED)


def asks_past_due(*, at: datetime) -> QuerySet[BookingRequest]:
    """A department has let its day pass."""
    return _with(
        _asks().filter(state=AssignmentState.ASKED, due_at__lt=at, escalated_at__isnull=True)
    )


def asks_silent(*, at: datetime) -> QuerySet[BookingRequest]:
    """Reminded in vain: the office was told, and nobody else was asked by itself."""
    return _with(_asks().filter(state=AssignmentState.ASKED, escalated_at__isnull=False))


def asks_without_a_taker(*, at: datetime) -> QuerySet[BookingRequest]:
    """Declined, expired or taken back, and nobody else asked for that part."""
    ended = _ended().filter(role=AssignmentRole.LECTURE)
    return _with(ended).filter(status__in=_UNDECIDED)


def supports_to_settle(*, at: datetime) -> QuerySet[BookingRequest]:
    """手話通訳など: another time proposed, or nobody gives it any more and the group does not know."""
    told = RequestEvent.objects.filter(assignment=OuterRef("pk"), verb=Verb.MESSAGE)
    by_date = RequestEvent.objects.filter(
        assignment=OuterRef("pk"), verb=Verb.RECALLED, reason=Reason.DATE_PASSED
    )
    left = _ended().filter(
        Q(state=AssignmentState.RECALLED) & Exists(by_date)
        | Q(state__in=[AssignmentState.DECLINED, AssignmentState.EXPIRED]) & ~Exists(told),
        role=AssignmentRole.SUPPORT,
    )
    countered = _asks().filter(role=AssignmentRole.SUPPORT, state=AssignmentState.COUNTERED)
    return _with(left) | _with(countered)


def questions(*, at: datetime) -> QuerySet[BookingRequest]:
    """A department asked back, and the office has done nothing since."""
    since = RequestEvent.objects.filter(
        request=OuterRef("request"), pk__gt=OuterRef("pk"), actor=RequestEvent.Actor.OFFICE
    ).exclude(verb=Verb.RESENT)
    return _with_event(RequestEvent.objects.filter(~Exists(since), verb=Verb.QUESTIONED)).filter(
        status__in=REQUEST_OPEN
    )


def counters_waiting(*, at: datetime) -> QuerySet[BookingRequest]:
    """The group has not chosen among the proposed dates for some days."""
    return _with(
        _asks().filter(
            role=AssignmentRole.LECTURE,
            state=AssignmentState.COUNTERED,
            answered_at__lt=at - COUNTER_WAIT,
        )
    )


def without_lecturer(*, at: datetime) -> QuerySet[BookingRequest]:
    """日時決定・講師は後日."""
    named = Allocation.objects.filter(
        session=OuterRef("pk"), state=AllocationState.CONFIRMED, resource__lecturer__isnull=False
    )
    return _with_session(
        LectureSession.objects.filter(~Exists(named), state=SessionState.PLANNED, ends_at__gte=at)
    )


def without_new_date(*, at: datetime) -> QuerySet[BookingRequest]:
    """Postponed, and no department is being asked for another day."""
    return _with_session(LectureSession.objects.filter(state=SessionState.POSTPONED)).filter(
        status=RequestStatus.CONFIRMED
    )


def without_report(*, at: datetime) -> QuerySet[BookingRequest]:
    """Held or not? Past, and never counted by itself."""
    return _with_session(LectureSession.objects.unresolved(at=at))


def groups_to_tell(*, at: datetime) -> QuerySet[BookingRequest]:
    """Something happened that no mail has told the group, and nobody has called since."""
    return (
        _with_event(events_to_tell())
        .exclude(group__notify_by=ApplicantGroup.NotifyBy.EMAIL)
        .exclude(status=RequestStatus.CLOSED)
    )


def events_to_tell() -> QuerySet[RequestEvent]:
    told_since = RequestEvent.objects.filter(
        request=OuterRef("request"), pk__gt=OuterRef("pk"), verb=Verb.MESSAGE, way__in=TOLD_WAYS
    )
    mailed = EventMail.objects.filter(event=OuterRef("pk"), recipient="group")
    decided = Q(verb=Verb.ACCEPTED, to_status=RequestStatus.CONFIRMED) | Q(verb__in=TELLING)
    support = Q(assignment__role=AssignmentRole.SUPPORT)
    decided |= support & Q(verb=Verb.MESSAGE, way=Way.DESK)
    rows = RequestEvent.objects.filter(decided, ~Exists(mailed), ~Exists(told_since))
    unsure = LecturerConsent.objects.filter(
        session=OuterRef("session"), state=LecturerConsent.State.ASKED
    )
    rows = rows.exclude(Q(verb=Verb.LECTURER_NAMED) & Exists(unsure))
    return rows.exclude(support & Q(verb=Verb.COUNTERED))


def waiting_replies(*, at: datetime) -> QuerySet[WaitingReply]:
    return WaitingReply.objects.filter(decision="")


def troubled_mails(*, at: datetime) -> QuerySet[OutgoingEmail]:
    return OutgoingEmail.objects.needs_person()


def unusable_texts(*, at: datetime) -> QuerySet[MailText]:
    """The office's wording of a mail that could not be filled."""
    return MailText.objects.unusable()


def _ended() -> QuerySet[Assignment]:
    """Declined, expired or taken back, and nobody else asked for that part."""
    of_the_part = Assignment.objects.filter(request=OuterRef("request"), part=OuterRef("part"))
    return _asks().filter(
        ~Q(state__in=ASSIGNMENT_STANDING),
        ~Exists(of_the_part.filter(Q(pk__gt=OuterRef("pk")) | Q(state__in=ASSIGNMENT_STANDING))),
    )


def _asks() -> QuerySet[Assignment]:
    return Assignment.objects.filter(request__status__in=REQUEST_OPEN)


def _with(asks: QuerySet[Assignment]) -> QuerySet[BookingRequest]:
    return BookingRequest.objects.filter(Exists(asks.filter(request=OuterRef("pk"))))


def _with_session(sessions: QuerySet[LectureSession]) -> QuerySet[BookingRequest]:
    return BookingRequest.objects.filter(Exists(sessions.filter(request=OuterRef("pk"))))


def _with_event(events: QuerySet[RequestEvent]) -> QuerySet[BookingRequest]:
    return BookingRequest.objects.filter(Exists(events.filter(request=OuterRef("pk"))))
