"""年度替わり: only what somebody has looked at is published, on the day that the office has chosen."""

from datetime import date

import pytest
from django.test import Client
from wagtail.models import Locale

from accounts.models import SiteRole
from bookings.actions.moves import Refused
from cms import tasks
from cms.rollover import deciding, publishing
from cms.rollover.answering import Said, draft_of, seen_of
from cms.rollover.desk import overview
from cms.rollover.forms import AnswerForm
from cms.rollover.models import MenuAsk, MenuEntry, MenuRollover
from lectures import schedule
from lectures.models import FiscalYear, Lecture, LecturePage
from notifications.models import OutgoingEmail
from tests.factories import lectures as make
from tests.factories.rollover import (
    DUE,
    JANUARY,
    asked,
    entry_of,
    menu_town,
    opened,
    say,
    with_key,
)
from tests.factories.town import at

Answer, Verdict = MenuEntry.Answer, MenuEntry.Verdict
TODAY, APRIL = JANUARY.date(), date(2027, 4, 1)


@pytest.fixture
def made(site, clock_at):
    clock_at(JANUARY)
    return menu_town(site, lectures=4, departments=2)


@pytest.fixture
def office(site):
    client = Client()
    client.force_login(make.person(site, SiteRole.Role.OFFICE))
    return client


def published(rollover, *, on=TODAY) -> list[str]:
    """The titles of the new year's rows, after the office has pressed and the worker has been."""
    deciding.publish(rollover.pk, on=on, by=None, today=TODAY, at=JANUARY)
    tasks.carry_rollovers()
    rows = Lecture.objects.filter(fiscal_year=rollover.fiscal_year)
    return sorted(rows.values_list("title", flat=True))


def decide(title: str, verdict: str) -> None:
    entry = entry_of(title)
    deciding.decide(entry_id=entry.pk, seen=seen_of(entry), verdict=verdict)


def edit(lecture: str, **changes: object) -> None:
    """Somebody saves a draft in the admin."""
    page = draft_of(entry_of(lecture))
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(clean=False)


def test_a_change_taken_back_after_stopping_says_last_years_words(made):
    rollover = asked(made)
    for said in (
        Said("changed", facts={"title": "ひどい名前"}), Said("stopped", reason="人がいない"), Said("same")
    ):  # fmt: skip
        say("講座その0", said)

    assert draft_of(entry_of("講座その0")).title == "講座その0"
    assert published(rollover) == ["講座その0"]


@pytest.mark.parametrize("changes", [{"title": "編集した名前"}, {"keywords": "さがす"}])
def test_what_an_editor_wrote_is_looked_at_though_the_department_says_the_same(made, changes):
    rollover = asked(made)
    edit("講座その0", **changes)
    say("講座その0", Said("same"))

    shown = overview(rollover, today=TODAY)
    assert [row.entry for row in shown["to_look_at"]] == [entry_of("講座その0")]
    assert published(rollover) == []

    decide("講座その0", "accepted")
    assert published(rollover) == [changes.get("title", "講座その0")]


@pytest.mark.parametrize("answer", ["changed", "same"])
def test_what_was_saved_after_the_look_waits_for_another_look(made, office, answer):
    rollover = asked(made)
    facts = {"title": "よい名前"} if answer == "changed" else {}
    say("講座その0", Said(answer, facts=facts))
    decide("講座その0", "accepted")
    edit("講座その0", title="だれも見ていない名前")

    assert published(rollover) == []
    assert "まだ見ていない内容です" in office.get("/desk/menu/").text
    path = f"/desk/menu/lectures/{entry_of('講座その0').public_id}/"
    assert "この内容で認める" in office.get(path).text

    decide("講座その0", "accepted")
    assert published(rollover) == ["だれも見ていない名前"]


def test_without_the_version_what_nobody_saw_would_be_public(made, monkeypatch):
    rollover = asked(made)
    say("講座その0", Said("same"))
    edit("講座その0", title="だれも見ていない名前")
    monkeypatch.setattr(MenuEntry, "_is_as_looked_at", True)

    assert published(rollover) == ["だれも見ていない名前"]


def test_a_department_does_not_lift_what_the_office_holds(made):
    rollover = asked(made)
    say("講座その0", Said("same"))
    decide("講座その0", "held")

    say("講座その0", Said("same", words="よろしく"))

    assert entry_of("講座その0").verdict == Verdict.HELD
    assert published(rollover) == []


def test_neither_the_end_of_this_years_page_nor_its_pause_goes_on(made, clock_at):
    page = made.pages[0]
    page.expire_at, page.accepting = at("2027-03-31 23:59"), False
    page.save_revision().publish()
    rollover = asked(made)
    say("講座その0", Said("same"))
    published(rollover, on=APRIL)

    for moment in ("2027-04-01 00:01", "2027-04-01 00:10"):
        clock_at(moment)
        schedule.publish_due(at=at(moment))

    row = Lecture.objects.get(fiscal_year=rollover.fiscal_year)
    assert row.accepting
    assert row.pages.get().live


def test_a_new_deadline_is_reminded_of_too(made, clock_at):
    rollover = asked(made)
    OutgoingEmail.objects.all().delete()
    clock_at("2027-02-20 10:00")
    tasks.remind_of_menu()
    deciding.put_off(rollover.pk, due_on=date(2027, 3, 20), today=date(2027, 2, 20))

    clock_at("2027-03-14 10:00")
    tasks.remind_of_menu()

    assert OutgoingEmail.objects.filter(kind="department_menu_reminded").count() == 4


def test_a_deadline_that_has_passed_is_refused(made, office):
    asked(made)

    office.post("/desk/menu/2027/due/", {"day": "2027-01-05"})

    assert MenuRollover.objects.get().due_on == DUE


def test_another_day_moves_what_waits_for_the_first_one(made, clock_at):
    rollover = asked(made)
    say("講座その0", Said("same"))
    say("講座その2", Said("same"))
    published(rollover, on=APRIL)
    edit("講座その2", title="あとから直した")

    published(rollover, on=date(2027, 3, 1))
    clock_at("2027-03-01 00:01")
    schedule.publish_due(at=at("2027-03-01 00:01"))

    rows = Lecture.objects.filter(fiscal_year=rollover.fiscal_year)
    assert list(rows.values_list("title", flat=True)) == ["講座その0"]
    rollover.menu.refresh_from_db()
    assert rollover.menu.live
    assert entry_of("講座その2").waits_for_a_look
    clock_at("2027-04-01 00:01")
    schedule.publish_due(at=at("2027-04-01 00:01"))
    assert rows.count() == 1


def test_april_is_not_handed_to_a_menu_that_is_not_public_then(made):
    rollover = asked(made)
    old = FiscalYear.objects.get(year=2026)
    with pytest.raises(Refused):
        deciding.take_april_from(rollover.pk, day=date(2027, 3, 1))
    published(rollover, on=date(2027, 3, 10))
    with pytest.raises(Refused):
        deciding.take_april_from(rollover.pk, day=date(2027, 3, 9))

    deciding.take_april_from(rollover.pk, day=date(2027, 3, 10))

    old.refresh_from_db()
    assert old.next_menu_from == date(2027, 3, 10)


def test_a_corrected_new_lecture_is_not_taken_for_the_second_press(made):
    asked(made)
    client, page = with_key(MenuAsk.objects.first())
    facts = AnswerForm.initial_of(draft_of(entry_of("講座その0")))
    form = facts | {"title": "新講座", "category": made.pages[0].category.pk, "words": ""}
    assert client.post(f"{page}new/", form).status_code == 302

    told = client.post(f"{page}new/", form | {"minutes": "90分"})

    assert told.status_code == 422
    assert "もう受け取っています" in told.text
    assert 'value="90分"' in told.text


def test_a_deleted_draft_stops_no_other_answer(made):
    rollover = asked(made)
    entry_of("講座その0").page.delete()
    client, page = with_key(MenuAsk.objects.get(department=made.departments[0]))

    client.post(page, {"same": "all"})

    assert entry_of("講座その2").answer == Answer.SAME
    assert "すべて答えました" in client.get(page).text
    assert overview(rollover, today=TODAY)["open"] == 2


def test_two_presses_of_the_same_button_send_once(made, office):
    asked(made)
    before = OutgoingEmail.objects.count()

    for _press in range(2):
        office.post("/desk/menu/2027/again/", {"department": "D01", "times": "1"})

    assert OutgoingEmail.objects.count() == before + 1
    office.post("/desk/menu/2027/again/", {"department": "D01", "times": "2"})
    assert OutgoingEmail.objects.count() == before + 2


def test_two_lectures_take_each_others_number(made):
    rollover = asked(made)
    first, second = (entry_of(f"講座その{number}").page.number for number in (0, 2))
    edit("講座その0", number=second)
    edit("講座その2", number=first)
    for title in ("講座その0", "講座その2"):
        say(title, Said("same"))

    assert publishing.faults(rollover) == []
    assert published(rollover) == ["講座その0", "講座その2"]


def test_a_page_in_another_language_goes_after_the_one_that_writes_the_row(made, clock_at):
    english = Locale.objects.get_or_create(language_code="en")[0]
    made.menu.copy_for_translation(english, copy_parents=True).save_revision().publish()
    made.pages[0].copy_for_translation(english).save_revision().publish()
    rollover = opened(made)
    page = entry_of("講座その0").page
    menus = rollover.menu.get_translations(inclusive=True)
    copies = LecturePage.objects.filter(translation_key=page.translation_key)
    for each in [*menus, *copies.order_by("-pk")]:
        draft = each.get_latest_revision_as_object()
        draft.go_live_at = at("2027-04-01 00:00")
        draft.save_revision().publish()

    clock_at("2027-04-01 00:01")
    schedule.publish_due(at=at("2027-04-01 00:01"))

    assert [row.lecture is not None for row in copies] == [True, True]
