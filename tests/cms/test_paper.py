"""Booklet and poster as they are looked at: the words that were published, on pages that nothing breaks."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cms.paper import setting
from cms.paper.booklet import booklet_of
from cms.paper.facts import facts_of
from cms.paper.poster import Poster, poster_of
from cms.paper.texts import for_the_paper
from lectures.models import BookingRules, OfficeSettings
from tests.factories import lectures as make

RARE = "髙﨑𠮷①㈱ﾊﾝｶｸ㎡"
LONG = RARE + "とても長い講座の名前" * 10
OUTLINE = [{"type": "outline", "value": ["家の前の道をたどる", "集まる場所を書く"]}]


def words(pdf: bytes) -> str:
    """Where a long word was broken, nothing is seen."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.replace("\u200b", "").replace("\ufffe", "").split())


def pages_of(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def set_as_pdf(menu, *, draft: bool = False) -> bytes:
    return setting.pdf_of(setting.BOOKLET, booklet_of(menu, draft=draft).as_data())


def test_everything_an_editor_published_can_be_read_in_the_booklet(catalogue):
    page = catalogue.lecture(
        title=LONG[:120], number="4-07", summary="道を歩いて、危ない所を書きこみます。",
        audience="小学4年生から", to_prepare="太いペン", cost_note="地図代100円", minutes=75, body=OUTLINE,
    )  # fmt: skip

    text = words(set_as_pdf(catalogue.menu))

    for said in (page.title, "4-07", page.summary, "小学4年生から", "太いペン", "地図代100円", "75分",
                 "家の前の道をたどる", "集まる場所を書く", "防災課", "令和8年度", "2026年度"):  # fmt: skip
        assert "".join(said.split()) in text


def test_the_contents_name_the_page_on_which_a_lecture_stands(catalogue):
    for number in range(1, 15):
        catalogue.lecture(number=f"1-{number:02}", title=f"講座その{number}", body=OUTLINE)

    cover, contents, how, *rest = pages_of(set_as_pdf(catalogue.menu))

    assert "講座その14" not in cover
    last = next(n for n, page in enumerate(rest, start=3) if "1-14講座その14" in page)
    assert f"講座その14{last}" in contents.replace(".", "")
    assert "希望する日の21日前まで" in how


def test_drafts_stand_in_the_proof_only_and_every_page_says_what_it_is(catalogue):
    page = catalogue.lecture(title="公開した題")
    page.title = "直している題"
    page.save_revision()
    make.lecture_page(
        catalogue.menu,
        title="まだ下書きの題",
        live=False,
        category=page.category,
        department=page.department,
    )

    public = booklet_of(catalogue.menu, draft=False)
    proof = booklet_of(catalogue.menu, draft=True)

    assert [e.title for c in public.chapters for e in c.entries] == ["公開した題"]
    assert {e.title for c in proof.chapters for e in c.entries} == {
        "直している題",
        "まだ下書きの題",
    }
    pages = pages_of(setting.pdf_of(setting.BOOKLET, {**proof.as_data(), "proof": "校正用　12時"}))
    assert all("校正用" in page for page in pages)


def test_it_asks_as_little_for_three_lectures_as_for_one(catalogue, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(*, draft: bool) -> int:
        booklet_of(catalogue.menu, draft=draft)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            booklet_of(catalogue.menu, draft=draft)
        return len(queries)

    other = make.department(catalogue.site, name="道路課")
    catalogue.lecture(other_departments=[other])
    one = [asked(draft=False), asked(draft=True)]
    catalogue.lecture(other_departments=[other])
    catalogue.lecture(category=make.category(catalogue.site), department=other)

    assert [asked(draft=False), asked(draft=True)] == one


def test_a_lecture_of_two_departments_stands_below_both(catalogue):
    road = make.department(catalogue.site, name="道路課", code="0900")
    page = catalogue.lecture(number="4-07", title="通学路")
    page.other_departments.set([road])
    page.save_revision().publish()

    booklet = booklet_of(catalogue.menu, draft=False)

    assert booklet.departments == (
        ("防災課", (("4-07", "通学路", f"l{page.pk}"),)), ("道路課", (("4-07", "通学路", f"l{page.pk}"),)),
    )  # fmt: skip
    assert booklet_of(catalogue.menu, draft=True).departments == booklet.departments


def test_only_what_differs_from_the_towns_rules_stands_beside_a_lecture(catalogue):
    page, plain = catalogue.lecture(number="1-01"), catalogue.lecture(number="1-02")
    BookingRules.objects.create(
        site=catalogue.site, lecture=page.lecture, min_people=5, quota=10, season_months="6,7"
    )

    chapter = booklet_of(catalogue.menu, draft=False).chapters[0]
    facts = {entry.number: dict(entry.facts) for entry in chapter.entries}

    assert facts["1-01"]["人数"] == "5人から"
    assert facts["1-01"]["講座の時期"] == "6月から7月"
    assert facts["1-01"]["回数"] == "1年度に10回まで"
    assert set(facts["1-02"]) == {"担当課", "時間", "対象", "費用"}
    assert plain.number == "1-02"


def test_the_sheet_for_fax_is_one_page_and_says_what_becomes_of_the_names(catalogue):
    OfficeSettings.objects.update(fax="0000-00-0001")
    catalogue.lecture()

    sheet = pages_of(set_as_pdf(catalogue.menu))[-1]

    assert "ファックス0000-00-0001" in sheet
    assert "団体の名前" in sheet
    assert "この講座の日にちを決めることと、その連絡だけに使います" in sheet
    assert "3年後" in sheet


def test_without_a_fax_the_sheet_names_the_counter_and_the_post(catalogue):
    catalogue.lecture()

    sheet = pages_of(set_as_pdf(catalogue.menu))[-1]

    assert "窓口か郵便で出してください" in sheet
    assert "ファックス、" not in words(set_as_pdf(catalogue.menu))


def test_the_pdf_is_tagged_named_and_can_be_read_aloud(catalogue):
    catalogue.lecture(title="地図")

    reader = PdfReader(io.BytesIO(set_as_pdf(catalogue.menu)))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean
    assert root["/Lang"] == "ja-JP"
    assert reader.metadata.title == catalogue.menu.title
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_an_english_menu_is_an_english_booklet(catalogue):
    from wagtail.models import Locale

    english = Locale.objects.get_or_create(language_code="en")[0]
    menu = catalogue.menu.copy_for_translation(english, copy_parents=True)
    menu.save_revision().publish()

    booklet = booklet_of(menu, draft=False)

    assert booklet.language == "en"
    assert booklet.years == ("fiscal year 2026",)


def test_an_empty_menu_is_a_booklet_too(catalogue):
    assert setting.pages_in(set_as_pdf(catalogue.menu)) == 4


@pytest.mark.parametrize("letter", RARE)
def test_rare_letters_have_a_shape(letter):
    missing = setting.pictures_of(setting.POSTER, a_poster("\U000f0000"), ppi=40)

    assert setting.pictures_of(setting.POSTER, a_poster(letter), ppi=40) != missing


def a_poster(title: str, **changes) -> dict:
    said = {
        "language": "ja", "town": "みかがみ市", "kicker": "お気軽講座　3-07", "title": title, "summary": "",
        "facts": (("時間", "60分"),), "meetings_heading": "", "meetings": (), "more": "",
        "how_heading": "申込み", "how": ("電話で申し込めます。",), "contact": (("電話", "0000-00-0000"),),
        "address": "", "code": "", "code_words": "", "proof": "",
    }  # fmt: skip
    return Poster(**(said | changes)).as_data()


anything = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=120
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(title=anything, summary=anything, place=anything)
def test_no_title_breaks_a_poster(title, summary, place):
    data = a_poster(title, summary=summary, facts=(("会場", place), ("対象", "どなたでも")))

    assert setting.pages_in(setting.pdf_of(setting.POSTER, data)) == 1


@pytest.mark.parametrize("title", [LONG[:120], "W" * 120, "い" * 120, "髙" * 120, "a b " * 30])
def test_a_title_of_120_letters_stays_on_one_poster_and_can_be_read(title):
    pdf = setting.pdf_of(setting.POSTER, a_poster(title, summary="あ" * 120))

    assert setting.pages_in(pdf) == 1
    assert "".join(title.split()) in words(pdf)


def test_a_poster_of_a_course_tells_its_meetings(catalogue):
    page = catalogue.course(title="鏡川の歴史", place="みかがみ大学", fee_note="全2回で3,000円")

    data = poster_of(page, site=catalogue.site, draft=False).as_data()
    text = words(setting.pdf_of(setting.POSTER, data))

    assert "日程（全2回）" in text
    assert "2026年12月5日（土）13時30分〜15時" in text
    assert "みかがみ大学" in text
    assert "全2回で3,000円" in text


def test_a_course_of_forty_meetings_is_still_one_poster(catalogue):
    days = tuple(f"2026-{month:02}-{day:02}" for month in (5, 6, 7, 8) for day in range(1, 11))
    page = catalogue.course(title=LONG[:120], days=days)

    data = poster_of(page, site=catalogue.site, draft=False).as_data()

    assert setting.pages_in(setting.pdf_of(setting.POSTER, data)) == 1
    assert data["more"] == "ほか24回は、QRコードのページへ"


def test_words_that_look_like_markup_are_printed_as_they_stand():
    title = '#read("/etc/passwd") *x* _y_ `z` $a$ @b <c> [[]]'

    text = words(setting.pdf_of(setting.POSTER, a_poster(title)))

    assert "".join(title.split()) in text
    assert "root:" not in text


def test_a_course_that_is_called_off_says_so_on_its_poster_and_in_its_texts(catalogue):
    page = catalogue.course(
        title="鏡川の歴史", standing="cancelled", standing_note="台風のためです。"
    )

    poster = poster_of(page, site=catalogue.site, draft=False)
    text = for_the_paper(facts_of(page, site=catalogue.site, draft=False), most=80, half=False).text

    assert poster.kicker == "公開講座（中止）"
    assert poster.facts[0] == ("お知らせ", "中止になりました 台風のためです。")
    assert "中止になりました" in text
