"""年度替わり: the office looks, decides and publishes on a day."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import SiteRole
from cms import tasks
from cms.rollover import answering, deciding, publishing
from cms.rollover.answering import By, Said, draft_of, seen_of
from cms.rollover.forms import AnswerForm
from cms.rollover.models import MenuAsk, MenuEntry
from cms.rollover.views_desk import DEEDS
from lectures import schedule
from lectures.models import (
    BookingRules,
    Lecture,
    MenuPage,
    NextDepartment,
)
from tests.factories import lectures as make
from tests.factories.rollover import (
    JANUARY,
    asked,
    entry_of,
    menu_town,
    say,
    typed,
    with_key,
)
from tests.factories.town import at

Answer, Verdict = MenuEntry.Answer, MenuEntry.Verdict
DEPARTMENT = By(department="第1課")


@pytest.fixture
def made(site, clock_at):
    clock_at(JANUARY)
    return menu_town(site, lectures=4, departments=2)


@pytest.fixture
def office(site):
    client = Client()
    client.force_login(make.person(site, SiteRole.Role.OFFICE))
    return client


def test_the_day_publishes_what_is_confirmed_and_nothing_before(made, clock_at):
    rollover = asked(made)
    _answer_all()
    deciding.publish(rollover.pk, on=date(2027, 4, 1), by=None, today=date(2027, 3, 1), at=JANUARY)
    tasks.carry_rollovers()
    assert Lecture.objects.filter(fiscal_year=rollover.fiscal_year).count() == 0

    clock_at("2027-04-01 00:01")
    schedule.publish_due(at=at("2027-04-01 00:01"))

    rows = Lecture.objects.filter(fiscal_year=rollover.fiscal_year).order_by("continued_from")
    assert [(row.title, row.continued_from.title) for row in rows] == [
        ("新しい名前", "講座その0"), ("講座その2", "講座その2"),
    ]  # fmt: skip
    assert MenuPage.objects.get(pk=rollover.menu.pk).live


def _answer_all() -> None:
    """0 changed and accepted, 1 stopped, 2 the same, 3 changed and not looked at."""
    said = [
        Said("changed", facts={"title": "新しい名前"}), Said("stopped", reason="担当がいない"),
        Said("same"), Said("changed", facts={"minutes": 90}),
    ]  # fmt: skip
    for number, words in enumerate(said):
        say(f"講座その{number}", words)
    entry = entry_of("講座その0")
    deciding.decide(entry_id=entry.pk, seen=seen_of(entry), verdict="accepted")


def test_a_number_that_clashes_is_told_before_and_stops_only_its_page(made):
    rollover = asked(made)
    for number in (0, 2):
        say(f"講座その{number}", Said("same"))
    page = draft_of(entry_of("講座その2"))
    page.number = made.pages[0].number
    page.save_revision(clean=False)
    entry = entry_of("講座その2")
    deciding.decide(entry_id=entry.pk, seen=seen_of(entry), verdict="accepted")

    faults = publishing.faults(rollover)
    assert {fault.sentence for fault in faults} == {"同じ番号の講座が、ほかにもあります。"}

    deciding.publish(rollover.pk, on=JANUARY.date(), by=None, today=JANUARY.date(), at=JANUARY)
    tasks.carry_rollovers()
    assert Lecture.objects.filter(fiscal_year=rollover.fiscal_year).count() == 1
    assert MenuEntry.objects.exclude(problem="").count() == 1


def test_what_the_office_set_for_a_lecture_goes_on(made):
    lecture = made.pages[0].lecture
    BookingRules.objects.create(
        site=lecture.site, lecture=lecture, quota=4, season_from=date(2026, 6, 1),
        season_until=date(2026, 9, 30),
    )  # fmt: skip
    NextDepartment.objects.create(
        site=lecture.site, lecture=lecture, department=made.departments[1], order=1
    )
    rollover = asked(made)
    say("講座その0", Said("same"))

    deciding.publish(rollover.pk, on=JANUARY.date(), by=None, today=JANUARY.date(), at=JANUARY)
    tasks.carry_rollovers()

    row = Lecture.objects.get(continued_from=lecture)
    assert (row.rules.quota, row.rules.season_from) == (4, date(2027, 6, 1))
    assert row.next_departments.get().department == made.departments[1]


ODD = [
    "",
    "\x00",
    "あ" * 4000,
    "-1",
    "９" * 30,
    "2/30",
    "令和99年1月1日",
    "<script>",
    "\ud7ff",
    "[]",
    "1e309",
]


@pytest.mark.parametrize("odd", ODD)
def test_no_wrong_input_breaks_a_page(made, office, odd):
    rollover = asked(made)
    client, page = with_key(MenuAsk.objects.first())
    entry = entry_of("講座その0")
    names = [
        *AnswerForm.base_fields,
        "seen",
        "category",
        "same",
        "day",
        "department",
        "verdict",
        "menu",
    ]
    wrong = dict.fromkeys(names, odd)

    for kind in ("changed", "same", "stopped", odd):
        for path in (page, f"{page}new/", f"{page}{entry.public_id}/"):
            assert client.post(path, wrong | {"answer": kind}).status_code in (200, 302, 422)
        path = f"/desk/menu/lectures/{entry.public_id}/"
        assert office.post(path, wrong | {"answer": kind}).status_code in (200, 302, 422)
    assert office.post(f"{path}verdict/", wrong).status_code == 302
    for deed in DEEDS:
        assert (
            office.post(f"/desk/menu/{rollover.fiscal_year.year}/{deed}/", wrong).status_code == 302
        )
    assert office.post("/desk/menu/open/", wrong).status_code == 302
    assert office.post("/desk/menu/2027/nothing/", wrong).status_code == 404
    assert office.get("/desk/menu/").status_code == 200


def test_the_office_answers_for_a_department_by_phone(made, office):
    asked(made)
    entry = entry_of("講座その0")
    path = f"/desk/menu/lectures/{entry.public_id}/"

    answer = office.post(path, typed(entry, minutes="90", answer="changed"))

    entry.refresh_from_db()
    assert answer.status_code == 302
    assert (entry.answer, entry.verdict) == (Answer.CHANGED, Verdict.ACCEPTED)
    shown = office.get(path).text
    assert "時間（分）" in shown
    assert "90" in shown


def test_the_office_sees_who_is_silent_and_what_changed(made, office):
    asked(made)
    entry = entry_of("講座その0")
    answering.answer(
        entry_id=entry.pk, seen=seen_of(entry), by=DEPARTMENT, at=JANUARY,
        said=Said("changed", facts={"title": "新しい名前"}),
    )  # fmt: skip

    shown = office.get("/desk/menu/").text

    assert "返事がそろわない課（2）" in shown
    assert "新しい名前" in shown
    assert "このままでは公開できない講座" not in shown
