"""事務局へのまとめ: what waits, by number; and what the office answers to it."""

from datetime import timedelta

import pytest

from accounts.models import SiteRole, User
from bookings import doctor, tasks
from bookings.actions import answering, asking, consulting, digesting
from bookings.actions.consulting import Asked
from bookings.actions.replies.waits import Waits
from bookings.models import (
    Assignment,
    LectureSession,
    SessionReport,
    WaitingReply,
)
from bookings.status import AssignmentState, ConsultationAbout, RequestStatus, SessionState, Verb
from notifications.models import OutgoingEmail
from tests.bookings.digests.answered import (
    MORNING,
    answer,
    applied,
    digest,
    grant,
    numbers,
)
from tests.factories.bookings import make_request
from tests.factories.replies import (
    FORGED,
    asked,
)
from tests.factories.town import DEPARTMENT, GROUP, NOW, OFFICE, GroupFacts, at, make_department


def test_what_waits_stands_there_by_number_with_the_words_that_decide_it(town, following, clock_at):
    asked(town)
    declined = asked(town)
    answering.decline(assignment_id=declined.pk, version=0, by=DEPARTMENT, at=NOW)
    make_request(town)

    mail = digest(clock_at)

    assert mail.to_address == "gakushu@city.mikagami.example"
    assert mail.reply_to.startswith("a-{{secret:tag:")
    assert numbers() == {1: ["再依頼", "次の課"], 2: ["次の課"], 3: ["依頼"]}
    assert "[1] R8-0001 防災課「わが家の防災マップづくり」12月17日（木）10:00〜11:00" in mail.text
    assert "返事の期限（12月1日（火）17:00）をすぎました" in mail.text
    assert "書けることば：再依頼／次の課（次の課は危機管理課です）" in mail.text


def test_one_mail_on_a_working_day_and_none_when_nothing_waits(town, clock_at):
    assert digest(clock_at, MORNING) is None
    make_request(town)

    digest(clock_at, at("2026-12-03 08:29"))
    assert OutgoingEmail.objects.filter(kind="office_digest").count() == 0
    digest(clock_at, at("2026-12-03 08:30"))
    digest(clock_at, at("2026-12-03 15:00"))
    digest(clock_at, at("2026-12-05 08:30"))  # Saturday

    assert OutgoingEmail.objects.filter(kind="office_digest").count() == 1


def test_every_other_matter_of_the_desk_is_in_it_without_words(town, clock_at):
    request = make_request(town, status=RequestStatus.CONFIRMED, lecturers=False)

    mail = digest(clock_at)

    assert numbers() == {1: []}
    assert f"[1] {request.reference} 桜が丘自治会" in mail.text
    assert "事務局の画面で決めてください" in mail.text


def test_consultations_stand_in_it_with_the_oldest_and_where_to_open_them(town, clock_at):
    asked = Asked(
        group=GroupFacts(name="", contact_name="林 みさ子", phone="1", notify_by="phone"),
        about=ConsultationAbout.FEW, words="6人でも聞けますか。",
    )  # fmt: skip
    for moment in (NOW, NOW + timedelta(days=1)):
        consulting.take(asked=asked, by=GROUP, at=moment, site_id=town.site.pk)

    mail = digest(clock_at)

    assert "[1] まだ答えていない相談 2件\n" in mail.text
    assert "いちばん古いのは、11月22日（日）の S8-0001 林 みさ子 です。" in mail.text
    assert "http://127.0.0.1:8000/desk/consultations/" in mail.text
    assert mail.text.count("相談") == 1
    assert numbers() == {1: []}


def test_orders_are_carried_out_each_for_itself_and_confirmed(town, clerk, following, clock_at):
    silent, declined = asked(town), asked(town)
    answering.decline(assignment_id=declined.pk, version=0, by=DEPARTMENT, at=NOW)
    new = make_request(town)
    digest(clock_at)

    told = applied("お願いします。\n1 再依頼\n2 次の課\n3 依頼\n4 依頼\n5 了解")

    assert "「1 再依頼」：防災課に催促しました。（R8-0001）" in told
    assert "「2 次の課」：危機管理課に依頼しました。（R8-0002）" in told
    assert "「3 依頼」：防災課に依頼しました。（R8-0003）" in told
    left = told.split("していないこと")[1]
    assert "「4 依頼」：その番号はありません" in left
    assert "「5 了解」は、分かりませんでした" in left
    silent.refresh_from_db()
    assert silent.reminded_at == MORNING + timedelta(hours=1)
    assert Assignment.objects.filter(department=following, state=AssignmentState.ASKED).count() == 1
    new.refresh_from_db()
    assert new.status == RequestStatus.ASKING
    event = new.events.get(verb=Verb.ASKED)
    assert (event.actor, event.way, event.user) == ("office", "email", clerk)
    assert list(doctor.checks(at=MORNING)) == []


def test_a_session_is_reported_with_its_numbers(town, clerk, clock_at):
    make_request(town, status=RequestStatus.CONFIRMED)
    after = at("2026-12-18 08:30")
    digest(clock_at, after)

    told = applied("1 実施 25 3", moment=after + timedelta(hours=1))

    report = SessionReport.objects.get()
    assert (report.adults, report.children, report.minutes) == (25, 3, 60)
    assert LectureSession.objects.get().state == SessionState.DELIVERED
    assert "大人25人、子ども3人、60分で報告しました" in told


def test_a_session_with_nobody_is_not_reported(town, clerk, clock_at):
    make_request(town, status=RequestStatus.CONFIRMED)
    after = at("2026-12-18 08:30")
    digest(clock_at, after)

    assert "人数が0人です" in applied("1 実施 0 0", moment=after + timedelta(hours=1))
    assert not SessionReport.objects.exists()


def test_what_changed_since_the_digest_is_left_alone(town, clerk, clock_at):
    ask = asked(town)
    digest(clock_at)
    asking.remind(assignment_id=ask.pk, by=OFFICE, at=MORNING + timedelta(minutes=5))

    told = applied("1 再依頼")

    assert "もう変わっています" in told
    assert ask.events.filter(verb=Verb.REMINDED).count() == 1


def test_without_that_guard_the_department_is_reminded_twice(town, clerk, clock_at, monkeypatch):
    ask = asked(town)
    digest(clock_at)
    asking.remind(assignment_id=ask.pk, by=OFFICE, at=MORNING + timedelta(minutes=5))
    monkeypatch.setattr(digesting, "_awaited", lambda order, item, seen: item)

    applied("1 再依頼")

    assert ask.events.filter(verb=Verb.REMINDED).count() == 2


def test_the_same_answer_sent_twice_does_it_once(town, clerk, clock_at):
    ask = asked(town)
    digest(clock_at)
    applied("1 再依頼")

    again = applied("1 再依頼", message_id="<second@city.mikagami.example>")

    assert "もう変わっています" in again
    assert ask.events.filter(verb=Verb.REMINDED).count() == 1


def test_two_orders_about_one_request_are_both_carried_out(town, clerk, clock_at):
    other = make_department(town.site, code="0308", name="福祉課", email="fukushi@city.example")
    town.lecture.other_departments.add(other)
    asked(town)
    digest(clock_at)

    told = applied("1 再依頼\n2 再依頼")

    assert told.count("に催促しました") == 2


def test_a_digest_is_answered_for_three_days(town, clerk, clock_at):
    ask = asked(town)
    digest(clock_at)

    told = applied("1 再依頼", moment=MORNING + timedelta(days=3))

    assert "このまとめは古いので、何もしていません" in told
    assert not ask.events.filter(verb=Verb.REMINDED).exists()


@pytest.mark.parametrize(
    ("mail", "why"),
    [
        ({"results": FORGED}, "unauthenticated"),
        ({"results": ""}, "unauthenticated"),
        ({"sender": "tanin@city.mikagami.example"}, "stranger"),
        ({"sender": "henshu@city.mikagami.example"}, "stranger"),
    ],
)
def test_only_the_proven_office_gives_orders(town, clerk, clock_at, mail, why):
    editor = User.objects.create_user("henshu@city.mikagami.example", "a-long-password")
    SiteRole.objects.create(site=town.site, user=editor, role=SiteRole.Role.EDITOR)
    ask = asked(town)
    digest(clock_at)

    outcome = digesting.apply_reply(answer("1 再依頼", **mail), grant(), at=MORNING)

    assert isinstance(outcome, Waits)
    assert outcome.stop.why == why
    assert not ask.events.filter(verb=Verb.REMINDED).exists()
    assert not OutgoingEmail.objects.filter(kind="office_digest_done").exists()


def test_words_without_any_order_do_nothing_and_the_mail_says_so(town, clerk, clock_at):
    asked(town)
    digest(clock_at)

    assert "番号とことばの行が、見つかりませんでした" in applied("了解しました。")


def test_a_quoted_digest_orders_nothing(town, clerk, clock_at):
    ask = asked(town)
    sent = digest(clock_at)
    quoted = "\n".join(f"> {line}" for line in sent.text.splitlines())

    told = applied(f"確認しました。\n\n{quoted}\n{sent.text}")

    assert "何もしていません" in OutgoingEmail.objects.get(kind="office_digest_done").subject
    assert "しました（" not in told
    assert not ask.events.filter(verb=Verb.REMINDED).exists()


def test_pulled_from_the_inbox_it_is_carried_out_once(town, clerk, clock_at):
    ask = asked(town)
    digest(clock_at)
    answer("1 再依頼")

    clock_at(MORNING + timedelta(hours=1))
    tasks.pull_answers()
    tasks.pull_answers()

    assert ask.events.filter(verb=Verb.REMINDED).count() == 1
    assert OutgoingEmail.objects.filter(kind="office_digest_done").count() == 1
    assert not WaitingReply.objects.exists()


def test_a_long_list_is_cut_and_says_how_much_is_left(town, clock_at, monkeypatch):
    monkeypatch.setattr(digesting, "MOST", 2)
    for _number in range(3):
        make_request(town)

    mail = digest(clock_at)

    assert numbers().keys() == {1, 2}
    assert "ほかに1件あります" in mail.text
