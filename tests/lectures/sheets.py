"""A menu with lectures, files that an editor would upload, and the pages that take them."""

import csv
import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from lectures.models import LecturePage, MenuPage

HEAD = 1


def download(client: Client, menu: MenuPage, form: str = "xlsx") -> bytes:
    answer = client.get(reverse(f"lecture_sheets:{form}", args=[menu.pk]))
    assert answer.status_code == 200, answer
    return answer.content


def edited(data: bytes, change: Callable[[Worksheet], object]) -> bytes:
    """The workbook after somebody has worked on its sheet."""
    book = load_workbook(io.BytesIO(data))
    change(book.active)
    return saved(book)


def saved(book: Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def place(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[HEAD] if cell.value == heading)


def put(sheet: Worksheet, row: int, heading: str, value: object) -> None:
    sheet.cell(row, place(sheet, heading)).value = value


def look(client: Client, menu: MenuPage, data: bytes, *, how: str = "draft", name: str = "a.xlsx"):
    url = reverse("lecture_sheets:menu", args=[menu.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, data), "how": how})


def press(client: Client, menu: MenuPage, looked: HttpResponse):
    """The one button below the table of changes."""
    url = reverse("lecture_sheets:menu", args=[menu.pk])
    return client.post(url, {"packed": looked.context["packed"]}, follow=True)


def told(answer: HttpResponse) -> list[tuple[int, str, str, str]]:
    """(row, heading, old, new) of every change that the page shows."""
    checked = answer.context["checked"]
    return [
        (change.row, cell.heading, cell.old, cell.new)
        for change in checked.changes
        for cell in change.cells
    ]


def complaints(answer: HttpResponse) -> list[tuple[str, str]]:
    return [(problem.place, problem.sentence) for problem in answer.context["problems"]]


def drafts() -> dict[str, dict]:
    """Everything that a file could have changed, by title of the newest draft."""
    return {
        page.draft_title: page.latest_revision.content | {"live": page.live}
        for page in LecturePage.objects.select_related("latest_revision").order_by("pk")
    }


def as_csv(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    held = io.StringIO(newline="")
    csv.writer(held).writerows(rows)
    return held.getvalue().encode(encoding)


def rows(data):
    sheet = load_workbook(io.BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def new_line(sheet):
    put(sheet, 5, "講座番号", "3-09")
    put(sheet, 5, "講座名", "水のそなえ")
    put(sheet, 5, "分野", "防災・安全")
    put(sheet, 5, "課コード", "0305")
