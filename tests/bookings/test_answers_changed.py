"""Struck-out words, a quotation changed by hand, a second text, a subject that says otherwise."""

from email.message import EmailMessage

import pytest

from bookings.answers import meaning_of, subjects
from notifications.inbox import reading
from tests.bookings.test_answers_of_desks import WISH_2, beneath
from tests.bookings.test_answers_phrases import PERSON, STANDARD, told

OURS = "【お気軽講座】R8-0123 わが家の防災マップづくり（12/17）のお願い"
STRUCK = [
    "<p><s>承諾します</s></p>",
    "<p>承諾します</p><p><s>第2希望</s></p>",
    "<p><del>辞退</del> 承諾します</p>",
    "<p><strike>承諾</strike></p>",
    '<p><span style="text-decoration:line-through">承諾します</span></p>',
    "<p><font style='color:red;text-decoration: line-through'>お引き受けします</font></p>",
    "<div>承諾 <s>10:00</s> 11:00</div>",
    "<p>お引き受けします。<s>講師は田中です。</s></p>",
    "<p><s>12月17日</s>でお引き受けします。</p>",
    "<p>2</p><p><s>3</s></p>",
]
BY_HAND = [
    "~~承諾します~~",
    "承諾 ~~10:00~~",
    "〜〜承諾します〜〜",
    "==承諾します==",
    "承諾\n〜〜12月17日（木）10:00〜〜",
    "~~辞退~~ 承諾します",
    "~~第1希望~~ 第2希望で承諾します",
    "承̶諾̶ 辞退",
    "～～お引き受けします～～",
    "~~伺います~~ 承諾",
]
AGAINST = [
    "【辞退】",
    "【訂正】",
    "（案）",
    "【仮回答】",
    "誤送信のお詫び ",
    "【別日希望】",
    "【日程変更のお願い】",
    "【取り消し】",
    "【保留】",
    "【検討中】",
    "【質問です】",
    "[draft] ",
]
BESIDE = [
    "（伺い）",
    "ですよね。",
    "添付のとおり",
    "施行注意",
    "[DRAFT]",
    "※予定です。",
    "（案）",
    "（仮）",
    "別紙のとおり",
    "要確認",
]
ANSWERS = ["承諾します。", "第2希望でお引き受けします。", "辞退します。", "別日 12/10 10時"]


def mail(*, plain="", html=""):
    message = EmailMessage()
    if plain:
        message.set_content(plain)
    if html and plain:
        message.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    elif html:
        message.set_content(f"<html><body>{html}</body></html>", subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("html", STRUCK)
def test_struck_out_words_are_not_said(html):
    assert told(reading.text_of(mail(html=html))) == PERSON
    assert told(reading.text_of(mail(plain="承諾します", html=html))) == PERSON


@pytest.mark.parametrize("text", BY_HAND)
def test_words_struck_out_by_hand_wait(text):
    assert told(text) == PERSON


@pytest.mark.parametrize(
    "more",
    [
        "ただし時間は未定です。",
        "辞退します。",
        "条件は後日連絡します。",
        "20人までです。",
        "資料を送ってください。",
        "別の日にしてください。",
        "課長の決裁待ちです。",
        "駐車場を1台お願いします。",
        "場所を変えてください。",
        "講師は未定ですか。",
    ],
)
def test_what_only_the_html_part_says_is_read_too(more):
    same = mail(plain="承諾します。\n", html="<p>承諾します。</p>")
    differs = mail(plain="承諾します。\n", html=f"<p>承諾します。</p><p>{more}</p>")

    assert told(reading.text_of(same)) == "accept"
    assert told(reading.text_of(differs)) == PERSON


def test_a_signature_and_the_quoted_mail_in_both_parts_change_nothing():
    lines = ["承諾します。", "防災課　田代", *STANDARD.sent_text.splitlines()]
    html = "".join(f"<div>{line}</div>" for line in lines)

    assert told(reading.text_of(mail(plain="\n".join(lines), html=html))) == "accept"


def test_the_asked_day_taken_out_of_the_quotation_waits():
    lines = STANDARD.sent_text.splitlines()
    kept = [line for line in lines if not line.startswith("■ 承諾すると")]
    for mark in ("> ", "＞", "| "):
        whole = "\n".join(f"{mark}{line}" for line in lines)
        shorter = "\n".join(f"{mark}{line}" for line in kept)

        assert told(f"承諾します。\n\n{whole}") == "accept"
        assert told(f"承諾します。\n\n{shorter}") == PERSON


@pytest.mark.parametrize("added", AGAINST)
def test_a_subject_that_says_otherwise_keeps_the_answer_waiting(added):
    for subject in (f"Re: {added}{OURS}", f"{added}Re: {OURS}", f"Re: {OURS}{added}", added):
        assert not meaning_of("承諾します。", context=STANDARD, subject=subject).applies


@pytest.mark.parametrize(
    "subject", ["", f"Re: {OURS}", f"RE: RE: {OURS}", "【回答】講師派遣について", f"【承諾】{OURS}"]
)
def test_an_ordinary_subject_changes_nothing(subject):
    assert meaning_of("承諾します。", context=STANDARD, subject=subject).applies


def test_a_subject_may_name_another_request():
    assert subjects.names_another("Re: R8-0999 別の講座のお願い", context=STANDARD)
    assert not subjects.names_another(f"Re: {OURS}", context=STANDARD)


@pytest.mark.parametrize("line", BESIDE)
@pytest.mark.parametrize("answer", ANSWERS)
def test_a_draft_or_a_paper_sent_along_waits(line, answer):
    assert told(f"{answer}\n\n{line}") == PERSON


@pytest.mark.parametrize("typed", ["11時から承諾", "以下、承諾", "下記、承諾します。"])
def test_an_answer_beneath_a_later_wish_is_never_taken_for_the_asked_day(typed):
    assert told(beneath(WISH_2, typed=typed)) in (PERSON, "accept 2 11:00")


@pytest.mark.parametrize(
    "text",
    [
        "12/18 10時、会議のため、別日でお願いします。",
        "12/18 10時、会議。別日でお願いします。",
        "12/18 10時より議会につき、別日でお願いします。",
        "別日 12/18 10時とかぶるため",
        "12/10 10時、市役所会議室でお願いします。",
        "12/10 10時から45分でお願いします。",
        "辞退\n講師：田中",
        "We are happy to accept that one.",
        "We are happy to accept this one.",
        "12/18 10時、研修のため、別の日でお願いします。",
    ],
)
def test_busy_hours_other_places_and_contradictions_wait(text):
    assert told(text) == PERSON


def test_a_reason_left_empty_is_none():
    assert meaning_of("辞退　理由：", context=STANDARD).reason == ""
