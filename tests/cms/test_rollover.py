"""年度替わり: drafts of next year's menu, and the mails that ask the departments."""

from datetime import date

import pytest
from wagtail.models import Locale

from cms import tasks
from cms.rollover import answering, asking, opening
from cms.rollover.answering import By, Said, seen_of
from cms.rollover.lists import shares
from cms.rollover.models import MenuAsk, MenuEntry
from lectures.models import (
    Department,
    Lecture,
    LecturePage,
    MenuPage,
)
from notifications.models import OutgoingEmail
from tests.factories.rollover import (
    DUE,
    JANUARY,
    asked,
    entry_of,
    menu_town,
    opened,
    with_key,
)
from tests.factories.town import make_department

Answer, Verdict = MenuEntry.Answer, MenuEntry.Verdict
DEPARTMENT = By(department="第1課")


@pytest.fixture
def made(site, clock_at):
    clock_at(JANUARY)
    return menu_town(site, lectures=4, departments=2)


def test_next_years_menu_is_drafts_that_remember_what_they_continue(made):
    before = list(Lecture.objects.values_list("pk", "title", "accepting"))

    rollover = opened(made)

    drafts = LecturePage.objects.child_of(rollover.menu)
    assert rollover.menu.title == "令和9年度の講座"
    assert [page.live for page in drafts] == [False] * 4
    assert [page.copies_continue for page in drafts] == [page.lecture for page in made.pages]
    assert [page.number for page in drafts] == [page.number for page in made.pages]
    assert list(Lecture.objects.values_list("pk", "title", "accepting")) == before
    assert OutgoingEmail.objects.count() == 0


def test_a_second_press_opens_the_same_menu(made):
    rollover = opened(made)

    assert opened(made) == rollover
    assert MenuPage.objects.count() == 2
    assert MenuEntry.objects.count() == 4


def test_copying_goes_on_where_a_worker_died(made):
    rollover = opening.open_next(made.menu, due_on=DUE, by=None, at=JANUARY)
    for _step in range(3):
        opening.copy_next(rollover.pk, at=JANUARY)
    assert opening.left(rollover) == 2

    tasks.carry_rollovers()

    rollover.refresh_from_db()
    assert rollover.copied_at is not None
    assert LecturePage.objects.child_of(rollover.menu).count() == 4


def test_translations_are_copied_and_stay_together(made, site):
    english = Locale.objects.get_or_create(language_code="en")[0]
    menu = made.menu.copy_for_translation(english, copy_parents=True)
    menu.save_revision().publish()
    page = made.pages[0].copy_for_translation(english)
    page.title = "Disaster maps"
    page.save_revision().publish()

    rollover = opened(made)

    entry = entry_of(made.pages[0].title)
    copy = LecturePage.objects.get(translation_key=entry.page.translation_key, locale=english)
    assert copy.title == "Disaster maps"
    assert copy.get_parent().specific.fiscal_year == rollover.fiscal_year


def test_each_department_gets_one_mail_with_its_lectures(made):
    asked(made)

    mails = OutgoingEmail.objects.order_by("to_address")
    assert [mail.to_address for mail in mails] == ["ka1@city.example.jp", "ka2@city.example.jp"]
    assert "講座その0" in mails[0].text
    assert "講座その1" not in mails[0].text
    assert "2月26日" in mails[0].text


def test_asking_twice_writes_once(made):
    rollover = asked(made)

    assert asking.ask_departments(rollover.pk, at=JANUARY) == 0
    assert OutgoingEmail.objects.count() == 2


def test_the_office_sends_again_with_the_same_link(made):
    rollover = asked(made)

    asking.ask_again(rollover.pk, department=made.departments[0], times="1", at=JANUARY)

    texts = OutgoingEmail.objects.filter(to_address="ka1@city.example.jp").values_list(
        "text", flat=True
    )
    assert len(texts) == 2
    assert texts[0] == texts[1]


def test_reminders_go_before_and_after_the_deadline_to_who_is_silent(made, clock_at):
    asked(made)
    for title in ("講座その0", "講座その2"):
        entry = entry_of(title)
        answering.answer(
            entry_id=entry.pk, seen=seen_of(entry), said=Said("same"), by=DEPARTMENT, at=JANUARY
        )
    OutgoingEmail.objects.all().delete()

    for day in ("2027-02-18", "2027-02-19", "2027-02-20", "2027-02-27", "2027-02-28", "2027-03-05"):
        clock_at(f"{day} 09:30")
        tasks.remind_of_menu()
        tasks.remind_of_menu()

    told = OutgoingEmail.objects.order_by("pk").values_list("to_address", "kind")
    assert list(told) == [("ka2@city.example.jp", "department_menu_reminded")] * 2
    late = OutgoingEmail.objects.order_by("pk").last().text
    assert "すぎたので" in late


def test_a_department_merged_on_the_first_of_april_has_the_list_of_both(made, site):
    first, second = made.departments
    both = make_department(site, code="D90", name="みらい課", email="mirai@city.example.jp")
    Department.objects.filter(pk=both.pk).update(starts_on=date(2027, 4, 1))
    for row in (first, second):
        Department.objects.filter(pk=row.pk).update(ends_on=date(2027, 3, 31), successor=both)

    rollover = asked(made)

    [share] = shares(rollover)
    assert (share.department, len(share.rows)) == (both, 4)
    # It has no mailbox before its day: who does the work until then is written to.
    told = OutgoingEmail.objects.order_by("to_address").values_list("to_address", flat=True)
    assert list(told) == ["ka1@city.example.jp", "ka2@city.example.jp"]
    assert {page.department for page in LecturePage.objects.child_of(rollover.menu)} == {both}


def test_a_merger_decided_after_the_mails_keeps_the_old_links_open(made):
    asked(made)
    first, second = made.departments
    Department.objects.filter(pk=second.pk).update(ends_on=date(2027, 3, 31), successor=first)

    for ask in MenuAsk.objects.all():
        client, page = with_key(ask)
        assert client.get(page).text.count("講座その") >= 4


def test_what_builds_on_a_lecture_is_next_years_too(made):
    first, second = made.pages[:2]
    first.next_step = second
    first.save_revision().publish()

    rollover = opened(made)

    drafts = {page.title: page for page in LecturePage.objects.child_of(rollover.menu)}
    draft = drafts[first.title].get_latest_revision_as_object()
    assert draft.next_step.pk == drafts[second.title].pk
    assert LecturePage.objects.get(pk=first.pk).next_step_id == second.pk
