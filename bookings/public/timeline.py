"""これまでと、これから: short, looking forward. The office's full record is another list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bookings.emails.facts import when
from bookings.models import BookingRequest, RequestEvent
from bookings.public.sessions import Shown
from bookings.status import (
    ASSIGNMENT_STANDING,
    AssignmentRole,
    RequestStatus,
    Verb,
)
from lectures.eras import clock_time, short_day
from lectures.zones import local

# What a group is told of; the rest is the city's own work.
_TOLD = {
    Verb.SUBMITTED,
    Verb.ASKED,
    Verb.COUNTERED,
    Verb.COUNTER_TAKEN,
    Verb.COUNTER_REFUSED,
    Verb.CONFIRMED,
    Verb.ACCEPTED,
    Verb.LECTURER_NAMED,
    Verb.LECTURER_YES,
    Verb.RESCHEDULED,
    Verb.POSTPONED,
    Verb.SESSION_CANCELLED,
    Verb.CHANGE_WANTED,
    Verb.RESUBMITTED,
    Verb.REFUSED,
    Verb.WITHDRAWN,
    Verb.CANCELLED,
    Verb.UNFULFILLED,
    Verb.SESSION_ADDED,
    Verb.CLOSED,
    Verb.UNDONE,
    Verb.SURVEYED,
    Verb.WROTE,
    Verb.REPLIED,
    Verb.AMENDED,
    Verb.DAYS_PROPOSED,
    Verb.CHANGE_WISHED,
    Verb.CHANGE_KEPT,
    Verb.CHANGE_DROPPED,
    Verb.ASKED_ANEW,
}
# What the record says of the group, said to the group.
_TO_THE_GROUP = {
    Verb.ACCEPTED: Verb.CONFIRMED.label,
    Verb.LECTURER_YES: Verb.LECTURER_NAMED.label,
    Verb.UNDONE: _lazy("担当の課の都合で、日にちを決め直すことになりました"),
    Verb.WROTE: _lazy("事務局に書きました"),
    Verb.REPLIED: _lazy("事務局から返事がありました"),
    Verb.AMENDED: _lazy("申込みの内容を変えました"),
    Verb.DAYS_PROPOSED: _lazy("延期になった回の、新しい日の希望を送りました"),
    Verb.CHANGE_WISHED: _lazy("日時・会場の変更を希望しました"),
    Verb.CHANGE_KEPT: _lazy("変更はできませんでした。前に決まった日時のままです"),
    Verb.CHANGE_DROPPED: _lazy("変更の希望を取り下げました"),
    Verb.ASKED_ANEW: _lazy("もう一度、申込みを始めました"),
}


@dataclass(frozen=True)
class Point:
    """`state`: done, here or later."""

    words: str
    detail: str
    state: str


def timeline(request: BookingRequest, sessions: Sequence[Shown], *, at: datetime) -> list[Point]:
    events = request.events.filter(verb__in=_TOLD).select_related("assignment").order_by("pk")
    past = [Point(_words(event), _moment(event), "done") for event in events if _shown(event)]
    return past + _to_come(request, sessions, at=at)


def is_asked(request: BookingRequest) -> bool:
    """Whether some department has the lecture on its desk; all may have declined."""
    return request.assignments.filter(
        state__in=ASSIGNMENT_STANDING, role=AssignmentRole.LECTURE
    ).exists()


def _shown(event: RequestEvent) -> bool:
    """One part of several that accepted decides nothing yet; nor does one that takes it back."""
    if event.assignment is not None and event.assignment.role == AssignmentRole.SUPPORT:
        return False  # what comes beside the lecture stands with its date
    if event.verb in (Verb.LECTURER_NAMED, Verb.LECTURER_YES):
        return _names_are_sure(event)
    if event.verb == Verb.ACCEPTED:
        return event.to_status == RequestStatus.CONFIRMED
    return event.verb != Verb.UNDONE or event.from_status == RequestStatus.CONFIRMED


def _names_are_sure(event: RequestEvent) -> bool:
    """As the group was told; without mail, once nobody has yet to say yes for themselves."""
    told = event.mails.filter(kind="group_lecturer_named").exists()
    by_mail = event.request.group is not None and event.request.group.notify_by == "email"
    if told or by_mail or event.session is None:
        return told
    asked = event.session.consents.exists()
    return asked == (event.verb == Verb.LECTURER_YES)


def _words(event: RequestEvent) -> str:
    return str(_TO_THE_GROUP.get(Verb(event.verb)) or event.get_verb_display())


def _moment(event: RequestEvent) -> str:
    at = local(event.at)
    return f"{short_day(at.date())} {clock_time(at)}"


def _to_come(request: BookingRequest, sessions: Sequence[Shown], *, at: datetime) -> list[Point]:
    status = request.status
    if status in (RequestStatus.SUBMITTED, RequestStatus.ASKING):
        asked = status == RequestStatus.SUBMITTED or is_asked(request)
        return [
            Point(_("担当の課が日にちを確かめます"), "", "here")
            if asked
            else Point(_("事務局が、ほかにうかがえる課や日を考えます"), "", "here"),
            Point(_("日時が決まって、お知らせがとどきます"), "", "later"),
            Point(_("講座の日"), "", "later"),
        ]
    if status == RequestStatus.NEEDS_CHANGE:
        return [Point(_("申込みを直して送る"), "", "here"), Point(_("講座の日"), "", "later")]
    if status == RequestStatus.PROPOSING:
        return [
            Point(_("提案された日からえらぶ"), "", "here"),
            Point(_("講座の日"), "", "later"),
        ]
    waits = status == RequestStatus.CONFIRMED and any(shown.postponed for shown in sessions)
    return [
        *([Point(_("新しい日が決まって、お知らせがとどきます"), "", "here")] if waits else []),
        *_days_to_come(request, sessions, at=at),
    ]


def _days_to_come(
    request: BookingRequest, sessions: Sequence[Shown], *, at: datetime
) -> list[Point]:
    return [
        Point(
            _("講座の日"),
            when(shown.row.starts_at, shown.row.ends_at),
            "later" if local(shown.row.starts_at).date() > local(at).date() else "here",
        )
        for shown in sessions
        if shown.planned and request.status == RequestStatus.CONFIRMED
    ]
