"""The site's own answers that no page gives: a town's colour, what cannot be read, what broke."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
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


def server_error(request: HttpRequest) -> HttpResponse:
    """With the frame, and so with the office's phone; bare where the frame is broken too."""
    try:
        return render(request, "500.html", status=500)
    except Exception:  # noqa: BLE001 - whatever broke the page may break this one as well
        return HttpResponse(render_to_string("500_bare.html"), status=500)
