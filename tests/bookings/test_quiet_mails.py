"""The town's quiet time in the outbox: what waits until morning, and what goes at once."""

from datetime import time

import pytest

from bookings.actions import answering, asking, deciding
from bookings.status import Reason
from lectures.models import OfficeSettings
from notifications.models import OutgoingEmail
from notifications.status import MailClass
from tests.factories.town import DEPARTMENT, OFFICE, Town, at, make_town, submitted

NIGHT = at("2026-11-20 21:30")  # a Friday before a long weekend
DAWN = at("2026-11-21 07:00")
TUESDAY = at("2026-11-24 08:30")


@pytest.fixture
def town(site) -> Town:
    made = make_town(site)
    OfficeSettings.objects.update(quiet_from=time(20), quiet_until=time(7))
    return made


def goes(kind: str):
    return OutgoingEmail.objects.filter(kind=kind).last().not_before


def test_an_ask_of_the_night_waits_until_the_quiet_hours_end(town):
    request = submitted(town, moment=NIGHT)

    asking.ask(request_id=request.pk, by=OFFICE, at=NIGHT)

    assert goes("department_asked") == DAWN


def test_on_days_without_work_it_waits_until_the_next_working_morning(town):
    OfficeSettings.objects.update(quiet_on_closed_days=True)
    request = submitted(town, moment=NIGHT)

    asking.ask(request_id=request.pk, by=OFFICE, at=NIGHT)

    assert goes("department_asked") == TUESDAY
    assert goes("office_received") == TUESDAY


def test_who_has_just_applied_or_answered_hears_at_once(town):
    request = submitted(town, moment=NIGHT)
    ask = asking.ask(request_id=request.pk, by=OFFICE, at=NIGHT)[0]
    answering.accept(assignment_id=ask.pk, version=0, by=DEPARTMENT, at=NIGHT)

    assert goes("group_received") == goes("department_answer_recorded") == NIGHT
    assert goes("group_confirmed") == DAWN


def test_a_cancellation_is_critical_and_wakes_everybody(town):
    OfficeSettings.objects.update(quiet_on_closed_days=True)
    request = submitted(town, moment=NIGHT)
    ask = asking.ask(request_id=request.pk, by=OFFICE, at=NIGHT)[0]
    deciding.cancel(request_id=request.pk, by=OFFICE, at=NIGHT, reason=Reason.DISASTER)

    assert goes("group_ended") == goes("department_recalled") == NIGHT
    urgent = OutgoingEmail.objects.filter(kind__in=["group_ended", "department_recalled"])
    assert set(urgent.values_list("mail_class", flat=True)) == {MailClass.CRITICAL}
    assert ask.pk


def test_a_town_without_quiet_time_sends_at_any_hour(town):
    OfficeSettings.objects.update(quiet_from=None, quiet_until=None)
    request = submitted(town, moment=NIGHT)

    asking.ask(request_id=request.pk, by=OFFICE, at=NIGHT)

    assert goes("department_asked") == NIGHT
