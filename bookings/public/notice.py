"""通知書: the newest notice of decision that was issued, for the group's own printer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bookings import printing
from bookings.actions import papering
from bookings.models import BookingRequest, IssuedPaper
from bookings.public.owner import with_own_request
from bookings.status import RequestStatus

Kind = IssuedPaper.Kind
_TRUE_OF = {
    RequestStatus.CONFIRMED: Kind.DECISION,
    RequestStatus.CLOSED: Kind.DECISION,
    RequestStatus.REFUSED: Kind.REFUSAL,
}


@require_safe
@with_own_request
def notice(request: HttpRequest, row: BookingRequest) -> HttpResponse:
    paper = newest(row)
    sheet = papering.sheet_as_issued(paper) if paper else None
    if paper is None or sheet is None:
        raise Http404
    return printing.pdf([sheet], name=f"{paper.kind}-{row.reference}")


def newest(row: BookingRequest) -> IssuedPaper | None:
    """What holds: of how the request stands, and not yet corrected by another paper."""
    kind = _TRUE_OF.get(RequestStatus(row.status))
    if kind is None:
        return None
    rows = row.papers.filter(kind=kind, corrected_by__isnull=True)
    return rows.order_by("-pk").first()
