"""/indicators/: the plan's indicators, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bookings import plan
from config import clock


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    context = {"standings": plan.standings(at=clock.now())}
    return render(request, "bookings/public/indicators.html", context)
