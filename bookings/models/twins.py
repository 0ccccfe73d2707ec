"""似た申込み: the same group asking for the same lecture about the same time. Reads rows."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from bookings.models.request import BookingRequest
from bookings.status import REQUEST_ENDS, RequestStatus

NEAR = timedelta(days=60)
_OVER = REQUEST_ENDS - {RequestStatus.CLOSED}


def twins(
    *, lecture_id: int, phone: str, name: str, days: Iterable[date], but: int | None = None
) -> QuerySet[BookingRequest]:
    """Requests by that number or name whose wishes lie within 60 days of these days."""
    wanted = sorted(days)
    if not wanted:
        return BookingRequest.objects.none()
    near = wanted[0] - NEAR, wanted[-1] + NEAR
    theirs = Q(group__name=name)
    if phone:
        theirs |= Q(group__phone=phone)
    rows = BookingRequest.objects.submitted().exclude(status__in=_OVER).exclude(pk=but)
    return (
        rows.filter(theirs, lecture_id=lecture_id, wishes__day__range=near)
        .select_related("fiscal_year", "group")
        .order_by("pk")
        .distinct()
    )


def twins_of(request: BookingRequest) -> list[BookingRequest]:
    """The same of a request that has come in; a few are enough to look at."""
    if request.group is None:
        return []
    days = [wish.day for wish in request.wishes.all()]
    found = twins(
        lecture_id=request.lecture_id,
        phone=request.group.phone,
        name=request.group.name,
        days=days,
        but=request.pk,
    )
    return list(found[:5])
