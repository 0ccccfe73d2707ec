"""A mail speaks its reader's language, whatever language the page was in that caused it."""

from django.utils import translation

from notifications.models import OutgoingEmail
from tests.factories.town import make_town, submitted


def test_the_office_reads_japanese_dates_when_the_group_uses_english_pages(site, clock_at):
    with translation.override("en"):
        submitted(make_town(site))

    text = OutgoingEmail.objects.get(kind="office_received").text
    assert "12月17日（木） 午前" in text
    assert "December" not in text
