"""約束ずみ: the office sees it first and confirms it with one press, or asks the department by mail."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from accounts import secrets
from bookings.forms.particulars import typed_of
from bookings.forms.terms import terms_for
from bookings.forms.when import WhenForm
from bookings.models import Assignment, BookingRequest
from bookings.rules import Wish
from bookings.status import RequestStatus
from lectures.models import Absence
from lectures.zones import local
from notifications.models import OutgoingEmail
from tests.factories.town import NOW, submitted

PROMISED = Wish(date(2026, 12, 17), "", time(10), time(11, 30))


@pytest.fixture
def promised(town) -> BookingRequest:
    submitted(town)
    return submitted(town, wishes=(PROMISED,), agreed_with="防災課の田中さん")


def page_of(office, row: BookingRequest) -> BeautifulSoup:
    url = reverse("desk:request", args=[row.public_id])
    return BeautifulSoup(office.get(url).content, "html.parser")


def press_in_panel(office, row: BookingRequest, words: str):
    """Send the form whose button says so, with what the page put into it."""
    section = page_of(office, row).find("section", attrs={"aria-labelledby": "agreed"})
    form = next(form for form in section.find_all("form") if words in form.get_text())
    sent = {box["name"]: box["value"] for box in form.find_all("input") if box.get("name")}
    return office.post(form["action"], sent)


def test_it_stands_first_in_the_inbox_and_has_a_matter_of_its_own(office, promised):
    inbox = BeautifulSoup(office.get(reverse("desk:inbox")).content, "html.parser")
    home = office.get(reverse("desk:home")).content.decode()

    first = inbox.select_one("tbody tr")
    assert promised.reference in first.get_text()
    assert "約束ずみ" in first.get_text()
    assert "担当課と日時を約束ずみの申込み" in home


def test_one_press_confirms_what_was_promised(office, promised):
    answer = press_in_panel(office, promised, "この日時で決定にする")

    promised.refresh_from_db()
    assert answer["Location"] == reverse("desk:request", args=[promised.public_id])
    session = promised.sessions.get()
    assert (promised.status, Assignment.objects.count()) == (RequestStatus.CONFIRMED, 0)
    assert f"{local(session.starts_at):%m-%d %H:%M}–{local(session.ends_at):%H:%M}" == (
        "12-17 10:00–11:30"
    )
    assert page_of(office, promised).find(attrs={"aria-labelledby": "agreed"}) is None


def test_the_department_is_asked_by_the_usual_mail_which_tells_of_the_promise(office, promised):
    press_in_panel(office, promised, "課に、メールで確かめる")

    ask = Assignment.objects.get()
    asked = OutgoingEmail.objects.get(to_address=ask.department.email)
    words = secrets.fill(asked.text)
    assert (ask.rank, promised.pk) == (1, ask.request_id)
    assert "（第1希望：防災課の田中さんと約束ずみとのこと）" in words
    assert "10:00〜11:30" in words
    assert not mail.outbox


def test_another_wish_or_request_says_nothing_of_a_promise(office, town):
    row = submitted(town)

    assert page_of(office, row).find(attrs={"aria-labelledby": "agreed"}) is None
    assert "約束ずみ" not in "".join(OutgoingEmail.objects.values_list("text", flat=True))


def test_the_office_hears_of_the_promise_with_the_request(promised):
    texts = OutgoingEmail.objects.filter(to_address="gakushu@city.mikagami.example")

    assert any(
        "■ 約束ずみ：第1希望は、防災課の田中さんと約束した日時です" in row.text for row in texts
    )


def test_what_the_department_promised_is_not_stopped_by_its_own_absence(town):
    Absence.objects.create(
        site=town.site, department=town.department, starts_on=PROMISED.day, ends_on=PROMISED.day
    )

    row = submitted(town, wishes=(PROMISED,), agreed_with="防災課の田中さん")

    assert row.status == RequestStatus.SUBMITTED


def test_a_promise_survives_a_correction(town, promised):
    typed = typed_of(promised)["when"]

    form = WhenForm(typed, terms=terms_for(town.lecture, at=NOW))

    assert form.is_valid(), form.errors
    assert (form.wishes, form.cleaned_data["agreed_with"]) == ((PROMISED,), "防災課の田中さん")


def test_a_page_that_is_older_than_the_request_confirms_nothing(office, promised):
    BookingRequest.objects.filter(pk=promised.pk).update(version=9)
    url = reverse("desk:request-step", args=[promised.public_id, "agreed"])

    answer = office.post(url, {"version": "1", "day": "12/17", "starts": "10:00", "ends": "11:30"})

    promised.refresh_from_db()
    assert (answer.status_code, promised.status) == (422, RequestStatus.SUBMITTED)
