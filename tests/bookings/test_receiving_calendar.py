"""A calendar's button answers like a line of text, and a calendar's doubts go to a person."""

from datetime import timedelta

import pytest

from bookings import doctor
from bookings.actions import answering, receiving, undoing
from bookings.actions.replies import invited, judging, standing
from bookings.models import Answer, EventMail, LectureSession, WaitingReply
from bookings.status import AssignmentState, RequestStatus, Way
from lectures.models import Department, DepartmentMember
from notifications.models import OutgoingEmail
from tests.bookings.replying import LATER, taken, waits
from tests.factories.calendars import pressed
from tests.factories.replies import DEPARTMENT as DEPARTMENT_MAIL
from tests.factories.replies import FORGED, SERVER, asked, reply
from tests.factories.town import DEPARTMENT, NOW, at, make_department

PERSON = "tanaka@city.mikagami.example"


def sent(ask, partstat="ACCEPTED", *, words="", mail=None, **facts):
    """The button pressed, the mail pulled."""
    method = facts.get("method", "REPLY")
    calendar = pressed(ask, partstat, **facts)
    return taken(words, ask, calendar=calendar, method=method, **(mail or {}))


# What acts


def test_accepted_takes_the_asked_slot_and_leaves_the_lecturer_for_later(ask):
    answer = sent(ask)

    session = LectureSession.objects.get()
    assert (answer.kind, answer.way, ask.state) == ("accept", Way.CALENDAR, "accepted")
    assert (session.starts_at, session.ends_at) == (at("2026-12-17 10:00"), at("2026-12-17 11:00"))
    assert list(answer.lecturers.all()) == []
    assert ask.events.get(verb="accepted").way == Way.CALENDAR
    assert list(doctor.checks(at=LATER)) == []


def test_declined_ends_the_ask(ask):
    answer = sent(ask, "DECLINED")

    assert (answer.kind, answer.way, ask.state) == ("decline", Way.CALENDAR, "declined")


def test_a_new_time_is_a_proposal_to_the_group(ask):
    answer = sent(
        ask, "TENTATIVE", method="COUNTER",
        starts=at("2026-12-18 14:00"), ends=at("2026-12-18 15:00"),
    )  # fmt: skip

    assert (ask.state, ask.request.status) == ("countered", RequestStatus.PROPOSING)
    assert answer.slots.get().starts_at == at("2026-12-18 14:00")


def test_the_words_beside_the_button_are_never_read(ask):
    answer = sent(ask, "DECLINED", words="承諾\n")

    assert answer.kind == "decline"


def test_an_invitation_that_a_gateway_returns_is_no_answer_and_the_words_count(ask):
    ours = OutgoingEmail.objects.get(kind="department_asked").calendar

    answer = taken("辞退 都合がつかないため", ask, calendar=ours, method="REQUEST")

    assert (answer.kind, answer.way) == ("decline", Way.EMAIL)


def test_a_person_of_the_town_answers_for_the_departments_mailbox(ask):
    answer = sent(ask, mail={"sender": PERSON})

    assert answer.kind == "accept"


def test_an_alias_in_the_calendar_does_not_stop_the_departments_own_mail(ask):
    answer = sent(ask, attendee="bousai-alias@city.mikagami.example")

    assert answer.kind == "accept"


def test_the_recorded_answer_reaches_the_registered_address_and_can_be_undone(ask):
    sent(ask, mail={"sender": PERSON})

    recorded = EventMail.objects.get(kind="department_answer_recorded").mail
    assert recorded.to_address == ask.department.email
    before = ask.sequence
    undone = undoing.undo(assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=LATER)

    undone.refresh_from_db()
    assert (undone.state, LectureSession.objects.get().state) == ("asked", "postponed")
    assert undone.sequence > before
    again = sent(undone, "DECLINED", stamp=LATER)
    assert again.kind == "decline"
    assert list(doctor.checks(at=LATER)) == []


# What waits for a person


def test_a_maybe_waits_and_says_so(ask):
    why, detail = waits(sent(ask, "TENTATIVE"), ask)

    assert why == "calendar"
    assert "仮" in detail


@pytest.mark.parametrize("partstat", ["DELEGATED", "NEEDS-ACTION", "X-WHAT"])
def test_no_clear_button_waits(ask, partstat):
    assert waits(sent(ask, partstat), ask)[0] == "calendar"


@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED"])
def test_words_typed_into_the_calendar_wait_and_are_shown(ask, partstat):
    outcome = sent(ask, partstat, comment="明日の11時半なら行けます")

    why, detail = waits(outcome, ask)
    assert why == "calendar"
    assert "明日の11時半なら行けます" in detail
    assert outcome.understood["kind"] in ("accept", "decline")


def test_another_events_answer_waits(ask):
    outcome = sent(ask, uid="somebody-elses@calendar.example")

    assert waits(outcome, ask) == ("calendar", "この依頼の予定ではない予定への返事です。")


def test_the_answer_to_another_of_our_asks_waits_and_names_both(ask, town):
    other = asked(town)
    outcome = taken("", ask, calendar=pressed(other))

    why, detail = waits(outcome, ask)
    other.refresh_from_db()
    assert (why, other.state) == ("no_tag", AssignmentState.ASKED)
    assert "R8-0002" in detail


def test_an_answer_to_an_older_version_waits(ask):
    sent(ask)
    undoing.undo(assignment_id=ask.pk, version=1, by=DEPARTMENT, at=LATER)
    ask.refresh_from_db()

    outcome = sent(ask, sequence=0, stamp=LATER)

    assert (outcome.why, ask.state) == ("calendar", AssignmentState.ASKED)
    assert "前の内容" in outcome.detail


def test_a_button_pressed_before_the_ask_was_asked_anew_waits(ask):
    outcome = sent(ask, stamp=NOW - timedelta(hours=1))

    assert waits(outcome, ask)[0] == "calendar"


def test_a_stranger_who_names_the_department_as_attendee_waits(ask):
    outcome = sent(
        ask,
        mail={
            "sender": "who@elsewhere.example",
            "results": f"{SERVER}; dmarc=pass header.from=elsewhere.example",
        },
    )

    assert waits(outcome, ask)[0] == "stranger"


def test_somebody_of_the_town_who_answers_for_himself_waits(ask):
    outcome = sent(ask, attendee=PERSON, mail={"sender": PERSON})

    assert waits(outcome, ask)[0] == "stranger"


def test_a_forged_button_waits(ask):
    assert waits(sent(ask, mail={"results": FORGED}), ask)[0] == "unauthenticated"


@pytest.mark.parametrize(
    "calendar",
    [
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:x",
        "\x00\x01",
    ],
)
def test_a_damaged_calendar_waits(ask, calendar):
    assert waits(taken("承諾", ask, calendar=calendar), ask)[0] == "calendar"


def test_a_proposal_of_the_same_time_waits(ask):
    outcome = sent(ask, method="COUNTER", starts=ask.starts_at, ends=ask.ends_at)

    assert waits(outcome, ask)[0] == "calendar"


def test_a_new_time_outside_the_venues_hours_waits(ask):
    outcome = sent(
        ask, method="COUNTER", starts=at("2026-12-18 18:00"), ends=at("2026-12-18 19:00")
    )

    assert waits(outcome, ask)[0] == "rules"


@pytest.mark.parametrize(
    ("module", "name", "facts"),
    [
        (invited, "_lacking", {"comment": "ただし午後なら"}),
        (invited, "_lacking", {"stamp": at("2026-11-21 10:00")}),
        (invited, "_lacking", {"uid": "x@elsewhere.example"}),
    ],
)
def test_without_the_calendars_checks_these_would_act(ask, monkeypatch, module, name, facts):
    monkeypatch.setattr(module, name, lambda *args: None)

    assert sent(ask, **facts).kind == "accept"


# Two answers


def test_the_button_after_the_words_says_nothing_new(ask):
    taken("承諾", ask)

    outcome = sent(ask)

    assert (outcome.decision, outcome.detail) == ("settled", "前の返事と同じです。")
    assert Answer.objects.count() == 1


def test_the_opposite_button_after_the_words_waits_and_flips_nothing(ask):
    taken("承諾", ask)

    outcome = sent(ask, "DECLINED")

    assert (outcome.why, outcome.decision, ask.state) == ("closed", "", "accepted")
    assert Answer.objects.count() == 1


def both(ask, first, second):
    """Two buttons that wait together in the inbox; they are pulled in the order they came."""
    inbounds = [
        reply("", assignment=ask, moment=LATER, calendar=pressed(ask, partstat, stamp=stamp))
        for partstat, stamp in (first, second)
    ]
    outcomes = [receiving.take(inbound.pk, at=LATER) for inbound in inbounds]
    ask.refresh_from_db()
    return outcomes


def test_of_two_buttons_the_later_one_counts(ask):
    outcomes = both(ask, ("ACCEPTED", NOW), ("DECLINED", NOW + timedelta(minutes=5)))

    assert isinstance(outcomes[0], WaitingReply)
    assert (outcomes[1].kind, ask.state) == ("decline", "declined")


def test_two_contradicting_buttons_of_one_moment_flip_nothing(ask):
    outcomes = both(ask, ("ACCEPTED", NOW), ("DECLINED", NOW))

    assert [type(row) for row in outcomes] == [WaitingReply, WaitingReply]
    assert (Answer.objects.count(), ask.state) == (0, "asked")


def test_without_the_look_at_the_other_mail_the_first_would_act(ask, monkeypatch):
    monkeypatch.setattr(standing, "newer", lambda *args, **kwargs: None)

    outcomes = both(ask, ("ACCEPTED", NOW), ("DECLINED", NOW + timedelta(minutes=5)))

    assert outcomes[0].kind == "accept"


def test_the_same_button_twice_answers_once(ask):
    outcomes = both(ask, ("ACCEPTED", NOW), ("ACCEPTED", NOW + timedelta(minutes=1)))

    assert [getattr(row, "kind", row) for row in outcomes[:1]] == ["accept"]
    assert outcomes[1].decision == "settled"


def test_a_page_answer_while_the_button_was_on_its_way_stands(ask):
    inbound = reply("", assignment=ask, calendar=pressed(ask, "DECLINED"))
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    outcome = receiving.take(inbound.pk, at=LATER)

    assert (outcome.why, Answer.objects.get().kind) == ("closed", "accept")


def test_somebody_on_the_list_may_press_for_himself(ask, town):
    DepartmentMember.objects.create(
        site=town.site, department=town.department, name="田中", email=PERSON
    )

    answer = sent(ask, attendee=PERSON, mail={"sender": PERSON})

    assert (answer.kind, answer.responder) == ("accept", "田中")


def test_the_domain_of_who_took_over_counts_for_a_button(ask):
    """Before, the named department's own one did: it wrote from elsewhere and has ended since."""
    kiki = make_department(ask.site, code="0999", name="危機管理課", email=DEPARTMENT_MAIL)
    Department.objects.filter(pk=ask.department_id).update(
        email="bousai@old.example", ends_on=NOW.date() - timedelta(days=1), successor=kiki
    )

    answer = sent(ask, mail={"sender": PERSON})

    assert answer.kind == "accept"


def test_without_the_list_a_stranger_would_answer(ask, monkeypatch):
    monkeypatch.setattr(judging, "_is_on_list", lambda *args, **kwargs: True)

    assert sent(ask, mail={"sender": "who@city.mikagami.example"}).kind == "accept"
