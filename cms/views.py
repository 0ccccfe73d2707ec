"""The site's own answers that no page gives: a town's colour, and what cannot be read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms import colours


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def colour_sheet(request: HttpRequest, digits: str) -> HttpResponse:
    colour = f"#{digits}"
    if not colours.readable(colour):
        raise Http404
    return HttpResponse(colours.sheet(colour), content_type="text/css; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own would render without the frame, and so without the office's phone."""
    return render(request, "400.html", status=400)
