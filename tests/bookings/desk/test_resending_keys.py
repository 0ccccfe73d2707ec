"""A key ends while other mails that hold it still wait: none leaves with a dead link."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import secrets
from bookings.actions import asking, resending, weekly
from bookings.doctor import checks
from bookings.models import Grant
from lectures.models import Absence
from lectures.zones import local
from notifications.delivery import fence
from notifications.models import OutgoingEmail
from notifications.status import State
from tests.bookings.desk.resends import BOSAI, NEW, bounced, resend
from tests.factories.bookings import make_request
from tests.factories.replies import DEPARTMENT, asked
from tests.factories.town import NOW

DEPUTY = "dairi@city.mikagami.example"
TOMORROW = NOW + timedelta(days=1)


def grant_in(mail: OutgoingEmail) -> Grant | None:
    """The grant that the link in the mail opens."""
    link = re.search(r"/k/([a-z2-7]{52})/", secrets.fill(mail.text))
    return Grant.objects.of_token(link[1]) if link else None


def waiting(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind, state=State.READY).order_by("pk"))


@pytest.fixture
def reminded(town):
    """An ask whose first mail went astray, and whose reminder waits, for the deputy as well."""
    Absence.objects.create(
        site=town.site, department=town.department, deputy_email=DEPUTY,
        starts_on=local(TOMORROW).date(), ends_on=local(TOMORROW).date(),
    )  # fmt: skip
    ask = asked(town)
    asking.remind(assignment_id=ask.pk, at=TOMORROW)
    return ask


def test_a_mail_that_waits_gets_the_new_key_and_the_corrected_address(office, town):
    make_request(town, status="confirmed")
    (confirmed,) = waiting("group_confirmed")
    words = confirmed.text

    resend(office, bounced("group_received"), new_link="on")

    confirmed.refresh_from_db()
    assert (confirmed.to_address, confirmed.state) == (NEW, State.READY)
    assert grant_in(confirmed).revoked_at is None
    place = re.compile(r"\{\{.*?\}\}")
    assert place.sub("", confirmed.text) == place.sub("", words)
    assert list(checks(at=NOW)) == []


def test_without_looking_at_what_waits_a_mail_would_leave_with_a_dead_link(
    office, town, monkeypatch
):
    make_request(town, status="confirmed")
    monkeypatch.setattr(resending.mail_keys, "waiting_with", lambda ended: [])

    resend(office, bounced("group_received"), new_link="on")

    (confirmed,) = waiting("group_confirmed")
    assert grant_in(confirmed).revoked_at is not None


def test_where_the_link_goes_on_what_waits_stays_as_it_was(office, town):
    make_request(town, status="confirmed")

    resend(office, bounced("group_received"))

    (confirmed,) = waiting("group_confirmed")
    assert confirmed.to_address == "sato@mail.example"


def test_a_reminder_follows_with_its_calendar_and_the_deputys_stays_the_deputys(office, reminded):
    assert [mail.to_address for mail in waiting("department_reminded")] == [DEPARTMENT, DEPUTY]

    resend(office, bounced("department_asked"), BOSAI, new_link="on")

    first, copy = waiting("department_reminded")
    (again,) = waiting("department_asked")
    assert [first.to_address, copy.to_address] == [BOSAI, DEPUTY]
    assert {grant_in(mail) for mail in (first, copy)} == {
        reminded.grants.get(purpose=Grant.Purpose.ANSWER)
    }
    assert secrets.fill(first.reply_to) == secrets.fill(again.reply_to)
    assert list(checks(at=TOMORROW)) == []


def test_a_weekly_list_that_waits_gets_the_new_key_too(office, town):
    ask = asked(town)
    day = local(TOMORROW).date()
    assert weekly.tell_department(department_id=town.department.pk, day=day, at=TOMORROW)

    resend(office, bounced("department_asked"), BOSAI, new_link="on")

    (digest,) = waiting("department_digest")
    assert digest.to_address == BOSAI
    assert grant_in(digest) == ask.grants.get(purpose=Grant.Purpose.ANSWER)


def test_a_worker_that_has_the_mail_in_hand_loses_it(office, town):
    make_request(town, status="confirmed")
    OutgoingEmail.objects.filter(kind="group_confirmed").update(
        state=State.LEASED, lease_token=uuid4(), lease_until=TOMORROW
    )
    in_hand = OutgoingEmail.objects.get(kind="group_confirmed")

    resend(office, bounced("group_received"), new_link="on")

    (confirmed,) = waiting("group_confirmed")
    assert grant_in(confirmed).revoked_at is None
    assert (confirmed.lease_token, confirmed.to_address) == (None, NEW)
    assert fence.pass_fence(in_hand, at=NOW) is None


def test_the_same_words_that_wait_already_are_withdrawn(office, town):
    make_request(town, status="confirmed")
    mail = bounced("group_received")

    resend(office, mail)
    resend(office, mail, new_link="on")

    states = mail.resends.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.CANCELLED, State.READY]
    assert list(checks(at=NOW)) == []


def test_what_a_worker_has_in_hand_for_another_mailbox_never_leaves(office, town):
    ask = asked(town)
    mail = bounced("department_asked")
    resend(office, mail, "typo@city.mikagami.example")
    mail.resends.update(state=State.LEASED, lease_token=uuid4(), lease_until=TOMORROW)
    in_hand = mail.resends.get()

    resend(office, mail, BOSAI, new_link="on")

    states = mail.resends.order_by("pk").values_list("state", "to_address", "lease_token")
    assert list(states) == [
        (State.CANCELLED, "typo@city.mikagami.example", None), (State.READY, BOSAI, None),
    ]  # fmt: skip
    assert fence.pass_fence(in_hand, at=NOW) is None
    assert grant_in(mail.resends.get(state=State.READY)) == ask.grants.get(
        purpose=Grant.Purpose.ANSWER
    )
