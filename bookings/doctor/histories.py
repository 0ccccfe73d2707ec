"""Events are a path in the table of moves, end where the request stands, and have their mails."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count

from bookings.models import Assignment, BookingRequest, EventMail, RequestEvent
from bookings.status import (
    REQUEST_ENDS,
    REQUEST_MOVES,
    AssignmentRole,
    AssignmentState,
    RequestStatus,
    SessionState,
    Verb,
)

# What each kind of event must have told somebody, whoever else it told.
MUST_TELL = {
    Verb.SUBMITTED: "office_received",
    Verb.RESUBMITTED: "office_received",
    Verb.ASKED: "department_asked",
    Verb.REMINDED: "department_reminded",
    Verb.ASKED_BACK: "department_asked_back",
    Verb.RECALLED: "department_recalled",
    Verb.EXPIRED: "department_expired",
    Verb.ESCALATED: "office_escalated",
    Verb.ACCEPTED: "department_answer_recorded",
    Verb.DECLINED: "department_answer_recorded",
    Verb.COUNTERED: "department_answer_recorded",
    Verb.QUESTIONED: "office_question",
    Verb.WITHDRAWN: "office_withdrawn",
    Verb.LECTURER_NO: "department_lecturer_no",
    Verb.SUCCESSOR_WANTED: "department_successor_wanted",
    Verb.UNDELIVERED: "office_undelivered",
}
# The same of help beside the lecture: sign language, captioning and the like.
SUPPORT_MUST_TELL = {**MUST_TELL, Verb.ASKED: "department_support_asked"}
# What must reach a group that asked to be told by mail.
MUST_TELL_GROUP = {
    Verb.SUBMITTED: "group_received",
    Verb.COUNTERED: "group_counter",
    Verb.REFUSED: "group_refused",
    Verb.CHANGE_WANTED: "group_change_wanted",
    Verb.CONFIRMED: "group_confirmed",
    Verb.RESCHEDULED: "group_rescheduled",
    Verb.SESSION_CANCELLED: "group_session_off",
    Verb.POSTPONED: "group_session_off",
    Verb.CANCELLED: "group_ended",
    Verb.UNFULFILLED: "group_ended",
    Verb.SURVEY_WANTED: "group_survey_wanted",
}


def checks() -> Iterator[str]:
    yield from _paths()
    yield from _untold()
    yield from _parts()
    yield from _left_over()


def _paths() -> Iterator[str]:
    statuses = dict(BookingRequest.objects.values_list("pk", "status"))
    events = RequestEvent.objects.order_by("request_id", "pk").values_list(
        "request_id", "from_status", "to_status"
    )
    with_events = set()
    for request_id, rows in groupby(events, key=lambda row: row[0]):
        with_events.add(request_id)
        now = RequestStatus.DRAFT.value
        for _request, before, after in rows:
            if before != now or (
                after != before and after not in REQUEST_MOVES[RequestStatus(before)]
            ):
                yield f"BookingRequest {request_id}: its events are no path ({before} → {after})"
            now = after
        if now != statuses[request_id]:
            yield f"BookingRequest {request_id}: stands at {statuses[request_id]}, events at {now}"
    for pk, status in statuses.items():
        if pk not in with_events and status != RequestStatus.DRAFT:
            yield f"BookingRequest {pk}: {status} without any event"


def _untold() -> Iterator[str]:
    told = set(EventMail.objects.values_list("event_id", "kind"))
    events = RequestEvent.objects.values_list(
        "pk",
        "verb",
        "actor",
        "request__group__notify_by",
        "from_status",
        "to_status",
        "assignment__role",
    )
    for pk, verb, actor, notify_by, before, after, role in events:
        support = role == AssignmentRole.SUPPORT
        wanted = [(SUPPORT_MUST_TELL if support else MUST_TELL).get(Verb(verb))]
        fixed = before != after == RequestStatus.CONFIRMED
        if notify_by == "email" and fixed and verb in (Verb.ACCEPTED, Verb.COUNTER_TAKEN):
            wanted.append("group_confirmed")
        # A request that ends because its last session was cancelled has told of that session.
        ended_by_its_last = verb == Verb.CANCELLED and actor == "system"
        if notify_by == "email" and not ended_by_its_last and not support:
            wanted.append(MUST_TELL_GROUP.get(Verb(verb)))
        for kind in filter(None, wanted):
            if (pk, kind) not in told:
                yield f"RequestEvent {pk}: {verb} has no mail {kind} in the outbox"


def _parts() -> Iterator[str]:
    """決定 has a session, and every part that was asked has one that accepted."""
    for request in BookingRequest.objects.filter(status=RequestStatus.CONFIRMED):
        if not request.sessions.exclude(state=SessionState.CANCELLED).exists():
            yield f"BookingRequest {request.pk}: confirmed without a session"
        parts = request.assignments.filter(role=AssignmentRole.LECTURE)
        asked = set(parts.values_list("part", flat=True))
        accepted = set(parts.filter(state=AssignmentState.ACCEPTED).values_list("part", flat=True))
        for part in sorted(asked - accepted):
            yield f"BookingRequest {request.pk}: confirmed, but part {part} has not accepted"


def _left_over() -> Iterator[str]:
    """A request that ended leaves no session waiting; accepted parts share one time."""
    ended = BookingRequest.objects.filter(status__in=REQUEST_ENDS)
    waiting = [SessionState.PLANNED, SessionState.POSTPONED]
    for pk in ended.filter(sessions__state__in=waiting).values_list("pk", flat=True).distinct():
        yield f"BookingRequest {pk}: has ended, but a session still waits"
    accepted = Assignment.objects.filter(
        role=AssignmentRole.LECTURE, state=AssignmentState.ACCEPTED
    )
    times = accepted.values("request").annotate(times=Count("starts_at", distinct=True))
    for row in times.filter(times__gt=1):
        yield f"BookingRequest {row['request']}: its departments accepted different times"
