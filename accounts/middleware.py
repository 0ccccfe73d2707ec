"""Opens the scope of the town that the request's host name belongs to, and asks for the second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_scopes import scope
from wagtail.models import Site

from accounts.second_factor import is_proved


class SiteScopeMiddleware:
    """Every query of the request answers for this town only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with scope(site=Site.find_for_request(request)):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Where it is required, a password alone opens nothing but the way to the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if settings.SECOND_FACTOR != "required" or not request.user.is_authenticated:
            return None
        if _is_the_way(request) or is_proved(request):
            return None
        if request.method not in ("GET", "HEAD"):
            why = _("先に、二つめの確認をしてください。")
            return render(request, "403.html", {"why": why}, status=403)
        page = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp"
        after = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        return HttpResponseRedirect(f"{reverse(page)}?{after}")


def _is_the_way(request: HttpRequest) -> bool:
    return request.path.startswith((reverse("account_login"), reverse("set_language")))
