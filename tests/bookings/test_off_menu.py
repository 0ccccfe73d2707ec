"""メニューにない話: a request of its own lecture, asked, accepted by mail, held and counted."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from bookings import counting, doctor
from bookings.actions import asking, consulting, off_menu, receiving, reporting
from bookings.actions.consulting import Asked
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.off_menu import Talk
from bookings.actions.reporting import Numbers
from bookings.actions.submitting import GroupFacts, RulesBroken
from bookings.desk.forms.lecture_box import on_offer
from bookings.desk.wished import wished_in
from bookings.models import BookingRequest, LectureSession
from bookings.rules import Wish
from bookings.status import ConsultationAbout, RequestStatus, Verb, Way
from lectures.models import Blackout, Lecture
from lectures.titles import told_in
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.replies import reply
from tests.factories.town import GROUP, LECTURER, NOW, OFFICE, at, make_department, particulars

PHONED = By(Actor.GROUP, Way.PHONE)


@pytest.fixture
def talk(town) -> Talk:
    housing = make_department(
        town.site, code="0401", name="住宅課", email="bousai@city.mikagami.example"
    )
    return Talk("空き家のかたづけ方", housing.pk, town.lecture.category_id, 90)


@pytest.fixture
def enter(town, talk):
    def enter(*, key: UUID | None = None, wanted: Talk = talk, **changes) -> BookingRequest:
        options = {
            name: changes.pop(name) for name in ("consultation_id", "waive") if name in changes
        }
        return off_menu.enter(
            talk=wanted, particulars=particulars(**changes), by=PHONED, at=NOW,
            site_id=town.site.pk, submission_id=key or uuid4(), **options,
        )  # fmt: skip

    return enter


def mail(kind: str) -> OutgoingEmail:
    return OutgoingEmail.objects.get(kind=kind)


def test_it_is_asked_accepted_by_mail_held_and_counted_like_any_other(enter, talk):
    request = enter()
    assert (request.status, request.lecture.number) == (RequestStatus.SUBMITTED, "メニュー外-1")
    assert "メニュー外-1 空き家のかたづけ方（90分）" in mail("group_received").text

    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    asked = mail("department_asked")
    assert (ask.department_id, asked.to_address) == (
        talk.department_id,
        "bousai@city.mikagami.example",
    )
    assert "メニュー外-1 空き家のかたづけ方（90分）" in asked.text
    assert "メニューにない話を聞きたいという相談です。" in asked.text
    assert len(asked.text.splitlines()) <= 30

    reply("承諾", assignment=ask)
    receiving.pull(at=NOW)
    session = LectureSession.objects.get()
    assert (session.starts_at, session.ends_at) == (at("2026-12-17 10:00"), at("2026-12-17 11:30"))
    assert "空き家のかたづけ方" in mail("group_confirmed").subject

    reporting.report(
        session_id=session.pk, numbers=Numbers(20, 0, 90), by=LECTURER, at=at("2026-12-17 12:00")
    )
    count = counting.year_count(2026, at=at("2026-12-17 13:00"))
    assert (count.delivered, count.off_menu) == (1, 1)
    assert list(doctor.checks(at=at("2026-12-17 13:00"))) == []


def test_nobody_else_is_offered_it(enter, town):
    enter()

    assert [row.number for row in on_offer(at=NOW)] == ["3-07"]
    made = Lecture.objects.get(off_menu=True)
    made.accepting = True
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_a_consultation_becomes_it_and_the_years_list_says_how_far_it_has_come(enter, town):
    row = consulting.take(
        asked=Asked(
            group=GroupFacts(name="桜が丘自治会", contact_name="佐藤", phone="1", notify_by="phone"),
            about=ConsultationAbout.OFF_MENU, words="聞けますか。", wish="空き家の話",
        ),
        by=GROUP, at=NOW, site_id=town.site.pk,
    )  # fmt: skip
    assert [(one.words, one.state) for one in wished_in(2026)] == [("空き家の話", "相談中")]

    made = enter(consultation_id=row.pk)
    straight = enter(wishes=(Wish(date(2026, 12, 22), "morning"),))

    row.refresh_from_db()
    assert row.request == made
    assert {(one.words, one.state, one.request) for one in wished_in(2026)} == {
        ("空き家のかたづけ方", "受付", straight),
        ("空き家の話", "受付", made),
    }


def test_sent_twice_it_is_one_lecture_and_one_request(enter):
    key = uuid4()

    assert enter(key=key) == enter(key=key)

    assert Lecture.objects.filter(off_menu=True).count() == 1


def test_the_towns_conditions_hold_and_what_they_refuse_leaves_nothing(enter):
    with pytest.raises(RulesBroken, match="10人以上"):
        enter(people=6)

    assert not Lecture.objects.filter(off_menu=True).exists()
    assert enter(people=6, waive={"too_few"}).people == 6


def test_a_day_closed_for_one_lecture_of_the_menu_is_open_for_it(enter, town):
    Blackout.objects.create(
        site=town.site, lecture=town.lecture, reason="まつり", starts_on=date(2026, 12, 17),
        ends_on=date(2026, 12, 17),
    )  # fmt: skip

    assert enter().status == RequestStatus.SUBMITTED


def test_it_belongs_to_the_year_of_its_day_and_is_numbered_there(enter, town):
    assert enter().lecture.number == "メニュー外-1"
    assert enter().lecture.number == "メニュー外-2"
    later = enter(wishes=(Wish(date(2027, 4, 14), "morning"),))

    assert (later.lecture.number, later.lecture.fiscal_year.year) == ("メニュー外-1", 2027)


def test_a_department_that_has_ended_meanwhile_is_not_asked(enter, talk):
    from lectures.models import Department

    Department.objects.filter(pk=talk.department_id).update(ends_on=date(2026, 11, 21))

    with pytest.raises(Refused, match="もうありません"):
        enter()


def test_the_office_words_its_name_anew_and_the_history_says_so(enter, town):
    request = enter()

    off_menu.rename(request_id=request.pk, title="空き家を 片づける", by=OFFICE, at=NOW)
    off_menu.rename(request_id=request.pk, title="空き家を 片づける", by=OFFICE, at=NOW)

    request.refresh_from_db()
    assert request.lecture.title == "空き家を 片づける"
    notes = [row.note.text for row in request.events.filter(verb=Verb.RENAMED)]
    assert notes == ["講座名：空き家のかたづけ方 → 空き家を 片づける"]
    assert list(doctor.checks(at=NOW)) == []


def test_a_lecture_of_the_menu_is_not_renamed_here(town):
    request = make_request(town)

    with pytest.raises(Refused):
        off_menu.rename(request_id=request.pk, title="ほかの名前", by=OFFICE, at=NOW)


def test_an_english_mail_names_what_stands_on_no_menu_in_english(enter):
    lecture = told_in(enter().lecture, "en")

    assert (lecture.number, lecture.title) == ("Off-menu 1", "空き家のかたづけ方")
