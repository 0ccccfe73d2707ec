"""Pages on which a department says who goes, and a lecturer says yes or no."""

import pytest

from bookings.actions import deciding, reminding, sessions
from bookings.actions.allocating import lecturers_on
from bookings.actions.consenting import newest
from bookings.models import LecturerConsent
from bookings.rules import Slot
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE, at, submitted

DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))


@pytest.fixture
def session(town):
    return make_request(town, status="confirmed", lecturers=False).sessions.get()


@pytest.fixture
def ask_page(session, opened) -> str:
    ask = session.request.assignments.get()
    return opened(ask.grants.get(purpose="answer"))


@pytest.fixture
def own_page(town, opened) -> str:
    """田中's own page."""
    town.office.lecturers_answer = True
    town.office.save()
    session = make_request(town, status="confirmed").sessions.get()
    return opened(session.grants.get(purpose="lecturer"))


def test_the_page_of_the_ask_leads_to_the_naming_page(client, ask_page):
    page = client.get(ask_page).content.decode()

    assert "まだ決まっていません" in page
    assert f'href="{ask_page}lecturers/"' in page


def test_naming_by_page_names_and_says_so(client, town, session, ask_page):
    address = f"{ask_page}lecturers/"

    sent = client.post(address, {"lecturers": [town.lecturers[1].pk]})

    assert sent.status_code == 302
    assert lecturers_on(session) == [town.lecturers[1]]
    page = client.get(address).content.decode()
    assert "うかがう人を記録しました" in page
    assert "鈴木 花" in client.get(ask_page).content.decode()


def test_the_same_name_sent_twice_tells_once(client, town, session, ask_page, unchanged):
    typed = {"lecturers": [town.lecturers[1].pk]}
    client.post(f"{ask_page}lecturers/", typed)
    before = unchanged()

    client.post(f"{ask_page}lecturers/", typed)

    assert unchanged() == before


def test_reading_the_page_changes_nothing(client, ask_page, unchanged):
    before = unchanged()

    for _again in range(3):
        client.get(f"{ask_page}lecturers/")
        client.head(f"{ask_page}lecturers/")

    assert unchanged() == before


def test_nobody_chosen_is_asked_back_with_a_sentence(client, ask_page, session):
    page = client.post(f"{ask_page}lecturers/", {}).content.decode()

    assert "うかがう人をえらんでください" in page
    assert lecturers_on(session) == []


@pytest.mark.parametrize("nonsense", ["x", "999999", "1' OR 1=1", "", "\x00"])
def test_nonsense_names_nobody_and_breaks_nothing(client, ask_page, session, nonsense):
    sent = client.post(f"{ask_page}lecturers/", {"lecturers": [nonsense]})

    assert sent.status_code == 200
    assert lecturers_on(session) == []


def test_a_busy_lecturer_is_refused_with_a_sentence(client, town, session, ask_page):
    make_request(town, status="confirmed")  # 田中 goes there at the same hour
    address = f"{ask_page}lecturers/"

    assert "田中 一郎（この時間はほかの予定）" in client.get(address).content.decode()
    page = client.post(address, {"lecturers": [town.lecturers[0].pk]}).content.decode()

    assert "もうほかの予定が入っています" in page
    assert lecturers_on(session) == []


def test_without_the_key_the_page_stays_shut(client, session):
    ask = session.request.assignments.get()

    assert client.get(f"/answers/{ask.public_id}/lecturers/").status_code == 404


def test_an_ask_that_still_waits_has_no_naming_page(client, address):
    sent = client.get(f"{address}lecturers/")

    assert (sent.status_code, sent["Location"]) == (302, address)


def test_a_called_off_session_cannot_be_named_by_an_old_page(client, town, session, ask_page):
    sessions.postpone(session_id=session.pk, reason="other", by=OFFICE, at=NOW)

    client.post(f"{ask_page}lecturers/", {"lecturers": [town.lecturers[0].pk]})

    assert lecturers_on(session) == []


def test_what_was_agreed_without_an_ask_has_a_naming_page_of_its_own(client, town, opened):
    request = submitted(town)
    deciding.confirm_agreed(request_id=request.pk, slot=DAY, lecturer_ids=[], by=OFFICE, at=NOW)
    session = request.sessions.get()
    reminding.want_name(session_id=session.pk, at=at("2026-12-03 09:00"))
    address = opened(session.grants.get(purpose="lecturer", lecturer__isnull=True))

    client.post(address, {"lecturers": [town.lecturers[0].pk]})

    assert lecturers_on(session) == [town.lecturers[0]]
    assert "うかがう人を記録しました" in client.get(address).content.decode()


def consent() -> LecturerConsent:
    return LecturerConsent.objects.get()


def test_nothing_is_chosen_beforehand_on_the_lecturers_page(client, own_page):
    page = client.get(own_page).content.decode()

    assert "講座にうかがえますか" in page
    assert "checked" not in page


def test_a_lecturer_says_yes_and_reads_it_back(client, own_page):
    sent = client.post(own_page, {"choice": "yes"})

    assert (sent.status_code, consent().state) == (302, "yes")
    assert "引き受けを記録しました" in client.get(own_page).content.decode()


def test_a_lecturer_says_no_with_words(client, own_page):
    client.post(own_page, {"choice": "no", "words": "出張です"})

    assert (consent().state, consent().words) == ("no", "出張です")
    page = client.get(own_page).content.decode()
    assert "都合がつかないと記録しました" in page
    assert "<form" not in page.split("<h1>")[1].split("</main>")[0]


def test_an_empty_answer_is_asked_back_and_keeps_what_was_typed(client, own_page):
    page = client.post(own_page, {"words": "出張です"}).content.decode()

    assert "うかがえるか、うかがえないかを、えらんでください" in page
    assert "出張です" in page
    assert consent().state == "asked"


def test_reading_the_lecturers_page_changes_nothing(client, own_page, unchanged):
    before = unchanged()

    for _again in range(3):
        client.get(own_page)
        client.head(own_page)

    assert unchanged() == before


def test_the_key_of_a_lecturer_who_was_replaced_opens_nothing(client, town, own_page):
    session = consent().session
    sessions.name_lecturers(
        session_id=session.pk, lecturer_ids=[town.lecturers[1].pk], by=OFFICE, at=NOW
    )

    assert client.get(own_page).status_code == 404
    assert client.post(own_page, {"choice": "yes"}).status_code == 404
    assert newest(session, town.lecturers[0]).state == "asked"
