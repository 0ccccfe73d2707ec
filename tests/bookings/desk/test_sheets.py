"""The inbox as a spreadsheet: all of what is shown, and never a formula."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Role, User
from bookings.desk import sheets
from bookings.status import RequestStatus
from lectures.roles import give_role
from tests.bookings.desk.test_inbox import fill, named, queries
from tests.factories.bookings import make_request
from tests.factories.town import submitted

R = RequestStatus
EXPORT = "/desk/requests/export/"


def cells(answer) -> list[tuple]:
    book = load_workbook(BytesIO(answer.content))
    return [tuple(cell.value for cell in row) for row in book.active.iter_rows()]


def test_a_sheet_holds_what_the_list_shows(office, town):
    submitted(town, group=replace(named("桜が丘自治会"), phone="09012345678"))
    make_request(town, status=R.CONFIRMED, group=named("別の会"))

    answer = office.get(f"{EXPORT}?status=open")

    head, row = cells(answer)
    assert head == tuple(sheets.headings())
    assert row[:4] == ("R8-0001", "受付", "未依頼・1日め", "桜が丘自治会")
    assert row[6:13] == (
        "090-1234-5678", "3-07", "わが家の防災マップづくり", "12月17日（木） 午前", "桜が丘公民館", 25, "防災課",
    )  # fmt: skip
    assert answer["Content-Type"] == sheets.TYPE
    assert answer["Content-Disposition"] == 'attachment; filename="requests-20261122-1000.xlsx"'
    assert "no-store" in answer["Cache-Control"]


def test_all_pages_of_it(office, town):
    for _n in range(31):
        submitted(town)

    assert len(cells(office.get(f"{EXPORT}?status=open&page=2"))) == 32


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("http://x")', "+1", "@SUM(A1)", "桜\x0b会"])
def test_what_a_group_typed_is_never_a_formula(office, town, typed):
    submitted(town, group=named(typed))

    book = load_workbook(BytesIO(office.get(EXPORT).content))

    cell = book.active["D2"]
    assert (cell.data_type, cell.value.replace("\x0b", "")) == ("s", typed.replace("\x0b", ""))


def test_thirty_cost_no_more_queries_than_one(office, town):
    fill(town, 1)
    few = queries(office, f"{EXPORT}?status=all")
    fill(town, 7)

    assert queries(office, f"{EXPORT}?status=all") == few


def test_an_auditor_reads_it_too(town):
    reader = User.objects.create_user("kansa@city.mikagami.example", "a-long-password")
    give_role(reader, site=town.site, role=Role.AUDITOR)
    submitted(town)
    client = Client()
    client.force_login(reader)

    assert len(cells(client.get(EXPORT))) == 2
