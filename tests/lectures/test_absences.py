"""The ledger's absences and next departments, and the office's settings, as the admin keeps them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import SiteRole
from lectures.models import Absence, DepartmentMember, NextDepartment, OfficeSettings
from tests.factories import lectures as make
from tests.factories.town import make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(site, client):
    client.force_login(make.person(site, SiteRole.Role.OFFICE))
    return client


@pytest.fixture
def town(site):
    return make_town(site)


def test_the_office_enters_an_absence_of_a_department(office, town):
    response = office.post(
        "/admin/absences/new/",
        {
            "department": town.department.pk, "lecturer": "", "starts_on": "2026-12-01",
            "ends_on": "2026-12-04", "deputy_email": "soumu@city.example", "note": "研修",
        },
    )  # fmt: skip

    assert response.status_code == 302, response.content.decode()[:500]
    assert Absence.objects.on(town_day("2026-12-04")).get().deputy_email == "soumu@city.example"
    assert not Absence.objects.on(town_day("2026-12-05")).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"both": True}, "課か講師の、どちらか一つをえらんでください。"),
        ({"ends_on": "2026-11-30"}, "おわりの日は、はじまりの日より後にしてください。"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused_with_a_sentence(office, town, changes, sentence):
    lecturer = town.lecturers[0].pk if changes.pop("both", False) else ""
    facts = {
        "department": town.department.pk, "lecturer": lecturer, "starts_on": "2026-12-01",
        "ends_on": "2026-12-04", "deputy_email": "", "note": "",
    }  # fmt: skip

    response = office.post("/admin/absences/new/", facts | changes)

    assert sentence in response.content.decode()
    assert not Absence.objects.exists()


def test_the_office_sets_the_next_department_of_a_lecture(office, town, site):
    other = make.department(site)

    response = office.post(
        "/admin/next_departments/new/",
        {"lecture": town.lecture.pk, "department": other.pk, "order": 1},
    )

    assert response.status_code == 302
    assert NextDepartment.objects.get().department == other


def test_an_editor_has_no_business_with_absences(site, client):
    client.force_login(make.person(site))

    assert client.get("/admin/absences/").status_code == 302


def test_members_stand_on_the_list_from_day_to_day(town, site):
    for email, since, until in (
        ("mae@city.example", None, "2026-11-30"),
        ("ima@city.example", "2026-12-01", None),
        ("itsumo@city.example", None, None),
    ):
        DepartmentMember.objects.create(
            site=site, department=town.department, email=email, since=since, until=until
        )

    def on(day: str) -> list[str]:
        rows = DepartmentMember.objects.on(town_day(day)).order_by("pk")
        return list(rows.values_list("email", flat=True))

    assert on("2026-11-30") == ["mae@city.example", "itsumo@city.example"]
    assert on("2026-12-01") == ["ima@city.example", "itsumo@city.example"]


def test_the_settings_page_explains_every_deadline_and_saves(office, town, site):
    url = f"/admin/settings/lectures/officesettings/{site.pk}/"
    page = office.get(url).content.decode()

    for words in (
        "返事の期限（依頼から何開庁日）",
        "メールを送らない時間（から）",
        "週のまとめを送る曜日",
    ):
        assert words in page
    facts = {
        "town_name": "みかがみ市", "scheme_name": "出前講座", "office_name": "生涯学習課",
        "phone": "0000-00-0000", "phone_hours": "平日", "email": "gakushu@city.example",
        "postal_address": "", "area_sentence": "市内", "answer_days": 7, "envelope": "naga3",
        "approval_boxes": "課長、係長",
        "support_days_before": 21, "grace_hours": 24, "second_reminder_days": 1,
        "escalation_days": 3, "quiet_from": "20:00", "quiet_until": "", "digest_weekday": 0,
        "office_digest_at": "08:30", "retention_years": 3, "key_colour": "#0017c1",
    }  # fmt: skip
    refused = office.post(url, facts)
    assert "メールを送らない時間は、両方を入れてください。" in refused.content.decode()

    assert office.post(url, facts | {"quiet_until": "07:00"}).status_code == 302

    saved = OfficeSettings.objects.get(site=site)
    assert (saved.answer_days, saved.quiet_until, saved.digest_weekday) == (7, time(7), 0)


def test_half_a_quiet_time_is_refused_by_the_database_too(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeSettings.objects.update(quiet_from=time(20))


def test_nobody_is_asked_within_no_time(town):
    town.office.answer_days = 0
    with pytest.raises(ValidationError):
        town.office.full_clean()


def town_day(text: str):
    from datetime import date

    return date.fromisoformat(text)
