"""The results of the questionnaires: numbers by mark, and nothing in public that tells on one group."""

import pytest
from django.test import Client

from accounts.models import SiteRole
from bookings import opinions
from bookings.actions import surveying
from bookings.actions.surveying import Marks
from bookings.rules import suppressing
from bookings.status import RequestStatus
from lectures.charts import shares
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, at

MORNING = at("2026-12-18 09:00")


@pytest.fixture
def clerk_client(site, django_user_model, clock_at) -> Client:
    clock_at(MORNING)
    user = django_user_model.objects.create_user("yamada@city.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    found = Client()
    found.force_login(user)
    return found


@pytest.fixture
def session(town):
    return make_request(town, status=RequestStatus.CLOSED).sessions.get()


def counted(found: opinions.Opinions) -> list[list[int]]:
    return [[mark.count for mark in row.marks] for row in found.questions]


def test_without_answers_there_is_nothing_to_draw(session):
    found = opinions.opinions_of(2026)

    assert (found.answered, found.held, counted(found)) == (0, 1, [[], []])


def test_each_question_shows_its_marks_the_best_first(session):
    surveying.answer(session_id=session.pk, marks=Marks(4, 2), by=GROUP, at=MORNING)

    found = opinions.opinions_of(2026)

    assert (found.answered, counted(found)) == (1, [[1, 0, 0, 0], [0, 0, 1, 0]])
    assert not found.may_be_public
    assert opinions.opinions_of(2025).answered == 0


def test_the_desk_shows_few_answers_and_the_public_page_waits_for_more(
    session, client, clerk_client, monkeypatch
):
    surveying.answer(session_id=session.pk, marks=Marks(4, 2), by=GROUP, at=MORNING)

    few = client.get("/results/").content.decode()
    monkeypatch.setattr(suppressing, "FEWEST", 1)
    enough = client.get("/results/").content.decode()
    desk = clerk_client.get("/desk/results/").content.decode()

    assert ("団体のアンケート" in few, "団体のアンケート" in enough) == (False, True)
    assert "1回について答えがありました" in desk


def test_bars_are_as_long_as_their_share():
    assert [(row.percent, row.width) for row in shares([("a", 3), ("b", 1), ("c", 0)])] == [
        (75, 480), (25, 160), (0, 0),
    ]  # fmt: skip
