"""課で直接受けた講座 of a closed year: where the office takes it back."""

import pytest
from django.urls import reverse

from bookings.models import LectureSession
from lectures.models import FiscalYear
from tests.factories.town import at

ROW = {
    "form_id": "6a4a3e52-58fc-4f7c-9d0e-111111111111",
    "rows": "3",
    "row1-day": "R8/3/31",
    "row1-lecture": "備え",
    "row1-kind": "seniors",
    "row1-place": "集会所",
    "row1-adults": "25",
    "row1-children": "0",
    "row1-minutes": "60",
}
JULY = at("2026-07-01 09:30")


@pytest.fixture
def row(town, clock_at) -> dict[str, str]:
    clock_at(JULY)
    year, _new = FiscalYear.objects.get_or_create(site=town.site, year=2025)
    FiscalYear.objects.filter(pk=year.pk).update(closed_at=JULY)
    return ROW | {"row1-category": str(town.lecture.category_id)}


def test_the_office_is_told_where_a_closed_session_is_taken_back(office, town, row):
    path = reverse("desk:direct-enter", args=[town.department.public_id])
    office.post(path, row | {"amends": "課の記録が後から見つかった"})
    session = LectureSession.objects.get()

    page = office.post(f"{path}undo/{session.public_id}/", follow=True).content.decode()

    assert "「記録の誤りを直す」で、理由を書いて直してください" in page
    assert LectureSession.objects.get().state == "delivered"
