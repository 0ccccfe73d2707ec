"""Pages of signing in that allauth has not: where one arrives, and a first password."""

from typing import Any

import requests
from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import views as provider
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse_lazy
from django.views.decorators.cache import never_cache

from accounts.forms import NewPasswordForm
from accounts.models import Role, SiteRole, User

_DESK = (Role.OFFICE, Role.AUDITOR, Role.DEPARTMENT, Role.CENTRE)


@never_cache
@login_required
def arrived(request: HttpRequest) -> HttpResponse:
    """To the desk, to the pages, or to a sentence for who has no role here yet."""
    assert isinstance(request.user, User)
    roles = set(SiteRole.objects.filter(user=request.user).values_list("role", flat=True))
    if request.user.is_superuser or roles & set(_DESK):
        return redirect("desk:home")
    if Role.EDITOR in roles:
        return redirect("wagtailadmin_home")
    return render(request, "account/no_role.html")


@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """For who has one of ours. In a demo everybody knows it, and nobody changes it."""
    assert isinstance(request.user, User)
    if settings.DEMO or not request.user.has_usable_password():
        raise Http404
    return account.password_change(request)


class NewPassword(PasswordResetConfirmView):
    """Behind a link that the office hands over; it works once."""

    template_name = "account/new_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("account_login")


def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    if "process" in request.GET or "process" in request.POST:  # only to sign in
        raise Http404
    return _reached(provider.login, request, provider_id)


def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _reached(provider.callback, request, provider_id)


def _reached(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """The city's provider may be away or ask for a page that we have not: a sentence, never a broken page."""
    try:
        return view(request, provider_id)
    except (requests.RequestException, KeyError, ValueError, NoReverseMatch):
        context = {"why": "away"}
        return render(request, "socialaccount/authentication_error.html", context, status=503)
