"""Eighty lectures out, through a real LibreOffice, and in: no difference but the edits."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.factories import lectures as make
from tests.lectures.sheets import complaints, download, edited, look, place, press, put, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SOFFICE = os.environ.get("SOFFICE") or shutil.which("soffice")
CALC = SOFFICE and (Path(SOFFICE).resolve().parent / "libscfiltlo.so").exists()
TITLES = ("=SUM(A1:A9)", "+81のかけ方", "-5度の朝", "@メールの話", "髙﨑と𠮷野〜①㈱", "  あいだ  空き", "'引用'", "2026/4/1", "0305", "1-2", "TRUE", "１２３")  # fmt: skip


@pytest.fixture
def menu(site):
    menu = make.menu(site)
    categories = [make.category(site, name=f"分野{n}") for n in range(8)]
    departments = [make.department(site, code=f"{n:04}", name=f"{n}課") for n in range(1, 26)]
    for n in range(80):
        make.lecture_page(
            menu,
            number=f"{n // 10 + 1}-{n % 10 + 1:02}",
            title=TITLES[n] if n < len(TITLES) else f"講座その{n}",
            summary=f"{n}回めのお話。「質問」も、どうぞ。",
            category=categories[n // 10],
            department=departments[n % 25],
            minutes=(45, 60, 90, 120)[n % 4],
            audience="小学4年生から" if n % 3 else "",
            live=n % 5 != 0,
        )
    return menu


def through_libreoffice(data: bytes, tmp_path: Path, *, to: str) -> bytes:
    """Opened and saved again, as somebody who presses 保存 does."""
    (tmp_path / "in.xlsx").write_bytes(data)
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", to, "--outdir", out, tmp_path / "in.xlsx"],
        check=True,
        timeout=240,
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    [made] = out.iterdir()
    return made.read_bytes()


def work(sheet):
    put(sheet, 5, "講座名", "名前をかえた講座")
    put(sheet, 20, "時間（分）", 75)
    put(sheet, 40, "対象", "=は使いません")
    sheet.cell(40, place(sheet, "対象")).data_type = "s"
    sheet.delete_rows(60)


EDITS = [
    (5, "講座名", TITLES[3], "名前をかえた講座"),
    (20, "時間（分）", "90", "75"),
    (40, "対象", "小学4年生から", "=は使いません"),
]


@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize(
    "to", ["xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"]
)
def test_eighty_lectures_come_back_with_the_edits_only(menu, site, client, tmp_path, to):
    client.force_login(make.person(site))
    data = download(client, menu)

    untouched = look(client, menu, through_libreoffice(data, tmp_path, to=to))
    assert (complaints(untouched), told(untouched)) == (
        []
        if to == "xlsx"
        else [("2行目 C列", "式が入っています。計算した値だけを入れてください。")],
        [],
    )
    if to != "xlsx":
        return
    assert untouched.context["checked"].same == 80
    shutil.rmtree(tmp_path / "out")
    answer = look(client, menu, through_libreoffice(edited(data, work), tmp_path, to=to))

    assert (complaints(answer), told(answer)) == ([], EDITS)
    press(client, menu, answer)
    again = look(client, menu, edited(data, work))
    assert told(again) == []
