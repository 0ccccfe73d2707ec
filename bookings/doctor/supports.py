"""Help beside the lecture stands at its session's time, and with no session that is off."""

from collections.abc import Iterator

from bookings.models import Assignment, LectureSession
from bookings.status import (
    ASSIGNMENT_STANDING,
    REQUEST_ENDS,
    AssignmentRole,
    RequestStatus,
    SessionState,
)


def checks() -> Iterator[str]:
    standing = Assignment.objects.filter(
        role=AssignmentRole.SUPPORT, state__in=ASSIGNMENT_STANDING
    ).select_related("request")
    for support in standing.order_by("pk"):
        yield from _misplaced(support)


def _misplaced(support: Assignment) -> Iterator[str]:
    """A request without a planned session may still be asking; one that is over may not."""
    request = support.request
    if request.status in REQUEST_ENDS - {RequestStatus.CLOSED}:
        yield f"Assignment {support.pk}: still stands, but its request has ended"
        return
    sessions = list(LectureSession.objects.filter(request=request))
    here = [row for row in sessions if _at_its_time(support, row)]
    off = (SessionState.CANCELLED, SessionState.POSTPONED)
    if here and all(row.state in off for row in here):
        yield f"Assignment {support.pk}: stands for LectureSession {here[0].pk}, which is off"
    elif not here and any(row.state == SessionState.PLANNED for row in sessions):
        yield f"Assignment {support.pk}: stands at no session's time"


def _at_its_time(support: Assignment, session: LectureSession) -> bool:
    return (support.starts_at, support.ends_at) == (session.starts_at, session.ends_at)
