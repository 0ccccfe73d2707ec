"""/desk/duty/: choose days, decide once, see how far the telling is, take it back."""

from datetime import date, time
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from bookings.models import Duty, DutySession, LectureSession, RequestEvent, Telling
from bookings.status import RequestStatus, SessionState, Verb
from lectures.models import Department
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.duty import DAY, by_mail, by_phone, confirmed

pytestmark = pytest.mark.django_db
HOME = "/desk/duty/"
ASKED = {"first": "12/17", "who": "all"}


def decision(**changes: object) -> dict[str, object]:
    """What the page's form sends, as it was shown."""
    seen = LectureSession.objects.filter(state=SessionState.PLANNED)
    return {
        **ASKED,
        "key": "0192f0f0-0000-7000-8000-000000000001",
        "cause": "disaster",
        "fate": "postpone",
        "words": "",
        "seen": [f"{row.public_id}:{row.version}" for row in seen],
        **changes,
    }


def decided(office, **changes: object) -> Duty:
    answer = office.post(HOME, decision(**changes))
    assert answer.status_code == 302
    return Duty.objects.get()


def page(office, duty: Duty):
    return office.get(reverse("desk:duty-one", args=[duty.public_id]))


def test_the_sessions_of_the_day_are_shown_with_how_each_group_is_told(town, office):
    confirmed(town)
    confirmed(town, group=by_phone(), starts=time(14))

    html = office.get(f"{HOME}?{urlencode(ASKED)}").content.decode()

    assert "12月17日（木）の講座 2回" in html
    assert "のべ 50人" in html
    assert "メールで知らせる" in html
    assert "電話で知らせる" in html
    assert 'href="tel:0000000001"' in html
    assert not Duty.objects.exists()


def test_one_post_decides_and_the_next_page_says_how_far_it_is(town, office):
    session = confirmed(town)
    confirmed(town, group=by_phone(), starts=time(14))

    made = decided(office, words="台風のため")

    session.refresh_from_db()
    assert session.state == SessionState.POSTPONED
    answer = page(office, made)
    html = answer.content.decode()
    assert "延期 2回。のべ 50人。知らせた団体 0、まだの団体 2。" in html
    assert "電話する団体（1）" in html
    assert answer["Refresh"] == "5"
    OutgoingEmail.objects.filter(kind="group_duty_off").update(
        state="sent", handoff_at=made.decided_at, sent_at=made.decided_at
    )
    answer = page(office, made)
    assert "知らせた団体 1、まだの団体 1。" in answer.content.decode()
    assert not answer.has_header("Refresh")


def test_sending_the_form_twice_decides_once(town, office):
    confirmed(town)
    form = decision()

    first, second = office.post(HOME, form), office.post(HOME, form)

    assert first["Location"] == second["Location"]
    assert OutgoingEmail.objects.filter(kind="group_duty_off").count() == 1


def test_one_session_may_go_another_way_or_on_as_planned(town, office):
    first, second, third = (confirmed(town, starts=time(hour)) for hour in (10, 13, 16))

    decided(
        office,
        **{f"fate-{second.public_id}": "cancel", f"fate-{third.public_id}": "keep"},
    )

    states = LectureSession.objects.order_by("starts_at").values_list("state", flat=True)
    assert list(states) == ["postponed", "cancelled", "planned"]
    assert first.pk == DutySession.objects.filter(fate="postpone").get().session_id


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cause": ""}, "理由をえらんでください"),
        ({"fate": ""}, "延期か中止をえらんでください"),
        ({"fate": "sleep"}, "延期か中止をえらんでください"),
        ({"first": "2月30日"}, "2月30日はありません"),
        ({"first": "2026/11/01"}, "もうすぎた日です"),
        ({"first": "9999-12-31"}, "年は、2026か令和8のように"),
        ({"last": "9999-12-31"}, "年は、2026か令和8のように"),
        ({"last": "12/16"}, "はじめの日より後"),
        ({"opens": "9時"}, "何時までかを入れてください"),
        ({"opens": "9時", "closes": "8時"}, "はじまりの時刻より後"),
        ({"who": "some"}, "課を一つ以上えらんでください"),
        ({"who": "some", "departments": ["9999"]}, "課を、もう一度えらんでください"),
        ({"words": "あ" * 201}, "200字まで"),
        ({"seen": ["nonsense", "x:y"]}, "その日の講座が変わりました"),
    ],
)
def test_wrong_input_gets_a_sentence_and_changes_nothing(town, office, changes, sentence):
    confirmed(town)

    answer = office.post(HOME, decision(**changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Duty.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "2199-12-31", "0001-01-01"])
def test_looking_at_a_day_at_the_end_of_the_calendar_is_no_error(office, day):
    page = office.get(HOME, {"first": day, "who": "all"})

    assert page.status_code in (200, 422)


def test_what_was_chosen_is_still_there_after_an_error(town, office):
    session = confirmed(town)

    answer = office.post(
        HOME, decision(cause="", words="台風", **{f"fate-{session.public_id}": "keep"})
    )

    html = answer.content.decode()
    assert 'value="keep" selected' in html
    assert 'value="台風"' in html


def test_a_day_without_sessions_can_be_closed_ahead(town, office):
    made = decided(office, seen=[], cause="election", first="2026/12/20")

    assert (made.first_on, made.cause) == (date(2026, 12, 20), "election")
    assert "延期・中止した講座はありません" in page(office, made).content.decode()


def test_called_and_missed_are_recorded_and_end_the_way_back(town, office):
    confirmed(town, group=by_phone())
    made = decided(office)
    told = DutySession.objects.get().told
    call = reverse("desk:duty-call", args=[made.public_id, told.public_id, "missed"])

    office.post(call)
    office.post(call)
    assert "留守 2回" in page(office, made).content.decode()
    office.post(call.replace("missed", "told"))
    office.post(call.replace("missed", "told"))

    html = page(office, made).content.decode()
    assert "電話などで知らせた団体があるので" in html
    assert RequestEvent.objects.filter(verb=Verb.MESSAGE, way="phone").count() == 1
    assert not Telling.objects.due().exists()
    office.post(reverse("desk:duty-take-back", args=[made.public_id]), {"version": 0})
    made.refresh_from_db()
    assert made.taken_back_at is None


def test_a_mail_that_did_not_arrive_puts_its_group_among_those_to_call(town, office):
    confirmed(town)
    made = decided(office)
    OutgoingEmail.objects.filter(kind="group_duty_off").update(state="failed")

    html = page(office, made).content.decode()
    assert "メールが届いていない" in html
    told = DutySession.objects.get().told
    office.post(reverse("desk:duty-call", args=[made.public_id, told.public_id, "told"]))
    assert "知らせた団体 1、まだの団体 0。" in page(office, made).content.decode()


def test_taken_back_and_opened_again_from_the_page(town, office):
    session = confirmed(town)
    made = decided(office)

    answer = office.post(
        reverse("desk:duty-take-back", args=[made.public_id]), {"version": made.version}
    )

    session.refresh_from_db()
    assert answer.status_code == 302
    assert session.state == SessionState.PLANNED
    assert "この決定は取り消しました" in page(office, made).content.decode()


def test_the_day_is_opened_again_without_taking_anything_back(town, office):
    session = confirmed(town)
    made = decided(office)

    office.post(reverse("desk:duty-reopen", args=[made.public_id]), {"version": made.version})

    made.refresh_from_db()
    session.refresh_from_db()
    assert made.reopened_at is not None
    assert session.state == SessionState.POSTPONED
    assert "この日は、また申し込めます" in page(office, made).content.decode()


@pytest.mark.parametrize("act", ["take-back", "reopen"])
def test_an_old_page_changes_nothing(town, office, act):
    made = decided(office, seen=[])

    for version in ("7", "", "x", "９"):
        office.post(reverse(f"desk:duty-{act}", args=[made.public_id]), {"version": version})

    made.refresh_from_db()
    assert (made.taken_back_at, made.reopened_at) == (None, None)


def test_what_waits_is_on_the_front_page_until_it_is_done(town, office, monkeypatch):
    confirmed(town, group=by_mail("kita"))
    make_request(town, status=RequestStatus.ASKING)
    monkeypatch.setattr("bookings.desk.views.duty.actions.carry", lambda **_facts: None)
    made = decided(office)

    html = office.get("/desk/").content.decode()
    assert "まだ知らせていない団体" in html
    assert "うかがえない日にかかる依頼・講座" in html
    monkeypatch.undo()
    office.post(reverse("desk:duty-go-on", args=[made.public_id]))
    html = office.get("/desk/").content.decode()
    assert "まだ知らせていない団体" not in html
    assert "延期したまま、新しい日がない講座" in html


def test_a_department_alone_is_taken_out(town, office):
    confirmed(town)
    code = Department.objects.get().code

    made = decided(office, who="some", departments=[code], last=DAY.isoformat())

    assert [row.code for row in made.departments.all()] == [code]
    assert "防災課" in page(office, made).content.decode()


def test_who_calls_after_another_officer_took_it_back_is_told_so(town, office):
    confirmed(town, group=by_phone())
    made = decided(office)
    told = DutySession.objects.get().told
    office.post(reverse("desk:duty-take-back", args=[made.public_id]), {"version": made.version})
    call = reverse("desk:duty-call", args=[made.public_id, told.public_id, "told"])

    html = office.post(call, follow=True).content.decode()

    assert "もう取り消されています" in html
    assert Telling.objects.due().get(kind="group_duty_on").event == told.duty_tells.get().back_told
