"""What the office can do about a request, each through its page."""

import pytest

from bookings.desk.steps import REQUEST_STEPS
from bookings.desk.views import steps
from bookings.models import Assignment, LectureSession, RequestEvent
from bookings.status import Reason, RequestStatus, SessionState, Verb, Way
from lectures.zones import local
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import done, errors, press, step_url
from tests.factories.bookings import make_request
from tests.factories.town import make_department, submitted

R = RequestStatus


def test_asks_for_the_chosen_wish(office, town):
    row = submitted(town)

    row = done(press(office, "request", row, "ask", which="2"), row)

    ask = Assignment.objects.get()
    assert row.status == R.ASKING
    assert (ask.rank, f"{local(ask.starts_at):%m-%d %H:%M}") == (2, "12-21 14:00")


def test_asks_another_department_for_a_date_of_its_own(office, town):
    row = submitted(town)
    other = make_department(town.site, code="0999", name="危機管理課", email="kiki@city.example")

    typed = {"which": "own", "day": "R8.12.18", "starts": "午後2時半", "department": str(other.pk)}
    done(press(office, "request", row, "ask", **typed), row)

    ask = Assignment.objects.get()
    assert (ask.department, ask.rank) == (other, None)
    assert [f"{local(m):%m-%d %H:%M}" for m in (ask.starts_at, ask.ends_at)] == [
        "12-18 14:30",
        "12-18 15:30",
    ]


def test_an_own_date_must_be_typed(office, town):
    row = submitted(town)

    page = press(office, "request", row, "ask", which="own", starts="１４時")

    assert page.status_code == 422
    assert errors(page) == ["日にちを入れてください。"]
    assert "１４時" in page.content.decode()


def test_nothing_is_chosen_beforehand(office, town):
    row = submitted(town)

    page = press(office, "request", row, "ask")

    assert errors(page) == ["日時をえらんでください。"]
    assert Assignment.objects.count() == 0


def test_refuses_with_a_reason_and_words_for_the_group(office, town):
    row = submitted(town)

    typed = {"reason": Reason.RULES, "words": "市外の団体のため、お受けできません。"}
    row = done(press(office, "request", row, "refuse", **typed), row)

    assert row.status == R.REFUSED
    assert "市外の団体のため" in OutgoingEmail.objects.get(kind="group_refused").text


def test_asks_the_group_to_change_something(office, town):
    row = submitted(town)

    row = done(press(office, "request", row, "change", words="会場の住所を直してください。"), row)

    assert row.status == R.NEEDS_CHANGE


def test_fixes_what_is_already_agreed(office, town):
    row = submitted(town)

    typed = {"day": "12/17", "starts": "10時", "lecturers": [str(town.lecturers[0].pk)]}
    row = done(press(office, "request", row, "agreed", **typed), row)

    assert row.status == R.CONFIRMED
    assert f"{local(row.sessions.get().starts_at):%m-%d %H:%M}" == "12-17 10:00"
    assert Assignment.objects.count() == 0


def test_takes_the_groups_choice_by_phone(office, town):
    row = make_request(town, status=R.PROPOSING)
    slot = Assignment.objects.get().answers.get().slots.get(order=2)

    row = done(press(office, "request", row, "choice", which=str(slot.pk), way="phone"), row)

    event = row.events.get(verb=Verb.COUNTER_TAKEN)
    assert row.status == R.CONFIRMED
    assert (event.actor, event.way) == (RequestEvent.Actor.GROUP, Way.PHONE)


def test_takes_no_of_the_group_by_phone(office, town):
    row = make_request(town, status=R.PROPOSING)

    row = done(press(office, "request", row, "choice", which="none", way="phone"), row)

    assert row.status == R.ASKING


@pytest.mark.parametrize(
    ("status", "step", "typed", "after"),
    [
        (R.SUBMITTED, "withdraw", {"way": "phone"}, R.WITHDRAWN),
        (R.CONFIRMED, "withdraw", {"way": "counter"}, R.WITHDRAWN),
        (R.CONFIRMED, "cancel", {"reason": "disaster"}, R.CANCELLED),
        (R.ASKING, "give-up", {"reason": "lecturer_busy"}, R.UNFULFILLED),
    ],
)
def test_ends_a_request(office, town, status, step, typed, after):
    row = make_request(town, status=status)

    assert done(press(office, "request", row, step, **typed), row).status == after


def test_adds_a_session(office, town):
    row = make_request(town, status=R.CONFIRMED)

    row = done(press(office, "request", row, "add", day="2026/12/18", starts="10:00"), row)

    assert row.sessions.count() == 2


def test_writes_down_what_was_said(office, town):
    row = submitted(town)

    row = done(press(office, "request", row, "note", words="会場に駐車場なし"), row)

    event = row.events.latest("pk")
    assert (event.verb, event.note.text) == (Verb.MESSAGE, "会場に駐車場なし")


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (R.CONFIRMED, "refuse"),
        (R.REFUSED, "withdraw"),
        (R.SUBMITTED, "cancel"),
        (R.ASKING, "agreed"),
        (R.CONFIRMED, "ask"),
        (R.SUBMITTED, "choice"),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_a_sentence(office, town, status, step):
    row = make_request(town, status=status)

    page = office.get(step_url("request", row, step))

    assert page.status_code == 409
    assert "いまは、この手続きはできません" in page.content.decode()
    assert done_nothing(row)


def test_pressed_too_late_keeps_what_was_typed(office, town):
    row = make_request(town, status=R.REFUSED)

    page = office.post(
        step_url("request", row, "change"), {"version": row.version, "words": "長い説明"}
    )

    assert page.status_code == 422
    assert "長い説明" in page.content.decode()
    assert "この手続きはできません" in errors(page)[0]


def test_a_page_opened_before_somebody_elses_step_does_not_act(office, town):
    row = submitted(town)
    old = row.version
    press(office, "request", row, "note", words="先に書いた")

    page = office.post(
        step_url("request", row, "refuse"), {"version": old, "reason": "rules", "words": "理由"}
    )

    row.refresh_from_db()
    assert "ようすが変わりました" in errors(page)[0]
    assert row.status == R.SUBMITTED
    assert "理由" in page.content.decode()


def test_without_comparing_versions_it_would_act(office, town, monkeypatch):
    """The twin: a clerk refuses a request that a colleague has just changed."""
    monkeypatch.setattr(steps, "refuse_stale", lambda booking_request, *, seen: None)
    row = submitted(town)
    press(office, "request", row, "note", words="団体が日を変えたいとのこと")

    office.post(step_url("request", row, "refuse"), {"version": row.version, "reason": "rules"})

    row.refresh_from_db()
    assert row.status == R.REFUSED


@pytest.mark.parametrize("version", ["", "x", "-1", "９"])
def test_a_page_without_its_version_does_not_act(office, town, version):
    row = submitted(town)

    page = office.post(step_url("request", row, "ask"), {"version": version, "which": "1"})

    assert page.status_code == 422
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize(
    "junk", ["\0", "あ" * 3000, "<b>", "999999999999999999999", "２０２６／１３／４５"]
)
@pytest.mark.parametrize("step", [step.name for step in REQUEST_STEPS])
def test_junk_is_never_a_crash(office, town, step, junk):
    row = submitted(town)
    names = ("which", "day", "starts", "ends", "department", "lecturers", "way", "words", "reason")

    page = office.post(
        step_url("request", row, step), {"version": row.version, **dict.fromkeys(names, junk)}
    )

    assert page.status_code in (302, 422)


def test_the_same_step_twice_is_done_once(office, town):
    row = submitted(town)
    url, version = step_url("request", row, "ask"), row.version

    first = office.post(url, {"version": version, "which": "1"})
    second = office.post(url, {"version": version, "which": "1"})

    assert (first.status_code, second.status_code) == (302, 422)
    assert Assignment.objects.count() == 1


def done_nothing(row) -> bool:
    status = row.status
    row.refresh_from_db()
    return (
        row.status == status
        and not LectureSession.objects.filter(state=SessionState.CANCELLED).exists()
    )
