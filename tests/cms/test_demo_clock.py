"""The demo's clock: to a session that comes, never to one that is over."""

from datetime import timedelta

import pytest

from config import clock
from tests.factories.bookings import make_request
from tests.factories.town import NOW, make_town


@pytest.fixture
def session(site, clock_at, settings):
    settings.ROOT_URLCONF = "tests.browser.urls"
    settings.DEMO = settings.CLOCK_MAY_MOVE = True
    clock_at(NOW)
    return make_request(make_town(site), status="confirmed").sessions.get()


def test_the_clock_goes_to_two_hours_after_a_session_to_come(session, client):
    assert "R8-0001" in client.get("/demo/").content.decode()

    page = client.post("/demo/clock/", {"session": session.pk}, follow=True).content.decode()

    assert clock.now() == session.ends_at + timedelta(hours=2)
    assert "見本の時計を動かしました" in page


def test_a_session_that_is_over_is_named_apart_and_moves_nothing(session, client, clock_at):
    later = clock_at(session.ends_at + timedelta(days=1))

    shown = client.get("/demo/").content.decode()
    page = client.post("/demo/clock/", {"session": session.pk}, follow=True).content.decode()

    assert "もう終わり、報告を待っている講座" in shown
    assert 'name="session"' not in shown
    assert "もう終わっています。時計は動かしていません。" in page
    assert "見本の時計を動かしました" not in page
    assert clock.now() == later


@pytest.mark.parametrize("typed", ["９", "9" * 30, "-1", "x"])
def test_nonsense_is_answered(session, client, typed):
    assert client.post("/demo/clock/", {"session": typed}).status_code in (302, 404)
