"""Nothing that a person is in the middle of ends within twenty hours (WCAG 2.2.1)."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from bookings import keys
from bookings.actions import submitting
from bookings.models import BookingRequest
from tests.factories.town import NOW

TWENTY_HOURS = timedelta(hours=20).total_seconds()


@pytest.mark.parametrize(
    "seconds",
    [
        settings.SESSION_COOKIE_AGE,
        settings.CSRF_COOKIE_AGE,
        settings.LANGUAGE_COOKIE_AGE,
        keys._MAX_AGE,
        timedelta(days=submitting.DRAFT_DAYS).total_seconds(),
        timedelta(days=submitting.CONFIRM_DAYS).total_seconds(),
    ],
)
def test_it_lasts_twenty_hours_and_more(seconds):
    assert seconds > TWENTY_HOURS


def test_a_session_outlives_the_browser_window():
    assert not settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.ACCOUNT_SESSION_REMEMBER


def test_a_question_left_open_for_twenty_hours_is_still_taken(citizen, clock_at):
    citizen.start()
    citizen.fill("who", "when")
    clock_at(NOW + timedelta(hours=21))

    citizen.fill("where", "contact")

    assert citizen.post("check").status_code == 302
    assert BookingRequest.objects.submitted().count() == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "ここまで保存しました"), ("ja-easy", "ここまで"), ("en", "Saved")],
)
def test_a_draft_goes_on_in_another_browser_in_every_language(citizen, language, words):
    citizen.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    citizen.start()
    citizen.fill("who")
    saved = citizen.client.get(citizen.post("when", {}, button="save")["Location"])
    assert words in saved.content.decode()
    link = re.search(r"/k/[\w-]+/", saved.content.decode())[0]

    other = Client()
    other.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    opened = other.get(link, follow=True)
    again = other.get(opened.redirect_chain[-1][0].replace("resume", "who"))

    assert again.status_code == 200
    assert 'value="桜が丘自治会"' in again.content.decode()
