"""Our own reader stumbles over one mail, or one row over its own facts: all others go on."""

from datetime import timedelta

import pytest

from bookings import tasks
from bookings.actions import consenting, queue, receiving, reminding
from bookings.actions.queue import entries
from bookings.actions.replies import hearing, standing
from bookings.desk import letters
from bookings.models import EventMail, WaitingReply
from tests.bookings.replying import LATER, taken, waiting
from tests.factories.bookings import make_request
from tests.factories.replies import asked, reply
from tests.factories.town import NOW, at


@pytest.fixture
def stumbles(monkeypatch):
    """The reader raises at every mail that holds 秘密."""
    read = hearing.answers.read

    def fragile(text, *, context, subject=""):
        if "秘密" in text:
            raise ZeroDivisionError(text)
        return read(text, context=context, subject=subject)

    monkeypatch.setattr(hearing.answers, "read", fragile)


def test_a_clear_mail_beside_one_that_cannot_be_read_goes_to_a_person(ask, stumbles, caplog):
    broken = reply("承諾 秘密", assignment=ask)
    receiving.pull(at=NOW)
    receiving.pull(at=NOW + receiving.PATIENCE)
    assert broken.waiting_reply.assignment == ask

    entry = waiting("承諾", ask)

    assert entry.detail == "同じ依頼に、読み取れないメールがもう一通届いています。"
    assert entry.understood["kind"] == "accept"
    assert "秘密" not in caplog.text


def test_once_that_one_is_decided_the_next_acts(ask, stumbles):
    reply("承諾 秘密", assignment=ask)
    receiving.pull(at=NOW)
    receiving.pull(at=NOW + receiving.PATIENCE)
    WaitingReply.objects.update(decision="set_aside", decided_at=NOW)

    assert taken("承諾", ask).kind == "accept"


def test_without_the_guard_the_clear_mail_would_fail_with_it(ask, stumbles, monkeypatch):
    reply("承諾 秘密", assignment=ask)
    monkeypatch.setattr(standing, "hear_or_unread", hearing.hear)

    with pytest.raises(ZeroDivisionError):
        taken("承諾", ask)


def test_a_mail_that_cannot_be_read_may_still_be_brought_in(ask, stumbles):
    inbound = reply("承諾 秘密", assignment=ask, headers={"Auto-Submitted": "auto-replied"})
    assert inbound.kind == "auto_reply"

    entry = queue.bring_in(inbound_id=inbound.pk, at=LATER)

    assert (entry.assignment, entry.detail) == (
        ask, "機械で読もうとして、うまくいきませんでした。",
    )  # fmt: skip


def test_a_letter_whose_words_cannot_be_taken_out_is_shown_as_unreadable(ask, monkeypatch):
    inbound = reply("承諾", assignment=ask)
    monkeypatch.setattr(letters.reading, "text_of", lambda raw: 1 / 0)

    letter = letters.letter_of(inbound, ask)

    assert letter.new_words == "\ufffd"


def test_another_ask_may_be_chosen_for_a_mail_that_cannot_be_read(ask, town, monkeypatch):
    other, entry = asked(town), waiting("了解しました", ask)
    monkeypatch.setattr(hearing.answers, "read", lambda text, *, context: 1 / 0)

    assert entries.understood_of(entry, other, at=LATER) is None


# One session that raises


def two_sessions(town):
    rows = [make_request(town, status="confirmed", lecturers=False) for _number in range(2)]
    return [row.sessions.get() for row in rows]


@pytest.mark.parametrize(
    ("task", "step", "moment", "kind"),
    [
        ("remind_sessions", "remind_of_session", "2026-12-10 09:30", "group_reminder_7"),
        ("remind_sessions", "want_report", "2026-12-18 09:30", "department_report_wanted"),
        ("chase_lecturers", "want_name", "2026-12-03 09:30", "department_lecturer_wanted"),
    ],
)
def test_one_session_that_raises_does_not_stop_the_others(
    town, clock_at, monkeypatch, task, step, moment, kind
):
    first, second = two_sessions(town)
    act = getattr(reminding, step)

    def breaks(*, session_id: int, **rest):
        if session_id == first.pk:
            raise ValueError("no address")
        return act(session_id=session_id, **rest)

    monkeypatch.setattr(reminding, step, breaks)
    clock_at(at(moment))

    getattr(tasks, task)()

    told = EventMail.objects.filter(kind=kind).values_list("event__session", flat=True)
    assert set(told) == {second.pk}


def test_one_lecturer_that_raises_does_not_stop_the_others(town, clock_at, monkeypatch):
    town.office.lecturers_answer = True
    town.office.save()
    first = make_request(town, status="confirmed").sessions.get()
    consent = first.consents.get()
    tried = []

    def breaks(*, consent_id: int, at):
        tried.append(consent_id)
        raise ValueError("no address")

    monkeypatch.setattr(consenting, "chase", breaks)
    clock_at(NOW + timedelta(days=3))

    tasks.chase_lecturers()

    assert tried == [consent.pk]
