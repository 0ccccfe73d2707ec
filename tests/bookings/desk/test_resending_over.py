"""What does not hold any more is not sent again."""

import pytest
from django.urls import reverse

from bookings.actions import answering, resending, sessions
from bookings.models import Assignment
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.bookings.desk.resends import BOSAI, LATER, bounced, resend
from tests.factories.bookings import make_request
from tests.factories.replies import asked
from tests.factories.town import DEPARTMENT, NOW, OFFICE


def recalled(town):
    ask = asked(town)
    mail = bounced("department_asked")
    Assignment.objects.filter(pk=ask.pk).update(state="recalled")
    return mail


def answered(town):
    ask = asked(town)
    mail = bounced("department_asked")
    answering.decline(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW, reason="lecturer_busy"
    )
    return mail


def undone_record(town):
    make_request(town, status="confirmed")
    mail = bounced("department_answer_recorded")
    Assignment.objects.update(state="asked")
    return mail


def moved(town):
    session = make_request(town, status="confirmed").sessions.get()
    mail = bounced("group_confirmed")
    sessions.reschedule(session_id=session.pk, slot=LATER, by=OFFICE, at=NOW)
    return mail


@pytest.mark.parametrize("made", [recalled, answered, undone_record, moved])
def test_nobody_is_told_again_what_does_not_hold_any_more(office, town, made):
    mail = made(town)

    page = resend(office, mail, BOSAI)

    assert page["Location"] == reverse("desk:mail", args=[mail.public_id])
    assert mail.resends.count() == 0


def test_what_was_called_off_while_the_form_stood_open_is_not_sent(office, town, monkeypatch):
    mail = recalled(town)
    monkeypatch.setattr(resending, "can_go_again", lambda mail, *, at: True)

    page = resend(office, mail, BOSAI)

    assert page.status_code == 422
    assert "もうすんでいます" in page.content.decode()
    assert mail.resends.count() == 0


def test_a_held_mail_about_something_over_is_not_sent_again_either(office, town):
    mail = recalled(town)
    OutgoingEmail.objects.filter(pk=mail.pk).update(state=State.HELD)

    page = office.get(reverse("desk:mail", args=[mail.public_id])).content.decode()
    office.post(reverse("desk:mail-decide", args=[mail.public_id, "again"]))

    assert "もう一度送る</button>" not in page
    mail.refresh_from_db()
    assert mail.state == State.HELD


def test_the_record_of_an_answer_that_counts_goes_again(office, town):
    make_request(town, status="confirmed")
    mail = bounced("department_answer_recorded")

    resend(office, mail, BOSAI)

    assert mail.resends.count() == 1
