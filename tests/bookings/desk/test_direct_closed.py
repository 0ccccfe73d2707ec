"""A lecture given directly in a year that is closed: the office says why, a department calls."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from bookings.actions import direct_asking
from bookings.counting.folding import fold_all
from bookings.forms.direct import RowsForm
from bookings.models import LectureSession
from tests.bookings.counting.closings import SPRING, aimed, closed, held
from tests.bookings.desk.pressing import errors
from tests.factories.town import at

ROW = {
    "form_id": "6a4a3e52-58fc-4f7c-9d0e-222222222222", "rows": "3", "row1-day": "2026/6/12",
    "row1-lecture": "3-07", "row1-kind": "seniors", "row1-place": "集会所", "row1-adults": "25",
    "row1-children": "0", "row1-minutes": "60",
}  # fmt: skip
CLOSED = "締めました"


@pytest.fixture
def address(town, clock_at, office, clerk) -> str:
    aimed(town)
    held(town, at("2026-12-17 10:00"))
    clock_at(SPRING)
    closed()
    office.force_login(clerk)
    return reverse("desk:direct-enter", args=[town.department.public_id])


def test_the_office_is_asked_why_and_nothing_typed_is_lost(office, address):
    page = office.post(address, ROW)

    soup = BeautifulSoup(page.content, "html.parser")
    [said] = errors(page)
    assert (page.status_code, CLOSED in said) == (422, True)
    assert soup.select_one(".error-summary a")["href"] == "#id_amends"
    assert CLOSED in soup.select_one("#id_amends_error").get_text()
    assert soup.select_one("[name=row1-place]")["value"] == "集会所"

    again = office.post(address, ROW | {"amends": " "})
    assert errors(again) == ["締めた年度を直す理由を書いてください。"]
    assert LectureSession.objects.count() == 1


def test_with_a_reason_it_is_counted_and_listed_as_an_amendment(office, address):
    office.post(address, ROW | {"amends": "課の報告が遅れました"})
    fold_all(at=SPRING)

    assert LectureSession.objects.count() == 2
    page = BeautifulSoup(office.get("/desk/results/closed/2026/").content, "html.parser")
    [row] = page.select("#amendments + table tbody tr")
    assert "課の報告が遅れました" in row.get_text()
    # What is taken back there needs a reason, too: the request's own page asks for it.
    assert "/undo/" not in office.get(address).content.decode()


def test_a_department_gives_no_reason(client, town, address, monkeypatch):
    grant = direct_asking.key_of(town.department, at=SPRING)
    own = client.get(f"/k/{grant.token}/").headers["Location"]

    page = client.post(own, ROW | {"amends": "課の報告が遅れました"})
    assert "事務局に電話してください" in errors(page)[0]
    assert LectureSession.objects.count() == 1

    init = RowsForm.__init__  # the twin: whoever asks may amend
    monkeypatch.setattr(
        RowsForm, "__init__", lambda form, *args, **facts: init(form, *args, **facts | {"may_amend": True})
    )  # fmt: skip
    client.post(own, ROW | {"amends": "課の報告が遅れました"})
    assert LectureSession.objects.count() == 2
