"""/results/: the year's number, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.insight.citizens import citizens
from bookings.public.gallery import gallery
from bookings.year import year_page
from config import clock


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    context = year_page(request.GET.get("year", ""), at=at)
    context |= citizens(context["count"].year, at=at)
    context["photos"] = gallery(context["count"].year)
    return render(request, "bookings/public/results.html", context)
