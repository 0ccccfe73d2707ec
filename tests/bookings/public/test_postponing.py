"""延期: the date goes at once, everybody is freed, and who accepted is asked for another day."""

from datetime import date

import pytest
from django.test import Client

from bookings.actions import answering, deciding, postponing, sessions, wishing
from bookings.actions.moves import MoveNotAllowed, Stale
from bookings.desk import matters
from bookings.doctor import allocations, calendars, histories
from bookings.models import Allocation, EventMail, LectureSession, RequestEvent
from bookings.rules import Slot, Wish
from bookings.status import AssignmentState, Reason, RequestStatus, SessionState, Verb
from tests.bookings.test_classes import a_school, accepted
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, GROUP, NOW, OFFICE, at

DAY = (Wish(date(2026, 12, 24), "morning"),)


def text(response) -> str:
    return response.content.decode()


def breaches() -> list[str]:
    return [*histories.checks(), *allocations.checks(), *calendars.checks()]


def confirmed(citizen):
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    return request, request.sessions.get()


def posted(citizen, request, **typed):
    page = citizen.open_page(request, "postpone/1/")
    assert page.status_code == 200
    url = f"/requests/{request.public_id}/postpone/1/"
    typed = {"version": page.context["row"].version, "send": "1", **typed}
    return citizen.client.post(url, typed)


def test_with_other_days_the_same_department_is_asked_for_the_first(citizen) -> None:
    request, session = confirmed(citizen)

    posted(citizen, request, wish1_day="2026-12-24", wish1_part="morning", words="会場の工事です")

    request.refresh_from_db()
    session.refresh_from_db()
    assert (request.status, session.state) == (RequestStatus.ASKING, SessionState.POSTPONED)
    assert session.reason == Reason.GROUP_WISH
    old, new = request.assignments.order_by("pk")
    assert (old.state, new.state) == (AssignmentState.RECALLED, AssignmentState.ASKED)
    assert new.starts_at == at("2026-12-24 10:00")
    assert Allocation.objects.filter(state="confirmed").count() == 0
    assert "新しい日にうかがえるかどうか" in str(
        citizen.open_page(request).context["words"].sentence
    )
    assert breaches() == []


def test_once_it_is_accepted_the_same_session_has_its_new_date(citizen) -> None:
    request, session = confirmed(citizen)
    posted(citizen, request, wish1_day="2026-12-24", wish1_part="morning", words="")
    ask = request.assignments.latest("pk")

    answering.accept(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW,
        lecturer_ids=[citizen.town.lecturers[0].pk],
    )  # fmt: skip

    assert request.sessions.count() == 1
    session.refresh_from_db()
    assert (session.state, session.starts_at) == (SessionState.PLANNED, at("2026-12-24 10:00"))
    assert breaches() == []


def test_without_a_day_the_office_looks_for_one(citizen) -> None:
    request, _session = confirmed(citizen)

    posted(citizen, request, words="まだ分かりません")

    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    assert list(matters.without_new_date(at=NOW)) == [request]
    assert EventMail.objects.filter(kind="department_session_changed").count() == 1
    mail = EventMail.objects.get(kind="office_group_changed").mail
    assert "まだ分かりません" in mail.text
    assert breaches() == []


def test_of_several_sessions_the_others_stand(citizen) -> None:
    request, session = confirmed(citizen)
    other = sessions.add(
        request_id=request.pk, slot=Slot(at("2027-01-20 10:00"), at("2027-01-20 11:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    request.refresh_from_db()

    postponing.postpone(session_id=session.pk, wishes=DAY, seen=request.version, by=GROUP, at=NOW)

    request.refresh_from_db()
    other.refresh_from_db()
    assert (request.status, other.state) == (RequestStatus.CONFIRMED, SessionState.PLANNED)
    assert "延期になった回があります" in text(citizen.open_page(request))
    assert breaches() == []


def test_the_page_says_that_the_date_goes_and_what_would_keep_it(citizen) -> None:
    request, session = confirmed(citizen)

    page = text(citizen.open_page(request, "postpone/1/"))

    assert "すぐになくなり" in page
    assert "日にち・会場を変えたいと伝える" in page
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


def test_pressing_twice_postpones_once(citizen) -> None:
    request, _session = confirmed(citizen)
    posted(citizen, request, words="")
    url = f"/requests/{request.public_id}/postpone/1/"

    again = citizen.client.post(url, {"version": "1", "send": "1"})

    assert again["Location"] == f"/requests/{request.public_id}/"
    assert RequestEvent.objects.filter(verb=Verb.POSTPONED).count() == 1


def test_an_old_page_postpones_nothing(citizen) -> None:
    _request, session = confirmed(citizen)

    with pytest.raises(Stale):
        postponing.postpone(session_id=session.pk, wishes=(), seen=0, by=GROUP, at=NOW)


def test_once_it_has_begun_it_is_too_late(citizen, clock_at) -> None:
    request, session = confirmed(citizen)
    clock_at("2026-12-17 10:30")

    assert citizen.open_page(request, "postpone/1/").status_code == 302
    with pytest.raises(MoveNotAllowed):
        postponing.postpone(
            session_id=session.pk, wishes=(), seen=request.version, by=GROUP,
            at=at("2026-12-17 10:30"),
        )  # fmt: skip


def test_a_day_that_cannot_be_is_refused_and_nothing_is_freed(citizen) -> None:
    request, session = confirmed(citizen)

    answer = posted(citizen, request, wish1_day="2026-11-23", wish1_part="morning", words="工事")

    assert answer.status_code == 422
    assert "工事" in text(answer)
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


def test_only_the_key_postpones(citizen) -> None:
    request, session = confirmed(citizen)

    Client().post(f"/requests/{request.public_id}/postpone/1/", {"version": request.version})

    session.refresh_from_db()
    assert session.state == SessionState.PLANNED


def postponed_row(citizen, *, asked: bool):
    school = a_school(citizen.town)
    if asked:
        accepted(citizen.town, school)
    else:
        deciding.confirm_agreed(
            request_id=school.pk, slot=Slot(at("2026-12-17 09:35"), at("2026-12-17 12:15")),
            lecturer_ids=[], by=OFFICE, at=NOW,
        )  # fmt: skip
        sessions.move_row(  # from now on each class has a calendar event
            session_id=school.sessions.get(order=1).pk, by=OFFICE, at=NOW,
            slot=Slot(at("2026-12-18 09:35"), at("2026-12-18 10:20")),
        )  # fmt: skip
    school.refresh_from_db()
    before = EventMail.objects.count()
    second = school.sessions.get(order=2)
    postponing.postpone(session_id=second.pk, wishes=(), seen=school.version, by=GROUP, at=NOW)
    ties = EventMail.objects.order_by("pk")[before:]
    return [tie.mail for tie in ties if tie.kind == "department_session_changed"]


def test_of_a_row_agreed_without_an_ask_every_class_leaves_the_calendar(citizen) -> None:
    mails = postponed_row(citizen, asked=False)

    assert [mail.calendar_method for mail in mails] == ["CANCEL"] * 3
    uids = {str(row.public_id) for row in LectureSession.objects.all()}
    assert {uid for uid in uids for mail in mails if uid in mail.calendar} == uids
    assert breaches() == []


def test_of_a_row_that_was_asked_one_mail_names_every_class(citizen) -> None:
    (mail,) = postponed_row(citizen, asked=True)

    assert "9:35〜10:20（5年1組）、10:40〜11:25（5年2組）、11:30〜12:15（5年3組）" in mail.text
    assert mail.calendar_method == "CANCEL"
    assert breaches() == []


def test_a_session_beside_a_row_is_postponed_alone(citizen) -> None:
    school = a_school(citizen.town)
    accepted(citizen.town, school)
    beside = sessions.add(
        request_id=school.pk, slot=Slot(at("2026-12-17 14:00"), at("2026-12-17 15:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip
    school.refresh_from_db()

    postponing.postpone(session_id=beside.pk, wishes=(), seen=school.version, by=GROUP, at=NOW)

    assert school.sessions.filter(state=SessionState.PLANNED).count() == 3
    assert school.sessions.get(state=SessionState.POSTPONED) == beside


def test_the_page_says_that_a_wish_already_sent_goes_with_the_date(citizen) -> None:
    request, session = confirmed(citizen)
    lost = "もう送ってある「変更の希望」は、延期すると取り下げになります"
    assert lost not in text(citizen.open_page(request, "postpone/1/"))
    wishing.wish(
        session_id=session.pk, wishes=DAY, venue=None, seen=request.version, by=GROUP, at=NOW
    )

    assert lost in text(citizen.open_page(request, "postpone/1/"))
