"""A department or a centre that signed in: its own matter, all it needs, and nothing of the others."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import Role, User
from bookings.actions import asking
from bookings.models import (
    Answer,
    Assignment,
    BookingRequest,
    LectureSession,
    RequestEvent,
    SessionReport,
)
from lectures.models import Centre, Department, Room
from lectures.roles import give_role
from tests.bookings.desk import test_entry
from tests.factories.bookings import make_request, propose
from tests.factories.replies import asked
from tests.factories.town import NOW, OFFICE, make_department

CONTACT = "佐藤 花子"
typed = test_entry.typed  # a complete sheet, as a fixture


def signed_in(site, role: str, **part: object) -> tuple[Client, User]:
    number = User.objects.count()
    user = User.objects.create_user(f"hito{number}@city.example", "a-long-password")
    give_role(user, site=site, role=role, **part)
    client = Client()
    client.force_login(user)
    return client, user


@pytest.fixture
def member(town) -> Client:
    return signed_in(town.site, Role.DEPARTMENT, department=town.department)[0]


@pytest.fixture
def stranger(town) -> Client:
    other = make_department(town.site, code="0999", name="広報課", email="koho@city.example")
    return signed_in(town.site, Role.DEPARTMENT, department=other)[0]


@pytest.fixture
def centre_clerk(town) -> Client:
    return signed_in(town.site, Role.CENTRE, centre=town.centre)[0]


@pytest.fixture
def other_centre(town) -> Centre:
    return Centre.objects.create(
        site=town.site, code="02", name="南川地域交流センター", address="みかがみ市南川2-2"
    )


def booked(town, **changes: object) -> BookingRequest:
    place = {"venue_name": "", "venue_address": "", **changes}
    return make_request(town, **{"status": "confirmed", **place})


def sent(form_of: Client, address: str, **fields: str) -> object:
    page = form_of.get(address).content.decode()
    version = page.split('name="version" value="')[1].split('"')[0]
    return form_of.post(address, {"version": version, **fields})


def test_a_department_finds_what_it_has_to_answer(member, stranger, town):
    ask = asked(town)

    page, theirs = member.get("/desk/").content.decode(), stranger.get("/desk/").content.decode()

    assert f'href="/answers/{ask.public_id}/"' in page
    assert "わが家の防災マップづくり" in page
    assert "わが家の防災マップづくり" not in theirs


def test_it_answers_without_a_mail_and_the_history_says_who(member, town):
    ask = asked(town)

    sent(member, f"/answers/{ask.public_id}/", choice="wish-1", responder="田中")

    ask.refresh_from_db()
    answer, event = Answer.objects.get(), RequestEvent.objects.get(verb="accepted")
    assert ask.state == "accepted"
    assert (event.actor, event.way, event.user.email) == (
        "department", "web", "hito0@city.example",
    )  # fmt: skip
    assert (answer.responder, answer.way) == ("田中", "web")
    page = member.get(f"/answers/{ask.public_id}/").content.decode()
    assert "事務局が入力しました" not in page


def test_what_it_answered_it_takes_back_as_itself(member, town):
    ask = asked(town)
    sent(member, f"/answers/{ask.public_id}/", choice="wish-1", responder="田中")
    ask.refresh_from_db()

    member.post(f"/answers/{ask.public_id}/undo/", {"version": ask.version})

    event = RequestEvent.objects.get(verb="undone")
    assert (event.actor, event.user.email) == ("department", "hito0@city.example")


def test_another_department_cannot_even_look(stranger, town):
    ask = asked(town)

    assert stranger.get(f"/answers/{ask.public_id}/").status_code == 404
    assert stranger.post(f"/answers/{ask.public_id}/", {"choice": "decline"}).status_code == 404
    assert Answer.objects.count() == 0


def test_it_names_who_goes_and_reports(member, town, clock_at):
    booked(town, lecturers=False)
    session = LectureSession.objects.get()
    page = member.get(f"/desk/own/sessions/{session.public_id}/").content.decode()
    assert (CONTACT in page, "うかがう人を知らせる" in page) == (True, True)

    named = member.get(f"/reports/{session.public_id}/lecturers/")
    member.post(named["Location"], {"lecturers": town.lecturers[0].pk})
    clock_at(session.ends_at + timedelta(hours=1))
    member.force_login(User.objects.get(email="hito0@city.example"))  # the session ended meanwhile
    member.post(
        f"/reports/{session.public_id}/", {"adults": "20", "children": "3", "minutes": "60分"}
    )

    session.refresh_from_db()
    assert session.state == "delivered"
    assert SessionReport.objects.get().entered_by.email == "hito0@city.example"
    named = RequestEvent.objects.filter(verb="lecturer_named").get()
    assert (named.actor, named.user.email) == ("department", "hito0@city.example")


def test_names_and_telephones_are_shown_only_of_its_own_sessions(member, stranger, town):
    ask = asked(town)
    assert CONTACT not in member.get(f"/answers/{ask.public_id}/").content.decode()

    booked(town)
    session = LectureSession.objects.get()

    assert stranger.get(f"/desk/own/sessions/{session.public_id}/").status_code == 404
    assert stranger.get(f"/reports/{session.public_id}/").status_code == 404
    assert stranger.get(f"/reports/{session.public_id}/lecturers/").status_code == 404
    assert CONTACT in member.get(f"/desk/own/sessions/{session.public_id}/").content.decode()


def test_a_cancelled_session_names_nobody_any_more(member, town):
    make_request(town, status="cancelled")
    session = LectureSession.objects.get()

    page = member.get(f"/desk/own/sessions/{session.public_id}/").content.decode()

    assert CONTACT not in page
    assert "09000000001" not in page


def test_who_took_over_a_department_has_its_work(stranger, member, town):
    ask = asked(town)
    heir = Department.objects.get(code="0999")
    Department.objects.filter(pk=town.department.pk).update(
        ends_on=NOW.date() - timedelta(days=1), successor=heir
    )

    assert stranger.get(f"/answers/{ask.public_id}/").status_code == 200
    assert f"/answers/{ask.public_id}/" in stranger.get("/desk/").content.decode()
    assert member.get(f"/answers/{ask.public_id}/").status_code == 200  # its people went along


def test_a_former_member_is_shut_out_at_once(town):
    client, user = signed_in(town.site, Role.DEPARTMENT, department=town.department)
    ask = asked(town)
    assert client.get(f"/answers/{ask.public_id}/").status_code == 200

    from lectures.roles import take_role

    take_role(user.site_roles.get())

    assert client.get(f"/answers/{ask.public_id}/").status_code == 404
    assert client.get("/desk/").status_code == 403


def test_a_reference_leads_a_department_to_its_own_page(member, stranger, town):
    ask = asked(town)
    address = f"/desk/requests/{ask.request.public_id}/"

    assert member.get(address)["Location"] == f"/answers/{ask.public_id}/"
    assert stranger.get(address).status_code == 404


def test_a_proposed_date_waits_for_the_group_not_for_the_department(member, town):
    ask = asked(town)
    propose(ask, moment=NOW)

    assert "いまは、ありません" in member.get("/desk/").content.decode()


def test_a_centre_sees_what_wants_its_rooms(centre_clerk, town, other_centre):
    booked(town, centre_id=town.centre.pk)
    here = BookingRequest.objects.get()
    page = centre_clerk.get("/desk/").content.decode()
    assert (here.reference in page, "桜が丘自治会" in page) == (True, True)
    assert CONTACT in centre_clerk.get(f"/desk/requests/{here.public_id}/").content.decode()

    BookingRequest.objects.update(centre=other_centre)
    LectureSession.objects.update(centre=other_centre)

    assert here.reference not in centre_clerk.get("/desk/").content.decode()
    assert centre_clerk.get(f"/desk/requests/{here.public_id}/").status_code == 404
    session = LectureSession.objects.get()
    assert centre_clerk.get(f"/desk/own/sessions/{session.public_id}/").status_code == 404


def test_a_centre_answers_for_no_department(centre_clerk, town):
    booked(town, centre_id=town.centre.pk)
    session, ask = LectureSession.objects.get(), Assignment.objects.get()

    page = centre_clerk.get(f"/desk/own/sessions/{session.public_id}/").content.decode()

    assert "うかがう人" not in page
    assert centre_clerk.get(f"/answers/{ask.public_id}/").status_code == 404
    assert centre_clerk.get(f"/reports/{session.public_id}/").status_code == 404


def test_a_centre_sees_two_sessions_in_one_room(centre_clerk, town):
    room = Room.objects.create(site=town.site, centre=town.centre, name="集会室")
    booked(town, centre_id=town.centre.pk)
    booked(town, centre_id=town.centre.pk, lecturers=False)
    first, second = LectureSession.objects.order_by("pk")

    assert "重なっています" in centre_clerk.get("/desk/").content.decode()
    LectureSession.objects.filter(pk=first.pk).update(room=room)
    other = Room.objects.create(site=town.site, centre=town.centre, name="和室")
    LectureSession.objects.filter(pk=second.pk).update(room=other)

    assert "重なっています" not in centre_clerk.get("/desk/").content.decode()


def test_a_centre_keeps_what_groups_read_of_it(centre_clerk, town, other_centre):
    address = f"/desk/own/centres/{town.centre.public_id}/"
    page = centre_clerk.get(address).content.decode()
    assert page.count("地域交流センター") > 0
    rooms = {
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-MIN_NUM_FORMS": "0",
        "form-MAX_NUM_FORMS": "1000", "form-0-id": "", "form-0-name": "和室", "form-0-seats": "20",
        "closures-TOTAL_FORMS": "1", "closures-INITIAL_FORMS": "0", "closures-0-id": "",
        "closures-0-starts_on": "2026-12-16", "closures-0-reason": "点検",
        "closed_weekdays": ["0", "2"], "on_holidays": "next",
    }  # fmt: skip

    centre_clerk.post(address, {"access": "スロープあり", "seats": "80", **rooms})

    town.centre.refresh_from_db()
    assert (town.centre.access, town.centre.seats, town.centre.name) == (
        "スロープあり", 80, "北川地域交流センター",
    )  # fmt: skip
    assert [(row.name, row.seats) for row in Room.objects.all()] == [("和室", 20)]
    theirs = f"/desk/own/centres/{other_centre.public_id}/"
    assert centre_clerk.get(theirs).status_code == 404
    assert centre_clerk.post(theirs, rooms).status_code == 404


@pytest.mark.parametrize("wrong", [{}, {"form-TOTAL_FORMS": "x"}, {"seats": "-1", "opens_at": "?"}])
def test_a_wrong_form_of_a_centre_breaks_nothing(centre_clerk, town, wrong):
    answer = centre_clerk.post(f"/desk/own/centres/{town.centre.public_id}/", wrong)

    assert answer.status_code == 422


def test_a_page_costs_as_much_for_many_sessions(member, town, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    booked(town)
    with CaptureQueriesContext(connection) as few:
        member.get("/desk/")
    for day in range(18, 22):
        request = booked(town, lecturers=False)
        LectureSession.objects.filter(request=request).update(starts_at=NOW + timedelta(days=day))
        asking.ask(request_id=make_request(town).pk, by=OFFICE, at=NOW)

    with django_assert_num_queries(len(few)):
        member.get("/desk/")


def test_sessions_of_a_department_of_old_stay_readable(member, town):
    booked(town)
    Department.objects.filter(pk=town.department.pk).update(ends_on=date(2026, 11, 1))

    assert "わが家の防災マップづくり" in member.get("/desk/").content.decode()


def test_a_centre_enters_what_was_asked_at_its_counter(
    centre_clerk,
    town,
    other_centre,
    typed,
):
    page = centre_clerk.get("/desk/requests/new/")
    assert page.status_code == 200

    refused = centre_clerk.post("/desk/requests/new/", {**typed, "place": "02"})
    assert "あなたのセンターをえらんで" in refused.content.decode()
    assert BookingRequest.objects.count() == 0
    centre_clerk.post("/desk/requests/new/", {**typed, "place": "01"})

    made = BookingRequest.objects.get()
    assert (made.centre, made.way, made.entered_by.email) == (
        town.centre, "counter", "hito0@city.example",
    )  # fmt: skip
    event = made.events.get()
    assert (event.actor, event.way, event.user.email) == ("centre", "counter", "hito0@city.example")
    assert centre_clerk.get(f"/desk/requests/{made.public_id}/").status_code == 200


def test_a_centre_finds_the_group_of_last_time_in_its_own_rooms_only(
    centre_clerk, town, other_centre
):
    """前回と同じ: one number, two groups; the other one met elsewhere."""
    for centre, name in ((town.centre, "寿会"), (other_centre, "若葉会")):
        row = booked(town, centre_id=centre.pk, lecturers=False)
        row.group.name, row.group.phone = name, "0277123456"
        row.group.save()
    page = {"phone": "0277-12-3456", "people": "40"}

    found = centre_clerk.post("/desk/requests/new/", {"same": "", **page})
    forced = centre_clerk.post("/desk/requests/new/", {"same": str(row.public_id), **page})

    for answer in (found, forced):
        html = answer.content.decode()
        assert 'value="寿会"' in html
        assert "若葉会" not in html
        assert 'value="40"' in html
    assert BookingRequest.objects.count() == 2


def test_whatever_a_form_lets_through_a_centre_enters_for_itself_only(
    centre_clerk,
    town,
    other_centre,
    typed,
    monkeypatch,
):
    from bookings.desk import own

    everything = Centre.objects.order_by("code")
    monkeypatch.setattr(own, "centres_of", lambda standing: everything)

    answer = centre_clerk.post("/desk/requests/new/", {**typed, "place": "02"})

    assert answer.status_code == 403
    assert BookingRequest.objects.count() == 0


def test_who_is_of_the_office_and_of_a_department_finds_both(office, clerk, town):
    assert "自分の課・センター" not in office.get("/desk/").content.decode()
    give_role(clerk, site=town.site, role=Role.DEPARTMENT, department=town.department)
    ask = asked(town)

    assert 'href="/desk/own/"' in office.get("/desk/").content.decode()
    assert f"/answers/{ask.public_id}/" in office.get("/desk/own/").content.decode()
