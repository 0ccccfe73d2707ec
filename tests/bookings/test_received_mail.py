"""What group and office read of the wishes: each day once, whether its time is exact or not."""

from datetime import date, time

import pytest

from bookings.actions import submitting
from bookings.rules import Wish
from notifications.models import OutgoingEmail
from tests.factories.town import GROUP, NOW, make_town, particulars, submitted

WISHES = (Wish(date(2026, 12, 17), starts=time(10, 30)), Wish(date(2026, 12, 21), "afternoon"))


@pytest.fixture
def town(site, clock_at):
    clock_at(NOW)
    return make_town(site)


def lines(kind: str) -> list[str]:
    return OutgoingEmail.objects.get(kind=kind).text.splitlines()


def test_the_group_reads_each_wish_once(town) -> None:
    submitted(town, wishes=WISHES)

    found = [line for line in lines("group_received") if "希望" in line]

    assert found == [
        "■ 第1希望：12月17日（木） 10時30分〜11時30分",
        "■ 第2希望：12月21日（月） 午後",
    ]


def test_the_group_reads_it_in_english_too(town) -> None:
    draft = submitting.start_draft(lecture_id=town.lecture.pk, language="en", at=NOW)
    submitting.submit(request_id=draft.pk, particulars=particulars(wishes=WISHES), by=GROUP, at=NOW)

    found = [line for line in lines("group_received") if line.startswith("Wish")]

    assert found == ["Wish 1: Thu 17 December 10:30–11:30", "Wish 2: Mon 21 December Afternoon"]


def test_the_office_reads_which_time_an_ask_would_have(town) -> None:
    submitted(town, wishes=WISHES)

    text = lines("office_received")

    assert [line for line in text if "希望" in line] == [
        "■ 第1希望：12月17日（木） 10時30分〜11時30分",
        "■ 第2希望：12月21日（月） 午後（依頼するときは 14時〜15時）",
    ]
    assert [line for line in text if line != line.rstrip()] == []
    assert [line for line in text if "  " in line] == []
