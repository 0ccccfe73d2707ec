"""Eighty lectures out, worked on in a real LibreOffice, and in: no difference but the edits."""

from datetime import date, time

import pytest

from lectures.models import BookingRules, LecturePage
from tests.factories import lectures as make
from tests.lectures.sheets import complaints, download, look, press, rows, told
from tests.servers import libreoffice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TITLES = (
    "=SUM(A1:A9)", "+81のかけ方", "-5度の朝", "@メールの話", "髙﨑と𠮷野〜①㈱", "  あいだ  空き",
    "'引用'", "2026/4/1", "0305", "1-2", "TRUE", "１２３", '"質問"、そして「,」', "1e5", "9:30", "50%",
    "#REF!", "'=2+2", "_x0041_の読み方", "−5℃—‖と～", "令和8年4月1日", "¥1,000‾", "\tタブ", "=HYPERLINK(\"a\")",
)  # fmt: skip
FIRST = {
    "summary": "一行め\n二行め「質問」\n\n四行め",
    "remarks": "あ" * 200,
    "audience": "１２歳から",
}
FILES = {
    "out.xlsx": libreoffice.XLSX,
    "utf-8.csv": libreoffice.UTF_8,
    "windows-932.csv": libreoffice.WINDOWS_932,
    "shift-jis.csv": libreoffice.SHIFT_JIS,
}
IN_CP932 = ("windows-932.csv", "shift-jis.csv")
# Row, heading, what stood there, what is typed.
EDITS = [
    (3, "短い説明", "1回めのお話。「質問」も、どうぞ。", "一行め\n二行め"),
    (5, "講座名", TITLES[3], "名前をかえた講座〜髙﨑"),
    (9, "課コード", "0008", "0010"),
    (20, "時間（分）", "90", "75"),
    (30, "講座番号", "3-09", "3-99"),
    (30, "条件：何日前まで", "28", "40"),
    (30, "条件：この日から", "2026-05-01", "2026-06-09"),
    (40, "対象", "小学4年生から", "0120"),
    (45, "申込み", "受け付ける", "休む"),
    (50, "備考", "", "-5度から"),
]


@pytest.fixture
def menu(site):
    """As a town has it after some years: every column filled somewhere, and empty somewhere."""
    menu = make.menu(site)
    categories = [make.category(site, name=f"分野{n}") for n in range(8)]
    departments = [make.department(site, code=f"{n:04}", name=f"{n}課") for n in range(1, 26)]
    for n in range(80):
        page = make.lecture_page(
            menu,
            number=f"{n // 10 + 1}-{n % 10 + 1:02}",
            title=TITLES[n] if n < len(TITLES) else f"講座その{n}",
            category=categories[n // 10],
            department=departments[n % 25],
            minutes=(45, 60, 90, 120)[n % 4],
            live=n % 5 != 0 or n % 6 == 0,
            accepting=n % 7 != 0,
            **(FIRST if n == 0 else _words(n)),
        )
        if n % 6 == 0:
            page.other_departments.set(departments[:2])
            page.save_revision().publish()
        if page.live and n >= 8:
            BookingRules.objects.create(
                site=site, lecture=page.lecture, lead_days=n, weekends=bool(n % 2), quota=n or None,
                season_months="5,6,1", season_from=date(2026, 5, 1), day_from=time(9, 30), min_people=5,
            )  # fmt: skip
    LecturePage.objects.filter(live=True).update(has_unpublished_changes=False)
    return menu


def _words(n: int) -> dict[str, str]:
    return {
        "summary": f"{n}回めのお話。「質問」も、どうぞ。" if n % 9 else "",
        "audience": "小学4年生から" if n % 3 == 2 else "",
        "cost_note": "100円" if n % 4 else "",
        "easy_title": "漢字《かんじ》" if n % 2 else "",
        "keywords": "地震、雨" if n % 8 == 1 else "",
    }


@pytest.fixture
def office(site, client):
    client.force_login(make.person(site, make.SiteRole.Role.OFFICE))
    return client


def cell(head: list[str], row: int, heading: str) -> str:
    at = head.index(heading)
    return f"{chr(64 + at // 26) if at >= 26 else ''}{chr(65 + at % 26)}{row}"


def shown(edits, *, name):
    """A cell of two lines is one line of words; Shift_JIS of Windows has one wave dash."""
    near = str.maketrans({"\n": " "} | ({"〜": "～"} if name in IN_CP932 else {}))
    return [(row, heading, old, new.translate(near)) for row, heading, old, new in edits]


def test_eighty_lectures_that_were_only_saved_again_make_no_difference(menu, office, tmp_path):
    saved = libreoffice.worked_on(tmp_path / "office", download(office, menu), saved=FILES)

    for name, data in saved.items():
        answer = look(office, menu, data, name=name)
        assert (name, complaints(answer), told(answer)) == (name, [], [])
        assert answer.context["checked"].same == 80


def test_eighty_lectures_come_back_with_the_edits_and_nothing_else(menu, office, tmp_path):
    data = download(office, menu)
    head = rows(data)[0]
    typed = {cell(head, row, heading): new for row, heading, _old, new in EDITS}
    saved = libreoffice.worked_on(
        tmp_path / "office", data, typed=typed, deleted=[60, 61], saved=FILES
    )

    for name, changed in saved.items():
        answer = look(office, menu, changed, name=name)
        assert (name, complaints(answer), told(answer)) == (name, [], shown(EDITS, name=name))
        assert answer.context["checked"].same == 78 - len({row for row, *_more in EDITS})
    done = press(office, menu, look(office, menu, saved["out.xlsx"])).content.decode()

    assert "直した講座 8件" in done
    for name, changed in saved.items():
        again = look(office, menu, changed, name=name)
        assert (told(again), complaints(again), name) == ([], [], name)
    assert LecturePage.objects.count() == 80
