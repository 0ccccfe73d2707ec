"""The lecturer's page after a session: three numbers, again as a correction."""

import pytest

from bookings import doctor
from bookings.actions import answering, sessions
from bookings.actions.reporting import report_grant
from bookings.models import LectureSession, SessionReport
from bookings.status import RequestStatus, SessionState
from tests.factories.town import DEPARTMENT, NOW, OFFICE, at

AFTER = at("2026-12-17 11:30")


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def session(ask, town) -> LectureSession:
    answering.accept(
        assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW, lecturer_ids=[town.lecturers[0].pk]
    )
    return LectureSession.objects.get()


@pytest.fixture
def grant(session, town):
    return report_grant(session, lecturer=town.lecturers[0], at=NOW)


@pytest.fixture
def address(grant, opened, clock_at) -> str:
    clock_at(AFTER)
    return opened(grant)


def report(client, address, **given):
    numbers = {"adults": "20", "children": "3", "minutes": "60"}
    return client.post(address, numbers | given, follow=True)


def test_three_numbers_deliver_the_session(client, address, session, town):
    response = report(
        client, address, adults="２０人", children="０", minutes="６５分", words="質問が多かった"
    )

    session.refresh_from_db()
    stored = SessionReport.objects.get()
    assert (stored.adults, stored.children, stored.minutes, stored.lecturer) == (
        20, 0, 65, town.lecturers[0],
    )  # fmt: skip
    assert session.state == SessionState.DELIVERED
    assert session.request.status == RequestStatus.CLOSED
    assert "大人 20人、子ども 0人、65分" in text_of(response)
    assert list(doctor.checks(at=AFTER)) == []


def test_again_is_a_correction_that_shows_the_old_numbers(client, address):
    report(client, address)
    shown = text_of(client.get(address))

    corrected = text_of(report(client, address, adults="22"))

    assert ('value="20"' in shown, "数を直すとき" in shown) == (True, True)
    assert "大人 22人、子ども 3人、60分" in corrected
    assert list(SessionReport.objects.values_list("version", "adults")) == [(1, 20), (2, 22)]


def test_the_same_numbers_again_are_no_new_report(client, address):
    report(client, address)
    report(client, address)

    assert SessionReport.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"adults": ""}, "大人の人数を入れてください"),
        ({"adults": "0", "children": "0"}, "だれも来なかったときは、事務局に知らせてください"),
        ({"adults": "たくさん"}, "大人の人数は、25のように"),
        ({"adults": "-3"}, "大人の人数は、25のように"),
        ({"children": "すこし"}, "子どもの人数は、25のように"),
        ({"minutes": "長かった"}, "かかった時間は、60分か1時間半のように"),
        ({"adults": "99999"}, "大人の人数が多すぎます"),
        ({"minutes": "0"}, "入れてください"),
        ({"minutes": "601"}, "1分から600分まで"),
        ({"words": "あ" * 1001}, "1000字まで"),
    ],
)
def test_what_is_wrong_is_asked_back_and_nothing_typed_is_lost(
    client, address, unchanged, given, sentence
):
    before = unchanged()

    response = report(client, address, **({"words": "大事なことば"} | given))

    assert sentence in text_of(response)
    assert given.get("words", "大事なことば") in text_of(response)
    assert unchanged() == before


def test_before_the_session_began_there_is_a_sentence(client, grant, opened):
    address = opened(grant)

    assert "まだ始まっていません" in text_of(client.get(address))
    assert "まだ始まっていません" in text_of(report(client, address))
    assert SessionReport.objects.count() == 0


def test_a_cancelled_session_needs_no_report(client, session, grant, opened, clock_at):
    sessions.cancel_session(session_id=session.pk, reason="disaster", by=OFFICE, at=NOW)
    clock_at(AFTER)
    address = opened(grant)

    assert "この回は「中止」です" in text_of(client.get(address))
    assert "報告できません" in text_of(report(client, address))


def test_looking_three_times_changes_nothing(client, grant, opened, unchanged, clock_at):
    clock_at(AFTER)
    before = unchanged()

    for _look in range(3):
        client.get(opened(grant))

    assert unchanged() == before


def test_without_the_link_the_page_reveals_nothing(client, session):
    response = client.get(f"/reports/{session.public_id}/")

    assert response.status_code == 404
    assert "桜が丘" not in text_of(response)
