"""Every address, tried by everybody, with real rows: who may, may; who may not changes nothing."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django_scopes import scope
from wagtail.models import Site

from accounts.models import Role, User
from bookings import doors
from bookings.actions import consulting
from bookings.actions.consulting import Asked
from bookings.actions.submitting import GroupFacts
from bookings.desk import door
from bookings.doors import Door, decided
from bookings.models import (
    Assignment,
    BookingRequest,
    Consultation,
    Duty,
    LectureSession,
    WaitingReply,
)
from bookings.permissions import Standing
from bookings.status import ConsultationAbout
from lectures.models import Centre, Department, Lecturer
from lectures.roles import give_role
from notifications.models import InboundEmail, OutgoingEmail
from tests.factories import lectures as make
from tests.factories.bookings import make_request
from tests.factories.replies import SERVER, asked, reply
from tests.factories.town import GROUP, NOW, Town, make_department, make_town
from tests.house.addresses import Address, every_address

OURS = ("accounts", "bookings", "cms", "lectures", "notifications", "wagtailcore", "mfa")
WITHOUT_A_ROLE = ["nobody", "editor", "neighbour"]
PARTS = ["department", "centre"]
OPENS = (200, 302, 404, 405, 409, 422)  # 404: not their own, or nothing there
SHUT = (302, 403, 404, 405)


@dataclass
class Place:
    """A town with a row behind every parameter, and somebody of every kind."""

    town: Town
    rows: dict[str, object]
    people: dict[str, User]

    def client(self, who: str) -> Client:
        client = Client()
        if who != "anonymous":
            client.force_login(self.people[who])
        return client


@pytest.fixture
def place(site, settings, clock_at) -> Place:
    settings.AUTHSERV_ID = SERVER
    clock_at(NOW)
    town = make_town(site)
    booked = make_request(town, status="confirmed", centre_id=town.centre.pk, venue_name="")
    ask = asked(town)
    with scope(site=site):
        inbound = reply("これでお願いします。たぶん。", assignment=ask)
        WaitingReply.objects.create(
            site=site, inbound=inbound, assignment=ask, why=WaitingReply.Why.UNREADABLE,
            arrived_at=NOW,
        )  # fmt: skip
    return Place(town, _rows(booked, ask, inbound), _people(site, town))


def _rows(booked: BookingRequest, ask: Assignment, inbound: InboundEmail) -> dict[str, object]:
    """By the noun that stands before a parameter, or by the parameter's own name."""
    return {
        "requests/": booked.public_id, "desk/asks/": ask.public_id, "answers/": ask.public_id,
        "sessions/": LectureSession.objects.get().public_id,
        "reports/": LectureSession.objects.get().public_id,
        "own/centres/": Centre.objects.get().public_id,
        "replies/": WaitingReply.objects.get().public_id,
        "replies/automatic/": inbound.public_id, "mails/in/": inbound.public_id,
        "mails/": OutgoingEmail.objects.first().public_id,
        "turn/": Department.objects.get().public_id,
        "duty/": _day_out(booked).public_id,
        "consultations/": _consulted(booked).public_id,
        "kind": "department_asked", "language": "ja", "name": "note", "decision": "seen",
    }  # fmt: skip


def _consulted(booked: BookingRequest) -> Consultation:
    asked = Asked(
        group=GroupFacts(
            name="相談する会", contact_name="佐藤 花子", phone="0000000001", notify_by="phone"
        ),
        about=ConsultationAbout.FEW, words="6人でも聞けますか。",
    )  # fmt: skip
    return consulting.take(asked=asked, by=GROUP, at=NOW, site_id=booked.site_id)


def _day_out(booked: BookingRequest) -> Duty:
    """A decision about another day than that of the request."""
    return Duty.objects.create(
        site=booked.site, submission_id=booked.public_id, cause="election", decided_at=NOW,
        first_on=date(2027, 2, 1), last_on=date(2027, 2, 1), undo_until=NOW,
    )  # fmt: skip


def _people(site: Site, town: Town) -> dict[str, User]:
    def person(name: str, **fields: object) -> User:
        return User.objects.create_user(f"{name}@city.example", "a-long-password", **fields)

    people = {"nobody": person("nobody"), "superuser": person("root", is_superuser=True)}
    for role in Role:
        people[role] = person(role)
        part = {"department": {"department": town.department}, "centre": {"centre": town.centre}}
        give_role(people[role], site=site, role=role, **part.get(role, {}))
    other = make.other_town()
    people["neighbour"] = person("neighbour")
    with scope(site=other):
        for role in (Role.OFFICE, Role.AUDITOR):
            give_role(people["neighbour"], site=other, role=role)
        theirs = make_department(other, code="0305", name="防災課", email="bousai@other.example")
        give_role(people["neighbour"], site=other, role=Role.DEPARTMENT, department=theirs)
    return people


def snapshot() -> dict[str, list]:
    """Every row of ours and of Wagtail's pages."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS and model._meta.managed:
            rows = model._base_manager if hasattr(model, "_base_manager") else model.objects
            found[model._meta.label] = list(rows.order_by("pk").values())
    return found


def desk_pages() -> list[tuple[Address, Door]]:
    rows = [(row, decided(**vars(row))) for row in every_address()]
    return [(row, door) for row, door in rows if door and door.asks_roles]


def status_of(client: Client, method: str, path: str) -> int:
    """What is changed by it is taken back, so that the next finds the same rows."""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.slow
@pytest.mark.parametrize("who", ["superuser", *Role])
def test_pages_of_the_desk_open_for_whom_the_table_says(place, who):
    client, roles = place.client(who), {Role.OFFICE} if who == "superuser" else {who}
    wrong = []

    for address, opens in desk_pages():
        path = address.filled(place.rows)
        for method, may in (("get", roles & opens.see), ("post", roles & opens.do)):
            status = status_of(client, method, path)
            if status not in (OPENS if may else (403, 405)):
                wrong.append((address.name, method, status))

    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anonymous", *WITHOUT_A_ROLE, *PARTS, "auditor"])
def test_what_is_shut_changes_nothing(place, who):
    client, before = place.client(who), snapshot()
    wrong = []

    for address, opens in desk_pages():
        path = address.filled(place.rows)
        for method, may in (("get", opens.see), ("post", opens.do)):
            if who not in may:
                status = getattr(client, method)(path).status_code
                if status not in ((302, 405) if who == "anonymous" else (403, 405)):
                    wrong.append((address.name, method, status))

    assert wrong == []
    assert snapshot() == before


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anonymous", *WITHOUT_A_ROLE, "auditor", "centre"])
def test_pages_behind_a_key_stay_shut_without_it(place, who):
    client, before = place.client(who), snapshot()
    wrong = []

    for address in every_address():
        if decided(**vars(address)) in (doors.BY_GRANT, doors.BY_GRANT_OR_ROLE):
            for method in ("get", "post"):
                status = getattr(client, method)(address.filled(place.rows)).status_code
                if status not in SHUT:
                    wrong.append((address.name, method, status))

    assert wrong == []
    assert snapshot() == before


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anonymous", "nobody", "centre", "auditor"])
def test_wagtails_pages_are_shut_to_who_does_not_write_them(place, who):
    client, before = place.client(who), snapshot()
    wrong = []

    for address in every_address():
        if decided(**vars(address)) is doors.WAGTAIL:
            for method in ("get", "post"):
                status = getattr(client, method)(address.filled(place.rows)).status_code
                if status not in SHUT:
                    wrong.append((address.route, method, status))

    assert [row for row in wrong if not row[0].startswith(OPEN_TO_ALL)] == []
    assert snapshot() == before


@pytest.mark.slow
def test_wagtail_lets_staff_of_another_town_change_nothing_here(place):
    """They have Wagtail's permissions, which hold everywhere: the role in the open town decides."""
    ledger = {"departments": Department, "centres": Centre, "lecturers": Lecturer}
    rows = (
        place.rows
        | {"pages/": place.town.site.root_page.pk}
        | {
            f"admin/{noun}/{verb}/": model.objects.first().pk
            for noun, model in ledger.items()
            for verb in ("edit", "delete", "history", "usage", "inspect")
        }
    )
    client, before = place.client("neighbour"), snapshot()
    client.raise_request_exception = False
    read, wrong = [], []

    for address in every_address():
        if decided(**vars(address)) is doors.WAGTAIL and address.route not in UNLIKE_A_PAGE:
            for method in ("get", "post"):
                answer = getattr(client, method)(address.filled(rows))
                if answer.status_code >= 500:
                    wrong.append((address.route, method, answer.status_code))
                if answer.status_code == 200 and not answer.streaming:
                    text = answer.content.decode(errors="replace")
                    read += [address.route] if "防災課" in text or "佐藤" in text else []

    assert (wrong, read) == ([], [])
    assert snapshot() == before


# One ends the session, one breaks to show how that looks, one (of Wagtail 7.4) breaks at an empty POST.
UNLIKE_A_PAGE = ("admin/logout/", "admin/failwhale/", "admin/choose-external-link/")
# Sentences and pictures for scripts; nothing of a town.
OPEN_TO_ALL = ("admin/jsi18n/", "admin/sprite/", "admin/logout/", "admin/login/")


@pytest.mark.parametrize("who", ["anonymous", "nobody", *Role])
def test_open_pages_never_break(place, who):
    client = place.client(who)
    open_to_all = (doors.PUBLIC, doors.SIGN_IN, doors.SIGNED_IN)

    for address in every_address():
        if decided(**vars(address)) in open_to_all:
            for method in ("get", "post"):
                assert status_of(client, method, address.filled(place.rows)) < 500, address


def test_the_names_of_a_request_are_seen_by_nobody_else(place):
    """One page as the example: with the door taken away, all of them read it."""
    path = f"/desk/requests/{place.rows['requests/']}/"

    for who in ("anonymous", *WITHOUT_A_ROLE):
        assert "佐藤 花子" not in place.client(who).get(path).content.decode()


@pytest.mark.parametrize("who", WITHOUT_A_ROLE)
def test_without_the_door_they_would_be(place, who, monkeypatch):
    """The twin: the door asks nobody any more."""
    from bookings.desk.views import own

    for module in (door, own):
        monkeypatch.setattr(module, "standing_of", lambda user: Standing(frozenset(["office"])))

    page = place.client(who).get(f"/desk/requests/{place.rows['requests/']}/")

    assert "佐藤 花子" in page.content.decode()


def test_without_the_table_an_auditor_would_change_rows(place, monkeypatch):
    """The twin of reading only: the table lets auditors act."""
    path = f"/desk/requests/{place.rows['requests/']}/note/"
    version = BookingRequest.objects.get(public_id=place.rows["requests/"]).version
    posted = {"words": "見ました", "version": version}
    assert place.client("auditor").post(path, posted).status_code == 403
    before = snapshot()["bookings.RequestEvent"]

    monkeypatch.setitem(doors.BY_NAME, "desk:request-step", doors.LOOK_UP)
    place.client("auditor").post(path, posted)

    assert len(snapshot()["bookings.RequestEvent"]) == len(before) + 1
