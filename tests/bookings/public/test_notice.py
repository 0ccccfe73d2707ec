"""The notice that a group prints itself: there once it was issued, the newest only."""

import pytest

from bookings.actions import papering
from bookings.emails.on_paper import Formalities
from bookings.models import BookingRequest, IssuedPaper
from bookings.status import RequestStatus
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE

pytestmark = pytest.mark.django_db


def issue(request, **more) -> IssuedPaper:
    how = Formalities(number=more.pop("number", "1"), dated=NOW.date(), sender="みかがみ市長")
    return papering.issue(
        request_id=request.pk, kind="decision", how=how, by=OFFICE, at=NOW, **more
    )


def test_no_notice_before_it_is_issued(town, citizen):
    row = make_request(town, status=RequestStatus.CONFIRMED)

    assert "決定通知書" not in citizen.open_page(row).content.decode()
    assert citizen.client.get(f"/requests/{row.public_id}/notice/").status_code == 404


def test_the_issued_notice_is_a_pdf_without_a_name_in_its_own(town, citizen):
    row = make_request(town, status=RequestStatus.CONFIRMED)
    issue(row)

    assert "決定通知書（PDF）を印刷する" in citizen.open_page(row).content.decode()
    answer = citizen.client.get(f"/requests/{row.public_id}/notice/")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="decision-R8-0001.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_a_corrected_notice_takes_its_place(town, citizen):
    row = make_request(town, status=RequestStatus.CONFIRMED)
    old = issue(row)
    citizen.open_page(row)
    before = citizen.client.get(f"/requests/{row.public_id}/notice/").content
    issue(row, number="2", corrects=old)

    assert citizen.client.get(f"/requests/{row.public_id}/notice/").content != before


@pytest.mark.parametrize(
    ("status", "there"), [("confirmed", True), ("closed", True), ("cancelled", False)]
)
def test_a_notice_that_is_no_longer_true_is_not_handed_out(town, citizen, status, there):
    row = make_request(town, status=RequestStatus.CONFIRMED)
    issue(row)
    BookingRequest.objects.update(status=status)

    assert ("を印刷する" in citizen.open_page(row).content.decode()) == there
    answer = citizen.client.get(f"/requests/{row.public_id}/notice/")
    assert answer.status_code == (200 if there else 404)
