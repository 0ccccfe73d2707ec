"""/desk/results/…: the year by each dimension, waiting times, and the pages for meetings."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings.counting import Dimension
from bookings.desk.door import desk_door
from bookings.insight.headquarters import headquarters as table_of
from bookings.insight.lectures_heard import heard
from bookings.insight.next_menu import blocks
from bookings.insight.tables import OFFERED, shown, years_chart
from bookings.insight.waiting import waits
from bookings.plan import standings
from bookings.year import year_asked
from config import clock
from lectures.eras import fiscal_year_of
from lectures.zones import local


@require_safe
@desk_door
def by(request: HttpRequest, dimension: str) -> HttpResponse:
    if dimension not in OFFERED:
        raise Http404
    at = clock.now()
    year, years = year_asked(request.GET.get("year", ""), at=at)
    context = {
        "shown": shown(year, Dimension(dimension), at=at),
        "year": year,
        "years": years,
        "offered": OFFERED,
        "heard": heard(year) if dimension == Dimension.LECTURE else None,
    }
    return render(request, "bookings/desk/results_by.html", context)


@require_safe
@desk_door
def years(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    year, _years = year_asked(request.GET.get("year", ""), at=at)
    drawing = years_chart(this_year=fiscal_year_of(local(at).date()))
    context = {"drawing": drawing, "offered": OFFERED, "year": year}
    return render(request, "bookings/desk/results_years.html", context)


@require_safe
@desk_door
def waiting(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    year, years = year_asked(request.GET.get("year", ""), at=at)
    context = {"waits": waits(year, at=at), "year": year, "years": years}
    return render(request, "bookings/desk/results_waiting.html", context)


@require_safe
@desk_door
def headquarters(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    year, years = year_asked(request.GET.get("year", ""), at=at)
    context = {
        "table": table_of(year, at=at),
        "standings": standings(at=at),
        "at": at,
        "year": year,
        "years": years,
    }
    return render(request, "bookings/desk/headquarters.html", context)


@require_safe
@desk_door
def next_menu(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    year, years = year_asked(request.GET.get("year", ""), at=at)
    context = {"blocks": blocks(year, at=at), "year": year, "years": years, "at": at}
    return render(request, "bookings/desk/next_menu.html", context)
