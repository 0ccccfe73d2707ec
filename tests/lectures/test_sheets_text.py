"""Sheets that were saved as text: words that look like formulas, letters that Shift_JIS lacks."""

import pytest

from lectures.sheets import diffing
from lectures.sheets.decoding import is_left_of
from tests.factories import lectures as make
from tests.lectures.sheets import as_csv, complaints, download, look, press, rows, told

pytestmark = pytest.mark.django_db


def lines(client, menu, change=str, encoding="utf-8"):
    """The sheet as CSV, its words as they stand and without the apostrophes of our own CSV."""
    table = [[str(cell or "") for cell in row] for row in rows(download(client, menu))]
    return as_csv([[change(cell) for cell in row] for row in table], encoding)


def test_a_title_that_looks_like_a_formula_comes_back_and_a_new_formula_does_not(menu, editor):
    same = look(editor, menu, lines(editor, menu))
    assert (complaints(same), told(same), same.context["checked"].same) == ([], [], 3)

    other = look(editor, menu, lines(editor, menu, lambda cell: cell.replace("=1+1", "=1+2")))
    assert complaints(other) == [
        ("3行目 C列「講座名」", "式が入っています。計算した値だけを入れてください。")
    ]


def test_without_the_question_a_formula_would_become_a_title(menu, editor, monkeypatch):
    monkeypatch.setattr(diffing, "is_formula", lambda _cell: False)

    other = look(editor, menu, lines(editor, menu, lambda cell: cell.replace("=1+1", "=1+2")))

    assert told(other) == [(3, "講座名", "=1+1", "=1+2")]


def test_a_file_that_changed_a_department_may_come_again(menu, editor):
    """The name beside the code is still the old one's."""
    data = lines(editor, menu, lambda cell: "0410" if cell == "0305" else cell)
    press(editor, menu, look(editor, menu, data))

    again = look(editor, menu, data)
    assert (complaints(again), told(again)) == ([], [])
    other = lines(editor, menu, lambda cell: "税務課" if cell == "健康増進課" else cell)
    assert complaints(look(editor, menu, other))[0] == (
        "2行目 G列「担当課（見るだけ）」",
        "コード「0410」は「健康増進課」です。課をかえるときは、課コードを直してください。",
    )


@pytest.mark.parametrize("left", ["?野の話", "??野の話"])
def test_a_letter_that_shift_jis_lost_is_no_change(menu, editor, left):
    make.lecture_page(menu, number="9-99", title="𠮷野の話")

    data = lines(editor, menu, lambda cell: cell.replace("𠮷野の話", left), "cp932")

    assert (complaints(look(editor, menu, data)), told(look(editor, menu, data))) == ([], [])


def test_without_the_question_a_lost_letter_would_be_written(menu, editor, monkeypatch):
    make.lecture_page(menu, number="9-99", title="𠮷野の話")
    monkeypatch.setattr(diffing, "is_left_of", lambda _text, _cell: False)

    data = lines(editor, menu, lambda cell: cell.replace("𠮷野の話", "?野の話"), "cp932")

    assert told(look(editor, menu, data)) == [(5, "講座名", "𠮷野の話", "?野の話")]


@pytest.mark.parametrize(
    ("text", "cell", "same"),
    [
        ("¥1,000‾", "\\1,000￣", True), ("😀です", "??です", True), ("😀です", "です", False),
        ("吉野", "?野", False), ("a.c", "abc", False), ("𠮷野", "?里", False), ("𠮷", "吉", False),
    ],
)  # fmt: skip
def test_only_letters_that_shift_jis_lacks_may_be_lost(text, cell, same):
    assert is_left_of(text, cell) is same
