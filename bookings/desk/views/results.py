"""/desk/results/: the year's number against its target, by department and month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.desk.ahead import ahead
from bookings.desk.door import desk_door
from bookings.insight.tables import findings
from bookings.year import year_page
from config import clock


@require_safe
@desk_door
def results(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    context = year_page(request.GET.get("year", ""), at=at)
    context["ahead"] = ahead(context["count"], context["months"], at=at)
    context["findings"] = findings(context["count"].year, at=at)
    return render(request, "bookings/desk/results.html", context)
