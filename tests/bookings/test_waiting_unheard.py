"""A mail that a machine could not handle still counts as heard, and no flood silences an ask."""

from datetime import timedelta

import pytest

from bookings import doctor
from bookings.actions import chasing, queue, receiving
from bookings.models import Answer, WaitingReply
from bookings.status import AssignmentState
from notifications.inbox import sorting
from notifications.inbox.receiving import receive
from notifications.models import InboundEmail
from tests.bookings.replying import LATER, from_lecturer, taken
from tests.factories.bookings import make_request
from tests.factories.replies import FORGED, asked, raw_reply, reply, reply_address
from tests.factories.town import NOW, OFFICE

BACKLOG = NOW + timedelta(hours=3)


def fails(monkeypatch, *, times: int = 10**6) -> None:
    """The reader stumbles over the first mails that it sees."""
    judge, left = receiving.judge, iter(range(times))

    def fragile(inbound, **context):
        if next(left, None) is not None:
            raise ZeroDivisionError
        return judge(inbound, **context)

    monkeypatch.setattr(receiving, "judge", fragile)


def given_up(moment=BACKLOG) -> WaitingReply:
    receiving.pull(at=moment)
    receiving.pull(at=moment + receiving.PATIENCE)
    return WaitingReply.objects.get()


# What we fail on


def test_after_a_backlog_one_failure_is_tried_again(ask, monkeypatch):
    reply("承諾", assignment=ask)
    fails(monkeypatch, times=1)

    handled = [receiving.pull(at=BACKLOG), receiving.pull(at=BACKLOG + timedelta(minutes=1))]

    ask.refresh_from_db()
    assert (handled, ask.state) == ([0, 1], AssignmentState.ACCEPTED)
    assert not WaitingReply.objects.exists()


def test_a_mail_given_up_names_its_ask_and_the_department_is_not_silent(ask, monkeypatch):
    reply("承諾", assignment=ask)
    fails(monkeypatch)

    entry = given_up()

    assert (entry.assignment, entry.why) == (ask, "unreadable")
    assert chasing.heard(ask)
    assert not chasing.escalate(assignment_id=ask.pk, at=ask.due_at + timedelta(days=5))


def test_once_it_is_decided_the_department_is_silent_again(ask, monkeypatch):
    reply("承諾", assignment=ask)
    fails(monkeypatch)

    queue.set_aside(waiting_id=given_up().pk, by=OFFICE, at=BACKLOG)

    assert not chasing.heard(ask)


def test_a_lecturers_mail_given_up_names_its_session(town, monkeypatch):
    town.office.lecturers_answer = True
    town.office.save()
    session = make_request(town, status="confirmed").sessions.get()
    fails_for = {"lecturer": lambda *args, **rest: 1 / 0}
    monkeypatch.setattr(receiving, "_READERS", fails_for)

    from_lecturer(session, "承諾")
    entry = given_up()

    assert (entry.session, entry.assignment) == (session, None)


def test_where_not_even_the_tags_can_be_read_it_still_goes_to_a_person(ask, monkeypatch, caplog):
    reply("承諾 秘密", assignment=ask)
    monkeypatch.setattr(receiving, "grants_of", lambda inbound: 1 / 0)

    entry = given_up()

    assert entry.assignment is None
    assert chasing.heard(ask)  # by its tag
    assert "秘密" not in caplog.text


def test_without_the_tag_and_the_ask_a_clear_yes_would_count_as_silence(ask, monkeypatch):
    reply("承諾", assignment=ask)
    fails(monkeypatch)
    given_up()
    WaitingReply.objects.update(assignment=None)
    InboundEmail.objects.update(tag_public_id=None, auth="fail")

    assert not chasing.heard(ask)


def test_a_mail_of_theirs_to_two_asks_is_no_silence_of_either(ask, town):
    other = asked(town)
    both = [reply_address(ask), reply_address(other)]
    receive(raw_reply("承諾", to=", ".join(both)), envelope_to=both, at=NOW)
    receiving.pull(at=LATER)

    assert chasing.heard(ask)
    assert chasing.heard(other)


def test_a_strangers_mail_without_an_ask_silences_nobody(ask):
    taken("承諾", ask, to="uketsuke@kouza.mikagami.example", sender="x@elsewhere.example")

    assert WaitingReply.objects.filter(decision="").exists()
    assert not chasing.heard(ask)


# Too many


def test_forged_mails_do_not_keep_the_departments_answer_from_acting(ask):
    for number in range(sorting.SAME_TAG_PER_HOUR + 1):
        reply("辞退 にせ", assignment=ask, results=FORGED, subject=f"Re: {number}")

    assert taken("承諾", ask).kind == "accept"


def test_after_too_many_from_one_sender_a_person_reads_the_next(ask):
    for number in range(sorting.SAME_TAG_PER_HOUR):
        taken("受け取りました。", ask, subject=f"Re: {number}")

    entry = taken("承諾", ask)

    assert (entry.why, entry.assignment, entry.understood["kind"]) == ("our_copy", ask, "accept")
    assert "何通も続けて" in entry.detail
    assert chasing.heard(ask)


def test_without_the_count_a_machine_could_go_on_for_ever(ask, monkeypatch):
    monkeypatch.setattr(sorting, "_too_often", lambda *args, **rest: False)
    for number in range(sorting.SAME_TAG_PER_HOUR):
        reply("受け取りました。", assignment=ask, subject=f"Re: {number}")
        receiving.pull(at=NOW)
    WaitingReply.objects.update(decision="set_aside", decided_at=NOW)

    assert taken("承諾", ask).kind == "accept"


# One mail, two asks, handed over one after the other


@pytest.fixture
def other(town):
    return asked(town)


def handed_over(ask, other, *, text: str = "承諾", to: str = "kouza@city.mikagami.example"):
    """Sent in blind copy to both asks: the second delivery comes after the first was handled."""
    raw, outcomes = raw_reply(text, to=to), []
    for one in (ask, other):
        inbound = receive(raw, envelope_to=[reply_address(one)], at=NOW)
        outcomes.append(receiving.take(inbound.pk, at=LATER))
    return outcomes


def test_the_first_ask_is_answered_once_and_the_office_decides_on_the_other(ask, other):
    answer, entry = handed_over(ask, other)

    assert (answer.assignment, entry.assignment, entry.why) == (ask, other, "no_tag")
    assert entry.detail == "同じメールが、ほかの依頼の返信先にも届いています。"
    assert chasing.heard(other)
    assert Answer.objects.count() == 1


def test_where_its_header_names_the_first_ask_the_other_is_suggested(ask, other):
    _answer, entry = handed_over(ask, other, to=reply_address(ask))

    assert (entry.assignment, entry.why) == (other, "no_tag")
    assert "二つのちがう返信先" in entry.detail
    assert chasing.heard(other)


def test_the_office_may_record_it_for_the_other_too(ask, other):
    _answer, entry = handed_over(ask, other)

    second = queue.apply_understood(
        waiting_id=entry.pk, assignment_id=other.pk, by=OFFICE, at=LATER
    )

    assert second.assignment == other
    assert Answer.objects.count() == 2
    assert list(doctor.checks(at=LATER)) == []


def test_a_first_mail_that_waits_keeps_its_own_entry(ask, other):
    first, second = handed_over(ask, other, text="たぶん大丈夫です")

    assert (first.assignment, second.assignment) == (ask, other)
    assert chasing.heard(ask)
    assert chasing.heard(other)
