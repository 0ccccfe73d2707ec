"""Texts to copy: never too long, never cut inside a word, and what matters most stays longest."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.paper import counting, texts
from cms.paper.facts import facts_of
from cms.paper.fitting import ALWAYS, Part, fitted

pytestmark = pytest.mark.once

FACTS = texts.Facts(
    title="わが家の防災マップづくり",
    kind="お気軽講座 3-07",
    summary="家から避難所までの道を地図に書きこみます。集まる場所を決めます。",
    rows=(
        ("時間", "60分", "", 40), ("対象", "小学4年生から", "", 50), ("費用", "無料", "", 55),
        ("申込み", "希望する日の21日前までに、ホームページか電話で", "希望する日の21日前まで", 70),
    ),
    contact="生涯学習課",
    phone="0000-00-0000",
    address="https://kouza.mikagami.example/menu-2026/map/",
)  # fmt: skip


@pytest.mark.parametrize(
    "text, whole, halved",
    [
        ("講座", 2, 2), ("ABC 12", 6, 3), ("ｱｲｳﾞ", 4, 2), ("１２３", 3, 3), ("一行\n二行", 4, 4),
        ("髙﨑𠮷", 3, 3), ("葛\U000e0100飾", 2, 2), ("か\u3099", 1, 1), ("①㈱―…", 4, 4), ("é", 1, 1),
    ],
)  # fmt: skip
def test_letters_are_counted_as_people_count_them(text, whole, halved):
    assert counting.letters(text) == whole
    assert counting.letters(text, half=True) == halved


@pytest.mark.parametrize(
    "text, weight",
    [
        ("講座", 4), ("abc 12", 6), ("https://kouza.mikagami.example/a-very-long-path/?q=1", 23),
        ("講座 https://a.jp/\n講座", 4 + 1 + 23 + 1 + 4), ("あ" * 140, 280), ("ﾊ", 2), ("–—“”", 4),
    ],
)  # fmt: skip
def test_x_counts_a_wide_letter_twice_and_an_address_as_23(text, weight):
    assert counting.weight(text) == weight


def test_with_room_for_everything_nothing_is_left_out():
    found = texts.for_the_paper(FACTS, most=500, half=False)

    assert found.text == (
        "◆わが家の防災マップづくり（お気軽講座 3-07）　家から避難所までの道を地図に書きこみます。"
        "集まる場所を決めます。▽時間＝60分▽対象＝小学4年生から▽費用＝無料"
        "▽申込み＝希望する日の21日前までに、ホームページか電話で▽問合せ＝生涯学習課 0000-00-0000"
        "▽ホームページ＝https://kouza.mikagami.example/menu-2026/map/"
    )
    assert not found.shortened


def test_what_matters_least_goes_first():
    found = texts.for_the_paper(FACTS, most=60, half=False)

    assert found.text == (
        "◆わが家の防災マップづくり▽費用＝無料▽申込み＝希望する日の21日前まで▽問合せ＝生涯学習課 0000-00-0000"
    )
    assert (found.fits, found.shortened) == (True, True)


def test_a_length_that_even_the_title_exceeds_is_said():
    found = texts.for_the_paper(FACTS, most=5, half=False)

    assert found.text == "◆わが家の防災マップづくり"
    assert not found.fits


def test_letters_of_half_width_leave_room_for_more():
    whole, halved = (texts.for_the_paper(FACTS, most=100, half=half) for half in (False, True))

    assert len(halved.text) > len(whole.text)
    assert halved.length <= 100


def test_every_social_text_fits_and_ends_with_the_address():
    long = texts.Facts(
        "長い題" * 30, "公開講座", "とても長い文。" * 17, FACTS.rows, "課", "0", FACTS.address
    )

    for facts in (FACTS, long):
        assert counting.weight(texts.for_x(facts).text) <= 280
        assert counting.letters(texts.for_line(facts).text) <= 500
        for made in (texts.for_x, texts.for_line, texts.for_facebook):
            assert made(facts).fits
            assert made(facts).text.endswith(FACTS.address)
            assert facts.title in made(facts).text


word = st.text("あいう漢字ABC123", min_size=1, max_size=30)
rows = st.lists(
    st.tuples(word, word, st.one_of(st.just(""), word), st.integers(1, 90)), max_size=6
).map(tuple)


@given(title=word, summary=st.lists(word, max_size=4), rows=rows, most=st.integers(20, 400))
def test_whatever_the_facts_the_text_is_made_of_whole_parts(title, summary, rows, most):
    facts = texts.Facts(title, "", "。".join(summary), rows, "課", "0277", "https://a.example/")

    found = texts.for_the_paper(facts, most=most, half=False)

    assert found.fits == (counting.letters(found.text) <= most)
    assert found.fits or found.text == f"◆{title}"
    said = {f"▽{label}＝{words}" for label, *both, _i in rows for words in both}
    said |= {"▽問合せ＝課 0277", "▽問合せ＝0277", "▽ホームページ＝https://a.example/"}
    head, *parts = re.split("(?=▽)", found.text)
    assert set(parts) <= said
    assert head.startswith(f"◆{title}")
    rest = head.removeprefix(f"◆{title}").removeprefix("　").rstrip("。")
    whole = "。".join(one for one in summary)
    assert whole.startswith(rest)
    assert rest == "" or whole[len(rest) :][:1] in ("", "。")


@given(st.lists(st.tuples(word, st.integers(1, 99)), max_size=8), st.integers(0, 60))
def test_nothing_that_would_still_fit_is_left_out(parts, most):
    found = fitted(
        [Part.of("頭", ALWAYS), *(Part.of(*one) for one in parts)], most=most, length=len
    )

    assert found.text.startswith("頭")
    left = most - len(found.text)
    dropped = [words for words, _importance in parts if words not in found.text]
    assert not found.fits or all(len(words) > left for words in dropped)


def test_days_with_the_same_hours_name_them_once():
    days = [("12月5日（土）", "10時〜12時"), ("12月12日（土）", "10時〜12時")]

    assert texts.days_in_one(days) == "12月5日（土）・12月12日（土） 10時〜12時"
    days.append(("12月19日（土）", "13時〜15時"))
    assert texts.days_in_one(days).endswith("、12月19日（土） 13時〜15時")


def test_a_course_with_many_days_says_the_first_and_how_many(catalogue):
    page = catalogue.course(title="鏡川の歴史", place="みかがみ大学", contact="0000-00-0001")
    facts = facts_of(page, site=catalogue.site, draft=False)

    long = texts.for_the_paper(facts, most=300, half=False).text
    short = texts.for_the_paper(facts, most=60, half=False).text

    assert "▽日時＝12月5日（土）・12月12日（土） 13時30分〜15時" in long
    assert "12月5日（土） 13時30分〜15時から全2回" in short


def test_a_lecture_tells_how_to_ask_for_it(catalogue):
    page = catalogue.lecture(title="わが家の地図", to_prepare="ペン")

    text = texts.for_line(facts_of(page, site=catalogue.site, draft=False)).text

    assert "申込み：希望する日の21日前までに、ホームページか電話で" in text
    assert "用意するもの：ペン" in text
    assert text.endswith(page.full_url)
