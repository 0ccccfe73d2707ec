"""Opens the scope of the town that the request's host name belongs to."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_scopes import scope
from wagtail.models import Site


class SiteScopeMiddleware:
    """Every query of the request answers for this town only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with scope(site=Site.find_for_request(request)):
            return self.get_response(request)
