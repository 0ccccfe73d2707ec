"""Signing in, the second factor, roles, and the desks of a department, a centre and an auditor."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Role, User
from bookings.actions import asking
from bookings.models import LectureSession
from lectures.roles import give_role
from tests.accounts import provider as idp
from tests.accounts.test_second_factor import code
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.town import NOW, OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
PASSWORD = "a-long-password"


def person(town: Everything, role: str, **part: object) -> User:
    user = User.objects.create_user(f"{role}@city.mikagami.example", PASSWORD)
    give_role(user, site=town.town.site, role=role, **part)
    return user


def come_in(visitor: Visitor, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies["sessionid"].value
    visitor.page.context.add_cookies(
        [{"name": "sessionid", "value": value, "url": visitor.base_url}]
    )


def test_signing_in_and_the_second_factor(town: Everything, visitor: Visitor):
    user = person(town, Role.OFFICE)
    visitor.see("/sign-in/", "sign in")
    visitor.page.locator("[name=login]").fill(user.email)
    visitor.page.locator("[name=password]").fill("wrong-password")
    visitor.press("main form button[type=submit]")
    visitor.look("sign in, wrong", error=True)
    visitor.page.locator("[name=password]").fill(PASSWORD)
    visitor.press("main form button[type=submit]")
    visitor.see("/sign-in/mfa/", "second factor")
    visitor.see("/sign-in/mfa/totp/activate/", "begin")
    secret = re.search(r"<code>(\w+)</code>", visitor.page.content())[1]
    visitor.page.locator("[name=code]").fill(code(secret))
    visitor.press("main form button[type=submit]")
    visitor.look("spare codes")
    visitor.see("/sign-in/mfa/recovery-codes/generate/", "spare codes anew")
    visitor.see("/sign-in/mfa/totp/deactivate/", "end")
    visitor.see("/sign-in/password/", "change the password")
    visitor.see("/sign-in/out/", "sign out")
    visitor.press("main form button[type=submit]")
    visitor.page.locator("[name=login]").fill(user.email)
    visitor.page.locator("[name=password]").fill(PASSWORD)
    visitor.press("main form button[type=submit]")
    visitor.look("second factor asked")

    assert visitor.complaints() == ""


def test_the_citys_own_provider_in_a_real_browser(town: Everything, visitor: Visitor, settings):
    """The page's content policy lets the browser go there and come back."""
    with idp.running() as provider:
        provider.claims = {"sub": "1", "email": "taro@city.example", "email_verified": True}
        app = {"provider_id": "city", "client_id": idp.CLIENT, "secret": idp.SECRET}
        app["settings"] = {"server_url": provider.url}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        actions = [*policy["form-action"], provider.url]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "form-action": actions}}
        visitor.see("/sign-in/", "sign in with a provider")
        visitor.press("main form[action*=oidc] button")
        visitor.look("arrived without a role")

    assert visitor.page.url.endswith("/sign-in/arrived/")
    assert visitor.complaints() == ""


def test_a_department_and_a_centre_at_their_desk(town: Everything, visitor: Visitor):
    centre = town.town.centre
    town.request(status="confirmed", centre_id=centre.pk, venue_name="", venue_address="")
    town.request(status="confirmed", centre_id=centre.pk, venue_name="", venue_address="")
    sessions = list(LectureSession.objects.order_by("pk"))
    LectureSession.objects.filter(pk=sessions[1].pk).update(
        starts_at=sessions[0].starts_at, ends_at=sessions[0].ends_at + timedelta(minutes=5)
    )
    ask = asking.ask(request_id=town.request().pk, by=OFFICE, at=NOW)[0]

    come_in(visitor, person(town, Role.DEPARTMENT, department=town.town.department))
    visitor.see("/desk/", "a department's desk")
    visitor.see(f"/answers/{ask.public_id}/", "its ask")
    visitor.see(f"/desk/own/sessions/{sessions[0].public_id}/", "its session")
    visitor.see(f"/reports/{sessions[0].public_id}/", "its report")
    come_in(visitor, person(town, Role.CENTRE, centre=centre))
    visitor.see("/desk/", "a centre's desk")
    visitor.see(f"/desk/requests/{sessions[0].request.public_id}/", "a request at it")
    visitor.see(f"/desk/own/centres/{centre.public_id}/", "its rooms")
    come_in(visitor, person(town, Role.AUDITOR))
    visitor.see("/desk/", "an auditor's desk")
    visitor.see(f"/desk/requests/{ask.request.public_id}/", "a request, read only")
    come_in(visitor, User.objects.create_user("new@city.mikagami.example", PASSWORD))
    visitor.see("/sign-in/arrived/", "no role yet")

    assert visitor.complaints() == ""


def test_who_has_which_role(town: Everything, clerk: Visitor):
    person(town, Role.DEPARTMENT, department=town.town.department)
    clerk.see("/desk/roles/", "roles")
    clerk.press("main section form button[type=submit]")
    clerk.look("roles, errors", error=True)
    clerk.see("/desk/roles/", "roles")
    clerk.press("main form[action*=password] button")
    clerk.look("a link for a password")

    assert clerk.complaints() == ""
