"""Notes for colleagues, and small files: written anew, saved only, erased without a trace of them."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from bookings.actions import filing
from bookings.models import EventNote, FileContent, RequestFile
from bookings.status import Verb
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import done, errors, press
from tests.factories.bookings import make_request


@pytest.fixture
def row(town):
    return make_request(town)


def attached(writer: PdfWriter) -> IndirectObject:
    """A file that a page or a note carries, without the list of the document."""
    stream = DecodedStreamObject()
    stream.set_data(b"carried along")
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    kept = writer._add_object(stream)
    spec = {
        NameObject("/Type"): NameObject("/Filespec"),
        NameObject("/F"): TextStringObject("evil"),
    }
    spec[NameObject("/EF")] = DictionaryObject({NameObject("/F"): kept})
    return writer._add_object(DictionaryObject(spec))


def hostile_pdf(pages: int = 1) -> bytes:
    """With a script, an attachment and a link that starts something."""
    writer, held = PdfWriter(), BytesIO()
    for _number in range(pages):
        writer.add_blank_page(width=200, height=200)
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("alert"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.pages[0][NameObject("/AA")] = DictionaryObject(
        {NameObject("/O"): DictionaryObject(script)}
    )
    writer.add_attachment("evil.exe", b"MZ")
    note = writer.add_annotation(0, FreeText(text="here", rect=(0, 0, 50, 50)))
    for place in (writer.pages[0], note):
        place[NameObject("/AF")] = ArrayObject([attached(writer)])
    writer.pages[0][NameObject("/PieceInfo")] = DictionaryObject(
        {NameObject("/Hidden"): attached(writer)}
    )
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="https://evil.example/"))
    writer.add_metadata({"/Author": "somebody"})
    writer.write(held)
    return held.getvalue()


def photo() -> bytes:
    picture, held = Image.new("RGB", (2000, 1000), "red"), BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    picture.save(held, "JPEG", exif=exif)
    return held.getvalue()


def boundless(side: int = 20_000) -> bytes:
    """A PNG of some bytes which says that it is enormous."""
    held = BytesIO()
    Image.new("L", (1, 1)).save(held, "PNG")
    data = held.getvalue()
    head = b"IHDR" + struct.pack(">II", side, side) + data[24:29]
    return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]


def put(office, row, data: bytes, *, name: str = "scan.pdf", title: str = ""):
    file = SimpleUploadedFile(name, data)
    return office.post(
        reverse("desk:file-new", args=[row.public_id]), {"paper": file, "name": title}
    )


def test_a_pdf_keeps_its_pages_and_nothing_that_acts(office, row):
    done(put(office, row, hostile_pdf(2), name="見取り図.pdf"), row)

    file = RequestFile.objects.get()
    kept = bytes(file.content.data)
    assert (file.name, file.kind, len(PdfReader(BytesIO(kept)).pages)) == ("見取り図", "pdf", 2)
    for trace in (b"alert", b"evil", b"/JavaScript", b"/OpenAction", b"/EmbeddedFile", b"somebody",
                  b"carried", b"/Filespec", b"/AF"):  # fmt: skip
        assert trace not in kept
    note = PdfReader(BytesIO(kept)).pages[0]["/Annots"][0].get_object()
    assert note["/Contents"] == "here"


def test_a_picture_is_drawn_anew_and_smaller(office, row):
    done(put(office, row, photo(), name="IMG_1.jpg", title="玄関"), row)

    file = RequestFile.objects.get()
    picture = Image.open(BytesIO(bytes(file.content.data)))
    assert (file.name, file.kind, picture.size) == ("玄関", "jpeg", (1400, 700))
    assert b"secret place" not in bytes(file.content.data)


def test_it_is_saved_never_shown_inside_our_pages(office, row):
    put(office, row, hostile_pdf(), name="会場.pdf")
    file = RequestFile.objects.get()

    answer = office.get(reverse("desk:file-download", args=[file.public_id]))

    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == bytes(file.content.data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空のファイルです。えらび直してください。"),
        (b"%PDF-1.7 broken", "PDFを読めません。ほかの形で保存しなおしてから、えらんでください。"),
        (b"MZ\x90\x00", "画像を読めません。PNGかJPEGのファイルをえらんでください。"),
        (b"<svg onload=alert(1)>", "画像を読めません。PNGかJPEGのファイルをえらんでください。"),
        pytest.param(boundless(), "画像が大きすぎます。小さくしてください。", id="boundless"),
        (b"x" * 8_000_001, "8メガバイトまでの書類をえらんでください。"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(office, row, data, sentence):
    page = put(office, row, data, title="なまえ")

    assert page.status_code == 422
    assert errors(page) == [sentence]
    assert "なまえ" in page.content.decode()
    assert RequestFile.objects.count() == 0


def test_a_locked_pdf_and_a_book_are_refused(office, row):
    locked, held = PdfWriter(), BytesIO()
    locked.add_blank_page(width=10, height=10)
    locked.encrypt("x")
    locked.write(held)

    assert "パスワード" in errors(put(office, row, held.getvalue()))[0]
    assert "40ページまで" in errors(put(office, row, hostile_pdf(41)))[0]


def test_nothing_chosen_is_told(office, row):
    page = office.post(reverse("desk:file-new", args=[row.public_id]), {})

    assert errors(page) == ["書類をえらんでください。"]


def test_erasing_leaves_the_event_and_no_content(office, row):
    put(office, row, hostile_pdf())
    file = RequestFile.objects.get()

    response = office.post(reverse("desk:file", args=[file.public_id]))

    done(response, row)
    assert FileContent.objects.count() == 0
    assert [event.verb for event in row.events.order_by("pk")][-2:] == [
        Verb.FILE_PUT, Verb.FILE_TAKEN_AWAY,
    ]  # fmt: skip
    assert office.get(reverse("desk:file-download", args=[file.public_id])).status_code == 404


def test_a_request_holds_so_many_and_no_more(office, row, monkeypatch):
    monkeypatch.setattr(filing, "MOST_FILES", 1)
    put(office, row, hostile_pdf())

    page = put(office, row, hostile_pdf())

    assert "1個までです" in errors(page)[0]


def test_the_group_hears_of_neither(office, row):
    before = OutgoingEmail.objects.count()
    put(office, row, hostile_pdf())
    done(press(office, "request", row, "note", words="会長は電話が早い"), row)

    assert OutgoingEmail.objects.count() == before


def test_a_note_stands_on_top_and_can_be_erased(office, row):
    done(press(office, "request", row, "note", words="会長は電話が早い"), row)
    url = reverse("desk:request", args=[row.public_id])
    event = row.events.get(note__text="会長は電話が早い")
    erase = reverse("desk:note-erase", args=[event.public_id])

    assert erase in office.get(url).content.decode()
    assert "会長は電話が早い" in office.get(erase).content.decode()
    done(office.post(erase), row)

    note = EventNote.objects.get(event=event)
    assert (note.text, note.erased_at is not None) == ("", True)
    assert "会長は電話が早い" not in office.get(url).content.decode()
    assert office.get(erase).status_code == 404


def test_what_the_group_was_told_is_no_note(office, town):
    row = make_request(town, status="refused")
    event = row.events.get(verb=Verb.REFUSED)

    assert office.post(reverse("desk:note-erase", args=[event.public_id])).status_code == 404
