"""Where the town asks lecturers for their own yes: asked, answered, silent, released."""

import pytest

from bookings import doctor
from bookings.actions import consenting, deciding, reminding, sessions
from bookings.actions.allocating import lecturers_on
from bookings.actions.moves import Actor, By, MoveNotAllowed
from bookings.emails import facts
from bookings.models import EventMail, LecturerConsent
from bookings.rules import Slot
from bookings.status import Way
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, NOW, OFFICE, Town, at, make_town

TANAKA = By(Actor.LECTURER, Way.WEB)
EXACT = "日時は決まりました。講師は後日お知らせします。"
LATER = Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00"))


@pytest.fixture
def town(town) -> Town:
    town.office.lecturers_answer = True
    town.office.save()
    return town


@pytest.fixture
def session(town):
    """Confirmed with 田中, who has not said anything yet."""
    return make_request(town, status="confirmed").sessions.get()


def yes(session, lecturer, moment=NOW):
    return consenting.say_yes(session_id=session.pk, lecturer_id=lecturer.pk, by=TANAKA, at=moment)


def no(session, lecturer, words="", moment=NOW):
    return consenting.say_no(
        session_id=session.pk, lecturer_id=lecturer.pk, by=TANAKA, at=moment, words=words
    )


def mails(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


def to_group() -> list[str]:
    rows = EventMail.objects.filter(recipient="group").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def state(session, lecturer) -> str:
    return consenting.newest(session, lecturer).state


def test_the_lecturer_is_asked_at_the_own_address_with_buttons_and_a_tagged_organizer(
    town, session
):
    (asked,) = mails("lecturer_asked")
    calendar = asked.calendar.replace("\r\n ", "")

    assert asked.to_address == town.lecturers[0].email
    assert asked.calendar_method == "REQUEST"
    assert f"UID:{session.public_id}-{town.lecturers[0].public_id}@" in calendar
    assert "RSVP=TRUE" in calendar
    assert f"mailto:{asked.reply_to}" in calendar
    assert "　承諾" in asked.text
    assert "　辞退 理由" in asked.text


def test_a_town_that_does_not_ask_writes_to_the_department_alone(site):
    town = make_town(site)
    make_request(town, status="confirmed")

    assert not OutgoingEmail.objects.filter(to_address=town.lecturers[0].email).exists()
    assert not LecturerConsent.objects.exists()


def test_a_lecturer_who_shares_the_departments_mailbox_gets_no_second_mail(town):
    town.lecturers[0].email = town.department.email.upper()
    town.lecturers[0].save()

    make_request(town, status="confirmed")

    assert mails("lecturer_asked") == []


def test_before_the_yes_the_group_is_told_that_the_lecturer_comes_later(town, session):
    assert EXACT in mails("group_confirmed")[0].text
    assert facts.lecturers_told(session) == []


def test_a_yes_is_confirmed_and_the_group_then_hears_the_name_once(town, session):
    yes(session, town.lecturers[0])
    yes(session, town.lecturers[0])

    assert to_group()[-2:] == ["group_confirmed", "group_lecturer_named"]
    (recorded,) = mails("lecturer_recorded")
    assert "PARTSTAT=ACCEPTED" in recorded.calendar.replace("\r\n ", "")
    assert list(doctor.checks(at=NOW)) == []


def test_a_no_goes_back_to_the_department_and_never_to_the_group(town, session):
    before = to_group()

    no(session, town.lecturers[0], "出張のため")

    session.refresh_from_db()
    assert to_group() == before
    assert (session.state, lecturers_on(session)) == ("planned", [])
    (back,) = mails("department_lecturer_no")
    assert back.to_address == town.department.email
    assert "出張のため" in back.text
    assert "　講師 田中" in back.text
    assert [mail.calendar_method for mail in mails("lecturer_released")] == ["CANCEL"]
    assert list(doctor.checks(at=NOW)) == []


def test_after_a_no_another_is_named_and_says_yes_and_the_group_hears_only_that_one(town, session):
    first, second = town.lecturers
    no(session, first)

    sessions.name_lecturers(session_id=session.pk, lecturer_ids=[second.pk], by=OFFICE, at=NOW)
    yes(session, second)

    (named,) = mails("group_lecturer_named")
    assert ("鈴木 花" in named.text, "田中" in named.text) == (True, False)
    assert [mail.to_address for mail in mails("lecturer_asked")] == [first.email, second.email]


def test_the_chase_for_a_name_starts_again_after_a_no(town, session):
    no(session, town.lecturers[0], moment=at("2026-12-04 10:00"))

    chased = [
        reminding.want_name(session_id=session.pk, at=at(moment))
        for moment in ("2026-12-04 10:05", "2026-12-10 09:00")
    ]

    assert chased == [False, True]  # the no itself has asked on the 4th


def test_a_yes_may_become_a_no_but_a_no_is_final_for_the_lecturer(town, session):
    yes(session, town.lecturers[0])

    no(session, town.lecturers[0])

    assert state(session, town.lecturers[0]) == "no"
    with pytest.raises(MoveNotAllowed, match="もう課に伝えました"):
        yes(session, town.lecturers[0])


def test_a_new_date_asks_anew_and_an_old_yes_does_not_count_for_it(town, session):
    yes(session, town.lecturers[0])

    sessions.reschedule(session_id=session.pk, slot=LATER, by=OFFICE, at=NOW)

    assert state(session, town.lecturers[0]) == "asked"
    first, second = mails("lecturer_asked")
    assert ("SEQUENCE:0" in first.calendar, "SEQUENCE:1" in second.calendar) == (True, True)
    assert list(doctor.checks(at=NOW)) == []


def test_who_is_replaced_gets_a_cancel_and_a_closed_page(town, session):
    first, second = town.lecturers

    sessions.name_lecturers(session_id=session.pk, lecturer_ids=[second.pk], by=OFFICE, at=NOW)

    (released,) = mails("lecturer_released")
    assert (released.to_address, released.calendar_method) == (first.email, "CANCEL")
    with pytest.raises(MoveNotAllowed, match="ほかの人がうかがう"):
        yes(session, first)
    grant = session.grants.get(purpose="lecturer", lecturer=first)
    assert not grant.opens(at=NOW)


def test_a_withdrawn_request_takes_the_lecturers_calendar_back(town, session):
    deciding.withdraw(request_id=session.request_id, by=DEPARTMENT, at=NOW)

    assert [mail.calendar_method for mail in mails("lecturer_released")] == ["CANCEL"]
    assert list(doctor.checks(at=NOW)) == []


def test_silence_is_followed_up_with_the_lecturer_first_and_then_with_the_department(town, session):
    consent = consenting.newest(session, town.lecturers[0])

    chased = [
        consenting.chase(consent_id=consent.pk, at=at(moment))
        for moment in (
            "2026-11-29 10:00", "2026-11-30 09:00", "2026-11-30 09:10", "2026-12-06 12:00",
            "2026-12-07 09:00", "2026-12-08 09:00", "2026-12-17 10:00",
        )
    ]  # fmt: skip

    assert chased == [False, True, False, False, True, False, False]
    assert mails("lecturer_asked_again")[0].to_address == town.lecturers[0].email
    assert mails("department_lecturer_silent")[0].to_address == town.department.email


def test_who_has_answered_is_not_followed_up(town, session):
    consent = yes(session, town.lecturers[0])

    assert not consenting.chase(consent_id=consent.pk, at=at("2026-12-07 09:00"))


def test_a_calendar_that_an_older_version_filled_is_emptied_as_well(town, session):
    """The setting was on when the lecturer was asked and is off when another one goes."""
    town.office.lecturers_answer = False
    town.office.save()

    sessions.name_lecturers(
        session_id=session.pk, lecturer_ids=[town.lecturers[1].pk], by=OFFICE, at=NOW
    )

    assert [mail.to_address for mail in mails("lecturer_released")] == [town.lecturers[0].email]
    assert list(doctor.checks(at=NOW)) == []


def test_without_the_release_of_a_no_two_people_would_hold_the_same_hour(
    town, session, monkeypatch
):
    """The guard removed: a no that does not free the lecturer blocks another session's naming."""
    monkeypatch.setattr(consenting, "release_lecturer", lambda session, lecturer: None)

    no(session, town.lecturers[0])

    assert lecturers_on(session) == [town.lecturers[0]]
    assert list(doctor.checks(at=NOW)) == [
        f"LectureSession {session.pk}: lecturer:{town.lecturers[0].pk} said no but is still taken"
    ]
