"""/api/results/: the yearly numbers as JSON, for programs. Read only, without a key, for everybody."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from bookings import counting
from bookings.yearbook import public
from config import clock
from lectures.eras import fiscal_year_of
from lectures.zones import venue_zone


class Pace(AnonRateThrottle):
    """Enough for a program that looks once a minute."""

    rate = "60/min"
    scope = "results"


@method_decorator(conditional_page, name="dispatch")
@method_decorator(cache_control(public=True, max_age=300), name="dispatch")
class ResultsView(APIView):
    """Nobody is signed in here, so nobody sees more; any page may ask."""

    renderer_classes = [JSONRenderer]
    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    throttle_classes = [Pace]
    http_method_names = ["get", "head", "options"]

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(*args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Content-Language"] = "ja"
        return response


class Years(ResultsView):
    def get(self, request: HttpRequest) -> Response:
        with translation.override("ja"):
            found = public.years()
        for row in found:
            row["url"] = request.build_absolute_uri(reverse("results-api:year", args=[row["year"]]))
        return Response({"years": found})


class Year(ResultsView):
    """A year of which nothing is known is not there."""

    def get(self, request: HttpRequest, year: int) -> Response:
        with translation.override("ja"):
            known = {row["year"]: row for row in public.years()}
            if year in known and known[year]["imported"]:
                return Response(known[year])
            this_year = fiscal_year_of(clock.today(venue_zone()))
            if year not in {this_year, *known, *counting.years()}:
                raise Http404
            return Response(public.year(year, at=clock.now()))
