"""The city's own OpenID Connect provider: who it vouches for comes in, without a role until given."""

from importlib import import_module
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from wagtail.models import Site

from accounts.models import Role, SiteRole, User

# A role of a part of the town needs to know which part: those are given by hand.
_BY_CLAIM = (Role.OFFICE, Role.EDITOR, Role.AUDITOR)


class CityAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Somebody whom we know by address is the same person, if the address is proved."""
        if sociallogin.is_existing:
            keep_roles(request, sociallogin.user, _claims(sociallogin))
            return
        address = next(iter(sociallogin.email_addresses), None)
        if address is None:
            raise _refused(request, why="no_address")
        known = User.objects.filter(email__iexact=address.email).first()
        if known is None:
            return
        if not (address.verified or settings.OIDC_EMAILS_ARE_VERIFIED):
            raise _refused(request, why="unproved")
        sociallogin.connect(request, known)
        keep_roles(request, known, _claims(sociallogin))

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """A name that comes as one stays one, as the desk keeps names."""
        user = super().populate_user(request, sociallogin, data)
        if not data.get("last_name") and data.get("name"):
            user.first_name, user.last_name = "", data["name"]
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        user = super().save_user(request, sociallogin, form)
        keep_roles(request, user, _claims(sociallogin))
        return user


def keep_roles(request: HttpRequest, user: User, claims: dict[str, Any]) -> None:
    """Roles that the table names follow the claim; all others stay as a person gave them."""
    site = Site.find_for_request(request)
    keeper = import_module(settings.ROLE_KEEPER)
    named = [claims.get(settings.OIDC_ROLE_CLAIM) or []]
    held = {str(one) for given in named for one in ([given] if isinstance(given, str) else given)}
    governed = {value: _role_here(role, site) for value, role in settings.OIDC_ROLES.items()}
    wanted = {role for value, role in governed.items() if value in held and role}
    for role in wanted:
        keeper.give_role(user, site=site, role=role)
    for row in SiteRole.objects.filter(user=user, role__in=set(governed.values()) - wanted - {""}):
        keeper.take_role(row)


def _role_here(entry: str, site: Site) -> str:
    """`office@host` is for that town; without a host, for an installation of one town only."""
    role, _at, host = entry.partition("@")
    here = host == site.hostname if host else Site.objects.count() == 1
    return role if here and role in _BY_CLAIM else ""


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    data = sociallogin.account.extra_data or {}
    return {**(data.get("id_token") or {}), **(data.get("userinfo") or {})}


def _refused(request: HttpRequest, *, why: str) -> ImmediateHttpResponse:
    page = render(request, "socialaccount/authentication_error.html", {"why": why}, status=403)
    return ImmediateHttpResponse(page)
