"""いま手を打つこと, one queryset for each kind of matter. Reads only; `at` is an argument."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce

from bookings.actions.noting import TOLD_WAYS
from bookings.actions.supporting import ASKABLE, ASKED_AS
from bookings.models import (
    Allocation,
    Assignment,
    AudienceAnswer,
    BookingRequest,
    ChangeWish,
    LectureSession,
    MailText,
    RequestEvent,
    Telling,
    WaitingReply,
    helps,
)
from bookings.status import (
    ASSIGNMENT_STANDING,
    REQUEST_OPEN,
    AllocationState,
    AssignmentRole,
    AssignmentState,
    CareBy,
    Reason,
    RequestStatus,
    SessionState,
    Verb,
)
from lectures.zones import local
from notifications.models import OutgoingEmail

COUNTER_WAIT = timedelta(days=3)
_UNDECIDED = (RequestStatus.ASKING, RequestStatus.PROPOSING)


def new_requests(*, at: datetime) -> QuerySet[BookingRequest]:
    """Nobody has been asked yet."""
    rows = BookingRequest.objects.filter(status=RequestStatus.SUBMITTED, agreed_with="", doubts=[])
    return _confirmed(rows)


def agreed_requests(*, at: datetime) -> QuerySet[BookingRequest]:
    """約束ずみ: the group says that a department has promised the time; one press confirms it."""
    return BookingRequest.objects.filter(status=RequestStatus.SUBMITTED).exclude(agreed_with="")


def doubted_requests(*, at: datetime) -> QuerySet[BookingRequest]:
    """Nobody has been asked yet, and something about it should be looked at first."""
    rows = BookingRequest.objects.filter(status=RequestStatus.SUBMITTED)
    return _confirmed(rows.exclude(doubts=[]))


def unconfirmed_requests(*, at: datetime) -> QuerySet[BookingRequest]:
    """メールの確認待ち: new, and the group has not shown yet that its address is its own."""
    return BookingRequest.objects.filter(pk__in=BookingRequest.objects.unconfirmed().values("pk"))


def _confirmed(rows: QuerySet[BookingRequest]) -> QuerySet[BookingRequest]:
    return rows.exclude(pk__in=BookingRequest.objects.unconfirmed().values("pk"))


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
    """手話通訳など: wanted from the city and nobody asked, another time proposed, or nobody gives it
    any more and the group does not know."""
    by_date = RequestEvent.objects.filter(
        assignment=OuterRef("pk"), verb=Verb.RECALLED, reason=Reason.DATE_PASSED
    )
    left = _ended().filter(
        Q(state=AssignmentState.RECALLED) & Exists(by_date)
        | Q(state__in=[AssignmentState.DECLINED, AssignmentState.EXPIRED]) & ~helps.knows_of_none(),
        role=AssignmentRole.SUPPORT,
    )
    countered = _asks().filter(role=AssignmentRole.SUPPORT, state=AssignmentState.COUNTERED)
    return _with(left) | _with(countered) | _supports_unasked(at=at)


def _supports_unasked(*, at: datetime) -> QuerySet[BookingRequest]:
    """As long as somebody can be asked: there is a time ahead. What was taken back is not asked."""
    asks = Assignment.objects.filter(request=OuterRef("pk"))
    told = asks.exclude(state=AssignmentState.RECALLED)
    wanted = Q()
    for care, support in ASKED_AS.items():
        unasked = Q(~Exists(told.filter(support=support)))
        wanted |= Q(said__contains=f'"{care.value}"') & unasked
    ahead = LectureSession.objects.filter(
        request=OuterRef("pk"), state=SessionState.PLANNED, starts_at__gt=at
    )
    asked = asks.filter(
        role=AssignmentRole.LECTURE, state__in=ASSIGNMENT_STANDING, starts_at__gt=at
    )
    rows = BookingRequest.objects.filter(care_by=CareBy.CITY, status__in=ASKABLE)
    found = rows.alias(said=Cast("care", TextField())).filter(wanted, Exists(ahead) | Exists(asked))
    return BookingRequest.objects.filter(pk__in=found.values("pk"))


def with_next_start(rows: QuerySet[BookingRequest], *, at: datetime) -> QuerySet[BookingRequest]:
    """`starts`: of its next session, else of what its department is asked for; None of neither."""
    mine = {"request": OuterRef("pk"), "starts_at__gt": at}
    sessions = LectureSession.objects.filter(**mine, state=SessionState.PLANNED)
    asks = Assignment.objects.filter(
        **mine, role=AssignmentRole.LECTURE, state__in=ASSIGNMENT_STANDING
    )
    first = [_first_start(one) for one in (sessions, asks)]
    return rows.annotate(starts=Coalesce(*first))


def _first_start(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by("starts_at").values("starts_at")[:1])


def questions(*, at: datetime) -> QuerySet[BookingRequest]:
    """A department asked back, and the office has done nothing since."""
    since = RequestEvent.objects.filter(
        request=OuterRef("request"), pk__gt=OuterRef("pk"), actor=RequestEvent.Actor.OFFICE
    ).exclude(verb=Verb.RESENT)
    return _with(RequestEvent.objects.filter(~Exists(since), verb=Verb.QUESTIONED)).filter(
        status__in=REQUEST_OPEN
    )


def group_messages(*, at: datetime) -> QuerySet[BookingRequest]:
    """A group wrote from its page, and nobody has written or telephoned since."""
    answered = Q(verb=Verb.REPLIED) | Q(verb=Verb.MESSAGE, way__in=TOLD_WAYS)
    since = RequestEvent.objects.filter(
        answered, request=OuterRef("request"), pk__gt=OuterRef("pk")
    )
    return _with(RequestEvent.objects.filter(~Exists(since), verb=Verb.WROTE))


def change_wishes(*, at: datetime) -> QuerySet[BookingRequest]:
    """Another date or place wished for; the department has not answered, or the office must."""
    wishes = ChangeWish.objects.live(at=at).filter(session__request=OuterRef("pk"))
    return BookingRequest.objects.filter(Exists(wishes))


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
    return _with(
        LectureSession.objects.filter(~Exists(named), state=SessionState.PLANNED, ends_at__gte=at)
    )


def without_new_date(*, at: datetime) -> QuerySet[BookingRequest]:
    """Postponed, and no department is being asked for another day."""
    return _with(LectureSession.objects.filter(state=SessionState.POSTPONED)).filter(
        status=RequestStatus.CONFIRMED
    )


def without_report(*, at: datetime) -> QuerySet[BookingRequest]:
    """Held or not? Past, and never counted by itself."""
    return _with(LectureSession.objects.unresolved(at=at))


def reports_differing(*, at: datetime) -> QuerySet[BookingRequest]:
    """Two people counted otherwise, and nobody has said which report counts."""
    sessions = LectureSession.objects.filter(differing_reports__isnull=False)
    return BookingRequest.objects.filter(pk__in=sessions.values("request"))


def unread_words() -> QuerySet[AudienceAnswer]:
    """What listeners wrote and nobody has read."""
    return AudienceAnswer.objects.filter(reading=AudienceAnswer.Reading.UNREAD).exclude(words="")


def groups_to_tell(*, at: datetime) -> QuerySet[BookingRequest]:
    """Something happened that no mail has told the group, and nobody has called since.

    Who was out today is called on the next working day: till then it waits for nobody.
    """
    due = Telling.objects.on(local(at).date()).values_list("event__request", flat=True)
    # Few, and asked for by themselves: inside the other question a planner without statistics
    # looks at every event once for each request.
    return BookingRequest.objects.filter(pk__in=set(due))


def events_to_tell() -> QuerySet[RequestEvent]:
    return RequestEvent.objects.filter(pk__in=Telling.objects.due().values("event"))


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


def _with(rows: QuerySet[Any]) -> QuerySet[BookingRequest]:
    """The requests of these asks, sessions or events. The inner question stands by itself: in an
    EXISTS for each request, PostgreSQL may ask it again for every row."""
    return BookingRequest.objects.filter(pk__in=rows.values("request"))
