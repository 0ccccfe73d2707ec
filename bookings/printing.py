"""Sheets as files to download: never cached, and their names carry nobody's name."""

from collections.abc import Iterable

from django.http import HttpResponse

from bookings.emails import on_paper, on_the_day
from bookings.emails.on_paper import Formalities, Matter
from bookings.models import IssuedPaper, LectureSession
from bookings.papers import Sheet, docx_of, pdf_of

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(sheets: Iterable[Sheet], *, name: str) -> HttpResponse:
    return _file(pdf_of(*sheets), kind=PDF, name=f"{name}.pdf")


def docx(sheet: Sheet, *, name: str) -> HttpResponse:
    return _file(docx_of(sheet), kind=DOCX, name=f"{name}.docx")


def day_sheet(session: LectureSession) -> HttpResponse:
    """当日票 as things stand now."""
    matter = Matter(session.request, session)
    sheet = on_paper.sheet_of(IssuedPaper.Kind.DAY, matter, how=Formalities())
    return pdf([sheet], name=f"day-{session.request.reference}-{session.order}")


def audience_sheet(session: LectureSession) -> HttpResponse:
    """To be hung up or shown at the end of a session."""
    name = f"survey-{session.request.reference}-{session.order}"
    return pdf([on_the_day.audience_sheet(session)], name=name)


def _file(content: bytes, *, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
