"""週のまとめ: one mail a week to a department that has something to do, and never two for one thing."""

from datetime import date, timedelta

import pytest

from bookings import tasks
from bookings.actions import weekly
from bookings.models import Assignment
from bookings.status import RequestStatus
from lectures.models import Absence, DepartmentMember, OfficeSettings
from lectures.models.office import Weekday
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.replies import asked
from tests.factories.town import Town, at, make_department, make_town

MONDAY = at("2026-11-30 09:00")
BOUSAI = "bousai@city.mikagami.example"


@pytest.fixture
def town(site) -> Town:
    made = make_town(site)
    OfficeSettings.objects.update(digest_weekday=Weekday.MONDAY, office_digest_at=None)
    return made


def work(clock_at, moment) -> None:
    clock_at(moment)
    for _twice in range(2):
        tasks.remind_departments()
        tasks.send_digests()


def digests() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="department_digest").order_by("pk"))


def reminders() -> int:
    return OutgoingEmail.objects.filter(kind="department_reminded").count()


def test_open_asks_sessions_missing_names_and_reports_in_one_mail(town, clock_at):
    asked(town)
    make_request(town, status=RequestStatus.CONFIRMED)
    make_request(town, status=RequestStatus.CONFIRMED, lecturers=False, venue_name="北町会館")

    work(clock_at, at("2026-12-07 09:00"))

    (mail,) = digests()
    assert mail.to_address == BOUSAI
    assert "返事待ち1件 講座1件 講師がまだ1件" in mail.subject
    assert "期限 12月1日（火）17:00" in mail.text
    assert "会場 桜が丘公民館　講師 田中 一郎" in mail.text
    assert "北町会館" in mail.text.split("■ 講師がまだ")[1]
    work(clock_at, at("2026-12-21 09:00"))
    assert "■ 実施の報告がまだです" in digests()[1].text


def test_a_department_without_anything_gets_nothing(town, clock_at):
    make_department(town.site, code="0306", name="危機管理課", email="kiki@city.example")
    asked(town)

    work(clock_at, MONDAY)

    assert [mail.to_address for mail in digests()] == [BOUSAI]


def test_a_town_that_wants_no_digest_sends_none(town, clock_at):
    OfficeSettings.objects.update(digest_weekday=None)
    asked(town)

    work(clock_at, MONDAY)

    assert digests() == []


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        ("2026-11-30 08:59", 0),
        ("2026-11-30 09:00", 1),
        ("2026-12-01 20:00", 1),  # the machine was away on Monday
        ("2026-12-02 09:00", 0),
    ],
)
def test_it_goes_on_its_morning_or_the_day_after_and_not_later(town, clock_at, moment, sent):
    asked(town)
    Assignment.objects.update(reminded_at=at("2026-11-26 17:00"))

    work(clock_at, at(moment))

    assert len(digests()) == sent


def test_once_a_week_whoever_asks(town):
    asked(town)

    sent = [
        weekly.tell_department(department_id=town.department.pk, day=MONDAY.date(), at=MONDAY)
        for _worker in range(3)
    ]

    assert sent == [True, False, False]
    assert len(digests()) == 1


def test_a_crash_before_the_mail_is_stored_leaves_nothing_claimed(town, monkeypatch):
    asked(town)

    def dies(*args, **kwargs):
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(weekly.digests, "to_department", dies)
        with pytest.raises(ConnectionError):
            weekly.tell_department(department_id=town.department.pk, day=MONDAY.date(), at=MONDAY)
    assert weekly.tell_department(department_id=town.department.pk, day=MONDAY.date(), at=MONDAY)


def test_on_the_day_of_the_digest_it_is_the_first_reminder(town, clock_at):
    """Half of the time to answer is over at 12:45 of that Monday."""
    OfficeSettings.objects.update(answer_days=8)
    ask = asked(town)

    work(clock_at, at("2026-11-30 08:40"))
    work(clock_at, MONDAY)
    work(clock_at, at("2026-11-30 17:00"))
    work(clock_at, at("2026-12-01 09:00"))

    ask.refresh_from_db()
    assert (len(digests()), reminders(), ask.reminded_at) == (1, 0, MONDAY)


def test_without_that_rule_the_department_hears_twice_in_one_day(town, clock_at, monkeypatch):
    OfficeSettings.objects.update(answer_days=8)
    asked(town)
    monkeypatch.setattr(tasks.chasing, "is_digest_day", lambda by_when, *, at: False)

    work(clock_at, at("2026-11-30 08:40"))
    monkeypatch.setattr(weekly, "_mailed_today", lambda *args, **kwargs: False)
    clock_at(at("2026-11-30 12:50"))
    tasks.remind_departments()
    tasks.send_digests()

    assert (len(digests()), reminders()) == (1, 1)


def test_if_no_digest_went_out_the_reminder_goes_on_the_next_day(town, clock_at):
    OfficeSettings.objects.update(answer_days=8)
    asked(town)
    clock_at(at("2026-11-30 13:00"))
    tasks.remind_departments()
    assert reminders() == 0

    clock_at(at("2026-12-01 12:00"))
    tasks.remind_departments()

    assert reminders() == 1


def test_what_is_reminded_with_the_deputy_on_that_day_is_left_out(town, clock_at):
    """Due on Friday the 27th: the second reminder goes on Monday at nine."""
    OfficeSettings.objects.update(answer_days=3)
    DepartmentMember.objects.create(
        site=town.site, department=town.department, email="kacho@city.mikagami.example",
        role="deputy",
    )  # fmt: skip
    ask = asked(town)
    assert ask.due_at == at("2026-11-27 17:00")
    Assignment.objects.update(reminded_at=at("2026-11-25 12:00"))

    work(clock_at, MONDAY)

    assert (len(digests()), reminders()) == (0, 2)


def test_what_was_asked_on_the_same_day_is_left_out(town, clock_at):
    make_request(town, status=RequestStatus.ASKING, moment=at("2026-11-23 08:00"))
    Assignment.objects.update(asked_at=at("2026-11-30 08:30"))

    work(clock_at, MONDAY)

    assert digests() == []


def test_a_stand_in_of_an_absent_department_gets_it_too_and_an_address_named_twice_once(
    town, clock_at
):
    asked(town)
    for address in ("soumu@city.mikagami.example", BOUSAI.upper()):
        Absence.objects.create(
            site=town.site, department=town.department, deputy_email=address,
            starts_on=date(2026, 11, 27), ends_on=date(2026, 12, 4),
        )  # fmt: skip

    work(clock_at, MONDAY)

    assert sorted(mail.to_address for mail in digests()) == [BOUSAI, "soumu@city.mikagami.example"]


def test_on_a_holiday_it_moves_to_the_next_working_day(town, clock_at):
    asked(town)
    work(clock_at, at("2026-11-23 09:00"))
    assert digests() == []

    work(clock_at, at("2026-11-24 09:00"))

    assert len(digests()) == 1
    assert digests()[0].not_before == at("2026-11-24 09:00")


def test_its_links_open_the_asks_page_and_it_says_that_a_reply_is_no_answer(town, clock_at):
    asked(town)

    work(clock_at, MONDAY)

    (mail,) = digests()
    assert mail.text.count("/k/{{secret:answer:") == 1
    assert "依頼への返事にはなりません" in mail.text
    assert mail.reply_to == ""


def test_sessions_of_the_next_fourteen_days_and_no_further(town, clock_at):
    make_request(town, status=RequestStatus.CONFIRMED)  # 17 December, 10 o'clock
    starts = at("2026-12-17 10:00")

    far = weekly._of_sessions([town.department.pk], at=starts - timedelta(days=14, minutes=1))
    near = weekly._of_sessions([town.department.pk], at=starts - timedelta(days=13, hours=23))

    assert (len(far["sessions"]), len(near["sessions"])) == (0, 1)
