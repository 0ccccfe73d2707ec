import contextlib
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.spelling import (
    DayError,
    SpellingError,
    day_of_boxes,
    parse_count,
    parse_day,
    parse_email,
    parse_kana,
    parse_name,
    parse_phone,
    parse_postcode,
    parse_time,
)
from lectures import eras

TODAY = date(2026, 11, 22)
WIDE = str.maketrans("0123456789-/.: ", "０１２３４５６７８９－／．：　")
ANYTHING = st.one_of(
    st.text(max_size=40), st.text("0123456789０１２-ー/年月日時半午後人約@. ", max_size=20)
)


@pytest.mark.parametrize(
    ("typed", "digits", "pretty"),
    [
        ("０９０－１２３４－５６７８", "09012345678", "090-1234-5678"),
        ("０９０ー１２３４ー５６７８", "09012345678", "090-1234-5678"),
        ("090―1234―5678", "09012345678", "090-1234-5678"),
        ("090一1234一5678", "09012345678", "090-1234-5678"),
        ("09012345678", "09012345678", "090-1234-5678"),
        ("090 1234 5678", "09012345678", "090-1234-5678"),
        ("(0277) 12 3456", "0277123456", "0277-12-3456"),
        ("0277(12)3456", "0277123456", "0277-12-3456"),
        ("０２７７・１２・３４５６", "0277123456", "0277-12-3456"),
        ("0277123456", "0277123456", "0277123456"),
        ("+81 90-1234-5678", "09012345678", "090-1234-5678"),
        ("+81-(0)277-12-3456", "0277123456", "0277-12-3456"),
        ("0081 277 12 3456", "0277123456", "0277-12-3456"),
        ("0312345678", "0312345678", "03-1234-5678"),
        ("06-1234-5678", "0612345678", "06-1234-5678"),
        ("0120123456", "0120123456", "0120-123-456"),
        ("08001234567", "08001234567", "0800-123-4567"),
        ("電話：0277-12-3456", "0277123456", "0277-12-3456"),
        ("０７０．１２３４．５６７８", "07012345678", "070-1234-5678"),
    ],
)
def test_phone_numbers_in_every_spelling(typed, digits, pretty):
    number = parse_phone(typed)

    assert (number.digits, number.pretty) == (digits, pretty)


@pytest.mark.parametrize(
    "typed",
    ["123456", "12-3456", "00-0000-0000", "090-1234-567", "02771234567", "0277-12-345a", "なし"],
)
def test_what_is_no_phone_number(typed):
    with pytest.raises(SpellingError) as refused:
        parse_phone(typed)

    assert str(refused.value) == "電話番号は、市外局番から10けたか11けたで入れてください"


@pytest.mark.parametrize(
    "typed", ["376-0011", "〒３７６－００１１", "376ー0011", "3760011", "〒 376 0011"]
)
def test_postcodes_in_every_spelling(typed):
    number = parse_postcode(typed)

    assert (number.digits, number.pretty) == ("3760011", "376-0011")


@pytest.mark.parametrize("typed", ["376-001", "37600112", "376-001a"])
def test_what_is_no_postcode(typed):
    with pytest.raises(SpellingError, match="7けた"):
        parse_postcode(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ｻﾄｳ ﾊﾅｺ", "さとう はなこ"),
        ("サトウ　ハナコ", "さとう はなこ"),
        ("さとう はなこ", "さとう はなこ"),
        ("  さとう　　はなこ ", "さとう はなこ"),
        ("ﾊﾞﾝﾄﾞｳ", "ばんどう"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("オーノ", "おーの"),
        ("ｵｰﾉ", "おーの"),
        ("マリア・ロペス", "まりあ・ろぺす"),
    ],
)
def test_readings_become_hiragana(typed, kept):
    assert parse_kana(typed) == kept


@pytest.mark.parametrize("typed", ["佐藤", "sato", "さとう花子", "ー", "さとう1"])
def test_what_is_no_reading(typed):
    with pytest.raises(SpellingError, match="ひらがな"):
        parse_kana(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 髙橋　実 ", "髙橋 実"),
        ("山﨑\n花子", "山﨑 花子"),
        ("𠮷田", "𠮷田"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("桜が丘自治会\u200b", "桜が丘自治会"),
        ("ＮＰＯ法人　みどり", "ＮＰＯ法人 みどり"),
    ],
)
def test_names_keep_their_characters(typed, kept):
    assert parse_name(typed) == kept


def test_an_empty_name_is_asked_for_in_the_fields_words():
    with pytest.raises(SpellingError, match="団体の名前を入れてください"):
        parse_name("　", missing="団体の名前を入れてください")


def test_a_name_has_an_end():
    with pytest.raises(SpellingError, match="100文字"):
        parse_name("あ" * 101)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026/12/20", date(2026, 12, 20)),
        ("2026-12-20", date(2026, 12, 20)),
        ("20261220", date(2026, 12, 20)),
        ("２０２６年１２月２０日", date(2026, 12, 20)),
        ("2026年12月20日（日）", date(2026, 12, 20)),
        ("令和8年12月20日", date(2026, 12, 20)),
        ("R8.12.20", date(2026, 12, 20)),
        ("r８．１２．２０", date(2026, 12, 20)),
        ("8/12/20", date(2026, 12, 20)),
        ("26/12/20", date(2026, 12, 20)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成30年4月1日", date(2018, 4, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("12/20", date(2026, 12, 20)),
        ("12月20日", date(2026, 12, 20)),
        ("１２ー２０", date(2026, 12, 20)),
        ("12月20日日曜日", date(2026, 12, 20)),
        ("11/22", TODAY),
        ("11/21", date(2027, 11, 21)),
        ("1月5日", date(2027, 1, 5)),
    ],
)
def test_days_in_every_spelling(typed, day):
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "reason", "sentence"),
    [
        ("", "empty", "日にちを入れてください"),
        ("令和8年2月30日", "impossible", "2月30日はありません。日にちを確かめてください"),
        ("2/30", "impossible", "2月30日はありません。日にちを確かめてください"),
        ("2/29", "impossible", "2月29日はありません。日にちを確かめてください"),
        ("2026/13/1", "impossible", "13月1日はありません。日にちを確かめてください"),
        ("12月20日（月）", "weekday", "12月20日（日）です。日にちか曜日を確かめてください"),
        ("来週", "form", "日にちは、12月17日か2026/12/17のように入れてください"),
        ("20日", "form", "日にちは、12月17日か2026/12/17のように入れてください"),
        ("令和0年1月1日", "form", "日にちは、12月17日か2026/12/17のように入れてください"),
        ("45/12/20", "form", "年は、2026か令和8のように入れてください"),
        ("0/12/20", "form", "年は、2026か令和8のように入れてください"),
    ],
)
def test_days_that_cannot_be_read(typed, reason, sentence):
    with pytest.raises(DayError) as refused:
        parse_day(typed, TODAY)

    assert (refused.value.reason, str(refused.value)) == (reason, sentence)


@pytest.mark.parametrize(
    "boxes",
    [
        ("2026", "12", "20"),
        ("２０２６", "１２", "２０"),
        ("令和8", "12月", "20日"),
        ("R8", "12", "20"),
        ("8", "12", "20"),
        ("８年", "12", "20"),
        ("", "12", "20"),
    ],
)
def test_a_day_in_three_boxes(boxes):
    assert day_of_boxes(*boxes, today=TODAY) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        (("", "", ""), "empty"),
        (("2026", "12", ""), "form"),
        (("2026", "", "1"), "form"),
        (("年", "1", "1"), "form"),
        (("2026", "2", "30"), "impossible"),
        (("", "a", "b"), "form"),
    ],
)
def test_three_boxes_that_are_no_day(boxes, reason):
    with pytest.raises(DayError) as refused:
        day_of_boxes(*boxes, today=TODAY)

    assert refused.value.reason == reason


@given(st.dates(date(2019, 5, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_every_day_reads_back_in_every_form(day):
    forms = (f"{day:%Y/%m/%d}", f"{day:%Y年%m月%d日}", eras.wareki(day), f"{day:%Y%m%d}")

    for form in forms:
        assert parse_day(form, TODAY) == parse_day(form.translate(WIDE), TODAY) == day


@given(st.dates(date(2026, 11, 22), date(2027, 11, 21)))
@settings(deadline=None)
def test_a_day_without_a_year_is_the_next_one(day):
    assert parse_day(eras.short_day(day), TODAY) == day


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("午後２時半", time(14, 30)),
        ("14時", time(14)),
        ("1030", time(10, 30)),
        ("930", time(9, 30)),
        ("１０：３０", time(10, 30)),
        ("10時30分", time(10, 30)),
        ("10時から", time(10)),
        ("午前9時", time(9)),
        ("PM2:30", time(14, 30)),
        ("2:30 pm", time(14, 30)),
        ("午後0時半", time(12, 30)),
        ("午後12時半", time(12, 30)),
        ("夜7時", time(19)),
        ("07:30", time(7, 30)),
        ("10", time(10)),
        ("10:00:00", time(10)),
    ],
)
def test_times_in_every_spelling(typed, kept):
    assert parse_time(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "時刻を入れて"),
        ("2時", "午前か午後"),
        ("2:30", "午前か午後"),
        ("25時", "その時刻はありません"),
        ("10:60", "その時刻はありません"),
        ("午前14時", "その時刻はありません"),
        ("あさ", "10時30分のように"),
        ("10時頃", "10時30分のように"),
    ],
)
def test_times_that_cannot_be_read(typed, words):
    with pytest.raises(SpellingError, match=words):
        parse_time(typed)


@given(st.times().filter(lambda at: at.hour >= 8))
@settings(deadline=None)
def test_every_time_reads_back(at):
    at = at.replace(second=0, microsecond=0)

    for form in (f"{at:%H:%M}", f"{at.hour}時{at.minute}分", f"{at:%H%M}"):
        assert parse_time(form) == parse_time(form.translate(WIDE)) == at


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("30", 30),
        ("３０人", 30),
        ("約30名", 30),
        ("30人くらい", 30),
        ("１，０００人", 1000),
        (" 25 名 ", 25),
        ("およそ40", 40),
    ],
)
def test_counts_in_every_spelling(typed, count):
    assert parse_count(typed) == count


@pytest.mark.parametrize(
    "typed", ["30〜40人", "たくさん", "0", "-3", "3.5", "1000000", "30人と子ども5人"]
)
def test_what_is_no_count(typed):
    with pytest.raises(SpellingError, match="ひとつの数"):
        parse_count(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
        (" Hanako.Sato+a@Example.JP ", "Hanako.Sato+a@example.jp"),
        ("mailto:hanako@example.jp", "hanako@example.jp"),
        ("<hanako@example.jp>", "hanako@example.jp"),
        ("hanako @ example.jp", "hanako@example.jp"),
    ],
)
def test_addresses_in_every_spelling(typed, kept):
    assert parse_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "hanako",
        "hanako@example",
        "@example.jp",
        "a@b@c.jp",
        "花子@example.jp",
        "a..b@example.jp",
        "a@example.jp,b@example.jp",
        "a@-example.jp",
        "a" * 65 + "@example.jp",
        "a@example.jp\r\nBcc:b@c.jp",
    ],
)
def test_what_is_no_address(typed):
    with pytest.raises(SpellingError, match="メールアドレスの形"):
        parse_email(typed)


@pytest.mark.parametrize(
    "parse",
    [parse_phone, parse_postcode, parse_kana, parse_name, parse_time, parse_count, parse_email],
)
def test_an_empty_field_is_asked_for(parse):
    with pytest.raises(SpellingError, match=r"入れてください$"):
        parse(" 　\n")


@given(ANYTHING)
@settings(deadline=None)
def test_no_typing_breaks_a_reader_and_every_reading_reads_back(text):
    readers = (
        lambda text: parse_phone(text).digits,
        lambda text: parse_postcode(text).pretty,
        parse_kana,
        parse_name,
        lambda text: parse_time(text).isoformat("minutes"),
        lambda text: str(parse_count(text)),
        parse_email,
        lambda text: parse_day(text, TODAY).isoformat(),
    )
    for read in readers:
        kept = kept_or_none(read, text)
        assert kept is None or read(kept) == kept


@given(ANYTHING, ANYTHING, ANYTHING)
@settings(deadline=None)
def test_no_typing_breaks_the_three_boxes(year, month, day):
    kept_or_none(lambda box: day_of_boxes(year, month, box, today=TODAY), day)


def kept_or_none(read, text):
    """Anything but a SpellingError fails the test."""
    with contextlib.suppress(SpellingError):
        return read(text)
