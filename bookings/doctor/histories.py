"""Events are a path in the table of moves, end where the request stands, and have their mails."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from django.db.models import Count

from bookings.doctor import duties
from bookings.emails import calling
from bookings.models import Assignment, BookingRequest, EventMail, RequestEvent, Telling
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
    Verb.DAY_WANTED: "department_day_wanted",
    Verb.WROTE: "office_group_wrote",
    Verb.AMENDED: "office_group_changed",
    Verb.DAYS_PROPOSED: "office_group_changed",
    Verb.CHANGE_WISHED: "office_group_changed",
    Verb.CHANGE_DROPPED: "office_group_changed",
}
# Who was asked twice and is to answer the other ask hears of the recall in words of its own.
_OF_MERGED = ("department_merged", MUST_TELL[Verb.RECALLED])
# The same of help beside the lecture: sign language, captioning and the like.
SUPPORT_MUST_TELL = {**MUST_TELL, Verb.ASKED: "department_support_asked"}
# What must reach a group that asked to be told by mail.
MUST_TELL_GROUP = {
    Verb.SUBMITTED: "group_received",
    Verb.MAIL_ASKED_AGAIN: "group_mail_unconfirmed",
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
    Verb.DAY_WANTED: "group_day_wanted",
    Verb.REPLIED: "group_reply",
    Verb.CHANGE_KEPT: "group_change_kept",
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
    tellings = set(Telling.objects.values_list("event_id", "kind"))
    told |= tellings
    told |= duties.told_together(told)
    told |= {(event, _OF_MERGED[1]) for event, kind in told if kind == _OF_MERGED[0]}
    together = _moved_together()
    by_hand = {event for event, kind in tellings if kind == calling.BY_HAND}
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
        hears = notify_by == "email" or actor != RequestEvent.Actor.GROUP
        if hears and fixed and verb in (Verb.ACCEPTED, Verb.COUNTER_TAKEN):
            wanted.append("group_confirmed")
        # A request that ends because its last session was cancelled has told of that session.
        ended_by_its_last = verb == Verb.CANCELLED and actor == "system"
        if hears and not ended_by_its_last and not support:
            wanted.append(MUST_TELL_GROUP.get(Verb(verb)))
        for kind in filter(None, wanted):
            by_mail = notify_by == "email" or not kind.startswith("group_")
            if not by_mail and kind in calling.COURTESIES:
                continue
            if not any((one, kind) in told or one in by_hand for one in together.get(pk, [pk])):
                kept = f"mail {kind} in the outbox" if by_mail else f"telling {kind}"
                yield f"RequestEvent {pk}: {verb} has no {kept}"


def _moved_together() -> dict[int, list[int]]:
    """Classes of a school that were moved in one act are told of in one mail."""
    acts: defaultdict[tuple, list[int]] = defaultdict(list)
    rows = RequestEvent.objects.filter(
        verb=Verb.RESCHEDULED, session__class_period__isnull=False
    ).values_list("request_id", "at", "pk")
    for request_id, at, pk in rows:
        acts[request_id, at].append(pk)
    return {pk: events for events in acts.values() for pk in events}


def _parts() -> Iterator[str]:
    """決定 has a session, and every part that was asked has one that accepted."""
    ending = duties.about_to_end()
    for request in BookingRequest.objects.filter(status=RequestStatus.CONFIRMED):
        whole = not request.sessions.exclude(state=SessionState.CANCELLED).exists()
        if whole and request.pk not in ending:
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
