"""Every page of the desk opens, empty and full."""

import pytest
from django.urls import reverse

from bookings.actions import asking
from tests.factories.town import NOW, OFFICE, submitted


@pytest.mark.parametrize(
    "name", ["home", "inbox", "new", "replies", "mails", "turn", "results", "keys"]
)
def test_pages_open_in_an_empty_town(office, town, name):
    assert office.get(reverse(f"desk:{name}")).status_code == 200


@pytest.mark.parametrize(
    "name", ["home", "inbox", "new", "replies", "mails", "turn", "results", "keys"]
)
def test_pages_open_with_a_request(office, town, name):
    booking_request = submitted(town)
    asking.ask(request_id=booking_request.pk, by=OFFICE, at=NOW)

    assert office.get(reverse(f"desk:{name}")).status_code == 200


def test_the_page_of_a_request_shows_who_asks_and_what_for(office, town):
    booking_request = submitted(town)

    page = office.get(reverse("desk:request", args=[booking_request.public_id]))

    assert page.status_code == 200
    for words in ("R8-0001", "桜が丘自治会", "佐藤 花子", "担当課に依頼する", "12月17日（木）"):
        assert words in page.content.decode()
