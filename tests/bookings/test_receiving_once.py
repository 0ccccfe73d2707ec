"""Each mail is handled once, whatever crashes and whatever else arrives."""

import pytest
from django.db import transaction

from bookings import doctor
from bookings.actions import answering, receiving
from bookings.actions.replies import addressing, judging
from bookings.actions.replies.waits import Waits
from bookings.models import Answer, Grant, WaitingReply
from bookings.status import AssignmentState
from notifications.models import InboundEmail, OutgoingEmail
from notifications.status import InboundState, State
from tests.bookings.replying import LATER
from tests.factories.replies import DEPARTMENT as ADDRESS
from tests.factories.replies import asked, reply
from tests.factories.town import DEPARTMENT, NOW


def test_a_mail_is_handled_once(ask):
    inbound = reply("承諾", assignment=ask)

    first, second = (receiving.take(inbound.pk, at=LATER) for _ in range(2))

    assert (first.kind, second) == ("accept", None)
    assert WaitingReply.objects.count() == 0


def test_without_the_guard_a_mail_would_be_handled_twice(ask, monkeypatch):
    inbound = reply("承諾", assignment=ask)
    monkeypatch.setattr(
        receiving, "claim", lambda pk, at: InboundEmail.objects.select_related("site").get(pk=pk)
    )

    receiving.take(inbound.pk, at=LATER)
    second = receiving.take(inbound.pk, at=LATER)

    assert second.why == "closed"  # one mail, an answer and an entry for a person


def test_a_crash_keeps_the_mail_and_does_not_stop_the_others(ask, town, monkeypatch):
    other = asked(town)
    broken, good = reply("承諾", assignment=ask), reply("承諾", assignment=other)
    judge = receiving.judge

    def fragile(inbound, **context):
        outcome = judge(inbound, **context)
        if inbound.pk == broken.pk:
            raise RuntimeError("after everything was written")
        return outcome

    monkeypatch.setattr(receiving, "judge", fragile)
    assert receiving.pull(at=NOW) == 1

    for row in (ask, other, broken, good):
        row.refresh_from_db()
    assert (ask.state, other.state) == (AssignmentState.ASKED, AssignmentState.ACCEPTED)
    assert (broken.state, good.state) == (InboundState.SORTED, InboundState.HANDLED)

    monkeypatch.setattr(receiving, "judge", judge)
    assert receiving.pull(at=NOW) == 1
    ask.refresh_from_db()
    assert ask.state == AssignmentState.ACCEPTED
    assert list(doctor.checks(at=LATER)) == []


def test_a_mail_that_keeps_failing_goes_to_a_person(ask, monkeypatch, caplog):
    inbound = reply("承諾 秘密", assignment=ask)
    monkeypatch.setattr(receiving, "judge", lambda *a, **k: 1 / 0)

    tries = [receiving.pull(at=NOW + minutes * receiving.PATIENCE / 3) for minutes in range(4)]

    waiting = WaitingReply.objects.get()
    assert tries == [0, 0, 0, 1]
    assert (waiting.inbound, waiting.why) == (inbound, "unreadable")
    assert waiting.detail == "機械で読もうとして、うまくいきませんでした。"
    assert "ZeroDivisionError" in caplog.text
    assert "division by zero" not in caplog.text


def test_pulling_opens_each_mails_own_town(ask):
    from django_scopes import scopes_disabled

    reply("承諾", assignment=ask)
    with scopes_disabled():
        assert receiving.pull(at=LATER) == 1

    ask.refresh_from_db()
    assert ask.state == AssignmentState.ACCEPTED


def test_bounces_and_automatic_replies_are_left_alone(ask):
    inbound = reply("承諾", assignment=ask, subject="自動応答: 不在です")

    assert receiving.pull(at=LATER) == 0
    assert inbound.kind == "auto_reply"


def test_mails_that_did_not_arrive_show_at_their_request(ask, town):
    other = asked(town)
    OutgoingEmail.objects.filter(event_mail__event__assignment=ask).update(
        state=State.BOUNCED, handoff_at=NOW
    )

    assert [mail.to_address for mail in receiving.undelivered(ask.request)] == [ADDRESS]
    assert list(receiving.undelivered(other.request)) == []


def test_an_answer_by_page_while_the_mail_was_on_its_way_stands(ask):
    inbound = reply("辞退 都合がつかないため", assignment=ask)
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NOW)

    outcome = receiving.take(inbound.pk, at=LATER)

    assert outcome.why == "closed"
    assert Answer.objects.get().kind == "accept"


@pytest.mark.parametrize("ended", [{"version": 2}, {"revoked_at": NOW}])
def test_a_key_that_ends_while_its_mail_waits_for_the_lock_answers_nothing(ask, ended):
    inbound = reply("承諾", assignment=ask)
    proved = addressing.grants_of(inbound)
    Grant.objects.filter(assignment=ask, purpose="answer").update(**ended)

    with transaction.atomic():
        outcome = judging.judge(inbound, at=LATER, proved=proved)

    ask.refresh_from_db()
    assert isinstance(outcome, Waits)
    assert (ask.state, Answer.objects.count()) == (AssignmentState.ASKED, 0)
