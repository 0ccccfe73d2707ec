"""申込みのようす: what a group sees and may do, by its key alone."""

from dataclasses import replace

import pytest
from django.test import Client
from icalendar import Calendar

from bookings.actions import answering, asking, sessions, undoing
from bookings.models import Assignment, BookingRequest, CounterSlot, RequestEvent
from bookings.status import AssignmentState, Reason, RequestStatus, Verb
from lectures.models import Department
from tests.factories.bookings import deliver, group_grant, make_request, propose
from tests.factories.town import DEPARTMENT, OFFICE, at, particulars, submitted

HEADINGS = {
    RequestStatus.SUBMITTED: "申込みを受け付けました（仮受付）",
    RequestStatus.NEEDS_CHANGE: "直してほしいところがあります",
    RequestStatus.ASKING: "担当の課に聞いています",
    RequestStatus.PROPOSING: "別の日の提案があります",
    RequestStatus.CONFIRMED: "日時が決まりました",
    RequestStatus.CLOSED: "終わりました",
    RequestStatus.REFUSED: "お受けできませんでした",
    RequestStatus.WITHDRAWN: "取り下げました",
    RequestStatus.CANCELLED: "中止になりました",
    RequestStatus.UNFULFILLED: "今回は成立しませんでした",
}


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("status", HEADINGS)
def test_each_state_says_what_happens_next(citizen, status) -> None:
    request = make_request(citizen.town, status=status)

    page = citizen.open_page(request)

    assert page.context["words"].heading == HEADINGS[status]
    assert str(page.context["words"].sentence) in text(page)


def test_every_state_has_words() -> None:
    assert set(HEADINGS) == set(RequestStatus) - {RequestStatus.DRAFT}


def test_a_date_without_a_lecturer_is_said_in_those_words(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED, lecturers=False)

    page = text(citizen.open_page(request))

    assert "日時は決まりました。講師は後日お知らせします。" in page
    assert "12月17日（木） 10時〜11時" in page


def test_a_confirmed_page_shows_when_where_and_who(citizen) -> None:
    page = text(citizen.open_page(make_request(citizen.town, status=RequestStatus.CONFIRMED)))

    for words in ("12月17日（木） 10時〜11時", "桜が丘公民館", "みかがみ市桜が丘2-3", "田中 一郎"):
        assert words in page


def test_the_page_shows_no_phone_and_no_address(citizen) -> None:
    page = text(citizen.open_page(make_request(citizen.town)))

    assert "佐藤 花子" in page
    assert "0000000001" not in page
    assert "sato@mail.example" not in page


def test_a_postponed_session_and_a_day_gone_by_have_their_own_words(citizen, clock_at) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    clock_at("2026-12-18 09:00")
    assert citizen.open_page(request).context["words"].heading == "講座の日がすぎました"

    clock_at("2026-12-10 09:00")
    sessions.postpone(
        session_id=request.sessions.get().pk,
        reason=Reason.DISASTER,
        by=OFFICE,
        at=at("2026-12-10 09:00"),
    )
    assert citizen.open_page(request).context["words"].heading == "延期になりました"


def test_an_answer_taken_back_is_told_without_blame(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    ask = request.assignments.get()
    undoing.undo(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=at("2026-11-25 09:00")
    )

    points = [point.words for point in citizen.open_page(request).context["points"]]

    assert "担当の課の都合で、日にちを決め直すことになりました" in points


def test_a_decline_is_the_offices_business(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.ASKING)
    ask = request.assignments.get()
    answering.decline(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=at("2026-11-25 09:00")
    )

    page = text(citizen.open_page(request))

    assert "辞退" not in page
    assert "事務局で調整しています" in page
    assert "担当の課が日にちを確かめます" not in page


def test_one_of_two_departments_that_accepts_decides_nothing_yet(citizen) -> None:
    other = Department.objects.create(
        site=citizen.town.site, code="0400", name="福祉課", email="fukushi@city.mikagami.example"
    )
    citizen.town.lecture.other_departments.add(other)
    request = make_request(citizen.town, status=RequestStatus.ASKING)
    ask = request.assignments.order_by("part").first()
    answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=at("2026-11-25 09:00")
    )

    points = [point.words for point in citizen.open_page(request).context["points"]]

    assert str(Verb.CONFIRMED.label) not in points


def test_the_calendar_file_says_the_same_time(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    response = citizen.open_page(request, "calendar/1/")

    assert response["Content-Type"] == "text/calendar; charset=UTF-8"
    assert 'filename="R8-0001.ics"' in response["Content-Disposition"]
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert event.start == at("2026-12-17 10:00")
    assert citizen.open_page(request, "calendar/2/").status_code == 404
    assert Client().get(f"/requests/{request.public_id}/calendar/1/").status_code == 404


def test_a_proposed_date_is_chosen_and_stands(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.PROPOSING)
    page = citizen.open_page(request)
    assert "checked" not in text(page).split("counter/", 1)[1].split("</form>")[0]
    slot = CounterSlot.objects.order_by("order")[1]

    citizen.client.post(f"/requests/{request.public_id}/counter/", {"choice": slot.pk})

    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    assert request.sessions.get().starts_at == at("2026-12-23 14:00")


def test_nothing_is_chosen_for_the_group(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.PROPOSING)
    citizen.open_page(request)

    response = citizen.client.post(f"/requests/{request.public_id}/counter/", {"words": "うーん"})

    assert "都合のよい日か、「どの日も都合がわるい」のボタンをおしてください" in text(response)
    assert "うーん" in text(response)
    request.refresh_from_db()
    assert request.status == RequestStatus.PROPOSING


def test_none_of_the_dates_goes_back_to_the_office(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.PROPOSING)
    citizen.open_page(request)

    citizen.client.post(
        f"/requests/{request.public_id}/counter/", {"choice": "none", "words": "1月なら"}
    )

    request.refresh_from_db()
    assert request.status == RequestStatus.ASKING
    assert request.assignments.get().state == AssignmentState.RECALLED
    event = RequestEvent.objects.get(verb=Verb.COUNTER_REFUSED)
    assert event.note.text == "1月なら"


@pytest.mark.parametrize("choice", ["0", "-1", "x", "99999999999999999999"])
def test_a_date_that_nobody_proposed_cannot_be_chosen(citizen, choice) -> None:
    request = make_request(citizen.town, status=RequestStatus.PROPOSING)
    citizen.open_page(request)

    response = citizen.client.post(f"/requests/{request.public_id}/counter/", {"choice": choice})

    assert "その日は、もうえらべません" in text(response)


def test_another_groups_proposal_cannot_be_taken(citizen) -> None:
    ours = make_request(citizen.town, status=RequestStatus.PROPOSING)
    theirs = make_request(citizen.town, status=RequestStatus.PROPOSING)
    citizen.open_page(ours)
    slot = CounterSlot.objects.filter(answer__assignment__request=theirs).first()

    citizen.client.post(f"/requests/{ours.public_id}/counter/", {"choice": slot.pk})

    assert {row.status for row in (ours, theirs) if row.refresh_from_db() is None} == {
        RequestStatus.PROPOSING
    }


def test_a_proposal_taken_back_meanwhile_is_gone(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.PROPOSING)
    citizen.open_page(request)
    slot, ask = CounterSlot.objects.first(), Assignment.objects.get()
    undoing.undo(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=at("2026-11-23 09:00")
    )
    propose(Assignment.objects.get(), moment=at("2026-11-23 10:00"))

    response = citizen.client.post(f"/requests/{request.public_id}/counter/", {"choice": slot.pk})

    assert "その日は、もうえらべません" in text(response)


def test_withdrawing_asks_first_and_then_frees_everybody(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    asked = text(citizen.open_page(request, "withdraw/"))
    assert "申込みを取りやめますか" in asked
    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED

    citizen.client.post(f"/requests/{request.public_id}/withdraw/", {"words": "雨のため"})

    request.refresh_from_db()
    assert request.status == RequestStatus.WITHDRAWN
    assert "取り下げました" in text(citizen.open_page(request))


def test_withdrawing_twice_is_withdrawing_once(citizen) -> None:
    request = make_request(citizen.town)
    citizen.open_page(request)
    url = f"/requests/{request.public_id}/withdraw/"

    assert citizen.client.post(url)["Location"] == f"/requests/{request.public_id}/"
    assert citizen.client.post(url)["Location"] == f"/requests/{request.public_id}/"
    assert RequestEvent.objects.filter(verb=Verb.WITHDRAWN).count() == 1


def test_what_was_partly_held_is_not_withdrawn(citizen, clock_at) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    sessions.add(
        request_id=request.pk,
        slot=asking.Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00")),
        lecturer_ids=[],
        by=OFFICE,
        at=at("2026-11-25 09:00"),
    )
    deliver(request.sessions.get(order=1))
    clock_at("2026-12-20 09:00")
    citizen.open_page(request)

    response = citizen.client.post(
        f"/requests/{request.public_id}/withdraw/", {"words": "もう十分です"}
    )

    assert "ここからは取りやめられません" in text(response)
    assert "もう十分です" in text(response)


@pytest.mark.parametrize("path", ["", "withdraw/", "counter/", "calendar/1/"])
def test_only_the_key_opens_the_page(citizen, path) -> None:
    request = make_request(citizen.town, status=RequestStatus.PROPOSING)

    response = Client().get(f"/requests/{request.public_id}/{path}")

    assert response.status_code == 404
    assert "桜が丘自治会" not in text(response)


def test_another_groups_key_does_not_open_it(citizen) -> None:
    ours, theirs = submitted(citizen.town), submitted(citizen.town)
    citizen.open_page(ours)
    # Even with the cookie moved to the other page's path.
    citizen.client.cookies["okigaru-key-group_page-requests"]["path"] = "/"

    assert citizen.client.get(f"/requests/{theirs.public_id}/").status_code == 404


def test_wrong_expired_and_revoked_keys_look_the_same(citizen) -> None:
    request = make_request(citizen.town)
    grant = group_grant(request)
    wrong = grant.token[:-1] + ("a" if grant.token[-1] != "a" else "b")
    pages = [citizen.client.get(f"/k/{wrong}/"), citizen.client.get("/k/x/")]
    grant.expires_at = at("2026-11-22 10:00")
    grant.save()
    pages.append(citizen.client.get(f"/k/{grant.token}/"))
    grant.expires_at, grant.revoked_at = None, at("2026-11-22 10:00")
    grant.save()
    pages.append(citizen.client.get(f"/k/{grant.token}/"))

    assert [page.status_code for page in pages] == [404] * 4
    assert len({text(page).split("<main")[1].split("</main")[0] for page in pages}) == 1


def test_a_revoked_key_closes_the_page_whatever_the_cookie_says(citizen) -> None:
    request = make_request(citizen.town)
    citizen.open_page(request)
    grant = group_grant(request)
    grant.revoked_at = at("2026-11-22 10:00")
    grant.save()

    assert citizen.client.get(f"/requests/{request.public_id}/").status_code == 404


def test_a_forged_cookie_opens_nothing(citizen) -> None:
    request = make_request(citizen.town)
    for value in ("", "x", str(group_grant(request).public_id)):
        client = Client()
        client.cookies["okigaru-key-group_page-requests"] = value
        assert client.get(f"/requests/{request.public_id}/").status_code == 404


def test_a_cookie_is_limited_to_its_page(citizen) -> None:
    request = make_request(citizen.town)

    response = citizen.client.get(f"/k/{group_grant(request).token}/")

    cookie = response.cookies["okigaru-key-group_page-requests"]
    assert response["Location"] == f"/requests/{request.public_id}/"
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        f"/requests/{request.public_id}/",
        True,
        "Lax",
    )
    assert BookingRequest.objects.count() == 1


@pytest.mark.parametrize(("notify_by", "shown"), [("email", False), ("phone", True)])
def test_a_group_without_mail_finds_the_way_back_on_its_page(citizen, notify_by, shown) -> None:
    group = replace(particulars().group, notify_by=notify_by)
    request = submitted(citizen.town, group=group)

    page = text(citizen.open_page(request))

    assert (group_grant(request).token in page) is shown
