"""Who comes in: the office of this town, nobody else; and no GET changes anything."""

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from wagtail.models import Page, Site

from accounts.models import SiteRole, User
from bookings.desk import door
from bookings.desk.steps import ASK_STEPS, REQUEST_STEPS, SESSION_STEPS
from bookings.desk.views import own
from bookings.models import Assignment, BookingRequest, LectureSession, RequestEvent
from bookings.permissions import Standing
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.town import submitted

LISTS = ["home", "inbox", "new", "replies", "mails", "results"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def someone(email: str, **fields: object) -> User:
    return User.objects.create_user(email, "a-long-password", **fields)


@pytest.fixture
def editor(site):
    user = someone("editor@city.example")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.EDITOR)
    return user


@pytest.fixture
def neighbour(site):
    """The office of another town in the same installation."""
    root = Page.objects.get(depth=1)
    other = Site.objects.create(hostname="other.test", root_page=root, site_name="となり市")
    user = someone("office@other.example")
    with scope(site=other):
        SiteRole.objects.create(site=other, user=user, role=SiteRole.Role.OFFICE)
    return user


def addresses(town) -> list[str]:
    """Every page of the desk about one request."""
    row = make_request(town, status="confirmed")
    ask, session = Assignment.objects.get(), LectureSession.objects.get()
    mail = OutgoingEmail.objects.first()
    return [
        *(reverse(f"desk:{name}") for name in LISTS),
        reverse("desk:request", args=[row.public_id]),
        reverse("desk:anew", args=[row.public_id]),
        reverse("desk:mail", args=[mail.public_id]),
        *(reverse("desk:request-step", args=[row.public_id, s.name]) for s in REQUEST_STEPS),
        *(reverse("desk:ask-step", args=[ask.public_id, s.name]) for s in ASK_STEPS),
        *(reverse("desk:session-step", args=[session.public_id, s.name]) for s in SESSION_STEPS),
    ]


def test_strangers_are_asked_to_sign_in(town):
    for address in addresses(town):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("who", ["editor", "neighbour"])
def test_others_who_signed_in_are_turned_away(town, request, who):
    client = signed_in(request.getfixturevalue(who))

    for address in addresses(town):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code in (403, 405)


def test_a_superuser_comes_in(town):
    assert (
        signed_in(someone("root@city.example", is_superuser=True)).get("/desk/").status_code == 200
    )


def test_who_left_does_not_come_in(town, clerk, office):
    clerk.is_active = False
    clerk.save()

    assert office.get("/desk/").status_code == 302


def test_without_the_door_anybody_would_see_names(town, monkeypatch):
    """The twin: the guard taken away shows what it guards."""
    whole = Standing(roles=frozenset(["office"]))
    monkeypatch.setattr(door, "standing_of", lambda user: whole)
    monkeypatch.setattr(own, "standing_of", lambda user: whole)
    row = submitted(town)
    client = signed_in(someone("nobody@city.example"))

    page = client.get(reverse("desk:request", args=[row.public_id]))

    assert "佐藤 花子" in page.content.decode()


def test_a_request_of_another_town_is_not_found(office, town):
    with scope(site=town.site):
        row = submitted(town)
    other = Site.objects.create(hostname="other.test", root_page=Page.objects.get(depth=1))
    BookingRequest.objects.filter(pk=row.pk).update(site=other)

    assert office.get(reverse("desk:request", args=[row.public_id])).status_code == 404


def test_looking_changes_nothing(office, town):
    found = addresses(town)
    before = [
        list(model._base_manager.order_by("pk").values())
        for model in (BookingRequest, Assignment, LectureSession, RequestEvent, OutgoingEmail)
    ]

    for address in found * 2:
        assert office.get(address).status_code in (200, 404, 409)

    assert before == [
        list(model._base_manager.order_by("pk").values())
        for model in (BookingRequest, Assignment, LectureSession, RequestEvent, OutgoingEmail)
    ]


def test_pages_are_never_kept_by_a_cache(office, town):
    assert "no-store" in office.get("/desk/")["Cache-Control"]


def test_the_menu_of_wagtail_leads_to_the_desk(town):
    page = signed_in(someone("root@city.example", is_superuser=True)).get("/admin/")

    assert "/desk/" in page.content.decode()
