"""Papers: words stay words, the same sheet gives the same bytes, long names break nothing."""

import io
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from bookings.papers import Sheet, blocks_of, docx_of, pdf_of, pictures_of
from bookings.papers.blocks import (
    Addressee,
    DateLine,
    Footer,
    Lines,
    NumberLine,
    Paragraph,
    Record,
    SealBoxes,
    Sender,
    Title,
    WindowAddress,
)
from bookings.papers.qr import qr_of
from bookings.papers.window import PLACES

pytestmark = pytest.mark.once
RARE = "髙﨑𠮷①㈱ﾊﾝｶｸ"
LONG = RARE + "あいうえおかきくけこ" * 5
TEXT = """　次のとおり決定しました。

記
会場：北町ホール
持ち物：机と
　いす
以上
　分からないことは、お尋ねください。"""


def notice(name: str = "桜が丘自治会", text: str = TEXT) -> Sheet:
    return Sheet(
        "実施決定通知書",
        (
            NumberLine("生学第123号"),
            DateLine("令和8年11月25日"),
            Addressee((name, "代表者　佐藤 花子　様")),
            Sender(("みかがみ市長　山田 太郎",), "（公印省略）"),
            Title("実施決定通知書"),
            *blocks_of(text),
            Footer(("生涯学習課　電話 0000-00-0000",)),
        ),
    )


def words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_lines_become_paragraphs_and_facts():
    assert blocks_of(TEXT) == (
        Paragraph("次のとおり決定しました。"),
        Record((("会場", "北町ホール"), ("持ち物", "机と\nいす"))),
        Paragraph("分からないことは、お尋ねください。"),
    )


@pytest.mark.parametrize(
    "line, indent",
    [("12月17日です", True), ("（1）はじめに", False), ("1 はじめに", False), ("・机", False)],
)
def test_paragraphs_are_indented_and_items_are_not(line, indent):
    assert blocks_of(line) == (Paragraph(line, indent=indent),)


@pytest.mark.parametrize(
    "text", ["記", "以上", "記\n：\n以上", "記\nだれか\n以上", "", "会場：どこか"]
)
def test_odd_lines_are_printed_and_break_nothing(text):
    assert pdf_of(notice(text=text)).startswith(b"%PDF")


@pytest.mark.parametrize(
    "name", ['#read("/etc/passwd")', "*x* _y_ `z`", "$a$ @b <c> \\", "[[]]{}", "= 題\n- 項目"]
)
def test_what_looks_like_markup_is_printed_as_it_stands(name):
    found = words(pdf_of(notice(name)))

    assert "".join(name.split()) in found
    assert "root:" not in found


@pytest.mark.parametrize("letter", RARE)
def test_rare_letters_have_a_shape(letter):
    """A letter without one is drawn as the box of a missing letter."""
    missing = pictures_of(notice("\U000f0000"), ppi=40)

    assert pictures_of(notice(letter), ppi=40) != missing


def test_a_name_of_sixty_letters_stays_on_one_page():
    assert len(PdfReader(io.BytesIO(pdf_of(notice(LONG)))).pages) == 1
    assert LONG[-20:] in words(pdf_of(notice(LONG)))


def test_stored_and_read_again_it_is_the_same_paper_to_the_byte():
    sheet = notice(LONG)
    again = Sheet.of_data(sheet.as_data())

    assert again == sheet
    assert pdf_of(again) == pdf_of(sheet)
    assert docx_of(again) == docx_of(sheet)


def test_every_block_survives_storing_and_prints_in_both_ways():
    code = qr_of("https://maps.example/", alt="地図")
    blocks = (
        WindowAddress("000-0000", "みかがみ市1-1", ("桜が丘自治会", "佐藤 花子 様")),
        SealBoxes(("課長", "係")),
        code,
        Record((("鍵", ""),), framed=True),
        Lines("備考", 2),
    )
    sheet = replace(notice(), blocks=blocks, gothic=True)

    assert Sheet.of_data(sheet.as_data()) == sheet
    assert "桜が丘自治会" in words(pdf_of(sheet))
    assert len(Document(io.BytesIO(docx_of(sheet))).inline_shapes) == 1


def test_the_word_file_has_the_same_words_as_data():
    document = Document(io.BytesIO(docx_of(notice("=1+1"))))
    found = "\n".join(line.text for line in document.paragraphs)
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]

    assert "生学第123号" in found
    assert "=1+1" in found
    assert cells == ["1", "会場", "北町ホール", "2", "持ち物", "机と\nいす"]
    assert document.core_properties.author == ""


@pytest.mark.parametrize("envelope", PLACES)
def test_the_address_stands_in_the_window(envelope):
    """Where there is ink on the page, in millimetres from the top left; the fold marks are apart."""
    address = WindowAddress("000-0000", "みかがみ市" + "桜" * 40, (LONG, "佐藤 花子 様"), envelope)
    page = Image.open(io.BytesIO(pictures_of(Sheet("手紙", (address,)), ppi=127)[0])).convert("L")
    ink = page.crop((60, 0, *page.size)).point(lambda grey: 255 * (grey < 128)).getbbox()
    left, top, right, bottom = (side / 5 for side in ink)
    place = PLACES[envelope]

    assert place.x <= left + 12 <= place.x + 2
    assert right + 12 <= place.x + place.width
    assert place.y <= top <= place.y + 2
    assert bottom <= place.y + place.height


def test_the_pdf_is_tagged_and_says_its_title_and_language():
    reader = PdfReader(io.BytesIO(pdf_of(notice())))

    assert reader.metadata.title == "実施決定通知書"
    assert reader.root_object["/MarkInfo"]["/Marked"] is True or reader.root_object.get(
        "/StructTreeRoot"
    )
    assert "ja" in reader.root_object["/Lang"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=400))
def test_no_words_at_all_stop_the_printer(name, text):
    sheet = notice(name, text)

    assert pdf_of(sheet).startswith(b"%PDF")
    assert docx_of(sheet).startswith(b"PK")
