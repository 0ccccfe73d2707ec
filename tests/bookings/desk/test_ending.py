"""Why a request ends: a reason from a list, and what the group reads."""

import pytest

from bookings.desk.forms.ending import SENTENCES, CancelForm, GiveUpForm, RefusalForm
from bookings.status import Reason, RequestStatus
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import done, errors, press
from tests.factories.bookings import make_request

R = RequestStatus


def test_without_own_words_the_group_reads_the_sentence_of_the_reason(office, town):
    row = make_request(town)

    done(press(office, "request", row, "refuse", reason=Reason.PURPOSE), row)

    mail = OutgoingEmail.objects.get(kind="group_refused")
    assert str(SENTENCES[Reason.PURPOSE]) in mail.text


def test_own_words_stand_instead_of_the_sentence(office, town):
    row = make_request(town)

    done(press(office, "request", row, "refuse", reason="quota", words="来年どうぞ。"), row)

    mail = OutgoingEmail.objects.get(kind="group_refused")
    assert "来年どうぞ。" in mail.text
    assert str(SENTENCES[Reason.QUOTA]) not in mail.text


def test_another_reason_needs_words(office, town):
    row = make_request(town)

    page = press(office, "request", row, "refuse", reason="other", words="　")

    assert errors(page) == ["「そのほか」のときは、団体へのことばに理由を書いてください。"]
    row.refresh_from_db()
    assert row.status == R.SUBMITTED


def test_a_reason_that_fits_no_refusal_is_not_on_the_list(office, town):
    row = make_request(town)

    page = press(office, "request", row, "refuse", reason="disaster")

    assert errors(page) == ["理由をえらんでください。"]


@pytest.mark.parametrize("form", [RefusalForm, CancelForm, GiveUpForm])
def test_every_reason_of_a_list_has_its_sentence(form):
    assert [code for code in form.reasons if code not in SENTENCES] == []


def test_a_departments_reasons_are_its_own(office, town):
    make_request(town, status=R.ASKING)
    ask = town.department.assignments.get()

    page = office.get(f"/desk/asks/{ask.public_id}/decline/").content.decode()

    assert str(Reason.LECTURER_BUSY.label) in page
    assert str(Reason.PURPOSE.label) not in page
