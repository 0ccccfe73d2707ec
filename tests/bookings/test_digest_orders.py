"""Orders by number: only what is unmistakable; a quoted digest orders nothing."""

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from bookings.actions.digest_items import Item
from bookings.answers import digest
from bookings.answers.digest import Order, Word
from lectures.models import OfficeSettings
from tests.factories.town import at

numbers = st.integers(1, 40)
plain_words = st.sampled_from([word for word in Word if word != Word.DELIVERED])


def orders(text: str) -> list[tuple[int, str, tuple[int, ...]]]:
    return [(one.number, str(one.word), one.figures) for one in digest.read(text).found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 再依頼", [(3, "再依頼", ())]),
        ("３　再依頼\n⑤ 対象外", [(3, "再依頼", ()), (5, "対象外", ())]),
        ("(3) 次の課。", [(3, "次の課", ())]),
        ("3番 再依頼でお願いします", [(3, "再依頼", ())]),
        ("7 実施 25 3", [(7, "実施", (25, 3))]),
        ("7 実施 大人25人、子ども3人、90分", [(7, "実施", (25, 3, 90))]),
        ("お世話になります。\n\n1 依頼\n2 承諾\n\n山田", [(1, "依頼", ()), (2, "承諾", ())]),
        ("3 再依頼\n3 再依頼", [(3, "再依頼", ())]),
        ("> 4 対象外\n3 再依頼", [(3, "再依頼", ())]),
    ],
)
def test_what_is_understood(text, found):
    assert orders(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "3 再依頼しないでください",
        "3 再依頼？",
        "3 再依頼 4 次の課",
        "3 再依頼か次の課",
        "3 再依頼\n3 次の課",
        "3 再依頼\n3 やっぱりやめます",
        "7 実施",
        "7 実施 25",
        "7 実施 25 3 60 1",
        "7 実施 99999 3",
        "3 了解",
        "-----元のメッセージ-----\n3 再依頼",
    ],
)
def test_what_is_not_done_but_told(text):
    found = digest.read(text)

    assert found.found == ()
    assert len(found.odd) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "了解しました",
        "電話 0000-00-0000",
        "令和8年12月3日",
        "12/3 打合せ",
        "12月3日 依頼",
        "再依頼",
    ],
)
def test_what_is_no_order_at_all(text):
    assert digest.read(text) == digest.Orders()


@given(st.text())
def test_any_text_is_read_and_each_number_is_ordered_once(text):
    found = digest.read(text).found

    assert len({one.number for one in found}) == len(found)


@given(st.dictionaries(numbers, plain_words, max_size=8))
def test_every_well_written_order_is_found(wanted):
    text = "\n".join(f"{number} {word}" for number, word in wanted.items())

    assert {one.number: one.word for one in digest.read(text).found} == wanted


@given(
    numbers, plain_words, st.text(alphabet="いうえお承諾辞退しない再依頼", min_size=1, max_size=6)
)
def test_a_word_with_more_behind_it_is_no_order(number, word, more):
    assert digest.read(f"{number} {word}{more}").found in ((), (_longer(number, word + more),))


def _longer(number: int, text: str) -> Order | None:
    """再 and 依頼 make a word of their own."""
    return Order(number, Word(text)) if text in list(Word) else None


def sent_text() -> str:
    """A digest with every word."""
    items = [
        Item(
            head=f"R8-{number:04} 防災課「わが家の防災マップづくり」12月17日（木）10:00〜11:00",
            state="返事の期限（12月1日（火）17:00）をすぎました。「3 承諾」",
            words=tuple(Word),
            hint="例「実施 25 3」",
        )
        for number in range(1, 12)
    ]
    context = {
        "items": list(enumerate(items, start=1)),
        "day": at("2026-12-02 00:00").date(),
        "left": 3,
        "office": OfficeSettings(office_name="生涯学習課"),
    }
    return render_to_string("bookings/mail/ja/office_digest.txt", context)


SENT = sent_text()


def test_our_own_digest_orders_nothing_however_it_is_quoted():
    quoted = "\n".join(f"> {line}" for line in SENT.splitlines())

    for text in (SENT, quoted, f"4 対象外\n\n{SENT}", f"4 対象外\n\n{quoted}"):
        assert orders(text) in ([], [(4, "対象外", ())])


@given(st.integers(8, 90), st.integers(0, len(SENT)))
def test_our_own_digest_orders_nothing_however_it_is_wrapped_and_cut(width, begin):
    lines = [
        line[start : start + width]
        for line in SENT[begin:].splitlines()
        for start in range(0, max(len(line), 1), width)
    ]

    found = digest.read("\n".join(lines)).found

    # A cut can leave just 「3 再依頼」 on a line of its own only where the cut itself made it.
    assert [one for one in found if not _cut_made(one, lines)] == []


def _cut_made(order: Order, lines: list[str]) -> bool:
    alone = re.compile(rf"^[\s　]*{order.number}[\s　]+{order.word}")
    return any(alone.match(line) for line in lines)
