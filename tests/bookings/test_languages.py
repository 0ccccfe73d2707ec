"""A mail speaks its reader's language, whatever language the page was in that caused it."""

from django.utils import translation

from bookings.actions import answering
from bookings.actions.answering import Said
from bookings.status import Reason
from notifications.models import OutgoingEmail
from tests.factories.town import DEPARTMENT, NOW, make_town, submitted


def test_the_office_reads_japanese_dates_when_the_group_uses_english_pages(site, clock_at):
    with translation.override("en"):
        submitted(make_town(site))

    text = OutgoingEmail.objects.get(kind="office_received").text
    assert "12月17日（木） 午前" in text
    assert "December" not in text


def test_a_department_reads_its_reason_in_japanese_whoever_wrote_it_down(ask):
    with translation.override("en"):
        answering.decline(
            assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW,
            reason=Reason.LECTURER_BUSY, said=Said(words="出張"),
        )  # fmt: skip

    text = OutgoingEmail.objects.get(kind="department_answer_recorded").text
    with translation.override("ja"):
        assert f"{Reason.LECTURER_BUSY.label}（出張）" in text
