"""Every kind of letter as a Word file, opened in a real LibreOffice: nothing of it is lost."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from bookings.actions import papering
from bookings.emails.on_paper import Formalities
from bookings.models import ApplicantGroup, IssuedPaper
from bookings.papers import docx_of
from bookings.status import RequestStatus
from tests.factories.bookings import make_request
from tests.servers import libreoffice

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
HOW = Formalities(number="生学第123号", dated=date(2026, 11, 25), sender="みかがみ市長　山田 太郎", seal_omitted=True)  # fmt: skip
TELLING = ("12月17日に決まりました。", "当日は、髙﨑と𠮷野がうかがいます。")


def paragraphs(data: bytes) -> Iterator[str]:
    """Of the page, of its tables and of its foot."""
    document = Document(io.BytesIO(data))
    for part in (document.element.body, document.sections[0].footer._element):
        for paragraph in part.iter(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
        ):
            lines = "".join(
                "\n" if run.tag.endswith("}br") else run.text or ""
                for run in paragraph.iter()
                if run.tag.endswith(("}t", "}br"))
            )
            yield from filter(None, ("".join(line.split()) for line in lines.split("\n")))


def test_every_kind_of_letter_is_printed_whole(town, tmp_path):
    going, refused = (make_request(town, status=status) for status in (RequestStatus.CONFIRMED, RequestStatus.REFUSED))  # fmt: skip
    ApplicantGroup.objects.update(name="髙﨑𠮷ﾊﾝｶｸの会")
    letters = {
        f"{kind}.docx": docx_of(
            papering.sheet_now(
                refused if kind == IssuedPaper.Kind.REFUSAL else going,
                kind=kind, how=HOW, telling=TELLING,
            )
        )
        for kind in IssuedPaper.Kind.values
    }  # fmt: skip

    printed = libreoffice.as_pdf(tmp_path / "office", letters)

    for name, letter in letters.items():
        pages = PdfReader(io.BytesIO(printed[name])).pages
        text = "".join("".join(page.extract_text().split()) for page in pages)
        lost = [said for said in paragraphs(letter) if said not in text]
        assert (name, len(pages), lost) == (name, 1, [])
