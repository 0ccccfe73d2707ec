"""The pages on which the office closes a year and sees what changed after."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import SiteRole, User
from bookings.actions import sessions
from bookings.actions.reporting import Numbers
from bookings.counting.folding import fold_all
from bookings.models import RequestEvent, YearClosing
from bookings.status import Reason
from tests.bookings.counting.closings import (
    SPRING,
    aimed,
    at_desk,
    closed,
    held,
    is_closed,
    planned,
    tell,
)
from tests.bookings.desk.pressing import errors, press
from tests.factories.town import at

CLOSE, CLOSED = "/desk/results/close/?year=2026", "/desk/results/closed/2026/"
LATER = at("2027-05-01 10:00")


@pytest.fixture
def year(town, clock_at, office, clerk):
    """Two sessions held, one of them not reported; the year is over."""
    aimed(town)
    held(town, at("2026-12-17 10:00"))
    session = planned(town, at("2026-12-18 10:00"))
    clock_at(SPRING)
    office.force_login(clerk)
    return session


def page(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def text(found):
    return " ".join(found.get_text(" ", strip=True).split())


def carried(client):
    return {
        box["name"]: box.get("value", "")
        for box in page(client, CLOSE).select("#work form input[type=hidden]")
    }


def test_the_office_closes_a_year_after_it_has_let_stand_what_is_left(office, year):
    shown = page(office, CLOSE)
    assert [text(one) for one in shown.select("#work h3")] == [
        "終わったのに報告がない回が1回あります。"
    ]

    answer = office.post(CLOSE, carried(office))
    assert answer.status_code == 422
    assert errors(answer) == [
        "先に直すか、「このまま締める」に印をつけてください。", "そのまま締めるわけを書いてください。",
    ]  # fmt: skip
    assert not is_closed()

    typed = {"stands-no-report": "on", "why-no-report": "課が休みです", "note": "本部会議のあと"}
    answer = office.post(CLOSE, {**carried(office), **typed})

    assert (answer.status_code, answer["Location"]) == (302, CLOSED)
    assert is_closed()
    assert YearClosing.objects.get().waived[0]["why"] == "課が休みです"


def test_a_year_that_runs_has_no_button(office, town):
    shown = page(office, CLOSE)

    assert "令和8年度は、まだ終わっていません。" in text(shown)
    assert shown.select("#work form button") == []


def test_closing_and_amendments_stand_beside_todays_number(office, year):
    closed()
    tell(year, by=at_desk("報告が遅れました"), at=LATER)
    fold_all(at=LATER)

    shown = page(office, CLOSED)

    assert text(shown.select_one(".lead")) == "締めたとき 1回 ＋ 訂正 1回 ＝ いま 2回"
    [row] = shown.select("#amendments + table tbody tr")
    assert [text(cell) for cell in row.select("td")][1:] == [
        "予定→実施済、0人→23人、分からない→いろいろな年代", "田中 報告が遅れました",
    ]  # fmt: skip


def test_the_reprint_is_the_closing_byte_for_byte_and_the_listed_amendments(office, year):
    closed()
    printed = str(page(office, CLOSED).select_one("#as-closed"))

    tell(year, by=at_desk("報告が遅れました"), at=LATER)
    fold_all(at=LATER)
    now = page(office, CLOSED)

    assert str(now.select_one("#as-closed")) == printed
    assert len(now.select("#amendments + table tbody tr")) == 1
    assert "締めたとき 1回 ＋ 訂正 1回 ＝ いま 2回" in text(now)


def test_the_public_page_says_when_it_was_closed_and_what_came_after(client, year):
    before = text(page(client, "/results/?year=2026"))
    assert "締めました" not in before

    closed()
    assert (
        "令和8年度（2026年度）は、2027年4月20日（火）に締めました。 そのあとの訂正はありません。"
        in text(page(client, "/results/?year=2026"))
    )
    tell(year, by=at_desk("報告が遅れました"), at=LATER)
    fold_all(at=LATER)

    after = text(page(client, "/results/?year=2026"))
    assert "そのあと1件を訂正しました。" in after
    assert "2回行い" in after


def test_the_office_is_asked_why_when_a_step_changes_a_closed_year(office, year):
    closed()
    typed = {"way": "phone", "adults": "10", "children": "2", "minutes": "60"}

    answer = press(office, "session", year, "report", **typed)
    assert answer.status_code == 422
    assert errors(answer) == [
        "令和8年度は締めました。それでも直すときは、直す理由を書いて、もう一度おしてください。"
    ]
    boxes = BeautifulSoup(answer.content, "html.parser")
    assert boxes.select_one("[name=adults]")["value"] == "10"
    assert boxes.select_one("[name=amends]") is not None

    answer = press(office, "session", year, "report", **typed, amends="報告が遅れました")
    assert answer.status_code == 302
    year.refresh_from_db()
    assert year.state == "delivered"
    assert RequestEvent.objects.filter(note__text="報告が遅れました").exists()


def test_a_closing_is_taken_back_with_a_reason(office, year):
    closed()
    path = f"{CLOSED}open/"

    assert office.post(path, {"why": ""}).status_code == 422
    answer = office.post(path, {"why": "報告がまとめて届いた"})

    assert (answer.status_code, answer["Location"]) == (302, "/desk/results/close/?year=2026")
    assert not is_closed()
    assert "報告がまとめて届いた" in text(page(office, CLOSED))


def test_an_auditor_reads_and_closes_nothing(site, year):
    user = User.objects.create_user("kansa@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.AUDITOR)
    auditor = Client()
    auditor.force_login(user)

    assert "終わったのに報告がない回が1回あります。" in text(page(auditor, CLOSE))
    assert page(auditor, CLOSE).select("#work form") == []
    assert auditor.post(CLOSE, {}).status_code == 403
    closed()
    assert auditor.get(CLOSED).status_code == 200
    assert auditor.post(f"{CLOSED}open/", {"why": "x"}).status_code == 403


def test_the_number_of_queries_does_not_depend_on_the_amendments(office, town, clerk, clock_at):
    aimed(town)
    rows = [held(town, at(f"2026-12-1{day} 10:00")) for day in range(3)]
    clock_at(SPRING)
    office.force_login(clerk)
    closed()

    counts = []
    for few in (rows[:1], rows[1:]):
        for row in few:
            tell(row, numbers=Numbers(1, 1, 60), by=at_desk("数えちがい"), at=LATER)
        fold_all(at=LATER)
        with CaptureQueriesContext(connection) as found:
            assert office.get(CLOSED).status_code == 200
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_a_session_taken_back_is_fewer(office, year):
    closed()
    [one] = [row for row in year.lecture.sessions.all() if row.state == "delivered"]
    sessions.correct_session(
        session_id=one.pk, reason=Reason.MISTAKE, by=at_desk("実施していなかった"), at=LATER
    )

    assert text(page(office, CLOSED).select_one(".lead")) == (
        "締めたとき 1回 － 訂正 1回 ＝ いま 0回"
    )
