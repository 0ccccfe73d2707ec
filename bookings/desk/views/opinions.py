"""/desk/opinions/: words of listeners that wait to be read, and what was said of each lecture.

GET shows; a POST decides about one answer's words.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bookings import opinions as counted
from bookings.actions import listening
from bookings.actions.moves import Refused
from bookings.desk import matters
from bookings.desk.door import desk_door
from bookings.desk.views.steps import session_or_404
from bookings.emails.facts import when
from bookings.models import AudienceAnswer
from bookings.printing import audience_sheet
from bookings.year import year_asked
from config import clock

MOST = 100
_ERASE = "erase"


@require_safe
@desk_door
def opinions(request: HttpRequest) -> HttpResponse:
    year, years = year_asked(request.GET.get("year", ""), at=clock.now())
    unread = matters.unread_words()
    rows = unread.select_related("session__lecture", "session__request__fiscal_year")
    context = {
        "year": year,
        "years": years,
        "unread": [
            (row, when(row.session.starts_at, row.session.ends_at))
            for row in rows.order_by("at", "pk")[:MOST]
        ],
        "count": unread.count(),
        "lectures": counted.by_lecture(year),
        "audience": counted.audience_of(year),
    }
    return render(request, "bookings/desk/opinions.html", context)


@require_http_methods(["POST"])
@desk_door
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """見せる, 見せない or 消す."""
    if not AudienceAnswer.objects.filter(pk=pk).exists():
        raise Http404
    what = request.POST.get("reading", "")
    try:
        if what == _ERASE:
            listening.erase_words(answer_id=pk)
            messages.success(request, _("ことばを消しました。えらんだ答えは残ります。"))
        else:
            row = listening.read(answer_id=pk, reading=what)
            messages.success(request, str(row.get_reading_display()))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:opinions")


@require_safe
@desk_door
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The audience's sheet with its QR code."""
    return audience_sheet(session_or_404(public_id))
