"""What must hold for every text, not only for those somebody thought of."""

import re
import textwrap
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.answers import Accept, Counter, Decline, Question, Unclear, newtext, read
from tests.bookings.answer_corpus import CONTEXT, FOLDER, SENT, cases

ACTING = [
    (name, text)
    for name in ("accept", "decline", "counter")
    for _, text, _ in cases(name)
    if SENT[:40] not in text
    and "いかが" not in text  # a polite question: 「なら」 bends nothing in it
    and not re.search(r"^>|このメール|BEGIN|みどり市 .*:$", text, flags=re.M)
]
INABILITY = ["できません", "ない", "いたしかねます"]  # in a refusal's reason these only say why
REVERSALS = [
    "ではありません",
    "しません",
    "するつもりはありません",
    "わけではない",
    "は取り消します",
]
CONDITIONS = ["なら", "であれば", "の場合", "ただし", "次第", "でしょうか", "？", "かもしれません"]
FOREIGN = [" R8-0124 ", "　Ｒ８ー９９　", "以外", "確認して後日回答します"]
DOUBTS = REVERSALS + CONDITIONS + FOREIGN
doubted_cases = st.sampled_from(ACTING).flatmap(
    lambda case: st.tuples(
        st.just(case[1]),
        st.sampled_from(DOUBTS if case[0] == "decline" else DOUBTS + INABILITY),
    )
)
PREFIXES = [">", "> ", ">> ", "  > ", "＞", "＞　", "|", "│", "AB> "]
ATTRIBUTIONS = [
    "",
    "2009/07/25 12:15 に みどり市<a@example.jp> さんは書きました:",
    "2026-11-08 (日) の 11:31 +0900 に みどり市 さんは書きました:",
    "みどり市 さんは書きました：",
    "みどり市 wrote:",
    "2026年11月22日(日) 9:00 みどり市 <a@example.jp>:",
    "(2026/11/22 3:51), みどり市 wrote:",
    "-----元のメッセージ-----",
    "----- 転送メッセージ -----",
    "------ 元のメッセージ ------",
    "差出人: みどり市\n送信日時: 2026年11月22日\n宛先: 防災課\n件名: 講師派遣のおたずね",
    "<a@example.jp> のメッセージ:",
    "みどり市 は次のように書きました:",
    "みどり市さんのメール:",
]
GREETINGS = ["", "お世話になっております。\nよろしくお願いします。\n\n", "了解しました。\n"]
SENT_LINES = SENT.splitlines()
MAILS = [SENT_LINES, (FOLDER / "sent_short.txt").read_text().splitlines()]
BOTH = replace(CONTEXT, sent_text="\n".join(line for mail in MAILS for line in mail))
slices = st.tuples(st.sampled_from(MAILS), st.integers(0, 40), st.integers(0, 40)).map(
    lambda cut: cut[0][min(cut[1:]) : max(cut[1:])]
)
VOCABULARY = (
    "承諾 承諾します 辞退 辞退します 別日 第2希望 2 ② 10:00 １４時 午後2時半 12/3 12月17日（木） 田中 佐藤花子 講師は"
    " が伺います です します しません ない ません なら であれば 場合 ？ か は を で も 。 、 \n > -- 以外 予定 仮 未定"
    " 確認 担当が出張のため 伺えません R8-0123 R8-0124 了解しました よろしくお願いします 防災課 （ ） 「 」 または"
).split(" ")
vocabulary = st.lists(st.sampled_from([*VOCABULARY, " ", "\n"]), max_size=9).map("".join)


@given(st.sampled_from(ATTRIBUTIONS), st.sampled_from(PREFIXES), st.sampled_from(GREETINGS), slices)
@settings(max_examples=300, deadline=None)
def test_any_part_of_our_mail_quoted_in_any_style_answers_nothing(heading, prefix, greeting, part):
    quotation = "\n".join(prefix + line for line in part)

    assert_unclear(f"{greeting}{heading}\n{quotation}\n")


@given(
    st.sampled_from(ATTRIBUTIONS),
    st.sampled_from(GREETINGS),
    st.sampled_from(MAILS),
    st.integers(30, 100),
)
@settings(max_examples=150, deadline=None)
def test_our_whole_mail_quoted_without_a_mark_and_rewrapped_answers_nothing(
    heading, greeting, mail, width
):
    lines = [piece for line in mail for piece in textwrap.wrap(line, width) or [""]]

    assert_unclear(f"{greeting}{heading}\n" + "\n".join(lines))


@given(slices, st.sampled_from(["", "　", "\t", "・", "* ", "- "]))
@settings(max_examples=200, deadline=None)
def test_lines_of_our_mail_without_a_mark_answer_nothing(part, indent):
    if len([line for line in part if line.strip()]) < 2:
        return  # one example line alone may well be typed

    assert_unclear("\n".join(indent + line for line in part))


def test_without_the_subtraction_our_own_example_would_answer(monkeypatch):
    monkeypatch.setattr(newtext, "_recognise", lambda lines, *, sent_text: [False] * len(lines))
    ours = "\n".join(SENT_LINES[14:16])

    assert read(ours, context=CONTEXT) != Unclear("empty")
    assert read("承諾\n", context=CONTEXT) == Accept()


@given(doubted_cases, st.data())
@settings(max_examples=500, deadline=None)
def test_doubt_put_anywhere_into_an_answer_stops_it(case, data):
    text, doubt = case
    at = data.draw(st.integers(0, len(text)))

    assert_unclear(text[:at] + doubt + text[at:])


@given(doubted_cases, st.data())
@settings(max_examples=300, deadline=None)
def test_doubt_on_a_line_of_its_own_stops_an_answer(case, data):
    text, doubt = case
    lines = text.splitlines()
    at = data.draw(st.integers(0, len(lines)))

    assert_unclear("\n".join([*lines[:at], doubt, *lines[at:]]))


@given(vocabulary)
@settings(max_examples=500, deadline=None)
def test_what_acts_says_one_thing_only(text):
    answer = read(text, context=CONTEXT)

    new = re.sub(r"^\s*>.*$", "", text, flags=re.M)
    new = re.sub(r"希望(?:なら|であれば)(?=承諾)", "希望", new)  # sets no condition: it chooses
    doubted = re.search("しません|ない|なら|であれば|場合|？|以外|仮|未定|確認|または|R8-0124", new)
    match answer:
        case Accept():
            assert not doubted
            assert not re.search("辞退|別日|伺えません|予定", new)
            assert re.search("承諾|[2２②]|伺います|(?:時|:00).*お願いします", new)
        case Decline():
            assert not doubted
            assert not re.search("承諾|別日", new)
            assert "辞退" in new
        case Counter() if "別日" in new:
            assert not doubted
            assert not re.search("承諾|辞退", new)
        case Counter():
            assert re.search("承諾|[2２②]", new)


@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet="承諾辞退別日12:/時半第希望 \n>-。（）田中、", max_size=80),
    )
)
@settings(max_examples=800, deadline=None)
def test_no_text_breaks_the_reader(text):
    assert read(text, context=CONTEXT) is not None


grammar = st.lists(
    st.sampled_from([*VOCABULARY, *DOUBTS, *"十百千〇一二三０９年月日時分半:/()（）→…～ｱｶﾞ\n "]),
    max_size=14,
)


@given(grammar.map("".join))
@settings(max_examples=800, deadline=None)
def test_no_text_of_the_grammars_own_letters_breaks_the_reader(text):
    for context in (CONTEXT, BOTH, replace(CONTEXT, asked_starts=None, asked_ends=None, wishes=())):
        assert read(text, context=context) is not None


@pytest.mark.parametrize("figure", ["十十", "十十十", "百十", "〇十", "十〇十", "一十一十"])
@pytest.mark.parametrize("unit", ["年", "月", "日", "時", "分"])
def test_figures_that_are_none_break_nothing(figure, unit):
    for text in (f"{figure}{unit}", f"承諾 {figure}{unit}", f"別日 {figure}月{figure}日14時"):
        assert read(text, context=CONTEXT) is not None


@pytest.mark.parametrize(
    "piece", ["第", "1/", "課", "みどり市", "あ", "(", "12/3 ", "電話0277-", "1", "-", "　"]
)
def test_a_long_line_is_read_in_no_time(piece):
    for times in (100, 390, 20_000):
        read("承諾\n" + piece * times + "！", context=CONTEXT)


def test_a_very_long_text_is_not_read():
    assert read("承諾\n" * 30_000, context=CONTEXT) == Unclear("too_long")


def assert_unclear(text):
    answer = read(text, context=BOTH)
    assert isinstance(answer, Unclear | Question), (text, answer)
