"""An ask that did not arrive: the office hears of it by mail, once."""

from datetime import timedelta

import pytest

from bookings import tasks
from bookings.actions import bouncing
from bookings.doctor import checks
from bookings.models import RequestEvent
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.factories.replies import asked
from tests.factories.town import NOW, make_town, submitted


@pytest.fixture
def town(site, clock_at):
    clock_at(NOW)
    return make_town(site)


REFUSED = {"last_error": "5.1.1", "smtp_code": 550, "smtp_reply": "550 5.1.1 no such user"}
BOUNCED = {"last_error": "5.1.1", "smtp_reply": "550 5.1.1 no such user"}


def fail(kind: str, state: str = State.BOUNCED, **said: object) -> OutgoingEmail:
    """In trouble; `said`: what a server said of it, if one did."""
    mails = OutgoingEmail.objects.filter(kind=kind)
    mails.update(state=state, handoff_at=NOW, sent_at=NOW, changed_at=NOW, **said)
    return mails.get()


def told() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="office_undelivered"))


@pytest.mark.parametrize(
    ("state", "said", "sentence"),
    [
        (State.BOUNCED, BOUNCED, "届きませんでした。その宛先はありません。"),
        (State.FAILED, REFUSED, "届きませんでした。その宛先はありません。"),
        (State.FAILED, {}, "送れませんでした。こちらのシステムの中で、うまくいきませんでした。"),
        (State.SUPPRESSED, {}, "送らずに、止めています。前に届かなかった宛先です。"),
        (State.HELD, {}, "届いたかどうか、分かりません。送ったところで、通信が切れました。"),
    ],
)
def test_the_office_is_told_once_and_truly_of_an_ask_in_trouble(town, state, said, sentence):
    asked(town)
    fail("department_asked", state, **said)

    for _time in range(3):
        tasks.tell_of_undelivered()

    (mail,) = told()
    assert mail.to_address == "gakushu@city.mikagami.example"
    assert sentence in mail.text
    assert ("届きませんでした" in mail.text) == (state == State.BOUNCED or bool(said))
    assert "bousai@city.mikagami.example" in mail.text
    assert RequestEvent.objects.filter(verb="undelivered").count() == 1
    assert list(checks(at=NOW)) == []


def test_an_office_without_an_address_is_told_nothing_and_the_record_does_not_grow(town):
    asked(town)
    fail("department_asked", **BOUNCED)
    town.office.email = ""
    town.office.save()

    for _time in range(3):
        tasks.tell_of_undelivered()

    assert told() == []
    assert not RequestEvent.objects.filter(verb="undelivered").exists()


def test_each_ask_has_its_own_mail(town):
    for _time in range(2):
        asked(town)
    OutgoingEmail.objects.filter(kind="department_asked").update(state=State.FAILED, changed_at=NOW)

    tasks.tell_of_undelivered()

    assert len(told()) == 2


def test_a_receipt_that_did_not_arrive_only_stands_on_the_list(town):
    submitted(town)
    fail("group_received")

    tasks.tell_of_undelivered()

    assert told() == []


def test_what_somebody_took_care_of_is_not_told(town):
    asked(town)
    mail = fail("department_asked")
    OutgoingEmail.objects.filter(pk=mail.pk).update(seen_at=NOW)

    tasks.tell_of_undelivered()
    assert bouncing.tell_office(mail_id=mail.pk, at=NOW) is None

    assert told() == []


def test_old_troubles_are_not_told_of_anew(town):
    asked(town)
    fail("department_asked")

    assert not bouncing.untold(at=NOW + timedelta(days=4)).exists()


def test_the_offices_own_mail_that_bounces_starts_no_circle(town):
    asked(town)
    fail("department_asked")
    tasks.tell_of_undelivered()
    fail("office_undelivered")

    tasks.tell_of_undelivered()

    assert len(told()) == 1


def test_twin_without_the_look_at_what_was_told_the_record_fills_up(town, monkeypatch):
    asked(town)
    mail = fail("department_asked")
    monkeypatch.setattr(bouncing, "untold", lambda *, at: OutgoingEmail.objects.needs_person())

    for _time in range(2):
        bouncing.tell_office(mail_id=mail.pk, at=NOW)

    assert RequestEvent.objects.filter(verb="undelivered").count() == 2
