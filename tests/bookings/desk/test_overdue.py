"""/desk/overdue/: the list is looked through, and one button erases it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from bookings.actions import filing, papering
from bookings.desk import attention
from bookings.emails.on_paper import Formalities
from bookings.models import FileContent, PaperContent
from lectures.roles import give_role
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE, at

PAGE = reverse("desk:overdue")
DAY = at("2030-04-02 10:00")


@pytest.fixture
def row(town):
    row = make_request(town, status="closed")
    filing.put(request_id=row.pk, name="地図", kind="pdf", data=b"%PDF-", by=OFFICE, at=NOW)
    papering.issue(request_id=row.pk, kind="decision", how=Formalities(), by=OFFICE, at=NOW)
    return row


@pytest.fixture
def later(row, office, clock_at, clerk) -> Client:
    clock_at(DAY)
    client = Client()
    client.force_login(clerk)
    return client


def text(page) -> str:
    return page.content.decode()


def left() -> tuple[int, int]:
    return FileContent.objects.count(), PaperContent.objects.count()


def lines(moment) -> list[str]:
    return [str(one.sentence) for one in attention.matters_now(at=moment)]


def test_before_the_day_nothing_is_there(row, office):
    assert "いまは、ありません" in text(office.get(PAGE))
    assert "残す期限をすぎた文書と書類" not in lines(NOW)


def test_the_list_names_the_request_the_paper_and_the_day(row, later):
    page = text(later.get(PAGE))

    assert row.reference in page
    assert "決定通知書" in page
    assert "地図.pdf" in page
    assert "2030年4月1日" in page
    assert "残す期限をすぎた文書と書類" in lines(DAY)
    assert left() == (1, 1)


def test_one_button_erases_what_is_listed(row, later):
    page = later.post(PAGE, {"seen": later.get(PAGE).context["found"].digest})

    assert page.status_code == 302
    assert left() == (0, 0)
    assert "2件を消しました" in text(later.get(PAGE))
    assert "残す期限をすぎた文書と書類" not in lines(DAY)


def test_pressed_twice_it_says_that_nothing_is_left(row, later):
    seen = {"seen": later.get(PAGE).context["found"].digest}

    first, second = later.post(PAGE, seen), later.post(PAGE, seen)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "消すものは、もうありません" in text(second)


@pytest.mark.parametrize("seen", ["", "x", "\x00", "0" * 64])
def test_another_list_is_shown_again_and_nothing_goes(row, later, seen):
    page = later.post(PAGE, {"seen": seen})

    assert page.status_code == 422
    assert "いまの一覧を確かめてください" in text(page)
    assert left() == (1, 1)


def test_an_auditor_reads_the_list_and_erases_nothing(row, later, town):
    user = User.objects.create_user("kansa@city.example", "a-long-password")
    give_role(user, site=town.site, role=Role.AUDITOR)
    auditor = Client()
    auditor.force_login(user)

    page = auditor.get(PAGE)
    answer = auditor.post(PAGE, {"seen": page.context["found"].digest})

    assert (page.status_code, answer.status_code) == (200, 403)
    assert "件を消す" not in text(page)
    assert left() == (1, 1)
