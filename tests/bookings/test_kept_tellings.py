"""An upgrade keeps every call that the desk's list asked for before it had rows of its own."""

import importlib
from dataclasses import replace

import pytest
from django.apps import apps

from bookings.actions import asking
from bookings.actions.moves import Actor, By, record
from bookings.models import Assignment, LecturerConsent, Telling
from bookings.status import Verb, Way
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE, particulars, submitted

pytestmark = pytest.mark.django_db
migration = importlib.import_module("bookings.migrations.0007_what_was_not_told_yet")
PHONE = By(Actor.OFFICE, Way.PHONE)
LECTURER = By(Actor.LECTURER, Way.WEB)


def kept() -> list[tuple[str, str]]:
    Telling.objects.all().delete()
    migration.keep(apps, None)
    return [(row.event.verb, row.state) for row in Telling.objects.order_by("event")]


@pytest.fixture
def by_phone():
    return replace(particulars().group, notify_by="phone", email="")


def test_a_lecturers_yes_is_still_to_be_told(town, by_phone):
    request = submitted(town, group=by_phone)
    record(request, verb=Verb.LECTURER_NAMED, by=OFFICE, at=NOW)
    record(request, verb=Verb.MESSAGE, by=PHONE, at=NOW)
    record(request, verb=Verb.LECTURER_YES, by=LECTURER, at=NOW)

    assert kept() == [("lecturer_named", "told"), ("lecturer_yes", "due")]


def test_help_that_nobody_gives_is_still_to_be_told(town, by_phone):
    request = submitted(town, group=by_phone)
    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    Assignment.objects.update(role="support", support="sign_language")
    request.refresh_from_db()
    record(request, verb=Verb.COUNTERED, by=OFFICE, at=NOW, assignment=ask)
    record(request, verb=Verb.MESSAGE, by=By(Actor.OFFICE, Way.DESK), at=NOW, assignment=ask)

    assert kept() == [("message", "due")]
    assert Telling.objects.get().sentence == "手話通訳などは、用意できませんでした。"


@pytest.mark.parametrize(
    ("answer", "told"),
    [({}, []), ({"state": "yes", "answered_at": NOW}, [("lecturer_named", "due")])],
)
def test_a_name_that_is_not_sure_yet_waits_for_the_lecturers_yes(town, by_phone, answer, told):
    request = make_request(town, status="confirmed", group=by_phone)
    record(request, verb=Verb.MESSAGE, by=PHONE, at=NOW)
    session = request.sessions.get()
    LecturerConsent.objects.create(
        session=session, lecturer=town.lecturers[0], asked_at=NOW, site_id=town.site.pk, **answer
    )
    record(request, verb=Verb.LECTURER_NAMED, by=OFFICE, at=NOW, session=session)

    assert [row for row in kept() if row[1] == "due"] == told
