"""/desk/: what waits, this week, the first requests of the inbox, the year's number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings import counting
from bookings.desk import agenda, answer_times, inbox, ordering
from bookings.desk.attention import matters_now
from bookings.desk.door import desk_door
from bookings.models import BookingRequest
from bookings.outlook import past_years
from bookings.year import bar, chart, finding, month_rows, pace
from config import clock
from lectures.eras import fiscal_year_of
from lectures.zones import local

SHOWN = 10


@require_safe
@desk_door
def home(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    count = counting.year_count(fiscal_year_of(local(at).date()), at=at)
    view = inbox.VIEWS[0]
    past = past_years(count.year, unit=count.unit) if count.target is not None else []
    months = month_rows(count, at=at, past=past)
    rows = inbox.by_due_date(BookingRequest.objects.filter(status__in=view.statuses), at=at)[:SHOWN]
    context = {
        "now": local(at),
        "matters": matters_now(at=at),
        "days": agenda.coming_days(at=at),
        "tabs": inbox.tabs(view),
        "headings": ordering.plain(),
        "rows": [inbox.row_of(row, at=at) for row in rows],
        "count": count,
        "finding": finding(count),
        "bar": bar(count),
        "pace": pace(count, past, at=at),
        "months": months,
        "chart": chart(count, months),
        "answers": answer_times.by_department(at=at),
    }
    return render(request, "bookings/desk/home.html", context)
