"""変更の希望: what was read is what is answered, what is answered is what is fixed."""

from datetime import date, time

import pytest
from django.test import Client

from bookings import keys
from bookings.actions import answering, changing, deciding, sessions, undoing, wishing
from bookings.actions.moves import Refused, Shut
from bookings.doctor import checks
from bookings.models import Assignment, ChangeWish, EventMail, LectureSession, RequestEvent
from bookings.rules import Slot, Wish
from bookings.status import RequestStatus, Verb
from lectures.models import Room
from tests.bookings.public.test_moving import DAY, HALL, SAME, department, posted, text, wished
from tests.bookings.test_classes import a_school, accepted, hours
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, GROUP, NOW, OFFICE, at, submitted

WEDNESDAY = (Wish(date(2026, 12, 23), "", time(9, 35), time(12, 15)),)
STALE = "この画面を開いたあとで、申込みのようすが変わりました"


def wish_for(session: LectureSession, wishes=DAY, *, venue=None) -> ChangeWish:
    session.request.refresh_from_db()
    return wishing.wish(
        session_id=session.pk, wishes=wishes, venue=venue, seen=session.request.version,
        by=GROUP, at=NOW,
    )  # fmt: skip


def agreed(citizen) -> LectureSession:
    """Without an ask: the office knows of the promise."""
    request = submitted(citizen.town, agreed_with="防災課 田中")
    deciding.confirm_agreed(
        request_id=request.pk, slot=Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    return request.sessions.get()


def last(kind: str) -> str:
    return EventMail.objects.filter(kind=kind).order_by("-pk").first().mail.text


# A school's row.


@pytest.mark.parametrize("order", [1, 2, 3])
def test_whichever_class_asks_the_whole_row_goes_where_the_department_said(citizen, order) -> None:
    school = a_school(citizen.town)
    accepted(citizen.town, school)

    wish = wish_for(school.sessions.get(order=order), WEDNESDAY)
    wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    assert hours(school) == ["09:35-10:20", "10:40-11:25", "11:30-12:15"]
    assert {row.starts_at.date() for row in school.sessions.all()} == {date(2026, 12, 23)}
    assert list(checks(at=NOW)) == []


def test_a_row_has_one_way_to_be_moved_and_one_to_be_postponed(citizen) -> None:
    school = a_school(citizen.town)
    accepted(citizen.town, school)
    school.refresh_from_db()

    page = text(citizen.open_page(school))

    assert [page.count(f"/{way}/{order}/") for way in ("move", "postpone") for order in (1, 2)] == [
        1, 0, 1, 0,
    ]  # fmt: skip
    assert "5年3組" in text(citizen.open_page(school, "move/1/"))


def test_a_session_beside_the_row_has_a_way_of_its_own(citizen) -> None:
    school = a_school(citizen.town)
    accepted(citizen.town, school)
    beside = sessions.add(
        request_id=school.pk, slot=Slot(at("2026-12-17 14:00"), at("2026-12-17 15:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    school.refresh_from_db()

    assert f"/move/{beside.order}/" in text(citizen.open_page(school))
    assert wish_for(beside, WEDNESDAY).session == beside


# What is said yes to is fixed.


def test_the_length_that_was_said_yes_to_is_fixed(citizen) -> None:
    _session, wish = wished(
        citizen.town, slot_day=(Wish(date(2026, 12, 24), "", time(13), time(16)),)
    )
    slot = wish.slots.get()

    wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    session = LectureSession.objects.get()
    assert (session.starts_at, session.ends_at) == (slot.starts_at, slot.ends_at)
    assert (session.starts_at, session.ends_at) == (at("2026-12-24 13:00"), at("2026-12-24 16:00"))


def test_a_longer_session_gets_the_hour_that_was_shown(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    session = sessions.reschedule(
        session_id=request.sessions.get().pk, by=OFFICE, at=NOW,
        slot=Slot(at("2026-12-17 10:00"), at("2026-12-17 11:30")),
    )  # fmt: skip
    wish = wish_for(session)
    assert wishing.slot_words(wish) == [(1, "12月24日（木） 10時〜11時")]

    wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (at("2026-12-24 10:00"), at("2026-12-24 11:00"))
    assert list(checks(at=NOW)) == []


# The answer is to the wish that was read.


def test_an_answer_to_a_wish_that_was_changed_meanwhile_is_shown_again(citizen) -> None:
    session, first = wished(citizen.town)
    client, url = department(citizen.town, first)
    read = client.get(url).context["wish"].public_id
    wishing.drop(wish_id=first.pk, by=GROUP, at=NOW)
    second = wish_for(session, (Wish(date(2026, 12, 25), "morning"),))

    answer = client.post(url, {"wish": read, "choice": "1", "words": "うかがえます"})

    second.refresh_from_db()
    session.refresh_from_db()
    assert (second.state, session.starts_at) == (ChangeWish.State.OPEN, at("2026-12-17 10:00"))
    body = text(answer)
    assert answer.status_code == 422
    assert STALE in body
    assert "うかがえます" in body
    assert "12月25日（金）" in body
    assert " checked" not in body
    assert client.post(url, {"wish": second.public_id, "choice": "1"}).status_code == 302


def test_a_wish_that_ends_while_the_answer_is_read_is_not_answered(citizen) -> None:
    session, first = wished(citizen.town)
    wishing.drop(wish_id=first.pk, by=GROUP, at=NOW)
    wish_for(session)

    with pytest.raises(Refused):
        wishing.keep(wish_id=first.pk, by=DEPARTMENT, at=NOW)


@pytest.mark.parametrize("choice", ["1", "keep"])
def test_a_key_that_was_taken_back_meanwhile_answers_nothing(citizen, monkeypatch, choice) -> None:
    _session, wish = wished(citizen.town)
    client, url = department(citizen.town, wish)
    key = wish.assignment.grants.get(purpose="answer")
    held = keys.held

    def taken_back(*args, **what):
        found = held(*args, **what)
        type(key).objects.filter(pk=key.pk).update(revoked_at=NOW)
        return found

    monkeypatch.setattr("bookings.departments.changing.keys.held", taken_back)
    answer = client.post(url, {"wish": wish.public_id, "choice": choice})

    wish.refresh_from_db()
    assert (answer.status_code, wish.state) == (404, ChangeWish.State.OPEN)
    with pytest.raises(Shut):
        wishing.keep(wish_id=wish.pk, by=DEPARTMENT, at=NOW, key=key)


# Who answers is named.


def test_where_no_department_was_asked_the_office_answers_and_is_told_so(citizen) -> None:
    session = agreed(citizen)
    request = session.request
    before = text(citizen.open_page(request))
    assert "担当の課か事務局が答えます。返事があるまで、いまの日時はそのままです。" in before
    assert "送ると、事務局が確かめます。" in text(citizen.open_page(request, "move/1/"))

    wish = wish_for(session)

    assert wish.assignment is None
    mail = last("office_group_changed")
    assert "事務局から答えてください" in mail
    assert "知らせてあります" not in mail
    page = text(citizen.open_page(request))
    assert "変更の希望を事務局に伝えました" in page
    assert "事務局の返事を待っています" in page
    assert "担当の課の返事を待っています" not in page

    wishing.drop(wish_id=wish.pk, by=GROUP, at=NOW)

    assert "課には知らせていません" in last("office_group_changed")


def test_where_the_department_answers_the_office_reads_that_it_was_asked(citizen) -> None:
    _session, wish = wished(citizen.town)

    mail = last("office_group_changed")
    assert "担当の課に聞いています" in mail
    assert "事務局から答えてください" not in mail
    wishing.drop(wish_id=wish.pk, by=GROUP, at=NOW)
    assert "かかわりのある課には知らせてあります" in last("office_group_changed")


@pytest.mark.parametrize(
    ("status", "facts", "told"),
    [
        (RequestStatus.ASKING, {"people": 30}, True),
        (RequestStatus.ASKING, {"email": "neu@mail.example"}, False),
        (RequestStatus.SUBMITTED, {"people": 30}, False),
    ],
)
def test_the_office_reads_whether_a_department_heard_of_it(citizen, status, facts, told) -> None:
    request = make_request(citizen.town, status=status)

    changing.amend(request_id=request.pk, facts=facts, seen=request.version, by=GROUP, at=NOW)

    assert ("課には知らせてあります" in last("office_group_changed")) is told
    assert ("課には知らせていません" in last("office_group_changed")) is not told


@pytest.mark.parametrize("status", [RequestStatus.ASKING, RequestStatus.SUBMITTED])
def test_other_wishes_reach_a_department_only_where_one_was_asked(citizen, status) -> None:
    request = make_request(citizen.town, status=status)

    changing.move(
        request_id=request.pk, wishes=DAY, venue=None, seen=request.version, by=GROUP, at=NOW
    )

    told = "課には知らせてあります" in last("office_group_changed")
    assert told is (status == RequestStatus.ASKING)


# The same centre is no other place.


@pytest.mark.parametrize("path", ["move/", "move/1/"])
def test_the_same_centre_again_is_no_other_place(citizen, path) -> None:
    centre = citizen.town.centre
    room = Room.objects.create(site=citizen.town.site, centre=centre, name="第1会議室")
    status = RequestStatus.CONFIRMED if path == "move/1/" else RequestStatus.SUBMITTED
    request = make_request(citizen.town, status=status)
    type(request).objects.update(centre=centre, room=room, venue_name="", venue_address="")
    LectureSession.objects.update(centre=centre, room=room, venue_name="", venue_address="")

    alone = posted(citizen, request, path, **{**SAME, "place": centre.code})
    assert "変えたい日か、変えたい会場をえらんでください" in text(alone)
    day = {"wish1_day": "2026-12-22", "wish1_part": "morning"}
    posted(citizen, request, path, **{**SAME, **day, "place": centre.code})

    request.refresh_from_db()
    assert (request.room, request.venue) == (room, str(room))
    assert not ChangeWish.objects.filter(new_place=True).exists()
    assert RequestEvent.objects.filter(verb__in=[Verb.AMENDED, Verb.CHANGE_WISHED]).count() == 1
    posted(citizen, make_request(citizen.town), "move/", **HALL)


# What was overtaken stays so.


def test_a_wish_that_was_overtaken_does_not_come_alive_with_the_old_date(citizen) -> None:
    session, wish = wished(citizen.town)
    for day in ("2026-12-25", "2026-12-17"):
        slot = Slot(at(f"{day} 10:00"), at(f"{day} 11:00"))
        sessions.reschedule(session_id=session.pk, slot=slot, by=OFFICE, at=NOW)

    wish.refresh_from_db()
    assert wish.state == ChangeWish.State.OVER
    assert not ChangeWish.objects.live(at=NOW).exists()


def test_nor_with_an_answer_that_was_taken_back_and_given_again(citizen) -> None:
    _session, wish = wished(citizen.town)
    ask = Assignment.objects.get()
    undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW)
    ask.refresh_from_db()
    answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW,
        lecturer_ids=[citizen.town.lecturers[0].pk],
    )  # fmt: skip

    wish.refresh_from_db()
    assert wish.state == ChangeWish.State.OVER


def test_nor_after_the_office_put_it_off(citizen) -> None:
    session, wish = wished(citizen.town)

    sessions.postpone(session_id=session.pk, reason="disaster", by=OFFICE, at=NOW)

    wish.refresh_from_db()
    assert wish.state == ChangeWish.State.OVER


def test_the_wish_that_is_granted_is_granted(citizen) -> None:
    _session, wish = wished(citizen.town)

    wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    wish.refresh_from_db()
    assert wish.state == ChangeWish.State.GRANTED


def test_a_page_of_before_asks_to_be_read_again(citizen) -> None:
    _session, wish = wished(citizen.town)
    client, url = department(citizen.town, wish)

    assert client.post(url, {"choice": "keep"}).status_code == 422
    assert Client().post(url, {"choice": "keep"}).status_code == 404
