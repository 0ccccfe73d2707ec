"""The inbox as a spreadsheet: what the office takes along to a meeting. Reads only."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from bookings.desk.inbox import row_of
from bookings.emails.on_the_day import pretty_phone
from bookings.models import BookingRequest
from lectures.sheets.writing import TYPE, cell
from lectures.zones import local

MOST = 5000
_WIDTHS = (11, 18, 14, 26, 16, 18, 16, 9, 32, 26, 28, 8, 18, 12, 12)


def answer(rows: QuerySet[BookingRequest], *, at: datetime) -> HttpResponse:
    """Never kept by a cache: `desk_door` says so of every page of the desk."""
    response = HttpResponse(workbook(rows, at=at), content_type=TYPE)
    name = f"requests-{local(at):%Y%m%d-%H%M}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def workbook(rows: QuerySet[BookingRequest], *, at: datetime) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("申込み"))
    sheet.freeze_panes = "B2"
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.append([cell(sheet, words, bold=True) for words in headings()])
    for row in rows.select_related("centre", "room__centre")[:MOST]:
        sheet.append([cell(sheet, value) for value in _values(row, at=at)])
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def headings() -> list[str]:
    return [
        _("受付番号"), _("状態"), _("期限"), _("団体"), _("連絡する人"), _("よみがな"), _("電話"),
        _("講座番号"), _("講座"), _("日時・第1希望"), _("会場"), _("人数"), _("担当課"),
        _("申込みの経路"), _("届いた日"),
    ]  # fmt: skip


def _values(request: BookingRequest, *, at: datetime) -> Iterator[str | int | date | None]:
    row, group = row_of(request, at=at), request.group
    assert group is not None
    assert request.submitted_at is not None
    yield from (request.reference, row.status, row.due, group.name)
    yield from (group.contact_name, group.contact_kana, pretty_phone(group.phone))
    yield from (request.lecture.number, request.lecture.title, row.when, request.venue)
    yield from (request.people, row.departments, request.get_way_display())
    yield local(request.submitted_at).date()
