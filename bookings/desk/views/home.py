"""/desk/: what waits, this week, the first requests of the inbox, the year's number."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings import counting
from bookings.desk import agenda, answer_times, inbox, ordering
from bookings.desk.attention import matters_now
from bookings.desk.door import desk_door
from bookings.models import BookingRequest
from bookings.year import MonthRow, bar, chart, finding, month_rows
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
    months = month_rows(count, at=at)
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
        "pace": pace(months, at=at),
        "months": months,
        "chart": chart(count, months),
        "answers": answer_times.by_department(at=at),
    }
    return render(request, "bookings/desk/home.html", context)


def pace(months: list[MonthRow], *, at: datetime) -> str:
    """How this month stands against the target's even pace; "" without a target."""
    row = next(row for row in months if row.month == local(at).month)
    if row.target is None or row.cumulative is None:
        return ""
    words = {"month": row.month, "target": row.target, "missing": row.target - row.cumulative}
    if row.cumulative >= row.target:
        return _("%(month)d月の目やす%(target)d回に、もうとどいています。") % words
    if row.expected >= row.target:
        return (
            _(
                "%(month)d月の目やす%(target)d回まで、あと%(missing)d回です。予定どおりなら、とどきます。"
            )
            % words
        )
    words["short"] = row.target - row.expected
    return (
        _(
            "%(month)d月の目やす%(target)d回まで、あと%(missing)d回です。予定どおりでも、%(short)d回たりません。"
        )
        % words
    )
