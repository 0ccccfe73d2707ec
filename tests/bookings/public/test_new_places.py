"""Put off because the place fell away: the new place goes with the new days, and so does the why."""

from datetime import date

from bookings.actions import places, postponing
from bookings.actions.sessions import Venue
from bookings.doctor import checks
from bookings.models import EventMail
from bookings.rules import Wish
from bookings.status import RequestStatus, SessionState, Verb
from lectures.models import Centre
from tests.bookings.public.test_moving import HALL, posted, text
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, NOW

DAYS = (Wish(date(2026, 12, 24), "morning"),)
WORDS = "会場が使えなくなりました。"
NEW_DAY = {"wish1_day": "2026-12-24", "wish1_part": "morning"}
THERE = Venue(name="北町ホール", address="みかがみ市北町1-1")


def mail_of(request, kind: str, verb: str):
    ties = EventMail.objects.filter(event__request=request, kind=kind, event__verb=verb)
    return ties.latest("pk").mail


def put_off(citizen, **typed: str):
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    answer = posted(citizen, request, "postpone/1/", words=WORDS, **{"place": "same", **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    request.refresh_from_db()
    return request


def test_another_place_goes_to_the_department_with_the_new_days(citizen) -> None:
    request = put_off(citizen)

    answer = posted(citizen, request, "days/1/", **NEW_DAY, **HALL)

    assert answer.status_code == 302, answer.context["form"].errors
    session = request.sessions.get()
    request.refresh_from_db()
    assert places.venue_of(session) == places.venue_of(request) == THERE
    ask = mail_of(request, "department_asked", Verb.ASKED).text
    assert "北町ホール" in ask
    assert "桜が丘公民館" not in ask
    assert f"延期のわけ「{WORDS}」" in ask
    office = mail_of(request, "office_group_changed", Verb.DAYS_PROPOSED).text
    assert "会場：北町ホール（みかがみ市北町1-1） 予約ずみ" in office
    assert f"延期のわけ：{WORDS}" in office
    assert list(checks(at=NOW)) == []


def test_the_new_place_may_be_known_before_the_day(citizen) -> None:
    request = put_off(citizen, **HALL)

    session = request.sessions.get()
    assert (session.state, session.venue) == (SessionState.POSTPONED, "北町ホール")
    told = mail_of(request, "department_session_changed", Verb.POSTPONED).text
    assert f"（{WORDS}）" in told
    assert "会場：桜が丘公民館" in told  # what falls away
    assert "北町ホール" in text(citizen.open_page(request, "days/1/"))
    assert list(checks(at=NOW)) == []


def test_days_and_place_with_the_postponing_ask_at_the_new_place_at_once(citizen) -> None:
    request = put_off(citizen, **NEW_DAY, **HALL)

    assert request.status == RequestStatus.ASKING
    assert "北町ホール" in mail_of(request, "department_asked", Verb.ASKED).text
    assert list(checks(at=NOW)) == []


def test_the_calendar_shuts_the_days_of_the_place_that_is_chosen(citizen) -> None:
    Centre.objects.update(closed_weekdays="3")  # Thursdays
    request = put_off(citizen)
    centre = {"place": citizen.town.centre.code, "booked": "yes"}

    page = citizen.client.post(f"/requests/{request.public_id}/days/1/", {**centre, "look": "1"})
    refused = posted(citizen, request, "days/1/", **NEW_DAY, **centre)

    assert page.context["month"].house_shut == "北川地域交流センター"
    assert page.context["month"].value == "2026-12"
    assert refused.status_code == 422
    assert "北川地域交流センターが休みです" in text(refused)
    assert posted(citizen, request, "days/1/", **NEW_DAY, place="same").status_code == 302


def test_of_the_place_that_stays_it_can_be_said_that_it_is_booked(citizen) -> None:
    request = put_off(citizen)

    posted(citizen, request, "days/1/", **NEW_DAY, place="same", booked="yes")

    request.refresh_from_db()
    assert request.venue_booked


def moved_to_the_east(citizen):
    """Its session was moved; the place that the request asked for is another one."""
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    request.sessions.update(
        centre=None, room=None, venue_name="東ホール", venue_address="みかがみ市東1"
    )
    return request


def booked_in_the_east(request) -> bool:
    request.refresh_from_db()
    return (request.venue, request.venue_booked) == ("東ホール", True)


def test_of_a_moved_session_its_own_place_is_booked(citizen) -> None:
    request = moved_to_the_east(citizen)

    posted(citizen, request, "postpone/1/", **NEW_DAY, place="same", booked="yes")

    assert booked_in_the_east(request)
    office = mail_of(request, "office_group_changed", Verb.POSTPONED).text
    assert "会場の予約：予約ずみ（東ホール）" in office
    assert list(checks(at=NOW)) == []


def test_of_a_moved_session_it_can_be_said_with_the_new_days(citizen) -> None:
    request = moved_to_the_east(citizen)
    posted(citizen, request, "postpone/1/", words=WORDS, place="same")

    posted(citizen, request, "days/1/", **NEW_DAY, place="same", booked="yes")

    assert booked_in_the_east(request)
    office = mail_of(request, "office_group_changed", Verb.DAYS_PROPOSED).text
    assert "会場の予約：予約ずみ（東ホール）" in office


def test_words_of_a_date_that_stands_again_are_told_no_more(town) -> None:
    request = make_request(town, status=RequestStatus.CONFIRMED)
    session = request.sessions.get()
    postponing.postpone(
        session_id=session.pk, wishes=DAYS, seen=request.version, by=GROUP, at=NOW, words=WORDS
    )

    ask = mail_of(request, "department_asked", Verb.ASKED).text

    assert f"延期のわけ「{WORDS}」" in ask
    assert "第1希望：" not in ask.partition("延期のわけ")[2].partition("」")[0]
