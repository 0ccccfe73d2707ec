"""異動・機構改革 on the desk: what needs care, the tables, and one click that asks."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bookings.status import RequestStatus
from lectures import reorganising
from lectures.models import Department, LecturerMembership
from lectures.reorganising import Change, Fate, Move
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import errors
from tests.factories.bookings import make_request
from tests.factories.town import make_department

DAY = date(2026, 12, 10)
TODAY = date(2026, 11, 22)
DEPARTMENTS = reverse("desk:turn-departments")
LECTURERS = reverse("desk:turn-lecturers")


@pytest.fixture
def session(town):
    """17 December, Mr Tanaka; he leaves a week before."""
    make_department(town.site, code="0401", name="福祉課", email="fukushi@city.mikagami.example")
    session = make_request(town, status=RequestStatus.CONFIRMED).sessions.get()
    reorganising.move_lecturers([Move(town.lecturers[0])], day=DAY, today=TODAY)
    return session


def turn_page(office) -> str:
    return office.get(reverse("desk:turn")).content.decode()


def test_a_session_whose_lecturer_leaves_is_listed_asked_and_counted(office, session):
    assert "田中 一郎（いなくなる）" in turn_page(office)
    assert "異動で講師がいなくなる講座" in office.get(reverse("desk:home")).content.decode()

    office.post(reverse("desk:turn-ask", args=[session.public_id]))

    mail = OutgoingEmail.objects.get(kind="department_successor_wanted")
    assert mail.to_address == "bousai@city.mikagami.example"
    assert "田中 一郎さんは、異動などで、講座の日には課にいなくなります。" in mail.text
    page = turn_page(office)
    assert ("まだきいていない <b>0</b>" in page, "きいた・返事待ち <b>1</b>" in page) == (
        True,
        True,
    )


def test_the_history_names_who_leaves_though_it_holds_only_their_key(office, session, town):
    """A name that is corrected in the register, or taken out of it, is so in the history as well."""
    office.post(reverse("desk:turn-ask", args=[session.public_id]))
    page = reverse("desk:request", args=[session.request.public_id])
    tanaka = town.lecturers[0]

    note = session.events.get(verb="successor_wanted").note
    shown = office.get(page).content.decode()
    tanaka.name = "田中 次郎"
    tanaka.save()

    assert note.text == f"#{tanaka.pk}"
    assert "異動のため、うかがう人を確かめています" in shown
    assert "<br>田中 一郎" in shown
    assert "<br>田中 次郎" in office.get(page).content.decode()


def test_asking_twice_on_one_day_sends_one_mail(office, session):
    for _again in range(2):
        office.post(reverse("desk:turn-ask", args=[session.public_id]))

    assert OutgoingEmail.objects.filter(kind="department_successor_wanted").count() == 1


def test_looking_changes_nothing_and_the_table_is_applied_as_a_whole(office, session):
    typed = {
        "day": "2026-12-10", "fate-0305": "rename", "name-0305": "危機管理課",
        "email-0305": "kiki@city.mikagami.example", "fate-0401": "merge", "successor-0401": "0305",
        "new_code-new0": "9001", "name-new0": "こども課", "email-new0": "kodomo@city.example",
    }  # fmt: skip

    looked = office.post(DEPARTMENTS, {**typed, "do": "look"})
    assert looked.status_code == 200
    assert "このとおりに決める" in looked.content.decode()
    assert Department.objects.count() == 2

    assert office.post(DEPARTMENTS, {**typed, "do": "apply"}).status_code == 302
    there = {row.name for row in Department.objects.on(DAY)}
    assert there == {"危機管理課", "こども課"}
    assert Department.objects.get(code="0401").in_charge(on=DAY).name == "危機管理課"

    office.post(reverse("desk:turn-undo"), {"day": "2026-12-10"})
    assert {row.name for row in Department.objects.on(DAY)} == {"防災課", "福祉課"}


def test_a_bad_line_keeps_what_was_typed_and_does_nothing(office, session):
    response = office.post(
        DEPARTMENTS, {"day": "2026-12-10", "fate-0305": "merge", "name-0401": "残る", "do": "apply"}
    )

    assert (response.status_code, errors(response)) == (
        422, ["防災課：引き継ぐ課をえらんでください。"],
    )  # fmt: skip
    assert 'value="残る"' in response.content.decode()
    assert not Department.objects.filter(ends_on__isnull=False).exists()


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_sheet_fills_the_table_and_changes_nothing_yet(office, session, encoding):
    text = "コード,新しい名前,引き継ぐ課\n0305,危機管理課,\n0401,,0305\n"
    file = SimpleUploadedFile("ka.csv", text.encode(encoding))

    page = office.post(DEPARTMENTS, {"day": "2026-12-10", "file": file, "do": "sheet"})

    assert (page.status_code, 'value="危機管理課"' in page.content.decode()) == (200, True)
    assert not Department.objects.filter(ends_on__isnull=False).exists()


def test_an_unknown_code_of_a_sheet_is_named_with_its_line(office, session):
    page = office.post(
        DEPARTMENTS,
        {"day": "2026-12-10", "sheet": "コード\t引き継ぐ課\n9999\t0305\n", "do": "sheet"},
    )

    assert errors(page) == ["2行目（9999）：コード「9999」の課は、ありません。"]


@pytest.mark.parametrize("url", [DEPARTMENTS, LECTURERS])
@pytest.mark.parametrize(
    "typed",
    [
        {"day": "31 April"}, {"day": "2026-12-10\x00", "do": "apply"}, {"do": "sheet"},
        {"do": "sheet", "sheet": '"'}, {"do": "apply", "fate-0305": "\ud800x", "day": "9999-12-31"},
        {"do": "look", "day": "0001-01-01", "fate-0305": "end"}, {"do": "nothing"},
    ],
)  # fmt: skip
def test_nothing_that_is_posted_breaks_the_pages(office, session, url, typed):
    typed = {key: value.encode("utf-8", "replace").decode() for key, value in typed.items()}

    assert office.post(url, typed).status_code in (200, 302, 422)


def test_lecturers_are_ticked_and_moved(office, session, town):
    row = town.lecturers[1]

    response = office.post(LECTURERS, {
        "day": "2026-12-10", f"leaves-{row.public_id}-0305": "on", f"to-{row.public_id}": "0401",
        "do": "apply",
    })  # fmt: skip

    assert response.status_code == 302
    rows = row.memberships.order_by("since").values_list("department__name", "until")
    assert list(rows) == [("防災課", date(2026, 12, 9)), ("福祉課", None)]


def test_a_sheet_ticks_lecturers_and_shows_what_changes(office, session, town):
    row = town.lecturers[1]
    page = office.post(
        LECTURERS, {"day": "2026-12-10", "sheet": "講師,新しい課\n鈴木　花,0401\n", "do": "sheet"}
    )

    text = page.content.decode()
    assert f'name="leaves-{row.public_id}-0305" checked' in text
    cells = [
        cell.get_text() for cell in BeautifulSoup(text, "html.parser").select("#effects ~ table td")
    ]
    assert cells[:2] == ["防災課", "福祉課"]
    assert row.memberships.count() == 1


def test_a_sheet_with_a_bad_line_ticks_nobody_and_stays_to_be_mended(office, session, town):
    sheet = "講師,新しい課\n鈴木　花,0401\n知らない 人,なし\n鈴木 花,なし\n"
    file = SimpleUploadedFile("hito.csv", sheet.encode("cp932"))

    page = office.post(LECTURERS, {"day": "2026-12-10", "file": file, "do": "sheet"})

    assert errors(page) == [
        "3行目（知らない 人）：この名前の講師はいません。",
        "2・4行目：同じ講師の行が二つ以上あります。一つにしてください。",
    ]
    text = page.content.decode()
    assert (" checked" in text, "知らない 人,なし" in text) == (False, True)


def test_who_belongs_to_two_departments_leaves_the_one_that_is_named(office, session, town):
    row, other = town.lecturers[1], Department.objects.get(code="0401")
    LecturerMembership.objects.create(
        site=row.site, lecturer=row, department=other, since=date(2021, 4, 1)
    )
    make_department(town.site, code="0501", name="文化課", email="bunka@city.mikagami.example")
    sheets = {
        "講師,新しい課\n鈴木 花,0501\n": 422,
        "講師,離れる課,新しい課\n鈴木 花,防災課,0501\n": 200,
    }

    for sheet, status in sheets.items():
        page = office.post(LECTURERS, {"day": "2026-12-10", "sheet": sheet, "do": "sheet"})
        assert page.status_code == status
    text = page.content.decode()
    assert f'name="leaves-{row.public_id}-0305" checked' in text
    assert f'name="leaves-{row.public_id}-0401" checked' not in text


@pytest.mark.parametrize("url", [DEPARTMENTS, LECTURERS])
def test_a_day_that_has_come_is_refused_before_anything_is_shown(office, session, town, url):
    typed = {
        "day": "2025-04-01", "name-0305": "x",
        f"leaves-{town.lecturers[1].public_id}-0305": "on",
    }  # fmt: skip
    for todo in ("look", "apply"):
        page = office.post(url, {**typed, "do": todo})
        assert "きょうより後の日をえらんでください。" in errors(page)
        assert 'value="apply"' not in page.content.decode()
    assert list(town.lecturers[1].memberships.values_list("until", flat=True)) == [None]


def test_every_new_department_of_a_sheet_stands_in_the_table(office, session):
    rows = "".join(f",9{n},新{n}課,n{n}@city.example,\n" for n in range(6))
    sheet = f"コード,新コード,新しい名前,メール,引き継ぐ課\n{rows}"

    page = office.post(DEPARTMENTS, {"day": "2026-12-10", "sheet": sheet, "do": "sheet"})

    text = page.content.decode()
    assert [f'value="新{n}課"' in text for n in range(6)] == [True] * 6


def test_a_sheet_with_a_bad_line_is_not_taken_half(office, session):
    sheet = "コード,新しい名前,引き継ぐ課\n0305,危機管理課,\n0305,,0401\n0401,,7777\n"

    page = office.post(DEPARTMENTS, {"day": "2026-12-10", "sheet": sheet, "do": "sheet"})

    assert errors(page) == [
        "2・3行目：コード「0305」の行が二つ以上あります。一つにしてください。",
        "3行目（防災課）：引き継ぐ課「0401」も、なくなります。その先の課を入れてください。",
        "4行目（福祉課）：引き継ぐ課「7777」は、ありません。",
    ]
    assert 'value="危機管理課"' not in page.content.decode()


def test_a_successor_named_by_its_new_code_is_chosen_on_the_page(office, session):
    sheet = "コード,新コード,新しい名前,引き継ぐ課\n0305,0999,危機管理課,\n0401,,,0999\n"

    page = office.post(DEPARTMENTS, {"day": "2026-12-10", "sheet": sheet, "do": "sheet"})

    soup = BeautifulSoup(page.content, "html.parser")
    chosen = soup.select_one('select[name="successor-0401"] option[selected]')
    assert (page.status_code, chosen["value"]) == (200, "0305")


def test_a_second_press_of_taking_back_says_that_there_is_nothing(office, session):
    reorganising.reorganise([Change(Fate.RENAME, "0305", name="x")], day=DAY, today=TODAY)
    undo = reverse("desk:turn-undo")

    pages = [office.post(undo, {"day": "2026-12-10"}, follow=True) for _press in range(2)]

    assert "1件の変更を、もとのとおりにもどしました。" in pages[0].content.decode()
    assert "この日の機構改革は、ありません。" in pages[1].content.decode()


def test_an_ended_department_without_successor_is_the_offices_matter(office, session, town):
    reorganising.reorganise([Change(Fate.END, "0305")], day=DAY, today=TODAY)

    assert "引き継ぐ課のないもの" in turn_page(office)
    assert "引き継ぐ課のない依頼と講座" in office.get(reverse("desk:home")).content.decode()


def test_others_than_the_office_do_not_come_in(client, session):
    for url in (DEPARTMENTS, LECTURERS, reverse("desk:turn")):
        assert client.get(url).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    office, town, session, count, django_assert_max_num_queries
):
    for number in range(count - 1):
        make_request(town, status=RequestStatus.CONFIRMED, lecturers=False)
        assert number < count
    with django_assert_max_num_queries(40):
        turn_page(office)


@pytest.mark.parametrize("typed", ["R8.12.10", "令和８年１２月１０日", "2026/12/10", "12/10"])
@pytest.mark.parametrize("page", [DEPARTMENTS, LECTURERS])
def test_the_day_is_read_in_every_spelling(office, session, page, typed):
    assert office.get(page, {"day": typed}).context["day"] == DAY


# A transfer that was a mistake


def take_transfer_back(office, lecturer, *, day: str = "2026-12-10"):
    undo = reverse("desk:turn-undo-transfer")
    return office.post(undo, {"day": day, "lecturer": str(lecturer.public_id)}, follow=True)


def stays_of(lecturer) -> list[tuple]:
    rows = lecturer.memberships.order_by("since", "department")
    return list(rows.values_list("department__name", "since", "until"))


def test_a_transfer_can_be_taken_back_until_its_day(office, town):
    tanaka = town.lecturers[0]
    welfare = make_department(town.site, code="0401", name="福祉課", email="f@city.example")
    before = stays_of(tanaka)
    reorganising.move_lecturers([Move(tanaka, welfare)], day=DAY, today=TODAY)
    shown = turn_page(office)

    page = take_transfer_back(office, tanaka)

    assert "決めてある異動" in shown
    assert "田中 一郎さんの所属を、もとのとおりにもどしました。" in page.content.decode()
    assert "決めてある異動" not in page.content.decode()
    assert stays_of(tanaka) == before


def test_said_twice_it_is_taken_back_to_the_very_beginning(office, town):
    tanaka = town.lecturers[0]
    welfare = make_department(town.site, code="0401", name="福祉課", email="f@city.example")
    sports = make_department(town.site, code="0402", name="スポーツ課", email="s@city.example")
    before = stays_of(tanaka)
    for goal in (welfare, sports):
        reorganising.move_lecturers([Move(tanaka, goal)], day=DAY, today=TODAY)

    take_transfer_back(office, tanaka)

    assert stays_of(tanaka) == before


def test_taking_departments_back_leaves_the_transfers_and_the_other_way_round(
    office, session, town
):
    reorganising.reorganise([Change(Fate.RENAME, "0305", name="x")], day=DAY, today=TODAY)

    office.post(reverse("desk:turn-undo"), {"day": "2026-12-10"})

    assert reorganising.planned(today=TODAY) == []
    assert [row.lecturer for row in reorganising.planned_transfers(today=TODAY)] == [
        town.lecturers[0]
    ]


def test_what_was_said_since_about_the_same_stay_holds(office, session, town):
    tanaka = town.lecturers[0]
    tanaka.memberships.update(until=date(2026, 12, 1))

    take_transfer_back(office, tanaka)

    assert [until for _name, _since, until in stays_of(tanaka)] == [date(2026, 12, 1)]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-12-10", "この日の異動は、ありません。"),
        ("2026-11-22", "その日はもう来ました。"),
        ("junk", "日にち"),
    ],
)
def test_a_transfer_that_is_none_or_has_come_is_not_taken_back(
    office, session, town, day, sentence
):
    take_transfer_back(office, town.lecturers[0])

    page = take_transfer_back(office, town.lecturers[0], day=day)

    assert sentence in page.content.decode()


def test_nobody_is_no_lecturer(office, session):
    page = office.post(
        reverse("desk:turn-undo-transfer"), {"day": "2026-12-10", "lecturer": "x"}, follow=True
    )

    assert "講師を、もう一度えらんでください。" in page.content.decode()
