"""When the office answers its phone, in the reader's language."""

import pytest
from django.conf import settings
from django.utils.translation import override

from bookings.actions import submitting
from lectures.models import OfficeSettings
from notifications.models import OutgoingEmail
from tests.factories.town import NOW, OFFICE, make_town, particulars

ENGLISH = "weekdays 8:30–17:00"


@pytest.fixture
def town(site):
    made = make_town(site)
    OfficeSettings.objects.update(phone_hours_in_english=ENGLISH)
    return made


def frame(client, language: str) -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get("/requests/").content.decode()


def test_an_english_page_says_it_in_english(client, town):
    shown = frame(client, "en")

    assert shown.count(ENGLISH) >= 2  # header and footer
    assert "平日" not in shown


def test_a_japanese_page_says_it_in_japanese(client, town):
    shown = frame(client, "ja")

    assert "平日 8時30分〜17時" in shown
    assert ENGLISH not in shown


def test_without_english_words_the_japanese_ones_stand(client, town):
    OfficeSettings.objects.update(phone_hours_in_english="")

    assert "平日 8時30分〜17時" in frame(client, "en")


def test_a_mail_says_it_in_the_language_of_its_group_whoever_acts(town):
    with override("en"):
        submitting.enter(
            lecture_id=town.lecture.pk, particulars=particulars(), by=OFFICE, at=NOW, language="ja"
        )
    submitting.enter(
        lecture_id=town.lecture.pk, particulars=particulars(), by=OFFICE, at=NOW, language="en"
    )

    japanese, english = OutgoingEmail.objects.filter(kind="group_received").order_by("pk")
    assert "平日 8時30分〜17時" in japanese.text
    assert ENGLISH in english.text
    assert "平日" not in english.text
