"""A session that was put off without a day: its group proposes days, at the place that is fixed."""

from datetime import date, time

import pytest
from django.utils import translation

from bookings.actions import postponing, sessions
from bookings.actions.moves import MoveNotAllowed
from bookings.doctor import allocations, calendars, histories
from bookings.models import EventMail, EventNote
from bookings.public.sessions import sessions_of
from bookings.rules import Slot, Wish
from bookings.status import AssignmentState, Reason, RequestStatus, SessionState, Verb
from lectures.models import Centre
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, NOW, OFFICE, at

DAYS = (Wish(date(2026, 12, 24), "morning"),)


def breaches() -> list[str]:
    return [*histories.checks(), *allocations.checks(), *calendars.checks()]


def put_off(town, **changes: object):
    request = make_request(town, status=RequestStatus.CONFIRMED, **changes)
    session = request.sessions.get()
    postponing.postpone(
        session_id=session.pk, wishes=(), seen=request.version, by=GROUP, at=NOW, words="工事です"
    )
    request.refresh_from_db()
    return request, session


def sent(citizen, request, **typed: str):
    page = citizen.open_page(request, "days/1/")
    assert page.status_code == 200
    typed = {"version": page.context["row"].version, "send": "1", **typed}
    return citizen.client.post(f"/requests/{request.public_id}/days/1/", typed)


def test_the_page_leads_there_and_shows_what_is_fixed(citizen) -> None:
    request, _session = put_off(citizen.town)

    page = citizen.open_page(request).content.decode()
    shown = citizen.open_page(request, "days/1/").content.decode()

    assert f"/requests/{request.public_id}/days/1/" in page
    assert "12月17日（木） 10時〜11時" in shown
    assert "桜が丘公民館" in shown


def test_who_accepted_is_asked_for_the_first_of_the_days(citizen) -> None:
    request, session = put_off(citizen.town)

    sent(citizen, request, wish1_day="2026-12-24", wish1_part="morning")

    request.refresh_from_db()
    session.refresh_from_db()
    assert (request.status, session.state) == (RequestStatus.ASKING, SessionState.POSTPONED)
    old, new = request.assignments.order_by("pk")
    assert (old.state, new.state) == (AssignmentState.RECALLED, AssignmentState.ASKED)
    assert new.starts_at == at("2026-12-24 10:00")
    assert [row.day for row in request.wishes.all()] == [date(2026, 12, 24)]
    kinds = EventMail.objects.filter(event__request=request, event__verb=Verb.DAYS_PROPOSED)
    assert {"office_group_changed", "group_amended"} <= set(kinds.values_list("kind", flat=True))
    assert breaches() == []


def test_beside_another_session_the_office_looks_for_the_day(town) -> None:
    request, session = put_off(town)
    sessions.add(
        request_id=request.pk, slot=Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    request.refresh_from_db()

    postponing.propose(session_id=session.pk, wishes=DAYS, seen=request.version, by=GROUP, at=NOW)

    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    assert EventMail.objects.filter(kind="office_group_changed").count() == 2
    assert breaches() == []


def test_what_was_sent_stands_on_the_page_instead_of_the_same_question(citizen) -> None:
    request, _session = put_off(citizen.town)
    sessions.add(
        request_id=request.pk, slot=Slot(at("2026-11-20 10:00"), at("2026-11-20 11:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    assert "新しい日の希望を送る" in citizen.open_page(request).content.decode()

    sent(citizen, request, wish1_day="2026-12-24", wish1_part="morning")

    page = citizen.open_page(request).content.decode()
    assert "新しい日の希望を受け取りました" in page
    assert "第1希望　12月24日（木） 午前" in page
    assert "新しい日の希望を送り直す" in page
    assert "新しい日の希望を送る" not in page
    assert "延期になった回の、新しい日の希望を送りました" in page


@pytest.mark.parametrize("kept", [True, False])
def test_the_days_that_were_sent_are_read_in_the_reader_s_language(town, kept) -> None:
    request, session = put_off(town)
    later = Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00"))
    sessions.add(request_id=request.pk, slot=later, lecturer_ids=[], by=OFFICE, at=NOW)
    request.refresh_from_db()
    wishes = (Wish(date(2026, 12, 24), starts=time(10), ends=time(11, 30)),)
    postponing.propose(session_id=session.pk, wishes=wishes, seen=request.version, by=GROUP, at=NOW)
    if not kept:  # a row of before days were facts: its words are Japanese in any language
        EventNote.objects.update(wishes=[])

    with translation.override("en"):
        shown = {one.row.pk: one.proposed for one in sessions_of(request)}[session.pk]

    japanese = ("第1希望：12月24日（木） 10時〜11時30分",)
    assert shown == (("Wish 1: Thu 24 December 10:00–11:30",) if kept else japanese)


def test_the_office_reads_for_which_session_and_what_to_do(town) -> None:
    request, session = put_off(town)
    sessions.add(
        request_id=request.pk, slot=Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    request.refresh_from_db()

    postponing.propose(session_id=session.pk, wishes=DAYS, seen=request.version, by=GROUP, at=NOW)

    mail = EventMail.objects.get(
        event__verb=Verb.DAYS_PROPOSED, kind="office_group_changed"
    ).mail  # fmt: skip
    assert mail.subject.startswith("【新しい日の希望】")
    assert "延期になった回：2026年12月17日（木）10:00〜11:00" in mail.text
    assert "第1希望：12月24日（木） 午前" in mail.text
    assert "日を決めて、申込みの画面の「日時・会場をかえる」で入れてください" in mail.text


def test_days_for_a_second_session_leave_those_of_the_first(town) -> None:
    request, first = put_off(town)
    second = sessions.add(
        request_id=request.pk, slot=Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    sessions.postpone(session_id=second.pk, reason=Reason.DISASTER, by=OFFICE, at=NOW)
    before = list(request.wishes.values_list("day", flat=True))

    for session, day in ((first, 24), (second, 25)):
        request.refresh_from_db()
        postponing.propose(
            session_id=session.pk, wishes=(Wish(date(2026, 12, day), "morning"),),
            seen=request.version, by=GROUP, at=NOW,
        )  # fmt: skip

    assert list(request.wishes.values_list("day", flat=True)) == before
    shown = {one.row.pk: one.proposed for one in sessions_of(request)}
    assert shown == {
        first.pk: ("第1希望　12月24日（木） 午前",), second.pk: ("第1希望　12月25日（金） 午前",),
    }  # fmt: skip


def test_no_day_is_asked_for_beside_the_field(citizen) -> None:
    request, _session = put_off(citizen.town)

    page = sent(citizen, request)

    assert page.status_code == 422
    assert "第1希望の日をえらんでください" in page.content.decode()


def test_a_day_on_which_the_place_is_shut_is_refused(citizen) -> None:
    Centre.objects.update(closed_weekdays="3")
    request, _session = put_off(
        citizen.town, centre_id=citizen.town.centre.pk, venue_name="", venue_address="",
        wishes=(Wish(date(2026, 12, 18), "morning"),),
    )  # fmt: skip

    page = sent(citizen, request, wish1_day="2026-12-24", wish1_part="morning")

    assert page.status_code == 422
    assert "北川地域交流センターが休みです" in page.content.decode()


def test_a_session_that_has_its_day_is_not_asked_about(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    assert citizen.open_page(request, "days/1/").status_code == 302
    with pytest.raises(MoveNotAllowed):
        postponing.propose(
            session_id=request.sessions.get().pk, wishes=DAYS, seen=request.version, by=GROUP,
            at=NOW,
        )  # fmt: skip


def test_what_the_office_put_off_can_be_proposed_for_too(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    sessions.postpone(
        session_id=request.sessions.get().pk, reason=Reason.DISASTER, by=OFFICE, at=NOW
    )

    assert citizen.open_page(request, "days/1/").status_code == 200
