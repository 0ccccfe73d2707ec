"""Two workers at one silent ask: one hands it on, the other finds nothing left to do."""

import pytest
from django.db.models import Count
from django_scopes import scope
from wagtail.models import Site

from bookings.doctor import histories
from bookings.models import Assignment, RequestEvent
from bookings.status import AssignmentState, RequestStatus, Verb
from lectures.models import NextDepartment
from notifications.models import OutgoingEmail
from tests.factories.town import Town, at, make_department, make_town
from tests.races.track import asks, race, requests

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, ASKS = 2, 25
LATE = at("2026-12-05 10:00")


@pytest.fixture
def town(transactional_db):
    site = Site.objects.get(is_default_site=True)
    with scope(site=site):
        made = make_town(site)
        following = make_department(site, code="0306", name="危機管理課", email="kiki@city.example")
        NextDepartment.objects.create(site=site, lecture=made.lecture, department=following)
        yield made


def test_each_silent_ask_is_handed_on_once(town: Town, tmp_path, database_url):
    asked = asks(town, requests(town, ASKS, status=RequestStatus.ASKING))
    tries = [[{"id": one.pk, "at": LATE.isoformat()} for one in asked] for _ in range(WORKERS)]

    results = race("worker", tries, folder=tmp_path, database_url=database_url)

    assert results == {"won": ASKS, "late": ASKS}
    asked_now = Assignment.objects.filter(state=AssignmentState.ASKED)
    assert set(asked_now.values_list("department__name", flat=True)) == {"危機管理課"}
    assert asked_now.count() == asked_now.values("request").distinct().count() == ASKS
    steps = RequestEvent.objects.filter(verb__in=[Verb.ESCALATED, Verb.RECALLED, Verb.HANDED_ON])
    once = steps.values("request", "verb").annotate(times=Count("pk"))
    assert {row["times"] for row in once} == {1}
    for kind in ("office_escalated", "department_recalled", "department_asked"):
        assert OutgoingEmail.objects.filter(kind=kind).count() == ASKS
    assert [*histories._paths(), *histories._parts()] == []
